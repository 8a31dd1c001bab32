/* test_key.c -- keys of any length and any number of parts are found, and no others.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/key.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

typedef struct Bench {
    Guard guard;
    Arena arena;
} Bench;

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Few letters, so that keys are often alike; with a last byte that looks like a long key's. */
static Str random_key(Arena *arena, uint64_t *state, size_t parts)
{
    Text text = text_open(arena);
    for (size_t p = 0; p < parts; p++) {
        if (p) text_byte(&text, '\0');
        size_t n = next_random(state) % (next_random(state) % 3 ? 4 : 24);
        if (parts == 1 && n == 0) n = 1;
        for (size_t i = 0; i < n; i++) text_byte(&text, "ab\xFF"[next_random(state) % 3]);
    }
    Str key = text_str(&text);
    size_t len = key.len;
    text_pad(&text, 'x', KEY_SHORT); /* what follows a cell is no part of it */
    return (Str){ text_str(&text).at, len };
}

static void add_key(Keys *keys, Str text, uint32_t row)
{
    if (!key16_short(text, &keys->key[row]))
        keys->key[row] = key16_long(&keys->pool, text, keys->seed);
}

static void find_all(void *arg)
{
    Bench *bench = arg;
    enum { ROWS = 300, ASKED = 1000 };
    uint64_t state = 4711;
    for (int round = 0; round < 200; round++) {
        bench->arena = arena_open(&bench->guard);
        Arena *arena = &bench->arena;
        size_t parts = 1 + (size_t)round % 3;
        Str text[ROWS];
        Keys keys = { .rows = ROWS, .parts = (uint32_t)parts, .seed = next_random(&state) };
        keys.pool.arena = arena;
        keys.key = NEW_ARRAY(arena, Key16, ROWS);
        for (uint32_t r = 0; r < ROWS; r++) {
            text[r] = random_key(arena, &state, parts);
            add_key(&keys, text[r], r);
        }
        KeyTwices twice = { 0 };
        keys_index(&keys, arena, &twice, arena, NULL);
        size_t again = 0;
        for (uint32_t r = 0; r < ROWS; r++) {
            uint32_t first = 0;
            while (!str_eq(text[first], text[r])) first++;
            bool blank = !(keys.key[r].lo | keys.key[r].hi);
            again += first < r && !blank;
            if (blank) continue;
            assert_int_equal(keys_find(&keys, text[r]), first);
            assert_true(str_eq(keys_text(&keys, r), text[r]));
            size_t from = 0;
            for (size_t p = 0; p < parts; p++) {
                Str part = keys_part(&keys, r, p);
                assert_memory_equal(part.at, text[r].at + from, part.len);
                from += part.len + 1;
            }
            assert_int_equal(from, text[r].len + 1);
        }
        assert_int_equal(twice.count, again);
        for (int i = 0; i < ASKED; i++) {
            Str other = random_key(arena, &state, parts);
            uint32_t first = 0;
            while (first < ROWS && !str_eq(text[first], other)) first++;
            uint32_t found = keys_find(&keys, other);
            bool blank = true;
            for (size_t k = 0; k < other.len; k++) blank &= other.at[k] == '\0';
            if (!blank) assert_int_equal(found, first < ROWS ? first : NO_ROW);
        }
        arena_close(arena);
    }
}

static void every_key_is_found_and_no_other(void **state)
{
    (void)state;
    Bench bench;
    assert_int_equal(guard_run(&bench.guard, find_all, &bench), WHY_NOTHING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_is_found_and_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
