/*
 * warn_overlap - two events at one time for the same group, or for somebody
 * who is in a group of each.
 */
#ifndef PROGRAMME_WARN_OVERLAP_H
#define PROGRAMME_WARN_OVERLAP_H

struct loading;

/* Look at the year to come: one warning for a pair of events, which names
 * their first such date; an event is told of once.  Nothing when the time is
 * not known. */
void warn_overlap(struct loading *loading);

#endif
