/*
 * warn_people - what is odd about people.d as a whole: two people with one
 * phone, an invited group without anybody, a reader without words.
 */
#ifndef PROGRAMME_WARN_PEOPLE_H
#define PROGRAMME_WARN_PEOPLE_H

struct loading;

/* Nothing is told when no people were read, or not all of them. */
void warn_people(struct loading *loading);

#endif
