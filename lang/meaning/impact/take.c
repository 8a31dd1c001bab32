/* take.c -- the results of a run as texts, and which of them differ in another run.
 * SPDX-License-Identifier: Apache-2.0 */
#include "meaning/impact/impact.h"
#include "result/level.h"
#include <stdlib.h>

const char *const out_kind_word[OUT_KINDS] = {
    [OUT_VALUE] = "values",
    [OUT_BAND] = "bands",
    [OUT_FINDING] = "findings",
    [OUT_POWER] = "powers",
};

#define WITHHELD "(withheld: "
#define NATION STR("nation")

static Str missing_text(Arena *arena, const Program *program, uint8_t reason)
{
    if (str_eq(program->reasons[reason].name, STR("withheld")))
        return str_printf(arena, WITHHELD "%S)", reason_words(program, reason));
    return str_printf(arena, "(%S)", reason_words(program, reason));
}

static Str value_cell(Arena *arena, Printer *printer, const MeasureOut *m, uint32_t row)
{
    const Column *column = run_column(printer->run, m->value);
    uint8_t reason = run_reason(column, row);
    if (reason) return missing_text(arena, printer->program, reason);
    Text text = text_open(arena);
    Shown shown = { &m->shown, m->places, m->percent };
    if (column->type == TYPE_NUMBER)
        cell_shown(&text, printer, column, row, shown);
    else
        cell_plain(&text, printer, column, row);
    return text_str(&text);
}

static Str named_cell(Arena *arena, Printer *printer, uint32_t id, const Str *names, uint32_t count,
                      uint32_t row)
{
    const Column *column = run_column(printer->run, id);
    uint8_t reason = run_reason(column, row);
    if (reason) return missing_text(arena, printer->program, reason);
    int64_t place = cell_band(printer, column, row);
    return place < 0 || place >= count ? STR_EMPTY : arena_str(arena, names[place]);
}

static Str power_cell(const Printer *printer, const PowerOut *power, uint32_t row)
{
    const Column *open = run_column(printer->run, power->open);
    if (run_reason(open, row)) return STR("not decided");
    return cell_yes(open, row) ? STR("open") : STR("closed");
}

static void add_column(Arena *arena, OutLevel *out, size_t *cap, Str name, OutKind kind)
{
    GROW(arena, out->columns, out->column_count, *cap);
    out->columns[out->column_count++] = (OutColumn){ arena_str(arena, name), kind };
}

/* The nation's own figures are listed with the national figures. */
static bool takes_values(const OutLevel *out)
{
    return !str_eq(out->name, NATION);
}

static void take_columns(Arena *arena, const LevelOut *level, OutLevel *out)
{
    size_t cap = 0;
    bool values = takes_values(out);
    for (uint32_t m = 0; m < level->measure_count; m++) {
        const MeasureOut *measure = &level->measures[m];
        if (values && measure->value != NONE)
            add_column(arena, out, &cap, measure->name, OUT_VALUE);
        if (measure->band != NONE)
            add_column(arena, out, &cap, str_printf(arena, "%S.band", measure->name), OUT_BAND);
    }
    for (uint32_t r = 0; r < level->review_count; r++)
        if (level->reviews[r].finding != NONE)
            add_column(arena, out, &cap, level->reviews[r].name, OUT_FINDING);
    for (uint32_t p = 0; p < level->power_count; p++)
        add_column(arena, out, &cap, level->powers[p].name, OUT_POWER);
}

static Str *take_cells(Arena *arena, Printer *printer, const LevelOut *level, const OutLevel *out,
                       uint32_t row)
{
    Str *cells = NEW_ARRAY(arena, Str, out->column_count + 1);
    size_t at = 0;
    bool values = takes_values(out);
    for (uint32_t m = 0; m < level->measure_count; m++) {
        const MeasureOut *measure = &level->measures[m];
        if (values && measure->value != NONE)
            cells[at++] = value_cell(arena, printer, measure, row);
        if (measure->band != NONE)
            cells[at++] = named_cell(arena, printer, measure->band, measure->band_name,
                                     measure->band_count, row);
    }
    for (uint32_t r = 0; r < level->review_count; r++) {
        const ReviewOut *review = &level->reviews[r];
        if (review->finding != NONE)
            cells[at++] = named_cell(arena, printer, review->finding, review->finding_name,
                                     review->finding_count, row);
    }
    for (uint32_t p = 0; p < level->power_count; p++)
        cells[at++] = power_cell(printer, &level->powers[p], row);
    return cells;
}

/* Whether units may be told apart by a field: a link to rows that are printed, a context code. */
static bool groups_by(const Program *program, const FieldSchema *field)
{
    if (field->personal) return false;
    if (field->kind == KIND_LINK)
        return field->parent >= 0 && !program->schemas[field->parent].personal_key;
    return field->role == ROLE_CONTEXT && field->kind == KIND_CODE;
}

static Str group_text(Arena *arena, Printer *printer, const Table *tables, const Table *table,
                      size_t f, uint32_t row)
{
    const FieldSchema *field = &table->schema->fields[f];
    const Column *column = &table->columns[f];
    if (field->kind == KIND_LINK) {
        uint32_t parent = run_parent(column, row);
        if (parent != NO_ROW) return arena_str(arena, table_key(&tables[field->parent], parent, 0));
    }
    uint8_t reason = run_reason(column, row);
    if (reason) return missing_text(arena, printer->program, reason);
    return field->kind == KIND_CODE ? arena_str(arena, run_text(printer->run, column, row))
                                    : STR("(none)");
}

static Str key_text(Arena *arena, const Table *table, uint32_t row)
{
    size_t parts = table->schema->key_count ? table->schema->key_count : 1;
    Text text = text_open(arena);
    for (size_t k = 0; k < parts; k++)
        text_printf(&text, "%s%S", k ? " / " : "", table_key(table, row, k));
    return text_str(&text);
}

/* The value of key k of a group. */
static Str group_key(Arena *arena, Printer *printer, const Space *space, uint32_t k, uint32_t row)
{
    const Column *key = run_column(printer->run, space->key_column[k]);
    Text text = text_open(arena);
    cell_plain(&text, printer, key, row);
    return text_str(&text);
}

static Str after_dot(Str name)
{
    for (size_t i = name.len; i > 0; i--)
        if (name.at[i - 1] == '.') return str_slice(name, i, name.len);
    return name;
}

/* Where the rows of a level belong: columns of the record, or the keys of a split. */
static void take_groups(Arena *arena, const Printer *printer, const LevelOut *level, OutLevel *out,
                        size_t *fields)
{
    const Program *program = printer->program;
    const Space *space = &program->spaces[level->space];
    if (out->kind == ROWS_GROUPS) {
        out->groups = NEW_ARRAY(arena, Str, space->key_count + 1);
        for (uint32_t k = 0; k < space->key_count; k++)
            out->groups[out->group_count++] =
                arena_str(arena, after_dot(program->columns[space->key_column[k]].name));
        return;
    }
    if (level->record == NONE) return;
    const Table *table = &printer->run->tables[level->record];
    const RecordSchema *schema = table->schema;
    out->groups = NEW_ARRAY(arena, Str, schema->field_count + 1);
    for (size_t f = 0; f < schema->field_count; f++) {
        if (!table->columns[f].data || !groups_by(program, &schema->fields[f])) continue;
        fields[out->group_count] = f;
        out->groups[out->group_count++] = arena_str(arena, schema->fields[f].name);
    }
}

/* A row's key: of a split that of its unit, then its group's. */
static Str row_key(Arena *arena, Printer *printer, const LevelOut *level, const OutRow *row,
                   const OutLevel *out, uint32_t at)
{
    uint32_t unit = level_record_row(printer, level, at);
    Text text = text_open(arena);
    if (level->record != NONE && unit != NO_ROW)
        text_add(&text, key_text(arena, &printer->run->tables[level->record], unit));
    else if (out->kind == ROWS_UNITS)
        text_add(&text, NATION);
    for (size_t g = 0; out->kind == ROWS_GROUPS && g < out->group_count; g++)
        text_printf(&text, "%s%S", text.len ? " / " : "", row->groups[g]);
    return text_str(&text);
}

static void take_row(Arena *arena, Printer *printer, const LevelOut *level, OutLevel *out,
                     const size_t *fields, uint32_t at)
{
    const Run *run = printer->run;
    OutRow *row = &out->rows[out->row_count++];
    Text name = text_open(arena);
    level_row_name(&name, printer, level, at);
    row->groups = NEW_ARRAY(arena, Str, out->group_count + 1);
    for (size_t g = 0; g < out->group_count; g++)
        row->groups[g] = out->kind == ROWS_GROUPS
                             ? group_key(arena, printer, &printer->program->spaces[level->space],
                                         (uint32_t)g, at)
                             : group_text(arena, printer, run->tables, &run->tables[level->record],
                                          fields[g], at);
    row->key = row_key(arena, printer, level, row, out, at);
    row->name = name.len ? text_str(&name) : row->key;
    row->cells = take_cells(arena, printer, level, out, at);
    printer_rest(printer);
}

/* The name of a level: its record's, "nation", or what a split's file is called. */
static Str level_name(Arena *arena, const Program *program, const LevelOut *level, RowsKind kind)
{
    Str end = STR(".csv");
    if (kind == ROWS_GROUPS)
        return arena_str(arena, str_slice(level->file, 0, level->file.len - end.len));
    return level->record == NONE ? NATION : arena_str(arena, program->schemas[level->record].name);
}

static void take_level(Arena *arena, Printer *printer, const LevelOut *level, OutLevel *out)
{
    const Program *program = printer->program;
    bool split = program->spaces[level->space].kind == SPACE_GROUP;
    size_t fields_most = level->record == NONE ? 0 : program->schemas[level->record].field_count;
    size_t *fields = NEW_ARRAY(arena, size_t, fields_most + 1);
    out->kind = split ? ROWS_GROUPS : ROWS_UNITS;
    out->name = level_name(arena, program, level, out->kind);
    take_groups(arena, printer, level, out, fields);
    take_columns(arena, level, out);
    uint64_t count;
    uint32_t *order = level_order(printer, arena, level, &count);
    out->rows = NEW_ARRAY(arena, OutRow, count + 1);
    for (uint64_t i = 0; i < count; i++)
        take_row(arena, printer, level, out, fields, level->space == 0 ? 0 : order[i]);
}

/* ---- national figures ---- */

static Str figure_cell(Arena *arena, Printer *printer, const NationOut *figure, uint32_t row)
{
    const Column *column = run_column(printer->run, figure->column);
    uint8_t reason = run_reason(column, row);
    if (reason) return missing_text(arena, printer->program, reason);
    Text text = text_open(arena);
    Shown shown = { &figure->shown, figure->places, figure->percent };
    if (figure->has_shown && column->type == TYPE_NUMBER)
        cell_shown(&text, printer, column, row, shown);
    else
        cell_plain(&text, printer, column, row);
    return text_str(&text);
}

/* "attainment.expected", "attainment.expected[3]". */
static Str figure_key(Arena *arena, Printer *printer, const NationOut *figure, uint32_t row)
{
    const Space *space = &printer->program->spaces[figure->space];
    Text text = text_open(arena);
    text_printf(&text, "%S.%S", figure->measure, figure->name);
    for (uint32_t k = 0; k < space->key_count; k++)
        text_printf(&text, "%s%S", k ? ", " : "[", group_key(arena, printer, space, k, row));
    if (space->key_count) text_byte(&text, ']');
    return text_str(&text);
}

static int by_row_key(const void *a, const void *b)
{
    return str_compare(((const OutRow *)a)->key, ((const OutRow *)b)->key);
}

static void take_nation(Arena *arena, Printer *printer, OutLevel *out)
{
    const Program *program = printer->program;
    size_t cap = 0;
    *out = (OutLevel){ .name = STR("nation.csv"), .kind = ROWS_NATION };
    size_t column_cap = 0;
    add_column(arena, out, &column_cap, STR("value"), OUT_VALUE);
    for (uint32_t i = 0; i < program->nation_count; i++) {
        const NationOut *figure = &program->nation[i];
        bool one = program->spaces[figure->space].kind == SPACE_NATION;
        uint64_t rows = one ? 1 : run_real_rows(printer->run, figure->space);
        for (uint32_t r = 0; r < rows; r++) {
            GROW(arena, out->rows, out->row_count, cap);
            OutRow *row = &out->rows[out->row_count++];
            row->key = row->name = figure_key(arena, printer, figure, r);
            row->groups = NULL;
            row->cells = NEW(arena, Str);
            row->cells[0] = figure_cell(arena, printer, figure, r);
            printer_rest(printer);
        }
    }
    if (out->row_count) qsort(out->rows, out->row_count, sizeof(OutRow), by_row_key);
}

Outcome outcome_take(Arena *arena, Arena *scratch, const Work *work)
{
    const Program *program = work->program;
    Printer printer = { .program = program, .run = work->run, .scratch = scratch };
    Outcome out = { .levels = NEW_ARRAY(arena, OutLevel, program->level_count + 2) };
    for (uint32_t i = 0; i < program->level_count; i++)
        take_level(arena, &printer, &program->levels[i], &out.levels[out.level_count++]);
    if (program->nation_count) take_nation(arena, &printer, &out.levels[out.level_count++]);
    return out;
}

/* ---- what moved ---- */

static const OutLevel *level_of(const Outcome *outcome, Str name)
{
    for (size_t i = 0; i < outcome->level_count; i++)
        if (str_eq(outcome->levels[i].name, name)) return &outcome->levels[i];
    return NULL;
}

static size_t column_of(const OutLevel *level, const OutColumn *column)
{
    for (size_t c = 0; level && c < level->column_count; c++)
        if (level->columns[c].kind == column->kind && str_eq(level->columns[c].name, column->name))
            return c;
    return SIZE_MAX;
}

static bool is_withheld(Str cell)
{
    Str mark = STR(WITHHELD);
    return cell.len > mark.len && memcmp(cell.at, mark.at, mark.len) == 0;
}

/* A figure that one version withholds is not given away by the other. */
static void keep_withheld(Move *move)
{
    if (move->kind != OUT_VALUE && move->kind != OUT_BAND) return;
    if (is_withheld(move->before) && !is_withheld(move->after)) move->after = STR("(given)");
    if (is_withheld(move->after) && !is_withheld(move->before)) move->before = STR("(given)");
}

static void add_move(Arena *arena, Moves *moves, Move move)
{
    keep_withheld(&move);
    GROW(arena, moves->items, moves->count, moves->cap);
    moves->items[moves->count++] = move;
}

/* A unit in both: its cells, column by column of either. */
static void compare_rows(Arena *arena, Moves *moves, const OutLevel *a, const OutRow *was,
                         const OutLevel *b, const OutRow *is)
{
    bool moved[OUT_KINDS] = { false };
    size_t before = moves->count;
    for (size_t c = 0; c < b->column_count; c++) {
        size_t other = column_of(a, &b->columns[c]);
        Str old = other == SIZE_MAX || !was ? STR("not made") : was->cells[other];
        if (str_eq(old, is->cells[c])) continue;
        moved[b->columns[c].kind] = true;
        add_move(arena, moves,
                 (Move){ b, is, b->columns[c].name, b->columns[c].kind, old, is->cells[c] });
    }
    for (size_t c = 0; was && c < a->column_count; c++) {
        if (column_of(b, &a->columns[c]) != SIZE_MAX) continue;
        moved[a->columns[c].kind] = true;
        add_move(arena, moves,
                 (Move){ b, is, a->columns[c].name, a->columns[c].kind, was->cells[c],
                         STR("not made") });
    }
    moves->rows[b->kind] += moves->count > before;
    for (int k = 0; b->kind == ROWS_UNITS && k < OUT_KINDS; k++) moves->of_kind[k] += moved[k];
}

void moves_find(Arena *arena, const Outcome *old, const Outcome *new, Moves *out)
{
    static const OutLevel nothing;
    *out = (Moves){ 0 };
    for (size_t i = 0; i < new->level_count; i++) {
        const OutLevel *is = &new->levels[i], *was = level_of(old, is->name);
        size_t o = 0;
        for (size_t r = 0; r < is->row_count; r++) {
            const OutRow *row = &is->rows[r], *before = NULL;
            while (was && o < was->row_count && !str_eq(was->rows[o].key, row->key)) o++;
            if (was && o < was->row_count) before = &was->rows[o++];
            if (!before) o = 0;
            compare_rows(arena, out, was ? was : &nothing, before, is, row);
        }
    }
    for (size_t i = 0; i < old->level_count; i++) { /* levels that are no longer made */
        const OutLevel *was = &old->levels[i];
        if (level_of(new, was->name)) continue;
        OutLevel *none = NEW(arena, OutLevel);
        *none = (OutLevel){ .name = was->name,
                            .kind = was->kind,
                            .groups = was->groups,
                            .group_count = was->group_count };
        for (size_t r = 0; r < was->row_count; r++)
            compare_rows(arena, out, was, &was->rows[r], none, &was->rows[r]);
    }
}
