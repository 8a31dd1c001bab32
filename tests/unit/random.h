/* random.h -- chance for tests, the same on every machine: SplitMix64.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TEST_RANDOM_H
#define LUSTRUM_TEST_RANDOM_H

#include <stdint.h>

/* The next number; *seed goes on. */
static inline uint64_t random_next(uint64_t *seed)
{
    uint64_t z = *seed += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

/* From 0 to bound - 1. */
static inline uint32_t random_under(uint64_t *seed, uint32_t bound)
{
    return (uint32_t)(random_next(seed) % bound);
}

#endif
