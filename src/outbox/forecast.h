/*
 * forecast - what will be sent: the same plan, waves and texts as the
 * daemon's, on a virtual clock, over channels that accept everything.
 */
#ifndef OUTBOX_FORECAST_H
#define OUTBOX_FORECAST_H

#include "base/clock.h"
#include "base/error.h"
#include "outbox/outbox.h"
#include "programme/load.h"

/* Call `each` for every message from `from` up to `to`, in the order in which
 * they leave.  -1 when the store gave up. */
int forecast_run(const struct programme *programme, const struct load *load,
                 instant from, instant to,
                 void (*each)(void *self, const struct outbox_claim *claim),
                 void *self, struct error *error);

#endif
