/* hear - see hear.h */
#include "probe/hear.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

enum {
    MOST_BREACHES = 20, MOST_WINDOW = 65536, SHORTEST_ADDRESS = 6,
    LOGS_AT_LEAST = 1000, LOGS_A_MESSAGE = 10
};

void
hear_breach(struct player *player, const char *format, ...)
{
    struct breach *breach;
    char text[512];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    for (size_t i = 0; i < player->breach_count; i++) {
        if (strcmp(player->breaches[i].text, text) == 0) {
            player->breaches[i].times++;
            return;
        }
    }
    if (player->breach_count == MOST_BREACHES)
        return;
    breach = GROW(player, breaches, breach_count, breach_room);
    breach->text = memory_copy(text);
    breach->times = 1;
}

static void
hear_hello(struct player *player, const struct heard *heard)
{
    if (player->hello)
        hear_breach(player, "hello was said twice");
    player->hello = true;
    player->abi = heard->abi;
    player->traits = heard->traits;
    text_copy(player->name, sizeof(player->name), heard->name);
    text_copy(player->version, sizeof(player->version),
              heard->version != NULL ? heard->version : "");
}

static void
hear_ready(struct player *player, const struct heard *heard,
           const struct frame *frame)
{
    int64_t window = frame_number(frame, "window", -1);

    if (player->ready)
        hear_breach(player, "ready was said twice");
    else if (player->failed)
        hear_breach(player, "ready was said after failed");
    else if (window < 1 || window > MOST_WINDOW)
        hear_breach(player, "ready without a window from 1 to %d",
                    MOST_WINDOW);
    if (player->ready)
        return;
    player->ready = true;
    player->window = heard->window;
}

static void
hear_result(struct player *player, const struct heard *heard,
            const struct frame *frame)
{
    struct asked *asked;

    if (!heard->named || heard->wave != player->wave ||
        heard->person == 0 || heard->person > player->asked_count) {
        hear_breach(player, "a result for an id that was never sent: %.40s",
                    frame_get(frame, "id"));
        return;
    }
    asked = &player->asked[heard->person - 1];
    if (asked->answered) {
        hear_breach(player, "a second result for an id");
        return;
    }
    asked->answered = true;
    asked->outcome = heard->outcome;
    player->answered++;
    while (player->oldest < player->asked_count &&
           player->asked[player->oldest].answered)
        player->oldest++;
}

/* Neither an address nor a message belongs in what goes to the log. */
static void
check_privacy(struct player *player, const struct frame *frame)
{
    static const char *const keys[] = { "reason", "text" };
    const char *clear = player->to;

    if (strncmp(clear, "c:", 2) == 0)
        clear += 2;
    if (*clear == '+')
        clear++;
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        const char *said = frame_get(frame, keys[i]);

        if (said == NULL)
            continue;
        if (strlen(clear) >= SHORTEST_ADDRESS && strstr(said, clear) != NULL)
            hear_breach(player, "an address in the %s of '%s'", keys[i],
                        frame->verb);
        if (strstr(said, HEAR_SECRET) != NULL)
            hear_breach(player, "a message's text in the %s of '%s'", keys[i],
                        frame->verb);
    }
}

static void
hear_log(struct player *player, const struct heard *heard,
         const struct frame *frame)
{
    if (++player->logs > LOGS_AT_LEAST + LOGS_A_MESSAGE * player->asked_count)
        hear_breach(player, "a flood of log lines");
    if (frame_get(frame, "breach") != NULL)
        hear_breach(player, "%.200s", heard->text);
}

static void
hear_pong(struct player *player)
{
    if (++player->pongs > player->pings)
        hear_breach(player, "a pong that was not asked");
}

/* What may come at any time, once it has said hello. */
static void
hear_news(struct player *player, const struct heard *heard,
          const struct frame *frame)
{
    switch (heard->kind) {
    case HEARD_INBOUND:
        wire_stored(&player->out, heard->token);
        return;
    case HEARD_RECEIPT:
        if (heard->token != 0)
            wire_stored(&player->out, heard->token);
        return;
    case HEARD_STATE:
        player->down = !heard->up;
        break;
    case HEARD_LOG:
        hear_log(player, heard, frame);
        break;
    case HEARD_PONG:
        hear_pong(player);
        break;
    default:
        break;
    }
    check_privacy(player, frame);
}

void
hear_frame(struct player *player, const struct frame *frame)
{
    struct heard heard;
    const char *why;

    if (wire_hear(frame, &heard, &why) < 0) {
        hear_breach(player, "%s", why);
        return;
    }
    if (heard.reason != NULL && !player->failed)
        text_copy(player->reason, sizeof(player->reason), heard.reason);
    switch (heard.kind) {
    case HEARD_HELLO:
        hear_hello(player, &heard);
        break;
    case HEARD_READY:
        hear_ready(player, &heard, frame);
        break;
    case HEARD_FAILED:
        player->failed = true;
        player->failed_final = heard.final;
        break;
    case HEARD_RESULT:
        hear_result(player, &heard, frame);
        check_privacy(player, frame);
        break;
    default:
        hear_news(player, &heard, frame);
        break;
    }
}
