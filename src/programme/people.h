/*
 * people - those who do not register themselves: officers, teachers.
 */
#ifndef PROGRAMME_PEOPLE_H
#define PROGRAMME_PEOPLE_H

struct node;
struct part;
struct person;
struct section;

extern const struct section person_section;

/* Fill `person` from its node; what is wrong is in part->diagnoses, without
 * the address. */
void people_read(struct part *part, const struct node *node,
                 struct person *person);

#endif
