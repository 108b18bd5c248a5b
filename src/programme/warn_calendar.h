/*
 * warn_calendar - what is odd about an event and the sets of days: one that is
 * known for too short a time, a public holiday that is not skipped, a skip
 * that skips nothing.
 */
#ifndef PROGRAMME_WARN_CALENDAR_H
#define PROGRAMME_WARN_CALENDAR_H

struct event;
struct part;

/* About an event of the part; some need the time of the load. */
void warn_calendar(struct part *part, const struct event *event);

#endif
