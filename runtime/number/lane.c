/* lane.c -- what all kernels need: memo tables, reasons, fresh columns, lanes; see lane.h.
 *
 * A LaneWork belongs to one thread; only its Dens is shared.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/lane.h"
#include "number/lane_inner.h"

enum { KNOWN_DENS = 1024 };

LaneWork lane_work(Arena *arena, Arena *keep, Dens *dens)
{
    return (LaneWork){ .arena = arena, .keep = keep, .dens = dens };
}

void lane_impossible(const LaneWork *work)
{
    number_arena_use(NULL);
    guard_escape(work->arena->guard, WHY_INTERNAL);
}

/* ---- denominators ---- */

void lane_need_tables(LaneWork *work)
{
    if (work->sums) return;
    work->sums = NEW_ARRAY(work->keep, LanePair, LANE_PAIRS);
    work->products = NEW_ARRAY(work->keep, LanePair, LANE_PAIRS);
    work->numbers = NEW_ARRAY(work->keep, LaneDen, KNOWN_DENS);
}

bool lane_den_id(LaneWork *work, int64_t den, uint32_t *id)
{
    lane_need_tables(work);
    LaneDen *known = &work->numbers[((uint64_t)den * 0x9E3779B97F4A7C15u) >> 54];
    static_assert(KNOWN_DENS == 1 << 10, "54 bits are shifted out");
    if (known->den != den) {
        if (!dens_intern(work->dens, den, &known->id)) return false;
        known->den = den;
    }
    *id = known->id;
    return true;
}

const LanePair *lane_learn_sum(LaneWork *work, LanePair *pair, uint32_t a, uint32_t b)
{
    int64_t den_a = dens_value(work->dens, a), den_b = dens_value(work->dens, b), both;
    int64_t common = gcd_den(den_a, den_b);
    *pair = (LanePair){ .a = a + 1, .b = b + 1, .by_a = den_b / common, .by_b = den_a / common };
    pair->fits =
        !__builtin_mul_overflow(den_a, pair->by_a, &both) && lane_den_id(work, both, &pair->result);
    return pair;
}

const LanePair *lane_learn_product(LaneWork *work, LanePair *pair, uint32_t a, uint32_t b)
{
    int64_t den_a = dens_value(work->dens, a), den_b = dens_value(work->dens, b), both;
    *pair = (LanePair){ .a = a + 1, .b = b + 1 };
    pair->fits =
        !__builtin_mul_overflow(den_a, den_b, &both) && lane_den_id(work, both, &pair->result);
    return pair;
}

bool lane_operand(LaneWork *work, Operand *o, const Column *a)
{
    assert(a->lane == LANE_I64 || a->lane == LANE_Q64);
    *o = (Operand){ .num = a->i64, .step = a->constant ? 0 : 1 };
    if (a->lane == LANE_Q64) {
        o->den = a->den_id;
        o->den_step = o->step;
        return true;
    }
    o->den = &o->own;
    return lane_den_id(work, a->den, &o->own);
}

bool lane_narrow_operand(LaneWork *work, Column *out, const Column *a, size_t n)
{
    *out = *a;
    if (a->lane == LANE_I128) lane_widen(work, out, a, LANE_Q64, n);
    return out->lane != LANE_EXACT;
}

bool lane_reduce(LaneWork *work, Column *out, const Column *a, size_t n)
{
    if (a->lane == LANE_I64) {
        *out = *a;
        return true;
    }
    Column reduced = lane_fresh(work, a->type, LANE_Q64, a->constant, n);
    reduced.reason = a->reason;
    for (size_t i = 0; i < lane_rows(a, n); i++) {
        int64_t den = dens_value(work->dens, a->den_id[i]);
        int64_t common = (int64_t)gcd_u64(size_i64(a->i64[i]), (uint64_t)den);
        reduced.i64[i] = a->i64[i] / common;
        if (!lane_den_id(work, den / common, &reduced.den_id[i])) return false;
    }
    *out = reduced;
    return true;
}

/* ---- columns ---- */

Column lane_fresh(LaneWork *work, Type type, Lane lane, bool constant, size_t n)
{
    Column out = { .type = type, .lane = lane, .constant = constant, .count = n, .den = 1 };
    size_t rows = constant ? 1 : n;
    switch (lane) {
    case LANE_I64: out.i64 = NEW_ARRAY(work->arena, int64_t, rows); break;
    case LANE_I128: out.wide = NEW_ARRAY(work->arena, i128, rows); break;
    case LANE_Q64:
        out.i64 = NEW_ARRAY(work->arena, int64_t, rows);
        out.den_id = NEW_ARRAY(work->arena, uint32_t, rows);
        break;
    case LANE_EXACT: out.exact = NEW_ARRAY(work->arena, Exact *, rows); break;
    }
    return out;
}

Column lane_blank(LaneWork *work, Type type, uint8_t *reason, bool constant, size_t n)
{
    Column out = { .type = type, .lane = LANE_I64, .constant = constant, .count = n, .den = 1 };
    size_t rows = constant ? 1 : n;
    if (type == TYPE_YESNO)
        out.u8 = NEW_ARRAY(work->arena, uint8_t, rows);
    else
        out.i64 = NEW_ARRAY(work->arena, int64_t, rows);
    out.reason = reason;
    return out;
}

uint8_t *lane_reasons(LaneWork *work, const Column *a, const Column *b, bool constant, size_t n)
{
    size_t rows = constant ? 1 : n;
    bool a_fits = a->reason && (!a->constant || constant || a->reason[0] == REASON_KNOWN);
    bool b_fits = b->reason && (!b->constant || constant || b->reason[0] == REASON_KNOWN);
    bool a_known = !a->reason || (a->constant && a->reason[0] == REASON_KNOWN);
    bool b_known = !b->reason || (b->constant && b->reason[0] == REASON_KNOWN);
    if (a_known && b_known) return NULL;
    if (a_fits && b_known) return a->reason;
    if (b_fits && a_known) return b->reason;
    uint8_t *reason = NEW_ARRAY(work->arena, uint8_t, rows);
    if (a_known) {
        memset(reason, b->reason[0], rows); /* a missing constant */
    } else if (a->constant) {
        memset(reason, a->reason[0], rows);
    } else if (b->constant) {
        for (size_t i = 0; i < rows; i++) {
            reason[i] = a->reason[i] ? a->reason[i] : b->reason[0]; /* a missing constant */
        }
    } else {
        for (size_t i = 0; i < rows; i++) {
            reason[i] = a->reason[i] ? a->reason[i] : b->reason[i];
        }
    }
    return reason;
}

static bool is_missing_constant(const Column *a)
{
    return a->constant && a->reason && a->reason[0] != REASON_KNOWN;
}

bool lane_all_missing(LaneWork *work, Column *out, Type type, const Column *a, const Column *b,
                      size_t n)
{
    if (!is_missing_constant(a) && !is_missing_constant(b)) return false;
    const Column *second = is_missing_constant(a) ? a : b; /* which is constant */
    *out = lane_blank(work, type, lane_reasons(work, a, second, a->constant, n), a->constant, n);
    return true;
}

Lane lane_of(const LaneWork *work, const Column *a, const Column *b)
{
    Lane lane = a->lane > b->lane ? a->lane : b->lane;
    return lane > work->force ? lane : work->force;
}

Column column_constant(Arena *arena, const Exact *x, Reason reason, size_t n)
{
    Column out = { .type = TYPE_NUMBER, .constant = true, .count = n, .den = 1 };
    int64_t num = 0, den = 1;
    if (x && !exact_to_ratio(x, &num, &den)) {
        out.lane = LANE_EXACT;
        out.exact = NEW(arena, Exact *);
        out.exact[0] = exact_copy(arena, x);
        return out;
    }
    out.i64 = NEW(arena, int64_t);
    out.i64[0] = num;
    out.den = den;
    if (!x) {
        out.reason = NEW(arena, uint8_t);
        out.reason[0] = (uint8_t)reason;
    }
    return out;
}
