/* inbox - see inbox.h */
#include "inbox/inbox.h"

#include <stdio.h>
#include <string.h>

/* More answers than this to one address in so much time is a loop: two
 * machines that write to each other (delivery rule 11). */
#define LOOP_TIME (30 * MINUTE)
enum {
    LOOP_MOST = 5, ONCE = ADDRESS_PSEUDONYM + 40,
    SENDERS_MOST = 3, SENDERS = 256
};

/* Who has the address, "'aya' or 'lien'"; how many. */
struct senders {
    char text[SENDERS];
    int count;
};

static bool
on_sender(void *self, const struct store_recipient *recipient)
{
    struct senders *senders = self;
    size_t length = strlen(senders->text);

    if (recipient->gone)
        return true;
    if (senders->count == SENDERS_MOST) {
        snprintf(senders->text + length, SENDERS - length, " or another");
        return false;
    }
    snprintf(senders->text + length, SENDERS - length, "%s'%.60s'",
             senders->count == 0 ? "" : " or ", recipient->handle);
    senders->count++;
    return true;
}

/* Someone whom a program cannot be sure of is put to the coordinator, once in
 * a stretch of time and not once a message. */
static void
tell_coordinator(struct store *store, const struct address_key *key,
                 const struct inbox_message *message, const char *kind,
                 instant stretch, const char *why)
{
    unsigned char index[STORE_INDEX];
    struct senders senders = { .text = "" };
    char pseudonym[ADDRESS_PSEUDONYM], once[ONCE], text[SENDERS + 256];

    address_index(key, message->from, index);
    address_pseudonym(key, message->from, pseudonym);
    store->people_at(store, index, on_sender, &senders);
    snprintf(once, sizeof(once), "%s.%s.%lld", kind, pseudonym,
             (long long)(message->at / stretch));
    snprintf(text, sizeof(text), "%s wrote over '%s': %s",
             senders.count != 0 ? senders.text : pseudonym,
             message->channel, why);
    store->notice(store, once, text, message->at);
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
    address_index(key, message->from, inbound.index);
    inbound.kind = classify_kind_name(verdict->kind);
    verdict->duplicate = !store->inbound_put(store, &inbound);
    verdict->id = inbound.id;
    if (verdict->duplicate)
        return;
    if (verdict->kind == INBOUND_STOP || verdict->kind == INBOUND_START)
        change_stop(store, inbound.index, message, verdict);
    else if (verdict->kind == INBOUND_MAYBE_STOP)
        tell_coordinator(store, key, message, "maybe-stop", DAY,
                         "it may mean STOP, but also something else; ask");
    if (verdict->answer &&
        store->inbound_count(store, inbound.index, "",
                             message->at - LOOP_TIME) > LOOP_MOST) {
        verdict->answer = false;
        verdict->looping = true;
        tell_coordinator(store, key, message, "loop", LOOP_TIME,
                         "so often that it is not answered any more");
    }
}
