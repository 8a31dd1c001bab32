/* read.c -- the tables of a year from a pack; see pack.h.
 *
 * First the directory is gone through: columns are set up and every array is noted.  Then all
 * workers read, hash and judge the arrays block by block (read_array.c); then keys are indexed,
 * rows of parents looked at once more where some have none, and orders found out anew: what a pack
 * says of itself is taken for nothing that the data can tell.
 * SPDX-License-Identifier: Apache-2.0 */
#include "pack/unpack.h"
#include "file.h"
#include "number/text.h"
#include "table/reorder.h"

enum { MOST_DAYS = 4000000, MOST_YEARS = 9999 };

/* ---- tables ---- */

static void *judged_array(Unpacking *u, uint64_t rows, uint8_t width, Judge judge, uint64_t limit)
{
    return unpack_array(u, (Form){ rows, width, width, judge, limit });
}

static void *plain_array(Unpacking *u, uint64_t rows, uint8_t width)
{
    return judged_array(u, rows, width, JUDGE_NOTHING, 0);
}

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
    texts.end = plain_array(u, rows, sizeof(uint64_t));
    uint64_t before = u->told_bytes;
    texts.at = plain_array(u, UINT64_MAX, 1);
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

/* Whole numbers, in the fewest bytes that hold them all. */
static void *get_numbers(Unpacking *u, uint64_t rows, uint64_t stored, Judge judge, uint64_t limit)
{
    u->in.bad |= stored != 1 && stored != 2 && stored != 4 && stored != 8;
    if (u->in.bad) return NULL;
    return unpack_array(u, (Form){ rows, 8, (uint8_t)stored, judge, limit });
}

static void get_values(Unpacking *u, Column *column, uint64_t parents, uint64_t stored)
{
    uint64_t rows = column->count;
    if (column->type == TYPE_ROW && stored == PACK_ENDS) {
        const uint32_t *end = plain_array(u, parents, sizeof(uint32_t));
        u->in.bad |= !end;
        if (end) unpack_ends(u, column, end, parents);
        return;
    }
    bool number = is_whole(column);
    u->in.bad |= !number && stored != column_item(column);
    switch (column->type) {
    case TYPE_CODE: {
        uint8_t width = column->width;
        u->in.bad |= !column->dict || (width != 1 && width != 2 && width != 4);
        if (u->in.bad) return;
        uint32_t entries = column->dict->count; /* where all are missing, 0 stands there */
        column->data = judged_array(u, rows, width, JUDGE_BELOW, entries ? entries : 1);
        break;
    }
    case TYPE_YESNO: column->data = judged_array(u, rows, 1, JUDGE_BELOW, 2); break;
    case TYPE_ROW: column->data = judged_array(u, rows, 4, JUDGE_ROW, parents); break;
    case TYPE_DATE: column->data = get_numbers(u, rows, stored, JUDGE_WITHIN, MOST_DAYS); break;
    case TYPE_YEAR: column->data = get_numbers(u, rows, stored, JUDGE_WITHIN, MOST_YEARS); break;
    case TYPE_NUMBER:
        if (number)
            column->data = get_numbers(u, rows, stored, JUDGE_NOTHING, 0);
        else if (column->lane == LANE_EXACT)
            get_lengthy(u, column);
        else
            column->data = plain_array(u, rows, sizeof(i128));
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

static void get_reasons(Unpacking *u, Column *column)
{
    uint64_t few = cursor_u64(&u->in);
    u->in.bad |= few > column->count;
    if (!few) {
        column->reason = judged_array(u, column->count, 1, JUDGE_REASON, 0);
        return;
    }
    const uint32_t *row = judged_array(u, few, sizeof *row, JUDGE_BELOW, column->count);
    const uint8_t *reason = judged_array(u, few, 1, JUDGE_REASON, 0);
    u->in.bad |= !row || !reason;
    if (!u->in.bad) unpack_few(u, (Few){ column, row, reason, few });
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
    uint64_t stored = cursor_u64(in);
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
    uint64_t parents = type == TYPE_ROW ? u->loader->tables.items[field->parent].rows : 0;
    get_values(u, column, parents, stored);
    get_reasons(u, column);
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
    table->file_row = plain_array(u, table->rows, sizeof(uint32_t));
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

/* Whether the pack has the column as ends, of which all has been judged. */
static bool is_by_ends(const Unpacking *u, const Column *link)
{
    for (size_t i = 0; i < u->ends_count; i++)
        if (u->ends[i].column == link) return true;
    return false;
}

/* A row without a parent has a reason. */
static bool parents_stand(const Unpacking *u, const Column *link)
{
    if (link->type != TYPE_ROW || !link->data || is_by_ends(u, link)) return true;
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
        if (!parents_stand(u, &table->columns[f])) return false;
    if (table->first_link < 0) return true;
    const Column *link = &table->columns[table->first_link];
    if (link->data) table->ordered_by_link = is_by_ends(u, link) || order_holds(link, u->job->pool);
    return true;
}

static bool finish(Unpacking *u)
{
    unpack_all(u);
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
    for (; u->same_reasons < COUNT_OF(u->reason); u->same_reasons++)
        if (u->reason[u->same_reasons] != (int16_t)u->same_reasons) break;
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
    unpack_files(u);
    unpack_links(u);
    unpack_corrections(u);
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
