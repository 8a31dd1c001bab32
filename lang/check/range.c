/* range.c -- between which bounds a number lies, and of which step it is a multiple: what its
 * formula alone says, whatever the rows.
 *
 * Never too narrow: a bound or step that is not known is NULL.  What is worked out is kept by
 * formula (Model.ranges).
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"

static const Exact *greatest_step(Arena *arena, const Exact *a, const Exact *b)
{
    int64_t an, ad, bn, bd;
    if (!a || !b || !exact_to_ratio(a, &an, &ad) || !exact_to_ratio(b, &bn, &bd)) return NULL;
    if (an == 0) return b;
    if (bn == 0) return a;
    i128 x = (i128)an * bd, y = (i128)bn * ad, d = (i128)ad * bd;
    x = x < 0 ? -x : x;
    y = y < 0 ? -y : y;
    while (y) {
        i128 r = x % y;
        x = y;
        y = r;
    }
    return exact_from_i128(arena, x, d);
}

static const Exact *lesser(Arena *arena, const Exact *a, const Exact *b)
{
    return exact_compare(arena, a, b) <= 0 ? a : b;
}

static const Exact *bigger(Arena *arena, const Exact *a, const Exact *b)
{
    return exact_compare(arena, a, b) >= 0 ? a : b;
}

static Range range_add(Arena *arena, Range a, Range b, bool subtract)
{
    const Exact *low = subtract ? b.high : b.low, *high = subtract ? b.low : b.high;
    Range r = { .grid = greatest_step(arena, a.grid, b.grid) };
    if (a.low && low)
        r.low = subtract ? exact_sub(arena, a.low, low) : exact_add(arena, a.low, low);
    if (a.high && high)
        r.high = subtract ? exact_sub(arena, a.high, high) : exact_add(arena, a.high, high);
    return r;
}

static Range range_scale(Arena *arena, Range a, const Exact *by, bool divide)
{
    Range r = { 0 };
    if (exact_sign(arena, by) == 0 || by->root) return r;
    const Exact *low = a.low && !divide ? exact_mul(arena, a.low, by)
                       : a.low          ? exact_div(arena, a.low, by)
                                        : NULL;
    const Exact *high = a.high && !divide ? exact_mul(arena, a.high, by)
                        : a.high          ? exact_div(arena, a.high, by)
                                          : NULL;
    bool turned = exact_sign(arena, by) < 0;
    r.low = turned ? high : low;
    r.high = turned ? low : high;
    if (a.grid) {
        r.grid = divide ? exact_div(arena, a.grid, by) : exact_mul(arena, a.grid, by);
        if (r.grid && turned) r.grid = exact_neg(arena, r.grid);
    }
    return r;
}

static Range field_range(Model *model, const Expr *e)
{
    const Field *field = &e->place->record->fields[e->index];
    Range r = { field->low, field->high, NULL };
    if (field->whole) r.grid = exact_from_i64(model->arena, 1);
    return r;
}

/* r made wider by a piece of a curve, whose value is between those at its ends. */
static Range range_of_line(Model *model, const TableInfo *table, uint32_t row, Range r)
{
    Arena *arena = model->arena;
    const KeyCell *cell = &table->keys[(size_t)row * table->key_count + table->slope_key];
    const Exact *end[] = { cell->low, cell->high };
    for (int e = 0; e < 2; e++) {
        const Exact *x = table->values[row].number;
        if (end[e]) x = exact_add(arena, x, exact_mul(arena, table->slope[row], end[e]));
        r.low = r.low ? lesser(arena, r.low, x) : x;
        r.high = r.high ? bigger(arena, r.high, x) : x;
    }
    return r;
}

static Range lookup_range(Model *model, const Expr *e)
{
    const TableInfo *table = &model->tables[e->table];
    Range r = { 0 };
    for (uint32_t i = 0; i < table->row_count; i++) {
        const Exact *x = table->values[i].reason ? NULL : table->values[i].number;
        if (!x) continue;
        if (table->slope) {
            r = range_of_line(model, table, i, r);
            continue;
        }
        r.low = r.low ? lesser(model->arena, r.low, x) : x;
        r.high = r.high ? bigger(model->arena, r.high, x) : x;
        r.grid = r.grid ? greatest_step(model->arena, r.grid, x) : x;
    }
    if (r.grid && exact_sign(model->arena, r.grid) <= 0)
        r.grid = exact_sign(model->arena, r.grid) < 0 ? exact_neg(model->arena, r.grid) : NULL;
    return r;
}

static Range gather_range(Model *model, const Expr *e)
{
    Range r = { 0 };
    Arena *arena = model->arena;
    const Gather *g = e->gather;
    if (g->kind == GATHER_KIND_COUNT || g->kind == GATHER_KIND_DIFFERENT) {
        r.low = exact_from_i64(arena, 0);
        r.grid = exact_from_i64(arena, 1);
    } else if (g->kind == GATHER_KIND_SHARE) {
        r.low = exact_from_i64(arena, 0);
        r.high = exact_from_i64(arena, 1);
    } else if (g->kind == GATHER_KIND_LEAST || g->kind == GATHER_KIND_GREATEST) {
        r = expr_range(model, g->value);
    } else if (g->kind == GATHER_KIND_MEAN || g->kind == GATHER_KIND_QUANTILE) {
        r = expr_range(model, g->value);
        r.grid = NULL;
    } else if (g->kind == GATHER_KIND_SAMPLE || g->kind == GATHER_KIND_POPULATION) {
        r.low = exact_from_i64(arena, 0);
    }
    return r;
}

static Range range_choose(Model *model, const Expr *a, const Expr *b)
{
    Range x = expr_range(model, a), y = expr_range(model, b), r = { 0 };
    if (x.low && y.low) r.low = lesser(model->arena, x.low, y.low);
    if (x.high && y.high) r.high = bigger(model->arena, x.high, y.high);
    r.grid = greatest_step(model->arena, x.grid, y.grid);
    return r;
}

static Range fresh_range(Model *model, const Expr *e)
{
    Arena *arena = model->arena;
    Range none = { 0 };
    const Exact *by;
    switch ((int)e->kind) {
    case EXPR_CONST: {
        Range r = { e->number, e->number, exact_sign(arena, e->number) > 0 ? e->number : NULL };
        if (exact_sign(arena, e->number) < 0) r.grid = exact_neg(arena, e->number);
        if (e->number->root) r.grid = NULL;
        if (!r.grid && !e->number->root) r.grid = exact_from_i64(arena, 1);
        return r;
    }
    case EXPR_FIELD: return field_range(model, e);
    case EXPR_READ: return expr_range(model, e->arg[0]);
    case EXPR_WITHHOLD: return expr_range(model, e->arg[0]);
    case EXPR_ADD:
    case EXPR_SUB:
        return range_add(arena, expr_range(model, e->arg[0]), expr_range(model, e->arg[1]),
                         e->kind == EXPR_SUB);
    case EXPR_MUL:
        if (expr_is_number(e->arg[1], &by))
            return range_scale(arena, expr_range(model, e->arg[0]), by, false);
        if (expr_is_number(e->arg[0], &by))
            return range_scale(arena, expr_range(model, e->arg[1]), by, false);
        return none;
    case EXPR_DIV:
        return expr_is_number(e->arg[1], &by)
                   ? range_scale(arena, expr_range(model, e->arg[0]), by, true)
                   : none;
    case EXPR_ROUND: {
        const Round *round = &model->rounds[e->index];
        Range r = expr_range(model, e->arg[0]);
        if (r.low) r.low = exact_round(arena, r.low, round);
        if (r.high) r.high = exact_round(arena, r.high, round);
        r.grid = round->step;
        return r;
    }
    case EXPR_YESNO_NUMBER: {
        Range r = { exact_from_i64(arena, 0), exact_from_i64(arena, 1), exact_from_i64(arena, 1) };
        return r;
    }
    case EXPR_FULL_YEARS:
    case EXPR_FULL_MONTHS:
    case EXPR_FULL_DAYS: return (Range){ .grid = exact_from_i64(arena, 1) };
    case EXPR_CHOOSE: return range_choose(model, e->arg[1], e->arg[2]);
    case EXPR_INSTEAD: return range_choose(model, e->arg[0], e->arg[1]);
    case EXPR_LOOKUP: return lookup_range(model, e);
    case EXPR_GATHER: return gather_range(model, e);
    case EXPR_POOL:
    case EXPR_ALONG: { /* between those of its groups */
        Range r = expr_range(model, e->arg[e->kind == EXPR_POOL ? 2 : 0]);
        r.grid = NULL;
        return r;
    }
    default: return none;
    }
}

Range expr_range(Model *model, const Expr *e)
{
    Range none = { 0 };
    e = expr_bare(e);
    if (!e || (e->type != TYPE_NUMBER && e->kind != EXPR_YESNO_NUMBER)) return none;
    if (e->id >= model->range_cap) {
        size_t cap = model->range_cap ? model->range_cap : 256;
        while (cap <= e->id) cap *= 2;
        KnownRange *fresh = NEW_ARRAY(model->arena, KnownRange, cap);
        if (model->range_cap) memcpy(fresh, model->ranges, sizeof *fresh * model->range_cap);
        model->ranges = fresh;
        model->range_cap = cap;
    }
    if (model->ranges[e->id].known) return model->ranges[e->id].range;
    Range range = fresh_range(model, e);
    model->ranges[e->id] = (KnownRange){ true, range };
    return range;
}
