/* random - see random.h; the seeded source is xorshift128+ */
#include "base/random.h"

#include <sodium.h>

void
random_system(struct random *random)
{
    *random = (struct random){ .system = 1 };
}

void
random_seed(struct random *random, uint64_t seed)
{
    /* splitmix64 spreads a small seed over the whole state */
    for (int i = 0; i < 2; i++) {
        uint64_t z = (seed += 0x9e3779b97f4a7c15u);

        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        random->state[i] = z ^ (z >> 31);
    }
    random->system = 0;
}

uint64_t
random_next(struct random *random)
{
    uint64_t a = random->state[0], b = random->state[1];

    if (random->system) {
        randombytes_buf(&a, sizeof(a));
        return a;
    }
    random->state[0] = b;
    a ^= a << 23;
    random->state[1] = a ^ b ^ (a >> 17) ^ (b >> 26);
    return random->state[1] + b;
}

uint64_t
random_below(struct random *random, uint64_t bound)
{
    uint64_t limit = UINT64_MAX - UINT64_MAX % bound, value;

    do
        value = random_next(random);
    while (value >= limit);
    return value % bound;
}
