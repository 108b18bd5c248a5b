/* inbox - see inbox.h */
#include "inbox/inbox.h"

#include <stdio.h>

/* More answers than this to one address in so much time is a loop: two
 * machines that write to each other (delivery rule 11). */
#define LOOP_TIME (30 * MINUTE)
enum { LOOP_MOST = 5, LOOP_KEY = ADDRESS_PSEUDONYM + 32 };

/* Someone whom a program cannot be sure of is put to the coordinator. */
static void
tell_coordinator(struct store *store, const struct address_key *key,
                 const struct inbox_message *message, const char *once,
                 const char *why)
{
    char pseudonym[ADDRESS_PSEUDONYM], text[256];

    snprintf(text, sizeof(text), "%s wrote over '%s': %s",
             address_pseudonym(key, message->from, pseudonym),
             message->channel, why);
    store->notice(store, once, text, message->at);
}

/* A loop is told once in its time, not once a message. */
static const char *
loop_key(const struct address_key *key, const struct inbox_message *message,
         char once[LOOP_KEY])
{
    char pseudonym[ADDRESS_PSEUDONYM];

    snprintf(once, LOOP_KEY, "loop.%s.%lld",
             address_pseudonym(key, message->from, pseudonym),
             (long long)(message->at / LOOP_TIME));
    return once;
}

static void
change_stop(struct store *store, const unsigned char index[STORE_INDEX],
            const struct inbox_message *message,
            struct inbox_verdict *verdict)
{
    bool stop = verdict->kind == INBOUND_STOP;

    verdict->changed = store->stop_set(store, index,
                                       stop ? message->at : 0);
    /* one confirmation, then silence */
    verdict->answer = verdict->changed;
    verdict->purpose = stop ? PURPOSE_STOPPED : PURPOSE_STARTED;
}

void
inbox_receive(struct store *store, const struct address_key *key,
              const struct inbox_message *message,
              struct inbox_verdict *verdict)
{
    struct store_inbound inbound = {
        .channel = message->channel, .sealed = message->from->sealed,
        .text = message->text, .key = message->key, .at = message->at,
    };

    *verdict = (struct inbox_verdict){
        .kind = classify_text(message->text)
    };
    char once[LOOP_KEY];
    address_index(key, message->from, inbound.index);
    inbound.kind = classify_kind_name(verdict->kind);
    verdict->duplicate = !store->inbound_put(store, &inbound);
    verdict->id = inbound.id;
    if (verdict->duplicate)
        return;
    if (verdict->kind == INBOUND_STOP || verdict->kind == INBOUND_START)
        change_stop(store, inbound.index, message, verdict);
    else if (verdict->kind == INBOUND_MAYBE_STOP)
        tell_coordinator(store, key, message, "",
                         "it may mean STOP, but also something else; ask");
    if (verdict->answer &&
        store->inbound_count(store, inbound.index, "",
                             message->at - LOOP_TIME) > LOOP_MOST) {
        verdict->answer = false;
        verdict->looping = true;
        tell_coordinator(store, key, message,
                         loop_key(key, message, once),
                         "so often that it is not answered any more");
    }
}
