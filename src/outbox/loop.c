/* loop - the same text to the same address over and over is held; see
 * private.h */
#include "outbox/private.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"

const char loop_reason[] =
    "the same text went to this address 5 times within half an hour";

static uint32_t
mix(uint32_t hash, const char *text)
{
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT32_C(16777619);
    return (hash ^ 0xff) * UINT32_C(16777619);
}

static uint32_t
key_of(const struct outbox *outbox, const struct store_recipient *recipient,
       size_t outlet, const struct composed *composed)
{
    enum address_kind kind = outbox->programme->channels[outlet].kind;
    const char *address = recipient->sealed[kind];

    return mix(mix(UINT32_C(2166136261), address != NULL ? address : ""),
               composed->text.data + composed->text.start);
}

bool
loop_stops(struct outbox *outbox, const struct run *run,
           const struct store_recipient *recipient, size_t outlet,
           const struct composed *composed)
{
    char key[64], text[384];

    if (!loopguard_stops(&outbox->loops,
                         key_of(outbox, recipient, outlet, composed),
                         outbox->now))
        return false;
    hold_note(outbox);
    snprintf(key, sizeof(key), "loop.%lld", (long long)run->wave.id);
    snprintf(text, sizeof(text),
             "%s went to one address %d times within half an hour: the rest "
             "is held; do so many people share the address of '%s', or does "
             "something go round?", *run->wave.event != '\0'
                 ? "the same text" : "the same answer",
             LOOPGUARD_MOST, recipient->handle);
    outbox->store->notice(outbox->store, key, text, outbox->now);
    log_event(LOG_WARNING, "loop.held", LOG_T("event", run->wave.event),
              LOG_N("wave", run->wave.id));
    return true;
}

void
loop_count(struct outbox *outbox, const struct store_recipient *recipient,
           size_t outlet, const struct composed *composed)
{
    loopguard_count(&outbox->loops,
                    key_of(outbox, recipient, outlet, composed), outbox->now);
}

void
loop_take_back(struct outbox *outbox, const struct store_recipient *recipient,
               size_t outlet, const struct composed *composed)
{
    loopguard_take_back(&outbox->loops,
                        key_of(outbox, recipient, outlet, composed));
}
