/* test_fill.c -- filling slots together, against every possible way: random small cases with ties,
 * copies, points below 0, and slots that gather others.
 * SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "random.h"
#include "vm/fill.h"

enum { SLOTS = 5, ROWS = 5, UNITS = 7, CASES = 8000 };

/* What is to be filled; rows stand in order: points never rise. */
typedef struct Case {
    FillSlot slot[SLOTS];
    uint32_t slots, rows;
    int points[ROWS];
    uint32_t copies[ROWS];
    uint64_t may[ROWS];
} Case;

/* How many copies of each row are in each slot that gathers nothing. */
typedef struct Way {
    uint32_t in[ROWS][SLOTS];
} Way;

static bool is_above(const Case *c, uint32_t above, uint32_t s)
{
    for (uint32_t up = s + 1; up; up = c->slot[up - 1].within)
        if (up == above + 1) return true;
    return false;
}

/* A gatherer holds some of those that nothing holds yet, wherever they stand, but none that holds
 * it; one that holds nothing has no places. */
static void gather(Case *c, uint64_t *random)
{
    for (uint32_t s = 0; s < c->slots; s++) c->slot[s].gathers = random_under(random, 3) == 0;
    for (uint32_t s = 0; s < c->slots; s++)
        for (uint32_t t = 0; c->slot[s].gathers && t < c->slots; t++)
            if (!c->slot[t].within && !is_above(c, t, s) && random_under(random, 2))
                c->slot[t].within = s + 1;
}

static Case random_case(uint64_t *random)
{
    Case c = { .slots = 1 + random_under(random, SLOTS), .rows = 1 + random_under(random, ROWS) };
    uint32_t units = 0;
    int points = 4;
    for (uint32_t s = 0; s < c.slots; s++) c.slot[s].takes = random_under(random, 4);
    gather(&c, random);
    for (uint32_t i = 0; i < c.rows; i++) {
        points -= (int)random_under(random, 3);
        c.points[i] = points;
        c.copies[i] = units + 1 < UNITS ? 1 + random_under(random, 2) : 1;
        units += c.copies[i];
        if (units > UNITS) c.rows = i;
        for (uint32_t s = 0; s < c.slots; s++)
            if (!c.slot[s].gathers && random_under(random, 2)) c.may[i] |= (uint64_t)1 << s;
    }
    return c;
}

/* ---- slow and plain ---- */

static uint32_t taken_of(const Case *c, const Way *way, uint32_t row)
{
    uint32_t taken = 0;
    for (uint32_t s = 0; s < c->slots; s++) taken += way->in[row][s];
    return taken;
}

static bool has_room(const Case *c, const Way *way)
{
    uint32_t used[SLOTS] = { 0 };
    for (uint32_t i = 0; i < c->rows; i++)
        for (uint32_t s = 0; s < c->slots; s++)
            for (uint32_t up = s + 1; up; up = c->slot[up - 1].within)
                used[up - 1] += way->in[i][s];
    for (uint32_t s = 0; s < c->slots; s++)
        if (used[s] > c->slot[s].takes) return false;
    return true;
}

static int total_of(const Case *c, const Way *way)
{
    int total = 0;
    for (uint32_t i = 0; i < c->rows; i++) total += c->points[i] * (int)taken_of(c, way, i);
    return total;
}

/* How many copies of the row a slot has, of itself and of those that it gathers. */
static uint32_t has(const Case *c, const Way *way, uint32_t row, uint32_t slot)
{
    uint32_t count = 0;
    for (uint32_t s = 0; s < c->slots; s++)
        if (is_above(c, slot, s)) count += way->in[row][s];
    return count;
}

/* Whether a is to be preferred: total (if asked), then which rows, then slot by slot. */
static bool is_better(const Case *c, const Way *a, const Way *b, bool total)
{
    if (total && total_of(c, a) != total_of(c, b)) return total_of(c, a) > total_of(c, b);
    for (uint32_t i = 0; i < c->rows; i++)
        if (taken_of(c, a, i) != taken_of(c, b, i)) return taken_of(c, a, i) > taken_of(c, b, i);
    for (uint32_t s = 0; s < c->slots; s++)
        for (uint32_t i = 0; i < c->rows; i++)
            if (has(c, a, i, s) != has(c, b, i, s)) return has(c, a, i, s) > has(c, b, i, s);
    return false;
}

/* Of every way to add to `begun` in these slots, the one to be preferred. */
static Way slow_fill(const Case *c, const Way *begun, uint64_t slots, bool total)
{
    uint32_t of[UNITS], at[UNITS] = { 0 }, units = 0; /* at: the slot + 1; 0 none */
    Way best = *begun;
    for (uint32_t i = 0; i < c->rows; i++)
        for (uint32_t k = taken_of(c, begun, i); k < c->copies[i]; k++) of[units++] = i;
    for (bool more = true; more;) {
        Way way = *begun;
        bool allowed = true;
        for (uint32_t u = 0; u < units; u++) {
            if (!at[u]) continue;
            allowed = allowed && (c->may[of[u]] & slots) >> (at[u] - 1) & 1;
            way.in[of[u]][at[u] - 1]++;
        }
        if (allowed && has_room(c, &way) && is_better(c, &way, &best, total)) best = way;
        more = false;
        for (uint32_t u = 0; u < units && !more; u++) {
            more = at[u] < c->slots;
            at[u] = more ? at[u] + 1 : 0;
        }
    }
    return best;
}

/* ---- the fast one ---- */

static void fast_fill(Fill *fill, const Case *c, const uint32_t *left, uint64_t slots, bool total)
{
    fill_begin(fill, slots);
    for (uint32_t i = 0; i < c->rows; i++) {
        uint32_t copies = left[i];
        if (total && c->points[i] < 0) break;
        while (copies && fill_take(fill, i, c->may[i])) copies--;
    }
    fill_settle(fill);
}

static Way way_of(const Fill *fill)
{
    Way way = { 0 };
    for (size_t u = 0; u < fill->count; u++) way.in[fill->unit[u].candidate][fill->unit[u].slot]++;
    return way;
}

static void check_same(const Case *c, const Way *fast, const Way *slow, int number)
{
    for (uint32_t i = 0; i < c->rows; i++)
        for (uint32_t s = 0; s < c->slots; s++)
            if (fast->in[i][s] != slow->in[i][s])
                fail_msg("case %d, row %u, slot %u: %u and not %u", number, i, s, fast->in[i][s],
                         slow->in[i][s]);
}

static void every_way_is_tried(bool total)
{
    Guard guard;
    Arena arena = arena_open(&guard);
    uint64_t random = total ? 33 : 32;
    for (int number = 0; number < CASES; number++) {
        Case c = random_case(&random);
        Fill fill;
        Way slow = { 0 };
        uint64_t all = 0;
        arena_reset(&arena);
        fill_open(&fill, &arena, c.slot, c.slots);
        fill_clear(&fill);
        for (uint32_t s = 0; s < c.slots; s++) {
            if (c.slot[s].within) continue;
            all |= fill.leaves[s];
            if (total) continue;
            uint32_t left[ROWS];
            for (uint32_t i = 0; i < c.rows; i++) left[i] = c.copies[i] - taken_of(&c, &slow, i);
            fast_fill(&fill, &c, left, fill.leaves[s], false);
            slow = slow_fill(&c, &slow, fill.leaves[s], false);
        }
        if (total) fast_fill(&fill, &c, c.copies, all, true);
        if (total) slow = slow_fill(&c, &slow, all, true);
        Way fast = way_of(&fill);
        check_same(&c, &fast, &slow, number);
    }
    arena_close(&arena);
}

static void the_greatest_total_of_every_way_is_found_and_its_ties_are_broken(void **state)
{
    (void)state;
    every_way_is_tried(true);
}

static void slots_filled_one_after_the_other_take_the_first_rows_that_have_room(void **state)
{
    (void)state;
    every_way_is_tried(false);
}

/* ---- large ---- */

/* A chain: row i may be in slot i or i + 1; the last comes when all are full but the last slot. */
static void a_chain_through_every_slot_is_found(void **state)
{
    (void)state;
    Guard guard;
    Arena arena = arena_open(&guard);
    FillSlot slot[LIMIT_SLOTS];
    Fill fill;
    for (uint32_t s = 0; s < LIMIT_SLOTS; s++) slot[s] = (FillSlot){ .takes = 1 };
    fill_open(&fill, &arena, slot, LIMIT_SLOTS);
    fill_clear(&fill);
    fill_begin(&fill, ~(uint64_t)0);
    for (uint32_t i = 0; i + 1 < LIMIT_SLOTS; i++)
        assert_true(fill_take(&fill, i, (uint64_t)3 << i));
    assert_true(fill_take(&fill, LIMIT_SLOTS - 1, 1));
    assert_false(fill_take(&fill, LIMIT_SLOTS, ~(uint64_t)0));
    fill_settle(&fill);
    assert_int_equal(fill.unit[LIMIT_SLOTS - 1].slot, 0);
    for (uint32_t i = 0; i + 1 < LIMIT_SLOTS; i++) assert_int_equal(fill.unit[i].slot, i + 1);
    arena_close(&arena);
}

/* Each slot gathers the next, the last has the places; the least number holds. */
static void slots_within_slots_go_as_deep_as_there_are_slots(void **state)
{
    (void)state;
    Guard guard;
    Arena arena = arena_open(&guard);
    FillSlot slot[LIMIT_SLOTS];
    Fill fill;
    for (uint32_t s = 0; s < LIMIT_SLOTS; s++)
        slot[s] = (FillSlot){ .takes = 100 - s, .within = s, .gathers = s + 1 < LIMIT_SLOTS };
    slot[30].takes = 2;
    fill_open(&fill, &arena, slot, LIMIT_SLOTS);
    fill_clear(&fill);
    fill_begin(&fill, fill.leaves[0]);
    assert_int_equal(fill.leaves[0], (uint64_t)1 << (LIMIT_SLOTS - 1));
    assert_true(fill_take(&fill, 0, fill.leaves[0]));
    assert_true(fill_take(&fill, 1, fill.leaves[0]));
    assert_false(fill_take(&fill, 2, fill.leaves[0]));
    arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_greatest_total_of_every_way_is_found_and_its_ties_are_broken),
        cmocka_unit_test(slots_filled_one_after_the_other_take_the_first_rows_that_have_room),
        cmocka_unit_test(a_chain_through_every_slot_is_found),
        cmocka_unit_test(slots_within_slots_go_as_deep_as_there_are_slots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
