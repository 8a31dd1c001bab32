/* level.c -- see level.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/level.h"
#include "result/rows.h"
#include "result/standing.h"
#include <stdlib.h>

/* One file on its way. */
typedef struct LevelSheet {
    Sheet *sheet;
    const LevelOut *level;
    const Table *table;        /* of the level's record; NULL for a split of the nation */
    const Space *group;        /* NULL unless a split */
    const LevelHiding *hiding; /* NULL unless it is published */
    const uint32_t *order;     /* of its rows */
} LevelSheet;

/* ---- order ---- */

typedef struct OrderJob {
    const Printer *printer;
    const LevelOut *level;
    const Space *group;
    const uint32_t *rank; /* of each row of the record, in order of key */
} OrderJob;

uint32_t level_record_row(const Printer *printer, const LevelOut *level, uint32_t row)
{
    const Space *space = &printer->program->spaces[level->space];
    if (space->kind != SPACE_GROUP) return row;
    if (space->level_column == NONE) return NO_ROW;
    return run_parent(run_column(printer->run, space->level_column), row);
}

static int by_key(const void *left, const void *right, void *user)
{
    const OrderJob *job = user;
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    uint32_t parent_a = level_record_row(job->printer, job->level, a);
    uint32_t parent_b = level_record_row(job->printer, job->level, b);
    if (parent_a != parent_b) {
        if (parent_a == NO_ROW || parent_b == NO_ROW) return parent_a == NO_ROW ? 1 : -1;
        return job->rank[parent_a] < job->rank[parent_b] ? -1 : 1;
    }
    for (uint32_t k = 0; k < job->group->key_count; k++) {
        const Column *key = run_column(job->printer->run, job->group->key_column[k]);
        int order = cell_order(job->printer, key, a, b);
        if (order) return order;
    }
    return (a > b) - (a < b);
}

uint32_t *level_order(Printer *printer, Arena *arena, const LevelOut *level, uint64_t *count)
{
    const Space *space = &printer->program->spaces[level->space];
    uint64_t rows = level->record == NONE ? 0 : printer->run->tables[level->record].rows;
    uint32_t *keys = NEW_ARRAY(arena, uint32_t, rows + 1);
    if (rows) table_key_order(&printer->run->tables[level->record], keys, arena);
    *count = run_real_rows(printer->run, level->space);
    if (space->kind != SPACE_GROUP) return keys;
    uint32_t *rank = NEW_ARRAY(arena, uint32_t, rows + 1);
    for (uint32_t i = 0; i < rows; i++) rank[keys[i]] = i;
    uint32_t *order = NEW_ARRAY(arena, uint32_t, *count + 1);
    for (uint32_t i = 0; i < *count; i++) order[i] = i;
    OrderJob job = { printer, level, space, rank };
    qsort_r(order, *count, sizeof *order, by_key, &job);
    return order;
}

/* ---- headings ---- */

static Str after_dot(Str name)
{
    for (size_t i = name.len; i > 0; i--)
        if (name.at[i - 1] == '.') return str_slice(name, i, name.len);
    return name;
}

static bool is_printed_identity(const FieldSchema *field)
{
    return field->role == ROLE_IDENTITY && !field->personal;
}

/* The heading of the key of a record that is named by another's field. */
static Str naming_field(const LevelSheet *out)
{
    const RecordSchema *schema = out->table->schema;
    if (schema->named_by_record < 0) return STR("key");
    const RecordSchema *namer = &out->sheet->printer->program->schemas[schema->named_by_record];
    return namer->fields[schema->named_by_field].name;
}

static void record_headings(LevelSheet *out)
{
    Sheet *sheet = out->sheet;
    const RecordSchema *schema = out->table->schema;
    for (size_t k = 0; k < schema->key_count; k++)
        sheet_heading(sheet, schema->fields[schema->key[k]].name, "", TOTAL_KEY);
    if (schema->key_count == 0) sheet_heading(sheet, naming_field(out), "", TOTAL_KEY);
    for (size_t f = 0; f < schema->field_count; f++)
        if (is_printed_identity(&schema->fields[f]))
            sheet_heading(sheet, schema->fields[f].name, "", TOTAL_NAME);
}

static void group_headings(LevelSheet *out)
{
    Sheet *sheet = out->sheet;
    for (uint32_t k = 0; out->group && k < out->group->key_count; k++) {
        uint32_t key = out->group->key_column[k];
        Str name = after_dot(sheet->printer->program->columns[key].name);
        sheet_heading(sheet, name, "", TOTAL_KEY);
    }
}

/* A figure is added up, a yes or no counted. */
static TotalKind total_of(const Sheet *sheet, uint32_t column)
{
    return sheet->printer->program->columns[column].type == TYPE_NUMBER ? TOTAL_NUMBERS
                                                                        : TOTAL_WORDS;
}

static void measure_headings(Sheet *sheet, const MeasureOut *measure)
{
    Str name = measure->name;
    if (measure->value != NONE) sheet_heading(sheet, name, "", total_of(sheet, measure->value));
    if (measure->value != NONE && sheet->style.exact)
        sheet_heading(sheet, name, ".exact", TOTAL_NOT);
    if (measure->lower != NONE) sheet_heading(sheet, name, ".lower", TOTAL_NUMBERS);
    if (measure->upper != NONE) sheet_heading(sheet, name, ".upper", TOTAL_NUMBERS);
    if (measure->counted != NONE) sheet_heading(sheet, name, ".counted", TOTAL_NUMBERS);
    if (measure->of != NONE) sheet_heading(sheet, name, ".of", TOTAL_NUMBERS);
    if (measure->band != NONE) sheet_heading(sheet, name, ".band", TOTAL_WORDS);
    sheet_heading(sheet, name, ".reason", TOTAL_WORDS);
}

static void headings(LevelSheet *out)
{
    Sheet *sheet = out->sheet;
    const LevelOut *level = out->level;
    if (out->table) record_headings(out);
    group_headings(out);
    for (uint32_t m = 0; m < level->measure_count; m++)
        measure_headings(sheet, &level->measures[m]);
    for (uint32_t r = 0; r < level->review_count; r++) {
        /* Several reviews of one level are told apart by their names. */
        bool several = level->review_count > 1;
        Str name = several ? level->reviews[r].name : STR("finding");
        sheet_heading(sheet, name, several ? ".finding" : "", TOTAL_WORDS);
        sheet_heading(sheet, name, several ? ".finding.reason" : ".reason", TOTAL_NOT);
    }
    for (uint32_t p = 0; p < level->power_count; p++)
        sheet_heading(sheet, level->powers[p].name, "", TOTAL_WORDS);
    standing_heading(sheet);
    sheet_end_headings(sheet);
}

/* ---- cells ---- */

static const Column *column_of(const Sheet *sheet, uint32_t column)
{
    return run_column(sheet->printer->run, column);
}

static void add_names(LevelSheet *out, uint32_t row)
{
    Sheet *sheet = out->sheet;
    const RecordSchema *schema = out->table->schema;
    size_t keys = schema->key_count ? schema->key_count : 1;
    for (size_t k = 0; k < keys; k++) {
        sheet_cell(sheet);
        if (row != NO_ROW) sheet_data_text(sheet, table_key(out->table, row, k));
    }
    for (size_t f = 0; f < schema->field_count; f++) {
        if (!is_printed_identity(&schema->fields[f])) continue;
        sheet_cell(sheet);
        assert(out->table->columns[f].data); /* the compiler asks for what is printed */
        if (row != NO_ROW) sheet_value(sheet, &out->table->columns[f], row);
    }
}

/* What stands in a published table for something that is missing; nothing in others. */
static Str missing_mark(const LevelSheet *out, uint8_t reason)
{
    const PublishOut *publish = out->hiding ? out->hiding->out : NULL;
    if (!publish) return STR_EMPTY;
    Str mark = publish->reason_mark[reason];
    if (mark.len) return mark;
    const Program *program = out->sheet->printer->program;
    return reason_is_withheld(program, reason) ? program->reasons[reason].printed
                                               : publish->missing_mark;
}

static void add_figure(LevelSheet *out, uint32_t column, Shown shown, uint32_t row)
{
    Sheet *sheet = out->sheet;
    if (column == NONE) return;
    sheet_cell(sheet);
    const Column *c = column_of(sheet, column);
    uint8_t reason = run_reason(c, row);
    if (reason) {
        text_csv(&sheet->line, missing_mark(out, reason));
        return;
    }
    if (c->type == TYPE_NUMBER)
        cell_shown(&sheet->line, sheet->printer, c, row, shown);
    else
        sheet_value(sheet, c, row); /* yes or no */
}

static void add_count(LevelSheet *out, uint32_t column, uint32_t row)
{
    Sheet *sheet = out->sheet;
    if (column == NONE) return;
    const Column *c = column_of(sheet, column);
    const PublishOut *publish = out->hiding ? out->hiding->out : NULL;
    sheet_cell(sheet);
    if (publish && publish->rounded && !run_reason(c, row))
        cell_shown(&sheet->line, sheet->printer, c, row, (Shown){ &publish->counts, 0, false });
    else
        sheet_value(sheet, c, row);
}

/* The reason of the first of its figures that is missing. */
static uint8_t measure_reason(const Sheet *sheet, const MeasureOut *measure, uint32_t row)
{
    const uint32_t columns[] = { measure->value, measure->lower, measure->upper, measure->band };
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        if (columns[i] == NONE) continue;
        uint8_t reason = run_reason(column_of(sheet, columns[i]), row);
        if (reason) return reason;
    }
    return REASON_KNOWN;
}

/* A band's or finding's name; nothing for a place that the list does not have (the verifier looks
 * at types, not at how great a number can be). */
static Str name_at(const Str *names, uint32_t count, int64_t place)
{
    return place < 0 || place >= count ? STR_EMPTY : names[place];
}

/* A measure of which nothing is shown; also not whether its figure is withheld by the rules, or
 * missing for want of rows: that would say how few they are. */
static void add_hidden(LevelSheet *out, const MeasureOut *measure)
{
    const uint32_t columns[] = { measure->value,   measure->lower, measure->upper,
                                 measure->counted, measure->of,    measure->band };
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        if (columns[i] != NONE) sheet_words(out->sheet, out->hiding->out->mark);
    sheet_words(out->sheet, STR("hidden"));
}

static void add_measure(LevelSheet *out, uint32_t m, uint32_t row)
{
    Sheet *sheet = out->sheet;
    const MeasureOut *measure = &out->level->measures[m];
    Shown shown = { &measure->shown, measure->places, measure->percent };
    if (out->hiding && out->hiding->hidden[row]) {
        add_hidden(out, measure);
        return;
    }
    add_figure(out, measure->value, shown, row);
    if (measure->value != NONE && sheet->style.exact) {
        const Column *value = column_of(sheet, measure->value);
        sheet_cell(sheet);
        if (!run_reason(value, row) && value->type == TYPE_NUMBER)
            cell_exact(&sheet->line, sheet->printer, value, row);
    }
    add_figure(out, measure->lower, shown, row);
    add_figure(out, measure->upper, shown, row);
    add_count(out, measure->counted, row);
    add_count(out, measure->of, row);
    uint8_t reason = measure_reason(sheet, measure, row);
    if (measure->band != NONE) {
        int64_t band = cell_band(sheet->printer, column_of(sheet, measure->band), row);
        Str name = name_at(measure->band_name, measure->band_count, band);
        sheet_words(sheet, band < 0 && reason ? missing_mark(out, reason) : name);
    }
    sheet_words(sheet, reason ? reason_words(sheet->printer->program, reason) : STR_EMPTY);
}

/* Which considered figures are missing, and why. */
static Str finding_reason(Sheet *sheet, const ReviewOut *review, uint32_t row)
{
    Text why = text_open(sheet->printer->scratch);
    for (uint32_t i = 0; i < review->considered_count; i++) {
        uint8_t reason = run_reason(column_of(sheet, review->considered[i]), row);
        if (!reason) continue;
        if (why.len) text_add(&why, STR("; "));
        text_add(&why, review->considered_name[i]);
        text_add(&why, STR(": "));
        text_add(&why, reason_words(sheet->printer->program, reason));
    }
    return text_str(&why);
}

static void add_finding(Sheet *sheet, const ReviewOut *review, uint32_t row)
{
    int64_t finding = -1;
    if (review->finding != NONE)
        finding = cell_band(sheet->printer, column_of(sheet, review->finding), row);
    sheet_words(sheet, name_at(review->finding_name, review->finding_count, finding));
    sheet_words(sheet, finding_reason(sheet, review, row));
}

static void add_power(Sheet *sheet, const PowerOut *power, uint32_t row)
{
    const Column *open = column_of(sheet, power->open);
    uint8_t reason = run_reason(open, row);
    if (!reason) {
        sheet_words(sheet, cell_yes(open, row) ? STR("open") : STR("closed"));
        return;
    }
    Text words = text_open(sheet->printer->scratch);
    text_add(&words, STR("not decided: "));
    text_add(&words, reason_words(sheet->printer->program, reason));
    sheet_words(sheet, text_str(&words));
}

static void add_row(LevelSheet *out, uint32_t row)
{
    Sheet *sheet = out->sheet;
    const LevelOut *level = out->level;
    if (out->table) add_names(out, level_record_row(sheet->printer, level, row));
    for (uint32_t k = 0; out->group && k < out->group->key_count; k++) {
        const Column *key = column_of(sheet, out->group->key_column[k]);
        uint8_t reason = run_reason(key, row);
        sheet_cell(sheet);
        if (reason)
            text_csv(&sheet->line, reason_words(sheet->printer->program, reason));
        else
            sheet_value(sheet, key, row);
    }
    for (uint32_t m = 0; m < level->measure_count; m++) add_measure(out, m, row);
    for (uint32_t r = 0; r < level->review_count; r++) add_finding(sheet, &level->reviews[r], row);
    for (uint32_t p = 0; p < level->power_count; p++) add_power(sheet, &level->powers[p], row);
    standing_cell(sheet);
    sheet_end_row(sheet);
}

static void add_line(Sheet *sheet, const void *job, uint64_t i)
{
    LevelSheet out = *(const LevelSheet *)job;
    out.sheet = sheet;
    add_row(&out, out.order[i]);
}

SheetDone level_write(Writer *writer, Printer *printer, Arena *arena, const LevelOut *level,
                      SheetStyle style, const LevelHiding *hiding)
{
    const Space *space = &printer->program->spaces[level->space];
    Sheet sheet = sheet_open(writer, printer, arena, style);
    LevelSheet out = { .sheet = &sheet,
                       .level = level,
                       .hiding = hiding,
                       .group = space->kind == SPACE_GROUP ? space : NULL };
    if (level->record != NONE) out.table = &printer->run->tables[level->record];
    assert(!out.table || !out.table->schema->personal_key);
    uint64_t count;
    out.order = level_order(printer, arena, level, &count);
    headings(&out);
    sheet_rows(&sheet, count, add_line, &out);
    return sheet.done;
}

void level_row_name(Text *text, Printer *printer, const LevelOut *level, uint32_t row)
{
    uint32_t unit = level_record_row(printer, level, row);
    if (unit == NO_ROW || level->record == NONE) return;
    const Table *table = &printer->run->tables[level->record];
    for (size_t f = 0; f < table->schema->field_count; f++) {
        const Column *column = &table->columns[f];
        if (!is_printed_identity(&table->schema->fields[f])) continue;
        if (column->type != TYPE_CODE || run_reason(column, unit)) continue;
        text_add(text, run_text(printer->run, column, unit));
        return;
    }
    text_add(text, table_key(table, unit, 0));
}
