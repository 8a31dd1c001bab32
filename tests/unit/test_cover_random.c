/* test_cover_random.c -- cover against trying every value, on random conditions over small grids.
 *
 * Where variables are without a grid, the conditions are differences with whole constants: if such
 * a set can hold at all it holds at a multiple of 1/(number of variables + 1), so trying those is a
 * proof.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/cover.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

enum { VARS = 3, QUESTIONS = 2, PARTS = 12, FINE = 4, REACH = 3 };

/* A condition kept twice: for cover, and here in quarters. */
typedef struct Atom {
    int64_t coef[VARS], constant; /* constant in quarters */
    CoverRel rel;
    int question; /* >= 0: a question instead */
} Atom;

typedef struct Tree {
    enum { ATOM, ALL, ANY, NOT } kind;
    Atom atom;
    struct Tree *a, *b;
} Tree;

typedef struct Bench {
    Guard guard;
    Arena arena;
    uint64_t random;
    CoverVars *vars;
    bool whole[VARS];
} Bench;

static int64_t below(Bench *b, int64_t n)
{
    b->random ^= b->random << 13;
    b->random ^= b->random >> 7;
    b->random ^= b->random << 17;
    return (int64_t)(b->random >> 11) % n;
}

static bool atom_holds(const Atom *atom, const int64_t *quarters, const bool *answer)
{
    if (atom->question >= 0) return answer[atom->question];
    int64_t sum = atom->constant;
    for (int i = 0; i < VARS; i++) sum += atom->coef[i] * quarters[i];
    switch (atom->rel) {
    case COVER_LT: return sum < 0;
    case COVER_LE: return sum <= 0;
    case COVER_EQ: return sum == 0;
    case COVER_GE: return sum >= 0;
    case COVER_GT: return sum > 0;
    case COVER_NE: return sum != 0;
    }
    return false;
}

static bool holds(const Tree *tree, const int64_t *quarters, const bool *answer)
{
    switch (tree->kind) {
    case ATOM: return atom_holds(&tree->atom, quarters, answer);
    case ALL: return holds(tree->a, quarters, answer) && holds(tree->b, quarters, answer);
    case ANY: return holds(tree->a, quarters, answer) || holds(tree->b, quarters, answer);
    case NOT: return !holds(tree->a, quarters, answer);
    }
    return false;
}

static const Cover *cover_of(Bench *b, const Tree *tree)
{
    CoverTerm term[VARS];
    switch (tree->kind) {
    case ATOM:
        if (tree->atom.question >= 0) return cover_free(b->vars, (uint32_t)tree->atom.question);
        for (uint32_t i = 0; i < VARS; i++) {
            term[i] = (CoverTerm){ i, exact_from_i64(&b->arena, tree->atom.coef[i]) };
        }
        return cover_linear(b->vars, term, VARS,
                            exact_from_ratio(&b->arena, tree->atom.constant, FINE), tree->atom.rel);
    case ALL: return cover_and(b->vars, cover_of(b, tree->a), cover_of(b, tree->b));
    case ANY: return cover_or(b->vars, cover_of(b, tree->a), cover_of(b, tree->b));
    case NOT: return cover_not(b->vars, cover_of(b, tree->a));
    }
    return NULL;
}

/* A comparison of one variable, of two (their difference), or of any with coefficients to 3. */
static Atom random_atom(Bench *b, bool differences)
{
    Atom atom = { .rel = (CoverRel)below(b, 6), .question = -1 };
    if (below(b, 8) == 0) {
        atom.question = (int)below(b, QUESTIONS);
    } else if (differences) {
        int64_t first = below(b, VARS);
        atom.coef[first] = 1;
        atom.coef[below(b, VARS)] -= 1;
        if (below(b, 2)) {
            memset(atom.coef, 0, sizeof atom.coef);
            atom.coef[first] = below(b, 2) ? 1 : -1;
        }
        atom.constant = (below(b, 2 * REACH + 1) - REACH) * FINE;
    } else {
        for (int i = 0; i < VARS; i++) atom.coef[i] = below(b, 7) - 3;
        atom.constant = below(b, 8 * FINE) - 4 * FINE;
    }
    return atom;
}

static Tree *random_tree(Bench *b, int parts, bool differences)
{
    Tree *tree = NEW(&b->arena, Tree);
    if (parts <= 1) {
        tree->atom = random_atom(b, differences);
        return tree;
    }
    if (below(b, 6) == 0) {
        tree->kind = NOT;
        tree->a = random_tree(b, parts, differences);
        return tree;
    }
    tree->kind = below(b, 5) < 3 ? ALL : ANY;
    int left = 1 + (int)below(b, parts - 1);
    tree->a = random_tree(b, left, differences);
    tree->b = random_tree(b, parts - left, differences);
    return tree;
}

/* Variables from -REACH to REACH, each whole or (if some may be) not. */
static void declare(Bench *b, bool all_whole)
{
    b->vars = cover_open(&b->arena);
    for (int i = 0; i < VARS; i++) {
        b->whole[i] = all_whole || below(b, 2);
        CoverVar var = { .name = STR("x"),
                         .low = exact_from_i64(&b->arena, -REACH),
                         .high = exact_from_i64(&b->arena, REACH),
                         .grid = b->whole[i] ? exact_from_i64(&b->arena, 1) : NULL };
        cover_var(b->vars, var);
    }
    for (int i = 0; i < QUESTIONS; i++) cover_question(b->vars, STR("q"));
}

static bool holds_somewhere(const Bench *b, const Tree *tree)
{
    int64_t at[VARS], end = REACH * FINE;
    for (int answers = 0; answers < 1 << QUESTIONS; answers++) {
        bool answer[QUESTIONS] = { answers & 1, answers & 2 };
        for (at[0] = -end; at[0] <= end; at[0] += b->whole[0] ? FINE : 1) {
            for (at[1] = -end; at[1] <= end; at[1] += b->whole[1] ? FINE : 1) {
                for (at[2] = -end; at[2] <= end; at[2] += b->whole[2] ? FINE : 1) {
                    if (holds(tree, at, answer)) return true;
                }
            }
        }
    }
    return false;
}

/* The witness satisfies the condition, and what it says matters is enough. */
static void check_witness(Bench *b, const Cover *cond, const CoverWitness *witness)
{
    const Cover *said = cover_true(b->vars);
    const Cover *exactly = cover_true(b->vars);
    for (uint32_t i = 0; i < VARS; i++) {
        if (!witness->given[i]) continue;
        const Exact *value = witness->value[i];
        const Cover *is = cover_compare(b->vars, i, COVER_EQ, value);
        exactly = cover_and(b->vars, exactly, is);
        if (witness->matters[i]) said = cover_and(b->vars, said, is);
        if (b->whole[i]) assert_true(mpz_cmp_ui(mpq_denref(value->a), 1) == 0);
    }
    for (uint32_t i = 0; i < QUESTIONS; i++) {
        if (!witness->answered[i]) continue;
        const Cover *is = cover_free(b->vars, i);
        if (!witness->answer[i]) is = cover_not(b->vars, is);
        exactly = cover_and(b->vars, exactly, is);
        if (witness->asked[i]) said = cover_and(b->vars, said, is);
    }
    const Cover *not_cond = cover_not(b->vars, cond);
    assert_int_equal(cover_overlap(b->vars, exactly, cond, NULL), COVER_YES);
    assert_int_equal(cover_overlap(b->vars, said, not_cond, NULL), COVER_NO);
}

static void compare(Bench *b, int rounds, bool all_whole, bool differences)
{
    int yes = 0;
    for (int i = 0; i < rounds; i++) {
        declare(b, all_whole);
        Tree *tree = random_tree(b, 1 + (int)below(b, PARTS), differences);
        const Cover *cond = cover_of(b, tree);
        CoverWitness witness;
        CoverAnswer answer = cover_possible(b->vars, cond, &witness);
        bool expected = holds_somewhere(b, tree);
        assert_int_equal(answer, expected ? COVER_YES : COVER_NO);
        if (expected) check_witness(b, cond, &witness);
        yes += expected;
        arena_close(&b->arena);
    }
    assert_true(yes > rounds / 10 && yes < rounds); /* both answers were tried */
}

static void differences_of_mixed_variables_are_decided(void **state)
{
    compare(*state, 600, false, true);
}

static void any_combination_of_whole_numbers_is_decided(void **state)
{
    compare(*state, 1500, true, false);
}

static void shown_figures_are_those_that_rounding_gives(void **state)
{
    Bench *b = *state;
    for (RoundMode mode = ROUND_HALF_AWAY; mode <= ROUND_DOWN; mode++) {
        Round round = round_places(&b->arena, mode, 1);
        CoverVars *vars = cover_open(&b->arena);
        uint32_t value = cover_var(vars, (CoverVar){ .name = STR("value") });
        uint32_t shown = cover_var(vars, (CoverVar){ .name = STR("shown"), .grid = round.step });
        cover_rounded(vars, shown, value, &round);
        for (int64_t v = -12; v <= 12; v++) {
            const Exact *exact = exact_from_ratio(&b->arena, v, 40);
            const Exact *want = exact_round(&b->arena, exact, &round);
            const Cover *is = cover_compare(vars, value, COVER_EQ, exact);
            const Cover *as = cover_compare(vars, shown, COVER_EQ, want);
            assert_int_equal(cover_overlap(vars, is, as, NULL), COVER_YES);
            assert_int_equal(cover_overlap(vars, is, cover_not(vars, as), NULL), COVER_NO);
        }
    }
}

/* ---- intervals ---- */

/* How many rows hold q / 4; row ends are whole. */
static int rows_with(const CoverInterval *rows, const int64_t (*end)[2], size_t count, int64_t q)
{
    int many = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t low = end[i][0] * FINE, high = end[i][1] * FINE;
        bool above = !rows[i].low || (rows[i].low_open ? q > low : q >= low);
        bool under = !rows[i].high || (rows[i].high_open ? q < high : q <= high);
        many += above && under;
    }
    return many;
}

static void check_intervals(Bench *b, const CoverInterval *rows, const int64_t (*end)[2],
                            size_t count, bool whole)
{
    CoverVar var = { .grid = whole ? exact_from_i64(&b->arena, 1) : NULL,
                     .low = exact_from_i64(&b->arena, 0),
                     .high = exact_from_i64(&b->arena, 6) };
    CoverIntervals got = cover_intervals(&b->arena, rows, count, &var);
    bool gap = false, shared = false, dead = false;
    int64_t step = whole ? FINE : 1;
    for (int64_t q = 0; q <= 6 * FINE; q += step) {
        int many = rows_with(rows, end, count, q);
        gap = gap || many == 0;
        shared = shared || many > 1;
    }
    for (size_t i = 0; i < count; i++) {
        bool holds_some = false;
        for (int64_t q = 0; q <= 6 * FINE; q += step) {
            holds_some = holds_some || rows_with(rows + i, end + i, 1, q);
        }
        dead = dead || !holds_some;
    }
    assert_int_equal(got.kind == COVER_INTERVALS_DEAD, dead);
    if (dead) return;
    assert_int_equal(got.kind == COVER_INTERVALS_FIT, !gap && !shared);
    if (got.kind == COVER_INTERVALS_FIT) return;
    int64_t num = 0, den = 1;
    assert_true(exact_to_ratio(got.value, &num, &den));
    assert_true(whole ? den == 1 : FINE % den == 0);
    assert_true(num >= 0 && num <= 6 * den);
    int many = rows_with(rows, end, count, num * FINE / den);
    assert_true(got.kind == COVER_INTERVALS_GAP ? many == 0 : many > 1);
}

static void random_tables_are_judged_as_trying_every_value_does(void **state)
{
    Bench *b = *state;
    for (int i = 0; i < 4000; i++) {
        CoverInterval rows[4];
        int64_t end[4][2];
        size_t count = 1 + (size_t)below(b, 4);
        int64_t at = 0;
        for (size_t r = 0; r < count;
             r++) { /* near misses: each row begins about where one ended */
            end[r][0] = at + (below(b, 6) == 0 ? below(b, 3) - 1 : 0);
            end[r][1] = r + 1 == count ? 6 : end[r][0] + below(b, 4);
            at = end[r][1];
            rows[r] = (CoverInterval){ exact_from_i64(&b->arena, end[r][0]),
                                       exact_from_i64(&b->arena, end[r][1]), r && below(b, 4),
                                       r + 1 < count && below(b, 8) == 0 };
            if (r == 0 && below(b, 2)) rows[r].low = NULL;
            if (r + 1 == count && below(b, 2)) rows[r].high = NULL;
        }
        check_intervals(b, rows, (const int64_t(*)[2])end, count, below(b, 2));
        arena_close(&b->arena);
    }
}

static int open_bench(void **state)
{
    static Bench bench;
    bench.arena = arena_open(&bench.guard);
    bench.random = 0x9e3779b97f4a7c15;
    *state = &bench;
    return 0;
}

static int close_bench(void **state)
{
    Bench *bench = *state;
    arena_close(&bench->arena);
    return 0;
}

#define BENCH_TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(differences_of_mixed_variables_are_decided),
        BENCH_TEST(any_combination_of_whole_numbers_is_decided),
        BENCH_TEST(shown_figures_are_those_that_rounding_gives),
        BENCH_TEST(random_tables_are_judged_as_trying_every_value_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
