/* correction.c -- see correction.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/correction.h"
#include "calendar.h"
#include "table/list.h"
#include <stdlib.h>

enum { MOST_COLUMNS = READER_PARTS + 10 };

/* Which column of the list is which. */
typedef struct Layout {
    ListColumn column[MOST_COLUMNS];
    size_t count, parts; /* parts: how many columns the key has */
    size_t record, key, year, field, old, agreed, reason, agreed_by, date;
} Layout;

/* A row of the list; field NO_FIELD: it is faulty, or of another year. */
typedef struct CorrectionRow {
    uint32_t record, field;
    uint32_t met;  /* rows of the data */
    uint64_t data; /* the first of them, as a spreadsheet shows it */
    bool used, guarded;
    Str key; /* its parts joined by zero bytes */
} CorrectionRow;

enum { NO_FIELD = UINT32_MAX };

struct Corrections {
    List list;
    Layout layout;
    CorrectionRow *rows;
    bool has_years, guarded; /* guarded: some record is of people */
    uint64_t other_years;
};

/* ---- the list ---- */

static size_t add_column(Layout *layout, Str heading, Kind kind, bool as_it_stands, Str wanted)
{
    layout->column[layout->count] = (ListColumn){
        .heading = heading, .kind = kind, .as_it_stands = as_it_stands, .wanted = wanted
    };
    return layout->count++;
}

static Str record_names(const LoadJob *job)
{
    Text text = text_open(job->arena);
    for (size_t i = 0; i < job->count; i++)
        text_printf(&text, "%s%S", i ? ", " : "a record: ", job->schemas[i].name);
    return text_str(&text);
}

static Layout layout_of(const LoadJob *job, bool has_years)
{
    Layout own = { .parts = 1 };
    for (size_t i = 0; i < job->count; i++)
        if (job->schemas[i].file.len && job->schemas[i].key_count > own.parts)
            own.parts = job->schemas[i].key_count;
    own.record = add_column(&own, STR("record"), KIND_TEXT, false, record_names(job));
    own.key = own.count;
    own.count = list_key_columns(own.column, own.count, own.parts,
                                 STR("the key of a row of the record"), job->arena);
    if (has_years) own.year = add_column(&own, STR("year"), KIND_YEAR, false, STR("a school year"));
    own.field = add_column(&own, STR("field"), KIND_TEXT, false, STR("a field of the record"));
    own.old = add_column(&own, STR("old"), KIND_TEXT, true, STR("the text of the cell"));
    own.agreed = add_column(&own, STR("new"), KIND_TEXT, true, STR("what the field allows"));
    own.reason = add_column(&own, STR("reason"), KIND_TEXT, false, STR("why the cell was wrong"));
    own.agreed_by = add_column(&own, STR("agreed by"), KIND_TEXT, false, STR("who agreed it"));
    own.date = add_column(&own, STR("date"), KIND_DATE, false, STR("a date such as 2026-08-31"));
    return own;
}

/* ---- what a row names ---- */

static void cannot(Corrections *corrections, size_t column, uint64_t row, const char *why)
{
    list_say(&corrections->list, column, row, D_CORRECTION_CANNOT, (Str){ why, strlen(why) });
}

static uint32_t find_record(const LoadJob *job, Str name)
{
    uint32_t i = 0;
    while (i < job->count && !str_eq(job->schemas[i].name, name)) i++;
    return i;
}

static uint32_t find_field(const RecordSchema *schema, Str name)
{
    uint32_t f = 0;
    while (f < schema->field_count && !str_eq(schema->fields[f].name, name)) f++;
    return f;
}

static bool is_key(const RecordSchema *schema, uint32_t field)
{
    for (size_t k = 0; k < schema->key_count; k++)
        if (schema->key[k] == field) return true;
    return false;
}

static const char *why_not_record(const RecordSchema *schema)
{
    if (!schema->file.len) return "its rows are named by a field of another record";
    return schema->key_count ? NULL : "it has no key, so nothing names one of its rows";
}

static const char *why_not_field(const RecordSchema *schema, uint32_t field)
{
    if (is_key(schema, field)) return "it is part of the key, which names the row";
    return schema->fields[field].header_count == 1 ? NULL : "it is read from several columns";
}

/* Whether the row says all that it must; which cells do not is noted. */
static bool is_whole(Corrections *corrections, uint64_t row)
{
    const Layout *at = &corrections->layout;
    bool whole = true;
    for (size_t c = 0; c < at->count; c++) {
        bool may = c == at->old || c == at->agreed ||
                   (c >= at->key && c < at->key + at->parts && at->parts > 1);
        if (may || !list_blank(&corrections->list, c, row)) continue;
        list_say(&corrections->list, c, row, D_LIST_BLANK, STR_EMPTY);
        whole = false;
    }
    return whole;
}

static void take_row(Corrections *corrections, const LoadJob *job, uint64_t row)
{
    List *list = &corrections->list;
    const Layout *at = &corrections->layout;
    CorrectionRow *own = &corrections->rows[row];
    own->field = NO_FIELD;
    if (!is_whole(corrections, row)) return;
    if (corrections->has_years && list_whole(list, at->year, row) != job->year) {
        corrections->other_years++;
        return;
    }
    Str name = list_text(list, at->record, row), field_name = list_text(list, at->field, row);
    own->record = find_record(job, name);
    if (own->record == job->count) {
        list_fault(list, at->record, row, D_CORRECTION_RECORD, name, corrections->guarded);
        return;
    }
    const RecordSchema *schema = &job->schemas[own->record];
    const char *why = why_not_record(schema);
    if (why) {
        cannot(corrections, at->record, row, why);
        return;
    }
    uint32_t field = find_field(schema, field_name);
    if (field == schema->field_count)
        list_fault(list, at->field, row, D_CORRECTION_FIELD, field_name, corrections->guarded);
    else if ((why = why_not_field(schema, field)))
        cannot(corrections, at->field, row, why);
    else if (!list_key(list, at->key, at->parts, schema->key_count, row, job->arena, &own->key))
        list_say(list, at->key, row, D_CORRECTION_KEY, STR("more parts than the key has"));
    else
        own->field = field;
}

Corrections *corrections_read(const Loader *loader)
{
    const LoadJob *job = loader->job;
    Corrections *corrections = NEW(job->arena, Corrections);
    for (size_t i = 0; i < job->count; i++) {
        corrections->has_years |= reads_one_year(&job->schemas[i]);
        corrections->guarded |= load_is_of_people(job, &job->schemas[i]);
    }
    corrections->layout = layout_of(job, corrections->has_years);
    if (!list_read(&corrections->list, job, STR("corrections"), job->corrections,
                   corrections->layout.column, corrections->layout.count))
        return NULL;
    uint64_t rows = corrections->list.table.rows;
    corrections->rows = NEW_ARRAY(job->arena, CorrectionRow, rows + 1);
    for (uint64_t r = 0; r < rows; r++) take_row(corrections, job, r);
    return corrections;
}

/* ---- before a file is read ---- */

/* A correction on its way to the threads. */
typedef struct Entry {
    Str key;
    Fix fix;
} Entry;

static int by_cell(const void *left, const void *right)
{
    const Entry *a = left, *b = right;
    int order = str_compare(a->key, b->key);
    if (order) return order;
    if (a->fix.column != b->fix.column) return a->fix.column < b->fix.column ? -1 : 1;
    return a->fix.row < b->fix.row ? -1 : a->fix.row > b->fix.row;
}

/* What the column is besides the field, that forbids it to be corrected. */
static const char *why_not_column(const FilePlan *plan, uint32_t column)
{
    const RecordSchema *schema = plan->schema;
    for (size_t k = 0; k < schema->key_count; k++)
        if (plan->keys[k]->columns[0] == column) return "its column is part of the key";
    for (size_t w = 0; w < schema->where_count; w++)
        if (plan->where_column[w] == column) return "its column says which rows are read";
    return NULL;
}

/* Means to read one cell as the fields of a record do. */
typedef struct Trial {
    CellWork work;
    FieldWork *fields;
    Faults faults;
} Trial;

static bool is_error(const Faults *faults)
{
    for (size_t i = 0; i < faults->count; i++)
        if (diag_info[faults->items[i].id].severity == DIAG_ERROR) return true;
    return false;
}

/* The first field that reads the column and refuses the text; field_count when none does. */
static size_t refuses(Trial *trial, const FilePlan *plan, uint32_t column, Str text)
{
    const RecordSchema *schema = plan->schema;
    uint32_t from = 0, to = (uint32_t)text.len;
    Text padded = text_open(trial->work.arena);
    text_add(&padded, text);
    text_pad(&padded, '\0', CSV_PAD);
    Cells cells = { .base = padded.at, .from = &from, .to = &to, .step = 1, .count = 1 };
    size_t f = 0;
    for (; f < schema->field_count; f++) {
        const FieldPlan *field = &plan->fields[f];
        if (field->none || field->schema->header_count != 1 || field->columns[0] != column)
            continue;
        Piece piece;
        trial->faults.count = 0;
        cell_read(&trial->work, field, &trial->fields[f], &cells, &piece);
        if (is_error(&trial->faults)) break;
    }
    return f;
}

/* Whether the correction may be made of the file; what is wrong with it is noted. */
static bool judge_fix(Corrections *corrections, const Loader *loader, const FilePlan *plan,
                      Trial *trial, uint32_t row)
{
    const Layout *at = &corrections->layout;
    const CorrectionRow *own = &corrections->rows[row];
    const FieldPlan *field = &plan->fields[own->field];
    const char *why = field->none ? "its file has no such column this year"
                                  : why_not_column(plan, field->columns[0]);
    if (why) {
        cannot(corrections, at->field, row, why);
        return false;
    }
    Str agreed = list_text(&corrections->list, at->agreed, row);
    size_t refused = refuses(trial, plan, field->columns[0], agreed);
    if (refused == plan->schema->field_count) return true;
    const FieldSchema *by = &plan->schema->fields[refused];
    Str parent = by->kind == KIND_LINK ? loader->job->schemas[by->parent].name : STR_EMPTY;
    list_say(&corrections->list, at->agreed, row, D_CORRECTION_NEW,
             cell_wanted(loader->job->arena, by, parent));
    return false;
}

/* Takes away what corrects a cell a second time; returns how many are left. */
static size_t drop_twice(Corrections *corrections, Entry *entries, size_t count, Arena *arena)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const Entry *last = kept ? &entries[kept - 1] : NULL;
        if (!last || last->fix.column != entries[i].fix.column ||
            !str_eq(last->key, entries[i].key)) {
            entries[kept++] = entries[i];
            continue;
        }
        corrections->rows[entries[i].fix.row].field = NO_FIELD;
        uint64_t first = list_row(&corrections->list, last->fix.row);
        list_say(&corrections->list, corrections->layout.field, entries[i].fix.row,
                 D_CORRECTION_TWICE, str_printf(arena, "the cell of row %g", first));
    }
    return kept;
}

static const Fixes *fixes_of(const Entry *entries, size_t count, uint64_t seed, size_t parts,
                             Arena *arena, Arena *scratch)
{
    Fixes *fixes = NEW(arena, Fixes);
    Keys *keys = &fixes->keys;
    *keys = (Keys){ .parts = (uint32_t)parts, .seed = seed, .pool = { .arena = arena } };
    keys->key = NEW_ARRAY(arena, Key16, count + 1);
    fixes->first = NEW_ARRAY(arena, uint32_t, count + 2);
    fixes->items = NEW_ARRAY(arena, Fix, count + 1);
    for (size_t i = 0; i < count; i++) {
        fixes->items[i] = entries[i].fix;
        if (i && str_eq(entries[i].key, entries[i - 1].key)) continue;
        fixes->first[keys->rows] = (uint32_t)i;
        keys->key[keys->rows++] = key16_of(&keys->pool, entries[i].key, seed);
    }
    fixes->first[keys->rows] = (uint32_t)count;
    KeyTwices none = { 0 };
    keys_index(keys, arena, &none, scratch, NULL);
    return fixes;
}

const Fixes *corrections_plan(Corrections *corrections, Loader *loader, size_t record,
                              const FilePlan *plan)
{
    const LoadJob *job = loader->job;
    const Layout *at = &corrections->layout;
    Arena *room = &loader->reader.scratch;
    uint64_t rows = corrections->list.table.rows;
    Entry *entries = NEW_ARRAY(room, Entry, rows + 1);
    size_t count = 0;
    Trial trial = { .work = cell_work(room, &loader->scratch, job->seed),
                    .fields = NEW_ARRAY(room, FieldWork, plan->schema->field_count + 1),
                    .faults = { .arena = room } };
    trial.work.faults = &trial.faults;
    cell_room(&trial.work, 1);
    for (uint32_t r = 0; r < rows; r++) {
        CorrectionRow *own = &corrections->rows[r];
        if (own->field == NO_FIELD || own->record != record) continue;
        const FieldPlan *field = &plan->fields[own->field];
        own->guarded = field->guarded || field->mask;
        if (!judge_fix(corrections, loader, plan, &trial, r)) {
            own->field = NO_FIELD;
            continue;
        }
        Fix fix = { .row = r, .column = field->columns[0], .trim = field->schema->trim };
        fix.old = list_text(&corrections->list, at->old, r);
        fix.agreed = list_text(&corrections->list, at->agreed, r);
        entries[count++] = (Entry){ own->key, fix };
    }
    if (!count) return NULL;
    if (count > 1) qsort(entries, count, sizeof(Entry), by_cell);
    count = drop_twice(corrections, entries, count, job->arena);
    return fixes_of(entries, count, job->seed, plan->schema->key_count, job->arena,
                    &loader->scratch);
}

/* ---- after it ---- */

/* Notes the cell that does not hold what was agreed about. */
static void note_other(Corrections *corrections, const Fixed *fixed)
{
    const CorrectionRow *own = &corrections->rows[fixed->row];
    size_t column = corrections->layout.old;
    if (str_eq(fixed->found, CSV_ABSENT))
        list_say(&corrections->list, column, fixed->row, D_CORRECTION_OLD, STR("no cell at all"));
    else
        list_fault(&corrections->list, column, fixed->row, D_CORRECTION_OLD, fixed->found,
                   own->guarded);
}

void corrections_judge(Corrections *corrections, const Loader *loader, const Reader *reader,
                       size_t record)
{
    if (loader->broken[record]) return;
    uint64_t before = 2; /* the headings are row 1 */
    for (const Part *part = reader->first; part; before += part->records, part = part->next)
        for (size_t i = 0; i < part->fixed_count; i++) {
            const Fixed *fixed = &part->fixed[i];
            CorrectionRow *own = &corrections->rows[fixed->row];
            if (!own->met) own->data = before + fixed->record;
            if (!own->met++ && !fixed->used) note_other(corrections, fixed);
            own->used |= fixed->used;
        }
    for (uint64_t r = 0; r < corrections->list.table.rows; r++) {
        const CorrectionRow *own = &corrections->rows[r];
        if (own->field == NO_FIELD || own->record != record || own->met) continue;
        Str key = list_text(&corrections->list, corrections->layout.key, r);
        list_fault(&corrections->list, corrections->layout.key, r, D_CORRECTION_KEY, key,
                   own->guarded);
    }
}

static Corrected made_of(const Corrections *corrections, const LoadJob *job, uint64_t row)
{
    const List *list = &corrections->list;
    const Layout *at = &corrections->layout;
    const CorrectionRow *own = &corrections->rows[row];
    Text date = text_open(job->arena);
    calendar_write(&date, list_whole(list, at->date, row));
    Corrected made = { .row = list_row(list, row),
                       .data_row = own->data,
                       .record = own->record,
                       .field = own->field,
                       .guarded = own->guarded,
                       .agreed_by = list_text(list, at->agreed_by, row),
                       .date = text_str(&date) };
    if (own->guarded) return made;
    made.key = list_key_words(list, at->key, job->schemas[own->record].key_count, row, job->arena);
    made.old = list_text(list, at->old, row);
    made.agreed = list_text(list, at->agreed, row);
    made.reason = list_text(list, at->reason, row);
    return made;
}

void corrections_finish(Corrections *corrections, Loader *loader)
{
    const LoadJob *job = loader->job;
    uint64_t rows = corrections->list.table.rows;
    list_report(&corrections->list, job->diags);
    CorrectionLedger *ledger = NEW(job->arena, CorrectionLedger);
    ledger->file = corrections->list.file;
    ledger->has_years = corrections->has_years;
    ledger->other_years = corrections->other_years;
    ledger->made = NEW_ARRAY(job->arena, Corrected, rows + 1);
    for (uint64_t r = 0; r < rows; r++)
        if (corrections->rows[r].used)
            ledger->made[ledger->made_count++] = made_of(corrections, job, r);
    loader->tables.ledger.corrections = ledger;
}
