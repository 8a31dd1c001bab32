/* links.c -- which rows of a level belong to which of another: links.csv.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "check/record.h"
#include "emit/emit.h"
#include "limit.h"

typedef struct Joining {
    Emit *emit;
    size_t cap;
    Record **levels; /* those with a file */
    size_t level_count;
} Joining;

static LinkOut *add_link(Joining *j, const Record *level, const Record *of)
{
    Program *program = j->emit->program;
    size_t count = program->link_count;
    GROW(j->emit->arena, program->links, count, j->cap);
    program->links[count] = (LinkOut){ .level = level->index,
                                       .of = of->index,
                                       .through = NONE,
                                       .from = NONE,
                                       .to = NONE,
                                       .weight = NONE,
                                       .status = NONE };
    program->link_count++;
    return &program->links[count];
}

static bool has_file(const Joining *j, const Record *record)
{
    for (size_t i = 0; i < j->level_count; i++)
        if (j->levels[i] == record) return true;
    return false;
}

/* ---- links of their own ---- */

static void own_links(Joining *j)
{
    for (size_t a = 0; a < j->level_count; a++)
        for (size_t b = 0; b < j->level_count; b++) {
            bool ok = false;
            if (a == b) continue;
            const Expr *row = expr_row_to(j->emit->model, &j->levels[a]->place,
                                          &j->levels[b]->place, (Span){ 0 }, &ok);
            if (ok) add_link(j, j->levels[a], j->levels[b])->to = emit_kept(j->emit, row);
        }
}

/* ---- records that join ---- */

static bool has_personal(const Record *record)
{
    for (size_t f = 0; f < record->field_count; f++)
        if (record->fields[f].role == ROLE_PERSONAL) return true;
    return false;
}

/* A link of its key to a level with a file; NULL. */
static const Field *joined(const Joining *j, const Record *record, size_t f)
{
    const RecordSchema *schema = &j->emit->program->schemas[record->index];
    const Field *field = &record->fields[f];
    bool key = false;
    for (size_t k = 0; k < schema->key_count; k++) key = key || schema->key[k] == f;
    return key && field->parent && has_file(j, field->parent) ? field : NULL;
}

/* The first measure with a value for each row of `level` whose first reduction is over `record`. */
static const Level *gathers(const Model *model, const Record *level, const Record *record)
{
    for (size_t m = 0; m < model->measure_count; m++) {
        const Level *at = level_find(model->measures[m], &level->place);
        if (at && at->first && at->first->from == &record->place) return at;
    }
    return NULL;
}

/* Whether a formula reads what marks a person. */
static bool reads_personal(const Expr *e, unsigned depth)
{
    if (depth > LIMIT_CHAIN) return true;
    while (e && e->kind == EXPR_DEF) e = e->def->expr;
    if (!e) return false;
    if (e->kind == EXPR_FIELD) return e->place->record->fields[e->index].role == ROLE_PERSONAL;
    for (uint32_t i = 0; i < e->arg_count; i++)
        if (reads_personal(e->arg[i], depth + 1)) return true;
    return false;
}

/* Of two records that a third joins, the one whose figures are made of its rows is the whole; where
 * that tells nothing, the one that comes first in its key. */
static void join(Joining *j, Record *record, const Field *first, const Field *second)
{
    Model *model = j->emit->model;
    const Level *by_first = gathers(model, first->parent, record);
    const Level *by_second = gathers(model, second->parent, record);
    bool turned = by_second && !by_first;
    const Field *whole = turned ? second : first, *part = turned ? first : second;
    const Level *by = turned ? by_second : by_first;
    LinkOut *link = add_link(j, part->parent, whole->parent);
    link->through = record->index;
    link->from = emit_field_column(j->emit, part);
    link->to = emit_field_column(j->emit, whole);
    j->emit->program->columns[link->from].keep = true;
    j->emit->program->columns[link->to].keep = true;
    if (!by) return;
    link->status =
        emit_kept(j->emit, measure_status(model, by->measure, &record->place, (Span){ 0 }));
    if (by->first->weight && !reads_personal(by->first->weight, 0))
        link->weight = emit_kept(j->emit, by->first->weight);
}

static void joins(Joining *j, Record *record)
{
    if (!record_printed(record) || has_personal(record)) return;
    for (size_t a = 0; a < record->field_count; a++)
        for (size_t b = a + 1; b < record->field_count; b++) {
            const Field *first = joined(j, record, a), *second = joined(j, record, b);
            if (first && second && first->parent != second->parent) join(j, record, first, second);
        }
}

void emit_links(Emit *emit)
{
    Model *model = emit->model;
    Joining j = { .emit = emit };
    j.levels = NEW_ARRAY(emit->arena, Record *, model->record_count + 1);
    for (uint32_t l = 0; l < emit->program->level_count; l++)
        if (emit->program->levels[l].record != NONE)
            j.levels[j.level_count++] = model->records[emit->program->levels[l].record];
    own_links(&j);
    for (size_t r = 0; r < model->record_count; r++) joins(&j, model->records[r]);
}
