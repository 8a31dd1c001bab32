/* syntax.c -- see syntax.h.  Nodes are made here and nowhere else.
 *
 * Only formulas can nest without end, so only the kinds of formulas are held to LIMIT_DEPTH; the
 * sections round them add a dozen levels at most.
 * SPDX-License-Identifier: Apache-2.0 */
#include "syntax.h"
#include "grammar.h"
#include "limit.h"
#include "token.h"

static bool is_formula(NodeKind kind)
{
    return kind >= NODE_YES;
}

static Span span_of(const Syntax *s, Range at)
{
    return (Span){ s->file, at.start, at.end };
}

static Str without(Str text, const char *open, const char *close)
{
    size_t n = strlen(open), m = strlen(close);
    if (text.len >= n && memcmp(text.at, open, n) == 0) text = str_slice(text, n, text.len);
    if (text.len >= m && memcmp(text.at + text.len - m, close, m) == 0)
        text = str_slice(text, 0, text.len - m);
    return text;
}

/* Between quotes of any kind: half-typed texts have been reported and still stand for something. */
static Str unquoted(Str text)
{
    static const char *const open[] = { "\"", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E", "'" };
    size_t before = text.len;
    for (size_t i = 0; i < COUNT_OF(open) && text.len == before; i++)
        text = without(text, open[i], "");
    for (size_t i = 0; i < COUNT_OF(open); i++) {
        before = text.len;
        text = without(text, "", open[i]);
        if (text.len < before) break;
    }
    return text;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static Str trimmed(Str text)
{
    while (text.len && is_space(text.at[0])) text = str_slice(text, 1, text.len);
    while (text.len && is_space(text.at[text.len - 1])) text = str_slice(text, 0, text.len - 1);
    return text;
}

static Str leaf_text(NodeKind kind, int token, Str text)
{
    switch (token) {
    case T_STRING: return unquoted(text);
    case T_CELL: return trimmed(without(text, "|", ""));
    case T_PERCENT: return trimmed(without(text, "", "%"));
    case T_NAME: return without(text, "`", "`");
    default: return kind == NODE_ERROR ? STR_EMPTY : text;
    }
}

static Node *new_node(Syntax *s, NodeKind kind, uint32_t tok, Range at)
{
    if (s->nodes >= LIMIT_NODES && !s->too_many) {
        s->too_many = true;
        DIAG_AT(s->diags, D_FILE_FULL, span_of(s, at));
    }
    s->nodes++;
    Node *node = NEW(s->arena, Node);
    node->kind = s->too_many ? NODE_ERROR : kind;
    node->tok = tok;
    node->span = span_of(s, at);
    node->depth = 1;
    return node;
}

static void deepen(Node *node, const Node *child)
{
    if (child && child->depth >= node->depth) node->depth = child->depth + 1;
}

/* Half-typed things that no later message should quote: numbers, years and dates that are none, and
 * names that begin as none does. */
static bool is_broken(int kind, Str text)
{
    bool odd_name =
        kind == T_NAME && (text.at[0] == '`' || (text.at[0] >= '0' && text.at[0] <= '9'));
    return odd_name || kind == T_YEAR || kind == T_DATE || kind == T_NUMBER;
}

Node *syntax_leaf(Syntax *s, NodeKind kind, uint32_t tok, Range at)
{
    const Source *source = syntax_source(s);
    const Token *token = &source->tokens[tok];
    bool broken = token->faulty && is_broken(token->kind, token_text(source, tok));
    Node *node = new_node(s, broken ? NODE_ERROR : kind, tok, at);
    bool has_text = kind >= NODE_WORD && kind <= NODE_DATE && kind != NODE_PATH;
    if (has_text || kind == NODE_COLUMN || kind == NODE_CELL)
        node->text = leaf_text(node->kind, token->kind, token_text(source, tok));
    return node;
}

static Node *too_deep_leaf(Syntax *s, uint32_t tok, Range at)
{
    syntax_too_deep(s, at);
    return new_node(s, NODE_ERROR, tok, at);
}

/* A list of nothing stands at the end of what it is part of. */
static void place_empty(Node *child, Range at)
{
    if (child && child->kind == NODE_LIST && child->count == 0)
        child->span.start = child->span.end = at.end;
}

Node *syntax_node(Syntax *s, NodeKind kind, uint32_t tok, Range at, Node **child, size_t count)
{
    Node *node = new_node(s, kind, tok, at);
    if (node->kind == NODE_ERROR) return node;
    assert(node_info[kind].slots == NODE_MANY || node_info[kind].slots == count);
    for (size_t i = 0; i < count; i++) {
        deepen(node, child[i]);
        place_empty(child[i], at);
    }
    if (is_formula(kind) && node->depth > LIMIT_DEPTH) return too_deep_leaf(s, tok, at);
    if (count) {
        node->child = NEW_ARRAY(s->arena, Node *, count);
        memcpy(node->child, child, count * sizeof *child);
    }
    node->count = node->cap = (uint32_t)count;
    return node;
}

Node *syntax_list(Syntax *s, Node *item)
{
    if (item) {
        Range at = { item->span.start, item->span.end };
        return syntax_node(s, NODE_LIST, item->tok, at, &item, 1);
    }
    uint32_t start = syntax_source(s)->tokens[s->at].start;
    return syntax_node(s, NODE_LIST, s->at, (Range){ start, start }, NULL, 0);
}

/* Two mistakes side by side are one gap. */
static bool joins_gap(const Node *list, const Node *item)
{
    if (item->kind != NODE_ERROR || list->count == 0) return false;
    Node *last = list->child[list->count - 1];
    if (last->kind != NODE_ERROR) return false;
    if (item->span.end > last->span.end) last->span.end = item->span.end;
    return true;
}

Node *syntax_add(Syntax *s, Node *list, Node *item)
{
    if (list->kind == NODE_ERROR) return list;
    assert(node_info[list->kind].slots == NODE_MANY);
    if (list->span.start == list->span.end) list->span.start = item->span.start;
    if (item->span.end > list->span.end) list->span.end = item->span.end;
    if (joins_gap(list, item)) return list;
    if (is_formula(list->kind) && item->depth >= LIMIT_DEPTH) {
        item = too_deep_leaf(s, item->tok, (Range){ item->span.start, item->span.end });
    }
    if (list->count == list->cap) {
        uint32_t cap = list->cap ? list->cap * 2 : 4;
        Node **child = NEW_ARRAY(s->arena, Node *, cap);
        if (list->count) memcpy(child, list->child, list->count * sizeof *child);
        list->child = child;
        list->cap = cap;
    }
    list->child[list->count++] = item;
    deepen(list, item);
    return list;
}

Node *syntax_chain(Syntax *s, NodeKind kind, uint32_t tok, Range at, Node *left, Node *right)
{
    if (left->kind != kind) return syntax_node(s, kind, tok, at, (Node *[]){ left, right }, 2);
    left->span = span_of(s, at);
    return syntax_add(s, left, right);
}

static void stretch(Node *node, Range at)
{
    if (at.end > node->span.end) node->span.end = at.end;
}

Node *syntax_into(Syntax *s, Node *node, uint32_t slot, Node *item, Range at)
{
    stretch(node, at);
    if (node->kind == NODE_ERROR) return node;
    deepen(node, syntax_add(s, node->child[slot], item));
    return node;
}

/* The list inside the last clause of the level that a slot or band belongs to, or NULL. */
static Node *inner_list(const Node *clauses, const Node *item)
{
    if (clauses->count == 0) return NULL;
    Node *last = clauses->child[clauses->count - 1];
    bool is_slot =
        item->kind == NODE_SLOT || item->kind == NODE_SLOT_OF || item->kind == NODE_SLOT_REST;
    bool is_band = item->kind == NODE_BAND || item->kind == NODE_BAND_OTHERWISE ||
                   item->kind == NODE_BAND_MISSING;
    bool is_gap = item->kind == NODE_ERROR;
    if (last->kind == NODE_PICK && (is_slot || is_gap)) return last->child[AT_PICK_SLOTS];
    if (last->kind == NODE_BANDS && (is_band || is_gap)) return last;
    return NULL;
}

/* The last LEVEL_BLOCK.  The grammar lets a level clause stand only after one; a gap may have come
 * between. */
static Node *last_level(const Node *measure)
{
    if (measure->kind == NODE_ERROR) return NULL;
    const Node *clauses = measure->child[AT_MEASURE_CLAUSES];
    for (uint32_t i = clauses->count; i > 0; i--)
        if (clauses->child[i - 1]->kind == NODE_LEVEL_BLOCK) return clauses->child[i - 1];
    return NULL;
}

Node *syntax_clause(Syntax *s, Node *measure, Node *clause, Range at)
{
    stretch(measure, at);
    Node *level = last_level(measure);
    if (!level) return measure;
    Node *clauses = level->child[AT_LEVEL_BLOCK_CLAUSES];
    Node *inner = inner_list(clauses, clause);
    if (inner) {
        Node *holder = clauses->child[clauses->count - 1];
        syntax_add(s, inner, clause);
        stretch(holder, at);
        if (holder != inner) deepen(holder, inner);
        deepen(clauses, holder);
        stretch(clauses, at);
    } else {
        syntax_add(s, clauses, clause);
    }
    stretch(level, at);
    deepen(level, clauses);
    deepen(measure->child[AT_MEASURE_CLAUSES], level);
    stretch(measure->child[AT_MEASURE_CLAUSES], at);
    deepen(measure, measure->child[AT_MEASURE_CLAUSES]);
    return measure;
}

static NodeKind kind_of_word(int token)
{
    static const struct {
        uint16_t token;
        NodeKind kind;
    } kinds[] = {
        { T_LT, NODE_LESS },
        { T_GT, NODE_GREATER },
        { T_GE, NODE_AT_LEAST },
        { T_LE, NODE_AT_MOST },
        { T_EQ, NODE_EQUAL },
        { T_NE, NODE_NOT_EQUAL },
        { T_SUM, NODE_AGG_SUM },
        { T_MEAN, NODE_AGG_MEAN },
        { T_MEDIAN, NODE_AGG_MEDIAN },
        { T_GREATEST, NODE_AGG_GREATEST },
        { T_LEAST, NODE_AGG_LEAST },
        { T_NUMBER_WORD, NODE_AGG_NUMBER },
        { T_DIFFERENT, NODE_AGG_NUMBER_DIFFERENT },
        { T_SHARE, NODE_AGG_SHARE },
        { T_SAMPLE, NODE_AGG_SAMPLE_SD },
        { T_POPULATION, NODE_AGG_POPULATION_SD },
        { T_LOWEST, NODE_AGG_LOWEST_NUMBER },
        { T_HIGHEST, NODE_AGG_HIGHEST_NUMBER },
        { T_QUANTILE, NODE_AGG_QUANTILE },
        { T_ONE, NODE_AGG_ONE },
    };
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (kinds[i].token == token) return kinds[i].kind;
    return NODE_ERROR;
}

Node *syntax_compare(Syntax *s, uint32_t tok, Range at, Node *left, Node *right)
{
    NodeKind kind = kind_of_word(syntax_source(s)->tokens[tok].kind);
    return syntax_node(s, kind, tok, at, (Node *[]){ left, right }, 2);
}

Node *syntax_agg(Syntax *s, uint32_t tok, Range at, Agg agg)
{
    NodeKind kind = kind_of_word(syntax_source(s)->tokens[tok].kind);
    Node *child[AT_AGG_SLOTS] = {
        [AT_AGG_OPERAND] = agg.operand, [AT_AGG_OVER] = agg.over, [AT_AGG_KNOWN] = agg.known,
        [AT_AGG_WEIGHT] = agg.weight,   [AT_AGG_PART] = agg.part, [AT_AGG_METHOD] = agg.method,
    };
    return syntax_node(s, kind, tok, at, child, AT_AGG_SLOTS);
}

Node *syntax_filter(Syntax *s, Node *agg, Node *where, Node *by, Range at)
{
    if (agg->kind == NODE_ERROR) return agg;
    agg->child[AT_AGG_WHERE] = where;
    agg->child[AT_AGG_BY] = by;
    agg->span = span_of(s, at);
    deepen(agg, where);
    deepen(agg, by);
    return agg->depth > LIMIT_DEPTH ? too_deep_leaf(s, agg->tok, at) : agg;
}

Node *syntax_tuple(Syntax *s, uint32_t tok, Range at, Node *first, Node *second, Node *rest)
{
    Node *tuple = syntax_node(s, NODE_TUPLE, tok, at, (Node *[]){ first, second }, 2);
    for (uint32_t i = 0; i < rest->count; i++) syntax_add(s, tuple, rest->child[i]);
    return tuple;
}

Node *syntax_minus(Syntax *s, Node *number, Range at)
{
    number->span = span_of(s, at);
    number->text = str_printf(s->arena, "-%S", number->text);
    return number;
}

void syntax_too_deep(Syntax *s, Range at)
{
    if (s->too_deep) return;
    s->too_deep = true;
    Span here = { s->file, at.start, at.start };
    DIAG_AT(s->diags, D_NESTED_DEEPLY, here);
}
