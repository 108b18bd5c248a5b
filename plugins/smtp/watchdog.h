/*
 * watchdog - ends a libESMTP session that takes too long.
 *
 * libESMTP has no timeout on connect(2), and a server that sends a byte now
 * and then renews all others for ever.  A timer's signal interrupts the
 * blocking connect (it fails with EINTR, and libESMTP goes on to the server's
 * next address) and shuts the socket down later on.
 *
 * Why not a connect() of our own, which libESMTP would call in our place?  A
 * plugin is loaded with RTLD_LOCAL, behind the C library in the order of
 * symbols, so its definition is never found; one in the host would bind every
 * plugin to it.  Nor does libESMTP tell its socket: it is the connected one
 * that was not there before.
 */
#ifndef SMTP_WATCHDOG_H
#define SMTP_WATCHDOG_H

#include <signal.h>
#include <stdbool.h>
#include <time.h>

#define WATCHDOG_FDS 256

struct watchdog {
    timer_t timer;
    struct sigaction old_action;
    sigset_t old_mask;
    volatile sig_atomic_t socket;    /* -1: none, or not known */
    volatile sig_atomic_t barked;    /* the time was up at least once */
    bool connected_before[WATCHDOG_FDS];
};

/* Watch the session that starts now; 0, or -1 with errno.  One at a time in
 * a process: SIGRTMIN is in use until watchdog_stop() (SIGALRM is the host's:
 * it ends a process that does not end itself). */
int watchdog_start(struct watchdog *watchdog, long milliseconds);

/* A new limit from now on. */
void watchdog_feed(struct watchdog *watchdog, long milliseconds);

/* libESMTP has just connected, or closed its connection. */
void watchdog_connected(struct watchdog *watchdog);
void watchdog_disconnected(struct watchdog *watchdog);

/* Shut the connection down now: nothing more is sent or read. */
void watchdog_cut(struct watchdog *watchdog);

/* The session is over: nothing is cut any more. */
void watchdog_stop(struct watchdog *watchdog);

#endif
