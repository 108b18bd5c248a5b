/*
 * schema - the tables of the store, their version, and how an older file
 * becomes a newer one.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include <sqlite3.h>

#include "base/error.h"

/* "Allo" in the header of the file: PRAGMA application_id. */
enum { SCHEMA_APPLICATION = 0x416c6c6f };

/* One step: from version N - 1 to version N of the list, which begins at 1
 * and ends with NULL. */
struct schema {
    const char *const *steps;
};

/* What this program works with. */
extern const struct schema schema_store;

/* The version to which the steps lead. */
int schema_version(const struct schema *schema);

/* Refuse what is not a store of Allo or is newer than we know; else bring it
 * to our version in one transaction.  0, or -1 and *error. */
int schema_migrate(sqlite3 *db, const struct schema *schema,
                   struct error *error);

#endif
