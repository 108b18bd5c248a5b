/* own_text - see own_text.h */
#include "programme/own_text.h"

#include <string.h>

#include "config/settings.h"
#include "message/language.h"
#include "programme/event_text.h"
#include "programme/part.h"

#define AT(member) offsetof(struct raw_texts, member)
static const struct setting own_text_settings[] = {
    { .key = "texts", .type = SETTING_GROUP, .offset = AT(texts),
      .example = "{ moved = { nl = \"Let op: {event.title} is nu "
                 "{event.when}.\"; }; }",
      .help = "words of every event's messages: for each kind of message the "
              "same forms as text" },
    { .key = "subjects", .type = SETTING_GROUP, .offset = AT(subjects),
      .example = "{ reminder = { nl = \"Morgen: {event.title}\"; }; }",
      .help = "subjects of those messages by mail" },
    { .key = NULL }
};
#undef AT

const struct section own_text_section = {
    .path = "texts.d", .name = "a file of texts.d",
    .settings = own_text_settings
};

/* One for the role goes before one for all. */
static const struct template *
find_in(const struct event_text *texts, size_t count,
        const struct own_text_reader *reader)
{
    const struct template *found = NULL;

    for (size_t i = 0; i < count; i++) {
        const struct event_text *text = &texts[i];

        if (text->purpose != reader->purpose ||
            text->language != reader->language ||
            text->subject != reader->subject)
            continue;
        if (text->role == NULL && found == NULL)
            found = text->template;
        else if (text->role != NULL && strcmp(text->role, reader->role) == 0)
            return text->template;
    }
    return found;
}

const struct template *
own_text_find(const struct programme *programme, const struct event *event,
              const struct own_text_reader *reader)
{
    size_t first = programme->text_first[reader->purpose];
    size_t end = programme->text_first[reader->purpose + 1];
    const struct template *found = NULL;

    /* the organisation's reminder is one to a meeting */
    if (event != NULL && event->deadline &&
        reader->purpose == PURPOSE_REMINDER)
        first = end;
    if (event != NULL)
        found = find_in(event->texts, event->text_count, reader);
    if (found == NULL && end > first)
        found = find_in(programme->texts + first, end - first, reader);
    return found;
}

static bool
any_uses(const struct event_text *texts, size_t count,
         enum template_field field)
{
    for (size_t i = 0; i < count; i++) {
        if (template_uses(texts[i].template, field))
            return true;
    }
    return false;
}

bool
own_text_uses(const struct programme *programme, const struct event *event,
              enum template_field field)
{
    return any_uses(event->texts, event->text_count, field) ||
           any_uses(programme->texts, programme->text_first[PURPOSE_COUNT],
                    field);
}

void
own_text_read(struct part *part, const struct node *root)
{
    struct raw_texts raw = { .text = NULL };

    settings_read(&own_text_section, root, part->diagnoses, &raw);
    event_text_read_file(part, &raw);
}

static void
check_two(struct part *part, const struct part *other)
{
    for (size_t i = 0; i < part->text_count; i++) {
        const struct event_text *text = &part->texts[i], *twin =
            event_text_same(other->texts, other->text_count, text);

        if (twin == NULL)
            continue;
        diagnose_error(part->diagnoses, text->at.file, text->at.line,
                       "the %s of '%s' in %s%s%s stands in %s:%d too; leave "
                       "one of them out", text->subject ? "subject" : "text",
                       purpose_name(text->purpose),
                       language_tag(text->language),
                       text->role != NULL ? " for the role " : "",
                       text->role != NULL ? text->role : "", twin->at.file,
                       twin->at.line);
        part->wrong = true;
    }
}

void
own_text_check(struct part *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (!parts[i].wrong && !parts[j].wrong)
                check_two(&parts[i], &parts[j]);
        }
    }
}

void
own_text_collect(struct programme *programme, const struct part *parts,
                 size_t count)
{
    struct event_text *texts;
    size_t total = 0, at = 0;

    for (size_t i = 0; i < count; i++)
        total += parts[i].text_count;
    texts = pool_take(programme->pool, (total + 1) * sizeof(*texts));
    for (int purpose = 0; purpose < PURPOSE_COUNT; purpose++) {
        for (size_t i = 0; i < count; i++) {
            for (size_t j = 0; j < parts[i].text_count; j++) {
                if (parts[i].texts[j].purpose == (enum purpose)purpose)
                    texts[at++] = parts[i].texts[j];
            }
        }
        programme->text_first[purpose + 1] = at;
    }
    programme->texts = texts;
}
