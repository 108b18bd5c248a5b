/* relay - see relay.h */
#include "channel/relay.h"

#include <string.h>

#include "base/log.h"
#include "channel/scrub.h"

enum { LONGEST = 512 };

static void
tell_dropped(struct relay *relay, const char *channel)
{
    if (relay->dropped > 0)
        log_event(LOG_WARNING, "channel.hushed", LOG_T("channel", channel),
                  LOG_N("lines", relay->dropped));
    relay->dropped = 0;
}

void
relay_line(struct relay *relay, const char *channel, int priority,
           const char *text, instant now)
{
    char clean[LONGEST];

    if (now - relay->since >= RELAY_SPAN) {
        tell_dropped(relay, channel);
        relay->since = now;
        relay->lines = 0;
    }
    if (relay->lines >= RELAY_LINES) {
        relay->dropped++;
        return;
    }
    relay->lines++;
    scrub(clean, sizeof(clean), text);
    log_event(priority, "channel.says", LOG_T("channel", channel),
              LOG_T("text", clean));
}

/* The first `length` bytes inside are a line. */
static void
take_line(struct relay *relay, const char *channel, size_t length,
          instant now)
{
    char line[LONGEST];
    size_t keep = length < sizeof(line) ? length : sizeof(line) - 1;

    if (keep > 0)
        memcpy(line, buffer_bytes(&relay->in), keep);
    line[keep] = '\0';
    if (line[0] != '\0')
        relay_line(relay, channel, LOG_NOTICE, line, now);
}

void
relay_stderr(struct relay *relay, const char *channel, instant now)
{
    size_t length;

    while ((length = buffer_length(&relay->in)) > 0) {
        const char *start = buffer_bytes(&relay->in);
        const char *end = memchr(start, '\n', length);

        if (end == NULL && length < LONGEST)
            return;
        if (end != NULL)
            length = (size_t)(end - start) + 1;
        take_line(relay, channel, length - (end != NULL), now);
        buffer_eat(&relay->in, length);
    }
}

void
relay_end(struct relay *relay, const char *channel, instant now)
{
    relay_stderr(relay, channel, now);
    take_line(relay, channel, buffer_length(&relay->in), now);
    tell_dropped(relay, channel);
    buffer_free(&relay->in);
}
