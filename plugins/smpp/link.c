/* link - see link.h */
#include "link.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/err.h>

#include "base/memory.h"
#include "lookup.h"

enum { READ_SIZE = 64 * 1024 };

static bool
is_local_name(const char *host)
{
    size_t length = strlen(host);

    return strcasecmp(host, "localhost") == 0 ||
           strcasecmp(host, "ip6-localhost") == 0 ||
           (length > 10 && strcasecmp(host + length - 10, ".localhost") == 0);
}

static bool
is_loopback(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const void *)address;

        return ntohl(in->sin_addr.s_addr) >> 24 == 127;
    }
    if (address->sa_family == AF_INET6) {
        const struct in6_addr *in =
            &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;

        return IN6_IS_ADDR_LOOPBACK(in) ||
               (IN6_IS_ADDR_V4MAPPED(in) && in->s6_addr[12] == 127);
    }
    return false;
}

/* Clear text carries the password and everybody's number: only on this very
 * machine, unless the person in charge says otherwise. */
static int
check_clear_text(const struct link_settings *settings, struct error *error)
{
    struct addrinfo hints = { .ai_flags = AI_NUMERICHOST,
                              .ai_socktype = SOCK_STREAM };
    struct addrinfo *found = NULL;
    bool local = is_local_name(settings->host);

    if (settings->tls || settings->insecure)
        return 0;
    if (getaddrinfo(settings->host, settings->port, &hints, &found) == 0) {
        local = is_loopback(found->ai_addr);
        freeaddrinfo(found);
    }
    if (!local)
        return error_set(error, "SMPP to another machine in clear text is "
                         "refused: set tls = true, or insecure = true when "
                         "the way there is private (a VPN)");
    return 0;
}

static int
load_authority(SSL_CTX *context, const char *authority, struct error *error)
{
    struct stat about;
    bool folder, loaded;

    if (authority[0] == '\0') {
        SSL_CTX_set_default_verify_paths(context);
        return 0;
    }
    folder = stat(authority, &about) == 0 && S_ISDIR(about.st_mode);
    loaded = SSL_CTX_load_verify_locations(context,
                                           folder ? NULL : authority,
                                           folder ? authority : NULL) == 1;
    if (!loaded)
        return error_set(error, "ca: \"%s\" holds no certificate that can "
                         "be read", authority);
    return 0;
}

static int
prepare_tls(struct link *link, struct error *error)
{
    link->context = SSL_CTX_new(TLS_client_method());
    if (link->context == NULL)
        return error_set(error, "TLS cannot be started");
    SSL_CTX_set_min_proto_version(link->context, TLS1_2_VERSION);
    SSL_CTX_set_verify(link->context, link->settings.insecure
                                          ? SSL_VERIFY_NONE
                                          : SSL_VERIFY_PEER, NULL);
    return load_authority(link->context, link->settings.authority, error);
}

int
link_open(struct link *link, const struct link_settings *settings,
          struct error *error)
{
    *link = (struct link){ .settings = *settings, .stream = { .fd = -1 } };
    if (check_clear_text(settings, error) < 0)
        return -1;
    if (settings->tls && prepare_tls(link, error) < 0) {
        SSL_CTX_free(link->context);
        link->context = NULL;
        return -1;
    }
    return 0;
}

void
link_close(struct link *link)
{
    link_stop(link);
    SSL_CTX_free(link->context);
    link->context = NULL;
    buffer_free(&link->in);
    buffer_free(&link->out);
}

void
link_stop(struct link *link)
{
    stream_close(&link->stream);
    lookup_free(&link->lookup);
    buffer_clear(&link->in);
    buffer_clear(&link->out);
    link->state = LINK_DOWN;
}

int
link_start(struct link *link, struct error *error)
{
    link_stop(link);
    link->written = 0;
    link->state = LINK_RESOLVING;
    link->lookup = lookup_new(link->settings.host, link->settings.port);
    return link_step(link, error);
}

static void
tune_socket(const struct link *link, int fd)
{
    int yes = 1;

    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
    setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof(yes));
    setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &link->settings.patience,
               sizeof(link->settings.patience));
}

/* Connect to one address; false with an error when that failed at once. */
static bool
connect_to(struct link *link, const struct addrinfo *address,
           struct error *error)
{
    const struct link_settings *settings = &link->settings;
    int fd;

    if (!settings->tls && !settings->insecure &&
        !is_loopback(address->ai_addr)) {
        error_set(error, "the name leads to another machine, and clear text "
                  "to it is refused");
        return false;
    }
    fd = socket(address->ai_family,
                SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        error_set(error, "no socket: %s", strerror(errno));
        return false;
    }
    tune_socket(link, fd);
    if (connect(fd, address->ai_addr, address->ai_addrlen) < 0 &&
        errno != EINPROGRESS) {
        error_set(error, "cannot connect: %s", strerror(errno));
        close(fd);
        return false;
    }
    if (!stream_open(&link->stream, fd, link->context, settings->host)) {
        error_set(error, "TLS cannot be started");
        return false;
    }
    link->state = LINK_CONNECTING;
    return true;
}

/* The next address, or -1 with the error of the last. */
static int
try_next(struct link *link, struct error *error)
{
    const struct addrinfo *address;

    stream_close(&link->stream);
    while ((address = lookup_next(link->lookup)) != NULL) {
        if (connect_to(link, address, error))
            return 0;
    }
    link_stop(link);
    return -1;
}

static int
step_resolving(struct link *link, struct error *error)
{
    switch (lookup_step(link->lookup, error)) {
    case LOOKUP_WAIT:
        return 0;
    case LOOKUP_DONE:
        return try_next(link, error);
    default:
        link_stop(link);
        return -1;
    }
}

/* The socket turned writable or failed: connect(2) is over. */
static int
step_connecting(struct link *link, struct error *error)
{
    struct pollfd ready = { .fd = link->stream.fd, .events = POLLOUT };
    int failure = 0;
    socklen_t size = sizeof(failure);

    if (poll(&ready, 1, 0) <= 0)
        return 0;
    getsockopt(link->stream.fd, SOL_SOCKET, SO_ERROR, &failure, &size);
    if (failure != 0) {
        error_set(error, "cannot connect: %s", strerror(failure));
        return try_next(link, error);
    }
    link->state = LINK_HANDSHAKE;
    return 0;
}

static int
step_handshake(struct link *link, struct error *error)
{
    char room[128];

    switch (stream_handshake(&link->stream)) {
    case STREAM_OK:
        link->state = LINK_UP;
        lookup_free(&link->lookup);
        return 0;
    case STREAM_AGAIN:
        return 0;
    default:
        error_set(error, "TLS: %s",
                  stream_error(&link->stream, room, sizeof(room)));
        return try_next(link, error);
    }
}

int
link_step(struct link *link, struct error *error)
{
    int result = 0;

    if (link->state == LINK_RESOLVING)
        result = step_resolving(link, error);
    if (result == 0 && link->state == LINK_CONNECTING)
        result = step_connecting(link, error);
    if (result == 0 && link->state == LINK_HANDSHAKE)
        result = step_handshake(link, error);
    return result;
}

int
link_watch(const struct link *link, struct pollfd *fd)
{
    if (link->stream.fd < 0)
        return 0;
    fd->fd = link->stream.fd;
    fd->revents = 0;
    fd->events = POLLIN;
    if (link->state == LINK_CONNECTING || link->stream.write_wanted ||
        buffer_length(&link->out) > 0)
        fd->events |= POLLOUT;
    if (link->state == LINK_CONNECTING)
        fd->events = POLLOUT;
    return 1;
}

static int
broken(const struct link *link, struct error *error)
{
    char room[128];

    return error_set(error, "the connection broke: %s",
                     stream_error(&link->stream, room, sizeof(room)));
}

int
link_read(struct link *link, struct error *error)
{
    switch (stream_read(&link->stream, &link->in, READ_SIZE)) {
    case STREAM_OK:
        return 1;
    case STREAM_AGAIN:
        return 0;
    default:
        return broken(link, error);
    }
}

int
link_flush(struct link *link, struct error *error)
{
    size_t before = buffer_length(&link->out);
    enum stream_result result = stream_write(&link->stream, &link->out);

    link->written += before - buffer_length(&link->out);
    if (result == STREAM_OK || result == STREAM_AGAIN)
        return before != buffer_length(&link->out);
    return broken(link, error);
}
