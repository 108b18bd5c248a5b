/*
 * warn - what is valid but worth a look: what people would get wrong, late,
 * never or at twice the price.
 */
#ifndef PROGRAMME_WARN_H
#define PROGRAMME_WARN_H

struct loading;
struct part;

/* About the events of one file. */
void warn_part(struct part *part);

/* About the programme as a whole. */
void warn_programme(struct loading *loading);

#endif
