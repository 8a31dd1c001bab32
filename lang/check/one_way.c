/* one_way.c -- conditions that can never go one way: no row meets one, or every row does, whatever
 * the data, as ranges, codes and types show.  Such a clause says nothing, and is a fault.
 *
 * A condition is asked wherever it becomes a formula: at every level of its block, in every year,
 * for every use of a `formula`.  It is a fault when it goes one way everywhere: where a parameter
 * or the codes of a column differ by year, one year's answer is nobody's fault.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/bands.h"
#include "module.h"

enum { VARS_TOLD = 4 };

/* What is known so far of a condition of the text. */
typedef struct Answered {
    const Node *node;
    bool yes, no; /* it may be so, somewhere */
    Str note;     /* what it goes by, where it was first asked ... */
    Span before;  /* ... and the condition that had decided it; end 0: none */
} Answered;

struct OneWay {
    Answered *items;
    size_t count, cap;
};

OneWay *one_way_open(Arena *arena)
{
    return NEW(arena, OneWay);
}

static Answered *answered_of(Model *model, const Node *node)
{
    OneWay *all = model->one_way;
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].node == node) return &all->items[i];
    GROW(model->arena, all->items, all->count, all->cap);
    all->items[all->count] = (Answered){ .node = node };
    return &all->items[all->count++];
}

/* ---- what it goes by ---- */

static void add_bounds(Build *b, Text *text, const Range *range, CoverShow show)
{
    Str low = range->low ? cover_number_text(b->arena, range->low, show) : STR_EMPTY;
    Str high = range->high ? cover_number_text(b->arena, range->high, show) : STR_EMPTY;
    if (range->low && range->high && exact_compare(b->arena, range->low, range->high) == 0)
        text_printf(text, " is always %S", low);
    else if (range->low && range->high)
        text_printf(text, " is from %S to %S", low, high);
    else if (range->low)
        text_printf(text, " is %S or more", low);
    else
        text_printf(text, " is %S or less", high);
}

static void add_codes(Text *text, const Known *known)
{
    text_add(text, STR(" is "));
    for (size_t i = 0; i < known->word_count; i++)
        text_printf(text, "%s\"%S\"",
                    !i                           ? ""
                    : i + 1 == known->word_count ? " or "
                                                 : ", ",
                    known->words[i]);
}

/* Fields and figures are told; what else is a variable has no name of its own. */
static bool has_name(const Expr *e)
{
    if (e->kind == EXPR_READ) e = e->arg[0];
    return e->kind == EXPR_FIELD || e->kind == EXPR_DEF;
}

/* `points is from 0 to 90; kind is "a" or "b"`: what is declared of what the condition asks. */
static Str bounds_note(Build *b)
{
    Text text = text_open(b->model->arena);
    size_t told = 0;
    for (size_t i = 0; i < b->known_count && told < VARS_TOLD; i++) {
        const Known *known = &b->known[i];
        if (known->question || !known->declared || !has_name(known->expr)) continue;
        Str name = bands_words(b, known->expr);
        Range range = expr_range(b->model, known->expr);
        bool codes =
            known->word_count && known->word_count <= 8 && known->words[known->word_count - 1].len;
        if (!name.len || (!codes && !range.low && !range.high)) continue;
        text_printf(&text, "%s%S", told++ ? "; " : "", name);
        CoverShow show = known->expr->unit == UNIT_PERCENT ? COVER_PERCENT : COVER_NUMBER;
        if (codes)
            add_codes(&text, known);
        else
            add_bounds(b, &text, &range, show);
    }
    if (told) text_byte(&text, '.');
    return text_str(&text);
}

/* ---- asking ---- */

/* The conditions that were decided before this one is asked, of the same rows. */
static const Cover *facts_cover(Build *b, const Facts *facts, const Place *place)
{
    const Cover *all = cover_true(b->vars);
    for (const Facts *f = facts; f; f = f->older) {
        bool yes = f->kind == FACT_TRUE;
        if ((!yes && f->kind != FACT_FALSE) || f->expr->place != place) continue;
        const Cover *is = bands_condition(b, f->expr);
        all = cover_and(b->vars, all, yes ? is : cover_not(b->vars, is));
    }
    return all;
}

static void gather_words(Build *b, const Facts *facts, const Expr *e)
{
    for (const Facts *f = facts; f; f = f->older)
        if ((f->kind == FACT_TRUE || f->kind == FACT_FALSE) && f->expr->place == e->place)
            bands_gather_words(b, f->expr);
    bands_gather_words(b, e);
}

/* Where the condition stands by which this one is decided; nowhere when it takes several. */
static Span decided_by(Build *b, const Facts *facts, const Place *place, const Cover *never)
{
    for (const Facts *f = facts; f; f = f->older) {
        bool yes = f->kind == FACT_TRUE;
        if ((!yes && f->kind != FACT_FALSE) || f->expr->place != place) continue;
        const Cover *is = bands_condition(b, f->expr);
        const Cover *both = cover_and(b->vars, yes ? is : cover_not(b->vars, is), never);
        if (cover_possible(b->vars, both, NULL) == COVER_NO) return f->expr->span;
    }
    return (Span){ 0, 0, 0 };
}

static void ask(Model *model, const Facts *facts, const Expr *e, Answered *answered, Arena *scratch)
{
    static const BandList none;
    Build b = { .model = model, .arena = scratch, .list = &none, .facts = facts, .knows = true };
    b.vars = cover_open(scratch);
    b.exprs = model->expr_count;
    b.made = NEW_ARRAY(scratch, const Cover *, b.exprs + 1);
    b.gathered = NEW_ARRAY(scratch, bool, b.exprs + 1);
    gather_words(&b, facts, e);
    const Cover *holds = bands_condition(&b, e);
    Str own = bounds_note(&b); /* before the facts, which speak of other figures too */
    const Cover *given = facts_cover(&b, facts, e->place);
    bool yes = cover_possible(b.vars, cover_and(b.vars, given, holds), NULL) != COVER_NO;
    bool no = cover_possible(b.vars, cover_and(b.vars, given, cover_not(b.vars, holds)), NULL) !=
              COVER_NO;
    if (!yes && !no) return; /* no row is asked at all: that is told of what leads here */
    answered->yes = answered->yes || yes;
    answered->no = answered->no || no;
    if (answered->note.len || answered->before.end || yes == no) return;
    const Cover *never = yes ? cover_not(b.vars, holds) : holds;
    if (cover_possible(b.vars, never, NULL) != COVER_NO)
        answered->before = decided_by(&b, facts, e->place, never);
    else
        answered->note = own;
}

void one_way_ask(const Scope *scope, const Node *node, const Expr *e)
{
    Model *model = scope->model;
    if (!model->one_way || !e || !node || node->kind == NODE_ERROR) return;
    if (module_is_standard(model->sources, node->span.file)) return; /* written for all data */
    Answered *answered = answered_of(model, node);
    if (answered->yes && answered->no) return;
    if (can_miss(model, e, scope->facts)) { /* that it is missing says something by itself */
        answered->yes = answered->no = true;
        return;
    }
    Arena scratch = arena_open(model->arena->guard);
    ask(model, scope->facts, e, answered, &scratch);
    arena_close(&scratch);
}

void one_way_tell(const OneWay *all, Diags *diags)
{
    for (size_t i = 0; i < all->count; i++) {
        const Answered *answered = &all->items[i];
        if (answered->yes == answered->no) continue;
        Diag *d = DIAG_AT(diags, D_ONE_WAY, answered->node->span,
                          answered->yes ? STR("every row meets") : STR("no row can meet"),
                          answered->yes ? STR("that some row does not meet")
                                        : STR("that some row meets"));
        d->note = answered->note;
        if (answered->before.end > answered->before.start)
            diag_also(diags, d, answered->before, STR("this has decided it"));
    }
}
