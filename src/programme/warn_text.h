/*
 * warn_text - what the words of a reminder cost, and whether it can be
 * answered.
 */
#ifndef PROGRAMME_WARN_TEXT_H
#define PROGRAMME_WARN_TEXT_H

struct civil;
struct event;
struct part;

/* Warn about the SMS of an event that starts at `start`. */
void warn_text(struct part *part, const struct event *event,
               const struct civil *start);

/* The same for the texts of a file of texts.d, which are for any event. */
void warn_texts(struct part *part);

#endif
