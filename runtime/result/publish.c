/* publish.c -- see publish.h: tables become cells and sums, runtime/publish/ hides, and what is
 * hidden comes back to the tables.
 *
 * Cells are numbered as they are printed, by the keys of units and groups, so nothing depends on
 * the order of rows.  SPDX-License-Identifier: Apache-2.0 */
#include "result/publish.h"
#include "publish/hide.h"
#include <stdlib.h>

/* What is shown or hidden as one: a unit, or a group of it. */
typedef struct Place {
    uint32_t table, row; /* where it was met first */
} Place;

/* `part` belongs to `whole`; bonds of one kind and whole are one sum. */
typedef struct Bond {
    uint32_t whole, part;
    uint64_t kind;
} Bond;

typedef struct Publishing {
    Printer *printer;
    Arena *arena, *scratch;
    const PublishOut *out;
    uint32_t **place_of; /* per table: of each row of its space */
    Atoms *keys;
    uint32_t *place_of_key; /* per atom: + 1; 0: none */
    size_t key_cap;
    Place *places;
    size_t place_count, place_cap;
    uint32_t *split_of; /* per table: which split it is; the same for all measures and levels */
    Bond *bonds;
    size_t bond_count, bond_cap;
    KnownCells *k;    /* the cells, per place and of rests, and their sums */
    int64_t **counts; /* of each measure, of its figure and of all rows, per place; -1: none */
    Str *measures;    /* whose counts stand at 2 i and 2 i + 1 */
    uint32_t count_count;
} Publishing;

static const Space *space_of(const Publishing *p, const LevelOut *level)
{
    return &p->printer->program->spaces[level->space];
}

/* ---- places ---- */

static uint32_t *place_slot(Publishing *p, Str key)
{
    uint32_t id = atom(p->keys, key, p->arena->guard);
    while (id >= p->key_cap) {
        size_t old = p->key_cap;
        p->place_of_key =
            arena_grow(p->arena, p->place_of_key, sizeof *p->place_of_key, old, &p->key_cap);
    }
    return &p->place_of_key[id];
}

static Str split_fields(const Publishing *p, const Space *group)
{
    Text text = text_open(p->scratch);
    for (uint32_t k = 0; group->kind == SPACE_GROUP && k < group->key_count; k++)
        text_printf(&text, "\x1f%S", p->printer->program->columns[group->key_column[k]].name);
    return text_str(&text);
}

/* Tables that are split by the same fields have the number of the first of them. */
static void number_splits(Publishing *p)
{
    p->split_of = NEW_ARRAY(p->arena, uint32_t, p->out->level_count + 1);
    for (uint32_t t = 0; t < p->out->level_count; t++) {
        Str fields = split_fields(p, space_of(p, &p->out->levels[t]));
        uint32_t first = 0;
        while (!str_eq(fields, split_fields(p, space_of(p, &p->out->levels[first])))) first++;
        p->split_of[t] = first;
        arena_reset(p->scratch);
    }
}

/* What tells a row's group from the others of its unit; empty of a unit itself. */
static Str group_key(Publishing *p, uint32_t t, uint32_t row)
{
    const Space *group = space_of(p, &p->out->levels[t]);
    if (group->kind != SPACE_GROUP) return STR_EMPTY;
    Text text = text_open(p->scratch);
    text_printf(&text, "\x1f%u", (uint64_t)p->split_of[t]);
    for (uint32_t k = 0; k < group->key_count; k++) {
        text_byte(&text, '\x1e');
        cell_plain(&text, p->printer, run_column(p->printer->run, group->key_column[k]), row);
    }
    return text_str(&text);
}

static Str place_key(Publishing *p, uint32_t record, uint32_t unit, Str group)
{
    if (record == NONE) return str_printf(p->scratch, "nation%S", group);
    return str_printf(p->scratch, "%u.%u%S", (uint64_t)record, (uint64_t)unit, group);
}

static void find_places(Publishing *p, uint32_t t)
{
    const LevelOut *level = &p->out->levels[t];
    uint64_t rows;
    uint32_t *order = level_order(p->printer, p->arena, level, &rows);
    p->place_of[t] = NEW_ARRAY(p->arena, uint32_t, run_rows(p->printer->run, level->space) + 1);
    for (uint64_t i = 0; i < rows; i++) {
        uint32_t row = order[i], unit = level_record_row(p->printer, level, row);
        Str key = place_key(p, level->record, unit, group_key(p, t, row));
        uint32_t *slot = place_slot(p, key);
        if (!*slot) {
            GROW(p->arena, p->places, p->place_count, p->place_cap);
            p->places[p->place_count++] = (Place){ t, row };
            *slot = (uint32_t)p->place_count;
        }
        p->place_of[t][row] = *slot - 1;
        arena_reset(p->scratch);
    }
}

/* ---- sums ---- */

/* The place belongs to that of the key, where there is one. */
static void bind(Publishing *p, uint32_t part, Str whole, uint64_t kind)
{
    uint32_t found = *place_slot(p, whole);
    if (!found || found - 1 == part) return;
    GROW(p->arena, p->bonds, p->bond_count, p->bond_cap);
    p->bonds[p->bond_count++] = (Bond){ found - 1, part, kind };
}

/* Whether rows of a record are shown. */
static bool is_level(const Publishing *p, uint32_t record)
{
    bool found = false;
    for (uint32_t t = 0; t < p->out->level_count; t++)
        found = found || p->out->levels[t].record == record;
    return found;
}

enum { KIND_NATION = 1, KIND_GROUPS = 2, KIND_LINKS = 3 };

static void bind_place(Publishing *p, uint32_t at)
{
    const Place *place = &p->places[at];
    const LevelOut *level = &p->out->levels[place->table];
    uint32_t unit = level_record_row(p->printer, level, place->row);
    Str group = group_key(p, place->table, place->row);
    if (group.len) {
        uint64_t split = p->split_of[place->table];
        bind(p, at, place_key(p, level->record, unit, STR_EMPTY), KIND_GROUPS | split << 8);
    }
    if (level->record == NONE) return;
    bind(p, at, place_key(p, NONE, 0, group), KIND_NATION | (uint64_t)level->record << 8);
    const Table *table = &p->printer->run->tables[level->record];
    for (size_t f = 0; f < table->schema->field_count; f++) {
        const FieldSchema *field = &table->schema->fields[f];
        if (field->kind != KIND_LINK || !table->columns[f].data) continue;
        uint32_t parent = run_parent(&table->columns[f], unit);
        if (parent == NO_ROW) { /* it stands beside those that others belong to */
            if (!is_level(p, (uint32_t)field->parent)) continue;
            bind(p, at, place_key(p, NONE, 0, group), KIND_NATION | (uint64_t)field->parent << 8);
            continue;
        }
        uint64_t kind = KIND_LINKS | (uint64_t)level->record << 8 | (uint64_t)f << 32;
        bind(p, at, place_key(p, (uint32_t)field->parent, parent, group), kind);
    }
}

static int by_sum(const void *left, const void *right)
{
    const Bond *a = left, *b = right;
    if (a->whole != b->whole) return a->whole < b->whole ? -1 : 1;
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    return (a->part > b->part) - (a->part < b->part);
}

static void find_sums(Publishing *p)
{
    KnownCells *k = p->k;
    for (uint32_t at = 0; at < p->place_count; at++) {
        bind_place(p, at);
        arena_reset(p->scratch);
    }
    if (p->bond_count) qsort(p->bonds, p->bond_count, sizeof *p->bonds, by_sum);
    k->sums = NEW_ARRAY(p->arena, HideSum, p->bond_count + known_room(k->earlier) + 1);
    uint32_t *parts = NEW_ARRAY(p->arena, uint32_t, p->bond_count + 1);
    for (size_t i = 0; i < p->bond_count;) {
        size_t end = i;
        while (end < p->bond_count && p->bonds[end].whole == p->bonds[i].whole &&
               p->bonds[end].kind == p->bonds[i].kind) {
            parts[end] = p->bonds[end].part;
            end++;
        }
        k->sums[k->sum_count++] = (HideSum){ .parts = parts + i,
                                             .count = (uint32_t)(end - i),
                                             .whole = p->bonds[i].whole };
        i = end;
    }
}

/* ---- counts ---- */

static bool is_withheld(const Publishing *p, const MeasureOut *measure, uint32_t row)
{
    uint8_t reason = run_reason(run_column(p->printer->run, measure->value), row);
    return reason_is_withheld(p->printer->program, reason);
}

/* Where the counts of a measure stand. */
static uint32_t counts_of(Publishing *p, Str measure)
{
    for (uint32_t i = 0; i < p->count_count; i += 2)
        if (str_eq(p->measures[i / 2], measure)) return i;
    for (int k = 0; k < 2; k++) {
        int64_t *counts = NEW_ARRAY(p->arena, int64_t, p->place_count + 1);
        for (size_t i = 0; i < p->place_count; i++) counts[i] = -1;
        p->counts[p->count_count++] = counts;
    }
    p->measures[p->count_count / 2 - 1] = measure;
    return p->count_count - 2;
}

/* Adds what one measure says of a place.  A count of at least 1 stays at least 1, as noughts are
 * shown; unless it is hidden for few rows in all. */
static void add_count(const Publishing *p, HideCell *cell, int64_t counted, int64_t all,
                      bool withheld)
{
    int64_t small = p->out->small, down = counted > 1 ? counted - 1 : 0;
    bool few = all >= 1 && all <= small;
    if (few && all > counted) down = counted;
    if (down < cell->down) cell->down = down;
    if (all > cell->count) cell->count = all;
    if (few || (counted >= 1 && counted <= small) || (withheld && all >= 1)) cell->hidden = true;
}

static void take_counts(Publishing *p, uint32_t t)
{
    const LevelOut *level = &p->out->levels[t];
    uint64_t rows = run_real_rows(p->printer->run, level->space);
    for (uint32_t m = 0; m < level->measure_count; m++) {
        const MeasureOut *measure = &level->measures[m];
        const Column *counted = run_column(p->printer->run, measure->counted);
        const Column *all = run_column(p->printer->run, measure->of);
        uint32_t at = counts_of(p, measure->name);
        for (uint32_t row = 0; row < rows; row++) {
            if (run_reason(counted, row) || run_reason(all, row)) continue;
            uint32_t place = p->place_of[t][row];
            p->counts[at][place] = cell_whole(p->printer, counted, row);
            p->counts[at + 1][place] = cell_whole(p->printer, all, row);
            add_count(p, &p->k->cells[place], p->counts[at][place], p->counts[at + 1][place],
                      is_withheld(p, measure, row));
        }
    }
}

/* ---- what a whole has beside its parts ---- */

/* By how much the counts of a whole are beyond those of its parts: the least of them all in *least,
 * and the most.  0 where none is. */
static int64_t rest_of(const Publishing *p, const HideSum *sum, int64_t *least)
{
    int64_t most = 0;
    bool first = true;
    *least = 0;
    for (uint32_t c = 0; c < p->count_count; c++) {
        const int64_t *count = p->counts[c];
        int64_t rest = count[sum->whole];
        bool any = false;
        if (rest < 0) continue;
        for (uint32_t i = 0; i < sum->count; i++) {
            if (count[sum->parts[i]] < 0) continue;
            rest -= count[sum->parts[i]];
            any = true;
        }
        if (!any) continue;
        if (first || rest < *least) *least = rest;
        if (rest > most) most = rest;
        first = false;
    }
    if (*least < 0) *least = 0; /* rows that are in several parts */
    return most;
}

/* Where any count has a rest there is a part that no table shows: it is not less than nothing. */
static void add_rests(Publishing *p)
{
    KnownCells *k = p->k;
    for (uint32_t s = 0; s < k->sum_count; s++) {
        HideSum *sum = &k->sums[s];
        int64_t least, most = rest_of(p, sum, &least);
        if (most == 0) continue;
        uint32_t *parts = NEW_ARRAY(p->arena, uint32_t, (size_t)sum->count + 1);
        memcpy(parts, sum->parts, sizeof *parts * sum->count);
        parts[sum->count++] = k->cell_count;
        sum->parts = parts;
        k->cells[k->cell_count++] = (HideCell){ .count = most, .down = least, .hidden = true };
    }
}

/* ---- back to the tables ---- */

static void note(Published *published, bool hidden, bool withheld, int64_t counted)
{
    if (withheld)
        published->withheld++;
    else if (!hidden)
        published->shown++;
    else if (counted <= published->out->small)
        published->small++;
    else
        published->beside++;
}

static void fill_table(Publishing *p, Published *published, uint32_t t)
{
    const LevelOut *level = &p->out->levels[t];
    uint64_t rows = run_real_rows(p->printer->run, level->space);
    bool *hidden = NEW_ARRAY(p->arena, bool, rows + 1);
    for (uint32_t row = 0; row < rows; row++) hidden[row] = p->k->cells[p->place_of[t][row]].hidden;
    published->tables[t] = (LevelHiding){ p->out, hidden };
    for (uint32_t m = 0; m < level->measure_count; m++) {
        const MeasureOut *measure = &level->measures[m];
        const Column *counted = run_column(p->printer->run, measure->counted);
        for (uint32_t row = 0; row < rows; row++)
            if (!run_reason(counted, row))
                note(published, hidden[row], is_withheld(p, measure, row),
                     cell_whole(p->printer, counted, row));
    }
}

static Str place_words(Publishing *p, uint32_t place)
{
    const LevelOut *level = &p->out->levels[p->places[place].table];
    uint32_t row = p->places[place].row;
    const Space *group = space_of(p, level);
    Text text = text_open(p->arena);
    if (level->record == NONE)
        text_add(&text, STR("the nation"));
    else
        level_row_name(&text, p->printer, level, row);
    for (uint32_t k = 0; group->kind == SPACE_GROUP && k < group->key_count; k++) {
        text_add(&text, STR(", "));
        cell_plain(&text, p->printer, run_column(p->printer->run, group->key_column[k]), row);
    }
    return str_printable(p->arena, text_str(&text), 100);
}

/* ---- what a reader of earlier tables has of a place ---- */

/* A place as every publication of these rules names it. */
static Str place_name(Publishing *p, uint32_t place)
{
    uint32_t t = p->places[place].table, row = p->places[place].row;
    const LevelOut *level = &p->out->levels[t];
    const Space *group = space_of(p, level);
    const Program *program = p->printer->program;
    Text text = text_open(p->arena);
    if (level->record == NONE) {
        text_add(&text, STR("nation"));
    } else {
        const Table *table = &p->printer->run->tables[level->record];
        uint32_t unit = level_record_row(p->printer, level, row);
        text_add(&text, table->schema->name);
        for (size_t k = 0; unit != NO_ROW && k < table->schema->key_count; k++) {
            text_byte(&text, ',');
            text_csv(&text, table_key(table, unit, k));
        }
    }
    uint32_t fields = group->kind == SPACE_GROUP ? group->key_count : 0;
    for (uint32_t k = 0; k < fields; k++)
        text_printf(&text, ",%S", program->columns[group->key_column[k]].name);
    for (uint32_t k = 0; k < fields; k++) {
        Text value = text_open(p->scratch);
        cell_plain(&value, p->printer, run_column(p->printer->run, group->key_column[k]), row);
        text_byte(&text, ',');
        text_csv(&text, text_str(&value));
    }
    arena_reset(p->scratch);
    return text_str(&text);
}

static Str place_counts(Publishing *p, uint32_t place)
{
    Text text = text_open(p->arena);
    for (uint32_t c = 0; c < p->count_count; c++) {
        if (c) text_byte(&text, ' ');
        if (p->counts[c][place] < 0)
            text_byte(&text, '-');
        else
            text_i64(&text, p->counts[c][place]);
    }
    return text_str(&text);
}

/* ---- all of it ---- */

static void open_cells(Publishing *p, const Known *earlier)
{
    KnownCells *k = p->k;
    k->arena = p->arena;
    k->earlier = earlier;
    find_sums(p);
    k->place_count = (uint32_t)p->place_count;
    k->cells =
        NEW_ARRAY(p->arena, HideCell, p->place_count + k->sum_count + known_room(earlier) + 1);
    for (size_t i = 0; i < p->place_count; i++) k->cells[i].down = INT64_MAX;
}

static void count_places(Publishing *p)
{
    uint32_t measures = 0;
    for (uint32_t t = 0; t < p->out->level_count; t++) measures += p->out->levels[t].measure_count;
    p->counts = NEW_ARRAY(p->arena, int64_t *, 2 * (size_t)measures + 1);
    p->measures = NEW_ARRAY(p->arena, Str, (size_t)measures + 1);
    for (uint32_t t = 0; t < p->out->level_count; t++) take_counts(p, t);
    Str *places = NEW_ARRAY(p->arena, Str, p->place_count + 1);
    Str *counts = NEW_ARRAY(p->arena, Str, p->place_count + 1);
    for (uint32_t i = 0; i < p->place_count; i++) {
        places[i] = place_name(p, i);
        counts[i] = place_counts(p, i);
    }
    p->k->places = places;
    p->k->counts = counts;
}

/* False: *place must be hidden and cannot be, as *shown says in the earlier tables. */
static bool hide(Publishing *p, uint32_t *place, bool *shown)
{
    KnownCells *k = p->k;
    *shown = !known_places(k, place);
    if (*shown) return false;
    add_rests(p);
    known_sums(k);
    HideJob job = { .cells = k->cells,
                    .cell_count = k->cell_count,
                    .table_count = k->table_count,
                    .sums = k->sums,
                    .sum_count = k->sum_count,
                    .nevers = k->nevers,
                    .never_count = k->never_count,
                    .width = p->out->possible,
                    .arena = p->arena,
                    .scratch = p->scratch };
    return hide_cells(&job, place);
}

Published *publish_hide(Printer *printer, const Known *earlier, Arena *arena, Arena *scratch,
                        Str *told, bool *shown)
{
    Publishing p = {
        .printer = printer, .arena = arena, .scratch = scratch, .out = printer->program->publish
    };
    p.keys = atoms_open(arena, (uint64_t)(uintptr_t)printer);
    p.place_of = NEW_ARRAY(arena, uint32_t *, p.out->level_count + 1);
    p.k = NEW(arena, KnownCells);
    number_splits(&p);
    for (uint32_t t = 0; t < p.out->level_count; t++) find_places(&p, t);
    open_cells(&p, earlier);
    atoms_close(p.keys);
    count_places(&p);
    uint32_t place = 0;
    if (!hide(&p, &place, shown)) {
        *told = place < p.place_count ? place_words(&p, place)
                                      : str_printable(arena, known_place(p.k, place), 100);
        return NULL;
    }
    Published *published = NEW(arena, Published);
    published->out = p.out;
    published->known = p.k;
    published->tables = NEW_ARRAY(arena, LevelHiding, p.out->level_count + 1);
    for (uint32_t t = 0; t < p.out->level_count; t++) fill_table(&p, published, t);
    return published;
}
