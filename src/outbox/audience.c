/*
 * audience - who of those that a wave walks has something to hear from it;
 * see private.h.
 *
 * A person is asked about twice: when the wave comes by (audience_knows), and
 * again when a correction that had to wait is about to leave
 * (audience_told_true), for by then it may be true again what they know.
 */
#include "outbox/private.h"

#include "belief/belief.h"

bool
audience_knows(struct outbox *outbox, struct run *run,
               const struct store_recipient *recipient)
{
    const struct told *told;
    enum purpose purpose;
    instant at = 0;

    /* what is told anew to who came back is no second time for the others */
    if (run->correction && *run->wave.slot != '\0' &&
        run_correction_pending(outbox, run, recipient->person))
        return true;
    if (run->correction) {
        told = run_told(outbox, run, recipient->told_wave);
        return told == NULL || !belief_correction(&told->facts,
                                                  &run->wave.facts, &purpose);
    }
    if (run->late)
        return recipient->stopped != 0 || recipient->gone ||
               run_has_row(outbox, run, recipient->person);
    if (run->wave.version <= 1)
        return false;
    told = run_told_before(outbox, run, recipient->person, &at);
    if (told == NULL)
        return false;
    /* whoever believes something else gets a correction, not a reminder; when
     * there is none (any more), the reminder has to say it */
    if (belief_correction(&told->facts, &run->wave.facts, &purpose))
        return run_correction_pending(outbox, run, recipient->person);
    if (told->purpose == PURPOSE_REMINDER)
        return plan_same_slot(told->slot, run->wave.slot);
    /* and nothing is said again right on the heels of a correction */
    return belief_fresh(at, outbox->now,
                        run_reminded(outbox, run, recipient->person));
}

bool
audience_told_true(struct outbox *outbox, struct run *run,
                   struct store_recipient *recipient)
{
    const struct told *told;
    enum purpose purpose;
    instant at;

    if (!run->correction)
        return false;
    told = run_told_before(outbox, run, recipient->person, &at);
    recipient->told_wave = told != NULL ? told->wave : 0;
    return told != NULL &&
           !belief_correction(&told->facts, &run->wave.facts, &purpose);
}
