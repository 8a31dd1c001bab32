/* read.c -- the tables of a year from a pack; see pack.h.
 *
 * First the directory is gone through: columns are set up and every array is noted as a Fetch.
 * Then all workers read, hash and judge the arrays block by block; then keys are indexed, rows of
 * parents looked at once more where some have none, and orders found out anew: what a pack says of
 * itself is taken for nothing that the data can tell.
 * SPDX-License-Identifier: Apache-2.0 */
#include "pack/cursor.h"
#include "file.h"
#include "number/text.h"
#include "sha256.h"
#include "table/key.h"
#include "table/load.h"
#include "table/reorder.h"
#include <errno.h>
#include <stdatomic.h>

/* What the values of an array are judged by. */
typedef enum {
    JUDGE_NOTHING,
    JUDGE_BELOW,  /* 1, 2 or 4 bytes: below `limit` */
    JUDGE_ROW,    /* 4 bytes: below `limit`, or NO_ROW */
    JUDGE_WITHIN, /* 8 bytes, signed: from -limit to limit */
    JUDGE_REASON  /* 1 byte: numbers of the pack, turned into ours */
} Judge;

typedef struct Fetch {
    char *to;
    uint64_t offset, bytes;
    const char *digits; /* of the blocks */
    Judge judge;
    uint8_t width;
    uint64_t limit;
    size_t first; /* of its blocks among all */
} Fetch;

/* Texts one after the other, and where each ends. */
typedef struct Texts {
    const uint64_t *end;
    const char *at;
    uint64_t rows, len;
} Texts;

/* A column of numbers of many digits, which stand as texts until all arrays are here. */
typedef struct Lengthy {
    Column *column;
    Texts texts;
} Lengthy;

typedef struct Unpacking {
    const Pack *pack;
    const LoadJob *job;
    Loader *loader;
    Cursor in;
    Fetch *fetch;
    size_t count, cap, blocks;
    Lengthy *lengthy;
    size_t lengthy_count, lengthy_cap;
    Texts *key_texts;    /* per record */
    uint64_t told_bytes; /* of all arrays */
    Str lacks;           /* what is needed and not there */
    bool good;
    int16_t reason[256]; /* ours of the pack's; -1: none */
    _Atomic bool broken; /* some block is not as it was written, or a value cannot be */
    _Atomic int error;   /* of reading */
} Unpacking;

enum { MOST_DAYS = 4000000, MOST_YEARS = 9999 };

/* ---- arrays ---- */

/* Notes an array of items of `width` bytes, `rows` of them unless it is empty; its place in memory,
 * or NULL where there is none. */
static void *fetch(Unpacking *u, uint64_t rows, uint8_t width, Judge judge, uint64_t limit)
{
    Cursor *in = &u->in;
    uint64_t offset = cursor_u64(in), bytes = cursor_u64(in);
    if (bytes == 0) return NULL;
    bool inside = offset <= u->pack->size && bytes <= u->pack->size - offset;
    bool fits = rows == UINT64_MAX || (rows <= UINT64_MAX / width && bytes == rows * width);
    u->told_bytes += bytes;
    /* arrays do not overlap, so all of them are no longer than the file */
    in->bad |= !inside || !fits || u->told_bytes > u->pack->size;
    if (in->bad) return NULL;
    const char *digits = cursor_bytes(in, (uint64_t)pack_blocks(bytes) * SHA256_DIGITS);
    if (!digits) return NULL;
    Arena *arena = u->job->arena;
    if (u->count == u->cap) {
        Fetch *more = NEW_ARRAY(arena, Fetch, u->cap * 2 + 32);
        if (u->count) memcpy((void *)more, u->fetch, u->count * sizeof *more);
        u->fetch = more;
        u->cap = u->cap * 2 + 32;
    }
    Fetch *own = &u->fetch[u->count++];
    own->to = arena_big(arena, (size_t)bytes + KEY_SHORT);
    own->offset = offset;
    own->bytes = bytes;
    own->digits = digits;
    own->judge = judge;
    own->width = width;
    own->limit = limit;
    own->first = u->blocks;
    u->blocks += pack_blocks(bytes);
    return own->to;
}

static bool all_below(const Fetch *fetch, const char *at, size_t len)
{
    uint32_t most = 0;
    if (fetch->width == 1)
        for (size_t i = 0; i < len; i++) most = (uint8_t)at[i] > most ? (uint8_t)at[i] : most;
    else if (fetch->width == 2)
        for (size_t i = 0; i < len / 2; i++) {
            uint16_t value = ((const uint16_t *)(const void *)at)[i];
            most = value > most ? value : most;
        }
    else
        for (size_t i = 0; i < len / 4; i++) {
            uint32_t value = ((const uint32_t *)(const void *)at)[i];
            most = value > most ? value : most;
        }
    return most < fetch->limit;
}

static bool all_rows(const Fetch *fetch, const uint32_t *row, size_t n)
{
    bool bad = false;
    for (size_t i = 0; i < n; i++) bad |= row[i] >= fetch->limit && row[i] != NO_ROW;
    return !bad;
}

static bool all_within(const Fetch *fetch, const int64_t *value, size_t n)
{
    int64_t most = (int64_t)fetch->limit;
    bool bad = false;
    for (size_t i = 0; i < n; i++) bad |= value[i] < -most || value[i] > most;
    return !bad;
}

static bool turn_reasons(const Unpacking *u, uint8_t *reason, size_t n)
{
    bool bad = false;
    for (size_t i = 0; i < n; i++) {
        int16_t ours = u->reason[reason[i]];
        bad |= ours < 0;
        reason[i] = (uint8_t)ours;
    }
    return !bad;
}

static bool judge(const Unpacking *u, const Fetch *fetch, char *at, size_t len)
{
    switch (fetch->judge) {
    case JUDGE_NOTHING: return true;
    case JUDGE_BELOW: return all_below(fetch, at, len);
    case JUDGE_ROW: return all_rows(fetch, (const uint32_t *)(void *)at, len / sizeof(uint32_t));
    case JUDGE_WITHIN: return all_within(fetch, (const int64_t *)(void *)at, len / sizeof(int64_t));
    case JUDGE_REASON: return turn_reasons(u, (uint8_t *)at, len);
    }
    return false;
}

static void read_block(Unpacking *u, const Fetch *fetch, size_t block)
{
    uint64_t from = (uint64_t)block * PACK_BLOCK, left = fetch->bytes - from;
    size_t len = left < PACK_BLOCK ? (size_t)left : PACK_BLOCK;
    char *at = fetch->to + from, digits[SHA256_DIGITS];
    int error = 0;
    if (!pack_read_at(u->pack->fd, at, len, fetch->offset + from, &error)) {
        u->error = error;
        u->broken = true;
        return;
    }
    Sha256 sha;
    sha256_open(&sha);
    sha256_add(&sha, at, len);
    sha256_close(&sha, digits);
    bool same = memcmp(digits, fetch->digits + block * SHA256_DIGITS, SHA256_DIGITS) == 0;
    if (!same || !judge(u, fetch, at, len)) u->broken = true;
}

/* Blocks [from, to) of all arrays, one after the other. */
static void read_blocks(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    (void)worker;
    Unpacking *u = arg;
    size_t low = 0, high = u->count;
    while (high - low > 1) { /* the last array that begins at or before it */
        size_t middle = low + (high - low) / 2;
        *(u->fetch[middle].first <= from ? &low : &high) = middle;
    }
    for (uint64_t b = from; b < to && !u->broken; b++) {
        while (low + 1 < u->count && u->fetch[low + 1].first <= b) low++;
        read_block(u, &u->fetch[low], (size_t)(b - u->fetch[low].first));
    }
}

/* ---- the ledger ---- */

static Counted *get_counted(Unpacking *u, size_t *count)
{
    *count = cursor_count(&u->in, 16);
    Counted *list = NEW_ARRAY(u->job->arena, Counted, *count + 1);
    for (size_t i = 0; i < *count; i++) {
        list[i].name = cursor_str(&u->in);
        list[i].count = cursor_u64(&u->in);
    }
    return list;
}

static void get_file(Unpacking *u, FileLedger *file, size_t places)
{
    Cursor *in = &u->in;
    uint64_t record = cursor_u64(in);
    *file = (FileLedger){ .record = (uint32_t)record };
    file->bytes = cursor_u64(in);
    file->modified = (int64_t)cursor_u64(in);
    uint64_t *const numbers[] = { &file->bom_bytes,   &file->heading_bytes, &file->kept_bytes,
                                  &file->aside_bytes, &file->records,       &file->kept };
    for (size_t i = 0; i < COUNT_OF(numbers); i++) *numbers[i] = cursor_u64(in);
    file->listed = cursor_flag(in);
    file->made = cursor_u64(in);
    file->columns = (uint32_t)cursor_u64(in);
    file->lines_lf = cursor_u64(in);
    file->lines_crlf = cursor_u64(in);
    file->final_newline = cursor_flag(in);
    file->sha256 = cursor_str(in);
    file->day = cursor_str(in);
    file->aside = get_counted(u, &file->aside_count);
    file->leniency = get_counted(u, &file->leniency_count);
    file->unread_count = cursor_count(in, 8);
    file->unread = NEW_ARRAY(u->job->arena, Str, file->unread_count + 1);
    for (size_t i = 0; i < file->unread_count; i++) file->unread[i] = cursor_str(in);
    size_t count = cursor_count(in, 8);
    in->bad |= count && count != places;
    if (!count || in->bad) return;
    file->places = NEW_ARRAY(u->job->arena, uint32_t, places + 1);
    for (size_t i = 0; i < places; i++) file->places[i] = (uint32_t)cursor_u64(in);
}

static void get_files(Unpacking *u)
{
    const LoadJob *job = u->job;
    Ledger *ledger = &u->loader->tables.ledger;
    size_t count = cursor_count(&u->in, 8);
    u->in.bad |= count > job->count;
    for (size_t i = 0; i < count && !u->in.bad; i++) {
        FileLedger *file = &ledger->files[ledger->file_count];
        Cursor ahead = u->in;
        uint64_t record = cursor_u64(&ahead);
        u->in.bad |= ahead.bad || record >= job->count;
        if (u->in.bad) return;
        get_file(u, file, job->schemas[record].field_count);
        file->file = tables_path(job, record);
        ledger->file_count++;
    }
}

static void get_links(Unpacking *u)
{
    const LoadJob *job = u->job;
    Cursor *in = &u->in;
    Ledger *ledger = &u->loader->tables.ledger;
    size_t count = cursor_count(in, 8), most = 0;
    for (size_t i = 0; i < job->count; i++) most += job->schemas[i].field_count;
    in->bad |= count > most;
    for (size_t i = 0; i < count && !in->bad; i++) {
        LinkLedger *link = &ledger->links[i];
        uint64_t child = cursor_u64(in), field = cursor_u64(in), parent = cursor_u64(in);
        in->bad |= child >= job->count || parent >= job->count;
        in->bad |= in->bad || field >= job->schemas[child].field_count;
        if (in->bad) return;
        *link = (LinkLedger){ .child = (uint32_t)child,
                              .field = (uint32_t)field,
                              .parent = (uint32_t)parent };
        link->reason_count = job->reason_count;
        link->unmatched = NEW_ARRAY(job->arena, uint64_t, job->reason_count + 256);
        uint64_t *const numbers[] = { &link->children, &link->matched, &link->parents,
                                      &link->with_children, &link->without_children };
        for (size_t k = 0; k < COUNT_OF(numbers); k++) *numbers[k] = cursor_u64(in);
        for (size_t met = cursor_count(in, 16); met-- > 0;) {
            uint64_t reason = cursor_u64(in), rows = cursor_u64(in);
            int16_t ours = reason < 256 ? u->reason[reason] : -1;
            in->bad |= ours < 0 || (size_t)ours >= job->reason_count;
            if (!in->bad) link->unmatched[ours] += rows;
        }
        ledger->link_count++;
    }
}

static void get_corrections(Unpacking *u)
{
    Cursor *in = &u->in;
    if (!cursor_flag(in)) return;
    CorrectionLedger *list = NEW(u->job->arena, CorrectionLedger);
    get_file(u, &list->file, 0);
    list->file.file =
        load_path(u->job, u->job->corrections ? u->job->corrections->name : STR_EMPTY);
    list->other_years = cursor_u64(in);
    list->has_years = cursor_flag(in);
    list->made_count = cursor_count(in, 80);
    list->made = NEW_ARRAY(u->job->arena, Corrected, list->made_count + 1);
    for (size_t i = 0; i < list->made_count && !in->bad; i++) {
        Corrected *made = &list->made[i];
        made->row = cursor_u64(in);
        made->data_row = cursor_u64(in);
        made->record = (uint32_t)cursor_u64(in);
        made->field = (uint32_t)cursor_u64(in);
        made->guarded = cursor_flag(in);
        in->bad |= made->record >= u->job->count ||
                   made->field >= u->job->schemas[made->record].field_count;
        Str *const texts[] = { &made->key,    &made->old,       &made->agreed,
                               &made->reason, &made->agreed_by, &made->date };
        for (size_t k = 0; k < COUNT_OF(texts); k++) *texts[k] = cursor_str(in);
    }
    u->loader->tables.ledger.corrections = list;
}

/* ---- tables ---- */

static const Dict *get_dict(Unpacking *u)
{
    Cursor *in = &u->in;
    size_t count = cursor_count(in, 8);
    if (!count) return NULL;
    Dict *dict = NEW(u->job->arena, Dict);
    dict->count = (uint32_t)count - 1;
    dict->atom = NEW_ARRAY(u->job->arena, uint32_t, count);
    Str before = STR_EMPTY;
    for (uint32_t e = 0; e < dict->count && !in->bad; e++) {
        Str text = cursor_str(in);
        in->bad |= e && str_compare(before, text) >= 0; /* entries stand in the order of bytes */
        dict->atom[e] = atom(u->job->atoms, text, u->job->arena->guard);
        before = text;
    }
    return dict;
}

/* Texts that stand in one array after the places where each ends. */
static Texts get_texts(Unpacking *u, uint64_t rows)
{
    Texts texts = { .rows = rows };
    texts.end = fetch(u, rows, sizeof(uint64_t), JUDGE_NOTHING, 0);
    uint64_t before = u->told_bytes;
    texts.at = fetch(u, UINT64_MAX, 1, JUDGE_NOTHING, 0);
    texts.len = u->told_bytes - before;
    u->in.bad |= rows && !texts.end;
    return texts;
}

static void get_lengthy(Unpacking *u, Column *column)
{
    Lengthy lengthy = { column, get_texts(u, column->count) };
    GROW(u->job->arena, u->lengthy, u->lengthy_count, u->lengthy_cap);
    u->lengthy[u->lengthy_count++] = lengthy;
}

static void get_values(Unpacking *u, Column *column, uint64_t parents)
{
    uint64_t rows = column->count;
    switch (column->type) {
    case TYPE_CODE: {
        uint8_t width = column->width;
        u->in.bad |= !column->dict || (width != 1 && width != 2 && width != 4);
        if (u->in.bad) return;
        uint32_t entries = column->dict->count; /* where all are missing, 0 stands there */
        column->data = fetch(u, rows, width, JUDGE_BELOW, entries ? entries : 1);
        break;
    }
    case TYPE_YESNO: column->data = fetch(u, rows, 1, JUDGE_BELOW, 2); break;
    case TYPE_ROW: column->data = fetch(u, rows, 4, JUDGE_ROW, parents); break;
    case TYPE_DATE: column->data = fetch(u, rows, 8, JUDGE_WITHIN, MOST_DAYS); break;
    case TYPE_YEAR: column->data = fetch(u, rows, 8, JUDGE_WITHIN, MOST_YEARS); break;
    case TYPE_NUMBER:
        if (column->lane == LANE_EXACT)
            get_lengthy(u, column);
        else
            column->data = fetch(u, rows, column->lane == LANE_I128 ? 16 : 8, JUDGE_NOTHING, 0);
        break;
    case TYPE_NONE:
    case TYPE_BAND: u->in.bad = true; break;
    }
}

/* Rules that were not there when the pack was made read a field that it does not have. */
static void lack(Unpacking *u, const RecordSchema *schema, Str what)
{
    if (!u->lacks.len) u->lacks = str_printf(u->job->arena, "%S.%S", schema->name, what);
}

static void get_column(Unpacking *u, const Table *table, size_t f)
{
    Cursor *in = &u->in;
    Column *column = &table->columns[f];
    const FieldSchema *field = &table->schema->fields[f];
    if (!cursor_flag(in)) {
        if (field->needed && table->rows) lack(u, table->schema, field->name);
        return;
    }
    uint64_t type = cursor_u64(in), lane = cursor_u64(in), width = cursor_u64(in);
    uint64_t count = cursor_u64(in);
    int64_t den = (int64_t)cursor_u64(in);
    bool number = type == TYPE_NUMBER;
    in->bad |=
        type != (uint64_t)kind_type(field->kind) || count != table->rows || width > 4 || den < 1;
    in->bad |= lane > LANE_EXACT || lane == LANE_Q64 || (!number && (lane != LANE_I64 || den != 1));
    if (in->bad) return;
    *column = (Column){ .type = (Type)type,
                        .lane = (Lane)lane,
                        .width = (uint8_t)width,
                        .count = (size_t)count,
                        .den = den };
    column->dict = get_dict(u);
    in->bad |= (type == TYPE_CODE) != (column->dict != NULL);
    get_values(u, column, type == TYPE_ROW ? u->loader->tables.items[field->parent].rows : 0);
    column->reason = fetch(u, count, 1, JUDGE_REASON, 0);
    bool values = column->data || column->lane == LANE_EXACT;
    in->bad |= count && !values;
    if (!values) column->data = arena_big(u->job->arena, KEY_SHORT); /* of no rows */
}

static void get_keys(Unpacking *u, size_t record)
{
    Table *table = &u->loader->tables.items[record];
    const RecordSchema *schema = table->schema;
    uint64_t parts = cursor_u64(&u->in);
    uint64_t wanted = schema->named_by_record >= 0 ? 1 : schema->key_count;
    u->in.bad |= parts && parts != wanted;
    if (!parts && wanted && table->rows &&
        (!schema->personal_key || schema->followed || schema->orders))
        lack(u, schema, STR("key"));
    if (!parts || u->in.bad) return;
    Keys *keys = NEW(u->job->arena, Keys);
    *keys = (Keys){ .rows = (uint32_t)table->rows, .parts = (uint32_t)parts };
    keys->seed = u->job->seed;
    keys->pool.arena = u->job->arena;
    table->keys = keys;
    u->key_texts[record] = get_texts(u, table->rows);
}

static void get_table(Unpacking *u, size_t record)
{
    Table *table = &u->loader->tables.items[record];
    table->reordered = cursor_flag(&u->in);
    table->file_row = fetch(u, table->rows, sizeof(uint32_t), JUDGE_NOTHING, 0);
    get_keys(u, record);
    for (size_t f = 0; f < table->schema->field_count && !u->in.bad; f++) get_column(u, table, f);
}

/* ---- once all arrays are here ---- */

/* The text of a row; false when its ends are no ends. */
static bool text_at(const Texts *texts, uint64_t row, Str *text)
{
    uint64_t from = row ? texts->end[row - 1] : 0, to = texts->end[row];
    if (from > to || to > texts->len) return false;
    *text = (Str){ texts->len ? texts->at + from : "", (size_t)(to - from) };
    return true;
}

static bool read_lengthy(const Unpacking *u, const Lengthy *lengthy)
{
    Arena *arena = u->job->arena;
    Column *column = lengthy->column;
    column->exact = NEW_ARRAY(arena, Exact *, column->count + 1);
    for (uint64_t r = 0; r < column->count; r++) {
        Str text;
        if (!text_at(&lengthy->texts, r, &text)) return false;
        if (!text.len && column->reason && column->reason[r]) continue;
        int64_t mantissa;
        int decimals;
        bool minus_zero;
        if (number_parse(text, &mantissa, &decimals, &minus_zero) == NUMBER_BAD) return false;
        column->exact[r] = number_parse_exact(arena, text);
    }
    return true;
}

/* A row without a parent has a reason. */
static bool parents_stand(const Column *link)
{
    if (link->type != TYPE_ROW || !link->data) return true;
    for (uint64_t r = 0; r < link->count; r++)
        if (link->u32[r] == NO_ROW && !(link->reason && link->reason[r])) return false;
    return true;
}

static bool index_keys(Unpacking *u, size_t record)
{
    const LoadJob *job = u->job;
    Keys *keys = u->loader->tables.items[record].keys;
    KeyTwices twice = { 0 };
    if (!keys) return true;
    keys->key = arena_big(job->arena, sizeof(Key16) * ((size_t)keys->rows + 1));
    for (uint32_t r = 0; r < keys->rows; r++) {
        Str text;
        if (!text_at(&u->key_texts[record], r, &text)) return false;
        keys->key[r] = key16_of(&keys->pool, text, keys->seed);
    }
    keys_index(keys, job->arena, &twice, &u->loader->scratch, job->pool);
    return twice.count == 0;
}

static bool finish_table(Unpacking *u, size_t record)
{
    Table *table = &u->loader->tables.items[record];
    if (!index_keys(u, record)) return false;
    for (size_t f = 0; f < table->schema->field_count; f++)
        if (!parents_stand(&table->columns[f])) return false;
    if (table->first_link < 0) return true;
    const Column *link = &table->columns[table->first_link];
    if (link->data) table->ordered_by_link = order_holds(link, u->job->pool);
    return true;
}

static bool finish(Unpacking *u)
{
    pool_ranges(u->job->pool, u->blocks, 1, read_blocks, u);
    if (u->broken) return false;
    for (size_t i = 0; i < u->lengthy_count; i++)
        if (!read_lengthy(u, &u->lengthy[i])) return false;
    for (size_t i = 0; i < u->job->count; i++)
        if (!finish_table(u, i)) return false;
    return true;
}

/* ---- a year ---- */

/* Which of our reasons each of the pack's is; false where one mark has become two. */
static bool map_reasons(Unpacking *u)
{
    const LoadJob *job = u->job;
    Str theirs = cursor_str(&u->in);
    size_t count = declared_reasons(job->schemas, job->count, NULL);
    uint8_t *ours = NEW_ARRAY(job->arena, uint8_t, count + 1);
    declared_reasons(job->schemas, job->count, ours);
    for (size_t r = 0; r < COUNT_OF(u->reason); r++)
        u->reason[r] = r < REASON_FIRST_OWN ? (int16_t)r : -1;
    u->in.bad |= theirs.len != count;
    for (size_t i = 0; i < count && !u->in.bad; i++) {
        int16_t *reason = &u->reason[(uint8_t)theirs.at[i]];
        if (*reason >= 0 && *reason != ours[i]) return false;
        *reason = ours[i];
    }
    return true;
}

static bool unpack(Unpacking *u)
{
    const LoadJob *job = u->job;
    Cursor *in = &u->in;
    u->loader->tables.lacking = (size_t)cursor_u64(in);
    if (!map_reasons(u)) {
        u->lacks = STR("a mark that stands for a missing value");
        return true;
    }
    get_files(u);
    get_links(u);
    get_corrections(u);
    for (size_t i = 0; i < job->count; i++) {
        u->loader->tables.items[i].rows = cursor_u64(in);
        in->bad |= u->loader->tables.items[i].rows >= NO_ROW;
    }
    for (size_t i = 0; i < job->count && !in->bad; i++) get_table(u, i);
    if (in->bad || in->left) return false;
    return u->lacks.len || finish(u);
}

static void unpack_body(void *arg)
{
    Unpacking *u = arg;
    u->good = unpack(u);
}

Tables pack_tables(const Pack *pack, const PackedYear *year, const LoadJob *job)
{
    Loader *loader = NEW(job->arena, Loader);
    Unpacking *u = NEW(job->arena, Unpacking);
    load_open(loader, job);
    u->pack = pack;
    u->job = job;
    u->loader = loader;
    u->in = (Cursor){ year->rest.at, year->rest.len, false };
    u->key_texts = NEW_ARRAY(job->arena, Texts, job->count + 1);
    Why why = load_guarded(loader, unpack_body, u);
    if (why) guard_escape(job->arena->guard, why);
    Str name = str_printable(job->arena, pack->path, 200);
    if (u->error) {
        Str args[] = { name, file_error(u->error) };
        diag_add(job->diags, D_PACK_UNREAD, args, COUNT_OF(args));
    } else if (!u->good) {
        diag_add(job->diags, D_PACK_BROKEN, &name, 1);
    } else if (u->lacks.len) {
        Str args[] = { name, u->lacks };
        diag_add(job->diags, D_PACK_LACKS, args, COUNT_OF(args));
    }
    loader->tables.refused = u->error || !u->good || u->lacks.len;
    return loader->tables;
}
