/* factors.c -- see factors.h.
 *
 * Powers of primes are packed into moduli of a word.  A number's remainder by a modulus has the
 * same common divisor with it as the number has, and that is asked prime by prime: an odd p divides
 * r where r times the inverse of p modulo 2^64 is at most (2^64 - 1) / p, and is the quotient then
 * (Granlund and Montgomery 1994, section 9).
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/factors.h"

enum { FIRST_ODD = 3, LARGEST_TRIED = 4096 };

typedef struct Prime {
    uint64_t prime;
    uint64_t inverse, most; /* of an odd one */
    uint32_t power;         /* in the multiple */
} Prime;

/* Primes [first, end) to their powers, multiplied. */
typedef struct Modulus {
    uint64_t value;
    size_t first, end;
} Modulus;

struct Factors {
    Prime *prime;
    Modulus *modulus;
    size_t primes, prime_cap, moduli, modulus_cap;
};

/* ---- finding ---- */

static void note_prime(Factors *factors, Arena *arena, uint64_t prime, uint32_t power)
{
    for (size_t i = 0; i < factors->primes; i++) {
        Prime *known = &factors->prime[i];
        if (known->prime != prime) continue;
        if (known->power < power) known->power = power;
        return;
    }
    GROW(arena, factors->prime, factors->primes, factors->prime_cap);
    uint64_t inverse = prime; /* right in its last 3 bits; each turn doubles them */
    for (int turn = 0; turn < 5; turn++) inverse *= 2 - prime * inverse;
    factors->prime[factors->primes++] = (Prime){ prime, inverse, UINT64_MAX / prime, power };
}

static uint64_t take_out(Factors *factors, Arena *arena, uint64_t number, uint64_t prime)
{
    uint32_t power = 0;
    for (; number % prime == 0; power++) number /= prime;
    if (power) note_prime(factors, arena, prime, power);
    return number;
}

static bool factorise(Factors *factors, Arena *arena, uint64_t number)
{
    number = take_out(factors, arena, number, 2);
    for (uint64_t odd = FIRST_ODD; odd * odd <= number; odd += 2) {
        if (odd > LARGEST_TRIED) return false;
        number = take_out(factors, arena, number, odd);
    }
    if (number > 1) note_prime(factors, arena, number, 1);
    return true;
}

static void pack_primes(Factors *factors, Arena *arena)
{
    for (size_t i = 0; i < factors->primes; i++) {
        const Prime *prime = &factors->prime[i];
        uint64_t power = 1, both;
        for (uint32_t k = 0; k < prime->power; k++) power *= prime->prime; /* divides a number */
        Modulus *last = factors->moduli ? &factors->modulus[factors->moduli - 1] : NULL;
        if (last && !__builtin_mul_overflow(last->value, power, &both)) {
            last->value = both;
            last->end = i + 1;
            continue;
        }
        GROW(arena, factors->modulus, factors->moduli, factors->modulus_cap);
        factors->modulus[factors->moduli++] = (Modulus){ power, i, i + 1 };
    }
}

Factors *factors_open(Arena *arena, const int64_t *number, size_t count)
{
    Factors *factors = NEW(arena, Factors);
    for (size_t i = 0; i < count; i++)
        if (!factorise(factors, arena, (uint64_t)number[i])) return NULL;
    pack_primes(factors, arena);
    return factors;
}

/* ---- lowest terms ---- */

/* The power of two that divides both. */
static uint64_t common_two(uint64_t rest, uint32_t power)
{
    uint32_t twos = (uint32_t)__builtin_ctzll(rest);
    return (uint64_t)1 << (twos < power ? twos : power);
}

/* The greatest common divisor of the modulus and a number that leaves `rest`. */
static uint64_t common_with(const Factors *factors, const Modulus *modulus, uint64_t rest)
{
    uint64_t common = 1, quotient;
    if (rest == 0) return modulus->value;
    for (size_t i = modulus->first; i < modulus->end; i++) {
        const Prime *prime = &factors->prime[i];
        if (prime->prime == 2) {
            common *= common_two(rest, prime->power);
            continue;
        }
        uint32_t left = prime->power;
        for (; left && (quotient = rest * prime->inverse) <= prime->most; left--) {
            common *= prime->prime;
            rest = quotient;
        }
    }
    return common;
}

static void divide_both(mpz_ptr num, mpz_ptr den, uint64_t by)
{
    if (by == 1) return;
    mpz_divexact_ui(num, num, by);
    mpz_divexact_ui(den, den, by);
}

void factors_reduce(const Factors *factors, mpz_srcptr multiple, unsigned long over, mpz_ptr num,
                    mpz_ptr den)
{
    if (mpz_sgn(num) == 0) {
        mpz_set_ui(den, 1);
        return;
    }
    uint64_t common = 1, both;
    mpz_set(den, multiple);
    for (size_t m = 0; m < factors->moduli; m++) {
        const Modulus *modulus = &factors->modulus[m];
        uint64_t part = common_with(factors, modulus, mpz_fdiv_ui(num, modulus->value));
        if (__builtin_mul_overflow(common, part, &both)) {
            divide_both(num, den, common);
            both = part;
        }
        common = both;
    }
    divide_both(num, den, common);
    /* Nothing divides both now, so what num shares with den times over it shares with over. */
    unsigned long shared = mpz_gcd_ui(NULL, num, over);
    if (shared > 1) mpz_divexact_ui(num, num, shared);
    mpz_mul_ui(den, den, over / shared);
}
