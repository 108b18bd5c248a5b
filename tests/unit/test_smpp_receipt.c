/* smpp receipt and ids: what receipts say, and which message they mean */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "smpp/ids.h"
#include "smpp/receipt.h"

static void
assert_parsed(const char *text, const char *id, enum allo_outcome outcome,
              const char *reason)
{
    struct receipt receipt;

    assert_true(receipt_parse(text, strlen(text), &receipt));
    assert_string_equal(receipt.id, id);
    assert_int_equal(receipt.outcome, outcome);
    assert_string_equal(receipt.reason, reason);
}

static void
texts_of_many_makers_are_read(void **state)
{
    struct receipt receipt;

    (void)state;
    assert_parsed("id:0000123456 sub:001 dlvrd:001 submit date:2701131830 "
                  "done date:2701131830 stat:DELIVRD err:000 text:JA",
                  "123456", ALLO_DELIVERED, "the network says DELIVRD");
    assert_parsed("id:1A2bC sub:001 dlvrd:000 Submit Date:2701131830 "
                  "Stat:UNDELIV Err:01b Text:", "1a2bc", ALLO_UNDELIVERED,
                  "the network says UNDELIV (error 01b)");
    assert_parsed("stat:EXPIRED id:00ff err:27", "ff", ALLO_UNDELIVERED,
                  "the network says EXPIRED (error 27)");
    assert_parsed("id:6F1ED-Zq stat:UNDELIVERABLE", "6F1ED-Zq",
                  ALLO_UNDELIVERED, "the network says UNDELIV");
    assert_parsed("id:7 stat:ENROUTE", "7", ALLO_ACCEPTED,
                  "the network says ENROUTE");
    assert_parsed("id:7 stat:ACCEPTD", "7", ALLO_ACCEPTED,
                  "the network says ACCEPTD");
    assert_parsed("id:7 stat:REJECTD", "7", ALLO_UNDELIVERED,
                  "the network says REJECTD");
    assert_parsed("id:7 stat:DELETED", "7", ALLO_UNDELIVERED,
                  "the network says DELETED");
    assert_parsed("id:7 stat:WHATEVER", "7", ALLO_ACCEPTED, "");
    /* what the person wrote is not read */
    assert_parsed("id:1 text:stat:DELIVRD id:2", "1", ALLO_ACCEPTED, "");
    assert_parsed("id:1 stat:UNDELIV text: stat:DELIVRD", "1",
                  ALLO_UNDELIVERED, "the network says UNDELIV");
    assert_false(receipt_parse("hallo", 5, &receipt));
    assert_false(receipt_parse("", 0, &receipt));
    assert_false(receipt_parse("paid:3 mystat:DELIVRD", 21, &receipt));
}

static void
parameters_win_over_the_text(void **state)
{
    static const char text[] = "id:99 stat:DELIVRD err:000 text:";
    struct pdu_message message = {
        .esm_class = PDU_ESM_RECEIPT, .text = (const uint8_t *)text,
        .length = sizeof(text) - 1, .receipted_id = "00AB", .state = 5,
        .has = PDU_HAS_STATE
    };
    struct receipt receipt;

    (void)state;
    assert_true(receipt_is(&message));
    assert_true(receipt_read(&message, &receipt));
    assert_string_equal(receipt.id, "ab");
    assert_int_equal(receipt.outcome, ALLO_UNDELIVERED);
    message.esm_class = 0;
    assert_true(receipt_is(&message));          /* by its parameter alone */
    message.receipted_id = NULL;
    assert_false(receipt_is(&message));
    message.length = 0;
    message.has = 0;
    assert_false(receipt_read(&message, &receipt));
}

static void
ids_have_one_spelling(void **state)
{
    char id[RECEIPT_ID], other[RECEIPT_ID], long_id[200];

    (void)state;
    receipt_canonical("000", id);
    assert_string_equal(id, "0");
    receipt_canonical("00DEADbeef", id);
    assert_string_equal(id, "deadbeef");
    receipt_canonical("00Zz", id);
    assert_string_equal(id, "00Zz");
    receipt_canonical("", id);
    assert_string_equal(id, "");
    memset(long_id, '7', 199);
    long_id[199] = '\0';
    receipt_canonical(long_id, id);
    assert_int_equal(strlen(id), 64);
    assert_false(receipt_to_hex(id, other));
    assert_true(receipt_to_decimal("ffffffffffffffff", other));
    assert_string_equal(other, "18446744073709551615");
    assert_true(receipt_to_hex(other, id));
    assert_string_equal(id, "ffffffffffffffff");
    assert_false(receipt_to_hex("18446744073709551616", other));
    assert_false(receipt_to_hex("1a", other));
    assert_false(receipt_to_decimal("xyz", other));
}

/* What becomes of a receipt's id. */
static const char *
found(struct ids *ids, const char *id, bool known)
{
    static char room[RECEIPT_ID];
    uint32_t group;
    int part;

    memcpy(room, id, strlen(id) + 1);
    assert_int_equal(ids_find(ids, room, &group, &part), known);
    return room;
}

static void
the_notation_of_receipts_is_learned(void **state)
{
    struct ids *ids = ids_new(IDS_AUTO);
    char decimal[RECEIPT_ID], hex[RECEIPT_ID];

    (void)state;
    /* answers count up in decimal from 5000, receipts are hexadecimal */
    for (int i = 5000; i < 5100; i++) {
        snprintf(decimal, sizeof(decimal), "%d", i);
        ids_add(ids, decimal, 0, 0);
    }
    for (int i = 5000; i < 5100; i++) {
        snprintf(decimal, sizeof(decimal), "%d", i);
        snprintf(hex, sizeof(hex), "%x", (unsigned)i);
        assert_string_equal(found(ids, hex, true), decimal);
    }
    /* one that is not remembered is read in the same notation */
    assert_string_equal(found(ids, "10", false), "16");
    ids_free(&ids);
    ids = ids_new(IDS_AUTO);
    for (int i = 0x5000; i < 0x5100; i++) {
        snprintf(hex, sizeof(hex), "%x", (unsigned)i);
        ids_add(ids, hex, 0, 0);
    }
    assert_string_equal(found(ids, "20657", true), "50b1");
    assert_string_equal(found(ids, "50b2", true), "50b2");
    ids_free(&ids);
}

static void
one_chance_hit_does_not_mislead(void **state)
{
    struct ids *ids = ids_new(IDS_AUTO);
    char id[RECEIPT_ID];

    (void)state;
    for (int i = 4000; i < 4200; i++) {
        snprintf(id, sizeof(id), "%d", i);
        ids_add(ids, id, 0, 0);
    }
    /* from before this process: 1000 read as hexadecimal is 4096 */
    found(ids, "1000", true);
    for (int i = 4000; i < 4200; i++) {
        snprintf(id, sizeof(id), "%d", i);
        assert_string_equal(found(ids, id, true), id);
    }
    assert_string_equal(found(ids, "1001", false), "1001");
    ids_free(&ids);
}

static void
a_setting_says_it_once_and_for_all(void **state)
{
    struct ids *ids = ids_new(IDS_HEX);

    (void)state;
    assert_string_equal(found(ids, "ff", false), "255");
    ids_free(&ids);
    ids = ids_new(IDS_DECIMAL);
    assert_string_equal(found(ids, "255", false), "ff");
    ids_free(&ids);
    ids = ids_new(IDS_SAME);
    ids_add(ids, "255", 0, 0);
    assert_string_equal(found(ids, "ff", false), "ff");
    assert_string_equal(found(ids, "255", true), "255");
    ids_free(&ids);
}

static void
groups_are_found_until_they_are_old(void **state)
{
    struct ids *ids = ids_new(IDS_SAME);
    uint32_t first = ids_group_new(ids, 3), group;
    char id[RECEIPT_ID] = "abc";
    int part;

    (void)state;
    assert_int_equal(ids_group(ids, first)->parts, 7);
    ids_add(ids, "abc", first, 2);
    assert_int_equal(ids_group(ids, first)->known, 4);
    assert_true(ids_find(ids, id, &group, &part));
    assert_int_equal(group, first);
    assert_int_equal(part, 2);
    assert_null(ids_group(ids, 0));
    for (int i = 0; i < 5000; i++)
        assert_int_equal(ids_group(ids, ids_group_new(ids, 32))->parts,
                         UINT32_MAX);
    assert_null(ids_group(ids, first));
    ids_free(&ids);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_many_makers_are_read),
        cmocka_unit_test(parameters_win_over_the_text),
        cmocka_unit_test(ids_have_one_spelling),
        cmocka_unit_test(the_notation_of_receipts_is_learned),
        cmocka_unit_test(one_chance_hit_does_not_mislead),
        cmocka_unit_test(a_setting_says_it_once_and_for_all),
        cmocka_unit_test(groups_are_found_until_they_are_old),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
