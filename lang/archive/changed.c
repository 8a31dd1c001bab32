/* changed.c -- see compare.h: rows of the raw data that differ, by record, key and field.
 *
 * A row of people is never told by its key or its values, only by where it stands in the files.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/compare.h"
#include "result/cell.h"

typedef struct Pair {
    Compare *compare;
    Printer printer[SIDES];
    const Table *table[SIDES];
    ChangedRecord *record;
    bool guarded; /* the record has a field that marks a person */
} Pair;

static const Table *table_of(const Work *work, Str record)
{
    for (uint32_t r = 0; r < work->program->schema_count; r++)
        if (str_eq(work->program->schemas[r].name, record)) return &work->tables.items[r];
    return NULL;
}

static bool is_guarded(const RecordSchema *schema)
{
    for (size_t f = 0; f < schema->field_count; f++)
        if (schema->fields[f].personal) return true;
    return schema->personal_key;
}

static Str key_of(Arena *arena, const Table *table, uint32_t row)
{
    size_t parts = table->schema->key_count ? table->schema->key_count : 1;
    Text text = text_open(arena);
    for (size_t k = 0; k < parts; k++)
        text_printf(&text, "%s%S", k ? " / " : "", table_key(table, row, k));
    return text_str(&text);
}

/* The row of the other side with the same key; NO_ROW. */
static uint32_t partner(Arena *arena, const Table *table, uint32_t row, const Table *other)
{
    size_t parts = table->schema->key_count;
    Str *key = NEW_ARRAY(arena, Str, parts + 1);
    for (size_t k = 0; k < parts; k++) key[k] = table_key(table, row, k);
    return table_find(other, key, parts);
}

/* The value as it stands in a file; a link by the key of its parent. */
static Str value_of(const Pair *pair, int side, size_t field, uint32_t row)
{
    Arena *arena = &pair->compare->call.arena;
    const Table *table = pair->table[side];
    const Column *column = &table->columns[field];
    Text text = text_open(arena);
    if (column->type == TYPE_ROW) {
        uint32_t parent = run_parent(column, row);
        int32_t record = table->schema->fields[field].parent;
        if (parent == NO_ROW || record < 0) return STR("-");
        return key_of(arena, &pair->compare->run[side].work.tables.items[record], parent);
    }
    cell_plain(&text, (Printer *)&pair->printer[side], column, row);
    return text_str(&text);
}

static size_t field_of(const Table *table, Str name)
{
    size_t f = 0;
    while (f < table->schema->field_count && !str_eq(table->schema->fields[f].name, name)) f++;
    return f;
}

static ChangedRow *add_row(Pair *pair, uint32_t before, uint32_t after)
{
    ChangedRecord *record = pair->record;
    Arena *arena = &pair->compare->call.arena;
    GROW(arena, record->items, record->count, record->cap);
    ChangedRow *row = &record->items[record->count++];
    *row = (ChangedRow){ .key = STR_EMPTY };
    if (before != NO_ROW) row->rows[BEFORE] = table_file_row(pair->table[BEFORE], before);
    if (after != NO_ROW) row->rows[AFTER] = table_file_row(pair->table[AFTER], after);
    if (!pair->guarded)
        row->key = before != NO_ROW ? key_of(arena, pair->table[BEFORE], before)
                                    : key_of(arena, pair->table[AFTER], after);
    return row;
}

static void compare_rows(Pair *pair, uint32_t before, uint32_t after)
{
    Arena *arena = &pair->compare->call.arena;
    const RecordSchema *schema = pair->table[BEFORE]->schema;
    ChangedCell *cells = NEW_ARRAY(arena, ChangedCell, schema->field_count + 1);
    size_t count = 0;
    for (size_t f = 0; f < schema->field_count; f++) {
        size_t other = field_of(pair->table[AFTER], schema->fields[f].name);
        if (other == pair->table[AFTER]->schema->field_count) continue;
        if (!pair->table[BEFORE]->columns[f].data || !pair->table[AFTER]->columns[other].data)
            continue; /* nothing in the rules reads it */
        Str was = value_of(pair, BEFORE, f, before), is = value_of(pair, AFTER, other, after);
        if (str_eq(was, is)) continue;
        if (pair->guarded) was = is = STR_EMPTY;
        cells[count++] = (ChangedCell){ schema->fields[f].name, was, is };
    }
    if (!count) return;
    ChangedRow *row = add_row(pair, before, after);
    row->cells = cells;
    row->cell_count = count;
    pair->record->changed++;
}

static void compare_keyed(Pair *pair)
{
    Arena *arena = &pair->compare->call.arena;
    const Table *old = pair->table[BEFORE], *new = pair->table[AFTER];
    uint32_t *order = NEW_ARRAY(arena, uint32_t, old->rows + new->rows + 1);
    table_key_order(old, order, arena);
    for (uint64_t i = 0; i < old->rows; i++) {
        uint32_t other = partner(arena, old, order[i], new);
        if (other != NO_ROW) {
            compare_rows(pair, order[i], other);
            continue;
        }
        add_row(pair, order[i], NO_ROW);
        pair->record->went++;
    }
    table_key_order(new, order, arena);
    for (uint64_t i = 0; i < new->rows; i++) {
        if (partner(arena, new, order[i], old) != NO_ROW) continue;
        add_row(pair, NO_ROW, order[i]);
        pair->record->came++;
    }
}

static void compare_record(Compare *c, uint32_t r)
{
    const Program *program = c->run[BEFORE].work.program;
    const RecordSchema *schema = &program->schemas[r];
    Pair pair = { .compare = c };
    pair.table[BEFORE] = &c->run[BEFORE].work.tables.items[r];
    pair.table[AFTER] = table_of(&c->run[AFTER].work, schema->name);
    if (!schema->file.len || !pair.table[AFTER]) return;
    for (int side = 0; side < SIDES; side++)
        pair.printer[side] = (Printer){ c->run[side].work.program, c->run[side].work.run,
                                        &c->run[side].scratch, NULL };
    pair.guarded = is_guarded(schema) || is_guarded(pair.table[AFTER]->schema);
    ChangedRecord *record = pair.record = &c->records[c->record_count++];
    *record = (ChangedRecord){ .record = schema->name, .guarded = pair.guarded };
    for (int side = 0; side < SIDES; side++) record->rows[side] = pair.table[side]->rows;
    record->keyed = schema->key_count > 0 &&
                    pair.table[AFTER]->schema->key_count == schema->key_count &&
                    pair.table[BEFORE]->keys && pair.table[AFTER]->keys;
    if (record->keyed) compare_keyed(&pair);
}

void changed_rows(Compare *c)
{
    const Program *program = c->run[BEFORE].work.program;
    c->records = NEW_ARRAY(&c->call.arena, ChangedRecord, program->schema_count + 1);
    for (uint32_t r = 0; r < program->schema_count; r++) compare_record(c, r);
}
