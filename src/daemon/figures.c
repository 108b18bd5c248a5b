/* figures - see figures.h */
#include "daemon/figures.h"

bool
figures_count(void *self, const struct store_wave *wave)
{
    struct figures *figures = self;
    struct store_count count = { { 0 } };

    figures->store->wave_count(figures->store, wave->id, &count);
    for (int i = 0; i < DELIVERY_STATES; i++)
        figures->rows[i] += count.rows[i];
    return true;
}

void
figures_add(const struct figures *figures, struct control_answer *answer)
{
    const int64_t *rows = figures->rows;

    control_answer_add_number(answer, "delivered", rows[DELIVERY_DELIVERED]);
    control_answer_add_number(answer, "accepted", rows[DELIVERY_ACCEPTED] +
                                                  rows[DELIVERY_NO_RECEIPT]);
    control_answer_add_number(answer, "unknown", rows[DELIVERY_UNKNOWN] +
                                             rows[DELIVERY_UNKNOWN_FINAL]);
    control_answer_add_number(answer, "failed", rows[DELIVERY_UNDELIVERED] +
                                                rows[DELIVERY_REJECTED]);
    control_answer_add_number(answer, "expired", rows[DELIVERY_EXPIRED]);
}
