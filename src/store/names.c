/* names - see names.h */
#include "store/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void
names_free(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->texts[i]);
    free(names->texts);
    free(names->slots);
    *names = (struct names){0};
}

/* FNV-1a: the texts come from the coordinator's own files. */
static size_t
hash(const char *text)
{
    uint64_t value = 14695981039346656037u;

    for (; *text != '\0'; text++)
        value = (value ^ (unsigned char)*text) * 1099511628211u;
    return (size_t)(value ^ (value >> 32));
}

/* The slot in which a text is, or would be. */
static size_t
slot_of(const struct names *names, const char *text)
{
    size_t mask = names->slot_count - 1;
    size_t slot = hash(text) & mask;

    while (names->slots[slot] != 0
           && strcmp(names->texts[names->slots[slot] - 1], text) != 0)
        slot = (slot + 1) & mask;
    return slot;
}

uint32_t
names_find(const struct names *names, const char *text)
{
    if (text == NULL || *text == '\0' || names->slot_count == 0)
        return 0;
    return names->slots[slot_of(names, text)];
}

static void
widen(struct names *names)
{
    names->slot_count = names->slot_count == 0 ? 16 : names->slot_count * 2;
    free(names->slots);
    names->slots = memory_new(names->slot_count, sizeof(uint32_t));
    for (size_t i = 0; i < names->count; i++)
        names->slots[slot_of(names, names->texts[i])] = (uint32_t)i + 1;
}

uint32_t
names_add(struct names *names, const char *text)
{
    if ((names->count + 1) * 2 > names->slot_count)
        widen(names);
    *GROW(names, texts, count, room) = memory_copy(text);
    names->slots[slot_of(names, text)] = (uint32_t)names->count;
    return (uint32_t)names->count;
}

const char *
names_text(const struct names *names, uint32_t number)
{
    return number == 0 || number > names->count ? ""
                                                : names->texts[number - 1];
}
