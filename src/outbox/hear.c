/* hear - see hear.h */
#include "outbox/hear.h"

#include <stdio.h>

#include "outbox/private.h"

enum { SHARERS = 16 };          /* of one address; more are not looked for */

struct sharers {
    int64_t people[SHARERS];
    size_t count;
};

static bool
on_sharer(void *self, const struct store_recipient *recipient)
{
    struct sharers *sharers = self;

    sharers->people[sharers->count++] = recipient->person;
    return sharers->count < SHARERS;
}

void
hear_message(struct outbox *outbox, const struct address_key *key,
             size_t channel, const struct inbox_message *message,
             struct inbox_verdict *verdict)
{
    unsigned char index[STORE_INDEX];
    struct sharers sharers = { .count = 0 };
    char name[48];

    inbox_receive(outbox->store, key, message, verdict);
    address_index(key, message->from, index);
    outbox->store->people_at(outbox->store, index, on_sharer, &sharers);
    if (sharers.count == 0)
        return;                 /* we never wrote to this address */
    snprintf(name, sizeof(name), "in.%lld", (long long)verdict->id);
    /* one answer to the address, whoever shares it */
    if (verdict->answer)
        outbox_answer(outbox, sharers.people[0], verdict->purpose, channel,
                      name, message->at);
    if (!verdict->changed || verdict->kind != INBOUND_START)
        return;
    for (size_t i = 0; i < sharers.count; i++)
        correction_welcome(outbox, sharers.people[i], name, message->at);
}
