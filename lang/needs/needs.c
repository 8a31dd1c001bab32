/* needs.c -- see needs.h: who reads which column, year by year.
 * SPDX-License-Identifier: Apache-2.0 */
#include "needs/needs.h"
#include "check/record.h"

/* ---- who reads what ---- */

static NeedColumn *column_of(Needs *needs, const Field *field)
{
    for (size_t f = 0; f < needs->file_count; f++)
        for (size_t c = 0; c < needs->files[f].column_count; c++)
            if (needs->files[f].columns[c].field->node == field->node)
                return &needs->files[f].columns[c];
    return NULL;
}

static void add_reader(Needs *needs, NeedColumn *column, Reader reader)
{
    for (size_t i = 0; i < column->reader_count; i++)
        if (column->readers[i].kind == reader.kind && str_eq(column->readers[i].name, reader.name))
            return;
    GROW(needs->arena, column->readers, column->reader_count, column->reader_cap);
    size_t at = column->reader_count++;
    for (; at > 0; at--) {
        const Reader *before = &column->readers[at - 1];
        if (before->kind < reader.kind ||
            (before->kind == reader.kind && before->order <= reader.order))
            break;
        column->readers[at] = *before;
    }
    column->readers[at] = reader;
}

/* The derived fields on the way to items[at]. */
static void add_way(Needs *needs, NeedColumn *column, const Parts *parts, size_t at)
{
    for (; at != SIZE_MAX; at = parts->items[at].from) {
        const Expr *e = parts->items[at].expr;
        if (e->kind != EXPR_DEF || e->def->kind != DEF_DERIVE) continue;
        const Node *node = e->def->node;
        Str name = str_printf(needs->arena, "%S.%S", node->child[AT_DERIVE_RECORD]->text,
                              node->child[AT_DERIVE_NAME]->text);
        add_reader(
            needs, column,
            (Reader){ READER_DERIVE, node->span.start, name, node->child[AT_DERIVE_TITLE]->text });
    }
}

/* The year whose rows items[at] reads: an earlier one where something on the way says so. */
static size_t year_of(const Needs *needs, const Parts *parts, size_t at, size_t year)
{
    for (; at != SIZE_MAX; at = parts->items[at].from) {
        const Expr *e = parts->items[at].expr;
        if (e->kind == EXPR_EARLIER) return (size_t)(e->in->year - needs->models[0]->year);
    }
    return year;
}

/* Everything that parts comes to is read by `reader` in year number `year`. */
static void note(Needs *needs, Parts *parts, size_t year, Reader reader)
{
    parts_run(parts);
    for (size_t i = 0; i < parts->count; i++) {
        const Field *field = expr_field_of(parts->items[i].expr);
        NeedColumn *column = field ? column_of(needs, field) : NULL;
        if (!column) continue;
        column->read[year_of(needs, parts, parts->items[i].from, year)] = true;
        add_reader(needs, column, reader);
        add_way(needs, column, parts, i);
    }
}

static void note_measures(Needs *needs, const Model *model, size_t year)
{
    for (size_t i = 0; i < model->measure_count; i++) {
        const Measure *measure = model->measures[i];
        if (measure->not_made) continue;
        Parts parts = { .arena = needs->arena };
        parts_measure(&parts, measure);
        note(needs, &parts, year, (Reader){ READER_MEASURE, i, measure->name, measure->title });
    }
}

static void note_judgements(Needs *needs, const Model *model, size_t year)
{
    for (size_t i = 0; i < model->review_level_count; i++) {
        const ReviewLevel *level = &model->review_levels[i];
        Parts parts = { .arena = needs->arena };
        parts_review(&parts, level);
        note(needs, &parts, year,
             (Reader){ READER_REVIEW, i, level->review->name, level->review->title });
    }
    for (size_t i = 0; i < model->power_count; i++) {
        const Power *power = model->powers[i];
        Parts parts = { .arena = needs->arena };
        parts_power(&parts, power);
        note(needs, &parts, year, (Reader){ READER_POWER, i, power->name, power->title });
    }
    for (size_t i = 0; i < model->goal_count; i++) {
        const Goal *goal = model->goals[i];
        Parts parts = { .arena = needs->arena };
        parts_add(&parts, goal->figure);
        note(needs, &parts, year, (Reader){ READER_GOAL, i, goal->name, goal->title });
    }
    for (size_t i = 0; i < model->reconcile_count; i++) {
        const Reconcile *reconcile = model->reconciles[i];
        Parts parts = { .arena = needs->arena };
        parts_reconcile(&parts, reconcile);
        note(needs, &parts, year,
             (Reader){ READER_RECONCILE, i, reconcile->name, reconcile->title });
    }
    for (size_t i = 0; i < model->support_count; i++) {
        const Support *support = model->supports[i];
        Parts parts = { .arena = needs->arena };
        parts_support(&parts, support);
        note(needs, &parts, year, (Reader){ READER_SUPPORT, i, support->name, support->title });
    }
}

/* ---- files and columns ---- */

static Str named_in(const Renamed *renamed, size_t count, int year, Str otherwise)
{
    for (size_t i = 0; i < count; i++)
        if (year >= renamed[i].first_year && year <= renamed[i].last_year) return renamed[i].name;
    return otherwise;
}

/* Adds a year to the spells: to the last, where it says the same and ends the year before. */
static void add_year(Spells *spells, int year, Str text)
{
    Spell *last = spells->count ? &spells->items[spells->count - 1] : NULL;
    if (last && last->last == year - 1 && str_eq(last->text, text))
        last->last = year;
    else
        spells->items[spells->count++] = (Spell){ year, year, text };
}

static Str heading_in(Arena *arena, const FieldSchema *schema, int year)
{
    if (schema->header_count == 1)
        return named_in(schema->renamed, schema->renamed_count, year, schema->headers[0]);
    Text text = text_open(arena);
    for (size_t i = 0; i < schema->header_count; i++)
        text_printf(&text, "%s%S", i ? " + " : "", schema->headers[i]);
    return text_str(&text);
}

static bool is_there(const FieldSchema *schema, int year)
{
    for (size_t i = 0; i < schema->not_in_count; i++)
        if (year >= schema->not_in[i].first_year && year <= schema->not_in[i].last_year)
            return false;
    return true;
}

/* Whether it is asked for whatever reads it: it tells rows apart, joins, is printed, makes rows. */
static bool is_structure(const NeedFile *file, const Field *field)
{
    bool makes = file->schema->list_separator && file->schema->list_field == field->index;
    bool continues = file->schema->continues_count && field->index >= file->record->first_continues;
    return field_is_key(field) || field->role == ROLE_LINK || field->role == ROLE_IDENTITY ||
           makes || continues;
}

static void add_file(Needs *needs, RecordSchema **schemas, size_t r)
{
    size_t last = needs->model_count - 1;
    const Record *record = needs->models[last]->records[r];
    if (schemas[last][r].file.len == 0) return;
    NeedFile *file = &needs->files[needs->file_count++];
    *file = (NeedFile){ .record = record, .schema = &schemas[last][r] };
    file->columns = NEW_ARRAY(needs->arena, NeedColumn, record->field_count + 1);
    for (size_t i = 0; i < record->field_count; i++) {
        NeedColumn *column = &file->columns[file->column_count++];
        *column = (NeedColumn){ .field = &record->fields[i], .schema = &file->schema->fields[i] };
        column->read = NEW_ARRAY(needs->arena, bool, needs->model_count);
    }
}

static void set_names(Needs *needs, RecordSchema **schemas, NeedFile *file)
{
    file->names.items = NEW_ARRAY(needs->arena, Spell, needs->model_count);
    for (size_t y = 0; y < needs->model_count; y++) {
        const RecordSchema *schema = &schemas[y][file->record->index];
        int year = needs->models[y]->year;
        add_year(&file->names, year,
                 named_in(schema->renamed, schema->renamed_count, year, schema->file));
    }
}

static void set_headings(Needs *needs, RecordSchema **schemas, NeedFile *file, NeedColumn *column)
{
    bool structure = is_structure(file, column->field);
    column->headings.items = NEW_ARRAY(needs->arena, Spell, needs->model_count);
    for (size_t y = 0; y < needs->model_count; y++) {
        const FieldSchema *schema = &schemas[y][file->record->index].fields[column->field->index];
        int year = needs->models[y]->year;
        column->asked = column->asked || structure || column->read[y];
        if (!is_there(schema, year)) continue;
        add_year(&column->headings, year, heading_in(needs->arena, schema, year));
    }
    column->asked = column->asked && column->headings.count;
}

/* Leaves out the years before the first that anything reads, and those after `only`. */
static size_t first_read(const Needs *needs, size_t only)
{
    for (size_t y = 0; y < only; y++)
        for (size_t f = 0; f < needs->file_count; f++)
            for (size_t c = 0; c < needs->files[f].column_count; c++)
                if (needs->files[f].columns[c].read[y]) return y;
    return only;
}

static void leave_out(Needs *needs, RecordSchema ***schemas, size_t only)
{
    size_t first = first_read(needs, only);
    needs->models += first;
    *schemas += first;
    needs->model_count = only + 1 - first;
    for (size_t f = 0; f < needs->file_count; f++) {
        NeedFile *file = &needs->files[f];
        file->record = needs->models[only - first]->records[file->record->index];
        file->schema = &(*schemas)[only - first][file->record->index];
        for (size_t c = 0; c < file->column_count; c++) {
            file->columns[c].read += first;
            file->columns[c].field = &file->record->fields[c];
            file->columns[c].schema = &file->schema->fields[c];
        }
    }
}

Needs needs_of(Arena *arena, Model **models, size_t count, size_t only)
{
    Needs needs = { .arena = arena, .models = models, .model_count = count };
    RecordSchema **schemas = NEW_ARRAY(arena, RecordSchema *, count);
    for (size_t y = 0; y < count; y++) schemas[y] = records_schemas(models[y], arena);
    needs.files = NEW_ARRAY(arena, NeedFile, models[0]->record_count + 1);
    for (size_t r = 0; r < models[0]->record_count; r++) add_file(&needs, schemas, r);
    for (size_t y = 0; y < count; y++) {
        if (only != SIZE_MAX && y != only) continue;
        note_measures(&needs, models[y], y);
        note_judgements(&needs, models[y], y);
    }
    if (only != SIZE_MAX) leave_out(&needs, &schemas, only);
    for (size_t f = 0; f < needs.file_count; f++) {
        set_names(&needs, schemas, &needs.files[f]);
        for (size_t c = 0; c < needs.files[f].column_count; c++)
            set_headings(&needs, schemas, &needs.files[f], &needs.files[f].columns[c]);
    }
    return needs;
}
