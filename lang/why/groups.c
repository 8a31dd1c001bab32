/* groups.c -- the groups beside one of which a figure is made: those that are pooled with it, and
 * the points between which a straight line is read.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "number/lane.h"
#include "why/why.h"
#include <stdlib.h>

static const Column *key_column(const Inquiry *why, const Group *group, size_t k)
{
    return run_column(why->run, why->run->program->spaces[group->place.space].key_column[k]);
}

typedef struct Sorting {
    Printer printer;
    const Column *last;
} Sorting;

static int by_last(const void *left, const void *right, void *with)
{
    const Sorting *s = with;
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    int order = cell_order(&s->printer, s->last, a, b);
    return order ? order : (a > b) - (a < b);
}

static void keep(Inquiry *why, Part *part, const Group *group, uint32_t *found, size_t count)
{
    Sorting s = { { why->run->program, why->run, why->scratch, NULL },
                  key_column(why, group, group->key_count - 1) };
    qsort_r(found, count, sizeof *found, by_last, &s);
    part->group = found;
    part->group_count = count;
}

static uint64_t level_row(const Inquiry *why, const Group *group, uint64_t row)
{
    uint32_t column = why->run->program->spaces[group->place.space].level_column;
    return column == NONE ? 0 : run_parent(run_column(why->run, column), row);
}

void why_pooled(Inquiry *why, Part *part)
{
    const Group *group = part->expr->place->group;
    uint64_t rows = run_real_rows(why->run, group->place.space);
    if (part->row >= rows) return;
    Printer printer = { why->run->program, why->run, why->scratch, NULL };
    uint32_t *found = NEW_ARRAY(why->arena, uint32_t, rows + 1);
    size_t count = 0;
    for (uint64_t r = 0; r < rows; r++) {
        bool same = level_row(why, group, r) == level_row(why, group, part->row);
        for (size_t k = 0; same && k + 1 < group->key_count; k++)
            same = cell_order(&printer, key_column(why, group, k), r, part->row) == 0;
        if (same) found[count++] = (uint32_t)r;
    }
    keep(why, part, group, found, count);
}

/* Whether a group's key is what is asked with. */
static bool is_key(Inquiry *why, const Group *group, size_t k, uint64_t row, const Value *asked)
{
    const Column *column = key_column(why, group, k);
    if (run_reason(column, row) || asked->reason) return false;
    switch ((int)column->type) {
    case TYPE_CODE: return str_eq(run_text(why->run, column, row), asked->text);
    case TYPE_YESNO: return (cell_yes(column, row) == 1) == asked->yes;
    case TYPE_ROW: return run_parent(column, row) == asked->row;
    default:
        return exact_compare(why->arena, column_exact_at(why->arena, why->run->dens, column, row),
                             asked->number) == 0;
    }
}

void why_points(Inquiry *why, Part *part)
{
    const Expr *e = part->expr;
    const Group *group = e->group;
    uint32_t first = e->arg_count - (uint32_t)group->key_count;
    uint64_t rows = run_real_rows(why->run, group->place.space), level = 0;
    if (first > 2) level = why_value(why, e->arg[2], part->row).row;
    uint32_t *found = NEW_ARRAY(why->arena, uint32_t, rows + 1);
    size_t count = 0;
    for (uint64_t r = 0; r < rows; r++) {
        bool same = level_row(why, group, r) == level;
        for (size_t k = 0; same && k + 1 < group->key_count; k++) {
            Value asked = why_value(why, e->arg[first + k], part->row);
            same = is_key(why, group, k, r, &asked);
        }
        bool known =
            same && !why_value(why, e->arg[0], r).reason && !why_value(why, e->arg[1], r).reason;
        if (known) found[count++] = (uint32_t)r;
    }
    keep(why, part, group, found, count);
}
