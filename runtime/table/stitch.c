/* stitch.c -- see stitch.h.  Each column is put together whole before the next, so that its pieces
 * can be given back: at most one column stands in memory twice.  The caller makes all memory; the
 * parts are then copied by all workers, each part to its own place.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/stitch.h"
#include "number/exact.h"
#include "number/text.h"
#include <stdatomic.h>
#include <stdlib.h>

enum { PERCENT_PLACES = 2, PARTS_AT_ONCE = 4 };

/* A column being put together. */
typedef struct Seam {
    const Reader *reader;
    size_t field;
    Column *column;
    size_t width;   /* of a value */
    uint32_t **map; /* dictionaries: the number of each thread's entries */
    int places;     /* numbers: of the column */
    _Atomic bool over;
} Seam;

typedef void PutPart(Seam *seam, const Part *part, uint64_t first_row);

typedef struct Putting {
    Seam *seam;
    PutPart *put;
} Putting;

static void put_parts(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    (void)worker;
    const Putting *putting = arg;
    const Reader *reader = putting->seam->reader;
    for (uint64_t p = from; p < to; p++)
        putting->put(putting->seam, reader->parts[p], reader->part_row[p]);
}

/* put of every part, on all workers. */
static void each_part(Seam *seam, PutPart *put)
{
    Putting putting = { seam, put };
    pool_ranges(seam->reader->pool, seam->reader->part_count, PARTS_AT_ONCE, put_parts, &putting);
}

static const Piece *piece_of(const Seam *seam, const Part *part)
{
    return &part->pieces[seam->field];
}

uint64_t stitch_rows(const Reader *reader)
{
    uint64_t rows = 0;
    for (const Part *part = reader->first; part; part = part->next) rows += part->rows;
    return rows;
}

void stitch_open(Reader *reader, Pool *pool)
{
    reader->pool = pool;
    reader->part_count = 0;
    for (const Part *part = reader->first; part; part = part->next) reader->part_count++;
    reader->parts = NEW_ARRAY(&reader->scratch, const Part *, reader->part_count + 1);
    reader->part_row = NEW_ARRAY(&reader->scratch, uint64_t, reader->part_count + 1);
    uint64_t row = 0;
    size_t p = 0;
    for (const Part *part = reader->first; part; row += part->rows, part = part->next) {
        reader->parts[p] = part;
        reader->part_row[p++] = row;
    }
}

/* ---- reasons ---- */

static void put_reason(Seam *seam, const Part *part, uint64_t first_row)
{
    const uint8_t *reason = piece_of(seam, part)->reason;
    if (reason) memcpy(seam->column->reason + first_row, reason, part->rows);
}

static void put_reasons(Seam *seam, Arena *arena)
{
    bool any = false;
    for (const Part *part = seam->reader->first; part; part = part->next)
        any |= piece_of(seam, part)->reason != NULL;
    if (!any) return;
    seam->column->reason = arena_big(arena, seam->column->count);
    each_part(seam, put_reason);
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
static void clear_missing(const Column *column, uint64_t from, uint64_t to)
{
    const uint8_t *restrict reason = column->reason;
    uint8_t *restrict u8 = column->u8;
    uint16_t *restrict u16 = column->u16;
    uint32_t *restrict u32 = column->u32;
    if (!reason) return;
    if (column->type == TYPE_ROW)
        for (uint64_t r = from; r < to; r++) u32[r] |= reason[r] ? NO_ROW : 0;
    else if (column->width == 1)
        for (uint64_t r = from; r < to; r++) u8[r] = reason[r] ? 0 : u8[r];
    else if (column->width == 2)
        for (uint64_t r = from; r < to; r++) u16[r] = reason[r] ? 0 : u16[r];
    else
        for (uint64_t r = from; r < to; r++) u32[r] = reason[r] ? 0 : u32[r];
}

static void put_entries(Seam *seam, const Part *part, uint64_t first_row)
{
    Column *column = seam->column;
    char *to = (char *)column->data + first_row * seam->width;
    translate(to, column->width, piece_of(seam, part), seam->map[part->thread], part->rows);
    clear_missing(column, first_row, first_row + part->rows);
}

static void put_dictionary(Reader *reader, Seam *seam, Arena *arena, Atoms *atoms)
{
    uint32_t *map[READER_THREADS];
    Column *column = seam->column;
    Dict *dict = merge_dicts(reader, seam->field, map, arena, atoms);
    column->dict = dict;
    uint8_t width = column->type == TYPE_ROW ? 4 : 0;
    if (!width) width = dict->count <= 256 ? 1 : dict->count <= 65536 ? 2 : 4;
    column->width = width;
    column->data = arena_big_bare(arena, column->count * width);
    seam->width = width;
    seam->map = map;
    each_part(seam, put_entries);
}

/* Texts of refused data: which of them were kept depends on when a fault was met (cell.h). */
static void put_nothing(Column *column, Arena *arena)
{
    Dict *dict = NEW(arena, Dict);
    dict->atom = NEW_ARRAY(arena, uint32_t, 1);
    column->dict = dict;
    column->width = 1;
    column->data = arena_big(arena, column->count);
    if (!column->reason) column->reason = arena_big(arena, column->count);
    memset(column->reason, REASON_NOTHING, column->count);
}

/* ---- numbers ---- */

static void put_values(Seam *seam, const Part *part, uint64_t first_row)
{
    if (piece_of(seam, part)->placed) return;
    char *to = (char *)seam->column->data + first_row * seam->width;
    if (part->rows) memcpy(to, piece_of(seam, part)->data, seam->width * part->rows);
}

static void put_plain(Seam *seam, size_t width, Arena *arena)
{
    const Reader *reader = seam->reader;
    Column *column = seam->column;
    if (!reader->place || !reader->place[seam->field])
        column->data = arena_big_bare(arena, column->count * width);
    else if (column->count > reader->place_rows)
        column->data = arena_big_resize(arena, reader->place[seam->field], column->count * width);
    else
        column->data = reader->place[seam->field];
    seam->width = width;
    each_part(seam, put_values);
}

static void put_narrow(Seam *seam, const Part *part, uint64_t first_row)
{
    const Piece *piece = piece_of(seam, part);
    const int64_t *from = piece->data;
    int64_t *to = seam->column->i64 + first_row, scale;
    scale = number_power_of_ten(seam->places - piece->places);
    bool over = false;
    if (scale == 1 && part->rows)
        memcpy(to, from, sizeof(int64_t) * part->rows);
    else
        for (uint32_t r = 0; r < part->rows; r++)
            over |= __builtin_mul_overflow(from[r], scale, &to[r]);
    if (over) seam->over = true;
}

static void put_wide(Seam *seam, const Part *part, uint64_t first_row)
{
    const Piece *piece = piece_of(seam, part);
    i128 *to = seam->column->wide + first_row;
    i128 scale = number_power_of_ten(seam->places - piece->places);
    bool over = false;
    for (uint32_t r = 0; r < part->rows; r++) {
        i128 value =
            piece->width == 8 ? ((const int64_t *)piece->data)[r] : ((const i128 *)piece->data)[r];
        over |= __builtin_mul_overflow(value, scale, &to[r]);
    }
    if (over) seam->over = true;
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

static void put_numbers(Seam *seam, Arena *arena)
{
    const Reader *reader = seam->reader;
    size_t field = seam->field;
    Column *column = seam->column;
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
    seam->places = places;
    if (!exact && !wide) {
        column->lane = LANE_I64;
        column->data = arena_big_bare(arena, sizeof(int64_t) * column->count);
        each_part(seam, put_narrow);
        if (!seam->over) return;
        seam->over = false;
        arena_big_free(arena, column->data);
    }
    if (!exact) {
        column->lane = LANE_I128;
        column->data = arena_big_bare(arena, sizeof(i128) * column->count);
        each_part(seam, put_wide);
        if (!seam->over) return;
        arena_big_free(arena, column->data);
    }
    column->lane = LANE_EXACT;
    column->den = 1;
    column->data = arena_big(arena, sizeof(Exact *) * column->count);
    put_exact(reader, field, column, more, arena);
}

/* ---- columns, keys, rows ---- */

LinkSum stitch_links(const Reader *reader, size_t field)
{
    LinkSum sum = { 0 };
    bool met = false;
    for (const Part *part = reader->first; part; part = part->next) {
        const LinkSum *own = &part->pieces[field].links;
        if (!part->rows) continue;
        if (!own->whole) return (LinkSum){ 0 };
        if (!met) sum = (LinkSum){ true, true, own->first, own->first, 0 };
        met = true;
        sum.ordered &= own->ordered && own->first >= sum.last;
        sum.changes += own->changes + (own->first != sum.last);
        sum.last = own->last;
    }
    return sum;
}

void stitch_column(Reader *reader, size_t field, Table *table, Arena *arena, Atoms *atoms)
{
    const FieldPlan *plan = &reader->plan->fields[field];
    Column *column = &table->columns[field];
    *column = (Column){ .count = table->rows, .den = 1 };
    Seam seam = { .reader = reader, .field = field, .column = column };
    put_reasons(&seam, arena);
    switch (plan->schema->kind) {
    case KIND_TEXT:
    case KIND_CODE:
        column->type = TYPE_CODE;
        if (reader->refused)
            put_nothing(column, arena);
        else
            put_dictionary(reader, &seam, arena, atoms);
        break;
    case KIND_LINK:
        column->type = TYPE_ROW;
        if (plan->dictionary)
            put_dictionary(reader, &seam, arena, atoms);
        else
            put_plain(&seam, sizeof(uint32_t), arena);
        break;
    case KIND_YESNO:
        column->type = TYPE_YESNO;
        put_plain(&seam, 1, arena);
        break;
    case KIND_DATE:
    case KIND_YEAR:
        column->type = plan->schema->kind == KIND_DATE ? TYPE_DATE : TYPE_YEAR;
        put_plain(&seam, sizeof(int64_t), arena);
        break;
    case KIND_NUMBER:
    case KIND_PERCENT:
        column->type = TYPE_NUMBER;
        put_numbers(&seam, arena);
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

typedef struct KeySeam {
    const Reader *reader;
    Keys *keys;
    const uint64_t *base; /* of each thread's pool in the joined one */
} KeySeam;

static void put_keys(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    (void)worker;
    const KeySeam *seam = arg;
    for (uint64_t p = from; p < to; p++) {
        const Part *part = seam->reader->parts[p];
        Key16 *key = seam->keys->key + seam->reader->part_row[p];
        uint64_t base = seam->base[part->thread];
        if (part->rows) memcpy(key, part->keys, sizeof(Key16) * part->rows);
        for (uint32_t r = 0; base && r < part->rows; r++)
            if (key16_is_long(key[r])) key[r].hi += base;
    }
}

Keys *stitch_keys(Reader *reader, uint64_t rows, size_t parts, Arena *arena)
{
    uint64_t base[READER_THREADS];
    Keys *keys = NEW(arena, Keys);
    keys->rows = (uint32_t)rows;
    keys->parts = (uint32_t)parts;
    keys->seed = reader->seed;
    keys->pool = join_pools(reader, base, arena);
    keys->key = arena_big_held(arena, sizeof(Key16) * (rows + 1));
    KeySeam seam = { reader, keys, base };
    pool_ranges(reader->pool, reader->part_count, PARTS_AT_ONCE, put_keys, &seam);
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
