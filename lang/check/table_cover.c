/* table_cover.c -- whether the rows of a table hold every value once.
 *
 * The rows are boxes: one code or interval for each key.  They are swept key by key: a column of
 * codes falls apart by code; a column of numbers is cut at every end of an interval, and the rows
 * over each piece are looked at by the next key.  A piece with a value of the argument and no row
 * is a gap; two rows left after the last key overlap.  Values that the argument cannot have (its
 * range and grid) are not looked at. SPDX-License-Identifier: Apache-2.0 */
#include "check/table.h"
#include <stdlib.h>

enum { MOST_SAID = 3 }; /* faults told of one look-up */

typedef struct Sweep {
    Model *model;
    Arena *arena;
    const TableForm *form;
    const TableInfo *info;
    const Expr **args;
    const Node *at; /* NULL: say nothing */
    Range *range;   /* per key */
    Str *path;      /* per key: a value, for messages */
    TableUse *use;
    bool total, gap_said;
    size_t said;
} Sweep;

typedef struct Rows {
    uint32_t *item;
    size_t count;
} Rows;

/* ---- what is said ---- */

static Str path_text(Sweep *s, uint32_t keys)
{
    const Node *headings =
        s->form->node->child[s->form->node->kind == NODE_TABLE ? AT_TABLE_ROWS : AT_TAKING_ROWS]
            ->child[0];
    Text text = text_open(s->arena);
    for (uint32_t k = 0; k < keys; k++) {
        bool heading = s->form->column == ALL_COLUMNS && k + 1 == s->form->keys;
        if (k) text_add(&text, STR(", "));
        if (heading)
            text_printf(&text, "column %S", s->path[k]);
        else
            text_printf(&text, "%S %S", headings->child[s->form->first + k]->text, s->path[k]);
    }
    return text_str(&text);
}

static void gap(Sweep *s, uint32_t keys)
{
    s->total = false;
    if (!s->at) return;
    s->gap_said = true;
    if (s->said >= MOST_SAID) return;
    s->said++;
    Diag *d = DIAG_AT(s->model->diags, D_TABLE_GAP, s->at->span, s->form->name, path_text(s, keys));
    diag_also(s->model->diags, d, s->form->node->child[0]->span, STR("the table"));
}

static void overlap(Sweep *s, const Rows *rows)
{
    if (!s->at || s->said >= MOST_SAID) return;
    s->said++;
    uint32_t a = rows->item[0], b = rows->item[1];
    if (a > b) {
        a = b;
        b = rows->item[0];
    }
    Diag *d = DIAG_AT(s->model->diags, D_TABLE_OVERLAP, s->form->row[b]->span, s->form->name,
                      path_text(s, s->form->keys));
    diag_also(s->model->diags, d, s->form->row[a]->span, STR("this row holds it too"));
}

/* ---- pieces of the number line ---- */

/* Order of two cuts; `low` tells which way an endless cut lies. */
typedef struct Edge {
    Cut cut;
    int endless; /* -1 before everything, 1 after everything, 0 */
} Edge;

static int compare_edges(Arena *arena, const Edge *a, const Edge *b)
{
    if (a->endless || b->endless) return a->endless - b->endless;
    int order = exact_compare(arena, a->cut.at, b->cut.at);
    return order ? order : (int)a->cut.after - (int)b->cut.after;
}

static Edge low_edge(const KeyCell *cell, bool single)
{
    if (!cell->low) return (Edge){ .endless = -1 };
    return (Edge){ .cut = { cell->low, !single && cell->low_open } };
}

static Edge high_edge(const KeyCell *cell, bool single)
{
    const Exact *at = single ? cell->low : cell->high;
    if (!at) return (Edge){ .endless = 1 };
    return (Edge){ .cut = { at, single || !cell->high_open } };
}

/* The greatest whole number not above x. */
static const Exact *whole_below(Arena *arena, const Exact *x)
{
    Round whole = round_places(arena, ROUND_HALF_UP, 0);
    return exact_round(arena, exact_sub(arena, x, exact_from_ratio(arena, 1, 2)), &whole);
}

/* A multiple of grid between two edges; NULL when there is none. */
static const Exact *grid_value(Arena *arena, const Edge *low, const Edge *high, const Exact *grid)
{
    const Exact *x = exact_from_i64(arena, 0);
    if (!low->endless) {
        const Exact *steps = exact_div(arena, low->cut.at, grid);
        steps = exact_neg(arena, whole_below(arena, exact_neg(arena, steps)));
        x = exact_mul(arena, steps, grid);
        if (low->cut.after && exact_compare(arena, x, low->cut.at) == 0)
            x = exact_add(arena, x, grid);
    } else if (!high->endless) {
        x = exact_mul(arena, whole_below(arena, exact_div(arena, high->cut.at, grid)), grid);
        if (!high->cut.after && exact_compare(arena, x, high->cut.at) == 0)
            x = exact_sub(arena, x, grid);
    }
    Edge past = { .cut = { x, true } };
    return compare_edges(arena, &past, high) <= 0 ? x : NULL;
}

/* A value between two edges, low before high: an end where it belongs to the piece. */
static const Exact *piece_value(Arena *arena, const Edge *low, const Edge *high, const Exact *grid)
{
    const Exact *one = exact_from_i64(arena, 1);
    if (grid) return grid_value(arena, low, high, grid);
    if (!low->endless && !low->cut.after) return low->cut.at;
    if (!high->endless && high->cut.after) return high->cut.at;
    if (!low->endless && !high->endless)
        return exact_mul(arena, exact_add(arena, low->cut.at, high->cut.at),
                         exact_from_ratio(arena, 1, 2));
    if (!low->endless) return exact_add(arena, low->cut.at, one);
    return high->endless ? exact_from_i64(arena, 0) : exact_sub(arena, high->cut.at, one);
}

static Str value_text(Sweep *s, const KeyType *type, const Exact *x)
{
    int64_t num, den;
    CoverShow show = COVER_NUMBER;
    bool whole = exact_to_ratio(x, &num, &den) && den == 1;
    if (type->type == TYPE_YESNO) return whole && num ? STR("yes") : STR("no");
    if (type->type == TYPE_BAND && whole && num >= 0 && (size_t)num < type->bands->band_count)
        return type->bands->bands[num].name;
    if (type->type == TYPE_YEAR) show = COVER_YEAR;
    if (type->type == TYPE_DATE) show = COVER_DATE;
    if (type->type == TYPE_NUMBER && type->unit == UNIT_PERCENT) show = COVER_PERCENT;
    return cover_number_text(s->arena, x, show);
}

/* ---- the sweep ---- */

static void sweep(Sweep *s, uint32_t key, const Rows *rows);

static const KeyCell *cell_of(const Sweep *s, uint32_t row, uint32_t key)
{
    return &s->info->keys[(size_t)row * s->info->key_count + key];
}

static int compare_u64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static bool in_codes(const Sweep *s, const Expr *arg, uint32_t code)
{
    if (arg->kind == EXPR_CONST) return str_eq(arg->text, s->model->texts[code]);
    for (uint32_t i = 0; arg->codes && i < arg->codes->count; i++)
        if (arg->codes->code[i] == code) return true;
    return !arg->codes;
}

static bool has_code(const uint64_t *sorted, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count; i++)
        if ((uint32_t)(sorted[i] >> 32) == code) return true;
    return false;
}

/* Codes that the argument can hold and no row has. */
static void absent_codes(Sweep *s, uint32_t key, const uint64_t *sorted, size_t count)
{
    const Expr *arg = s->args[key];
    if (arg->kind == EXPR_CONST) {
        uint32_t code = text_index(s->model, arg->text);
        if (has_code(sorted, count, code)) return;
        s->path[key] = str_printf(s->arena, "\"%S\"", arg->text);
        gap(s, key + 1);
        return;
    }
    if (!arg->codes) s->total = false;
    for (uint32_t i = 0; s->total && arg->codes && i < arg->codes->count; i++) {
        if (has_code(sorted, count, arg->codes->code[i])) continue;
        s->total = false;
        s->path[key] = str_printf(s->arena, "\"%S\"", s->model->texts[arg->codes->code[i]]);
        s->use->absent =
            str_printf(s->arena, "%S has no row for %S", s->form->name, path_text(s, key + 1));
    }
}

static void sweep_codes(Sweep *s, uint32_t key, const Rows *rows)
{
    uint64_t *sorted = NEW_ARRAY(s->arena, uint64_t, rows->count + 1);
    for (size_t i = 0; i < rows->count; i++)
        sorted[i] = (uint64_t)cell_of(s, rows->item[i], key)->code << 32 | rows->item[i];
    qsort(sorted, rows->count, sizeof(*sorted), compare_u64);
    absent_codes(s, key, sorted, rows->count);
    Rows group = { NEW_ARRAY(s->arena, uint32_t, rows->count + 1), 0 };
    for (size_t i = 0; i < rows->count; i++) {
        uint32_t code = (uint32_t)(sorted[i] >> 32);
        group.item[group.count++] = (uint32_t)sorted[i];
        if (i + 1 < rows->count && (uint32_t)(sorted[i + 1] >> 32) == code) continue;
        if (in_codes(s, s->args[key], code)) {
            s->path[key] = str_printf(s->arena, "\"%S\"", s->model->texts[code]);
            sweep(s, key + 1, &group);
        }
        group.count = 0;
    }
}

/* The edges of all rows and of the argument's range, in order, each once. */
static size_t edges_of(Sweep *s, uint32_t key, const Rows *rows, Edge *edges)
{
    bool single = s->info->match[key] == KEY_NUMBER;
    const Range *range = &s->range[key];
    size_t count = 0, kept = 0;
    edges[count++] = (Edge){ .endless = -1 };
    edges[count++] = (Edge){ .endless = 1 };
    if (range->low) edges[count++] = (Edge){ .cut = { range->low, false } };
    if (range->high) edges[count++] = (Edge){ .cut = { range->high, true } };
    for (size_t i = 0; i < rows->count; i++) {
        edges[count++] = low_edge(cell_of(s, rows->item[i], key), single);
        edges[count++] = high_edge(cell_of(s, rows->item[i], key), single);
    }
    /* Merge sort, bottom up: qsort has no place for the arena that comparing needs. */
    Edge *other = NEW_ARRAY(s->arena, Edge, count), *from = edges, *to = other;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += 2 * width) {
            size_t middle = start + width < count ? start + width : count;
            size_t end = middle + width < count ? middle + width : count;
            size_t a = start, b = middle;
            for (size_t k = start; k < end; k++)
                to[k] = a < middle && (b >= end || compare_edges(s->arena, &from[a], &from[b]) <= 0)
                            ? from[a++]
                            : from[b++];
        }
        Edge *swap = from;
        from = to;
        to = swap;
    }
    for (size_t i = 0; i < count; i++)
        if (!i || compare_edges(s->arena, &from[i], &edges[kept - 1]) != 0) edges[kept++] = from[i];
    return kept;
}

static size_t rank_of(Arena *arena, const Edge *edges, size_t count, const Edge *edge)
{
    size_t low = 0, high = count;
    while (low + 1 < high) {
        size_t middle = (low + high) / 2;
        if (compare_edges(arena, &edges[middle], edge) <= 0)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* A piece that no row holds although it has a value. */
static void empty_piece(Sweep *s, uint32_t key, const Edge *low, const Edge *high)
{
    const Range *range = &s->range[key];
    bool bounded = !low->endless && !high->endless;
    /* Between single values there are always others, unless the values themselves are listed. */
    bool sure = s->form->ranged[key] || (range->low && range->high && range->grid);
    if (bounded && sure && !s->info->slope)
        gap(s, key + 1);
    else
        s->total = false;
}

/* Ranks of the ends of a row among the edges. */
typedef struct Reach {
    size_t low, high;
    uint32_t row;
} Reach;

static int compare_spans(const void *a, const void *b)
{
    const Reach *x = a, *y = b;
    if (x->low != y->low) return x->low < y->low ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static bool same_rows(const Rows *a, const Rows *b)
{
    return a->count == b->count && memcmp(a->item, b->item, a->count * sizeof(*a->item)) == 0;
}

static Reach *spans_of(Sweep *s, uint32_t key, const Rows *rows, const Edge *edges, size_t count)
{
    bool single = s->info->match[key] == KEY_NUMBER;
    Reach *spans = NEW_ARRAY(s->arena, Reach, rows->count + 1);
    for (size_t i = 0; i < rows->count; i++) {
        const KeyCell *cell = cell_of(s, rows->item[i], key);
        Edge low = low_edge(cell, single), high = high_edge(cell, single);
        spans[i] = (Reach){ rank_of(s->arena, edges, count, &low),
                            rank_of(s->arena, edges, count, &high), rows->item[i] };
    }
    qsort(spans, rows->count, sizeof(*spans), compare_spans);
    return spans;
}

static void sweep_numbers(Sweep *s, uint32_t key, const Rows *rows)
{
    Edge *edges = NEW_ARRAY(s->arena, Edge, rows->count * 2 + 4);
    size_t count = edges_of(s, key, rows, edges), next = 0;
    Reach *spans = spans_of(s, key, rows, edges, count);
    const Range *range = &s->range[key];
    Edge from = { .endless = -1 }, to = { .endless = 1 };
    if (range->low) from = (Edge){ .cut = { range->low, false } };
    if (range->high) to = (Edge){ .cut = { range->high, true } };
    size_t first = rank_of(s->arena, edges, count, &from);
    size_t last = rank_of(s->arena, edges, count, &to);
    Reach *open = NEW_ARRAY(s->arena, Reach, rows->count + 1);
    Rows active = { NEW_ARRAY(s->arena, uint32_t, rows->count + 1), 0 };
    Rows before = { NEW_ARRAY(s->arena, uint32_t, rows->count + 1), 0 };
    size_t open_count = 0;
    for (size_t e = 0; e < last; e++) {
        size_t kept = 0;
        for (size_t i = 0; i < open_count; i++)
            if (open[i].high > e) open[kept++] = open[i];
        open_count = kept;
        for (; next < rows->count && spans[next].low <= e; next++)
            if (spans[next].high > e) open[open_count++] = spans[next];
        if (e < first) continue;
        const Exact *x = piece_value(s->arena, &edges[e], &edges[e + 1], range->grid);
        if (!x) continue;
        s->path[key] = value_text(s, &s->form->type[key], x);
        active.count = 0;
        for (size_t i = 0; i < open_count; i++) active.item[active.count++] = open[i].row;
        if (!active.count) {
            empty_piece(s, key, &edges[e], &edges[e + 1]);
        } else if (!same_rows(&active, &before)) {
            sweep(s, key + 1, &active);
            memcpy(before.item, active.item, active.count * sizeof(*active.item));
            before.count = active.count;
        }
    }
}

static void sweep(Sweep *s, uint32_t key, const Rows *rows)
{
    if (key == s->info->key_count) {
        if (rows->count > 1) overlap(s, rows);
        for (size_t i = 0; s->use->reached && i < rows->count; i++)
            s->use->reached[rows->item[i]] = true;
        return;
    }
    if (s->info->match[key] == KEY_CODE)
        sweep_codes(s, key, rows);
    else
        sweep_numbers(s, key, rows);
}

/* What is known of an argument: its range, and the grid that its type gives. */
static Range range_of(Model *model, const KeyType *type, const Expr *arg)
{
    Arena *arena = model->arena;
    Range range = { 0 };
    const Exact *one = exact_from_i64(arena, 1);
    if (arg->kind == EXPR_CONST && arg->number) return (Range){ arg->number, arg->number, NULL };
    if (type->type == TYPE_NUMBER || type->type == TYPE_YESNO) range = expr_range(model, arg);
    if (type->type == TYPE_YESNO) range = (Range){ exact_from_i64(arena, 0), one, one };
    if (type->type == TYPE_BAND && type->bands->band_count)
        range = (Range){ exact_from_i64(arena, 0),
                         exact_from_i64(arena, (int64_t)type->bands->band_count - 1), one };
    if (type->type == TYPE_YEAR || type->type == TYPE_DATE) {
        const Expr *bare = expr_bare(arg);
        range.grid = one;
        if (bare && bare->kind == EXPR_FIELD) {
            const Field *field = &bare->place->record->fields[bare->index];
            range.low = field->low;
            range.high = field->high;
        }
    }
    return range;
}

void table_covers(Model *model, const TableForm *form, TableUse *use, const Node *at)
{
    const Expr **args = use->args;
    Sweep s = { .model = model,
                .use = use,
                .arena = model->arena,
                .form = form,
                .info = &model->tables[form->table],
                .args = args,
                .at = at,
                .total = true };
    s.range = NEW_ARRAY(model->arena, Range, form->keys + 1);
    s.path = NEW_ARRAY(model->arena, Str, form->keys + 1);
    for (uint32_t k = 0; k < form->keys; k++) s.range[k] = range_of(model, &form->type[k], args[k]);
    Rows rows = { NEW_ARRAY(model->arena, uint32_t, s.info->row_count + 1), s.info->row_count };
    for (uint32_t i = 0; i < s.info->row_count; i++) rows.item[i] = i;
    bool constant = false;
    for (uint32_t k = 0; k < form->keys; k++)
        constant = constant || expr_bare(args[k])->kind == EXPR_CONST;
    /* one row asked for by name says nothing of the others */
    /* a knot beyond what is asked for still ends the line to it */
    constant = constant || s.info->slope;
    use->reached = constant ? NULL : NEW_ARRAY(model->arena, bool, s.info->row_count + 1);
    sweep(&s, 0, &rows);
    use->total = s.total || s.gap_said;
}
