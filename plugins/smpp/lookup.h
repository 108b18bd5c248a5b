/*
 * lookup - a host name to addresses without blocking: glibc does the asking
 * in a thread of its own, and this looks in now and then.
 */
#ifndef SMPP_LOOKUP_H
#define SMPP_LOOKUP_H

#include <netdb.h>

#include "base/error.h"

struct lookup;

enum lookup_state { LOOKUP_WAIT, LOOKUP_DONE, LOOKUP_FAILED };

/* Numeric addresses and what needs no network are there at once. */
struct lookup *lookup_new(const char *host, const char *port);
void lookup_free(struct lookup **lookup);

/* Look how far it is, without waiting. */
enum lookup_state lookup_step(struct lookup *lookup, struct error *error);

/* After LOOKUP_DONE: each address once, then NULL. */
const struct addrinfo *lookup_next(struct lookup *lookup);

#endif
