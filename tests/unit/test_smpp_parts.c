/* smpp parts, assembly, coding and flight: the pure pieces of the plugin */
#include "unit.h"

#include <string.h>

#include "base/random.h"
#include "smpp/assembly.h"
#include "smpp/coding.h"
#include "smpp/flight.h"
#include "smpp/parts.h"

/* Cut a text, send the parts in any order, put them together. */
static void
assert_round_trip(const char *text, int count, const int *order)
{
    struct assembly assembly = { 0 };
    struct parts parts = { 0 };
    struct buffer part = { 0 }, whole = { 0 };
    struct assembly_set *set = NULL;

    assert_int_equal(parts_make(&parts, text, 7), count);
    for (int i = 0; i < count; i++) {
        struct pdu pdu = { .command = PDU_DELIVER_SM };
        struct assembly_header header;
        bool again;

        pdu.message.from.digits = pdu.message.to.digits = "32470000001";
        parts_fill(&parts, order[i], &pdu.message);
        assert_true(pdu.message.length <= (parts.ucs2 ? 140 : 160));
        assembly_read_header(&pdu.message, &header);
        assert_int_equal(header.total, count);
        assert_int_equal(header.part, order[i] + 1);
        assert_int_equal(header.reference, 7);
        buffer_clear(&part);
        assert_true(coding_decode(&part, pdu.message.coding,
                                  pdu.message.text + header.skip,
                                  pdu.message.length - header.skip));
        assert_null(set);
        set = assembly_add(&assembly, &pdu, &header, buffer_text(&part), i,
                           &again);
        assert_false(again);
    }
    assert_non_null(set);
    assembly_text(set, &whole);
    assert_string_equal(buffer_text(&whole), text);
    assembly_release(&assembly, set);
    assembly_free(&assembly);
    buffer_free(&parts.octets);
    buffer_free(&part);
    buffer_free(&whole);
}

static void
long_texts_survive_in_any_order(void **state)
{
    char text[1000] = "";

    (void)state;
    memset(text, 'x', 152);
    strncat(text, "\u20ac and what follows ", 100);
    memset(text + strlen(text), 'y', 200);
    assert_round_trip(text, 3, (const int[]){ 2, 0, 1 });
    memset(text, 0, sizeof(text));
    memset(text, 'x', 66);
    strncat(text, "\U0001f44d \u0434\u0430", 100);
    assert_round_trip(text, 2, (const int[]){ 1, 0 });
}

static void
more_than_32_parts_are_refused(void **state)
{
    struct parts parts = { 0 };
    static char text[33 * 153 + 1];

    (void)state;
    memset(text, 'x', 32 * 153);
    assert_int_equal(parts_make(&parts, text, 1), 32);
    text[32 * 153] = 'x';
    assert_int_equal(parts_make(&parts, text, 1), 0);
    assert_int_equal(parts_make(&parts, "", 1), 1);
    buffer_free(&parts.octets);
}

static void
numbers_and_times_are_written_for_the_wire(void **state)
{
    char digits[21], text[PARTS_VALIDITY];
    instant until;

    (void)state;
    assert_true(parts_number("+32470000001", digits));
    assert_string_equal(digits, "32470000001");
    assert_true(parts_number("8850", digits));
    assert_false(parts_number("+32 470", digits));
    assert_false(parts_number("", digits));
    assert_false(parts_number("+", digits));
    assert_false(parts_number("123456789012345678901", digits));
    assert_true(instant_parse("2027-01-13T17:30:05.250Z", &until));
    parts_validity(until, text);
    assert_string_equal(text, "270113173005000+");
    parts_validity_relative(until, until - 26 * HOUR - 61 * SECOND, text);
    assert_string_equal(text, "000001020101000R");
    parts_validity_relative(until, until - 400 * DAY, text);
    assert_string_equal(text, "000030000000000R");
    parts_validity_relative(until, until + DAY, text);
    assert_string_equal(text, "000000000001000R");
}

static struct assembly_set *
add(struct assembly *assembly, const char *from, int reference, int part,
    int64_t now, bool *again)
{
    const struct assembly_header header = { (uint16_t)reference, 2,
                                            (uint8_t)part, 0 };
    struct pdu pdu = { .command = PDU_DELIVER_SM };

    pdu.message.from.digits = from;
    pdu.message.to.digits = "8850";
    return assembly_add(assembly, &pdu, &header, "deel", now, again);
}

static void
parts_of_different_people_do_not_mix(void **state)
{
    struct assembly assembly = { 0 };
    struct buffer text = { 0 };
    struct assembly_set *set;
    int64_t next;
    bool again;

    (void)state;
    assert_null(add(&assembly, "1", 5, 1, 0, &again));
    assert_null(add(&assembly, "2", 5, 2, 100, &again));
    assert_null(add(&assembly, "1", 6, 2, 200, &again));
    assert_null(assembly_overdue(&assembly, 4999, &next));
    assert_int_equal(next, 5000);
    set = assembly_overdue(&assembly, 5050, &next);
    assert_string_equal(set->from, "1");
    assembly_text(set, &text);
    assert_string_equal(buffer_text(&text), "deel...");
    assembly_release(&assembly, set);
    /* the same part again: a new text with an old reference */
    set = add(&assembly, "2", 5, 2, 300, &again);
    assert_true(again);
    assembly_release(&assembly, set);
    assert_null(add(&assembly, "2", 5, 2, 300, &again));
    assert_false(again);
    assembly_free(&assembly);
    buffer_free(&text);
}

static void
a_full_table_gives_up_its_oldest(void **state)
{
    struct assembly assembly = { 0 };
    struct assembly_set *set;
    bool again;

    (void)state;
    for (int i = 0; i < ASSEMBLY_SETS; i++)
        assert_null(add(&assembly, "1", i, 1, i, &again));
    set = add(&assembly, "1", 99, 1, 99, &again);
    assert_true(again);
    assert_int_equal(set->reference, 0);
    assembly_free(&assembly);
}

static void
headers_that_are_not_well_formed_are_text(void **state)
{
    static const struct {
        const char *bytes;
        int length, skip, total;
    } cases[] = {
        { "\x05\0\3\7\2\1x", 7, 6, 2 }, { "\x06\x08\4\1\7\2\1x", 8, 7, 2 },
        { "\x05\0\3\7\2\3x", 7, 6, 1 },         /* part 3 of 2 */
        { "\x05\0\3\7\2\0x", 7, 6, 1 },         /* part 0 */
        { "\x20\0\3\7\2\1x", 7, 0, 1 },         /* beyond the end */
        { "\x05\0\x09\7\2\1x", 7, 6, 1 },       /* an element too long */
        { "\0x", 2, 1, 1 }, { "", 0, 0, 1 },
        { "\x0b\5\4\x0b\x84\x23\xf0\0\3\1\2\2x", 13, 12, 2 }    /* ports too */
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct pdu_message message = { .esm_class = PDU_ESM_HEADER };
        struct assembly_header header;

        message.text = (const uint8_t *)cases[i].bytes;
        message.length = (uint16_t)cases[i].length;
        assembly_read_header(&message, &header);
        assert_int_equal(header.skip, cases[i].skip);
        assert_int_equal(header.total, cases[i].total);
    }
}

static void
codings_of_text_are_read_and_others_not(void **state)
{
    struct buffer out = { 0 };
    char address[32];

    (void)state;
    assert_true(coding_decode(&out, 3, (const uint8_t *)"caf\xe9\x85\1", 6));
    assert_string_equal(buffer_text(&out), "caf\u00e9");
    buffer_clear(&out);
    assert_true(coding_decode(&out, 0x18, (const uint8_t *)"\0J\0A", 4));
    assert_true(coding_decode(&out, 0xf1, (const uint8_t *)"\x04", 1));
    assert_string_equal(buffer_text(&out), "JA\u00e8");
    buffer_clear(&out);
    assert_true(coding_decode(&out, 1, (const uint8_t *)"$_@\n", 4));
    assert_true(coding_decode(&out, 1, (const uint8_t *)"\x1b\x65", 2));
    assert_string_equal(buffer_text(&out), "$_@\n\u20ac");
    assert_false(coding_decode(&out, 4, (const uint8_t *)"x", 1));
    assert_false(coding_decode(&out, 0xf5, (const uint8_t *)"x", 1));
    assert_false(coding_decode(&out, 2, (const uint8_t *)"x", 1));
    buffer_free(&out);
    coding_address(address, sizeof(address), 1, "32470000001");
    assert_string_equal(address, "+32470000001");
    coding_address(address, sizeof(address), 0, "32470000001");
    assert_string_equal(address, "+32470000001");
    coding_address(address, sizeof(address), 0, "0470000001");
    assert_string_equal(address, "0470000001");
    coding_address(address, sizeof(address), 3, "8850");
    assert_string_equal(address, "8850");
    coding_address(address, 6, 5, "AL\nLO\x7fxyz");
    assert_string_equal(address, "ALLOx");
}

static void
a_flight_keeps_the_order_of_writing(void **state)
{
    struct flight flight;
    struct flight_tag tag = { 0 };
    struct random random;
    uint32_t last = 0x7ffffff0, open[8] = { 0 };
    uint64_t end = 0;

    (void)state;
    random_seed(&random, 5);
    flight_open(&flight, 8);
    for (uint32_t i = 0; i < 100000; i++) {
        uint32_t place = (uint32_t)random_below(&random, 8);

        if (open[place] != 0) {
            struct flight_slot *slot = flight_find(&flight, open[place]);

            assert_non_null(slot);
            assert_int_equal(slot->tag.message, place);
            flight_pass(&flight, slot, i % 5 == 0);
        }
        tag.message = place;
        last = open[place] = flight_add(&flight, last, &tag);
        assert_true(last >= 1 && last <= 0x7fffffff);
        flight_ends(&flight, last, end += 10);
        assert_true(flight.count <= 8);
        flight_written(&flight, end - random_below(&random, 40),
                       (int64_t)i);
        assert_true(flight_oldest(&flight)->end <= end);
    }
    /* the oldest first, and what is not written is not WRITTEN */
    flight_written(&flight, end - 20, 1);
    end = 0;
    while (flight.count > 0) {
        struct flight_slot *slot = flight_oldest(&flight);

        assert_true(slot->end > end);
        end = slot->end;
        flight_pass(&flight, slot, false);
    }
    assert_null(flight_oldest(&flight));
    flight_close(&flight);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_texts_survive_in_any_order),
        cmocka_unit_test(more_than_32_parts_are_refused),
        cmocka_unit_test(numbers_and_times_are_written_for_the_wire),
        cmocka_unit_test(parts_of_different_people_do_not_mix),
        cmocka_unit_test(a_full_table_gives_up_its_oldest),
        cmocka_unit_test(headers_that_are_not_well_formed_are_text),
        cmocka_unit_test(codings_of_text_are_read_and_others_not),
        cmocka_unit_test(a_flight_keeps_the_order_of_writing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
