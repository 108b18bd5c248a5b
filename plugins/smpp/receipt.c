/* receipt - see receipt.h */
#include "receipt.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* message_state, section 5.2.28, with the word of appendix B */
static const struct {
    uint8_t state;
    char word[8];
    enum allo_outcome outcome;
} states[] = {
    { 1, "ENROUTE", ALLO_ACCEPTED },
    { 2, "DELIVRD", ALLO_DELIVERED },
    { 3, "EXPIRED", ALLO_UNDELIVERED },
    { 4, "DELETED", ALLO_UNDELIVERED },
    { 5, "UNDELIV", ALLO_UNDELIVERED },
    { 6, "ACCEPTD", ALLO_ACCEPTED },
    { 7, "UNKNOWN", ALLO_ACCEPTED },
    { 8, "REJECTD", ALLO_UNDELIVERED }
};
enum { STATES = sizeof(states) / sizeof(states[0]), NO_STATE = -1 };

/* What the text says, before it is weighed. */
struct words {
    char id[RECEIPT_ID];
    int state;                  /* index of states[], or NO_STATE */
    char error[8];
};

bool
receipt_is(const struct pdu_message *message)
{
    int type = message->esm_class & PDU_ESM_TYPE;

    return type == PDU_ESM_RECEIPT || type == PDU_ESM_INTERMEDIATE ||
           (type == 0 && message->receipted_id != NULL);
}

/* The length of the value at `at`: printable ASCII up to a space. */
static size_t
value_length(const char *at, const char *end)
{
    const char *stop = at;

    while (stop < end && *stop > ' ' && *stop < 0x7f)
        stop++;
    return (size_t)(stop - at);
}

static int
state_of_word(const char *word, size_t length)
{
    for (int i = 0; i < STATES; i++) {
        /* some write the word whole: DELIVERED, UNDELIVERABLE */
        if (length >= 7 && strncasecmp(word, states[i].word, 5) == 0)
            return i;
    }
    return NO_STATE;
}

/* One "key:value"; returns where the search goes on, NULL at the end. */
static const char *
read_word(const char *at, const char *end, struct words *words)
{
    static const char *const keys[] = { "id:", "stat:", "err:", "text:" };
    size_t length, key;

    for (key = 0; key < 4; key++) {
        length = strlen(keys[key]);
        if ((size_t)(end - at) >= length &&
            strncasecmp(at, keys[key], length) == 0)
            break;
    }
    if (key == 4)
        return at + 1;
    if (key == 3)
        return NULL;
    at += length;
    length = value_length(at, end);
    if (key == 0 && words->id[0] == '\0' && length < RECEIPT_ID) {
        memcpy(words->id, at, length);
        words->id[length] = '\0';
    } else if (key == 1 && words->state == NO_STATE) {
        words->state = state_of_word(at, length);
    } else if (key == 2 && length < sizeof(words->error)) {
        memcpy(words->error, at, length);
        words->error[length] = '\0';
    }
    return at + length;
}

static void
read_words(const char *text, size_t length, struct words *words)
{
    const char *at = text, *end = text + length;

    *words = (struct words){ .state = NO_STATE };
    while (at != NULL && at < end) {
        /* a key begins the text or follows a space; most are none of ours */
        if ((at == text || at[-1] <= ' ') &&
            strchr("isetISET", *at) != NULL)
            at = read_word(at, end, words);
        else
            at++;
    }
}

static bool
weigh(const struct words *words, struct receipt *receipt)
{
    bool error = words->error[0] != '\0' &&
                 strspn(words->error, "0") != strlen(words->error);

    *receipt = (struct receipt){ .outcome = ALLO_ACCEPTED };
    receipt_canonical(words->id, receipt->id);
    if (words->state != NO_STATE) {
        receipt->outcome = states[words->state].outcome;
        snprintf(receipt->reason, sizeof(receipt->reason),
                 "the network says %s%s%s%s", states[words->state].word,
                 error ? " (error " : "", error ? words->error : "",
                 error ? ")" : "");
    }
    return words->id[0] != '\0' || words->state != NO_STATE;
}

bool
receipt_parse(const char *text, size_t length, struct receipt *receipt)
{
    struct words words;

    read_words(text, length, &words);
    return weigh(&words, receipt);
}

bool
receipt_read(const struct pdu_message *message, struct receipt *receipt)
{
    struct words words;

    read_words((const char *)message->text, message->length, &words);
    if (message->receipted_id != NULL &&
        strlen(message->receipted_id) < RECEIPT_ID &&
        message->receipted_id[0] != '\0')
        memcpy(words.id, message->receipted_id,
               strlen(message->receipted_id) + 1);
    if (message->has & PDU_HAS_STATE) {
        for (int i = 0; i < STATES; i++) {
            if (states[i].state == message->state)
                words.state = i;
        }
    }
    if ((message->has & PDU_HAS_NETWORK_ERROR) && words.error[0] == '\0')
        snprintf(words.error, sizeof(words.error), "%u",
                 message->network_error);
    return weigh(&words, receipt);
}

void
receipt_canonical(const char *id, char canonical[RECEIPT_ID])
{
    size_t length = strlen(id);
    bool hex = strspn(id, "0123456789abcdefABCDEF") == length;

    if (hex) {
        while (length > 1 && id[0] == '0') {
            id++;
            length--;
        }
    }
    if (length >= RECEIPT_ID)
        length = RECEIPT_ID - 1;
    for (size_t i = 0; i < length; i++) {
        char c = id[i];

        canonical[i] = hex && c >= 'A' && c <= 'F' ? (char)(c + 32) : c;
    }
    canonical[length] = '\0';
}

/* The number that `id` writes in `base`; false when it is none. */
static bool
number_of(const char *id, unsigned base, uint64_t *number)
{
    *number = 0;
    if (id[0] == '\0')
        return false;
    for (; *id != '\0'; id++) {
        unsigned digit = *id >= '0' && *id <= '9' ? (unsigned)(*id - '0')
                         : *id >= 'a' && *id <= 'f' ? (unsigned)(*id - 87)
                         : 99;

        if (digit >= base || *number > (UINT64_MAX - digit) / base)
            return false;
        *number = *number * base + digit;
    }
    return true;
}

bool
receipt_to_decimal(const char *id, char decimal[RECEIPT_ID])
{
    uint64_t number;

    if (!number_of(id, 16, &number))
        return false;
    snprintf(decimal, RECEIPT_ID, "%" PRIu64, number);
    return true;
}

bool
receipt_to_hex(const char *id, char hex[RECEIPT_ID])
{
    uint64_t number;

    if (!number_of(id, 10, &number))
        return false;
    snprintf(hex, RECEIPT_ID, "%" PRIx64, number);
    return true;
}
