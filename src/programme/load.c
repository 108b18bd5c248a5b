/* load - see load.h */
#include "programme/load.h"

#include <stdlib.h>
#include <string.h>

#include "calendar/zone.h"
#include "config/settings.h"
#include "config/tree.h"
#include "programme/calendars.h"
#include "programme/channel.h"
#include "programme/check.h"
#include "programme/group.h"
#include "programme/organisation.h"
#include "programme/own_text.h"
#include "programme/part.h"
#include "programme/scan.h"
#include "programme/warn.h"

struct parts {
    struct part *items;         /* the first is allo.conf */
    size_t count, room;
};

static struct source *
source_of(struct loading *loading, size_t index)
{
    return &loading->load->sources[index];
}

static void
read_allo(struct part *part, const struct node *root)
{
    struct loading *loading = part->loading;
    struct allo_lists lists;

    organisation_read(part, root, &lists);
    calendars_add_public(loading);
    channel_read_all(part, lists.channels);
    /* While a group's channels are looked up: are those known? */
    loading->groups_known = lists.channels != NULL ||
                            node_member(root, "channels") == NULL;
    group_read_all(part, lists.groups);
    loading->groups_known = part->diagnoses->error_count == 0;
    part_read_lists(part, lists.events, lists.people);
}

/* allo.conf as if it were empty, for a look at the other files. */
static void
read_nothing(struct part *part)
{
    static const char text[] = "organisation = { id = \"x\"; name = \"x\"; };";
    struct diagnoses nobody = { .pool = part->loading->load->pool };
    struct diagnoses *told = part->diagnoses;
    struct allo_lists lists;
    struct tree *tree;

    file_from_text(part->name, text, &nobody, &part->file);
    tree = tree_parse(&part->file, &nobody);
    part->diagnoses = &nobody;
    organisation_read(part, tree_root(tree), &lists);
    calendars_add_public(part->loading);
    part->diagnoses = told;
    tree_free(&tree);
    file_free(&part->file);
    free(nobody.items);
}

static struct part *
add_part(struct loading *loading, struct parts *parts, const char *name)
{
    struct load *load = loading->load;
    struct part *part = GROW(parts, items, count, room);
    struct source *source = GROW(load, sources, source_count, source_room);

    part->loading = loading;
    part->diagnoses = &loading->diagnoses;
    part->name = source->name = pool_copy(load->pool, name);
    return part;
}

/* Read what is in part->file, and forget the file. */
static void
read_file(struct part *part)
{
    struct tree *tree = tree_parse(&part->file, part->diagnoses);

    if (tree != NULL)
        part->read(part, tree_root(tree));
    tree_free(&tree);
    file_free(&part->file);
}

static void
read_part(struct loading *loading, struct parts *parts, const char *name,
          void (*read)(struct part *, const struct node *root))
{
    struct part *part = add_part(loading, parts, name);
    struct source *source = source_of(loading, parts->count - 1);
    size_t errors = loading->diagnoses.error_count;

    part->read = read;
    if (file_read(loading->options->directory, name, part->diagnoses,
                  &part->file) == 0) {
        source->text = read == read_allo ? "" :
                       pool_copy_n(loading->load->pool, part->file.text,
                                   part->file.length);
        read_file(part);
    }
    part->wrong = loading->diagnoses.error_count > errors;
    /* Everything later needs an organisation to go by. */
    if (read == read_allo && loading->programme->organisation.zone == NULL)
        read_nothing(part);
}

static void
read_directory(struct loading *loading, struct parts *parts,
               const char *below,
               void (*read)(struct part *, const struct node *root))
{
    const char **files = scan_files(loading->options->directory, below,
                                    &loading->diagnoses);

    if (files == NULL) {
        loading->programme->incomplete |= read == part_read;
        return;
    }
    for (; *files != NULL; files++)
        read_part(loading, parts, *files, read);
}

static void
clear_part(struct part *part)
{
    free(part->texts);
    free(part->events);
    part->texts = NULL;
    part->events = NULL;
    part->text_count = part->event_count = 0;
    part->people = NULL;
    part->person_count = 0;
}

/* Instead of what is wrong: the text that was valid last, if it still is. */
static void
fall_back(struct part *part, struct source *source)
{
    struct loading *loading = part->loading;
    const struct load_options *options = loading->options;
    struct diagnoses nobody = { .pool = loading->load->pool };
    const char *text = NULL;

    clear_part(part);
    source->text = NULL;
    part->fallback = true;
    if (options->last_valid != NULL)
        text = options->last_valid(options->self, part->name);
    if (text != NULL) {
        part->diagnoses = &nobody;
        file_from_text(part->name, text, &nobody, &part->file);
        read_file(part);
        part->diagnoses = &loading->diagnoses;
        free(nobody.items);
        if (nobody.error_count == 0) {
            source->text = pool_copy(loading->load->pool, text);
            return;
        }
        clear_part(part);
    }
    /* without texts of one's own, the built-in ones say the same */
    loading->programme->incomplete |= part->read == part_read;
}

/* Before the events, which are measured with them. */
static void
read_texts(struct loading *loading, struct parts *parts)
{
    size_t first = parts->count;

    read_directory(loading, parts, "texts.d", own_text_read);
    own_text_check(parts->items + first, parts->count - first);
    for (size_t i = first; i < parts->count; i++) {
        if (parts->items[i].wrong)
            fall_back(&parts->items[i], source_of(loading, i));
    }
    own_text_collect(loading->programme, parts->items + first,
                     parts->count - first);
}

static int
by_id(const void *a, const void *b)
{
    return strcmp(((const struct event *)a)->id,
                  ((const struct event *)b)->id);
}

static void
collect_events(struct programme *programme, const struct parts *parts)
{
    struct event *events;
    size_t count = 0;

    for (size_t i = 0; i < parts->count; i++)
        count += parts->items[i].event_count;
    events = pool_take(programme->pool, (count + 1) * sizeof(*events));
    for (size_t i = 0; i < parts->count; i++) {
        const struct part *part = &parts->items[i];

        if (part->event_count > 0)
            memcpy(events + programme->event_count, part->events,
                   part->event_count * sizeof(*events));
        programme->event_count += part->event_count;
    }
    for (size_t i = 0; i < count; i++)
        events[i].tells_end = events[i].days > 1 ||
                              own_text_uses(programme, &events[i],
                                            TEMPLATE_EVENT_END);
    qsort(events, count, sizeof(*events), by_id);
    programme->events = events;
}

/* From the parts to what the caller gets. */
static void
finish(struct loading *loading, struct parts *parts)
{
    struct load *load = loading->load;

    for (size_t i = 0; i < parts->count; i++) {
        struct part *part = &parts->items[i];
        struct source *source = source_of(loading, i);

        source->valid = !part->wrong;
        source->people = part->people;
        source->person_count = part->person_count;
    }
    collect_events(loading->programme, parts);
    load->programme = loading->programme;
    if (parts->items[0].wrong)
        programme_free(&load->programme);
    else
        warn_programme(loading);
    diagnose_sort(&loading->diagnoses);
    load->diagnoses = loading->diagnoses.items;
    load->diagnosis_count = loading->diagnoses.count;
    load->diagnosis_room = loading->diagnoses.room;
    load->error_count = loading->diagnoses.error_count;
}

static struct programme *
programme_new(void)
{
    struct pool *pool = pool_new();
    struct programme *programme = pool_take(pool, sizeof(*programme));

    programme->pool = pool;
    programme->zones = zones_new();
    return programme;
}

void
programme_load(const struct load_options *options, struct load *load)
{
    struct parts parts = { .items = NULL };
    struct loading loading = { .options = options, .load = load };

    memset(load, 0, sizeof(*load));
    load->pool = loading.diagnoses.pool = pool_new();
    loading.programme = programme_new();
    if (options->zoneinfo != NULL)
        zones_look_in(loading.programme->zones, options->zoneinfo);
    calendars_read(&loading);
    read_part(&loading, &parts, "allo.conf", read_allo);
    read_texts(&loading, &parts);
    read_directory(&loading, &parts, "events.d", part_read);
    if (options->people)
        read_directory(&loading, &parts, "people.d", part_read);
    check_ids(parts.items, parts.count);
    for (size_t i = 0; i < parts.count; i++) {
        if (parts.items[i].fallback)
            continue;
        if (parts.items[i].wrong && i > 0)
            fall_back(&parts.items[i], source_of(&loading, i));
        else if (!parts.items[0].wrong)
            warn_part(&parts.items[i]);
    }
    check_moved(parts.items, parts.count);
    finish(&loading, &parts);
    calendars_finish(&loading);
    for (size_t i = 0; i < parts.count; i++) {
        free(parts.items[i].texts);
        free(parts.items[i].events);
    }
    free(parts.items);
}

void
load_free(struct load *load)
{
    programme_free(&load->programme);
    pool_free(&load->pool);
    free(load->sources);
    free(load->diagnoses);
    memset(load, 0, sizeof(*load));
    memory_give_back();
}

size_t
load_print(const struct load *load, bool warnings_too)
{
    size_t told = diagnose_print(load->diagnoses, load->diagnosis_count,
                                 warnings_too, stderr);

    /* The list stops at some length; the count does not. */
    if (told < load->error_count)
        fprintf(stderr, "and %zu more errors\n", load->error_count - told);
    return load->error_count;
}
