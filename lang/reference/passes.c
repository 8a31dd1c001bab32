/* passes.c -- see passes.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "reference/passes.h"
#include "result/cell.h"
#include <stdlib.h>

bool passes_is_national(const Place *place)
{
    if (place->kind == PLACE_NATION) return true;
    return place->kind == PLACE_GROUP && place->group->level->kind == PLACE_NATION &&
           !place->group->is_each;
}

/* ---- which they are ---- */

static void add_open(Model *model, Passes *passes, Span span)
{
    GROW(model->arena, passes->open, passes->open_count, passes->open_cap);
    passes->open[passes->open_count++] = span;
}

static void add_pass(Model *model, Passes *passes, Def *def)
{
    for (size_t i = 0; i < passes->count; i++)
        if (passes->items[i].def == def) return;
    GROW(model->arena, passes->items, passes->count, passes->cap);
    passes->items[passes->count++] = (Pass){ .def = def,
                                             .measure = def->measure->name,
                                             .figure = def->kind == DEF_VALUE   ? STR("value")
                                                       : def->kind == DEF_LOWER ? STR("lower")
                                                       : def->kind == DEF_UPPER ? STR("upper")
                                                                                : def->name };
}

/* Whether what a definition gives can be written down and looked up again. */
static bool can_freeze(const Def *def)
{
    if (!def->measure || def->kind == DEF_DERIVE || def->kind == DEF_BAND) return false;
    if (def->place->kind == PLACE_GROUP && def->place->group->is_split) return false;
    Type type = def->expr->type;
    return type == TYPE_NUMBER || type == TYPE_CODE || type == TYPE_YESNO;
}

static void look_at(Model *model, Passes *passes, const Expr *e)
{
    if (passes_is_national(e->place)) return;
    if (e->kind == EXPR_READ && passes_is_national(e->arg[0]->place)) {
        const Expr *inner = e->arg[0];
        if (inner->kind == EXPR_DEF && can_freeze(inner->def))
            add_pass(model, passes, inner->def);
        else
            add_open(model, passes, e->span);
    }
    bool ranks = e->kind == EXPR_RANK && !e->gather->row;
    bool between = e->kind == EXPR_ALONG && e->group->level->kind == PLACE_NATION;
    if (ranks || between) add_open(model, passes, e->span);
}

static int by_span(Span a, Span b)
{
    if (a.file != b.file) return a.file < b.file ? -1 : 1;
    return a.start < b.start ? -1 : a.start > b.start;
}

static int by_text(const void *left, const void *right)
{
    const Pass *a = left, *b = right;
    int order = by_span(a->def->node->span, b->def->node->span);
    return order ? order : (int)a->def->kind - (int)b->def->kind;
}

static int by_open(const void *left, const void *right)
{
    return by_span(*(const Span *)left, *(const Span *)right);
}

Passes *passes_find(Model *model)
{
    Passes *passes = NEW(model->arena, Passes);
    for (size_t i = 0; i < model->slot_cap; i++)
        if (model->slot[i]) look_at(model, passes, model->slot[i]);
    if (passes->count > 1) qsort(passes->items, passes->count, sizeof(Pass), by_text);
    if (passes->open_count > 1) qsort(passes->open, passes->open_count, sizeof(Span), by_open);
    size_t kept = 0;
    for (size_t i = 0; i < passes->open_count; i++)
        if (!i || by_span(passes->open[i], passes->open[kept - 1]) != 0)
            passes->open[kept++] = passes->open[i];
    passes->open_count = kept;
    return passes;
}

void passes_ask(Model *model, Passes *passes)
{
    for (size_t i = 0; i < passes->count; i++) {
        GROW(model->arena, model->extras, model->extra_count, model->extra_cap);
        model->extras[model->extra_count] = (Extra){ .expr = passes->items[i].def->expr };
        passes->items[i].extra = model->extra_count++;
    }
}

/* ---- what they are ---- */

typedef struct Rows {
    Arena *arena;
    const Model *model;
    Printer printer;
    PassRows *to;
    int year;
    uint64_t record;
} Rows;

static void add_value(Text *text, Rows *rows, const Column *column, uint64_t row)
{
    if (column->type == TYPE_NUMBER)
        cell_exact(text, &rows->printer, column, row);
    else if (column->type == TYPE_BAND)
        text_i64(text, cell_whole(&rows->printer, column, row));
    else
        cell_plain(text, &rows->printer, column, row);
}

/* The keys of a group as a line of CSV. */
static Str group_text(Rows *rows, const Space *space, uint64_t row)
{
    Text line = text_open(rows->arena);
    for (uint32_t k = 0; k < space->key_count; k++) {
        Text key = text_open(rows->printer.scratch);
        add_value(&key, rows, run_column(rows->printer.run, space->key_column[k]), row);
        if (k) text_byte(&line, ',');
        text_csv(&line, text_str(&key));
    }
    return text_str(&line);
}

static void add_row(Rows *rows, const Pass *pass, Str what, Str group, uint64_t row)
{
    const Column *column = run_column(rows->printer.run, rows->model->extras[pass->extra].column);
    uint8_t reason = run_reason(column, row);
    Text value = text_open(rows->arena);
    if (!reason) add_value(&value, rows, column, row);
    GROW(rows->arena, rows->to->items, rows->to->count, rows->to->cap);
    rows->to->items[rows->to->count++] =
        (PassRow){ .what = what,
                   .year = rows->year,
                   .record = rows->record,
                   .measure = pass->measure,
                   .figure = pass->figure,
                   .group = group,
                   .value = text_str(&value),
                   .reason = reason ? rows->model->reasons[reason].name : STR_EMPTY };
}

void passes_rows(PassRows *to, Arena *arena, const Model *model, const Passes *passes,
                 const Run *run, Arena *scratch, int year, uint64_t record)
{
    Rows rows = { .arena = arena,
                  .model = model,
                  .printer = { run->program, run, scratch, NULL },
                  .to = to,
                  .year = year,
                  .record = record };
    for (size_t i = 0; i < passes->count; i++) {
        const Pass *pass = &passes->items[i];
        const Place *place = pass->def->place;
        if (model->extras[pass->extra].column == NONE)
            continue; /* nothing asks for it in the year */
        if (place->kind == PLACE_NATION) {
            add_row(&rows, pass, STR("nation"), STR_EMPTY, 0);
            continue;
        }
        uint64_t groups = run_real_rows(run, place->space);
        const Space *space = &run->program->spaces[place->space];
        for (uint64_t g = 0; g < groups; g++) {
            add_row(&rows, pass, STR("group"), group_text(&rows, space, g), g);
            printer_rest(&rows.printer);
        }
        add_row(&rows, pass, STR("no group"), STR_EMPTY, groups);
    }
}
