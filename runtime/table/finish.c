/* finish.c -- what is done to a table once its columns stand: order, keys, links, and the records
 * that a field names (load.h).
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/alike.h"
#include "table/load.h"
#include "table/reorder.h"
#include <stdlib.h>

enum { FEW_PARENTS = 1 << 18, SHOWN_KEYS = 3, SHOWN_BYTES = 40 };

/* ---- keys ---- */

/* The key as a message shows it: parts joined by " + ", or what a personal one looks like. */
static Str shown_key(const Table *table, const Keys *keys, uint32_t row, Arena *arena)
{
    if (table->schema->personal_key) return fault_mask(arena, keys_text(keys, row));
    Text text = text_open(arena);
    for (size_t p = 0; p < keys->parts; p++)
        text_printf(&text, "%s\"%S\"", p ? " + " : "",
                    str_printable(arena, keys_part(keys, row, p), SHOWN_BYTES));
    return text_str(&text);
}

static const FieldSchema *key_field(const Table *table)
{
    return &table->schema->fields[table->schema->key[0]];
}

/* The place of the key's heading for messages. */
static DiagCell key_cell(const Table *table, Str file, uint32_t row, Str note)
{
    const FieldSchema *field = key_field(table);
    Str name = field->header_count ? field->headers[0] : field->name;
    return (
        DiagCell){ .file = file, .row = table_file_row(table, row), .name = name, .note = note };
}

/* File rows of two rows with one key, the earlier first. */
typedef struct Pair {
    uint64_t early, late;
    uint32_t row;
} Pair;

static int by_rows(const void *left, const void *right)
{
    const Pair *a = left, *b = right;
    if (a->late != b->late) return a->late < b->late ? -1 : 1;
    return a->early < b->early ? -1 : a->early > b->early;
}

static Pair *pairs_in_file_order(const Table *table, const KeyTwices *twice, Arena *scratch)
{
    Pair *pairs = NEW_ARRAY(scratch, Pair, twice->count);
    for (size_t i = 0; i < twice->count; i++) {
        uint64_t a = table_file_row(table, twice->items[i].first);
        uint64_t b = table_file_row(table, twice->items[i].again);
        pairs[i] = (Pair){ a < b ? a : b, a < b ? b : a, twice->items[i].again };
    }
    qsort(pairs, twice->count, sizeof(Pair), by_rows);
    return pairs;
}

static uint64_t different_keys(const KeyTwices *twice, uint64_t rows, Arena *scratch)
{
    uint8_t *seen = arena_big(scratch, rows);
    uint64_t count = 0;
    for (size_t i = 0; i < twice->count; i++) {
        count += !seen[twice->items[i].first];
        seen[twice->items[i].first] = 1;
    }
    return count;
}

/* A row whose key stands in another too, the first of them as well. */
typedef struct Doubled {
    uint64_t file_row;
    uint32_t row; /* with the same key */
} Doubled;

static int by_file_row(const void *left, const void *right)
{
    const Doubled *a = left, *b = right;
    return (a->file_row > b->file_row) - (a->file_row < b->file_row);
}

/* Lists every row of a key that stands in several, each once, in file order. */
static void list_twice(Problems *problems, const Table *table, const Keys *keys, Str file,
                       const Pair *pairs, size_t count, Arena *scratch)
{
    ProblemColumn *where = NEW(problems->arena, ProblemColumn);
    *where = (ProblemColumn){ .file = file,
                              .heading = key_cell(table, file, pairs[0].row, STR_EMPTY).name,
                              .field = key_field(table) };
    Doubled *all = NEW_ARRAY(scratch, Doubled, 2 * count);
    for (size_t i = 0; i < count; i++) {
        all[2 * i] = (Doubled){ pairs[i].early, pairs[i].row };
        all[2 * i + 1] = (Doubled){ pairs[i].late, pairs[i].row };
    }
    qsort(all, 2 * count, sizeof *all, by_file_row);
    for (size_t i = 0; i < 2 * count; i++) {
        if (i && all[i].file_row == all[i - 1].file_row) continue;
        Str key = shown_key(table, keys, all[i].row, scratch);
        problems_add(problems, (Problem){ .where = where,
                                          .row = all[i].file_row,
                                          .line = all[i].file_row,
                                          .id = D_KEY_TWICE,
                                          .len = (uint32_t)key.len,
                                          .value = key.at });
    }
}

static void tell_twice(const Loader *loader, const Table *table, const Keys *keys, Str file,
                       const KeyTwices *twice, Arena *scratch)
{
    Diags *diags = loader->job->diags;
    Problems *problems = loader->job->problems;
    Pair *pairs = pairs_in_file_order(table, twice, scratch);
    Str count =
        fault_count(diags->arena, different_keys(twice, table->rows, scratch), "key", "keys");
    Diag *diag = DIAG_AT(diags, D_KEY_TWICE, key_field(table)->span, problem_base(file),
                         key_field(table)->name, count);
    diag->count = twice->count;
    if (!loader->reader.arena) /* an example: its keys are no secret, and stand in no file */
        diag->note = str_printf(diags->arena, "The first is %S.",
                                shown_key(table, keys, pairs[0].row, diags->arena));
    for (size_t i = 0; loader->reader.arena && i < twice->count && i < SHOWN_KEYS; i++) {
        Str key = shown_key(table, keys, pairs[i].row, diags->arena);
        DiagCell cell = key_cell(table, file, pairs[i].row, key);
        cell.row = pairs[i].early;
        diag_cell(diags, diag, cell);
        cell.row = pairs[i].late;
        cell.note = str_printf(diags->arena, "%S again", key);
        diag_cell(diags, diag, cell);
    }
    if (problems) list_twice(problems, table, keys, file, pairs, twice->count, scratch);
}

/* The row whose key is this one's without zeros in front; NO_ROW. */
static uint32_t without_zeros(const Keys *keys, uint32_t row)
{
    Str text = keys_text(keys, row);
    size_t zeros = 0;
    while (zeros < text.len && text.at[zeros] == '0') zeros++;
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] < '0' || text.at[i] > '9') return NO_ROW;
    if (!zeros || zeros == text.len) return NO_ROW;
    return keys_find(keys, str_slice(text, zeros, text.len));
}

/* Adds two rows of keys that may be one to a warning, which the first of them begins. */
static Diag *tell_two(const Loader *loader, const Table *table, Str file, DiagId id, Diag *diag,
                      uint32_t row, uint32_t other)
{
    Diags *diags = loader->job->diags;
    if (!diag)
        diag = DIAG_AT(diags, id, key_field(table)->span, problem_base(file),
                       key_cell(table, file, row, STR_EMPTY).name);
    if (diag->count++ >= SHOWN_KEYS) return diag;
    uint32_t both[] = { row, other };
    for (size_t i = 0; i < 2; i++)
        diag_cell(
            diags, diag,
            key_cell(table, file, both[i], shown_key(table, table->keys, both[i], diags->arena)));
    return diag;
}

/* Warns of keys that differ only by zeros in front (all tables) or look alike (tables whose keys
 * are printed: nobody types the others). */
static void tell_alike(const Loader *loader, const Table *table, Str file, Arena *scratch)
{
    const Keys *keys = table->keys;
    Diag *zeros = NULL, *letters = NULL;
    if (keys->parts != 1) return;
    for (uint32_t row = 0; row < keys->rows; row++) {
        char first = *(const char *)&keys->key[row];
        if (first != '0' && !key16_is_long(keys->key[row])) continue;
        uint32_t other = without_zeros(keys, row);
        if (other != NO_ROW) zeros = tell_two(loader, table, file, D_KEY_ZEROS, zeros, row, other);
    }
    if (table->schema->personal_key) return;
    Alikes alikes = alikes_open(keys, scratch);
    for (uint32_t row = 0; row < keys->rows; row++) {
        uint32_t other = alikes_find(&alikes, row);
        if (other != NO_ROW)
            letters = tell_two(loader, table, file, D_KEY_ALIKE, letters, row, other);
    }
}

static Str file_of(const Loader *loader, size_t record)
{
    const Ledger *ledger = &loader->tables.ledger;
    for (size_t i = 0; i < ledger->file_count; i++)
        if (ledger->files[i].record == record) return ledger->files[i].file;
    return STR_EMPTY;
}

static void finish_keys(Loader *loader, size_t record, Keys *keys)
{
    Table *table = &loader->tables.items[record];
    Arena *scratch = &loader->scratch;
    KeyTwices twice = { 0 };
    table->keys = keys;
    keys_index(keys, loader->job->arena, &twice, scratch, loader->job->pool);
    Str file = file_of(loader, record);
    if (twice.count)
        tell_twice(loader, table, keys, file.len ? file : STR("the example"), &twice, scratch);
    arena_close(scratch);
    if (!file.len) return;
    tell_alike(loader, table, file, scratch);
    arena_close(scratch);
}

/* ---- links ---- */

/* Of one worker's rows. */
typedef struct LinkCount {
    uint64_t matched, parents, unmatched[256];
} LinkCount;

typedef struct LinkCounting {
    const Column *link;
    bool ordered;     /* rows of one parent stand together: a parent is met where it changes */
    uint8_t *seen;    /* else: per parent */
    LinkCount *count; /* per worker */
} LinkCounting;

static void count_children(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    const LinkCounting *counting = arg;
    const uint32_t *row = counting->link->u32;
    const uint8_t *reason = counting->link->reason;
    LinkCount *count = &counting->count[worker];
    uint64_t matched = 0, parents = 0;
    for (uint64_t r = from; r < to; r++) matched += row[r] != NO_ROW;
    for (uint64_t r = from; r < to && reason; r++) count->unmatched[reason[r]] += row[r] == NO_ROW;
    for (uint64_t r = from; r < to && counting->ordered; r++)
        parents += row[r] != NO_ROW && (r == 0 || row[r] != row[r - 1]);
    for (uint64_t r = from; r < to && !counting->ordered; r++)
        if (row[r] != NO_ROW) __atomic_store_n(&counting->seen[row[r]], 1, __ATOMIC_RELAXED);
    count->matched += matched;
    count->parents += parents;
}

/* What was read of a link's rows while they were, if that still holds of its column. */
static const LinkSum *link_sum(const Loader *loader, const Table *table, size_t field)
{
    if (loader->linked != table || table->reordered) return NULL;
    return loader->links[field].whole ? &loader->links[field] : NULL;
}

/* What the rows of a link column come to, by all workers. */
static LinkCount count_link(const Loader *loader, const Column *link, uint64_t parents,
                            bool ordered, Arena *scratch)
{
    enum { RANGE = 1 << 16 };
    Pool *pool = loader->job->pool;
    LinkCount all = { 0 };
    LinkCounting counting = { .link = link, .ordered = ordered };
    counting.seen = ordered ? NULL : arena_big(scratch, parents + 1);
    counting.count = NEW_ARRAY(scratch, LinkCount, pool_size(pool));
    pool_ranges(pool, link->count, RANGE, count_children, &counting);
    for (unsigned w = 0; w < pool_size(pool); w++) {
        all.matched += counting.count[w].matched;
        all.parents += counting.count[w].parents;
        for (size_t i = 0; i < COUNT_OF(all.unmatched); i++)
            all.unmatched[i] += counting.count[w].unmatched[i];
    }
    for (uint64_t p = 0; p < parents && !ordered; p++) all.parents += counting.seen[p];
    return all;
}

/* Notes matched and unmatched of a link column, and parents with and without children. */
static void load_link_ledger(Loader *loader, size_t record, size_t field)
{
    const LoadJob *job = loader->job;
    const Table *table = &loader->tables.items[record];
    const FieldSchema *schema = &table->schema->fields[field];
    const Table *parent = &loader->tables.items[schema->parent];
    const Column *link = &table->columns[field];
    Ledger *ledger = &loader->tables.ledger;
    LinkLedger *own = &ledger->links[ledger->link_count++];
    *own = (LinkLedger){ .child = (uint32_t)record,
                         .field = (uint32_t)field,
                         .parent = (uint32_t)schema->parent,
                         .children = table->rows,
                         .reason_count = job->reason_count,
                         .parents = parent->rows };
    own->unmatched = NEW_ARRAY(job->arena, uint64_t, job->reason_count + 256);
    own->without_children = parent->rows;
    if (!link->data) return;
    bool ordered = table->first_link == (int)field && table->ordered_by_link;
    const LinkSum *sum = link_sum(loader, table, field);
    if (sum && sum->ordered) {
        own->matched = table->rows;
        own->with_children = (uint64_t)sum->changes + 1;
    } else {
        LinkCount count = count_link(loader, link, parent->rows, ordered, &loader->scratch);
        own->matched = count.matched;
        own->with_children = count.parents;
        memcpy(own->unmatched, count.unmatched, sizeof count.unmatched);
    }
    own->without_children = parent->rows - own->with_children;
    arena_close(&loader->scratch);
}

/* ---- records named by a field ---- */

static void name_rows(Loader *loader, size_t record, const Dict *dict)
{
    const LoadJob *job = loader->job;
    Table *table = &loader->tables.items[record];
    Keys *keys = NEW(job->arena, Keys);
    keys->rows = dict ? dict->count : 0;
    keys->parts = 1;
    keys->seed = job->seed;
    keys->pool.arena = job->arena;
    keys->key = arena_big(job->arena, sizeof(Key16) * ((size_t)keys->rows + 1));
    for (uint32_t e = 0; e < keys->rows; e++)
        keys->key[e] = key16_of(&keys->pool, atom_str(job->atoms, dict->atom[e]), keys->seed);
    table->rows = keys->rows;
    for (size_t f = 0; dict && f < table->schema->field_count; f++) {
        if (table->schema->fields[f].role != ROLE_KEY || !table->schema->fields[f].needed) continue;
        Column *column = &table->columns[f];
        *column =
            (Column){ .type = TYPE_CODE, .width = 4, .count = table->rows, .den = 1, .dict = dict };
        column->data = arena_big(job->arena, sizeof(uint32_t) * (table->rows + 1));
        for (uint32_t e = 0; e < dict->count; e++) column->u32[e] = e;
    }
    loader->done[record] = true;
    load_finish(loader, record, keys);
}

void load_named(Loader *loader, size_t source)
{
    const LoadJob *job = loader->job;
    const Table *from = &loader->tables.items[source];
    for (size_t i = 0; i < job->count; i++) {
        const RecordSchema *schema = &job->schemas[i];
        if (schema->named_by_record != (int)source) continue;
        Column *link = &from->columns[schema->named_by_field];
        loader->broken[i] = loader->broken[source];
        name_rows(loader, i, link->dict);
        link->dict = NULL;
    }
    for (size_t f = 0; f < from->schema->field_count; f++) /* now that all parents are there */
        if (from->schema->fields[f].kind == KIND_LINK) load_link_ledger(loader, source, f);
}

/* ---- order ---- */

void load_finish(Loader *loader, size_t record, Keys *keys)
{
    Table *table = &loader->tables.items[record];
    const LoadJob *job = loader->job;
    table->keys = keys;
    if (table->first_link >= 0 && table->columns[table->first_link].data) {
        const FieldSchema *field = &table->schema->fields[table->first_link];
        const Column *link = &table->columns[table->first_link];
        const Table *parent = &loader->tables.items[field->parent];
        uint64_t parents = link->dict ? link->dict->count : parent->rows;
        const LinkSum *sum = link_sum(loader, table, (size_t)table->first_link);
        table->ordered_by_link = sum ? sum->ordered : order_holds(link, job->pool);
        uint64_t few = job->few_parents ? job->few_parents : FEW_PARENTS;
        if (!table->ordered_by_link && parents > few)
            order_rows(table, parents, job->arena, &loader->scratch, job->pool);
    }
    if (keys) finish_keys(loader, record, keys);
}
