/* emit.c -- see emit.h: spaces and columns of the records, then outputs (which ask for what they
 * print), then steps; and the same for the years before, of which later years ask.
 * SPDX-License-Identifier: Apache-2.0 */
#include "emit/emit.h"
#include "limit.h"
#include "check/expr.h"

static void make_spaces(Emit *emit)
{
    Model *model = emit->model;
    Program *program = emit->program;
    size_t count = 1 + model->record_count + model->group_count;
    program->spaces = NEW_ARRAY(emit->arena, Space, count);
    program->spaces[0] =
        (Space){ .kind = SPACE_NATION, .name = STR("nation"), .level_column = NONE };
    for (uint32_t r = 0; r < model->record_count; r++) {
        model->records[r]->place.space = r + 1;
        program->spaces[r + 1] = (Space){
            .kind = SPACE_RECORD, .name = model->records[r]->name, .record = r, .level_column = NONE
        };
    }
    program->space_count = 1 + (uint32_t)model->record_count; /* groups join as they are planned */
}

static void make_field_columns(Emit *emit)
{
    Model *model = emit->model;
    emit->first_field = NEW_ARRAY(emit->arena, uint32_t, model->record_count + 1);
    for (size_t r = 0; r < model->record_count; r++) {
        Record *record = model->records[r];
        emit->first_field[r] = emit->program->column_count;
        for (size_t f = 0; f < record->field_count; f++) {
            const Field *field = &record->fields[f];
            Str name = str_printf(emit->arena, "%S.%S", record->name, field->name);
            Span span = field->node ? field->node->span : record->node->span;
            uint32_t column =
                emit_new_column(emit, &record->place, field->type, COLUMN_FIELD, name, span);
            emit->program->columns[column].field = field->index;
            if (field->parent) emit->program->columns[column].target = field->parent->place.space;
        }
    }
}

static void copy_lists(Emit *emit)
{
    Model *model = emit->model;
    Program *program = emit->program;
    program->name = model->name;
    program->title = model->title;
    program->owner = model->owner;
    program->edition = model->edition;
    program->term_first = model->term_first;
    program->term_last = model->term_last;
    program->standing.mode = model->study ? MODE_STUDY : MODE_DRAFT;
    program->corrections = model->corrections;
    program->decisions = model->decisions;
    program->year = model->year;
    program->tables = model->tables;
    program->table_count = (uint32_t)model->table_count;
    program->lists = model->lists;
    program->list_count = (uint32_t)model->list_count;
    program->texts = model->texts;
    program->text_count = (uint32_t)model->text_count;
    program->roundings = model->rounds;
    program->rounding_count = (uint32_t)model->round_count;
    program->reasons = model->reasons;
    program->reason_count = (uint32_t)model->reason_count;
    if (model->framework) program->span = model->framework->child[AT_FRAMEWORK_NAME]->span;
    if (!model->reference) return;
    program->reference = node_year(model->reference);
    program->span = model->reference->span;
}

/* One year's program: all that is printed, or, of a year before, what others want. */
static Program *emit_year(Model *model, bool printed)
{
    Arena *arena = model->arena;
    for (size_t g = 0; g < model->group_count; g++) model->groups[g]->place.space = 0;
    Emit *emit = NEW(arena, Emit);
    *emit = (Emit){ .model = model, .arena = arena, .program = NEW(arena, Program) };
    Program *program = emit->program;
    program->arena = arena;
    program->schemas = records_schemas(model, arena);
    program->schema_count = (uint32_t)model->record_count;
    make_spaces(emit);
    make_field_columns(emit);
    if (printed) {
        emit_outputs(emit);
    } else {
        emit_exports(emit);
        emit_extras(emit, true);
    }
    emit_continues(emit);
    emit_steps(emit);
    copy_lists(emit);
    bool fits =
        program->space_count <= LIMIT_SPACES && program->column_count <= LIMIT_PROGRAM_LIST &&
        program->acc_count <= LIMIT_PROGRAM_LIST && program->table_count <= LIMIT_PROGRAM_LIST &&
        program->list_count <= LIMIT_PROGRAM_LIST && program->text_count <= LIMIT_NODES &&
        program->constant_count <= LIMIT_PROGRAM_LIST &&
        program->rounding_count <= LIMIT_PROGRAM_LIST && program->arg_count <= LIMIT_NODES &&
        program->step_count <= LIMIT_INSTRUCTIONS;
    if (fits && !emit->too_large) return program;
    DIAG_AT(model->diags, D_PROGRAM_LARGE, model->framework->span);
    return NULL;
}

/* The rows of a record that some year reads of another are followed through all of them. */
static void follow_records(Program *const *programs, uint32_t count)
{
    for (uint32_t p = 0; p < count; p++)
        for (uint32_t i = 0; programs[p] && i < programs[p]->earlier_count; i++) {
            uint32_t space = programs[p]->columns[programs[p]->earlier[i].column].space;
            for (uint32_t q = 0; space && q < count; q++)
                if (programs[q]) programs[q]->schemas[space - 1].followed = true;
        }
}

/* From the latest year to the first: a year's program may want something of those before it. */
Program *emit_program(Model *model)
{
    uint32_t count = 0, at = 0;
    for (Model *m = model->before; m; m = m->before, count++) {
        m->wanted_count = 0;
        m->linked = false;
    }
    Program *program = emit_year(model, true);
    if (!program || !count) return program;
    Program **before = NEW_ARRAY(model->arena, Program *, count + 1);
    *before++ = program;
    program->before = before;
    program->before_count = count;
    for (Model *m = model->before; m; m = m->before, at++) {
        if (!m->wanted_count && !m->linked) continue;
        before[at] = emit_year(m, false);
        if (!before[at]) return NULL;
        before[at]->before = before + at + 1;
        before[at]->before_count = count - at - 1;
    }
    follow_records(before - 1, count + 1);
    return program;
}

bool emit_fits(Model *model)
{
    return emit_year(model, true) != NULL;
}
