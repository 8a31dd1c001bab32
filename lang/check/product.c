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

enum { MOST_DEEP = 100 };

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

static void add_roots(Roots *roots, const Expr *e, int depth)
{
    e = expr_bare(e);
    if (!e || e->nature == RATIONAL || roots->unknown) return;
    if (depth > MOST_DEEP) {
        roots->unknown = true;
    } else if (e->kind == EXPR_MUL || e->kind == EXPR_DIV || e->kind == EXPR_NEG) {
        for (uint32_t i = 0; i < e->arg_count; i++) add_roots(roots, e->arg[i], depth + 1);
    } else {
        /* the root of x times the root of x is x: both are told by x */
        turn(roots, e->kind == EXPR_ROOT ? expr_bare(e->arg[0]) : e);
    }
}

bool roots_cancel(const Expr *a, const Expr *b)
{
    Roots roots = { .count = 0 };
    if (a->nature != ROOT_NUMBER || b->nature != ROOT_NUMBER) return false;
    add_roots(&roots, a, 0);
    add_roots(&roots, b, 0);
    return roots.count == 0 && !roots.unknown;
}

/* ---- never below nought ---- */

static bool gathers_no_less(Model *model, const Gather *g, int depth)
{
    switch (g->kind) {
    case GATHER_KIND_SUM:
    case GATHER_KIND_MEAN: return never_negative(model, g->value, depth);
    case GATHER_KIND_WEIGHTED_SUM:
    case GATHER_KIND_WEIGHTED_MEAN:
        return never_negative(model, g->value, depth) && never_negative(model, g->weight, depth);
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

bool never_negative(Model *model, const Expr *e, int depth)
{
    Range range = expr_range(model, e);
    e = expr_bare(e);
    if (!e || depth > MOST_DEEP) return false;
    if (range.low && exact_sign(model->arena, range.low) >= 0) return true;
    switch (e->kind) {
    case EXPR_ROOT: return true;
    case EXPR_READ: return never_negative(model, e->arg[0], depth + 1);
    case EXPR_GATHER: return gathers_no_less(model, e->gather, depth + 1);
    case EXPR_MUL:
        if (is_square(e)) return true;
        break;
    case EXPR_ADD:
    case EXPR_DIV: break;
    default: return false;
    }
    return never_negative(model, e->arg[0], depth + 1) &&
           never_negative(model, e->arg[1], depth + 1);
}
