/* warn_language - see warn_language.h */
#include "programme/warn_language.h"

#include <stdlib.h>
#include <string.h>

#include "message/language.h"
#include "programme/own_text.h"
#include "programme/part.h"

/* Who there is in one group that reads one language. */
struct reader {
    const char *id;             /* the first of them; NULL: nobody */
    bool more;
};

struct readers {
    struct reader *of;          /* group by group, one for each language */
    size_t languages;
};

static struct reader *
readers_of(const struct readers *readers, const struct group *group,
           size_t language)
{
    return &readers->of[group->index * readers->languages + language];
}

static void
add_reader(struct reader *reader, const char *id, bool more)
{
    if (reader->id == NULL)
        reader->id = id;
    reader->more |= more || strcmp(reader->id, id) != 0;
}

static void
add_person(const struct programme *programme, const struct person *person,
           const struct readers *readers)
{
    const struct language *language = language_find(person->language);
    size_t index = 0;

    while (language_at(index) != language)
        index++;
    for (size_t i = 0; i < person->group_count; i++) {
        const struct group *group = programme_group(programme,
                                                    person->groups[i]);

        if (group != NULL)
            add_reader(readers_of(readers, group, index), person->id, false);
    }
}

static bool
is_for(const char *role, const struct group *group)
{
    return role == NULL || strcmp(role, group->role) == 0;
}

/* A text of the event for this group that is not in this language. */
static const struct event_text *
lacking_text(const struct event *event, const struct group *group,
             const struct language *language)
{
    for (size_t i = 0; i < event->text_count; i++) {
        const struct event_text *text = &event->texts[i];
        bool has = text->subject || !is_for(text->role, group);

        for (size_t j = 0; !has && j < event->text_count; j++) {
            const struct event_text *other = &event->texts[j];

            has = other->purpose == text->purpose && !other->subject &&
                  other->language == language && is_for(other->role, group);
        }
        if (!has)
            return text;
    }
    return NULL;
}

static bool
lacks_note(const struct event *event, const struct group *group,
           const struct language *language)
{
    bool any = false;

    for (size_t i = 0; i < event->note_count; i++) {
        if (!is_for(event->notes[i].role, group))
            continue;
        if (event->notes[i].language == language)
            return false;
        any = true;
    }
    return any;
}

/* What somebody will get instead of the event's own words. */
static const char *
instead(const struct programme *programme, const struct event_text *text,
        const struct group *group, const struct language *language)
{
    struct own_text_reader reader = {
        .language = language, .role = group->role
    };

    if (text == NULL)
        return "no note";
    reader.purpose = text->purpose;
    return own_text_find(programme, NULL, &reader) != NULL
        ? "the text of texts.d, not yours" : "the built-in text, not yours";
}

static void
warn_event(struct loading *loading, const struct event *event,
           const struct readers *readers, size_t index)
{
    const struct language *language = language_at(index);
    const char *gets = NULL, *tag = language_tag(language);
    struct reader found = { .id = NULL };
    bool note = false;

    for (size_t i = 0; i < event->group_count; i++) {
        const struct group *group = event->groups[i];
        const struct reader *reader = readers_of(readers, group, index);
        const struct event_text *text =
            lacking_text(event, group, language);
        bool no_note = lacks_note(event, group, language);

        if (reader->id == NULL || (text == NULL && !no_note))
            continue;
        add_reader(&found, reader->id, reader->more);
        if (gets == NULL || text != NULL)
            gets = instead(loading->programme, text, group, language);
        note |= no_note && text != NULL;
    }
    if (found.id != NULL)
        diagnose_warning(&loading->diagnoses, event->at.file, event->at.line,
                         "%s: %s%s (language %s) will get %s%s; "
                         "write it in %s = \"...\" too", event->id, found.id,
                         found.more ? " and others" : "", tag, gets,
                         note ? ", and no note" : "", tag);
}

void
warn_language(struct loading *loading)
{
    const struct programme *programme = loading->programme;
    const struct load *load = loading->load;
    struct readers readers = { .languages = 0 };

    while (language_at(readers.languages) != NULL)
        readers.languages++;
    readers.of = memory_new(programme->group_count * readers.languages + 1,
                            sizeof(*readers.of));
    for (size_t i = 0; i < load->source_count; i++) {
        for (size_t j = 0; j < load->sources[i].person_count; j++)
            add_person(programme, &load->sources[i].people[j], &readers);
    }
    for (size_t i = 0; i < programme->event_count; i++) {
        const struct event *event = &programme->events[i];

        for (size_t j = 0; j < readers.languages; j++) {
            if (event->text_count > 0 || event->note_count > 0)
                warn_event(loading, event, &readers, j);
        }
    }
    free(readers.of);
}
