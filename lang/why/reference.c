/* reference.c -- which figures of the nation the rows of a reduction are worked out with: the
 * reference pass that a reader of a school's figure cannot see in the school's own rows.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "why/why.h"

typedef struct Walk {
    Inquiry *why;
    bool *seen; /* by Expr.id */
    size_t seen_count;
    Reference *found;
    size_t count, cap;
} Walk;

static void visit(Walk *walk, const Expr *e);

static void visit_all(Walk *walk, const Expr *const *parts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (parts[i]) visit(walk, parts[i]);
}

static void add(Walk *walk, const Expr *e)
{
    while (e->kind == EXPR_ROUND || e->kind == EXPR_NEG) e = e->arg[0];
    if (e->kind != EXPR_DEF || why_is_person(walk->why, e->place)) return;
    for (size_t i = 0; i < walk->count; i++)
        if (walk->found[i].def == e->def) return;
    GROW(walk->why->arena, walk->found, walk->count, walk->cap);
    walk->found[walk->count++] = (Reference){ .def = e->def, .expr = e };
}

/* A group's figure that was put in from a reference. */
static void add_frozen(Walk *walk, const Def *def)
{
    for (size_t i = 0; i < walk->count; i++)
        if (walk->found[i].def == def) return;
    GROW(walk->why->arena, walk->found, walk->count, walk->cap);
    walk->found[walk->count++] = (Reference){ .def = def };
}

static void visit_gather(Walk *walk, const Gather *g)
{
    const Expr *parts[] = { g->value, g->mask, g->weight };
    visit_all(walk, parts, COUNT_OF(parts));
}

static void visit_pick(Walk *walk, const Pick *pick)
{
    visit(walk, pick->points);
    for (size_t s = 0; s < pick->slot_count; s++)
        if (pick->slots[s].mask) visit(walk, pick->slots[s].mask);
}

static void visit(Walk *walk, const Expr *e)
{
    if (e->id >= walk->seen_count || walk->seen[e->id]) return;
    walk->seen[e->id] = true;
    if (e->frozen) {
        add_frozen(walk, e->frozen);
        return;
    }
    switch ((int)e->kind) {
    case EXPR_DEF: visit(walk, e->def->expr); return;
    case EXPR_GATHER: visit_gather(walk, e->gather); return;
    case EXPR_PICKED: visit_pick(walk, e->pick); return;
    case EXPR_READ:
        if (why_is_nationwide(e->arg[0]->place))
            add(walk, e->arg[0]);
        else
            visit(walk, e->arg[0]);
        if (e->arg_count == 2) visit(walk, e->arg[1]);
        return;
    case EXPR_ALONG:
        if (why_is_nationwide(e->arg[0]->place)) add(walk, e->arg[0]);
        break;
    default: break;
    }
    visit_all(walk, e->arg, e->arg_count);
}

const Def *why_frozen(const Expr *e)
{
    if (e->frozen) return e->frozen;
    return e->kind == EXPR_DEF && e->def->frozen ? e->def : NULL;
}

Str why_frozen_words(Inquiry *why)
{
    const ReferenceNote *note = &why->work->tables.ledger.reference;
    return str_printf(why->arena, "the reference of %S, %S", year_words(why->arena, note->year),
                      str_printable(why->arena, note->name, 120));
}

void why_references(Inquiry *why, const Expr *value, Noted *note)
{
    size_t count = why->model->expr_count + 1;
    Walk walk = { .why = why, .seen_count = count, .seen = NEW_ARRAY(why->scratch, bool, count) };
    visit(&walk, value);
    note->references = walk.found;
    note->reference_count = walk.count;
    for (size_t i = 0; i < walk.count; i++) why_plan(why, walk.found[i].expr);
}
