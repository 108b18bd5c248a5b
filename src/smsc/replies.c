/* replies - what phones write back, until it is acknowledged */
#include "smsc/smsc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "smpp/parts.h"

enum { TON_INTERNATIONAL = 1 };

static void
send_one(struct smsc_client *client, struct smsc_reply *reply)
{
    struct pdu pdu = { .command = PDU_DELIVER_SM };

    reply->client = client_place(client);
    reply->generation = client->generation;
    reply->sequence = pdu.sequence = ++client->sequence;
    reply->sent = true;
    pdu.message.from = (struct pdu_address){ reply->from_ton, 1,
                                             reply->from };
    pdu.message.to = (struct pdu_address){ reply->to_ton, 1, reply->to };
    pdu.message.esm_class = reply->esm_class;
    pdu.message.coding = reply->coding;
    pdu.message.text = reply->octets;
    pdu.message.length = reply->length;
    pdu_add(&client->out, &pdu);
}

void
replies_send(struct smsc *smsc)
{
    struct smsc_client *client = client_receiver(smsc);

    if (client == NULL)
        return;
    for (size_t i = 0; i < smsc->reply_count; i++) {
        struct smsc_reply *reply = &smsc->replies[i];

        if (!reply->sent || client_find(smsc, reply->client,
                                        reply->generation) == NULL)
            send_one(client, reply);
    }
    client_flush(client);
}

static void
keep(struct smsc *smsc, const struct smsc_phone *phone,
     const struct parts *parts, int part)
{
    struct smsc_reply *reply = GROW(smsc, replies, reply_count, reply_room);
    struct pdu_message message = { 0 };

    parts_fill(parts, part, &message);
    text_copy(reply->from, sizeof(reply->from),
              phone->number + (phone->number[0] == '+'));
    reply->from_ton = TON_INTERNATIONAL;
    text_copy(reply->to, sizeof(reply->to), phone->sender);
    reply->to_ton = phone->sender_ton;
    reply->esm_class = message.esm_class;
    reply->coding = message.coding;
    reply->length = (uint8_t)message.length;
    memcpy(reply->octets, message.text, message.length);
}

static void
reply_as(struct smsc *smsc, const struct smsc_phone *phone, const char *text)
{
    struct parts parts = { 0 };
    const char *const pairs[][2] = { { "from", phone->number },
                                     { "to", phone->sender },
                                     { "text", text }, { NULL, NULL } };
    char line[160];

    if (parts_make(&parts, text, ++smsc->reply_reference) == 0) {
        show_event(&smsc->show, "problem", NULL,
                   "that is longer than 32 SMS");
        return;
    }
    for (int i = 0; i < parts.count; i++)
        keep(smsc, phone, &parts, i);
    buffer_free(&parts.octets);
    smsc->counts.replies++;
    snprintf(line, sizeof(line), "%s writes back%s", phone->number,
             client_receiver(smsc) == NULL
                 ? "; it waits until somebody is bound" : "");
    show_event(&smsc->show, "reply", pairs, line);
    replies_send(smsc);
}

/* "+number " at the start of a line; its length with the spaces, or 0. */
static size_t
read_number(const char *line, char number[24])
{
    size_t length;

    if (line[0] != '+')
        return 0;
    length = strspn(line + 1, "0123456789") + 1;
    if (length < 4 || length > 21 ||
        (line[length] != ' ' && line[length] != '\0'))
        return 0;
    memcpy(number, line, length);
    number[length] = '\0';
    return length + strspn(line + length, " ");
}

/* Who a phone that nobody wrote to writes to: the sender of the last text. */
static void
give_sender(struct smsc *smsc, struct smsc_phone *phone)
{
    const struct smsc_phone *last;

    if (phone->sender[0] != '\0' || smsc->last_phone == SMSC_PHONES)
        return;
    last = &smsc->phones[smsc->last_phone];
    text_copy(phone->sender, sizeof(phone->sender), last->sender);
    phone->sender_ton = last->sender_ton;
}

void
replies_typed(struct smsc *smsc, const char *line)
{
    struct smsc_phone *phone;
    char number[24];
    size_t skip = read_number(line, number);

    if (*line == '\0')
        return;
    if (skip > 0) {
        phone = phones_find(smsc, number);
        give_sender(smsc, phone);
    } else if (smsc->last_phone != SMSC_PHONES) {
        phone = &smsc->phones[smsc->last_phone];
    } else {
        show_event(&smsc->show, "problem", NULL, "no phone has got a text "
                   "yet: begin the line with a number (+32470000001 JA)");
        return;
    }
    if (text_is_utf8(line, strlen(line), NULL))
        reply_as(smsc, phone, line + skip);
    else
        show_event(&smsc->show, "problem", NULL, "that is not UTF-8");
}

void
replies_answer(struct smsc_client *client, const struct pdu *pdu)
{
    struct smsc *smsc = client->smsc;

    for (size_t i = 0; i < smsc->reply_count; i++) {
        struct smsc_reply *reply = &smsc->replies[i];
        char status[16];
        const char *const pairs[][2] = { { "from", reply->from },
                                         { "status", status },
                                         { NULL, NULL } };

        if (!reply->sent || reply->sequence != pdu->sequence ||
            client_find(smsc, reply->client, reply->generation) != client)
            continue;
        snprintf(status, sizeof(status), "0x%02x", pdu->status);
        show_event(&smsc->show, "acknowledged", pairs, NULL);
        if (pdu->status != SMPP_OK) {
            /* refused for now: again at the next bind */
            reply->generation = 0;
            return;
        }
        smsc->counts.acknowledged++;
        smsc->reply_count--;
        memmove(reply, reply + 1, (smsc->reply_count - i) * sizeof(*reply));
        return;
    }
}

void
replies_close(struct smsc *smsc)
{
    free(smsc->replies);
    smsc->replies = NULL;
}
