/* text.h -- numbers from text and to text, the same in every locale.
 *
 * Reading is strict: an optional '-', digits, and optionally '.' and digits; at most LIMIT_DIGITS
 * digits.  No '+', no bare point, no exponent, no thousands, no spaces (what a record declares as
 * lenient, such as a percent sign, is cut off by the reader before it comes here).  Writing never
 * rounds: the caller rounds first.  Minus zero is never written.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_NUMBER_TEXT_H
#define LUSTRUM_NUMBER_TEXT_H

#include "column.h"
#include "number/dens.h"
#include "number/exact.h"
#include "str.h"

typedef enum {
    NUMBER_SMALL, /* mantissa / 10^decimals is the number */
    NUMBER_LONG,  /* a number of more than 18 digits: number_parse_exact reads it */
    NUMBER_BAD    /* not a number: number_fault says why */
} NumberKind;

typedef enum {
    FAULT_NONE,
    FAULT_EMPTY,
    FAULT_PLUS,      /* +5 */
    FAULT_POINT,     /* .5  5.  1.2.3 */
    FAULT_EXPONENT,  /* 1e5 */
    FAULT_THOUSANDS, /* 1,759  3,14  1_000 */
    FAULT_SPACE,     /* a space, tab or no-break space anywhere */
    FAULT_PERCENT,   /* 43% */
    FAULT_DIGITS,    /* more than LIMIT_DIGITS digits */
    FAULT_OTHER      /* NaN, 1/2, 12-, a letter, a currency sign */
} NumberFault;

NumberKind number_parse_slow(Str text, int64_t *mantissa, int *decimals, bool *minus_zero);

/* Reads a cell.  For NUMBER_SMALL, *mantissa / 10^*decimals is the number (trailing zeros are kept:
 * 1.50 is 150 and 2) and *minus_zero tells that it was written -0; else nothing is set. */
static inline NumberKind number_parse(Str text, int64_t *mantissa, int *decimals, bool *minus_zero)
{
    if (text.len == 0 || text.len > 18) {
        return number_parse_slow(text, mantissa, decimals, minus_zero);
    }
    uint64_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned digit = (unsigned)(unsigned char)text.at[i] - '0';
        if (digit > 9) return number_parse_slow(text, mantissa, decimals, minus_zero);
        value = value * 10 + digit;
    }
    *mantissa = (int64_t)value;
    *decimals = 0;
    *minus_zero = false;
    return NUMBER_SMALL;
}

/* Why text is not a number; FAULT_NONE when it is. */
NumberFault number_fault(Str text);

/* Any number of up to LIMIT_DIGITS digits; NULL when text is not one. */
Exact *number_parse_exact(Arena *arena, Str text);

/* mantissa / 10^decimals as *out / 10^scale: false when digits would be lost (*out unset) or the
 * result does not fit.  decimals and scale are 0 to 18. */
bool number_rescale(int64_t mantissa, int decimals, int scale, int64_t *out);

/* 10^power for power 0 to 18. */
int64_t number_power_of_ten(int power);

/* ---- writing ---- */

/* x with exactly `places` decimals (>= 0).  x is a rational and a multiple of 1/10^places (round
 * it first); anything else escapes with WHY_INTERNAL. */
void number_write(Text *text, const Exact *x, int places);
/* x times 100 with exactly `places` decimals and no sign: 0.4 as 40.0.  Same demands, of 100x. */
void number_write_percent(Text *text, const Exact *x, int places);
/* num / den, as number_write; quick. */
void number_write_ratio(Text *text, int64_t num, int64_t den, int places);

/* Exactly: "p/q", or "p" for a whole number; a limit as "1/2+3*root(5/7)".  Equal numbers give
 * equal texts: squares of small primes stand before the root. */
void number_write_exact(Text *text, const Exact *x);
/* Reads what number_write_exact writes; NULL when text is not that. */
Exact *number_read_exact(Arena *arena, Str text);
/* x as a + b root c; b and c are 0 when it is a rational. */
void number_parts(Arena *arena, const Exact *x, const Exact *parts[3]);
/* The shortest exact decimal when there is one ("0.375"), else as number_write_exact. */
void number_write_plain(Text *text, const Exact *x);

/* Row `row` of a number column that is known there; percent multiplies by 100. */
void number_write_at(Text *text, const Dens *dens, const Column *column, size_t row, int places,
                     bool percent);

#endif
