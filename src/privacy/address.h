/*
 * address - where a person is reached, as a type of its own: a phone number,
 * an e-mail address or a push target, checked once where it enters and sealed
 * from there on.
 *
 * The core carries the sealed text and compares people by a keyed blind index.
 * Only a host opens it (privacy/open.h).  The first letter of the sealed text
 * is its form: "c:" is clear.
 */
#ifndef PRIVACY_ADDRESS_H
#define PRIVACY_ADDRESS_H

#include <stdbool.h>

#include "base/error.h"
#include "message/phone.h"

enum address_kind {
    ADDRESS_PHONE,              /* "phone" */
    ADDRESS_EMAIL,              /* "email" */
    ADDRESS_PUSH,               /* "push" */
    ADDRESS_KINDS
};

enum {
    ADDRESS_CLEAR = 321,        /* the longest clear text and its NUL */
    ADDRESS_SEALED = 512,       /* sealed text and its NUL: holds base64 of a
                                 * sealed box around ADDRESS_CLEAR */
    ADDRESS_INDEX = 16,
    ADDRESS_PSEUDONYM = 12,     /* "p:7f3a9c21" */
    ADDRESS_KEY = 32
};

struct address {
    enum address_kind kind;
    char sealed[ADDRESS_SEALED];
};

/* What indexes and pseudonyms are made with: another store, other values. */
struct address_key {
    unsigned char bytes[ADDRESS_KEY];
};

/* Check, bring into the one writing and seal; -1 with a reason that does not
 * hold the address. */
int address_phone(struct address *address, const char *text,
                  const struct phone_rules *rules, struct error *error);
int address_email(struct address *address, const char *text,
                  struct error *error);
int address_push(struct address *address, const char *text,
                 struct error *error);

/* The address that the store or a frame holds as sealed text; -1 when it is
 * none of our forms. */
int address_restore(struct address *address, enum address_kind kind,
                    const char *sealed, struct error *error);

/* From 32 random bytes that the store keeps; copied. */
void address_key_set(struct address_key *key,
                     const unsigned char bytes[ADDRESS_KEY]);

/* Equal for equal addresses of one kind under one key, and tells nothing
 * without it (BLAKE2b, keyed). */
void address_index(const struct address_key *key,
                   const struct address *address,
                   unsigned char index[ADDRESS_INDEX]);

/* What a log or a screen shows instead: "p:7f3a9c21"; not part of the index.
 * Returns `text`. */
const char *address_pseudonym(const struct address_key *key,
                              const struct address *address,
                              char text[ADDRESS_PSEUDONYM]);

/* "phone", "email", "push"; static.  And back; false when there is none. */
const char *address_kind_name(enum address_kind kind);
bool address_kind_find(const char *name, enum address_kind *kind);

#endif
