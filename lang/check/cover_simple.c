/* cover_simple.c -- the number that reads best among many, for messages.
 *
 * 0 if it will do; else an end that belongs to the range, the one nearer to 0 first (faults sit at
 * ends); else the shortest decimal: of whole numbers the one nearest to 0, of others the one
 * nearest to the middle. SPDX-License-Identifier: Apache-2.0 */
#include "check/cover_tree.h"

/* Past this many decimals the middle of the range is as good. */
enum { MOST_DECIMALS = 30 };

static bool inside(mpq_srcptr x, mpq_srcptr low, mpq_srcptr high)
{
    return mpq_cmp(x, low) > 0 && (!high || mpq_cmp(x, high) < 0);
}

/* The decimal with `places` places nearest to the middle, or just above low, into out. */
static bool decimal_inside(mpq_ptr out, mpq_srcptr low, mpq_srcptr high, unsigned places)
{
    mpz_t scale, n;
    mpz_inits(scale, n, NULL);
    mpz_ui_pow_ui(scale, 10, places);
    bool found = false;
    if (places > 0) { /* high is there: a whole number would have done otherwise */
        mpq_add(out, low, high);
        mpz_mul(n, mpq_numref(out), scale);
        mpz_fdiv_q(n, n, mpq_denref(out));
        mpz_fdiv_q_2exp(n, n, 1);
        mpq_set_num(out, n);
        mpq_set_den(out, scale);
        mpq_canonicalize(out);
        found = inside(out, low, high);
    }
    if (!found) {
        mpz_mul(n, mpq_numref(low), scale);
        mpz_fdiv_q(n, n, mpq_denref(low));
        mpz_add_ui(n, n, 1);
        mpq_set_num(out, n);
        mpq_set_den(out, scale);
        mpq_canonicalize(out);
        found = inside(out, low, high);
    }
    mpz_clears(scale, n, NULL);
    return found;
}

/* The same for 0 <= low < high. */
static void simplest_positive(mpq_ptr out, mpq_srcptr low, bool low_open, mpq_srcptr high,
                              bool high_open)
{
    if (!low_open) {
        mpq_set(out, low);
    } else if (high && !high_open) {
        mpq_set(out, high);
    } else {
        for (unsigned places = 0; places <= MOST_DECIMALS; places++) {
            if (decimal_inside(out, low, high, places)) return;
        }
        mpq_add(out, low, high);
        mpq_div_2exp(out, out, 1);
    }
}

void cover_simplest(mpq_ptr out, mpq_srcptr low, bool low_open, mpq_srcptr high, bool high_open)
{
    int low_sign = low ? mpq_sgn(low) : -1, high_sign = high ? mpq_sgn(high) : 1;
    if (low_sign > 0 || (low_sign == 0 && low_open)) {
        simplest_positive(out, low, low_open, high, high_open);
    } else if (high_sign < 0 || (high_sign == 0 && high_open)) {
        mpq_t near_end, far_end;
        mpq_inits(near_end, far_end, NULL);
        mpq_neg(near_end, high);
        if (low) mpq_neg(far_end, low);
        simplest_positive(out, near_end, high_open, low ? far_end : NULL, low_open);
        mpq_neg(out, out);
        mpq_clears(near_end, far_end, NULL);
    } else {
        mpq_set_ui(out, 0, 1);
    }
}
