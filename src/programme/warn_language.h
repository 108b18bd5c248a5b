/*
 * warn_language - who reads a language in which an event has no words of its
 * own, though it has them in another.
 */
#ifndef PROGRAMME_WARN_LANGUAGE_H
#define PROGRAMME_WARN_LANGUAGE_H

struct loading;

/* One warning for each event and language; the people were read. */
void warn_language(struct loading *loading);

#endif
