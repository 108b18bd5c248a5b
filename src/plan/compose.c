/* compose - see compose.h */
#include "plan/compose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/zone.h"
#include "message/gsm7.h"
#include "message/language.h"
#include "message/texts.h"
#include "plan/occurrence.h"
#include "programme/own_text.h"

enum { LANGUAGES = 16 };

struct compose {
    const struct programme *programme;
    struct pool *pool;
    const struct template *body[PURPOSE_COUNT][LANGUAGES];
    const struct template *subject[PURPOSE_COUNT][LANGUAGES];
    const struct template *deadline[2][LANGUAGES];      /* body, subject */
};

static size_t
language_index(const struct language *language)
{
    for (size_t i = 0; i < LANGUAGES && language_at(i) != NULL; i++) {
        if (language_at(i) == language)
            return i;
    }
    return 0;
}

/* The built-in texts are checked by a unit test; a broken one is a bug. */
static const struct template *
built_in(struct pool *pool, const char *text)
{
    const struct template *template;

    if (template_parse(pool, text, &template, NULL) < 0)
        abort();
    return template;
}

struct compose *
compose_new(const struct programme *programme)
{
    struct compose *compose = NEW(struct compose);

    compose->programme = programme;
    compose->pool = pool_new();
    for (int purpose = 0; purpose < PURPOSE_COUNT; purpose++) {
        for (size_t i = 0; i < LANGUAGES && language_at(i) != NULL; i++) {
            compose->body[purpose][i] = built_in(
                compose->pool,
                texts_body((enum purpose)purpose, language_at(i)));
            compose->subject[purpose][i] = built_in(
                compose->pool,
                texts_subject((enum purpose)purpose, language_at(i)));
        }
    }
    for (size_t i = 0; i < LANGUAGES && language_at(i) != NULL; i++) {
        for (int subject = 0; subject < 2; subject++)
            compose->deadline[subject][i] = built_in(
                compose->pool, texts_deadline(language_at(i), subject));
    }
    return compose;
}

void
compose_free(struct compose **compose)
{
    if (*compose == NULL)
        return;
    pool_free(&(*compose)->pool);
    free(*compose);
    *compose = NULL;
}

/* What somebody wrote for this reader, or else the built-in text. */
static const struct template *
template_for(const struct compose *compose, const struct telling *telling,
             bool subject)
{
    const struct own_text_reader reader = {
        .purpose = telling->purpose, .subject = subject,
        .language = telling->language, .role = telling->role
    };
    const struct template *own = own_text_find(compose->programme,
                                               telling->event, &reader);
    size_t index = language_index(telling->language);

    if (own != NULL)
        return own;
    if (telling->event != NULL && telling->event->deadline &&
        telling->purpose == PURPOSE_REMINDER)
        return compose->deadline[subject][index];
    return subject ? compose->subject[telling->purpose][index]
                   : compose->body[telling->purpose][index];
}

static const char *
note_of(const struct telling *telling)
{
    const struct event *event = telling->event;

    if (event == NULL)
        return NULL;
    for (size_t i = 0; i < event->note_count; i++) {
        const struct event_note *note = &event->notes[i];

        if (note->language == telling->language &&
            (note->role == NULL ||
             strcmp(note->role, telling->role) == 0))
            return note->text;
    }
    return NULL;
}

/* Where the words of dates are kept while a template is filled. */
struct words {
    struct buffer when, date, time, end, old_when, next;
    char number[16], count[16];
};

static void
words_free(struct words *words)
{
    buffer_free(&words->when);
    buffer_free(&words->date);
    buffer_free(&words->time);
    buffer_free(&words->end);
    buffer_free(&words->old_when);
    buffer_free(&words->next);
}

static bool
lasts_days(const struct telling *telling)
{
    return telling->event != NULL && telling->event->days > 1;
}

/* "wo 13 jan 19u", and "-21u" after it when the end is what matters; of
 * several days "-vr 15 jan" when nobody said at what hour they end. */
static void
add_when(const struct telling *telling, const struct zone *zone,
         const struct facts *facts, bool with_end, struct buffer *out)
{
    struct civil now, start, end;

    zone_civil(zone, telling->now, &now);
    zone_civil(zone, facts->start, &start);
    language_when(telling->language, &start, &now, out);
    if (!with_end || facts->end == 0)
        return;
    zone_civil(zone, facts->end, &end);
    buffer_add_byte(out, '-');
    if (lasts_days(telling) && telling->event->duration == 0)
        language_date(telling->language, &end, &start, out);
    else
        language_end(telling->language, &start, &end, out);
}

/* Whether the hour of the end is all that is new about the time. */
static bool
is_only_end(const struct telling *telling)
{
    const struct facts *told = telling->told;

    return told != NULL && told->start == telling->truth.start &&
           told->end != 0 && telling->truth.end != 0 &&
           told->end != telling->truth.end &&
           (telling->purpose == PURPOSE_MOVED ||
            telling->purpose == PURPOSE_CHANGED);
}

/* A reminder of one day of several is about that day. */
static struct facts
facts_of_day(const struct telling *telling)
{
    const struct event *event = telling->event;
    struct facts facts = telling->truth;

    facts.start = occurrence_day(event, facts.start, telling->day);
    facts.end = event->duration != 0 ? facts.start + event->duration : 0;
    return facts;
}

static void
fill_dates(const struct telling *telling, const struct zone *zone,
           struct words *words, struct template_values *values)
{
    const struct facts *told = telling->told;
    bool only_end = is_only_end(telling) ||
                    (lasts_days(telling) && telling->day == 0);
    struct civil now, start, end;

    zone_civil(zone, telling->now, &now);
    zone_civil(zone, telling->truth.start, &start);
    /* who reads that it is off must know it by the time they were told */
    add_when(telling, zone,
             told != NULL && telling->purpose == PURPOSE_CANCELLED
                 ? told : &telling->truth, only_end, &words->when);
    language_date(telling->language, &start, &now, &words->date);
    language_time(telling->language, &start, &words->time);
    values->text[TEMPLATE_EVENT_WHEN] = buffer_text(&words->when);
    values->text[TEMPLATE_CHANGE_WHEN] = buffer_text(&words->when);
    values->text[TEMPLATE_EVENT_DATE] = buffer_text(&words->date);
    values->text[TEMPLATE_EVENT_TIME] = buffer_text(&words->time);
    if (telling->truth.end != 0) {
        zone_civil(zone, telling->truth.end, &end);
        language_end(telling->language, &start, &end, &words->end);
        values->text[TEMPLATE_EVENT_END] = buffer_text(&words->end);
    }
    if (telling->event != NULL) {
        values->text[TEMPLATE_EVENT_NUMBER] = words->number;
        values->text[TEMPLATE_EVENT_COUNT] = words->count;
    }
    if (telling->next != 0) {
        zone_civil(zone, telling->next, &start);
        language_when(telling->language, &start, &now, &words->next);
        values->text[TEMPLATE_EVENT_NEXT] = buffer_text(&words->next);
    }
    if (told != NULL) {
        add_when(telling, zone, told, only_end, &words->old_when);
        values->text[TEMPLATE_CHANGE_OLD_WHEN] =
            buffer_text(&words->old_when);
        values->text[TEMPLATE_CHANGE_OLD_PLACE] = told->place;
    }
}

/* "3" of "10": counted only where a text says it. */
static void
fill_position(const struct telling *telling, const struct template *body,
              struct words *words)
{
    int number, count;

    if (telling->event == NULL ||
        !(template_uses(body, TEMPLATE_EVENT_NUMBER) ||
          template_uses(body, TEMPLATE_EVENT_COUNT)))
        return;
    occurrence_position(telling->event, telling->truth.start, &number, &count);
    snprintf(words->number, sizeof(words->number), "%d", number);
    if (count > 0)
        snprintf(words->count, sizeof(words->count), "%d", count);
}

static void
fit_for_sms(const struct compose *compose, struct composed *out)
{
    struct sms_size size;

    if (compose->programme->settings.transliterate) {
        struct buffer plain = { 0 };

        gsm7_transliterate(&plain, buffer_text(&out->text));
        buffer_free(&out->text);
        out->text = plain;
    }
    gsm7_measure(buffer_text(&out->text), &size);
    out->parts = size.parts;
}

bool
compose_says(const struct compose *compose, const struct telling *telling,
             enum template_field field)
{
    return template_uses(template_for(compose, telling, false), field) ||
           template_uses(template_for(compose, telling, true), field);
}

void
compose_message(const struct compose *compose, const struct telling *telling,
                struct composed *out)
{
    const struct organisation *organisation =
        &compose->programme->organisation;
    const struct zone *zone = telling->event != NULL ? telling->event->zone
                                                     : organisation->zone;
    struct telling that_day = *telling;
    const struct template *body = template_for(compose, telling, false);
    const struct template *subject = template_for(compose, telling, true);
    struct template_values values = { { NULL } };
    struct words words = { 0 };
    fill_position(telling, body, &words);
    if (telling->event != NULL && telling->day > 0) {
        that_day.truth = facts_of_day(telling);
        telling = &that_day;
    }
    fill_dates(telling, zone, &words, &values);
    values.text[TEMPLATE_EVENT_TITLE] = telling->title;
    values.text[TEMPLATE_EVENT_PLACE] = telling->truth.place;
    values.text[TEMPLATE_CHANGE_PLACE] = telling->truth.place;
    values.text[TEMPLATE_CHANGE_REASON] = telling->reason;
    values.text[TEMPLATE_PERSON_NAME] = telling->name;
    values.text[TEMPLATE_ORGANISATION_NAME] = organisation->name;
    values.text[TEMPLATE_ORGANISATION_CONTACT] = organisation->contact;
    values.text[TEMPLATE_NOTE] = note_of(telling);
    /* who was asked for all days is not asked again for each */
    if ((telling->event == NULL || telling->event->reply) &&
        telling->day == 0)
        values.text[TEMPLATE_REPLY] = texts_reply(telling->language);
    buffer_clear(&out->text);
    buffer_clear(&out->subject);
    template_render(body, &values, &out->text);
    template_render(subject, &values, &out->subject);
    out->personal = template_uses(body, TEMPLATE_PERSON_NAME) ||
                    template_uses(subject, TEMPLATE_PERSON_NAME);
    out->parts = 1;
    if (telling->sms)
        fit_for_sms(compose, out);
    /* readers take the bytes as C strings */
    buffer_text(&out->text);
    buffer_text(&out->subject);
    words_free(&words);
}

void
composed_free(struct composed *composed)
{
    buffer_free(&composed->text);
    buffer_free(&composed->subject);
}
