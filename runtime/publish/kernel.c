/* kernel.c -- other counts with which everything shown would be the same.
 *
 * What the sums leave free of the hidden cells is the kernel of the matrix of the sums, with the
 * hidden cells as its columns: entries 1 of parts and -1 of a whole.  Elimination in whole numbers
 * gives a basis of it, a direction for each free cell.  Along one direction all cells move in
 * proportion; as many steps as no cell of it passes its bounds are as many sets of counts that
 * nobody can tell from the true ones.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/hide.h"
#include <stdlib.h>

typedef struct Entry {
    uint32_t cell; /* of the knot */
    int64_t factor;
} Entry;

typedef struct Row {
    Entry *entries; /* ascending by cell */
    uint32_t count, cap;
    uint32_t pivot; /* of the knot; UINT32_MAX: none yet */
} Row;

/* Rows of which each has a cell that no other has, its pivot. */
typedef struct Matrix {
    Arena *arena;
    Row *rows;
    uint32_t count;
    Entry *spare; /* where the next row is put together, in exchange for its old place */
    uint32_t spare_cap;
} Matrix;

enum { NO_PIVOT = UINT32_MAX, TURNS = 40 }; /* of a search: most end after few */

static int64_t common(int64_t a, int64_t b)
{
    if (a < 0) a = -a;
    if (b < 0) b = -b;
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static int by_cell(const void *left, const void *right)
{
    const Entry *a = left, *b = right;
    return (a->cell > b->cell) - (a->cell < b->cell);
}

/* The cells of the knot in a sum; what was hidden since it was gathered stays as it is. */
static Row row_of_sum(const HideJob *job, const HideSum *sum, const uint32_t *place)
{
    uint32_t most = 1;
    for (uint32_t i = 0; i < sum->count; i++) most += place[sum->parts[i]] != NO_PIVOT;
    Row row = { NEW_ARRAY(job->scratch, Entry, most), .cap = most, .pivot = NO_PIVOT };
    for (uint32_t i = 0; i < sum->count; i++)
        if (place[sum->parts[i]] != NO_PIVOT)
            row.entries[row.count++] = (Entry){ place[sum->parts[i]], 1 };
    if (place[sum->whole] != NO_PIVOT) row.entries[row.count++] = (Entry){ place[sum->whole], -1 };
    qsort(row.entries, row.count, sizeof *row.entries, by_cell);
    return row;
}

static const Entry *entry_at(const Row *row, uint32_t cell)
{
    uint32_t low = 0, high = row->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (row->entries[middle].cell < cell)
            low = middle + 1;
        else
            high = middle;
    }
    return low < row->count && row->entries[low].cell == cell ? &row->entries[low] : NULL;
}

/* *out = a * x - b * y; false where 64 bits would not hold it. */
static bool differ(int64_t a, int64_t x, int64_t b, int64_t y, int64_t *out)
{
    int64_t left, right;
    return !__builtin_mul_overflow(a, x, &left) && !__builtin_mul_overflow(b, y, &right) &&
           !__builtin_sub_overflow(left, right, out);
}

static bool add_entry(Row *row, uint32_t cell, int64_t a, int64_t x, int64_t b, int64_t y)
{
    int64_t factor;
    if (!differ(a, x, b, y, &factor)) return false;
    if (factor) row->entries[row->count++] = (Entry){ cell, factor };
    return true;
}

static Row spare_row(Matrix *m, uint32_t most, uint32_t pivot)
{
    if (m->spare_cap < most) {
        m->spare_cap = 2 * most;
        m->spare = NEW_ARRAY(m->arena, Entry, m->spare_cap);
    }
    return (Row){ m->spare, 0, m->spare_cap, pivot };
}

/* Takes the pivot of `by` out of `row`. */
static bool eliminate(Matrix *m, Row *row, const Row *by)
{
    const Entry *mine = entry_at(row, by->pivot);
    if (!mine) return true;
    int64_t theirs = entry_at(by, by->pivot)->factor, factor = mine->factor;
    int64_t shared = common(theirs, factor);
    theirs /= shared;
    factor /= shared;
    Row out = spare_row(m, row->count + by->count, row->pivot);
    uint32_t i = 0, k = 0;
    bool fits = true;
    while (fits && (i < row->count || k < by->count)) {
        uint32_t a = i < row->count ? row->entries[i].cell : UINT32_MAX;
        uint32_t b = k < by->count ? by->entries[k].cell : UINT32_MAX;
        int64_t x = a <= b ? row->entries[i++].factor : 0;
        int64_t y = b <= a ? by->entries[k++].factor : 0;
        fits = add_entry(&out, a < b ? a : b, theirs, x, factor, y);
    }
    int64_t all = 0;
    for (uint32_t e = 0; e < out.count; e++) all = common(all, out.entries[e].factor);
    for (uint32_t e = 0; e < out.count; e++) out.entries[e].factor /= all;
    m->spare = row->entries;
    m->spare_cap = row->cap;
    *row = out;
    return fits;
}

/* Of the cells of the least factor the highest, so that parts are free and what they belong to
 * moves with them; then the one with most room, against which small ones are moved. */
static uint32_t choose_pivot(const HideJob *job, const HideKnot *knot, const Row *row)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < row->count; i++) {
        const HideCell *a = &job->cells[knot->cells[row->entries[i].cell]];
        const HideCell *b = &job->cells[knot->cells[row->entries[best].cell]];
        int64_t now = llabs(row->entries[i].factor), then = llabs(row->entries[best].factor);
        bool better = a->height != b->height ? a->height > b->height : a->count > b->count;
        if (now < then || (now == then && better)) best = i;
    }
    return row->entries[best].cell;
}

static bool reduce(const HideJob *job, const HideKnot *knot, const uint32_t *place, Matrix *m)
{
    for (uint32_t s = 0; s < knot->sum_count; s++) {
        Row row = row_of_sum(job, &job->sums[knot->sums[s]], place);
        for (uint32_t r = 0; r < m->count; r++)
            if (!eliminate(m, &row, &m->rows[r])) return false;
        if (row.count == 0) continue; /* it says nothing that the others do not */
        row.pivot = choose_pivot(job, knot, &row);
        for (uint32_t r = 0; r < m->count; r++)
            if (!eliminate(m, &m->rows[r], &row)) return false;
        m->rows[m->count++] = row;
    }
    return true;
}

/* ---- directions ---- */

typedef struct Kernel {
    const HideJob *job;
    const HideKnot *knot;
    Matrix m;
    uint32_t *row_of; /* per cell: the row whose pivot it is; NO_PIVOT: it is free */
    bool *held;       /* per cell: it is not to move in this search */
    bool *safe;
    int tries;           /* of a cell before this one */
    int64_t there, back; /* steps that are wanted along a direction, and against it */
} Kernel;

static const HideCell *cell_at(const Kernel *k, uint32_t cell)
{
    return &k->job->cells[k->knot->cells[cell]];
}

/* How far a free cell moves at a step, so that every other moves by whole numbers; 0: further than
 * 64 bits hold. */
static int64_t step_of(const Kernel *k, uint32_t freed)
{
    int64_t step = 1;
    for (uint32_t r = 0; r < k->m.count; r++) {
        const Entry *entry = entry_at(&k->m.rows[r], freed);
        if (!entry) continue;
        int64_t pivot = llabs(entry_at(&k->m.rows[r], k->m.rows[r].pivot)->factor), product;
        int64_t needs = pivot / common(pivot, entry->factor);
        if (__builtin_mul_overflow(step, needs / common(step, needs), &step)) return 0;
        if (__builtin_mul_overflow(step, entry->factor, &product)) return 0;
    }
    return step;
}

/* By how much the pivot of a row moves with `step` of a free cell. */
static int64_t moved(const Row *row, uint32_t freed, int64_t step)
{
    const Entry *entry = entry_at(row, freed);
    return entry ? -(step * entry->factor) / entry_at(row, row->pivot)->factor : 0;
}

/* Whether a cell can be moved so, and back beyond where it is, as often as both are wanted. */
static bool has_room(const Kernel *k, uint32_t cell, int64_t by)
{
    int64_t times = by < 0 ? k->there : k->back;
    return !times || llabs(by) <= cell_at(k, cell)->down / times;
}

/* The first row whose pivot would go too far; NO_PIVOT: none. */
static uint32_t blocking(const Kernel *k, uint32_t freed, int64_t step)
{
    for (uint32_t r = 0; r < k->m.count; r++)
        if (!has_room(k, k->m.rows[r].pivot, moved(&k->m.rows[r], freed, step))) return r;
    return NO_PIVOT;
}

/* Makes a free cell of a row its pivot, and its pivot free. */
static bool exchange(Kernel *k, uint32_t r, uint32_t cell)
{
    k->row_of[k->m.rows[r].pivot] = NO_PIVOT;
    k->row_of[cell] = r;
    k->m.rows[r].pivot = cell;
    for (uint32_t i = 0; i < k->m.count; i++)
        if (i != r && !eliminate(&k->m, &k->m.rows[i], &k->m.rows[r])) return false;
    return true;
}

/* Which of equal cells is tried first: the highest, or, in a later try, one in another order. */
static uint64_t rank_of(const Kernel *k, uint32_t cell)
{
    if (!k->tries) return cell_at(k, cell)->height;
    uint64_t mixed = (cell + 1) * 0x9E3779B97F4A7C15u * (uint64_t)(2 * k->tries + 1);
    return mixed >> 32;
}

/* The cell of a row that can move in place of its pivot when `freed` does: upwards rather than
 * down, then the highest.  NO_PIVOT: none can. */
static uint32_t in_place_of(const Kernel *k, const Row *row, uint32_t freed, int64_t step)
{
    uint32_t best = NO_PIVOT;
    bool best_up = false;
    const Entry *mine = entry_at(row, freed);
    for (uint32_t e = 0; e < row->count; e++) {
        uint32_t cell = row->entries[e].cell;
        if (cell == freed || cell == row->pivot || k->held[cell]) continue;
        bool up = mine->factor > 0 ? row->entries[e].factor < 0 : row->entries[e].factor > 0;
        int64_t size = (llabs(step * mine->factor) + llabs(row->entries[e].factor) - 1) /
                       llabs(row->entries[e].factor);
        if (!has_room(k, cell, up ? size : -size)) continue;
        bool better = best == NO_PIVOT || (up && !best_up) ||
                      (up == best_up && rank_of(k, cell) > rank_of(k, best));
        if (!better) continue;
        best = cell;
        best_up = up;
    }
    return best;
}

/* Whether a cell that moves by so much at a step is at none of them what it is known not to be. */
static bool is_possible(const Kernel *k, uint32_t cell, int64_t by)
{
    const HideJob *job = k->job;
    uint32_t number = k->knot->cells[cell];
    for (size_t i = job->cells[number].never; i && i <= job->never_count; i++) {
        const HideNever *never = &job->nevers[i - 1];
        if (never->cell != number) break;
        if (!by || never->more % by) continue;
        int64_t steps = never->more / by;
        if (steps >= -k->back && steps <= k->there) return false;
    }
    return true;
}

static bool all_possible(const Kernel *k, uint32_t freed, int64_t step)
{
    bool possible = is_possible(k, freed, step);
    for (uint32_t r = 0; possible && r < k->m.count; r++)
        possible = is_possible(k, k->m.rows[r].pivot, moved(&k->m.rows[r], freed, step));
    return possible;
}

static void mark_safe(const Kernel *k, uint32_t freed, int64_t step)
{
    k->safe[freed] = true;
    for (uint32_t i = 0; i < k->m.count; i++)
        if (moved(&k->m.rows[i], freed, step)) k->safe[k->m.rows[i].pivot] = true;
}

/* Searches a direction along which a free cell and all others have room: what has none is held
 * where it is, and another cell of its row moves instead.  A cell that was held stays so, which
 * ends it. */
static bool search(Kernel *k, uint32_t freed)
{
    memset(k->held, 0, k->knot->count);
    if (!has_room(k, freed, 1)) return true;
    for (int turns = 0; turns < TURNS; turns++) {
        int64_t step = step_of(k, freed);
        if (!step) return false;
        uint32_t r = blocking(k, freed, step);
        if (r == NO_PIVOT && has_room(k, freed, step)) {
            if (all_possible(k, freed, step)) mark_safe(k, freed, step);
            return true;
        }
        uint32_t other = r == NO_PIVOT ? NO_PIVOT : in_place_of(k, &k->m.rows[r], freed, step);
        if (other == NO_PIVOT) return true;
        k->held[k->m.rows[r].pivot] = true;
        if (!exchange(k, r, other)) return false;
    }
    return true;
}

/* Makes a cell free, where the sums that bind it have another. */
static bool make_free(Kernel *k, uint32_t cell)
{
    uint32_t r = k->row_of[cell], best = NO_PIVOT;
    if (r == NO_PIVOT) return true;
    for (uint32_t e = 0; e < k->m.rows[r].count; e++) {
        uint32_t other = k->m.rows[r].entries[e].cell;
        if (other != cell &&
            (best == NO_PIVOT || cell_at(k, other)->height > cell_at(k, best)->height))
            best = other;
    }
    return best == NO_PIVOT || exchange(k, r, best);
}

/* Whether all that is bound is hidden, wholes too, and they are what their parts come to: then all
 * could be twice as many, or three times.  With sums of earlier tables that is not so: what they
 * show is left out of them. */
static bool can_grow(const HideJob *job, const HideKnot *knot, const uint32_t *place)
{
    for (uint32_t i = 0; i < knot->count; i++)
        if (job->cells[knot->cells[i]].never) return false;
    for (uint32_t s = 0; s < knot->sum_count; s++) {
        const HideSum *sum = &job->sums[knot->sums[s]];
        int64_t rest = job->cells[sum->whole].count;
        bool hidden = !sum->earlier && (place[sum->whole] != NO_PIVOT || rest == 0);
        for (uint32_t i = 0; i < sum->count; i++) {
            rest -= job->cells[sum->parts[i]].count;
            hidden =
                hidden && (place[sum->parts[i]] != NO_PIVOT || !job->cells[sum->parts[i]].count);
        }
        if (!hidden || rest) return false;
    }
    return true;
}

static bool prove(const HideJob *job, const HideKnot *knot, const uint32_t *place,
                  const bool *wanted, bool *safe, int tries)
{
    Arena *scratch = job->scratch;
    if (can_grow(job, knot, place))
        for (uint32_t i = 0; i < knot->count; i++) safe[i] = job->cells[knot->cells[i]].count > 0;
    Kernel k = { .job = job, .knot = knot, .safe = safe };
    k.m.arena = scratch;
    k.m.rows = NEW_ARRAY(scratch, Row, (size_t)knot->sum_count + 1);
    k.row_of = NEW_ARRAY(scratch, uint32_t, (size_t)knot->count + 1);
    k.held = NEW_ARRAY(scratch, bool, (size_t)knot->count + 1);
    if (!reduce(job, knot, place, &k.m)) return false;
    for (uint32_t i = 0; i < knot->count; i++) k.row_of[i] = NO_PIVOT;
    for (uint32_t r = 0; r < k.m.count; r++) k.row_of[k.m.rows[r].pivot] = r;
    int64_t more = job->width - 1; /* values than the true one: all beyond it, all below, or both */
    const int64_t back[] = { 0, more, more / 2 };
    for (uint32_t i = 0; i < knot->count; i++)
        for (k.tries = 0; wanted[i] && !safe[i] && k.tries < tries; k.tries++)
            for (uint32_t b = 0; !safe[i] && b < COUNT_OF(back); b++) {
                k.back = back[b];
                k.there = more - back[b];
                if (!make_free(&k, i)) return false;
                if (k.row_of[i] == NO_PIVOT && !search(&k, i)) return false;
            }
    return true;
}

bool kernel_prove(const HideJob *job, const HideKnot *knot, uint32_t *place, const bool *wanted,
                  bool *safe, int tries)
{
    for (uint32_t i = 0; i < knot->count; i++) place[knot->cells[i]] = i;
    bool done = prove(job, knot, place, wanted, safe, tries);
    for (uint32_t i = 0; i < knot->count; i++) place[knot->cells[i]] = NO_PIVOT;
    return done;
}
