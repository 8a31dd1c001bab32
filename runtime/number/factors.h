/* factors.h -- the common multiple of many denominators, in its prime factors: a fraction over it
 * comes to lowest terms by remainders of one word each, where a greatest common divisor of two long
 * numbers would be looked for.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_NUMBER_FACTORS_H
#define LUSTRUM_NUMBER_FACTORS_H

#include "arena.h"
#include <gmp.h>

typedef struct Factors Factors;

/* Of the least common multiple of count numbers above 0; NULL where one has a factor that would
 * take long to find. */
Factors *factors_open(Arena *arena, const int64_t *number, size_t count);

/* num / multiple / over in lowest terms; multiple is what the factors are of, and over is not 0. */
void factors_reduce(const Factors *factors, mpz_srcptr multiple, unsigned long over, mpz_ptr num,
                    mpz_ptr den);

#endif
