/*
 * figures - how many messages are in which state, as people count them:
 * delivered, accepted, unknown, failed, expired are never added up.
 */
#ifndef DAEMON_FIGURES_H
#define DAEMON_FIGURES_H

#include "base/clock.h"
#include "control/server.h"
#include "programme/programme.h"
#include "store/store.h"

struct figures {
    struct store *store;
    int64_t rows[DELIVERY_STATES];
};

/* Count the rows of one more wave; self is a struct figures. */
store_each_wave figures_count;

/* The five figures as fields of the row at hand. */
void figures_add(const struct figures *figures,
                 struct control_answer *answer);

/* What was counted of waves that do not change any more. */
struct figures_kept {
    size_t count, room;
    struct figures_wave {
        int64_t wave;
        struct store_count figures;
        bool final, asked;
    } *waves;
};

enum { FIGURES_DAYS = 30 };

/* Count the waves of the last FIGURES_DAYS, settled or not, so that the
 * figures do not fall when a wave settles; `kept` (zeroed at first) spares
 * the old ones. */
void figures_month(struct figures *figures, struct figures_kept *kept,
                   instant now);
void figures_forget(struct figures_kept *kept);

/* How many an event invites; nobody twice, but in a crowd so large that it
 * does not matter and that would hold up the loop. */
int64_t figures_invited(struct store *store, const struct event *event);

#endif
