/* cover_rows.c -- whether inequalities can hold together: Fourier and Motzkin's elimination in
 * whole numbers, with strict and non-strict inequalities, tightened to the grid.
 *
 * A row over whole columns alone is divided by the common divisor of its coefficients and its
 * constant rounded to the safe side (Gomory's cut); strict ones become non-strict.  Columns that
 * are not whole go first, which is exact; so the cuts then see the whole columns alone.  A point is
 * found backwards, column by column; where no whole number is left the caller splits the column.
 * Nothing here knows conditions.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/cover_tree.h"
#include "number/exact.h"

void cover_rows_open(CoverRows *rows, CoverVars *vars)
{
    *rows = (CoverRows){ .arena = vars->arena,
                         .work = &vars->work,
                         .spare = vars->spare,
                         .spare_count = vars->spare_count,
                         .spare_cap = vars->spare_cap };
    mpz_inits(rows->a, rows->b, NULL);
}

static void spend(CoverRows *rows, uint64_t amount)
{
    *rows->work -= *rows->work < amount ? *rows->work : amount;
}

/* ---- single rows ---- */

CoverRow *cover_row_new(CoverRows *rows)
{
    CoverRow *row;
    if (rows->spare_count) {
        row = rows->spare[--rows->spare_count];
        for (size_t i = 0; i <= rows->cols; i++) mpz_set_ui(row->at[i], 0);
    } else {
        row = NEW(rows->arena, CoverRow);
        row->at = NEW_ARRAY(rows->arena, mpz_t, COVER_VARS + 1);
        for (size_t i = 0; i <= COVER_VARS; i++) mpz_init(row->at[i]);
    }
    row->mask = 0;
    row->equal = row->strict = false;
    return row;
}

void cover_row_free(CoverRows *rows, CoverRow *row)
{
    GROW(rows->arena, rows->spare, rows->spare_count, rows->spare_cap);
    rows->spare[rows->spare_count++] = row;
}

typedef enum { ROW_SAYS_SOMETHING, ROW_ALWAYS_HOLDS, ROW_NEVER_HOLDS } RowSays;

static RowSays judge_constant(const CoverRow *row, size_t cols)
{
    int sign = mpz_sgn(row->at[cols]);
    bool holds = row->equal ? sign == 0 : row->strict ? sign < 0 : sign <= 0;
    return holds ? ROW_ALWAYS_HOLDS : ROW_NEVER_HOLDS;
}

/* The least constant that says the same to whole numbers. */
static RowSays cut_to_grid(CoverRows *rows, CoverRow *row)
{
    mpz_ptr constant = row->at[rows->cols];
    if (row->strict) mpz_add_ui(constant, constant, 1);
    row->strict = false;
    if (row->equal && !mpz_divisible_p(constant, rows->a)) return ROW_NEVER_HOLDS;
    mpz_cdiv_q(constant, constant, rows->a);
    return ROW_SAYS_SOMETHING;
}

/* Brings a row to its shortest form. */
static RowSays tighten(CoverRows *rows, CoverRow *row)
{
    size_t cols = rows->cols;
    bool all_whole = true;
    row->mask = 0;
    mpz_set_ui(rows->a, 0);
    for (size_t i = 0; i < cols; i++) {
        if (mpz_sgn(row->at[i]) == 0) continue;
        row->mask |= UINT64_C(1) << i;
        all_whole = all_whole && rows->whole[i];
        mpz_gcd(rows->a, rows->a, row->at[i]);
    }
    if (!row->mask) return judge_constant(row, cols);
    if (all_whole) {
        if (cut_to_grid(rows, row) == ROW_NEVER_HOLDS) return ROW_NEVER_HOLDS;
    } else {
        mpz_gcd(rows->a, rows->a, row->at[cols]);
        mpz_divexact(row->at[cols], row->at[cols], rows->a);
    }
    if (mpz_cmp_ui(rows->a, 1) != 0) {
        for (size_t i = 0; i < cols; i++) mpz_divexact(row->at[i], row->at[i], rows->a);
    }
    return ROW_SAYS_SOMETHING;
}

static bool same_direction(const CoverRow *a, const CoverRow *b, size_t cols)
{
    if (a->mask != b->mask) return false;
    for (size_t i = 0; i < cols; i++) {
        if (mpz_cmp(a->at[i], b->at[i]) != 0) return false;
    }
    return true;
}

/* ---- sets of rows ---- */

static void put(CoverRows *rows, CoverRow *row)
{
    GROW(rows->arena, rows->live, rows->live_count, rows->live_cap);
    rows->live[rows->live_count++] = row;
}

/* Adds a row (and takes it over), or nothing when another says as much.  False when it can never
 * hold. */
static bool add_row(CoverRows *rows, CoverRow *row)
{
    RowSays says = tighten(rows, row);
    spend(rows, 1 + rows->live_count / 4);
    if (says != ROW_SAYS_SOMETHING) {
        cover_row_free(rows, row);
        return says == ROW_ALWAYS_HOLDS;
    }
    size_t cols = rows->cols;
    for (size_t i = 0; i < rows->live_count; i++) {
        CoverRow *other = rows->live[i];
        if (row->equal != other->equal || !same_direction(row, other, cols)) continue;
        int order = mpz_cmp(row->at[cols], other->at[cols]);
        if (row->equal && order != 0) {
            cover_row_free(rows, row);
            return false;
        }
        if (order > 0 || (order == 0 && row->strict)) {
            rows->live[i] = row;
            row = other;
        }
        cover_row_free(rows, row);
        return true;
    }
    put(rows, row);
    return true;
}

/* Adds a * |b's coefficient| + b * |a's|, in which col is gone.  The signs there differ, or b is an
 * equation, which may be turned round. */
static bool add_combined(CoverRows *rows, const CoverRow *a, const CoverRow *b, size_t col)
{
    CoverRow *row = cover_row_new(rows);
    mpz_abs(rows->a, b->at[col]);
    mpz_abs(rows->b, a->at[col]);
    if (mpz_sgn(a->at[col]) == mpz_sgn(b->at[col])) mpz_neg(rows->b, rows->b);
    for (size_t i = 0; i <= rows->cols; i++) {
        mpz_mul(row->at[i], a->at[i], rows->a);
        mpz_addmul(row->at[i], b->at[i], rows->b);
    }
    row->equal = a->equal && b->equal;
    row->strict = a->strict || b->strict;
    spend(rows, 1 + rows->cols / 2);
    return add_row(rows, row);
}

/* The equation with the smallest coefficient of col among kept[first ..], or NULL. */
static CoverRow *best_equation(const CoverRows *rows, size_t first, size_t col)
{
    CoverRow *best = NULL;
    for (size_t i = first; i < rows->kept_count; i++) {
        CoverRow *row = rows->kept[i];
        if (row->equal && (!best || mpz_cmpabs(row->at[col], best->at[col]) < 0)) best = row;
    }
    return best;
}

static void set_aside(CoverRows *rows, size_t col)
{
    size_t left = 0;
    for (size_t i = 0; i < rows->live_count; i++) {
        CoverRow *row = rows->live[i];
        if (row->mask >> col & 1) {
            GROW(rows->arena, rows->kept, rows->kept_count, rows->kept_cap);
            rows->kept[rows->kept_count++] = row;
        } else {
            rows->live[left++] = row;
        }
    }
    rows->live_count = left;
}

/* Takes col out of the live rows.  NO when a row that can never hold comes of it. */
static CoverAnswer take_out(CoverRows *rows, size_t col)
{
    size_t first = rows->kept_count;
    set_aside(rows, col);
    size_t end = rows->kept_count;
    rows->level[rows->level_count++] = (CoverLevel){ col, first, end - first };
    CoverRow *equation = best_equation(rows, first, col);
    for (size_t i = first; i < end; i++) {
        CoverRow *a = rows->kept[i];
        if (equation) {
            if (a != equation && !add_combined(rows, a, equation, col)) return COVER_NO;
            continue;
        }
        if (mpz_sgn(a->at[col]) < 0) continue;
        for (size_t j = first; j < end; j++) {
            CoverRow *b = rows->kept[j];
            if (mpz_sgn(b->at[col]) < 0 && !add_combined(rows, a, b, col)) return COVER_NO;
            if (rows->live_count > COVER_ROWS || *rows->work == 0) return COVER_UNKNOWN;
        }
    }
    return COVER_YES;
}

/* The column whose going makes the fewest rows, not whole ones first; cols when none is left.  Of
 * equals the last, so that the first declared is the first to be given a value. */
static size_t next_column(const CoverRows *rows)
{
    size_t best = rows->cols, best_cost = SIZE_MAX;
    for (size_t col = 0; col < rows->cols; col++) {
        size_t above = 0, below = 0;
        bool equation = false;
        for (size_t i = 0; i < rows->live_count; i++) {
            const CoverRow *row = rows->live[i];
            if (!(row->mask >> col & 1)) continue;
            equation = equation || row->equal;
            if (mpz_sgn(row->at[col]) > 0) above++;
            if (mpz_sgn(row->at[col]) < 0) below++;
        }
        if (above + below == 0) continue;
        size_t cost = equation ? above + below : above * below;
        if (rows->whole[col]) cost += (size_t)1 << 32;
        if (cost <= best_cost) {
            best = col;
            best_cost = cost;
        }
    }
    return best;
}

static void clear(CoverRows *rows)
{
    while (rows->live_count) cover_row_free(rows, rows->live[--rows->live_count]);
    while (rows->kept_count) cover_row_free(rows, rows->kept[--rows->kept_count]);
    rows->level_count = 0;
}

CoverAnswer cover_rows_solve(CoverRows *rows, CoverRow *const *given, size_t count)
{
    clear(rows);
    for (size_t i = 0; i < count; i++) {
        CoverRow *row = cover_row_new(rows);
        for (size_t j = 0; j <= rows->cols; j++) mpz_set(row->at[j], given[i]->at[j]);
        row->equal = given[i]->equal;
        row->strict = given[i]->strict;
        if (!add_row(rows, row)) return COVER_NO;
        if (rows->live_count > COVER_ROWS) return COVER_UNKNOWN;
    }
    for (;;) {
        size_t col = next_column(rows);
        if (col == rows->cols) return COVER_YES;
        CoverAnswer answer = take_out(rows, col);
        if (answer != COVER_YES) return answer;
    }
}

void cover_rows_close(CoverRows *rows, CoverVars *vars)
{
    clear(rows);
    vars->spare = rows->spare;
    vars->spare_count = rows->spare_count;
    vars->spare_cap = rows->spare_cap;
}

/* ---- points ---- */

/* From which number to which a column may go. */
typedef struct Range {
    mpq_t low, high;
    bool has_low, has_high, low_open, high_open;
} Range;

static void narrow_low(Range *range, mpq_srcptr bound, bool open)
{
    int order = range->has_low ? mpq_cmp(bound, range->low) : 1;
    if (order > 0) {
        mpq_set(range->low, bound);
        range->low_open = open;
    } else if (order == 0) {
        range->low_open = range->low_open || open;
    }
    range->has_low = true;
}

static void narrow_high(Range *range, mpq_srcptr bound, bool open)
{
    int order = range->has_high ? mpq_cmp(bound, range->high) : -1;
    if (order < 0) {
        mpq_set(range->high, bound);
        range->high_open = open;
    } else if (order == 0) {
        range->high_open = range->high_open || open;
    }
    range->has_high = true;
}

/* What a row leaves to its column col when all its other columns have values. */
static void narrow_by_row(const CoverRows *rows, const CoverRow *row, size_t col,
                          const mpq_t *value, Range *range)
{
    mpq_t bound, part;
    mpq_inits(bound, part, NULL);
    mpq_set_z(bound, row->at[rows->cols]);
    for (size_t i = 0; i < rows->cols; i++) {
        if (i == col || !(row->mask >> i & 1)) continue;
        mpq_set_z(part, row->at[i]);
        mpq_mul(part, part, value[i]);
        mpq_add(bound, bound, part);
    }
    mpq_set_z(part, row->at[col]);
    mpq_neg(part, part);
    mpq_div(bound, bound, part);
    if (row->equal || mpz_sgn(row->at[col]) < 0) narrow_low(range, bound, row->strict);
    if (row->equal || mpz_sgn(row->at[col]) > 0) narrow_high(range, bound, row->strict);
    mpq_clears(bound, part, NULL);
}

/* The whole number nearest to 0 in range into out; false when there is none, with the whole number
 * below the range in `below`.  Rows over whole columns are never strict. */
static bool pick_whole(const Range *range, mpq_ptr out, mpz_ptr below)
{
    mpz_t low, high;
    mpz_inits(low, high, NULL);
    if (range->has_low) mpz_cdiv_q(low, mpq_numref(range->low), mpq_denref(range->low));
    if (range->has_high) mpz_fdiv_q(high, mpq_numref(range->high), mpq_denref(range->high));
    bool room = !range->has_low || !range->has_high || mpz_cmp(low, high) <= 0;
    if (!room) {
        mpz_sub_ui(below, low, 1);
    } else if (range->has_low && mpz_sgn(low) > 0) {
        mpq_set_z(out, low);
    } else if (range->has_high && mpz_sgn(high) < 0) {
        mpq_set_z(out, high);
    } else {
        mpq_set_ui(out, 0, 1);
    }
    mpz_clears(low, high, NULL);
    return room;
}

static bool pick_value(const CoverRows *rows, const CoverLevel *level, mpq_t *value, mpz_ptr below)
{
    Range range = { .has_low = false };
    mpq_inits(range.low, range.high, NULL);
    for (size_t i = 0; i < level->count; i++) {
        narrow_by_row(rows, rows->kept[level->first + i], level->col, value, &range);
    }
    bool room = true;
    if (rows->whole[level->col]) {
        room = pick_whole(&range, value[level->col], below);
    } else {
        cover_simplest(value[level->col], range.has_low ? range.low : NULL, range.low_open,
                       range.has_high ? range.high : NULL, range.high_open);
    }
    mpq_clears(range.low, range.high, NULL);
    return room;
}

bool cover_rows_point(CoverRows *rows, mpq_t *value, size_t *col, mpz_ptr below)
{
    for (size_t i = 0; i < rows->cols; i++) mpq_set_ui(value[i], 0, 1);
    for (size_t i = rows->level_count; i-- > 0;) {
        *col = rows->level[i].col;
        if (!pick_value(rows, &rows->level[i], value, below)) return false;
    }
    return true;
}
