/* warn_text - see warn_text.h */
#include "programme/warn_text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "message/language.h"
#include "message/price.h"
#include "message/texts.h"
#include "programme/channel.h"
#include "programme/part.h"
#include "programme/wording.h"

struct look {
    struct part *part;
    const struct event *event;
    const struct civil *start;
    struct place_in_file at;
    const char *what;           /* "the reminder", "the text 'moved'" */
};

#define WARN(look, ...)                                                      \
    diagnose_warning((look)->part->diagnoses, (look)->at.file,               \
                     (look)->at.line, __VA_ARGS__)

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
        int more = size->units - SMS_GSM7_WHOLE;

        WARN(look, "%s: %s in %s is %d SMS parts%s; %d character%s less "
             "make%s it one", look->event->id, look->what, tag, size->parts,
             price, more, more == 1 ? "" : "s", more == 1 ? "s" : "");
        return;
    }
    look_up(size->culprit, &letter);
    if (strcmp(letter.is, letter.instead) == 0)
        WARN(look, "%s: %s in %s is %d SMS parts%s, for with '%s' in it a "
             "part holds 70 characters", look->event->id, look->what, tag,
             size->parts, price, letter.is);
    else
        WARN(look, "%s: %s in %s is %d SMS parts%s, for with '%s' in it a "
             "part holds 70 characters; write '%s', or transliterate = true "
             "in allo.conf", look->event->id, look->what, tag, size->parts,
             price, letter.is, letter.instead);
}

/* Longer than is sent at all: of a reminder wording_check() tells it. */
static void
warn_most(const struct look *look, const struct wording *wording, int parts)
{
    int most = look->part->loading->programme->settings.max_parts;

    WARN(look, "%s: %s in %s has %d SMS parts and would never be sent; make "
         "it shorter, or raise max_parts = %d in allo.conf", look->event->id,
         look->what, language_tag(wording->language), parts, most);
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
    for (int i = 0; texts_answers[i] != NULL; i++) {
        size_t length = strlen(texts_answers[i]);
        const char *at = text;

        while ((at = strstr(at, texts_answers[i])) != NULL) {
            if ((at == text || !is_letter(at[-1])) && !is_letter(at[length]))
                return texts_answers[i];
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

/* A question that nobody can answer, or that nobody needs to. */
static void
warn_question(const struct look *look,
              const struct channel_definition *channel,
              const struct wording *wording, const char *text)
{
    const char *sender = channel_setting(channel, "sender");
    const char *answer = asks_answer(text);
    const char *tag = language_tag(wording->language);

    if (answer == NULL)
        return;
    if (!look->event->reply)
        WARN(look, "%s: %s in %s asks to answer %s, and the event says reply "
             "= false; leave one of the two out, or write {reply} for the "
             "question", look->event->id, look->what, tag, answer);
    else if (sender != NULL && has_letters(sender))
        WARN(look, "%s: %s in %s asks to answer %s, but the sender of '%s' "
             "is a name and no number: nobody can answer it; a number as "
             "sender, or reply = false in the event", look->event->id,
             look->what, tag, answer, channel->name);
}

/* A phone takes the direction of a line from its first letter, so that one
 * that begins with a title in Latin letters is shown in the wrong order. */
static void
warn_direction(const struct look *look, const struct wording *wording,
               const char *text)
{
    while (*text != '\0' && !is_letter(*text))
        text++;
    if (language_from_right(wording->language) && isalpha((unsigned char)*text))
        WARN(look, "%s: %s in %s begins with Latin letters, so that a phone "
             "shows all of it from left to right; begin with a word in that "
             "language", look->event->id, look->what,
             language_tag(wording->language));
}

static void
look_closely(const struct look *look,
             const struct channel_definition *channel,
             const struct wording *wording)
{
    struct loading *loading = look->part->loading;
    int most = loading->programme->settings.max_parts;
    struct wording real = *wording;
    struct buffer text = { 0 };
    struct sms_size size;

    real.name = somebody;
    real.start = *look->start;
    wording_render(loading, look->event, &real, &text);
    gsm7_measure(buffer_text(&text), &size);
    if (size.parts > most && real.purpose != PURPOSE_REMINDER)
        warn_most(look, &real, size.parts);
    else if (size.parts > 1)
        warn_size(look, channel, &real, &size);
    warn_question(look, channel, &real, buffer_text(&text));
    warn_direction(look, &real, buffer_text(&text));
    buffer_free(&text);
}

static void
look_at(void *self, const struct group *group, const struct wording *wording)
{
    const struct look *look = self;

    look_closely(look,
                 wording_channel(look->part->loading->programme, group),
                 wording);
}

/* The texts themselves, as whoever they are for would get them. */
static void
look_at_texts(struct look *look, const struct channel_definition *channel,
              const struct event_text *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct event_text *text = &texts[i];
        struct wording wording = {
            .purpose = text->purpose, .language = text->language,
            .role = text->role != NULL ? text->role : ""
        };

        if (text->subject)
            continue;
        look->at = text->at;
        look->what = pool_format(look->part->loading->load->pool,
                                 "the text '%s'",
                                 purpose_name(text->purpose));
        look_closely(look, channel, &wording);
    }
}

/* The first channel for SMS by which somebody who is invited is reached. */
static const struct channel_definition *
sms_channel(const struct programme *programme, const struct event *event)
{
    const struct channel_definition *channel = NULL;

    for (size_t i = 0; channel == NULL && i < event->group_count; i++)
        channel = wording_channel(programme, event->groups[i]);
    return channel;
}

void
warn_text(struct part *part, const struct event *event,
          const struct civil *start)
{
    const struct programme *programme = part->loading->programme;
    const struct channel_definition *channel = sms_channel(programme, event);
    struct look look = {
        .part = part, .event = event, .start = start, .at = event->at,
        .what = "the reminder"
    };

    wording_each(part->loading, event, look_at, &look);
    for (size_t i = 0; channel != NULL && i < event->text_count; i++) {
        if (event->texts[i].purpose != PURPOSE_REMINDER)
            look_at_texts(&look, channel, &event->texts[i], 1);
    }
}

/* Of no event: with a title and a place for which the built-in texts have
 * room too, and a long date. */
void
warn_texts(struct part *part)
{
    const struct programme *programme = part->loading->programme;
    const struct civil start = { 2027, 9, 22, 19, 30, 0 };
    const struct event usual = {
        .id = "with a title of 25 and a place of 30 characters",
        .title = "Mediakamp voor beginners!",
        .place = "Jeugdhuis De Kouter, 9300 Aals",
        .reply = true, .groups = NULL
    };
    struct look look = { .part = part, .event = &usual, .start = &start };

    for (size_t i = 0; i < programme->channel_count; i++) {
        if (!programme->channels[i].sms)
            continue;
        look_at_texts(&look, &programme->channels[i], part->texts,
                      part->text_count);
        return;
    }
}
