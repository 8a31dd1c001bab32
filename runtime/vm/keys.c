/* keys.c -- see keys.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/keys.h"
#include "vm/kernel.h"
#include "vm/keys_dense.h"

/* ---- sorting: merges from the bottom up, so without recursion ---- */

void sort_u32(uint32_t *items, size_t count, uint32_t *scratch, SortCompare *compare, void *with)
{
    uint32_t *from = items, *to = scratch;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += 2 * width) {
            size_t a = start, middle = start + width < count ? start + width : count;
            size_t b = middle, end = middle + width < count ? middle + width : count;
            for (size_t i = start; i < end; i++) {
                bool left = b >= end || (a < middle && compare(from[a], from[b], with) <= 0);
                to[i] = left ? from[a++] : from[b++];
            }
        }
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != items && count) memcpy(items, from, count * sizeof *items);
}

static void sort_i64(int64_t *items, size_t count, int64_t *scratch)
{
    int64_t *from = items, *to = scratch;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += 2 * width) {
            size_t a = start, middle = start + width < count ? start + width : count;
            size_t b = middle, end = middle + width < count ? middle + width : count;
            for (size_t i = start; i < end; i++) {
                bool left = b >= end || (a < middle && from[a] <= from[b]);
                to[i] = left ? from[a++] : from[b++];
            }
        }
        int64_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != items && count) memcpy(items, from, count * sizeof *items);
}

/* ---- texts ---- */

static int by_bytes(uint32_t a, uint32_t b, void *with)
{
    return str_compare(atom_str(with, a), atom_str(with, b));
}

static int by_number(uint32_t a, uint32_t b, void *with)
{
    const uint32_t *atom_of = with;
    return (atom_of[a] > atom_of[b]) - (atom_of[a] < atom_of[b]);
}

/* Fills set from `count` different atoms (which are put in order). */
static void set_atoms(KeySet *set, Arena *arena, Arena *scrap, const Atoms *atoms, uint32_t *atom,
                      uint32_t count)
{
    uint32_t *scratch = NEW_ARRAY(scrap, uint32_t, count);
    sort_u32(atom, count, scratch, by_bytes, (void *)(uintptr_t)atoms);
    set->type = TYPE_CODE;
    set->count = count;
    set->atom = NEW_ARRAY(arena, uint32_t, count);
    if (count) memcpy(set->atom, atom, count * sizeof *atom);
    set->by_atom = NEW_ARRAY(arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) set->by_atom[i] = i;
    sort_u32(set->by_atom, count, scratch, by_number, set->atom);
}

static uint32_t find_atom(const KeySet *set, uint32_t atom)
{
    uint32_t low = 0, high = set->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (set->atom[set->by_atom[middle]] < atom)
            low = middle + 1;
        else
            high = middle;
    }
    return low < set->count && set->atom[set->by_atom[low]] == atom ? set->by_atom[low] : NO_ROW;
}

uint32_t *keys_of_dict(const KeySet *set, Arena *arena, const Dict *dict)
{
    uint32_t *id = NEW_ARRAY(arena, uint32_t, dict->count ? dict->count : 1);
    if (dict->count == 0) id[0] = NO_ROW;
    for (uint32_t e = 0; e < dict->count; e++) id[e] = find_atom(set, dict->atom[e]);
    return id;
}

void keys_of_atoms(KeySet *set, Arena *arena, Arena *scrap, const Atoms *atoms,
                   const uint32_t *list, uint32_t *id, size_t count)
{
    *set = (KeySet){ 0 };
    uint32_t *atom = NEW_ARRAY(arena, uint32_t, count),
             *scratch = NEW_ARRAY(arena, uint32_t, count);
    uint32_t kept = 0;
    for (size_t i = 0; i < count; i++) atom[i] = (uint32_t)i;
    sort_u32(atom, count, scratch, by_number, (void *)(uintptr_t)list);
    for (size_t i = 0; i < count; i++) { /* in order of atoms: equal ones stand together */
        uint32_t next = list[atom[i]];
        if (kept == 0 || scratch[kept - 1] != next) scratch[kept++] = next;
    }
    set_atoms(set, arena, scrap, atoms, scratch, kept);
    for (size_t i = 0; i < count; i++) id[i] = find_atom(set, list[i]);
}

static void keys_of_codes(KeySet *set, Arena *arena, Arena *scrap, const Atoms *atoms,
                          const Column *column, uint32_t *id, uint64_t rows)
{
    uint32_t entries = column->dict->count;
    uint8_t *seen = NEW_ARRAY(scrap, uint8_t, entries + 1);
    for (uint64_t i = 0; i < rows; i++)
        if (column_reason(column, i) == REASON_KNOWN)
            seen[code_entry(column, column_place(column, i))] = 1;
    uint32_t *atom = NEW_ARRAY(scrap, uint32_t, entries), count = 0;
    for (uint32_t e = 0; e < entries; e++)
        if (seen[e]) atom[count++] = column->dict->atom[e];
    set_atoms(set, arena, scrap, atoms, atom, count);
    const uint32_t *of = keys_of_dict(set, scrap, column->dict);
    code_entries(column, of, id, rows);
    for (uint64_t i = 0; i < rows && column->reason; i++)
        if (column_reason(column, i) != REASON_KNOWN) id[i] = NO_ROW;
}

/* ---- numbers ---- */

typedef struct Numbers {
    Arena *arena;
    const Dens *dens;
    const Column *column;
} Numbers;

static int by_size(uint32_t a, uint32_t b, void *with)
{
    const Numbers *numbers = with;
    return column_number_compare(numbers->arena, numbers->dens, numbers->column,
                                 column_place(numbers->column, a), numbers->column,
                                 column_place(numbers->column, b));
}

/* Any lane: sorts the known rows and numbers the runs of equal ones. */
static void keys_of_any(KeySet *set, Arena *arena, Arena *scrap, const Dens *dens,
                        const Column *column, uint32_t *id, uint64_t rows)
{
    uint32_t *order = NEW_ARRAY(scrap, uint32_t, rows), *scratch = NEW_ARRAY(scrap, uint32_t, rows);
    Numbers numbers = { scrap, dens, column };
    size_t known = 0;
    for (uint64_t i = 0; i < rows; i++) {
        id[i] = NO_ROW;
        if (column_reason(column, i) == REASON_KNOWN) order[known++] = (uint32_t)i;
    }
    sort_u32(order, known, scratch, by_size, &numbers);
    uint32_t *first = scratch; /* one row of each value */
    for (size_t i = 0; i < known; i++) {
        if (i == 0 || by_size(order[i - 1], order[i], &numbers) != 0)
            first[set->count++] = order[i];
        id[order[i]] = set->count - 1;
    }
    LaneWork work = lane_work(arena, arena, (Dens *)(uintptr_t)dens);
    lane_gather(&work, &set->value, column, first, REASON_NOTHING, set->count);
}

static uint32_t find_whole(const KeySet *set, int64_t number)
{
    if (set->dense) {
        uint64_t at = (uint64_t)number - (uint64_t)set->low;
        return at < set->range ? set->dense[at] - 1 : NO_ROW;
    }
    uint32_t low = 0, high = set->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (set->value.i64[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < set->count && set->value.i64[low] == number ? low : NO_ROW;
}

/* The different numbers by sorting; value has room for them. */
static void number_sorted(KeySet *set, Arena *scrap, const Column *column, uint64_t rows,
                          int64_t *value)
{
    size_t known = 0;
    for (uint64_t i = 0; i < rows; i++)
        if (!column->reason || !column->reason[i]) value[known++] = column->i64[i];
    sort_i64(value, known, NEW_ARRAY(scrap, int64_t, known));
    for (size_t i = 0; i < known; i++)
        if (set->count == 0 || value[set->count - 1] != value[i]) value[set->count++] = value[i];
}

/* LANE_I64, not constant. */
static void keys_of_whole(KeySet *set, Arena *arena, Arena *scrap, Pool *pool, const Column *column,
                          uint32_t *id, uint64_t rows)
{
    if (keys_of_near(set, arena, scrap, pool, column, id, rows)) return;
    int64_t *value = NEW_ARRAY(scrap, int64_t, rows);
    number_sorted(set, scrap, column, rows, value);
    keys_keep(set, arena, column, value);
    for (uint64_t i = 0; i < rows; i++)
        id[i] = column->reason && column->reason[i] ? NO_ROW : find_whole(set, column->i64[i]);
}

/* ---- columns ---- */

/* Yes/no and rows are their own numbers. */
static void plain_ids(const Column *column, uint32_t *id, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t at = column_place(column, i);
        bool known = column_reason(column, i) == REASON_KNOWN;
        id[i] = !known ? NO_ROW : column->type == TYPE_YESNO ? column->u8[at] : column->u32[at];
    }
}

void keys_of_column(KeySet *set, Arena *arena, Arena *scrap, Pool *pool, const Atoms *atoms,
                    const Dens *dens, const Column *column, uint32_t *id, uint64_t rows,
                    uint64_t targets)
{
    *set = (KeySet){ .type = column->type };
    switch (column->type) {
    case TYPE_CODE: keys_of_codes(set, arena, scrap, atoms, column, id, rows); return;
    case TYPE_YESNO:
    case TYPE_ROW:
        set->count = column->type == TYPE_YESNO ? 2 : (uint32_t)targets;
        plain_ids(column, id, rows);
        return;
    case TYPE_NUMBER:
    case TYPE_DATE:
    case TYPE_YEAR:
    case TYPE_BAND:
    case TYPE_NONE: break;
    }
    if (column->lane == LANE_I64 && !column->constant)
        keys_of_whole(set, arena, scrap, pool, column, id, rows);
    else
        keys_of_any(set, arena, scrap, dens, column, id, rows);
}

static uint32_t find_any(const KeySet *set, Arena *arena, const Dens *dens, const Column *column,
                         size_t row)
{
    uint32_t low = 0, high = set->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = column_number_compare(arena, dens, &set->value,
                                          column_place(&set->value, middle), column, row);
        if (order == 0) return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NO_ROW;
}

void key_set_find(const KeySet *set, Arena *arena, const Dens *dens, const Column *column,
                  uint32_t *id, size_t n)
{
    if (set->type == TYPE_YESNO || set->type == TYPE_ROW) {
        plain_ids(column, id, n);
        return;
    }
    bool whole = column->lane == LANE_I64 && set->value.lane == LANE_I64 &&
                 column->den == set->value.den && !set->value.constant;
    for (size_t i = 0; i < n; i++) {
        size_t at = column_place(column, i);
        id[i] = NO_ROW;
        if (column_reason(column, i) != REASON_KNOWN) continue;
        id[i] = whole ? find_whole(set, column->i64[at]) : find_any(set, arena, dens, column, at);
    }
}

void keys_column(const KeySet *set, Arena *arena, const uint32_t *id, size_t n, Column *out)
{
    Column d = { .type = set->type, .count = n, .den = 1, .width = 4 };
    d.reason = NEW_ARRAY(arena, uint8_t, n);
    for (size_t i = 0; i < n; i++) d.reason[i] = id[i] == NO_ROW ? REASON_NOTHING : REASON_KNOWN;
    if (set->type == TYPE_YESNO) {
        d.u8 = NEW_ARRAY(arena, uint8_t, n);
        for (size_t i = 0; i < n; i++) d.u8[i] = id[i] == 1;
    } else if (set->type == TYPE_ROW || set->type == TYPE_CODE) {
        d.u32 = NEW_ARRAY(arena, uint32_t, n);
        bool code = set->type == TYPE_CODE;
        for (size_t i = 0; i < n; i++) d.u32[i] = code && id[i] == NO_ROW ? 0 : id[i];
        Dict *dict = NEW(arena, Dict);
        *dict = (Dict){ set->count, set->atom };
        d.dict = code ? dict : NULL;
    } else {
        LaneWork work = lane_work(arena, arena, NULL);
        lane_gather(&work, &d, &set->value, id, REASON_NOTHING, n);
        d.type = set->type;
    }
    *out = d;
}

/* ---- tuples ---- */

#define SIGN ((uint64_t)1 << 63) /* put in, so that signed numbers sort as unsigned ones */

void trie_go(const TrieLevel *level, uint32_t *node, const uint32_t *id, size_t n)
{
    if (level->dense && level->nodes && level->ids) {
        trie_go_densely(level, node, id, n);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (node[i] == NO_ROW) continue;
        if (node[i] >= level->nodes || id[i] >= level->ids) {
            node[i] = NO_ROW;
            continue;
        }
        uint64_t pair = (uint64_t)node[i] << 32 | id[i];
        uint32_t low = 0, high = level->next_count;
        while (low < high) {
            uint32_t middle = low + (high - low) / 2;
            if (level->pair[middle] < pair)
                low = middle + 1;
            else
                high = middle;
        }
        node[i] = low < level->next_count && level->pair[low] == pair ? low : NO_ROW;
    }
}

void trie_grow(TrieLevel *level, Arena *arena, Arena *scrap, Pool *pool, uint32_t *node,
               const uint32_t *id, size_t n, uint32_t nodes, uint32_t ids)
{
    *level = (TrieLevel){ .nodes = nodes, .ids = ids };
    uint64_t cells = (uint64_t)nodes * ids;
    if (cells <= DENSE_RANGE || cells <= 4 * (uint64_t)n) {
        trie_grow_densely(level, arena, pool, node, id, n);
        return;
    }
    int64_t *pair = NEW_ARRAY(scrap, int64_t, n);
    size_t known = 0;
    for (size_t i = 0; i < n; i++)
        if (node[i] != NO_ROW && id[i] != NO_ROW)
            pair[known++] = (int64_t)(((uint64_t)node[i] << 32 | id[i]) ^ SIGN);
    sort_i64(pair, known, NEW_ARRAY(scrap, int64_t, known));
    level->pair = NEW_ARRAY(arena, uint64_t, known);
    for (size_t i = 0; i < known; i++)
        if (i == 0 || pair[i] != pair[i - 1])
            level->pair[level->next_count++] = (uint64_t)pair[i] ^ SIGN;
    trie_go(level, node, id, n);
}
