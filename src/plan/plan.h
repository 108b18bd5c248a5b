/*
 * plan - which reminders fall due in a stretch of time.
 *
 * Pure: the programme and two instants go in, jobs come out.  The daemon, a
 * forecast and a replay ask the same question here.
 */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include <stdbool.h>

#include "plan/occurrence.h"

struct job {
    struct occurrence occurrence;
    const struct reminder *reminder;
    instant due;
    instant until;              /* of no use from then on */
};

/* Call `found` for each reminder of each occurrence that goes on, with after <
 * due <= upto; by event, not by due. */
void plan_between(const struct programme *programme, instant after,
                  instant upto, bool (*found)(void *self, const struct job *),
                  void *self);

/* The job of one reminder of one occurrence. */
void plan_job(const struct programme *programme,
              const struct occurrence *occurrence,
              const struct reminder *reminder, struct job *job);

/* The reminder with this slot, or NULL. */
const struct reminder *plan_reminder(const struct event *event,
                                     const char *slot);

#endif
