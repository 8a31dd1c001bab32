/* watch.c -- from the marks of a model to columns, and from the columns of a run to the clauses
 * that its rows have reached.
 *
 * A table's rows are told apart by a second table with the same keys, whose results are the numbers
 * of its rows.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "check/table.h"
#include "reach/reach.h"
#include "result/cell.h"

#define NOWHERE SIZE_MAX

/* A column that is read after each run. */
typedef struct Watch {
    Side side;
    size_t figure, reached; /* in Model.extras; NOWHERE: none */
    const Node *node;       /* in the model's tree: a clause, or a list of bands or findings */
    const Node *list;       /* SIDE_CODE: the list that is asked */
    const TableForm *form;  /* SIDE_ROW */
    uint8_t reason;         /* SIDE_REASON */
} Watch;

/* ---- clauses ---- */

static Clause *clause_at(const Reach *reach, Span span, Side side)
{
    size_t low = 0, high = reach->count;
    if (span.file != reach->file) return NULL;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (reach->clauses[middle].node->span.start < span.start)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < reach->count && reach->clauses[low].node->span.start == span.start; low++)
        if (reach->clauses[low].side == side && reach->clauses[low].node->span.end == span.end)
            return &reach->clauses[low];
    return NULL;
}

static void note(const Reach *reach, const Node *node, Side side)
{
    Clause *clause = clause_at(reach, node->span, side);
    if (clause) clause->reached = true;
}

/* ---- lists ---- */

static const Node *list_named(const Model *model, Str name)
{
    const Node *tree;
    for (size_t t = 0; (tree = model_tree(model, t)) != NULL; t++)
        for (uint32_t i = 0; i < tree->count; i++) {
            const Node *node = tree->child[i];
            if (node->kind == NODE_LIST_DECL && str_eq(node->child[AT_LIST_DECL_NAME]->text, name))
                return node;
        }
    return NULL;
}

/* A list may name those above it: every one that `list` is made of asks for the code. */
static void note_code(const Watched *w, const Node *list, Str code)
{
    const Node *items = list->child[AT_LIST_DECL_ITEMS];
    for (uint32_t i = 0; i < items->count; i++) {
        const Node *item = items->child[i];
        if (item->kind == NODE_STRING && str_eq(item->text, code)) note(w->reach, item, SIDE_CODE);
        const Node *other = item->kind == NODE_NAME ? list_named(w->model, item->text) : NULL;
        if (other && other != list) note_code(w, other, code);
    }
}

/* ---- watching ---- */

static size_t add_extra(Model *model, const Expr *expr)
{
    if (!expr) return NOWHERE;
    GROW(model->arena, model->extras, model->extra_count, model->extra_cap);
    model->extras[model->extra_count] = (Extra){ .expr = expr };
    return model->extra_count++;
}

static Watch *add_watch(Watched *w, Side side, const Node *node, const Expr *e, const Expr *reached)
{
    GROW(w->model->arena, w->watches, w->count, w->cap);
    Watch *watch = &w->watches[w->count++];
    *watch = (Watch){ .side = side, .node = node };
    watch->figure = add_extra(w->model, e);
    watch->reached = add_extra(w->model, reached);
    return watch;
}

/* The same look-up in a table whose results are the numbers of its rows. */
static const Expr *row_number(Model *model, const Expr *lookup, const TableForm *form)
{
    Arena *arena = model->arena;
    if (lookup->kind != EXPR_LOOKUP || lookup->table != form->table) return NULL;
    TableInfo numbers = model->tables[form->table];
    ValueCell *values = NEW_ARRAY(arena, ValueCell, numbers.row_count + 1);
    for (uint32_t r = 0; r < numbers.row_count; r++)
        values[r].number = exact_from_i64(arena, (int64_t)r);
    numbers.values = values;
    numbers.type = TYPE_NUMBER;
    numbers.slope = NULL;
    GROW(arena, model->tables, model->table_count, model->table_cap);
    Expr e = *lookup;
    e.table = (uint32_t)model->table_count;
    e.type = TYPE_NUMBER;
    e.unit = UNIT_PURE;
    e.codes = NULL;
    model->tables[model->table_count++] = numbers;
    return expr_make(model, &e);
}

static void watch_row(Watched *w, const Mark *mark)
{
    Model *model = w->model;
    const TableForm *form = &model->forms[mark->which];
    if (form->node->span.file != w->reach->file || form->node->kind != NODE_TABLE) return;
    const Expr *number = form->keys ? row_number(model, expr_bare(mark->expr), form)
                                    : expr_int(model, mark->expr->place, 0, mark->node->span);
    if (number) add_watch(w, SIDE_ROW, mark->node, number, mark->reached)->form = form;
}

static void watch_mark(Watched *w, const Mark *mark)
{
    static const Side sides[] = { [MARK_TRUTH] = SIDE_YES,
                                  [MARK_TAKEN] = SIDE_TAKEN,
                                  [MARK_MISSING] = SIDE_MISSING,
                                  [MARK_LINE] = SIDE_LINE };
    if (mark->kind == MARK_ROW) {
        watch_row(w, mark);
    } else if (mark->kind == MARK_CODE) {
        const Node *list = list_named(w->model, w->model->lists[mark->which].name);
        if (list) add_watch(w, SIDE_CODE, mark->node, mark->expr, mark->reached)->list = list;
    } else {
        bool here = mark->node->span.file == w->reach->file ||
                    (mark->kind == MARK_LINE && mark->node->kind == NODE_BANDS);
        if (here) add_watch(w, sides[mark->kind], mark->node, mark->expr, mark->reached);
    }
}

static const Expr *field_formula(Model *model, Field *field)
{
    Span span = field->node->span;
    if (!field->parent) return expr_field(model, field, span);
    return expr_make(model, &(Expr){ .kind = EXPR_LINK,
                                     .place = &field->record->place,
                                     .type = TYPE_ROW,
                                     .index = field->index,
                                     .span = span });
}

/* The reasons of a field in a list of options: its own, or its record's. */
static void watch_options(Watched *w, Field *field, const Node *options)
{
    Model *model = w->model;
    for (uint32_t i = 0; i < options->count; i++) {
        const Node *option = options->child[i], *name;
        switch ((int)option->kind) {
        case NODE_MISSING_AS: name = option->child[AT_MISSING_AS_REASON]; break;
        case NODE_ELSE_AS: name = option->child[AT_ELSE_AS_REASON]; break;
        case NODE_NOT_IN: name = option->child[AT_NOT_IN_REASON]; break;
        default: continue;
        }
        if (!clause_at(w->reach, option->span, SIDE_REASON)) continue;
        add_watch(w, SIDE_REASON, option, field_formula(model, field), NULL)->reason =
            reason_find(model, name->text);
    }
}

static void watch_field(Watched *w, Record *record, Field *field)
{
    const Node *node = field->node;
    if (!node || (node->kind != NODE_FIELD && node->kind != NODE_PART_FIELD)) return;
    bool link = node->kind == NODE_PART_FIELD;
    watch_options(w, field, node->child[link ? AT_PART_FIELD_OPTIONS : AT_FIELD_OPTIONS]);
    if (link) return;
    watch_options(w, field, record->node->child[AT_RECORD_OPTIONS]);
    const Node *kind = node->child[AT_FIELD_KIND];
    const Node *name = kind->kind == NODE_KIND_CODE ? kind->child[AT_KIND_CODE_LIST] : NULL;
    const Node *list = name ? list_named(w->model, name->text) : NULL;
    if (list) add_watch(w, SIDE_CODE, node, field_formula(w->model, field), NULL)->list = list;
}

static void watch_picks(Watched *w)
{
    Model *model = w->model;
    for (size_t p = 0; p < model->pick_count; p++) {
        Pick *pick = model->picks[p];
        if (!pick->points || pick->node->span.file != w->reach->file) continue;
        for (size_t i = 0; i < pick->slot_count; i++) {
            const Expr *count = expr_make(model, &(Expr){ .kind = EXPR_PICKED,
                                                          .place = pick->level->place,
                                                          .type = TYPE_NUMBER,
                                                          .unit = UNIT_PURE,
                                                          .pick = pick,
                                                          .index = (uint32_t)(i * 4 + 1),
                                                          .span = pick->slots[i].node->span });
            add_watch(w, SIDE_FILLED, pick->slots[i].node, count, NULL);
        }
    }
}

/* A split has a line for each of its groups. */
static void watch_splits(Watched *w)
{
    Model *model = w->model;
    for (size_t g = 0; g < model->group_count; g++) {
        Group *group = model->groups[g];
        if (!group->is_split || group->node->span.file != w->reach->file) continue;
        add_watch(w, SIDE_GROUPS, group->node->child[0],
                  expr_yes(model, &group->place, true, group->node->span), NULL);
    }
}

Watched reach_watch(Reach *reach, Model *model)
{
    Watched w = { .reach = reach, .model = model };
    size_t marks = model->mark_count;
    for (size_t i = 0; i < marks; i++) watch_mark(&w, &model->marks[i]);
    for (size_t r = 0; r < model->record_count; r++)
        for (size_t f = 0; f < model->records[r]->field_count; f++)
            watch_field(&w, model->records[r], &model->records[r]->fields[f]);
    watch_picks(&w);
    watch_splits(&w);
    return w;
}

/* ---- reading ---- */

typedef struct Reading {
    const Watched *w;
    const Run *run;
    Printer printer;
} Reading;

static const Column *column_of(const Reading *r, size_t extra)
{
    return run_column(r->run, r->w->model->extras[extra].column);
}

static void read_line(const Reading *r, const Watch *watch, const Column *column, uint64_t row)
{
    const Node *node = watch->node;
    const Node *lines = node->kind == NODE_REVIEW ? node->child[AT_REVIEW_CLAUSES] : node;
    int64_t at = cell_band(&r->printer, column, row);
    for (uint32_t i = 0; i < lines->count; i++) {
        const Node *line = lines->child[i];
        bool finding = line->kind == NODE_FINDING || line->kind == NODE_FINDING_OTHERWISE ||
                       line->kind == NODE_FINDING_MISSING;
        if (node->kind == NODE_REVIEW && !finding) continue;
        if (at < 0 ? line->kind == NODE_BAND_MISSING : at-- == 0) {
            note(r->w->reach, line, SIDE_LINE);
            return;
        }
    }
}

/* A piece of a curve goes on to the row after it, of the same other keys. */
static void note_next(const Reach *reach, const TableForm *form, const Node *found)
{
    const Node *rows = table_rows(form->node), *next = NULL;
    for (uint32_t i = 1; i + 1 < rows->count; i++)
        if (rows->child[i] == found) next = rows->child[i + 1];
    for (uint32_t k = 0; next && k < form->first + curve_key(form); k++)
        if (!str_eq(found->child[k]->text, next->child[k]->text)) next = NULL;
    if (next) note(reach, next, SIDE_ROW);
}

static void read_row(const Reading *r, const Watch *watch, const Column *column, uint64_t row)
{
    const TableForm *form = watch->form;
    if (run_reason(column, row)) {
        const Node *curve = form->curve ? form->curve->child[AT_STRAIGHT_LINES_OUTSIDE] : NULL;
        if (curve && run_reason(column, row) == REASON_NOT_IN_TABLE)
            note(r->w->reach, curve, SIDE_OUTSIDE);
        return;
    }
    const Node *found = form->row[form->keys ? cell_whole(&r->printer, column, row) : 0];
    note(r->w->reach, found, SIDE_ROW);
    if (form->curve) note_next(r->w->reach, form, found);
}

static void read_value(const Reading *r, const Watch *watch, const Column *column, uint64_t row)
{
    const Reach *reach = r->w->reach;
    uint8_t reason = run_reason(column, row);
    int yes = column->type == TYPE_YESNO ? cell_yes(column, row) : -1;
    switch (watch->side) {
    case SIDE_YES:
    case SIDE_NO:
        if (yes >= 0) note(reach, watch->node, yes ? SIDE_YES : SIDE_NO);
        break;
    case SIDE_TAKEN:
        if (yes == 1) note(reach, watch->node, SIDE_TAKEN);
        break;
    case SIDE_MISSING:
        if (reason) note(reach, watch->node, SIDE_MISSING);
        break;
    case SIDE_REASON:
        if (reason && reason == watch->reason) note(reach, watch->node, SIDE_REASON);
        break;
    case SIDE_FILLED:
        if (!reason && cell_whole(&r->printer, column, row) > 0)
            note(reach, watch->node, SIDE_FILLED);
        break;
    case SIDE_LINE: read_line(r, watch, column, row); break;
    case SIDE_ROW: read_row(r, watch, column, row); break;
    case SIDE_CODE:
        if (!reason && column->type == TYPE_CODE)
            note_code(r->w, watch->list, run_text(r->run, column, row));
        break;
    case SIDE_GROUPS:
    case SIDE_OUTSIDE:
    case SIDE_YEAR: break;
    }
}

static void read_watch(const Reading *r, const Watch *watch)
{
    const Model *model = r->w->model;
    const Column *column = column_of(r, watch->figure);
    const Column *reached = watch->reached == NOWHERE ? NULL : column_of(r, watch->reached);
    uint64_t rows = run_real_rows(r->run, model->extras[watch->figure].expr->place->space);
    if (watch->side == SIDE_GROUPS && rows > 1) note(r->w->reach, watch->node, SIDE_GROUPS);
    for (uint64_t row = 0; row < rows; row++)
        if (!reached || cell_yes(reached, row) == 1) read_value(r, watch, column, row);
}

void reach_read(const Watched *watched, const Run *run, Arena *scratch)
{
    Reading r = { watched, run, { run->program, run, scratch, NULL } };
    for (size_t i = 0; i < watched->count; i++) read_watch(&r, &watched->watches[i]);
    Reach *reach = watched->reach;
    for (size_t i = 0; i < reach->count; i++) {
        Clause *clause = &reach->clauses[i];
        if (clause->side != SIDE_YEAR) continue;
        const Node *dates = clause->node;
        if (dates->kind == NODE_DATED) dates = dates->child[AT_DATED_DATES];
        if (dates->kind == NODE_NOT_MADE) dates = dates->child[AT_NOT_MADE_DATES];
        clause->reached = clause->reached || dates_hold(dates, watched->model->year);
    }
}
