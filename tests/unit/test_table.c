/* table, shown, color: what a terminal gets, to the column */
#include "unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl/color.h"
#include "ctl/shown.h"
#include "ctl/table.h"

static const struct column columns[] = {
    { "name", "NAME", COLUMN_TEXT },
    { "count", "COUNT", COLUMN_NUMBER },
    { "hidden", NULL, COLUMN_TEXT },
    { "empty", "EMPTY", COLUMN_TEXT },
    { "bad", "BAD", COLUMN_FAULT },
    { "at", "AT", COLUMN_TIME },
    { "state", "STATE", COLUMN_STATE },
    { NULL, NULL, COLUMN_TEXT }
};

/* Rows as they are on the wire. */
static char *
print(const char *rows, bool color)
{
    struct table *table = table_new(columns);
    struct buffer wire = { 0 };
    struct frame frame;
    const char *why;
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    buffer_add_text(&wire, rows);
    while (frame_next(&wire, &frame, &why) == FRAME_OK)
        table_add(table, &frame);
    table_print(table, out, color);
    fclose(out);
    table_free(&table);
    table_free(&table);
    buffer_free(&wire);
    return text;
}

static void
assert_printed(const char *rows, bool color, const char *expected)
{
    char *text = print(rows, color);

    assert_string_equal(text, expected);
    free(text);
}

static void
columns_are_aligned_by_what_is_seen(void **state)
{
    (void)state;
    assert_printed("row\tname=Zo\xc3\xab\tcount=3\tbad=0\tstate=due\n"
                   "row\tname=\xe6\x9d\xb1\xe4\xba\xac\tcount=12345678\tbad=1"
                   "\tstate=held\thidden=x\n"
                   "row\tname=e\xcc\x81" "a\tcount=\tbad=10\tstate=\n", false,
                   "NAME     COUNT  BAD  STATE\n"
                   "Zo\xc3\xab          3    0  due\n"
                   "\xe6\x9d\xb1\xe4\xba\xac  12345678    1  held\n"
                   "e\xcc\x81" "a               10\n");
}

static void
empty_columns_are_left_out_and_no_line_has_a_tail(void **state)
{
    (void)state;
    assert_printed("row\tname=a\tunknown=key\nrow\tname=longer\n", false,
                   "NAME\na\nlonger\n");
}

static void
times_are_short(void **state)
{
    (void)state;
    assert_printed("row\tname=a\tat=2027-01-13T19:00:00+01:00\n"
                   "row\tname=b\tat=2027-01-13T19:00:04+01:00\n"
                   "row\tname=c\tat=2027-01-13T19:00:00Z\n"
                   "row\tname=d\tat=2027-01\n", false,
                   "NAME  AT\n"
                   "a     2027-01-13 19:00\n"
                   "b     2027-01-13 19:00:04\n"
                   "c     2027-01-13 19:00 UTC\n"
                   "d     2027-01\n");
}

static void
colour_never_shifts_a_column(void **state)
{
    static const char rows[] = "row\tname=a\tbad=2\tstate=delivered\n"
                               "row\tname=b\tbad=0\tstate=planned\n";
    char *plain = print(rows, false), *painted = print(rows, true), *to;

    (void)state;
    assert_null(strchr(plain, '\033'));
    assert_non_null(strstr(painted, COLOR_GREEN "delivered" COLOR_OFF));
    assert_non_null(strstr(painted, COLOR_RED "2" COLOR_OFF));
    assert_non_null(strstr(painted, "0  planned\n"));
    to = painted;
    for (const char *from = painted; *from != '\0'; from++) {
        if (*from == '\033')
            from = strchr(from, 'm');
        else
            *to++ = *from;
    }
    *to = '\0';
    assert_string_equal(plain, painted);
    free(plain);
    free(painted);
}

static void
nothing_in_a_text_reaches_the_terminal_as_an_order(void **state)
{
    /* ESC cannot cross the wire, but U+009B (CSI), U+202E and newlines can */
    static const char rows[] =
        "row\tname=\xc2\x9b" "31m\xe2\x80\xae" "a\\nb\\tc\xff\n";
    char *text = print(rows, false);
    struct buffer shown = { 0 };

    (void)state;
    assert_string_equal(text, "NAME\n\xef\xbf\xbd" "31m\xef\xbf\xbd"
                        "a\xef\xbf\xbd" "b\xef\xbf\xbd" "c\xef\xbf\xbd\n");
    free(text);
    shown_add(&shown, "\033[31m");
    assert_string_equal(buffer_text(&shown), "\xef\xbf\xbd[31m");
    buffer_free(&shown);
}

static void
lengths_of_time_are_words(void **state)
{
    static const char *const pairs[][2] = {
        { "0", "0 s" }, { "59", "59 s" }, { "60", "1 min" },
        { "3661", "1 h 1 min" }, { "3600", "1 h" }, { "86400", "1 day" },
        { "273600", "3 days 4 h" }, { "86401", "1 day" }, { "-1", "-1" },
        { "soon", "soon" }
    };

    (void)state;
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        struct buffer text = { 0 };

        shown_add_length(&text, pairs[i][0]);
        assert_string_equal(buffer_text(&text), pairs[i][1]);
        buffer_free(&text);
    }
}

static void
json_keeps_the_order_and_the_kinds(void **state)
{
    struct buffer wire = { 0 };
    struct frame frame;
    const char *why;
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    (void)state;
    buffer_add_text(&wire, "row\tcount=12\tname=a\"b\\n\tother=7\tbad=\tat=\t"
                    "hidden=\n"
                    "row\tcount=0.075\tname=\xff\n"
                    "row\tcount=many\n");
    while (frame_next(&wire, &frame, &why) == FRAME_OK)
        table_json(columns, &frame, out);
    fclose(out);
    assert_string_equal(text,
        "{\"count\":12,\"name\":\"a\\\"b\\n\",\"other\":\"7\",\"bad\":null,"
        "\"at\":null,\"hidden\":\"\"}\n"
        "{\"count\":0.075,\"name\":\"\xef\xbf\xbd\"}\n"
        "{\"count\":\"many\"}\n");
    free(text);
    buffer_free(&wire);
}

static void
colour_is_for_terminals_that_want_it(void **state)
{
    FILE *none = fopen("/dev/null", "w");
    enum color_when when;

    (void)state;
    assert_true(color_find("always", &when));
    assert_true(color_wanted(when, none));
    assert_true(color_find("never", &when));
    assert_false(color_wanted(when, none));
    assert_true(color_find("auto", &when));
    assert_false(color_wanted(when, none));
    assert_false(color_find("sometimes", &when));
    fclose(none);
}

static void
colour_on_a_terminal_yields_to_no_color(void **state)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    FILE *terminal = NULL;

    (void)state;
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0 ||
        (terminal = fopen(ptsname(master), "w")) == NULL)
        skip();
    unsetenv("NO_COLOR");
    setenv("TERM", "xterm", 1);
    assert_true(color_wanted(COLOR_AUTO, terminal));
    setenv("NO_COLOR", "1", 1);
    assert_false(color_wanted(COLOR_AUTO, terminal));
    assert_true(color_wanted(COLOR_ALWAYS, terminal));
    setenv("NO_COLOR", "", 1);
    assert_true(color_wanted(COLOR_AUTO, terminal));
    setenv("TERM", "dumb", 1);
    assert_false(color_wanted(COLOR_AUTO, terminal));
    fclose(terminal);
    close(master);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_aligned_by_what_is_seen),
        cmocka_unit_test(empty_columns_are_left_out_and_no_line_has_a_tail),
        cmocka_unit_test(times_are_short),
        cmocka_unit_test(colour_never_shifts_a_column),
        cmocka_unit_test(nothing_in_a_text_reaches_the_terminal_as_an_order),
        cmocka_unit_test(lengths_of_time_are_words),
        cmocka_unit_test(json_keeps_the_order_and_the_kinds),
        cmocka_unit_test(colour_is_for_terminals_that_want_it),
        cmocka_unit_test(colour_on_a_terminal_yields_to_no_color),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
