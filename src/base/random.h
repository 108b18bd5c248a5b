/*
 * random - injected randomness, so that a run can be repeated from its seed.
 */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct random {
    uint64_t state[2];          /* of the seeded source */
    int system;                 /* from the kernel, not from the seed */
};

/* The kernel's randomness. */
void random_system(struct random *random);

/* The same numbers for the same seed. */
void random_seed(struct random *random, uint64_t seed);

/* Any of the 2^64 numbers. */
uint64_t random_next(struct random *random);

/* Even in 0 .. bound - 1; bound is not 0. */
uint64_t random_below(struct random *random, uint64_t bound);

#endif
