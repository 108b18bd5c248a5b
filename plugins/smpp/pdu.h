/*
 * pdu - SMPP 3.4 on the wire, and nothing but that: bytes to a struct pdu and
 * back.  No state, no sockets; what is decoded points into the bytes.
 */
#ifndef SMPP_PDU_H
#define SMPP_PDU_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* command_id, section 5.1.2.1.  A response has PDU_RESPONSE added. */
enum {
    PDU_BIND_RECEIVER = 0x01, PDU_BIND_TRANSMITTER = 0x02,
    PDU_SUBMIT_SM = 0x04, PDU_DELIVER_SM = 0x05, PDU_UNBIND = 0x06,
    PDU_CANCEL_SM = 0x08, PDU_BIND_TRANSCEIVER = 0x09, PDU_OUTBIND = 0x0b,
    PDU_ENQUIRE_LINK = 0x15,
    PDU_ALERT_NOTIFICATION = 0x102, PDU_DATA_SM = 0x103
};
#define PDU_RESPONSE 0x80000000u
#define PDU_GENERIC_NACK 0x80000000u

/* command_status, section 5.1.3: those that are handled one by one. */
enum {
    SMPP_OK = 0, SMPP_BAD_MESSAGE_LENGTH = 0x01,
    SMPP_BAD_COMMAND_LENGTH = 0x02, SMPP_BAD_COMMAND = 0x03,
    SMPP_BAD_BIND_STATUS = 0x04, SMPP_ALREADY_BOUND = 0x05,
    SMPP_SYSTEM_ERROR = 0x08, SMPP_BAD_SOURCE = 0x0a,
    SMPP_BAD_DESTINATION = 0x0b, SMPP_BIND_FAILED = 0x0d,
    SMPP_BAD_PASSWORD = 0x0e, SMPP_BAD_SYSTEM_ID = 0x0f,
    SMPP_CANCEL_FAILED = 0x11,
    SMPP_QUEUE_FULL = 0x14, SMPP_SUBMIT_FAILED = 0x45,
    SMPP_THROTTLED = 0x58, SMPP_TEMPORARY = 0x64,
    SMPP_MISSING_PARAMETER = 0xc3, SMPP_UNKNOWN_ERROR = 0xff
};

/* esm_class, section 5.2.12 */
enum {
    PDU_ESM_TYPE = 0x3c, PDU_ESM_RECEIPT = 0x04, PDU_ESM_INTERMEDIATE = 0x20,
    PDU_ESM_HEADER = 0x40
};

enum { PDU_HEADER = 16, PDU_MOST = 64 * 1024 };

struct pdu_address {
    uint8_t ton, npi;           /* sections 5.2.5 and 5.2.6 */
    const char *digits;         /* or letters, for an alphanumeric sender */
};

/* bind_*; its response and outbind carry only the system_id (`id`). */
struct pdu_bind {
    const char *system_id, *password, *system_type;
    uint8_t version, ton, npi;
    const char *range;
};

/* Which optional parameters of a message are there. */
enum {
    PDU_HAS_REFERENCE = 1, PDU_HAS_STATE = 2, PDU_HAS_SEGMENT = 4,
    PDU_HAS_NETWORK_ERROR = 8
};

/* submit_sm, deliver_sm and data_sm */
struct pdu_message {
    const char *service_type;
    struct pdu_address from, to;
    uint8_t esm_class, protocol, priority, registered, replace, coding,
        canned;
    const char *schedule, *validity;    /* section 7.1.1; "" is none */
    const uint8_t *text;        /* short_message or message_payload */
    uint16_t length;
    uint16_t has;               /* PDU_HAS_*, for what follows */
    uint16_t reference;         /* user_message_reference */
    uint16_t segment_reference; /* sar_*: all three or none */
    uint8_t segment_total, segment;
    uint8_t state;              /* message_state, section 5.2.28 */
    uint8_t network_type;
    uint16_t network_error;     /* network_error_code */
    const char *receipted_id;   /* receipted_message_id, NULL is none */
};

/* cancel_sm, section 4.9.1 */
struct pdu_cancel {
    const char *service_type, *id;      /* id: message_id */
    struct pdu_address from, to;        /* as they were submitted */
};

struct pdu {
    uint32_t command, status, sequence;
    union {
        struct pdu_bind bind;
        struct pdu_message message;
        struct pdu_cancel cancel;
        const char *id;         /* responses: message_id or system_id */
    };
};

enum pdu_got {
    PDU_OK,                     /* *pdu is filled */
    PDU_NONE,                   /* not whole yet */
    PDU_BAD_BODY,               /* *pdu has the header only; skip *size */
    PDU_BAD_LENGTH              /* what follows has no meaning: hang up */
};

/*
 * The PDU at the start of `length` bytes.  *size is its length on the wire
 * when it is PDU_OK or PDU_BAD_BODY.  Strings and text point into `bytes` and
 * are never NULL but for receipted_id.  An unknown command is PDU_OK with its
 * body unread.  A response may have no body, whatever its status (`id` is "").
 */
enum pdu_got pdu_read(const uint8_t *bytes, size_t length, struct pdu *pdu,
                      size_t *size);

/* Add a PDU.  Strings may be NULL for "".  More than 254 octets of text go in
 * message_payload, and so does all text of a data_sm. */
void pdu_add(struct buffer *out, const struct pdu *pdu);

/* A request or response without a body, or whose body is only `id` when that
 * is not NULL. */
void pdu_add_short(struct buffer *out, uint32_t command, uint32_t status,
                   uint32_t sequence, const char *id);

/* A sentence part for people about a command_status: "the queue is full". */
const char *pdu_status_text(uint32_t status);

#endif
