/* control: the server against good, slow, rude and vanished clients, and the
 * client against a daemon that is there, is not, or talks nonsense */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/log.h"
#include "control/client.h"
#include "control/server.h"
#include "fake_daemon.h"

struct world {
    char directory[64], path[96];
    struct event_base *base;
    struct control_server *server;
    struct control_answer *later;       /* of "later", not answered yet */
    int asked;
    size_t rows;                        /* how many "many" gives */
    bool filled;                        /* "many" saw that it was full */
};

static void
handle_echo(void *self, const struct frame *request,
            struct control_answer *answer)
{
    struct world *world = self;

    world->asked++;
    control_answer_row_begin(answer);
    for (size_t i = 0; i < request->count; i++)
        control_answer_add(answer, request->fields[i].key,
                           request->fields[i].value);
    control_answer_add_number(answer, "uid", control_answer_uid(answer));
    control_answer_row_end(answer);
    control_answer_end(answer, 0);
}

static void
handle_no(void *self, const struct frame *request,
          struct control_answer *answer)
{
    (void)self;
    (void)request;
    control_answer_end(answer, 1);
}

static void
handle_fail(void *self, const struct frame *request,
            struct control_answer *answer)
{
    (void)self;
    control_answer_error(answer, "there is no event '%s'",
                         frame_get(request, "event"));
}

static void
handle_later(void *self, const struct frame *request,
             struct control_answer *answer)
{
    struct world *world = self;

    (void)request;
    world->later = answer;
}

static void
handle_many(void *self, const struct frame *request,
            struct control_answer *answer)
{
    struct world *world = self;
    char text[1000];
    size_t rows = world->rows;

    if (frame_get(request, "rows") != NULL)
        rows = (size_t)frame_number(request, "rows", 0);
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    for (size_t i = 0; i < rows; i++) {
        control_answer_row_begin(answer);
        control_answer_add_number(answer, "number", (int64_t)i);
        control_answer_add(answer, "text", text);
        control_answer_row_end(answer);
        world->filled |= control_answer_full(answer);
    }
    control_answer_end(answer, 0);
}

static void
handle_huge(void *self, const struct frame *request,
            struct control_answer *answer)
{
    char *text = test_malloc(FRAME_MOST + 1);

    (void)self;
    (void)request;
    memset(text, 'x', FRAME_MOST);
    text[FRAME_MOST] = '\0';
    control_answer_row_begin(answer);
    control_answer_add(answer, "text", text);
    control_answer_row_end(answer);
    control_answer_end(answer, 0);
    test_free(text);
}

static const struct control_verb verbs[] = {
    { "echo", handle_echo },
    { "no", handle_no },
    { "fail", handle_fail },
    { "later", handle_later },
    { "many", handle_many },
    { "huge", handle_huge },
    { NULL, NULL }
};

static void
swallow(void *self, const char *line)
{
    (void)self;
    (void)line;
}

static int
set_up(void **state)
{
    struct world *world = test_calloc(1, sizeof(*world));
    struct error error;

    log_to(swallow, NULL);
    snprintf(world->directory, sizeof(world->directory),
             "/tmp/allo-control-XXXXXX");
    assert_non_null(mkdtemp(world->directory));
    snprintf(world->path, sizeof(world->path), "%s/control",
             world->directory);
    world->base = event_base_new();
    world->server = control_server_new(world->base, world->path, verbs,
                                       world, &error);
    assert_non_null(world->server);
    *state = world;
    return 0;
}

static int
tear_down(void **state)
{
    struct world *world = *state;
    struct stat there;

    control_server_free(&world->server);
    assert_null(world->server);
    control_server_free(&world->server);
    assert_int_equal(lstat(world->path, &there), -1);
    event_base_free(world->base);
    rmdir(world->directory);
    test_free(world);
    return 0;
}

/* A turn of a daemon that has nothing to wait for. */
static void
turn(struct world *world)
{
    event_base_loop(world->base, EVLOOP_NONBLOCK);
    control_server_flush(world->server);
}

static void
turns(struct world *world, int count)
{
    while (count-- > 0)
        turn(world);
}

/* Let real time pass while the daemon turns. */
static void
turn_for(struct world *world, int milliseconds)
{
    for (int i = 0; i < milliseconds; i += 5) {
        turn(world);
        usleep(5000);
    }
}

static int
try_connect(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    assert_true(fd >= 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
        return fd;
    close(fd);
    return -1;
}

static int
connect_to(struct world *world)
{
    int fd = try_connect(world->path);

    assert_true(fd >= 0);
    turn(world);
    return fd;
}

static void
say(int fd, const char *text)
{
    assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL),
                     strlen(text));
}

/* All that is there to read; "" nothing yet, "<gone>" the end. */
static const char *
hear(int fd)
{
    static char text[4096];
    ssize_t got = recv(fd, text, sizeof(text) - 1, 0);

    if (got == 0 || (got < 0 && errno != EAGAIN))
        return "<gone>";
    text[got > 0 ? got : 0] = '\0';
    return text;
}

static void
a_request_is_answered_after_the_flush(void **state)
{
    struct world *world = *state;
    int fd = connect_to(world);
    char expected[64];

    say(fd, "echo\ttext=a\\tb\n");
    for (int i = 0; i < 5; i++)
        event_base_loop(world->base, EVLOOP_NONBLOCK);
    assert_int_equal(world->asked, 1);
    assert_string_equal(hear(fd), "");
    control_server_flush(world->server);
    snprintf(expected, sizeof(expected),
             "row\ttext=a\\tb\tuid=%d\nend\tcode=0\n", (int)geteuid());
    assert_string_equal(hear(fd), expected);
    say(fd, "no\n");
    turns(world, 3);
    assert_string_equal(hear(fd), "end\tcode=1\n");
    say(fd, "fail\tevent=x\n");
    turns(world, 3);
    assert_string_equal(hear(fd), "error\ttext=there is no event 'x'\n");
    say(fd, "dance\n");
    turns(world, 3);
    assert_string_equal(hear(fd),
                        "error\ttext=the daemon knows no request 'dance'\n");
    close(fd);
    turns(world, 2);
    assert_int_equal(control_server_clients(world->server), 0);
}

static void
a_request_may_come_in_pieces(void **state)
{
    static const char request[] = "echo\tkey=v\\\\alue\n";
    struct world *world = *state;
    int fd = connect_to(world);

    for (size_t i = 0; i < sizeof(request) - 1; i++) {
        assert_int_equal(world->asked, 0);
        assert_int_equal(send(fd, request + i, 1, 0), 1);
        turn(world);
    }
    turn(world);
    assert_int_equal(world->asked, 1);
    assert_non_null(strstr(hear(fd), "key=v\\\\alue"));
    close(fd);
}

static void
requests_at_once_are_answered_in_order(void **state)
{
    struct world *world = *state;
    int fd = connect_to(world);

    say(fd, "no\nfail\tevent=1\nno\nfail\tevent=2\n");
    shutdown(fd, SHUT_WR);
    turns(world, 12);
    assert_string_equal(hear(fd),
                        "end\tcode=1\n"
                        "error\ttext=there is no event '1'\n"
                        "end\tcode=1\n"
                        "error\ttext=there is no event '2'\n");
    assert_string_equal(hear(fd), "<gone>");
    assert_int_equal(control_server_clients(world->server), 0);
    close(fd);
}

static void
an_answer_may_come_later(void **state)
{
    struct world *world = *state;
    int fd = connect_to(world);

    say(fd, "later\nno\n");
    turns(world, 5);
    assert_non_null(world->later);
    assert_string_equal(hear(fd), "");
    control_answer_row_begin(world->later);
    control_answer_add(world->later, "part", "1");
    control_answer_row_end(world->later);
    assert_false(control_answer_full(world->later));
    turns(world, 2);
    assert_string_equal(hear(fd), "row\tpart=1\n");
    control_answer_end(world->later, 0);
    turns(world, 5);
    assert_string_equal(hear(fd), "end\tcode=0\nend\tcode=1\n");
    close(fd);
}

static void
a_client_may_go_before_its_answer(void **state)
{
    struct world *world = *state;
    int fd = connect_to(world);

    say(fd, "later\n");
    turns(world, 3);
    close(fd);
    control_answer_row_begin(world->later);
    control_answer_add_number(world->later, "part", 1);
    control_answer_row_end(world->later);
    turns(world, 3);
    /* writing told that it is gone */
    assert_int_equal(control_server_clients(world->server), 0);
    assert_true(control_answer_full(world->later));
    control_answer_row_begin(world->later);
    control_answer_add(world->later, "part", "2");
    control_answer_row_end(world->later);
    control_answer_end(world->later, 0);
    turns(world, 2);
}

static void
an_answer_may_outlive_the_server(void **state)
{
    struct world *world = *state;
    struct control_answer *first;
    struct error error;
    int fd = connect_to(world), other = connect_to(world);

    say(fd, "later\n");
    turns(world, 3);
    first = world->later;
    say(other, "later\n");
    turns(world, 3);
    control_server_free(&world->server);
    control_answer_row_begin(first);
    control_answer_add(first, "part", "1");
    control_answer_row_end(first);
    control_answer_end(first, 0);
    control_answer_error(world->later, "stopped");
    assert_string_equal(hear(fd), "<gone>");
    close(fd);
    close(other);
    world->server = control_server_new(world->base, world->path, verbs,
                                       world, &error);
    assert_non_null(world->server);
}

static void
a_bad_frame_closes_that_client_only(void **state)
{
    static const char *const bad[] = {
        "echo\tfield\n", "echo\ta=\x01\n", "echo\ta=\\q\n", "\x7f\ta=\x7f\n"
    };
    struct world *world = *state;
    int good = connect_to(world);

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        int fd = connect_to(world);

        say(fd, bad[i]);
        turns(world, 3);
        assert_int_equal(strncmp(hear(fd), "error\ttext=", 11), 0);
        assert_string_equal(hear(fd), "<gone>");
        close(fd);
    }
    assert_int_equal(world->asked, 0);
    assert_int_equal(control_server_clients(world->server), 1);
    say(good, "echo\n");
    turns(world, 3);
    assert_non_null(strstr(hear(good), "end\tcode=0\n"));
    close(good);
}

static void
a_line_without_end_is_cut_off_at_64_kib(void **state)
{
    struct world *world = *state;
    int fd = connect_to(world);
    char block[4096];
    size_t sent = 0;

    memset(block, 'x', sizeof(block));
    for (int i = 0; i < 100; i++) {
        ssize_t put = send(fd, block, sizeof(block), MSG_NOSIGNAL);

        sent += put > 0 ? (size_t)put : 0;
        turn(world);
        if (control_server_clients(world->server) == 0)
            break;
    }
    assert_int_equal(control_server_clients(world->server), 0);
    assert_in_range(sent, FRAME_MOST, FRAME_MOST + 32 * 1024);
    close(fd);
}

static void
a_slow_writer_is_dropped_however_it_drips(void **state)
{
    struct world *world = *state;
    struct control_limits limits = { .request = 150 };
    int slow, idle;

    control_server_limit(world->server, &limits);
    slow = connect_to(world);
    idle = connect_to(world);
    for (int i = 0; i < 6; i++) {
        send(slow, "x", 1, MSG_NOSIGNAL);
        turn_for(world, 30);
        if (i == 1)
            assert_int_equal(control_server_clients(world->server), 2);
    }
    turn_for(world, 60);
    assert_int_equal(control_server_clients(world->server), 0);
    assert_non_null(strstr(hear(slow), "not finished in time"));
    assert_string_equal(hear(idle), "<gone>");
    close(slow);
    close(idle);
}

static void
a_deadline_does_not_run_while_a_handler_works(void **state)
{
    struct world *world = *state;
    struct control_limits limits = { .request = 50 };
    int fd;

    control_server_limit(world->server, &limits);
    fd = connect_to(world);
    say(fd, "later\n");
    turn_for(world, 150);
    assert_int_equal(control_server_clients(world->server), 1);
    control_answer_end(world->later, 0);
    turns(world, 2);
    assert_string_equal(hear(fd), "end\tcode=0\n");
    close(fd);
}

static void
who_does_not_read_is_waited_for_and_then_dropped(void **state)
{
    struct world *world = *state;
    struct control_limits limits = { .unread = 150 };
    char block[65536];
    int fd = connect_to(world);
    size_t read_bytes = 0;

    control_server_limit(world->server, &limits);
    world->rows = 4000;
    say(fd, "many\nno\n");
    turn_for(world, 60);
    assert_int_equal(control_server_clients(world->server), 1);
    /* each time it reads, the time begins again */
    for (int i = 0; i < 6; i++) {
        ssize_t got;

        while ((got = recv(fd, block, sizeof(block), 0)) > 0)
            read_bytes += (size_t)got;
        turn_for(world, 50);
        assert_int_equal(control_server_clients(world->server), 1);
    }
    assert_in_range(read_bytes, 100 * 1000, 3900 * 1000);
    turn_for(world, 300);
    assert_int_equal(control_server_clients(world->server), 0);
    while (recv(fd, block, sizeof(block), 0) > 0)
        ;
    close(fd);
}

static void
a_long_answer_arrives_whole(void **state)
{
    struct world *world = *state;
    size_t lines = 0;
    char block[65536];
    int fd = connect_to(world);
    bool ended = false;

    world->rows = 5000;
    say(fd, "many\n");
    for (int i = 0; i < 10000 && !ended; i++) {
        ssize_t got;

        turn(world);
        while ((got = recv(fd, block, sizeof(block), 0)) > 0) {
            for (ssize_t j = 0; j < got; j++)
                lines += block[j] == '\n';
            ended = lines == world->rows + 1;
        }
    }
    assert_true(ended);
    assert_false(world->filled);
    close(fd);
}

static void
an_answer_that_does_not_fit_says_so(void **state)
{
    struct world *world = *state;
    struct control_limits limits = { .queued = 20 * 1024 };
    const char *heard;
    char last[4096] = "";
    int fd;

    control_server_limit(world->server, &limits);
    world->rows = 100;
    fd = connect_to(world);
    say(fd, "many\n");
    turns(world, 5);
    assert_true(world->filled);
    while (*(heard = hear(fd)) != '\0')
        memcpy(last, heard, sizeof(last));
    assert_non_null(strstr(last, "error\ttext=the answer was too long"));
    assert_null(strstr(last, "end\t"));
    say(fd, "huge\n");
    turns(world, 5);
    assert_int_equal(strncmp(hear(fd), "error\ttext=the answer", 21), 0);
    close(fd);
}

static void
eight_are_served_and_the_others_wait(void **state)
{
    struct world *world = *state;
    int fds[12];

    for (int i = 0; i < 12; i++)
        fds[i] = connect_to(world);
    turns(world, 5);
    assert_int_equal(control_server_clients(world->server), 8);
    say(fds[11], "no\n");
    turns(world, 5);
    assert_string_equal(hear(fds[11]), "");
    for (int i = 0; i < 8; i++)
        close(fds[i]);
    turns(world, 8);
    assert_string_equal(hear(fds[11]), "end\tcode=1\n");
    for (int i = 8; i < 12; i++)
        close(fds[i]);
}

static void
a_thousand_connections_do_no_harm(void **state)
{
    struct world *world = *state;
    int fds[1000], honest, connected = 0;

    for (int i = 0; i < 1000; i++) {
        /* a full queue: those before have to go first */
        while ((fds[i] = try_connect(world->path)) < 0) {
            assert_true(connected > 0);
            close(fds[i - connected]);
            connected--;
            turn(world);
        }
        connected++;
        turn(world);
        assert_in_range(control_server_clients(world->server), 0, 8);
        if (i % 3 == 0)
            send(fds[i], "ec", 2, MSG_NOSIGNAL);
    }
    for (int i = 1000 - connected; i < 1000; i++)
        close(fds[i]);
    turns(world, 200);
    assert_int_equal(control_server_clients(world->server), 0);
    honest = connect_to(world);
    say(honest, "no\n");
    turns(world, 5);
    assert_string_equal(hear(honest), "end\tcode=1\n");
    close(honest);
}

static void
without_descriptors_it_rests_and_comes_back(void **state)
{
    struct world *world = *state;
    struct rlimit limit, none;
    int fd = try_connect(world->path), spins = 0;

    getrlimit(RLIMIT_NOFILE, &limit);
    none = limit;
    none.rlim_cur = 3;
    setrlimit(RLIMIT_NOFILE, &none);
    turns(world, 2);
    for (int i = 0; i < 50; i++)
        spins += event_base_loop(world->base, EVLOOP_NONBLOCK) != 0;
    setrlimit(RLIMIT_NOFILE, &limit);
    assert_int_equal(control_server_clients(world->server), 0);
    assert_int_equal(spins, 0);
    say(fd, "no\n");
    turn_for(world, 1200);
    assert_string_equal(hear(fd), "end\tcode=1\n");
    close(fd);
}

static void
only_root_and_the_own_user_may_ask(void **state)
{
    struct world *world = *state;
    struct stat there;
    int fd;

    assert_int_equal(stat(world->path, &there), 0);
    assert_int_equal(there.st_mode & 07777, 0600);
    if (geteuid() != 0)
        skip();
    assert_int_equal(chmod(world->directory, 0755), 0);
    assert_int_equal(seteuid(65534), 0);
    fd = try_connect(world->path);
    assert_int_equal(seteuid(0), 0);
    assert_int_equal(fd, -1);

    /* even if somebody opened the file to all */
    assert_int_equal(chmod(world->path, 0666), 0);
    assert_int_equal(seteuid(65534), 0);
    fd = try_connect(world->path);
    assert_int_equal(seteuid(0), 0);
    assert_true(fd >= 0);
    say(fd, "echo\n");
    turns(world, 3);
    assert_int_equal(strncmp(hear(fd), "error\ttext=not for you", 22), 0);
    assert_int_equal(world->asked, 0);
    assert_int_equal(control_server_clients(world->server), 0);
    close(fd);
}

static void
members_of_a_group_that_is_let_in_may_ask(void **state)
{
    struct world *world = *state;
    struct stat there;
    gid_t group = geteuid() == 0 ? 54321 : getegid();
    struct error error;
    int status;
    pid_t child;

    assert_int_equal(control_server_share(world->server, group, &error), 0);
    assert_int_equal(stat(world->path, &there), 0);
    assert_int_equal(there.st_mode & 07777, 0660);
    assert_int_equal(there.st_gid, group);
    if (geteuid() != 0)
        skip();
    assert_int_equal(chmod(world->directory, 0755), 0);
    /* by its second group, which SO_PEERCRED does not tell */
    child = fork();
    if (child == 0) {
        gid_t groups[] = { 11111, group };
        int fd, tries = 0;

        if (setgroups(2, groups) != 0 || setresgid(22222, 22222, 22222) != 0 ||
            setresuid(65534, 65534, 65534) != 0)
            _exit(1);
        fd = try_connect(world->path);
        say(fd, "no\n");
        while (strcmp(hear(fd), "end\tcode=1\n") != 0 && tries++ < 1000)
            usleep(1000);
        _exit(tries < 1000 ? 0 : 2);
    }
    turn_for(world, 300);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void
a_living_daemon_keeps_its_socket(void **state)
{
    struct world *world = *state;
    struct error error;
    int fd;

    assert_null(control_server_new(world->base, world->path, verbs, NULL,
                                   &error));
    assert_non_null(strstr(error.text, "another daemon answers"));
    turns(world, 3);
    fd = connect_to(world);
    say(fd, "no\n");
    turns(world, 3);
    assert_string_equal(hear(fd), "end\tcode=1\n");
    close(fd);
}

static void
a_stale_socket_is_replaced_and_nothing_else(void **state)
{
    struct world *world = *state;
    struct control_server *server;
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    struct error error;
    char path[128], longer[256];
    int fd;

    snprintf(path, sizeof(path), "%s/other", world->directory);
    memcpy(address.sun_path, path, strlen(path) + 1);
    fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)),
                     0);
    close(fd);
    server = control_server_new(world->base, path, verbs, NULL, &error);
    assert_non_null(server);

    /* a successor's socket is not ours to remove */
    assert_int_equal(unlink(path), 0);
    fd = open(path, O_CREAT | O_WRONLY, 0600);
    close(fd);
    control_server_free(&server);
    assert_int_equal(access(path, F_OK), 0);

    assert_null(control_server_new(world->base, path, verbs, NULL, &error));
    assert_non_null(strstr(error.text, "is no socket"));
    assert_int_equal(unlink(path), 0);

    snprintf(path, sizeof(path), "%s/missing/control", world->directory);
    assert_null(control_server_new(world->base, path, verbs, NULL, &error));
    assert_non_null(strstr(error.text, "No such file"));

    memset(longer, 'x', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    assert_null(control_server_new(world->base, longer, verbs, NULL,
                                   &error));
    assert_non_null(strstr(error.text, "longer than"));
}

struct heard {
    int rows;
    char text[256];
};

static void
on_row(void *self, const struct frame *row)
{
    struct heard *heard = self;

    heard->rows++;
    snprintf(heard->text, sizeof(heard->text), "%s",
             frame_get(row, "text") != NULL ? frame_get(row, "text") : "");
}

static void
the_client_reads_what_the_daemon_says(void **state)
{
    struct world *world = *state, far = { .rows = 3 };
    struct heard heard = { 0 };
    struct control_client *client;
    struct error error;
    char path[128];
    pid_t daemon;

    snprintf(path, sizeof(path), "%s/far", world->directory);
    daemon = fake_daemon_start(path, verbs, &far);
    client = control_client_open(path, 5 * SECOND, NULL, &error);
    assert_non_null(client);
    control_client_begin(client, "echo");
    control_client_add(client, "text", "tab\there");
    control_client_add_number(client, "number", -7);
    assert_int_equal(control_client_ask(client, on_row, &heard, &error),
                     CONTROL_YES);
    assert_int_equal(heard.rows, 1);
    assert_string_equal(heard.text, "tab\there");
    control_client_begin(client, "no");
    assert_int_equal(control_client_ask(client, NULL, NULL, &error),
                     CONTROL_NO);
    control_client_begin(client, "fail");
    control_client_add(client, "event", "x");
    assert_int_equal(control_client_ask(client, NULL, NULL, &error),
                     CONTROL_ERROR);
    assert_string_equal(error.text, "there is no event 'x'");
    control_client_begin(client, "many");
    control_client_add_number(client, "rows", 3000);
    heard.rows = 0;
    assert_int_equal(control_client_ask(client, on_row, &heard, &error),
                     CONTROL_YES);
    assert_int_equal(heard.rows, 3000);
    control_client_close(&client);
    control_client_close(&client);

    /* a daemon that says nothing at all */
    client = control_client_open(path, 100, NULL, &error);
    control_client_begin(client, "later");
    assert_int_equal(control_client_ask(client, NULL, NULL, &error),
                     CONTROL_LOST);
    assert_string_equal(error.text, "the daemon does not answer");
    control_client_close(&client);
    fake_daemon_stop(daemon, path);
}

static void
the_client_says_why_there_is_no_daemon(void **state)
{
    struct world *world = *state;
    enum control_problem problem;
    struct error error;
    char path[300];
    int fd;

    snprintf(path, sizeof(path), "%s/none", world->directory);
    assert_null(control_client_open(path, SECOND, &problem, &error));
    assert_int_equal(problem, CONTROL_NOT_RUNNING);
    fd = open(path, O_CREAT | O_WRONLY, 0600);
    close(fd);
    assert_null(control_client_open(path, SECOND, &problem, &error));
    assert_int_equal(problem, CONTROL_NOT_RUNNING);
    assert_int_equal(unlink(path), 0);
    if (geteuid() == 0) {
        assert_int_equal(seteuid(65534), 0);
        assert_null(control_client_open(world->path, SECOND, &problem,
                                        &error));
        assert_int_equal(seteuid(0), 0);
        assert_int_equal(problem, CONTROL_FORBIDDEN);
    }
    memset(path, 'x', sizeof(path) - 1);
    path[sizeof(path) - 1] = '\0';
    assert_null(control_client_open(path, SECOND, NULL, &error));
}

/* What a daemon that speaks another language does to the client. */
static enum control_result
ask_liar(struct world *world, const char *answer, struct error *error)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    struct control_client *client;
    enum control_result result;
    int listening = socket(AF_UNIX, SOCK_STREAM, 0), fd;

    snprintf(address.sun_path, sizeof(address.sun_path), "%s/liar",
             world->directory);
    assert_int_equal(bind(listening, (struct sockaddr *)&address,
                          sizeof(address)), 0);
    listen(listening, 1);
    client = control_client_open(address.sun_path, SECOND, NULL, error);
    assert_non_null(client);
    fd = accept(listening, NULL, NULL);
    say(fd, answer);
    shutdown(fd, SHUT_WR);
    control_client_begin(client, "status");
    result = control_client_ask(client, NULL, NULL, error);
    control_client_close(&client);
    close(fd);
    close(listening);
    unlink(address.sun_path);
    return result;
}

static void
the_client_is_not_fooled(void **state)
{
    struct world *world = *state;
    struct error error;

    assert_int_equal(ask_liar(world, "", &error), CONTROL_LOST);
    assert_non_null(strstr(error.text, "before it had answered"));
    assert_int_equal(ask_liar(world, "row\ta=1\nrow", &error), CONTROL_LOST);
    assert_int_equal(ask_liar(world, "row\tnonsense\n", &error),
                     CONTROL_LOST);
    assert_non_null(strstr(error.text, "no sense"));
    assert_int_equal(ask_liar(world, "end\n", &error), CONTROL_NO);
    assert_int_equal(ask_liar(world, "end\tcode=\n", &error), CONTROL_NO);
    assert_int_equal(ask_liar(world, "error\n", &error), CONTROL_ERROR);
    assert_int_equal(ask_liar(world, "news\ta=1\nend\tcode=0\n", &error),
                     CONTROL_YES);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    static const struct CMUnitTest tests[] = {
        TEST(a_request_is_answered_after_the_flush),
        TEST(a_request_may_come_in_pieces),
        TEST(requests_at_once_are_answered_in_order),
        TEST(an_answer_may_come_later),
        TEST(a_client_may_go_before_its_answer),
        TEST(an_answer_may_outlive_the_server),
        TEST(a_bad_frame_closes_that_client_only),
        TEST(a_line_without_end_is_cut_off_at_64_kib),
        TEST(a_slow_writer_is_dropped_however_it_drips),
        TEST(a_deadline_does_not_run_while_a_handler_works),
        TEST(who_does_not_read_is_waited_for_and_then_dropped),
        TEST(a_long_answer_arrives_whole),
        TEST(an_answer_that_does_not_fit_says_so),
        TEST(eight_are_served_and_the_others_wait),
        TEST(a_thousand_connections_do_no_harm),
        TEST(without_descriptors_it_rests_and_comes_back),
        TEST(only_root_and_the_own_user_may_ask),
        TEST(members_of_a_group_that_is_let_in_may_ask),
        TEST(a_living_daemon_keeps_its_socket),
        TEST(a_stale_socket_is_replaced_and_nothing_else),
        TEST(the_client_reads_what_the_daemon_says),
        TEST(the_client_says_why_there_is_no_daemon),
        TEST(the_client_is_not_fooled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
