/* earlier.c -- see earlier.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/earlier.h"
#include "number/lane.h"
#include "table/fault.h"
#include "vm/kernel.h"

/* ---- keeping ---- */

static void *copied(Arena *arena, const void *from, size_t count, size_t size)
{
    void *to = arena_array(arena, count + 1, size, 16);
    if (count && from) memcpy(to, from, count * size);
    return to;
}

static const Dict *copy_dict(Arena *arena, const Dict *from)
{
    Dict *dict = NEW(arena, Dict);
    dict->count = from->count;
    dict->atom = copied(arena, from->atom, from->count, sizeof(uint32_t));
    return dict;
}

/* Everything that the column points at but atoms and denominators. */
static Column copy_column(Arena *arena, const Column *from, size_t rows)
{
    Column to = *from;
    size_t items = from->constant ? 1 : rows;
    bool ratio = from->lane == LANE_Q64 && from->den_id;
    to.count = rows;
    to.data = copied(arena, from->data, items, column_item(from));
    if (ratio) to.den_id = copied(arena, from->den_id, items, sizeof(uint32_t));
    if (from->reason) to.reason = copied(arena, from->reason, items, 1);
    if (from->dict) to.dict = copy_dict(arena, from->dict);
    if (from->type != TYPE_NUMBER || from->lane != LANE_EXACT) return to;
    for (size_t i = 0; i < items; i++)
        if (from->exact[i]) to.exact[i] = exact_copy(arena, from->exact[i]);
    return to;
}

static const Keys *copy_keys(Arena *arena, const Keys *from)
{
    Keys *to = NEW(arena, Keys);
    *to = *from;
    to->key = copied(arena, from->key, from->rows, sizeof(Key16));
    to->slot = copied(arena, from->slot, (size_t)from->mask + 1, sizeof(uint32_t));
    to->pool = (KeyPool){ .arena = arena, .len = from->pool.len, .cap = from->pool.len };
    to->pool.at = copied(arena, from->pool.at, from->pool.len, 1);
    return to;
}

static Str file_of(const Ledger *ledger, uint32_t record)
{
    for (size_t i = 0; i < ledger->file_count; i++)
        if (ledger->files[i].record == record) return ledger->files[i].file;
    return STR("the example");
}

/* The record as it stands in a run: nothing is copied yet. */
static PastRecord record_of(Arena *arena, const Run *run, const Ledger *ledger, uint32_t record)
{
    const Table *table = &run->tables[record];
    const RecordSchema *schema = table->schema;
    PastRecord past = { .rows = table->rows };
    if (!schema->followed) return past;
    past.keys = table->keys;
    past.file_row = table->file_row;
    past.file = file_of(ledger, record);
    if (!schema->continues_count) return past;
    Column *continues = NEW_ARRAY(arena, Column, schema->continues_count);
    for (size_t i = 0; i < schema->continues_count; i++)
        continues[i] = table->columns[schema->continues[i]];
    past.continues = continues;
    return past;
}

static PastRecord keep_record(Arena *arena, const Run *run, const Ledger *ledger, uint32_t record)
{
    PastRecord past = record_of(arena, run, ledger, record);
    size_t parts = run->tables[record].schema->continues_count;
    if (past.keys) past.keys = copy_keys(arena, past.keys);
    past.file = arena_str(arena, past.file);
    if (past.file_row) past.file_row = copied(arena, past.file_row, past.rows, sizeof(uint32_t));
    if (!past.continues) return past;
    Column *continues = NEW_ARRAY(arena, Column, parts);
    for (size_t i = 0; i < parts; i++)
        continues[i] = copy_column(arena, &past.continues[i], past.rows);
    past.continues = continues;
    return past;
}

void past_keep(Past *past, const Run *run, const Ledger *ledger)
{
    const Program *program = run->program;
    Arena *arena = past->arena;
    GROW(arena, past->years, past->count, past->cap);
    PastYear *year = &past->years[past->count++];
    *year = (PastYear){ .year = program->year };
    year->records = NEW_ARRAY(arena, PastRecord, program->schema_count + 1);
    for (uint32_t r = 0; r < program->schema_count; r++)
        year->records[r] = keep_record(arena, run, ledger, r);
    year->exports = NEW_ARRAY(arena, Column, program->export_count + 1);
    for (uint32_t i = 0; i < program->export_count; i++) {
        uint32_t column = program->exports[i];
        year->exports[i] = copy_column(arena, run_column(run, column),
                                       run_rows(run, program->columns[column].space));
    }
}

/* ---- following ---- */

/* The rows of one record of a run, on their way back through the years. */
typedef struct Follow {
    const Past *past;
    Run *run;
    Diags *diags;
    Arena *scratch;
    uint32_t record;
    PastRecord own;
    const PastRecord **seen; /* per row: where it was found last ... */
    uint32_t *at;            /* ... and as which row */
    uint32_t *found;         /* per row: the row in the year at hand; NO_ROW */
    bool failed;
} Follow;

static const PastYear *year_of(const Past *past, int year)
{
    for (size_t i = 0; i < past->count; i++)
        if (past->years[i].year == year) return &past->years[i];
    return NULL;
}

static Follow follow_open(const Past *past, Run *run, const Ledger *ledger, Diags *diags,
                          Arena *scratch, uint32_t record)
{
    Follow f = { .past = past, .run = run, .diags = diags, .scratch = scratch, .record = record };
    f.own = record_of(scratch, run, ledger, record);
    size_t rows = f.own.rows;
    f.seen = NEW_ARRAY(scratch, const PastRecord *, rows + 1);
    f.at = NEW_ARRAY(scratch, uint32_t, rows + 1);
    f.found = NEW_ARRAY(scratch, uint32_t, rows + 1);
    for (size_t r = 0; r < rows; r++) f.at[r] = (uint32_t)r;
    return f;
}

/* The key that a row continues from; false where it names none. */
static bool old_key(const Follow *f, const PastRecord *record, uint32_t row, Text *key)
{
    size_t parts = f->run->tables[f->record].schema->continues_count;
    key->len = 0;
    for (size_t i = 0; i < parts; i++) {
        const Column *column = &record->continues[i];
        if (column_reason(column, row) != REASON_KNOWN) return false;
        if (i) text_byte(key, '\0');
        text_add(key, run_text(f->run, column, row));
    }
    return true;
}

static Str shown_key(const Follow *f, Str key)
{
    Arena *arena = f->diags->arena;
    if (f->run->tables[f->record].schema->personal_key) return fault_mask(arena, key);
    Text text = text_open(arena);
    size_t from = 0;
    for (size_t i = 0; i <= key.len; i++) {
        if (i < key.len && key.at[i]) continue;
        text_printf(&text, "%s\"%S\"", from ? " + " : "",
                    str_printable(arena, str_slice(key, from, i), 40));
        from = i + 1;
    }
    return text_str(&text);
}

static void add_claim(const Follow *f, Diag *diag, uint32_t row)
{
    const PastRecord *record = f->seen[row] ? f->seen[row] : &f->own;
    uint32_t at = f->at[row];
    uint64_t file_row = record->file_row ? record->file_row[at] : (uint64_t)at + 2;
    diag_cell(f->diags, diag,
              (DiagCell){ .file = record->file,
                          .row = file_row,
                          .note = shown_key(f, keys_text(record->keys, at)) });
}

/* Two rows are one row of the earlier year. */
static void tell_two(Follow *f, const PastYear *year, uint32_t first, uint32_t second)
{
    const RecordSchema *schema = f->run->tables[f->record].schema;
    Str old = shown_key(f, keys_text(year->records[f->record].keys, f->found[first]));
    Str when = str_printf(f->diags->arena, "%d/%d%d", (int64_t)year->year,
                          (int64_t)(year->year + 1) / 10 % 10, (int64_t)(year->year + 1) % 10);
    Diag *diag = DIAG_AT(f->diags, D_CONTINUES_TWICE, schema->span, schema->plural, old, when);
    add_claim(f, diag, first);
    add_claim(f, diag, second);
    f->failed = true;
}

/* Goes on to an earlier year (NULL: it is not there). */
static void follow_to(Follow *f, const PastYear *year)
{
    uint64_t rows = f->own.rows;
    const PastRecord *then = year ? &year->records[f->record] : NULL;
    if (!then || !then->keys || !f->own.keys) {
        for (uint64_t r = 0; r < rows; r++) f->found[r] = NO_ROW;
        return;
    }
    uint32_t *taken = f->own.continues ? NEW_ARRAY(f->scratch, uint32_t, then->rows + 1) : NULL;
    Text key = text_open(f->scratch);
    for (uint32_t r = 0; r < rows; r++) {
        const PastRecord *last = f->seen[r] ? f->seen[r] : &f->own;
        uint32_t found = keys_find(then->keys, keys_text(last->keys, f->at[r]));
        if (found == NO_ROW && last->continues && old_key(f, last, f->at[r], &key))
            found = keys_find(then->keys, text_str(&key));
        f->found[r] = found;
        if (found == NO_ROW || !taken) continue;
        if (taken[found] && !f->failed) tell_two(f, year, taken[found] - 1, r);
        taken[found] = r + 1;
    }
    for (uint64_t r = 0; r < rows; r++) {
        if (f->found[r] == NO_ROW) continue;
        f->seen[r] = then;
        f->at[r] = f->found[r];
    }
}

/* ---- filling ---- */

static const Dict no_texts = { 0, NULL };

static Column lacking(Arena *arena, Type type, Reason reason, uint64_t rows)
{
    Column column = { .type = type, .constant = true, .count = rows, .den = 1 };
    if (type == TYPE_CODE) {
        column.width = 1;
        column.dict = &no_texts;
    }
    column.data = arena_alloc(arena, 16, 16);
    column.reason = NEW(arena, uint8_t);
    column.reason[0] = (uint8_t)reason;
    return column;
}

/* Fills every column of the record's space that reads `lag` years back. */
static void fill_lag(Run *run, const PastYear *year, uint32_t space, uint32_t lag,
                     const uint32_t *found)
{
    const Program *program = run->program;
    Arena *arena = run->arena;
    LaneWork work = lane_work(arena, arena, run->dens);
    uint64_t rows = run_rows(run, space);
    for (uint32_t i = 0; i < program->earlier_count; i++) {
        const EarlierRead *read = &program->earlier[i];
        const ColumnInfo *info = &program->columns[read->column];
        if (info->space != space || read->lag != lag) continue;
        Column *out = &run->columns[read->column];
        if (!year)
            *out = lacking(arena, info->type, REASON_NO_EARLIER, rows);
        else
            lane_gather(&work, out, &year->exports[read->export_], found, REASON_NOT_THERE, rows);
    }
}

static uint32_t furthest(const Program *program, uint32_t space)
{
    uint32_t lag = 0;
    for (uint32_t i = 0; i < program->earlier_count; i++)
        if (program->columns[program->earlier[i].column].space == space &&
            program->earlier[i].lag > lag)
            lag = program->earlier[i].lag;
    return lag;
}

bool past_fill(const Past *past, Run *run, const Ledger *ledger, Diags *diags)
{
    const Program *program = run->program;
    const uint32_t only = 0;
    Arena scratch = arena_beside(run->arena, run->arena->guard);
    bool good = true;
    for (uint32_t lag = 1; lag <= furthest(program, 0); lag++)
        fill_lag(run, year_of(past, program->year - (int)lag), 0, lag, &only);
    for (uint32_t r = 0; r < program->schema_count; r++) {
        uint32_t most = furthest(program, r + 1);
        if (!most) continue;
        Follow f = follow_open(past, run, ledger, diags, &scratch, r);
        for (uint32_t lag = 1; lag <= most; lag++) {
            const PastYear *year = year_of(past, program->year - (int)lag);
            follow_to(&f, year);
            fill_lag(run, year, r + 1, lag, f.found);
        }
        good = good && !f.failed;
    }
    arena_close(&scratch);
    return good;
}

void past_lack(Run *run)
{
    const Program *program = run->program;
    for (uint32_t i = 0; i < program->earlier_count; i++) {
        uint32_t column = program->earlier[i].column;
        const ColumnInfo *info = &program->columns[column];
        if (run->columns[column].data) continue;
        run->columns[column] =
            lacking(run->arena, info->type, REASON_NO_EARLIER, run_rows(run, info->space));
    }
}
