/*
 * secret - passwords and tokens stand elsewhere: "@credential:NAME" (of
 * systemd), "@file:PATH", "@env:NAME".
 */
#ifndef CONFIG_SECRET_H
#define CONFIG_SECRET_H

#include <stdbool.h>

#include "base/error.h"
#include "base/memory.h"

/* Whether a setting of this name holds a secret: "password", "api_key". */
bool secret_is_key(const char *key);

/* Whether the value says where it stands. */
bool secret_is_elsewhere(const char *value);

/* What stands there, without the line's end, in the pool.  A path that does
 * not begin with / is below `directory`.  -1 with a sentence that never holds
 * the secret: nothing there, or a file that others can read. */
int secret_read(struct pool *pool, const char *directory, const char *value,
                const char **secret, struct error *error);

#endif
