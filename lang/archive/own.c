/* own.c -- see bundle.h: which rows of the data belong to a school, in the year reviewed and in
 * those before it that the rules read.
 *
 * Down every link from the unit: its pupils, their results.  Up from those: the trust, the region,
 * whatever their rows are linked to.  Never down again from there: what else belongs to the trust
 * is others'.  In a year before it begins with the rows that the rules follow there: those that
 * have the keys of the unit and of what belongs to it, or the keys that these continue from.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/bundle.h"
#include "table/key.h"

/* ---- persons ---- */

/* Whether a row's key names a person: by itself, or by the person that the row is linked to. */
static bool key_is_personal(const RecordSchema *schema)
{
    bool personal = schema->personal_key;
    for (size_t k = 0; k < schema->key_count; k++)
        personal |= schema->fields[schema->key[k]].personal;
    return personal;
}

static bool is_guarded(const Program *program, const RecordSchema *schema)
{
    bool guarded = key_is_personal(schema);
    for (size_t f = 0; f < schema->field_count; f++) {
        int parent = schema->fields[f].parent;
        guarded |= schema->fields[f].personal;
        guarded |= parent >= 0 && key_is_personal(&program->schemas[parent]);
    }
    return guarded;
}

/* ---- links ---- */

/* The link column of a field, and the record it leads to; NULL where there is none in memory. */
static const Column *link_of(const Table *table, size_t field, int *parent)
{
    const Column *column = &table->columns[field];
    *parent = table->schema->fields[field].parent;
    return *parent >= 0 && column->data && column->type == TYPE_ROW ? column : NULL;
}

/* Marks the rows of one record whose link leads to a row below; whether there were any. */
static bool go_down(OwnYear *year, uint32_t r)
{
    const Table *table = &year->tables->items[r];
    bool any = false;
    int parent;
    for (size_t f = 0; f < table->schema->field_count; f++) {
        const Column *link = link_of(table, f, &parent);
        if (!link) continue;
        year->records[r].known = true;
        for (uint64_t row = 0; row < table->rows; row++) {
            uint32_t to = run_parent(link, row);
            if (year->records[r].own[row] == OWN_BELOW || to == NO_ROW) continue;
            if (year->records[parent].own[to] != OWN_BELOW) continue;
            year->records[r].own[row] = OWN_BELOW;
            any = true;
        }
    }
    return any;
}

/* Marks what the rows of one record that go into the bundle are linked to. */
static bool go_up(OwnYear *year, uint32_t r)
{
    const Table *table = &year->tables->items[r];
    bool any = false;
    int parent;
    for (size_t f = 0; f < table->schema->field_count; f++) {
        const Column *link = link_of(table, f, &parent);
        if (!link) continue;
        for (uint64_t row = 0; row < table->rows; row++) {
            uint32_t to = run_parent(link, row);
            if (!year->records[r].own[row] || to == NO_ROW || year->records[parent].own[to])
                continue;
            year->records[parent].own[to] = OWN_ABOVE;
            year->records[parent].known = true;
            any = true;
        }
    }
    return any;
}

static void follow_links(OwnYear *year)
{
    const Tables *tables = year->tables;
    for (bool more = true; more;) {
        more = false;
        for (uint32_t r = 0; r < tables->count; r++) more |= go_down(year, r);
    }
    for (bool more = true; more;) {
        more = false;
        for (uint32_t r = 0; r < tables->count; r++) more |= go_up(year, r);
    }
    for (size_t r = 0; r < tables->count; r++)
        for (uint64_t row = 0; row < tables->items[r].rows; row++)
            year->records[r].count += year->records[r].own[row] != OWN_NOT;
}

/* ---- years ---- */

static OwnYear *add_year(Bundle *b, const Work *work, const Program *program, const Tables *tables)
{
    Arena *arena = &b->call.arena;
    GROW(arena, b->years, b->year_count, b->year_cap);
    OwnYear *year = &b->years[b->year_count++];
    *year = (OwnYear){ .program = program, .tables = tables, .place = STR("data") };
    year->job = (LoadJob){ .arena = arena,
                           .schemas = program->schemas,
                           .folder = work->folder,
                           .paths = work->paths,
                           .year = program->year };
    if (work->years.len) {
        year->place = history_folder(arena, year->place, program->year);
        year->job.folder = history_folder(arena, work->years, program->year);
        if (program->year != work->year) year->job.paths = NULL;
    }
    year->records = NEW_ARRAY(arena, OwnRows, tables->count + 1);
    for (size_t r = 0; r < tables->count; r++)
        year->records[r] = (OwnRows){ .schema = tables->items[r].schema,
                                      .own = NEW_ARRAY(arena, uint8_t, tables->items[r].rows + 1),
                                      .guarded = is_guarded(program, tables->items[r].schema) };
    return year;
}

/* The key that a row continues from, its parts joined by zero bytes; false where it names none. */
static bool old_key(const Bundle *b, const Table *table, uint64_t row, Text *key)
{
    key->len = 0;
    for (size_t i = 0; i < table->schema->continues_count; i++) {
        const Column *column = &table->columns[table->schema->continues[i]];
        if (!column->data || run_reason(column, row)) return false;
        if (i) text_byte(key, '\0');
        text_add(key, run_text(b->rerun.work.run, column, row));
    }
    return table->schema->continues_count > 0;
}

/* Marks the rows that the rows of a later year were then. */
static void follow_keys(Bundle *b, OwnYear *then, const OwnYear *later, size_t r)
{
    const Table *table = &later->tables->items[r], *past = &then->tables->items[r];
    Text key = text_open(&b->call.arena);
    if (!table->schema->followed || !table->keys || !past->keys) return;
    for (uint64_t row = 0; row < table->rows; row++) {
        uint8_t own = later->records[r].own[row];
        if (!own) continue;
        uint32_t found = keys_find(past->keys, keys_text(table->keys, (uint32_t)row));
        if (found == NO_ROW && old_key(b, table, row, &key))
            found = keys_find(past->keys, text_str(&key));
        if (found == NO_ROW || then->records[r].own[found] == OWN_BELOW) continue;
        then->records[r].own[found] = own;
    }
}

/* The years before that a review read, the last of them first: each begins with what those after it
 * hold. */
static void own_years_before(Bundle *b, const Work *work, size_t first)
{
    const History *history = &work->history;
    for (size_t i = history->count; i-- > 0;) {
        int back = work->year - history->ledgers[i].year;
        const Program *program = work->program->before[back - 1];
        OwnYear *year = add_year(b, work, program, &history->tables[i]);
        /* what can be told of the year reviewed can be told of those before, if only that it is not
         * there */
        for (size_t r = 0; r < year->tables->count; r++)
            year->records[r].known = b->years[first].records[r].known;
        for (size_t later = first; &b->years[later] < year; later++)
            for (size_t r = 0; r < year->tables->count; r++)
                follow_keys(b, year, &b->years[later], r);
        follow_links(year);
    }
}

static void own_of(Bundle *b, const Work *work, uint32_t record, uint32_t unit)
{
    size_t first = b->year_count;
    OwnYear *year = add_year(b, work, work->program, &work->tables);
    year->decisions = work->tables.ledger.decisions;
    year->records[record].own[unit] = OWN_BELOW;
    year->records[record].known = true;
    follow_links(year);
    own_years_before(b, work, first);
}

void own_rows(Bundle *b)
{
    const Work *work = &b->rerun.work, *sealed = &b->rerun.sealed.work;
    Str name = work->program->schemas[b->level->record].name;
    own_of(b, work, b->level->record, b->unit);
    for (uint32_t r = 0; b->rerun.as_sealed && r < sealed->program->schema_count; r++) {
        if (!str_eq(sealed->program->schemas[r].name, name)) continue;
        uint32_t unit = table_find(&sealed->tables.items[r], b->key, b->key_parts);
        if (unit != NO_ROW) own_of(b, sealed, r, unit);
    }
}
