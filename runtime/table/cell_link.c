/* cell_link.c -- links to parents, and a table's own keys (cell.h).
 *
 * Rows of one parent mostly stand together, so a run of equal keys is looked up once, and mostly in
 * the order of the parents, so the next parent is tried first; look-ups go in batches, each asking
 * for its memory before the one before it is used.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/cell.h"
#include "table/csv.h"

enum { BATCH = 64 };

/* The key of a run that is too long for its place: its text is looked up instead. */
#define LONG_RUN ((Key16){ UINT64_MAX, UINT64_MAX })

typedef struct Links {
    CellWork *work;
    const FieldPlan *plan;
    FieldWork *field;
    const Cells *cells;
    uint32_t runs;
    uint32_t *out; /* the parent of each row */
    bool any_missing;
} Links;

/* Rows [from, to) name no parent: missing as declared, or a fault of each row. */
static uint8_t no_parent(Links *links, uint32_t from, uint32_t to, Str text)
{
    const FieldPlan *plan = links->plan;
    uint8_t reason = REASON_NO_PARENT;
    links->any_missing = true;
    if (!cell_missing(plan, text, &reason)) {
        if (plan->schema->has_else)
            reason = plan->schema->else_reason;
        else if (!plan->unchecked)
            for (uint32_t r = from; r < to; r++)
                cell_fault(links->work, plan, links->cells, r, cell_why_not(plan, text));
    }
    return reason;
}

/* Rows [from, to) have no parent, for this reason. */
static void put_reason(Links *links, uint32_t from, uint32_t to, Str text)
{
    uint8_t *reasons = links->work->reason;
    if (!links->any_missing) memset(reasons, 0, links->cells->count);
    uint8_t reason = no_parent(links, from, to, text);
    memset(reasons + from, reason, to - from);
}

/* Finds where runs of equal keys begin.  Apart, as all that it holds then stays in registers. */
static __attribute__((noinline)) uint32_t find_runs(const Cells *cells, Key16 *run_key,
                                                    uint32_t *run_at)
{
    CellWalk walk = cell_walk(cells);
    uint32_t count = cells->count, runs = 0;
    KeyText before = { .len = UINT32_MAX };
    for (uint32_t r = 0; r < count; r++) {
        uint32_t len;
        const char *p = cell_step(&walk, &len);
        if (len == before.len && key16_is_text(&before, p)) continue;
        Key16 key;
        if (key16_short((Str){ p, len }, &key)) {
            before = key16_text(key, len);
        } else {
            key = LONG_RUN;
            before.len = UINT32_MAX;
        }
        run_key[runs] = key;
        run_at[runs++] = r;
    }
    run_at[runs] = count;
    return runs;
}

/* Parents mostly follow each other as their children do: how many of the runs from `first` on have
 * the next parent, or one of the few after it.  Only where no two parents have one key. */
static uint32_t follow_parents(const Links *links, uint32_t first, uint32_t count)
{
    enum { FEW = 4 };
    const Keys *keys = links->plan->parents;
    const Key16 *key = links->work->run_key + first;
    uint32_t *found = links->work->run_row + first;
    uint32_t next = links->field->next_parent, done = 0;
    if (keys->repeated || links->plan->schema->missing_count || links->plan->reason_count) return 0;
    for (; done < count; done++) {
        uint32_t row = next, end = keys->rows - next < FEW ? keys->rows : next + FEW;
        while (row < end && !key16_same(keys->key[row], key[done])) row++;
        if (row >= end || !(key[done].lo | key[done].hi)) break;
        found[done] = row;
        next = row + 1;
    }
    links->field->next_parent = next;
    return done;
}

/* The parents of runs by their keys, each asking for its memory before the one before it is used.
 */
static void find_parents(const Links *links, uint32_t first, uint32_t count)
{
    const Keys *keys = links->plan->parents;
    const Key16 *key = links->work->run_key + first;
    const uint32_t *at = links->work->run_at + first;
    uint32_t hash[BATCH], *found = links->work->run_row + first;
    for (uint32_t i = 0; i < count; i++) {
        hash[i] = key16_hash(key[i], keys->seed);
        __builtin_prefetch(keys_place(keys, hash[i]));
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t slot = *keys_place(keys, hash[i]);
        if (slot) __builtin_prefetch(&keys->key[keys_row(keys, slot)]);
    }
    bool marks = links->plan->schema->missing_count || links->plan->reason_count;
    for (uint32_t i = 0; i < count; i++) {
        Str text = cell_at(links->cells, at[i]);
        uint8_t reason;
        found[i] = NO_ROW;
        if (!marks || !cell_missing(links->plan, text, &reason))
            found[i] = key16_same(key[i], LONG_RUN) ? keys_find(keys, text)
                                                    : keys_find_short(keys, key[i], hash[i]);
        if (found[i] != NO_ROW) links->field->next_parent = found[i] + 1;
    }
}

/* Each row gets the parent of its run; what is written past a run is that of the next. */
static void put_runs(Links *links, LinkSum *sum)
{
    const uint32_t *at = links->work->run_at, *found = links->work->run_row;
    uint32_t *restrict out = links->out;
    uint32_t runs = links->runs, before = runs ? found[0] : NO_ROW, changes = 0;
    bool ordered = true, missing = false;
    sum->first = before;
    for (uint32_t i = 0; i < runs; i++) {
        uint32_t parent = found[i], to = at[i + 1];
        for (uint32_t r = at[i]; r < to; r += RUN_SPARE)
            for (uint32_t k = 0; k < RUN_SPARE; k++) out[r + k] = parent;
        ordered &= parent >= before;
        changes += parent != before;
        missing |= parent == NO_ROW;
        before = parent;
    }
    sum->last = before;
    sum->changes = changes;
    sum->ordered = ordered;
    sum->whole = !missing;
    for (uint32_t i = 0; missing && i < runs; i++)
        if (found[i] == NO_ROW) put_reason(links, at[i], at[i + 1], cell_at(links->cells, at[i]));
}

/* A key of several parts, each a column, joined by zero bytes.  Good until the next call; 16 bytes
 * after it are readable. */
static Str join_parts(CellWork *work, const Cells *cells, size_t parts, uint32_t r)
{
    size_t len = parts - 1;
    for (size_t p = 0; p < parts; p++) len += cell_at(&cells[p], r).len;
    if (work->joined_cap < len + KEY_SHORT) {
        work->joined_cap = (len + KEY_SHORT) * 2;
        work->joined = arena_big_resize(work->arena, work->joined, work->joined_cap);
    }
    char *to = work->joined;
    for (size_t p = 0; p < parts; p++) {
        Str text = cell_at(&cells[p], r);
        if (p) *to++ = '\0';
        if (text.len) memcpy(to, text.at, text.len);
        to += text.len;
    }
    return (Str){ work->joined, len };
}

/* The part of row r that says that there is no parent; parts when none does. */
static size_t missing_part(const Links *links, uint32_t r)
{
    size_t parts = links->plan->schema->header_count, p = 0;
    uint8_t reason;
    while (p < parts && !cell_missing(links->plan, cell_at(&links->cells[p], r), &reason)) p++;
    return p;
}

static void find_joined(Links *links)
{
    const FieldPlan *plan = links->plan;
    size_t parts = plan->schema->header_count;
    for (uint32_t r = 0; r < links->cells->count; r++) {
        size_t missing = missing_part(links, r);
        uint32_t row = NO_ROW;
        if (missing == parts)
            row = keys_find(plan->parents, join_parts(links->work, links->cells, parts, r));
        links->out[r] = row;
        const Cells *told = &links->cells[missing == parts ? 0 : missing];
        if (row == NO_ROW) put_reason(links, r, r + 1, cell_at(told, r));
    }
}

/* Links are always kept: rows of another table are told by them. */
void cell_read_links(CellWork *work, const FieldPlan *plan, FieldWork *field, const Cells *cells,
                     Piece *piece)
{
    Links links = { .work = work, .plan = plan, .field = field, .cells = cells };
    links.out = work->value;
    piece->placed = work->place != NULL;
    if (!piece->placed)
        links.out =
            slab_take(work->arena, &field->slab, sizeof(uint32_t) * (cells->count + RUN_SPARE));
    if (plan->schema->header_count > 1) {
        find_joined(&links);
    } else {
        links.runs = find_runs(cells, work->run_key, work->run_at);
        for (uint32_t i = 0; i < links.runs; i += BATCH) {
            uint32_t count = links.runs - i < BATCH ? links.runs - i : BATCH;
            uint32_t done = follow_parents(&links, i, count);
            if (done < count) find_parents(&links, i + done, count - done);
        }
        put_runs(&links, &piece->links);
    }
    piece->data = work->place ? work->place : links.out;
    if (work->place && cells->count)
        memcpy(work->place, links.out, sizeof(uint32_t) * cells->count);
    piece->width = sizeof(uint32_t);
    if (links.any_missing) cell_put_reasons(work, field, cells->count, piece);
}

/* ---- keys ---- */

/* Whether a byte of the word is c. */
static inline bool word_has(uint64_t word, unsigned char c)
{
    uint64_t x = word ^ 0x0101010101010101u * c;
    return ((x - 0x0101010101010101u) & ~x & 0x8080808080808080u) != 0;
}

/* A bit for each byte of a word of ASCII that is from `least` on. */
static inline uint64_t bytes_from(uint64_t word, unsigned char least)
{
    return word + 0x0101010101010101u * (0x80u - least);
}

/* Whether all bytes of a word of ASCII are digits, letters or nothing, or other marks that no
 * damage has. */
static inline bool is_clean(uint64_t word)
{
    uint64_t other = (bytes_from(word, 1) & ~bytes_from(word, '0')) |
                     (bytes_from(word, '9' + 1) & ~bytes_from(word, 'A'));
    return (other & 0x8080808080808080u) == 0;
}

/* Looks at one part of a key for what no key may be. */
static void judge_part(CellWork *work, const FieldPlan *plan, const Cells *cells, uint32_t r)
{
    Str text = cell_at(cells, r);
    uint8_t reason;
    if (!str_eq(text, CSV_ABSENT) && cell_missing(plan, text, &reason)) return;
    uint32_t odd = cells->plain ? 0 : cell_odd_character(text, false);
    if (text.len == 0 || str_eq(text, CSV_ABSENT))
        cell_fault(work, plan, cells, r, D_KEY_BLANK);
    else if (str_eq(text, plan->heading))
        cell_fault(work, plan, cells, r, D_HEADING_AGAIN);
    else if (odd)
        cell_fault(work, plan, cells, r, odd == 0xFEFF ? D_BOM_INSIDE : D_KEY_ODD);
    else if (plan->schema->code_count == 0 && plan->schema->kind != KIND_NUMBER &&
             plan->schema->kind != KIND_DATE && cell_looks_damaged(text))
        cell_fault(work, plan, cells, r, D_SHEET_DAMAGE);
    else if (text.at[0] == ' ' || text.at[text.len - 1] == ' ')
        cell_fault(work, plan, cells, r, D_CELL_SPACES);
    else if (memchr("=+-@", text.at[0], 4))
        cell_fault(work, plan, cells, r, D_TEXT_FORMULA);
}

/* Whether a key deserves a closer look: a byte that damage, formulas or spaces would have. */
static inline bool suspicious(Key16 key, Key16 heading)
{
    if (is_clean(key.lo) && is_clean(key.hi)) return key16_same(key, heading);
    char first = *(const char *)&key.lo;
    return word_has(key.lo, '.') || word_has(key.hi, '.') || word_has(key.lo, '-') ||
           word_has(key.hi, '-') || word_has(key.lo, '+') || word_has(key.hi, '+') ||
           word_has(key.lo, ' ') || word_has(key.hi, ' ') || first == '=' || first == '@' ||
           first == '#' || key16_same(key, heading);
}

void cell_read_keys(CellWork *work, const FieldPlan *const *plans, const Cells *cells, size_t parts,
                    KeyPool *pool, Key16 *keys)
{
    char bytes[KEY_SHORT] = { 0 };
    Str name = plans[0]->heading;
    if (name.len <= KEY_SHORT && name.len) memcpy(bytes, name.at, name.len);
    Key16 heading = key16_load(bytes, KEY_SHORT);
    for (uint32_t r = 0; parts == 1 && r < cells->count; r++) {
        Str text = cell_at(cells, r);
        Key16 key;
        bool look = !key16_short(text, &key);
        if (look) key = key16_long(pool, text, work->seed);
        keys[r] = key;
        if (look || !cells->plain || text.len == 0 || suspicious(key, heading))
            judge_part(work, plans[0], cells, r);
    }
    for (uint32_t r = 0; parts > 1 && r < cells->count; r++) {
        Str text = join_parts(work, cells, parts, r);
        if (!key16_short(text, &keys[r])) keys[r] = key16_long(pool, text, work->seed);
        for (size_t p = 0; p < parts; p++) judge_part(work, plans[p], &cells[p], r);
    }
}
