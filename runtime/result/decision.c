/* decision.c -- see decision.h: reading the list.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/decision.h"
#include "table/list.h"
#include "table/load.h"
#include "table/reader.h"
#include <stdlib.h>

enum { MOST_COLUMNS = READER_PARTS + 8 };

typedef struct Reading {
    const LoadJob *job;
    const Program *program;
    const Table *tables;
    List list;
    ListColumn column[MOST_COLUMNS];
    size_t columns, parts; /* parts: how many columns the key has */
    bool has_over;         /* a power may be over several records, so each row says which */
    size_t power, over, key, date, word, reason, who;
    Decision *items;
    size_t count;
    bool guarded; /* there are people in the data: what names nothing could be one of them */
    bool faulty;
} Reading;

/* ---- the list ---- */

static size_t add_column(Reading *reading, Str heading, Kind kind, Str wanted)
{
    reading->column[reading->columns] =
        (ListColumn){ .heading = heading, .kind = kind, .wanted = wanted };
    return reading->columns++;
}

static Str level_name(const Program *program, const LevelOut *level)
{
    return level->record == NONE ? STR("nation") : program->schemas[level->record].name;
}

/* A name of a record named by another's field has a key of one part, whose schema may not say. */
static size_t parts_of(const Program *program, const LevelOut *level)
{
    if (level->record == NONE) return 0;
    size_t parts = program->schemas[level->record].key_count;
    return parts ? parts : 1;
}

static bool is_before(const Program *program, Str power, size_t level)
{
    for (size_t l = 0; l < level; l++)
        for (uint32_t p = 0; p < program->levels[l].power_count; p++)
            if (str_eq(program->levels[l].powers[p].name, power)) return true;
    return false;
}

/* The names of the powers, each once; notes how long keys are and whether one is over several. */
static Str survey(Reading *reading)
{
    const Program *program = reading->program;
    Text names = text_open(reading->job->arena);
    reading->parts = 1;
    for (size_t l = 0; l < program->level_count; l++) {
        const LevelOut *level = &program->levels[l];
        size_t parts = parts_of(program, level);
        if (level->power_count && parts > reading->parts) reading->parts = parts;
        for (uint32_t p = 0; p < level->power_count; p++) {
            bool again = is_before(program, level->powers[p].name, l);
            reading->has_over |= again;
            if (!again)
                text_printf(&names, "%s%S", names.len ? ", " : "a power: ", level->powers[p].name);
        }
    }
    return text_str(&names);
}

static void lay_out(Reading *reading)
{
    Str powers = survey(reading), key = STR("the key of a unit that the power is over");
    reading->power = add_column(reading, STR("power"), KIND_TEXT, powers);
    if (reading->has_over)
        reading->over = add_column(reading, STR("over"), KIND_TEXT,
                                   STR("the record of that unit, such as School"));
    reading->key = reading->columns;
    reading->columns = list_key_columns(reading->column, reading->columns, reading->parts, key,
                                        reading->job->arena);
    reading->date = add_column(reading, STR("date"), KIND_DATE, STR("a date such as 2026-08-31"));
    reading->word =
        add_column(reading, STR("decision"), KIND_TEXT, STR("opened, used or not used"));
    reading->reason = add_column(reading, STR("reason"), KIND_TEXT, STR("why it was decided"));
    reading->who = add_column(reading, STR("who"), KIND_TEXT, STR("who decided it"));
}

/* ---- a row ---- */

static void fault(Reading *reading, size_t column, uint64_t row, DiagId id)
{
    reading->faulty = true;
    list_fault(&reading->list, column, row, id, list_text(&reading->list, column, row),
               reading->guarded);
}

static bool is_whole(Reading *reading, uint64_t row)
{
    bool whole = true;
    for (size_t c = 0; c < reading->columns; c++) {
        bool key = c >= reading->key && c < reading->key + reading->parts;
        if (key || !list_blank(&reading->list, c, row)) continue;
        list_say(&reading->list, c, row, D_LIST_BLANK, STR_EMPTY);
        whole = false;
    }
    reading->faulty |= !whole;
    return whole;
}

static bool read_word(Reading *reading, uint64_t row, DecisionWord *word)
{
    static const Str words[] = { [DECISION_OPENED] = STR("opened"),
                                 [DECISION_USED] = STR("used"),
                                 [DECISION_NOT_USED] = STR("not used") };
    Str text = list_text(&reading->list, reading->word, row);
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (!str_eq(words[i], text)) continue;
        *word = (DecisionWord)i;
        return true;
    }
    fault(reading, reading->word, row, D_DECISION_WORD);
    return false;
}

/* Whether the row's key is that of a unit of the level; then *unit is its row. */
static bool find_unit(Reading *reading, const LevelOut *level, uint64_t row, uint32_t *unit)
{
    Str parts[READER_PARTS], all;
    size_t count = parts_of(reading->program, level);
    const List *list = &reading->list;
    *unit = 0;
    if (!list_key(list, reading->key, reading->parts, count, row, reading->job->arena, &all))
        return false;
    for (size_t p = 0; p < count; p++) parts[p] = list_text(list, reading->key + p, row);
    if (count) *unit = table_find(&reading->tables[level->record], parts, count);
    return *unit != NO_ROW;
}

/* The level and power that the row names; the faults of what it names are noted. */
static bool find_power(Reading *reading, uint64_t row, Decision *own)
{
    const Program *program = reading->program;
    Str name = list_text(&reading->list, reading->power, row), over = STR_EMPTY;
    if (reading->has_over) over = list_text(&reading->list, reading->over, row);
    bool named = false, there = false;
    for (size_t l = 0; l < program->level_count; l++)
        for (uint32_t p = 0; p < program->levels[l].power_count; p++) {
            const LevelOut *level = &program->levels[l];
            if (!str_eq(level->powers[p].name, name)) continue;
            named = true;
            if (reading->has_over && !str_eq(level_name(program, level), over)) continue;
            there = true;
            own->level = level;
            own->power = &level->powers[p];
        }
    if (!named)
        fault(reading, reading->power, row, D_DECISION_POWER);
    else if (!there)
        fault(reading, reading->over, row, D_DECISION_KEY);
    return there;
}

static void take_row(Reading *reading, uint64_t row)
{
    const List *list = &reading->list;
    Decision own = { .row = list_row(list, row) };
    if (!is_whole(reading, row)) return;
    bool fine = read_word(reading, row, &own.word);
    if (!find_power(reading, row, &own)) return;
    if (!find_unit(reading, own.level, row, &own.unit)) {
        fault(reading, reading->key, row, D_DECISION_KEY);
        return;
    }
    if (!fine) return;
    size_t parts = parts_of(reading->program, own.level);
    own.date = list_whole(list, reading->date, row);
    own.reason = list_text(list, reading->reason, row);
    own.who = list_text(list, reading->who, row);
    list_key(list, reading->key, reading->parts, parts, row, reading->job->arena, &own.key);
    own.shown = list_key_words(list, reading->key, parts, row, reading->job->arena);
    reading->items[reading->count++] = own;
}

/* ---- all rows ---- */

/* Powers of one level stand in one list, levels in another, so places order as the program does. */
static int by_place(const void *left, const void *right)
{
    const Decision *a = left, *b = right;
    if (a->level != b->level) return a->level < b->level ? -1 : 1;
    if (a->power != b->power) return a->power < b->power ? -1 : 1;
    int order = str_compare(a->key, b->key);
    if (order) return order;
    if (a->date != b->date) return a->date < b->date ? -1 : 1;
    return a->word != b->word ? (a->word < b->word ? -1 : 1)
                              : (a->row > b->row) - (a->row < b->row);
}

static void find_twice(Reading *reading)
{
    for (size_t i = 1; i < reading->count; i++) {
        const Decision *a = &reading->items[i - 1], *b = &reading->items[i];
        if (a->power != b->power || a->unit != b->unit || a->date != b->date || a->word != b->word)
            continue;
        reading->faulty = true;
        for (uint64_t r = 0; r < reading->list.table.rows; r++)
            if (list_row(&reading->list, r) == b->row)
                list_say(&reading->list, reading->word, r, D_DECISION_TWICE,
                         str_printf(reading->job->arena, "that of row %g", a->row));
    }
}

const Decisions *decisions_read(const LoadJob *job, const Program *program, const Table *tables)
{
    Reading *reading = NEW(job->arena, Reading);
    *reading = (Reading){ .job = job, .program = program, .tables = tables };
    lay_out(reading);
    for (size_t r = 0; r < job->count; r++)
        reading->guarded |= load_is_of_people(job, &job->schemas[r]);
    if (!list_read(&reading->list, job, STR("decisions"), program->decisions, reading->column,
                   reading->columns))
        return NULL;
    uint64_t rows = reading->list.table.rows;
    reading->items = NEW_ARRAY(job->arena, Decision, rows + 1);
    for (uint64_t r = 0; r < rows; r++) take_row(reading, r);
    if (reading->count > 1) qsort(reading->items, reading->count, sizeof *reading->items, by_place);
    find_twice(reading);
    list_report(&reading->list, job->diags);
    if (reading->faulty) return NULL;
    Decisions *decisions = NEW(job->arena, Decisions);
    *decisions = (Decisions){ .file = reading->list.file,
                              .span = program->decisions->span,
                              .items = reading->items,
                              .count = reading->count };
    return decisions;
}
