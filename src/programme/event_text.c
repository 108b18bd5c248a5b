/* event_text - see event_text.h */
#include "programme/event_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "config/settings.h"
#include "config/tree.h"
#include "message/clean.h"
#include "message/language.h"
#include "message/template.h"
#include "message/texts.h"
#include "programme/group.h"
#include "programme/part.h"
#include "programme/unknown_language.h"

enum { TEXT_MOST = 2000, REASON_MOST = 200 };   /* bytes */

/* Where the texts are put that a walk finds. */
struct walk {
    struct part *part;
    const char *key;            /* "text", "notes", "texts.moved" */
    enum purpose purpose;
    bool subject, of_event;
    int most;                   /* bytes of one */
    void (*found)(struct walk *walk, const struct node *node,
                  const struct language *language, const char *role);
    struct event_text *texts;   /* free() them */
    struct event_note *notes;   /* in the pool */
    size_t count, room;
};

static size_t
count_texts(const struct node *node)
{
    size_t count = node_type(node) != NODE_GROUP;

    for (size_t i = 0; i < node_count(node); i++)
        count += count_texts(node_at(node, i));
    return count;
}

static bool
is_good_text(struct walk *walk, const struct node *node)
{
    const char *text = node_text(node);

    if (node_type(node) != NODE_TEXT)
        settings_error(walk->part->diagnoses, node, "%s is %s here; write it "
                       "between quotes", walk->key, node_type_words(node));
    else if (strlen(text) > (size_t)walk->most)
        settings_error(walk->part->diagnoses, node, "%s has %zu bytes; there "
                       "is room for %d", walk->key, strlen(text), walk->most);
    else if (!text_is_utf8(text, strlen(text), NULL))
        settings_error(walk->part->diagnoses, node, "%s is not UTF-8; write "
                       "the character itself instead of \\x", walk->key);
    else if (text[strspn(text, " \t\r\n")] == '\0')
        settings_error(walk->part->diagnoses, node, "%s is empty; leave it "
                       "out", walk->key);
    else
        return true;
    return false;
}

/* Neither a language nor a role. */
static void
tell_unknown(struct walk *walk, const struct node *node, const char *role)
{
    const char *name = node_name(node), *dot = strchr(walk->key, '.');
    const char *nearest = unknown_language_near(name);

    if (nearest == NULL && role == NULL && strlen(name) > 3)
        nearest = group_nearest_role(walk->part, name);
    if (nearest != NULL)
        settings_error(walk->part->diagnoses, node, "%s: '%s' is no language "
                       "we have%s; did you mean '%s'?", walk->key, name,
                       role == NULL ? " and no role of a group" : "",
                       nearest);
    else
        settings_error(walk->part->diagnoses, node, "%s: '%s' is no language "
                       "we have%s; for example %s = { nl = \"...\"; };",
                       walk->key, name,
                       role == NULL ? " and no role of a group" : "",
                       dot != NULL ? dot + 1 : walk->key);
}

static void walk_group(struct walk *walk, const struct node *group,
                       const char *role);

static void
walk_member(struct walk *walk, const struct node *node, const char *role)
{
    const struct programme *programme = walk->part->loading->programme;
    const struct language *language = language_find(node_name(node));

    if (language == NULL && role == NULL &&
        group_has_role(walk->part, node_name(node))) {
        role = pool_copy(programme->pool, node_name(node));
        if (node_type(node) == NODE_GROUP) {
            walk_group(walk, node, role);
            return;
        }
        language = programme->organisation.language;
    }
    if (language == NULL)
        tell_unknown(walk, node, role);
    else if (is_good_text(walk, node))
        walk->found(walk, node, language, role);
}

static void
walk_group(struct walk *walk, const struct node *group, const char *role)
{
    for (size_t i = 0; i < node_count(group); i++)
        walk_member(walk, node_at(group, i), role);
}

static void
walk_texts(struct walk *walk, const struct node *node)
{
    const struct programme *programme = walk->part->loading->programme;

    if (node_type(node) == NODE_GROUP)
        walk_group(walk, node, NULL);
    else if (is_good_text(walk, node))
        walk->found(walk, node, programme->organisation.language, NULL);
}

const struct event_text *
event_text_same(const struct event_text *texts, size_t count,
                const struct event_text *text)
{
    for (size_t i = 0; i < count; i++) {
        if (texts[i].purpose == text->purpose &&
            texts[i].subject == text->subject &&
            texts[i].language == text->language &&
            (texts[i].role == NULL) == (text->role == NULL) &&
            (text->role == NULL || strcmp(texts[i].role, text->role) == 0))
            return &texts[i];
    }
    return NULL;
}

/* A field that can never hold anything is a mistake of thought. */
static bool
has_fit_fields(struct walk *walk, const struct node *node,
               const struct template *template)
{
    for (int i = 0; i < TEMPLATE_FIELDS; i++) {
        enum template_field field = (enum template_field)i;

        if (!template_uses(template, field) ||
            texts_allow(walk->purpose, field))
            continue;
        settings_error(walk->part->diagnoses, node, "%s: {%s} is always "
                       "empty in a message of the kind '%s'; leave it out",
                       walk->key, template_field_name(field),
                       purpose_name(walk->purpose));
        return false;
    }
    return true;
}

static void
found_text(struct walk *walk, const struct node *node,
           const struct language *language, const char *role)
{
    struct event_text text = {
        .purpose = walk->purpose, .subject = walk->subject,
        .language = language, .role = role
    };
    struct error error;

    if (template_parse(walk->part->loading->programme->pool, node_text(node),
                       &text.template, &error) < 0)
        settings_error(walk->part->diagnoses, node, "%s: %s", walk->key,
                       error.text);
    else if (walk->subject && strchr(node_text(node), '\n') != NULL)
        settings_error(walk->part->diagnoses, node, "%s: a subject is one "
                       "line; leave \\n out", walk->key);
    else if (event_text_same(walk->texts, walk->count, &text) != NULL)
        settings_error(walk->part->diagnoses, node, "%s: there is one for "
                       "these readers in %s already; leave one of them out",
                       walk->key, language_tag(language));
    else if (has_fit_fields(walk, node, text.template)) {
        text.at = part_place(walk->part, node);
        *GROW(walk, texts, count, room) = text;
    }
}

/* In the place where a kind of message should stand. */
static void
tell_no_purpose(struct walk *walk, const struct node *node, const char *key)
{
    const char *name = node_name(node);
    const char *nearest = text_nearest(name, purpose_names);
    struct buffer all = { 0 };

    for (int i = 0; i < PURPOSE_COUNT; i++)
        buffer_add_format(&all, i == 0 ? "%s" : ", %s", purpose_names[i]);
    if (language_find(name) != NULL ||
        (walk->part->loading->groups_known &&
         group_has_role(walk->part, name)))
        settings_error(walk->part->diagnoses, node, "%s: '%s' stands within "
                       "a kind of message; for example %s = { moved = { %s = "
                       "...; }; };", key, name, key, name);
    else if (nearest != NULL)
        settings_error(walk->part->diagnoses, node, "%s: '%s' is no kind of "
                       "message; did you mean '%s'?", key, name, nearest);
    else
        settings_error(walk->part->diagnoses, node, "%s: '%s' is no kind of "
                       "message; there are %s", key, name, buffer_text(&all));
    buffer_free(&all);
}

static void
walk_purposes(struct walk *walk, const struct node *group, const char *key)
{
    for (size_t i = 0; group != NULL && i < node_count(group); i++) {
        const struct node *node = node_at(group, i);

        if (!purpose_find(node_name(node), &walk->purpose)) {
            tell_no_purpose(walk, node, key);
            continue;
        }
        walk->key = pool_format(walk->part->loading->load->pool, "%s.%s", key,
                                node_name(node));
        if (walk->of_event && texts_answer(walk->purpose))
            settings_error(walk->part->diagnoses, node, "%s: this message "
                           "is about no event; write it in a file of texts.d",
                           walk->key);
        else
            walk_texts(walk, node);
    }
}

static void
walk_all(struct walk *walk, const struct raw_texts *raw)
{
    walk->found = found_text;
    walk->key = "text";
    walk->purpose = PURPOSE_REMINDER;
    if (raw->text != NULL)
        walk_texts(walk, raw->text);
    walk_purposes(walk, raw->texts, "texts");
    walk->subject = true;
    walk_purposes(walk, raw->subjects, "subjects");
}

void
event_text_read(struct part *part, const struct raw_texts *raw,
                struct event *event)
{
    struct walk walk = { .part = part, .most = TEXT_MOST,
                         .of_event = true };
    struct event_text *texts;

    walk_all(&walk, raw);
    texts = pool_take(part->loading->programme->pool,
                      (walk.count + 1) * sizeof(*texts));
    if (walk.count > 0)
        memcpy(texts, walk.texts, walk.count * sizeof(*texts));
    free(walk.texts);
    event->texts = texts;
    event->text_count = walk.count;
}

void
event_text_read_file(struct part *part, const struct raw_texts *raw)
{
    struct walk walk = { .part = part, .most = TEXT_MOST };

    walk_all(&walk, raw);
    part->texts = walk.texts;
    part->text_count = walk.count;
}

static void
found_note(struct walk *walk, const struct node *node,
           const struct language *language, const char *role)
{
    struct event_note *note = &walk->notes[walk->count++];

    note->language = language;
    note->role = role;
    note->text = clean_copy(walk->part->loading->programme->pool,
                            node_text(node));
}

void
event_note_read(struct part *part, const struct node *node,
                struct event *event)
{
    struct walk walk = { .part = part, .key = "notes", .most = TEXT_MOST,
                         .found = found_note };

    if (node == NULL)
        return;
    walk.notes = pool_take(part->loading->programme->pool,
                           (count_texts(node) + 1) * sizeof(*walk.notes));
    walk_texts(&walk, node);
    event->notes = walk.notes;
    event->note_count = walk.count;
}

void
event_reason_read(struct part *part, const struct node *node,
                  struct change *change)
{
    struct walk walk = { .part = part, .key = "cancelled",
                         .most = REASON_MOST, .found = found_note };

    walk.notes = pool_take(part->loading->programme->pool,
                           (count_texts(node) + 1) * sizeof(*walk.notes));
    walk_texts(&walk, node);
    change->reasons = walk.notes;
    change->reason_count = walk.count;
}
