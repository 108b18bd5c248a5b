/* adopt - see adopt.h */
#include "outbox/adopt.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

static const char key_name[] = "address-key";
static const char list_name[] = "sources";

void
adopt_key(struct store *store, struct random *random, struct address_key *key)
{
    unsigned char bytes[ADDRESS_KEY];
    char text[2 * ADDRESS_KEY + 1];
    const char *stored = store->get(store, key_name);
    size_t length = 0;

    if (stored == NULL ||
        sodium_hex2bin(bytes, sizeof(bytes), stored, strlen(stored), NULL,
                       &length, NULL) != 0 || length != sizeof(bytes)) {
        for (size_t i = 0; i < sizeof(bytes); i++)
            bytes[i] = (unsigned char)random_below(random, 256);
        sodium_bin2hex(text, sizeof(text), bytes, sizeof(bytes));
        store->put(store, key_name, text);
        sodium_memzero(text, sizeof(text));
    }
    address_key_set(key, bytes);
    sodium_memzero(bytes, sizeof(bytes));
}

const char *
adopt_last_valid(void *self, const char *name)
{
    struct store *store = self;

    return store->source_get(store, name);
}

/* "sms,mail" from the list of a person. */
static const char *
join_reach(const struct person *person, struct buffer *out)
{
    buffer_clear(out);
    for (size_t i = 0; i < person->reach_count; i++) {
        if (i != 0)
            buffer_add_byte(out, ',');
        buffer_add_text(out, person->reach[i]);
    }
    return buffer_text(out);
}

static void
put_person(struct store *store, const struct address_key *key,
           const char *source, const struct person *person,
           struct buffer *reach)
{
    struct store_address addresses[PERSON_ADDRESSES];
    struct store_person record = {
        .handle = person->id, .name = person->name,
        .language = person->language, .source = source,
        .reach = join_reach(person, reach),
        .group_count = person->group_count, .groups = person->groups,
        .addresses = addresses,
    };

    for (size_t i = 0; i < person->address_count; i++) {
        struct address address;

        if (address_restore(&address, person->addresses[i].kind,
                            person->addresses[i].sealed, NULL) < 0)
            continue;
        addresses[record.address_count].kind = (int)address.kind;
        addresses[record.address_count].sealed =
            person->addresses[i].sealed;
        address_index(key, &address, addresses[record.address_count].index);
        record.address_count++;
    }
    store->person_put(store, &record);
}

static const struct source *
find_source(const struct load *load, const char *name, size_t length)
{
    for (size_t i = 0; i < load->source_count; i++) {
        if (strncmp(load->sources[i].name, name, length) == 0 &&
            load->sources[i].name[length] == '\0')
            return &load->sources[i];
    }
    return NULL;
}

/* Files that were there the last time and are away now. */
static void
forget_sources(struct store *store, const struct load *load,
               struct adopted *adopted)
{
    const char *stored = store->get(store, list_name);
    char *known = stored != NULL ? memory_copy(stored) : NULL;
    struct buffer list = { 0 };

    for (char *at = known; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, "\n");
        bool more = at[length] == '\n';

        at[length] = '\0';
        if (find_source(load, at, length) == NULL) {
            store->people_sync(store, at);
            adopted->gone += store->people_swept(store, at);
            store->source_remove(store, at);
        }
        at += length + more;
    }
    free(known);
    for (size_t i = 0; i < load->source_count; i++)
        buffer_add_format(&list, "%s\n", load->sources[i].name);
    store->put(store, list_name, buffer_text(&list));
    buffer_free(&list);
}

/* Whether the people of this source are to be read: a source with no text at
 * all tells nothing about who is in it. */
static bool
tells_people(const struct source *source)
{
    return source->text != NULL;
}

static void
adopt_source(struct store *store, const struct source *source,
             struct adopted *adopted)
{
    const char *old;

    if (!source->valid || source->text == NULL)
        return;
    old = store->source_get(store, source->name);
    if (old != NULL && strcmp(old, source->text) == 0)
        return;
    store->source_put(store, source->name, source->text);
    adopted->sources++;
}

void
adopt_load(struct store *store, const struct address_key *key,
           const struct load *load, struct adopted *adopted)
{
    struct buffer reach = { 0 };

    *adopted = (struct adopted){ 0 };
    for (size_t i = 0; i < load->source_count; i++) {
        const struct source *source = &load->sources[i];

        if (!tells_people(source))
            continue;
        store->people_sync(store, source->name);
        for (size_t j = 0; j < source->person_count; j++)
            put_person(store, key, source->name, &source->people[j], &reach);
        adopted->people += (int64_t)source->person_count;
        adopt_source(store, source, adopted);
    }
    /* after all were read: who moved from one file to another is not gone */
    for (size_t i = 0; i < load->source_count; i++) {
        if (tells_people(&load->sources[i]))
            adopted->gone += store->people_swept(store,
                                                 load->sources[i].name);
    }
    forget_sources(store, load, adopted);
    buffer_free(&reach);
}
