/* integer.h -- small questions about int64 and 128-bit integers that several kernels ask.
 *
 * Nothing here can overflow: what might not fit is returned by a function that says whether it did.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_NUMBER_INTEGER_H
#define LUSTRUM_NUMBER_INTEGER_H

#include "base.h"

#define I128_MAX ((i128)((u128)-1 >> 1))
#define I128_MIN (-I128_MAX - 1)

/* |value|, which int64_t cannot always say. */
static inline uint64_t size_i64(int64_t value)
{
    return value < 0 ? -(uint64_t)value : (uint64_t)value;
}

/* The greatest common divisor (Stein's); gcd(0, b) is b. */
static inline uint64_t gcd_u64(uint64_t a, uint64_t b)
{
    if (a == 0 || b == 0) return a | b;
    int shift = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    while (b != 0) {
        b >>= __builtin_ctzll(b);
        uint64_t less = a < b ? a : b;
        b = a < b ? b - a : a - b;
        a = less;
    }
    return a << shift;
}

/* The same of two denominators: > 0 and it fits, as they do. */
static inline int64_t gcd_den(int64_t a, int64_t b)
{
    return (int64_t)gcd_u64((uint64_t)a, (uint64_t)b);
}

static inline bool fits_i64(i128 value)
{
    return value == (int64_t)value;
}

/* a * b, checked.  Not the compiler's builtin: clang's needs a library that is not always there. */
static inline bool mul_i128(i128 a, i128 b, i128 *out)
{
    if (fits_i64(a) && fits_i64(b)) {
        *out = (i128)(int64_t)a * (int64_t)b;
        return true;
    }
    u128 x = a < 0 ? -(u128)a : (u128)a, y = b < 0 ? -(u128)b : (u128)b;
    if (x < y) {
        u128 swap = x;
        x = y;
        y = swap;
    }
    if (y >> 64) return false; /* both above 64 bits */
    u128 low = (u128)(uint64_t)x * (uint64_t)y, high = (u128)(uint64_t)(x >> 64) * (uint64_t)y;
    if (high >> 64 || __builtin_add_overflow(low, high << 64, &low)) return false;
    bool minus = (a < 0) != (b < 0);
    if (low > (u128)I128_MAX + minus) return false;
    *out = (i128)(minus ? -low : low);
    return true;
}

/* The greatest whole number not above num / den; den > 0. */
static inline i128 floor_i128(i128 num, i128 den)
{
    i128 quotient = num / den;
    return num % den < 0 ? quotient - 1 : quotient;
}

/* Order of an / ad and bn / bd, ad and bd > 0, decided in 128 bits, which always hold it. */
static inline int order_ratio(int64_t an, int64_t ad, int64_t bn, int64_t bd)
{
    i128 left = (i128)an * bd, right = (i128)bn * ad;
    return (left > right) - (left < right);
}

#endif
