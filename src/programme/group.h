/*
 * group - who can be invited together, as allo.conf defines it.
 */
#ifndef PROGRAMME_GROUP_H
#define PROGRAMME_GROUP_H

#include <stdbool.h>
#include <stddef.h>

struct node;
struct part;
struct section;

extern const struct section group_section;

/* Fill programme.groups from the list, in the order of their ids; the
 * channels are known. */
void group_read_all(struct part *part, const struct node *list);

/* The names of a list, each one of the channels: in `pool`, how many of them
 * in *count.  What is no channel is told. */
struct pool;
const char *const *group_read_reach(struct part *part, struct pool *pool,
                                    const struct node *reach, size_t *count);

/* Tell that there is no such group, and which may be meant. */
void group_unknown(struct part *part, const struct node *node,
                   const char *id);

/* Whether a group has this role, or may have: while allo.conf has errors
 * nobody knows. */
bool group_has_role(struct part *part, const char *role);

/* The nearest role for "did you mean", or NULL. */
const char *group_nearest_role(struct part *part, const char *role);

#endif
