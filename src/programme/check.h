/*
 * check - the rules that span files: no id stands for two.
 */
#ifndef PROGRAMME_CHECK_H
#define PROGRAMME_CHECK_H

#include <stddef.h>

struct part;

/* Tell ids that two events, or two people, have; the part with the later one
 * is wrong. */
void check_ids(struct part *parts, size_t count);

/* Take out of the parts that fell back on a last valid text what stands in
 * another part by now: it was moved there. */
void check_moved(struct part *parts, size_t count);

#endif
