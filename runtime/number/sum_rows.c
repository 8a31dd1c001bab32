/* sum_rows.c -- adding rows to a SumSet; see sum.h and sum_inner.h.
 *
 * Rows are taken in chunks: a chunk's values are brought to plain int64 and one byte of use per
 * row, its greatest magnitude is taken, and runs of rows with one target are then added up in
 * registers without any check; only the one addition to the target's plane per run is checked.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/integer.h"
#include "number/sum.h"
#include "number/sum_inner.h"

enum {
    /* 1024 numbers below 2^52 add up below 2^62, their squares below 2^114. */
    CHUNK_BITS = 52,
    COUNT_AT_ONCE = 240, /* yeses that a byte can count */
    AHEAD = 24           /* rows: so long before its turn a sum is fetched */
};

/* ---- counting ---- */

/* How many of the bytes are not 0: by bytes, of which the vectoriser takes sixteen at a time. */
static uint32_t count_used(const uint8_t *use, size_t n)
{
    uint32_t count = 0;
    for (size_t from = 0, to; from < n; from = to) {
        uint8_t part = 0;
        to = n - from < COUNT_AT_ONCE ? n : from + COUNT_AT_ONCE;
        for (size_t i = from; i < to; i++) part = (uint8_t)(part + (use[i] != 0));
        count += part;
    }
    return count;
}

/* Rows that go now here, now there.  One that is not used adds 0: whether it is cannot be guessed.
 */
static void count_scattered(uint32_t *restrict count, const uint32_t *restrict target,
                            const uint8_t *restrict use, size_t n)
{
    for (size_t i = 0; !use && i < n; i++)
        if (target[i] != NO_ROW) count[target[i]]++;
    for (size_t i = 0; use && i < n; i++)
        if (target[i] != NO_ROW) count[target[i]] += use[i] != 0;
}

static void count_rows(SumSet *set, const Chunk *chunk)
{
    uint32_t *count = set->shared->count;
    const Runs *runs = chunk->runs;
    if (!runs) count_scattered(count, chunk->target, chunk->use, chunk->n);
    for (size_t r = 0; runs && r < runs->count; r++) {
        uint32_t first = runs->first[r], n = runs->first[r + 1] - first;
        if (runs->target[r] == NO_ROW) continue;
        count[runs->target[r]] += chunk->use ? count_used(chunk->use + first, n) : n;
    }
}

/* ---- numbers over one denominator ---- */

/* Numbers small enough (CHUNK_BITS) to need no check within a run. */
static void add_small(SumSet *set, const Chunk *chunk, const int64_t *num, const Plane *plane)
{
    const Runs *runs = chunk->runs;
    for (size_t r = 0; r < runs->count; r++) {
        size_t first = runs->first[r], end = runs->first[r + 1];
        uint32_t target = runs->target[r];
        int64_t sum = 0;
        u128 square = 0;
        if (target == NO_ROW) continue;
        for (size_t i = first; i < end; i++)
            sum += chunk->use ? num[i] & -(int64_t)(chunk->use[i] != 0) : num[i];
        for (size_t i = first; plane->square && i < end; i++)
            if (!chunk->use || chunk->use[i]) square += (u128)((i128)num[i] * num[i]);
        plane_add(set, plane, target, sum, square);
    }
}

/* The same of scattered rows. */
static void add_scattered(SumSet *set, const Chunk *chunk, const int64_t *num, const Plane *plane)
{
    const uint32_t *target = chunk->target;
    const uint8_t *use = chunk->use;
    for (size_t i = 0; i < chunk->n; i++) {
        if (target[i] == NO_ROW) continue;
        int64_t value = use ? num[i] & -(int64_t)(use[i] != 0) : num[i];
        plane_add(set, plane, target[i], value, plane->square ? (u128)((i128)value * value) : 0);
    }
}

static bool all_small(const int64_t *num, size_t n)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < n; i++) bits |= (uint64_t)(num[i] ^ (num[i] >> 63));
    return bits >> CHUNK_BITS == 0;
}

/* Any int64 numerator over a numbered denominator. */
static inline void add_one(SumSet *set, uint32_t target, int64_t num, uint32_t id)
{
    const Plane *plane = plane_of(set, id);
    uint64_t size = size_i64(num);
    u128 square = set->keeps & SUM_SQUARES ? (u128)size * size : 0;
    if (plane)
        plane_add(set, plane, target, num, square);
    else
        sum_cell_add(set, target, id, num, square);
}

static void add_value(SumSet *set, uint32_t target, const Exact *x)
{
    if (x->root) {
        number_arena_use(NULL);
        guard_escape(set->arena->guard, WHY_INTERNAL);
    }
    Heap *heap = sum_heap(set, target);
    sum_heap_add(set, heap->sum, x->a);
    if (set->keeps & SUM_SQUARES) {
        sum_heap_add(set, heap->square, exact_mul(set->arena, x, x)->a);
    }
}

static void add_numbers(SumSet *set, const Chunk *chunk, const int64_t *num, int64_t den)
{
    uint32_t id = 0;
    bool has_id = dens_intern(set->dens, den, &id);
    const Plane *plane = has_id ? plane_of(set, id) : NULL;
    count_rows(set, chunk);
    if (plane && all_small(num, chunk->n)) {
        if (chunk->runs)
            add_small(set, chunk, num, plane);
        else
            add_scattered(set, chunk, num, plane);
        return;
    }
    for (size_t i = 0; i < chunk->n; i++) {
        if (!is_used(chunk, i)) continue;
        uint32_t target = target_of(chunk, i);
        if (has_id)
            add_one(set, target, num[i], id);
        else
            add_value(set, target, exact_from_i128(set->arena, num[i], den));
    }
}

/* ---- yes and no ---- */

/* Yeses are counted; of scattered rows they are added up as 1 and 0. */
static bool add_yeses(SumSet *set, const Chunk *chunk, const uint8_t *yes)
{
    const Runs *runs = chunk->runs;
    const Plane *plane = plane_of(set, DENS_ONE);
    if (!plane) return false;
    uint8_t both[CHUNK];
    for (size_t i = 0; i < chunk->n; i++)
        both[i] = (uint8_t)(yes[i] & (chunk->use ? -(chunk->use[i] != 0) : 0xFF));
    count_rows(set, chunk);
    for (size_t i = 0; !runs && i < chunk->n; i++)
        if (chunk->target[i] != NO_ROW)
            plane_add(set, plane, chunk->target[i], both[i], plane->square ? both[i] : 0);
    for (size_t r = 0; runs && r < runs->count; r++) {
        uint32_t first = runs->first[r], count;
        if (runs->target[r] == NO_ROW) continue;
        count = count_used(both + first, runs->first[r + 1] - first);
        plane_add(set, plane, runs->target[r], count, plane->square ? count : 0);
    }
    return true;
}

/* ---- numbers over many denominators ---- */

/* The sums of denominator id by target; NULL: it has no plane yet. */
static inline int64_t *sums_of(const SumSet *set, uint32_t id)
{
    return id < set->plane_of_len ? set->sum_of[id] : NULL;
}

/* Rows that are not used add nothing, so that no branch has to be guessed. */
static void add_ratios(SumSet *set, const Chunk *chunk, const int64_t *num, const uint32_t *ids,
                       size_t id_step)
{
    const uint8_t *use = chunk->use;
    bool squares = set->keeps & SUM_SQUARES;
    count_rows(set, chunk);
    for (size_t i = 0; i < chunk->n; i++) {
        uint32_t target = target_of(chunk, i), id = ids[i * id_step];
        bool used = !use || use[i];
        if (i + AHEAD < chunk->n) {
            const int64_t *then = sums_of(set, ids[(i + AHEAD) * id_step]);
            if (then) __builtin_prefetch(then + target_of(chunk, i + AHEAD), 1);
        }
        if (target == NO_ROW) continue;
        int64_t *at = sums_of(set, id), sum;
        if (!squares && at && !__builtin_add_overflow(at[target], num[i] & -(int64_t)used, &sum))
            at[target] = sum;
        else if (used)
            add_one(set, target, num[i], id);
    }
}

/* ---- rows of a column as chunks ---- */

/* A chunk's numerators as plain int64: the column's own array where it has one, else `room`.  Of a
 * column of answers, LANE_I64 or LANE_Q64. */
static const int64_t *numerators(const Column *value, size_t start, size_t n, int64_t *room)
{
    bool own = value->type != TYPE_YESNO;
    if (own && !value->constant) return value->i64 + start;
    for (size_t i = 0; i < n; i++) {
        size_t at = column_place(value, start + i);
        room[i] = own ? value->i64[at] : value->u8[at] != 0;
    }
    return room;
}

/* LANE_I128 and LANE_EXACT. */
static void add_long(SumSet *set, const Chunk *chunk, const Column *value, size_t start)
{
    count_rows(set, chunk);
    for (size_t i = 0; i < chunk->n; i++) {
        if (!is_used(chunk, i)) continue;
        const Exact *x = column_exact_at(set->arena, set->dens, value, start + i);
        add_value(set, target_of(chunk, i), x);
    }
}

static void add_chunk(SumSet *set, const Chunk *chunk, const Column *value, size_t start)
{
    int64_t room[CHUNK];
    if (!value || set->keeps == SUM_COUNTS) {
        count_rows(set, chunk);
        return;
    }
    if (value->type == TYPE_YESNO) {
        if (!value->constant && add_yeses(set, chunk, value->u8 + start)) return;
        add_numbers(set, chunk, numerators(value, start, chunk->n, room), 1);
        return;
    }
    if (value->lane == LANE_I128 || value->lane == LANE_EXACT) {
        add_long(set, chunk, value, start);
        return;
    }
    const int64_t *num = numerators(value, start, chunk->n, room);
    if (value->lane == LANE_I64) {
        add_numbers(set, chunk, num, value->den);
    } else {
        size_t step = value->constant ? 0 : 1;
        add_ratios(set, chunk, num, value->den_id + start * step, step);
    }
}

enum { SCATTERED = 4 }; /* rows a run below which runs are not worth looking at */

/* Chunks whose runs are found here. */
static void add_chunks(SumSet *set, const Column *value, const uint8_t *mask,
                       const uint32_t *target, uint32_t fixed, size_t n)
{
    uint8_t room[CHUNK];
    uint32_t first[CHUNK + 1], to[CHUNK];
    for (size_t start = 0; start < n; start += CHUNK) {
        Runs runs = { 1, first, to };
        Chunk chunk = { .target = target ? target + start : NULL, .fixed = fixed };
        chunk.n = n - start < CHUNK ? n - start : CHUNK;
        first[0] = 0;
        first[1] = (uint32_t)chunk.n;
        to[0] = fixed;
        if (target) runs_find(&runs, chunk.target, chunk.n);
        chunk.runs = target && runs.count * SCATTERED > chunk.n ? NULL : &runs;
        chunk.use = used_rows(value, mask, start, chunk.n, room);
        add_chunk(set, &chunk, value, start);
    }
}

static bool all_missing(const Column *value)
{
    return value && value->constant && value->reason && value->reason[0] != REASON_KNOWN;
}

void sum_add(SumSet *set, const Column *value, const uint8_t *mask, const uint32_t *target,
             uint32_t fixed, size_t n)
{
    if (!all_missing(value)) add_chunks(set, value, mask, target, fixed, n);
}

void sum_add_runs(SumSet *set, const Column *value, const uint8_t *mask, const uint32_t *target,
                  const Runs *runs, size_t n)
{
    uint8_t room[CHUNK];
    if (all_missing(value)) return;
    if (n > CHUNK) {
        add_chunks(set, value, mask, target, 0, n);
        return;
    }
    Chunk chunk = { .target = target, .n = n };
    chunk.runs = runs && runs->count * SCATTERED > n ? NULL : runs;
    chunk.use = used_rows(value, mask, 0, n, room);
    add_chunk(set, &chunk, value, 0);
}

void sum_add_weighted(SumSet *set, LaneWork *work, const Column *value, const Column *weight,
                      const uint8_t *mask, const uint32_t *target, uint32_t fixed, size_t n)
{
    Column product;
    lane_mul(work, &product, value, weight, n);
    sum_add(set, &product, mask, target, fixed, n);
    const uint8_t *counted = mask;
    if (product.reason) { /* a weight counts where the product is known */
        if (product.constant) return;
        uint8_t *known = NEW_ARRAY(work->arena, uint8_t, n);
        for (size_t i = 0; i < n; i++) {
            known[i] = product.reason[i] == REASON_KNOWN && (!mask || mask[i]);
        }
        counted = known;
    }
    sum_add(set->weights, weight, counted, target, fixed, n);
}
