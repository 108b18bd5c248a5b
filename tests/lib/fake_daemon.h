/*
 * fake_daemon - a control server in a process of its own, for whoever asks it
 * in a blocking way.
 */
#ifndef TESTS_FAKE_DAEMON_H
#define TESTS_FAKE_DAEMON_H

#include <sys/types.h>

#include "control/server.h"

/* Listens when it returns. */
pid_t fake_daemon_start(const char *path, const struct control_verb *verbs,
                        void *self);

/* Ends it, and removes the socket. */
void fake_daemon_stop(pid_t daemon, const char *path);

#endif
