/* pdu - see pdu.h */
#include "pdu.h"

#include <stdbool.h>
#include <string.h>

/* Optional parameters, section 5.3.2 */
enum {
    TLV_RECEIPTED_ID = 0x001e, TLV_REFERENCE = 0x0204,
    TLV_SEGMENT_REFERENCE = 0x020c, TLV_SEGMENT_TOTAL = 0x020e,
    TLV_SEGMENT = 0x020f, TLV_NETWORK_ERROR = 0x0423, TLV_PAYLOAD = 0x0424,
    TLV_STATE = 0x0427
};
enum { SHORT_MOST = 254 };

/* What is left of a body; `bad` once something did not fit. */
struct cursor {
    const uint8_t *at, *end;
    bool bad;
};

static uint16_t
read16(const uint8_t *at)
{
    return (uint16_t)(at[0] << 8 | at[1]);
}

static uint32_t
read32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
           (uint32_t)at[2] << 8 | at[3];
}

static uint8_t
take_byte(struct cursor *cursor)
{
    if (cursor->at == cursor->end) {
        cursor->bad = true;
        return 0;
    }
    return *cursor->at++;
}

/* A C-octet string: it must end within the body. */
static const char *
take_text(struct cursor *cursor)
{
    const uint8_t *start = cursor->at, *zero;

    zero = cursor->bad || start == cursor->end
               ? NULL
               : memchr(start, 0, (size_t)(cursor->end - start));
    if (zero == NULL) {
        cursor->bad = true;
        return "";
    }
    cursor->at = zero + 1;
    return (const char *)start;
}

static struct pdu_address
take_address(struct cursor *cursor)
{
    struct pdu_address address;

    address.ton = take_byte(cursor);
    address.npi = take_byte(cursor);
    address.digits = take_text(cursor);
    return address;
}

/* One optional parameter; a known one with a wrong length is passed over. */
static void
read_parameter(struct pdu_message *message, uint16_t tag,
               const uint8_t *value, uint16_t length, unsigned *segments)
{
    switch (tag) {
    case TLV_RECEIPTED_ID:
        if (length > 0 && memchr(value, 0, length) != NULL)
            message->receipted_id = (const char *)value;
        break;
    case TLV_REFERENCE:
        if (length == 2) {
            message->reference = read16(value);
            message->has |= PDU_HAS_REFERENCE;
        }
        break;
    case TLV_SEGMENT_REFERENCE:
        if (length == 2) {
            message->segment_reference = read16(value);
            *segments |= 1;
        }
        break;
    case TLV_SEGMENT_TOTAL:
        if (length == 1) {
            message->segment_total = value[0];
            *segments |= 2;
        }
        break;
    case TLV_SEGMENT:
        if (length == 1) {
            message->segment = value[0];
            *segments |= 4;
        }
        break;
    case TLV_NETWORK_ERROR:
        if (length == 3) {
            message->network_type = value[0];
            message->network_error = read16(value + 1);
            message->has |= PDU_HAS_NETWORK_ERROR;
        }
        break;
    case TLV_PAYLOAD:
        if (message->length == 0) {
            message->text = value;
            message->length = length;
        }
        break;
    case TLV_STATE:
        if (length == 1) {
            message->state = value[0];
            message->has |= PDU_HAS_STATE;
        }
        break;
    default:
        break;
    }
}

static void
read_parameters(struct cursor *cursor, struct pdu_message *message)
{
    unsigned segments = 0;

    while (!cursor->bad && cursor->at < cursor->end) {
        uint16_t tag, length;

        if (cursor->end - cursor->at < 4) {
            cursor->bad = true;
            return;
        }
        tag = read16(cursor->at);
        length = read16(cursor->at + 2);
        cursor->at += 4;
        if (cursor->end - cursor->at < length) {
            cursor->bad = true;
            return;
        }
        read_parameter(message, tag, cursor->at, length, &segments);
        cursor->at += length;
    }
    if (segments == 7)
        message->has |= PDU_HAS_SEGMENT;
}

/* submit_sm and deliver_sm, sections 4.4.1 and 4.6.1; data_sm, 4.7.1 */
static void
read_message(struct cursor *cursor, struct pdu_message *message, bool data)
{
    memset(message, 0, sizeof(*message));
    message->service_type = take_text(cursor);
    message->from = take_address(cursor);
    message->to = take_address(cursor);
    message->esm_class = take_byte(cursor);
    message->schedule = message->validity = "";
    message->text = (const uint8_t *)"";
    if (!data) {
        message->protocol = take_byte(cursor);
        message->priority = take_byte(cursor);
        message->schedule = take_text(cursor);
        message->validity = take_text(cursor);
    }
    message->registered = take_byte(cursor);
    if (!data)
        message->replace = take_byte(cursor);
    message->coding = take_byte(cursor);
    if (!data) {
        message->canned = take_byte(cursor);
        message->length = take_byte(cursor);
        if (cursor->bad || cursor->end - cursor->at < message->length) {
            cursor->bad = true;
            return;
        }
        if (message->length > 0)
            message->text = cursor->at;
        cursor->at += message->length;
    }
    read_parameters(cursor, message);
}

static void
read_bind(struct cursor *cursor, struct pdu_bind *bind)
{
    bind->system_id = take_text(cursor);
    bind->password = take_text(cursor);
    bind->system_type = take_text(cursor);
    bind->version = take_byte(cursor);
    bind->ton = take_byte(cursor);
    bind->npi = take_byte(cursor);
    bind->range = take_text(cursor);
}

static void
read_body(struct cursor *cursor, struct pdu *pdu)
{
    switch (pdu->command) {
    case PDU_BIND_RECEIVER:
    case PDU_BIND_TRANSMITTER:
    case PDU_BIND_TRANSCEIVER:
        read_bind(cursor, &pdu->bind);
        break;
    case PDU_SUBMIT_SM:
    case PDU_DELIVER_SM:
        read_message(cursor, &pdu->message, false);
        break;
    case PDU_DATA_SM:
        read_message(cursor, &pdu->message, true);
        break;
    case PDU_CANCEL_SM:
        pdu->cancel.service_type = take_text(cursor);
        pdu->cancel.id = take_text(cursor);
        pdu->cancel.from = take_address(cursor);
        pdu->cancel.to = take_address(cursor);
        break;
    case PDU_OUTBIND:
        pdu->id = take_text(cursor);
        break;
    default:
        pdu->id = "";
        if ((pdu->command & PDU_RESPONSE) != 0 && cursor->at < cursor->end)
            pdu->id = take_text(cursor);
        break;
    }
}

enum pdu_got
pdu_read(const uint8_t *bytes, size_t length, struct pdu *pdu, size_t *size)
{
    struct cursor cursor;
    uint32_t whole;

    if (length < 4)
        return PDU_NONE;
    whole = read32(bytes);
    if (whole < PDU_HEADER || whole > PDU_MOST)
        return PDU_BAD_LENGTH;
    if (length < whole)
        return PDU_NONE;
    *size = whole;
    pdu->command = read32(bytes + 4);
    pdu->status = read32(bytes + 8);
    pdu->sequence = read32(bytes + 12);
    cursor = (struct cursor){ bytes + PDU_HEADER, bytes + whole, false };
    read_body(&cursor, pdu);
    return cursor.bad ? PDU_BAD_BODY : PDU_OK;
}

static uint8_t *
put16(uint8_t *at, unsigned value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
    return at + 2;
}

static uint8_t *
put32(uint8_t *at, uint32_t value)
{
    return put16(put16(at, value >> 16), value & 0xffff);
}

static uint8_t *
put_text(uint8_t *at, const char *text)
{
    size_t size = text == NULL ? 0 : strlen(text);

    if (size > 0)
        memcpy(at, text, size);
    at[size] = 0;
    return at + size + 1;
}

static uint8_t *
put_address(uint8_t *at, const struct pdu_address *address)
{
    *at++ = address->ton;
    *at++ = address->npi;
    return put_text(at, address->digits);
}

static uint8_t *
put_tag(uint8_t *at, unsigned tag, size_t length)
{
    return put16(put16(at, tag), (unsigned)length);
}

static uint8_t *
put_parameter8(uint8_t *at, unsigned tag, uint8_t value)
{
    at = put_tag(at, tag, 1);
    *at = value;
    return at + 1;
}

static uint8_t *
put_parameters(uint8_t *at, const struct pdu_message *message, bool payload)
{
    if (message->has & PDU_HAS_REFERENCE)
        at = put16(put_tag(at, TLV_REFERENCE, 2), message->reference);
    if (message->has & PDU_HAS_SEGMENT) {
        at = put16(put_tag(at, TLV_SEGMENT_REFERENCE, 2),
                   message->segment_reference);
        at = put_parameter8(at, TLV_SEGMENT_TOTAL, message->segment_total);
        at = put_parameter8(at, TLV_SEGMENT, message->segment);
    }
    if (message->has & PDU_HAS_NETWORK_ERROR) {
        at = put_tag(at, TLV_NETWORK_ERROR, 3);
        *at++ = message->network_type;
        at = put16(at, message->network_error);
    }
    if (message->receipted_id != NULL) {
        at = put_tag(at, TLV_RECEIPTED_ID, strlen(message->receipted_id) + 1);
        at = put_text(at, message->receipted_id);
    }
    if (message->has & PDU_HAS_STATE)
        at = put_parameter8(at, TLV_STATE, message->state);
    if (payload) {
        at = put_tag(at, TLV_PAYLOAD, message->length);
        memcpy(at, message->text, message->length);
        at += message->length;
    }
    return at;
}

static uint8_t *
put_message(uint8_t *at, const struct pdu_message *message, bool data)
{
    bool payload = message->length > SHORT_MOST ||
                   (data && message->length > 0);

    at = put_text(at, message->service_type);
    at = put_address(at, &message->from);
    at = put_address(at, &message->to);
    *at++ = message->esm_class;
    if (!data) {
        *at++ = message->protocol;
        *at++ = message->priority;
        at = put_text(at, message->schedule);
        at = put_text(at, message->validity);
    }
    *at++ = message->registered;
    if (!data)
        *at++ = message->replace;
    *at++ = message->coding;
    if (!data) {
        *at++ = message->canned;
        *at++ = payload ? 0 : (uint8_t)message->length;
        if (!payload && message->length > 0) {
            memcpy(at, message->text, message->length);
            at += message->length;
        }
    }
    return put_parameters(at, message, payload);
}

static uint8_t *
put_bind(uint8_t *at, const struct pdu_bind *bind)
{
    at = put_text(at, bind->system_id);
    at = put_text(at, bind->password);
    at = put_text(at, bind->system_type);
    *at++ = bind->version;
    *at++ = bind->ton;
    *at++ = bind->npi;
    return put_text(at, bind->range);
}

static uint8_t *
put_cancel(uint8_t *at, const struct pdu_cancel *cancel)
{
    at = put_text(at, cancel->service_type);
    at = put_text(at, cancel->id);
    at = put_address(at, &cancel->from);
    return put_address(at, &cancel->to);
}

static size_t
size_of(const char *text)
{
    return text == NULL ? 1 : strlen(text) + 1;
}

/* At least what the PDU takes on the wire. */
static size_t
size_needed(const struct pdu *pdu)
{
    const struct pdu_message *message = &pdu->message;
    const struct pdu_bind *bind = &pdu->bind;
    const struct pdu_cancel *cancel = &pdu->cancel;

    switch (pdu->command) {
    case PDU_BIND_RECEIVER:
    case PDU_BIND_TRANSMITTER:
    case PDU_BIND_TRANSCEIVER:
        return 32 + size_of(bind->system_id) + size_of(bind->password) +
               size_of(bind->system_type) + size_of(bind->range);
    case PDU_SUBMIT_SM:
    case PDU_DELIVER_SM:
    case PDU_DATA_SM:
        return 96 + size_of(message->service_type) +
               size_of(message->from.digits) + size_of(message->to.digits) +
               size_of(message->schedule) + size_of(message->validity) +
               size_of(message->receipted_id) + message->length;
    case PDU_CANCEL_SM:
        return 32 + size_of(cancel->service_type) + size_of(cancel->id) +
               size_of(cancel->from.digits) + size_of(cancel->to.digits);
    default:
        return 32 + size_of(pdu->id);
    }
}

void
pdu_add(struct buffer *out, const struct pdu *pdu)
{
    uint8_t *start = (uint8_t *)buffer_reserve(out, size_needed(pdu));
    uint8_t *at = start + PDU_HEADER;

    switch (pdu->command) {
    case PDU_BIND_RECEIVER:
    case PDU_BIND_TRANSMITTER:
    case PDU_BIND_TRANSCEIVER:
        at = put_bind(at, &pdu->bind);
        break;
    case PDU_SUBMIT_SM:
    case PDU_DELIVER_SM:
        at = put_message(at, &pdu->message, false);
        break;
    case PDU_DATA_SM:
        at = put_message(at, &pdu->message, true);
        break;
    case PDU_CANCEL_SM:
        at = put_cancel(at, &pdu->cancel);
        break;
    default:
        if (pdu->id != NULL)
            at = put_text(at, pdu->id);
        break;
    }
    put32(start, (uint32_t)(at - start));
    put32(start + 4, pdu->command);
    put32(start + 8, pdu->status);
    put32(start + 12, pdu->sequence);
    buffer_added(out, (size_t)(at - start));
}

void
pdu_add_short(struct buffer *out, uint32_t command, uint32_t status,
              uint32_t sequence, const char *id)
{
    struct pdu pdu = { command, status, sequence, { .id = id } };

    pdu_add(out, &pdu);
}

const char *
pdu_status_text(uint32_t status)
{
    switch (status) {
    case SMPP_OK: return "no error";
    case SMPP_BAD_MESSAGE_LENGTH: return "the message length is invalid";
    case SMPP_BAD_COMMAND_LENGTH: return "the command length is invalid";
    case SMPP_BAD_COMMAND: return "the command is not known";
    case SMPP_BAD_BIND_STATUS: return "the session is not bound for this";
    case SMPP_ALREADY_BOUND: return "the account is already bound";
    case SMPP_SYSTEM_ERROR: return "system error";
    case SMPP_BAD_SOURCE: return "the sender is not allowed";
    case SMPP_BAD_DESTINATION: return "the number is not valid";
    case SMPP_BIND_FAILED: return "the bind failed";
    case SMPP_BAD_PASSWORD: return "the password is wrong";
    case SMPP_BAD_SYSTEM_ID: return "the system_id is not known";
    case SMPP_CANCEL_FAILED: return "it cannot be taken back any more";
    case SMPP_QUEUE_FULL: return "the message queue is full";
    case SMPP_SUBMIT_FAILED: return "the submission failed";
    case SMPP_THROTTLED: return "too many messages a second";
    case SMPP_TEMPORARY: return "a temporary error";
    default: return "refused";
    }
}
