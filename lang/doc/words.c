/* words.c -- see words.h: arithmetic, comparisons and conditions.
 * SPDX-License-Identifier: Apache-2.0 */
#include "doc/words.h"

/* ---- texts and terms ---- */

/* Signs that Markdown could take for its own anywhere; markdown.c knows those at a line's head. */
static void add_escaped(Text *text, Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (strchr("\\`*_[]<>&|#~!", s.at[i])) text_byte(text, '\\');
        text_byte(text, s.at[i]);
    }
}

Str words_text(const Words *words, Str text)
{
    Text out = text_open(words->arena);
    Str plain = str_printable(words->arena, text, 4096);
    if (!words->markdown) return plain;
    add_escaped(&out, plain);
    return text_str(&out);
}

Str words_term(const Words *words, Str title)
{
    if (!words->markdown) return words_text(words, title);
    return str_printf(words->arena, "*%S*", words_text(words, title));
}

Str words_name(const Words *words, Str name)
{
    Text text = text_open(words->arena);
    for (size_t i = 0; i < name.len; i++) text_byte(&text, name.at[i] == '_' ? ' ' : name.at[i]);
    return text_str(&text);
}

Str words_join(Arena *arena, const Str *items, size_t count, const char *last)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < count; i++) {
        if (i) text_printf(&text, i + 1 == count ? " %s " : ", ", last);
        text_add(&text, items[i]);
    }
    return text_str(&text);
}

static Str join_all(const Words *words, const Node *node, const char *last)
{
    Str *items = NEW_ARRAY(words->arena, Str, node->count + 1);
    for (uint32_t i = 0; i < node->count; i++) items[i] = words_tight(words, node->child[i]);
    return words_join(words->arena, items, node->count, last);
}

/* "all of these: A; B": each part may have commas of its own. */
static Str listed(const Words *words, Str head, const Node *list)
{
    Text text = text_open(words->arena);
    text_add(&text, head);
    for (uint32_t i = 0; i < list->count; i++)
        text_printf(&text, "%s%S", i ? "; " : " (", words_of(words, list->child[i]));
    text_byte(&text, ')');
    return text_str(&text);
}

/* ---- arithmetic ---- */

static Str chain(const Words *words, const Node *node, const char *plus)
{
    Text text = text_open(words->arena);
    for (uint32_t i = 0; i < node->count; i++) {
        const Node *part = node->child[i];
        bool minus = part->kind == NODE_SUBTRACT, over = part->kind == NODE_DIVIDE;
        const char *sign = minus ? " minus " : over ? " divided by " : plus;
        if (i) text_add(&text, (Str){ sign, strlen(sign) });
        text_add(&text, words_tight(words, minus || over ? part->child[0] : part));
    }
    return text_str(&text);
}

static Str between(const Words *words, const char *unit, const Node *node)
{
    return str_printf(words->arena, "the full %s from %S to %S", unit,
                      words_tight(words, node->child[0]), words_tight(words, node->child[1]));
}

static Str applied(const Words *words, const Node *node)
{
    const Name *name = name_find(words->model, node->child[AT_APPLY_FORMULA]->text);
    const Formula *formula = name && name->kind == NAME_FORMULA ? name->what : NULL;
    const Node *given = node->child[AT_APPLY_PARTS];
    Str title = formula ? formula->node->child[AT_FORMULA_TITLE]->text : STR_EMPTY;
    const Node *parts = formula ? formula->node->child[AT_FORMULA_PARTS] : NULL;
    Text text = text_open(words->arena);
    text_printf(&text, "%S with ", words_term(words, title));
    for (uint32_t i = 0; parts && i < given->count && i < parts->count; i++)
        text_printf(&text, "%s%S as the %S", i ? ", " : "", words_tight(words, given->child[i]),
                    words_name(words, parts->child[i]->text));
    return text_str(&text);
}

/* ---- comparisons ---- */

static const char *compared(const Node *node)
{
    switch ((int)node->kind) {
    case NODE_LESS:
    case NODE_IS_BELOW: return "is below";
    case NODE_GREATER:
    case NODE_IS_ABOVE: return "is above";
    case NODE_AT_LEAST:
    case NODE_IS_AT_LEAST: return "is at least";
    case NODE_AT_MOST:
    case NODE_IS_AT_MOST: return "is at most";
    case NODE_EQUAL:
    case NODE_IS: return "is";
    case NODE_NOT_EQUAL:
    case NODE_IS_NOT: return "is not";
    default: return NULL;
    }
}

static Str comparison(const Words *words, const Node *node)
{
    const Node *left = node->child[AT_LEFT], *right = node->child[AT_RIGHT];
    return str_printf(words->arena, "%S %s %S", words_tight(words, left), compared(node),
                      words_compared(words, left, right));
}

static Str in_list(const Words *words, const Node *node)
{
    const Node *right = node->child[1];
    Str left = words_tight(words, node->child[0]);
    const Name *name = name_find(words->model, right->text);
    if (!name || name->kind != NAME_LIST) return left; /* in %, in points */
    return str_printf(words->arena, "%S is one of the list %S", left,
                      words_term(words, words_name(words, right->text)));
}

static Str missing(const Words *words, const Node *node)
{
    Str of = words_tight(words, node->child[AT_IS_MISSING_OF]);
    const Node *reason = node->child[AT_IS_MISSING_REASON];
    if (!reason) return str_printf(words->arena, "%S is missing", of);
    uint8_t index = reason_find(words->model, reason->text);
    Str printed = index ? words->model->reasons[index].printed : reason->text;
    return str_printf(words->arena, "%S is missing because of \xE2\x80\x9C%S\xE2\x80\x9D", of,
                      words_text(words, printed));
}

static Str has(const Words *words, const Node *node)
{
    const char *head = node->kind == NODE_SOME_HAS    ? "at least one"
                       : node->kind == NODE_EVERY_HAS ? "every"
                                                      : "no";
    Words inside = *words;
    inside.record = record_find(words->model, node->child[0]->text);
    return str_printf(words->arena, "for %s %S it holds that %S", head,
                      words_name(words, node->child[0]->text), words_of(&inside, node->child[1]));
}

/* ---- by kind ---- */

static Str leaf(const Words *words, const Node *node)
{
    switch ((int)node->kind) {
    case NODE_PERCENT: return str_printf(words->arena, "%S%%", node->text);
    case NODE_STRING:
        return str_printf(words->arena, "\xE2\x80\x9C%S\xE2\x80\x9D",
                          words_text(words, node->text));
    case NODE_YES: return STR("yes");
    case NODE_NO: return STR("no");
    default: return node->text;
    }
}

static Str years(const Words *words, const Node *node)
{
    Arena *arena = words->arena;
    switch ((int)node->kind) {
    case NODE_YEAR_BEFORE:
        if (!node->child[1])
            return str_printf(arena, "%S in the year before", words_tight(words, node->child[0]));
        return str_printf(arena, "%S %S years before", words_tight(words, node->child[0]),
                          node->child[1]->text);
    case NODE_EACH_YEAR:
        return str_printf(arena, "in each of the last %S years %S", node->child[0]->text,
                          words_of(words, node->child[1]));
    case NODE_SOME_YEARS:
        return str_printf(arena, "in at least %S of the last %S years %S", node->child[0]->text,
                          node->child[1]->text, words_of(words, node->child[2]));
    default: return str_printf(arena, "the last %S years", node->child[0]->text);
    }
}

static bool is_literal(const Node *node)
{
    return node->kind == NODE_NUMBER || node->kind == NODE_PERCENT;
}

static Str arithmetic(const Words *words, const Node *node)
{
    Arena *arena = words->arena;
    switch ((int)node->kind) {
    case NODE_NEGATE:
        return str_printf(arena, is_literal(node->child[0]) ? "-%S" : "minus %S",
                          words_tight(words, node->child[0]));
    case NODE_ADD: return chain(words, node, " plus ");
    case NODE_MULTIPLY: return chain(words, node, " times ");
    case NODE_PERCENT_OF:
        return str_printf(arena, "%S%% of %S", node->child[0]->text,
                          words_tight(words, node->child[1]));
    case NODE_ROOT:
        return str_printf(arena, "the square root of %S", words_tight(words, node->child[0]));
    case NODE_FULL_YEARS: return between(words, "years", node);
    case NODE_FULL_MONTHS: return between(words, "months", node);
    case NODE_FULL_DAYS: return between(words, "days", node);
    case NODE_APPLY: return applied(words, node);
    case NODE_IF:
        return str_printf(arena, "%S if %S, otherwise %S", words_tight(words, node->child[0]),
                          words_of(words, node->child[1]), words_of(words, node->child[2]));
    case NODE_COUNTING:
        return str_printf(arena, "%S, counting %S where it is missing",
                          words_of(words, node->child[0]), words_tight(words, node->child[1]));
    case NODE_ROUNDED:
        return str_printf(arena, "%S, rounded %S", words_of(words, node->child[0]),
                          words_rounding(words, node->child[1]));
    default: return STR_EMPTY;
    }
}

static Str condition(const Words *words, const Node *node)
{
    Arena *arena = words->arena;
    switch ((int)node->kind) {
    case NODE_KNOWN_AND:
        return str_printf(arena, "%S is known, and %S",
                          words_tight(words, node->child[0]->child[0]),
                          words_of(words, node->child[0]));
    case NODE_IS_KNOWN: return str_printf(arena, "%S is known", words_tight(words, node->child[0]));
    case NODE_IS_MISSING: return missing(words, node);
    case NODE_IN: return in_list(words, node);
    case NODE_NOT:
        return str_printf(arena, "it is not so that %S", words_tight(words, node->child[0]));
    case NODE_AND: return join_all(words, node, "and");
    case NODE_OR: return join_all(words, node, "or");
    case NODE_SOME_HAS:
    case NODE_EVERY_HAS:
    case NODE_NO_HAS: return has(words, node);
    case NODE_AT_LEAST_OF:
        return listed(words, str_printf(arena, "at least %S of these hold", node->child[0]->text),
                      node->child[1]);
    case NODE_ALL_OF: return listed(words, STR("all of these hold"), node);
    case NODE_ANY_OF: return listed(words, STR("one of these holds, or more"), node);
    default: return STR_EMPTY;
    }
}

Str words_of(const Words *words, const Node *node)
{
    if (node_is_agg(node)) return words_gather(words, node);
    if (compared(node)) return comparison(words, node);
    switch ((int)node->kind) {
    case NODE_RANK:
    case NODE_POOLED: return words_gather(words, node);
    case NODE_NAME:
    case NODE_PATH:
    case NODE_SHOWN:
    case NODE_INDEX: return words_named(words, node);
    case NODE_TUPLE: return join_all(words, node, "and");
    case NODE_YEAR_BEFORE:
    case NODE_EACH_YEAR:
    case NODE_SOME_YEARS:
    case NODE_LAST_YEARS: return years(words, node);
    default: break;
    }
    Str found = arithmetic(words, node);
    if (!found.len) found = condition(words, node);
    return found.len ? found : leaf(words, node);
}

/* Whether what stands beside it could be taken for a part of it. */
static bool is_loose(const Node *node)
{
    switch ((int)node->kind) {
    case NODE_NEGATE: return !is_literal(node->child[0]);
    case NODE_ADD:
    case NODE_MULTIPLY:
    case NODE_IF:
    case NODE_COUNTING:
    case NODE_ROUNDED:
    case NODE_AND:
    case NODE_OR:
    case NODE_NOT:
    case NODE_KNOWN_AND:
    case NODE_APPLY:
    case NODE_SOME_HAS:
    case NODE_EVERY_HAS:
    case NODE_NO_HAS:
    case NODE_EACH_YEAR:
    case NODE_SOME_YEARS:
    case NODE_POOLED:
    case NODE_RANK: return true;
    default: return node_is_agg(node) && (node->child[AT_AGG_WHERE] || node->child[AT_AGG_BY]);
    }
}

Str words_tight(const Words *words, const Node *node)
{
    Str inside = words_of(words, node);
    return is_loose(node) ? str_printf(words->arena, "(%S)", inside) : inside;
}

/* ---- clauses ---- */

static const char *mode_words(const Words *words, const Node *mode)
{
    static const struct {
        NodeKind node;
        RoundMode mode;
        const char *words;
    } modes[] = { { NODE_MODE_HALF_AWAY, ROUND_HALF_AWAY, "halves away from zero" },
                  { NODE_MODE_HALF_EVEN, ROUND_HALF_EVEN, "halves to the even digit" },
                  { NODE_MODE_HALF_UP, ROUND_HALF_UP, "halves up" },
                  { NODE_MODE_UP, ROUND_UP, "always up" },
                  { NODE_MODE_DOWN, ROUND_DOWN, "always down" } };
    for (size_t i = 0; i < COUNT_OF(modes); i++)
        if (mode ? modes[i].node == mode->kind : modes[i].mode == words->model->mode)
            return modes[i].words;
    return "";
}

Str words_rounding(const Words *words, const Node *to)
{
    Arena *arena = words->arena;
    switch ((int)to->kind) {
    case NODE_TO_PLACES:
        return str_printf(arena, "to %S decimal place%s, %s", to->child[0]->text,
                          str_eq(to->child[0]->text, STR("1")) ? "" : "s",
                          mode_words(words, to->child[1]));
    case NODE_TO_WHOLE:
        return str_printf(arena, "to a whole number, %s", mode_words(words, to->child[0]));
    default:
        return str_printf(arena, "to the nearest %S, %s", leaf(words, to->child[0]),
                          mode_words(words, to->child[1]));
    }
}

Str words_dates(const Words *words, const Node *dates)
{
    if (!dates) return STR_EMPTY;
    if (dates->kind == NODE_FROM_YEAR)
        return str_printf(words->arena, "from %S", dates->child[0]->text);
    if (dates->kind == NODE_IN_YEARS)
        return str_printf(words->arena, "in %S to %S", dates->child[0]->text,
                          dates->child[1]->text);
    return str_printf(words->arena, "in %S", dates->child[0]->text);
}

Str words_levels(const Words *words, const Node *levels)
{
    Str *items = NEW_ARRAY(words->arena, Str, levels->count + 1);
    for (uint32_t i = 0; i < levels->count; i++) {
        const Node *level = levels->child[i];
        if (level->kind == NODE_NATION)
            items[i] = STR("the nation");
        else if (level->kind == NODE_UPWARDS)
            items[i] = str_printf(words->arena, "each %S, all that it is part of and the nation",
                                  words_name(words, level->child[0]->text));
        else
            items[i] = str_printf(words->arena, "each %S", words_name(words, level->text));
    }
    return words_join(words->arena, items, levels->count, "and");
}
