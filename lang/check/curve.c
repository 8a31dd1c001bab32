/* curve.c -- tables read between their rows: the rows are knots, joined by straight lines.
 *
 * A row with the number x and the figure y becomes the piece of line from x up to the next knot of
 * the same other keys, as value + slope * x.  The last knot stands alone, and holds all beyond it
 * where the text says `outside them as the nearest row`; then one piece more lies before the first.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/record.h"
#include "check/table.h"
#include "vm/keys.h"

uint8_t curve_outside(Model *model, const Node *curve)
{
    const Node *outside = curve->child[AT_STRAIGHT_LINES_OUTSIDE];
    if (!outside) return REASON_NOT_IN_TABLE;
    if (outside->kind != NODE_OUTSIDE_MISSING) return 0;
    return reason_node(model, outside->child[AT_OUTSIDE_MISSING_REASON],
                       outside->child[AT_OUTSIDE_MISSING_WORDS]);
}

bool curve_asked(Model *model, const TableForm *form, const Node *rows, const Node *at)
{
    bool heading = form->column == ALL_COLUMNS;
    bool fits = form->keys > heading;
    if (fits && form->type[curve_key(form)].type == TYPE_NUMBER) return true;
    Str name = rows->child[0]->child[form->first + (fits ? curve_key(form) : 0)]->text;
    Diag *d = DIAG_AT(model->diags, D_TABLE_ASKED, at->span, form->name,
                      str_printf(model->arena, "a number as its %S", name));
    diag_also(model->diags, d, form->curve->span, STR("lines stand at numbers"));
    return false;
}

/* ---- the knots in order ---- */

typedef struct Knots {
    Model *model;
    TableForm *form;
    const TableInfo *info;
    uint32_t key; /* along which they lie */
} Knots;

static const KeyCell *cell_of(const Knots *knots, uint32_t row, uint32_t key)
{
    return &knots->info->keys[(size_t)row * knots->info->key_count + key];
}

static int compare_ends(Arena *arena, const Exact *a, const Exact *b)
{
    if (!a || !b) return (a != NULL) - (b != NULL);
    return exact_compare(arena, a, b);
}

/* By the other keys alone: rows with the same ones are one curve. */
static int by_other_keys(uint32_t a, uint32_t b, void *with)
{
    const Knots *knots = with;
    for (uint32_t k = 0; k < knots->info->key_count; k++) {
        if (k == knots->key) continue;
        const KeyCell *x = cell_of(knots, a, k), *y = cell_of(knots, b, k);
        if (knots->info->match[k] == KEY_CODE) {
            if (x->code != y->code) return x->code < y->code ? -1 : 1;
            continue;
        }
        int order = compare_ends(knots->model->arena, x->low, y->low);
        if (!order) order = compare_ends(knots->model->arena, x->high, y->high);
        if (order) return order;
    }
    return 0;
}

static const Exact *place_of(const Knots *knots, uint32_t row)
{
    return cell_of(knots, row, knots->key)->low;
}

/* ---- what is wrong with them ---- */

static bool no_number(const Knots *knots, const Node *cell)
{
    DIAG_AT(knots->model->diags, D_CURVE_CELL, cell->span, cell->text);
    return false;
}

static bool cells_fit(const Knots *knots)
{
    const TableForm *form = knots->form;
    bool heading = form->column == ALL_COLUMNS;
    for (uint32_t r = 0; r < knots->info->row_count; r++) {
        const Node *row = form->row[r], *at = row->child[form->first + knots->key];
        const KeyCell *cell = cell_of(knots, r, knots->key);
        if (!cell->low || !cell->high || exact_compare(knots->model->arena, cell->low, cell->high))
            return no_number(knots, at);
        const ValueCell *value = &knots->info->values[r];
        bool number = form->result == TYPE_NUMBER && !value->reason;
        if (number) continue;
        uint32_t first = heading ? form->first + form->keys - 1 : form->column;
        uint32_t last = heading ? row->count - 1 : form->column;
        for (uint32_t c = first; c <= last; c++) {
            CellKinds kinds = { 0 };
            cell_count(&kinds, row->child[c]->text);
            if (!kinds.numbers) return no_number(knots, row->child[c]);
        }
    }
    return true;
}

/* One curve: rows[0 .. count) in the order of the text. */
static bool rises(const Knots *knots, const uint32_t *rows, uint32_t count)
{
    Model *model = knots->model;
    const TableForm *form = knots->form;
    uint32_t column = form->first + knots->key;
    if (count == 1) {
        DIAG_AT(model->diags, D_CURVE_ONE_ROW, form->row[rows[0]]->span, form->name);
        return false;
    }
    for (uint32_t i = 1; i < count; i++) {
        const Exact *before = place_of(knots, rows[i - 1]), *here = place_of(knots, rows[i]);
        if (exact_compare(model->arena, before, here) < 0) continue;
        const Node *first = form->row[rows[i - 1]]->child[column];
        const Node *second = form->row[rows[i]]->child[column];
        Diag *d = DIAG_AT(model->diags, D_CURVE_ORDER, second->span, second->text, first->text);
        diag_also(model->diags, d, first->span, STR("the row before it stands here"));
        return false;
    }
    return true;
}

/* ---- pieces of line ---- */

typedef struct Pieces {
    Knots knots;
    TableInfo *to;
    const Node **row;
    bool held; /* outside as the nearest row */
} Pieces;

/* A piece that begins at knot `row`, with that slope; its key cell, to be given its ends. */
static KeyCell *add_piece(Pieces *p, uint32_t row, const Exact *slope)
{
    Arena *arena = p->knots.model->arena;
    const TableInfo *from = p->knots.info;
    uint32_t keys = from->key_count, at = p->to->row_count++;
    const Exact *y = from->values[row].number, *x = place_of(&p->knots, row);
    memcpy(&p->to->keys[(size_t)at * keys], &from->keys[(size_t)row * keys],
           sizeof(KeyCell) * keys);
    p->to->slope[at] = slope;
    p->to->values[at] = (ValueCell){ .number = exact_sub(arena, y, exact_mul(arena, slope, x)) };
    p->row[at] = p->knots.form->row[row];
    return &p->to->keys[(size_t)at * keys + p->knots.key];
}

static void add_curve(Pieces *p, const uint32_t *rows, uint32_t count)
{
    Arena *arena = p->knots.model->arena;
    const Exact *flat = exact_from_i64(arena, 0);
    if (p->held) {
        KeyCell *before = add_piece(p, rows[0], flat);
        *before = (KeyCell){ .high = before->low, .high_open = true };
    }
    for (uint32_t i = 0; i + 1 < count; i++) {
        const ValueCell *a = &p->knots.info->values[rows[i]];
        const ValueCell *b = &p->knots.info->values[rows[i + 1]];
        const Exact *from = place_of(&p->knots, rows[i]), *to = place_of(&p->knots, rows[i + 1]);
        const Exact *slope =
            exact_div(arena, exact_sub(arena, b->number, a->number), exact_sub(arena, to, from));
        KeyCell *piece = add_piece(p, rows[i], slope);
        piece->high = to;
        piece->high_open = true;
    }
    KeyCell *last = add_piece(p, rows[count - 1], flat);
    if (p->held) last->high = NULL;
}

bool curve_form(Model *model, TableForm *form, TableInfo *info)
{
    Arena *arena = model->arena;
    uint32_t count = info->row_count, keys = info->key_count, key = curve_key(form);
    TableInfo to = *info;
    Pieces p = { .knots = { model, form, info, key }, .to = &to };
    uint32_t *order = NEW_ARRAY(arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) order[i] = i;
    if (!cells_fit(&p.knots)) return false;
    sort_u32(order, count, NEW_ARRAY(arena, uint32_t, count), by_other_keys, &p.knots);
    uint8_t outside = curve_outside(model, form->curve);
    p.held = outside == 0;
    p.row = NEW_ARRAY(arena, const Node *, (size_t)count * 2);
    to.row_count = 0;
    to.keys = NEW_ARRAY(arena, KeyCell, (size_t)count * 2 * keys);
    to.values = NEW_ARRAY(arena, ValueCell, (size_t)count * 2);
    to.slope = NEW_ARRAY(arena, const Exact *, (size_t)count * 2);
    for (uint32_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && !by_other_keys(order[i], order[end], &p.knots);) end++;
        if (!rises(&p.knots, order + i, end - i)) return false;
        add_curve(&p, order + i, end - i);
    }
    to.match[key] = KEY_RANGE;
    to.slope_key = key;
    to.outside = p.held ? REASON_NOT_IN_TABLE : outside;
    form->row = p.row;
    *info = to;
    return true;
}
