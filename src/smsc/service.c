/* service - takes submissions as the options want it, and sends receipts */
#include "smsc/smsc.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"

enum { DATE = 11 };                     /* YYMMDDhhmm */

/* Decimal, as fast as it goes: printf(3) would be the slowest thing here. */
static const char *
id_text(uint64_t id, char room[24])
{
    char *at = room + 23;

    *at = '\0';
    do {
        *--at = (char)('0' + id % 10);
        id /= 10;
    } while (id != 0);
    return at;
}

/* The status that this submission gets. */
static uint32_t
judge(struct smsc *smsc)
{
    const struct smsc_options *options = &smsc->options;

    if (options->throttle != 0) {
        if (smsc->now - smsc->throttle_second >= 1000) {
            smsc->throttle_second = smsc->now;
            smsc->throttle_taken = 0;
        }
        if (smsc->throttle_taken >= options->throttle)
            return SMPP_THROTTLED;
        smsc->throttle_taken++;
    }
    if (options->refuse != 0 &&
        (int)random_below(&smsc->random, 100) < options->refuse_percent)
        return options->refuse;
    return SMPP_OK;
}

static void
answer(struct smsc_client *client, const struct due *due)
{
    char room[24];

    pdu_add_short(&client->out,
                  (due->data ? PDU_DATA_SM : PDU_SUBMIT_SM) | PDU_RESPONSE,
                  due->status, due->sequence,
                  due->status == SMPP_OK ? id_text(due->id, room) : NULL);
}

static void
copy_address(char to[21], const struct pdu_address *from)
{
    size_t length = strnlen(from->digits, 20);

    memcpy(to, from->digits, length);
    to[length] = '\0';
}

static void
plan_receipt(struct smsc *smsc, const struct due *due)
{
    struct due *receipt;

    if (!due->wants_receipt || due->status != SMPP_OK)
        return;
    receipt = due_add(&smsc->receipts);
    *receipt = *due;
    receipt->at = smsc->now + smsc->options.receipt_delay;
}

static void
tell_refused(struct smsc *smsc, const struct pdu *pdu, uint32_t status)
{
    char code[16], number[24], line[160];
    const char *const pairs[][2] = {
        { "from", pdu->message.from.digits },
        { "to", number }, { "status", code }, { NULL, NULL }
    };

    if (smsc->show.manner == SHOW_NOTHING)
        return;
    snprintf(number, sizeof(number), "+%.21s", pdu->message.to.digits);
    snprintf(code, sizeof(code), "0x%02x", status);
    snprintf(line, sizeof(line), "refused a text for %s: %s (%s)", number,
             pdu_status_text(status), code);
    show_event(&smsc->show, "refused", pairs, line);
}

static void
tell_fault(struct smsc *smsc, const char *event, uint64_t id,
           const char *line)
{
    char room[24];
    const char *const pairs[][2] = { { "id", id_text(id, room) },
                                     { NULL, NULL } };

    show_event(&smsc->show, event, pairs, line);
}

static void
remember(struct smsc_client *client, const struct pdu *pdu, struct due *due)
{
    const struct pdu_message *message = &pdu->message;

    due->client = client_place(client);
    due->generation = client->generation;
    due->sequence = pdu->sequence;
    due->data = pdu->command == PDU_DATA_SM;
    due->reference = message->reference;
    due->deleted = false;
    due->has_reference = (message->has & PDU_HAS_REFERENCE) != 0;
    due->wants_receipt = client->smsc->options.receipts &&
                         (message->registered & 1) != 0;
    if (due->wants_receipt) {
        copy_address(due->from, &message->from);
        copy_address(due->to, &message->to);
        due->from_ton = message->from.ton;
        due->to_ton = message->to.ton;
    }
}

bool
service_submit(struct smsc_client *client, const struct pdu *pdu)
{
    struct smsc *smsc = client->smsc;
    const struct smsc_options *options = &smsc->options;
    uint64_t number = ++smsc->counts.submits;
    struct due due;

    if (options->bursts)
        bursts_note(&smsc->bursts, clock_microseconds());
    due.status = judge(smsc);
    due.id = smsc->next_id++;
    remember(client, pdu, &due);
    if (due.status == SMPP_OK) {
        smsc->counts.accepted++;
        if (smsc->show.manner != SHOW_NOTHING)
            phones_arrive(smsc, pdu, due.id);
    } else {
        smsc->counts.refused++;
        tell_refused(smsc, pdu, due.status);
    }
    if (options->receipt_early)
        plan_receipt(smsc, &due);
    if (number == options->drop_after) {
        tell_fault(smsc, "dropped", due.id, "hangs up instead of answering");
        if (!options->receipt_early)
            plan_receipt(smsc, &due);
        return false;
    }
    if (number == options->lose_response) {
        tell_fault(smsc, "lost", due.id, "does not answer this one");
        if (!options->receipt_early)
            plan_receipt(smsc, &due);
        return true;
    }
    if (options->latency > 0) {
        due.at = smsc->now + options->latency;
        *due_add(&smsc->answers) = due;
    } else {
        answer(client, &due);
        if (!options->receipt_early)
            plan_receipt(smsc, &due);
    }
    return true;
}

void
service_cancel(struct smsc_client *client, const struct pdu *pdu)
{
    const struct pdu_cancel *cancel = &pdu->cancel;
    struct smsc *smsc = client->smsc;
    char *end;
    uint64_t id = strtoull(cancel->id, &end, 10);
    struct due *due = client->bound && *end == '\0'
        ? due_find(&smsc->receipts, id) : NULL;
    uint32_t status = SMPP_OK;

    if (!client->bound)
        status = SMPP_BAD_BIND_STATUS;
    else if (due == NULL || due->deleted ||
             strcmp(due->to, cancel->to.digits) != 0 ||
             strcmp(due->from, cancel->from.digits) != 0)
        status = SMPP_CANCEL_FAILED;
    else
        due->deleted = true;
    pdu_add_short(&client->out, PDU_CANCEL_SM | PDU_RESPONSE, status,
                  pdu->sequence, NULL);
    tell_fault(smsc, status == SMPP_OK ? "cancelled" : "not-cancelled", id,
               status == SMPP_OK ? "a text is taken back"
                                 : "a text cannot be taken back any more");
}

static void
date_text(struct smsc *smsc, char text[DATE])
{
    char when[INSTANT_TEXT];

    instant_format(clock_now(smsc->clock), when);
    snprintf(text, DATE, "%.2s%.2s%.2s%.2s%.2s", when + 2, when + 5, when + 8,
             when + 11, when + 14);
}

static void
send_receipt(struct smsc_client *client, const struct due *due)
{
    struct smsc *smsc = client->smsc;
    bool failed = due->deleted ||
                  (smsc->options.undelivered_percent > 0 &&
                   (int)random_below(&smsc->random, 100) <
                       smsc->options.undelivered_percent);
    const char *state = due->deleted ? "DELETED"
                        : failed ? "UNDELIV" : "DELIVRD";
    struct pdu pdu = { .command = PDU_DELIVER_SM };
    char id[24], date[DATE], text[160];

    snprintf(id, sizeof(id), smsc->options.receipt_hex ? "%" PRIX64
                                                       : "%" PRIu64, due->id);
    date_text(smsc, date);
    pdu.message.length = (uint16_t)snprintf(
        text, sizeof(text), "id:%s sub:001 dlvrd:%s submit date:%s done "
        "date:%s stat:%s err:%s text:", id, failed ? "000" : "001", date,
        date, state, failed ? "001" : "000");
    pdu.message.text = (const uint8_t *)text;
    pdu.message.esm_class = PDU_ESM_RECEIPT;
    pdu.message.from = (struct pdu_address){ due->to_ton, 1, due->to };
    pdu.message.to = (struct pdu_address){ due->from_ton, 1, due->from };
    pdu.message.receipted_id = id;
    pdu.message.state = due->deleted ? 4 : failed ? 5 : 2;
    pdu.message.has = PDU_HAS_STATE;
    if (due->has_reference)
        pdu.message.has |= PDU_HAS_REFERENCE;
    pdu.message.reference = due->reference;
    for (int i = 0; i < (smsc->options.double_receipts ? 2 : 1); i++) {
        const char *const pairs[][2] = {
            { "id", id }, { "state", state },
            { NULL, NULL }
        };

        pdu.sequence = ++client->sequence;
        pdu_add(&client->out, &pdu);
        smsc->counts.receipts++;
        show_event(&smsc->show, "receipt", pairs, NULL);
    }
}

static void
due_answers(struct smsc *smsc)
{
    const struct due *due;

    while ((due = due_first(&smsc->answers)) != NULL &&
           due->at <= smsc->now) {
        struct smsc_client *client = client_find(smsc, due->client,
                                                 due->generation);

        if (client != NULL)
            answer(client, due);
        if (!smsc->options.receipt_early)
            plan_receipt(smsc, due);
        due_drop(&smsc->answers);
    }
}

/* Receipts go to whoever is bound: the client may have come back since. */
static void
due_receipts(struct smsc *smsc)
{
    struct smsc_client *any = NULL;
    const struct due *due;

    while ((due = due_first(&smsc->receipts)) != NULL &&
           due->at <= smsc->now) {
        struct smsc_client *client = client_find(smsc, due->client,
                                                 due->generation);

        if (client == NULL || !client->receives)
            client = any = any != NULL ? any : client_receiver(smsc);
        if (client == NULL)
            return;
        send_receipt(client, due);
        due_drop(&smsc->receipts);
    }
}

void
service_due(struct smsc *smsc)
{
    due_answers(smsc);
    due_receipts(smsc);
    for (uint32_t i = 0; i < SMSC_CLIENTS; i++) {
        if (smsc->clients[i].used)
            client_flush(&smsc->clients[i]);
    }
}
