/* cases - see cases.h */
#include "probe/cases.h"

#include <stdio.h>
#include <string.h>

static bool
can_run(const struct probe *probe, unsigned needs, struct verdict *verdict)
{
    if ((needs & NEEDS_TEXT) != 0 && probe->options->text == NULL)
        verdict_skip(verdict, "no --text was given");
    else if ((needs & NEEDS_DESCRIBED) != 0 && !probe->described)
        verdict_skip(verdict, "it did not describe itself");
    else if ((needs & NEEDS_HOST) != 0 && probe->dialect != DIALECT_HOST)
        verdict_skip(verdict, "for plugins only");
    else if ((needs & NEEDS_WIRE) != 0 && probe->dialect == DIALECT_EXEC)
        verdict_skip(verdict, "the channel exec does this for a script");
    else if ((needs & NEEDS_READY) != 0 && !probe->works)
        verdict_skip(verdict, "it was never ready");
    return verdict->found == FOUND_FINE;
}

static void
run_one(struct probe *probe, const struct probe_case *one)
{
    struct verdict verdict = { 0 };

    if (can_run(probe, one->needs, &verdict)) {
        if ((one->needs & NEEDS_FAR_SIDE) != 0 &&
            probe->far_side == FAR_NOT_TRIED)
            probe_find_far_side(probe);
        one->run(probe, &verdict);
        if ((one->needs & NEEDS_FAR_SIDE) != 0 &&
            probe->far_side == FAR_ABSENT)
            verdict_skip(&verdict, "nothing is handed over: %s",
                         probe->far_reason);
    }
    report_case(&probe->report, one->name, &verdict);
}

int
cases_run(const struct probe_options *options)
{
    static const struct probe_case *const lists[] = {
        cases_start, cases_talk, cases_texts, cases_end, cases_load
    };
    struct probe probe = { .options = options };

    if (launch_is_script(options->path))
        probe.dialect = DIALECT_WIRE;   /* until it keeps silent */
    printf("# allo-probe " PACKAGE_VERSION "\n");
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        for (const struct probe_case *one = lists[i]; one->name != NULL;
             one++)
            run_one(&probe, one);
    }
    report_end(&probe.report);
    return probe.report.wrong;
}
