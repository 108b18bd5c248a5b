/* fuzz_pdu: any bytes as a stream of PDUs; what is read is written and read
 * again, and means the same */
#include <stdlib.h>
#include <string.h>

#include "smpp/assembly.h"
#include "smpp/coding.h"
#include "smpp/pdu.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
same_text(const char *a, const char *b)
{
    if (strcmp(a, b) != 0)
        abort();
}

static void
same_message(const struct pdu_message *a, const struct pdu_message *b)
{
    same_text(a->service_type, b->service_type);
    same_text(a->from.digits, b->from.digits);
    same_text(a->to.digits, b->to.digits);
    same_text(a->schedule, b->schedule);
    same_text(a->validity, b->validity);
    if (a->esm_class != b->esm_class || a->coding != b->coding ||
        a->registered != b->registered || a->has != b->has ||
        a->length != b->length || a->from.ton != b->from.ton ||
        memcmp(a->text, b->text, a->length) != 0)
        abort();
    if ((a->receipted_id == NULL) != (b->receipted_id == NULL))
        abort();
    if (a->receipted_id != NULL)
        same_text(a->receipted_id, b->receipted_id);
}

static bool
is_message(uint32_t command)
{
    return command == PDU_SUBMIT_SM || command == PDU_DELIVER_SM ||
           command == PDU_DATA_SM;
}

static void
write_and_read(const struct pdu *pdu)
{
    struct buffer out = { 0 };
    struct pdu again;
    size_t size;

    pdu_add(&out, pdu);
    if (pdu_read((const uint8_t *)buffer_bytes(&out), buffer_length(&out),
                 &again, &size) != PDU_OK || size != buffer_length(&out))
        abort();
    if (again.command != pdu->command || again.status != pdu->status ||
        again.sequence != pdu->sequence)
        abort();
    if (pdu->command == PDU_CANCEL_SM) {
        same_text(pdu->cancel.id, again.cancel.id);
        same_text(pdu->cancel.from.digits, again.cancel.from.digits);
        same_text(pdu->cancel.to.digits, again.cancel.to.digits);
    }
    if (is_message(pdu->command))
        same_message(&pdu->message, &again.message);
    buffer_free(&out);
}

/* What the plugin does with a text: header, alphabet, parts. */
static void
read_text(struct assembly *assembly, const struct pdu *pdu, int64_t now)
{
    struct buffer text = { 0 }, whole = { 0 };
    struct assembly_header header;
    struct assembly_set *set;
    bool again = true;

    assembly_read_header(&pdu->message, &header);
    if (header.skip > pdu->message.length)
        abort();
    coding_decode(&text, pdu->message.coding,
                  pdu->message.text + header.skip,
                  (size_t)(pdu->message.length - header.skip));
    while (again && header.total > 1) {
        set = assembly_add(assembly, pdu, &header, buffer_text(&text), now,
                           &again);
        if (set == NULL)
            break;
        assembly_text(set, &whole);
        assembly_release(assembly, set);
    }
    buffer_free(&text);
    buffer_free(&whole);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct assembly assembly = { 0 };
    struct pdu pdu;
    size_t length;
    int64_t now = 0;

    for (;;) {
        enum pdu_got got = pdu_read(data, size, &pdu, &length);

        if (got == PDU_NONE || got == PDU_BAD_LENGTH)
            break;
        if (got == PDU_OK) {
            write_and_read(&pdu);
            if (is_message(pdu.command))
                read_text(&assembly, &pdu, now++);
        }
        data += length;
        size -= length;
    }
    assembly_free(&assembly);
    return 0;
}
