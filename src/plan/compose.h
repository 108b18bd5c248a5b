/*
 * compose - the words of one message: the right template, filled in, in the
 * form its channel takes.  Pure.
 */
#ifndef PLAN_COMPOSE_H
#define PLAN_COMPOSE_H

#include "base/buffer.h"
#include "base/error.h"
#include "delivery/facts.h"
#include "message/purpose.h"
#include "message/template.h"
#include "programme/programme.h"

/* Every default text of every language, read once for a programme. */
struct compose;

/* Never NULL: the built-in texts are right by test. */
struct compose *compose_new(const struct programme *programme);
void compose_free(struct compose **compose);

/* What is to be told, and to whom. */
struct telling {
    enum purpose purpose;
    const struct event *event;  /* NULL: it is gone, or an answer */
    const char *title;
    struct facts truth;
    int day;                    /* of several, that this is about; 0: all */
    const struct facts *told;   /* what they knew; NULL: nothing */
    instant next;               /* when the next one is; 0: not said */
    const char *reason;         /* of a cancellation; "" none */
    const struct language *language;
    const char *role;           /* of the reader; "" none */
    const char *name;           /* of the reader */
    bool sms;                   /* transliterated, and counted in parts */
    instant now;
};

struct composed {
    struct buffer text, subject;
    int parts;                  /* 1 when not an SMS */
    bool personal;              /* holds something of this one reader */
};

/* Whether the text or the subject of this telling has the field: what costs
 * time to find out need not be looked for otherwise. */
bool compose_says(const struct compose *compose,
                  const struct telling *telling, enum template_field field);

/* Fill `out`, whose buffers are used again. */
void compose_message(const struct compose *compose,
                     const struct telling *telling, struct composed *out);

/* Back to no texts. */
void composed_free(struct composed *composed);

#endif
