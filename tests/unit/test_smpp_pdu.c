/* smpp pdu: bytes to meaning and back, and what is no PDU */
#include "unit.h"

#include <stdbool.h>
#include <string.h>

#include "base/random.h"
#include "smpp/pdu.h"

static enum pdu_got
read_bytes(const void *bytes, size_t length, struct pdu *pdu)
{
    size_t size = 0;

    return pdu_read(bytes, length, pdu, &size);
}

static void
a_submission_is_written_as_the_standard_says(void **state)
{
    static const unsigned char want[] =
        "\0\0\0\x40" "\0\0\0\x04" "\0\0\0\0" "\0\0\0\x07"
        "\0" "\x05\0ALLO\0" "\x01\x01" "32470000001\0"
        "\0\0\0" "\0" "\0" "\x01\0\0\0\x05" "Hallo" "\x02\x04\0\x02\x12\x34"
        "\x02\x0c\0";
    struct pdu pdu = { .command = PDU_SUBMIT_SM, .sequence = 7 };
    struct buffer out = { 0 };

    (void)state;
    pdu.message.from = (struct pdu_address){ 5, 0, "ALLO" };
    pdu.message.to = (struct pdu_address){ 1, 1, "32470000001" };
    pdu.message.registered = 1;
    pdu.message.text = (const uint8_t *)"Hallo";
    pdu.message.length = 5;
    pdu.message.has = PDU_HAS_REFERENCE;
    pdu.message.reference = 0x1234;
    pdu_add(&out, &pdu);
    assert_int_equal(buffer_length(&out), 16 + 1 + 7 + 14 + 3 + 2 + 5 + 5 + 6);
    assert_memory_equal(buffer_bytes(&out) + 4, want + 4,
                        buffer_length(&out) - 4);
    assert_int_equal(buffer_bytes(&out)[3], buffer_length(&out));
    buffer_free(&out);
}

static const char *
random_text(struct random *random, char *room, size_t most)
{
    size_t length = random_below(random, most + 1);

    for (size_t i = 0; i < length; i++)
        room[i] = (char)(1 + random_below(random, 255));
    room[length] = '\0';
    return room;
}

static struct pdu_address
random_address(struct random *random, char *room)
{
    return (struct pdu_address){ (uint8_t)random_next(random),
                                 (uint8_t)random_next(random),
                                 random_text(random, room, 20) };
}

static void
assert_same(const struct pdu_message *a, const struct pdu_message *b,
            bool data)
{
    assert_string_equal(a->service_type, b->service_type);
    assert_string_equal(a->from.digits, b->from.digits);
    assert_string_equal(a->to.digits, b->to.digits);
    assert_int_equal(a->from.ton, b->from.ton);
    assert_int_equal(a->to.npi, b->to.npi);
    assert_int_equal(a->esm_class, b->esm_class);
    assert_int_equal(a->registered, b->registered);
    assert_int_equal(a->coding, b->coding);
    if (!data) {
        assert_int_equal(a->protocol, b->protocol);
        assert_int_equal(a->priority, b->priority);
        assert_string_equal(a->schedule, b->schedule);
        assert_string_equal(a->validity, b->validity);
    }
    assert_int_equal(a->length, b->length);
    assert_memory_equal(a->text, b->text, a->length);
    assert_int_equal(a->has, b->has);
    if (a->has & PDU_HAS_REFERENCE)
        assert_int_equal(a->reference, b->reference);
    if (a->has & PDU_HAS_STATE)
        assert_int_equal(a->state, b->state);
    if (a->has & PDU_HAS_NETWORK_ERROR)
        assert_int_equal(a->network_error, b->network_error);
    if (a->has & PDU_HAS_SEGMENT) {
        assert_int_equal(a->segment_reference, b->segment_reference);
        assert_int_equal(a->segment_total, b->segment_total);
        assert_int_equal(a->segment, b->segment);
    }
    if (a->receipted_id == NULL)
        assert_null(b->receipted_id);
    else
        assert_string_equal(a->receipted_id, b->receipted_id);
}

static void
any_message_survives_the_wire(void **state)
{
    static const uint32_t commands[] = { PDU_SUBMIT_SM, PDU_DELIVER_SM,
                                         PDU_DATA_SM };
    char rooms[6][72];
    uint8_t text[1000];
    struct buffer out = { 0 };
    struct random random;

    (void)state;
    random_seed(&random, 34);
    for (int round = 0; round < 20000; round++) {
        struct pdu pdu = { .command = commands[round % 3] }, back;
        struct pdu_message *message = &pdu.message;
        size_t size, length = random_below(&random, round % 7 ? 254 : 1000);

        for (size_t i = 0; i < length; i++)
            text[i] = (uint8_t)random_next(&random);
        pdu.sequence = (uint32_t)random_next(&random);
        message->service_type = random_text(&random, rooms[0], 5);
        message->from = random_address(&random, rooms[1]);
        message->to = random_address(&random, rooms[2]);
        message->esm_class = (uint8_t)random_next(&random);
        message->protocol = (uint8_t)random_next(&random);
        message->priority = (uint8_t)random_next(&random);
        message->schedule = random_text(&random, rooms[3], 16);
        message->validity = random_text(&random, rooms[4], 16);
        message->registered = (uint8_t)random_next(&random);
        message->coding = (uint8_t)random_next(&random);
        message->text = text;
        message->length = (uint16_t)length;
        message->has = (uint16_t)random_below(&random, 16);
        message->reference = (uint16_t)random_next(&random);
        message->segment_reference = (uint16_t)random_next(&random);
        message->segment_total = (uint8_t)random_next(&random);
        message->segment = (uint8_t)random_next(&random);
        message->state = (uint8_t)random_next(&random);
        message->network_error = (uint16_t)random_next(&random);
        if (random_below(&random, 2) != 0)
            message->receipted_id = random_text(&random, rooms[5], 64);
        buffer_clear(&out);
        pdu_add(&out, &pdu);
        size = 0;
        assert_int_equal(pdu_read((const uint8_t *)buffer_bytes(&out),
                                  buffer_length(&out), &back, &size), PDU_OK);
        assert_int_equal(size, buffer_length(&out));
        assert_int_equal(back.command, pdu.command);
        assert_int_equal(back.sequence, pdu.sequence);
        assert_same(message, &back.message, pdu.command == PDU_DATA_SM);
        /* cut anywhere it is not whole, never wrong */
        size = random_below(&random, buffer_length(&out));
        assert_int_equal(read_bytes(buffer_bytes(&out), size, &back),
                         PDU_NONE);
    }
    buffer_free(&out);
}

static void
a_bind_survives_the_wire(void **state)
{
    struct pdu pdu = { .command = PDU_BIND_TRANSCEIVER, .sequence = 1 }, back;
    struct buffer out = { 0 };

    (void)state;
    pdu.bind = (struct pdu_bind){ "allo", "geheim", NULL, 0x34, 1, 2, "32" };
    pdu_add(&out, &pdu);
    assert_int_equal(read_bytes(buffer_bytes(&out), buffer_length(&out),
                                &back), PDU_OK);
    assert_string_equal(back.bind.system_id, "allo");
    assert_string_equal(back.bind.password, "geheim");
    assert_string_equal(back.bind.system_type, "");
    assert_int_equal(back.bind.version, 0x34);
    assert_string_equal(back.bind.range, "32");
    buffer_free(&out);
}

static void
a_cancellation_is_written_as_the_standard_says(void **state)
{
    static const unsigned char want[] =
        "\0\0\0\x2b" "\0\0\0\x08" "\0\0\0\0" "\0\0\0\x07"
        "\0" "4711\0" "\1\1" "32471\0" "\1\1" "3247000001\0";
    struct pdu pdu = { .command = PDU_CANCEL_SM, .sequence = 7 }, back;
    struct buffer out = { 0 };
    size_t size;

    (void)state;
    pdu.cancel.id = "4711";
    pdu.cancel.from = (struct pdu_address){ 1, 1, "32471" };
    pdu.cancel.to = (struct pdu_address){ 1, 1, "3247000001" };
    pdu_add(&out, &pdu);
    assert_int_equal(buffer_length(&out), sizeof(want) - 1);
    assert_memory_equal(buffer_bytes(&out), want, sizeof(want) - 1);
    assert_int_equal(pdu_read((const uint8_t *)buffer_bytes(&out),
                              buffer_length(&out), &back, &size), PDU_OK);
    assert_string_equal(back.cancel.id, "4711");
    assert_string_equal(back.cancel.to.digits, "3247000001");
    /* cut off in the middle of the number */
    out.data[out.start + 3] -= 4;
    assert_int_equal(pdu_read((const uint8_t *)buffer_bytes(&out),
                              buffer_length(&out), &back, &size),
                     PDU_BAD_BODY);
    buffer_free(&out);
}

static void
a_response_may_have_a_body_or_not(void **state)
{
    struct buffer out = { 0 };
    struct pdu back;

    (void)state;
    pdu_add_short(&out, PDU_SUBMIT_SM | PDU_RESPONSE, SMPP_THROTTLED, 9, NULL);
    assert_int_equal(buffer_length(&out), 16);
    assert_int_equal(read_bytes(buffer_bytes(&out), 16, &back), PDU_OK);
    assert_int_equal(back.status, SMPP_THROTTLED);
    assert_string_equal(back.id, "");
    buffer_clear(&out);
    pdu_add_short(&out, PDU_SUBMIT_SM | PDU_RESPONSE, SMPP_OK, 9, "12AB");
    assert_int_equal(read_bytes(buffer_bytes(&out), buffer_length(&out),
                                &back), PDU_OK);
    assert_string_equal(back.id, "12AB");
    buffer_free(&out);
}

static void
what_is_malformed_is_said_to_be_so(void **state)
{
#define HEADER(length, command) \
    "\0\0\0" length "\0\0\0" command "\0\0\0\0" "\0\0\0\1"
    static const struct {
        const char *bytes;
        size_t length;
        enum pdu_got got;
    } cases[] = {
        { "\0\0\0\x0f", 4, PDU_BAD_LENGTH },
        { "\0\1\0\1", 4, PDU_BAD_LENGTH },          /* 64 KiB and one */
        { "\0\1\0\0", 4, PDU_NONE },
        { "\xff\xff\xff\xff", 4, PDU_BAD_LENGTH },
        { "\0\0\0", 3, PDU_NONE },
        { HEADER("\x10", "\x05"), 16, PDU_BAD_BODY },
        { HEADER("\x12", "\x09") "ab", 18, PDU_BAD_BODY },
        { HEADER("\x12", "\x05") "\0\1", 18, PDU_BAD_BODY },
        /* sm_length beyond the end */
        { HEADER("\x22", "\x05") "\0\1\1\0\1\1\0\0\0\0\0\0\0\0\0\0\2x", 34,
          PDU_BAD_BODY },
        { HEADER("\x22", "\x05") "\0\1\1\0\1\1\0\0\0\0\0\0\0\0\0\0\1x", 33,
          PDU_NONE },
        /* half a parameter, and one that is longer than the rest */
        { HEADER("\x23", "\x05") "\0\1\1\0\1\1\0\0\0\0\0\0\0\0\0\0\0\4\x24",
          35, PDU_BAD_BODY },
        { HEADER("\x25", "\x05")
          "\0\1\1\0\1\1\0\0\0\0\0\0\0\0\0\0\0\4\x24\0\1", 37, PDU_BAD_BODY },
        { HEADER("\x12", "\x77") "\1\2", 18, PDU_OK }
    };
    struct pdu pdu;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        /* a copy of the exact size, for ASan */
        char *exact = test_malloc(cases[i].length);

        memcpy(exact, cases[i].bytes, cases[i].length);
        if (read_bytes(exact, cases[i].length, &pdu) != cases[i].got)
            fail_msg("case %zu", i);
        test_free(exact);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_submission_is_written_as_the_standard_says),
        cmocka_unit_test(any_message_survives_the_wire),
        cmocka_unit_test(a_bind_survives_the_wire),
        cmocka_unit_test(a_cancellation_is_written_as_the_standard_says),
        cmocka_unit_test(a_response_may_have_a_body_or_not),
        cmocka_unit_test(what_is_malformed_is_said_to_be_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
