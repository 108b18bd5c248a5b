/* pace - see pace.h */
#include "channel/pace.h"

#include <limits.h>

static double
larger(double a, double b)
{
    return a > b ? a : b;
}

/* A tenth of a second may leave at once: finer than that is only work. */
static double
bucket(const struct pace *pace)
{
    return larger(1, pace->rate / 10);
}

static double
tokens_at(const struct pace *pace, instant now)
{
    double tokens = pace->tokens +
        pace->rate * (double)(now - pace->filled) / (double)SECOND;

    return tokens < bucket(pace) ? tokens : bucket(pace);
}

void
pace_init(struct pace *pace, double rate, instant now)
{
    *pace = (struct pace){ .nominal = rate, .rate = rate, .ceiling = rate,
                           .filled = now, .second = now };
    pace->tokens = bucket(pace);
}

int
pace_paused(const struct pace *pace, instant now)
{
    return now < pace->paused;
}

int
pace_room(const struct pace *pace, instant now)
{
    double tokens;

    if (pace_paused(pace, now))
        return 0;
    if (pace->rate <= 0)
        return INT_MAX;
    tokens = tokens_at(pace, now) + 1e-6;
    return tokens < 1 ? 0 : tokens > INT_MAX ? INT_MAX : (int)tokens;
}

instant
pace_wait(const struct pace *pace, instant now)
{
    instant wait = pace_paused(pace, now) ? pace->paused - now : 0, refill;
    double missing;

    if (pace->rate <= 0)
        return wait;
    missing = 1 - tokens_at(pace, now) - 1e-6;
    if (missing <= 0)
        return wait;
    refill = (instant)(missing / pace->rate * (double)SECOND) + 1;
    return refill > wait ? refill : wait;
}

static void
recover(struct pace *pace, instant now)
{
    while (pace->rate < pace->ceiling && now - pace->step >= PACE_STEP) {
        pace->step += PACE_STEP;
        pace->rate *= 1.1;
        if (pace->rate >= pace->ceiling) {
            pace->rate = pace->nominal;
            pace->ceiling = pace->nominal;
        }
    }
}

static void
count(struct pace *pace, int parts, instant now)
{
    if (now - pace->second >= SECOND) {
        pace->last_second = now - pace->second < 2 * SECOND
                                ? pace->this_second : 0;
        pace->this_second = 0;
        pace->second = now;
    }
    pace->this_second += parts;
}

void
pace_take(struct pace *pace, int parts, instant now)
{
    count(pace, parts, now);
    if (pace->rate <= 0)
        return;
    pace->tokens = tokens_at(pace, now) - parts;
    pace->filled = now;
    recover(pace, now);
}

void
pace_throttle(struct pace *pace, instant wait, instant now)
{
    double rate = pace->rate;

    if (wait > PACE_LONGEST)
        wait = PACE_LONGEST;
    if (now + wait > pace->paused)
        pace->paused = now + wait;
    if (now < pace->calm)
        return;
    pace->calm = pace->paused > now + SECOND ? pace->paused : now + SECOND;
    pace->step = pace->calm;
    if (rate <= 0) {
        rate = larger(2, larger(pace->this_second, pace->last_second));
        pace->ceiling = rate;
    }
    pace->tokens = pace->rate > 0 ? tokens_at(pace, now) : 0;
    pace->filled = now;
    pace->rate = larger(rate / 2, pace->ceiling / 64);
    if (pace->tokens > bucket(pace))
        pace->tokens = bucket(pace);
}
