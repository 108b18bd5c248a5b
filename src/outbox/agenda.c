/* agenda - the binary heap of what waits, see private.h */
#include "outbox/private.h"

#include <stdlib.h>
#include <string.h>

/* Equal instants leave in the order of the programme, so that a forecast and
 * the daemon agree. */
static bool
before(const struct entry *a, const struct entry *b)
{
    int order;

    if (a->when != b->when)
        return a->when < b->when;
    if (a->event != b->event)
        return a->event < b->event;
    order = strcmp(a->key, b->key);
    return order != 0 ? order < 0 : a->reminder < b->reminder;
}

static void
swap(struct entry *a, struct entry *b)
{
    struct entry held = *a;

    *a = *b;
    *b = held;
}

void
agenda_add(struct agenda *agenda, const struct entry *entry)
{
    size_t at = agenda->count;

    *GROW(agenda, entries, count, room) = *entry;
    while (at > 0 && before(&agenda->entries[at],
                            &agenda->entries[(at - 1) / 2])) {
        swap(&agenda->entries[at], &agenda->entries[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
}

const struct entry *
agenda_top(const struct agenda *agenda)
{
    return agenda->count != 0 ? &agenda->entries[0] : NULL;
}

void
agenda_pop(struct agenda *agenda)
{
    struct entry *entries = agenda->entries;
    size_t at = 0, least;

    entries[0] = entries[--agenda->count];
    for (;;) {
        size_t left = 2 * at + 1, right = left + 1;

        least = at;
        if (left < agenda->count && before(&entries[left], &entries[least]))
            least = left;
        if (right < agenda->count && before(&entries[right], &entries[least]))
            least = right;
        if (least == at)
            return;
        swap(&entries[at], &entries[least]);
        at = least;
    }
}

void
agenda_free(struct agenda *agenda)
{
    free(agenda->entries);
    *agenda = (struct agenda){ 0 };
}
