/* bands.c -- whether a list of bands or findings is sound: no two lines hold together, nothing
 * falls between them, every line can apply.  Its conditions become Cover trees in bands_formula.c,
 * cover.h finds the faults, and they are said here.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/bands.h"

/* ---- the figures themselves ---- */

static void declare_figures(Build *b)
{
    const BandList *list = b->list;
    uint32_t value, other;
    if (!list->value || list->value->type != TYPE_NUMBER) return;
    CoverShow show = list->percent ? COVER_PERCENT : COVER_NUMBER;
    Range range = expr_range(b->model, list->value);
    value = bands_declare(b, expr_bare(list->value),
                          (CoverVar){ .name = STR("value"),
                                      .show = show,
                                      .grid = range.grid,
                                      .low = range.low,
                                      .high = range.high });
    /* No range for the ends: they are held to the value, and both must not contradict it. */
    if (list->lower && expr_bare(list->lower) != expr_bare(list->value)) {
        other = bands_declare(b, expr_bare(list->lower),
                              (CoverVar){ .name = STR("lower"), .show = show });
        cover_fact(b->vars, cover_compare_vars(b->vars, other, COVER_LE, value));
    }
    if (list->upper && expr_bare(list->upper) != expr_bare(list->value)) {
        other = bands_declare(b, expr_bare(list->upper),
                              (CoverVar){ .name = STR("upper"), .show = show });
        cover_fact(b->vars, cover_compare_vars(b->vars, value, COVER_LE, other));
    }
    if (!list->shown || expr_bare(list->shown) == expr_bare(list->value)) return;
    other = bands_declare(
        b, expr_bare(list->shown),
        (CoverVar){ .name = STR("shown value"), .show = show, .grid = list->round->step });
    cover_rounded(b->vars, other, value, list->round);
}

/* ---- what is said ---- */

static Str line_name(const Node *line)
{
    return line->child[0]->text;
}

static Str noun(const BandList *list)
{
    return list->findings ? STR("finding") : STR("band");
}

static Str example_text(const Build *b, const CoverWitness *witness)
{
    if (!witness->text.len) return STR("in every case");
    return str_printf(b->arena, "for example with %S", witness->text);
}

/* The word that begins the list; a whole list would underline half a page. */
static Span head_span(const BandList *list)
{
    Span span = list->node->span;
    if (list->node->kind == NODE_BANDS) span.end = span.start + (uint32_t)STR("bands").len;
    return span;
}

static void say_gap(const Build *b, const CoverFault *fault)
{
    Str text = fault->case_.text;
    Str what = STR("a possible case");
    if (!text.len) what = STR("every case");
    if (text.len && text.len <= 30) what = str_printf(b->arena, "a case with %S", text);
    Diag *d = DIAG_AT(b->model->diags, D_BAND_GAP, head_span(b->list), what, noun(b->list));
    if (text.len > 30) d->note = str_printf(b->model->diags->arena, "Not covered: %S", text);
}

static void say_too_hard(const Build *b, const CoverFault *fault)
{
    const BandList *list = b->list;
    Diag *d = DIAG_AT(b->model->diags, D_BAND_TOO_HARD,
                      fault->first == COVER_NONE ? head_span(list)
                                                 : list->line[fault->first]->child[0]->span,
                      noun(list));
    if (fault->second != COVER_NONE)
        diag_also(b->model->diags, d, list->line[fault->second]->child[0]->span,
                  STR("together with this one"));
}

/* The rows of the first `all ROWS` in a line; NULL: it has none. */
static const Node *all_rows(const Node *node)
{
    const Node *found = node->kind == NODE_ALL_ROWS ? node : NULL;
    for (uint32_t i = 0; !found && i < node->count; i++)
        if (node->child[i]) found = all_rows(node->child[i]);
    return found;
}

/* Who compares a unit with `all Pupils` may well mean everybody's, and they are its own. */
static void say_dead(const Build *b, const Node *line)
{
    Diags *diags = b->model->diags;
    Diag *d = DIAG_AT(diags, D_BAND_DEAD, line->span, noun(b->list), line_name(line));
    const Node *all = all_rows(line);
    if (!all) return;
    Str rows = all->child[0]->text;
    d->note = str_printf(diags->arena,
                         "`all %S` are the %S of the same unit, also those that are left out; a "
                         "figure of everybody's is one `for the nation`.",
                         rows, rows);
}

static void say(const Build *b, const CoverFault *fault)
{
    const BandList *list = b->list;
    Diags *diags = b->model->diags;
    Diag *d;
    switch (fault->kind) {
    case COVER_LINE_DEAD: say_dead(b, list->line[fault->first]); return;
    case COVER_LINES_OVERLAP:
        d = DIAG_AT(diags, D_BAND_OVERLAP, list->line[fault->second]->span,
                    line_name(list->line[fault->first]), line_name(list->line[fault->second]),
                    example_text(b, &fault->case_));
        diag_also(diags, d, list->line[fault->first]->span, STR("this one holds too"));
        return;
    case COVER_LIST_GAP: say_gap(b, fault); return;
    case COVER_OTHERWISE_DEAD:
        DIAG_AT(diags, D_BAND_OTHERWISE_DEAD, list->otherwise->span, noun(list),
                line_name(list->otherwise));
        return;
    case COVER_TOO_HARD: say_too_hard(b, fault); return;
    }
}

void bands_cover(Model *model, const BandList *list)
{
    Build b = { .model = model, .arena = model->arena, .list = list };
    b.vars = cover_open(model->arena);
    b.exprs = model->expr_count;
    b.made = NEW_ARRAY(model->arena, const Cover *, b.exprs + 1);
    b.gathered = NEW_ARRAY(model->arena, bool, b.exprs + 1);
    declare_figures(&b);
    const Cover **conds = NEW_ARRAY(model->arena, const Cover *, list->count + 1);
    for (size_t i = 0; i < list->count; i++) bands_gather_words(&b, list->condition[i]);
    for (size_t i = 0; i < list->count; i++) conds[i] = bands_condition(&b, list->condition[i]);
    Str key = cover_key(b.vars, conds, list->count, list->otherwise != NULL);
    if (cover_proved(model->proved, key)) return;
    CoverFaults faults = cover_list(b.vars, conds, list->count, list->otherwise != NULL);
    if (!faults.count) cover_prove(model->proved, model->arena, key);
    bool hard = false; /* told once: of a line, of two lines or of the list, it has one cause */
    for (size_t i = 0; i < faults.count; i++) {
        bool again = hard && faults.items[i].kind == COVER_TOO_HARD;
        hard = hard || faults.items[i].kind == COVER_TOO_HARD;
        if (!again) say(&b, &faults.items[i]);
    }
}
