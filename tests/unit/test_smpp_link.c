/* smpp plugin: its link, TLS and peers that are no SMSC */
#include "unit.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "smpp_rig.h"

#define PHONE "+32470000001"
#define NONE ((const char *const[]){ NULL })
#define LIST(...) ((const char *const[]){ __VA_ARGS__, NULL })

static int
stop(void **state)
{
    (void)state;
    rig_close();
    rig_smsc_stop();
    return 0;
}

static void
send_later(const char *id, const char *text)
{
    assert_int_equal(rig_send(id, PHONE, text, NULL, NULL), ALLO_LATER);
}

/* The outcome of a message, which must come in time. */
static struct rig_event *
expect(const char *id, enum allo_outcome outcome)
{
    struct rig_event *event = rig_settled(id, 5000);

    assert_non_null(event);
    assert_int_equal(event->outcome, outcome);
    return event;
}

/* A certificate for `name` in the build directory. */
static void
make_certificate(const char *name, char file[256], char key[256])
{
    const char *directory = getenv("ALLO_BUILDDIR");
    char names[128];

    snprintf(file, 256, "%s/tests/unit/smpp-%.20s.crt",
             directory != NULL ? directory : ".", name);
    snprintf(key, 256, "%s/tests/unit/smpp-%.20s.key",
             directory != NULL ? directory : ".", name);
    snprintf(names, sizeof(names), "subjectAltName=DNS:%s%s", name,
             strcmp(name, "localhost") == 0 ? ",IP:127.0.0.1" : "");
    assert_int_equal(rig_program(LIST("openssl", "req", "-x509", "-newkey",
                                      "ec", "-pkeyopt",
                                      "ec_paramgen_curve:prime256v1",
                                      "-nodes", "-days", "2", "-subj",
                                      "/CN=practice", "-addext", names,
                                      "-keyout", key, "-out", file)), 0);
}

/* Whether it gets bound over TLS; the reason when not. */
static struct rig_event *
try_tls(const char *file, const char *key, const char *const *settings)
{
    struct rig_event *event;

    rig_smsc_start(LIST("--tls-cert", file, "--tls-key", key));
    assert_int_equal(rig_open(settings), 0);
    event = rig_next(RIG_STATE, 5000);
    assert_non_null(event);
    return event;
}

static void
tls_is_checked_against_the_host(void **state)
{
    char file[256], key[256], ca[300], text[401] = "";
    struct rig_event *event;

    (void)state;
    memset(text, 'x', 400);
    make_certificate("localhost", file, key);
    snprintf(ca, sizeof(ca), "ca=%s", file);
    event = try_tls(file, key, LIST("tls=true", ca, "host=localhost"));
    assert_string_equal(event->reason, "");
    assert_int_equal(event->number, 1);
    for (int i = 0; i < 9; i++)
        send_later((const char *[]){ "1", "2", "3", "4", "5", "6", "7", "8",
                                     "9" }[i], text);
    for (int i = 0; i < 9; i++)
        expect((const char *[]){ "1", "2", "3", "4", "5", "6", "7", "8",
                                 "9" }[i], ALLO_ACCEPTED);
    rig_smsc_type(PHONE " over TLS");
    assert_non_null(rig_next(RIG_INBOUND, 2000));
    stop(state);
    event = try_tls(file, key, LIST("tls=true", ca));
    assert_int_equal(event->number, 1);         /* by its address */
    stop(state);
    event = try_tls(file, key, LIST("tls=true", "host=localhost"));
    assert_int_equal(event->number, 0);         /* nobody vouches for it */
    assert_non_null(strstr(event->reason, "certificate"));
    stop(state);
    make_certificate("elsewhere.example", file, key);
    snprintf(ca, sizeof(ca), "ca=%s", file);
    event = try_tls(file, key, LIST("tls=true", ca, "host=localhost"));
    assert_int_equal(event->number, 0);
    assert_non_null(strstr(event->reason, "ostname mismatch"));
    stop(state);
    event = try_tls(file, key, LIST("tls=true", "insecure=true"));
    assert_int_equal(event->number, 1);
}

static void
bad_settings_are_final_and_said(void **state)
{
    (void)state;
    rig_smsc_start(NONE);
    assert_int_equal(rig_open(LIST("host=192.0.2.1")), -1);
    assert_non_null(strstr(rig_log(), "clear text"));
    assert_int_equal(rig_open(LIST("host=smsc.example.org")), -1);
    assert_non_null(strstr(rig_log(), "clear text"));
    assert_int_equal(rig_open(LIST("host=")), -1);
    assert_int_equal(rig_open(LIST("window=0")), -1);
    assert_non_null(strstr(rig_log(), "window"));
    assert_int_equal(rig_open(LIST("system_id=")), -1);
    assert_int_equal(rig_open(LIST("sender=veel te lange naam")), -1);
    assert_int_equal(rig_open(LIST("tls=true", "ca=/does/not/exist")), -1);
    assert_non_null(strstr(rig_log(), "ca:"));
}

/* A listening socket of our own; *port gets "port=N". */
static int
listen_here(char port[16], int buffer_size)
{
    struct sockaddr_in here = { .sin_family = AF_INET,
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof(here);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (buffer_size != 0)
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer_size,
                   sizeof(buffer_size));
    assert_int_equal(bind(fd, (struct sockaddr *)&here, sizeof(here)), 0);
    assert_int_equal(listen(fd, 4), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&here, &size), 0);
    snprintf(port, 16, "port=%u", ntohs(here.sin_port));
    return fd;
}

static void
a_silent_peer_is_given_up(void **state)
{
    struct rig_event *event;
    char port[16];
    int fd = listen_here(port, 0);

    (void)state;
    assert_int_equal(rig_open(LIST(port, "bind_timeout=1")), 0);
    event = rig_next(RIG_STATE, 3000);
    assert_non_null(event);
    assert_int_equal(event->number, 0);
    assert_non_null(strstr(event->reason, "does not answer the bind"));
    close(fd);
}

static void
rubbish_ends_the_connection(void **state)
{
    struct rig_event *event;
    char port[16];
    int fd = listen_here(port, 0), peer;

    (void)state;
    assert_int_equal(rig_open(LIST(port)), 0);
    rig_run(50);
    peer = accept(fd, NULL, NULL);
    assert_int_equal(write(peer, "HTTP/1.1 400 Bad Request\r\n\r\n", 28), 28);
    event = rig_next(RIG_STATE, 2000);
    assert_non_null(event);
    assert_non_null(strstr(event->reason, "not SMPP"));
    close(peer);
    close(fd);
}

/* Accept the plugin and answer its bind. */
static int
accept_bound(int fd)
{
    static const unsigned char answer[] = {
        0, 0, 0, 17, 0x80, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 1, 0
    };
    char bind_pdu[256];
    int peer;

    rig_run(50);
    peer = accept(fd, NULL, NULL);
    assert_true(read(peer, bind_pdu, sizeof(bind_pdu)) > 16);
    assert_int_equal(write(peer, answer, sizeof(answer)), sizeof(answer));
    assert_true(rig_bound());
    return peer;
}

static void
only_what_the_kernel_took_is_unknown(void **state)
{
    int unknown = 0, retry = 0, small = 16384, fd, peer;
    char port[16], id[16], text[161];

    (void)state;
    memset(text, 'x', 160);
    text[160] = '\0';
    fd = listen_here(port, 2048);
    assert_int_equal(rig_open(LIST(port, "window=1000", "timeout=60")), 0);
    peer = accept_bound(fd);
    assert_int_equal(setsockopt(rig_socket(), SOL_SOCKET, SO_SNDBUF, &small,
                                sizeof(small)), 0);
    for (int i = 0; i < 1000; i++) {
        snprintf(id, sizeof(id), "m%d", i);
        send_later(id, text);
        if (i == 10)
            rig_run(20);        /* some go out at once */
    }
    rig_run(100);
    close(peer);                /* which never read a byte of them */
    for (int i = 0; i < 1000; i++) {
        struct rig_event *event;

        snprintf(id, sizeof(id), "m%d", i);
        event = rig_settled(id, 2000);
        assert_non_null(event);
        unknown += event->outcome == ALLO_UNKNOWN;
        retry += event->outcome == ALLO_RETRY;
        /* in the order of sending: first what was written */
        assert_true(event->outcome == ALLO_RETRY || retry == 0);
    }
    assert_int_equal(unknown + retry, 1000);
    assert_true(unknown > 10);
    assert_true(retry > 500);
    close(fd);
}

static void
a_dead_link_is_noticed_by_its_silence(void **state)
{
    struct rig_event *event;
    char port[16];
    int fd = listen_here(port, 0), peer;

    (void)state;
    assert_int_equal(rig_open(LIST(port, "enquire_link=1")), 0);
    peer = accept_bound(fd);
    event = rig_next(RIG_STATE, 13000);
    assert_non_null(event);
    assert_int_equal(event->number, 0);
    assert_non_null(strstr(event->reason, "does not answer any more"));
    close(peer);
    close(fd);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, stop)
    const struct CMUnitTest tests[] = {
        TEST(tls_is_checked_against_the_host),
        TEST(bad_settings_are_final_and_said),
        TEST(a_silent_peer_is_given_up),
        TEST(rubbish_ends_the_connection),
        TEST(only_what_the_kernel_took_is_unknown),
        TEST(a_dead_link_is_noticed_by_its_silence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
