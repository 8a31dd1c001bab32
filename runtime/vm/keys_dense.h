/* keys_dense.h -- keys and tuples by a table of all that there may be (keys.h): the rows are shared
 * out among the threads of a pool.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_VM_KEYS_DENSE_H
#define LUSTRUM_VM_KEYS_DENSE_H

#include "vm/keys.h"

enum { DENSE_RANGE = 1 << 20 }; /* a table of that many ids is quicker than searching */

/* keys_of_column of whole numbers that are near each other; false: they are not, nothing is done.
 */
bool keys_of_near(KeySet *set, Arena *arena, Arena *scrap, Pool *pool, const Column *column,
                  uint32_t *id, uint64_t rows);
/* The set's values: value[set->count], of the column's kind. */
void keys_keep(KeySet *set, Arena *arena, const Column *column, const int64_t *value);

/* trie_grow where a table of nodes times ids is small enough, and trie_go by it. */
void trie_grow_densely(TrieLevel *level, Arena *arena, Pool *pool, uint32_t *node,
                       const uint32_t *id, size_t n);
void trie_go_densely(const TrieLevel *level, uint32_t *node, const uint32_t *id, size_t n);

#endif
