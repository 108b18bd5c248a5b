/* check - see check.h */
#include "programme/check.h"

#include <stdlib.h>
#include <string.h>

#include "programme/part.h"

/* An event or a person of a part. */
struct entry {
    const char *id, *file;
    struct part *part;
    size_t order, index;        /* of the part, and in it */
    int line;
};

struct entries {
    struct entry *items;
    size_t count, room;
};

static void
add_events(struct entries *entries, struct part *part, size_t order)
{
    for (size_t i = 0; i < part->event_count; i++) {
        struct entry *entry = GROW(entries, items, count, room);

        *entry = (struct entry){ part->events[i].id, part->events[i].at.file,
                                 part, order, i, part->events[i].at.line };
    }
}

static void
add_people(struct entries *entries, struct part *part, size_t order)
{
    for (size_t i = 0; i < part->person_count; i++) {
        struct entry *entry = GROW(entries, items, count, room);

        *entry = (struct entry){ part->people[i].id, part->name, part, order,
                                 i, part->people[i].line };
    }
}

/* By id; what is valid before what fell back, and then as it stands. */
static int
compare(const void *a, const void *b)
{
    const struct entry *one = a, *other = b;
    int order = strcmp(one->id, other->id);

    if (order != 0)
        return order;
    if (one->part->fallback != other->part->fallback)
        return one->part->fallback ? 1 : -1;
    if (one->order != other->order)
        return one->order < other->order ? -1 : 1;
    return (one->index > other->index) - (one->index < other->index);
}

/* A part that is wrong says nothing about the others: what was in it will
 * come from its last valid text. */
static void
gather(struct entries *entries, struct part *parts, size_t count,
       void (*add)(struct entries *, struct part *, size_t order))
{
    for (size_t i = 0; i < count; i++) {
        if (!parts[i].wrong || parts[i].fallback)
            add(entries, &parts[i], i);
    }
    if (entries->count > 1)
        qsort(entries->items, entries->count, sizeof(*entries->items),
              compare);
}

static bool
is_twice(const struct entries *entries, size_t index)
{
    const struct entry *items = entries->items;

    return index > 0 && items[index].id[0] != '\0' &&
           strcmp(items[index].id, items[index - 1].id) == 0;
}

static void
tell_twice(const struct entries *entries, const char *what,
           const char *remedy)
{
    for (size_t i = 0; i < entries->count; i++) {
        const struct entry *entry = &entries->items[i];

        if (!is_twice(entries, i))
            continue;
        diagnose_error(entry->part->diagnoses, entry->file, entry->line,
                       "two %s have the id '%s'; the other is in %s:%d; %s",
                       what, entry->id, entry[-1].file, entry[-1].line,
                       remedy);
        entry->part->wrong = true;
    }
}

void
check_ids(struct part *parts, size_t count)
{
    struct entries events = { .items = NULL }, people = { .items = NULL };

    gather(&events, parts, count, add_events);
    tell_twice(&events, "events", "give one of them another");
    free(events.items);
    gather(&people, parts, count, add_people);
    tell_twice(&people, "people", "give one of them another, or when it "
               "is one person, write them once with both 'groups'");
    free(people.items);
}

/* What is marked by an id of "" goes. */
static void
close_ranks(struct part *part)
{
    size_t kept = 0;

    for (size_t i = 0; i < part->event_count; i++) {
        if (part->events[i].id[0] != '\0')
            part->events[kept++] = part->events[i];
    }
    part->event_count = kept;
    kept = 0;
    for (size_t i = 0; i < part->person_count; i++) {
        if (part->people[i].id[0] != '\0')
            part->people[kept++] = part->people[i];
    }
    part->person_count = kept;
}

void
check_moved(struct part *parts, size_t count)
{
    struct entries events = { .items = NULL }, people = { .items = NULL };

    gather(&events, parts, count, add_events);
    for (size_t i = 0; i < events.count; i++) {
        if (is_twice(&events, i))
            events.items[i].part->events[events.items[i].index].id = "";
    }
    free(events.items);
    gather(&people, parts, count, add_people);
    for (size_t i = 0; i < people.count; i++) {
        if (is_twice(&people, i))
            people.items[i].part->people[people.items[i].index].id = "";
    }
    free(people.items);
    for (size_t i = 0; i < count; i++)
        close_ranks(&parts[i]);
}
