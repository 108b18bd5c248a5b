/* template: what a coordinator may write, and what comes of it */
#include "unit.h"

#include <string.h>

#include "base/random.h"
#include "message/template.h"

static const struct template_values usual = { .text = {
    [TEMPLATE_EVENT_TITLE] = "Straatoverleg",
    [TEMPLATE_EVENT_WHEN] = "wo 13 jan 19u",
    [TEMPLATE_EVENT_DATE] = "wo 13 jan",
    [TEMPLATE_EVENT_TIME] = "19u",
    [TEMPLATE_EVENT_PLACE] = "De Kouter",
    [TEMPLATE_CHANGE_OLD_PLACE] = "",
    [TEMPLATE_PERSON_NAME] = "Sam",
} };

static const char *
render_with(struct pool *pool, const char *text,
            const struct template_values *values)
{
    const struct template *template;
    struct buffer out = { 0 };
    struct error error;
    char *copy;

    if (template_parse(pool, text, &template, &error) != 0) {
        print_error("%s: %s\n", text, error.text);
        fail();
    }
    template_render(template, values, &out);
    copy = pool_copy(pool, buffer_text(&out));
    buffer_free(&out);
    return copy;
}

static void
expect(const char *text, const char *expected)
{
    struct pool *pool = pool_new();

    assert_string_equal(render_with(pool, text, &usual), expected);
    pool_free(&pool);
}

static void
refuse(const char *text, const char *expected)
{
    struct pool *pool = pool_new();
    const struct template *template;
    struct error error;

    assert_int_equal(template_parse(pool, text, &template, &error), -1);
    assert_string_equal(error.text, expected);
    pool_free(&pool);
}

static void
fields_are_filled_in(void **state)
{
    (void)state;
    expect("", "");
    expect("Kom je?", "Kom je?");
    expect("{event.title}", "Straatoverleg");
    expect("{event.title} {event.when}, {event.place}. Kom je? JA of NEE.",
           "Straatoverleg wo 13 jan 19u, De Kouter. Kom je? JA of NEE.");
    expect("{event.date}{event.time}\n{person.name}",
           "wo 13 jan19u\nSam");
    expect("hé {person.name} €", "hé Sam €");
}

static void
an_empty_field_leaves_no_stray_comma(void **state)
{
    struct template_values bare = usual;
    struct pool *pool = pool_new();

    (void)state;
    bare.text[TEMPLATE_EVENT_PLACE] = NULL;
    assert_string_equal(
        render_with(pool, "{event.title} {event.when}, {event.place}. "
                    "{note} Kom je?", &bare),
        "Straatoverleg wo 13 jan 19u. Kom je?");
    assert_string_equal(render_with(pool, "{note} Kom je?", &bare),
                        "Kom je?");
    assert_string_equal(render_with(pool, "{note}, {event.place}, x", &bare),
                        "x");
    assert_string_equal(render_with(pool, "({event.when}, {event.place})",
                                    &bare), "(wo 13 jan 19u)");
    assert_string_equal(render_with(pool, "{note}", &bare), "");
    assert_string_equal(render_with(pool, "  {event.title}", &bare),
                        "  Straatoverleg");
    pool_free(&pool);
}

static void
what_a_value_ends_with_is_not_taken(void **state)
{
    struct template_values values = { .text = {
        [TEMPLATE_EVENT_TITLE] = "A, ", [TEMPLATE_PERSON_NAME] = ", B" } };
    struct pool *pool = pool_new();

    (void)state;
    assert_string_equal(render_with(pool, "{event.title}{note}", &values),
                        "A, ");
    assert_string_equal(render_with(pool, "{note}{person.name}", &values),
                        ", B");
    pool_free(&pool);
}

static void
a_group_goes_with_its_empty_field(void **state)
{
    (void)state;
    expect("{event.place}[ (niet {change.old_place})].", "De Kouter.");
    expect("{event.title}[ in {event.place}].", "Straatoverleg in De Kouter.");
    expect("{event.title}[ x {event.place} {note} y].", "Straatoverleg.");
    expect("{event.title}, [{note}].", "Straatoverleg.");
    expect("[{note}] Kom je?", "Kom je?");
    expect("[{note}][{event.place}]", "De Kouter");
    expect("a[ {event.place}], {note}.", "a De Kouter.");
}

static void
doubled_signs_are_themselves(void **state)
{
    (void)state;
    expect("{{ }} [[ ]]", "{ } [ ]");
    expect("{{{person.name}}}", "{Sam}");
    expect("[[[{person.name}]]]", "[Sam]");
    expect("{{naam}}", "{naam}");
}

static void
errors_name_the_place_and_the_cure(void **state)
{
    (void)state;
    refuse("Dag {event.titel}!", "{event.titel} at character 5 is not a "
           "field; did you mean {event.title}?");
    refuse("\xc3\xa9\xc3\xa9 {kleur}", "{kleur} at character 4 is not a "
           "field; the fields are listed in allo.conf(5)");
    refuse("{}", "{} at character 1 is not a field; the fields are listed "
           "in allo.conf(5)");
    refuse("{ event.title }", "{ event.title } at character 1 is not a "
           "field; did you mean {event.title}?");
    refuse("{a.field.name.that.is.much.too.long.to.be.one}",
           "{a.field.name.that.is.much.to...} at character 1 is not a field; "
           "the fields are listed in allo.conf(5)");
    refuse("Dag {event.title", "the { at character 5 is never closed; write "
           "{{ for a brace");
    refuse("{event.\ntitle}", "the { at character 1 is never closed; write "
           "{{ for a brace");
    refuse("{event.title {note}", "the { at character 1 is never closed; "
           "write {{ for a brace");
    refuse("a }", "the } at character 3 closes nothing; write }} for a "
           "brace");
    refuse("a ]", "the ] at character 3 closes nothing; write ]] for a "
           "bracket");
    refuse("a [{note}", "the [ at character 3 is never closed; write [[ for "
           "a bracket");
    refuse("[a [{note}]]", "the [ at character 4 stands inside the group of "
           "character 1; write [[ for a bracket");
    refuse("{naam}", "{naam} at character 1 is not a field; did you mean "
           "{person.name}?");
    refuse("[a] {note}", "the group at character 1 has no field in it; write "
           "[[ ]] for brackets, or {event.when} and its like for a field");
    refuse("{note} [a]", "the group at character 8 has no field in it; write "
           "[[ ]] for brackets, or {event.when} and its like for a field");
    refuse("a {{event.title}}", "the field at character 3 has two braces; "
           "write {event.title}");
    refuse("a\x1b", "character 2 is a control character; leave it out");
    refuse("\xc2\x9b", "character 1 is a control character; leave it out");
    refuse("ab\xff", "character 3 is not UTF-8; save the file as UTF-8");
}

static void
a_template_knows_its_fields(void **state)
{
    struct pool *pool = pool_new();
    const struct template *template;

    (void)state;
    assert_int_equal(template_parse(pool, "{event.title}[ {note}]",
                                    &template, NULL), 0);
    for (int i = 0; i < TEMPLATE_FIELDS; i++) {
        assert_int_equal(template_uses(template, (enum template_field)i),
                         i == TEMPLATE_EVENT_TITLE || i == TEMPLATE_NOTE);
        assert_non_null(template_field_name((enum template_field)i));
    }
    pool_free(&pool);
}

/* Whatever a value holds, it comes out once and as it is. */
static void
hostile_values_come_out_once(void **state)
{
    static const char *const parts[] = {
        "{", "}", "{{", "}}", "[", "]", "{event.title}", "{note}", "%s", "%n",
        "[ {event.place}]", "\\", "\xc3\xa9", ", ", " ", "\t", "$(x)", "\x1a"
    };
    struct random random;
    struct pool *pool = pool_new();

    (void)state;
    random_seed(&random, 20270113);
    for (int round = 0; round < 20000; round++) {
        struct template_values values = { 0 };
        struct buffer value = { 0 }, expected = { 0 };

        for (uint64_t i = 0; i <= random_below(&random, 6); i++)
            buffer_add_text(&value, parts[random_below(
                &random, sizeof(parts) / sizeof(parts[0]))]);
        for (int i = 0; i < TEMPLATE_FIELDS; i++)
            values.text[i] = buffer_text(&value);
        buffer_add_format(&expected, "<%s|%s (%s)>", buffer_text(&value),
                          buffer_text(&value), buffer_text(&value));
        assert_string_equal(
            render_with(pool, "<{person.name}|{note}[ ({event.place})]>",
                        &values), buffer_text(&expected));
        buffer_free(&value);
        buffer_free(&expected);
        pool_clear(pool);
    }
    pool_free(&pool);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_filled_in),
        cmocka_unit_test(an_empty_field_leaves_no_stray_comma),
        cmocka_unit_test(what_a_value_ends_with_is_not_taken),
        cmocka_unit_test(a_group_goes_with_its_empty_field),
        cmocka_unit_test(doubled_signs_are_themselves),
        cmocka_unit_test(errors_name_the_place_and_the_cure),
        cmocka_unit_test(a_template_knows_its_fields),
        cmocka_unit_test(hostile_values_come_out_once),
    };

    return cmocka_run_group_tests_name("template", tests, NULL, NULL);
}
