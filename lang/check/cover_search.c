/* cover_search.c -- whether a condition can hold: case by case, each case a set of inequalities.
 *
 * A case is worked through from lists of cells: conditions still to be taken apart (`todo`) and
 * alternatives of which one must hold (`splits`).  After each choice the inequalities so far are
 * solved, so a case that cannot arise is dropped before it branches.  When the i-th alternative is
 * tried, the simple ones before it are taken to be false: no case is looked at twice.  Lists are
 * persistent, so going back is forgetting.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/cover_tree.h"

enum {
    END = 0,           /* the empty list: cell 0 is never used */
    MOST_CHOICES = 500 /* alternatives chosen one below another: the search recurses */
};

typedef struct Cell {
    const Cover *node;
    bool negated;
    CoverRel rel; /* of a LINEAR, negation done */
    uint32_t next;
} Cell;

typedef struct Search {
    CoverVars *vars;
    CoverRows rows;
    uint32_t var_of[COVER_VARS]; /* by column */
    uint32_t *col_of;            /* by variable; COVER_NO_VAR */
    Cell *cell;
    size_t cell_count, cell_cap;
    CoverRow **held; /* the inequalities of the case */
    size_t held_count, held_cap;
    int8_t *answer; /* by question: 1 yes, 0 no, -1 open */
    uint32_t *answered;
    size_t answered_count, answered_cap;
    mpq_t *point;
    CoverCase *found;
} Search;

/* ---- cells ---- */

static CoverRel opposite(CoverRel rel)
{
    switch (rel) {
    case COVER_LT: return COVER_GE;
    case COVER_LE: return COVER_GT;
    case COVER_EQ: return COVER_NE;
    case COVER_GE: return COVER_LT;
    case COVER_GT: return COVER_LE;
    case COVER_NE: return COVER_EQ;
    }
    return rel;
}

static uint32_t new_cell(Search *s, Cell cell)
{
    if (s->cell_count == 0) s->cell_count = 1; /* END */
    if (s->cell_count >= s->cell_cap) {
        s->cell = arena_grow(s->vars->arena, s->cell, sizeof(Cell), s->cell_cap, &s->cell_cap);
    }
    s->cell[s->cell_count] = cell;
    return (uint32_t)s->cell_count++;
}

/* node (or its opposite) before the list `next`. */
static uint32_t push(Search *s, const Cover *node, bool negated, uint32_t next)
{
    CoverRel rel = negated ? opposite(node->rel) : node->rel;
    return new_cell(s, (Cell){ node, negated, rel, next });
}

static uint32_t push_parts(Search *s, const Cover *node, bool negated, uint32_t next)
{
    for (size_t i = node->count; i-- > 0;) next = push(s, node->part[i], negated, next);
    return next;
}

/* ---- taking conditions apart ---- */

static void hold_linear(Search *s, const Cover *node, CoverRel rel)
{
    CoverRow *row = cover_row_new(&s->rows);
    for (size_t i = 0; i < node->count; i++) {
        mpz_set(row->at[s->col_of[node->var[i]]], node->num[i]);
    }
    mpz_set(row->at[s->rows.cols], node->num[node->count]);
    if (rel == COVER_GE || rel == COVER_GT) {
        for (size_t i = 0; i <= s->rows.cols; i++) mpz_neg(row->at[i], row->at[i]);
    }
    row->equal = rel == COVER_EQ;
    row->strict = rel == COVER_LT || rel == COVER_GT;
    GROW(s->vars->arena, s->held, s->held_count, s->held_cap);
    s->held[s->held_count++] = row;
}

/* False when the question was answered otherwise. */
static bool hold_answer(Search *s, uint32_t question, bool yes)
{
    if (s->answer[question] >= 0) return s->answer[question] == yes;
    s->answer[question] = yes;
    GROW(s->vars->arena, s->answered, s->answered_count, s->answered_cap);
    s->answered[s->answered_count++] = question;
    return true;
}

/* Takes all of todo apart into inequalities, answers and splits; false when they contradict. */
static bool take_apart(Search *s, uint32_t todo, uint32_t *splits)
{
    while (todo != END) {
        Cell cell = s->cell[todo];
        const Cover *node = cell.node;
        todo = cell.next;
        switch (node->kind) {
        case COVER_TRUE:
        case COVER_FALSE:
            if ((node->kind == COVER_TRUE) == cell.negated) return false;
            break;
        case COVER_NOT: todo = push(s, node->part[0], !cell.negated, todo); break;
        case COVER_AND:
        case COVER_OR:
            if ((node->kind == COVER_AND) != cell.negated) {
                todo = push_parts(s, node, cell.negated, todo);
            } else {
                *splits = push(s, node, cell.negated, *splits);
            }
            break;
        case COVER_LINEAR:
            if (cell.rel == COVER_NE) {
                *splits = push(s, node, cell.negated, *splits);
            } else {
                hold_linear(s, node, cell.rel);
            }
            break;
        case COVER_FREE:
            if (!hold_answer(s, node->question, !cell.negated)) return false;
            break;
        }
    }
    return true;
}

/* ---- choosing ---- */

static CoverAnswer try_case(Search *s, uint32_t todo, uint32_t splits, unsigned choices);

static size_t alternatives(const Cell *cell)
{
    return cell->node->kind == COVER_LINEAR ? 2 : cell->node->count;
}

/* The i-th alternative of a split before the list next. */
static uint32_t push_alternative(Search *s, Cell split, size_t i, uint32_t next)
{
    if (split.node->kind == COVER_LINEAR) {
        CoverRel rel = i == 0 ? COVER_LT : COVER_GT;
        return new_cell(s, (Cell){ split.node, false, rel, next });
    }
    return push(s, split.node->part[i], split.negated, next);
}

/* The opposite of the i-th alternative before next, where that makes no new alternatives. */
static uint32_t push_ruled_out(Search *s, Cell split, size_t i, uint32_t next)
{
    if (split.node->kind == COVER_LINEAR) return next;
    const Cover *part = split.node->part[i];
    bool equation = part->kind == COVER_LINEAR && (part->rel == COVER_EQ || part->rel == COVER_NE);
    if ((part->kind != COVER_LINEAR && part->kind != COVER_FREE) || equation) return next;
    return push(s, part, !split.negated, next);
}

/* Takes the split with the fewest alternatives (of equals the first written) out of the list. */
static uint32_t take_split(Search *s, uint32_t *splits)
{
    uint32_t best = *splits;
    for (uint32_t at = *splits; at != END; at = s->cell[at].next) {
        if (alternatives(&s->cell[at]) <= alternatives(&s->cell[best])) best = at;
    }
    uint32_t rest = s->cell[best].next;
    for (uint32_t at = *splits; at != best; at = s->cell[at].next) {
        Cell copy = s->cell[at];
        copy.next = rest;
        rest = new_cell(s, copy);
    }
    *splits = rest;
    return best;
}

static CoverAnswer choose(Search *s, uint32_t splits, unsigned choices)
{
    Cell split = s->cell[take_split(s, &splits)];
    CoverAnswer all = COVER_NO;
    uint32_t ruled_out = END;
    for (size_t i = 0; i < alternatives(&split); i++) {
        uint32_t todo = push_alternative(s, split, i, ruled_out);
        CoverAnswer answer = try_case(s, todo, splits, choices + 1);
        if (answer == COVER_YES) return COVER_YES;
        if (answer == COVER_UNKNOWN) all = COVER_UNKNOWN;
        ruled_out = push_ruled_out(s, split, i, ruled_out);
    }
    return all;
}

/* ---- ends of the search ---- */

static void record(Search *s)
{
    if (!s->found) return;
    CoverVars *vars = s->vars;
    for (size_t col = 0; col < s->rows.cols; col++) {
        uint32_t var = s->var_of[col];
        const Exact *grid = vars->var[var].grid;
        if (grid) mpq_mul(s->point[col], s->point[col], grid->a);
        s->found->value[var] = exact_from_mpq(vars->arena, s->point[col]);
    }
    for (size_t i = 0; i < vars->question_count; i++) s->found->answer[i] = s->answer[i];
}

/* column col <= most, or >= most + 1. */
static void hold_side(Search *s, size_t col, mpz_srcptr most, bool above)
{
    CoverRow *row = cover_row_new(&s->rows);
    mpz_set_si(row->at[col], above ? -1 : 1);
    if (above) {
        mpz_add_ui(row->at[s->rows.cols], most, 1);
    } else {
        mpz_neg(row->at[s->rows.cols], most);
    }
    GROW(s->vars->arena, s->held, s->held_count, s->held_cap);
    s->held[s->held_count++] = row;
}

/* Every choice is made and the inequalities can hold: are there values on the grids? */
static CoverAnswer settle(Search *s, unsigned choices)
{
    size_t col = 0;
    mpz_t below;
    mpz_init(below);
    if (cover_rows_point(&s->rows, s->point, &col, below)) {
        record(s);
        return COVER_YES;
    }
    CoverAnswer all = COVER_NO;
    for (int above = 0; above < 2; above++) {
        size_t held = s->held_count;
        hold_side(s, col, below, above);
        CoverAnswer answer = try_case(s, END, END, choices + 1);
        while (s->held_count > held) cover_row_free(&s->rows, s->held[--s->held_count]);
        if (answer == COVER_YES) return COVER_YES;
        if (answer == COVER_UNKNOWN) all = COVER_UNKNOWN;
    }
    return all;
}

static CoverAnswer go_on(Search *s, uint32_t todo, uint32_t splits, unsigned choices)
{
    if (!take_apart(s, todo, &splits)) return COVER_NO;
    uint64_t *steps = &s->vars->steps;
    if (*steps == 0 || s->vars->work == 0 || choices > MOST_CHOICES) return COVER_UNKNOWN;
    *steps -= 1;
    CoverAnswer answer = cover_rows_solve(&s->rows, s->held, s->held_count);
    if (answer != COVER_YES) return answer;
    return splits == END ? settle(s, choices) : choose(s, splits, choices);
}

/* Can todo and one alternative of each of splits hold with what is held?  Leaves the search as it
 * was. */
static CoverAnswer try_case(Search *s, uint32_t todo, uint32_t splits, unsigned choices)
{
    size_t cells = s->cell_count, held = s->held_count, answered = s->answered_count;
    CoverAnswer answer = go_on(s, todo, splits, choices);
    s->cell_count = cells;
    while (s->held_count > held) cover_row_free(&s->rows, s->held[--s->held_count]);
    while (s->answered_count > answered) s->answer[s->answered[--s->answered_count]] = -1;
    return answer;
}

/* ---- what belongs to a question ---- */

typedef struct Linked {
    bool *var, *question, *fact;
} Linked;

static bool touches(const Linked *linked, const CoverFact *fact)
{
    if (fact->only_for != COVER_NO_VAR) return linked->var[fact->only_for];
    for (size_t i = 0; i < fact->var_count; i++) {
        if (linked->var[fact->var[i]]) return true;
    }
    for (size_t i = 0; i < fact->question_count; i++) {
        if (linked->question[fact->question[i]]) return true;
    }
    return false;
}

static void link_all(Linked *linked, const uint32_t *var, size_t var_count,
                     const uint32_t *question, size_t question_count)
{
    for (size_t i = 0; i < var_count; i++) linked->var[var[i]] = true;
    for (size_t i = 0; i < question_count; i++) linked->question[question[i]] = true;
}

/* Marks the variables, questions and facts that bear on cond. */
static Linked link_up(CoverVars *vars, const Cover *cond)
{
    Linked linked = { NEW_ARRAY(vars->arena, bool, vars->var_count + 1),
                      NEW_ARRAY(vars->arena, bool, vars->question_count + 1),
                      NEW_ARRAY(vars->arena, bool, vars->fact_count + 1) };
    uint32_t *var, *question;
    size_t var_count, question_count;
    cover_speaks_of(vars, cond, &var, &var_count, &question, &question_count);
    link_all(&linked, var, var_count, question, question_count);
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < vars->fact_count; i++) {
            const CoverFact *fact = &vars->fact[i];
            if (linked.fact[i] || !touches(&linked, fact)) continue;
            linked.fact[i] = more = true;
            link_all(&linked, fact->var, fact->var_count, fact->question, fact->question_count);
        }
    }
    return linked;
}

/* Gives each linked variable a column; false when there are too many. */
static bool lay_out(Search *s, const Linked *linked)
{
    CoverVars *vars = s->vars;
    for (uint32_t var = 0; var < vars->var_count; var++) {
        s->col_of[var] = COVER_NO_VAR;
        if (!linked->var[var]) continue;
        if (s->rows.cols == COVER_VARS) return false;
        s->rows.whole[s->rows.cols] = vars->var[var].grid != NULL;
        s->var_of[s->rows.cols] = var;
        s->col_of[var] = (uint32_t)s->rows.cols++;
    }
    s->point = NEW_ARRAY(vars->arena, mpq_t, s->rows.cols + 1);
    for (size_t i = 0; i < s->rows.cols; i++) mpq_init(s->point[i]);
    return true;
}

CoverAnswer cover_search(CoverVars *vars, const Cover *cond, CoverCase *found)
{
    Arena *before = number_arena_use(vars->arena);
    Search s = { .vars = vars, .found = found };
    cover_rows_open(&s.rows, vars);
    s.col_of = NEW_ARRAY(vars->arena, uint32_t, vars->var_count + 1);
    s.answer = NEW_ARRAY(vars->arena, int8_t, vars->question_count + 1);
    memset(s.answer, -1, vars->question_count);
    Linked linked = link_up(vars, cond);
    CoverAnswer answer = COVER_UNKNOWN;
    if (lay_out(&s, &linked)) {
        uint32_t todo = END;
        for (size_t i = vars->fact_count; i-- > 0;) {
            if (linked.fact[i]) todo = push(&s, vars->fact[i].cond, false, todo);
        }
        answer = try_case(&s, push(&s, cond, false, todo), END, 0);
    }
    cover_rows_close(&s.rows, vars);
    number_arena_use(before);
    return answer;
}
