/*
 * channel - the ways to reach people, as allo.conf defines them.
 */
#ifndef PROGRAMME_CHANNEL_H
#define PROGRAMME_CHANNEL_H

#include <stdbool.h>

#include "privacy/address.h"
#include "programme/programme.h"

struct node;
struct part;
struct section;

extern const struct section channel_section;

/* Fill programme.channels from the list, in its order. */
void channel_read_all(struct part *part, const struct node *list);

/* A setting of the plugin, or NULL. */
const char *channel_setting(const struct channel_definition *channel,
                            const char *key);

#endif
