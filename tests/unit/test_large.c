/* test_large.c -- blocks of large pages: what is given back is taken again, and cut and joined as
 * addresses lie; whoever asks for zeros gets them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "arena.h"
#include "large.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static Large large;

static int open_large(void **state)
{
    (void)state;
    large_open(&large);
    return 0;
}

static int close_large(void **state)
{
    (void)state;
    large_close(&large);
    return 0;
}

enum { PAGE = LARGE_PAGE, BLOCKS = 40, ROUNDS = 4000 };

static void blocks_begin_with_a_page_and_are_whole(void **state)
{
    (void)state;
    bool zero;
    const size_t sizes[] = { 1, PAGE - 1, PAGE, PAGE + 1, 3 * PAGE + PAGE / 2, 5 * PAGE };
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        unsigned char *block = large_take(&large, sizes[i], &zero);
        assert_non_null(block);
        assert_int_equal((uintptr_t)block % PAGE, 0);
        for (size_t at = 0; zero && at < sizes[i]; at += 4096) assert_int_equal(block[at], 0);
        memset(block, 0xA5, sizes[i]);
        large_give(&large, block, sizes[i]);
    }
}

/* Neighbours that are given back one after the other, in any order, are one range again: a block
 * as large as all of them is cut from where they were, or all went to the system. */
static void neighbours_are_joined(void **state)
{
    (void)state;
    bool zero;
    char *whole = large_take(&large, 6 * PAGE, &zero);
    assert_non_null(whole);
    const int order[] = { 4, 0, 2, 1, 5, 3 };
    for (size_t i = 0; i < COUNT_OF(order); i++) large_give(&large, whole + order[i] * PAGE, PAGE);
    char *again = large_take(&large, 6 * PAGE, &zero);
    assert_non_null(again);
    if (!zero) memset(again, 1, 6 * PAGE);
    large_give(&large, again, 6 * PAGE);
}

/* Blocks of random sizes, taken and given in random order, each filled with its own byte: no two
 * ever share one. */
static void no_two_blocks_share_a_byte(void **state)
{
    (void)state;
    unsigned char *block[BLOCKS] = { NULL };
    size_t size[BLOCKS] = { 0 };
    uint64_t random = 88172645463325252u;
    for (int round = 0; round < ROUNDS; round++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        size_t i = (size_t)(random >> 33) % BLOCKS;
        unsigned char own = (unsigned char)(i + 1);
        if (block[i]) {
            for (size_t at = 0; at < size[i]; at += PAGE / 8) assert_int_equal(block[i][at], own);
            assert_int_equal(block[i][size[i] - 1], own);
            large_give(&large, block[i], size[i]);
            block[i] = NULL;
            continue;
        }
        bool zero;
        size[i] = (size_t)(random >> 40) % (3 * PAGE) + PAGE / 2;
        block[i] = large_take(&large, size[i], &zero);
        assert_non_null(block[i]);
        for (size_t at = 0; at < size[i]; at += PAGE / 8) {
            if (zero) assert_int_equal(block[i][at], 0);
            block[i][at] = own;
        }
        block[i][size[i] - 1] = own;
    }
    for (size_t i = 0; i < BLOCKS; i++)
        if (block[i]) large_give(&large, block[i], size[i]);
}

/* What was another's, full of its bytes, is zero to the next who asks for zeros. */
static void an_arena_gives_zeros(void **state)
{
    (void)state;
    Guard guard;
    for (int round = 0; round < 3; round++) {
        Large own;
        Arena arena = arena_open(&guard);
        arena_keep_large(&arena, &own);
        unsigned char *bare = arena_big_bare(&arena, 2 * PAGE);
        memset(bare, 0xFF, 2 * PAGE);
        arena_big_free(&arena, bare);
        unsigned char *clear = arena_big(&arena, 2 * PAGE);
        for (size_t at = 0; at < 2 * PAGE; at++) assert_int_equal(clear[at], 0);
        memset(clear, 0xFF, 2 * PAGE);
        unsigned char *small = arena_alloc(&arena, 1000, 8);
        for (size_t at = 0; at < 1000; at++) assert_int_equal(small[at], 0);
        arena_close(&arena);
        large_close(&own);
    }
}

/* Large blocks and lesser ones, in any order; the head of neither is lost. */
static void an_arena_takes_blocks_back_in_any_order(void **state)
{
    (void)state;
    enum { MANY = 24, TURNS = 400 };
    Guard guard;
    Large own;
    Arena arena = arena_open(&guard);
    arena_keep_large(&arena, &own);
    unsigned char *block[MANY] = { NULL };
    size_t size[MANY] = { 0 };
    uint64_t random = 3;
    for (unsigned turn = 0; turn < TURNS; turn++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        unsigned i = (unsigned)(random >> 33) % MANY, way = (unsigned)(random >> 20) % 3;
        size_t room = (size_t)(random >> 40) % (3 * PAGE) + 70000;
        if (block[i] && way == 0) {
            block[i] = arena_big_resize(&arena, block[i], room);
            if (room > size[i]) assert_int_equal(block[i][room - 1], 0);
        } else {
            arena_big_free(&arena, block[i]);
            block[i] = way == 1 ? arena_big(&arena, room) : arena_big_bare(&arena, room);
        }
        size[i] = room;
        block[i][0] = (unsigned char)i;
        for (unsigned k = 0; k < MANY; k++)
            if (block[k]) assert_int_equal(block[k][0], k);
        block[i][room - 1] = 0xFF;
    }
    size_t held = 0;
    for (unsigned k = 0; k < MANY; k++) held += size[k];
    assert_int_equal(arena.used, held);
    arena_close(&arena);
    large_close(&own);
}

static void nothing_kept_is_the_system_s(void **state)
{
    (void)state;
    bool zero = false;
    unsigned char *block = large_take(NULL, 3 * PAGE, &zero);
    assert_non_null(block);
    assert_true(zero);
    for (size_t at = 0; at < 3 * PAGE; at += 4096) assert_int_equal(block[at], 0);
    large_give(NULL, block, 3 * PAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_kept_is_the_system_s),
        cmocka_unit_test(blocks_begin_with_a_page_and_are_whole),
        cmocka_unit_test(neighbours_are_joined),
        cmocka_unit_test(no_two_blocks_share_a_byte),
        cmocka_unit_test(an_arena_gives_zeros),
        cmocka_unit_test(an_arena_takes_blocks_back_in_any_order),
    };
    return cmocka_run_group_tests(tests, open_large, close_large);
}
