/* cell.c -- see cell.h: codes, texts, yes or no, dates and school years.
 *
 * Such columns have few different texts, so each thread keeps a small cache from the first bytes of
 * a cell, 8 or 16, to its value; only what is not in it is looked at.  What deserves a message is
 * never put into the cache, so that every such row is met. SPDX-License-Identifier: Apache-2.0 */
#include "table/cell.h"
#include "table/csv.h"

enum { CACHE_BITS = 7, BRIEF_BITS = 9, SLAB_BYTES = 1 << 16, LARGEST_SLAB = ARENA_LARGE };

typedef struct CacheSlot {
    Key16 key;
    uint32_t value;
    uint8_t reason;
} CacheSlot;

/* The same of a text of at most 8 bytes, which most codes are: half the memory, fewer steps. */
typedef struct ShortSlot {
    uint64_t key;
    uint32_t value;
    uint8_t reason;
} ShortSlot;

struct CellCache {
    CacheSlot slot[1 << CACHE_BITS];
    ShortSlot brief[1 << BRIEF_BITS];
};

/* ---- memory ---- */

void *slab_take(Arena *arena, Slab **slab, size_t bytes)
{
    bytes = (bytes + 15) & ~(size_t)15;
    if (!*slab || (*slab)->cap - (*slab)->used < bytes) {
        size_t whole = !*slab ? SLAB_BYTES : !(*slab)->older ? 4 * SLAB_BYTES : LARGEST_SLAB;
        size_t cap = whole - sizeof(Slab);
        if (cap < bytes) cap = bytes;
        Slab *fresh = arena_big_bare(arena, sizeof(Slab) + cap);
        fresh->older = *slab;
        fresh->used = 0;
        fresh->cap = cap;
        *slab = fresh;
    }
    void *at = (*slab)->data + (*slab)->used;
    (*slab)->used += bytes;
    return at;
}

void slab_free(Arena *arena, Slab **slab)
{
    for (Slab *older; *slab; *slab = older) {
        older = (*slab)->older;
        arena_big_free(arena, *slab);
    }
}

CellWork cell_work(Arena *arena, Arena *scratch, uint64_t seed)
{
    return (CellWork){ .arena = arena, .scratch = scratch, .seed = seed };
}

void cell_room(CellWork *work, size_t rows)
{
    if (work->room && rows <= work->room) return;
    size_t room = rows + rows / 4 + 16;
    void *const old[] = { work->value,   work->number, work->places, work->reason,
                          work->run_key, work->run_at, work->run_row };
    for (size_t i = 0; i < COUNT_OF(old); i++) arena_big_free(work->arena, old[i]);
    work->value = work->run_at = work->run_row = NULL;
    work->number = NULL;
    work->places = work->reason = NULL;
    work->run_key = NULL;
    work->room = 0;
    work->value = arena_big(work->arena, sizeof(uint32_t) * (room + RUN_SPARE));
    work->number = arena_big(work->arena, sizeof(int64_t) * room);
    work->places = arena_big(work->arena, room);
    work->reason = arena_big(work->arena, room);
    work->run_key = arena_big(work->arena, sizeof(Key16) * room);
    work->run_at = arena_big(work->arena, sizeof(uint32_t) * (room + 1));
    work->run_row = arena_big(work->arena, sizeof(uint32_t) * room);
    work->room = room;
}

/* ---- the dictionary ---- */

static void dict_rehash(CellWork *work, LocalDict *dict)
{
    size_t slots = dict->slot ? ((size_t)dict->mask + 1) * 2 : 64;
    arena_big_free(work->arena, dict->slot);
    dict->slot = NULL;
    dict->slot = arena_big(work->arena, sizeof(uint32_t) * slots);
    dict->mask = (uint32_t)(slots - 1);
    for (uint32_t e = 0; e < dict->count; e++) {
        uint32_t i = (uint32_t)str_hash(dict->text[e], work->seed) & dict->mask;
        while (dict->slot[i]) i = (i + 1) & dict->mask;
        dict->slot[i] = e + 1;
    }
}

static uint32_t dict_entry(CellWork *work, LocalDict *dict, Str text)
{
    if ((size_t)dict->count * 2 >= (dict->slot ? dict->mask : 0)) dict_rehash(work, dict);
    uint32_t i = (uint32_t)str_hash(text, work->seed) & dict->mask;
    for (; dict->slot[i]; i = (i + 1) & dict->mask)
        if (str_eq(dict->text[dict->slot[i] - 1], text)) return dict->slot[i] - 1;
    if (dict->count == dict->cap) {
        dict->cap = dict->cap ? dict->cap * 2 : 32;
        dict->text = arena_big_resize(work->arena, dict->text, sizeof(Str) * dict->cap);
    }
    dict->text[dict->count] = arena_str(work->arena, text);
    dict->slot[i] = ++dict->count;
    return dict->count - 1;
}

/* ---- one cell, looked at in full ---- */

/* Whether text is a slip of one that is declared: at most a third of its letters differ. */
static bool is_near(Str declared, Str text)
{
    size_t most = declared.len / 3;
    return str_distance(declared, text, most) <= most;
}

/* Whether the cell of a record of people may be quoted: it is too short to name anybody, one of a
 * list of marks, or a slip of a declared text.  Where columns changed places it is a person's. */
static bool may_show(const FieldSchema *field, DiagId id, Str text)
{
    enum { SHORT = 6 };
    if (text.len <= SHORT || id == D_CELL_MARK || id == D_SHEET_ERROR) return true;
    for (size_t i = 0; i < field->missing_count; i++)
        if (is_near(field->missing[i].text, text)) return true;
    for (size_t i = 0; i < field->code_count; i++)
        if (is_near(field->codes[i], text)) return true;
    for (size_t i = 0; i < field->yes_count; i++)
        if (is_near(field->yes[i], text)) return true;
    for (size_t i = 0; i < field->no_count; i++)
        if (is_near(field->no[i], text)) return true;
    return false;
}

void cell_fault(CellWork *work, const FieldPlan *plan, const Cells *cells, uint32_t r, DiagId id)
{
    Str cell = cell_at(cells, r);
    Fault where = { .record = cells->record ? cells->record[r] : r,
                    .column = plan->columns[0] + 1 };
    where.line = cells->line ? cells->line[r] : where.record;
    if (plan->heading.len && str_eq(cell, plan->heading)) id = D_HEADING_AGAIN;
    if (work->refused && diag_info[id].severity == DIAG_ERROR)
        atomic_store_explicit(work->refused, true, memory_order_relaxed);
    bool mask = plan->mask || (plan->guarded && !may_show(plan->schema, id, cell));
    fault_add(work->faults, where, id, cell, mask);
}

bool cell_missing(const FieldPlan *plan, Str text, uint8_t *reason)
{
    if (str_eq(text, CSV_ABSENT)) {
        *reason = plan->absent;
        return true;
    }
    const FieldSchema *schema = plan->schema;
    for (size_t i = 0; i < schema->missing_count; i++) {
        if (!str_eq(schema->missing[i].text, text)) continue;
        *reason = schema->missing[i].reason;
        return true;
    }
    for (size_t i = 1; i < plan->reason_count; i++) { /* 0 is known */
        if (!text.len || !str_eq(plan->reasons[i], text)) continue;
        *reason = (uint8_t)i;
        return true;
    }
    return false;
}

static bool is_listed(const FieldSchema *schema, Str text)
{
    for (size_t i = 0; i < schema->code_count; i++)
        if (str_eq(schema->codes[i], text)) return true;
    return schema->code_count == 0;
}

/* Whether the value of a text is wanted.  Of refused data only the texts of links are, which become
 * rows of another table, whose faults are told too. */
static bool is_kept(const CellWork *work, const FieldPlan *plan)
{
    if (!plan->keep || plan->schema->kind == KIND_LINK || !work->refused) return plan->keep;
    return !atomic_load_explicit(work->refused, memory_order_relaxed);
}

/* The value of text in *value, or *reason why none is kept; false when it does not read as the
 * field's kind. */
static bool read_text(CellWork *work, const FieldPlan *plan, FieldWork *field, Str text,
                      uint32_t *value, uint8_t *reason)
{
    const FieldSchema *schema = plan->schema;
    int32_t number = 0;
    bool reads = false;
    switch (schema->kind) {
    case KIND_TEXT:
    case KIND_CODE:
    case KIND_LINK:
        if (text.len == 0 || !is_listed(schema, text)) return false;
        if (is_kept(work, plan))
            *value = dict_entry(work, &field->dict, text);
        else if (plan->keep)
            *reason = REASON_NOTHING;
        return true;
    case KIND_YESNO: return cell_yesno(schema, text, value);
    case KIND_DATE: reads = cell_date(schema, text, &number); break;
    case KIND_YEAR: reads = cell_year(schema, text, &number); break;
    case KIND_NUMBER:
    case KIND_PERCENT: break;
    }
    *value = (uint32_t)number;
    return reads && cell_within(schema, number);
}

/* What is to be said about a text that is taken as it is; D_COUNT for nothing. */
static DiagId remark(const FieldPlan *plan, Str text, bool plain)
{
    const FieldSchema *schema = plan->schema;
    if (schema->role == ROLE_KEY || schema->code_count) return D_COUNT; /* see cell_read_keys */
    if (schema->kind != KIND_TEXT && schema->kind != KIND_CODE && schema->kind != KIND_LINK)
        return D_COUNT;
    uint32_t odd = plain ? 0 : cell_odd_character(text, schema->kind == KIND_TEXT);
    if (odd == 0xFEFF) return D_BOM_INSIDE;
    if (odd) return schema->kind == KIND_LINK ? D_KEY_ODD : D_TEXT_ODD;
    if (memchr("=+-@", text.at[0], 4)) return D_TEXT_FORMULA;
    return D_COUNT;
}

/* The value of cell r; true when every cell with this text may have it without another look. */
static bool look(CellWork *work, const FieldPlan *plan, FieldWork *field, const Cells *cells,
                 uint32_t r, CacheSlot *slot)
{
    Str text = cell_at(cells, r);
    slot->value = 0;
    slot->reason = 0;
    if (cell_missing(plan, text, &slot->reason)) return true;
    if (read_text(work, plan, field, text, &slot->value, &slot->reason)) {
        DiagId id = remark(plan, text, cells->plain);
        if (id != D_COUNT) cell_fault(work, plan, cells, r, id);
        return id == D_COUNT;
    }
    if (plan->schema->has_else) {
        slot->reason = plan->schema->else_reason;
        return true;
    }
    if (text.len || plan->schema->role != ROLE_KEY) /* blank keys are told by cell_read_keys */
        cell_fault(work, plan, cells, r, cell_why_not(plan, text));
    slot->reason = REASON_NOTHING; /* no value may stand there, whatever becomes of the data */
    return false;
}

/* ---- a block ---- */

/* No text: zero bytes stand only at the end of a key. */
#define NO_BRIEF ((uint64_t)1 << 56)

static void forget_cache(CellCache *cache)
{
    for (size_t i = 0; i < COUNT_OF(cache->slot); i++) cache->slot[i].key = (Key16){ 0, 1 };
    for (size_t i = 0; i < COUNT_OF(cache->brief); i++) cache->brief[i].key = NO_BRIEF;
}

/* The first len <= 8 bytes at p, of which 8 are readable. */
static inline uint64_t brief_key(const char *p, uint32_t len)
{
    static const unsigned char keep[9][8] = {
        { 0 },
        { 255 },
        { 255, 255 },
        { 255, 255, 255 },
        { 255, 255, 255, 255 },
        { 255, 255, 255, 255, 255 },
        { 255, 255, 255, 255, 255, 255 },
        { 255, 255, 255, 255, 255, 255, 255 },
        { 255, 255, 255, 255, 255, 255, 255, 255 },
    };
    uint64_t key, mask;
    memcpy(&key, p, sizeof key);
    memcpy(&mask, keep[len], sizeof mask);
    return key & mask;
}

static inline uint32_t brief_place(uint64_t key)
{
    return (uint32_t)(key * 0x9E3779B97F4A7C15u >> (64 - BRIEF_BITS));
}

static inline uint32_t cache_place(Key16 key)
{
    return (uint32_t)((key.lo * 0x9E3779B97F4A7C15u ^ key.hi * 0xD6E8FEB86659FD93u) >>
                      (64 - CACHE_BITS));
}

/* A column being read. */
typedef struct Reading {
    CellWork *work;
    const FieldPlan *plan;
    FieldWork *field;
    const Cells *cells;
    uint8_t any;    /* all reasons */
    ShortSlot over; /* what was met where bytes end */
} Reading;

/* The value of a cell of at most 8 bytes that is not where the cache has it at first: it may be in
 * the place beside, so that two texts that meet there do not put each other out. */
static ShortSlot seek_brief(const Reading *reading, uint32_t r, uint64_t key)
{
    ShortSlot *brief = reading->field->cache->brief;
    uint32_t place = brief_place(key), beside = place ^ 1;
    if (brief[beside].key == key) return brief[beside];
    CacheSlot seen;
    bool same = look(reading->work, reading->plan, reading->field, reading->cells, r, &seen);
    ShortSlot found = { key, seen.value, seen.reason };
    if (same && brief[place].key != NO_BRIEF && brief[beside].key == NO_BRIEF)
        brief[beside] = found;
    else if (same)
        brief[place] = found;
    return found;
}

/* The value of a cell of more than 8 bytes. */
static ShortSlot seek_long(const Reading *reading, uint32_t r)
{
    Str text = cell_at(reading->cells, r);
    CacheSlot seen, *slot = &seen;
    Key16 key = { 0, 0 };
    if (text.len <= KEY_SHORT) {
        key = key16_load(text.at, (uint32_t)text.len);
        slot = &reading->field->cache->slot[cache_place(key)];
    }
    if (text.len > KEY_SHORT || !key16_same(slot->key, key)) {
        bool same = look(reading->work, reading->plan, reading->field, reading->cells, r, &seen);
        seen.key = key;
        if (same && text.len <= KEY_SHORT) *slot = seen;
        slot = &seen;
    }
    return (ShortSlot){ NO_BRIEF, slot->value, slot->reason };
}

/* Where a column's values go. */
typedef struct Filling {
    void *out;
    uint8_t *reason, any;
    uint32_t row, count; /* the next, and all */
} Filling;

static inline void fill_one(void *out, bool bytes, size_t row, uint32_t value)
{
    if (bytes)
        ((uint8_t *)out)[row] = (uint8_t)value;
    else
        ((uint32_t *)out)[row] = value;
}

/* Rows as long as the cache has their cells at first sight. */
static inline __attribute__((always_inline)) void fill_known(Filling *filling, CellWalk *at,
                                                             const ShortSlot *brief, bool bytes)
{
    CellWalk walk = *at;
    void *out = filling->out;
    uint8_t *reason = filling->reason, any = filling->any;
    size_t r = filling->row, count = filling->count;
    for (; r < count; r++) {
        uint32_t len;
        const char *text = cell_step(&walk, &len);
        if (len > sizeof(uint64_t)) break;
        uint64_t key = brief_key(text, len);
        const ShortSlot *slot = &brief[brief_place(key)];
        if (slot->key != key) break;
        fill_one(out, bytes, r, slot->value);
        reason[r] = slot->reason;
        any |= slot->reason;
    }
    at->from += (r - filling->row) * walk.step;
    filling->any = any;
    filling->row = (uint32_t)r;
}

/* Apart, so that all they hold stays in registers. */
static __attribute__((noinline)) void fill_bytes(Filling *filling, CellWalk *at,
                                                 const ShortSlot *brief)
{
    fill_known(filling, at, brief, true);
}

static __attribute__((noinline)) void fill_words(Filling *filling, CellWalk *at,
                                                 const ShortSlot *brief)
{
    fill_known(filling, at, brief, false);
}

/* Fills out and the scratch reasons from row r on; returns where it ends: after the last row or, if
 * out takes bytes, at a value that is none. */
static uint32_t read_from(Reading *reading, uint32_t r, void *out, bool bytes)
{
    const ShortSlot *brief = reading->field->cache->brief;
    CellWalk walk = cell_walk(reading->cells);
    Filling filling = { out, reading->work->reason, reading->any, r, reading->cells->count };
    walk.from += r * walk.step;
    for (;;) {
        if (bytes)
            fill_bytes(&filling, &walk, brief);
        else
            fill_words(&filling, &walk, brief);
        if (filling.row == filling.count) break;
        uint32_t len;
        const char *text = cell_step(&walk, &len);
        ShortSlot seen = len <= sizeof(uint64_t)
                             ? seek_brief(reading, filling.row, brief_key(text, len))
                             : seek_long(reading, filling.row);
        if (bytes && seen.value > UINT8_MAX) {
            reading->over = seen;
            break;
        }
        fill_one(out, bytes, filling.row, seen.value);
        filling.reason[filling.row++] = seen.reason;
        filling.any |= seen.reason;
    }
    reading->any = filling.any;
    return filling.row;
}

void cell_put_reasons(CellWork *work, FieldWork *field, uint32_t count, Piece *piece)
{
    piece->reason = slab_take(work->arena, &field->slab, count);
    memcpy(piece->reason, work->reason, count);
}

/* Values over 255, dates and years: through the scratch values, from row r on. */
static void read_wide(Reading *reading, uint32_t r, Piece *piece)
{
    CellWork *work = reading->work;
    FieldWork *field = reading->field;
    Kind kind = reading->plan->schema->kind;
    uint32_t count = reading->cells->count;
    const uint32_t *value = work->value;
    read_from(reading, r, work->value, false);
    if (!reading->plan->keep) return;
    piece->width = kind == KIND_DATE || kind == KIND_YEAR ? 8 : field->dict.count <= 65536 ? 2 : 4;
    piece->data = slab_take(work->arena, &field->slab, (size_t)piece->width * count);
    if (piece->width == 8)
        for (r = 0; r < count; r++) ((int64_t *)piece->data)[r] = (int32_t)value[r];
    else if (piece->width == 4)
        memcpy(piece->data, value, sizeof(uint32_t) * count);
    else
        for (r = 0; r < count; r++) ((uint16_t *)piece->data)[r] = (uint16_t)value[r];
}

/* Values of a byte, as most columns have; a text too many begins again, from where it was met. */
static void read_narrow(Reading *reading, Piece *piece)
{
    CellWork *work = reading->work;
    uint32_t count = reading->cells->count;
    uint8_t *out = (uint8_t *)work->value;
    if (reading->plan->keep) out = slab_take(work->arena, &reading->field->slab, count);
    uint32_t end = read_from(reading, 0, out, true);
    if (end < count) {
        for (uint32_t r = end; r-- > 0;) work->value[r] = out[r];
        work->value[end] = reading->over.value;
        work->reason[end] = reading->over.reason;
        reading->any |= reading->over.reason;
        read_wide(reading, end + 1, piece);
    } else if (reading->plan->keep) {
        piece->data = out;
        piece->width = 1;
    }
}

static void read_values(Reading *reading, Piece *piece)
{
    FieldWork *field = reading->field;
    Kind kind = reading->plan->schema->kind;
    if (!field->cache) {
        field->cache = arena_big(reading->work->arena, sizeof(CellCache));
        forget_cache(field->cache);
    }
    if (kind == KIND_DATE || kind == KIND_YEAR || field->dict.count > UINT8_MAX + 1)
        read_wide(reading, 0, piece);
    else
        read_narrow(reading, piece);
}

/* A column of any text that nobody wants: only blanks and odd characters matter. */
static void check_texts(CellWork *work, const FieldPlan *plan, const Cells *cells)
{
    for (uint32_t r = 0; r < cells->count; r++) {
        Str text = cell_at(cells, r);
        bool odd = !cells->plain || (text.len && memchr("=+-@", text.at[0], 4));
        if (text.len && !odd) continue;
        CacheSlot slot;
        FieldWork none = { 0 };
        look(work, plan, &none, cells, r, &slot);
    }
}

void cell_read(CellWork *work, const FieldPlan *plan, FieldWork *field, const Cells *cells,
               Piece *piece)
{
    const FieldSchema *schema = plan->schema;
    *piece = (Piece){ 0 };
    if (schema->kind == KIND_NUMBER || schema->kind == KIND_PERCENT) {
        cell_read_numbers(work, plan, field, cells, piece);
        return;
    }
    if (schema->kind == KIND_LINK && !plan->dictionary) {
        cell_read_links(work, plan, field, cells, piece);
        return;
    }
    bool any_text = schema->kind == KIND_TEXT || (schema->kind == KIND_CODE && !schema->code_count);
    if (any_text && !plan->keep) {
        check_texts(work, plan, cells);
        return;
    }
    Reading reading = { .work = work, .plan = plan, .field = field, .cells = cells };
    read_values(&reading, piece);
    if (plan->keep && reading.any) cell_put_reasons(work, field, cells->count, piece);
}
