/* impact_take.c -- the results of a run as texts, and which of them differ in another run.
 * SPDX-License-Identifier: Apache-2.0 */
#include "meaning/impact.h"
#include "result/level.h"

const char *const out_kind_word[OUT_KINDS] = {
    [OUT_VALUE] = "values",
    [OUT_BAND] = "bands",
    [OUT_FINDING] = "findings",
    [OUT_POWER] = "powers",
};

#define WITHHELD "(withheld: "

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

static void take_columns(Arena *arena, const LevelOut *level, OutLevel *out)
{
    size_t cap = 0;
    for (uint32_t m = 0; m < level->measure_count; m++) {
        const MeasureOut *measure = &level->measures[m];
        if (measure->value != NONE) add_column(arena, out, &cap, measure->name, OUT_VALUE);
        if (measure->band != NONE)
            add_column(arena, out, &cap, str_printf(arena, "%S.band", measure->name), OUT_BAND);
    }
    for (uint32_t r = 0; r < level->review_count; r++)
        if (level->reviews[r].finding != NONE)
            add_column(arena, out, &cap, level->reviews[r].name, OUT_FINDING);
    for (uint32_t p = 0; p < level->power_count; p++)
        add_column(arena, out, &cap, level->powers[p].name, OUT_POWER);
}

static Str *take_cells(Arena *arena, Printer *printer, const LevelOut *level, size_t count,
                       uint32_t row)
{
    Str *cells = NEW_ARRAY(arena, Str, count + 1);
    size_t at = 0;
    for (uint32_t m = 0; m < level->measure_count; m++) {
        const MeasureOut *measure = &level->measures[m];
        if (measure->value != NONE) cells[at++] = value_cell(arena, printer, measure, row);
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

static void take_level(Arena *arena, Printer *printer, const LevelOut *level, OutLevel *out)
{
    const Run *run = printer->run;
    const Table *table = &run->tables[level->record];
    const RecordSchema *schema = table->schema;
    size_t *fields = NEW_ARRAY(arena, size_t, schema->field_count + 1);
    out->name = arena_str(arena, schema->name);
    out->groups = NEW_ARRAY(arena, Str, schema->field_count + 1);
    for (size_t f = 0; f < schema->field_count; f++) {
        if (!table->columns[f].data || !groups_by(printer->program, &schema->fields[f])) continue;
        fields[out->group_count] = f;
        out->groups[out->group_count++] = arena_str(arena, schema->fields[f].name);
    }
    take_columns(arena, level, out);
    uint64_t count;
    uint32_t *order = level_order(printer, arena, level, &count);
    out->rows = NEW_ARRAY(arena, OutRow, count + 1);
    for (uint64_t i = 0; i < count; i++) {
        OutRow *row = &out->rows[out->row_count++];
        Text name = text_open(arena);
        level_row_name(&name, printer, level, order[i]);
        row->key = key_text(arena, table, order[i]);
        row->name = text_str(&name);
        row->groups = NEW_ARRAY(arena, Str, out->group_count + 1);
        for (size_t g = 0; g < out->group_count; g++)
            row->groups[g] = group_text(arena, printer, run->tables, table, fields[g], order[i]);
        row->cells = take_cells(arena, printer, level, out->column_count, order[i]);
        printer_rest(printer);
    }
}

Outcome outcome_take(Arena *arena, Arena *scratch, const Work *work)
{
    const Program *program = work->program;
    Printer printer = { .program = program, .run = work->run, .scratch = scratch };
    Outcome out = { .levels = NEW_ARRAY(arena, OutLevel, program->level_count + 1) };
    for (uint32_t i = 0; i < program->level_count; i++) {
        const LevelOut *level = &program->levels[i];
        if (program->spaces[level->space].kind != SPACE_RECORD || level->record == NONE) continue;
        take_level(arena, &printer, level, &out.levels[out.level_count++]);
    }
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
    moves->units += moves->count > before;
    for (int k = 0; k < OUT_KINDS; k++) moves->of_kind[k] += moved[k];
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
        *none =
            (OutLevel){ .name = was->name, .groups = was->groups, .group_count = was->group_count };
        for (size_t r = 0; r < was->row_count; r++)
            compare_rows(arena, out, was, &was->rows[r], none, &was->rows[r]);
    }
}
