/* given.c -- tables_given: the rows of an example as tables (table.h).
 *
 * Each record's rows become columns of cells, which are read by the very code that reads files;
 * what differs is where the cells come from, what they may hold besides, and that faults point into
 * the framework.  A row without a link column is given the key of its parent as its cell.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/load.h"

enum { UNNAMED = UINT32_MAX };

/* A row of a record: row `row` of block `block`, or (block UNNAMED) the one unnamed parent. */
typedef struct GivenRow {
    uint32_t block, row;
    uint32_t *parent; /* per field: the parent's place in its list, for links with no column */
} GivenRow;

typedef struct GivenRecord {
    GivenRow *rows;
    size_t count, cap;
    uint32_t last;    /* the last one given so far, or UNNAMED */
    uint32_t unnamed; /* the unnamed one, or UNNAMED */
} GivenRecord;

typedef struct Given {
    Loader loader; /* first: load_all's kin take it */
    const GivenRows *blocks;
    size_t block_count;
    uint8_t absent;
    GivenRecord *records;
    RecordSchema *schemas; /* as the framework's, but that cells may hold more */
    LoadJob job;
} Given;

/* ---- which rows there are ---- */

/* The column of a field in a block; column_count when it has none. */
static size_t column_of(const GivenRows *block, const FieldSchema *field)
{
    size_t c = 0;
    while (c < block->column_count && !str_eq(block->columns[c], field->name)) c++;
    return c;
}

static bool has_column(const Given *given, const GivenRow *row, const FieldSchema *field)
{
    if (row->block == UNNAMED) return false;
    const GivenRows *block = &given->blocks[row->block];
    return column_of(block, field) < block->column_count;
}

static uint32_t add_row(Given *given, uint32_t record, GivenRow row)
{
    Arena *arena = given->job.arena;
    GivenRecord *own = &given->records[record];
    row.parent = NEW_ARRAY(arena, uint32_t, given->schemas[record].field_count + 1);
    GROW(arena, own->rows, own->count, own->cap);
    own->rows[own->count++] = row;
    return (uint32_t)own->count - 1;
}

/* Fills in the parents of a row that nothing names.  depth ends a circle of links. */
static void find_parents(Given *given, uint32_t record, uint32_t row, size_t depth)
{
    const RecordSchema *schema = &given->schemas[record];
    for (size_t f = 0; f < schema->field_count && depth; f++) {
        const FieldSchema *field = &schema->fields[f];
        if (field->kind != KIND_LINK || given->schemas[field->parent].named_by_record >= 0)
            continue;
        if (has_column(given, &given->records[record].rows[row], field)) continue;
        uint32_t place = (uint32_t)field->parent;
        GivenRecord *parent = &given->records[place];
        uint32_t found = parent->last;
        if (found == UNNAMED) found = parent->unnamed;
        if (found == UNNAMED) {
            found = add_row(given, place, (GivenRow){ .block = UNNAMED });
            parent->unnamed = found;
            find_parents(given, place, found, depth - 1);
        }
        given->records[record].rows[row].parent[f] = found;
    }
}

static void list_rows(Given *given)
{
    for (size_t i = 0; i < given->job.count; i++)
        given->records[i].last = given->records[i].unnamed = UNNAMED;
    for (uint32_t b = 0; b < given->block_count; b++) {
        uint32_t record = given->blocks[b].record;
        for (uint32_t r = 0; r < given->blocks[b].rows; r++) {
            uint32_t row = add_row(given, record, (GivenRow){ .block = b, .row = r });
            given->records[record].last = row;
            find_parents(given, record, row, given->job.count + 1);
        }
    }
}

/* ---- what their cells are ---- */

static Str own_cell(Given *given, uint32_t record, uint32_t row, size_t f)
{
    const FieldSchema *field = &given->schemas[record].fields[f];
    const GivenRow *own = &given->records[record].rows[row];
    if (has_column(given, own, field)) {
        const GivenRows *block = &given->blocks[own->block];
        return block->cells[own->row * block->column_count + column_of(block, field)];
    }
    if (field->role != ROLE_KEY) return CSV_ABSENT;
    if (own->block == UNNAMED) return STR("unnamed");
    return str_printf(given->job.arena, "#%u", (uint64_t)row + 1);
}

/* Part `part` of the cell: only links to a key of several parts have more than one. */
static Str cell_text(Given *given, uint32_t record, uint32_t row, size_t f, size_t part)
{
    const FieldSchema *field = &given->schemas[record].fields[f];
    const GivenRow *own = &given->records[record].rows[row];
    if (field->kind != KIND_LINK || has_column(given, own, field))
        return own_cell(given, record, row, f);
    const RecordSchema *parent = &given->schemas[field->parent];
    if (parent->named_by_record >= 0) return STR("unnamed");
    /* a part of its key may be a link in its turn */
    return cell_text(given, (uint32_t)field->parent, own->parent[f], parent->key[part], 0);
}

/* A made-up key need not read as the key's kind: as a value it is missing. */
static bool is_made_up(Given *given, uint32_t record, uint32_t row, size_t f)
{
    const FieldSchema *field = &given->schemas[record].fields[f];
    bool text = field->kind == KIND_TEXT || (field->kind == KIND_CODE && !field->code_count);
    return field->role == ROLE_KEY && !text &&
           !has_column(given, &given->records[record].rows[row], field);
}

static Cells cells_of(Given *given, uint32_t record, size_t f, size_t part, bool as_key)
{
    Arena *arena = given->job.arena;
    uint32_t count = (uint32_t)given->records[record].count;
    uint32_t *from = NEW_ARRAY(arena, uint32_t, (size_t)count + 1);
    uint32_t *to = NEW_ARRAY(arena, uint32_t, (size_t)count + 1);
    Text text = text_open(arena);
    for (uint32_t r = 0; r < count; r++) {
        Str cell = cell_text(given, record, r, f, part);
        if (!as_key && is_made_up(given, record, r, f)) cell = CSV_ABSENT;
        from[r] = (uint32_t)text.len;
        text_add(&text, cell);
        to[r] = (uint32_t)text.len;
    }
    text_pad(&text, '\0', CSV_PAD);
    return (Cells){ .base = text_str(&text).at, .from = from, .to = to, .step = 1, .count = count };
}

/* ---- what is said ---- */

static Span span_of(const Given *given, uint32_t record, uint32_t row, size_t f)
{
    const GivenRow *own = &given->records[record].rows[row];
    if (own->block == UNNAMED) return given->schemas[record].span;
    const GivenRows *block = &given->blocks[own->block];
    size_t c = column_of(block, &given->schemas[record].fields[f]);
    return c < block->column_count ? block->cell_spans[own->row * block->column_count + c]
                                   : block->span;
}

static void tell_faults(const Given *given, uint32_t record, const Faults *faults)
{
    Arena *arena = given->job.arena;
    const RecordSchema *schema = &given->schemas[record];
    for (size_t i = 0; i < faults->count; i++) {
        const Fault *fault = &faults->items[i];
        const FieldSchema *field = &schema->fields[fault->column - 1];
        Str parent = field->kind == KIND_LINK ? given->schemas[field->parent].name : STR_EMPTY;
        Str wanted = cell_wanted(arena, field, parent);
        DIAG_AT(given->job.diags, fault->id,
                span_of(given, record, fault->record, fault->column - 1), STR("the example"),
                field->name, str_printf(arena, "row %u", (uint64_t)fault->record + 1),
                str_printf(arena, "\"%S\"", (Str){ fault->value, fault->len }), wanted, wanted);
    }
}

/* ---- one record ---- */

static void read_columns(Given *given, uint32_t record, Worker *worker, Part *part, FilePlan *plan)
{
    const RecordSchema *schema = plan->schema;
    Arena *arena = given->job.arena;
    for (size_t f = 0; f < schema->field_count; f++) {
        FieldPlan *field = &plan->fields[f];
        *field = load_field_plan(&given->loader, record, f);
        field->columns = NEW(arena, uint32_t);
        *field->columns = (uint32_t)f;
        field->mask = field->guarded = false;
        if (!field->none) field->absent = given->absent; /* a column of other years has a reason */
        field->reasons = given->job.reasons;
        field->reason_count = given->job.reason_count;
        Cells *cells = NEW_ARRAY(arena, Cells, field->schema->header_count);
        for (size_t i = 0; i < field->schema->header_count; i++)
            cells[i] = cells_of(given, record, f, i, false);
        cell_read(&worker->cells, field, &worker->fields[f], cells, &part->pieces[f]);
    }
    if (!schema->key_count) return;
    Cells *cells = NEW_ARRAY(arena, Cells, schema->key_count);
    plan->keys = NEW_ARRAY(arena, const FieldPlan *, schema->key_count);
    for (size_t i = 0; i < schema->key_count; i++) {
        plan->keys[i] = &plan->fields[schema->key[i]];
        cells[i] = cells_of(given, record, schema->key[i], 0, true);
    }
    part->keys = slab_take(&worker->arena, &worker->key_slab, sizeof(Key16) * (part->rows + 1));
    cell_read_keys(&worker->cells, plan->keys, cells, schema->key_count, &worker->pool, part->keys);
}

/* Reads the record through a reader of one thread and one part that no file stands behind. */
static void read_record(Given *given, uint32_t record)
{
    Arena *arena = given->job.arena;
    const RecordSchema *schema = &given->schemas[record];
    Table *table = &given->loader.tables.items[record];
    FilePlan plan = { .schema = schema };
    plan.fields = NEW_ARRAY(arena, FieldPlan, schema->field_count + 1);
    Faults faults = { .arena = arena };
    Worker *worker = NEW(arena, Worker);
    worker->arena = arena_open(arena->guard);
    worker->scratch = arena_open(arena->guard);
    worker->fields = NEW_ARRAY(arena, FieldWork, schema->field_count + 1);
    worker->pool.arena = &worker->arena;
    worker->cells = cell_work(&worker->arena, &worker->scratch, given->job.seed);
    worker->cells.faults = &faults;
    Part part = { .rows = (uint32_t)given->records[record].count };
    part.records = part.rows;
    part.pieces = NEW_ARRAY(arena, Piece, schema->field_count + 1);
    Reader reader = { .plan = &plan, .seed = given->job.seed, .threads = 1, .first = &part };
    reader.arena = arena;
    reader.workers[0] = worker;
    reader.scratch = arena_open(arena->guard);
    cell_room(&worker->cells, part.rows);
    read_columns(given, record, worker, &part, &plan);
    tell_faults(given, record, &faults);
    table->rows = part.rows;
    stitch_open(&reader, NULL);
    Keys *keys = plan.keys ? stitch_keys(&reader, part.rows, schema->key_count, arena) : NULL;
    for (size_t f = 0; f < schema->field_count; f++)
        if (plan.fields[f].keep) stitch_column(&reader, f, table, arena, given->job.atoms);
    load_finish(&given->loader, record, keys);
    arena_close(&worker->arena);
    arena_close(&worker->scratch);
    arena_close(&reader.scratch);
}

/* ---- all records ---- */

static const Str *with_text(Arena *arena, const Str *texts, size_t count, Str more)
{
    Str *all = NEW_ARRAY(arena, Str, count + 1);
    if (count) memcpy(all, texts, sizeof(Str) * count);
    all[count] = more;
    return all;
}

/* The schemas, but that cells may also hold yes, no and percent signs, and nothing is in a file. */
static void widen_schemas(Given *given)
{
    Arena *arena = given->job.arena;
    for (size_t i = 0; i < given->job.count; i++) {
        RecordSchema *schema = &given->schemas[i];
        FieldSchema *fields = NEW_ARRAY(arena, FieldSchema, schema->field_count + 1);
        if (schema->field_count)
            memcpy(fields, schema->fields, sizeof(FieldSchema) * schema->field_count);
        for (size_t f = 0; f < schema->field_count; f++) {
            FieldSchema *field = &fields[f];
            field->yes = with_text(arena, field->yes, field->yes_count++, STR("yes"));
            field->no = with_text(arena, field->no, field->no_count++, STR("no"));
            field->percent_sign = true;
            field->header_count = 1;
            if (field->kind != KIND_LINK) continue;
            size_t parts = given->job.schemas[field->parent].key_count;
            field->header_count = parts ? parts : 1;
        }
        schema->fields = fields;
    }
}

static void read_all(void *arg)
{
    Given *given = arg;
    Loader *loader = &given->loader;
    list_rows(given);
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < given->job.count; i++) {
            if (loader->done[i] || !load_is_ready(loader, i)) continue;
            read_record(given, i);
            loader->done[i] = more = true;
            load_named(loader, i);
        }
    }
}

Tables tables_given(const LoadJob *job, const GivenRows *blocks, size_t count, uint8_t absent)
{
    Given *given = NEW(job->arena, Given);
    given->job = *job;
    given->job.problems = NULL;
    given->blocks = blocks;
    given->block_count = count;
    given->absent = absent;
    given->records = NEW_ARRAY(job->arena, GivenRecord, job->count + 1);
    given->schemas = NEW_ARRAY(job->arena, RecordSchema, job->count + 1);
    if (job->count) memcpy(given->schemas, job->schemas, sizeof(RecordSchema) * job->count);
    widen_schemas(given);
    given->job.schemas = given->schemas;
    load_open(&given->loader, &given->job);
    size_t errors = job->diags->errors;
    Why why = load_guarded(&given->loader, read_all, given);
    if (why) guard_escape(job->arena->guard, why);
    given->loader.tables.refused = job->diags->errors > errors;
    for (size_t i = 0; i < job->count; i++) given->loader.tables.items[i].schema = &job->schemas[i];
    return given->loader.tables;
}
