/* stitch.c -- see stitch.h.  Each column is put together whole before the next, so that its pieces
 * can be given back: at most one column stands in memory twice.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/stitch.h"
#include "number/exact.h"
#include "number/text.h"
#include <stdlib.h>

enum { PERCENT_PLACES = 2 };

uint64_t stitch_rows(const Reader *reader)
{
    uint64_t rows = 0;
    for (const Part *part = reader->first; part; part = part->next) rows += part->rows;
    return rows;
}

/* ---- reasons ---- */

static void put_reasons(const Reader *reader, size_t field, Column *column, Arena *arena)
{
    bool any = false;
    for (const Part *part = reader->first; part; part = part->next)
        any |= part->pieces[field].reason != NULL;
    if (!any) return;
    column->reason = arena_big(arena, column->count);
    uint8_t *to = column->reason;
    for (const Part *part = reader->first; part; to += part->rows, part = part->next)
        if (part->pieces[field].reason) memcpy(to, part->pieces[field].reason, part->rows);
}

/* ---- dictionaries ---- */

typedef struct Entry {
    Str text;
    unsigned thread;
    uint32_t local;
} Entry;

static int by_text(const void *left, const void *right)
{
    return str_compare(((const Entry *)left)->text, ((const Entry *)right)->text);
}

/* Numbers the texts of all threads in the order of their bytes; map[thread][local] is the number.
 */
static Dict *merge_dicts(Reader *reader, size_t field, uint32_t **map, Arena *arena, Atoms *atoms)
{
    size_t count = 0;
    for (unsigned t = 0; t < reader->threads; t++)
        count += reader->workers[t]->fields[field].dict.count;
    Entry *entries = arena_big(&reader->scratch, sizeof(Entry) * (count + 1));
    size_t n = 0;
    for (unsigned t = 0; t < reader->threads; t++) {
        const LocalDict *dict = &reader->workers[t]->fields[field].dict;
        map[t] = NEW_ARRAY(arena, uint32_t, dict->count + 1);
        for (uint32_t e = 0; e < dict->count; e++) entries[n++] = (Entry){ dict->text[e], t, e };
    }
    if (n > 1) qsort(entries, n, sizeof(Entry), by_text);
    Dict *dict = NEW(arena, Dict);
    dict->atom = NEW_ARRAY(arena, uint32_t, count + 1);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || !str_eq(entries[i].text, entries[i - 1].text))
            dict->atom[dict->count++] = atom(atoms, entries[i].text, arena->guard);
        map[entries[i].thread][entries[i].local] = dict->count - 1;
    }
    arena_big_free(&reader->scratch, entries);
    return dict;
}

#define TRANSLATE(name, To, From)                                                                  \
    static void name(void *to, const void *from, const uint32_t *map, size_t n)                    \
    {                                                                                              \
        To *restrict t = to;                                                                       \
        const From *restrict f = from;                                                             \
        for (size_t i = 0; i < n; i++) t[i] = (To)map[f[i]];                                       \
    }
TRANSLATE(translate_11, uint8_t, uint8_t)
TRANSLATE(translate_12, uint8_t, uint16_t)
TRANSLATE(translate_21, uint16_t, uint8_t)
TRANSLATE(translate_22, uint16_t, uint16_t)
TRANSLATE(translate_24, uint16_t, uint32_t)
TRANSLATE(translate_41, uint32_t, uint8_t)
TRANSLATE(translate_42, uint32_t, uint16_t)
TRANSLATE(translate_44, uint32_t, uint32_t)

static void translate(void *to, uint8_t to_width, const Piece *piece, const uint32_t *map, size_t n)
{
    switch (to_width << 4 | piece->width) {
    case 0x11: translate_11(to, piece->data, map, n); break;
    case 0x12: translate_12(to, piece->data, map, n); break;
    case 0x21: translate_21(to, piece->data, map, n); break;
    case 0x22: translate_22(to, piece->data, map, n); break;
    case 0x24: translate_24(to, piece->data, map, n); break;
    case 0x41: translate_41(to, piece->data, map, n); break;
    case 0x42: translate_42(to, piece->data, map, n); break;
    case 0x44: translate_44(to, piece->data, map, n); break;
    default: assert(false && "one thread cannot have met more texts than all"); break;
    }
}

/* What stands in place of a missing value must not depend on which thread met what first. */
static void clear_missing(Column *column)
{
    for (size_t r = 0; column->reason && r < column->count; r++) {
        if (!column->reason[r]) continue;
        if (column->type == TYPE_ROW)
            column->u32[r] = NO_ROW;
        else if (column->width == 1)
            column->u8[r] = 0;
        else if (column->width == 2)
            column->u16[r] = 0;
        else
            column->u32[r] = 0;
    }
}

static void put_dictionary(Reader *reader, size_t field, Column *column, Arena *arena, Atoms *atoms)
{
    uint32_t *map[READER_THREADS];
    Dict *dict = merge_dicts(reader, field, map, arena, atoms);
    column->dict = dict;
    uint8_t width = column->type == TYPE_ROW ? 4 : 0;
    if (!width) width = dict->count <= 256 ? 1 : dict->count <= 65536 ? 2 : 4;
    column->width = width;
    column->data = arena_big(arena, column->count * width);
    char *to = column->data;
    for (const Part *part = reader->first; part; part = part->next) {
        const Piece *piece = &part->pieces[field];
        translate(to, width, piece, map[part->thread], part->rows);
        to += (size_t)width * part->rows;
    }
    clear_missing(column);
}

/* ---- numbers ---- */

static void put_plain(const Reader *reader, size_t field, Column *column, size_t width,
                      Arena *arena)
{
    column->data = arena_big(arena, column->count * width);
    char *to = column->data;
    for (const Part *part = reader->first; part; part = part->next) {
        if (part->rows) memcpy(to, part->pieces[field].data, width * part->rows);
        to += width * part->rows;
    }
}

static bool put_narrow(const Reader *reader, size_t field, Column *column, int places)
{
    int64_t *to = column->i64;
    bool over = false;
    for (const Part *part = reader->first; part; to += part->rows, part = part->next) {
        const Piece *piece = &part->pieces[field];
        const int64_t *from = piece->data;
        int64_t scale = number_power_of_ten(places - piece->places);
        if (scale == 1 && part->rows)
            memcpy(to, from, sizeof(int64_t) * part->rows);
        else
            for (uint32_t r = 0; r < part->rows; r++)
                over |= __builtin_mul_overflow(from[r], scale, &to[r]);
    }
    return !over;
}

static bool put_wide(const Reader *reader, size_t field, Column *column, int places)
{
    i128 *to = column->wide;
    bool over = false;
    for (const Part *part = reader->first; part; to += part->rows, part = part->next) {
        const Piece *piece = &part->pieces[field];
        i128 scale = number_power_of_ten(places - piece->places);
        for (uint32_t r = 0; r < part->rows; r++) {
            i128 value = piece->width == 8 ? ((const int64_t *)piece->data)[r]
                                           : ((const i128 *)piece->data)[r];
            over |= __builtin_mul_overflow(value, scale, &to[r]);
        }
    }
    return !over;
}

static void put_exact(const Reader *reader, size_t field, Column *column, int more, Arena *arena)
{
    Exact **to = column->exact;
    for (const Part *part = reader->first; part; to += part->rows, part = part->next) {
        const Piece *piece = &part->pieces[field];
        for (uint32_t r = 0; r < part->rows; r++) {
            if (piece->reason && piece->reason[r]) continue;
            if (piece->exact) {
                to[r] = exact_copy(arena, ((Exact *const *)piece->data)[r]);
                continue;
            }
            i128 value = piece->width == 8 ? ((const int64_t *)piece->data)[r]
                                           : ((const i128 *)piece->data)[r];
            to[r] = exact_from_i128(arena, value, number_power_of_ten(piece->places + more));
        }
    }
}

static void put_numbers(const Reader *reader, size_t field, Column *column, Arena *arena)
{
    bool exact = false, wide = false;
    int places = 0;
    int more = reader->plan->fields[field].schema->kind == KIND_PERCENT ? PERCENT_PLACES : 0;
    for (const Part *part = reader->first; part; part = part->next) {
        const Piece *piece = &part->pieces[field];
        exact |= piece->exact;
        wide |= piece->width == sizeof(i128);
        if (piece->places > places) places = piece->places;
    }
    column->den = number_power_of_ten(places + more);
    if (!exact && !wide) {
        column->lane = LANE_I64;
        column->data = arena_big(arena, sizeof(int64_t) * column->count);
        if (put_narrow(reader, field, column, places)) return;
        arena_big_free(arena, column->data);
    }
    if (!exact) {
        column->lane = LANE_I128;
        column->data = arena_big(arena, sizeof(i128) * column->count);
        if (put_wide(reader, field, column, places)) return;
        arena_big_free(arena, column->data);
    }
    column->lane = LANE_EXACT;
    column->den = 1;
    column->data = arena_big(arena, sizeof(Exact *) * column->count);
    put_exact(reader, field, column, more, arena);
}

/* ---- columns, keys, rows ---- */

void stitch_column(Reader *reader, size_t field, Table *table, Arena *arena, Atoms *atoms)
{
    const FieldPlan *plan = &reader->plan->fields[field];
    Column *column = &table->columns[field];
    *column = (Column){ .count = table->rows, .den = 1 };
    put_reasons(reader, field, column, arena);
    switch (plan->schema->kind) {
    case KIND_TEXT:
    case KIND_CODE:
        column->type = TYPE_CODE;
        put_dictionary(reader, field, column, arena, atoms);
        break;
    case KIND_LINK:
        column->type = TYPE_ROW;
        if (plan->dictionary)
            put_dictionary(reader, field, column, arena, atoms);
        else
            put_plain(reader, field, column, sizeof(uint32_t), arena);
        break;
    case KIND_YESNO:
        column->type = TYPE_YESNO;
        put_plain(reader, field, column, 1, arena);
        break;
    case KIND_DATE:
    case KIND_YEAR:
        column->type = plan->schema->kind == KIND_DATE ? TYPE_DATE : TYPE_YEAR;
        put_plain(reader, field, column, sizeof(int64_t), arena);
        break;
    case KIND_NUMBER:
    case KIND_PERCENT:
        column->type = TYPE_NUMBER;
        put_numbers(reader, field, column, arena);
        break;
    }
    for (unsigned t = 0; t < reader->threads; t++) {
        Worker *worker = reader->workers[t];
        slab_free(&worker->arena, &worker->fields[field].slab);
    }
}

/* The pools of all threads one after the other; base[thread] is where each begins. */
static KeyPool join_pools(const Reader *reader, uint64_t *base, Arena *arena)
{
    KeyPool pool = { .arena = arena };
    for (unsigned t = 0; t < reader->threads; t++) {
        base[t] = pool.cap;
        pool.cap += reader->workers[t]->pool.len;
    }
    if (!pool.cap) return pool;
    pool.at = arena_big(arena, pool.cap);
    pool.len = pool.cap;
    for (unsigned t = 0; t < reader->threads; t++) {
        const KeyPool *own = &reader->workers[t]->pool;
        if (own->len) memcpy(pool.at + base[t], own->at, own->len);
    }
    return pool;
}

Keys *stitch_keys(Reader *reader, uint64_t rows, size_t parts, Arena *arena)
{
    uint64_t base[READER_THREADS];
    Keys *keys = NEW(arena, Keys);
    keys->rows = (uint32_t)rows;
    keys->parts = (uint32_t)parts;
    keys->seed = reader->seed;
    keys->pool = join_pools(reader, base, arena);
    keys->key = arena_big(arena, sizeof(Key16) * (rows + 1));
    Key16 *to = keys->key;
    for (const Part *part = reader->first; part; to += part->rows, part = part->next) {
        if (part->rows) memcpy(to, part->keys, sizeof(Key16) * part->rows);
        for (uint32_t r = 0; base[part->thread] && r < part->rows; r++)
            if (key16_is_long(to[r])) to[r].hi += base[part->thread];
    }
    for (unsigned t = 0; t < reader->threads; t++)
        slab_free(&reader->workers[t]->arena, &reader->workers[t]->key_slab);
    return keys;
}

uint32_t *stitch_file_rows(const Reader *reader, uint64_t rows, Arena *arena)
{
    bool plain = true;
    for (const Part *part = reader->first; part; part = part->next) plain &= !part->record;
    if (plain) return NULL;
    uint32_t *out = arena_big(arena, sizeof(uint32_t) * (rows + 1)), *to = out;
    uint64_t base = 2;
    for (const Part *part = reader->first; part; part = part->next) {
        for (uint32_t r = 0; r < part->rows; r++)
            to[r] = (uint32_t)(base + (part->record ? part->record[r] : r));
        to += part->rows;
        base += part->records;
    }
    return out;
}

/* ---- order ---- */

bool order_holds(const Column *link)
{
    bool holds = true;
    for (size_t r = 1; r < link->count; r++) holds &= link->u32[r - 1] <= link->u32[r];
    return holds;
}

#define MOVE(name, T)                                                                              \
    static void name(void *to, const void *data, const uint32_t *from, size_t rows)                \
    {                                                                                              \
        T *restrict t = to;                                                                        \
        const T *restrict d = data;                                                                \
        for (size_t r = 0; r < rows; r++) t[r] = d[from[r]];                                       \
    }
MOVE(move_1, uint8_t)
MOVE(move_2, uint16_t)
MOVE(move_4, uint32_t)
MOVE(move_8, uint64_t)
MOVE(move_16, Key16)

static void *moved(Arena *arena, void *data, size_t size, const uint32_t *from, size_t rows)
{
    if (!data) return NULL;
    void *out = arena_big(arena, size * rows);
    switch (size) {
    case 1: move_1(out, data, from, rows); break;
    case 2: move_2(out, data, from, rows); break;
    case 4: move_4(out, data, from, rows); break;
    case 8: move_8(out, data, from, rows); break;
    case 16: move_16(out, data, from, rows); break; /* Key16 and i128: 16 bytes either way */
    default: assert(false && "a value has 1, 2, 4, 8 or 16 bytes"); break;
    }
    arena_big_free(arena, data);
    return out;
}

static size_t value_size(const Column *column)
{
    switch (column->type) {
    case TYPE_CODE: return column->width;
    case TYPE_YESNO: return 1;
    case TYPE_ROW: return sizeof(uint32_t);
    case TYPE_NONE:
    case TYPE_NUMBER:
    case TYPE_DATE:
    case TYPE_YEAR:
    case TYPE_BAND: break;
    }
    return column->lane == LANE_I128 ? sizeof(i128) : sizeof(int64_t);
}

/* Which row goes to each place: rows of a parent as they stood, those without parent last. */
static uint32_t *places_by_parent(const Column *link, uint64_t parents, Arena *scratch)
{
    uint32_t *next = arena_big(scratch, sizeof(uint32_t) * (parents + 2));
    uint32_t *from = arena_big(scratch, sizeof(uint32_t) * (link->count + 1));
    for (size_t r = 0; r < link->count; r++)
        next[1 + (link->u32[r] == NO_ROW ? parents : link->u32[r])]++;
    for (size_t p = 1; p <= parents; p++) next[p] += next[p - 1];
    for (size_t r = 0; r < link->count; r++)
        from[next[link->u32[r] == NO_ROW ? parents : link->u32[r]]++] = (uint32_t)r;
    arena_big_free(scratch, next);
    return from;
}

void order_rows(Table *table, uint64_t parents, Arena *arena, Arena *scratch)
{
    size_t rows = table->rows;
    uint32_t *from = places_by_parent(&table->columns[table->first_link], parents, scratch);
    for (size_t f = 0; f < table->schema->field_count; f++) {
        Column *column = &table->columns[f];
        if (!column->data) continue;
        column->data = moved(arena, column->data, value_size(column), from, rows);
        column->reason = moved(arena, column->reason, 1, from, rows);
    }
    if (table->keys) table->keys->key = moved(arena, table->keys->key, sizeof(Key16), from, rows);
    uint32_t *file_row = arena_big(arena, sizeof(uint32_t) * (rows + 1));
    for (size_t r = 0; r < rows; r++) file_row[r] = (uint32_t)table_file_row(table, from[r]);
    arena_big_free(arena, table->file_row);
    table->file_row = file_row;
    table->reordered = true;
    table->ordered_by_link = true;
    arena_big_free(scratch, from);
}
