/* cover_interval.c -- whether the rows of an interval key cover every value once (cover.h).
 *
 * Rows are brought to the grid and cut to the variable's range, sorted by their low ends, and
 * walked once: each must begin where the one before it ends.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/cover_tree.h"
#include "number/exact.h"

/* An end of a row; at is NULL where it has none. */
typedef struct End {
    const Exact *at;
    bool open;
} End;

typedef struct Row {
    End low, high;
    size_t index; /* as written */
} Row;

typedef struct Fit {
    Arena *arena;
    const Exact *grid; /* NULL: none */
    End low, high;     /* the variable's own range */
    Row *row;
    size_t count;
} Fit;

/* ---- ends ---- */

/* x moved to the nearest multiple of the grid at or above it (below it), or past it if open. */
static End to_grid(const Fit *fit, const Exact *x, bool open, bool upwards)
{
    if (!x || !fit->grid) return (End){ x, open };
    Arena *before = number_arena_use(fit->arena);
    mpq_t steps;
    mpz_t whole;
    mpq_init(steps);
    mpz_init(whole);
    mpq_div(steps, x->a, fit->grid->a);
    bool on_grid = mpz_cmp_ui(mpq_denref(steps), 1) == 0;
    mpz_fdiv_q(whole, mpq_numref(steps), mpq_denref(steps));
    if (upwards ? !on_grid || open : on_grid && open) {
        if (upwards) {
            mpz_add_ui(whole, whole, 1);
        } else {
            mpz_sub_ui(whole, whole, 1);
        }
    }
    mpq_set_z(steps, whole);
    mpq_mul(steps, steps, fit->grid->a);
    const Exact *moved = exact_from_mpq(fit->arena, steps);
    number_arena_use(before);
    return (End){ moved, false };
}

/* Order of two low ends: a row that has none comes first, a closed end before an open one. */
static int compare_lows(Arena *arena, End a, End b)
{
    if (!a.at || !b.at) return (a.at != NULL) - (b.at != NULL);
    int order = exact_compare(arena, a.at, b.at);
    return order ? order : (int)a.open - (int)b.open;
}

/* How the end of one row and the beginning of another meet. */
typedef enum { ENDS_MEET, ENDS_SHARE, ENDS_MISS } Meeting;

static Meeting meet(const Fit *fit, End high, End low)
{
    if (!high.at || !low.at) return ENDS_SHARE;
    int order = exact_compare(fit->arena, low.at, high.at);
    if (order < 0) return ENDS_SHARE;
    if (fit->grid) {
        if (order == 0) return ENDS_SHARE;
        const Exact *next = exact_add(fit->arena, high.at, fit->grid);
        return exact_compare(fit->arena, low.at, next) > 0 ? ENDS_MISS : ENDS_MEET;
    }
    if (order > 0 || (low.open && high.open)) return ENDS_MISS;
    return low.open || high.open ? ENDS_MEET : ENDS_SHARE;
}

static bool holds_nothing(Arena *arena, End low, End high)
{
    if (!low.at || !high.at) return false;
    int order = exact_compare(arena, low.at, high.at);
    return order > 0 || (order == 0 && (low.open || high.open));
}

/* A simple value between two ends that leave room for one. */
static const Exact *value_between(const Fit *fit, End low, End high)
{
    if (fit->grid && low.at) return low.at;
    if (fit->grid && high.at) return high.at;
    Arena *before = number_arena_use(fit->arena);
    mpq_t out;
    mpq_init(out);
    cover_simplest(out, low.at ? low.at->a : NULL, low.open, high.at ? high.at->a : NULL,
                   high.open);
    const Exact *value = exact_from_mpq(fit->arena, out);
    number_arena_use(before);
    return value;
}

/* ---- rows ---- */

static End tighter_low(Arena *arena, End a, End b)
{
    return compare_lows(arena, a, b) >= 0 ? a : b;
}

static End tighter_high(Arena *arena, End a, End b)
{
    if (!a.at || !b.at) return a.at ? a : b;
    int order = exact_compare(arena, a.at, b.at);
    if (order == 0) return a.open ? a : b;
    return order < 0 ? a : b;
}

static void take_rows(Fit *fit, const CoverInterval *rows, size_t count)
{
    fit->row = NEW_ARRAY(fit->arena, Row, count);
    fit->count = count;
    for (size_t i = 0; i < count; i++) {
        End low = to_grid(fit, rows[i].low, rows[i].low_open, true);
        End high = to_grid(fit, rows[i].high, rows[i].high_open, false);
        fit->row[i] = (Row){ tighter_low(fit->arena, low, fit->low),
                             tighter_high(fit->arena, high, fit->high), i };
    }
}

static bool stands_before(Arena *arena, const Row *a, const Row *b)
{
    int order = compare_lows(arena, a->low, b->low);
    return order < 0 || (order == 0 && a->index < b->index);
}

/* Merges the sorted runs from[start, middle) and from[middle, end) into into[start, end). */
static void merge(Arena *arena, const Row *from, Row *into, size_t start, size_t middle, size_t end)
{
    size_t a = start, b = middle;
    for (size_t i = start; i < end; i++) {
        bool left = a < middle && (b == end || !stands_before(arena, &from[b], &from[a]));
        into[i] = left ? from[a++] : from[b++];
    }
}

static void sort_rows(Fit *fit)
{
    Row *spare = NEW_ARRAY(fit->arena, Row, fit->count);
    size_t count = fit->count;
    for (size_t run = 1; run < count; run *= 2) {
        for (size_t start = 0; start < count; start += 2 * run) {
            size_t middle = count - start < run ? count : start + run;
            size_t end = count - middle < run ? count : middle + run;
            merge(fit->arena, fit->row, spare, start, middle, end);
        }
        Row *sorted = spare;
        spare = fit->row;
        fit->row = sorted;
    }
}

/* ---- the walk ---- */

static CoverIntervals gap(const Fit *fit, size_t first, size_t second, End low, End high)
{
    return (CoverIntervals){ COVER_INTERVALS_GAP, first, second, value_between(fit, low, high) };
}

/* The other side of an end: what the row that stops there leaves out.  On a grid ends are closed,
 * so the next value is a step away. */
static End beyond(const Fit *fit, End end, bool upwards)
{
    if (!fit->grid) return (End){ end.at, !end.open };
    const Exact *step = upwards ? fit->grid : exact_neg(fit->arena, fit->grid);
    return (End){ exact_add(fit->arena, end.at, step), false };
}

static CoverIntervals overlap(const Fit *fit, const Row *a, const Row *b)
{
    End high = tighter_high(fit->arena, a->high, b->high);
    bool in_order = a->index < b->index;
    return (CoverIntervals){ COVER_INTERVALS_OVERLAP, in_order ? a->index : b->index,
                             in_order ? b->index : a->index, value_between(fit, b->low, high) };
}

static CoverIntervals walk(const Fit *fit)
{
    const Row *first = &fit->row[0], *last = &fit->row[fit->count - 1];
    if (compare_lows(fit->arena, first->low, fit->low) > 0) {
        return gap(fit, COVER_NONE, first->index, fit->low, beyond(fit, first->low, false));
    }
    for (const Row *a = first; a < last; a++) {
        const Row *b = a + 1;
        switch (meet(fit, a->high, b->low)) {
        case ENDS_SHARE: return overlap(fit, a, b);
        case ENDS_MISS:
            return gap(fit, a->index, b->index, beyond(fit, a->high, true),
                       beyond(fit, b->low, false));
        case ENDS_MEET: break;
        }
    }
    End end = tighter_high(fit->arena, last->high, fit->high);
    bool reaches =
        !end.at || (fit->high.at && exact_compare(fit->arena, end.at, fit->high.at) == 0 &&
                    end.open == fit->high.open);
    if (reaches)
        return (CoverIntervals){ .kind = COVER_INTERVALS_FIT, COVER_NONE, COVER_NONE, NULL };
    return gap(fit, last->index, COVER_NONE, beyond(fit, last->high, true), fit->high);
}

CoverIntervals cover_intervals(Arena *arena, const CoverInterval *rows, size_t count,
                               const CoverVar *var)
{
    Fit fit = { .arena = arena, .grid = var->grid };
    fit.low = to_grid(&fit, var->low, false, true);
    fit.high = to_grid(&fit, var->high, false, false);
    take_rows(&fit, rows, count);
    for (size_t i = 0; i < count; i++) {
        if (!holds_nothing(arena, fit.row[i].low, fit.row[i].high)) continue;
        return (CoverIntervals){ COVER_INTERVALS_DEAD, i, COVER_NONE, NULL };
    }
    if (count == 0) return gap(&fit, COVER_NONE, COVER_NONE, fit.low, fit.high);
    sort_rows(&fit);
    return walk(&fit);
}
