/*
 * sections - every table of settings, for who documents them.
 */
#ifndef PROGRAMME_SECTIONS_H
#define PROGRAMME_SECTIONS_H

struct section;

/* In the order in which a manual tells them; NULL at the end. */
extern const struct section *const sections_all[];

#endif
