/* test_pick_quick.c -- the ways to pick a target's few rows (vm/pick.h) against each other, and
 * against dealing out row by row: random keys, slots, points and numbers of rows.
 * SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "processor.h"
#include "random.h"
#include "vm/pick.h"

enum { CASES = 60000, TARGETS = 3, SPARE = 16, ALL = QUICK_ROWS + SPARE };

typedef struct Case {
    int32_t key[2 * ALL];
    uint8_t slots[2 * ALL];
    int16_t points[2 * ALL];
    size_t start, n;
    SlotPlan slot[QUICK_SLOTS];
    PickPlan plan;
    int64_t sum[QUICK_SLOTS][TARGETS], picked[TARGETS];
} Case;

static void make_case(Case *c, uint64_t *random)
{
    *c = (Case){ .start = random_under(random, SPARE), .n = 1 + random_under(random, QUICK_ROWS) };
    bool few = random_under(random, 4) == 0; /* then some keys are likely equal */
    for (size_t i = 0; i < COUNT_OF(c->key); i++) {
        uint32_t high = random_under(random, few ? 8 : 0x8000), low = random_under(random, 0x10000);
        int32_t key = (int32_t)(high << 16 | (few ? low & 3 : low));
        c->key[i] = random_under(random, 2) ? key : -key;
        c->slots[i] = (uint8_t)random_under(random, 256);
        if (random_under(random, 5) == 0) c->slots[i] = 0;
        c->points[i] = (int16_t)((int32_t)random_under(random, 2 * NEAR_MOST + 1) - NEAR_MOST);
    }
    c->plan.slot_count = 1 + random_under(random, QUICK_SLOTS);
    for (uint32_t s = 0; s < c->plan.slot_count; s++) {
        uint32_t most = random_under(random, 8) ? 4 : 40;
        c->slot[s] = (SlotPlan){ .takes = 1 + random_under(random, most), .only_sum = true };
        if (random_under(random, 8)) c->slot[s].sum.number = c->sum[s];
    }
    c->plan.slot = c->slot;
    c->plan.picked.number = random_under(random, 8) ? c->picked : NULL;
}

static bool run(Case *c, PickQuick *way)
{
    PickHand hand = { .plan = &c->plan, .target = 1 };
    Quick quick = { c->key, c->slots, c->points, NULL };
    c->plan.slot = c->slot;
    for (uint32_t s = 0; s < c->plan.slot_count; s++)
        if (c->slot[s].sum.number) c->slot[s].sum.number = c->sum[s];
    if (c->plan.picked.number) c->plan.picked.number = c->picked;
    return way(&hand, &quick, c->start, c->n);
}

/* Row by row, in the order of their keys.  False: two are equal. */
static bool deal_slowly(Case *c)
{
    bool used[QUICK_ROWS] = { false };
    size_t order[QUICK_ROWS];
    const int32_t *key = c->key + c->start;
    for (size_t i = 0; i < c->n; i++) {
        size_t before = 0;
        for (size_t j = 0; j < c->n; j++) {
            if (j != i && key[j] == key[i]) return false;
            before += key[j] < key[i];
        }
        order[before] = i;
    }
    for (uint32_t s = 0; s < c->plan.slot_count; s++) {
        uint32_t need = c->slot[s].takes;
        for (size_t k = 0; k < c->n && need; k++) {
            size_t row = order[k];
            if (used[row] || !(c->slots[c->start + row] >> s & 1)) continue;
            used[row] = true;
            need--;
            if (c->slot[s].sum.number) c->sum[s][1] += c->points[c->start + row];
        }
    }
    for (size_t i = 0; i < c->n; i++)
        if (c->plan.picked.number) c->picked[1] += used[i];
    return true;
}

static void compare(PickQuick *way)
{
    uint64_t seed = 20261130;
    size_t dealt = 0;
    for (int i = 0; i < CASES; i++) {
        Case c, slow;
        make_case(&c, &seed);
        slow = c;
        bool good = deal_slowly(&slow);
        assert_int_equal(run(&c, way), good);
        if (!good) continue;
        dealt++;
        assert_memory_equal(c.sum, slow.sum, sizeof c.sum);
        assert_memory_equal(c.picked, slow.picked, sizeof c.picked);
    }
    assert_true(dealt > CASES / 2 && dealt < CASES); /* both were tried */
}

static void rows_are_dealt_as_one_by_one(void **state)
{
    (void)state;
    compare(pick_quick);
}

static void newer_processors_deal_the_same(void **state)
{
    (void)state;
#ifdef __x86_64__
    if (processor_has(PROCESSOR_AVX2)) {
        compare(pick_quick_avx2);
        return;
    }
#endif
    skip();
}

static void portable_is_obeyed(void **state)
{
    (void)state;
    assert_int_equal(setenv("LUSTRUM_LANE", "portable", 1), 0);
    assert_false(processor_has(PROCESSOR_AVX2));
    assert_false(processor_has(PROCESSOR_AVX512));
    assert_int_equal(unsetenv("LUSTRUM_LANE"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_dealt_as_one_by_one),
        cmocka_unit_test(newer_processors_deal_the_same),
        cmocka_unit_test(portable_is_obeyed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
