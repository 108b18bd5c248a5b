/* warn_text - see warn_text.h */
#include "programme/warn_text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "message/language.h"
#include "message/price.h"
#include "programme/channel.h"
#include "programme/part.h"
#include "programme/wording.h"

struct look {
    struct part *part;
    const struct event *event;
    const struct civil *start;
};

#define WARN(look, ...)                                                      \
    diagnose_warning((look)->part->diagnoses, (look)->event->at.file,        \
                     (look)->event->at.line, __VA_ARGS__)

/* Of one who has a name of ordinary length. */
static const char somebody[] = "Alexander";

/* A character as it is written, and what could be written for it. */
struct letter {
    char is[8], instead[16];
};

static void
look_up(uint32_t code, struct letter *letter)
{
    struct buffer nearest = { 0 };

    letter->is[text_put(letter->is, code)] = '\0';
    gsm7_transliterate(&nearest, letter->is);
    text_copy(letter->instead, sizeof(letter->instead),
              buffer_text(&nearest));
    buffer_free(&nearest);
}

/* ", 0.15 euro each" when that is known. */
static const char *
say_price(const struct channel_definition *channel, int parts, char text[48])
{
    char price[PRICE_TEXT];

    text[0] = '\0';
    if (channel->price > 0)
        snprintf(text, 48, ", %s euro each",
                 price_format(price_times(channel->price, (uint64_t)parts),
                              price));
    return text;
}

static void
warn_size(const struct look *look, const struct channel_definition *channel,
          const struct wording *wording, const struct sms_size *size)
{
    const char *tag = language_tag(wording->language);
    struct letter letter = { "", "" };
    char price[48];

    say_price(channel, size->parts, price);
    if (size->alphabet == SMS_GSM7) {
        WARN(look, "%s: the reminder in %s is %d SMS parts%s; %d characters "
             "less make it one", look->event->id, tag, size->parts, price,
             size->units - SMS_GSM7_WHOLE);
        return;
    }
    look_up(size->culprit, &letter);
    if (strcmp(letter.is, letter.instead) == 0)
        WARN(look, "%s: the reminder in %s is %d SMS parts%s, for with '%s' "
             "in it a part holds 70 characters", look->event->id, tag,
             size->parts, price, letter.is);
    else
        WARN(look, "%s: the reminder in %s is %d SMS parts%s, for with '%s' "
             "in it a part holds 70 characters; write '%s', or "
             "transliterate = true in allo.conf", look->event->id, tag,
             size->parts, price, letter.is, letter.instead);
}

static bool
is_letter(char c)
{
    return isalnum((unsigned char)c) || ((unsigned char)c & 0x80) != 0;
}

/* Whether it asks for one of the answers that we hear. */
static const char *
asks_answer(const char *text)
{
    static const char *const answers[] = {
        "JA", "NEE", "OUI", "NON", "YES", "NO", NULL
    };

    for (int i = 0; answers[i] != NULL; i++) {
        size_t length = strlen(answers[i]);
        const char *at = text;

        while ((at = strstr(at, answers[i])) != NULL) {
            if ((at == text || !is_letter(at[-1])) && !is_letter(at[length]))
                return answers[i];
            at++;
        }
    }
    return NULL;
}

static bool
has_letters(const char *sender)
{
    for (; *sender != '\0'; sender++) {
        if (isalpha((unsigned char)*sender))
            return true;
    }
    return false;
}

static void
warn_sender(const struct look *look,
            const struct channel_definition *channel,
            const struct wording *wording, const char *text)
{
    const char *sender = channel_setting(channel, "sender");
    const char *answer = asks_answer(text);

    if (sender != NULL && has_letters(sender) && answer != NULL)
        WARN(look, "%s: the reminder in %s asks to answer %s, but the sender "
             "of '%s' is a name and no number: nobody can answer it",
             look->event->id, language_tag(wording->language), answer,
             channel->name);
}

static void
look_at(void *self, const struct group *group, const struct wording *wording)
{
    const struct look *look = self;
    struct loading *loading = look->part->loading;
    const struct channel_definition *channel =
        wording_channel(loading->programme, group);
    struct wording real = *wording;
    struct buffer text = { 0 };
    struct sms_size size;

    real.name = somebody;
    real.start = *look->start;
    wording_render(loading, look->event, &real, &text);
    gsm7_measure(buffer_text(&text), &size);
    if (size.parts > 1)
        warn_size(look, channel, &real, &size);
    warn_sender(look, channel, &real, buffer_text(&text));
    buffer_free(&text);
}

void
warn_text(struct part *part, const struct event *event,
          const struct civil *start)
{
    struct look look = { .part = part, .event = event, .start = start };

    wording_each(part->loading, event, look_at, &look);
}
