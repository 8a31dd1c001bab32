/* lane_pick.c -- choosing between columns and moving rows; see lane.h.
 *
 * Two number columns are first brought to one lane and denominator; then choosing is copying.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/lane.h"
#include "number/lane_inner.h"

static bool is_number(Type type)
{
    switch (type) {
    case TYPE_NUMBER:
    case TYPE_DATE:
    case TYPE_YEAR:
    case TYPE_BAND: return true;
    case TYPE_NONE:
    case TYPE_CODE:
    case TYPE_YESNO:
    case TYPE_ROW: break;
    }
    return false;
}

/* ---- one lane, one denominator ---- */

/* a, LANE_I64 or I128, with its numerators times `by`; false when a row does not fit. */
static bool scale(LaneWork *work, Column *out, const Column *a, int64_t by, size_t n)
{
    if (by == 1) {
        *out = *a;
        return true;
    }
    Column scaled = lane_fresh(work, a->type, a->lane, a->constant, n);
    scaled.reason = a->reason;
    bool fits = true;
    for (size_t i = 0; i < lane_rows(a, n); i++) {
        if (a->lane == LANE_I64) {
            fits &= !__builtin_mul_overflow(a->i64[i], by, &scaled.i64[i]);
        } else {
            fits &= mul_i128(a->wide[i], by, &scaled.wide[i]);
        }
    }
    *out = scaled;
    return fits;
}

static bool unify_in(LaneWork *work, Lane lane, Column *x, Column *y, size_t n)
{
    Column a, b;
    int64_t common = gcd_den(x->den, y->den), den;
    if (__builtin_mul_overflow(x->den, y->den / common, &den)) return false;
    lane_widen(work, &a, x, lane, n);
    lane_widen(work, &b, y, lane, n);
    if (!scale(work, &a, &a, y->den / common, n) || !scale(work, &b, &b, x->den / common, n)) {
        return false;
    }
    a.den = b.den = den;
    *x = a;
    *y = b;
    return true;
}

/* Brings x and y to one lane, and in LANE_I64 and I128 to one denominator. */
static void unify(LaneWork *work, Column *x, Column *y, size_t n)
{
    Lane lane = lane_of(work, x, y);
    if (lane == LANE_I64 && unify_in(work, LANE_I64, x, y, n)) return;
    if (lane <= LANE_I128 && unify_in(work, LANE_I128, x, y, n)) return;
    if (lane == LANE_Q64) {
        Column a, b;
        lane_widen(work, &a, x, LANE_Q64, n);
        lane_widen(work, &b, y, LANE_Q64, n);
        if (a.lane == LANE_Q64 && b.lane == LANE_Q64) {
            *x = a;
            *y = b;
            return;
        }
    }
    lane_widen(work, x, x, LANE_EXACT, n);
    lane_widen(work, y, y, LANE_EXACT, n);
}

/* ---- choosing ---- */

/* 8 bytes of whatever kind: numbers or pointers to Exact. */
typedef uint64_t __attribute__((may_alias)) Word;

static size_t item_size(const Column *a)
{
    if (a->type == TYPE_CODE) return a->width;
    if (a->type == TYPE_YESNO) return 1;
    if (a->type == TYPE_ROW) return 4;
    return a->lane == LANE_I128 ? 16 : 8;
}

static void *fresh_items(LaneWork *work, size_t size, size_t rows)
{
    return arena_array(work->arena, rows, size, size);
}

#define CHOOSE(T)                                                                                  \
    do {                                                                                           \
        T *items = out;                                                                            \
        const T *x = a, *y = b;                                                                    \
        for (size_t i = 0; i < n; i++) items[i] = first[i] ? x[i * step_a] : y[i * step_b];        \
    } while (0)

/* out[i] = first[i] ? a[i] : b[i] for items of `size` bytes; steps are 0 for a constant. */
static void choose(void *out, const uint8_t *first, const void *a, size_t step_a, const void *b,
                   size_t step_b, size_t size, size_t n)
{
    switch (size) {
    case 1: CHOOSE(uint8_t); break;
    case 2: CHOOSE(uint16_t); break;
    case 4: CHOOSE(uint32_t); break;
    case 8: CHOOSE(Word); break;
    case 16: CHOOSE(i128); break;
    }
}

/* Rows of a where first, else of b; the result's reasons are set by the caller. */
static void choose_rows(LaneWork *work, Column *out, const uint8_t *first, const Column *a,
                        const Column *b, size_t n)
{
    Column x = *a, y = *b;
    assert(a->type == b->type);
    if (is_number(a->type)) unify(work, &x, &y, n);
    assert(a->type != TYPE_CODE || (a->dict == b->dict && a->width == b->width));
    Column result = x;
    size_t size = item_size(&x), step_x = x.constant ? 0 : 1, step_y = y.constant ? 0 : 1;
    result.constant = false;
    result.count = n;
    result.data = fresh_items(work, size, n);
    choose(result.data, first, x.data, step_x, y.data, step_y, size, n);
    if (is_number(x.type) && x.lane == LANE_Q64) {
        result.den_id = NEW_ARRAY(work->arena, uint32_t, n);
        choose(result.den_id, first, x.den_id, step_x, y.den_id, step_y, 4, n);
    }
    result.reason = NULL;
    *out = result;
}

static uint8_t *chosen_reasons(LaneWork *work, const Column *when, const Column *a, const Column *b,
                               size_t n)
{
    if (!when->reason && !a->reason && !b->reason) return NULL;
    uint8_t *reason = NEW_ARRAY(work->arena, uint8_t, n);
    for (size_t i = 0; i < n; i++) {
        Reason why = column_reason(when, i);
        if (why == REASON_KNOWN) why = column_reason(when->u8[i] ? a : b, i);
        reason[i] = (uint8_t)why;
    }
    return reason;
}

void lane_select(LaneWork *work, Column *out, const Column *when, const Column *a, const Column *b,
                 size_t n)
{
    if (when->constant && column_reason(when, 0) == REASON_KNOWN) {
        *out = when->u8[0] ? *a : *b;
        out->count = n;
        return;
    }
    Column result;
    if (when->constant) { /* missing: any harmless row will do */
        uint8_t no = 0;
        choose_rows(work, &result, &no, a, b, 1);
        result.constant = true;
        result.count = n;
        result.reason = when->reason;
    } else {
        choose_rows(work, &result, when->u8, a, b, n);
        result.reason = chosen_reasons(work, when, a, b, n);
    }
    *out = result;
}

void lane_coalesce(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n)
{
    if (!a->reason) {
        *out = *a;
        return;
    }
    Column known = { .type = TYPE_YESNO, .den = 1, .constant = a->constant, .count = n };
    size_t rows = lane_rows(&known, n);
    known.u8 = NEW_ARRAY(work->arena, uint8_t, rows);
    for (size_t i = 0; i < rows; i++) known.u8[i] = a->reason[i] == REASON_KNOWN;
    lane_select(work, out, &known, a, b, n);
}

/* ---- moving ---- */

#define GATHER(T)                                                                                  \
    do {                                                                                           \
        T *items = out;                                                                            \
        const T *x = from;                                                                         \
        for (size_t i = 0; i < n; i++) items[i] = row[i] == NO_ROW ? 0 : x[row[i]];                \
    } while (0)

static void gather(void *out, const void *from, const uint32_t *row, size_t size, size_t n)
{
    switch (size) {
    case 1: GATHER(uint8_t); break;
    case 2: GATHER(uint16_t); break;
    case 4: GATHER(uint32_t); break;
    case 8: GATHER(Word); break;
    case 16: GATHER(i128); break;
    }
}

static uint8_t *gathered_reasons(LaneWork *work, const Column *from, const uint32_t *row,
                                 Reason none, size_t n)
{
    bool all = true;
    for (size_t i = 0; i < n; i++) all &= row[i] != NO_ROW;
    if (all && !from->reason) return NULL;
    uint8_t *reason = NEW_ARRAY(work->arena, uint8_t, n);
    for (size_t i = 0; i < n; i++) {
        reason[i] = (uint8_t)(row[i] == NO_ROW ? none : column_reason(from, row[i]));
    }
    return reason;
}

void lane_gather(LaneWork *work, Column *out, const Column *from, const uint32_t *row, Reason none,
                 size_t n)
{
    Column result = *from;
    result.count = n;
    result.reason = gathered_reasons(work, from, row, none, n);
    if (from->constant && (!result.reason || n == 0)) {
        *out = result;
        return;
    }
    result.constant = false;
    size_t size = item_size(from);
    bool ratio = is_number(from->type) && from->lane == LANE_Q64;
    result.data = fresh_items(work, size, n);
    if (ratio) result.den_id = NEW_ARRAY(work->arena, uint32_t, n);
    if (from->constant) {
        /* Some rows are missing; which row is which does not matter for the harmless numbers. */
        const uint8_t *any = result.reason;
        choose(result.data, any, from->data, 0, from->data, 0, size, n);
        if (ratio) choose(result.den_id, any, from->den_id, 0, from->den_id, 0, 4, n);
    } else {
        gather(result.data, from->data, row, size, n);
        if (ratio) gather(result.den_id, from->den_id, row, 4, n);
    }
    *out = result;
}
