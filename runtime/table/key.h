/* key.h -- the keys of a table: 16 bytes a row, and a hash from key to row.
 *
 * A key of at most 16 bytes is held in place, filled up with zero bytes; a longer one as its hash
 * and the place of its text in a pool, marked by the byte FF, which no UTF-8 text holds.  Parts of
 * a key are joined by a zero byte, which no data can hold, so no two keys run together and bytes
 * order as parts do.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_KEY_H
#define LUSTRUM_TABLE_KEY_H

#include "column.h"
#include "pool.h"
#include "str.h"
#ifdef __SSE2__
#include <emmintrin.h>
#endif

typedef struct Key16 {
    uint64_t lo, hi;
} Key16;

enum { KEY_SHORT = 16 };

/* Texts of long keys, each after its length in 4 bytes. */
typedef struct KeyPool {
    Arena *arena;
    char *at;
    size_t len, cap;
} KeyPool;

typedef struct Keys {
    Key16 *key;
    uint32_t rows, parts;
    uint32_t *slot;    /* row + 1 in its low bits, bits of the hash above them; or 0 */
    uint32_t mask;     /* slots - 1 */
    uint32_t row_mask; /* the low bits */
    uint64_t seed;
    bool repeated; /* some key stands in several rows */
    KeyPool pool;
} Keys;

/* Two rows with one key. */
typedef struct KeyTwice {
    uint32_t first, again;
} KeyTwice;

typedef struct KeyTwices {
    KeyTwice *items;
    size_t count, cap;
} KeyTwices;

/* The bits of the first len <= 16 bytes of a key. */
static inline Key16 key16_mask(uint32_t len)
{
    static const unsigned char keep[32] = { 255, 255, 255, 255, 255, 255, 255, 255,
                                            255, 255, 255, 255, 255, 255, 255, 255 };
    Key16 mask;
    memcpy(&mask, keep + (KEY_SHORT - len), 16);
    return mask;
}

/* The first len <= 16 bytes at p, of which 16 must be readable. */
static inline Key16 key16_load(const char *p, uint32_t len)
{
    Key16 key, mask = key16_mask(len);
    memcpy(&key, p, 16);
    key.lo &= mask.lo;
    key.hi &= mask.hi;
    return key;
}

/* A short key that texts are compared with. */
typedef struct KeyText {
    Key16 key;
    uint32_t len;  /* UINT32_MAX: no text is it */
    uint32_t ones; /* a bit for each of its bytes */
} KeyText;

static inline KeyText key16_text(Key16 key, uint32_t len)
{
    return (KeyText){ key, len, ((uint32_t)1 << len) - 1 };
}

/* Whether a text of the key's length at p, of which 16 bytes are readable, is the key. */
static inline bool key16_is_text(const KeyText *text, const char *p)
{
#ifdef __SSE2__
    __m128i a = _mm_loadu_si128((const __m128i *)(const void *)p);
    __m128i b = _mm_loadu_si128((const __m128i *)(const void *)&text->key);
    return (~(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(a, b)) & text->ones) == 0;
#else
    Key16 other = key16_load(p, text->len);
    return ((other.lo ^ text->key.lo) | (other.hi ^ text->key.hi)) == 0;
#endif
}

static inline bool key16_same(Key16 a, Key16 b)
{
    return ((a.lo ^ b.lo) | (a.hi ^ b.hi)) == 0;
}

static inline bool key16_is_long(Key16 key)
{
    return key.hi >> 56 == 0xFF;
}

static inline uint32_t key16_hash(Key16 key, uint64_t seed)
{
    if (key16_is_long(key)) key.hi = 0; /* the place in the pool is no part of the key */
    u128 product = (u128)(key.lo ^ seed) * (key.hi ^ 0x9E3779B97F4A7C15u ^ seed << 1);
    uint64_t mixed = ((uint64_t)product ^ (uint64_t)(product >> 64)) * 0xD6E8FEB86659FD93u;
    return (uint32_t)(mixed >> 32);
}

/* Whether text fits in place; 16 bytes at text.at must be readable if its length allows it.  Then
 * *key is it. */
static inline bool key16_short(Str text, Key16 *key)
{
    if (text.len > KEY_SHORT) return false;
    *key = key16_load(text.at, (uint32_t)text.len);
    return !key16_is_long(*key);
}

/* A long key whose text is added to the pool. */
Key16 key16_long(KeyPool *pool, Str text, uint64_t seed);

/* The key of a text, short or long. */
Key16 key16_of(KeyPool *pool, Str text, uint64_t seed);

/* Builds the hash over keys->key; every row after the first with the same key goes to twice, in
 * order of rows.  The slots come from arena.  All workers of pool (NULL: the caller) put rows in.
 */
void keys_index(Keys *keys, Arena *arena, KeyTwices *twice, Arena *scratch, Pool *pool);

/* Where the search for a key begins: prefetch it some keys ahead. */
static inline const uint32_t *keys_place(const Keys *keys, uint32_t hash)
{
    return &keys->slot[hash & keys->mask];
}

/* The row of a slot that is not 0. */
static inline uint32_t keys_row(const Keys *keys, uint32_t slot)
{
    return (slot & keys->row_mask) - 1;
}

/* Whether a slot may be of a key with this hash: most others are told without a look at the key. */
static inline bool keys_may_be(const Keys *keys, uint32_t slot, uint32_t hash)
{
    return ((slot ^ hash) & ~keys->row_mask) == 0;
}

/* The row with this short key, or NO_ROW. */
static inline uint32_t keys_find_short(const Keys *keys, Key16 key, uint32_t hash)
{
    uint32_t slot;
    for (uint32_t i = hash & keys->mask; (slot = keys->slot[i]) != 0; i = (i + 1) & keys->mask) {
        uint32_t row = keys_row(keys, slot);
        if (keys_may_be(keys, slot, hash) && key16_same(keys->key[row], key)) return row;
    }
    return NO_ROW;
}

/* The row with this key text (parts joined by zero bytes), or NO_ROW. */
uint32_t keys_find(const Keys *keys, Str text);

/* The row with the key that another reader has, whose long keys are in `pool`; or NO_ROW.  Both
 * have one seed. */
uint32_t keys_find_key(const Keys *keys, Key16 key, const KeyPool *pool);

/* The whole key of a row, parts joined by zero bytes. */
Str keys_text(const Keys *keys, uint32_t row);
/* One part of it. */
Str keys_part(const Keys *keys, uint32_t row, size_t part);

/* The parts of a key that a person typed, as a line of a CSV file; 0 when there are more than
 * `most`. */
size_t keys_split(Arena *arena, Str text, Str *parts, size_t most);

#endif
