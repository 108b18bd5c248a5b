/*
 * publish - what is said to an ntfy server and what its answer means.  Pure.
 * The JSON form of publishing is used: it takes any text in any field, where
 * the header form would need an encoding and could be injected into.
 */
#ifndef NTFY_PUBLISH_H
#define NTFY_PUBLISH_H

#include <stdbool.h>
#include <stddef.h>

#include <allo/channel.h>

struct publish_answer {
    enum allo_outcome outcome;
    bool down;              /* it is the channel's fault, not the message's */
    char remote_id[64];
    char reason[160];       /* no topic in it and no word of the server */
};

/* A topic: 1 to 64 of A-Z a-z 0-9 _ - (ntfy's own rule). */
bool publish_topic_fine(const char *topic);

/* The request's body; free(3) it.  NULL when the text is not UTF-8. */
char *publish_body(const char *topic, const char *title, const char *text,
                   bool urgent);

/* What an answer with this status and body means. */
void publish_judge(struct publish_answer *answer, long status,
                   const char *body, size_t length);

#endif
