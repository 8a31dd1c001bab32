/* judge.c -- reviews, powers, supports and goals for readers: what is judged, by what, what it
 * opens, and who could help whom.
 * SPDX-License-Identifier: Apache-2.0 */
#include "doc/doc.h"

#define SAY(doc, ...)                                                                              \
    doc_paragraph((doc), doc_sentence((doc), str_printf((doc)->arena, __VA_ARGS__)))

static const Record *first_record(Doc *doc, const Node *levels)
{
    for (uint32_t i = 0; i < levels->count; i++)
        if (levels->child[i]->kind == NODE_NAME)
            return record_find(doc->model, levels->child[i]->text);
    return NULL;
}

/* ---- reviews ---- */

static void put_considered(Doc *doc, const Node *considers)
{
    doc_paragraph(doc, STR("It considers:"));
    for (uint32_t i = 0; i < considers->count; i++) {
        const Measure *measure = measure_find(doc->model, considers->child[i]->text);
        if (measure) doc_item(doc, doc_measure_link(doc, measure));
    }
    doc_items_end(doc);
}

static bool is_finding(const Node *clause)
{
    return clause->kind == NODE_FINDING || clause->kind == NODE_FINDING_OTHERWISE ||
           clause->kind == NODE_FINDING_MISSING;
}

static void put_findings(Doc *doc, const Review *review, const Node *clauses)
{
    static const char *const headings[] = { "Finding", "When" };
    doc_table(doc, str_printf(doc->arena, "Findings of %S", words_text(&doc->words, review->title)),
              headings, COUNT_OF(headings));
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Node *clause = clauses->child[i];
        if (!is_finding(clause)) continue;
        Str when = STR("otherwise");
        if (clause->kind == NODE_FINDING_MISSING)
            when = STR("when a figure that decides is missing");
        if (clause->kind == NODE_FINDING)
            when = words_of(&doc->words, clause->child[AT_FINDING_WHEN]);
        Str cells[] = { words_text(&doc->words, clause->child[1]->text), when };
        doc_row(doc, cells, COUNT_OF(cells));
    }
    doc_table_end(doc);
}

static void put_review(Doc *doc, const Review *review)
{
    const Node *levels = review->node->child[AT_REVIEW_LEVELS];
    const Node *clauses = review->node->child[AT_REVIEW_CLAUSES];
    doc->words.record = first_record(doc, levels);
    doc_heading(doc, 3, review->title);
    for (uint32_t i = 0; i < clauses->count; i++)
        if (clauses->child[i]->kind == NODE_TEXT)
            doc_author(doc, clauses->child[i]->child[0]->text);
    SAY(doc, "A review of %S", words_levels(&doc->words, levels));
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Node *clause = clauses->child[i];
        if (clause->kind == NODE_CONSIDERS) put_considered(doc, clause);
        if (clause->kind == NODE_SECURE)
            SAY(doc, "**Secure** when %S", words_of(&doc->words, clause->child[0]));
    }
    put_findings(doc, review, clauses);
    doc->words.record = NULL;
}

/* ---- powers ---- */

static void put_power(Doc *doc, const Power *power)
{
    const Node *node = power->node, *each = node->child[AT_POWER_EACH];
    const Node *levels = node->child[AT_POWER_LEVELS];
    doc->words.record = first_record(doc, levels);
    doc_heading(doc, 3, power->title);
    if (node->child[AT_POWER_TEXT]) doc_author(doc, node->child[AT_POWER_TEXT]->text);
    SAY(doc, "Held by: %S%s%S; over %S", words_text(&doc->words, power->held_by),
        each ? " in each " : "", each ? words_name(&doc->words, each->text) : STR_EMPTY,
        words_levels(&doc->words, levels));
    SAY(doc, "Open when %S", words_of(&doc->words, node->child[AT_POWER_OPEN]));
    if (node->child[AT_POWER_CLOSED])
        SAY(doc, "Stays open in the years after; closed when %S",
            words_of(&doc->words, node->child[AT_POWER_CLOSED]->child[AT_CLOSED_WHEN]));
    doc->words.record = NULL;
}

/* ---- supports ---- */

static void put_similar(Doc *doc, const Node *similar)
{
    doc_paragraph(doc, STR("How alike two are is told by their ranks in:"));
    for (uint32_t i = 0; i < similar->count; i++)
        doc_item(doc, words_named(&doc->words, similar->child[i]));
    doc_items_end(doc);
}

static void put_support_line(Doc *doc, const Node *clause, Str one)
{
    switch ((int)clause->kind) {
    case NODE_SEEKS:
        SAY(doc, "A %S **seeks** support when %S", one,
            words_of(&doc->words, clause->child[AT_SEEKS_WHEN]));
        return;
    case NODE_OFFERS:
        SAY(doc, "A %S **offers** support when %S", one,
            words_of(&doc->words, clause->child[AT_OFFERS_WHEN]));
        return;
    case NODE_SIMILAR: put_similar(doc, clause); return;
    case NODE_NEAREST_TIES:
        SAY(doc,
            "To each %S that seeks, the nearest %S that offer are named, and all that are as near "
            "as the last of them",
            one, clause->child[AT_NEAREST_TIES_NUMBER]->text);
        return;
    default: return;
    }
}

static void put_support(Doc *doc, const Support *support)
{
    const Node *node = support->node, *in = node->child[AT_SUPPORT_IN];
    const Node *level = node->child[AT_SUPPORT_LEVEL], *clauses = node->child[AT_SUPPORT_CLAUSES];
    Str one = words_name(&doc->words, level->text);
    doc->words.record = record_find(doc->model, level->text);
    doc_heading(doc, 3, support->title);
    for (uint32_t i = 0; i < clauses->count; i++)
        if (clauses->child[i]->kind == NODE_TEXT)
            doc_author(doc, clauses->child[i]->child[0]->text);
    SAY(doc, "Each %S is compared with those of %s%S", one,
        in->kind == NODE_NATION ? "the nation" : "the same ",
        in->kind == NODE_NATION ? STR_EMPTY : words_name(&doc->words, in->text));
    for (uint32_t i = 0; i < clauses->count; i++) put_support_line(doc, clauses->child[i], one);
    doc->words.record = NULL;
}

/* ---- goals ---- */

static void put_goals(Doc *doc)
{
    static const char *const headings[] = { "Goal", "Figure of the nation", "Reaches", "By" };
    const Model *model = doc->model;
    if (!model->goal_count) return;
    doc_heading(doc, 2, STR("Goals"));
    doc_table(doc, STR("Goals of the term"), headings, COUNT_OF(headings));
    for (size_t i = 0; i < model->goal_count; i++) {
        const Node *node = model->goals[i]->node;
        Str cells[] = { words_text(&doc->words, model->goals[i]->title),
                        words_named(&doc->words, node->child[AT_GOAL_FIGURE]),
                        words_of(&doc->words, node->child[AT_GOAL_TARGET]),
                        node->child[AT_GOAL_YEAR]->text };
        doc_row(doc, cells, COUNT_OF(cells));
    }
    doc_table_end(doc);
}

void doc_judgements(Doc *doc)
{
    const Model *model = doc->model;
    if (model->review_count) doc_heading(doc, 2, STR("Reviews"));
    for (size_t i = 0; i < model->review_count; i++) put_review(doc, model->reviews[i]);
    if (model->power_count) {
        doc_heading(doc, 2, STR("Powers"));
        doc_paragraph(doc, STR("A power may be used when it is open; it never must be. One whose "
                               "condition cannot be decided, because a figure is missing, is not "
                               "open."));
    }
    for (size_t i = 0; i < model->power_count; i++) put_power(doc, model->powers[i]);
    if (model->support_count) {
        doc_heading(doc, 2, STR("Support"));
        doc_paragraph(doc, STR("Who could help whom is an offer to talk: no figure, finding or "
                               "power depends on it, and nobody is bound by it. Two are the more "
                               "alike the less their ranks differ, all figures together."));
    }
    for (size_t i = 0; i < model->support_count; i++) put_support(doc, model->supports[i]);
    put_goals(doc);
}
