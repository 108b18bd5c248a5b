/* push - see push.h */
#include "push.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IDLE_SECONDS 60L    /* a connection older than this is not trusted */

/* There is no function to rewind on purpose: a request whose body has left is
 * never sent again by curl on a new connection, as it would do else when a
 * connection dies that was used before. */
static size_t
on_read(char *out, size_t size, size_t count, void *arg)
{
    struct push_flight *flight = arg;
    size_t part = flight->length - flight->given;

    if (part > size * count)
        part = size * count;
    memcpy(out, flight->body + flight->given, part);
    flight->given += part;
    return part;
}

/* What is too long is read and forgotten: no answer of ntfy is. */
static size_t
on_write(char *bytes, size_t size, size_t count, void *arg)
{
    struct push_flight *flight = arg;
    size_t room = sizeof(flight->answer) - flight->answered;
    size_t part = size * count < room ? size * count : room;

    memcpy(flight->answer + flight->answered, bytes, part);
    flight->answered += part;
    return size * count;
}

static int
on_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *own)
{
    struct push *push = arg;
    int i = 0;

    (void)easy;
    (void)own;
    while (i < push->socket_count && push->sockets[i].fd != fd)
        i++;
    if (what == CURL_POLL_REMOVE) {
        if (i < push->socket_count)
            push->sockets[i] = push->sockets[--push->socket_count];
        return 0;
    }
    if (i == PUSH_MOST * 2)
        return -1;
    if (i == push->socket_count)
        push->socket_count++;
    push->sockets[i].fd = fd;
    push->sockets[i].events =
        (short)(((what & CURL_POLL_IN) != 0 ? POLLIN : 0) |
                ((what & CURL_POLL_OUT) != 0 ? POLLOUT : 0));
    return 0;
}

static int
on_timer(CURLM *multi, long milliseconds, void *arg)
{
    struct push *push = arg;

    (void)multi;
    push->due = milliseconds < 0
        ? -1 : push->settings->monotonic() + milliseconds;
    return 0;
}

static void
set_up_flight(struct push *push, struct push_flight *flight)
{
    const struct push_settings *settings = push->settings;
    CURL *easy = flight->easy;

    curl_easy_setopt(easy, CURLOPT_PRIVATE, flight);
    curl_easy_setopt(easy, CURLOPT_URL, settings->server);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PROXY, settings->proxy);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                     settings->timeout_ms / 2);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, settings->timeout_ms);
    curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, IDLE_SECONDS);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, settings->verify ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, settings->verify ? 2L : 0L);
    if (settings->ca != NULL)
        curl_easy_setopt(easy, CURLOPT_CAINFO, settings->ca);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, push->headers);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "allo");
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_read);
    curl_easy_setopt(easy, CURLOPT_READDATA, flight);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_write);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, flight);
}

/* "Expect:" without a value: no round of "100 Continue" for a small body. */
static int
add_headers(struct push *push)
{
    const char *fixed[] = { "Content-Type: application/json", "Expect:" };
    char line[600];
    struct curl_slist *list = NULL;

    for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
        list = curl_slist_append(push->headers, fixed[i]);
        if (list == NULL)
            return -1;
        push->headers = list;
    }
    if (push->settings->token == NULL)
        return 0;
    snprintf(line, sizeof(line), "Authorization: Bearer %s",
             push->settings->token);
    list = curl_slist_append(push->headers, line);
    if (list != NULL)
        push->headers = list;
    return list != NULL ? 0 : -1;
}

int
push_open(struct push *push, const struct push_settings *settings,
          push_done *done, void *self)
{
    memset(push, 0, sizeof(*push));
    push->settings = settings;
    push->done = done;
    push->self = self;
    push->due = -1;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return -1;
    push->multi = curl_multi_init();
    if (push->multi == NULL || add_headers(push) < 0) {
        push_close(push);
        return -1;
    }
    curl_multi_setopt(push->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(push->multi, CURLMOPT_SOCKETDATA, push);
    curl_multi_setopt(push->multi, CURLMOPT_TIMERFUNCTION, on_timer);
    curl_multi_setopt(push->multi, CURLMOPT_TIMERDATA, push);
    curl_multi_setopt(push->multi, CURLMOPT_MAX_HOST_CONNECTIONS,
                      (long)PUSH_MOST);
    curl_multi_setopt(push->multi, CURLMOPT_MAXCONNECTS, (long)PUSH_MOST);
    for (size_t i = 0; i < PUSH_MOST; i++) {
        push->flights[i].easy = curl_easy_init();
        if (push->flights[i].easy == NULL) {
            push_close(push);
            return -1;
        }
        set_up_flight(push, &push->flights[i]);
    }
    return 0;
}

bool
push_start(struct push *push, char *body, uint64_t ticket)
{
    struct push_flight *flight = push->flights;

    while (flight->busy)
        if (++flight == push->flights + PUSH_MOST)
            return false;
    flight->busy = true;
    flight->ticket = ticket;
    flight->body = body;
    flight->length = strlen(body);
    flight->given = flight->answered = 0;
    curl_easy_setopt(flight->easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     (curl_off_t)flight->length);
    curl_multi_add_handle(push->multi, flight->easy);
    return true;
}

/* Curl gave up.  As long as it has not taken the whole body, the server
 * cannot have the request. */
static void
judge_failure(struct publish_answer *answer, const struct push_flight *flight,
              CURLcode code)
{
    bool sent = flight->given == flight->length;

    memset(answer, 0, sizeof(*answer));
    answer->outcome = sent ? ALLO_UNKNOWN : ALLO_RETRY;
    answer->down = !sent;
    snprintf(answer->reason, sizeof(answer->reason), "%s: %s",
             sent ? "the message was sent and no answer came"
                  : "the server cannot be reached",
             curl_easy_strerror(code));
}

static void
finish(struct push *push, struct push_flight *flight, CURLcode code)
{
    struct publish_answer answer;
    curl_off_t after = 0;
    long status = 0;

    curl_easy_getinfo(flight->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(flight->easy, CURLINFO_RETRY_AFTER, &after);
    curl_multi_remove_handle(push->multi, flight->easy);
    if (code == CURLE_OK)
        publish_judge(&answer, status, flight->answer, flight->answered);
    else
        judge_failure(&answer, flight, code);
    if (answer.outcome != ALLO_RETRY || after < 0)
        after = 0;
    free(flight->body);
    flight->body = NULL;
    flight->busy = false;
    push->done(push->self, flight->ticket, &answer,
               after > UINT32_MAX ? UINT32_MAX : (uint32_t)after);
}

static void
collect(struct push *push)
{
    CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(push->multi, &left)) != NULL) {
        CURLcode code = message->data.result;
        char *own = NULL;

        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &own);
        finish(push, (struct push_flight *)(void *)own, code);
    }
}

int
push_watch(const struct push *push, struct pollfd *fds, int room,
           int *wait_ms)
{
    int count = push->socket_count < room ? push->socket_count : room;
    int64_t left;

    if (count > 0)
        memcpy(fds, push->sockets, (size_t)count * sizeof(*fds));
    if (push->due >= 0) {
        left = push->due - push->settings->monotonic();
        if (left < *wait_ms)
            *wait_ms = left > 0 ? (int)left : 0;
    }
    return count;
}

void
push_wake(struct push *push, const struct pollfd *fds, int count)
{
    int running;

    for (int i = 0; i < count; i++) {
        short got = fds[i].revents;
        int mask = ((got & POLLIN) != 0 ? CURL_CSELECT_IN : 0) |
                   ((got & POLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
                   ((got & (POLLERR | POLLHUP)) != 0 ? CURL_CSELECT_ERR : 0);

        if (mask != 0)
            curl_multi_socket_action(push->multi, fds[i].fd, mask, &running);
    }
    if (push->due >= 0 && push->due <= push->settings->monotonic()) {
        push->due = -1;
        curl_multi_socket_action(push->multi, CURL_SOCKET_TIMEOUT, 0,
                                 &running);
    }
    collect(push);
}

void
push_close(struct push *push)
{
    for (size_t i = 0; i < PUSH_MOST; i++) {
        if (push->flights[i].busy)
            finish(push, &push->flights[i], CURLE_ABORTED_BY_CALLBACK);
        curl_easy_cleanup(push->flights[i].easy);
        push->flights[i].easy = NULL;
    }
    curl_multi_cleanup(push->multi);
    push->multi = NULL;
    curl_slist_free_all(push->headers);
    push->headers = NULL;
    curl_global_cleanup();
}
