/* measure.c -- a measure for readers: its purpose, who counts, how it is worked out, what is shown.
 * SPDX-License-Identifier: Apache-2.0 */
#include "doc/doc.h"

#define SAY(doc, ...)                                                                              \
    doc_paragraph((doc), doc_sentence((doc), str_printf((doc)->arena, __VA_ARGS__)))

/* ---- what it is ---- */

static Str trait(Doc *doc, const Node *node)
{
    switch ((int)node->kind) {
    case NODE_TRAIT_OUTCOME: return STR("an outcome measure");
    case NODE_TRAIT_CONTEXT: return STR("context, which decides nothing");
    case NODE_TRAIT_PROGRESS: return STR("the national progress measure");
    case NODE_TRAIT_GAP: return STR("a gap between groups");
    case NODE_TRAIT_HIGHER: return STR("higher is better");
    case NODE_TRAIT_LOWER: return STR("lower is better");
    case NODE_TRAIT_UNIT:
        return str_printf(doc->arena, "in %S", words_name(&doc->words, node->child[0]->text));
    case NODE_TRAIT_SHOWN:
        return str_printf(doc->arena, "shown rounded %S",
                          words_rounding(&doc->words, node->child[0]));
    default: return STR_EMPTY;
    }
}

static void put_traits(Doc *doc, const Node *traits)
{
    Text text = text_open(doc->arena);
    for (uint32_t i = 0; i < traits->count; i++)
        text_printf(&text, "%s%S", i ? "; " : "", trait(doc, traits->child[i]));
    doc_paragraph(doc, doc_sentence(doc, text_str(&text)));
}

/* ---- who counts ---- */

static bool has_kind(const Node *clauses, NodeKind kind)
{
    for (uint32_t i = 0; i < clauses->count; i++)
        if (clauses->child[i]->kind == kind) return true;
    return false;
}

static void put_left_out(Doc *doc, const Measure *measure, const Node *clauses)
{
    static const char *const headings[] = { "Who is left out", "When", "Why" };
    if (!has_kind(clauses, NODE_LEAVES_OUT)) return;
    doc_table(
        doc,
        str_printf(doc->arena, "Who is left out of %S", words_text(&doc->words, measure->title)),
        headings, COUNT_OF(headings));
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Node *clause = clauses->child[i];
        if (clause->kind != NODE_LEAVES_OUT) continue;
        Words inside = words_inside(&doc->words, clause->child[AT_LEAVES_OUT_ROWS]);
        Str cells[] = { str_printf(doc->arena, "%S (%S)",
                                   words_text(&inside, clause->child[AT_LEAVES_OUT_LABEL]->text),
                                   words_rows(&inside, clause->child[AT_LEAVES_OUT_ROWS])),
                        words_of(&inside, clause->child[AT_LEAVES_OUT_WHERE]),
                        words_text(&inside, clause->child[AT_LEAVES_OUT_BECAUSE]->text) };
        doc_row(doc, cells, COUNT_OF(cells));
    }
    doc_table_end(doc);
}

static void put_clauses(Doc *doc, const Node *clauses)
{
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Node *clause = clauses->child[i];
        if (clause->kind == NODE_TEXT) doc_author(doc, clause->child[0]->text);
        if (clause->kind == NODE_NOT_MADE)
            SAY(doc, "Not made %S: %S", words_dates(&doc->words, clause->child[0]),
                words_text(&doc->words, clause->child[1]->text));
        if (clause->kind == NODE_USES)
            SAY(doc, "It reads %S: %S", words_named(&doc->words, clause->child[0]),
                words_text(&doc->words, clause->child[1]->text));
    }
}

/* ---- how it is worked out ---- */

static const Record *level_record(Doc *doc, const Node *block)
{
    const Node *first = block->child[AT_LEVEL_BLOCK_LEVELS]->child[0];
    if (first->kind == NODE_UPWARDS) first = first->child[0];
    return first->kind == NODE_NAME ? record_find(doc->model, first->text) : NULL;
}

static void put_slots(Doc *doc, const Words *inside, const Node *pick)
{
    static const char *const headings[] = { "Place", "How many", "Which" };
    const Node *slots = pick->child[AT_PICK_SLOTS];
    doc_table(doc, STR("Places and what is taken for them, in this order"), headings,
              COUNT_OF(headings));
    for (uint32_t i = 0; i < slots->count; i++) {
        const Node *slot = slots->child[i];
        Str which = STR("of the rest");
        if (slot->kind == NODE_SLOT) which = words_of(inside, slot->child[AT_SLOT_WHERE]);
        if (slot->kind == NODE_SLOT_OF) {
            const Node *of = slot->child[AT_SLOT_OF_SLOTS];
            Str *names = NEW_ARRAY(doc->arena, Str, of->count + 1);
            for (uint32_t k = 0; k < of->count; k++) names[k] = words_named(inside, of->child[k]);
            which =
                str_printf(doc->arena, "among %S", words_join(doc->arena, names, of->count, "and"));
        }
        Str cells[] = { words_term(inside, words_name(inside, slot->child[0]->text)),
                        slot->child[1]->text, which };
        doc_row(doc, cells, COUNT_OF(cells));
    }
    doc_table_end(doc);
}

static void put_pick(Doc *doc, const Node *pick)
{
    const Node *where = pick->child[AT_PICK_WHERE], *times = pick->child[AT_PICK_TIMES];
    Words inside = words_inside(&doc->words, pick->child[AT_PICK_ROWS]);
    Text text = text_open(doc->arena);
    text_printf(&text, "from %S", words_rows(&doc->words, pick->child[AT_PICK_ROWS]));
    if (where) text_printf(&text, " where %S", words_of(&inside, where));
    text_printf(&text, ", places are filled by %S", words_tight(&inside, pick->child[AT_PICK_BY]));
    if (pick->child[AT_PICK_TOTAL])
        text_add(&text, STR(" so that the total of all places is as great as it can be"));
    else
        text_printf(&text, ", %s first",
                    pick->child[AT_PICK_ORDER]->kind == NODE_HIGHEST_FIRST ? "the highest"
                                                                           : "the lowest");
    if (times) text_printf(&text, "; each may fill %S", words_of(&inside, times));
    doc_paragraph(doc, doc_sentence(doc, text_str(&text)));
    put_slots(doc, &inside, pick);
}

static Str curve(Doc *doc, const Node *lines)
{
    const Node *outside = lines->child[AT_STRAIGHT_LINES_OUTSIDE];
    const Node *along = lines->child[AT_STRAIGHT_LINES_ALONG];
    Text text = text_open(doc->arena);
    text_add(&text, along ? STR("read between groups by straight lines along ")
                          : STR("read between its rows by straight lines"));
    if (along) text_add(&text, words_named(&doc->words, along));
    if (outside && outside->kind == NODE_OUTSIDE_NEAREST)
        text_add(&text, along ? STR(", outside them as the nearest group")
                              : STR(", outside them as the nearest row"));
    if (outside && outside->kind == NODE_OUTSIDE_MISSING)
        text_add(&text, STR(", outside them missing"));
    return text_str(&text);
}

static Str then_words(Doc *doc, const Node *node)
{
    const Words *words = &doc->words;
    Arena *arena = doc->arena;
    const Node *by = node->child[AT_THEN_BY];
    switch ((int)node->kind) {
    case NODE_THEN_AT_MOST:
        return str_printf(arena, "it is then %S at most", words_tight(words, by));
    case NODE_THEN_AT_LEAST:
        return str_printf(arena, "it is then %S at least", words_tight(words, by));
    case NODE_THEN_ADD: return str_printf(arena, "then %S is added", words_tight(words, by));
    case NODE_THEN_TAKE_AWAY:
        return str_printf(arena, "then %S is taken away", words_tight(words, by));
    case NODE_THEN_MIX_IN:
        return str_printf(arena, "then %S is mixed in, with a weight of %S", words_tight(words, by),
                          words_tight(words, node->child[AT_THEN_MIX_IN_WEIGHT]));
    case NODE_THEN_ROUNDED:
        return str_printf(arena, "it is then rounded %S", words_rounding(words, by));
    case NODE_THEN_BAND_AT_MOST:
    case NODE_THEN_BAND_AT_LEAST: {
        size_t band = words->measure ? band_find(words->measure, by->text) : SIZE_MAX;
        return str_printf(
            arena, "the band is then “%S” at %s",
            words_text(words, band == SIZE_MAX ? by->text : words->measure->bands[band].title),
            node->kind == NODE_THEN_BAND_AT_MOST ? "best" : "worst");
    }
    default: return STR_EMPTY;
    }
}

static void put_then(Doc *doc, const Node *node, Str what)
{
    const Node *when = node->child[AT_THEN_WHEN], *because = node->child[AT_THEN_BECAUSE];
    Text text = text_open(doc->arena);
    text_add(&text, what);
    if (when) text_printf(&text, " when %S", words_of(&doc->words, when));
    if (because) text_printf(&text, ", because: %S", words_text(&doc->words, because->text));
    doc_paragraph(doc, doc_sentence(doc, text_str(&text)));
}

static void put_bands(Doc *doc, const Node *bands)
{
    static const char *const headings[] = { "Band, best first", "When" };
    const Measure *measure = doc->words.measure;
    doc_table(doc, str_printf(doc->arena, "Bands of %S", words_text(&doc->words, measure->title)),
              headings, COUNT_OF(headings));
    for (uint32_t i = 0; i < bands->count; i++) {
        const Node *band = bands->child[i];
        Str when = STR("when a figure that decides is missing");
        if (band->kind == NODE_BAND) when = words_of(&doc->words, band->child[AT_BAND_WHEN]);
        if (band->kind == NODE_BAND_OTHERWISE) when = STR("otherwise");
        Str cells[] = { words_text(&doc->words, band->child[AT_BAND_TITLE]->text), when };
        doc_row(doc, cells, COUNT_OF(cells));
    }
    doc_table_end(doc);
}

static void put_clause(Doc *doc, const Node *clause)
{
    const Words *words = &doc->words;
    switch ((int)clause->kind) {
    case NODE_LET: {
        const Node *lines = clause->child[AT_LET_CURVE];
        SAY(doc, "%S is %S%s%S", words_term(words, words_name(words, clause->child[0]->text)),
            words_of(words, clause->child[1]), lines ? ", " : "",
            lines ? curve(doc, lines) : STR_EMPTY);
        return;
    }
    case NODE_VALUE: SAY(doc, "**The figure** is %S", words_of(words, clause->child[0])); return;
    case NODE_INTERVAL_GIVE:
        SAY(doc, "Its interval is %S, give or take %S", words_tight(words, clause->child[0]),
            words_tight(words, clause->child[1]));
        return;
    case NODE_INTERVAL_FROM:
        SAY(doc, "Its interval is from %S to %S", words_tight(words, clause->child[0]),
            words_tight(words, clause->child[1]));
        return;
    case NODE_WITHHELD:
        SAY(doc, "It is withheld, and shown as “%S”, when %S",
            words_text(words, clause->child[0]->text), words_of(words, clause->child[1]));
        return;
    case NODE_PICK: put_pick(doc, clause); return;
    case NODE_BANDS: put_bands(doc, clause); return;
    case NODE_BANDS_AS: {
        const Measure *other = measure_find(doc->model, clause->child[0]->text);
        SAY(doc, "Its bands are those of %S",
            words_term(words, other ? other->title : clause->child[0]->text));
        return;
    }
    case NODE_SPLIT: {
        Str *names = NEW_ARRAY(doc->arena, Str, clause->count + 1);
        for (uint32_t i = 0; i < clause->count; i++)
            names[i] = words_named(words, clause->child[i]);
        SAY(doc, "It is also shown apart by %S",
            words_join(doc->arena, names, clause->count, "and"));
        return;
    }
    default: {
        Str then = then_words(doc, clause);
        if (then.len) put_then(doc, clause, then);
    }
    }
}

static void put_block(Doc *doc, const Node *block)
{
    const Node *clauses = block->child[AT_LEVEL_BLOCK_CLAUSES];
    Str dates = words_dates(&doc->words, block->child[AT_LEVEL_BLOCK_DATES]);
    Str levels = words_levels(&doc->words, block->child[AT_LEVEL_BLOCK_LEVELS]);
    doc->words.record = level_record(doc, block);
    doc_paragraph(doc,
                  str_printf(doc->arena, "**For %S%s%S:**", levels, dates.len ? ", " : "", dates));
    for (uint32_t i = 0; i < clauses->count; i++) put_clause(doc, clauses->child[i]);
    doc->words.record = NULL;
}

static void put_measure(Doc *doc, const Measure *measure)
{
    const Node *clauses = measure->node->child[AT_MEASURE_CLAUSES];
    doc->words.measure = measure;
    doc_heading(doc, 3, measure->title);
    put_traits(doc, measure->node->child[AT_MEASURE_TRAITS]);
    put_clauses(doc, clauses);
    put_left_out(doc, measure, clauses);
    for (uint32_t i = 0; i < clauses->count; i++)
        if (clauses->child[i]->kind == NODE_LEVEL_BLOCK) put_block(doc, clauses->child[i]);
    doc->words.measure = NULL;
}

void doc_measures(Doc *doc)
{
    if (!doc->model->measure_count) return;
    doc_heading(doc, 2, STR("Measures"));
    for (size_t i = 0; i < doc->model->measure_count; i++)
        put_measure(doc, doc->model->measures[i]);
}
