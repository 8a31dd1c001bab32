/* gather.c -- sums, means, shares, ranks and the rest in words.
 * SPDX-License-Identifier: Apache-2.0 */
#include "doc/words.h"

static const Record *rows_record(const Words *words, const Node *over)
{
    while (over->kind == NODE_ALL_ROWS) over = over->child[0];
    if (over->kind == NODE_DIFFERENT_ROWS) {
        const Record *of = rows_record(words, over->child[AT_DIFFERENT_ROWS_ROWS]);
        const Node *link = over->child[AT_DIFFERENT_ROWS_LINK];
        const Field *field =
            of && link->kind == NODE_NAME ? field_find((Record *)of, link->text) : NULL;
        return field && field->parent ? field->parent : of;
    }
    return over->kind == NODE_NAME ? plural_find(words->model, over->text) : words->record;
}

/* pupils, or campuses: the plural in small letters, but for its abbreviations. */
static Str plural(const Words *words, Str name)
{
    Str spaced = words_name(words, name);
    if (spaced.len < 2 || spaced.at[1] < 'a' || spaced.at[1] > 'z') return spaced;
    Text text = text_open(words->arena);
    text_add(&text, spaced);
    if (text.at[0] >= 'A' && text.at[0] <= 'Z') text.at[0] = (char)(text.at[0] - 'A' + 'a');
    return text_str(&text);
}

Str words_rows(const Words *words, const Node *over)
{
    switch ((int)over->kind) {
    case NODE_ALL_ROWS:
        return str_printf(words->arena, "all %S, also those left out",
                          plural(words, over->child[0]->text));
    case NODE_DIFFERENT_ROWS: {
        Words inside = words_inside(words, over->child[AT_DIFFERENT_ROWS_ROWS]);
        return str_printf(words->arena, "different %S of %S, each once",
                          words_of(&inside, over->child[AT_DIFFERENT_ROWS_LINK]),
                          words_rows(words, over->child[AT_DIFFERENT_ROWS_ROWS]));
    }
    case NODE_LAST_YEARS: return words_of(words, over);
    default: return plural(words, over->text);
    }
}

Words words_inside(const Words *words, const Node *over)
{
    Words inside = *words;
    inside.record = rows_record(words, over);
    inside.each = true;
    return inside;
}

/* ---- the parts of a reduction ---- */

static Str operand(const Words *words, const Node *node)
{
    const Node *of = node->child[AT_AGG_OPERAND];
    const char *known = node->child[AT_AGG_KNOWN] ? " (where known)" : "";
    return str_printf(words->arena, "%S%s", words_tight(words, of), known);
}

static Str part(const Words *words, const Node *node)
{
    return words_tight(words, node->child[AT_AGG_PART]);
}

/* "the mean of X", before "over the pupils". */
static Str head(const Words *words, const Node *node, Str of)
{
    Arena *arena = words->arena;
    switch ((int)node->kind) {
    case NODE_AGG_SUM: return str_printf(arena, "the sum of %S", of);
    case NODE_AGG_MEAN: return str_printf(arena, "the mean of %S", of);
    case NODE_AGG_MEDIAN: return str_printf(arena, "the median of %S", of);
    case NODE_AGG_GREATEST: return str_printf(arena, "the greatest of %S", of);
    case NODE_AGG_LEAST: return str_printf(arena, "the least of %S", of);
    case NODE_AGG_NUMBER: return str_printf(arena, "how many are known of %S", of);
    case NODE_AGG_NUMBER_DIFFERENT: return str_printf(arena, "the number of different %S", of);
    case NODE_AGG_SAMPLE_SD: return str_printf(arena, "the sample standard deviation of %S", of);
    case NODE_AGG_POPULATION_SD:
        return str_printf(arena, "the population standard deviation of %S", of);
    case NODE_AGG_LOWEST_NUMBER:
        return str_printf(arena, "number %S, counted from the lowest, of %S", part(words, node),
                          of);
    case NODE_AGG_HIGHEST_NUMBER:
        return str_printf(arena, "number %S, counted from the highest, of %S", part(words, node),
                          of);
    case NODE_AGG_QUANTILE:
        return str_printf(arena, "the %S quantile (%S method) of %S", part(words, node),
                          words_name(words, node->child[AT_AGG_METHOD]->text), of);
    default: return str_printf(arena, "the one %S", of);
    }
}

static Str folded(const Words *words, const Node *node)
{
    const Node *of = node->child[AT_AGG_OPERAND], *weight = node->child[AT_AGG_WEIGHT];
    Str what = words_of(words, of);
    bool slot = of->kind == NODE_NAME && node->kind != NODE_AGG_NUMBER;
    if (node->child[AT_AGG_KNOWN] && node->kind != NODE_AGG_NUMBER)
        what = str_printf(words->arena, "those known of %S", what);
    Str all =
        head(words, node, slot ? str_printf(words->arena, "what is taken for %S", what) : what);
    if (!weight) return all;
    return str_printf(words->arena, "%S, weighted by %S", all, words_tight(words, weight));
}

static Str keys(const Words *words, const Node *by)
{
    Str *items = NEW_ARRAY(words->arena, Str, by->count + 1);
    for (uint32_t i = 0; i < by->count; i++) items[i] = words_of(words, by->child[i]);
    return words_join(words->arena, items, by->count, "and");
}

static void add_filter(Text *text, const Words *inside, const Node *where, const Node *by)
{
    if (where) text_printf(text, " where %S", words_of(inside, where));
    if (by) text_printf(text, ", for each group with the same %S", keys(inside, by));
}

static Str reduced(const Words *words, const Node *node)
{
    const Node *over = node->child[AT_AGG_OVER], *weight = node->child[AT_AGG_WEIGHT];
    if (!over) return folded(words, node);
    Words inside = words_inside(words, over);
    Str rows = words_rows(words, over);
    Text text = text_open(words->arena);
    if (node->kind == NODE_AGG_SHARE)
        text_printf(&text, "the share of %S", rows);
    else if (node->kind == NODE_AGG_NUMBER && !node->child[AT_AGG_OPERAND])
        text_printf(&text, "the number of %S", rows);
    else
        text_printf(&text, "%S over %S", head(words, node, operand(&inside, node)), rows);
    if (weight) text_printf(&text, ", weighted by %S,", words_tight(&inside, weight));
    add_filter(&text, &inside, node->child[AT_AGG_WHERE], node->child[AT_AGG_BY]);
    return text_str(&text);
}

/* ---- ranks ---- */

static const char *order_words(const Node *order)
{
    switch ((int)order->kind) {
    case NODE_HIGHEST_FIRST: return "highest first";
    case NODE_LOWEST_FIRST: return "lowest first";
    case NODE_EARLIEST_FIRST: return "earliest first";
    case NODE_LATEST_FIRST: return "latest first";
    case NODE_YES_FIRST: return "yes first";
    case NODE_NO_FIRST: return "no first";
    default: return "";
    }
}

static const char *ties_words(const Node *ties)
{
    switch ((int)ties->kind) {
    case NODE_TIES_MEAN: return "those that tie share their mean rank";
    case NODE_TIES_LOWEST: return "those that tie all have the lowest rank among them";
    case NODE_TIES_HIGHEST: return "those that tie all have the highest rank among them";
    default: return "those that tie stand in the order of their fields";
    }
}

static Str ranked(const Words *words, const Node *node)
{
    const Node *over = node->child[AT_RANK_OVER], *within = node->child[AT_RANK_WITHIN];
    const Node *thens = node->child[AT_RANK_THENS];
    Words inside = words_inside(words, over);
    Text text = text_open(words->arena);
    text_printf(&text, "the rank among %S", words_rows(words, over));
    if (within && within->kind == NODE_NATION) text_add(&text, STR(" of the nation"));
    if (within && within->kind == NODE_NAME)
        text_printf(&text, " of the same %S", words_name(words, within->text));
    add_filter(&text, &inside, node->child[AT_RANK_WHERE], node->child[AT_RANK_BY]);
    text_printf(&text, ", by %S%s, %s", words_tight(&inside, node->child[AT_RANK_OPERAND]),
                node->child[AT_RANK_KNOWN] ? " where known" : "",
                order_words(node->child[AT_RANK_ORDER]));
    for (uint32_t i = 0; i < thens->count; i++)
        text_printf(&text, ", then by %S, %s",
                    words_tight(&inside, thens->child[i]->child[AT_RANK_THEN_OPERAND]),
                    order_words(thens->child[i]->child[AT_RANK_THEN_ORDER]));
    text_printf(&text, "; %s", ties_words(node->child[AT_RANK_TIES]));
    return text_str(&text);
}

Str words_gather(const Words *words, const Node *node)
{
    if (node->kind == NODE_RANK) return ranked(words, node);
    if (node->kind == NODE_POOLED)
        return str_printf(words->arena, "%S, neighbouring groups put together until they %s",
                          words_of(words, node->child[AT_POOLED_OF]),
                          node->child[AT_POOLED_FALL] ? "fall" : "rise");
    return reduced(words, node);
}
