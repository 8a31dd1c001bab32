/* keys.h -- values as small numbers, and tuples of them as one: what groups and tables are found
 * by.
 *
 * A KeySet numbers the different values of a column from 0 in their own order (texts by bytes,
 * numbers by size, no before yes), so that nothing depends on a hash.  A Trie numbers the different
 * tuples of such ids in the order of the first id, then the second, and so on.  Both live in the
 * arena they were made in (`scrap` is for what is not kept) and are read only afterwards: any
 * thread may ask them. SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_VM_KEYS_H
#define LUSTRUM_VM_KEYS_H

#include "atom.h"
#include "number/lane.h"
#include "pool.h"

/* Sorts items, keeping the order of equal ones; scratch has room for as many. */
typedef int SortCompare(uint32_t a, uint32_t b, void *with);
void sort_u32(uint32_t *items, size_t count, uint32_t *scratch, SortCompare *compare, void *with);

typedef struct KeySet {
    Type type;
    uint32_t count;
    uint32_t *atom;    /* TYPE_CODE: atom of each id */
    uint32_t *by_atom; /* ids in order of their atoms */
    Column value;      /* numbers: one row per id */
    /* Numbers in LANE_I64 within a small range: id + 1 of `value - low`, 0 for none; else NULL. */
    uint32_t *dense;
    int64_t low;
    uint64_t range;
} KeySet;

/* The different known values of a column.  id[rows] gets their numbers, NO_ROW where missing;
 * `targets` is how many values there may be of a TYPE_ROW column.  The pool's threads share the
 * rows; NULL: the caller does all. */
void keys_of_column(KeySet *set, Arena *arena, Arena *scrap, Pool *pool, const Atoms *atoms,
                    const Dens *dens, const Column *column, uint32_t *id, uint64_t rows,
                    uint64_t targets);
/* The different atoms of a list; id[count] gets their numbers. */
void keys_of_atoms(KeySet *set, Arena *arena, Arena *scrap, const Atoms *atoms,
                   const uint32_t *list, uint32_t *id, size_t count);
/* Entry by entry of a dictionary, the id of that text or NO_ROW; one item at least. */
uint32_t *keys_of_dict(const KeySet *set, Arena *arena, const Dict *dict);
/* id[n] of a batch of numbers, yes/no or rows (not of codes); NO_ROW where missing or not there. */
void key_set_find(const KeySet *set, Arena *arena, const Dens *dens, const Column *column,
                  uint32_t *id, size_t n);
/* A column whose row k is key k's value, and after them one that is missing for REASON_NOTHING:
 * the values of rows whose ids are given (NO_ROW: missing). */
void keys_column(const KeySet *set, Arena *arena, const uint32_t *id, size_t n, Column *out);

/* ---- tuples ---- */

typedef struct TrieLevel {
    uint32_t nodes, ids, next_count; /* next nodes are numbered 0 .. next_count - 1 */
    uint32_t *dense;                 /* [node * ids + id] = next + 1, 0 for none; or NULL and */
    uint64_t *pair;                  /* node << 32 | id of each next, ascending */
} TrieLevel;

/* Goes one level down for tuples: node[i] becomes the node of (node[i], id[i]); NO_ROW where either
 * is.  Makes the level from what occurs; nodes and ids are one more than the largest. */
void trie_grow(TrieLevel *level, Arena *arena, Arena *scrap, Pool *pool, uint32_t *node,
               const uint32_t *id, size_t n, uint32_t nodes, uint32_t ids);
/* The same, asking a level that stands; NO_ROW where there is none. */
void trie_go(const TrieLevel *level, uint32_t *node, const uint32_t *id, size_t n);

#endif
