/* group.c -- makes the rows of a group space, and finds them again by their keys.
 *
 * Groups are numbered in the order of their level's rows and then of their keys' values, so the
 * numbering says nothing about the order of rows.  The last row is the empty group: what is asked
 * of keys that no row has.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/find.h"
#include "vm/kernel.h"

struct GroupIndex {
    uint32_t depth;  /* of the trie: the level, if any, and the keys */
    TrieLevel *trie; /* [depth] */
    KeySet *key;     /* [depth]; the level's is not used */
    bool has_level;
    uint32_t groups; /* without the empty one; its row */
};

/* ---- making them ---- */

typedef struct Making {
    Machine *machine;
    const Step *step;
    GroupIndex *index;
    uint64_t rows;
    uint32_t *node;  /* so far, per row; in the end its group */
    uint8_t *reason; /* why a row has no group: its first missing key's */
    uint32_t **id;   /* [depth][rows] */
} Making;

/* Rows where the mask is not yes have no group, for its reason or `nothing`. */
static void leave_out(uint32_t *restrict node, uint8_t *restrict reason,
                      const uint8_t *restrict yes, const uint8_t *restrict why, uint64_t rows)
{
    for (uint64_t i = 0; i < rows; i++) {
        node[i] = yes[i] ? 0 : NO_ROW;
        reason[i] = yes[i] ? REASON_KNOWN : REASON_NOTHING;
    }
    for (uint64_t i = 0; why && i < rows; i++) {
        node[i] = why[i] ? NO_ROW : node[i];
        reason[i] = why[i] ? why[i] : reason[i];
    }
}

/* The reason of each row that has no group. */
static uint8_t *member_reasons(Arena *arena, const uint32_t *restrict node,
                               const uint8_t *restrict reason, uint64_t rows)
{
    uint32_t none = 0;
    for (uint64_t i = 0; i < rows; i++) none |= node[i] == NO_ROW;
    if (!none) return NULL;
    uint8_t *restrict why = NEW_ARRAY(arena, uint8_t, rows);
    for (uint64_t i = 0; i < rows; i++) why[i] = node[i] == NO_ROW ? reason[i] : REASON_KNOWN;
    return why;
}

static void start(Making *making)
{
    Run *run = making->machine->run;
    Arena *scrap = &making->machine->step;
    const Step *step = making->step;
    making->node = NEW_ARRAY(run->arena, uint32_t, making->rows);
    making->reason = NEW_ARRAY(scrap, uint8_t, making->rows);
    making->id = NEW_ARRAY(scrap, uint32_t *, making->index->depth);
    if (step->mask == NONE) return;
    Column mask = column_flat(scrap, &run->columns[step->mask], making->rows);
    leave_out(making->node, making->reason, mask.u8, mask.reason, making->rows);
}

/* The reasons of keys come before the level's, and both before the mask's. */
static void note_reasons(Making *making, const Column *column)
{
    if (!column->reason) return;
    Column flat = column_flat(&making->machine->step, column, making->rows);
    const uint8_t *restrict why = flat.reason;
    uint8_t *restrict reason = making->reason;
    uint64_t rows = making->rows;
    for (uint64_t i = 0; i < rows; i++) reason[i] = why[i] ? why[i] : reason[i];
}

static void go_down(Making *making, uint32_t at, uint32_t nodes, uint32_t ids)
{
    Machine *machine = making->machine;
    trie_grow(&making->index->trie[at], machine->run->arena, &machine->step, machine->pool,
              making->node, making->id[at], making->rows, nodes, ids);
}

static uint64_t rows_pointed_at(const Run *run, uint32_t column)
{
    const ColumnInfo *info = &run->program->columns[column];
    return info->type == TYPE_ROW ? run->space_rows[info->target] : 0;
}

static uint32_t make_trie(Making *making)
{
    Machine *machine = making->machine;
    Run *run = machine->run;
    const Step *step = making->step;
    GroupIndex *index = making->index;
    uint32_t nodes = 1, at = 0;
    for (uint32_t d = 0; d < index->depth; d++)
        making->id[d] = NEW_ARRAY(&machine->step, uint32_t, making->rows);
    if (index->has_level) {
        KeySet level;
        keys_of_column(&level, run->arena, &machine->step, machine->pool, run->atoms, run->dens,
                       &run->columns[step->level], making->id[0], making->rows,
                       rows_pointed_at(run, step->level));
        go_down(making, 0, 1, level.count);
        nodes = index->trie[at++].next_count;
    }
    for (uint32_t k = 0; k < step->key_count; k++, at++) {
        KeySet *key = &index->key[at];
        keys_of_column(key, run->arena, &machine->step, machine->pool, run->atoms, run->dens,
                       &run->columns[step->keys[k]], making->id[at], making->rows,
                       rows_pointed_at(run, step->keys[k]));
        go_down(making, at, nodes, key->count);
        nodes = index->trie[at].next_count;
    }
    if (index->has_level) note_reasons(making, &run->columns[step->level]);
    for (uint32_t k = step->key_count; k-- > 0;) note_reasons(making, &run->columns[step->keys[k]]);
    return nodes;
}

/* The group of each row. */
static void write_member(Making *making, Column *out)
{
    Arena *arena = making->machine->run->arena;
    Column d = { .type = TYPE_ROW, .count = making->rows, .den = 1 };
    d.u32 = making->node;
    d.reason = member_reasons(arena, making->node, making->reason, making->rows);
    *out = d;
}

/* Keys and level of the groups, told by one row of each; the empty group has none. */
static void write_keys(Making *making, uint32_t groups)
{
    Machine *machine = making->machine;
    Run *run = machine->run;
    const Space *space = &run->program->spaces[making->step->group];
    uint32_t *row = NEW_ARRAY(&machine->step, uint32_t, groups + 1);
    uint32_t *id = NEW_ARRAY(&machine->step, uint32_t, groups + 1);
    uint32_t found = 0; /* a group may stand anywhere, but mostly all are met soon */
    memset(row, 0xFF, groups * sizeof *row);
    for (uint64_t i = 0; i < making->rows && found < groups; i++) {
        uint32_t group = making->node[i];
        if (group == NO_ROW || row[group] != NO_ROW) continue;
        row[group] = (uint32_t)i;
        found++;
    }
    for (uint32_t d = 0; d < making->index->depth; d++) {
        for (uint32_t g = 0; g < groups; g++) id[g] = making->id[d][row[g]];
        id[groups] = NO_ROW;
        bool is_level = making->index->has_level && d == 0;
        KeySet level = { .type = TYPE_ROW };
        const KeySet *set = is_level ? &level : &making->index->key[d];
        uint32_t to = is_level ? space->level_column
                               : space->key_column[d - (making->index->has_level ? 1 : 0)];
        keys_column(set, run->arena, id, groups + 1, &run->columns[to]);
    }
}

void step_group(Machine *machine, const Step *step)
{
    Run *run = machine->run;
    GroupIndex *index = NEW(run->arena, GroupIndex);
    index->has_level = step->level != NONE;
    index->depth = step->key_count + (index->has_level ? 1 : 0);
    index->trie = NEW_ARRAY(run->arena, TrieLevel, index->depth);
    index->key = NEW_ARRAY(run->arena, KeySet, index->depth);
    Making making = { machine, step, index, run->space_rows[step->space], NULL, NULL, NULL };
    start(&making);
    index->groups = make_trie(&making);
    write_member(&making, &run->columns[step->group_column]);
    write_keys(&making, index->groups);
    run->space_rows[step->group] = (uint64_t)index->groups + 1;
    machine->groups[step->group] = index;
}

/* ---- finding them ---- */

struct FindPlan {
    const GroupIndex *index;
    const uint32_t **of_entry; /* per argument that is a code: id of each entry */
};

uint8_t *find_reasons(Arena *arena, const Column *const *arg, uint32_t count, size_t n)
{
    uint8_t *reason = NULL;
    for (uint32_t a = 0; a < count; a++) {
        if (!arg[a]->reason) continue;
        if (!reason) reason = NEW_ARRAY(arena, uint8_t, n);
        for (size_t i = 0; i < n; i++)
            if (!reason[i]) reason[i] = (uint8_t)column_reason(arg[a], i);
    }
    return reason;
}

FindPlan *find_plan(Machine *machine, uint32_t group, const Dict *const *dict)
{
    Arena *arena = &machine->step;
    FindPlan *plan = NEW(arena, FindPlan);
    plan->index = machine->groups[group];
    plan->of_entry = NEW_ARRAY(arena, const uint32_t *, plan->index->depth);
    for (uint32_t d = 0; d < plan->index->depth; d++)
        if (dict[d]) plan->of_entry[d] = keys_of_dict(&plan->index->key[d], arena, dict[d]);
    return plan;
}

/* From the root down `depth` levels of the trie. */
static void descend(const FindPlan *plan, LaneWork *work, uint32_t *node, const Column *const *arg,
                    uint32_t depth, size_t n)
{
    const GroupIndex *index = plan->index;
    uint32_t *id = NEW_ARRAY(work->arena, uint32_t, n);
    for (uint32_t d = 0; d < depth; d++) {
        if (plan->of_entry[d])
            code_entries(arg[d], plan->of_entry[d], id, n);
        else if (index->has_level && d == 0)
            for (size_t i = 0; i < n; i++) id[i] = arg[0]->u32[column_place(arg[0], i)];
        else
            key_set_find(&index->key[d], work->arena, work->dens, arg[d], id, n);
        trie_go(&index->trie[d], node, id, n);
    }
}

void find_parents(const FindPlan *plan, LaneWork *work, uint32_t *node, const Column *const *arg,
                  size_t n)
{
    descend(plan, work, node, arg, plan->index->depth - 1, n);
}

uint32_t *group_parents(const GroupIndex *index, Arena *arena, uint32_t *groups, uint32_t *nodes)
{
    const TrieLevel *last = &index->trie[index->depth - 1];
    uint32_t *parent = NEW_ARRAY(arena, uint32_t, index->groups + 1);
    *groups = index->groups;
    *nodes = last->nodes;
    for (uint64_t i = 0; last->dense && i < (uint64_t)last->nodes * last->ids; i++)
        if (last->dense[i]) parent[last->dense[i] - 1] = (uint32_t)(i / last->ids);
    for (uint32_t g = 0; !last->dense && g < last->next_count; g++)
        parent[g] = (uint32_t)(last->pair[g] >> 32);
    return parent;
}

void find_groups(const FindPlan *plan, LaneWork *work, Column *out, const Column *const *arg,
                 size_t n)
{
    const GroupIndex *index = plan->index;
    uint32_t *node = NEW_ARRAY(work->arena, uint32_t, n);
    descend(plan, work, node, arg, index->depth, n);
    Column found = { .type = TYPE_ROW, .count = n, .den = 1, .u32 = node };
    found.reason = find_reasons(work->arena, arg, index->depth, n);
    for (size_t i = 0; i < n; i++) {
        if (found.reason && found.reason[i])
            node[i] = NO_ROW;
        else if (node[i] == NO_ROW)
            node[i] = index->groups;
    }
    *out = found;
}
