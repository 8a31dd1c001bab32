/* edge.c -- see edge.h: how far band edges are.
 *
 * The lines of a list of bands are decided again for a shifted figure.  Each comparison that the
 * figure decides gives the shifts at which it changes, exactly; the least one at which the band is
 * another is the edge.  What cannot be said so is not guessed: then nothing is said.  At no shift
 * the answer must be the review's own band.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "limit.h"
#include "number/exact.h"
#include "why/edge.h"
#include "why/why.h"

/* A number at the shift, and how much it moves for each unit of it. */
typedef struct Moving {
    const Exact *x, *slope;
} Moving;

static const Exact *fail(Edging *e)
{
    e->failed = true;
    return e->nought;
}

static const Exact *checked(Edging *e, const Exact *x)
{
    return x ? x : fail(e);
}

/* ---- what moves ---- */

static bool is_figure(const Edging *e, const Expr *x)
{
    const Level *level = e->level;
    return x->kind == EXPR_DEF &&
           (x->def == level->value || x->def == level->lower || x->def == level->upper);
}

static bool moves(const Edging *e, const Expr *x, unsigned depth)
{
    if (is_figure(e, x)) return true;
    if (depth > LIMIT_DEPTH || x->place != e->level->place) return false;
    if (x->kind == EXPR_DEF) return moves(e, x->def->expr, depth + 1);
    if (x->kind == EXPR_READ) return false;
    for (uint32_t i = 0; i < x->arg_count; i++)
        if (moves(e, x->arg[i], depth + 1)) return true;
    return false;
}

static Moving number(Edging *e, const Expr *x);
static int64_t band(Edging *e, const Expr *x);

/* What is told of a formula as a whole; false: its parts are to be asked. */
static bool told(Edging *e, const Expr *x, Value *value)
{
    if (!e->tell(e, x, value)) return false;
    if (value->reason) fail(e);
    return true;
}

static bool still(Edging *e, const Expr *x, Moving *m)
{
    Value value;
    if (!told(e, x, &value)) return false;
    *m = (Moving){ value.number ? value.number : fail(e), e->nought };
    return true;
}

/* A point that is just beside a boundary of rounding lies on the side it lies on. */
static const Exact *rounded(Edging *e, const Moving *m, const Round *round)
{
    const Exact *x = m->x;
    int side = e->side * exact_sign(e->arena, m->slope);
    if (side && !x->root) {
        const Exact *half = exact_div(e->arena, round->step, exact_from_i64(e->arena, 2));
        const Exact *halves = exact_div(e->arena, x, half);
        int64_t num, den;
        if (!exact_to_ratio(halves, &num, &den)) return fail(e);
        const Exact *little = exact_div(e->arena, round->step, exact_from_i64(e->arena, 8));
        if (den == 1) /* on a boundary of some mode */
            x = side > 0 ? exact_add(e->arena, x, little) : exact_sub(e->arena, x, little);
    }
    return exact_round(e->arena, x, round);
}

static Moving product(Edging *e, const Expr *x)
{
    Moving a = number(e, x->arg[0]), b = number(e, x->arg[1]);
    Arena *arena = e->arena;
    if (exact_sign(arena, b.slope)) {
        if (x->kind == EXPR_DIV || exact_sign(arena, a.slope))
            return (Moving){ fail(e), e->nought };
        Moving swap = a;
        a = b;
        b = swap;
    }
    if (x->kind == EXPR_DIV && exact_sign(arena, b.x) == 0) return (Moving){ fail(e), e->nought };
    if (b.x->root) return (Moving){ fail(e), e->nought };
    if (x->kind == EXPR_DIV)
        return (Moving){ checked(e, exact_div(arena, a.x, b.x)),
                         checked(e, exact_div(arena, a.slope, b.x)) };
    return (Moving){ checked(e, exact_mul(arena, a.x, b.x)),
                     checked(e, exact_mul(arena, a.slope, b.x)) };
}

static Moving number(Edging *e, const Expr *x)
{
    Arena *arena = e->arena;
    if (x->type == TYPE_BAND && moves(e, x, 0))
        return (Moving){ exact_from_i64(arena, band(e, x)), e->nought };
    Moving a, b;
    if (is_figure(e, x)) {
        if (!still(e, x, &a)) return (Moving){ fail(e), e->nought };
        return (Moving){ checked(e, exact_add(arena, a.x, e->shift)), e->one };
    }
    if (!moves(e, x, 0) && still(e, x, &a)) return a;
    switch ((int)x->kind) {
    case EXPR_DEF: return number(e, x->def->expr);
    case EXPR_ROUND:
        a = number(e, x->arg[0]);
        return (Moving){ rounded(e, &a, &e->model->rounds[x->index]), e->nought };
    case EXPR_NEG:
        a = number(e, x->arg[0]);
        return (Moving){ exact_neg(arena, a.x), exact_neg(arena, a.slope) };
    case EXPR_ADD:
    case EXPR_SUB:
        a = number(e, x->arg[0]);
        b = number(e, x->arg[1]);
        if (x->kind == EXPR_ADD)
            return (Moving){ checked(e, exact_add(arena, a.x, b.x)),
                             exact_add(arena, a.slope, b.slope) };
        return (Moving){ checked(e, exact_sub(arena, a.x, b.x)),
                         exact_sub(arena, a.slope, b.slope) };
    case EXPR_MUL:
    case EXPR_DIV: return product(e, x);
    default: return (Moving){ fail(e), e->nought };
    }
}

/* ---- conditions ---- */

static bool is_comparison(ExprKind kind)
{
    return kind == EXPR_LT || kind == EXPR_LE || kind == EXPR_GT || kind == EXPR_GE ||
           kind == EXPR_EQ || kind == EXPR_NE;
}

static bool compared(Edging *e, const Expr *x)
{
    Moving a = number(e, x->arg[0]), b = number(e, x->arg[1]);
    int order = exact_compare(e->arena, a.x, b.x);
    if (order == 0) order = e->side * exact_compare(e->arena, a.slope, b.slope);
    switch ((int)x->kind) {
    case EXPR_LT: return order < 0;
    case EXPR_LE: return order <= 0;
    case EXPR_GT: return order > 0;
    case EXPR_GE: return order >= 0;
    case EXPR_EQ: return order == 0;
    default: return order != 0;
    }
}

static bool holds(Edging *e, const Expr *x)
{
    Value value;
    if (!moves(e, x, 0) && told(e, x, &value)) return value.yes;
    if (is_comparison(x->kind)) return compared(e, x);
    switch ((int)x->kind) {
    case EXPR_DEF: return holds(e, x->def->expr);
    case EXPR_NOT: return !holds(e, x->arg[0]);
    case EXPR_AND: return holds(e, x->arg[0]) && holds(e, x->arg[1]);
    case EXPR_OR: return holds(e, x->arg[0]) || holds(e, x->arg[1]);
    case EXPR_IS_KNOWN: return true;
    case EXPR_CHOOSE: return holds(e, x->arg[0]) ? holds(e, x->arg[1]) : holds(e, x->arg[2]);
    default: fail(e); return false;
    }
}

static int64_t band(Edging *e, const Expr *x)
{
    int64_t num = 0, den = 1;
    if (x->kind == EXPR_CONST) {
        exact_to_ratio(x->number, &num, &den);
        return num;
    }
    switch ((int)x->kind) {
    case EXPR_DEF: return band(e, x->def->expr);
    case EXPR_INSTEAD: return band(e, x->arg[0]);
    case EXPR_AFTER: return band(e, x->arg[1]);
    case EXPR_CHOOSE: return holds(e, x->arg[0]) ? band(e, x->arg[1]) : band(e, x->arg[2]);
    default: fail(e); return -1;
    }
}

/* ---- where comparisons change ---- */

static void add_shift(Edging *e, const Exact *shift)
{
    if (!shift) return;
    GROW(e->arena, e->at, e->count, e->cap);
    e->at[e->count++] = shift;
}

/* x, which moves by slope, reaches `to`. */
static void add_reach(Edging *e, const Moving *m, const Exact *to)
{
    const Exact *gap = exact_sub(e->arena, to, m->x);
    if (gap) add_shift(e, exact_div(e->arena, gap, m->slope));
}

/* A rounded figure meets a number: the boundaries on both sides of the steps nearest to it. */
static void add_rounded(Edging *e, const Expr *x, const Exact *number_met)
{
    Arena *arena = e->arena;
    const Round *round = &e->model->rounds[x->index];
    Moving m = number(e, x->arg[0]);
    Round down = round_nearest(ROUND_DOWN, round->step);
    const Exact *near = exact_round(arena, number_met, &down);
    const Exact *half = exact_div(arena, round->step, exact_from_i64(arena, 2));
    if (e->failed || exact_sign(arena, m.slope) == 0) return;
    for (int64_t halves = -4; halves <= 4; halves++)
        add_reach(e, &m,
                  exact_add(arena, near, exact_mul(arena, half, exact_from_i64(arena, halves))));
}

static void add_comparison(Edging *e, const Expr *x)
{
    Arena *arena = e->arena;
    for (int side = 0; side < 2; side++) {
        const Expr *own = x->arg[side], *other = x->arg[1 - side];
        if (own->kind != EXPR_ROUND || !moves(e, own, 0) || moves(e, other, 0)) continue;
        Moving met = number(e, other);
        if (!e->failed && !met.x->root) add_rounded(e, own, met.x);
        return;
    }
    if (x->arg[0]->type == TYPE_BAND) return;
    Moving a = number(e, x->arg[0]), b = number(e, x->arg[1]);
    const Exact *slope = exact_sub(arena, a.slope, b.slope);
    const Exact *gap = exact_sub(arena, b.x, a.x);
    if (gap && exact_sign(arena, slope)) add_shift(e, exact_div(arena, gap, slope));
}

static void find_shifts(Edging *e, const Expr *x, unsigned depth)
{
    if (depth > LIMIT_CHAIN || !moves(e, x, 0) || is_figure(e, x)) return;
    if (is_comparison(x->kind)) add_comparison(e, x);
    if (x->kind == EXPR_DEF) find_shifts(e, x->def->expr, depth + 1);
    for (uint32_t i = 0; i < x->arg_count; i++) find_shifts(e, x->arg[i], depth + 1);
}

/* ---- the edges ---- */

static int64_t band_at(Edging *e, const Exact *shift, int side)
{
    e->shift = shift;
    e->side = side;
    return band(e, e->bands);
}

bool edging_open(Edging *e, const Expr *bands)
{
    e->bands = bands;
    e->nought = exact_from_i64(e->arena, 0);
    e->one = exact_from_i64(e->arena, 1);
    e->own = band_at(e, e->nought, 0);
    find_shifts(e, bands, 0);
    return !e->failed;
}

/* The nearest shift in a direction (1 or -1) at or just after which `wanted` holds, or where that
 * is EDGE_OTHER another band than its own. */
static Edge nearest(Edging *e, int64_t wanted, int way)
{
    Edge best = { .there = false };
    for (size_t i = 0; i < e->count; i++) {
        const Exact *shift = e->at[i];
        int sign = exact_sign(e->arena, shift) * way;
        if (sign < 0) continue;
        int order = best.there ? exact_compare(e->arena, shift, best.shift) * way : -1;
        if (order > 0 || (order == 0 && !best.beyond)) continue;
        int64_t at = sign ? band_at(e, shift, 0) : e->own;
        bool is = wanted == EDGE_OTHER ? at != e->own : at == wanted;
        int64_t after = is ? at : band_at(e, shift, way);
        if (is || (wanted == EDGE_OTHER ? after != e->own : after == wanted))
            best = (Edge){ true, shift, !is, way, after };
    }
    return best;
}

Edge edging_next(Edging *e, int way)
{
    return nearest(e, EDGE_OTHER, way);
}

Edge edging_to(Edging *e, int64_t wanted)
{
    Edge up = nearest(e, wanted, 1), down = nearest(e, wanted, -1);
    if (!up.there || !down.there) return up.there ? up : down;
    int order = exact_compare(e->arena, up.shift, exact_neg(e->arena, down.shift));
    return order > 0 || (order == 0 && up.beyond && !down.beyond) ? down : up;
}

int64_t edging_at(Edging *e, const Exact *shift)
{
    return band_at(e, shift, 0);
}

/* ---- of a figure that is explained ---- */

static const Root *band_root(const Subject *s)
{
    for (uint32_t i = 0; i < s->root_count; i++)
        if (s->root[i].expr->type == TYPE_BAND) return &s->root[i];
    return NULL;
}

static bool tell(Edging *e, const Expr *x, Value *value)
{
    *value = why_value(e->arg, x, e->row);
    return true;
}

void why_edges(Inquiry *why, Figure *figure)
{
    const Subject *s = figure->subject;
    const Root *root = s->level && s->level->value ? band_root(s) : NULL;
    if (!root || why_value(why, root->expr, figure->row).reason ||
        why_value(why, s->root[0].expr, figure->row).reason)
        return;
    Edging e = { .arg = why,
                 .tell = tell,
                 .arena = why->arena,
                 .model = why->model,
                 .level = s->level,
                 .row = figure->row };
    int64_t num = 0, den = 1;
    exact_to_ratio(why_value(why, root->expr, figure->row).number, &num, &den);
    Edges *edges = &figure->edges;
    if (edging_open(&e, root->expr) && e.own == num) {
        edges->up = edging_next(&e, 1);
        edges->down = edging_next(&e, -1);
    }
    edges->worked_out = !e.failed && e.own == num;
    edges->keeps_half_width = s->level->lower != NULL;
    if (!edges->worked_out)
        edges->why_not = STR("How far the next band is cannot be said by a shift of the value.");
}
