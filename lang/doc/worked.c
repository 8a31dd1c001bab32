/* worked.c -- worked examples and the history of a framework for readers.
 * SPDX-License-Identifier: Apache-2.0 */
#include "doc/doc.h"
#include "module.h"

#define SAY(doc, ...)                                                                              \
    doc_paragraph((doc), doc_sentence((doc), str_printf((doc)->arena, __VA_ARGS__)))

/* ---- examples ---- */

/* `progress_8 of School "1001"`: the figure that is expected. */
static Str figure(Doc *doc, const Node *node)
{
    const Words *words = &doc->words;
    const Node *group = node->child[AT_FIGURE_GROUP], *level = node->child[AT_FIGURE_LEVEL];
    const Node *key = node->child[AT_FIGURE_KEY];
    Text text = text_open(doc->arena);
    text_add(&text, words_named(words, node->child[AT_FIGURE_PATH]));
    if (node->child[AT_FIGURE_SHOWN]) text_add(&text, STR(" as shown"));
    for (uint32_t i = 0; group && i < group->count; i++)
        text_printf(&text, "%s%S", i ? " and " : " for ", words_of(words, group->child[i]));
    if (level && level->kind == NODE_NATION) text_add(&text, STR(" of the nation"));
    if (level && level->kind == NODE_NAME)
        text_printf(&text, " of the %S", words_name(words, level->text));
    for (uint32_t i = 0; key && i < key->count; i++)
        text_printf(&text, "%s“%S”", i ? ", " : " ", words_text(words, key->child[i]->text));
    return text_str(&text);
}

static Str expected(Doc *doc, const Node *step)
{
    const Words *words = &doc->words;
    if (step->kind == NODE_EXPECT_REFUSED)
        return str_printf(doc->arena, "the data are refused with message %S",
                          words_text(words, step->child[0]->text));
    if (step->kind == NODE_EXPECT_IS)
        return step->child[1]->kind == NODE_NAME
                   ? words_compared(words, step->child[0]->child[AT_FIGURE_PATH], step->child[1])
                   : words_of(words, step->child[1]);
    const Node *reason = step->child[AT_EXPECT_MISSING_REASON];
    uint8_t index = reason ? reason_find(doc->model, reason->text) : 0;
    if (!reason) return STR("missing");
    return str_printf(doc->arena, "missing: %S",
                      words_text(words, index ? doc->model->reasons[index].printed : reason->text));
}

static bool is_expect(const Node *step)
{
    return step->kind == NODE_EXPECT_IS || step->kind == NODE_EXPECT_MISSING ||
           step->kind == NODE_EXPECT_REFUSED;
}

static void put_given(Doc *doc, const Node *step)
{
    if (step->kind == NODE_IN_YEAR) SAY(doc, "In the school year %S", step->child[0]->text);
    if (step->kind == NODE_GIVEN) {
        const Node *year = step->child[AT_GIVEN_YEAR];
        doc_rows(doc,
                 str_printf(doc->arena, "Given, of each %S%s%S",
                            words_name(&doc->words, step->child[AT_GIVEN_RECORD]->text),
                            year ? " in " : "", year ? year->text : STR_EMPTY),
                 step->child[AT_GIVEN_ROWS]);
    }
    if (step->kind == NODE_TAKING)
        doc_rows(doc,
                 str_printf(doc->arena, "Taken as given: %S",
                            words_named(&doc->words, step->child[AT_TAKING_FIGURE])),
                 step->child[AT_TAKING_ROWS]);
}

static void put_example(Doc *doc, const Node *node)
{
    static const char *const headings[] = { "Figure", "Comes to" };
    const Node *steps = node->child[AT_EXAMPLE_STEPS];
    doc_heading(doc, 3, node->child[AT_EXAMPLE_TITLE]->text);
    for (uint32_t i = 0; i < steps->count; i++) put_given(doc, steps->child[i]);
    doc_table(doc, STR("What comes of it"), headings, COUNT_OF(headings));
    for (uint32_t i = 0; i < steps->count; i++) {
        const Node *step = steps->child[i];
        if (!is_expect(step)) continue;
        Str what = step->kind == NODE_EXPECT_REFUSED ? STR("all") : figure(doc, step->child[0]);
        Str cells[] = { what, expected(doc, step) };
        doc_row(doc, cells, COUNT_OF(cells));
    }
    doc_table_end(doc);
}

void doc_examples(Doc *doc)
{
    const Model *model = doc->model;
    if (!model->example_count) return;
    doc_heading(doc, 2, STR("Worked examples"));
    doc_paragraph(doc, STR("Each example is a nation of its own: its rows are all the data. The "
                           "pupils and schools are made up, and what is said to come of them is "
                           "worked out again whenever the rules change."));
    for (size_t i = 0; i < model->example_count; i++) put_example(doc, model->examples[i]);
}

/* ---- history ---- */

/* What an amendment changes, as it is named in the rules; empty in one that is older than `of`. */
static Str amended_words(Doc *doc, const Node *of)
{
    Text text = text_open(doc->words.arena);
    for (uint32_t i = 0; of && i < of->count; i++)
        text_printf(&text, "%s%S", i ? ", " : "",
                    source_text(doc->model->sources, of->child[i]->span));
    return text_str(&text);
}

static void put_amendments(Doc *doc)
{
    static const char *const headings[] = { "Amendment", "Changes", "From", "Article", "Because" };
    const Node *tree;
    bool any = false;
    for (size_t f = 0; (tree = model_tree(doc->model, f)); f++)
        for (uint32_t i = 0; i < tree->count; i++) {
            const Node *node = tree->child[i];
            if (node->kind != NODE_AMENDMENT) continue;
            if (!any) doc_table(doc, STR("Amendments"), headings, COUNT_OF(headings));
            any = true;
            Str cells[] = { words_text(&doc->words, node->child[AT_AMENDMENT_TITLE]->text),
                            amended_words(doc, node->child[AT_AMENDMENT_OF]),
                            node->child[AT_AMENDMENT_FROM]->text,
                            words_text(&doc->words, node->child[AT_AMENDMENT_ARTICLE]->text),
                            words_text(&doc->words, node->child[AT_AMENDMENT_BECAUSE]->text) };
            doc_row(doc, cells, COUNT_OF(cells));
        }
    if (any)
        doc_table_end(doc);
    else
        doc_paragraph(doc, STR("There are no amendments."));
}

/* What differs by year: blocks, columns, files, years in which something is not made. */
static void put_dated(Doc *doc, const Node *node, Str whose)
{
    Str dates = STR_EMPTY, what = STR_EMPTY;
    switch ((int)node->kind) {
    case NODE_EXAMPLE:
    case NODE_PARAMETER: return;
    case NODE_MEASURE: whose = node->child[AT_MEASURE_TITLE]->text; break;
    case NODE_RECORD: whose = node->child[AT_RECORD_NAME]->text; break;
    case NODE_LEVEL_BLOCK:
        dates = words_dates(&doc->words, node->child[AT_LEVEL_BLOCK_DATES]);
        what = STR("is worked out as said for these years");
        break;
    case NODE_NOT_MADE:
        dates = words_dates(&doc->words, node->child[0]);
        what = STR("is not made");
        break;
    case NODE_COLUMN_IN:
        dates = words_dates(&doc->words, node->child[0]);
        what = str_printf(doc->arena, "has a column called %S",
                          words_text(&doc->words, node->child[1]->child[0]->text));
        break;
    case NODE_FILE_IN:
        dates = words_dates(&doc->words, node->child[0]);
        what = str_printf(doc->arena, "is read from %S",
                          words_text(&doc->words, node->child[1]->text));
        break;
    case NODE_NOT_IN:
        dates = words_dates(&doc->words, node->child[0]);
        what = STR("lacks a column");
        break;
    default: break;
    }
    if (dates.len)
        doc_item(doc,
                 str_printf(doc->arena, "%S %S %S", words_term(&doc->words, whose), dates, what));
    for (uint32_t i = 0; i < node->count; i++)
        if (node->child[i]) put_dated(doc, node->child[i], whose);
}

/* secondary.lustrum; the standard module england.ks4 */
static Str file_words(Doc *doc, uint32_t file)
{
    const Sources *sources = doc->model->sources;
    Str name = module_file_name(sources, file);
    if (!module_is_standard(sources, file)) return words_text(&doc->words, name);
    Text text = text_open(doc->arena);
    size_t start = 0, end = name.len - strlen(".lustrum");
    while (name.at[start] != '/') start++;
    for (size_t i = start + 1; i < end; i++) text_byte(&text, name.at[i] == '/' ? '.' : name.at[i]);
    return str_printf(doc->arena, "the standard module %S",
                      words_text(&doc->words, text_str(&text)));
}

void doc_history(Doc *doc)
{
    const Node *tree;
    doc_heading(doc, 2, STR("Sources and history"));
    put_amendments(doc);
    Text before = doc->text;
    for (size_t f = 0; (tree = model_tree(doc->model, f)); f++)
        for (uint32_t i = 0; i < tree->count; i++) put_dated(doc, tree->child[i], STR_EMPTY);
    if (doc->text.len != before.len) doc_items_end(doc);
    doc_paragraph(doc, STR("These rules stand in:"));
    for (size_t f = 0; (tree = model_tree(doc->model, f)); f++) {
        doc_item(doc, file_words(doc, tree->span.file));
    }
    doc_items_end(doc);
}
