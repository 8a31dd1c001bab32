/* cover_memo.c -- lists of conditions that were proved to be without fault, so that the same list,
 * of another year or of a measure of the same shape, is not proved again.
 *
 * Lists are the same when their variables have the same grids and bounds, and facts and conditions
 * are the same tree; what variables are called does not matter to a proof.  The key is all of that
 * as bytes, compared whole, and never leaves the process.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/cover_tree.h"
#include "number/exact.h"

typedef struct Key {
    CoverVars *vars;
    Text text;
    uint32_t named; /* nodes that have a number in it */
} Key;

static void put_word(Key *key, uint64_t word)
{
    text_add(&key->text, (Str){ (const char *)&word, sizeof word });
}

static void put_whole(Key *key, mpz_srcptr number)
{
    put_word(key, (uint64_t)(int64_t)mpz_sgn(number));
    put_word(key, mpz_size(number));
    Str limbs = { (const char *)mpz_limbs_read(number), mpz_size(number) * sizeof(mp_limb_t) };
    text_add(&key->text, limbs);
}

/* An end or a grid of a variable, or that it has none. */
static void put_number(Key *key, const Exact *number)
{
    put_word(key, number != NULL);
    if (!number) return;
    put_whole(key, mpq_numref(number->a));
    put_whole(key, mpq_denref(number->a));
}

/* A condition; one that stands there already is its number.  Depth is that of the tree, which the
 * parser bounds. */
static void put_cover(Key *key, const Cover *cover)
{
    Cover *node = (Cover *)(uintptr_t)cover; /* its mark and number are ours to set */
    if (node->mark == key->vars->walk) {
        put_word(key, UINT64_MAX);
        put_word(key, node->number);
        return;
    }
    node->mark = key->vars->walk;
    node->number = key->named++;
    put_word(key, node->kind);
    put_word(key, node->rel);
    put_word(key, node->question);
    put_word(key, node->count);
    for (size_t i = 0; node->var && i < node->count; i++) put_word(key, node->var[i]);
    for (size_t i = 0; node->var && i <= node->count; i++) put_whole(key, node->num[i]);
    for (size_t i = 0; node->part && i < node->count; i++) put_cover(key, node->part[i]);
}

Str cover_key(CoverVars *vars, const Cover *const *conds, size_t count, bool has_otherwise)
{
    Key key = { .vars = vars, .text = text_open(vars->arena) };
    vars->walk++;
    put_word(&key, has_otherwise);
    put_word(&key, vars->var_count);
    put_word(&key, vars->fact_count);
    for (size_t i = 0; i < vars->var_count; i++) {
        put_number(&key, vars->var[i].grid);
        put_number(&key, vars->var[i].low);
        put_number(&key, vars->var[i].high);
    }
    for (size_t i = 0; i < vars->fact_count; i++) {
        put_word(&key, vars->fact[i].only_for);
        put_cover(&key, vars->fact[i].cond);
    }
    for (size_t i = 0; i < count; i++) put_cover(&key, conds[i]);
    return text_str(&key.text);
}

bool cover_proved(const CoverMemo *memo, Str key)
{
    for (size_t i = 0; i < memo->count; i++)
        if (str_eq(memo->key[i], key)) return true;
    return false;
}

void cover_prove(CoverMemo *memo, Arena *arena, Str key)
{
    GROW(arena, memo->key, memo->count, memo->cap);
    memo->key[memo->count++] = key;
}
