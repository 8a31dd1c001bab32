/* pages.c -- what pages for readers show, as a `report` says.
 * SPDX-License-Identifier: Apache-2.0 */
#include "doc/doc.h"

static void put_order(Doc *doc, const Pages *pages)
{
    doc_paragraph(doc, STR("Measures that are shown first, in this order:"));
    for (size_t i = 0; i < pages->measure_count; i++)
        doc_item(doc, doc_measure_link(doc, pages->measures[i]));
    doc_items_end(doc);
}

static Str correction(Doc *doc, const Node *node)
{
    if (node->kind == NODE_SPREAD_NONE) return STR("are not corrected");
    if (node->kind == NODE_SPREAD_ADDITIVE)
        return STR("are corrected by adding the spread between them (additive)");
    const Node *part = node->child[AT_SPREAD_MULTIPLICATIVE_PART];
    Str winsorised = STR_EMPTY;
    if (part)
        winsorised = str_printf(doc->arena, ", the lowest and highest %S of them being winsorised",
                                words_of(&doc->words, part));
    return str_printf(doc->arena,
                      "are made as much wider as they differ more than by chance "
                      "(multiplicative%S)",
                      winsorised);
}

/* What one line of the section says. */
static Str line_of(Doc *doc, const Node *node)
{
    const Words *words = &doc->words;
    switch ((int)node->kind) {
    case NODE_SPREAD_WITHIN:
        return str_printf(
            doc->arena,
            "A funnel has %S by how many %S they count, with the spread within them: %S",
            words_named(words, node->child[1]->child[0]), words_name(words, node->child[0]->text),
            words_named(words, node->child[1]));
    case NODE_SPREAD_NONE:
    case NODE_SPREAD_ADDITIVE:
    case NODE_SPREAD_MULTIPLICATIVE:
        return str_printf(doc->arena, "Limits of funnels of %S %S",
                          words_name(words, node->child[0]->text), correction(doc, node));
    case NODE_COMPARED_WITHIN:
        return str_printf(doc->arena, "A figure is compared with that of the %S that it belongs to",
                          words_name(words, node->child[0]->text));
    default: return STR_EMPTY;
    }
}

static Str splits_of(Doc *doc, const Node *split)
{
    Str *names = NEW_ARRAY(doc->arena, Str, split->count + 1);
    for (uint32_t i = 0; i < split->count; i++)
        names[i] = words_named(&doc->words, split->child[i]);
    return str_printf(doc->arena, "Of all groups only those by %S are shown",
                      words_join(doc->arena, names, split->count, "and"));
}

void doc_pages(Doc *doc)
{
    const Pages *pages = doc->model->pages;
    if (!pages) return;
    doc_heading(doc, 2, STR("Pages for readers"));
    doc_paragraph(doc, doc_sentence(doc, str_printf(doc->arena,
                                                    "%S. No figure, band, finding or power "
                                                    "depends on what stands here",
                                                    words_term(&doc->words, pages->title))));
    put_order(doc, pages);
    for (uint32_t i = 0; i < pages->clauses->count; i++) {
        const Node *clause = pages->clauses->child[i];
        Str line = clause->kind == NODE_SPLIT ? splits_of(doc, clause) : line_of(doc, clause);
        if (line.len) doc_paragraph(doc, doc_sentence(doc, line));
    }
    for (uint32_t i = 0; i < pages->clauses->count; i++)
        if (pages->clauses->child[i]->kind == NODE_NOTE)
            doc_author(doc, pages->clauses->child[i]->child[AT_NOTE_TEXT]->text);
    bool any = false;
    for (uint32_t i = 0; i < pages->clauses->count; i++) {
        if (pages->clauses->child[i]->kind != NODE_QUESTION) continue;
        if (!any) doc_paragraph(doc, STR("Questions to ask, on the page of each unit:"));
        any = true;
        doc_author(doc, pages->clauses->child[i]->child[AT_QUESTION_TEXT]->text);
    }
}
