/* test_keys.c -- values as small numbers and tuples of them as one (vm/keys.h): the threads of a
 * pool number them as one thread alone does, and both as the rows say.
 * SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "random.h"
#include "vm/keys.h"

enum { ROWS = 100003, CASES = 12, THREADS = 4 };

typedef struct Bench {
    Guard guard;
    Arena arena, scrap;
    Pool *pool;
    Column column;
    uint64_t seed;
} Bench;

/* Numbers near each other or not, some, all or none of them missing. */
static void make_column(Bench *b, uint32_t turn)
{
    static const uint32_t ranges[] = { 1, 2, 41, 3000, 1u << 19, UINT32_MAX };
    uint32_t range = ranges[turn % COUNT_OF(ranges)];
    int64_t low = (int64_t)random_next(&b->seed) >> (turn % 2 ? 1 : 40);
    b->column = (Column){ .type = TYPE_NUMBER, .lane = LANE_I64, .count = ROWS, .den = 1 };
    b->column.i64 = NEW_ARRAY(&b->arena, int64_t, ROWS);
    if (turn % 3) b->column.reason = NEW_ARRAY(&b->arena, uint8_t, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        b->column.i64[i] = low + random_under(&b->seed, range);
        if (b->column.reason && random_under(&b->seed, 4) <= turn % 5)
            b->column.reason[i] = REASON_NOTHING;
    }
}

static uint32_t *ids(Bench *b, Pool *pool, KeySet *set)
{
    uint32_t *id = NEW_ARRAY(&b->arena, uint32_t, ROWS);
    keys_of_column(set, &b->arena, &b->scrap, pool, NULL, NULL, &b->column, id, ROWS, 0);
    return id;
}

/* Numbers go up, each is some row's, and each known row's id is that of its number. */
static void check_ids(const Bench *b, const KeySet *set, const uint32_t *id)
{
    uint8_t *met = NEW_ARRAY((Arena *)(uintptr_t)&b->scrap, uint8_t, (size_t)set->count + 1);
    for (uint32_t k = 1; k < set->count; k++)
        assert_true(set->value.i64[k - 1] < set->value.i64[k]);
    for (size_t i = 0; i < ROWS; i++) {
        bool known = !b->column.reason || b->column.reason[i] == REASON_KNOWN;
        if (!known) {
            assert_int_equal(id[i], NO_ROW);
            continue;
        }
        assert_true(id[i] < set->count);
        assert_true(set->value.i64[id[i]] == b->column.i64[i]);
        met[id[i]] = 1;
    }
    for (uint32_t k = 0; k < set->count; k++) assert_int_equal(met[k], 1);
}

/* Down by two keys, the second below the first. */
static void check_tuples(Bench *b, const uint32_t *id, uint32_t ids)
{
    uint32_t *alone = NEW_ARRAY(&b->arena, uint32_t, ROWS), firsts = 1 + random_under(&b->seed, 7);
    uint32_t *together = NEW_ARRAY(&b->arena, uint32_t, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        alone[i] = random_under(&b->seed, 9) ? random_under(&b->seed, firsts) : NO_ROW;
        together[i] = alone[i];
    }
    TrieLevel one, many;
    uint32_t *node = NEW_ARRAY(&b->arena, uint32_t, ROWS);
    memcpy(node, alone, sizeof *node * ROWS);
    trie_grow(&one, &b->arena, &b->scrap, NULL, alone, id, ROWS, firsts, ids);
    trie_grow(&many, &b->arena, &b->scrap, b->pool, together, id, ROWS, firsts, ids);
    assert_int_equal(one.next_count, many.next_count);
    assert_memory_equal(alone, together, sizeof *alone * ROWS);
    uint64_t *pair = NEW_ARRAY(&b->scrap, uint64_t, (size_t)one.next_count + 1);
    for (size_t i = 0; i < ROWS; i++) {
        bool in = node[i] != NO_ROW && id[i] != NO_ROW;
        assert_int_equal(alone[i] != NO_ROW, in);
        if (!in) continue;
        uint64_t own = ((uint64_t)node[i] << 32 | id[i]) + 1, *at = &pair[alone[i]];
        if (!*at) *at = own;
        assert_true(*at == own);
    }
    for (uint32_t k = 1; k < one.next_count; k++) assert_true(pair[k - 1] < pair[k]);
}

static void body(void *arg)
{
    Bench *b = arg;
    b->pool = pool_open(&b->arena, THREADS);
    for (uint32_t turn = 0; turn < CASES; turn++) {
        KeySet one, many;
        make_column(b, turn);
        uint32_t *alone = ids(b, NULL, &one), *together = ids(b, b->pool, &many);
        assert_int_equal(one.count, many.count);
        assert_memory_equal(alone, together, sizeof *alone * ROWS);
        if (one.count)
            assert_memory_equal(one.value.i64, many.value.i64, sizeof(int64_t) * one.count);
        check_ids(b, &many, together);
        check_tuples(b, together, many.count);
        arena_reset(&b->scrap);
    }
    pool_close(b->pool);
}

static void many_threads_number_as_one(void **state)
{
    (void)state;
    Bench b = { .seed = 7 };
    b.arena = arena_open(&b.guard);
    b.scrap = arena_open(&b.guard);
    assert_int_equal(guard_run(&b.guard, body, &b), WHY_NOTHING);
    arena_close(&b.scrap);
    arena_close(&b.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(many_threads_number_as_one) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
