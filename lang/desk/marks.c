/* marks.c -- see marks.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "desk/marks.h"
#include "grammar.h"
#include "token.h"

typedef struct Marking {
    const Source *source;
    Mark *marks;
} Marking;

/* The token that holds byte `offset`. */
static uint32_t token_at(const Source *source, uint32_t offset)
{
    uint32_t low = 0, high = source->token_count - 1;
    while (low < high) {
        uint32_t middle = low + (high - low + 1) / 2;
        if (source->tokens[middle].start <= offset)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

static uint32_t first_token(const Marking *m, const Node *node)
{
    return token_at(m->source, node->span.start);
}

static Mark *line(const Marking *m, uint32_t token, LineClass class, unsigned depth)
{
    Mark *mark = &m->marks[token];
    mark->begins = true;
    mark->class = (uint8_t) class;
    mark->depth = (uint8_t)depth;
    return mark;
}

static void column(const Marking *m, uint32_t token)
{
    m->marks[token].column = true;
}

static void column_after(const Marking *m, uint32_t token)
{
    column(m, token_after(m->source, token));
}

/* Every child of a list is a line. */
static void lines(const Marking *m, const Node *list, LineClass class, unsigned depth)
{
    for (uint32_t i = 0; i < list->count; i++)
        line(m, first_token(m, list->child[i]), class, depth);
}

/* ---- how deep tokens meet ---- */

static void meet(const Marking *m, const Node *node, unsigned depth)
{
    const Source *source = m->source;
    uint32_t first = first_token(m, node);
    for (uint32_t t = first + 1; t < source->token_count; t++) {
        if (source->tokens[t].start >= node->span.end) break;
        m->marks[t].within = (uint16_t)depth;
    }
    if (node->kind == NODE_SUBTRACT) m->marks[node->tok].joins = true;
    for (uint32_t i = 0; i < node->count; i++)
        if (node->child[i] && node->child[i]->kind != NODE_ROW) meet(m, node->child[i], depth + 1);
}

/* ---- declarations ---- */

static void framework(const Marking *m, const Node *node)
{
    const Node *clauses = node->child[AT_FRAMEWORK_CLAUSES];
    lines(m, clauses, LINE_CLAUSE, 1);
    for (uint32_t i = 0; i < clauses->count; i++)
        column_after(m, first_token(m, clauses->child[i]));
}

static void field(const Marking *m, const Node *node)
{
    uint32_t name = first_token(m, node);
    column_after(m, name);
    bool link = node->kind == NODE_PART_FIELD;
    const Node *heading = link                       ? node->child[AT_PART_FIELD_COLUMNS]
                          : node->kind == NODE_FIELD ? node->child[AT_FIELD_COLUMN]
                                                     : NULL;
    if (!heading) return;
    uint32_t from = token_before(m->source, first_token(m, heading));
    if (from != UINT32_MAX && m->source->tokens[from].kind == T_FROM) column(m, from);
}

static void record(const Marking *m, const Node *node)
{
    const Node *fields = node->child[AT_RECORD_FIELDS], *from = node->child[AT_RECORD_SOURCE];
    lines(m, fields, LINE_FIELD, 1);
    for (uint32_t i = 0; i < fields->count; i++) field(m, fields->child[i]);
    if (from->kind != NODE_NAMED_BY || fields->count) return;
    m->marks[first_token(m, node)].class = LINE_NAMED;
    column_after(m, first_token(m, node->child[AT_RECORD_NAME]));
    column(m, first_token(m, from));
}

static void rows(const Marking *m, const Node *list, unsigned depth)
{
    lines(m, list, LINE_ROW, depth);
}

static void table(const Marking *m, const Node *node)
{
    const Node *source = node->child[AT_TABLE_SOURCE];
    const Node *curve = node->child[AT_TABLE_CURVE];
    if (source) line(m, token_before(m->source, first_token(m, source)), LINE_PLAIN, 1);
    if (curve) line(m, first_token(m, curve), LINE_PLAIN, 1);
    rows(m, node->child[AT_TABLE_ROWS], 1);
}

static void titled(const Marking *m, const Node *node, const Node *title)
{
    m->marks[first_token(m, node)].class = LINE_BAND;
    column(m, first_token(m, title));
    column_after(m, first_token(m, title));
}

static void bands(const Marking *m, const Node *node)
{
    lines(m, node, LINE_BAND, 3);
    for (uint32_t i = 0; i < node->count; i++)
        titled(m, node->child[i], node->child[i]->child[AT_BAND_TITLE]);
}

static void pick(const Marking *m, const Node *node)
{
    const Node *slots = node->child[AT_PICK_SLOTS];
    lines(m, slots, LINE_SLOT, 3);
    for (uint32_t i = 0; i < slots->count; i++) column_after(m, first_token(m, slots->child[i]));
}

static void level(const Marking *m, const Node *node)
{
    const Node *clauses = node->child[AT_LEVEL_BLOCK_CLAUSES];
    lines(m, clauses, LINE_PLAIN, 2);
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Node *clause = clauses->child[i];
        if (clause->kind == NODE_BANDS) bands(m, clause);
        if (clause->kind == NODE_PICK) pick(m, clause);
        if (clause->kind != NODE_LET) continue;
        m->marks[first_token(m, clause)].class = LINE_LET;
        column_after(m, first_token(m, clause->child[AT_LET_NAME]));
    }
}

static void measure(const Marking *m, const Node *node)
{
    const Node *clauses = node->child[AT_MEASURE_CLAUSES];
    line(m, first_token(m, node->child[AT_MEASURE_TRAITS]), LINE_PLAIN, 1);
    lines(m, clauses, LINE_PLAIN, 1);
    for (uint32_t i = 0; i < clauses->count; i++)
        if (clauses->child[i]->kind == NODE_LEVEL_BLOCK) level(m, clauses->child[i]);
}

static void review(const Marking *m, const Node *node)
{
    const Node *clauses = node->child[AT_REVIEW_CLAUSES];
    lines(m, clauses, LINE_PLAIN, 1);
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Node *clause = clauses->child[i];
        bool finding = clause->kind == NODE_FINDING || clause->kind == NODE_FINDING_OTHERWISE ||
                       clause->kind == NODE_FINDING_MISSING;
        if (finding) titled(m, clause, clause->child[AT_FINDING_TITLE]);
    }
}

/* The clauses of a power but the last have no nodes of their own: their first words begin lines. */
static void power(const Marking *m, const Node *node)
{
    const Source *source = m->source;
    uint32_t t = first_token(m, node->child[AT_POWER_TITLE]);
    uint32_t open = first_token(m, node->child[AT_POWER_OPEN]);
    const Node *closed = node->child[AT_POWER_CLOSED];
    while ((t = token_after(source, t)) < open) {
        int kind = source->tokens[t].kind;
        bool begins = kind == T_TEXT || kind == T_ALLOW || kind == T_HELD || kind == T_OPEN;
        if (begins) line(m, t, LINE_PLAIN, 1);
    }
    if (closed) line(m, first_token(m, closed), LINE_PLAIN, 1);
}

/* The two figures on a line of their own, and how far they may differ on the next. */
static void reconcile(const Marking *m, const Node *node)
{
    const Node *differ = node->child[AT_RECONCILE_DIFFER];
    line(m, first_token(m, node->child[AT_RECONCILE_GIVEN]), LINE_PLAIN, 1);
    if (differ) line(m, token_after(m->source, first_token(m, differ)), LINE_PLAIN, 1);
}

static void example(const Marking *m, const Node *node)
{
    const Node *steps = node->child[AT_EXAMPLE_STEPS];
    lines(m, steps, LINE_PLAIN, 1);
    for (uint32_t i = 0; i < steps->count; i++) {
        const Node *step = steps->child[i];
        for (uint32_t c = 0; c < step->count; c++)
            if (step->child[c] && step->child[c]->kind == NODE_LIST && step->child[c]->count &&
                step->child[c]->child[0]->kind == NODE_ROW)
                rows(m, step->child[c], 2);
    }
}

/* `is`, where what is defined follows it: the line is broken there first. */
static void defined(const Marking *m, const Node *definition, uint8_t breaks)
{
    uint32_t is = token_before(m->source, first_token(m, definition));
    while (is != UINT32_MAX && m->source->tokens[is].kind == T_LPAREN)
        is = token_before(m->source, is);
    if (is != UINT32_MAX) m->marks[is].breaks = breaks;
}

static void formula(const Marking *m, const Node *node)
{
    uint32_t of = token_after(m->source, first_token(m, node->child[AT_FORMULA_TITLE]));
    m->marks[of].breaks = 1;
    defined(m, node->child[AT_FORMULA_DEFINITION], 2);
}

static void declaration(const Marking *m, const Node *node)
{
    switch ((int)node->kind) {
    case NODE_FRAMEWORK: framework(m, node); return;
    case NODE_RECORD: record(m, node); return;
    case NODE_TABLE: table(m, node); return;
    case NODE_PARAMETER: defined(m, node->child[AT_PARAMETER_VALUES], 1); return;
    case NODE_DERIVE: defined(m, node->child[AT_DERIVE_DEFINITION], 1); return;
    case NODE_FORMULA: formula(m, node); return;
    case NODE_MEASURE: measure(m, node); return;
    case NODE_REVIEW: review(m, node); return;
    case NODE_POWER: power(m, node); return;
    case NODE_GOAL: m->marks[first_token(m, node->child[AT_GOAL_FIGURE])].breaks = 1; return;
    case NODE_RECONCILE: reconcile(m, node); return;
    case NODE_PUBLISH: lines(m, node->child[AT_PUBLISH_CLAUSES], LINE_PLAIN, 1); return;
    case NODE_REPORT: lines(m, node->child[AT_REPORT_CLAUSES], LINE_PLAIN, 1); return;
    case NODE_SUPPORT: lines(m, node->child[AT_SUPPORT_CLAUSES], LINE_PLAIN, 1); return;
    case NODE_EXAMPLE: example(m, node); return;
    default: return;
    }
}

Mark *marks_make(Arena *arena, const Source *source, const Node *tree)
{
    Marking m = { source, NEW_ARRAY(arena, Mark, source->token_count) };
    for (uint32_t i = 0; i < tree->count; i++) {
        const Node *node = tree->child[i];
        line(&m, first_token(&m, node), LINE_PLAIN, 0)->declares = true;
        meet(&m, node, 1);
        declaration(&m, node);
    }
    return m.marks;
}
