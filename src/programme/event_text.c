/* event_text - see event_text.h */
#include "programme/event_text.h"

#include <string.h>

#include "base/text.h"
#include "config/settings.h"
#include "config/tree.h"
#include "message/clean.h"
#include "message/language.h"
#include "message/template.h"
#include "programme/group.h"
#include "programme/part.h"
#include "programme/unknown_language.h"

enum { TEXT_MOST = 2000, REASON_MOST = 200 };   /* bytes */

/* Where the texts are put that a walk finds. */
struct walk {
    struct part *part;
    const char *key;            /* "text", "notes" or "cancelled" */
    int most;                   /* bytes of one */
    void (*found)(struct walk *walk, const struct node *node,
                  const struct language *language, const char *role);
    struct event_text *texts;
    struct event_note *notes;
    size_t count;
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
    const char *name = node_name(node);
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
                       walk->key);
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

static void
found_text(struct walk *walk, const struct node *node,
           const struct language *language, const char *role)
{
    struct event_text *text = &walk->texts[walk->count];
    struct error error;

    if (template_parse(walk->part->loading->programme->pool, node_text(node),
                       &text->template, &error) < 0) {
        settings_error(walk->part->diagnoses, node, "%s: %s", walk->key,
                       error.text);
        return;
    }
    text->language = language;
    text->role = role;
    walk->count++;
}

void
event_text_read(struct part *part, const struct node *node,
                struct event *event)
{
    struct walk walk = { .part = part, .key = "text", .most = TEXT_MOST,
                         .found = found_text };

    if (node == NULL)
        return;
    walk.texts = pool_take(part->loading->programme->pool,
                           (count_texts(node) + 1) * sizeof(*walk.texts));
    walk_texts(&walk, node);
    event->texts = walk.texts;
    event->text_count = walk.count;
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
