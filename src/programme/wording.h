/*
 * wording - a message of an event as one reader would get it by SMS, for its
 * length and its words.
 */
#ifndef PROGRAMME_WORDING_H
#define PROGRAMME_WORDING_H

#include <stdbool.h>

#include "base/buffer.h"
#include "message/gsm7.h"
#include "programme/programme.h"

struct loading;
struct part;

struct wording {
    enum purpose purpose;
    const struct language *language;
    const char *role, *name;    /* of the reader */
    struct civil start;
};

/* Write the text to `out`, in the characters in which it goes out. */
void wording_render(struct loading *loading, const struct event *event,
                    const struct wording *wording, struct buffer *out);

/* The first channel of the group that sends SMS; NULL when none does. */
const struct channel_definition *
wording_channel(const struct programme *programme,
                const struct group *group);

/* Call `found` for each kind of reader who may get a reminder of this event
 * by SMS: once for each role, in the organisation's language and in those of
 * the event's own texts and of the organisation's. */
void wording_each(struct loading *loading, const struct event *event,
                  void (*found)(void *self, const struct group *group,
                                const struct wording *wording),
                  void *self);

/* Tell the texts of an event that would never be sent, for they have more
 * parts than max_parts. */
void wording_check(struct part *part, const struct event *event);

#endif
