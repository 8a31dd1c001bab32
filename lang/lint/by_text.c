/* by_text.c -- the rules that look at what is written: examples that are not there, numbers without
 * a reason, years inside formulas, words of two senses.
 * SPDX-License-Identifier: Apache-2.0 */
#include "lint/lint.h"

static const Node *tree_of(const Lint *lint, size_t i)
{
    return model_tree(lint->models[0], i);
}

/* ---- no_example ---- */

static bool names(const Node *figure, Str measure)
{
    const Node *path = figure->child[AT_FIGURE_PATH];
    if (path->kind == NODE_PATH) path = path->child[0];
    return str_eq(path->text, measure);
}

static bool expects(const Node *example, Str measure)
{
    const Node *steps = example->child[AT_EXAMPLE_STEPS];
    for (uint32_t i = 0; i < steps->count; i++) {
        const Node *step = steps->child[i];
        bool expect = step->kind == NODE_EXPECT_IS || step->kind == NODE_EXPECT_MISSING;
        if (expect && names(step->child[0], measure)) return true;
    }
    return false;
}

bool lint_is_shown(const Model *model, const Measure *measure)
{
    for (size_t i = 0; i < model->example_count; i++)
        if (expects(model->examples[i], measure->name)) return true;
    return false;
}

void lint_no_example(Lint *lint)
{
    const Model *model = lint->models[0];
    for (size_t m = 0; m < model->measure_count; m++) {
        const Measure *measure = model->measures[m];
        if (!lint_is_shown(model, measure))
            lint_say(lint, RULE_NO_EXAMPLE, measure->node->child[AT_MEASURE_NAME]->span,
                     measure->name, STR_EMPTY);
    }
}

/* ---- no_reason ---- */

static bool is_nought(Str digits)
{
    for (size_t i = 0; i < digits.len; i++)
        if (digits.at[i] >= '1' && digits.at[i] <= '9') return false;
    return true;
}

/* Every number of a condition but 0, which is no line that somebody drew. */
static void say_numbers(Lint *lint, const Node *condition, Str whose)
{
    const Node *digits = condition->kind == NODE_NEGATE ? condition->child[0] : condition;
    bool number = digits->kind == NODE_NUMBER || digits->kind == NODE_PERCENT;
    if (number && !is_nought(digits->text))
        lint_say(lint, RULE_NO_REASON, condition->span, source_text(lint->sources, condition->span),
                 whose);
    if (number) return;
    for (uint32_t i = 0; i < condition->count; i++)
        if (condition->child[i]) say_numbers(lint, condition->child[i], whose);
}

/* Bands and `withheld` of a measure, `secure` and findings of a review: where lines are drawn. */
static void say_lines(Lint *lint, const Node *node, Str whose)
{
    switch ((int)node->kind) {
    case NODE_BAND: say_numbers(lint, node->child[AT_BAND_WHEN], whose); return;
    case NODE_WITHHELD: say_numbers(lint, node->child[AT_WITHHELD_WHEN], whose); return;
    case NODE_SECURE: say_numbers(lint, node->child[AT_SECURE_WHEN], whose); return;
    case NODE_FINDING: say_numbers(lint, node->child[AT_FINDING_WHEN], whose); return;
    case NODE_LIST:
    case NODE_LEVEL_BLOCK:
    case NODE_BANDS: break;
    default: return;
    }
    for (uint32_t i = 0; i < node->count; i++)
        if (node->child[i]) say_lines(lint, node->child[i], whose);
}

static bool has_text(const Node *clauses)
{
    for (uint32_t i = 0; i < clauses->count; i++)
        if (clauses->child[i]->kind == NODE_TEXT) return true;
    return false;
}

void lint_no_reason(Lint *lint)
{
    const Node *tree;
    for (size_t f = 0; (tree = tree_of(lint, f)); f++)
        for (uint32_t i = 0; i < tree->count; i++) {
            const Node *node = tree->child[i], *clauses = NULL;
            if (node->kind == NODE_POWER && !node->child[AT_POWER_TEXT])
                say_numbers(lint, node->child[AT_POWER_OPEN], node->child[AT_POWER_NAME]->text);
            if (node->kind == NODE_MEASURE) clauses = node->child[AT_MEASURE_CLAUSES];
            if (node->kind == NODE_REVIEW) clauses = node->child[AT_REVIEW_CLAUSES];
            if (clauses && !has_text(clauses)) say_lines(lint, clauses, node->child[0]->text);
        }
}

/* ---- year_in_rule ---- */

static bool says_years(const Node *node)
{
    switch ((int)node->kind) {
    case NODE_IN_YEAR:
    case NODE_IN_YEARS:
    case NODE_FROM_YEAR: return true;
    default: return false;
    }
}

static void say_years(Lint *lint, const Node *node)
{
    if (says_years(node)) return;
    if (node->kind == NODE_YEAR || node->kind == NODE_DATE)
        lint_say(lint, RULE_YEAR_IN_RULE, node->span, node->text, STR_EMPTY);
    for (uint32_t i = 0; i < node->count; i++)
        if (node->child[i]) say_years(lint, node->child[i]);
}

void lint_year_in_rule(Lint *lint)
{
    const Node *tree;
    for (size_t f = 0; (tree = tree_of(lint, f)); f++)
        for (uint32_t i = 0; i < tree->count; i++) switch ((int)tree->child[i]->kind) {
            case NODE_DERIVE:
            case NODE_FORMULA:
            case NODE_MEASURE:
            case NODE_REVIEW:
            case NODE_POWER:
            case NODE_SUPPORT:
            case NODE_RECONCILE: say_years(lint, tree->child[i]); break;
            default: break;
            }
}

/* ---- two_senses ---- */

typedef struct Word {
    const Node *name;
    Str sense, what;
} Word;

typedef struct Words {
    Lint *lint;
    Word *items;
    size_t count, cap;
} Words;

/* A word that another file has in another sense is told once, where it stands second. */
static void add_word(Words *words, const Node *name, const Node *sense, Str what)
{
    if (name->kind != NODE_NAME) return;
    Lint *lint = words->lint;
    Word word = { name, source_text(lint->sources, sense->span), what };
    for (size_t i = 0; i < words->count; i++) {
        const Word *old = &words->items[i];
        if (!str_eq(old->name->text, name->text) || !str_eq(old->what, what)) continue;
        if (old->name->span.file == name->span.file || str_eq(old->sense, word.sense)) continue;
        LintFinding *finding = lint_say(lint, RULE_TWO_SENSES, name->span, name->text,
                                        str_printf(lint->arena, "this %S", what));
        if (!finding) return;
        finding->also = old->name->span;
        finding->also_label = STR("and here it is another");
        return;
    }
    GROW(lint->arena, words->items, words->count, words->cap);
    words->items[words->count++] = word;
}

static void add_words(Words *words, const Node *node)
{
    switch ((int)node->kind) {
    case NODE_EXAMPLE: return;
    case NODE_BAND:
    case NODE_BAND_OTHERWISE:
    case NODE_BAND_MISSING: add_word(words, node->child[0], node->child[1], STR("band")); return;
    case NODE_FINDING:
    case NODE_FINDING_OTHERWISE:
    case NODE_FINDING_MISSING:
        add_word(words, node->child[0], node->child[1], STR("finding"));
        return;
    case NODE_SLOT: add_word(words, node->child[0], node->child[2], STR("slot")); return;
    case NODE_LET: add_word(words, node->child[0], node->child[1], STR("let")); return;
    default: break;
    }
    for (uint32_t i = 0; i < node->count; i++)
        if (node->child[i]) add_words(words, node->child[i]);
}

void lint_two_senses(Lint *lint)
{
    size_t files = 0;
    Words words = { .lint = lint };
    while (tree_of(lint, files)) files++;
    while (files-- > 0) /* what modules say comes first: the author's file is where it is told */
        add_words(&words, tree_of(lint, files));
}
