/*
 * outgoing - see outgoing.h
 *
 * A text of several parts is one message: a phone shows it when it has them
 * all.  So what became of it follows from its parts like this:
 *   - all accepted: ACCEPTED, with the id of the last part;
 *   - a part was refused: the text cannot come through whole, a clear no as
 *     that part's, even when other parts were accepted;
 *   - a part was written and not answered, or some were accepted and others
 *     could not be sent: UNKNOWN, for the SMSC has a part of it and a second
 *     submission would not be the first;
 *   - no part was wholly written: RETRY.
 * A text that this one replaces is taken back just before (cancel_sm).  What
 * the SMSC says to that changes nothing: "too late", "I cannot do that",
 * silence; this one goes out in any case.
 * Only "too many a second" is mended here: the part is submitted again after
 * a pause, for its brothers may be accepted already.
 */
#include "outgoing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/rand.h>

#include "base/memory.h"
#include "base/text.h"

enum { THROTTLE_PAUSE = 1000, TRIES_MOST = 20 };
enum { CANCELLING = 255 };              /* the `part` of a cancel_sm */

void
outgoing_open(struct outgoing *outgoing, const struct allo_host *host,
              const struct outgoing_settings *settings,
              struct session *session, struct ids *ids,
              struct incoming *incoming)
{
    *outgoing = (struct outgoing){ .host = host, .settings = *settings,
                                   .clock = &clock_system,
                                   .session = session, .ids = ids,
                                   .incoming = incoming };
    outgoing->messages = memory_new(settings->window,
                                    sizeof(*outgoing->messages));
    outgoing->idle = memory_new(settings->window, sizeof(*outgoing->idle));
    outgoing->queue = memory_new(settings->window, sizeof(*outgoing->queue));
    for (uint32_t i = 0; i < settings->window; i++)
        outgoing->idle[i] = settings->window - 1 - i;
    outgoing->idle_count = settings->window;
    outgoing->until = NEVER;
    /* not the same references again after a restart */
    RAND_bytes((unsigned char *)&outgoing->reference,
               sizeof(outgoing->reference));
    outgoing->header_reference = (uint8_t)outgoing->reference;
}

void
outgoing_close(struct outgoing *outgoing)
{
    outgoing_down(outgoing);
    for (uint32_t i = 0; i < outgoing->settings.window; i++)
        buffer_free(&outgoing->messages[i].parts.octets);
    free(outgoing->messages);
    free(outgoing->idle);
    free(outgoing->queue);
}

enum allo_outcome
outgoing_outcome(uint32_t status, uint32_t *retry_after)
{
    *retry_after = 0;
    switch (status) {
    case SMPP_THROTTLED:
        *retry_after = 1;
        return ALLO_RETRY;
    case SMPP_QUEUE_FULL:
        *retry_after = 10;
        return ALLO_RETRY;
    case SMPP_BAD_BIND_STATUS:
    case SMPP_SYSTEM_ERROR:
    case SMPP_SUBMIT_FAILED:
    case SMPP_TEMPORARY:
    case SMPP_UNKNOWN_ERROR:
        return ALLO_RETRY;
    default:
        /* what the standard defines is about the message itself; what it
         * leaves to the SMSC can be anything, a spent credit too */
        return status <= 0xff ? ALLO_REJECTED : ALLO_RETRY;
    }
}

static enum allo_outcome
verdict_set(struct allo_verdict *verdict, enum allo_outcome outcome,
            uint32_t retry_after, const char *reason)
{
    text_copy(verdict->reason, sizeof(verdict->reason), reason);
    verdict->retry_after = retry_after;
    return outcome;
}

static void
enqueue(struct outgoing *outgoing, uint32_t place)
{
    struct outgoing_message *message = &outgoing->messages[place];
    uint32_t window = outgoing->settings.window;

    if (message->queued)
        return;
    message->queued = true;
    outgoing->queue[(outgoing->queue_start + outgoing->queue_count++) %
                    window] = place;
}

static void
dequeue(struct outgoing *outgoing)
{
    uint32_t place = outgoing->queue[outgoing->queue_start];

    outgoing->messages[place].queued = false;
    outgoing->queue_start = (outgoing->queue_start + 1) %
                            outgoing->settings.window;
    outgoing->queue_count--;
}

/* Until when a message is useful, as the host's text and for the wire. */
static void
read_until(struct outgoing *outgoing, struct outgoing_message *message,
           const char *text)
{
    message->until = NEVER;
    if (text == NULL || strlen(text) >= sizeof(outgoing->until_text))
        return;
    if (strcmp(text, outgoing->until_text) != 0) {
        text_copy(outgoing->until_text, sizeof(outgoing->until_text), text);
        outgoing->validity[0] = '\0';
        if (!instant_parse(text, &outgoing->until))
            outgoing->until = NEVER;
        else if (outgoing->settings.validity == VALIDITY_ABSOLUTE)
            parts_validity(outgoing->until, outgoing->validity);
    }
    message->until = outgoing->until;
    memcpy(message->validity, outgoing->validity, sizeof(message->validity));
}

/* What the message replaces, when it is known to be one part: of more only
 * some would go. */
static void
read_replaces(struct outgoing *outgoing, struct outgoing_message *message,
              const char *remote)
{
    char id[RECEIPT_ID];
    uint32_t group = 0;
    int part;

    if (!outgoing->settings.cancel || remote == NULL ||
        strlen(remote) >= sizeof(id) || strchr(remote, ':') != NULL)
        return;
    text_copy(id, sizeof(id), remote);
    if (ids_find(outgoing->ids, id, &group, &part) && group == 0)
        text_copy(message->replaces, sizeof(message->replaces), remote);
}

/* Fill a free place; the reason when the message cannot be sent ever. */
static const char *
fill(struct outgoing *outgoing, struct outgoing_message *message,
     const struct allo_message *from)
{
    const struct allo_host *host = outgoing->host;
    const char *to = host->field(from, "to");
    const char *text = host->field(from, "text");
    const char *until = host->field(from, "until");
    const char *id = host->field(from, "id");
    struct parts parts = message->parts;

    *message = (struct outgoing_message){ .parts = parts };
    if (to == NULL || !parts_number(to, message->to))
        return "the address is not a phone number";
    if (parts_make(&message->parts, text != NULL ? text : "",
                   ++outgoing->header_reference) == 0)
        return "the text is longer than 32 SMS";
    read_until(outgoing, message, until);
    read_replaces(outgoing, message, host->field(from, "replaces"));
    text_copy(message->id, sizeof(message->id), id != NULL ? id : "");
    message->todo = message->parts.count == 32
                        ? UINT32_MAX : (1u << message->parts.count) - 1;
    message->reference = ++outgoing->reference;
    message->ticket = host->ticket(from);
    return NULL;
}

enum allo_outcome
outgoing_send(struct outgoing *outgoing, const struct allo_message *message,
              struct allo_verdict *verdict)
{
    int64_t pause = 0;
    const char *wrong;
    uint32_t place;

    if (outgoing->session->state == SESSION_WAITING)
        pause = session_pause(outgoing->session,
                              outgoing->host->monotonic());
    if (pause > 0)
        return verdict_set(verdict, ALLO_RETRY,
                           (uint32_t)((pause + 999) / 1000),
                           "there is no connection to the SMSC");
    if (outgoing->idle_count == 0)
        return verdict_set(verdict, ALLO_RETRY, 0, "the window is full");
    place = outgoing->idle[outgoing->idle_count - 1];
    wrong = fill(outgoing, &outgoing->messages[place], message);
    if (wrong != NULL)
        return verdict_set(verdict, ALLO_REJECTED, 0, wrong);
    outgoing->idle_count--;
    /* the reference comes round after 65,536 messages */
    incoming_lost(outgoing->incoming, outgoing->messages[place].reference, 0);
    enqueue(outgoing, place);
    return ALLO_LATER;
}

int64_t
outgoing_wait(const struct outgoing *outgoing, int64_t now)
{
    if (outgoing->queue_count == 0 || session_room(outgoing->session) == 0)
        return INT64_MAX;
    return outgoing->paused_until > now ? outgoing->paused_until - now : 0;
}

/* A name under which a receipt or a late answer can settle what is unknown
 * now.  The daemon keeps it as it keeps the ids of the SMSC. */
static void
settle_unknown(struct outgoing *outgoing, struct outgoing_message *message)
{
    char name[64];

    snprintf(name, sizeof(name), "unanswered:%s", message->id);
    if (message->group == 0)
        message->group = ids_group_new(outgoing->ids, message->parts.count);
    incoming_lost(outgoing->incoming, message->reference, message->group);
    outgoing->host->settle(message->ticket, ALLO_UNKNOWN, name,
                           message->unanswered != 0
                               ? "sent, but the SMSC did not answer"
                               : "only some parts could be sent", 0);
    incoming_name(outgoing->incoming, message->group, name);
}

static void
settle_refused(struct outgoing *outgoing,
               const struct outgoing_message *message)
{
    uint32_t retry_after;
    enum allo_outcome outcome = outgoing_outcome(message->refused,
                                                 &retry_after);
    char reason[160];

    snprintf(reason, sizeof(reason), "the SMSC refuses%s: %s (0x%08x)",
             message->accepted != 0 ? " a part" : "",
             pdu_status_text(message->refused), message->refused);
    outgoing->host->settle(message->ticket, outcome, NULL, reason,
                           retry_after);
}

static void
settle_accepted(struct outgoing *outgoing, struct outgoing_message *message)
{
    outgoing->host->settle(message->ticket, ALLO_ACCEPTED, message->remote,
                           NULL, 0);
    if (message->group != 0)
        incoming_name(outgoing->incoming, message->group, message->remote);
}

/* Every part has its fate: so has the message.  Its place is free again. */
static void
settle(struct outgoing *outgoing, uint32_t place, const char *unsent_reason)
{
    struct outgoing_message *message = &outgoing->messages[place];
    uint32_t all = message->parts.count == 32
                       ? UINT32_MAX : (1u << message->parts.count) - 1;

    outgoing->idle[outgoing->idle_count++] = place;
    if (message->refused != 0)
        settle_refused(outgoing, message);
    else if (message->accepted == all)
        settle_accepted(outgoing, message);
    else if (message->accepted != 0 || message->unanswered != 0)
        settle_unknown(outgoing, message);
    else
        outgoing->host->settle(message->ticket, ALLO_RETRY, NULL,
                               unsent_reason, 0);
}

static void
submit_part(struct outgoing *outgoing, uint32_t place, int part)
{
    struct outgoing_message *message = &outgoing->messages[place];
    const struct outgoing_settings *settings = &outgoing->settings;
    const struct flight_tag tag = { place, message->reference,
                                    (uint8_t)part };
    struct pdu pdu = { .command = PDU_SUBMIT_SM };

    if (message->until != NEVER && settings->validity == VALIDITY_RELATIVE)
        parts_validity_relative(message->until, clock_now(outgoing->clock),
                                message->validity);
    pdu.message.from = settings->sender;
    pdu.message.to.ton = settings->to_ton;
    pdu.message.to.npi = settings->to_npi;
    pdu.message.to.digits = message->to;
    pdu.message.validity = message->validity;
    pdu.message.registered = settings->receipts;
    pdu.message.coding = settings->coding;
    pdu.message.has = PDU_HAS_REFERENCE;
    pdu.message.reference = message->reference;
    parts_fill(&message->parts, part, &pdu.message);
    message->todo &= ~(1u << part);
    message->flying++;
    session_submit(outgoing->session, &pdu, &tag);
}

static void
take_back(struct outgoing *outgoing, uint32_t place)
{
    struct outgoing_message *message = &outgoing->messages[place];
    const struct outgoing_settings *settings = &outgoing->settings;
    const struct flight_tag tag = { place, message->reference, CANCELLING };
    struct pdu pdu = { .command = PDU_CANCEL_SM };

    pdu.cancel.id = message->replaces;
    pdu.cancel.from = settings->sender;
    pdu.cancel.to.ton = settings->to_ton;
    pdu.cancel.to.npi = settings->to_npi;
    pdu.cancel.to.digits = message->to;
    session_submit(outgoing->session, &pdu, &tag);
    message->replaces[0] = '\0';
}

void
outgoing_pump(struct outgoing *outgoing, int64_t now)
{
    instant wall = 0;

    outgoing->now = now;
    while (outgoing->queue_count > 0 && now >= outgoing->paused_until &&
           session_room(outgoing->session) > 0) {
        uint32_t place = outgoing->queue[outgoing->queue_start];
        struct outgoing_message *message = &outgoing->messages[place];

        if (message->until != NEVER && wall == 0)
            wall = clock_now(outgoing->clock);
        if (message->until <= wall) {
            dequeue(outgoing);
            message->todo = 0;
            if (message->flying == 0)
                settle(outgoing, place,
                       "its time was over before it could be sent");
            continue;
        }
        if (message->replaces[0] != '\0') {
            take_back(outgoing, place);
            continue;
        }
        submit_part(outgoing, place, __builtin_ctz(message->todo));
        if (message->todo == 0)
            dequeue(outgoing);
    }
}

/* Whether the part goes into the queue again: "too many a second" says
 * nothing about the message.  Others wait as well. */
static bool
submit_again(struct outgoing *outgoing, uint32_t place, int part)
{
    struct outgoing_message *message = &outgoing->messages[place];

    outgoing->paused_until = outgoing->now + THROTTLE_PAUSE;
    if (message->parts.count == 1 || message->refused != 0 ||
        message->unanswered != 0 || message->tries >= TRIES_MOST ||
        (message->accepted == 0 && message->flying == 0))
        return false;
    message->tries++;
    message->todo |= 1u << part;
    enqueue(outgoing, place);
    return true;
}

/* What was not submitted yet will not be: the message is decided. */
static void
drop_todo(struct outgoing *outgoing, uint32_t place)
{
    struct outgoing_message *message = &outgoing->messages[place];
    uint32_t window = outgoing->settings.window, kept = 0;

    message->todo = 0;
    if (!message->queued)
        return;
    for (uint32_t i = 0; i < outgoing->queue_count; i++) {
        uint32_t at = outgoing->queue[(outgoing->queue_start + i) % window];

        if (at != place)
            outgoing->queue[(outgoing->queue_start + kept++) % window] = at;
    }
    outgoing->queue_count = kept;
    message->queued = false;
}

static void
accept_part(struct outgoing *outgoing, struct outgoing_message *message,
            int part, const char *id)
{
    message->accepted |= 1u << part;
    if (id[0] == '\0' || !outgoing->settings.receipts) {
        receipt_canonical(id, message->remote);
        return;
    }
    if (part == message->parts.count - 1 || message->remote[0] == '\0')
        receipt_canonical(id, message->remote);
    if (message->parts.count > 1) {
        char canonical[RECEIPT_ID];

        receipt_canonical(id, canonical);
        if (message->group == 0)
            message->group = ids_group_new(outgoing->ids,
                                           message->parts.count);
        ids_add(outgoing->ids, canonical, message->group, part);
    } else {
        ids_add(outgoing->ids, message->remote, 0, 0);
    }
}

/* The answer to what was given up already.  Its message is settled as
 * UNKNOWN; this says what is true of it. */
static void
late_answer(struct outgoing *outgoing, const struct flight_tag *tag,
            uint32_t status, const char *id)
{
    uint32_t number = incoming_lost_group(outgoing->incoming, tag->reference);
    struct ids_group *group = ids_group(outgoing->ids, number);
    char canonical[RECEIPT_ID];

    if (group == NULL)
        return;
    if (status != SMPP_OK) {
        group->failed = true;
        outgoing->host->receipt(0, group->name, ALLO_UNDELIVERED,
                                "the SMSC refused it, late");
        return;
    }
    receipt_canonical(id, canonical);
    ids_add(outgoing->ids, canonical, number, tag->part);
    if (group->known == group->parts && !group->failed)
        outgoing->host->receipt(0, group->name, ALLO_ACCEPTED,
                                "the SMSC answered late");
    incoming_learned(outgoing->incoming, canonical);
}

void
outgoing_answer(struct outgoing *outgoing, const struct flight_tag *tag,
                enum session_fate fate, uint32_t status, const char *id)
{
    struct outgoing_message *message = &outgoing->messages[tag->message];
    char canonical[RECEIPT_ID] = "";

    if (tag->part == CANCELLING)
        return;
    if (fate == SESSION_LATE) {
        late_answer(outgoing, tag, status, id);
        return;
    }
    message->flying--;
    if (fate == SESSION_UNANSWERED) {
        message->unanswered |= 1u << tag->part;
    } else if (fate == SESSION_ANSWERED && status == SMPP_OK) {
        receipt_canonical(id, canonical);
        accept_part(outgoing, message, tag->part, id);
    } else if (fate == SESSION_ANSWERED &&
               !(status == SMPP_THROTTLED &&
                 submit_again(outgoing, tag->message, tag->part))) {
        if (message->refused == 0)
            message->refused = status;
    }
    if (fate == SESSION_UNSENT || message->refused != 0)
        drop_todo(outgoing, tag->message);
    if (message->flying == 0 && message->todo == 0)
        settle(outgoing, tag->message, "the connection to the SMSC broke");
    if (canonical[0] != '\0')
        incoming_learned(outgoing->incoming, canonical);
}

void
outgoing_down(struct outgoing *outgoing)
{
    while (outgoing->queue_count > 0) {
        uint32_t place = outgoing->queue[outgoing->queue_start];

        dequeue(outgoing);
        outgoing->messages[place].todo = 0;
        if (outgoing->messages[place].flying == 0)
            settle(outgoing, place, "there is no connection to the SMSC");
    }
}
