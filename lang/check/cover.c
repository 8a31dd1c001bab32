/* cover.c -- see cover.h: building variables, conditions and facts.
 * Asking is in cover_ask.c, the search in cover_search.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/cover_tree.h"
#include "number/exact.h"
#include <stdlib.h>

CoverVars *cover_open(Arena *arena)
{
    CoverVars *vars = NEW(arena, CoverVars);
    vars->arena = arena;
    return vars;
}

/* ---- conditions ---- */

static Cover *new_cover(CoverVars *vars, CoverKind kind)
{
    Cover *cover = NEW(vars->arena, Cover);
    cover->kind = kind;
    return cover;
}

const Cover *cover_true(CoverVars *vars)
{
    return new_cover(vars, COVER_TRUE);
}

const Cover *cover_false(CoverVars *vars)
{
    return new_cover(vars, COVER_FALSE);
}

/* AND or OR of the parts, without those that change nothing. */
static const Cover *join(CoverVars *vars, CoverKind kind, const Cover *const *parts, size_t count)
{
    CoverKind idle = kind == COVER_AND ? COVER_TRUE : COVER_FALSE;
    CoverKind decisive = kind == COVER_AND ? COVER_FALSE : COVER_TRUE;
    Cover *cover = new_cover(vars, kind);
    cover->part = NEW_ARRAY(vars->arena, const Cover *, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (parts[i]->kind == decisive) return parts[i];
        if (parts[i]->kind != idle) cover->part[cover->count++] = parts[i];
    }
    if (cover->count == 1) return cover->part[0];
    if (cover->count == 0) cover->kind = idle;
    return cover;
}

const Cover *cover_all(CoverVars *vars, const Cover *const *parts, size_t count)
{
    return join(vars, COVER_AND, parts, count);
}

const Cover *cover_any(CoverVars *vars, const Cover *const *parts, size_t count)
{
    return join(vars, COVER_OR, parts, count);
}

const Cover *cover_and(CoverVars *vars, const Cover *a, const Cover *b)
{
    return join(vars, COVER_AND, (const Cover *[]){ a, b }, 2);
}

const Cover *cover_or(CoverVars *vars, const Cover *a, const Cover *b)
{
    return join(vars, COVER_OR, (const Cover *[]){ a, b }, 2);
}

const Cover *cover_not(CoverVars *vars, const Cover *a)
{
    if (a->kind == COVER_TRUE) return cover_false(vars);
    if (a->kind == COVER_FALSE) return cover_true(vars);
    if (a->kind == COVER_NOT) return a->part[0];
    Cover *cover = new_cover(vars, COVER_NOT);
    cover->part = NEW_ARRAY(vars->arena, const Cover *, 1);
    cover->part[0] = a;
    cover->count = 1;
    return cover;
}

/* need[k]: at least k of the parts looked at so far.  Shares its parts, so it stays small. */
const Cover *cover_at_least(CoverVars *vars, size_t least, const Cover *const *parts, size_t count)
{
    if (least > count) return cover_false(vars);
    const Cover **need = NEW_ARRAY(vars->arena, const Cover *, least + 1);
    need[0] = cover_true(vars);
    for (size_t k = 1; k <= least; k++) need[k] = cover_false(vars);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = least; k > 0; k--) {
            need[k] = cover_or(vars, need[k], cover_and(vars, need[k - 1], parts[i]));
        }
    }
    return need[least];
}

const Cover *cover_free(CoverVars *vars, uint32_t question)
{
    assert(question < vars->question_count);
    Cover *cover = new_cover(vars, COVER_FREE);
    cover->question = question;
    return cover;
}

/* ---- linear comparisons ---- */

static bool holds_of_zero(int sign, CoverRel rel)
{
    switch (rel) {
    case COVER_LT: return sign < 0;
    case COVER_LE: return sign <= 0;
    case COVER_EQ: return sign == 0;
    case COVER_GE: return sign >= 0;
    case COVER_GT: return sign > 0;
    case COVER_NE: return sign != 0;
    }
    return false;
}

/* Adds the terms up by variable, in steps of the grid, into sum[]; the variables into var[].
 * Returns how many; those that cancel out are left out. */
static size_t add_up(const CoverVars *vars, const CoverTerm *terms, size_t count, uint32_t *var,
                     mpq_t *sum)
{
    size_t used = 0;
    mpq_t part;
    mpq_init(part);
    for (size_t i = 0; i < count; i++) {
        assert(terms[i].var < vars->var_count && !terms[i].coef->root);
        const Exact *grid = vars->var[terms[i].var].grid;
        mpq_set(part, terms[i].coef->a);
        if (grid) mpq_mul(part, part, grid->a);
        size_t at = 0;
        while (at < used && var[at] != terms[i].var) at++;
        if (at == used) {
            var[used++] = terms[i].var;
            mpq_init(sum[at]);
        }
        mpq_add(sum[at], sum[at], part);
    }
    size_t left = 0;
    for (size_t i = 0; i < used; i++) {
        if (mpq_sgn(sum[i]) == 0) continue;
        mpq_swap(sum[left], sum[i]);
        var[left++] = var[i];
    }
    return left;
}

/* The fractions sum[0 .. count] times what makes all of them whole. */
static void make_whole(Cover *cover, mpq_t *sum)
{
    mpz_t scale;
    mpz_init_set_ui(scale, 1);
    for (size_t i = 0; i <= cover->count; i++) mpz_lcm(scale, scale, mpq_denref(sum[i]));
    for (size_t i = 0; i <= cover->count; i++) {
        mpz_init(cover->num[i]);
        mpz_divexact(cover->num[i], scale, mpq_denref(sum[i]));
        mpz_mul(cover->num[i], cover->num[i], mpq_numref(sum[i]));
    }
}

const Cover *cover_linear(CoverVars *vars, const CoverTerm *terms, size_t count,
                          const Exact *constant, CoverRel rel)
{
    Arena *before = number_arena_use(vars->arena);
    Cover *cover = new_cover(vars, COVER_LINEAR);
    cover->rel = rel;
    cover->var = NEW_ARRAY(vars->arena, uint32_t, count + 1);
    cover->num = NEW_ARRAY(vars->arena, mpz_t, count + 1);
    mpq_t *sum = NEW_ARRAY(vars->arena, mpq_t, count + 1);
    cover->count = add_up(vars, terms, count, cover->var, sum);
    mpq_init(sum[cover->count]);
    if (constant) mpq_set(sum[cover->count], constant->a);
    if (cover->count == 0) {
        cover->kind = holds_of_zero(mpq_sgn(sum[0]), rel) ? COVER_TRUE : COVER_FALSE;
    } else {
        make_whole(cover, sum);
    }
    number_arena_use(before);
    return cover;
}

const Cover *cover_compare(CoverVars *vars, uint32_t var, CoverRel rel, const Exact *number)
{
    CoverTerm term = { var, exact_from_i64(vars->arena, 1) };
    return cover_linear(vars, &term, 1, exact_neg(vars->arena, number), rel);
}

const Cover *cover_compare_vars(CoverVars *vars, uint32_t a, CoverRel rel, uint32_t b)
{
    CoverTerm terms[] = { { a, exact_from_i64(vars->arena, 1) },
                          { b, exact_from_i64(vars->arena, -1) } };
    return cover_linear(vars, terms, 2, NULL, rel);
}

/* ---- what a condition speaks of ---- */

static int by_number(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

static size_t sort_and_drop_doubles(uint32_t *items, size_t count)
{
    if (count < 2) return count;
    qsort(items, count, sizeof *items, by_number);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        if (items[i] != items[kept - 1]) items[kept++] = items[i];
    }
    return kept;
}

typedef struct Walk {
    const Cover **todo;
    size_t count, cap;
    uint32_t *var, *question;
    size_t var_count, var_cap, question_count, question_cap;
} Walk;

static void visit(CoverVars *vars, Walk *walk, const Cover *node)
{
    for (size_t i = 0; node->part && i < node->count; i++) {
        Cover *part = (Cover *)(uintptr_t)node->part[i]; /* its mark is ours to set */
        if (part->mark == vars->walk) continue;
        part->mark = vars->walk;
        GROW(vars->arena, walk->todo, walk->count, walk->cap);
        walk->todo[walk->count++] = part;
    }
    for (size_t i = 0; node->var && i < node->count; i++) {
        GROW(vars->arena, walk->var, walk->var_count, walk->var_cap);
        walk->var[walk->var_count++] = node->var[i];
    }
    if (node->kind == COVER_FREE) {
        GROW(vars->arena, walk->question, walk->question_count, walk->question_cap);
        walk->question[walk->question_count++] = node->question;
    }
}

void cover_speaks_of(CoverVars *vars, const Cover *cond, uint32_t **var, size_t *var_count,
                     uint32_t **question, size_t *question_count)
{
    Walk walk = { .count = 0 };
    vars->walk++;
    visit(vars, &walk, cond);
    while (walk.count) visit(vars, &walk, walk.todo[--walk.count]);
    *var = walk.var;
    *question = walk.question;
    *var_count = sort_and_drop_doubles(walk.var, walk.var_count);
    *question_count = sort_and_drop_doubles(walk.question, walk.question_count);
}

/* ---- variables, questions, facts ---- */

static void add_fact(CoverVars *vars, const Cover *cond, uint32_t only_for)
{
    CoverFact fact = { .cond = cond, .only_for = only_for };
    cover_speaks_of(vars, cond, &fact.var, &fact.var_count, &fact.question, &fact.question_count);
    GROW(vars->arena, vars->fact, vars->fact_count, vars->fact_cap);
    vars->fact[vars->fact_count++] = fact;
}

void cover_fact(CoverVars *vars, const Cover *fact)
{
    add_fact(vars, fact, COVER_NO_VAR);
}

static Str *copy_words(Arena *arena, const Str *words, size_t count)
{
    Str *copy = NEW_ARRAY(arena, Str, count);
    for (size_t i = 0; i < count; i++) copy[i] = arena_str(arena, words[i]);
    return copy;
}

uint32_t cover_var(CoverVars *vars, CoverVar var)
{
    Arena *arena = vars->arena;
    if (var.show == COVER_CODE || var.show == COVER_BAND) {
        var.words = copy_words(arena, var.words, var.word_count);
        var.grid = exact_from_i64(arena, 1);
        var.low = exact_from_i64(arena, 0);
        var.high = exact_from_i64(arena, (int64_t)var.word_count - 1);
    } else {
        if (var.grid) var.grid = exact_copy(arena, var.grid);
        if (var.low) var.low = exact_copy(arena, var.low);
        if (var.high) var.high = exact_copy(arena, var.high);
    }
    var.name = arena_str(arena, var.name);
    GROW(arena, vars->var, vars->var_count, vars->var_cap);
    uint32_t number = (uint32_t)vars->var_count++;
    vars->var[number] = var;
    if (var.low) cover_fact(vars, cover_compare(vars, number, COVER_GE, var.low));
    if (var.high) cover_fact(vars, cover_compare(vars, number, COVER_LE, var.high));
    return number;
}

uint32_t cover_question(CoverVars *vars, Str text)
{
    GROW(vars->arena, vars->question, vars->question_count, vars->question_cap);
    vars->question[vars->question_count] = arena_str(vars->arena, text);
    return (uint32_t)vars->question_count++;
}

/* shown - value REL distance */
static const Cover *apart(CoverVars *vars, uint32_t shown, uint32_t value, CoverRel rel,
                          const Exact *distance)
{
    CoverTerm terms[] = { { shown, exact_from_i64(vars->arena, 1) },
                          { value, exact_from_i64(vars->arena, -1) } };
    return cover_linear(vars, terms, 2, exact_neg(vars->arena, distance), rel);
}

/* Which of the numbers with the figure `shown` between them and it, at the ends of its step, are
 * shown as it: for value >= 0 by `positive`, else by `negative`. */
static const Cover *by_sign(CoverVars *vars, uint32_t value, const Cover *positive,
                            const Cover *negative)
{
    const Exact *zero = exact_from_i64(vars->arena, 0);
    return cover_or(vars, cover_and(vars, cover_compare(vars, value, COVER_GE, zero), positive),
                    cover_and(vars, cover_compare(vars, value, COVER_LT, zero), negative));
}

/* low REL shown - value REL high, with the one end closed and the other open. */
static const Cover *between(CoverVars *vars, uint32_t shown, uint32_t value, const Exact *low,
                            bool low_open, const Exact *high, bool high_open)
{
    return cover_and(vars, apart(vars, shown, value, low_open ? COVER_GT : COVER_GE, low),
                     apart(vars, shown, value, high_open ? COVER_LT : COVER_LE, high));
}

/* shown is twice the step times a whole number. */
static const Cover *is_even(CoverVars *vars, uint32_t shown, const Exact *step)
{
    const Exact *two = exact_from_i64(vars->arena, 2);
    CoverVar twice = { .grid = exact_mul(vars->arena, step, two) };
    return cover_compare_vars(vars, shown, COVER_EQ, cover_var(vars, twice));
}

void cover_rounded(CoverVars *vars, uint32_t shown, uint32_t value, const Round *round)
{
    Arena *arena = vars->arena;
    const Exact *step = exact_copy(arena, round->step), *zero = exact_from_i64(arena, 0);
    const Exact *half = exact_div(arena, step, exact_from_i64(arena, 2));
    const Exact *minus_half = exact_neg(arena, half), *minus_step = exact_neg(arena, step);
    bool nearest = round->mode != ROUND_UP && round->mode != ROUND_DOWN;
    const Cover *near_by = between(vars, shown, value, nearest ? minus_half : minus_step, !nearest,
                                   nearest ? half : step, !nearest);
    const Cover *exactly = NULL;
    switch (round->mode) {
    case ROUND_HALF_UP: exactly = between(vars, shown, value, minus_half, true, half, false); break;
    case ROUND_HALF_AWAY:
        exactly = by_sign(vars, value, between(vars, shown, value, minus_half, true, half, false),
                          between(vars, shown, value, minus_half, false, half, true));
        break;
    case ROUND_HALF_EVEN:
        exactly = cover_or(vars, between(vars, shown, value, minus_half, true, half, true),
                           is_even(vars, shown, step));
        break;
    case ROUND_UP:
        exactly = by_sign(vars, value, between(vars, shown, value, zero, false, step, true),
                          between(vars, shown, value, minus_step, true, zero, false));
        break;
    case ROUND_DOWN:
        exactly = by_sign(vars, value, between(vars, shown, value, minus_step, true, zero, false),
                          between(vars, shown, value, zero, false, step, true));
        break;
    }
    add_fact(vars, near_by, shown);
    add_fact(vars, exactly, shown);
}
