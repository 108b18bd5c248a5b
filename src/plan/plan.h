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

/* A slot that ends in this is for those who were invited after the reminders
 * of the same slot had left. */
enum { PLAN_LATE = '+' };

/* Nobody can use a reminder that is so late. */
#define PLAN_LOOK_BACK (60 * DAY)

/* Whether two slots are of one reminder: "1d" and "1d+". */
bool plan_same_slot(const char *a, const char *b);

/* The reminder with this slot, or NULL. */
const struct reminder *plan_reminder(const struct event *event,
                                     const char *slot);

#endif
