/* alloctl: each command against a daemon made of cardboard; words, JSON and
 * exit codes */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "ctl/alloctl.h"
#include "ctl/command.h"
#include "ctl/commands.h"
#include "fake_daemon.h"

static char directory[64], path[96];
static pid_t daemon_process;

/* A row of the cardboard: "key=value|key=value". */
static void
add_fields(struct control_answer *answer, const char *row)
{
    char *copy = strdup(row), *rest = copy, *part;

    control_answer_row_begin(answer);
    while ((part = strsep(&rest, "|")) != NULL) {
        char *value = strchr(part, '=');

        *value = '\0';
        control_answer_add(answer, part, value + 1);
    }
    control_answer_row_end(answer);
    free(copy);
}

static void
handle_status(void *self, const struct frame *request,
              struct control_answer *answer)
{
    (void)self;
    (void)request;
    add_fields(answer, "version=0.1.0|pid=812|uptime_s=273600|clock=trusted"
               "|engine=sqlite|events=12|people=431"
               "|next_at=2027-01-13T18:00:00+01:00|next_event=straatoverleg"
               "|due=3|sending=0|accepted=4|delivered=120|unknown=1|failed=0"
               "|expired=0|held=2|stopped=4|settling=1");
    add_fields(answer, "attention=1|text=channel sms is down: nobody there");
    add_fields(answer, "notice=1|at=2027-01-12T09:00:00+01:00"
               "|text=bel zelf: lien");
    control_answer_end(answer, 0);
}

static void
handle_events(void *self, const struct frame *request,
              struct control_answer *answer)
{
    (void)self;
    (void)request;
    add_fields(answer, "event=straatoverleg"
               "|occurrence=2027-01-13T19:00:00+01:00"
               "|start=2027-01-13T19:00:00+01:00|place=De Kouter, Aalst"
               "|status=planned|next_due=2027-01-12T18:00:00+01:00"
               "|invited=14|delivered=0|accepted=0|unknown=0|failed=0"
               "|expired=0");
    add_fields(answer, "event=caf\xc3\xa9|occurrence=2027-02-01T14:00:00+01:00"
               "|start=2027-02-01T14:00:00+01:00|place=|status=cancelled"
               "|next_due=|invited=3|delivered=2|accepted=0|unknown=1"
               "|failed=0|expired=0");
    control_answer_end(answer, 0);
}

static void
handle_outbox(void *self, const struct frame *request,
              struct control_answer *answer)
{
    static const char *const keys[] = { "event", "state", "person" };
    int64_t most = frame_number(request, "most", -1);

    (void)self;
    for (size_t i = 0; i < 3; i++) {
        const char *value = frame_get(request, keys[i]);

        if (value != NULL && strcmp(value, "none") == 0) {
            control_answer_end(answer, 0);
            return;
        }
    }
    if (frame_get(request, "state") != NULL &&
        strcmp(frame_get(request, "state"), "helt") == 0) {
        control_answer_error(answer, "there is no state 'helt'; did you mean "
                             "'held'?");
        return;
    }
    for (int64_t i = 0; i < (most < 2 ? most : 2); i++)
        add_fields(answer, "id=12.7|event=straatoverleg"
                   "|occurrence=2027-01-13T19:00:00+01:00|purpose=reminder 1d"
                   "|person=lien|channel=sms|state=held|attempt=1"
                   "|due=2027-01-12T18:00:00+01:00"
                   "|at=2027-01-12T18:00:04+01:00|reason=budget of today");
    control_answer_end(answer, 0);
}

static void
handle_why(void *self, const struct frame *request,
           struct control_answer *answer)
{
    const char *person = frame_get(request, "person");

    (void)self;
    if (strcmp(person, "lien") == 0) {
        add_fields(answer, "at=2027-01-12T18:00:00+01:00|event=straatoverleg"
                   "|occurrence=2027-01-13T19:00:00+01:00"
                   "|purpose=reminder 1d|state=delivered|channel=sms"
                   "|text=sent over sms on 12 Jan 18:00, delivered 18:00:04");
        control_answer_end(answer, 0);
    } else if (strcmp(person, "marc") == 0) {
        add_fields(answer, "text=not invited: marc is in none of the groups "
                   "of straatoverleg");
        control_answer_end(answer, 1);
    } else {
        control_answer_error(answer, "there is no person '%s'", person);
    }
}

static void
handle_channels(void *self, const struct frame *request,
                struct control_answer *answer)
{
    (void)self;
    (void)request;
    add_fields(answer, "name=sms|plugin=smpp|state=ready|reason=|pid=900"
               "|in_flight=3|rate=20|sent=120|failed=0|last_error="
               "|next_restart=|last_good=2027-01-12T18:00:04+01:00");
    add_fields(answer, "name=mail|plugin=smtp|state=backoff|reason=refused"
               "|pid=|in_flight=0|rate=0.5|sent=0|failed=7"
               "|last_error=connection refused"
               "|next_restart=2027-01-12T18:05:00+01:00|last_good=");
    control_answer_end(answer, 1);
}

/* Good the first time, refused with errors after that. */
static void
handle_reload(void *self, const struct frame *request,
              struct control_answer *answer)
{
    int *reloads = self;

    (void)request;
    if (++*reloads == 1) {
        add_fields(answer, "kind=change|file=events.d/x.conf|line=3"
                   "|text=straatoverleg moved to 14 Jan 18:00");
        add_fields(answer, "kind=effect|file=|line=0"
                   "|text=14 people get a correction at 14:05");
        add_fields(answer, "kind=warning|file=events.d/x.conf|line=4"
                   "|text=no place");
        control_answer_end(answer, 0);
        return;
    }
    if (*reloads == 2) {
        add_fields(answer, "kind=error|file=events.d/x.conf|line=7"
                   "|text=unknown key 'quite'; did you mean 'quiet'?");
        add_fields(answer, "kind=error|file=allo.conf|line=0|text=gone");
        control_answer_end(answer, 1);
        return;
    }
    control_answer_end(answer, 0);
}

static void
handle_tell(void *self, const struct frame *request,
            struct control_answer *answer)
{
    char text[256];

    (void)self;
    for (size_t i = 0; i < request->count; i++) {
        snprintf(text, sizeof(text), "text=%s %s", request->verb,
                 request->fields[i].value);
        add_fields(answer, text);
    }
    control_answer_end(answer, 0);
}

static const struct control_verb verbs[] = {
    { "status", handle_status }, { "events", handle_events },
    { "outbox", handle_outbox }, { "why", handle_why },
    { "channels", handle_channels }, { "reload", handle_reload },
    { "hold", handle_tell }, { "release", handle_tell }, { NULL, NULL }
};

struct said {
    int code;
    char *out, *err;
};

/* Run a command line with the words given, and the socket where the
 * cardboard is. */
static struct said
say(const char *first, ...)
{
    const char *argv[24] = { "alloctl", "--socket", path, first };
    struct said said;
    size_t out_size, err_size;
    FILE *out = open_memstream(&said.out, &out_size);
    FILE *err = open_memstream(&said.err, &err_size);
    int argc = first != NULL ? 4 : 3;
    va_list words;

    va_start(words, first);
    while (first != NULL && (argv[argc] = va_arg(words, const char *)) != NULL)
        argc++;
    va_end(words);
    said.code = alloctl_run(argc, argv, out, err);
    fclose(out);
    fclose(err);
    return said;
}

static void
forget(struct said *said)
{
    free(said->out);
    free(said->err);
}

/* Each line is one object, and there are `lines`; the last one is given. */
static json_t *
last_object(const char *text, int lines)
{
    json_t *object = NULL;

    while (*text != '\0') {
        const char *end = strchr(text, '\n');

        assert_non_null(end);
        json_decref(object);
        object = json_loadb(text, (size_t)(end - text), 0, NULL);
        assert_true(json_is_object(object));
        text = end + 1;
        lines--;
    }
    assert_int_equal(lines, 0);
    return object;
}

static const char *
text_in(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void
every_command_has_help_and_refuses_what_it_does_not_know(void **state)
{
    (void)state;
    for (size_t i = 0; commands[i] != NULL; i++) {
        const struct command *command = commands[i];
        struct said said = say(command->name, "--help", NULL), with;

        assert_int_equal(said.code, 0);
        assert_string_equal(said.err, "");
        assert_non_null(strstr(said.out, "Usage: alloctl"));
        assert_non_null(strstr(said.out, command->arguments));
        assert_non_null(strstr(said.out, command->summary));
        assert_non_null(strstr(said.out, "--json"));
        with = say("help", command->name, NULL);
        assert_string_equal(with.out, said.out);
        forget(&with);
        with = say(command->name, "-h", "--nonsense-after", NULL);
        assert_int_equal(with.code, 2);
        forget(&with);
        forget(&said);

        said = say(command->name, "--jsom", NULL);
        assert_int_equal(said.code, 2);
        assert_string_equal(said.out, "");
        assert_non_null(strstr(said.err, "did you mean '--json'?"));
        forget(&said);

        if (command->least > 0) {
            said = say(command->name, NULL);
            assert_int_equal(said.code, 2);
            assert_non_null(strstr(said.err, "usage: alloctl"));
            forget(&said);
        }
        if (command->most == 0) {
            said = say(command->name, "extra", NULL);
            assert_int_equal(said.code, 2);
            forget(&said);
        }
    }
}

static void
the_list_of_commands_has_one_line_each(void **state)
{
    struct said alone = say(NULL), help = say("help", NULL);
    struct said option = say("--help", NULL);

    (void)state;
    assert_int_equal(alone.code, 0);
    assert_string_equal(alone.out, help.out);
    assert_string_equal(alone.out, option.out);
    for (size_t i = 0; commands[i] != NULL; i++) {
        char line[200];

        snprintf(line, sizeof(line), "\n  %-10s %s\n", commands[i]->name,
                 commands[i]->summary);
        assert_non_null(strstr(alone.out, line));
        assert_true(strlen(line) <= 82);
    }
    forget(&alone);
    forget(&help);
    forget(&option);
}

static void
usage_is_explained(void **state)
{
    static const struct {
        const char *words[4];
        const char *hint;
    } cases[] = {
        { { "statsu" }, "did you mean 'status'?" },
        { { "frobnicate" }, "there is no command 'frobnicate'\n" },
        { { "outbox", "--event" }, "--event needs a value: --event EVENT" },
        { { "outbox", "--evnt=x" }, "did you mean '--event'?" },
        { { "outbox", "-x" }, "there is no option '-x'" },
        { { "outbox", "--most", "0" }, "a number from 1 to 20000" },
        { { "outbox", "--most=1x" }, "not '1x'" },
        { { "events", "--json=yes" }, "--json takes no value" },
        { { "events", "--color", "blue" }, "auto, always or never" },
        { { "why", "lien" }, "usage: alloctl why PERSON EVENT" },
        { { "why", "a", "b", "c" }, "usage: alloctl why PERSON EVENT" },
        { { "help", "nothing" }, "there is no command 'nothing'" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct said said = say(cases[i].words[0], cases[i].words[1],
                               cases[i].words[2], cases[i].words[3], NULL);

        assert_int_equal(said.code, 2);
        assert_string_equal(said.out, "");
        assert_non_null(strstr(said.err, cases[i].hint));
        forget(&said);
    }
}

static void
options_may_stand_anywhere(void **state)
{
    struct said first = say("--json", "outbox", "-e", "none", NULL);
    struct said last = say("outbox", "--event=none", "--json", NULL);
    struct said word = say("why", "--", "--lien", "x", NULL);
    struct said twice = say("outbox", "-e", "none", "--event", "x", "--json",
                            NULL);

    (void)state;
    assert_int_equal(first.code, 0);
    assert_string_equal(first.out, "");
    assert_string_equal(last.out, "");
    assert_int_equal(word.code, 1);
    assert_non_null(strstr(word.err, "there is no person '--lien'"));
    assert_true(strlen(twice.out) > 0);
    forget(&first);
    forget(&last);
    forget(&word);
    forget(&twice);
}

static void
status_is_a_glance(void **state)
{
    struct said said = say("status", NULL);
    json_t *object;

    (void)state;
    assert_int_equal(said.code, 0);
    assert_string_equal(said.err, "");
    assert_string_equal(said.out,
        "allod 0.1.0, running for 3 days 4 h (pid 812)\n"
        "clock     trusted\n"
        "engine    sqlite\n"
        "events    12, 431 people, 4 of them said STOP\n"
        "next      2027-01-13 18:00  straatoverleg\n"
        "waiting   3 due, 0 sending, 2 held, 1 to be corrected soon\n"
        "messages  120 delivered, 4 accepted, 1 unknown, 0 failed, "
        "0 expired (30 days)\n"
        "\nIn the way:\n"
        "  channel sms is down: nobody there\n"
        "\nTo know:\n"
        "  2027-01-12 09:00  bel zelf: lien\n");
    forget(&said);
    said = say("status", "--color=always", NULL);
    assert_non_null(strstr(said.out, "\033[33m1 unknown\033[0m"));
    assert_non_null(strstr(said.out, ", 0 failed,"));
    forget(&said);
    said = say("status", "--json", NULL);
    object = last_object(said.out, 3);
    assert_int_equal(json_integer_value(json_object_get(object, "notice")),
                     1);
    assert_string_equal(text_in(object, "text"), "bel zelf: lien");
    assert_non_null(strstr(said.out, "\"uptime_s\":273600,"));
    json_decref(object);
    forget(&said);
}

static void
events_are_a_table(void **state)
{
    struct said said = say("events", NULL);
    json_t *object;

    (void)state;
    assert_int_equal(said.code, 0);
    assert_string_equal(said.out,
        "START             EVENT          PLACE             STATUS     "
        "NEXT MESSAGE      INVITED  DELIVERED  ACCEPTED  UNKNOWN  FAILED  "
        "EXPIRED\n"
        "2027-01-13 19:00  straatoverleg  De Kouter, Aalst  planned    "
        "2027-01-12 18:00       14          0         0        0       0  "
        "      0\n"
        "2027-02-01 14:00  caf\xc3\xa9                             cancelled  "
        "                        3          2         0        1       0  "
        "      0\n");
    forget(&said);
    said = say("events", "--json", NULL);
    object = last_object(said.out, 2);
    assert_string_equal(text_in(object, "event"), "caf\xc3\xa9");
    assert_true(json_is_null(json_object_get(object, "next_due")));
    assert_int_equal(json_integer_value(json_object_get(object, "invited")),
                     3);
    json_decref(object);
    forget(&said);
}

static void
outbox_asks_for_what_was_said(void **state)
{
    struct said said = say("outbox", NULL);
    json_t *object;

    (void)state;
    assert_int_equal(said.code, 0);
    assert_non_null(strstr(said.out, "reminder 1d  lien    sms      held"));
    assert_string_equal(said.err, "");
    forget(&said);
    said = say("outbox", "--most", "2", NULL);
    assert_non_null(strstr(said.err, "only the first 2 are shown"));
    forget(&said);
    for (int i = 0; i < 2; i++) {
        static const char *const options[] = { "--event", "--person" };

        said = say("outbox", options[i], "none", NULL);
        assert_int_equal(said.code, 0);
        assert_string_equal(said.out, "No such messages.\n");
        forget(&said);
    }
    said = say("outbox", "-s", "helt", NULL);
    assert_int_equal(said.code, 2);
    assert_string_equal(said.out, "");
    assert_non_null(strstr(said.err, "did you mean 'held'?"));
    forget(&said);
    said = say("outbox", "-s", "fout", NULL);
    assert_int_equal(said.code, 2);
    assert_non_null(strstr(said.err, "there is no state 'fout'\n  States: "
                                     "planned, due, "));
    forget(&said);
    said = say("outbox", "-s", "held", NULL);
    assert_int_equal(said.code, 0);
    forget(&said);
    said = say("outbox", "--json", "-n", "1", NULL);
    object = last_object(said.out, 1);
    assert_string_equal(text_in(object, "id"), "12.7");
    assert_int_equal(json_integer_value(json_object_get(object, "attempt")),
                     1);
    json_decref(object);
    forget(&said);
}

static void
why_says_why(void **state)
{
    struct said said = say("why", "lien", "straatoverleg", NULL);
    json_t *object;

    (void)state;
    assert_int_equal(said.code, 0);
    assert_non_null(strstr(said.out, "delivered  sms      sent over sms on"));
    forget(&said);
    said = say("why", "marc", "straatoverleg", NULL);
    assert_int_equal(said.code, 1);
    assert_string_equal(said.out, "not invited: marc is in none of the "
                        "groups of straatoverleg\n");
    assert_string_equal(said.err, "");
    forget(&said);
    said = say("why", "nobody", "straatoverleg", NULL);
    assert_int_equal(said.code, 1);
    assert_string_equal(said.out, "");
    assert_string_equal(said.err, "alloctl: there is no person 'nobody'\n");
    forget(&said);
    said = say("why", "--json", "marc", "straatoverleg", NULL);
    assert_int_equal(said.code, 1);
    object = last_object(said.out, 1);
    assert_non_null(strstr(text_in(object, "text"), "not invited"));
    json_decref(object);
    forget(&said);
}

static void
channels_say_how_they_are(void **state)
{
    struct said said = say("channels", NULL);
    json_t *object;

    (void)state;
    assert_int_equal(said.code, 1);
    assert_non_null(strstr(said.out, "mail     smtp    backoff"));
    assert_non_null(strstr(said.out, "connection refused"));
    forget(&said);
    said = say("channels", "--json", NULL);
    object = last_object(said.out, 2);
    assert_true(json_is_null(json_object_get(object, "pid")));
    assert_true(json_real_value(json_object_get(object, "rate")) == 0.5);
    json_decref(object);
    forget(&said);
}

static void
reload_tells_what_follows(void **state)
{
    struct said said = say("reload", NULL);
    json_t *object;

    (void)state;
    assert_int_equal(said.code, 0);
    assert_string_equal(said.out,
        "straatoverleg moved to 14 Jan 18:00\n"
        "  -> 14 people get a correction at 14:05\n"
        "events.d/x.conf:4: warning: no place\n"
        "loaded; 1 warning\n");
    forget(&said);
    said = say("reload", NULL);
    assert_int_equal(said.code, 1);
    assert_string_equal(said.out,
        "events.d/x.conf:7: error: unknown key 'quite'; did you mean "
        "'quiet'?\n"
        "allo.conf: error: gone\n"
        "2 errors; nothing was changed\n");
    forget(&said);
    said = say("reload", NULL);
    assert_int_equal(said.code, 0);
    assert_string_equal(said.out, "loaded; nothing is different\n");
    forget(&said);
    fake_daemon_stop(daemon_process, path);
    daemon_process = fake_daemon_start(path, verbs, &(int){ 1 });
    said = say("reload", "--json", NULL);
    assert_int_equal(said.code, 1);
    object = last_object(said.out, 2);
    assert_string_equal(text_in(object, "kind"), "error");
    assert_true(json_is_integer(json_object_get(object, "line")));
    json_decref(object);
    forget(&said);
}

static void
hold_and_release_pass_on_what_was_named(void **state)
{
    struct said said = say("hold", "channel:sms", NULL);
    json_t *object;

    (void)state;
    assert_int_equal(said.code, 0);
    assert_string_equal(said.out, "hold channel:sms\n");
    forget(&said);
    said = say("release", "12.7", "12.8", "clock", NULL);
    assert_string_equal(said.out,
                        "release 12.7\nrelease 12.8\nrelease clock\n");
    forget(&said);
    said = say("release", "--json", "clock", NULL);
    object = last_object(said.out, 1);
    assert_string_equal(text_in(object, "text"), "release clock");
    json_decref(object);
    forget(&said);
}

static void
without_a_daemon_every_command_says_so(void **state)
{
    static const char *const words[][3] = {
        { "status" }, { "events" }, { "outbox" }, { "why", "a", "b" },
        { "channels" }, { "reload" }, { "hold", "x" }, { "release", "x" }
    };

    (void)state;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        struct said said = say("--socket", "/nonexistent/socket",
                               words[i][0], words[i][1], words[i][2], NULL);

        assert_int_equal(said.code, 69);
        assert_string_equal(said.out, "");
        assert_non_null(strstr(said.err, "the daemon is not running"));
        assert_non_null(strstr(said.err, "systemctl start allod"));
        forget(&said);
    }
}

/* Without --socket: where it listens stands in a file. */
static struct said
say_in(const char *where, const char *command)
{
    const char *const argv[] = { "alloctl", "-c", where, command };
    struct said said;
    size_t out_size, err_size;
    FILE *out = open_memstream(&said.out, &out_size);
    FILE *err = open_memstream(&said.err, &err_size);

    said.code = alloctl_run(4, argv, out, err);
    fclose(out);
    fclose(err);
    return said;
}

static void
a_configuration_that_cannot_be_read_is_named(void **state)
{
    char name[120], expected[240];
    struct said said;

    (void)state;
    said = say_in("/nonexistent", "status");
    assert_int_equal(said.code, 69);
    assert_string_equal(said.err, "alloctl: cannot read /nonexistent/"
                        "allo.conf: No such file or directory\n"
                        "  say where it is with -c DIR\n");
    forget(&said);
    said = say_in("/nonexistent", "check");
    assert_int_equal(said.code, 1);
    assert_non_null(strstr(said.err, "there is no allo.conf in "
                                     "/nonexistent\n  say where it is with "
                                     "-c DIR"));
    forget(&said);
    /* not even root can read a link to itself */
    snprintf(name, sizeof(name), "%s/allo.conf", directory);
    assert_int_equal(symlink("allo.conf", name), 0);
    said = say_in(directory, "status");
    unlink(name);
    snprintf(expected, sizeof(expected), "cannot read %s: Too many levels",
             name);
    assert_int_equal(said.code, 69);
    assert_non_null(strstr(said.err, expected));
    assert_non_null(strstr(said.err, "--socket PATH"));
    forget(&said);
}

static void
a_full_disk_is_told(void **state)
{
    static const char *const argv[] = { "alloctl", "--help" };
    FILE *full = fopen("/dev/full", "w"), *err;
    char *text;
    size_t size;

    (void)state;
    if (full == NULL)
        skip();
    err = open_memstream(&text, &size);
    assert_int_equal(alloctl_run(2, argv, full, err), 1);
    fclose(err);
    fclose(full);
    assert_non_null(strstr(text, "cannot write"));
    free(text);
}

static int
start(void **state)
{
    static int reloads;

    (void)state;
    unsetenv("NO_COLOR");
    snprintf(directory, sizeof(directory), "/tmp/alloctl-test-XXXXXX");
    assert_non_null(mkdtemp(directory));
    snprintf(path, sizeof(path), "%s/control", directory);
    daemon_process = fake_daemon_start(path, verbs, &reloads);
    return 0;
}

static int
stop(void **state)
{
    (void)state;
    fake_daemon_stop(daemon_process, path);
    rmdir(directory);
    return 0;
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            every_command_has_help_and_refuses_what_it_does_not_know),
        cmocka_unit_test(the_list_of_commands_has_one_line_each),
        cmocka_unit_test(usage_is_explained),
        cmocka_unit_test(options_may_stand_anywhere),
        cmocka_unit_test(status_is_a_glance),
        cmocka_unit_test(events_are_a_table),
        cmocka_unit_test(outbox_asks_for_what_was_said),
        cmocka_unit_test(why_says_why),
        cmocka_unit_test(channels_say_how_they_are),
        cmocka_unit_test(reload_tells_what_follows),
        cmocka_unit_test(hold_and_release_pass_on_what_was_named),
        cmocka_unit_test(without_a_daemon_every_command_says_so),
        cmocka_unit_test(a_configuration_that_cannot_be_read_is_named),
        cmocka_unit_test(a_full_disk_is_told),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
