/* wire - see wire.h */
#include "channel/wire.h"

#include <stddef.h>
#include <string.h>
#include <syslog.h>

#include "base/number.h"
#include "base/text.h"
#include "channel/channel.h"

enum { MOST_WINDOW = 65536 };

static bool
parse_digits(const char **text, uint64_t *number)
{
    const char *at = *text;
    uint64_t value = 0;

    if (*at < '0' || *at > '9' || (*at == '0' && at[1] >= '0' &&
                                   at[1] <= '9'))
        return false;
    for (; *at >= '0' && *at <= '9'; at++) {
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, (uint64_t)(*at - '0'), &value))
            return false;
    }
    *text = at;
    *number = value;
    return true;
}

bool
wire_id_parse(const char *text, uint64_t *wave, uint64_t *person)
{
    if (!parse_digits(&text, wave) || *text++ != '.')
        return false;
    return parse_digits(&text, person) && *text == '\0';
}

static bool
parse_outcome(const char *text, enum allo_outcome *outcome)
{
    static const struct {
        const char *word;
        enum allo_outcome outcome;
    } words[] = {
        { "accepted", ALLO_ACCEPTED }, { "delivered", ALLO_DELIVERED },
        { "retry", ALLO_RETRY }, { "rejected", ALLO_REJECTED },
        { "unknown", ALLO_UNKNOWN }, { "undelivered", ALLO_UNDELIVERED }
    };

    for (size_t i = 0; text != NULL &&
                       i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcmp(text, words[i].word) == 0) {
            *outcome = words[i].outcome;
            return true;
        }
    }
    return false;
}

static uint32_t
small_number(const struct frame *frame, const char *key, uint32_t most)
{
    int64_t number = frame_number(frame, key, 0);

    return number < 0 ? 0 : number > most ? most : (uint32_t)number;
}

static int
wrong(const char **why, const char *text)
{
    *why = text;
    return -1;
}

static int
hear_result(const struct frame *frame, struct heard *heard, const char **why)
{
    const char *id = frame_get(frame, "id");

    if (id == NULL)
        return wrong(why, "a result without an id");
    heard->named = wire_id_parse(id, &heard->wave, &heard->person);
    if (!parse_outcome(frame_get(frame, "outcome"), &heard->outcome) ||
        heard->outcome == ALLO_UNDELIVERED)
        return wrong(why, "a result without an outcome");
    if (heard->outcome == ALLO_RETRY)
        heard->retry_after = small_number(frame, "retry_after", UINT32_MAX);
    return 0;
}

static int
hear_receipt(const struct frame *frame, struct heard *heard,
             const char **why)
{
    if (heard->remote == NULL || *heard->remote == '\0')
        return wrong(why, "a receipt for nothing");
    if (!parse_outcome(frame_get(frame, "outcome"), &heard->outcome) ||
        (heard->outcome != ALLO_DELIVERED &&
         heard->outcome != ALLO_UNDELIVERED &&
         heard->outcome != ALLO_ACCEPTED))
        return wrong(why, "a receipt without an outcome");
    if (frame_get(frame, "token") != NULL &&
        !number_parse_unsigned(frame_get(frame, "token"), &heard->token))
        return wrong(why, "a receipt with a token that is no number");
    return 0;
}

static int
hear_inbound(const struct frame *frame, struct heard *heard,
             const char **why)
{
    if (!number_parse_unsigned(frame_get(frame, "token"), &heard->token) ||
        heard->from == NULL || heard->to == NULL || heard->text == NULL)
        return wrong(why, "an inbound message that is not whole");
    return 0;
}

static int
hear_ready(const struct frame *frame, struct heard *heard, const char **why)
{
    (void)why;
    heard->window = small_number(frame, "window", MOST_WINDOW);
    if (heard->window == 0)
        heard->window = 1;
    return 0;
}

static int
hear_hello(const struct frame *frame, struct heard *heard, const char **why)
{
    heard->abi = (int)small_number(frame, "abi", 1000);
    heard->traits = small_number(frame, "traits", UINT32_MAX);
    if (heard->name == NULL)
        return wrong(why, "a hello without a name");
    return 0;
}

static int
hear_failed(const struct frame *frame, struct heard *heard, const char **why)
{
    (void)why;
    heard->final = frame_number(frame, "final", 0) != 0;
    if (heard->reason == NULL)
        heard->reason = "it did not say why";
    return 0;
}

static int
hear_state(const struct frame *frame, struct heard *heard, const char **why)
{
    int64_t up = frame_number(frame, "up", -1);

    if (up != 0 && up != 1)
        return wrong(why, "a state that is not up=0 or up=1");
    heard->up = up == 1;
    return 0;
}

static int
hear_log(const struct frame *frame, struct heard *heard, const char **why)
{
    (void)why;
    heard->priority = (int)small_number(frame, "priority", LOG_DEBUG);
    if (heard->text == NULL)
        heard->text = "";
    return 0;
}

static int
hear_pong(const struct frame *frame, struct heard *heard, const char **why)
{
    (void)frame;
    (void)heard;
    (void)why;
    return 0;
}

static const struct {
    const char *verb;
    enum heard_kind kind;
    int (*hear)(const struct frame *, struct heard *, const char **);
} verbs[] = {
    { "result", HEARD_RESULT, hear_result },
    { "receipt", HEARD_RECEIPT, hear_receipt },
    { "inbound", HEARD_INBOUND, hear_inbound },
    { "hello", HEARD_HELLO, hear_hello },
    { "ready", HEARD_READY, hear_ready },
    { "failed", HEARD_FAILED, hear_failed },
    { "state", HEARD_STATE, hear_state },
    { "log", HEARD_LOG, hear_log },
    { "pong", HEARD_PONG, hear_pong }
};

/* The texts that go on to the rest of the daemon, in one walk. */
static int
hear_texts(const struct frame *frame, struct heard *heard, const char **why)
{
    const struct {
        const char *key;
        const char **text;
    } texts[] = {
        { "remote", &heard->remote }, { "reason", &heard->reason },
        { "from", &heard->from }, { "to", &heard->to },
        { "text", &heard->text }, { "name", &heard->name },
        { "version", &heard->version }
    };

    for (size_t i = 0; i < frame->count; i++) {
        const char *value = frame->fields[i].value;

        for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++) {
            if (strcmp(frame->fields[i].key, texts[k].key) != 0)
                continue;
            if (!text_is_utf8(value, strlen(value), NULL))
                return wrong(why, "a text that is not UTF-8");
            *texts[k].text = value;
        }
    }
    return 0;
}

int
wire_hear(const struct frame *frame, struct heard *heard, const char **why)
{
    *heard = (struct heard){ .kind = HEARD_NOTHING };
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        if (strcmp(frame->verb, verbs[i].verb) != 0)
            continue;
        if (hear_texts(frame, heard, why) < 0)
            return -1;
        heard->kind = verbs[i].kind;
        return verbs[i].hear(frame, heard, why);
    }
    return 0;
}

void
wire_set(struct buffer *out, const char *key, const char *value)
{
    frame_begin(out, "set");
    frame_add(out, key, value);
    frame_end(out);
}

static char *
digits_before(char *end, uint64_t number)
{
    do {
        *--end = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    return end;
}

static void
add_unsigned(struct buffer *out, uint64_t number)
{
    char digits[24], *end = digits + sizeof(digits);
    char *start = digits_before(end, number);

    buffer_add(out, start, (size_t)(end - start));
}

void
wire_stored(struct buffer *out, uint64_t token)
{
    frame_begin(out, "stored");
    buffer_add(out, "\ttoken=", 7);
    add_unsigned(out, token);
    frame_end(out);
}

void
wire_word(struct buffer *out, const char *verb)
{
    frame_begin(out, verb);
    frame_end(out);
}

void
wire_send(struct buffer *out, const struct dispatch *dispatch,
          struct wire_until *until)
{
    buffer_add(out, "send\tid=", 8);
    add_unsigned(out, dispatch->wave);
    buffer_add_byte(out, '.');
    add_unsigned(out, dispatch->person);
    frame_add_number(out, "attempt", dispatch->attempt);
    frame_add(out, "to", dispatch->to);
    frame_add(out, "text", dispatch->text);
    if (dispatch->subject != NULL)
        frame_add(out, "subject", dispatch->subject);
    if (dispatch->topic != NULL)
        frame_add(out, "topic", dispatch->topic);
    if (dispatch->replaces != NULL)
        frame_add(out, "replaces", dispatch->replaces);
    if (dispatch->urgent)
        frame_add(out, "urgency", "high");
    if (dispatch->until != NEVER) {
        if (until->text[0] == '\0' || until->at != dispatch->until) {
            instant_format(dispatch->until, until->text);
            until->at = dispatch->until;
        }
        frame_add(out, "until", until->text);
    }
    frame_end(out);
}
