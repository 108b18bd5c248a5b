/*
 * smtp - the channel that sends mail, with libESMTP.
 *
 * A message is checked, written out as a whole mail and queued; as soon as no
 * more of them wait, one session hands over all that are queued.  Nothing
 * here is told an address or a text: not the log, no reason, no remote id.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <time.h>

#include <auth-client.h>

#include "mime.h"
#include "options.h"

struct queued {
    uint64_t ticket;
    char *to, *text;
    size_t length;
};

struct smtp {
    const struct allo_host *host;
    struct options options;
    struct tls tls;
    struct queued queue[OPTIONS_BATCH_MOST];
    size_t count;
    int up;                     /* as told last; -1: nothing yet */
    char reason[sizeof(((struct session_report *)NULL)->reason)];
};

static void
prepare_process(void)
{
    /* libESMTP writes to sockets that may be closed. */
    signal(SIGPIPE, SIG_IGN);
    /* It also looks for a client certificate in a user's home and crashes
     * when there is one: keep it away.  (The misspelt name is its own.) */
    setenv("XDG_CONFIG_DIR", "/nonexistent", 1);
    /* A name service that is gone must not use up the deadline of a send. */
    setenv("RES_OPTIONS", "timeout:3 attempts:2", 0);
    auth_client_init();
}

static int
smtp_open(const struct allo_host *host, void **self)
{
    struct smtp *smtp = calloc(1, sizeof(*smtp));
    const char *wrong;

    if (smtp == NULL)
        return -1;
    smtp->host = host;
    smtp->up = -1;
    wrong = options_read(&smtp->options, host);
    if (wrong != NULL || tls_open(&smtp->tls, &smtp->options.tls, &wrong) < 0) {
        host->log(LOG_ERR, "%s", wrong);
        free(smtp);
        return -1;
    }
    prepare_process();
    *self = smtp;
    return 0;
}

static enum allo_outcome
refuse(struct allo_verdict *verdict, const char *reason)
{
    snprintf(verdict->reason, sizeof(verdict->reason), "%s", reason);
    return ALLO_REJECTED;
}

/* The mail, or NULL when the message cannot be one. */
static char *
write_mail(const struct smtp *smtp, const struct allo_message *message,
           const char *to, size_t *length)
{
    const struct allo_host *host = smtp->host;
    struct mime mime = {
        .from = &smtp->options.from, .to = to,
        .subject = host->field(message, "subject"),
        .text = host->field(message, "text"),
        .id = host->field(message, "id"), .domain = smtp->options.domain,
        .unsubscribe = smtp->options.unsubscribe,
        .date = time(NULL)      /* the host lends no wall clock */
    };

    if (mime.text == NULL || mime.id == NULL)
        return NULL;
    return mime_build(&mime, length);
}

static enum allo_outcome
smtp_send(void *self, const struct allo_message *message,
          struct allo_verdict *verdict)
{
    struct smtp *smtp = self;
    struct queued *queued = &smtp->queue[smtp->count];
    const char *to = smtp->host->field(message, "to");
    const char *wrong = to != NULL ? mailbox_wrong(to, strlen(to))
                                   : "there is no address";

    if (smtp->count == OPTIONS_BATCH_MOST) {
        refuse(verdict, "too many mails wait already");
        return ALLO_RETRY;
    }
    if (wrong != NULL)
        return refuse(verdict, wrong);
    queued->text = write_mail(smtp, message, to, &queued->length);
    if (queued->text == NULL)
        return refuse(verdict, "the message has no text, or no id that fits");
    queued->to = strdup(to);
    if (queued->to == NULL)
        abort();
    queued->ticket = smtp->host->ticket(message);
    smtp->count++;
    return ALLO_LATER;
}

/* Tell what has changed since it was told last. */
static void
tell_state(struct smtp *smtp, const struct session_report *report)
{
    if (smtp->up == (int)report->up &&
        strcmp(smtp->reason, report->reason) == 0)
        return;
    smtp->up = report->up;
    memcpy(smtp->reason, report->reason, sizeof(smtp->reason));
    smtp->host->state(smtp->up, report->up ? NULL : report->reason);
}

/* Take the first `count` out of the queue, with their mails. */
static void
forget(struct smtp *smtp, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(smtp->queue[i].to);
        free(smtp->queue[i].text);
    }
    smtp->count -= count;
    memmove(smtp->queue, smtp->queue + count,
            smtp->count * sizeof(*smtp->queue));
}

static void
run_batch(struct smtp *smtp)
{
    struct session_mail mails[OPTIONS_BATCH_MOST];
    struct session_report report;
    size_t count = smtp->count < smtp->options.batch ? smtp->count
                                                     : smtp->options.batch;

    memset(mails, 0, sizeof(mails));
    for (size_t i = 0; i < count; i++) {
        mails[i].to = smtp->queue[i].to;
        mails[i].text = smtp->queue[i].text;
        mails[i].length = smtp->queue[i].length;
    }
    session_run(&smtp->options.session, &smtp->tls, mails, count, &report);
    for (size_t i = 0; i < count; i++) {
        const struct verdict *verdict = &mails[i].verdict;

        smtp->host->settle(smtp->queue[i].ticket, verdict->outcome,
                           verdict->remote_id[0] != '\0' ? verdict->remote_id
                                                         : NULL,
                           verdict->reason[0] != '\0' ? verdict->reason
                                                      : NULL, 0);
    }
    forget(smtp, count);
    tell_state(smtp, &report);
}

static int
smtp_watch(void *self, struct pollfd *fds, int room, int *wait_ms)
{
    const struct smtp *smtp = self;

    (void)fds;
    (void)room;
    if (smtp->count > 0)
        *wait_ms = 0;
    return 0;
}

static void
smtp_wake(void *self, const struct pollfd *fds, int count)
{
    struct smtp *smtp = self;

    (void)fds;
    (void)count;
    if (smtp->count > 0)
        run_batch(smtp);
}

static void
smtp_close(void *self)
{
    struct smtp *smtp = self;

    for (size_t i = 0; i < smtp->count; i++)
        smtp->host->settle(smtp->queue[i].ticket, ALLO_RETRY, NULL,
                           "the channel stopped before it was sent", 0);
    forget(smtp, smtp->count);
    tls_close(&smtp->tls);
    auth_client_exit();
    free(smtp);
}

const struct allo_channel *
allo_channel_v1(void)
{
    static const struct allo_channel channel = {
        .size = sizeof(channel),
        .traits = ALLO_TRAIT_EMAIL | ALLO_TRAIT_SUBJECT,
        .name = "smtp", .version = "1",
        .summary = "mail through an SMTP server",
        .settings = options_list,
        .window = OPTIONS_BATCH_MOST,
        .open = smtp_open, .send = smtp_send, .close = smtp_close,
        .watch = smtp_watch, .wake = smtp_wake
    };

    return &channel;
}
