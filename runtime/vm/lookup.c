/* lookup.c -- tables: their index, their values, and look-ups by codes.
 *
 * Where all keys are one code the values are laid out by the entries of its dictionary, so a
 * look-up is an array access per row.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/lookup.h"
#include "vm/kernel.h"

/* ---- values ---- */

static void codes_of(Machine *machine, const TableInfo *table, Column *out)
{
    Arena *arena = machine->run->arena;
    uint32_t *atom = NEW_ARRAY(&machine->step, uint32_t, table->row_count);
    uint32_t *id = NEW_ARRAY(&machine->step, uint32_t, table->row_count), known = 0;
    for (uint32_t r = 0; r < table->row_count; r++)
        if (!table->values[r].reason) atom[known++] = machine_text(machine, table->values[r].code);
    KeySet set;
    keys_of_atoms(&set, arena, &machine->step, machine->run->atoms, atom, id, known);
    Dict *dict = NEW(arena, Dict);
    *dict = (Dict){ set.count, set.atom };
    out->dict = dict;
    out->width = 4;
    out->u32 = NEW_ARRAY(arena, uint32_t, table->row_count);
    for (uint32_t r = 0, k = 0; r < table->row_count; r++)
        if (!table->values[r].reason) out->u32[r] = id[k++];
    Column wide = *out;
    uint32_t *same = NEW_ARRAY(&machine->step, uint32_t, set.count + 1);
    for (uint32_t e = 0; e < set.count; e++) same[e] = e;
    code_remap(arena, out, &wide, same, dict, table->row_count);
}

/* The least common denominator of the numbers, or 0 when it does not fit. */
static int64_t common_den(const Exact *const *number, uint32_t count)
{
    int64_t den = 1;
    for (uint32_t r = 0; r < count; r++) {
        int64_t n, d;
        if (!number[r]) continue;
        if (!exact_to_ratio(number[r], &n, &d)) return 0;
        int64_t a = den, b = d;
        while (b) {
            int64_t rest = a % b;
            a = b;
            b = rest;
        }
        if (__builtin_mul_overflow(den, d / a, &den)) return 0;
    }
    return den;
}

static bool numbers_fit(const Exact *const *number, uint32_t count, Column *out)
{
    if (out->den == 0) return false;
    for (uint32_t r = 0; r < count; r++) {
        int64_t n, d;
        if (!number[r]) continue;
        exact_to_ratio(number[r], &n, &d);
        if (__builtin_mul_overflow(n, out->den / d, &out->i64[r])) return false;
    }
    return true;
}

/* Each over a denominator of its own. */
static bool ratios_fit(Dens *dens, const Exact *const *number, uint32_t count, Column *out)
{
    for (uint32_t r = 0; r < count; r++) {
        int64_t d = 1;
        if (number[r] && !exact_to_ratio(number[r], &out->i64[r], &d)) return false;
        if (!number[r]) out->i64[r] = 0;
        if (!dens_intern(dens, d, &out->den_id[r])) return false;
    }
    return true;
}

Column lookup_numbers(Machine *machine, const Exact *const *number, uint32_t count)
{
    Arena *arena = machine->run->arena;
    Column out = { .type = TYPE_NUMBER, .count = count, .den = common_den(number, count) };
    out.i64 = NEW_ARRAY(arena, int64_t, count);
    if (numbers_fit(number, count, &out)) return out;
    out.den = 1;
    out.lane = LANE_Q64;
    out.den_id = NEW_ARRAY(arena, uint32_t, count);
    if (ratios_fit(machine->run->dens, number, count, &out)) return out;
    out.lane = LANE_EXACT;
    out.den_id = NULL;
    out.exact = NEW_ARRAY(arena, Exact *, count);
    for (uint32_t r = 0; r < count; r++)
        if (number[r]) out.exact[r] = exact_copy(arena, number[r]);
    return out;
}

static const Exact *const *known_numbers(Arena *scrap, const TableInfo *table)
{
    const Exact **number = NEW_ARRAY(scrap, const Exact *, table->row_count + 1);
    for (uint32_t r = 0; r < table->row_count; r++)
        if (!table->values[r].reason) number[r] = table->values[r].number;
    return number;
}

static Column values_of(Machine *machine, const TableInfo *table)
{
    Arena *arena = machine->run->arena;
    Column out = { .type = table->type, .count = table->row_count, .den = 1 };
    if (table->type == TYPE_CODE) {
        codes_of(machine, table, &out);
    } else if (table->type == TYPE_YESNO) {
        out.u8 = NEW_ARRAY(arena, uint8_t, table->row_count);
        for (uint32_t r = 0; r < table->row_count; r++)
            out.u8[r] = !table->values[r].reason && table->values[r].yes;
    } else {
        out = lookup_numbers(machine, known_numbers(&machine->step, table), table->row_count);
        out.type = table->type;
    }
    bool any = false;
    uint8_t *reason = NEW_ARRAY(arena, uint8_t, table->row_count);
    for (uint32_t r = 0; r < table->row_count; r++) {
        reason[r] = table->values[r].reason;
        any |= reason[r] != 0;
    }
    out.reason = any ? reason : NULL;
    return out;
}

/* ---- the index ---- */

static void sort_keys(TableIndex *index, Arena *arena)
{
    const TableInfo *table = index->table;
    index->code_key = NEW_ARRAY(arena, uint32_t, table->key_count);
    index->number_key = NEW_ARRAY(arena, uint32_t, table->key_count);
    for (uint32_t k = 0; k < table->key_count; k++) {
        if (table->match[k] == KEY_CODE)
            index->code_key[index->code_count++] = k;
        else
            index->number_key[index->number_count++] = k;
    }
}

/* The bucket of each table row. */
static uint32_t *make_buckets(Machine *machine, TableIndex *index)
{
    const TableInfo *table = index->table;
    Arena *arena = machine->run->arena, *scrap = &machine->step;
    uint32_t *node = NEW_ARRAY(scrap, uint32_t, table->row_count);
    uint32_t *id = NEW_ARRAY(scrap, uint32_t, table->row_count);
    uint32_t *atom = NEW_ARRAY(scrap, uint32_t, table->row_count);
    index->code_set = NEW_ARRAY(arena, KeySet, index->code_count);
    index->trie = NEW_ARRAY(arena, TrieLevel, index->code_count);
    index->bucket_count = 1;
    for (uint32_t c = 0; c < index->code_count; c++) {
        for (uint32_t r = 0; r < table->row_count; r++) {
            const KeyCell *cell = &table->keys[r * table->key_count + index->code_key[c]];
            atom[r] = machine_text(machine, cell->code);
        }
        KeySet *set = &index->code_set[c];
        keys_of_atoms(set, arena, scrap, machine->run->atoms, atom, id, table->row_count);
        trie_grow(&index->trie[c], arena, scrap, NULL, node, id, table->row_count,
                  index->bucket_count, set->count);
        index->bucket_count = index->trie[c].next_count;
    }
    return node;
}

static TableIndex *table_index(Machine *machine, uint32_t t)
{
    if (machine->tables[t]) return machine->tables[t];
    Arena *arena = machine->run->arena;
    TableIndex *index = NEW(arena, TableIndex);
    index->table = &machine->run->program->tables[t];
    uint32_t rows = index->table->row_count;
    sort_keys(index, arena);
    const uint32_t *bucket = make_buckets(machine, index);
    index->row = machine_sort_rows(arena, bucket, rows, index->bucket_count);
    index->first = NEW_ARRAY(arena, uint32_t, index->bucket_count + 1);
    for (uint32_t r = 0; r < rows; r++) index->first[bucket[r] + 1]++;
    for (uint32_t b = 0; b < index->bucket_count; b++) index->first[b + 1] += index->first[b];
    if (index->number_count) lookup_ranges(index, arena, &machine->step);
    index->value = values_of(machine, index->table);
    if (index->table->slope)
        index->slope = lookup_numbers(machine, index->table->slope, index->table->row_count);
    machine->tables[t] = index;
    return index;
}

/* ---- plans ---- */

static void compose(Machine *machine, LookupPlan *plan, const Dict *dict)
{
    TableIndex *index = plan->index;
    uint32_t entries = dict->count ? dict->count : 1;
    uint32_t *bucket = NEW_ARRAY(&machine->step, uint32_t, entries);
    trie_go(&index->trie[0], bucket, plan->of_entry[0], entries);
    plan->bucket_of = bucket;
    if (index->number_count) return;
    uint32_t *row = NEW_ARRAY(&machine->step, uint32_t, entries);
    for (uint32_t e = 0; e < entries; e++)
        row[e] = bucket[e] == NO_ROW ? NO_ROW : index->row[index->first[bucket[e]]];
    LaneWork work = lane_work(&machine->step, &machine->step, machine->run->dens);
    lane_gather(&work, &plan->laid, &index->value, row, REASON_NOT_IN_TABLE, entries);
    plan->by_entry = true;
}

LookupPlan *lookup_plan(Machine *machine, uint32_t table, const Dict *const *dict)
{
    Arena *arena = &machine->step;
    LookupPlan *plan = NEW(arena, LookupPlan);
    plan->index = table_index(machine, table);
    plan->of_entry = NEW_ARRAY(arena, const uint32_t *, plan->index->code_count);
    for (uint32_t c = 0; c < plan->index->code_count; c++)
        plan->of_entry[c] =
            keys_of_dict(&plan->index->code_set[c], arena, dict[plan->index->code_key[c]]);
    if (plan->index->code_count == 1) compose(machine, plan, dict[plan->index->code_key[0]]);
    return plan;
}

const Dict *lookup_dict(const LookupPlan *plan, uint8_t *width)
{
    *width = plan->index->value.width;
    return plan->index->value.dict;
}

/* ---- looking up ---- */

void lookup_reasons(Arena *arena, Column *out, const uint8_t *missing, size_t n)
{
    if (!missing) return;
    uint8_t *reason = NEW_ARRAY(arena, uint8_t, n);
    for (size_t i = 0; i < n; i++)
        reason[i] = missing[i] ? missing[i] : out->reason ? out->reason[i] : 0;
    out->reason = reason;
}

#define LAY(T, field)                                                                              \
    do {                                                                                           \
        const T *entry = a->field;                                                                 \
        for (size_t i = 0; i < n; i++) to[i] = value[entry[i]];                                    \
    } while (0)

/* The common case: numbers of one den laid out by entry, all there. */
static bool lay_numbers(const LookupPlan *plan, Arena *arena, Column *out, const Column *a,
                        size_t n)
{
    const Column *laid = &plan->laid;
    if (laid->lane != LANE_I64 || laid->type == TYPE_CODE || laid->type == TYPE_YESNO ||
        laid->constant || a->constant)
        return false;
    Column d = { .type = laid->type, .count = n, .den = laid->den };
    const int64_t *value = laid->i64;
    int64_t *to = d.i64 = NEW_ARRAY(arena, int64_t, n);
    switch (a->width) {
    case 1: LAY(uint8_t, u8); break;
    case 2: LAY(uint16_t, u16); break;
    default: LAY(uint32_t, u32); break;
    }
    if (!laid->reason) {
        d.reason = a->reason;
    } else {
        d.reason = NEW_ARRAY(arena, uint8_t, n);
        for (size_t i = 0; i < n; i++) {
            uint8_t why = a->reason ? a->reason[i] : 0;
            d.reason[i] = why ? why : laid->reason ? laid->reason[code_entry(a, i)] : 0;
        }
    }
    *out = d;
    return true;
}

uint32_t *lookup_rows(const LookupPlan *plan, LookupHand **hand, Arena *keep, LaneWork *work,
                      const Column *const *arg, const uint8_t *missing, size_t n)
{
    TableIndex *index = plan->index;
    uint32_t *row = NEW_ARRAY(work->arena, uint32_t, n);
    if (plan->bucket_of) {
        code_entries(arg[index->code_key[0]], plan->bucket_of, row, n);
    } else {
        uint32_t *id = NEW_ARRAY(work->arena, uint32_t, n);
        for (uint32_t c = 0; c < index->code_count; c++) {
            code_entries(arg[index->code_key[c]], plan->of_entry[c], id, n);
            trie_go(&index->trie[c], row, id, n);
        }
    }
    if (index->number_count) {
        lookup_rows_by_number(index, hand, keep, work, arg, missing, row, n);
    } else {
        for (size_t i = 0; i < n; i++)
            row[i] = row[i] == NO_ROW || (missing && missing[i]) ? NO_ROW
                                                                 : index->row[index->first[row[i]]];
    }
    return row;
}

void lookup_values(const LookupPlan *plan, LookupHand **hand, Arena *keep, LaneWork *work,
                   Column *out, const Column *const *arg, size_t n)
{
    const TableIndex *index = plan->index;
    if (plan->by_entry && lay_numbers(plan, work->arena, out, arg[0], n)) return;
    const uint8_t *missing = find_reasons(work->arena, arg, index->table->key_count, n);
    const uint32_t *row = lookup_rows(plan, hand, keep, work, arg, missing, n);
    lane_gather(work, out, &index->value, row, REASON_NOT_IN_TABLE, n);
    out->type = index->value.type;
    lookup_reasons(work->arena, out, missing, n);
}
