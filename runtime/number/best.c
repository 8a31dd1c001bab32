/* best.c -- the least or greatest value per target; see sum.h.
 *
 * A value over an int64 denominator stands as (numerator, denominator number) in dense arrays; any
 * other as an Exact of the set's own.  A target may have both: best_finish takes the better.  Which
 * of two equal values is kept depends on the order of rows, but they are equal.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/integer.h"
#include "number/sum.h"
#include "number/sum_inner.h"

struct BestSet {
    Arena *arena;
    bool gives; /* num lives as long as the column, which takes it */
    Dens *dens;
    size_t rows;
    bool greatest;
    Type type;     /* of the values; TYPE_NONE before any came */
    int64_t *num;  /* by target ... */
    uint32_t *den; /* ... 1 + denominator number; 0: no value yet.  Both may be shared */
    Exact **exact; /* by target; NULL while there is none */
};

static BestSet *open_with(Arena *arena, Dens *dens, size_t rows, bool greatest)
{
    BestSet *set = NEW(arena, BestSet);
    *set = (BestSet){ .arena = arena, .dens = dens, .rows = rows, .greatest = greatest };
    return set;
}

BestSet *best_open_in(Arena *arena, Arena *life, Dens *dens, size_t rows, bool greatest)
{
    BestSet *set = open_with(arena, dens, rows, greatest);
    set->gives = life != NULL;
    set->num = NEW_ARRAY(life ? life : arena, int64_t, rows);
    set->den = NEW_ARRAY(arena, uint32_t, rows);
    return set;
}

BestSet *best_open(Arena *arena, Dens *dens, size_t rows, bool greatest)
{
    return best_open_in(arena, NULL, dens, rows, greatest);
}

BestSet *best_open_beside(Arena *arena, BestSet *whole)
{
    BestSet *set = open_with(arena, whole->dens, whole->rows, whole->greatest);
    set->num = whole->num;
    set->den = whole->den;
    return set;
}

/* ---- one value ---- */

static inline void offer_small(BestSet *set, uint32_t target, int64_t num, uint32_t id)
{
    int64_t *best = &set->num[target];
    uint32_t *den = &set->den[target];
    bool better;
    if (*den == id + 1) {
        better = set->greatest ? num > *best : num < *best;
    } else if (*den == 0) {
        better = true;
    } else {
        int order =
            order_ratio(num, dens_value(set->dens, id), *best, dens_value(set->dens, *den - 1));
        better = set->greatest ? order > 0 : order < 0;
    }
    if (!better) return;
    *best = num;
    *den = id + 1;
}

static void offer_exact(BestSet *set, uint32_t target, const Exact *x)
{
    if (!set->exact) set->exact = NEW_ARRAY(set->arena, Exact *, set->rows);
    const Exact *best = set->exact[target];
    if (best) {
        int order = exact_compare(set->arena, x, best);
        if (set->greatest ? order <= 0 : order >= 0) return;
    }
    set->exact[target] = exact_copy(set->arena, x);
}

/* num / den with any denominator. */
static void offer_ratio(BestSet *set, uint32_t target, i128 num, int64_t den)
{
    uint32_t id;
    if (fits_i64(num) && dens_intern(set->dens, den, &id)) {
        offer_small(set, target, (int64_t)num, id);
    } else {
        offer_exact(set, target, exact_from_i128(set->arena, num, den));
    }
}

/* ---- rows ---- */

/* The end of the run of rows from i on that share a target. */
static inline size_t run_end(const Chunk *chunk, size_t i)
{
    if (!chunk->target) return chunk->n;
    uint32_t target = chunk->target[i];
    do i++;
    while (i < chunk->n && chunk->target[i] == target);
    return i;
}

/* The best of a run of rows; whether any row was used.  No branch in the loops: a row left out
 * counts as the worst number there is. */
static inline bool best_of_run(const uint8_t *use, const int64_t *num, size_t n, bool greatest,
                               int64_t *best)
{
    int64_t worst = greatest ? INT64_MIN : INT64_MAX, found = worst;
    if (!use) {
        for (size_t k = 0; k < n; k++) {
            found = (greatest ? num[k] > found : num[k] < found) ? num[k] : found;
        }
        *best = found;
        return true;
    }
    bool any = false;
    for (size_t k = 0; k < n; k++) {
        int64_t keep = -(int64_t)(use[k] != 0), value = (num[k] & keep) | (worst & ~keep);
        any |= use[k] != 0;
        found = (greatest ? value > found : value < found) ? value : found;
    }
    *best = found;
    return any;
}

/* LANE_I64 with its denominator numbered. */
static void add_small(BestSet *set, const Chunk *chunk, const int64_t *num, uint32_t id)
{
    for (size_t i = 0, end; i < chunk->n; i = end) {
        end = run_end(chunk, i);
        uint32_t target = target_of(chunk, i);
        int64_t best;
        if (target == NO_ROW) continue;
        const uint8_t *use = chunk->use ? chunk->use + i : NULL;
        bool any = set->greatest ? best_of_run(use, num + i, end - i, true, &best)
                                 : best_of_run(use, num + i, end - i, false, &best);
        if (any) offer_small(set, target, best, id);
    }
}

static void offer_row(BestSet *set, uint32_t target, const Column *value, size_t row)
{
    size_t i = column_place(value, row);
    switch (value->lane) {
    case LANE_I64: offer_ratio(set, target, value->i64[i], value->den); break;
    case LANE_I128: offer_ratio(set, target, value->wide[i], value->den); break;
    case LANE_Q64: offer_small(set, target, value->i64[i], value->den_id[i]); break;
    case LANE_EXACT: offer_exact(set, target, value->exact[i]); break;
    }
}

void best_add(BestSet *set, const Column *value, const uint8_t *mask, const uint32_t *target,
              uint32_t fixed, size_t n)
{
    uint8_t room[CHUNK];
    uint32_t id = 0;
    set->type = value->type;
    if (value->constant && value->reason && value->reason[0] != REASON_KNOWN) return;
    bool small =
        value->lane == LANE_I64 && !value->constant && dens_intern(set->dens, value->den, &id);
    for (size_t start = 0; start < n; start += CHUNK) {
        Chunk chunk = { .target = target ? target + start : NULL, .fixed = fixed };
        chunk.n = n - start < CHUNK ? n - start : CHUNK;
        chunk.use = used_rows(value, mask, start, chunk.n, room);
        if (small) {
            add_small(set, &chunk, value->i64 + start, id);
            continue;
        }
        for (size_t i = 0; i < chunk.n; i++) {
            if (is_used(&chunk, i)) offer_row(set, target_of(&chunk, i), value, start + i);
        }
    }
}

/* ---- runs of rows with near numbers ---- */

enum { NEAR = 16 }; /* as many as are looked at together */

typedef int16_t Eight __attribute__((vector_size(16)));

static inline Eight greater(Eight a, Eight b)
{
    Eight more = a > b;
    return (a & more) | (b & ~more);
}

/* Those of v[0 .. 8) before place n; INT16_MIN instead of the others. */
static inline Eight eight_of(const int16_t *v, int n)
{
    const Eight place = { 0, 1, 2, 3, 4, 5, 6, 7 };
    Eight all, in = place < (int16_t)n;
    memcpy(&all, v, sizeof all);
    return (all & in) | (INT16_MIN & ~in);
}

/* The greatest of v[0 .. n), n at most NEAR; all NEAR are there. */
static inline int16_t greatest_of(const int16_t *v, size_t n)
{
    Eight most = greater(eight_of(v, (int)n), eight_of(v + 8, (int)n - 8));
    most = greater(most, __builtin_shufflevector(most, most, 4, 5, 6, 7, 0, 1, 2, 3));
    most = greater(most, __builtin_shufflevector(most, most, 2, 3, 0, 1, 6, 7, 4, 5));
    return most[0] > most[1] ? most[0] : most[1];
}

/* The rows' numbers, turned for the least; one that does not count is less than any other. */
static int16_t *turned(Arena *scrap, const int16_t *near, int16_t turn, const uint8_t *use,
                       size_t n)
{
    int16_t *restrict to = NEW_ARRAY(scrap, int16_t, n + NEAR);
    if (!use)
        for (size_t i = 0; i < n; i++) to[i] = (int16_t)(near[i] ^ turn);
    else
        for (size_t i = 0; i < n; i++) {
            int16_t keep = (int16_t) - (use[i] != 0);
            to[i] = (int16_t)(((near[i] ^ turn) & keep) | (INT16_MIN & ~keep));
        }
    return to;
}

void best_add_near(BestSet *set, Arena *scrap, const Column *value, const int16_t *near,
                   const uint8_t *use, const Runs *runs, size_t n)
{
    uint32_t id;
    const int16_t turn = set->greatest ? 0 : -1;
    const int16_t *number = turned(scrap, near, turn, use, n);
    bool has_id = dens_intern(set->dens, value->den, &id);
    set->type = value->type;
    for (size_t r = 0; r < runs->count; r++) {
        int16_t best = INT16_MIN;
        size_t end = runs->first[r + 1];
        for (size_t at = runs->first[r]; at < end; at += NEAR) {
            int16_t found = greatest_of(number + at, end - at < NEAR ? end - at : NEAR);
            best = found > best ? found : best;
        }
        if (best == INT16_MIN || runs->target[r] == NO_ROW) continue;
        if (has_id)
            offer_small(set, runs->target[r], best ^ turn, id);
        else
            offer_ratio(set, runs->target[r], best ^ turn, value->den);
    }
}

void best_merge(BestSet *into, BestSet *from)
{
    assert(into->rows == from->rows && into->greatest == from->greatest);
    if (into->type == TYPE_NONE) into->type = from->type;
    if (into->num == from->num && !from->exact) return;
    for (uint32_t t = 0; t < into->rows; t++) {
        if (into->num != from->num && from->den[t]) {
            offer_small(into, t, from->num[t], from->den[t] - 1);
        }
        if (from->exact && from->exact[t]) offer_exact(into, t, from->exact[t]);
    }
}

/* ---- the column ---- */

/* Whether all values stand over one denominator, whose number goes to *id. */
static bool one_den(const BestSet *set, uint32_t *id)
{
    uint32_t found = 0;
    for (size_t t = 0; t < set->rows; t++) {
        if (set->den[t] == 0) continue;
        if (found && set->den[t] != found) return false;
        found = set->den[t];
    }
    *id = found ? found - 1 : DENS_ONE;
    return true;
}

static void finish_exact(BestSet *set, Arena *arena, Column *out)
{
    out->lane = LANE_EXACT;
    out->exact = NEW_ARRAY(arena, Exact *, set->rows);
    for (uint32_t t = 0; t < set->rows; t++) {
        if (set->den[t]) {
            int64_t den = dens_value(set->dens, set->den[t] - 1);
            offer_exact(set, t, exact_from_i128(set->arena, set->num[t], den));
        }
        if (set->exact[t]) out->exact[t] = exact_copy(arena, set->exact[t]);
    }
}

static void finish_small(const BestSet *set, Arena *arena, Column *out)
{
    uint32_t id;
    out->i64 = set->gives ? set->num : NEW_ARRAY(arena, int64_t, set->rows);
    if (set->rows && !set->gives) memcpy(out->i64, set->num, set->rows * sizeof *set->num);
    if (one_den(set, &id)) {
        out->den = dens_value(set->dens, id);
        return;
    }
    out->lane = LANE_Q64;
    out->den_id = NEW_ARRAY(arena, uint32_t, set->rows);
    for (size_t t = 0; t < set->rows; t++) {
        out->den_id[t] = set->den[t] ? set->den[t] - 1 : DENS_ONE;
    }
}

void best_finish(BestSet *set, Arena *arena, Column *out)
{
    Type type = set->type == TYPE_NONE ? TYPE_NUMBER : set->type;
    *out = (Column){ .type = type, .lane = LANE_I64, .count = set->rows, .den = 1 };
    if (set->exact)
        finish_exact(set, arena, out);
    else
        finish_small(set, arena, out);
    for (size_t t = 0; t < set->rows; t++) {
        if (set->den[t] || (set->exact && set->exact[t])) continue;
        if (!out->reason) out->reason = NEW_ARRAY(arena, uint8_t, set->rows);
        out->reason[t] = REASON_NOTHING;
    }
}
