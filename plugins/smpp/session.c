/* session - see session.h */
#include "session.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include <openssl/rand.h>

enum {
    FIRST_PAUSE = 1000,         /* ms before the first new try */
    HEALTHY = 60 * 1000,        /* bound so long: the pause starts anew */
    READS = 16,                 /* of 64 KiB, before other work */
    ENQUIRE_PATIENCE = 10 * 1000
};

/* Somewhere between half and all of `most`, so that many clients of one SMSC
 * do not come back at the same moment. */
static int64_t
jitter(int64_t most)
{
    uint32_t number = 0;

    if (RAND_bytes((unsigned char *)&number, sizeof(number)) != 1)
        return most;
    return most / 2 + number % (most / 2 + 1);
}

int
session_open(struct session *session, const struct session_settings *settings,
             const struct session_hooks *hooks, void *self, int64_t now,
             struct error *error)
{
    *session = (struct session){ .settings = *settings, .hooks = hooks,
                                 .self = self, .deadline = now };
    if (link_open(&session->link, &settings->link, error) < 0)
        return -1;
    flight_open(&session->flight, settings->window);
    return 0;
}

/* Every request in flight gets its fate: a PDU that the kernel has wholly may
 * have arrived, of any other the SMSC cannot have made a message. */
static void
settle_flight(struct session *session)
{
    struct flight_slot *slot;

    flight_written(&session->flight, session->link.written, 0);
    while ((slot = flight_oldest(&session->flight)) != NULL) {
        enum session_fate fate = slot->state == FLIGHT_WRITTEN
                                     ? SESSION_UNANSWERED : SESSION_UNSENT;
        struct flight_tag tag = slot->tag;

        flight_pass(&session->flight, slot, false);
        session->hooks->on_answer(session->self, &tag, fate, 0, "");
    }
    flight_forget(&session->flight);
}

/* The link is gone or useless: hang up and try again after a pause. */
static void
fail(struct session *session, int64_t now, const char *reason)
{
    bool was_healthy = session->state == SESSION_BOUND &&
                       now - session->bound_at >= HEALTHY;
    int64_t pause = session->pause * 2;

    if (was_healthy || pause < FIRST_PAUSE)
        pause = FIRST_PAUSE;
    if (pause > session->settings.pause_most)
        pause = session->settings.pause_most;
    session->pause = pause;
    session->deadline = now + jitter(pause);
    session->state = SESSION_WAITING;
    settle_flight(session);
    link_stop(&session->link);
    session->hooks->on_state(session->self, false, reason);
}

static uint32_t
next_sequence(struct session *session)
{
    session->sequence = session->sequence >= 0x7fffffff
                            ? 1 : session->sequence + 1;
    return session->sequence;
}

static void
send_bind(struct session *session)
{
    struct pdu pdu = { .command = PDU_BIND_TRANSCEIVER };

    session->sequence = 0;
    pdu.sequence = next_sequence(session);
    pdu.bind.system_id = session->settings.system_id;
    pdu.bind.password = session->settings.password;
    pdu.bind.system_type = session->settings.system_type;
    pdu.bind.version = 0x34;
    pdu_add(&session->link.out, &pdu);
    session->state = SESSION_BINDING;
}

static void
start(struct session *session, int64_t now)
{
    struct error error = { "" };

    session->state = SESSION_CONNECTING;
    session->deadline = now + session->settings.bind_timeout;
    if (link_start(&session->link, &error) < 0)
        fail(session, now, error.text);
}

static void
step_connecting(struct session *session, int64_t now)
{
    struct error error = { "" };

    if (link_step(&session->link, &error) < 0)
        fail(session, now, error.text);
    else if (session->link.state == LINK_UP)
        send_bind(session);
}

static void
on_bind_response(struct session *session, const struct pdu *pdu, int64_t now)
{
    char reason[128];

    if (session->state != SESSION_BINDING)
        return;
    if (pdu->status != SMPP_OK) {
        snprintf(reason, sizeof(reason),
                 "the SMSC refuses the bind: %s (0x%08x)",
                 pdu_status_text(pdu->status), pdu->status);
        /* a wrong password does not get better by asking often, and many
         * an SMSC locks the account */
        if (pdu->status != SMPP_SYSTEM_ERROR &&
            pdu->status != SMPP_THROTTLED && session->pause < 15 * 1000)
            session->pause = 15 * 1000;
        fail(session, now, reason);
        return;
    }
    session->state = SESSION_BOUND;
    session->bound_at = now;
    session->enquired_at = 0;
    session->generation++;
    session->hooks->on_state(session->self, true, NULL);
}

static void
on_response(struct session *session, const struct pdu *pdu)
{
    struct flight_slot *slot = flight_find(&session->flight, pdu->sequence);
    enum session_fate fate = SESSION_ANSWERED;
    struct flight_tag tag;

    /* QUEUED: an answer to what was never sent; a liar or a mix-up */
    if (slot == NULL || slot->state == FLIGHT_QUEUED)
        return;
    if (slot->state == FLIGHT_OVERDUE)
        fate = SESSION_LATE;
    tag = slot->tag;
    flight_pass(&session->flight, slot, false);
    session->hooks->on_answer(session->self, &tag, fate, pdu->status,
                              pdu->id);
}

static void
refuse(struct session *session, const struct pdu *pdu, uint32_t status)
{
    pdu_add_short(&session->link.out, PDU_GENERIC_NACK, status,
                  pdu->sequence, NULL);
}

static void
on_request(struct session *session, const struct pdu *pdu, int64_t now)
{
    switch (pdu->command) {
    case PDU_DELIVER_SM:
    case PDU_DATA_SM:
        if (session->state == SESSION_BOUND)
            session->hooks->on_message(session->self, pdu);
        else
            pdu_add_short(&session->link.out, pdu->command | PDU_RESPONSE,
                          SMPP_BAD_BIND_STATUS, pdu->sequence, "");
        break;
    case PDU_ENQUIRE_LINK:
        pdu_add_short(&session->link.out, PDU_ENQUIRE_LINK | PDU_RESPONSE,
                      SMPP_OK, pdu->sequence, NULL);
        break;
    case PDU_UNBIND:
        pdu_add_short(&session->link.out, PDU_UNBIND | PDU_RESPONSE, SMPP_OK,
                      pdu->sequence, NULL);
        session_flush(session, now);
        if (session->state != SESSION_WAITING)
            fail(session, now, "the SMSC ended the session");
        break;
    case PDU_OUTBIND:
    case PDU_ALERT_NOTIFICATION:
        break;                          /* neither has an answer */
    default:
        refuse(session, pdu, SMPP_BAD_COMMAND);
        break;
    }
}

static void
on_pdu(struct session *session, const struct pdu *pdu, int64_t now)
{
    switch (pdu->command) {
    case PDU_BIND_TRANSCEIVER | PDU_RESPONSE:
        on_bind_response(session, pdu, now);
        break;
    case PDU_SUBMIT_SM | PDU_RESPONSE:
    case PDU_CANCEL_SM | PDU_RESPONSE:
        on_response(session, pdu);
        break;
    case PDU_GENERIC_NACK:
        if (session->state == SESSION_BINDING)
            fail(session, now, "the SMSC does not understand the bind");
        else if (pdu->status != SMPP_OK)
            on_response(session, pdu);
        break;
    case PDU_UNBIND | PDU_RESPONSE:
        if (session->state == SESSION_UNBINDING)
            fail(session, now, NULL);
        break;
    default:
        if ((pdu->command & PDU_RESPONSE) == 0)
            on_request(session, pdu, now);
        else if (pdu->command == (PDU_ENQUIRE_LINK | PDU_RESPONSE))
            session->enquired_at = 0;
        break;
    }
}

/* Every whole PDU that is there.  on_pdu() may hang up, which empties the
 * buffer that the PDU points into; nothing is read from it after that. */
static void
read_pdus(struct session *session, int64_t now)
{
    struct buffer *in = &session->link.in;
    struct pdu pdu;
    size_t size = 0;

    while (session->state != SESSION_WAITING) {
        switch (pdu_read((const uint8_t *)buffer_bytes(in),
                         buffer_length(in), &pdu, &size)) {
        case PDU_NONE:
            return;
        case PDU_BAD_LENGTH:
            fail(session, now, "the SMSC sent what is not SMPP");
            return;
        case PDU_BAD_BODY:
            /* the header of a response says enough */
            pdu.id = "";
            if ((pdu.command & PDU_RESPONSE) != 0)
                on_pdu(session, &pdu, now);
            else
                refuse(session, &pdu, SMPP_BAD_COMMAND_LENGTH);
            break;
        case PDU_OK:
            on_pdu(session, &pdu, now);
            break;
        }
        if (session->state != SESSION_WAITING)
            buffer_eat(in, size);
    }
}

static void
read_link(struct session *session, int64_t now)
{
    struct error error = { "" };

    for (int i = 0; i < READS && session->state >= SESSION_BINDING; i++) {
        int got = link_read(&session->link, &error);

        if (got < 0) {
            fail(session, now, error.text);
            return;
        }
        if (got == 0)
            return;
        session->heard_at = now;
        read_pdus(session, now);
    }
}

/* Requests whose time for an answer is over: the link stays, for others may
 * be answered. */
static void
pass_overdue(struct session *session, int64_t now)
{
    struct flight_slot *slot;

    while ((slot = flight_oldest(&session->flight)) != NULL &&
           slot->state == FLIGHT_WRITTEN && slot->deadline <= now) {
        struct flight_tag tag = slot->tag;

        flight_pass(&session->flight, slot, true);
        session->hooks->on_answer(session->self, &tag, SESSION_UNANSWERED, 0,
                                  "");
    }
}

static void
keep_alive(struct session *session, int64_t now)
{
    if (session->enquired_at != 0) {
        if (session->heard_at > session->enquired_at)
            session->enquired_at = 0;
        else if (now - session->enquired_at >= ENQUIRE_PATIENCE)
            fail(session, now, "the SMSC does not answer any more");
        return;
    }
    if (now - session->heard_at < session->settings.enquire)
        return;
    pdu_add_short(&session->link.out, PDU_ENQUIRE_LINK, SMPP_OK,
                  next_sequence(session), NULL);
    session->enquired_at = now;
}

void
session_wake(struct session *session, int64_t now)
{
    if (session->state == SESSION_WAITING && now >= session->deadline)
        start(session, now);
    if (session->state == SESSION_CONNECTING)
        step_connecting(session, now);
    if (session->state >= SESSION_BINDING)
        read_link(session, now);
    if (session->state == SESSION_CONNECTING ||
        session->state == SESSION_BINDING) {
        if (now >= session->deadline)
            fail(session, now, session->state == SESSION_BINDING
                                   ? "the SMSC does not answer the bind"
                                   : "connecting takes too long");
    }
    if (session->state == SESSION_BOUND) {
        pass_overdue(session, now);
        keep_alive(session, now);
    }
}

void
session_flush(struct session *session, int64_t now)
{
    struct error error = { "" };

    if (session->state < SESSION_BINDING ||
        buffer_length(&session->link.out) == 0)
        return;
    if (link_flush(&session->link, &error) < 0) {
        fail(session, now, error.text);
        return;
    }
    flight_written(&session->flight, session->link.written,
                   now + session->settings.timeout);
}

uint32_t
session_room(const struct session *session)
{
    return session->state == SESSION_BOUND
               ? session->settings.window - session->flight.count : 0;
}

int64_t
session_pause(const struct session *session, int64_t now)
{
    if (session->state != SESSION_WAITING || session->deadline <= now)
        return 0;
    return session->deadline - now;
}

void
session_submit(struct session *session, struct pdu *pdu,
               const struct flight_tag *tag)
{
    session->sequence = flight_add(&session->flight, session->sequence, tag);
    pdu->sequence = session->sequence;
    pdu_add(&session->link.out, pdu);
    flight_ends(&session->flight, pdu->sequence, link_end(&session->link));
}

void
session_respond(struct session *session, uint32_t generation,
                uint32_t command, uint32_t sequence, uint32_t status)
{
    if (session->state < SESSION_BOUND || generation != session->generation)
        return;
    pdu_add_short(&session->link.out, command | PDU_RESPONSE, status,
                  sequence, "");
}

static void
lower(int *wait_ms, int64_t wait)
{
    if (wait < 0)
        wait = 0;
    if (wait > INT_MAX)
        wait = INT_MAX;
    if (*wait_ms < 0 || *wait_ms > (int)wait)
        *wait_ms = (int)wait;
}

static void
lower_bound(struct session *session, int64_t now, int *wait_ms)
{
    const struct flight_slot *oldest = flight_oldest(&session->flight);

    if (oldest != NULL && oldest->state == FLIGHT_WRITTEN)
        lower(wait_ms, oldest->deadline - now);
    if (session->enquired_at != 0)
        lower(wait_ms, session->enquired_at + ENQUIRE_PATIENCE - now);
    else
        lower(wait_ms, session->heard_at + session->settings.enquire - now);
}

int
session_watch(struct session *session, struct pollfd *fd, int64_t now,
              int *wait_ms)
{
    if (session->state <= SESSION_BINDING)
        lower(wait_ms, session->deadline - now);
    if (session->state == SESSION_CONNECTING &&
        session->link.state == LINK_RESOLVING)
        lower(wait_ms, LINK_LOOKUP_PAUSE);
    if (session->state == SESSION_BOUND)
        lower_bound(session, now, wait_ms);
    if (link_pending(&session->link))
        lower(wait_ms, 0);
    return link_watch(&session->link, fd);
}

/* One round of a small loop of our own: the host's is over. */
static int64_t
wait_a_little(struct session *session, int64_t (*monotonic)(void),
              int64_t until)
{
    struct pollfd fd = { .fd = -1 };
    int64_t now = monotonic();
    int wait_ms = (int)(until - now > 0 ? until - now : 0);
    int count = session_watch(session, &fd, now, &wait_ms);

    poll(&fd, (nfds_t)count, wait_ms);
    now = monotonic();
    session_wake(session, now);
    session_flush(session, now);
    return now;
}

void
session_close(struct session *session, int64_t (*monotonic)(void),
              int64_t patience)
{
    int64_t now = monotonic(), until = now + patience;

    while (session->state == SESSION_BOUND && session->flight.count > 0 &&
           now < until)
        now = wait_a_little(session, monotonic, until);
    if (session->state == SESSION_BOUND) {
        pdu_add_short(&session->link.out, PDU_UNBIND, SMPP_OK,
                      next_sequence(session), NULL);
        session->state = SESSION_UNBINDING;
        session_flush(session, now);
        until = now + patience;
        while (session->state == SESSION_UNBINDING && now < until)
            now = wait_a_little(session, monotonic, until);
    }
    settle_flight(session);
    link_close(&session->link);
    flight_close(&session->flight);
}
