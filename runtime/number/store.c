/* store.c -- see store.h.
 *
 * The int64 numerators of every narrow batch go to one array at once.  What a batch needs beyond
 * them (its denominator or denominators, wide numbers, reasons) is kept in its Part, which only
 * the thread that writes that batch touches; the parts are put together by store_finish.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/store.h"
#include "number/integer.h"

typedef struct Part {
    Lane lane;
    int64_t den;      /* LANE_I64, LANE_I128; 0: not written */
    uint32_t *den_id; /* LANE_Q64 */
    i128 *wide;       /* LANE_I128 */
    Exact **exact;    /* LANE_EXACT */
    uint8_t *reason;  /* NULL when all is known */
} Part;

struct Store {
    Arena *arena;
    Dens *dens;
    Type type;
    size_t rows, batch, parts;
    int64_t *num; /* by row */
    Part *part;
};

Store *store_open(Arena *arena, Dens *dens, Type type, size_t rows, size_t batch)
{
    assert(batch > 0);
    Store *store = NEW(arena, Store);
    *store = (Store){ .arena = arena, .dens = dens, .type = type, .rows = rows, .batch = batch };
    store->parts = rows / batch + (rows % batch != 0);
    store->part = NEW_ARRAY(arena, Part, store->parts);
    store->num = arena_big_bare(arena, rows * sizeof *store->num);
    return store;
}

/* ---- writing ---- */

static void write_numerators(int64_t *num, const Column *batch, size_t n)
{
    if (!batch->constant) {
        memcpy(num, batch->i64, n * sizeof *num);
    } else {
        for (size_t i = 0; i < n; i++) num[i] = batch->i64[0];
    }
}

static void write_wide(Part *part, Arena *keep, const Column *batch, size_t n)
{
    part->wide = NEW_ARRAY(keep, i128, n);
    for (size_t i = 0; i < n; i++) part->wide[i] = batch->wide[column_place(batch, i)];
}

static void write_ids(Part *part, Arena *keep, const Column *batch, size_t n)
{
    part->den_id = NEW_ARRAY(keep, uint32_t, n);
    for (size_t i = 0; i < n; i++) part->den_id[i] = batch->den_id[column_place(batch, i)];
}

static void write_exact(Part *part, Arena *keep, const Column *batch, size_t n)
{
    part->exact = NEW_ARRAY(keep, Exact *, n);
    const Exact *last = NULL; /* a constant is copied once */
    for (size_t i = 0; i < n; i++) {
        const Exact *x = batch->exact[column_place(batch, i)];
        if (!x) continue;
        part->exact[i] = x == last ? part->exact[i - 1] : exact_copy(keep, x);
        last = batch->constant ? x : NULL;
    }
}

void store_write(Store *store, Arena *keep, size_t first_row, const Column *batch, size_t n)
{
    if (n == 0) return;
    assert(first_row % store->batch == 0 && n <= store->batch && first_row + n <= store->rows);
    Part *part = &store->part[first_row / store->batch];
    *part = (Part){ .lane = batch->lane, .den = batch->den };
    switch (batch->lane) {
    case LANE_I64: write_numerators(store->num + first_row, batch, n); break;
    case LANE_I128: write_wide(part, keep, batch, n); break;
    case LANE_Q64:
        write_numerators(store->num + first_row, batch, n);
        write_ids(part, keep, batch, n);
        break;
    case LANE_EXACT: write_exact(part, keep, batch, n); break;
    }
    if (!batch->reason) return;
    part->reason = NEW_ARRAY(keep, uint8_t, n);
    for (size_t i = 0; i < n; i++) part->reason[i] = batch->reason[column_place(batch, i)];
}

/* ---- putting together ---- */

/* The rows of a part. */
typedef struct Rows {
    size_t start, count;
} Rows;

static Rows rows_of(const Store *store, size_t part)
{
    Rows rows = { part * store->batch, store->batch };
    if (rows.count > store->rows - rows.start) rows.count = store->rows - rows.start;
    return rows;
}

static bool has_lane(const Store *store, Lane lane)
{
    for (size_t p = 0; p < store->parts; p++) {
        if (store->part[p].lane == lane) return true;
    }
    return false;
}

/* The least common denominator of the LANE_I64 and I128 parts; false above int64. */
static bool common_den(const Store *store, int64_t *den)
{
    *den = 1;
    for (size_t p = 0; p < store->parts; p++) {
        int64_t own = store->part[p].den;
        if (own == 0 || *den % own == 0) continue;
        if (__builtin_mul_overflow(*den, own / gcd_den(*den, own), den)) return false;
    }
    return true;
}

/* All parts are LANE_I64: over one denominator, in place; false when a row would not fit. */
static bool settle_small(Store *store, Column *out)
{
    int64_t den;
    if (!common_den(store, &den)) return false;
    for (size_t p = 0; p < store->parts; p++) {
        Rows rows = rows_of(store, p);
        int64_t by = store->part[p].den ? den / store->part[p].den : 1, unused;
        if (by == 1) continue;
        for (size_t i = rows.start; i < rows.start + rows.count; i++) {
            if (__builtin_mul_overflow(store->num[i], by, &unused)) return false;
        }
    }
    for (size_t p = 0; p < store->parts; p++) {
        Rows rows = rows_of(store, p);
        int64_t by = store->part[p].den ? den / store->part[p].den : 1;
        if (by == 1) continue;
        for (size_t i = rows.start; i < rows.start + rows.count; i++) store->num[i] *= by;
    }
    out->lane = LANE_I64;
    out->den = den;
    out->i64 = store->num;
    return true;
}

/* Parts are LANE_I64 and I128. */
static bool settle_wide(Store *store, Column *out)
{
    int64_t den;
    if (!common_den(store, &den)) return false;
    i128 *wide = arena_big_bare(store->arena, store->rows * sizeof *wide);
    bool fits = true;
    for (size_t p = 0; p < store->parts && fits; p++) {
        const Part *part = &store->part[p];
        Rows rows = rows_of(store, p);
        int64_t by = part->den ? den / part->den : 1;
        for (size_t i = 0; i < rows.count; i++) {
            i128 num = part->wide ? part->wide[i] : store->num[rows.start + i];
            fits &= mul_i128(num, by, &wide[rows.start + i]);
        }
    }
    if (!fits) {
        arena_big_free(store->arena, wide);
        return false;
    }
    out->lane = LANE_I128;
    out->den = den;
    out->wide = wide;
    return true;
}

/* Parts are LANE_I64 and Q64. */
static bool settle_ratio(Store *store, Column *out)
{
    uint32_t *ids = arena_big_bare(store->arena, store->rows * sizeof *ids);
    for (size_t p = 0; p < store->parts; p++) {
        const Part *part = &store->part[p];
        Rows rows = rows_of(store, p);
        uint32_t id = DENS_ONE;
        if (!part->den_id && part->den && !dens_intern(store->dens, part->den, &id)) {
            arena_big_free(store->arena, ids);
            return false;
        }
        for (size_t i = 0; i < rows.count; i++) {
            ids[rows.start + i] = part->den_id ? part->den_id[i] : id;
        }
    }
    out->lane = LANE_Q64;
    out->i64 = store->num;
    out->den_id = ids;
    return true;
}

/* A row that is known. */
static Exact *exact_row(const Store *store, const Part *part, size_t row, size_t i)
{
    Arena *arena = store->arena;
    switch (part->lane) {
    case LANE_I64: return exact_from_i128(arena, store->num[row], part->den ? part->den : 1);
    case LANE_I128: return exact_from_i128(arena, part->wide[i], part->den);
    case LANE_Q64:
        return exact_from_i128(arena, store->num[row], dens_value(store->dens, part->den_id[i]));
    case LANE_EXACT: break;
    }
    return exact_copy(arena, part->exact[i]);
}

static void settle_exact(Store *store, Column *out)
{
    out->lane = LANE_EXACT;
    out->exact = arena_big(store->arena, store->rows * sizeof *out->exact);
    for (size_t p = 0; p < store->parts; p++) {
        const Part *part = &store->part[p];
        Rows rows = rows_of(store, p);
        for (size_t i = 0; i < rows.count; i++) {
            if (part->reason && part->reason[i] != REASON_KNOWN) continue;
            out->exact[rows.start + i] = exact_row(store, part, rows.start + i, i);
        }
    }
    arena_big_free(store->arena, store->num);
    store->num = NULL;
}

static void settle_reasons(Store *store, Column *out)
{
    for (size_t p = 0; p < store->parts; p++) {
        const Part *part = &store->part[p];
        Rows rows = rows_of(store, p);
        if (!part->reason) continue;
        if (!out->reason) out->reason = arena_big(store->arena, store->rows);
        memcpy(out->reason + rows.start, part->reason, rows.count);
    }
}

/* Rows that nobody wrote are 0. */
static void clear_unwritten(Store *store)
{
    for (size_t p = 0; p < store->parts; p++) {
        const Part *part = &store->part[p];
        Rows rows = rows_of(store, p);
        if (part->lane == LANE_I64 && part->den == 0)
            memset(store->num + rows.start, 0, rows.count * sizeof *store->num);
    }
}

void store_finish(Store *store, Column *out)
{
    clear_unwritten(store);
    *out = (Column){ .type = store->type, .count = store->rows, .den = 1 };
    bool wide = has_lane(store, LANE_I128), ratio = has_lane(store, LANE_Q64);
    bool done = false;
    if (!has_lane(store, LANE_EXACT)) {
        done = (!wide && !ratio && settle_small(store, out)) ||
               (!wide && settle_ratio(store, out)) || (!ratio && settle_wide(store, out));
    }
    if (!done) settle_exact(store, out);
    settle_reasons(store, out);
    if (out->lane == LANE_I128) arena_big_free(store->arena, store->num);
}
