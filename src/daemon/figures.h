/*
 * figures - how many messages are in which state, as people count them:
 * delivered, accepted, unknown, failed, expired are never added up.
 */
#ifndef DAEMON_FIGURES_H
#define DAEMON_FIGURES_H

#include "control/server.h"
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

#endif
