/*
 * push - requests in flight to one server: libcurl's multi interface on the
 * plugin's watch() and wake(), with connections that are used again.
 */
#ifndef NTFY_PUSH_H
#define NTFY_PUSH_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <curl/curl.h>

#include "publish.h"

#define PUSH_MOST 8         /* requests at a time, and connections */

struct push_settings {
    const char *server;     /* http(s)://host[:port][/path] */
    const char *token;      /* NULL: none */
    const char *ca;         /* NULL: the system's */
    const char *proxy;      /* empty: none, whatever the environment says */
    bool verify;
    long timeout_ms;
    int64_t (*monotonic)(void);
};

/* The end of a request.  retry_after is in seconds. */
typedef void push_done(void *self, uint64_t ticket,
                       const struct publish_answer *answer,
                       uint32_t retry_after);

struct push_flight {
    CURL *easy;             /* lives as long as the push */
    bool busy;
    uint64_t ticket;
    char *body;
    size_t length, given;   /* bytes of the body that curl has taken */
    char answer[4096];
    size_t answered;
};

struct push {
    const struct push_settings *settings;
    push_done *done;
    void *self;
    CURLM *multi;
    struct curl_slist *headers;
    struct push_flight flights[PUSH_MOST];
    struct pollfd sockets[PUSH_MOST * 2];    /* what curl wants to hear of */
    int socket_count;
    int64_t due;            /* of curl's timer; -1: none */
};

/* 0, or -1 when curl cannot be set up. */
int push_open(struct push *push, const struct push_settings *settings,
              push_done *done, void *self);

/* Start a request; takes the body over.  False when all are in flight. */
bool push_start(struct push *push, char *body, uint64_t ticket);

/* As watch() and wake() of struct allo_channel. */
int push_watch(const struct push *push, struct pollfd *fds, int room,
               int *wait_ms);
void push_wake(struct push *push, const struct pollfd *fds, int count);

/* Ends what is in flight: done() is called for each. */
void push_close(struct push *push);

#endif
