/* warn_people - see warn_people.h */
#include "programme/warn_people.h"

#include <stdlib.h>
#include <string.h>

#include "programme/part.h"
#include "programme/warn_cost.h"
#include "programme/warn_language.h"
#include "programme/warn_overlap.h"

/* A phone and whose it is. */
struct owned {
    const char *sealed, *file;
    const struct person *person;
    size_t order;               /* in which they were read */
};

struct owners {
    struct owned *items;
    size_t count, room;
};

static void
add_person(struct owners *owners, const char *file,
           const struct person *person)
{
    for (size_t i = 0; i < person->address_count; i++) {
        struct owned *owned;

        if (person->addresses[i].kind != ADDRESS_PHONE)
            continue;
        owned = GROW(owners, items, count, room);
        *owned = (struct owned){ person->addresses[i].sealed, file, person,
                                 owners->count };
    }
}

static int
by_phone(const void *a, const void *b)
{
    const struct owned *one = a, *other = b;
    int order = strcmp(one->sealed, other->sealed);

    if (order != 0)
        return order;
    return (one->order > other->order) - (one->order < other->order);
}

static void
warn_phones(struct loading *loading)
{
    const struct load *load = loading->load;
    struct owners owners = { .items = NULL };

    for (size_t i = 0; i < load->source_count; i++) {
        const struct source *source = &load->sources[i];

        for (size_t j = 0; j < source->person_count; j++)
            add_person(&owners, source->name, &source->people[j]);
    }
    if (owners.count > 1)
        qsort(owners.items, owners.count, sizeof(*owners.items), by_phone);
    for (size_t i = 1; i < owners.count; i++) {
        const struct owned *owned = &owners.items[i];

        if (strcmp(owned[-1].sealed, owned->sealed) == 0)
            diagnose_warning(&loading->diagnoses, owned->file,
                             owned->person->line, "'%s' and '%s' (%s:%d) "
                             "have the same phone", owned->person->id,
                             owned[-1].person->id, owned[-1].file,
                             owned[-1].person->line);
    }
    free(owners.items);
}

/* How many are in each group, by its index; whether there are people at
 * all. */
static bool
count_members(const struct loading *loading, size_t *members)
{
    const struct load *load = loading->load;
    bool any = false;

    for (size_t i = 0; i < load->source_count; i++) {
        const struct source *source = &load->sources[i];

        for (size_t j = 0; j < source->person_count; j++) {
            const struct person *person = &source->people[j];

            for (size_t k = 0; k < person->group_count; k++) {
                const struct group *group = programme_group(
                    loading->programme, person->groups[k]);

                if (group != NULL)
                    members[group->index]++;
            }
            any = true;
        }
    }
    return any;
}

static void
warn_uninvited(struct loading *loading, const size_t *members)
{
    const struct programme *programme = loading->programme;
    bool *invited = memory_new(programme->group_count + 1, sizeof(*invited));

    for (size_t i = 0; i < programme->event_count; i++) {
        for (size_t j = 0; j < programme->events[i].group_count; j++)
            invited[programme->events[i].groups[j]->index] = true;
    }
    for (size_t i = 0; i < programme->group_count; i++) {
        const struct group *group = &programme->groups[i];

        if (!invited[group->index] && members[group->index] > 0)
            diagnose_warning(&loading->diagnoses, group->at.file,
                             group->at.line, "no event invites the group "
                             "'%s', and %zu %s in it", group->id,
                             members[group->index],
                             members[group->index] == 1 ? "person is"
                             : "people are");
    }
    free(invited);
}

/* Who can join by SMS is not in a file. */
static void
warn_groups(struct loading *loading)
{
    const struct programme *programme = loading->programme;
    size_t *members = memory_new(programme->group_count + 1,
                                 sizeof(*members));
    bool any = count_members(loading, members);

    for (size_t i = 0; any && i < programme->event_count; i++) {
        const struct event *event = &programme->events[i];

        for (size_t j = 0; j < event->group_count; j++) {
            const struct group *group = event->groups[j];

            if (members[group->index] == 0 && group->join == NULL)
                diagnose_warning(&loading->diagnoses, event->at.file,
                                 event->at.line, "%s: nobody is in the group "
                                 "'%s', so nobody there is invited",
                                 event->id, group->id);
        }
    }
    if (any && programme->event_count > 0)
        warn_uninvited(loading, members);
    free(members);
}

void
warn_people(struct loading *loading)
{
    if (!loading->options->people || loading->programme->incomplete)
        return;
    warn_phones(loading);
    warn_groups(loading);
    warn_language(loading);
    if (loading->diagnoses.error_count == 0) {
        warn_overlap(loading);
        warn_cost(loading);
    }
}
