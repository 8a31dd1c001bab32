/* key.c -- see key.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/key.h"
#include <stdatomic.h>

Key16 key16_long(KeyPool *pool, Str text, uint64_t seed)
{
    size_t need = pool->len + text.len + 4;
    if (need > pool->cap) {
        pool->cap = need * 2 + 4096;
        pool->at = arena_big_resize(pool->arena, pool->at, pool->cap);
    }
    uint32_t len = (uint32_t)text.len;
    memcpy(pool->at + pool->len, &len, 4);
    memcpy(pool->at + pool->len + 4, text.at, text.len);
    Key16 key = { str_hash(text, seed), (uint64_t)0xFF << 56 | pool->len };
    pool->len = need;
    return key;
}

Key16 key16_of(KeyPool *pool, Str text, uint64_t seed)
{
    char bytes[KEY_SHORT] = { 0 };
    Key16 key;
    if (text.len && text.len <= KEY_SHORT) memcpy(bytes, text.at, text.len);
    Str padded = { text.len <= KEY_SHORT ? bytes : text.at, text.len };
    return key16_short(padded, &key) ? key : key16_long(pool, text, seed);
}

/* The text of a long key. */
static Str key_pool_text(const KeyPool *pool, Key16 key)
{
    const char *at = pool->at + (key.hi & (((uint64_t)1 << 56) - 1));
    uint32_t len;
    memcpy(&len, at, 4);
    return (Str){ at + 4, len };
}

static bool same_key(const Keys *keys, Key16 a, Key16 b)
{
    if (key16_same(a, b)) return true;
    if (a.lo != b.lo || !key16_is_long(a) || !key16_is_long(b)) return false;
    return str_eq(key_pool_text(&keys->pool, a), key_pool_text(&keys->pool, b));
}

static uint32_t slot_of(const Keys *keys, uint32_t row, uint32_t hash)
{
    return (row + 1) | (hash & ~keys->row_mask);
}

/* The row in the slot, if it has the key of `row`. */
static bool has_key(const Keys *keys, uint32_t slot, uint32_t row, uint32_t hash)
{
    return keys_may_be(keys, slot, hash) &&
           same_key(keys, keys->key[keys_row(keys, slot)], keys->key[row]);
}

static void put_row(Keys *keys, uint32_t row, uint32_t hash, KeyTwices *twice, Arena *scratch)
{
    uint32_t i = hash & keys->mask;
    for (; keys->slot[i]; i = (i + 1) & keys->mask) {
        if (!has_key(keys, keys->slot[i], row, hash)) continue;
        GROW(scratch, twice->items, twice->count, twice->cap);
        twice->items[twice->count++] = (KeyTwice){ keys_row(keys, keys->slot[i]), row };
        return;
    }
    keys->slot[i] = slot_of(keys, row, hash);
}

enum { BATCH = 32, RANGE = 1 << 14 };

/* Rows being put in by all workers. */
typedef struct Indexing {
    Keys *keys;
    _Atomic bool twice; /* some key was met again */
} Indexing;

/* Into the first free slot; false where the key is there already.  Which of two rows that collide
 * comes first in the slots depends on the workers, but no search does. */
static bool put_shared(const Keys *keys, uint32_t row, uint32_t hash)
{
    for (uint32_t i = hash & keys->mask;; i = (i + 1) & keys->mask) {
        uint32_t slot = __atomic_load_n(&keys->slot[i], __ATOMIC_RELAXED);
        if (!slot && __atomic_compare_exchange_n(&keys->slot[i], &slot, slot_of(keys, row, hash),
                                                 false, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
            return true;
        if (has_key(keys, slot, row, hash)) return false;
    }
}

static void index_rows(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    (void)worker;
    Indexing *indexing = arg;
    const Keys *keys = indexing->keys;
    uint32_t hash[BATCH];
    for (uint64_t row = from; row < to && !indexing->twice; row += BATCH) {
        uint32_t n = to - row < BATCH ? (uint32_t)(to - row) : BATCH;
        for (uint32_t i = 0; i < n; i++) {
            hash[i] = key16_hash(keys->key[row + i], keys->seed);
            __builtin_prefetch(keys_place(keys, hash[i]), 1);
        }
        for (uint32_t i = 0; i < n; i++) { /* blank keys are no keys: the reader has said so */
            Key16 key = keys->key[row + i];
            if ((key.lo | key.hi) && !put_shared(keys, (uint32_t)row + i, hash[i]))
                indexing->twice = true;
        }
    }
}

void keys_index(Keys *keys, Arena *arena, KeyTwices *twice, Arena *scratch, Pool *pool)
{
    size_t slots = 16;
    while (slots < keys->rows + (size_t)keys->rows / 2) slots *= 2;
    keys->slot = arena_big_held(arena, sizeof(uint32_t) * slots);
    keys->mask = (uint32_t)(slots - 1);
    keys->row_mask = 1; /* all ones, up to the number of rows */
    while (keys->row_mask < keys->rows) keys->row_mask = keys->row_mask << 1 | 1;
    Indexing indexing = { .keys = keys };
    pool_ranges(pool, keys->rows, RANGE, index_rows, &indexing);
    if (!indexing.twice) return;
    keys->repeated = true;
    memset(keys->slot, 0, sizeof(uint32_t) * slots); /* once more, in the order of the rows */
    for (uint32_t row = 0; row < keys->rows; row++) {
        Key16 key = keys->key[row];
        if (key.lo | key.hi) put_row(keys, row, key16_hash(key, keys->seed), twice, scratch);
    }
}

uint32_t keys_find(const Keys *keys, Str text)
{
    char bytes[KEY_SHORT] = { 0 };
    Key16 key;
    if (text.len <= KEY_SHORT) {
        if (text.len) memcpy(bytes, text.at, text.len);
        if (key16_short((Str){ bytes, text.len }, &key))
            return keys_find_short(keys, key, key16_hash(key, keys->seed));
    }
    key = (Key16){ str_hash(text, keys->seed), (uint64_t)0xFF << 56 };
    uint32_t hash = key16_hash(key, keys->seed), i = hash & keys->mask;
    for (; keys->slot[i]; i = (i + 1) & keys->mask) {
        if (!keys_may_be(keys, keys->slot[i], hash)) continue;
        uint32_t row = keys_row(keys, keys->slot[i]);
        Key16 other = keys->key[row];
        if (other.lo == key.lo && key16_is_long(other) &&
            str_eq(key_pool_text(&keys->pool, other), text))
            return row;
    }
    return NO_ROW;
}

uint32_t keys_find_key(const Keys *keys, Key16 key, const KeyPool *pool)
{
    if (key16_is_long(key)) return keys_find(keys, key_pool_text(pool, key));
    return keys_find_short(keys, key, key16_hash(key, keys->seed));
}

Str keys_text(const Keys *keys, uint32_t row)
{
    const Key16 *key = &keys->key[row];
    if (key16_is_long(*key)) return key_pool_text(&keys->pool, *key);
    const char *at = (const char *)key;
    size_t len = KEY_SHORT;
    while (len && at[len - 1] == '\0') len--;
    size_t joins = 0;
    for (size_t i = 0; i < len; i++) joins += at[i] == '\0';
    len += keys->parts - 1 - joins; /* parts at the end that are empty */
    return (Str){ at, len };
}

Str keys_part(const Keys *keys, uint32_t row, size_t part)
{
    Str text = keys_text(keys, row);
    size_t from = 0;
    for (; part; part--) {
        const char *end = memchr(text.at + from, '\0', text.len - from);
        if (!end) return STR_EMPTY;
        from = (size_t)(end - text.at) + 1;
    }
    const char *end = from < text.len ? memchr(text.at + from, '\0', text.len - from) : NULL;
    return str_slice(text, from, end ? (size_t)(end - text.at) : text.len);
}

size_t keys_split(Arena *arena, Str text, Str *parts, size_t most)
{
    size_t count = 0, at = 0;
    while (count < most) {
        Text part = text_open(arena);
        bool quoted = at < text.len && text.at[at] == '"';
        if (quoted) at++;
        for (; at < text.len; at++) {
            char c = text.at[at];
            if (!quoted && c == ',') break;
            if (quoted && c == '"') {
                if (at + 1 < text.len && text.at[at + 1] == '"') {
                    at++;
                } else {
                    quoted = false;
                    continue;
                }
            }
            text_byte(&part, c);
        }
        parts[count++] = text_str(&part);
        if (at >= text.len) return count;
        at++;
    }
    return 0;
}
