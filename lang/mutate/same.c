/* same.c -- changes that nobody could notice, because they change nothing.
 *
 * A bound of a table's row that moves between two values that its key can take (half points, whole
 * numbers), or beyond all of them, holds the same values as before; the checker knows by which
 * steps a formula goes.  No mode of rounding changes what goes by whole steps.  And years outside
 * the term are none. SPDX-License-Identifier: Apache-2.0 */
#include "check/table.h"
#include "mutate/mutate.h"

/* ---- rows on the steps of their key ---- */

/* The number of the first step at or after a bound (after it, where it is open); of the last step
 * before it with `last`.  False where it is out of reach. */
static bool step_at(Arena *arena, const Exact *grid, const Exact *bound, bool open, bool last,
                    int64_t *step)
{
    int64_t num, den;
    if (!exact_to_ratio(exact_div(arena, bound, grid), &num, &den)) return false;
    int64_t below = num / den - (num % den < 0);
    if (num % den != 0)
        *step = last ? below : below + 1;
    else
        *step = open ? (last ? below - 1 : below + 1) : below;
    return true;
}

/* The bound, or that of the key's own range where there is none or it lies outside. */
static const Exact *clipped(Arena *arena, const Exact *bound, const Exact *range, bool last,
                            bool *open)
{
    if (!range) return bound;
    int order = bound ? exact_compare(arena, bound, range) : (last ? 1 : -1);
    bool outside = last ? order > 0 : order < 0;
    if (!outside) return bound;
    *open = false;
    return range;
}

static bool same_end(Arena *arena, const Range *range, const KeyCell *a, const KeyCell *b,
                     bool last)
{
    int64_t of_a, of_b;
    bool a_open = last ? a->high_open : a->low_open, b_open = last ? b->high_open : b->low_open;
    const Exact *end = last ? range->high : range->low;
    const Exact *x = clipped(arena, last ? a->high : a->low, end, last, &a_open);
    const Exact *y = clipped(arena, last ? b->high : b->low, end, last, &b_open);
    if (!x || !y) return !x && !y;
    return step_at(arena, range->grid, x, a_open, last, &of_a) &&
           step_at(arena, range->grid, y, b_open, last, &of_b) && of_a == of_b;
}

/* Whether all that ask for a column of a table in a model find the same rows by both cells. */
static bool same_cell(Model *model, const Node *table, uint32_t column, const Node *cell,
                      const Node *changed, bool *asked)
{
    for (size_t i = 0; i < model->form_count; i++) {
        const TableForm *form = &model->forms[i];
        bool here = form->node->span.file == table->span.file &&
                    form->node->span.start == table->span.start && !form->failed;
        if (!here) continue;
        uint32_t key = column - form->first;
        bool ranged;
        KeyCell a, b;
        if (column < form->first || key >= form->keys || form->type[key].type != TYPE_NUMBER ||
            form->curve || !cell_key(model, cell, &form->type[key], &a, &ranged) ||
            !cell_key(model, changed, &form->type[key], &b, &ranged))
            return false;
        for (const TableUse *use = form->uses; use; use = use->next) {
            Range range = expr_range(model, use->args[key]);
            if (!range.grid || !same_end(model->arena, &range, &a, &b, false) ||
                !same_end(model->arena, &range, &a, &b, true))
                return false;
            *asked = true;
        }
    }
    return true;
}

/* ---- the cell that a mutant changes ---- */

typedef struct CellPlace {
    const Node *table, *cell;
    uint32_t column;
} CellPlace;

static bool holds(const Node *node, Span span)
{
    return node->span.file == span.file && node->span.start <= span.start &&
           node->span.end >= span.end;
}

static bool find_cell(const Node *tree, Span span, CellPlace *place)
{
    for (uint32_t i = 0; i < tree->count; i++) {
        const Node *table = tree->child[i];
        if (table->kind != NODE_TABLE || !holds(table, span)) continue;
        const Node *rows = table->child[AT_TABLE_ROWS];
        for (uint32_t r = 1; r < rows->count; r++)
            for (uint32_t c = 0; c < rows->child[r]->count; c++)
                if (holds(rows->child[r]->child[c], span)) {
                    *place = (CellPlace){ table, rows->child[r]->child[c], c };
                    return true;
                }
    }
    return false;
}

/* The cell as the mutant has it. */
static Node changed_cell(Arena *arena, const Mutation *mutation, const CellPlace *place,
                         const Mutant *mutant)
{
    Str text = place->cell->text;
    Str source = mutation->sources->items[mutation->counted].text;
    size_t start = (size_t)(text.at - source.at), from = mutant->span.start - start;
    size_t to = mutant->span.end - start;
    Node node = *place->cell;
    node.text = str_printf(arena, "%S%S%S", str_slice(text, 0, from), mutant->with,
                           str_slice(text, to, text.len));
    return node;
}

static bool same_table(Mutation *mutation, Arena *arena, const Node *tree, Model *const *models,
                       size_t count, const Mutant *mutant)
{
    CellPlace place;
    bool asked = false;
    if (!find_cell(tree, mutant->span, &place)) return false;
    Node changed = changed_cell(arena, mutation, &place, mutant);
    for (size_t i = 0; i < count; i++)
        if (!same_cell(models[i], place.table, place.column, place.cell, &changed, &asked))
            return false;
    return asked;
}

/* ---- roundings ---- */

/* The measure whose `shown to` has the mode that a mutant changes. */
static const Node *shown_by(const Node *tree, Span span, const Node **shown)
{
    for (uint32_t i = 0; i < tree->count; i++) {
        const Node *measure = tree->child[i];
        if (measure->kind != NODE_MEASURE || !holds(measure, span)) continue;
        const Node *traits = measure->child[AT_MEASURE_TRAITS];
        for (uint32_t t = 0; t < traits->count; t++) {
            *shown = traits->child[t];
            if ((*shown)->kind != NODE_TRAIT_SHOWN || !holds(*shown, span)) continue;
            const Node *to = (*shown)->child[AT_TRAIT_SHOWN_TO], *mode = to->child[to->count - 1];
            return mode && mode->span.start == span.start ? measure : NULL;
        }
    }
    return NULL;
}

static bool is_multiple(Arena *arena, const Exact *x, const Exact *step)
{
    int64_t num, den;
    return x && exact_to_ratio(exact_div(arena, x, step), &num, &den) && den == 1;
}

/* Whether a measure is shown as it is: its values go by steps that no mode rounds. */
static bool same_shown(const Node *tree, Model *const *models, size_t count, const Mutant *mutant)
{
    const Node *shown, *node = shown_by(tree, mutant->span, &shown);
    for (size_t i = 0; i < count && node; i++) {
        const Measure *measure = measure_find(models[i], node->child[AT_MEASURE_NAME]->text);
        for (size_t k = 0; measure && k < measure->level_count; k++) {
            const Def *value = measure->levels[k].value;
            if (!value) continue;
            if (!value->expr || value->expr->nature != RATIONAL ||
                !is_multiple(models[i]->arena, expr_range(models[i], value->expr).grid,
                             measure->shown.step))
                return false;
        }
    }
    return node && count > 0;
}

/* ---- years ---- */

static bool are_dates(const Node *node)
{
    return node->kind == NODE_IN_YEAR || node->kind == NODE_IN_YEARS ||
           node->kind == NODE_FROM_YEAR;
}

/* The years that a thing holds for, of which the mutant changes one. */
static const Node *find_dates(const Node *node, Span span)
{
    if (!holds(node, span)) return NULL;
    for (uint32_t i = 0; are_dates(node) && i < node->count; i++)
        if (node->child[i]->span.start == span.start && node->child[i]->span.end == span.end)
            return node;
    for (uint32_t i = 0; i < node->count; i++) {
        const Node *found = node->child[i] ? find_dates(node->child[i], span) : NULL;
        if (found) return found;
    }
    return NULL;
}

/* Whether the same years of the term are meant. */
static bool same_years(const Node *tree, Model *const *models, size_t count, const Mutant *mutant)
{
    const Node *dates = NULL;
    for (uint32_t i = 0; i < tree->count && !dates; i++)
        dates = find_dates(tree->child[i], mutant->span);
    if (!dates || count == 0) return false;
    Node changed = *dates, year[2];
    Node *child[2] = { &year[0], &year[1] };
    for (uint32_t i = 0; i < dates->count; i++) {
        year[i] = *dates->child[i];
        if (year[i].span.start == mutant->span.start) year[i].text = mutant->with;
    }
    changed.child = child;
    for (size_t i = 0; i < count; i++)
        if (dates_hold(dates, models[i]->year) != dates_hold(&changed, models[i]->year))
            return false;
    return true;
}

bool mutant_is_same(Mutation *mutation, Arena *arena, const Node *tree, Model *const *models,
                    size_t count, const Mutant *mutant)
{
    return same_table(mutation, arena, tree, models, count, mutant) ||
           same_years(tree, models, count, mutant) || same_shown(tree, models, count, mutant);
}
