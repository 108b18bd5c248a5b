/*
 * open - the only place that turns a sealed address into a clear one, and a
 * clear one that came in into a sealed one.
 */
#ifndef HOST_OPEN_H
#define HOST_OPEN_H

#include "base/buffer.h"
#include "privacy/address.h"

/* Write the clear address; -1 when it cannot be opened here. */
int open_address(const char *sealed, char clear[ADDRESS_CLEAR]);

/* Seal an address that someone wrote from, in the form that lies clear ("c:");
 * replaces what is in `sealed`.  Whoever hears it checks it. */
void open_seal(const char *clear, struct buffer *sealed);

#endif
