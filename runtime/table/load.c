/* load.c -- tables_load: every record's file, parents before children (table.h).
 *
 * The calling thread does all that is said about a file as a whole; threads run only inside
 * reader_run, so whatever escapes from here leaves none behind.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/load.h"
#include "calendar.h"
#include "limit.h"
#include "table/correction.h"
#include "table/whole.h"

/* Rows that a table may fall short of NO_ROW: a round number for people. */
enum { MOST_ROWS_OFF = 295, PLACE_FROM = 4 << 20 };

/* ---- plans ---- */

/* Whether the field's values may never be shown. */
static bool is_masked(const LoadJob *job, const RecordSchema *schema, const FieldSchema *field)
{
    return field->personal || field->role == ROLE_PERSONAL ||
           (field->role == ROLE_KEY && schema->personal_key) ||
           (field->kind == KIND_LINK && job->schemas[field->parent].personal_key);
}

bool load_is_of_people(const LoadJob *job, const RecordSchema *schema)
{
    bool people = schema->personal_key;
    for (size_t f = 0; f < schema->field_count; f++)
        people |= is_masked(job, schema, &schema->fields[f]);
    return people;
}

FieldPlan load_field_plan(const Loader *loader, size_t record, size_t field)
{
    const RecordSchema *schemas = loader->job->schemas;
    const RecordSchema *schema = &schemas[record];
    const FieldSchema *own = &schema->fields[field];
    FieldPlan plan = { .schema = own, .keep = own->needed };
    plan.absent = schema->short_reason;
    int32_t year = loader->job->year;
    for (size_t i = 0; i < own->not_in_count; i++) {
        if (year < own->not_in[i].first_year || year > own->not_in[i].last_year) continue;
        plan.none = true;
        plan.absent = own->not_in[i].reason;
    }
    plan.mask = is_masked(loader->job, schema, own);
    plan.guarded = load_is_of_people(loader->job, schema);
    if (own->kind != KIND_LINK) return plan;
    const RecordSchema *parent = &schemas[own->parent];
    plan.keep = true;
    plan.dictionary =
        parent->named_by_record == (int)record && parent->named_by_field == (int)field;
    plan.unchecked = loader->broken[own->parent];
    plan.parents = loader->tables.items[own->parent].keys;
    return plan;
}

static FilePlan file_plan(const Loader *loader, size_t record, Arena *arena)
{
    const RecordSchema *schema = &loader->job->schemas[record];
    FilePlan plan = { .schema = schema, .year = loader->job->year };
    plan.fields = NEW_ARRAY(arena, FieldPlan, schema->field_count + 1);
    for (size_t f = 0; f < schema->field_count; f++)
        plan.fields[f] = load_field_plan(loader, record, f);
    if (!schema->key_count) return plan;
    plan.keys = NEW_ARRAY(arena, const FieldPlan *, schema->key_count);
    for (size_t k = 0; k < schema->key_count; k++) plan.keys[k] = &plan.fields[schema->key[k]];
    return plan;
}

/* What messages about each column need: [0] is the rows as a whole. */
static const ProblemColumn *problem_columns(const Loader *loader, const Heading *heading,
                                            const FilePlan *plan)
{
    Arena *arena = loader->job->arena;
    const RecordSchema *schema = plan->schema;
    ProblemColumn *columns = NEW_ARRAY(arena, ProblemColumn, (size_t)heading->count + 1);
    columns[0].file = heading->file;
    columns[0].wanted = str_printf(arena, "%u", (uint64_t)heading->count);
    for (uint32_t c = 1; c <= heading->count; c++)
        columns[c] =
            (ProblemColumn){ .file = heading->file, .heading = heading->names[c - 1], .column = c };
    for (size_t f = schema->field_count; f-- > 0;) {
        const FieldSchema *field = &schema->fields[f];
        if (!field->header_count || plan->fields[f].none) continue;
        ProblemColumn *column = &columns[plan->fields[f].columns[0] + 1];
        Str parent =
            field->kind == KIND_LINK ? loader->job->schemas[field->parent].name : STR_EMPTY;
        column->field = field;
        column->wanted = cell_wanted(arena, field, parent);
    }
    return columns;
}

/* ---- what is said about a file as a whole ---- */

static Diag *tell(const Loader *loader, DiagId id, const RecordSchema *schema, Str file,
                  uint64_t row, Str a, Str b)
{
    WholeFile whole = { loader->job->diags, schema->span, file };
    return whole_tell(&whole, id, row, a, b);
}

static Str number_text(const Loader *loader, uint64_t number)
{
    return str_printf(loader->job->arena, "%g", number);
}

static void tell_not_opened(const Loader *loader, const RecordSchema *schema, Str file, int error)
{
    WholeFile whole = { loader->job->diags, schema->span, file };
    /* no option names a file of a year before the one asked */
    Str or_else =
        loader->job->paths
            ? str_printf(loader->job->arena, ", or say where it is: --table %S=PATH", schema->name)
            : STR(".  A year without any data has no folder");
    whole_not_opened(&whole, error, or_else);
}

static bool tell_feed(const Loader *loader, const RecordSchema *schema, Str file, const Feed *feed,
                      uint64_t line)
{
    WholeFile whole = { loader->job->diags, schema->span, file };
    if (feed->failure == FEED_READ)
        tell_not_opened(loader, schema, file, feed->error);
    else
        whole_feed(&whole, feed, line);
    return feed->failure == FEED_FINE;
}

/* ---- the reading ledger ---- */

static Str where_text(const RowsWhere *where, Arena *arena)
{
    static const char *const years[] = { [YEAR_IN] = "rows of the year in",
                                         [YEAR_BEGINNING_IN] = "rows of the year beginning in",
                                         [YEAR_ENDING_IN] = "rows of the year ending in" };
    if (where->year) return str_printf(arena, "%s \"%S\"", years[where->year], where->header);
    Text text = text_open(arena);
    text_printf(&text, "rows where %S is %s", where->header, where->negate ? "not " : "");
    for (size_t i = 0; i < where->value_count; i++)
        text_printf(&text, "%s\"%S\"", i ? ", " : "", where->values[i]);
    return text_str(&text);
}

static void add_aside(const Reader *reader, FileLedger *ledger, Arena *arena)
{
    const RecordSchema *schema = reader->plan->schema;
    ledger->aside = NEW_ARRAY(arena, Counted, schema->where_count + 2);
    for (size_t i = 0; i < schema->where_count + 2; i++) {
        uint64_t count = 0;
        for (const Part *part = reader->first; part; part = part->next) count += part->aside[i];
        bool declared =
            i < schema->where_count ||
            (i == aside_blank(reader->plan) ? schema->skip_blank_lines : schema->skip_empty_rows);
        if (!declared) continue;
        Str name = i < schema->where_count          ? where_text(&schema->where[i], arena)
                   : i == aside_blank(reader->plan) ? STR("blank line")
                                                    : STR("empty row");
        ledger->aside[ledger->aside_count++] = (Counted){ name, count };
    }
}

static void add_leniency(FileLedger *ledger, bool declared, Str name, uint64_t count)
{
    if (declared) ledger->leniency[ledger->leniency_count++] = (Counted){ name, count };
}

static void add_leniencies(const Reader *reader, FileLedger *ledger, Arena *arena)
{
    const RecordSchema *schema = reader->plan->schema;
    ledger->leniency = NEW_ARRAY(arena, Counted, schema->field_count * 2 + 4);
    uint64_t repeated = 0, shortened = 0, spared = 0, converted = 0;
    for (unsigned t = 0; t < reader->threads; t++) {
        repeated += reader->workers[t]->repeated;
        shortened += reader->workers[t]->shortened;
        spared += reader->workers[t]->spared;
        converted += reader->workers[t]->converted;
    }
    add_leniency(ledger, schema->encoding == ENCODING_CP1252, STR("encoding cp1252"), converted);
    add_leniency(ledger, schema->last_column_repeats, STR("last column repeats"), repeated);
    add_leniency(ledger, schema->skip_further_cells, STR("further blank cells skipped"), spared);
    add_leniency(ledger, schema->short_rows, STR("short rows"), shortened);
    for (size_t f = 0; f < schema->field_count; f++) {
        const FieldSchema *field = &schema->fields[f];
        uint64_t trimmed = 0, percents = 0;
        for (unsigned t = 0; t < reader->threads; t++) {
            trimmed += reader->workers[t]->fields[f].trimmed;
            percents += reader->workers[t]->fields[f].percents;
        }
        add_leniency(ledger, field->trim, str_printf(arena, "trim %S", field->name), trimmed);
        add_leniency(ledger, field->percent_sign, str_printf(arena, "percent sign %S", field->name),
                     percents);
    }
}

static void add_unread(const FilePlan *plan, const Heading *heading, FileLedger *ledger,
                       Arena *arena)
{
    bool *read = NEW_ARRAY(arena, bool, (size_t)heading->count + 1);
    for (size_t f = 0; f < plan->schema->field_count; f++)
        for (size_t i = 0; i < plan->schema->fields[f].header_count && !plan->fields[f].none; i++)
            read[plan->fields[f].columns[i]] = true;
    for (size_t i = 0; i < plan->schema->where_count; i++) read[plan->where_column[i]] = true;
    ledger->unread = NEW_ARRAY(arena, Str, (size_t)heading->count + 1);
    for (uint32_t c = 0; c < heading->count; c++)
        if (!read[c]) ledger->unread[ledger->unread_count++] = heading->names[c];
}

static void add_places(const FilePlan *plan, FileLedger *ledger, Arena *arena)
{
    ledger->places = NEW_ARRAY(arena, uint32_t, plan->schema->field_count + 1);
    for (size_t f = 0; f < plan->schema->field_count; f++)
        if (plan->schema->fields[f].header_count && !plan->fields[f].none)
            ledger->places[f] = plan->fields[f].columns[0] + 1;
}

static void add_file(Loader *loader, size_t record, const Reader *reader, const Heading *heading)
{
    Arena *arena = loader->job->arena;
    Ledger *ledger = &loader->tables.ledger;
    FileLedger *file = &ledger->files[ledger->file_count++];
    const struct timespec *changed = &reader->feed.before.st_mtim;
    *file = (FileLedger){ .record = (uint32_t)record,
                          .file = heading->file,
                          .bytes = reader->feed.bytes,
                          .modified = (int64_t)changed->tv_sec * 1000000000 + changed->tv_nsec,
                          .bom_bytes = heading->bom,
                          .heading_bytes = heading->used,
                          .columns = heading->count,
                          .listed = reader->plan->schema->list_separator != '\0',
                          .lines_crlf = heading->crlf,
                          .lines_lf = !heading->crlf,
                          .final_newline = true };
    if (heading->endless) {
        file->heading_bytes--;
        file->lines_lf = 0;
    }
    for (unsigned i = 0; i < reader->slot_count; i++)
        if (reader->slots[i].block.made_newline) file->final_newline = false;
    for (const Part *part = reader->first; part; part = part->next) {
        file->kept_bytes += part->kept_bytes;
        file->aside_bytes += part->aside_bytes;
        file->records += part->records;
        file->kept += part->kept;
        file->made += part->rows;
        file->lines_crlf += part->crlf;
        file->lines_lf += part->lf;
    }
    if (reader->plan->schema->has_day) {
        Text day = text_open(arena);
        calendar_write(&day, reader->plan->schema->day);
        file->day = text_str(&day);
    }
    add_aside(reader, file, arena);
    add_leniencies(reader, file, arena);
    add_unread(reader->plan, heading, file, arena);
    add_places(reader->plan, file, arena);
    file->sha256 = feed_sha256(&loader->reader.feed, arena);
}

/* ---- one file ---- */

Str load_path(const LoadJob *job, Str name)
{
    if (!job->folder.len) return name;
    bool slash = job->folder.at[job->folder.len - 1] == '/';
    return str_printf(job->arena, "%S%s%S", job->folder, slash ? "" : "/", name);
}

Str tables_path(const LoadJob *job, size_t record)
{
    const RecordSchema *schema = &job->schemas[record];
    if (job->paths && job->paths[record].len) return job->paths[record];
    Str name = schema->file;
    for (size_t i = 0; i < schema->renamed_count; i++)
        if (job->year >= schema->renamed[i].first_year && job->year <= schema->renamed[i].last_year)
            name = schema->renamed[i].name;
    return load_path(job, name);
}

/* Puts the columns together; what the threads held is given back as they stand. */
static void stitch(Loader *loader, size_t record)
{
    const LoadJob *job = loader->job;
    Table *table = &loader->tables.items[record];
    Reader *reader = &loader->reader;
    const FilePlan *plan = reader->plan;
    pace_lap(loader->time, LAP_READ);
    stitch_open(reader, job->pool);
    table->rows = stitch_rows(reader);
    table->file_row = stitch_file_rows(reader, table->rows, job->arena);
    Keys *keys = NULL;
    if (plan->keys) keys = stitch_keys(reader, table->rows, table->schema->key_count, job->arena);
    loader->linked = table;
    loader->links = NEW_ARRAY(job->arena, LinkSum, table->schema->field_count + 1);
    for (size_t f = 0; f < table->schema->field_count; f++) {
        if (!plan->fields[f].keep) continue;
        loader->links[f] = stitch_links(reader, f);
        stitch_column(reader, f, table, job->arena, job->atoms);
    }
    pace_lap(loader->time, LAP_TOGETHER);
    load_finish(loader, record, keys);
    pace_lap(loader->time, LAP_KEYS);
}

bool reads_one_year(const RecordSchema *schema)
{
    return schema->where_count && schema->where[schema->where_count - 1].year;
}

static Str year_text(const Loader *loader)
{
    int32_t year = loader->job->year;
    return str_printf(loader->job->arena, "%d/%d%d", (int64_t)year, (int64_t)((year + 1) / 10 % 10),
                      (int64_t)((year + 1) % 10));
}

/* What is told once all rows were met; whether the table may be put together. */
static bool judge_file(Loader *loader, size_t record, const Heading *heading, const FaultLog *log)
{
    Reader *reader = &loader->reader;
    const RecordSchema *schema = reader->plan->schema;
    bool whole = true, may_be_empty = schema->may_be_empty || loader->job->is_part;
    if (reader->failed) {
        WholeFile file = { loader->job->diags, schema->span, heading->file };
        whole_failed_part(&file, reader);
        whole = false;
    } else {
        whole = tell_feed(loader, schema, heading->file, &reader->feed, reader->line);
    }
    fault_report(log, loader->job->diags);
    if (!whole) return false;
    add_file(loader, record, reader, heading);
    const FileLedger *file = &loader->tables.ledger.files[loader->tables.ledger.file_count - 1];
    if (file->records == 0 && !may_be_empty)
        tell(loader, D_FILE_NO_ROWS, schema, heading->file, 1, STR_EMPTY, STR_EMPTY);
    else if (file->kept == 0 && reads_one_year(schema) && loader->job->may_lack_year)
        loader->tables.lacking++;
    else if (file->kept == 0 && reads_one_year(schema) && !may_be_empty)
        tell(loader, D_YEAR_NO_ROWS, schema, heading->file, 0, year_text(loader), STR_EMPTY);
    if (file->lines_crlf && file->lines_lf)
        tell(loader, D_NEWLINES_MIXED, schema, heading->file, 0,
             number_text(loader, file->lines_crlf), number_text(loader, file->lines_lf));
    if (stitch_rows(reader) < NO_ROW - MOST_ROWS_OFF) return true;
    tell(loader, D_ROWS_MANY, schema, heading->file, 0, STR_EMPTY, STR_EMPTY);
    return false;
}

/* Reads the opened file; false when it could not be read whole. */
static bool read_file(Loader *loader, size_t record, Str path)
{
    const LoadJob *job = loader->job;
    const RecordSchema *schema = &job->schemas[record];
    Reader *reader = &loader->reader;
    Block *first = &reader->slots[0].block;
    Heading heading = { .file = path, .guarded = load_is_of_people(job, schema) };
    if (reader->feed.failure == FEED_READ) return tell_feed(loader, schema, path, &reader->feed, 1);
    if (!heading_sniff(job->diags, schema, &heading, (Str){ first->data, first->filled }))
        return false;
    if (reader->feed.failure && first->len == 0)
        return tell_feed(loader, schema, path, &reader->feed, 1);
    if (!heading_read(job->diags, schema, first, job->arena, &heading)) return false;
    FilePlan plan = file_plan(loader, record, job->arena);
    if (!heading_match(job->diags, job, &heading, &plan, job->arena)) return false;
    first->from = heading.bom + heading.used;
    FaultLog log = { .arena = job->arena,
                     .columns = problem_columns(loader, &heading, &plan),
                     .span = schema->span,
                     .problems = job->problems };
    if (loader->corrections)
        plan.fixes = corrections_plan(loader->corrections, loader, record, &plan);
    reader_run(reader, &plan, &log, job->threads);
    bool whole = judge_file(loader, record, &heading, &log);
    if (whole && loader->corrections)
        corrections_judge(loader->corrections, loader, reader, record);
    if (whole) stitch(loader, record);
    return whole;
}

static void load_file(Loader *loader, size_t record)
{
    const LoadJob *job = loader->job;
    Str path = tables_path(job, record);
    loader->time = pace_file(job->pace, path, job->year);
    loader->linked = NULL;
    loader->reading = true;
    int error = reader_open(&loader->reader, job->arena, path, job->block, job->seed);
    bool whole = false;
    loader->reader.pace = job->pace;
    loader->reader.time = loader->time;
    if (!job->arena->spill)
        loader->reader.place_from = job->place_from ? job->place_from : PLACE_FROM;
    if (error)
        tell_not_opened(loader, &job->schemas[record], path, error);
    else
        whole = read_file(loader, record, path);
    reader_close(&loader->reader);
    loader->reading = false;
    if (!whole) {
        loader->broken[record] = true;
        Keys *none = NEW(job->arena, Keys);
        none->parts = (uint32_t)job->schemas[record].key_count;
        load_finish(loader, record, none);
    }
    pace_lap(loader->time, LAP_TOGETHER); /* giving back what was read is part of it */
}

/* ---- all files ---- */

bool load_is_ready(const Loader *loader, size_t record)
{
    const RecordSchema *schemas = loader->job->schemas;
    if (schemas[record].named_by_record >= 0) return false;
    for (size_t f = 0; f < schemas[record].field_count; f++) {
        const FieldSchema *field = &schemas[record].fields[f];
        if (field->kind != KIND_LINK || loader->done[field->parent]) continue;
        const RecordSchema *parent = &schemas[field->parent];
        if (parent->named_by_record != (int)record || parent->named_by_field != (int)f)
            return false;
    }
    return true;
}

static void let_keys_go(Loader *loader)
{
    const LoadJob *job = loader->job;
    for (size_t i = 0; i < job->count; i++) {
        Keys *keys = loader->tables.items[i].keys;
        if (!keys || !job->schemas[i].personal_key || job->keep_personal_keys ||
            job->schemas[i].followed || job->schemas[i].orders)
            continue;
        arena_big_free(job->arena, keys->key);
        arena_big_free(job->arena, keys->slot);
        arena_big_free(job->arena, keys->pool.at);
        loader->tables.items[i].keys = NULL;
    }
}

static void load_all(void *arg)
{
    Loader *loader = arg;
    const LoadJob *job = loader->job;
    bool more = true;
    if (job->corrections && !(loader->corrections = corrections_read(loader))) return;
    while (more) {
        more = false;
        for (size_t i = 0; i < job->count; i++) {
            if (loader->done[i] || !load_is_ready(loader, i)) continue;
            load_file(loader, i);
            loader->done[i] = more = true;
            load_named(loader, i);
            pace_lap(loader->time, LAP_KEYS);
        }
    }
    for (size_t i = 0; i < job->count; i++) {
        if (loader->done[i]) continue;
        DIAG_AT(job->diags, D_TABLE_CIRCLE, job->schemas[i].span, job->schemas[i].name);
        loader->broken[i] = true;
    }
    if (loader->corrections) corrections_finish(loader->corrections, loader);
    let_keys_go(loader);
}

void load_open(Loader *loader, const LoadJob *job)
{
    *loader = (Loader){ .job = job };
    size_t n = job->count + 1, links = 1;
    for (size_t i = 0; i < job->count; i++) links += job->schemas[i].field_count;
    loader->tables.items = NEW_ARRAY(job->arena, Table, n);
    loader->tables.count = job->count;
    loader->tables.ledger.files = NEW_ARRAY(job->arena, FileLedger, n);
    loader->tables.ledger.links = NEW_ARRAY(job->arena, LinkLedger, links);
    loader->done = NEW_ARRAY(job->arena, bool, n);
    loader->broken = NEW_ARRAY(job->arena, bool, n);
    for (size_t i = 0; i < job->count; i++) {
        Table *table = &loader->tables.items[i];
        table->schema = &job->schemas[i];
        table->columns = NEW_ARRAY(job->arena, Column, table->schema->field_count + 1);
        table->first_link = -1;
        for (size_t f = table->schema->field_count; f-- > 0;)
            if (table->schema->fields[f].kind == KIND_LINK) table->first_link = (int)f;
    }
}

Why load_guarded(Loader *loader, void (*body)(void *), void *arg)
{
    const LoadJob *job = loader->job;
    Arena *arenas[] = { job->arena, job->diags->arena,
                        job->problems ? job->problems->arena : NULL };
    Guard *outer[COUNT_OF(arenas)] = { NULL };
    for (size_t i = 0; i < COUNT_OF(arenas); i++) {
        if (!arenas[i]) continue;
        outer[i] = arenas[i]->guard;
        arenas[i]->guard = &loader->guard;
    }
    loader->scratch = arena_beside(job->arena, &loader->guard);
    Why why = guard_run(&loader->guard, body, arg);
    arena_close(&loader->scratch);
    for (size_t i = COUNT_OF(arenas); i-- > 0;)
        if (arenas[i]) arenas[i]->guard = outer[i];
    if (loader->reading) reader_close(&loader->reader);
    return why;
}

Tables tables_load(const LoadJob *job)
{
    Loader *loader = NEW(job->arena, Loader);
    load_open(loader, job);
    size_t errors = job->diags->errors;
    Why why = load_guarded(loader, load_all, loader);
    if (why) guard_escape(job->arena->guard, why);
    loader->tables.refused = job->diags->errors > errors;
    return loader->tables;
}
