/*
 * mailbox - mail addresses: what may be one, and a configured sender taken
 * apart.  Pure.  libESMTP writes an address on the wire as it is given, so
 * whatever could end a line or a path there is refused here.
 */
#ifndef SMTP_MAILBOX_H
#define SMTP_MAILBOX_H

#include <stdbool.h>
#include <stddef.h>

/* RFC 5321 4.5.3.1.3: a path of 256 octets, less its angle brackets. */
#define MAILBOX_MOST 254
#define MAILBOX_NAME_MOST 120

/* A sender as the configuration writes it: "Name <local@domain>". */
struct mailbox {
    char name[MAILBOX_NAME_MOST + 1];    /* UTF-8, empty when there is none */
    char address[MAILBOX_MOST + 1];
};

/* Whether `length` bytes are an address that we send to: a dot-atom of at
 * most 64 octets, an at sign, a domain (RFC 5321 4.1.2).  Quoted local parts,
 * address literals and anything but ASCII are refused.  NULL when it is one,
 * else a sentence without the address that says what is wrong. */
const char *mailbox_wrong(const char *address, size_t length);

/* The same for a domain name (letters, digits, hyphens, dots; RFC 1123). */
const char *mailbox_domain_wrong(const char *domain, size_t length);

/* Take "Name <address>", "\"Name\" <address>" or a bare address apart.  NULL,
 * or what is wrong; *mailbox is then undefined. */
const char *mailbox_parse(const char *text, struct mailbox *mailbox);

/* The domain of a valid address: the text behind its at sign. */
const char *mailbox_domain(const char *address);

#endif
