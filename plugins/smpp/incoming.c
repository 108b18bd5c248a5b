/* incoming - see incoming.h */
#include "incoming.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "base/memory.h"
#include "base/text.h"
#include "coding.h"

enum {
    EARLY_PATIENCE = 2000,      /* ms that a receipt waits for its answer */
    TEXT_MOST = 32 * 1024       /* bytes; far above 255 parts */
};

void
incoming_open(struct incoming *incoming, const struct allo_host *host,
              struct session *session, struct ids *ids)
{
    *incoming = (struct incoming){ .host = host, .session = session,
                                   .ids = ids };
}

void
incoming_close(struct incoming *incoming)
{
    incoming_down(incoming);
    for (int i = 0; i < INCOMING_WAITING; i++)
        free(incoming->waiting[i].parts);
    assembly_free(&incoming->assembly);
    buffer_free(&incoming->text);
    buffer_free(&incoming->whole);
}

static void
respond(struct incoming *incoming, const struct pdu *pdu, uint32_t status)
{
    session_respond(incoming->session, incoming->session->generation,
                    pdu->command, pdu->sequence, status);
}

/* --- receipts --- */

/* What to acknowledge when a receipt is safe, all in its token: the highest
 * bit, whether it was a data_sm, the session, and the sequence number. */
#define RECEIPT_TOKEN ((uint64_t)1 << 63)
#define RECEIPT_DATA ((uint64_t)1 << 62)
#define RECEIPT_GENERATION 0x3fffffffu

static uint64_t
receipt_token(uint32_t generation, uint32_t command, uint32_t sequence)
{
    return RECEIPT_TOKEN | (command == PDU_DATA_SM ? RECEIPT_DATA : 0) |
           (uint64_t)(generation & RECEIPT_GENERATION) << 32 | sequence;
}

static void
receipt_stored(struct incoming *incoming, uint64_t token)
{
    uint32_t generation = incoming->session->generation;

    if ((uint32_t)(token >> 32 & RECEIPT_GENERATION) ==
        (generation & RECEIPT_GENERATION))
        session_respond(incoming->session, generation,
                        token & RECEIPT_DATA ? PDU_DATA_SM : PDU_DELIVER_SM,
                        (uint32_t)token, SMPP_OK);
}

/* Tell what the receipts of a group's parts amount to: it is there when all
 * parts are, and lost with the first that is.  False: nothing yet. */
static bool
tell_group(struct incoming *incoming, struct ids_group *group,
           uint64_t token, enum allo_outcome outcome, const char *reason)
{
    if (!group->named ||
        (outcome != ALLO_UNDELIVERED &&
         (outcome != ALLO_DELIVERED || group->failed ||
          group->delivered != group->parts)))
        return false;
    incoming->host->receipt(token, group->name, outcome, reason);
    return true;
}

/* Tell a receipt for `id`, as its answer wrote it; for a part when `number`
 * is a group.  It is acknowledged when the daemon has it, or at once when
 * that hears nothing of it. */
static void
apply(struct incoming *incoming, const struct receipt *receipt,
      uint64_t token, const char *id, uint32_t number, int part)
{
    struct ids_group *group = ids_group(incoming->ids, number);

    if (group == NULL) {
        incoming->host->receipt(token, id, receipt->outcome,
                                receipt->reason);
        return;
    }
    if (receipt->outcome == ALLO_DELIVERED)
        group->delivered |= 1u << part;
    if (receipt->outcome == ALLO_UNDELIVERED)
        group->failed = true;
    if (!tell_group(incoming, group, token, receipt->outcome,
                    receipt->reason))
        receipt_stored(incoming, token);
}

void
incoming_name(struct incoming *incoming, uint32_t number, const char *name)
{
    struct ids_group *group = ids_group(incoming->ids, number);

    if (group == NULL)
        return;
    group->named = true;
    text_copy(group->name, sizeof(group->name), name);
    if (group->failed)
        tell_group(incoming, group, 0, ALLO_UNDELIVERED,
                   "a part did not arrive");
    else
        tell_group(incoming, group, 0, ALLO_DELIVERED, NULL);
}

void
incoming_lost(struct incoming *incoming, uint16_t reference, uint32_t group)
{
    struct incoming_lost *lost =
        &incoming->lost[reference % INCOMING_LOST];

    if (group != 0 || lost->reference == reference)
        *lost = (struct incoming_lost){ group, reference };
}

uint32_t
incoming_lost_group(struct incoming *incoming, uint16_t reference)
{
    const struct incoming_lost *lost =
        &incoming->lost[reference % INCOMING_LOST];

    return lost->group != 0 && lost->reference == reference ? lost->group : 0;
}

/* A receipt with an id that no answer brought, but with the reference of a
 * message whose answer was lost: now its id is known. */
static bool
recognise(struct incoming *incoming, const struct pdu_message *message,
          const char *id)
{
    struct ids_group *group;
    uint32_t number;

    if (!(message->has & PDU_HAS_REFERENCE))
        return false;
    number = incoming_lost_group(incoming, message->reference);
    group = ids_group(incoming->ids, number);
    if (group == NULL)
        return false;
    for (int part = 0; part < 32; part++) {
        if ((group->parts & ~group->known) & (1u << part)) {
            ids_add(incoming->ids, id, number, part);
            return true;
        }
    }
    return false;
}

/* The i-th oldest receipt that waits for its answer. */
static struct incoming_early *
early_at(struct incoming *incoming, int i)
{
    return &incoming->early[(incoming->early_start + i) % INCOMING_EARLY];
}

static void
finish_early(struct incoming *incoming, int place)
{
    struct incoming_early early = *early_at(incoming, place);
    char id[RECEIPT_ID];
    uint32_t group;
    int part;

    /* the older ones move up: none when it is the oldest itself */
    for (int i = place; i > 0; i--)
        *early_at(incoming, i) = *early_at(incoming, i - 1);
    incoming->early_start = (incoming->early_start + 1) % INCOMING_EARLY;
    incoming->early_count--;
    memcpy(id, early.receipt.id, RECEIPT_ID);
    ids_find(incoming->ids, id, &group, &part);
    apply(incoming, &early.receipt,
          receipt_token(early.generation, early.command, early.sequence), id,
          group, part);
}

static void
keep_early(struct incoming *incoming, const struct pdu *pdu,
           const struct receipt *receipt, int64_t now)
{
    struct incoming_early *early;

    if (incoming->early_count == INCOMING_EARLY)
        finish_early(incoming, 0);
    early = early_at(incoming, incoming->early_count++);
    early->receipt = *receipt;
    early->generation = incoming->session->generation;
    early->command = pdu->command;
    early->sequence = pdu->sequence;
    early->deadline = now + EARLY_PATIENCE;
    if (!receipt_to_hex(receipt->id, early->hex))
        early->hex[0] = '\0';
    if (!receipt_to_decimal(receipt->id, early->decimal))
        early->decimal[0] = '\0';
}

void
incoming_learned(struct incoming *incoming, const char *id)
{
    for (int i = 0; i < incoming->early_count; i++) {
        const struct incoming_early *early = early_at(incoming, i);

        if (strcmp(early->receipt.id, id) == 0 ||
            strcmp(early->hex, id) == 0 || strcmp(early->decimal, id) == 0) {
            finish_early(incoming, i);
            return;
        }
    }
}

static void
on_receipt(struct incoming *incoming, const struct pdu *pdu, int64_t now)
{
    struct receipt receipt;
    char id[RECEIPT_ID];
    uint32_t group;
    bool known;
    int part;

    if (!receipt_read(&pdu->message, &receipt) || receipt.id[0] == '\0') {
        incoming->host->log(LOG_NOTICE, "a receipt without an id was passed "
                            "over");
        respond(incoming, pdu, SMPP_OK);
        return;
    }
    memcpy(id, receipt.id, RECEIPT_ID);
    known = ids_find(incoming->ids, id, &group, &part);
    if (!known && recognise(incoming, &pdu->message, id)) {
        memcpy(id, receipt.id, RECEIPT_ID);
        known = ids_find(incoming->ids, id, &group, &part);
    }
    if (!known && incoming->session->flight.count > 0) {
        keep_early(incoming, pdu, &receipt, now);
        return;
    }
    apply(incoming, &receipt,
          receipt_token(incoming->session->generation, pdu->command,
                        pdu->sequence), id, group, part);
}

/* --- texts --- */

/* A free place, or NULL when the daemon is very far behind. */
static struct incoming_waiting *
new_waiting(struct incoming *incoming, uint64_t *token)
{
    if (incoming->waiting_count == INCOMING_WAITING)
        return NULL;
    for (;;) {
        uint32_t place = incoming->next_place++ % INCOMING_WAITING;
        struct incoming_waiting *waiting = &incoming->waiting[place];

        if (waiting->serial != 0)
            continue;
        /* the highest bit of a token is for receipts */
        if (++incoming->last_serial == 1u << 31)
            incoming->last_serial = 1;
        *waiting = (struct incoming_waiting){
            .serial = incoming->last_serial,
            .generation = incoming->session->generation
        };
        incoming->waiting_count++;
        *token = (uint64_t)waiting->serial << 32 | place;
        return waiting;
    }
}

static void
hand_over(struct incoming *incoming, uint64_t token,
          const struct pdu_address *from, const struct pdu_address *to,
          struct buffer *text)
{
    char sender[32], receiver[32];

    coding_address(sender, sizeof(sender), from->ton, from->digits);
    coding_address(receiver, sizeof(receiver), to->ton, to->digits);
    if (buffer_length(text) > TEXT_MOST) {
        size_t end = TEXT_MOST;

        while (((unsigned char)buffer_bytes(text)[end] & 0xc0) == 0x80)
            end--;
        text->end = text->start + end;
    }
    incoming->host->inbound(token, sender, receiver, buffer_text(text));
}

static void
on_whole_text(struct incoming *incoming, const struct pdu *pdu)
{
    uint64_t token;
    struct incoming_waiting *waiting = new_waiting(incoming, &token);

    if (waiting == NULL) {
        respond(incoming, pdu, SMPP_TEMPORARY);
        return;
    }
    waiting->count = 1;
    waiting->one.command = pdu->command;
    waiting->one.sequence = pdu->sequence;
    hand_over(incoming, token, &pdu->message.from, &pdu->message.to,
              &incoming->text);
}

/* What there is of a long text goes to the daemon; its parts are acknowledged
 * when that has it. */
static void
on_set(struct incoming *incoming, struct assembly_set *set)
{
    const struct pdu_address from = { set->from_ton, 0, set->from };
    const struct pdu_address to = { set->to_ton, 0, set->to };
    struct incoming_waiting *waiting;
    uint64_t token = 0;

    waiting = new_waiting(incoming, &token);
    if (waiting != NULL)
        waiting->parts = memory_new(set->count, sizeof(*waiting->parts));
    for (int i = 0; i < set->total; i++) {
        const struct assembly_part *part = &set->parts[i];

        if (part->text == NULL)
            continue;
        if (waiting != NULL) {
            waiting->parts[waiting->count] = *part;
            waiting->parts[waiting->count++].text = NULL;
        } else {
            session_respond(incoming->session,
                            incoming->session->generation, part->command,
                            part->sequence, SMPP_TEMPORARY);
        }
    }
    buffer_clear(&incoming->whole);
    assembly_text(set, &incoming->whole);
    if (waiting != NULL)
        hand_over(incoming, token, &from, &to, &incoming->whole);
    assembly_release(&incoming->assembly, set);
}

static void
on_part(struct incoming *incoming, const struct pdu *pdu,
        const struct assembly_header *header, int64_t now)
{
    struct assembly_set *set;
    bool again;

    do {
        set = assembly_add(&incoming->assembly, pdu, header,
                           buffer_text(&incoming->text), now, &again);
        if (set != NULL)
            on_set(incoming, set);
    } while (again);
}

void
incoming_message(struct incoming *incoming, const struct pdu *pdu,
                 int64_t now)
{
    const struct pdu_message *message = &pdu->message;
    struct assembly_header header;

    if (receipt_is(message)) {
        on_receipt(incoming, pdu, now);
        return;
    }
    assembly_read_header(message, &header);
    buffer_clear(&incoming->text);
    if (!coding_decode(&incoming->text, message->coding,
                       message->text + header.skip,
                       (size_t)(message->length - header.skip))) {
        incoming->host->log(LOG_NOTICE, "a message that is not text (coding "
                            "%u) was passed over", message->coding);
        respond(incoming, pdu, SMPP_OK);
        return;
    }
    if (header.total > 1)
        on_part(incoming, pdu, &header, now);
    else
        on_whole_text(incoming, pdu);
}

void
incoming_stored(struct incoming *incoming, uint64_t token)
{
    struct incoming_waiting *waiting =
        &incoming->waiting[(uint32_t)token % INCOMING_WAITING];
    const struct assembly_part *parts;

    if (token & RECEIPT_TOKEN) {
        receipt_stored(incoming, token);
        return;
    }
    if (waiting->serial == 0 || waiting->serial != token >> 32)
        return;
    parts = waiting->parts != NULL ? waiting->parts : &waiting->one;
    for (uint32_t i = 0; i < waiting->count; i++)
        session_respond(incoming->session, waiting->generation,
                        parts[i].command, parts[i].sequence, SMPP_OK);
    free(waiting->parts);
    *waiting = (struct incoming_waiting){ 0 };
    incoming->waiting_count--;
}

void
incoming_down(struct incoming *incoming)
{
    for (int i = 0; i < ASSEMBLY_SETS; i++) {
        struct assembly_set *set = incoming->assembly.sets[i];

        if (set != NULL && set->used)
            assembly_release(&incoming->assembly, set);
    }
    while (incoming->early_count > 0)
        finish_early(incoming, 0);
}

int64_t
incoming_tick(struct incoming *incoming, int64_t now)
{
    struct assembly_set *set;
    int64_t next = INT64_MAX;

    while (incoming->early_count > 0 && early_at(incoming, 0)->deadline <= now)
        finish_early(incoming, 0);
    if (incoming->assembly.used > 0) {
        while ((set = assembly_overdue(&incoming->assembly, now, &next)))
            on_set(incoming, set);
    }
    if (incoming->early_count > 0 && early_at(incoming, 0)->deadline < next)
        next = early_at(incoming, 0)->deadline;
    return next;
}
