/* test_pool.c -- all workers do one piece of work, and one of them another beside it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "pool.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <cmocka.h>

typedef struct Bench {
    Guard guard;
    Arena arena;
    _Atomic uint64_t sum, aside;
} Bench;

static void add_range(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    (void)worker;
    Bench *bench = arg;
    for (uint64_t i = from; i < to; i++) bench->sum += i;
}

static void count_aside(void *arg, unsigned worker)
{
    Bench *bench = arg;
    assert_true(worker > 0);
    bench->aside++;
}

static void work_beside_work(void *arg)
{
    Bench *bench = arg;
    bench->arena = arena_open(&bench->guard);
    for (unsigned threads = 2; threads < 5; threads++) {
        Pool *pool = pool_open(&bench->arena, threads);
        assert_int_equal(pool_size(pool), threads);
        for (uint64_t i = 0; i < 200; i++) {
            bench->sum = bench->aside = 0;
            assert_true(pool_begin(pool, count_aside, bench));
            if (i % 3 == 0) pool_wait(pool);
            pool_ranges(pool, 1000, 10, add_range, bench);
            assert_int_equal(bench->sum, 999 * 1000 / 2);
            pool_wait(pool);
            pool_wait(pool);
            assert_int_equal(bench->aside, 1);
        }
        pool_begin(pool, count_aside, bench); /* closing waits for it, or lets it be */
        pool_close(pool);
    }
    Pool *alone = pool_open(&bench->arena, 1);
    assert_false(pool_begin(alone, count_aside, bench));
    assert_false(pool_begin(NULL, count_aside, bench));
    pool_close(alone);
    arena_close(&bench->arena);
}

static void one_worker_may_do_something_else(void **state)
{
    (void)state;
    Bench bench = { 0 };
    assert_int_equal(guard_run(&bench.guard, work_beside_work, &bench), WHY_NOTHING);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(one_worker_may_do_something_else) };
    return cmocka_run_group_tests_name("pool", tests, NULL, NULL);
}
