/* own.c -- see bundle.h: which rows of the data belong to a school.
 *
 * Down every link from the unit: its pupils, their results.  Up from those: the trust, the region,
 * whatever their rows are linked to.  Never down again from there: what else belongs to the trust
 * is others'.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/bundle.h"

bool own_is_guarded(const RecordSchema *schema)
{
    for (size_t f = 0; f < schema->field_count; f++)
        if (schema->fields[f].personal) return true;
    return schema->personal_key;
}

/* The link column of a field, and the record it leads to; NULL where there is none in memory. */
static const Column *link_of(const Table *table, size_t field, int *parent)
{
    const Column *column = &table->columns[field];
    *parent = table->schema->fields[field].parent;
    return *parent >= 0 && column->data && column->type == TYPE_ROW ? column : NULL;
}

/* Marks the rows of one record whose link leads to a row below; whether there were any. */
static bool go_down(Bundle *b, uint32_t r)
{
    const Table *table = &b->rerun.work.tables.items[r];
    bool any = false;
    int parent;
    for (size_t f = 0; f < table->schema->field_count; f++) {
        const Column *link = link_of(table, f, &parent);
        if (!link) continue;
        b->records[r].known = true;
        for (uint64_t row = 0; row < table->rows; row++) {
            uint32_t to = run_parent(link, row);
            if (b->records[r].own[row] || to == NO_ROW) continue;
            if (b->records[parent].own[to] != OWN_BELOW) continue;
            b->records[r].own[row] = OWN_BELOW;
            any = true;
        }
    }
    return any;
}

/* Marks what the rows of one record that go into the bundle are linked to. */
static bool go_up(Bundle *b, uint32_t r)
{
    const Table *table = &b->rerun.work.tables.items[r];
    bool any = false;
    int parent;
    for (size_t f = 0; f < table->schema->field_count; f++) {
        const Column *link = link_of(table, f, &parent);
        if (!link) continue;
        for (uint64_t row = 0; row < table->rows; row++) {
            uint32_t to = run_parent(link, row);
            if (!b->records[r].own[row] || to == NO_ROW || b->records[parent].own[to]) continue;
            b->records[parent].own[to] = OWN_ABOVE;
            b->records[parent].known = true;
            any = true;
        }
    }
    return any;
}

void own_rows(Bundle *b)
{
    const Tables *tables = &b->rerun.work.tables;
    Arena *arena = &b->call.arena;
    b->records = NEW_ARRAY(arena, OwnRows, tables->count + 1);
    for (size_t r = 0; r < tables->count; r++) {
        const Table *table = &tables->items[r];
        b->records[r] = (OwnRows){ .schema = table->schema,
                                   .own = NEW_ARRAY(arena, uint8_t, table->rows + 1),
                                   .guarded = own_is_guarded(table->schema) };
    }
    b->records[b->level->record].own[b->unit] = OWN_BELOW;
    b->records[b->level->record].known = true;
    for (bool more = true; more;) {
        more = false;
        for (uint32_t r = 0; r < tables->count; r++) more |= go_down(b, r);
    }
    for (bool more = true; more;) {
        more = false;
        for (uint32_t r = 0; r < tables->count; r++) more |= go_up(b, r);
    }
    for (size_t r = 0; r < tables->count; r++)
        for (uint64_t row = 0; row < tables->items[r].rows; row++)
            b->records[r].count += b->records[r].own[row] != OWN_NOT;
}
