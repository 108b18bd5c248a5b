/*
 * warn_cost - a reminder that costs more at once than a channel may spend in
 * a day, so that some would not get it.
 */
#ifndef PROGRAMME_WARN_COST_H
#define PROGRAMME_WARN_COST_H

struct loading;

/* Look at every event with all who are invited. */
void warn_cost(struct loading *loading);

#endif
