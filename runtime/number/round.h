/* round.h -- rounding, the only place where digits are lost.
 *
 * A Round is a mode and a step: the result is the whole multiple of the step that the mode picks.
 * `to N places` is the step 1/10^N; `to nearest N` is the step N.
 *   half away from zero  the nearest; of two, the one farther from 0
 *   half even            the nearest; of two, the even multiple of the step
 *   half up              the nearest; of two, the greater
 *   up                   away from zero (a tariff's ROUNDUP): 1.01 and -1.01 give 2 and -2
 *   down                 towards zero (ROUNDDOWN): 1.99 and -1.99 give 1 and -1
 * Irrational numbers never lie on a half, so the first three modes agree on them; on which side
 * of the half they lie is decided by squares (an integer root and a floor, no digits in between).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_NUMBER_ROUND_H
#define LUSTRUM_NUMBER_ROUND_H

#include "number/exact.h"

typedef enum {
    ROUND_HALF_AWAY,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,  /* away from zero */
    ROUND_DOWN /* towards zero */
} RoundMode;

typedef struct Round {
    RoundMode mode;
    const Exact *step; /* a rational > 0 */
    int64_t num, den;  /* the step in lowest terms when it fits, else den is 0 */
} Round;

/* To `places` decimal places (0: whole numbers; -1: tens).  A figure shown in % to N places is
 * rounded to N + 2.  The step lives in arena. */
Round round_places(Arena *arena, RoundMode mode, int places);
/* To the nearest multiple of step, a rational > 0 that outlives the Round. */
Round round_nearest(RoundMode mode, const Exact *step);

/* x rounded: a rational. */
Exact *exact_round(Arena *arena, const Exact *x, const Round *round);

/* How many steps x rounded is; false where int64 does not hold it. */
bool exact_round_steps(Arena *scratch, const Exact *x, const Round *round, int64_t *steps);

/* num / den rounded to a whole number; den > 0. */
int64_t round_i64(int64_t num, int64_t den, RoundMode mode);
/* The same of n numbers in place, where den is a power of two; false where it is none. */
bool round_halves(int64_t *num, size_t n, int64_t den, RoundMode mode);
i128 round_i128(i128 num, i128 den, RoundMode mode);

#endif
