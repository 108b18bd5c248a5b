/* client - one connection to the practice SMSC: bytes, PDUs, binds */
#include "smsc/smsc.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    READ_SIZE = 256 * 1024,
    OUT_MOST = 4 * 1024 * 1024          /* unread answers: then we wait */
};

uint32_t
client_place(const struct smsc_client *client)
{
    return (uint32_t)(client - client->smsc->clients);
}

struct smsc_client *
client_find(struct smsc *smsc, uint32_t place, uint32_t generation)
{
    struct smsc_client *client = &smsc->clients[place];

    return client->used && client->generation == generation ? client : NULL;
}

struct smsc_client *
client_receiver(struct smsc *smsc)
{
    for (uint32_t i = 0; i < SMSC_CLIENTS; i++) {
        struct smsc_client *client = &smsc->clients[i];

        if (client->used && client->bound && client->receives &&
            !client->leaving)
            return client;
    }
    return NULL;
}

void
client_close(struct smsc_client *client, const char *why)
{
    const char *const pairs[][2] = { { "reason", why }, { NULL, NULL } };
    char line[160];

    if (!client->used)
        return;
    snprintf(line, sizeof(line), "a client is gone: %s", why);
    show_event(&client->smsc->show, "disconnect", pairs, line);
    event_free(client->reading);
    event_free(client->writing);
    stream_close(&client->stream);
    buffer_free(&client->in);
    buffer_free(&client->out);
    client->used = false;
}

void
client_flush(struct smsc_client *client)
{
    enum stream_result result;

    /* whoever reads our lines knows of a text before its sender does */
    show_flush();
    result = stream_write(&client->stream, &client->out);
    if (result == STREAM_AGAIN) {
        event_add(client->writing, NULL);
        if (buffer_length(&client->out) > OUT_MOST)
            event_del(client->reading);
        return;
    }
    if (result != STREAM_OK) {
        client_close(client, "it does not read");
        return;
    }
    if (client->leaving)
        client_close(client, "unbound");
    else
        event_add(client->reading, NULL);
}

static uint32_t
check_account(const struct smsc_client *client, const struct pdu_bind *bind)
{
    const struct smsc_options *options = &client->smsc->options;

    if (client->bound)
        return SMPP_ALREADY_BOUND;
    if (options->system_id != NULL &&
        strcmp(options->system_id, bind->system_id) != 0)
        return SMPP_BAD_SYSTEM_ID;
    if (options->password != NULL &&
        strcmp(options->password, bind->password) != 0)
        return SMPP_BAD_PASSWORD;
    return SMPP_OK;
}

static void
on_bind(struct smsc_client *client, const struct pdu *pdu)
{
    uint32_t status = check_account(client, &pdu->bind);
    char code[16], line[160];
    const char *const pairs[][2] = { { "system_id", pdu->bind.system_id },
                                     { "status", code }, { NULL, NULL } };

    snprintf(code, sizeof(code), "0x%02x", status);
    snprintf(line, sizeof(line), "%.32s %s", pdu->bind.system_id,
             status == SMPP_OK ? "is bound" : "may not bind");
    show_event(&client->smsc->show, "bind", pairs, line);
    pdu_add_short(&client->out, pdu->command | PDU_RESPONSE, status,
                  pdu->sequence, "allo-smsc");
    if (status != SMPP_OK)
        return;
    client->bound = true;
    client->receives = pdu->command != PDU_BIND_TRANSMITTER;
    if (client->receives)
        replies_send(client->smsc);
}

/* false when the connection is to be dropped at once. */
static bool
on_pdu(struct smsc_client *client, const struct pdu *pdu)
{
    switch (pdu->command) {
    case PDU_SUBMIT_SM:
    case PDU_DATA_SM:
        if (client->bound)
            return service_submit(client, pdu);
        pdu_add_short(&client->out, pdu->command | PDU_RESPONSE,
                      SMPP_BAD_BIND_STATUS, pdu->sequence, NULL);
        break;
    case PDU_CANCEL_SM:
        service_cancel(client, pdu);
        break;
    case PDU_BIND_RECEIVER:
    case PDU_BIND_TRANSMITTER:
    case PDU_BIND_TRANSCEIVER:
        on_bind(client, pdu);
        break;
    case PDU_ENQUIRE_LINK:
        pdu_add_short(&client->out, PDU_ENQUIRE_LINK | PDU_RESPONSE, SMPP_OK,
                      pdu->sequence, NULL);
        break;
    case PDU_UNBIND:
        pdu_add_short(&client->out, PDU_UNBIND | PDU_RESPONSE, SMPP_OK,
                      pdu->sequence, NULL);
        client->leaving = true;
        break;
    case PDU_DELIVER_SM | PDU_RESPONSE:
        replies_answer(client, pdu);
        break;
    default:
        if ((pdu->command & PDU_RESPONSE) == 0)
            pdu_add_short(&client->out, PDU_GENERIC_NACK, SMPP_BAD_COMMAND,
                          pdu->sequence, NULL);
        break;
    }
    return true;
}

/* Every whole PDU in the buffer; a reason to hang up, or NULL. */
static const char *
read_pdus(struct smsc_client *client)
{
    struct pdu pdu;
    size_t size = 0;

    while (client->used && !client->leaving) {
        switch (pdu_read((const uint8_t *)buffer_bytes(&client->in),
                         buffer_length(&client->in), &pdu, &size)) {
        case PDU_NONE:
            return NULL;
        case PDU_BAD_LENGTH:
            return "it sent what is not SMPP";
        case PDU_BAD_BODY:
            pdu_add_short(&client->out, PDU_GENERIC_NACK,
                          SMPP_BAD_COMMAND_LENGTH, pdu.sequence, NULL);
            break;
        case PDU_OK:
            if (!on_pdu(client, &pdu))
                return "dropped, as was asked";
            break;
        }
        if (client->used)
            buffer_eat(&client->in, size);
    }
    return NULL;
}

static void
handshake(struct smsc_client *client)
{
    char room[128];

    switch (stream_handshake(&client->stream)) {
    case STREAM_OK:
        break;
    case STREAM_AGAIN:
        if (client->stream.write_wanted)
            event_add(client->writing, NULL);
        break;
    default:
        client_close(client,
                     stream_error(&client->stream, room, sizeof(room)));
        break;
    }
}

static void
on_readable(evutil_socket_t fd, short what, void *self)
{
    struct smsc_client *client = self;
    struct smsc *smsc = client->smsc;
    enum stream_result result;
    const char *why = NULL;

    (void)fd, (void)what;
    smsc->now = clock_monotonic(smsc->clock);
    handshake(client);
    while (client->used &&
           (client->stream.tls == NULL || client->stream.handshake_done)) {
        result = stream_read(&client->stream, &client->in, READ_SIZE);
        if (result == STREAM_OK)
            why = read_pdus(client);
        else if (result != STREAM_AGAIN)
            why = "it hung up";
        if (!client->used || result != STREAM_OK || why != NULL ||
            client->leaving || buffer_length(&client->out) > OUT_MOST ||
            client->stream.tls == NULL)
            break;
    }
    if (client->used)
        client_flush(client);
    if (client->used && why != NULL)
        client_close(client, why);
    server_schedule(smsc);
    show_flush();
}

static void
on_writable(evutil_socket_t fd, short what, void *self)
{
    struct smsc_client *client = self;

    (void)fd, (void)what;
    if (client->stream.tls != NULL && !client->stream.handshake_done)
        handshake(client);
    else
        client_flush(client);
    show_flush();
}

void
client_open(struct smsc *smsc, int fd)
{
    struct smsc_client *client = smsc->clients;
    int yes = 1;

    while (client < smsc->clients + SMSC_CLIENTS && client->used)
        client++;
    if (client == smsc->clients + SMSC_CLIENTS) {
        close(fd);
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
    *client = (struct smsc_client){ .smsc = smsc,
                                    .generation = ++smsc->last_generation };
    if (!stream_open(&client->stream, fd, smsc->tls, NULL))
        return;
    client->used = true;
    client->reading = event_new(smsc->base, fd, EV_READ | EV_PERSIST,
                                on_readable, client);
    client->writing = event_new(smsc->base, fd, EV_WRITE, on_writable,
                                client);
    event_add(client->reading, NULL);
    show_event(&smsc->show, "connect", NULL, NULL);
}
