/* session - see session.h */
#include "session.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <auth-client.h>
#include <libesmtp.h>

#include "dialogue.h"
#include "watchdog.h"

/* What one run needs in libESMTP's callbacks. */
struct session {
    const struct session_settings *settings;
    struct tls *tls;
    struct session_mail *mails;
    size_t count;
    smtp_message_t *messages;       /* one of each mail */
    smtp_recipient_t *recipients;
    auth_context_t login;
    struct dialogue dialogue;
    struct watchdog watchdog;
    int64_t started;
    int error;                      /* libESMTP's, behind the session */
    int held;                       /* a socket held back, or -1 */
    const char *fault;              /* why it did not even start, or NULL */
    bool connected, secured, no_starttls, login_cut, late;
};

static long
left_ms(const struct session *session)
{
    long left = session->settings->limit_ms -
        (long)(session->settings->monotonic() - session->started);

    return left > 1 ? left : 1;
}

/* The mail, whole, and then its end: only when the library has asked for the
 * end can the final dot be on its way. */
static const char *
on_content(void **context, int *length, void *arg)
{
    struct session_mail *mail = arg;

    (void)context;
    errno = 0;
    if (length == NULL) {
        mail->given = false;
        return NULL;
    }
    if (mail->given) {
        mail->handed_over = true;
        *length = 0;
        return NULL;
    }
    mail->given = true;
    *length = (int)mail->length;
    return mail->text;
}

static int
on_login(auth_client_request_t request, char **result, int fields, void *arg)
{
    const struct session *session = arg;

    if (session->dialogue.injected)
        return 0;
    for (int i = 0; i < fields; i++) {
        const char *answer = NULL;

        if ((request[i].flags & AUTH_USER) != 0)
            answer = session->settings->user;
        else if ((request[i].flags & AUTH_PASS) != 0)
            answer = session->settings->password;
        if (answer == NULL)
            return 0;
        /* The library does not write there, it only forgot the const. */
        result[i] = (char *)(uintptr_t)answer;
    }
    return 1;
}

static void
on_bytes(const char *bytes, int length, int writing, void *arg)
{
    struct session *session = arg;

    if (writing == SMTP_CB_READING) {
        /* The library's own buffer, which it reads behind this call. */
        dialogue_hide_chunking((char *)(uintptr_t)bytes, (size_t)length);
        dialogue_hears(&session->dialogue, bytes, (size_t)length);
        return;
    }
    if (session->held >= 0)
        tls_let_through(session->held);
    session->held = -1;
    if (writing == SMTP_CB_WRITING &&
        !dialogue_says(&session->dialogue, bytes, (size_t)length)) {
        session->login_cut = true;
        watchdog_cut(&session->watchdog);
    }
}

/* A new mail late in the session might be cut in its middle; before its text
 * is handed over it can still wait for the next session. */
static void
stop_when_late(struct session *session)
{
    if (left_ms(session) > session->settings->limit_ms / 5)
        return;
    session->late = true;
    watchdog_cut(&session->watchdog);
}

static void
note_finished(struct session *session, smtp_message_t message)
{
    for (size_t i = 0; i < session->count; i++)
        if (session->messages[i] == message)
            session->mails[i].finished = true;
}

static void
on_secured(struct session *session, SSL *ssl)
{
    session->secured = true;
    if (session->dialogue.injected) {
        shutdown(SSL_get_fd(ssl), SHUT_RDWR);
        return;
    }
    session->held = SSL_get_fd(ssl);
    tls_hold_back(session->held);
}

static void
on_connected(struct session *session)
{
    session->connected = true;
    dialogue_start(&session->dialogue, session->login != NULL);
    watchdog_connected(&session->watchdog);
    watchdog_feed(&session->watchdog, left_ms(session));
}

/* OpenSSL has checked the name already, and the library checks another one;
 * any other fault of a certificate ends the handshake before this, unless the
 * settings say that it does not matter. */
static void
on_certificate(const struct session *session, int event, va_list *arguments)
{
    if (event == SMTP_EV_INVALID_PEER_CERTIFICATE) {
        (void)va_arg(*arguments, long);
        *va_arg(*arguments, int *) = !session->settings->verify;
    } else {
        *va_arg(*arguments, int *) = 1;
    }
}

static void
on_event(smtp_session_t handle, int event, void *arg, ...)
{
    struct session *session = arg;
    va_list arguments;

    (void)handle;
    va_start(arguments, arg);
    switch (event) {
    case SMTP_EV_CONNECT:
        on_connected(session);
        break;
    case SMTP_EV_DISCONNECT:
        watchdog_disconnected(&session->watchdog);
        session->held = -1;
        break;
    case SMTP_EV_RCPTSTATUS:
        stop_when_late(session);
        break;
    case SMTP_EV_MESSAGESENT:
        note_finished(session, va_arg(arguments, smtp_message_t));
        break;
    case SMTP_EV_EXTNA_STARTTLS:
        session->no_starttls = true;
        break;
    case SMTP_EV_INVALID_PEER_CERTIFICATE:
    case SMTP_EV_WRONG_PEER_CERTIFICATE:
        on_certificate(session, event, &arguments);
        break;
    case SMTP_EV_STARTTLS_OK:
        on_secured(session, va_arg(arguments, SSL *));
        break;
    default:
        break;
    }
    va_end(arguments);
}

/* All five, with the flag without which the library takes five minutes. */
static void
set_timeouts(smtp_session_t handle, long milliseconds)
{
    static const int all[] = { Timeout_GREETING, Timeout_ENVELOPE,
                               Timeout_DATA, Timeout_TRANSFER,
                               Timeout_DATA2 };

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        smtp_set_timeout(handle, all[i] | Timeout_OVERRIDE_RFC2822_MINIMUM,
                         milliseconds);
}

static int
add_mails(struct session *session, smtp_session_t handle)
{
    for (size_t i = 0; i < session->count; i++) {
        struct session_mail *mail = &session->mails[i];
        smtp_message_t message = smtp_add_message(handle);

        if (message == NULL ||
            !smtp_set_reverse_path(message, session->settings->sender) ||
            !smtp_set_messagecb(message, on_content, mail))
            return -1;
        session->messages[i] = message;
        session->recipients[i] = smtp_add_recipient(message, mail->to);
        if (session->recipients[i] == NULL)
            return -1;
    }
    return 0;
}

static int
set_up(struct session *session, smtp_session_t handle)
{
    const struct session_settings *settings = session->settings;
    static const enum starttls_option options[] = {
        [SESSION_PLAIN] = Starttls_DISABLED,
        [SESSION_OPPORTUNISTIC] = Starttls_ENABLED,
        [SESSION_REQUIRED] = Starttls_REQUIRED
    };

    if (!smtp_set_server(handle, settings->server) ||
        !smtp_set_hostname(handle, settings->domain) ||
        !smtp_set_eventcb(handle, on_event, session) ||
        !smtp_set_monitorcb(handle, on_bytes, session, 0) ||
        !smtp_starttls_enable(handle, options[settings->tls]))
        return -1;
    if (settings->tls != SESSION_PLAIN &&
        !smtp_starttls_set_ctx(handle, session->tls->context))
        return -1;
    /* One recipient a mail: no DATA when it is refused. */
    smtp_option_require_all_recipients(handle, 1);
    set_timeouts(handle, settings->timeout_ms);
    if (settings->user != NULL) {
        session->login = auth_create_context();
        if (session->login == NULL)
            return -1;
        auth_set_mechanism_flags(session->login, AUTH_PLUGIN_PLAIN, 0);
        auth_set_interact_cb(session->login, on_login, session);
        smtp_auth_set_context(handle, session->login);
    }
    return add_mails(session, handle);
}

static struct verdict_reply
reply_of(const smtp_status_t *status)
{
    struct verdict_reply reply = { 0 };

    if (status != NULL) {
        reply.code = status->code;
        reply.text = status->text;
        reply.class = status->enh_class;
        reply.subject = status->enh_subject;
        reply.detail = status->enh_detail;
    }
    return reply;
}

static void
judge(struct session *session)
{
    for (size_t i = 0; i < session->count; i++) {
        struct session_mail *mail = &session->mails[i];
        struct verdict_facts facts = { .handed_over = mail->handed_over,
                                       .finished = mail->finished };

        if (session->messages[i] != NULL && session->recipients[i] != NULL) {
            facts.sender =
                reply_of(smtp_reverse_path_status(session->messages[i]));
            facts.recipient =
                reply_of(smtp_recipient_status(session->recipients[i]));
            facts.content =
                reply_of(smtp_message_transfer_status(session->messages[i]));
        }
        verdict_reach(&mail->verdict, &facts);
    }
}

static void
tell_unreached(const struct session *session, char *reason, size_t size)
{
    char text[100] = "";

    if (session->watchdog.barked) {
        snprintf(reason, size, "the server cannot be reached: no answer to "
                 "connect in time");
        return;
    }
    smtp_strerror(session->error, text, sizeof(text));
    snprintf(reason, size, "the server cannot be reached: %s", text);
}

static void
tell_tls(const struct session *session, char *reason, size_t size)
{
    const char *failure = tls_failure(session->tls);

    if (session->tls->verify_error != X509_V_OK)
        snprintf(reason, size, "the server's certificate is refused: %s",
                 failure);
    else
        snprintf(reason, size, "TLS with the server failed: %s",
                 failure != NULL ? failure : "the connection was closed");
}

/* Why mails went untried, the most telling fact first. */
static void
tell_failure(const struct session *session, char *reason, size_t size)
{
    const struct dialogue *dialogue = &session->dialogue;

    if (session->fault != NULL)
        snprintf(reason, size, "%s", session->fault);
    else if (!session->connected)
        tell_unreached(session, reason, size);
    else if (dialogue->injected)
        snprintf(reason, size, "bytes in clear came behind the answer to "
                 "STARTTLS: somebody may sit in between");
    else if (dialogue->login_code != 0 && !dialogue->logged_in)
        snprintf(reason, size, "the server refused the login (%d)",
                 dialogue->login_code);
    else if (session->login_cut)
        snprintf(reason, size, "the server offers no login that we know");
    else if (session->no_starttls)
        snprintf(reason, size, "the server offers no STARTTLS");
    else if (dialogue->starttls_refused)
        snprintf(reason, size, "the server refused STARTTLS (%d)",
                 dialogue->last_code);
    else if (dialogue->starttls_accepted && !session->secured)
        tell_tls(session, reason, size);
    else if (session->late || session->watchdog.barked)
        snprintf(reason, size, "the session took too long");
    else if (dialogue->last_code >= 400)
        snprintf(reason, size, "the server turned the session away (%d)",
                 dialogue->last_code);
    else
        snprintf(reason, size, "the connection was lost");
}

/* The session is up when the server judged at least one mail and wants no
 * login for it. */
static void
report_on(const struct session *session, struct session_report *report)
{
    const char *login_needed = NULL;
    char reason[sizeof(session->mails->verdict.reason)];
    bool tried = false;

    memset(report, 0, sizeof(*report));
    tell_failure(session, reason, sizeof(reason));
    for (size_t i = 0; i < session->count; i++) {
        struct verdict *verdict = &session->mails[i].verdict;

        tried = tried || verdict->tried;
        if (verdict->login_needed)
            login_needed = verdict->reason;
        if (verdict->outcome == ALLO_RETRY && verdict->reason[0] == '\0')
            memcpy(verdict->reason, reason, sizeof(reason));
    }
    report->up = tried && login_needed == NULL;
    if (!report->up)
        snprintf(report->reason, sizeof(report->reason), "%s",
                 login_needed != NULL ? login_needed : reason);
}

static void
run(struct session *session, smtp_session_t handle)
{
    const struct session_settings *settings = session->settings;
    long first = settings->timeout_ms < settings->limit_ms
        ? settings->timeout_ms : settings->limit_ms;

    if (handle == NULL || set_up(session, handle) < 0) {
        session->fault = "no session could be set up";
    } else if (watchdog_start(&session->watchdog, first) < 0) {
        session->fault = "no timer could be set";
    } else {
        smtp_start_session(handle);
        session->error = smtp_errno();
        watchdog_stop(&session->watchdog);
    }
}

void
session_run(const struct session_settings *settings, struct tls *tls,
            struct session_mail *mails, size_t count,
            struct session_report *report)
{
    struct session session = { .settings = settings, .tls = tls,
                               .mails = mails, .count = count,
                               .held = -1 };
    smtp_session_t handle = smtp_create_session();

    session.messages = calloc(count, sizeof(*session.messages));
    session.recipients = calloc(count, sizeof(*session.recipients));
    if (session.messages == NULL || session.recipients == NULL)
        abort();
    session.started = settings->monotonic();
    tls_begin(tls);
    run(&session, handle);
    judge(&session);
    report_on(&session, report);
    if (handle != NULL)
        smtp_destroy_session(handle);
    if (session.login != NULL)
        auth_destroy_context(session.login);
    free(session.messages);
    free(session.recipients);
}
