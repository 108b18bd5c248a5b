/*
 * open - the way back from a sealed address to what can be dialled.
 *
 * A file of its own so that the dependency check can see that nothing but
 * src/host includes it.
 */
#ifndef PRIVACY_OPEN_H
#define PRIVACY_OPEN_H

#include <stddef.h>

#include "base/error.h"
#include "privacy/address.h"

/* Write the clear address of a sealed text (struct address.sealed, the "to" of
 * a send frame) to `clear`; -1 when it is none of our forms.  The caller wipes
 * `clear` when it is done. */
int address_open(const char *sealed, char clear[ADDRESS_CLEAR],
                 struct error *error);

#endif
