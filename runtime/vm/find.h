/* find.h -- finding rows by keys, batch by batch: rows of a group space and rows of a table.
 *
 * An index is made once per run, a plan once per instruction (what depends on the dictionaries of
 * its registers), both by the calling thread; threads then only ask.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_VM_FIND_H
#define LUSTRUM_VM_FIND_H

#include "vm/keys.h"
#include "vm/machine.h"

typedef struct LookupHand LookupHand; /* what a worker remembers of a plan; NULL at first */

/* ---- groups (group.c) ---- */

typedef struct FindPlan FindPlan;
/* dict[i]: of argument i's register where that is a code.  Lives in the step's arena. */
FindPlan *find_plan(Machine *machine, uint32_t group, const Dict *const *dict);
/* The group rows of n rows: the empty group's where no group has the keys, NO_ROW with its reason
 * where an argument is missing. */
void find_groups(const FindPlan *plan, LaneWork *work, Column *out, const Column *const *arg,
                 size_t n);

/* The node of each group above its last key: groups of one node differ in that key alone, and stand
 * together in its order.  parent[groups] in arena; *nodes is how many there are. */
uint32_t *group_parents(const GroupIndex *index, Arena *arena, uint32_t *groups, uint32_t *nodes);
/* The same nodes for n rows that ask with a level and all keys but the last; NO_ROW for none. */
void find_parents(const FindPlan *plan, LaneWork *work, uint32_t *node, const Column *const *arg,
                  size_t n);

/* ---- lines between groups (along.c) ---- */

typedef struct AlongPlan AlongPlan;
/* For an ALONG or ALONG_HELD instruction. */
AlongPlan *along_plan(Machine *machine, const Instr *in, const Dict *const *dict);
void along_values(const AlongPlan *plan, LookupHand **hand, Arena *keep, LaneWork *work,
                  Column *out, const Column *const *arg, size_t n);

/* ---- tables (lookup.c, lookup_range.c) ---- */

typedef struct LookupPlan LookupPlan;
LookupPlan *lookup_plan(Machine *machine, uint32_t table, const Dict *const *dict);
/* The dictionary of the results where they are codes, and the bytes of their entries. */
const Dict *lookup_dict(const LookupPlan *plan, uint8_t *width);
/* The table's values at the arguments; keep is the worker's, for the step. */
void lookup_values(const LookupPlan *plan, LookupHand **hand, Arena *keep, LaneWork *work,
                   Column *out, const Column *const *arg, size_t n);
/* The same of a table with slopes (curve.c): value + slope * the argument that it is read along. */
void curve_values(const LookupPlan *plan, LookupHand **hand, Arena *keep, LaneWork *work,
                  Column *out, const Column *const *arg, size_t n);

/* The reasons of several columns, each row's the first of them; NULL when all is known. */
uint8_t *find_reasons(Arena *arena, const Column *const *arg, uint32_t count, size_t n);

#endif
