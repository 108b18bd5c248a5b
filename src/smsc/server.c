/* server - listens, keeps time, reads what is typed */
#include "smsc/smsc.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BACKLOG = 64, LINE_MOST = 8 * 1024 };

static void
on_connection(evutil_socket_t fd, short what, void *self)
{
    struct smsc *smsc = self;
    int client;

    (void)what;
    while ((client = accept4(fd, NULL, NULL,
                             SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0)
        client_open(smsc, client);
    show_flush();
}

void
server_schedule(struct smsc *smsc)
{
    const struct due *answer = due_first(&smsc->answers);
    const struct due *receipt = due_first(&smsc->receipts);
    int64_t at = INT64_MAX, wait;
    struct timeval when;

    if (answer != NULL)
        at = answer->at;
    /* without a receiver receipts wait for the next bind */
    if (receipt != NULL && receipt->at < at && client_receiver(smsc) != NULL)
        at = receipt->at;
    if (at == INT64_MAX)
        return;
    wait = at > smsc->now ? at - smsc->now : 0;
    when.tv_sec = wait / 1000;
    when.tv_usec = wait % 1000 * 1000;
    event_add(smsc->timer, &when);
}

static void
on_timer(evutil_socket_t fd, short what, void *self)
{
    struct smsc *smsc = self;

    (void)fd, (void)what;
    smsc->now = clock_monotonic(smsc->clock);
    service_due(smsc);
    server_schedule(smsc);
    show_flush();
}

static void
read_lines(struct smsc *smsc)
{
    for (;;) {
        const char *line = buffer_text(&smsc->typed);
        size_t length = buffer_length(&smsc->typed);
        char *end = memchr(line, '\n', length);

        if (end == NULL) {
            if (length > LINE_MOST)
                buffer_clear(&smsc->typed);
            return;
        }
        *end = '\0';
        if (end > line && end[-1] == '\r')
            end[-1] = '\0';
        replies_typed(smsc, line);
        buffer_eat(&smsc->typed, (size_t)(end - line) + 1);
    }
}

static void
on_typed(evutil_socket_t fd, short what, void *self)
{
    struct smsc *smsc = self;
    ssize_t got = buffer_read(&smsc->typed, fd, 4096);

    (void)what;
    smsc->now = clock_monotonic(smsc->clock);
    if (got > 0)
        read_lines(smsc);
    else if (got == 0 || (errno != EAGAIN && errno != EINTR))
        event_del(smsc->typing);
    show_flush();
}

/* epoll(7) takes no plain file and no /dev/null: those are read whole now. */
static void
open_typing(struct smsc *smsc)
{
    struct stat about;

    smsc->typing = event_new(smsc->base, STDIN_FILENO, EV_READ | EV_PERSIST,
                             on_typed, smsc);
    if (fstat(STDIN_FILENO, &about) < 0)
        return;
    if (S_ISFIFO(about.st_mode) || S_ISSOCK(about.st_mode) ||
        isatty(STDIN_FILENO)) {
        event_add(smsc->typing, NULL);
        return;
    }
    while (buffer_read(&smsc->typed, STDIN_FILENO, 4096) > 0)
        read_lines(smsc);
}

static void
on_signal(evutil_socket_t signal_number, short what, void *self)
{
    struct smsc *smsc = self;

    (void)signal_number, (void)what;
    event_base_loopbreak(smsc->base);
}

static int
bind_to(struct smsc *smsc, const struct addrinfo *address,
        struct error *error)
{
    int yes = 1, flags = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;

    smsc->listener = socket(address->ai_family, flags, 0);
    if (smsc->listener < 0)
        return error_set(error, "no socket: %s", strerror(errno));
    setsockopt(smsc->listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (bind(smsc->listener, address->ai_addr, address->ai_addrlen) < 0 ||
        listen(smsc->listener, BACKLOG) < 0)
        return error_set(error, "cannot listen on %s port %s: %s",
                         smsc->options.address, smsc->options.port,
                         strerror(errno));
    return 0;
}

static int
open_listener(struct smsc *smsc, struct error *error)
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
                              .ai_flags = AI_PASSIVE | AI_NUMERICSERV };
    struct addrinfo *found;
    int failure, result;

    failure = getaddrinfo(smsc->options.address, smsc->options.port, &hints,
                          &found);
    if (failure != 0)
        return error_set(error, "--listen %s: %s", smsc->options.address,
                         gai_strerror(failure));
    result = bind_to(smsc, found, error);
    freeaddrinfo(found);
    return result;
}

static int
open_tls(struct smsc *smsc, struct error *error)
{
    const struct smsc_options *options = &smsc->options;

    if (options->certificate == NULL)
        return 0;
    smsc->tls = SSL_CTX_new(TLS_server_method());
    if (smsc->tls == NULL ||
        SSL_CTX_use_certificate_chain_file(smsc->tls,
                                           options->certificate) != 1)
        return error_set(error, "--tls-cert: \"%s\" cannot be read as a "
                         "certificate", options->certificate);
    if (SSL_CTX_use_PrivateKey_file(smsc->tls, options->key,
                                    SSL_FILETYPE_PEM) != 1)
        return error_set(error, "--tls-key: \"%s\" is not the key of that "
                         "certificate", options->key);
    return 0;
}

static void
open_events(struct smsc *smsc)
{
    smsc->base = event_base_new();
    smsc->accepting = event_new(smsc->base, smsc->listener,
                                EV_READ | EV_PERSIST, on_connection, smsc);
    smsc->timer = evtimer_new(smsc->base, on_timer, smsc);
    smsc->interrupt = evsignal_new(smsc->base, SIGINT, on_signal, smsc);
    smsc->terminate = evsignal_new(smsc->base, SIGTERM, on_signal, smsc);
    event_add(smsc->accepting, NULL);
    event_add(smsc->interrupt, NULL);
    event_add(smsc->terminate, NULL);
    open_typing(smsc);
}

static void
say_where(struct smsc *smsc)
{
    struct sockaddr_storage address = { 0 };
    socklen_t size = sizeof(address);
    char host[64] = "?", port[8] = "?", line[128];
    const char *const pairs[][2] = { { "address", host }, { "#port", port },
                                     { NULL, NULL } };

    if (getsockname(smsc->listener, (struct sockaddr *)&address, &size) == 0)
        getnameinfo((const struct sockaddr *)&address, size, host,
                    sizeof(host), port, sizeof(port),
                    NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(line, sizeof(line), "allo-smsc listens on %s port %s", host,
             port);
    if (smsc->show.manner == SHOW_NOTHING)
        puts(line);
    else
        show_event(&smsc->show, "listening", pairs, line);
    show_flush();
}

int
server_open(struct smsc *smsc, const struct smsc_options *options,
            const struct clock *clock, struct error *error)
{
    smsc->options = *options;
    smsc->clock = clock;
    smsc->listener = -1;
    smsc->last_phone = SMSC_PHONES;
    /* of this second: ids of two runs do not meet */
    smsc->next_id = (uint64_t)clock_now(clock) / 1000 * 1000000 + 1;
    random_seed(&smsc->random, (uint64_t)clock_now(clock));
    show_open(&smsc->show, options->json ? SHOW_JSON :
              options->quiet ? SHOW_NOTHING : SHOW_PHONES, clock);
    if (open_tls(smsc, error) < 0 || open_listener(smsc, error) < 0)
        return -1;
    signal(SIGPIPE, SIG_IGN);           /* of stdout; sockets do without */
    open_events(smsc);
    say_where(smsc);
    return 0;
}

void
server_run(struct smsc *smsc)
{
    event_base_dispatch(smsc->base);
}

static void
say_counts(struct smsc *smsc)
{
    const struct smsc_counts *counts = &smsc->counts;

    if (smsc->show.manner == SHOW_JSON)
        return;
    printf("%" PRIu64 " submitted, %" PRIu64 " accepted, %" PRIu64
           " refused, %" PRIu64 " receipts, %" PRIu64 " replies\n",
           counts->submits, counts->accepted, counts->refused,
           counts->receipts, counts->replies);
    bursts_print(&smsc->bursts);
    show_flush();
}

void
server_close(struct smsc *smsc)
{
    struct event *const events[] = { smsc->accepting, smsc->timer,
                                     smsc->typing, smsc->interrupt,
                                     smsc->terminate };

    for (uint32_t i = 0; i < SMSC_CLIENTS; i++)
        client_close(&smsc->clients[i], "allo-smsc ends");
    for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
        if (events[i] != NULL)
            event_free(events[i]);
    }
    if (smsc->base != NULL) {
        event_base_free(smsc->base);
        say_counts(smsc);
    }
    if (smsc->listener >= 0)
        close(smsc->listener);
    SSL_CTX_free(smsc->tls);
    due_queue_free(&smsc->answers);
    due_queue_free(&smsc->receipts);
    buffer_free(&smsc->typed);
    phones_close(smsc);
    replies_close(smsc);
    bursts_free(&smsc->bursts);
}
