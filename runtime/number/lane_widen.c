/* lane_widen.c -- from one lane to another, and single rows; see lane.h.
 *
 * Nothing here changes a number.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/lane.h"
#include "number/lane_inner.h"

static bool is_known(const Column *a, size_t i)
{
    return !a->reason || a->reason[i] == REASON_KNOWN;
}

/* Item i (not row) of a, which is known. */
static const Exact *exact_item(Arena *arena, const Dens *dens, const Column *a, size_t i)
{
    switch (a->lane) {
    case LANE_I64: return exact_from_i128(arena, a->i64[i], a->den);
    case LANE_I128: return exact_from_i128(arena, a->wide[i], a->den);
    case LANE_Q64: return exact_from_i128(arena, a->i64[i], dens_value(dens, a->den_id[i]));
    case LANE_EXACT: break;
    }
    return a->exact[i];
}

const Exact *column_exact_at(Arena *arena, const Dens *dens, const Column *column, size_t row)
{
    return exact_item(arena, dens, column, column_place(column, row));
}

static void to_exact(LaneWork *work, Column *out, const Column *a, size_t n)
{
    Column wide = lane_fresh(work, a->type, LANE_EXACT, a->constant, n);
    wide.reason = a->reason;
    for (size_t i = 0; i < lane_rows(a, n); i++) {
        if (!is_known(a, i)) continue;
        /* Exact numbers never change once made: dropping const here lets nobody write to one. */
        wide.exact[i] = (Exact *)exact_item(work->arena, work->dens, a, i);
    }
    *out = wide;
}

/* a, LANE_I64 or I128, over numbered denominators; false when it does not fit. */
static bool to_q64(LaneWork *work, Column *out, const Column *a, size_t n)
{
    uint32_t id;
    if (!lane_den_id(work, a->den, &id)) return false;
    size_t rows = lane_rows(a, n);
    Column wide = *a;
    wide.lane = LANE_Q64;
    wide.den_id = NEW_ARRAY(work->arena, uint32_t, rows);
    for (size_t i = 0; i < rows; i++) wide.den_id[i] = id;
    if (a->lane == LANE_I128) {
        wide.i64 = NEW_ARRAY(work->arena, int64_t, rows);
        for (size_t i = 0; i < rows; i++) {
            if (!fits_i64(a->wide[i])) return false;
            wide.i64[i] = (int64_t)a->wide[i];
        }
    }
    *out = wide;
    return true;
}

void lane_widen(LaneWork *work, Column *out, const Column *a, Lane lane, size_t n)
{
    if (a->lane >= lane) {
        *out = *a;
    } else if (lane == LANE_I128) {
        Column wide = lane_fresh(work, a->type, LANE_I128, a->constant, n);
        wide.reason = a->reason;
        wide.den = a->den;
        for (size_t i = 0; i < lane_rows(a, n); i++) wide.wide[i] = a->i64[i];
        *out = wide;
    } else if (lane != LANE_Q64 || !to_q64(work, out, a, n)) {
        to_exact(work, out, a, n);
    }
}

/* ---- narrowing ---- */

/* a, LANE_I128, as LANE_I64 where every row fits. */
static bool narrow_wide(LaneWork *work, Column *out, const Column *a, size_t n)
{
    size_t rows = lane_rows(a, n);
    Column narrow = lane_fresh(work, a->type, LANE_I64, a->constant, n);
    narrow.reason = a->reason;
    narrow.den = a->den;
    bool fits = true;
    for (size_t i = 0; i < rows; i++) {
        narrow.i64[i] = (int64_t)a->wide[i];
        fits &= fits_i64(a->wide[i]);
    }
    if (fits) *out = narrow;
    return fits;
}

/* The least common denominator of a's known rows, all rational; false when it is above int64. */
static bool common_den(const Column *a, size_t n, int64_t *den)
{
    *den = 1;
    for (size_t i = 0; i < lane_rows(a, n); i++) {
        if (!is_known(a, i)) continue;
        const Exact *x = a->exact[i];
        if (x->root || !mpz_fits_slong_p(mpq_denref(x->a))) return false;
        int64_t own = mpz_get_si(mpq_denref(x->a));
        if (*den % own == 0) continue;
        if (__builtin_mul_overflow(*den, own / gcd_den(*den, own), den)) return false;
    }
    return true;
}

static bool narrow_exact(LaneWork *work, Column *out, const Column *a, size_t n)
{
    int64_t den;
    if (!common_den(a, n, &den)) return false;
    Column wide = lane_fresh(work, a->type, LANE_I128, a->constant, n);
    wide.reason = a->reason;
    wide.den = den;
    for (size_t i = 0; i < lane_rows(a, n); i++) {
        if (is_known(a, i) && !exact_to_i128(a->exact[i], den, &wide.wide[i])) return false;
    }
    if (work->force == LANE_I128 || !narrow_wide(work, out, &wide, n)) *out = wide;
    return true;
}

/* a, LANE_Q64, where all known rows share a denominator. */
static bool narrow_ratio(Column *out, const Column *a, const Dens *dens, size_t n)
{
    bool found = false;
    uint32_t id = DENS_ONE;
    for (size_t i = 0; i < lane_rows(a, n); i++) {
        if (!is_known(a, i)) continue;
        if (found && a->den_id[i] != id) return false;
        id = a->den_id[i];
        found = true;
    }
    *out = *a;
    out->lane = LANE_I64;
    out->den = dens_value(dens, id);
    out->den_id = NULL;
    return true;
}

void lane_narrow(LaneWork *work, Column *out, const Column *a, size_t n)
{
    bool narrower = false;
    switch (a->lane) {
    case LANE_I64: break;
    case LANE_I128: narrower = work->force == LANE_I64 && narrow_wide(work, out, a, n); break;
    case LANE_Q64: narrower = work->force == LANE_I64 && narrow_ratio(out, a, work->dens, n); break;
    case LANE_EXACT: narrower = work->force <= LANE_I128 && narrow_exact(work, out, a, n); break;
    }
    if (!narrower) *out = *a;
}

/* ---- single rows ---- */

int column_number_compare(Arena *arena, const Dens *dens, const Column *a, size_t row_a,
                          const Column *b, size_t row_b)
{
    size_t i = column_place(a, row_a), j = column_place(b, row_b);
    bool small_a = a->lane == LANE_I64 || a->lane == LANE_Q64;
    bool small_b = b->lane == LANE_I64 || b->lane == LANE_Q64;
    if (small_a && small_b) {
        int64_t den_a = a->lane == LANE_I64 ? a->den : dens_value(dens, a->den_id[i]);
        int64_t den_b = b->lane == LANE_I64 ? b->den : dens_value(dens, b->den_id[j]);
        return order_ratio(a->i64[i], den_a, b->i64[j], den_b);
    }
    if (a->lane == LANE_I128 && b->lane == LANE_I128 && a->den == b->den) {
        return (a->wide[i] > b->wide[j]) - (a->wide[i] < b->wide[j]);
    }
    return exact_compare(arena, exact_item(arena, dens, a, i), exact_item(arena, dens, b, j));
}
