/*
 * organisation - who sends, and the settings of the daemon: what stands in
 * allo.conf beside channels and groups.
 */
#ifndef PROGRAMME_ORGANISATION_H
#define PROGRAMME_ORGANISATION_H

struct node;
struct part;
struct section;

extern const struct section allo_section, organisation_section, store_section;

/* The lists that allo.conf holds. */
struct allo_lists {
    const struct node *channels, *groups, *events, *people;
};

/* Fill programme.organisation and programme.settings from the root of
 * allo.conf; what cannot be read gets its default. */
void organisation_read(struct part *part, const struct node *root,
                       struct allo_lists *lists);

#endif
