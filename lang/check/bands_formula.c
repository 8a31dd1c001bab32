/* bands_formula.c -- the conditions of a list of bands or findings as Cover trees (cover.h).
 *
 * Comparisons of sums of figures are kept exactly; a figure that is worked out in another way is a
 * variable of its own with what is known of its range; codes are variables over their texts; every
 * other part that is yes or no may be answered either way.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/bands.h"

enum {
    MOST_DEEP = 1000,  /* parts of a condition, one in another: what lies deeper is a question */
    MOST_WORDS = 500,  /* codes of a list that are reasoned about one by one */
    MOST_SUMS = 50000, /* parts of all sums: past it a part is a variable of its own */
    MOST_QUOTED = 60   /* bytes of a formula that stand in a message as they are */
};

/* A sum of variables. */
typedef struct Sum {
    CoverTerm *terms;
    size_t count, cap;
    const Exact *constant;
} Sum;

static const Cover *cover_of(Build *b, const Expr *e, uint32_t depth);

/* ---- what a formula is called ---- */

Str bands_words(const Build *b, const Expr *e)
{
    switch ((int)e->kind) {
    case EXPR_DEF: {
        const Def *def = e->def;
        if (!def->measure) return def->name;
        if (def->kind == DEF_VALUE || def->kind == DEF_BAND) return def->measure->name;
        if (def->kind == DEF_LOWER) return str_printf(b->arena, "%S.lower", def->measure->name);
        if (def->kind == DEF_UPPER) return str_printf(b->arena, "%S.upper", def->measure->name);
        return def->name;
    }
    case EXPR_FIELD: return e->place->record->fields[e->index].name;
    case EXPR_READ:
        if (e->arg[0]->kind == EXPR_DEF || e->arg[0]->kind == EXPR_FIELD)
            return bands_words(b, e->arg[0]);
        break;
    default: break;
    }
    if (e->span.end <= e->span.start) return STR_EMPTY;
    Str text = source_text(b->model->sources, e->span);
    bool plain = text.len <= MOST_QUOTED;
    for (size_t i = 0; i < text.len && plain; i++) plain = text.at[i] != '\n';
    return plain ? text : STR_EMPTY;
}

static Known *known_of(Build *b, const Expr *bare, bool question)
{
    for (size_t i = 0; i < b->known_count; i++)
        if (b->known[i].expr == bare && b->known[i].question == question) return &b->known[i];
    GROW(b->arena, b->known, b->known_count, b->known_cap);
    b->known[b->known_count] = (Known){ .expr = bare, .question = question };
    return &b->known[b->known_count++];
}

/* ---- questions ---- */

static const Cover *question(Build *b, const Expr *e)
{
    Known *known = known_of(b, expr_bare(e), true);
    if (!known->declared) {
        known->number = cover_question(b->vars, bands_words(b, e));
        known->declared = true;
    }
    return cover_free(b->vars, known->number);
}

/* ---- variables ---- */

static CoverShow show_of(const Expr *e)
{
    if (e->type == TYPE_DATE) return COVER_DATE;
    if (e->type == TYPE_YEAR) return COVER_YEAR;
    return e->unit == UNIT_PERCENT ? COVER_PERCENT : COVER_NUMBER;
}

uint32_t bands_declare(Build *b, const Expr *bare, CoverVar var)
{
    Known *known = known_of(b, bare, false);
    if (!known->declared) {
        known->number = cover_var(b->vars, var);
        known->declared = true;
    }
    return known->number;
}

static uint32_t variable(Build *b, const Expr *e, uint32_t depth);

/* 1 where a condition holds, else 0. */
static uint32_t yes_variable(Build *b, const Expr *bare, uint32_t depth)
{
    const Exact *one = exact_from_i64(b->arena, 1), *nought = exact_from_i64(b->arena, 0);
    CoverVar var = { .name = bands_words(b, bare), .grid = one, .low = nought, .high = one };
    uint32_t number = bands_declare(b, bare, var);
    const Cover *holds = cover_of(b, bare->arg[0], depth + 1);
    const Cover *yes = cover_and(b->vars, holds, cover_compare(b->vars, number, COVER_EQ, one));
    const Cover *no = cover_and(b->vars, cover_not(b->vars, holds),
                                cover_compare(b->vars, number, COVER_EQ, nought));
    cover_fact(b->vars, cover_or(b->vars, yes, no));
    return number;
}

static uint32_t rounded_variable(Build *b, const Expr *e, const Expr *bare, uint32_t depth)
{
    const Round *round = &b->model->rounds[bare->index];
    Range range = expr_range(b->model, bare);
    uint32_t inner = variable(b, bare->arg[0], depth + 1);
    uint32_t number = bands_declare(b, bare,
                                    (CoverVar){ .name = bands_words(b, e),
                                                .show = show_of(bare),
                                                .grid = round->step,
                                                .low = range.low,
                                                .high = range.high });
    cover_rounded(b->vars, number, inner, round);
    return number;
}

/* The variable that a figure is; made on first asking. */
static uint32_t variable(Build *b, const Expr *e, uint32_t depth)
{
    const Expr *bare = expr_bare(e);
    Known *known = known_of(b, bare, false);
    if (known->declared) return known->number;
    if (bare->kind == EXPR_YESNO_NUMBER && depth < MOST_DEEP) return yes_variable(b, bare, depth);
    if (bare->kind == EXPR_ROUND && depth < MOST_DEEP) return rounded_variable(b, e, bare, depth);
    CoverVar var = { .name = bands_words(b, e), .show = show_of(bare) };
    if (bare->type == TYPE_BAND && bare->bands) {
        Str *words = NEW_ARRAY(b->arena, Str, bare->bands->band_count + 1);
        for (size_t i = 0; i < bare->bands->band_count; i++) words[i] = bare->bands->bands[i].name;
        var.show = COVER_BAND;
        var.words = words;
        var.word_count = bare->bands->band_count;
    } else if (bare->type == TYPE_DATE || bare->type == TYPE_YEAR) {
        var.grid = exact_from_i64(b->arena, 1);
    } else {
        Range range = expr_range(b->model, bare);
        var.low = range.low;
        var.high = range.high;
        var.grid = range.grid;
    }
    return bands_declare(b, bare, var);
}

/* ---- sums ---- */

static void add_term(Build *b, Sum *sum, uint32_t var, const Exact *coef)
{
    GROW(b->arena, sum->terms, sum->count, sum->cap);
    sum->terms[sum->count++] = (CoverTerm){ var, coef };
}

static bool is_figure(const Build *b, const Expr *bare)
{
    const Expr *figures[] = { b->list->value, b->list->lower, b->list->upper, b->list->shown };
    for (size_t i = 0; i < COUNT_OF(figures); i++)
        if (figures[i] && expr_bare(figures[i]) == bare) return true;
    return false;
}

/* A number that is the same in every row; NULL when e is not one. */
static const Exact *constant(const Expr *e)
{
    const Expr *bare = expr_bare(e);
    if (bare->kind == EXPR_READ) bare = expr_bare(bare->arg[0]);
    return bare->kind == EXPR_CONST && bare->number && !bare->number->root ? bare->number : NULL;
}

/* Adds scale * e to the sum. */
static void add_sum(Build *b, Sum *sum, const Expr *e, const Exact *scale, uint32_t depth)
{
    const Expr *bare = expr_bare(e);
    const Exact *number = constant(e), *by;
    Arena *arena = b->arena;
    if (is_figure(b, bare) || depth > MOST_DEEP || b->sums++ > MOST_SUMS) {
        add_term(b, sum, variable(b, e, depth), scale);
        return;
    }
    if (number) {
        sum->constant = exact_add(arena, sum->constant, exact_mul(arena, number, scale));
        return;
    }
    switch ((int)bare->kind) {
    case EXPR_ADD:
    case EXPR_SUB:
        add_sum(b, sum, bare->arg[0], scale, depth + 1);
        add_sum(b, sum, bare->arg[1], bare->kind == EXPR_SUB ? exact_neg(arena, scale) : scale,
                depth + 1);
        return;
    case EXPR_NEG: add_sum(b, sum, bare->arg[0], exact_neg(arena, scale), depth + 1); return;
    case EXPR_MUL:
        for (uint32_t i = 0; i < 2; i++) {
            by = constant(bare->arg[i]);
            if (!by) continue;
            add_sum(b, sum, bare->arg[1 - i], exact_mul(arena, scale, by), depth + 1);
            return;
        }
        break;
    case EXPR_DIV:
        by = constant(bare->arg[1]);
        if (!by || exact_sign(arena, by) == 0) break;
        add_sum(b, sum, bare->arg[0], exact_div(arena, scale, by), depth + 1);
        return;
    default: break;
    }
    add_term(b, sum, variable(b, e, depth), scale);
}

static const Cover *comparison(Build *b, const Expr *e, CoverRel rel, uint32_t depth)
{
    Sum sum = { .constant = exact_from_i64(b->arena, 0) };
    add_sum(b, &sum, e->arg[0], exact_from_i64(b->arena, 1), depth);
    add_sum(b, &sum, e->arg[1], exact_from_i64(b->arena, -1), depth);
    return cover_linear(b->vars, sum.terms, sum.count, sum.constant, rel);
}

/* ---- codes ---- */

static bool is_text(const Expr *e)
{
    return expr_bare(e)->kind == EXPR_CONST;
}

static void add_word(Build *b, Known *known, Str word)
{
    for (size_t i = 0; i < known->word_count; i++)
        if (str_eq(known->words[i], word)) return;
    GROW(b->arena, known->words, known->word_count, known->word_cap);
    known->words[known->word_count++] = word;
}

static void add_listed(Build *b, const Expr *code, const ListInfo *list)
{
    Known *known = known_of(b, expr_bare(code), false);
    for (uint32_t i = 0; i < list->count; i++) add_word(b, known, b->model->texts[list->code[i]]);
}

/* The list of an EXPR_IN_LIST when it is short enough to go through; else NULL. */
static const ListInfo *short_list(const Build *b, const Expr *e)
{
    const ListInfo *list = &b->model->lists[e->list];
    return list->count <= MOST_WORDS ? list : NULL;
}

/* Gathers the texts that each code is compared with, before any of them becomes a variable. */
static void gather_words(Build *b, const Expr *e, uint32_t depth)
{
    const Expr *bare = expr_bare(e);
    if (depth > MOST_DEEP || bare->id >= b->exprs || b->gathered[bare->id]) return;
    b->gathered[bare->id] = true;
    if (bare->kind == EXPR_SAME_CODE && is_text(bare->arg[0]) != is_text(bare->arg[1])) {
        bool first = is_text(bare->arg[0]);
        Known *known = known_of(b, expr_bare(bare->arg[first]), false);
        add_word(b, known, expr_bare(bare->arg[!first])->text);
    }
    if (bare->kind == EXPR_IN_LIST && short_list(b, bare))
        add_listed(b, bare->arg[0], short_list(b, bare));
    for (uint32_t i = 0; i < bare->arg_count; i++)
        if (bare->arg[i]) gather_words(b, bare->arg[i], depth + 1);
}

/* The variable of a code: over the codes it can hold, or those it is compared with and any other.
 */
static Known *code_variable(Build *b, const Expr *e)
{
    const Expr *bare = expr_bare(e);
    Known *known = known_of(b, bare, false);
    if (known->declared) return known;
    if (bare->codes && bare->codes->count && bare->codes->count <= MOST_WORDS) {
        known->word_count = 0;
        add_listed(b, bare, bare->codes);
    } else {
        add_word(b, known, STR_EMPTY);
    }
    CoverVar var = { .name = bands_words(b, e),
                     .show = COVER_CODE,
                     .words = known->words,
                     .word_count = known->word_count };
    known->number = cover_var(b->vars, var);
    known->declared = true;
    return known;
}

static const Cover *is_word(Build *b, const Expr *code, Str word)
{
    const Known *known = code_variable(b, code);
    for (size_t i = 0; i < known->word_count; i++)
        if (str_eq(known->words[i], word))
            return cover_compare(b->vars, known->number, COVER_EQ,
                                 exact_from_i64(b->arena, (int64_t)i));
    return cover_false(b->vars);
}

static const Cover *same_code(Build *b, const Expr *e)
{
    const Expr *left = expr_bare(e->arg[0]), *right = expr_bare(e->arg[1]);
    bool left_text = is_text(left), right_text = is_text(right);
    if (left_text && right_text)
        return str_eq(left->text, right->text) ? cover_true(b->vars) : cover_false(b->vars);
    if (left_text) return is_word(b, e->arg[1], left->text);
    return right_text ? is_word(b, e->arg[0], right->text) : question(b, e);
}

static const Cover *in_list(Build *b, const Expr *e)
{
    const ListInfo *list = short_list(b, e);
    const Cover *any = cover_false(b->vars);
    if (!list || is_text(e->arg[0])) return question(b, e);
    for (uint32_t i = 0; i < list->count; i++)
        any = cover_or(b->vars, any, is_word(b, e->arg[0], b->model->texts[list->code[i]]));
    return any;
}

/* ---- conditions ---- */

/* (if a, x, else y) */
static const Cover *either(Build *b, const Cover *a, const Cover *x, const Cover *y)
{
    return cover_or(b->vars, cover_and(b->vars, a, x),
                    cover_and(b->vars, cover_not(b->vars, a), y));
}

static const Cover *make_cover(Build *b, const Expr *e, const Expr *bare, uint32_t depth)
{
    const Cover *part[3] = { NULL };
    bool parts = bare->kind == EXPR_NOT || bare->kind == EXPR_AND || bare->kind == EXPR_OR ||
                 bare->kind == EXPR_SAME_YESNO || bare->kind == EXPR_CHOOSE;
    for (uint32_t i = 0; parts && i < bare->arg_count && i < 3; i++)
        part[i] = cover_of(b, bare->arg[i], depth + 1);
    switch ((int)bare->kind) {
    case EXPR_CONST: return bare->yes ? cover_true(b->vars) : cover_false(b->vars);
    case EXPR_NOT: return cover_not(b->vars, part[0]);
    case EXPR_AND: return cover_and(b->vars, part[0], part[1]);
    case EXPR_OR: return cover_or(b->vars, part[0], part[1]);
    case EXPR_SAME_YESNO: return either(b, part[0], part[1], cover_not(b->vars, part[1]));
    case EXPR_CHOOSE: return either(b, part[0], part[1], part[2]);
    case EXPR_LT: return comparison(b, bare, COVER_LT, depth);
    case EXPR_LE: return comparison(b, bare, COVER_LE, depth);
    case EXPR_GT: return comparison(b, bare, COVER_GT, depth);
    case EXPR_GE: return comparison(b, bare, COVER_GE, depth);
    case EXPR_EQ: return comparison(b, bare, COVER_EQ, depth);
    case EXPR_NE: return comparison(b, bare, COVER_NE, depth);
    case EXPR_SAME_CODE: return same_code(b, bare);
    case EXPR_IN_LIST: return in_list(b, bare);
    case EXPR_IS_KNOWN:
        if (b->knows && !can_miss(b->model, bare->arg[0], b->facts)) return cover_true(b->vars);
        return question(b, e);
    default: return question(b, e);
    }
}

static const Cover *cover_of(Build *b, const Expr *e, uint32_t depth)
{
    const Expr *bare = expr_bare(e);
    if (depth > MOST_DEEP || bare->id >= b->exprs) return question(b, e);
    if (!b->made[bare->id]) {
        const Cover *made = make_cover(b, e, bare, depth);
        b->made[bare->id] = made;
    }
    return b->made[bare->id];
}

void bands_gather_words(Build *b, const Expr *condition)
{
    gather_words(b, condition, 0);
}

const Cover *bands_condition(Build *b, const Expr *condition)
{
    return cover_of(b, condition, 0);
}
