/* address - see address.h */
#include "privacy/address.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message/email.h"
#include "message/push.h"
#include "privacy/open.h"

_Static_assert((int)PUSH_TEXT <= (int)ADDRESS_CLEAR &&
               (int)EMAIL_TEXT <= (int)ADDRESS_CLEAR &&
               (int)PHONE_TEXT <= (int)ADDRESS_CLEAR, "any kind fits");

/* What a digest is made for: one can never be mistaken for the other. */
enum use { FOR_INDEX = 1, FOR_PSEUDONYM = 2 };

static const char *const kinds[ADDRESS_KINDS] = {
    [ADDRESS_PHONE] = "phone",
    [ADDRESS_EMAIL] = "email",
    [ADDRESS_PUSH] = "push",
};

static int
seal(struct address *address, enum address_kind kind, const char *clear)
{
    address->kind = kind;
    snprintf(address->sealed, sizeof(address->sealed), "c:%s", clear);
    return 0;
}

int
address_phone(struct address *address, const char *text,
              const struct phone_rules *rules, struct error *error)
{
    char number[PHONE_TEXT];

    if (phone_normalise(text, rules, number, error) != 0)
        return -1;
    return seal(address, ADDRESS_PHONE, number);
}

int
address_email(struct address *address, const char *text, struct error *error)
{
    char found[EMAIL_TEXT];

    if (email_normalise(text, found, error) != 0)
        return -1;
    return seal(address, ADDRESS_EMAIL, found);
}

int
address_push(struct address *address, const char *text, struct error *error)
{
    char target[PUSH_TEXT];

    if (push_normalise(text, target, error) != 0)
        return -1;
    return seal(address, ADDRESS_PUSH, target);
}

int
address_restore(struct address *address, enum address_kind kind,
                const char *sealed, struct error *error)
{
    char clear[ADDRESS_CLEAR];

    if (address_open(sealed, clear, error) != 0)
        return -1;
    return seal(address, kind, clear);
}

void
address_key_set(struct address_key *key,
                const unsigned char bytes[ADDRESS_KEY])
{
    if (sodium_init() < 0)
        abort();
    memcpy(key->bytes, bytes, ADDRESS_KEY);
}

/* BLAKE2b over use, kind and the clear text. */
static void
digest(const struct address_key *key, enum use use,
       const struct address *address, unsigned char out[ADDRESS_INDEX])
{
    const unsigned char before[2] = {
        (unsigned char)use, (unsigned char)address->kind
    };
    char clear[ADDRESS_CLEAR];
    crypto_generichash_state state;

    if (address_open(address->sealed, clear, NULL) != 0)
        abort();                /* no struct address holds anything else */
    crypto_generichash_init(&state, key->bytes, ADDRESS_KEY, ADDRESS_INDEX);
    crypto_generichash_update(&state, before, sizeof(before));
    crypto_generichash_update(&state, (const unsigned char *)clear,
                              strlen(clear));
    crypto_generichash_final(&state, out, ADDRESS_INDEX);
    sodium_memzero(clear, sizeof(clear));
}

void
address_index(const struct address_key *key, const struct address *address,
              unsigned char index[ADDRESS_INDEX])
{
    digest(key, FOR_INDEX, address, index);
}

const char *
address_pseudonym(const struct address_key *key,
                  const struct address *address,
                  char text[ADDRESS_PSEUDONYM])
{
    unsigned char d[ADDRESS_INDEX];

    digest(key, FOR_PSEUDONYM, address, d);
    snprintf(text, ADDRESS_PSEUDONYM, "p:%02x%02x%02x%02x", d[0], d[1], d[2],
             d[3]);
    return text;
}

const char *
address_kind_name(enum address_kind kind)
{
    return kinds[kind];
}

bool
address_kind_find(const char *name, enum address_kind *kind)
{
    for (int i = 0; i < ADDRESS_KINDS; i++) {
        if (strcmp(kinds[i], name) == 0) {
            *kind = (enum address_kind)i;
            return true;
        }
    }
    return false;
}
