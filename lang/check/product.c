/* product.c -- what a product, a quotient or a square root is counted in, and whether it still has
 * a square root in it.
 *
 * The product of a number in points with another is in points squared: a unit that nothing is shown
 * in, whose square root is in points again.  So errors can be squared, summed and rooted.  A root
 * number times or over one with the same square roots in it is rational.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"

bool unit_is_plain(uint32_t unit)
{
    return unit == UNIT_ANY || unit == UNIT_PURE || unit == UNIT_PERCENT;
}

/* Formulas looked at for one answer, which is else the careful one: lets that use others twice each
 * grow as 2, 4, 8, 16 ... */
enum { MOST_LOOKED = 2000 };

/* ---- units ---- */

static const Str squared = { " squared", 8 };

/* The unit whose square `unit` is; UNIT_ANY when it is none. */
static uint32_t unit_root(Model *model, uint32_t unit)
{
    if (unit_is_plain(unit)) return UNIT_ANY;
    Str name = model->units[unit];
    if (name.len <= squared.len) return UNIT_ANY;
    size_t end = name.len - squared.len;
    if (!str_eq(str_slice(name, end, name.len), squared)) return UNIT_ANY;
    return unit_find(model, str_slice(name, 0, end));
}

static uint32_t unit_square(Model *model, uint32_t unit)
{
    return unit_find(model, str_printf(model->arena, "%S%S", model->units[unit], squared));
}

static bool plain_part(ExprKind kind, const Expr *a, const Expr *b, uint32_t *unit)
{
    if (unit_is_plain(b->unit)) {
        *unit = a->unit;
        if (a->unit == UNIT_ANY || (a->unit == UNIT_PURE && b->unit == UNIT_PERCENT))
            *unit = kind == EXPR_MUL ? b->unit : b->unit == UNIT_ANY ? UNIT_ANY : UNIT_PURE;
        if (kind == EXPR_DIV && a->unit == UNIT_PERCENT && b->unit == UNIT_PERCENT)
            *unit = UNIT_PURE;
        return true;
    }
    if (kind != EXPR_MUL || !unit_is_plain(a->unit)) return false;
    *unit = b->unit;
    return true;
}

bool product_unit(Scope *scope, ExprKind kind, const Expr *a, const Expr *b, const Node *at,
                  uint32_t *unit)
{
    Model *model = scope->model;
    if (plain_part(kind, a, b, unit)) return true;
    if (a->unit == b->unit && (kind == EXPR_DIV || unit_root(model, a->unit) == UNIT_ANY)) {
        *unit = kind == EXPR_DIV ? UNIT_PURE : unit_square(model, a->unit);
        return true;
    }
    if (kind == EXPR_DIV && unit_root(model, a->unit) == b->unit) {
        *unit = b->unit;
        return true;
    }
    FAULT(scope, kind == EXPR_MUL ? D_UNITS_MULTIPLY : D_UNITS_DIVIDE, at,
          unit_text(model, a->unit), unit_text(model, b->unit));
    return false;
}

const Expr *check_root(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    const Expr *of = check_typed(scope, node->child[0], TYPE_NUMBER);
    if (!of) return NULL;
    if (of->nature != RATIONAL) return FAULT(scope, D_ROOT_NEEDS_ROUNDING, node);
    uint32_t unit = unit_is_plain(of->unit) ? UNIT_PURE : unit_root(model, of->unit);
    if (unit == UNIT_ANY) return FAULT(scope, D_UNITS_ROOT, node, unit_text(model, of->unit));
    const Expr *args[] = { of };
    return expr_make(model, &(Expr){ .kind = EXPR_ROOT,
                                     .place = scope->place,
                                     .type = TYPE_NUMBER,
                                     .unit = unit,
                                     .nature = ROOT_NUMBER,
                                     .arg = args,
                                     .arg_count = 1,
                                     .span = node->span });
}

/* ---- square roots that cancel ---- */

enum { MOST_ROOTS = 16 };

/* The formulas whose square roots stand in a product an odd number of times. */
typedef struct Roots {
    const Expr *of[MOST_ROOTS];
    size_t count;
    size_t looked;
    bool unknown; /* too many */
} Roots;

static void turn(Roots *roots, const Expr *e)
{
    for (size_t i = 0; i < roots->count; i++)
        if (roots->of[i] == e) {
            roots->of[i] = roots->of[--roots->count];
            return;
        }
    if (roots->count == MOST_ROOTS)
        roots->unknown = true;
    else
        roots->of[roots->count++] = e;
}

static void add_roots(Roots *roots, const Expr *e)
{
    e = expr_bare(e);
    if (!e || e->nature == RATIONAL || roots->unknown) return;
    if (++roots->looked > MOST_LOOKED) {
        roots->unknown = true;
    } else if (e->kind == EXPR_MUL || e->kind == EXPR_DIV || e->kind == EXPR_NEG) {
        for (uint32_t i = 0; i < e->arg_count; i++) add_roots(roots, e->arg[i]);
    } else {
        /* the root of x times the root of x is x: both are told by x */
        turn(roots, e->kind == EXPR_ROOT ? expr_bare(e->arg[0]) : e);
    }
}

bool roots_cancel(const Expr *a, const Expr *b)
{
    Roots roots = { .count = 0 };
    if (a->nature != ROOT_NUMBER || b->nature != ROOT_NUMBER) return false;
    add_roots(&roots, a);
    add_roots(&roots, b);
    return roots.count == 0 && !roots.unknown;
}

/* ---- never below nought ---- */

static bool not_below(Model *model, const Expr *e, size_t *looked);

static bool gathers_no_less(Model *model, const Gather *g, size_t *looked)
{
    switch ((int)g->kind) {
    case GATHER_KIND_SUM:
    case GATHER_KIND_MEAN: return not_below(model, g->value, looked);
    case GATHER_KIND_WEIGHTED_SUM:
    case GATHER_KIND_WEIGHTED_MEAN:
        return not_below(model, g->value, looked) && not_below(model, g->weight, looked);
    default: return false;
    }
}

/* Each formula stands an even number of times in the product: (a * b * a) * b. */
static bool is_square(const Expr *e)
{
    Roots times = { .count = 0 };
    for (; e->kind == EXPR_MUL && times.count < MOST_ROOTS; e = expr_bare(e->arg[0]))
        turn(&times, expr_bare(e->arg[1]));
    turn(&times, e);
    return times.count == 0 && !times.unknown;
}

static bool not_below(Model *model, const Expr *e, size_t *looked)
{
    if (++*looked > MOST_LOOKED) return false;
    Range range = expr_range(model, e);
    e = expr_bare(e);
    if (!e) return false;
    if (range.low && exact_sign(model->arena, range.low) >= 0) return true;
    switch ((int)e->kind) {
    case EXPR_ROOT: return true;
    case EXPR_READ: return not_below(model, e->arg[0], looked);
    case EXPR_GATHER: return gathers_no_less(model, e->gather, looked);
    case EXPR_MUL:
        if (is_square(e)) return true;
        break;
    case EXPR_ADD:
    case EXPR_DIV: break;
    default: return false;
    }
    return not_below(model, e->arg[0], looked) && not_below(model, e->arg[1], looked);
}

bool never_negative(Model *model, const Expr *e)
{
    size_t looked = 0;
    return not_below(model, e, &looked);
}
