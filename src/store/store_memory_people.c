/* store_memory_people - people, their addresses and groups, STOP, in memory */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/store_memory.h"

struct person_id {
    int64_t id;
    struct memory_person *person;
};

struct person_handle {
    const char *handle;         /* the person's own */
    struct memory_person *person;
};

struct address {
    unsigned char index[STORE_INDEX];
    int64_t person;
};

struct member {
    const char *group;
    int64_t person;
    const struct memory_person *who;
};

struct group_size {
    const char *group;
    int64_t size;
};

struct stop {
    unsigned char index[STORE_INDEX];
    instant at;
};

struct sync {
    char *source;
    uint64_t number;
};

static int
compare_stop(const void *a, const void *b)
{
    return memcmp(((const struct stop *)a)->index,
                  ((const struct stop *)b)->index, STORE_INDEX);
}

static int
compare_address(const void *a, const void *b)
{
    const struct address *x = a, *y = b;
    int order = memcmp(x->index, y->index, STORE_INDEX);

    return order != 0 ? order : memory_order(x->person, y->person);
}

static int
compare_member(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    int order = strcmp(x->group, y->group);

    return order != 0 ? order : memory_order(x->person, y->person);
}

struct memory_person *
memory_person(struct memory *memory, int64_t id)
{
    const struct person_id *found = sorted_find(&memory->people, &id);

    return found != NULL ? found->person : NULL;
}

void
memory_recipient(const struct memory_person *person,
                 struct store_recipient *recipient)
{
    *recipient = (struct store_recipient){
        .person = person->id, .handle = person->handle,
        .name = person->name, .language = person->language,
        .reach = person->reach, .stopped = person->stopped,
        .gone = person->gone,
    };
    for (size_t i = 0; i < STORE_ADDRESSES; i++)
        recipient->sealed[i] = person->addresses[i].sealed;
}

/* -- groups and addresses of one person ----------------------------------- */

static void
count_member(struct memory *memory, const char *group, int by)
{
    struct group_size size = {group, 0};
    struct group_size *there = sorted_put(&memory->group_sizes, &size, NULL);

    there->size += by;
}

static void
leave_groups(struct memory *memory, struct memory_person *person)
{
    for (size_t i = 0; i < person->group_count; i++) {
        struct member member = {person->groups[i], person->id, person};

        if (sorted_remove(&memory->members, &member, NULL))
            count_member(memory, member.group, -1);
    }
    person->group_count = 0;
}

static void
join_groups(struct memory *memory, struct memory_person *person,
            const struct store_person *from)
{
    for (size_t i = 0; i < from->group_count; i++) {
        const char *group = memory_intern(memory, from->groups[i]);
        struct member member = {group, person->id, person};
        bool added = false;

        if (*group != '\0')
            sorted_put(&memory->members, &member, &added);
        if (!added)
            continue;
        *GROW(person, groups, group_count, group_room) = group;
        count_member(memory, group, 1);
    }
}

static void
drop_addresses(struct memory *memory, struct memory_person *person)
{
    for (size_t i = 0; i < STORE_ADDRESSES; i++) {
        struct address address = {.person = person->id};

        if (person->addresses[i].sealed == NULL)
            continue;
        memcpy(address.index, person->addresses[i].index, STORE_INDEX);
        sorted_remove(&memory->addresses, &address, NULL);
        free(person->addresses[i].sealed);
        person->addresses[i].sealed = NULL;
    }
}

static void
take_addresses(struct memory *memory, struct memory_person *person,
               const struct store_person *from)
{
    for (size_t i = 0; i < from->address_count; i++) {
        const struct store_address *given = &from->addresses[i];

        free(person->addresses[given->kind].sealed);
        person->addresses[given->kind].sealed =
            memory_copy(given->sealed != NULL ? given->sealed : "");
        memcpy(person->addresses[given->kind].index, given->index,
               STORE_INDEX);
    }
    for (size_t i = 0; i < STORE_ADDRESSES; i++) {
        struct address address = {.person = person->id};

        if (person->addresses[i].sealed == NULL)
            continue;
        memcpy(address.index, person->addresses[i].index, STORE_INDEX);
        sorted_put(&memory->addresses, &address, NULL);
    }
}

/* Since when one of their addresses is stopped; 0: none is. */
static instant
stop_of(struct memory *memory, const struct memory_person *person)
{
    instant first = 0;

    for (size_t i = 0; i < STORE_ADDRESSES; i++) {
        const struct stop *stop;

        if (person->addresses[i].sealed == NULL)
            continue;
        stop = sorted_find(&memory->stops, person->addresses[i].index);
        if (stop != NULL && (first == 0 || stop->at < first))
            first = stop->at;
    }
    return first;
}

/* -- put and sweep -------------------------------------------------------- */

static struct memory_person *
person_new(struct memory *memory, const char *handle)
{
    struct memory_person *person = NEW(struct memory_person);
    struct person_id by_id;
    struct person_handle by_handle;

    person->id = (int64_t)memory->people.count + 1;
    person->handle = memory_copy(handle);
    by_id = (struct person_id){person->id, person};
    by_handle = (struct person_handle){person->handle, person};
    sorted_put(&memory->people, &by_id, NULL);
    sorted_put(&memory->handles, &by_handle, NULL);
    return person;
}

static void
set_text(char **text, const char *value)
{
    char *copy = memory_copy(value != NULL ? value : "");

    free(*text);
    *text = copy;
}

static void
stop_person(struct memory *memory, struct memory_person *person, instant at)
{
    person->stopped = at;
    memory_cancel_person(memory, person->id, "stop", at);
}

static bool
kinds_are_known(struct store *store, const struct store_person *from)
{
    for (size_t i = 0; i < from->address_count; i++) {
        if (from->addresses[i].kind < 0
            || from->addresses[i].kind >= STORE_ADDRESSES) {
            store->broken = true;
            error_set(&store->error, "there is no kind of address %d",
                      from->addresses[i].kind);
            return false;
        }
    }
    return true;
}

static void
memory_person_put(struct store *store, struct store_person *from)
{
    struct memory *memory = memory_write(store);
    const struct person_handle *found;
    struct memory_person *person;
    instant stopped;

    if (memory == NULL || !kinds_are_known(store, from))
        return;
    found = sorted_find(&memory->handles, &from->handle);
    person = found != NULL ? found->person : person_new(memory,
                                                        from->handle);
    from->id = person->id;
    person->seen = ++memory->puts;
    set_text(&person->name, from->name);
    set_text(&person->language, from->language);
    set_text(&person->source, from->source);
    set_text(&person->reach, from->reach);
    drop_addresses(memory, person);
    take_addresses(memory, person, from);
    leave_groups(memory, person);
    stopped = stop_of(memory, person);
    if (stopped == 0)
        stopped = from->stopped;
    if (person->stopped == 0 && stopped != 0)
        stop_person(memory, person, stopped);
    person->gone = from->gone;
    if (person->gone)
        memory_cancel_person(memory, person->id, "gone", 0);
    else
        join_groups(memory, person, from);
}

static void
memory_people_sync(struct store *store, const char *source)
{
    struct memory *memory = memory_write(store);
    struct sync sync;
    struct sync *there;
    bool added;

    if (memory == NULL)
        return;
    sync.source = memory_copy(source);
    there = sorted_put(&memory->syncs, &sync, &added);
    there->number = ++memory->puts;
    if (!added)
        free(sync.source);
}

static int
memory_people_swept(struct store *store, const char *source)
{
    struct memory *memory = memory_write(store);
    struct sync sync = {0};
    struct sorted_place place;
    const struct person_id *each;
    int count = 0;

    if (memory == NULL || !sorted_remove(&memory->syncs, &source, &sync))
        return 0;
    free(sync.source);
    SORTED_EACH(&memory->people, NULL, &place, each) {
        struct memory_person *person = each->person;

        if (person->gone || person->seen > sync.number
            || strcmp(person->source, source) != 0)
            continue;
        person->gone = true;
        leave_groups(memory, person);
        memory_cancel_person(memory, person->id, "gone", 0);
        count++;
    }
    return count;
}

/* -- questions ------------------------------------------------------------ */

static bool
memory_person_find(struct store *store, const char *handle,
                   struct store_recipient *recipient)
{
    const struct person_handle *found;

    if (store->broken)
        return false;
    found = sorted_find(&memory_of(store)->handles, &handle);
    if (found != NULL)
        memory_recipient(found->person, recipient);
    return found != NULL;
}

static bool
memory_person_get(struct store *store, int64_t id,
                  struct store_recipient *recipient)
{
    const struct memory_person *person;

    if (store->broken)
        return false;
    person = memory_person(memory_of(store), id);
    if (person != NULL)
        memory_recipient(person, recipient);
    return person != NULL;
}

static void
gather_person(struct gather *gather, const struct memory_person *person)
{
    struct store_recipient recipient;

    if (person == NULL)
        return;
    memory_recipient(person, &recipient);
    gather_recipient(gather, &recipient);
}

static void
memory_people_at(struct store *store, const unsigned char *index,
                 store_each_recipient *each, void *self)
{
    struct memory *memory = memory_of(store);
    struct gather gather = {0};
    struct sorted_place place;
    struct address from = {.person = INT64_MIN};
    const struct address *address;

    if (store->broken)
        return;
    memcpy(from.index, index, STORE_INDEX);
    SORTED_EACH(&memory->addresses, &from, &place, address) {
        if (memcmp(address->index, index, STORE_INDEX) != 0)
            break;
        gather_person(&gather, memory_person(memory, address->person));
    }
    gather_give_recipients(&gather, each, self);
}

static int64_t
memory_people_count(struct store *store, const char *group)
{
    struct memory *memory = memory_of(store);
    const struct group_size *size;
    const struct person_id *each;
    struct sorted_place place;
    int64_t count = 0;

    if (store->broken)
        return 0;
    if (group != NULL) {
        size = sorted_find(&memory->group_sizes, &group);
        return size != NULL ? size->size : 0;
    }
    SORTED_EACH(&memory->people, NULL, &place, each)
        count += !each->person->gone;
    return count;
}

static int64_t
memory_people_stopped(struct store *store)
{
    const struct person_id *each;
    struct sorted_place place;
    int64_t count = 0;

    if (store->broken)
        return 0;
    SORTED_EACH(&memory_of(store)->people, NULL, &place, each)
        count += !each->person->gone && each->person->stopped != 0;
    return count;
}

static void
memory_people_stopped_each(struct store *store,
                           void (*each)(void *self, const char *handle),
                           void *self)
{
    const struct person_id *person;
    struct sorted_place place;

    if (store->broken)
        return;
    SORTED_EACH(&memory_of(store)->people, NULL, &place, person) {
        if (!person->person->gone && person->person->stopped != 0)
            each(self, person->person->handle);
    }
}

static size_t
memory_members(struct store *store, const char *group, int64_t after,
               size_t most, store_each_recipient *each, void *self)
{
    struct memory *memory = memory_of(store);
    struct gather gather = {0};
    struct sorted_place place;
    struct member from = {group, after, NULL};
    const struct member *member;

    if (store->broken)
        return 0;
    SORTED_EACH(&memory->members, &from, &place, member) {
        if (strcmp(member->group, group) != 0 || gather.count == most)
            break;
        if (member->person == after)
            continue;
        gather_person(&gather, member->who);
    }
    return gather_give_recipients(&gather, each, self);
}

static bool
memory_member(struct store *store, const char *group, int64_t person)
{
    struct member member = {group, person, NULL};

    return !store->broken
        && sorted_find(&memory_of(store)->members, &member) != NULL;
}

/* -- STOP ----------------------------------------------------------------- */

static instant
memory_stop_get(struct store *store, const unsigned char *index)
{
    const struct stop *stop;

    if (store->broken)
        return 0;
    stop = sorted_find(&memory_of(store)->stops, index);
    return stop != NULL ? stop->at : 0;
}

static bool
change_stop(struct memory *memory, const unsigned char *index, instant at)
{
    struct stop stop = {.at = at};
    bool added;

    if (at == 0)
        return sorted_remove(&memory->stops, index, NULL);
    memcpy(stop.index, index, STORE_INDEX);
    sorted_put(&memory->stops, &stop, &added);
    return added;
}

static bool
memory_stop_set(struct store *store, const unsigned char *index, instant at)
{
    struct memory *memory = memory_write(store);
    struct sorted_place place;
    struct address from = {.person = INT64_MIN};
    const struct address *address;
    bool changed;

    if (memory == NULL)
        return false;
    changed = change_stop(memory, index, at);
    memcpy(from.index, index, STORE_INDEX);
    SORTED_EACH(&memory->addresses, &from, &place, address) {
        struct memory_person *person;

        if (memcmp(address->index, index, STORE_INDEX) != 0)
            break;
        person = memory_person(memory, address->person);
        if (person == NULL)
            continue;
        if (at != 0 && person->stopped == 0) {
            stop_person(memory, person, at);
            changed = true;
        } else if (at == 0 && person->stopped != 0) {
            instant other = stop_of(memory, person);

            changed = changed || other != person->stopped;
            person->stopped = other;
        }
    }
    return changed;
}

/* -- open and close ------------------------------------------------------- */

void
memory_people_open(struct memory *memory)
{
    struct store *store = &memory->store;

    sorted_init(&memory->people, sizeof(struct person_id),
                memory_compare_id);
    sorted_init(&memory->handles, sizeof(struct person_handle),
                memory_compare_text);
    sorted_init(&memory->addresses, sizeof(struct address), compare_address);
    sorted_init(&memory->members, sizeof(struct member), compare_member);
    sorted_init(&memory->group_sizes, sizeof(struct group_size),
                memory_compare_text);
    sorted_init(&memory->stops, sizeof(struct stop), compare_stop);
    sorted_init(&memory->syncs, sizeof(struct sync), memory_compare_text);
    store->person_put = memory_person_put;
    store->people_sync = memory_people_sync;
    store->people_swept = memory_people_swept;
    store->person_find = memory_person_find;
    store->person_get = memory_person_get;
    store->people_at = memory_people_at;
    store->people_count = memory_people_count;
    store->people_stopped = memory_people_stopped;
    store->people_stopped_each = memory_people_stopped_each;
    store->members = memory_members;
    store->member = memory_member;
    store->stop_set = memory_stop_set;
    store->stop_get = memory_stop_get;
}

static void
person_free(struct memory_person *person)
{
    for (size_t i = 0; i < STORE_ADDRESSES; i++)
        free(person->addresses[i].sealed);
    free(person->handle);
    free(person->name);
    free(person->language);
    free(person->source);
    free(person->reach);
    free(person->groups);
    free(person);
}

void
memory_people_close(struct memory *memory)
{
    struct sorted_place place;
    const struct person_id *each;

    SORTED_EACH(&memory->people, NULL, &place, each)
        person_free(each->person);
    sorted_free(&memory->people);
    sorted_free(&memory->handles);
    sorted_free(&memory->addresses);
    sorted_free(&memory->members);
    sorted_free(&memory->group_sizes);
    sorted_free(&memory->stops);
    memory_free_texts(&memory->syncs);
}
