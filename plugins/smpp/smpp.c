/*
 * smpp - the channel for SMS over SMPP 3.4: a transceiver towards one SMSC or
 * aggregator.  This file only joins the host to the parts: session (the link
 * and its requests), outgoing (messages) and incoming (receipts and replies).
 */
#include <allo/channel.h>

#include <limits.h>
#include <stdlib.h>
#include <syslog.h>

#include "base/memory.h"
#include "ids.h"
#include "incoming.h"
#include "options.h"
#include "outgoing.h"
#include "session.h"

enum { CLOSE_PATIENCE = 2000 };         /* ms for answers, and for unbinding */

struct smpp {
    const struct allo_host *host;
    struct session session;
    struct ids *ids;
    struct incoming incoming;
    struct outgoing outgoing;
    int64_t now;                        /* of the wake that is running */
    int64_t incoming_at;                /* when incoming wants to be called */
};

static void
on_state(void *self, bool up, const char *reason)
{
    struct smpp *smpp = self;

    if (!up) {
        outgoing_down(&smpp->outgoing);
        incoming_down(&smpp->incoming);
    }
    smpp->host->state(up, reason);
}

static void
on_answer(void *self, const struct flight_tag *tag, enum session_fate fate,
          uint32_t status, const char *id)
{
    struct smpp *smpp = self;

    outgoing_answer(&smpp->outgoing, tag, fate, status, id);
}

static void
on_message(void *self, const struct pdu *pdu)
{
    struct smpp *smpp = self;

    incoming_message(&smpp->incoming, pdu, smpp->now);
}

static const struct session_hooks hooks = { on_state, on_answer, on_message };

static int
open_session(struct smpp *smpp, const struct options *options)
{
    struct error error = { "" };

    if (session_open(&smpp->session, &options->session, &hooks, smpp,
                     smpp->host->monotonic(), &error) < 0) {
        smpp->host->log(LOG_ERR, "%s", error.text);
        return -1;
    }
    if (options->session.link.insecure)
        smpp->host->log(LOG_WARNING, "insecure = true: others on the way can "
                        "read the password and every message");
    return 0;
}

static int
smpp_open(const struct allo_host *host, void **self)
{
    struct error error = { "" };
    struct options options;
    struct smpp *smpp;

    if (options_read(host, &options, &error) < 0) {
        host->log(LOG_ERR, "%s", error.text);
        return -1;
    }
    smpp = NEW(struct smpp);
    smpp->host = host;
    smpp->incoming_at = INT64_MAX;
    if (open_session(smpp, &options) < 0) {
        free(smpp);
        return -1;
    }
    smpp->ids = ids_new(options.id_format);
    incoming_open(&smpp->incoming, host, &smpp->session, smpp->ids);
    outgoing_open(&smpp->outgoing, host, &options.outgoing, &smpp->session,
                  smpp->ids, &smpp->incoming);
    *self = smpp;
    return 0;
}

static enum allo_outcome
smpp_send(void *self, const struct allo_message *message,
          struct allo_verdict *verdict)
{
    struct smpp *smpp = self;

    return outgoing_send(&smpp->outgoing, message, verdict);
}

static int
smpp_watch(void *self, struct pollfd *fds, int room, int *wait_ms)
{
    struct smpp *smpp = self;
    int64_t now = smpp->host->monotonic();
    int64_t wait = outgoing_wait(&smpp->outgoing, now);
    int count;

    if (room < 1)
        return 0;
    count = session_watch(&smpp->session, fds, now, wait_ms);
    if (smpp->incoming_at != INT64_MAX && smpp->incoming_at - now < wait)
        wait = smpp->incoming_at > now ? smpp->incoming_at - now : 0;
    if (wait < INT_MAX && (*wait_ms < 0 || wait < *wait_ms))
        *wait_ms = (int)wait;
    return count;
}

static void
smpp_wake(void *self, const struct pollfd *fds, int count)
{
    struct smpp *smpp = self;

    /* the session looks for itself what its socket can do */
    (void)fds, (void)count;
    smpp->now = smpp->host->monotonic();
    session_wake(&smpp->session, smpp->now);
    outgoing_pump(&smpp->outgoing, smpp->now);
    smpp->incoming_at = incoming_tick(&smpp->incoming, smpp->now);
    session_flush(&smpp->session, smpp->now);
}

static void
smpp_stored(void *self, uint64_t token)
{
    struct smpp *smpp = self;

    incoming_stored(&smpp->incoming, token);
}

static void
smpp_close(void *self)
{
    struct smpp *smpp = self;

    session_close(&smpp->session, smpp->host->monotonic, CLOSE_PATIENCE);
    outgoing_close(&smpp->outgoing);
    incoming_close(&smpp->incoming);
    ids_free(&smpp->ids);
    free(smpp);
}

const struct allo_channel *
allo_channel_v1(void)
{
    static const struct allo_channel channel = {
        .size = sizeof(struct allo_channel),
        .traits = ALLO_TRAIT_PHONE | ALLO_TRAIT_SMS | ALLO_TRAIT_RECEIPTS |
                  ALLO_TRAIT_INBOUND,
        .name = "smpp",
        .version = PACKAGE_VERSION,
        .summary = "SMS over SMPP 3.4",
        .settings = options_table,
        .window = 10,
        .open = smpp_open,
        .send = smpp_send,
        .close = smpp_close,
        .watch = smpp_watch,
        .wake = smpp_wake,
        .stored = smpp_stored
    };

    return &channel;
}
