/* mutants.c -- the places of a file where a rule could have been written otherwise, and how.
 *
 * A mutant is made of the tree's spans: some bytes of the text are replaced.  Whether what comes of
 * it is a rule at all is the checker's to say.  What only says how files are read, who owns a
 * framework, or what is printed makes no mutants; nor do goals and totals, of which examples say
 * nothing.
 * SPDX-License-Identifier: Apache-2.0 */
#include "grammar.h"
#include "mutate/mutate.h"
#include "str.h"
#include "token.h"

typedef struct Listing {
    Mutation *mutation;
    Arena *arena;
    const struct Model *model;
    const Source *source;
    uint32_t file;
} Listing;

void mutant_add(Mutation *mutation, Arena *arena, Span span, Str with)
{
    for (size_t i = 0; i < mutation->count; i++) {
        const Mutant *old = &mutation->mutants[i];
        if (old->span.start == span.start && old->span.end == span.end && str_eq(old->with, with))
            return;
    }
    GROW(arena, mutation->mutants, mutation->count, mutation->cap);
    mutation->mutants[mutation->count++] = (Mutant){ .span = span, .with = with };
}

static void add(Listing *l, Span span, Str with)
{
    mutant_add(l->mutation, l->arena, span, with);
}

/* ---- places ---- */

static Str text_of(const Listing *l, Span span)
{
    return source_text(l->mutation->sources, span);
}

static Span between(const Listing *l, uint32_t start, uint32_t end)
{
    return (Span){ l->file, start, end };
}

/* The token that begins at, or last before, a byte; no space. */
static uint32_t token_at(const Listing *l, uint32_t byte)
{
    uint32_t low = 0, high = l->source->token_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (l->source->tokens[middle].start <= byte)
            low = middle;
        else
            high = middle;
    }
    return token_is_trivia(l->source->tokens[low].kind) ? token_before(l->source, low) : low;
}

static Span span_of(const Listing *l, uint32_t token)
{
    return token_span(l->source, l->file, token);
}

/* The last token of that kind before a byte. */
static uint32_t kind_before(const Listing *l, uint32_t byte, int kind)
{
    uint32_t t = token_before(l->source, token_at(l, byte));
    while (t != UINT32_MAX && l->source->tokens[t].kind != kind) t = token_before(l->source, t);
    return t;
}

static uint32_t end_before(const Listing *l, uint32_t byte)
{
    return span_of(l, token_before(l->source, token_at(l, byte))).end;
}

/* With the spaces before it, so that a line that is taken away leaves none. */
static Span with_space(const Listing *l, Span span)
{
    return between(l, end_before(l, span.start), span.end);
}

static void drop(Listing *l, const Node *node)
{
    if (node) add(l, with_space(l, node->span), STR_EMPTY);
}

static void replace_token(Listing *l, uint32_t token, Str with)
{
    add(l, span_of(l, token), with);
}

/* ---- words that stand for others ---- */

typedef struct Swap {
    int from; /* the kind of a token */
    const char *to;
} Swap;

static void swap_token(Listing *l, uint32_t token, const Swap *swaps, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (l->source->tokens[token].kind == swaps[i].from)
            replace_token(l, token, (Str){ swaps[i].to, strlen(swaps[i].to) });
}

static void swap_aggregate(Listing *l, const Node *node)
{
    static const Swap swaps[] = { { T_SUM, "mean" },          { T_MEAN, "sum" },
                                  { T_MEAN, "median" },       { T_MEDIAN, "mean" },
                                  { T_GREATEST, "least" },    { T_LEAST, "greatest" },
                                  { T_SAMPLE, "population" }, { T_POPULATION, "sample" },
                                  { T_LOWEST, "highest" },    { T_HIGHEST, "lowest" },
                                  { T_SHARE, "number" } };
    swap_token(l, token_at(l, node->span.start), swaps, COUNT_OF(swaps));
}

static void swap_order(Listing *l, const Node *order)
{
    static const Swap swaps[] = { { T_HIGHEST, "lowest" },  { T_LOWEST, "highest" },
                                  { T_EARLIEST, "latest" }, { T_LATEST, "earliest" },
                                  { T_YES, "no" },          { T_NO, "yes" } };
    if (order) swap_token(l, token_at(l, order->span.start), swaps, COUNT_OF(swaps));
}

/* The other rule of ties, and no ties at all. */
static void swap_mode(Listing *l, const Node *mode)
{
    if (!mode) return;
    switch ((int)mode->kind) {
    case NODE_MODE_HALF_AWAY:
    case NODE_MODE_HALF_UP: add(l, mode->span, STR("half even")); break;
    case NODE_MODE_HALF_EVEN: add(l, mode->span, STR("half away from zero")); break;
    default: break;
    }
    add(l, mode->span, mode->kind == NODE_MODE_DOWN ? STR("up") : STR("down"));
}

static void swap_ties(Listing *l, const Node *ties)
{
    if (ties->kind == NODE_TIES_FIELDS) return;
    uint32_t at = kind_before(l, ties->span.end, T_AT);
    if (at == UINT32_MAX) return;
    Span rest = between(l, span_of(l, at).end, ties->span.end);
    add(l, rest, ties->kind == NODE_TIES_LOWEST ? STR(" the highest") : STR(" the lowest"));
}

/* ---- comparisons ---- */

/* Each bound open instead of closed, or the other way; equality against inequality. */
static void swap_comparison(Listing *l, const Node *node)
{
    static const struct {
        NodeKind kind;
        const char *with;
    } others[] = { { NODE_LESS, "<=" },
                   { NODE_GREATER, ">=" },
                   { NODE_AT_LEAST, ">" },
                   { NODE_AT_MOST, "<" },
                   { NODE_EQUAL, "<>" },
                   { NODE_NOT_EQUAL, "=" },
                   { NODE_IS, "is not" },
                   { NODE_IS_NOT, "is" },
                   { NODE_IS_AT_LEAST, "is above" },
                   { NODE_IS_AT_MOST, "is below" },
                   { NODE_IS_BELOW, "is at most" },
                   { NODE_IS_ABOVE, "is at least" } };
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        if (others[i].kind != node->kind) continue;
        uint32_t end = span_of(l, node->tok).end;
        if (node->kind >= NODE_IS) { /* up to what it is compared with, brackets apart */
            uint32_t t = node->tok, words = node->kind == NODE_IS         ? 1
                                            : node->kind == NODE_IS_NOT   ? 2
                                            : node->kind >= NODE_IS_BELOW ? 2
                                                                          : 3;
            for (uint32_t w = 1; w < words; w++) t = token_after(l->source, t);
            end = span_of(l, t).end;
        }
        add(l, between(l, span_of(l, node->tok).start, end),
            (Str){ others[i].with, strlen(others[i].with) });
    }
}

/* ---- conditions ---- */

static void negate(Listing *l, const Node *condition)
{
    if (!condition) return;
    Str text = text_of(l, condition->span);
    if (condition->kind == NODE_NOT)
        add(l, condition->span, text_of(l, condition->child[0]->span));
    else
        add(l, condition->span, str_printf(l->arena, "not (%S)", text));
}

/* A chain without one of its parts, and the other word between them. */
static void mutate_chain(Listing *l, const Node *node, Str other)
{
    for (uint32_t i = 0; i < node->count; i++) {
        Span without =
            i + 1 < node->count
                ? between(l, node->child[i]->span.start, node->child[i + 1]->span.start)
                : between(
                      l,
                      end_before(l, span_of(l, kind_before(l, node->child[i]->span.start,
                                                           node->kind == NODE_AND ? T_AND : T_OR))
                                        .start),
                      node->child[i]->span.end);
        add(l, without, STR_EMPTY);
    }
    Text text = text_open(l->arena);
    uint32_t at = node->span.start;
    for (uint32_t i = 1; i < node->count; i++) {
        uint32_t word =
            kind_before(l, node->child[i]->span.start, node->kind == NODE_AND ? T_AND : T_OR);
        Span joint = span_of(l, word);
        text_add(&text, text_of(l, between(l, at, joint.start)));
        text_add(&text, other);
        at = joint.end;
    }
    text_add(&text, text_of(l, between(l, at, node->span.end)));
    add(l, node->span, text_str(&text));
}

/* One of (a, b, c) away, with the comma. */
static void drop_item(Listing *l, Node *const *items, uint32_t count, uint32_t i)
{
    if (count < 2) return;
    if (i + 1 < count)
        add(l, between(l, items[i]->span.start, items[i + 1]->span.start), STR_EMPTY);
    else
        add(l,
            between(l,
                    end_before(l, span_of(l, kind_before(l, items[i]->span.start, T_COMMA)).start),
                    items[i]->span.end),
            STR_EMPTY);
}

static void drop_items(Listing *l, Node *const *items, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) drop_item(l, items, count, i);
}

/* `where C` away, and the other way round. */
static void mutate_where(Listing *l, const Node *where)
{
    if (!where) return;
    uint32_t word = kind_before(l, where->span.start, T_WHERE);
    if (word != UINT32_MAX)
        add(l, with_space(l, between(l, span_of(l, word).start, where->span.end)), STR_EMPTY);
    negate(l, where);
}

/* ---- reductions ---- */

/* `known x` counted as nought instead of left out. */
static void count_missing(Listing *l, const Node *node)
{
    const Node *known = node->child[AT_AGG_KNOWN];
    if (!known || !node->child[AT_AGG_OPERAND]) return;
    Str before = text_of(l, between(l, node->span.start, known->span.start));
    uint32_t next = span_of(l, token_after(l->source, token_at(l, known->span.start))).start;
    Str after = text_of(l, between(l, next, node->span.end));
    add(l, node->span, str_printf(l->arena, "(%S%S counting missing as 0)", before, after));
}

/* What is missing left out instead of counted. */
static void leave_missing(Listing *l, const Node *node)
{
    const Node *of = node->child[AT_COUNTING_OF];
    if (!node_is_agg(of) || !of->child[AT_AGG_OPERAND] || of->child[AT_AGG_KNOWN]) return;
    uint32_t operand = of->child[AT_AGG_OPERAND]->span.start;
    uint32_t word = kind_before(l, operand, T_OF); /* before a bracket, too */
    if (word == UINT32_MAX) return;
    uint32_t start = span_of(l, word).end;
    add(l, node->span,
        str_printf(l->arena, "%S known%S", text_of(l, between(l, node->span.start, start)),
                   text_of(l, between(l, start, of->span.end))));
}

static void mutate_aggregate(Listing *l, const Node *node)
{
    swap_aggregate(l, node);
    mutate_where(l, node->child[AT_AGG_WHERE]);
    count_missing(l, node);
    const Node *weight = node->child[AT_AGG_WEIGHT];
    if (!weight) return;
    uint32_t word = kind_before(l, weight->span.start, T_WEIGHTED);
    if (word != UINT32_MAX)
        add(l, with_space(l, between(l, span_of(l, word).start, weight->span.end)), STR_EMPTY);
}

/* a + b - c, a * b / c: each sign the other way. */
static void mutate_sum(Listing *l, const Node *node)
{
    for (uint32_t i = 1; i < node->count; i++) {
        const Node *part = node->child[i];
        bool wrapped = part->kind == NODE_SUBTRACT || part->kind == NODE_DIVIDE;
        uint32_t token = part->tok;
        if (!wrapped)
            token =
                kind_before(l, part->span.start, node->kind == NODE_ADD ? T_PLUS : T_TIMES_SIGN);
        static const Swap swaps[] = {
            { T_PLUS, "-" }, { T_MINUS, "+" }, { T_TIMES_SIGN, "/" }, { T_DIVIDE_SIGN, "*" }
        };
        if (token != UINT32_MAX) swap_token(l, token, swaps, COUNT_OF(swaps));
    }
}

/* ---- the rest ---- */

static void row_mutants(Listing *l, const Node *node)
{
    switch ((int)node->kind) {
    case NODE_RANK:
        mutate_where(l, node->child[AT_RANK_WHERE]);
        swap_order(l, node->child[AT_RANK_ORDER]);
        swap_ties(l, node->child[AT_RANK_TIES]);
        break;
    case NODE_RANK_THEN: swap_order(l, node->child[AT_RANK_THEN_ORDER]); break;
    default:
        if (node_is_agg(node))
            mutate_aggregate(l, node);
        else if (node->kind >= NODE_LESS && node->kind <= NODE_IS_ABOVE)
            swap_comparison(l, node);
        break;
    }
}

static void formula_mutants(Listing *l, const Node *node)
{
    static const Swap has[] = { { T_SOME, "every" }, { T_EVERY, "some" }, { T_NO, "some" } };
    static const Swap known[] = { { T_KNOWN, "missing" } }, missing[] = { { T_MISSING, "known" } };
    static const Swap any[] = { { T_ALL, "any" }, { T_ANY, "all" } };
    static const Swap rise[] = { { T_RISE, "fall" }, { T_FALL, "rise" } };
    switch ((int)node->kind) {
    case NODE_ADD:
    case NODE_MULTIPLY: mutate_sum(l, node); break;
    case NODE_AND: mutate_chain(l, node, STR("or")); break;
    case NODE_OR: mutate_chain(l, node, STR("and")); break;
    case NODE_ALL_OF:
    case NODE_ANY_OF:
        swap_token(l, node->tok, any, COUNT_OF(any));
        drop_items(l, node->child, node->count);
        break;
    case NODE_AT_LEAST_OF:
        drop_items(l, node->child[AT_AT_LEAST_OF_CONDS]->child,
                   node->child[AT_AT_LEAST_OF_CONDS]->count);
        break;
    case NODE_TUPLE: drop_items(l, node->child, node->count); break;
    case NODE_SOME_HAS:
    case NODE_EVERY_HAS:
    case NODE_NO_HAS: swap_token(l, node->tok, has, COUNT_OF(has)); break;
    case NODE_IS_KNOWN: swap_token(l, token_at(l, node->span.end - 1), known, 1); break;
    case NODE_IS_MISSING:
        if (!node->child[AT_IS_MISSING_REASON])
            swap_token(l, token_at(l, node->span.end - 1), missing, 1);
        break;
    case NODE_NOT: negate(l, node); break;
    case NODE_IF: negate(l, node->child[AT_IF_COND]); break;
    case NODE_POOLED: swap_token(l, token_at(l, node->span.end - 1), rise, COUNT_OF(rise)); break;
    case NODE_COUNTING: leave_missing(l, node); break;
    case NODE_TO_PLACES:
    case NODE_TO_WHOLE:
    case NODE_TO_NEAREST: swap_mode(l, node->child[node->count - 1]); break;
    default: row_mutants(l, node); break;
    }
}

static void mutate_pick(Listing *l, const Node *node)
{
    const Node *times = node->child[AT_PICK_TIMES], *slots = node->child[AT_PICK_SLOTS];
    mutate_where(l, node->child[AT_PICK_WHERE]);
    swap_order(l, node->child[AT_PICK_ORDER]);
    if (times) {
        uint32_t comma = kind_before(l, times->span.start, T_COMMA);
        uint32_t word = token_after(l->source, token_at(l, times->span.end - 1));
        if (comma != UINT32_MAX)
            add(l, between(l, end_before(l, span_of(l, comma).start), span_of(l, word).end),
                STR_EMPTY);
    }
    for (uint32_t i = 0; i < slots->count; i++) {
        drop(l, slots->child[i]);
        if (slots->child[i]->kind == NODE_SLOT) negate(l, slots->child[i]->child[AT_SLOT_WHERE]);
    }
}

static void clause_mutants(Listing *l, const Node *node)
{
    switch ((int)node->kind) {
    case NODE_LIST_DECL:
        drop_items(l, node->child[AT_LIST_DECL_ITEMS]->child,
                   node->child[AT_LIST_DECL_ITEMS]->count);
        break;
    case NODE_TABLE: mutants_table(l->mutation, l->arena, l->model, node); break;
    case NODE_LEAVES_OUT:
        drop(l, node);
        negate(l, node->child[AT_LEAVES_OUT_WHERE]);
        break;
    case NODE_WITHHELD:
        drop(l, node);
        negate(l, node->child[AT_WITHHELD_WHEN]);
        break;
    case NODE_THEN_AT_MOST:
    case NODE_THEN_AT_LEAST:
    case NODE_THEN_ADD:
    case NODE_THEN_TAKE_AWAY:
    case NODE_THEN_MIX_IN:
    case NODE_THEN_ROUNDED:
    case NODE_THEN_BAND_AT_MOST:
    case NODE_THEN_BAND_AT_LEAST:
        drop(l, node);
        negate(l, node->child[AT_THEN_WHEN]);
        break;
    case NODE_BAND: negate(l, node->child[AT_BAND_WHEN]); break;
    case NODE_PICK: mutate_pick(l, node); break;
    case NODE_SECURE: negate(l, node->child[AT_SECURE_WHEN]); break;
    case NODE_FINDING: negate(l, node->child[AT_FINDING_WHEN]); break;
    case NODE_POWER: negate(l, node->child[AT_POWER_OPEN]); break;
    case NODE_CLOSED:
        drop(l, node);
        negate(l, node->child[AT_CLOSED_WHEN]);
        break;
    case NODE_NOT_MADE: drop(l, node); break;
    default: formula_mutants(l, node); break;
    }
}

/* What says nothing that an example could notice. */
static bool is_silent(NodeKind kind)
{
    switch ((int)kind) {
    case NODE_EXAMPLE:
    case NODE_RECORD:
    case NODE_GOAL:
    case NODE_RECONCILE:
    case NODE_PUBLISH:
    case NODE_REPORT:
    case NODE_SUPPORT:
    case NODE_AMENDMENT:
    case NODE_CORRECTIONS:
    case NODE_EDITION:
    case NODE_TERM:
    case NODE_STUDY:
    case NODE_MEASURES_AT_MOST:
    case NODE_GOALS_AT_MOST: return true;
    default: return false;
    }
}

/* A school year of a clause, one later and one earlier. */
static void mutate_year(Listing *l, const Node *node)
{
    uint64_t first = 0;
    for (size_t i = 0; i < 4 && i < node->text.len; i++)
        first = first * 10 + (uint64_t)(node->text.at[i] - '0');
    for (int d = -1; d <= 1; d += 2) {
        uint64_t year = d < 0 ? first - 1 : first + 1;
        uint64_t next = (year + 1) % 100;
        add(l, node->span, str_printf(l->arena, "%u/%s%u", year, next < 10 ? "0" : "", next));
    }
}

static void walk(Listing *l, const Node *node)
{
    if (is_silent(node->kind)) return;
    if (node->kind == NODE_ROUNDING) swap_mode(l, node->child[0]);
    if (node->kind == NODE_NUMBER) mutants_number(l->mutation, l->arena, node->span);
    if (node->kind == NODE_PERCENT) {
        Span span = node->span; /* the sign stays */
        span.end = span.start + (uint32_t)node->text.len;
        mutants_number(l->mutation, l->arena, span);
    }
    if (node->kind == NODE_YEAR) mutate_year(l, node);
    clause_mutants(l, node);
    for (uint32_t i = 0; i < node->count; i++)
        if (node->child[i]) walk(l, node->child[i]);
}

static bool stands_before(const Mutant *a, const Mutant *b)
{
    if (a->span.start != b->span.start) return a->span.start < b->span.start;
    return a->span.end < b->span.end;
}

void mutants_list(Mutation *mutation, Arena *arena, const struct Model *model, const Node *tree)
{
    Listing l = { .mutation = mutation,
                  .arena = arena,
                  .model = model,
                  .source = &mutation->sources->items[mutation->counted],
                  .file = mutation->counted };
    walk(&l, tree);
    for (size_t i = 1; i < mutation->count; i++) { /* by place; most stand in order already */
        Mutant one = mutation->mutants[i];
        size_t at = i;
        for (; at > 0 && stands_before(&one, &mutation->mutants[at - 1]); at--)
            mutation->mutants[at] = mutation->mutants[at - 1];
        mutation->mutants[at] = one;
    }
}
