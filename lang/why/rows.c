/* rows.c -- the rows under a reduction, a rank or a pick: how many there are, which were counted,
 * who was left out and why, what was missing.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "table/key.h"
#include "vm/fields.h"
#include "why/why.h"
#include <stdlib.h>

/* The formula that says which target each row belongs to; NULL: the nation. */
static const Expr *target_of(const Expr *e)
{
    return e->kind == EXPR_PICKED ? e->pick->row : e->gather->row;
}

static Place *from_of(const Expr *e)
{
    return e->kind == EXPR_PICKED ? &e->pick->from->place : e->gather->from;
}

/* Rows in the order of their targets: those of t are order[first[t]] .. order[first[t + 1]]. */
static void index_rows(Inquiry *why, const Expr *e)
{
    Noted *note = why_note(why, e);
    const Expr *row = target_of(e);
    if (note->order || !row) return;
    const Column *column = why_column(why, row);
    uint64_t rows = run_real_rows(why->run, from_of(e)->space);
    uint64_t targets = 0;
    for (uint64_t r = 0; r < rows; r++) {
        uint32_t to = run_parent(column, r);
        if (to != NO_ROW && to >= targets) targets = (uint64_t)to + 1;
    }
    uint32_t *first = NEW_ARRAY(why->arena, uint32_t, targets + 2);
    uint32_t *order = NEW_ARRAY(why->arena, uint32_t, rows + 1);
    for (uint64_t r = 0; r < rows; r++) {
        uint32_t to = run_parent(column, r);
        if (to != NO_ROW) first[to + 2]++;
    }
    for (uint64_t t = 2; t < targets + 2; t++) first[t] += first[t - 1];
    for (uint64_t r = 0; r < rows; r++) {
        uint32_t to = run_parent(column, r);
        if (to != NO_ROW) order[first[to + 1]++] = (uint32_t)r;
    }
    note->order = order;
    note->first = first;
    note->targets = targets;
}

static void add_apart(Inquiry *why, Apart **list, size_t *count, uint8_t reason, uint32_t row)
{
    size_t at = 0;
    while (at < *count && (*list)[at].reason != reason) at++;
    if (at == *count) {
        Apart *fresh = NEW_ARRAY(why->arena, Apart, *count + 1);
        if (*count) memcpy(fresh, *list, sizeof *fresh * *count);
        fresh[(*count)++] = (Apart){ .reason = reason };
        *list = fresh;
    }
    Apart *apart = &(*list)[at];
    GROW(why->arena, apart->row, apart->count, apart->cap);
    apart->row[apart->count++] = row;
}

static uint8_t reason_at(Inquiry *why, const Expr *e, uint64_t row)
{
    if (!e) return REASON_KNOWN;
    e = expr_bare(e);
    if (e->kind == EXPR_CONST) return REASON_KNOWN;
    if (e->kind == EXPR_MISSING) return e->reason;
    return run_reason(why_column(why, e), row);
}

static bool yes_at(Inquiry *why, const Expr *e, uint64_t row)
{
    if (!e) return true;
    e = expr_bare(e);
    if (e->kind == EXPR_CONST) return e->yes;
    if (e->kind == EXPR_MISSING) return false;
    return cell_yes(why_column(why, e), row) == 1;
}

/* Whether some slot of a pick may take the row. */
static bool may_be_picked(Inquiry *why, const Pick *pick, uint64_t row)
{
    for (size_t s = 0; s < pick->slot_count; s++)
        if (!pick->slots[s].gathers && yes_at(why, pick->slots[s].mask, row)) return true;
    return false;
}

static bool counts_missing(const Gather *g)
{
    return g->kind == GATHER_KIND_ONE;
}

/* Says of one row what it is. */
static void sort_row(Inquiry *why, const Expr *e, Rows *rows, uint32_t row)
{
    const Gather *g = e->gather;
    rows->of++;
    if (e->kind == EXPR_PICKED) {
        uint8_t reason = reason_at(why, e->pick->points, row);
        if (!may_be_picked(why, e->pick, row))
            rows->unchosen++;
        else if (reason)
            add_apart(why, &rows->missing, &rows->missing_count, reason, row);
        else
            rows->row[rows->counted++] = row;
        return;
    }
    uint8_t left = reason_at(why, why_note(why, e)->status, row);
    uint8_t missing = reason_at(why, g->value, row);
    if (!missing) missing = reason_at(why, g->weight, row);
    if (counts_missing(g)) missing = 0;
    if (left)
        add_apart(why, &rows->left_out, &rows->left_out_count, left, row);
    else if (!yes_at(why, g->mask, row))
        rows->unchosen++;
    else if (missing)
        add_apart(why, &rows->missing, &rows->missing_count, missing, row);
    else
        rows->row[rows->counted++] = row;
}

/* ---- the order in which rows are listed: by key, else by all that was read of them ---- */

typedef struct Sorting {
    const Table *table;
    FieldOrder fields;
} Sorting;

static int by_place(const void *left, const void *right, void *with)
{
    const Sorting *s = with;
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    if (s->table && s->table->keys) {
        for (size_t p = 0; p < s->table->keys->parts; p++) {
            int order = str_compare(table_key(s->table, a, p), table_key(s->table, b, p));
            if (order) return order;
        }
        return 0;
    }
    return fields_compare(&s->fields, a, b);
}

static void order_apart(Apart *list, size_t count, Sorting *sorting)
{
    for (size_t i = 0; i < count; i++)
        qsort_r(list[i].row, list[i].count, sizeof *list[i].row, by_place, sorting);
}

static void order_rows(Inquiry *why, const Expr *e, Rows *rows)
{
    Place *from = from_of(e);
    Sorting sorting = { .fields = field_order(why->run, from->space, why->scratch) };
    if (from->kind == PLACE_RECORD) sorting.table = &why->run->tables[from->record->index];
    qsort_r(rows->row, rows->counted, sizeof *rows->row, by_place, &sorting);
    order_apart(rows->left_out, rows->left_out_count, &sorting);
    order_apart(rows->missing, rows->missing_count, &sorting);
}

static int by_reason(const void *left, const void *right)
{
    const Apart *a = left, *b = right;
    return (a->reason > b->reason) - (a->reason < b->reason);
}

static Value sum_at(Inquiry *why, const Expr *e, uint64_t row)
{
    return e ? why_value(why, e, row) : (Value){ .type = TYPE_NONE };
}

static void add_references(Inquiry *why, const Expr *e, Rows *rows)
{
    const Noted *note = why_note(why, e);
    rows->reference_count = note->reference_count;
    rows->references = NEW_ARRAY(why->arena, Reference, note->reference_count + 1);
    for (size_t i = 0; i < note->reference_count; i++) {
        Reference one = note->references[i];
        if (one.expr && one.expr->place->kind == PLACE_NATION)
            one.part = why_part(why, one.expr, 0, NULL, NULL);
        rows->references[i] = one;
    }
}

Rows *why_rows(Inquiry *why, const Expr *e, uint64_t target)
{
    Rows *rows = NEW(why->arena, Rows);
    rows->gather = e->gather;
    rows->from = from_of(e);
    add_references(why, e, rows);
    index_rows(why, e);
    const Noted *note = why_note(why, e);
    uint64_t start = 0, end = run_real_rows(why->run, rows->from->space);
    if (note->order) {
        bool none = target >= note->targets;
        start = none ? 0 : note->first[target];
        end = none ? 0 : note->first[target + 1];
    }
    rows->row = NEW_ARRAY(why->arena, uint32_t, end - start + 1);
    for (uint64_t i = start; i < end; i++)
        sort_row(why, e, rows, note->order ? note->order[i] : (uint32_t)i);
    if (rows->left_out_count)
        qsort(rows->left_out, rows->left_out_count, sizeof *rows->left_out, by_reason);
    if (rows->missing_count)
        qsort(rows->missing, rows->missing_count, sizeof *rows->missing, by_reason);
    rows->listed = why_lists(why, e);
    if (rows->listed) order_rows(why, e, rows);
    if (rows->listed && e->kind == EXPR_PICKED) why_deal(why, e, target, rows);
    rows->row_count = rows->listed ? rows->counted : 0;
    rows->count = sum_at(why, note->count, target);
    rows->sum = sum_at(why, note->sum, target);
    rows->squares = sum_at(why, note->squares, target);
    rows->yes = sum_at(why, note->yes, target);
    rows->weights = sum_at(why, note->weights, target);
    return rows;
}

uint64_t why_rank_target(Inquiry *why, const Expr *rank, uint64_t row)
{
    if (!rank->gather->row) return 0;
    Value to = why_value(why, rank->gather->row, row);
    return to.reason || to.row == NO_ROW ? UINT64_MAX : to.row;
}
