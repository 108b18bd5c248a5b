/* lexer and syntax: the same verdict as libconfig's, or a stricter one */
#include "unit.h"

#include <libconfig.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "config/diagnose.h"
#include "config/file.h"
#include "config/lexer.h"
#include "config/syntax.h"

static int
check(const char *text, struct diagnoses *diagnoses)
{
    struct file_text file;
    int result;

    memset(diagnoses, 0, sizeof(*diagnoses));
    diagnoses->pool = pool_new();
    file_from_text("x.conf", text, diagnoses, &file);
    result = syntax_check(&file, diagnoses);
    file_free(&file);
    return result;
}

static void
done(struct diagnoses *diagnoses)
{
    free(diagnoses->items);
    pool_free(&diagnoses->pool);
}

static void
refuses(const char *text, int line, const char *sentence)
{
    struct diagnoses diagnoses;

    assert_int_equal(check(text, &diagnoses), -1);
    assert_string_equal(diagnoses.items[0].text, sentence);
    assert_int_equal(diagnoses.count, 1);
    assert_int_equal(diagnoses.items[0].line, line);
    done(&diagnoses);
}

static bool
accepts(const char *text)
{
    struct diagnoses diagnoses;
    bool good = check(text, &diagnoses) == 0;

    assert_int_equal(good, diagnoses.error_count == 0);
    done(&diagnoses);
    return good;
}

/* In the form in which it gets it. */
static bool
libconfig_accepts(const char *text)
{
    struct diagnoses diagnoses = { .pool = pool_new() };
    struct file_text file;
    config_t config;
    bool good;

    file_from_text("x.conf", text, &diagnoses, &file);
    config_init(&config);
    good = config_read_string(&config, file.text) == CONFIG_TRUE;
    config_destroy(&config);
    file_free(&file);
    done(&diagnoses);
    return good;
}

static void
what_libconfig_knows_is_read(void **state)
{
    static const char *const good[] = {
        "", "a = 1", "a = 1;", "a = 1,", "a : 1; b = 2", "a = -1; b = +2",
        "a = 0x1F; b = 0X1f; c = 1L; d = 9223372036854775807L;",
        "a = 1.5; b = .5; c = 5.; d = 1e5; e = -1.5E-3;",
        "a = TRUE; b = faLse;", "a = \"x\" \"y\"\n \"z\";",
        "a = \"line\nline\";", "a = \"\\n\\r\\t\\f\\\\\\\"\\x41\";",
        "a = { b = { c = (); d = []; }; };", "a = ( 1, \"x\", { b = 1; } );",
        "a = [ 1, 2 ]; b = [ \"x\", \"y\" ]; c = [ true, false ];",
        "# x\n// y\n/* z\n z */ a = 1; # end", "a-b_c* = 1; *x = 2;",
        "a = 1;\r\nb = 2;\r\n", "a = 2147483647; b = -2147483648;", NULL
    };

    (void)state;
    for (int i = 0; good[i] != NULL; i++) {
        if (!accepts(good[i]) || !libconfig_accepts(good[i]))
            fail_msg("refused: %s", good[i]);
    }
}

static void
what_is_wrong_is_told_at_its_place(void **state)
{
    static const char quotes[] = "a date, an hour, a phone number and every "
                                 "other text stand between quotes: \"...\"";
    char sentence[300];

    (void)state;
    refuses("a = 2147483648;", 1, "column 5: this number is too large; a "
            "phone number stands between quotes: \"...\"");
    refuses("a = 1;\nb = 99999999999999999999L;", 2, "column 5: this number "
            "is too large; a phone number stands between quotes: \"...\"");
    refuses("a = 0xFFFFFFFF;", 1, "column 5: this number is too large; a "
            "phone number stands between quotes: \"...\"");
    snprintf(sentence, sizeof(sentence), "column 5: this is no number; %s",
             quotes);
    refuses("a = 1.5.5;", 1, sentence);
    refuses("a = 1;\n\n/* x", 3, "column 1: the comment that begins here is "
            "never closed; write */ where it ends");
    refuses("a = \"x", 1, "column 5: the text that begins here is never "
            "closed; write \" where it ends");
    refuses("a = \"\\x00\";", 1, "column 7: \\x00 cannot stand in a text");
    refuses("a = 'x';", 1, "column 5: this quote is not the plain one; write "
            "\"");
    refuses("_a = 1;", 1, "column 1: a key begins with a letter");
    refuses("a = 1;\xc2\xa0", 1, "column 7: this is a no-break space, which "
            "looks like a space; type a plain one");
    refuses("a = 1;\x01", 1, "column 7: a control character (number 1) "
            "cannot stand here");
    refuses("}", 1, "column 1: this } closes nothing; there is no { before "
            "it");
    refuses("a = ( 1 };", 1, "column 9: this } does not close the ( of line "
            "1; there should be a ) before it");
    refuses("a = [ 1, \"x\" ];", 1, "column 10: between [ and ] all are of "
            "one kind: all texts (\"...\") or all numbers");
    refuses("a = on;", 1, "column 5: write true or false, without quotes");
    refuses("a = ;", 1, "column 5: there is no value after a =");
    refuses("a = ( , );", 1, "column 7: there should be a value here");
    refuses("a\xff = 1;", 1, "this line is not UTF-8; save the file as "
            "UTF-8");
    refuses("\xff\xfe" "a", 0, "this file is UTF-16; save it as UTF-8");
}

static void
a_text_of_more_than_64_kB_is_refused(void **state)
{
    struct diagnoses diagnoses;
    char *text = memory_new(1, LEXER_TEXT_MOST + 20);

    (void)state;
    memset(text, 'x', LEXER_TEXT_MOST + 10);
    memcpy(text, "a = \"", 5);
    memcpy(text + LEXER_TEXT_MOST + 7, "\";", 3);
    assert_int_equal(check(text, &diagnoses), -1);
    assert_int_equal(diagnoses.count, 1);
    assert_string_equal(diagnoses.items[0].text, "column 5: this text is "
                        "longer than 64 kB; is a \" missing?");
    done(&diagnoses);
    text[LEXER_TEXT_MOST + 5] = '"';
    text[LEXER_TEXT_MOST + 6] = ';';
    text[LEXER_TEXT_MOST + 7] = '\0';
    assert_true(accepts(text));
    free(text);
}

/* A group with too many keys would cost libconfig its square. */
static void
a_group_of_many_keys_is_refused(void **state)
{
    char text[20000];
    size_t used = 0;

    (void)state;
    for (int i = 0; i < SYNTAX_KEYS_MOST; i++)
        used += (size_t)snprintf(text + used, sizeof(text) - used,
                                 "k%d = 1;\n", i);
    assert_true(accepts(text));
    snprintf(text + used, sizeof(text) - used, "one = 2;\n");
    refuses(text, SYNTAX_KEYS_MOST + 1, "column 1: more than 256 keys in one "
            "{ }; many of a kind are written as a list: ( { ... }, { ... } )");
}

/* What we let through, libconfig reads: there is never a bare "syntax
 * error". */
static void
libconfig_reads_whatever_passes(void **state)
{
    static const char *const pieces[] = {
        "a", "b", "title", " = ", " : ", ";", ",", "{", "}", "(", ")", "[",
        "]", "\"x\"", "\"", "1", "-1", "1.5", "1L", "0x1f", "true", "false",
        "\n", " ", "# c\n", "/* c */", "/*", "*/", "//", "\\", ".", "e5",
        "a = 1;", "b = \"t\";", "c = ( 1, 2 );", "d = [ 1, 2 ];",
        "e = { f = 1; };", "@include \"x\"", "+", "_", "L", "\xc3\xa9"
    };
    struct random random;
    int passed = 0;

    (void)state;
    random_seed(&random, 4);
    for (int round = 0; round < 200000; round++) {
        uint64_t count = 1 + random_below(&random, 12);
        char text[400] = "";

        while (count-- > 0)
            strncat(text, pieces[random_below(
                        &random, sizeof(pieces) / sizeof(pieces[0]))],
                    sizeof(text) - strlen(text) - 1);
        if (!accepts(text))
            continue;
        passed++;
        if (!libconfig_accepts(text))
            fail_msg("libconfig refuses: %s", text);
    }
    assert_true(passed > 1000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_libconfig_knows_is_read),
        cmocka_unit_test(what_is_wrong_is_told_at_its_place),
        cmocka_unit_test(a_text_of_more_than_64_kB_is_refused),
        cmocka_unit_test(a_group_of_many_keys_is_refused),
        cmocka_unit_test(libconfig_reads_whatever_passes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
