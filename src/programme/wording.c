/* wording - see wording.h */
#include "programme/wording.h"

#include <string.h>

#include "message/language.h"
#include "message/template.h"
#include "message/texts.h"
#include "programme/channel.h"
#include "programme/own_text.h"
#include "programme/part.h"

/* The built-in text of a language, read once for a load. */
static const struct template *
usual(struct loading *loading, enum purpose purpose,
      const struct language *language)
{
    const struct template **usual;
    size_t index = 0;

    while (index + 1 < LOADING_LANGUAGES && language_at(index) != language)
        index++;
    usual = &loading->usual[purpose][index];
    if (*usual == NULL)
        template_parse(loading->load->pool, texts_body(purpose, language),
                       usual, NULL);
    return *usual;
}

/* Few events have one. */
static const struct template *
usual_deadline(struct loading *loading, const struct language *language)
{
    const struct template *template = NULL;

    template_parse(loading->load->pool, texts_deadline(language, false),
                   &template, NULL);
    return template;
}

static bool
is_for(const char *role, const char *reader)
{
    return role == NULL || strcmp(role, reader) == 0;
}

static const struct template *
body_of(struct loading *loading, const struct event *event,
        const struct wording *wording)
{
    const struct own_text_reader reader = {
        .purpose = wording->purpose, .language = wording->language,
        .role = wording->role
    };
    const struct template *own = own_text_find(loading->programme, event,
                                               &reader);

    if (own != NULL)
        return own;
    if (event->deadline && wording->purpose == PURPOSE_REMINDER)
        return usual_deadline(loading, wording->language);
    return usual(loading, wording->purpose, wording->language);
}

static const char *
note_of(const struct event *event, const struct wording *wording)
{
    for (size_t i = 0; i < event->note_count; i++) {
        if (event->notes[i].language == wording->language &&
            is_for(event->notes[i].role, wording->role))
            return event->notes[i].text;
    }
    return NULL;
}

void
wording_render(struct loading *loading, const struct event *event,
               const struct wording *wording, struct buffer *out)
{
    const struct programme *programme = loading->programme;
    struct buffer when = { 0 }, date = { 0 }, time = { 0 }, plain = { 0 };
    struct template_values values = { { NULL } };

    language_when(wording->language, &wording->start, NULL, &when);
    if (event->days > 1) {
        struct civil last = wording->start;

        civil_add_days(&last, event->days - 1);
        buffer_add_byte(&when, '-');
        language_when(wording->language, &last, NULL, &when);
    }
    language_date(wording->language, &wording->start, NULL, &date);
    language_time(wording->language, &wording->start, &time);
    values.text[TEMPLATE_EVENT_TITLE] = event->title;
    values.text[TEMPLATE_EVENT_WHEN] = buffer_text(&when);
    values.text[TEMPLATE_EVENT_DATE] = buffer_text(&date);
    values.text[TEMPLATE_EVENT_TIME] = buffer_text(&time);
    values.text[TEMPLATE_EVENT_END] =
        event->duration != 0 ? buffer_text(&time) : NULL;
    values.text[TEMPLATE_EVENT_NUMBER] = "10";
    values.text[TEMPLATE_EVENT_COUNT] = "10";
    values.text[TEMPLATE_EVENT_PLACE] = event->place;
    values.text[TEMPLATE_PERSON_NAME] = wording->name;
    values.text[TEMPLATE_ORGANISATION_NAME] = programme->organisation.name;
    values.text[TEMPLATE_ORGANISATION_CONTACT] =
        programme->organisation.contact;
    values.text[TEMPLATE_NOTE] = note_of(event, wording);
    if (event->reply)
        values.text[TEMPLATE_REPLY] = texts_reply(wording->language);
    /* the old is as long as the new */
    values.text[TEMPLATE_CHANGE_WHEN] = buffer_text(&when);
    values.text[TEMPLATE_CHANGE_OLD_WHEN] = buffer_text(&when);
    values.text[TEMPLATE_CHANGE_PLACE] = event->place;
    values.text[TEMPLATE_CHANGE_OLD_PLACE] = event->place;
    template_render(body_of(loading, event, wording), &values, &plain);
    if (programme->settings.transliterate)
        gsm7_transliterate(out, buffer_text(&plain));
    else
        buffer_add_text(out, buffer_text(&plain));
    buffer_free(&plain);
    buffer_free(&when);
    buffer_free(&date);
    buffer_free(&time);
}

const struct channel_definition *
wording_channel(const struct programme *programme, const struct group *group)
{
    size_t count = group->reach_count != 0 ? group->reach_count
                                           : programme->channel_count;

    for (size_t i = 0; i < count; i++) {
        const struct channel_definition *channel = group->reach_count != 0
            ? programme_channel(programme, group->reach[i])
            : &programme->channels[i];

        if (channel == NULL)
            continue;
        if (channel->sms)
            return channel;
    }
    return NULL;
}

static bool
role_was_seen(const struct programme *programme, const struct event *event,
              size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (strcmp(event->groups[i]->role, event->groups[index]->role) == 0 &&
            wording_channel(programme, event->groups[i]) != NULL)
            return true;
    }
    return false;
}

static bool
has_reminder_in(const struct event_text *texts, size_t count,
                const struct language *language)
{
    for (size_t i = 0; i < count; i++) {
        if (texts[i].purpose == PURPOSE_REMINDER && !texts[i].subject &&
            texts[i].language == language)
            return true;
    }
    return false;
}

static bool
has_words_in(const struct programme *programme, const struct event *event,
             const struct language *language)
{
    if (language == programme->organisation.language ||
        has_reminder_in(event->texts, event->text_count, language) ||
        has_reminder_in(programme->texts,
                        programme->text_first[PURPOSE_REMINDER + 1],
                        language))
        return true;
    for (size_t i = 0; i < event->note_count; i++) {
        if (event->notes[i].language == language)
            return true;
    }
    return false;
}

void
wording_each(struct loading *loading, const struct event *event,
             void (*found)(void *self, const struct group *group,
                           const struct wording *wording),
             void *self)
{
    const struct programme *programme = loading->programme;
    const struct language *language;

    for (size_t i = 0; i < event->group_count; i++) {
        const struct group *group = event->groups[i];

        if (wording_channel(programme, group) == NULL ||
            role_was_seen(programme, event, i))
            continue;
        for (size_t j = 0; (language = language_at(j)) != NULL; j++) {
            struct wording wording = {
                .purpose = PURPOSE_REMINDER,
                .language = language, .role = group->role, .name = "",
                .start = event->start
            };

            if (has_words_in(programme, event, language))
                found(self, group, &wording);
        }
    }
}

struct check {
    struct part *part;
    const struct event *event;
};

static void
check_parts(void *self, const struct group *group,
            const struct wording *wording)
{
    const struct check *check = self;
    struct loading *loading = check->part->loading;
    int most = loading->programme->settings.max_parts;
    struct buffer text = { 0 };
    struct sms_size size;

    (void)group;
    wording_render(loading, check->event, wording, &text);
    gsm7_measure(buffer_text(&text), &size);
    buffer_free(&text);
    if (size.parts > most)
        diagnose_error(check->part->diagnoses, check->event->at.file,
                       check->event->at.line, "%s: the reminder in %s has %d "
                       "SMS parts and would never be sent; make it shorter, "
                       "or raise max_parts = %d in allo.conf",
                       check->event->id, language_tag(wording->language),
                       size.parts, most);
}

void
wording_check(struct part *part, const struct event *event)
{
    struct check check = { .part = part, .event = event };

    wording_each(part->loading, event, check_parts, &check);
}
