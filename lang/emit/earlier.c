/* earlier.c -- what a program reads of earlier years, and what such a year's program makes for the
 * years after it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "emit/emit.h"
#include "check/record.h"

/* Which of the formulas wanted of a model e is; it is wanted from now on. */
static uint32_t want(Model *model, const Expr *e)
{
    e = expr_bare(e);
    for (uint32_t i = 0; i < model->wanted_count; i++)
        if (model->wanted[i] == e) return i;
    GROW(model->arena, model->wanted, model->wanted_count, model->wanted_cap);
    model->wanted[model->wanted_count] = e;
    return (uint32_t)model->wanted_count++;
}

/* The years in between are read too, for a unit may have changed its key in any of them. */
static void link_years(Emit *emit, const Record *record, const Model *to)
{
    if (!record->continues_count) return;
    for (Model *m = emit->model->before; m && m->year > to->year; m = m->before) m->linked = true;
}

uint32_t emit_earlier(Emit *emit, const Expr *e)
{
    Program *program = emit->program;
    uint32_t lag = (uint32_t)(emit->model->year - e->in->year), index = want(e->in, e->earlier);
    for (uint32_t i = 0; i < program->earlier_count; i++)
        if (program->earlier[i].lag == lag && program->earlier[i].export_ == index)
            return program->earlier[i].column;
    if (e->place->kind == PLACE_RECORD) link_years(emit, e->place->record, e->in);
    Str name = source_text(emit->model->sources, e->span);
    uint32_t column = emit_new_column(emit, e->place, e->type, COLUMN_EARLIER, name, e->span);
    size_t count = program->earlier_count;
    GROW(emit->arena, program->earlier, count, emit->earlier_cap);
    program->earlier[count] = (EarlierRead){ column, lag, index };
    program->earlier_count++;
    return column;
}

void emit_exports(Emit *emit)
{
    const Model *model = emit->model;
    Program *program = emit->program;
    program->exports = NEW_ARRAY(emit->arena, uint32_t, model->wanted_count + 1);
    for (size_t i = 0; i < model->wanted_count; i++) {
        uint32_t column = emit_column(emit, model->wanted[i]);
        program->columns[column].keep = true;
        program->exports[i] = column;
    }
    program->export_count = (uint32_t)model->wanted_count;
}

void emit_continues(Emit *emit)
{
    const Model *model = emit->model;
    for (size_t r = 0; r < model->record_count && model->before; r++) {
        const Record *record = model->records[r];
        for (size_t i = 0; i < record->continues_count; i++) {
            const Field *field = &record->fields[record->first_continues + i];
            emit->program->columns[emit_field_column(emit, field)].keep = true;
        }
    }
}
