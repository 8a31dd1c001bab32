/* part.c -- a declaration as parts: its clauses, and whatever else of it can change by itself.
 * SPDX-License-Identifier: Apache-2.0 */
#include "meaning/form/form.h"
#include "meaning/form/leaf.h"
#include "str.h"

typedef struct PartInfo {
    const char *what;
    Label label;
    bool ordered;
} PartInfo;

static const PartInfo part_infos[NODE_KINDS] = {
#define PART(kind, what, label, ordered) [NODE_##kind] = { what, LABEL_##label, ordered },
#include "meaning/form/part.def"
#undef PART
};

const char *const label_word[LABEL_COUNT] = {
#define LABEL(name, word) [LABEL_##name] = word,
#include "meaning/form/label.def"
#undef LABEL
};

static PartInfo part_info(const Node *node)
{
    PartInfo info = part_infos[node->kind];
    return info.what ? info : (PartInfo){ node_info[node->kind].word, LABEL_METHOD, false };
}

static Part *part_add(Form *form, Decl *decl, Str key, const Node *node, Label label)
{
    bool contract = decl->node->kind == NODE_RECORD || decl->node->kind == NODE_CORRECTIONS;
    GROW(form->arena, decl->parts, decl->part_count, decl->part_cap);
    Part *part = &decl->parts[decl->part_count++];
    *part = (Part){ .key = key,
                    .node = node,
                    .label = label,
                    .class = contract ? PART_CONTRACT : PART_RESULT,
                    .words = node_words(form, node) };
    return part;
}

/* How many parts with this key there are. */
static uint32_t ordered_before(const Decl *decl, NodeKind kind, const Part *self)
{
    uint32_t count = 0;
    for (size_t i = 0; i < decl->part_count; i++) {
        const Part *part = &decl->parts[i];
        if (part == self || !part->order) continue;
        if (strcmp(part_info(part->node).what, part_infos[kind].what) == 0) count++;
    }
    return count;
}

bool part_has_name(const Node *node)
{
    return node->kind == NODE_FIELD || node->kind == NODE_PART_FIELD || node->kind == NODE_BAND ||
           node->kind == NODE_BAND_OTHERWISE || node->kind == NODE_BAND_MISSING ||
           node->kind == NODE_FINDING || node->kind == NODE_FINDING_OTHERWISE ||
           node->kind == NODE_FINDING_MISSING;
}

/* "band well_above", or the word alone of what has no name. */
static Str part_key(Form *form, const Node *node)
{
    const char *what = part_info(node).what;
    if (!part_has_name(node)) return str_printf(form->arena, "%s", what);
    return str_printf(form->arena, "%s %S", what, form_name(form, node->child[0]->text));
}

/* A node whose child i is put aside. */
static const Node *node_without(Form *form, const Node *node, uint32_t i)
{
    Node *copy = NEW(form->arena, Node);
    *copy = *node;
    copy->child = NEW_ARRAY(form->arena, Node *, node->count);
    memcpy(copy->child, node->child, sizeof(Node *) * node->count);
    copy->child[i] = NULL;
    return copy;
}

/* What a clause says without its name, which stands in the key or is a local's. */
static const Term *clause_term(const Walk *walk, const Node *node)
{
    bool named = part_has_name(node) || node->kind == NODE_SLOT || node->kind == NODE_SLOT_OF ||
                 node->kind == NODE_SLOT_REST;
    if (named) return term_of(walk, node_without(walk->form, node, 0));
    if (node->kind == NODE_PICK)
        return term_of(walk, node_without(walk->form, node, AT_PICK_SLOTS));
    return term_of(walk, node);
}

static Part *clause_part(Form *form, Decl *decl, const Walk *walk, const Node *node)
{
    PartInfo info = part_info(node);
    Part *part = part_add(form, decl, part_key(form, node), node, info.label);
    if (info.label == LABEL_WORDS)
        part->class = PART_WORDING;
    else
        part->term = clause_term(walk, node);
    if (info.ordered) part->order = 1 + ordered_before(decl, node->kind, part);
    return part;
}

/* ---- levels of measures ---- */

static Str dates_text(Form *form, const Node *dates)
{
    if (!dates) return STR_EMPTY;
    const Node *last = dates->kind == NODE_IN_YEARS ? dates->child[1] : NULL;
    return str_printf(form->arena, "%s %S%s%S", dates->kind == NODE_FROM_YEAR ? "from" : "in",
                      dates->child[0]->text, last ? " to " : "", last ? last->text : STR_EMPTY);
}

static const Local *local_of_node(const Form *form, const Node *node, const Place *place)
{
    for (size_t i = 0; i < form->local_count; i++)
        if (form->locals[i].node == node && form->locals[i].place == place) return &form->locals[i];
    return NULL;
}

/* The place of an ordered clause among its like of one level. */
static uint32_t order_at(const Decl *decl, const Node *node, Str level)
{
    uint32_t count = 0;
    for (size_t i = 0; i < decl->part_count; i++) {
        const Part *part = &decl->parts[i];
        if (!part->order || part->node == node) continue;
        if (strcmp(part_info(part->node).what, part_info(node).what) != 0) continue;
        for (size_t l = 0; l < part->level_count; l++) count += str_eq(part->levels[l], level);
    }
    return 1 + count;
}

/* The part of a clause at one level: the one it has at another level, where they are the same. */
static void level_part(Form *form, Decl *decl, const Walk *walk, const Node *node, size_t first)
{
    PartInfo info = part_info(node);
    const Local *local = node->kind == NODE_LET ? local_of_node(form, node, walk->place) : NULL;
    const Term *term = local ? let_definition(form, local, SAYS_REASON) : clause_term(walk, node);
    uint32_t order = info.ordered ? order_at(decl, node, form_name(form, walk->place->name)) : 0;
    Part *part = NULL;
    for (size_t i = first; i < decl->part_count; i++) {
        Part *other = &decl->parts[i];
        bool same = other->node == node && other->order == order;
        if (same && str_eq(other->term->text, term->text)) part = other;
    }
    if (!part) {
        Str key = part_key(form, node);
        if (local) key = str_printf(form->arena, "let %S", node->child[0]->text);
        part = part_add(form, decl, key, node, info.label);
        part->term = term;
        part->local = local;
        part->order = order;
        part->dates = dates_text(form, walk->block->child[AT_LEVEL_BLOCK_DATES]);
        part->levels = NEW_ARRAY(form->arena, Str, form->model->record_count + 1);
    }
    part->levels[part->level_count++] = form_name(form, walk->place->name);
}

static void block_clause(Form *form, Decl *decl, Walk *walk, const Node *node,
                         const Place *const *places, size_t count)
{
    size_t first = decl->part_count;
    for (size_t p = 0; p < count; p++) {
        walk->place = places[p];
        level_part(form, decl, walk, node, first);
    }
}

static void block_parts(Form *form, Decl *decl, const Walk *outer, const Node *block)
{
    Walk walk = *outer;
    walk.block = block;
    size_t most = form->model->record_count + 1;
    const Place **places = NEW_ARRAY(form->arena, const Place *, most);
    size_t count = block_places(form, block, places, most);
    const Node *clauses = block->child[AT_LEVEL_BLOCK_CLAUSES];
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Node *clause = clauses->child[i];
        if (!node_decides(clause)) continue;
        if (clause->kind != NODE_BANDS) block_clause(form, decl, &walk, clause, places, count);
        const Node *list = clause->kind == NODE_BANDS  ? clause
                           : clause->kind == NODE_PICK ? clause->child[AT_PICK_SLOTS]
                                                       : NULL;
        Walk inner = walk;
        for (uint32_t k = 0; list && k < list->count; k++)
            block_clause(form, decl, &inner, list->child[k], places, count);
    }
}

/* ---- tables ---- */

/* How many columns tell the rows apart: those before the results, as far as the text shows. */
static uint32_t key_columns(const Node *rows)
{
    for (uint32_t width = 1; width < rows->child[0]->count; width++) {
        bool differ = true;
        for (uint32_t a = 1; differ && a < rows->count; a++)
            for (uint32_t b = a + 1; differ && b < rows->count; b++) {
                bool same = true;
                for (uint32_t c = 0; c < width && c < rows->child[a]->count; c++)
                    same = same && c < rows->child[b]->count &&
                           str_eq(rows->child[a]->child[c]->text, rows->child[b]->child[c]->text);
                differ = !same;
            }
        if (differ) return width;
    }
    return 1;
}

static void table_parts(Form *form, Decl *decl, const Walk *walk, const Node *rows)
{
    uint32_t width = rows->count > 600 ? 1 : key_columns(rows);
    for (uint32_t r = 0; r < rows->count; r++) {
        const Node *row = rows->child[r];
        Text key = text_open(form->arena);
        text_printf(&key, "%s", r ? "row for " : "headings");
        for (uint32_t c = 0; r && c < width && c < row->count; c++)
            text_printf(&key, "%s%S", c ? ", " : "", row->child[c]->text);
        Part *part = part_add(form, decl, text_str(&key), row, LABEL_TABLE);
        part->term = term_of(walk, row);
    }
}

/* ---- declarations ---- */

static bool is_spread(const char *slot)
{
    static const char *const spread[] = { "OPTIONS", "FIELDS", "TRAITS",
                                          "CLAUSES", "VALUES", "ALLOWS" };
    for (size_t i = 0; i < COUNT_OF(spread); i++)
        if (strcmp(spread[i], slot) == 0) return true;
    return false;
}

static void list_parts(Form *form, Decl *decl, const Walk *walk, const Node *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        const Node *clause = list->child[i];
        if (!node_decides(clause)) continue;
        if (clause->kind == NODE_LEVEL_BLOCK) {
            block_parts(form, decl, walk, clause);
            continue;
        }
        Part *part = clause_part(form, decl, walk, clause);
        if (clause->kind == NODE_DATED) part->dates = dates_text(form, clause->child[1]);
    }
}

static void item_parts(Form *form, Decl *decl, const Walk *walk, const Node *items)
{
    for (uint32_t i = 0; i < items->count; i++) {
        const Term *item = term_of(walk, items->child[i]);
        Str key = str_printf(form->arena, "item %S", item->text);
        part_add(form, decl, key, items->child[i], LABEL_TABLE)->term = item;
    }
}

/* The label of a slot of a declaration that is not a list of clauses. */
static Label slot_label(const Decl *decl, const char *slot)
{
    if (strcmp(slot, "LEVELS") == 0 || strcmp(slot, "LEVEL") == 0) return LABEL_LEVEL;
    switch ((int)decl->node->kind) {
    case NODE_RECORD:
    case NODE_CORRECTIONS: return LABEL_DATA;
    case NODE_POWER: return LABEL_POWER;
    case NODE_GOAL: return LABEL_GOAL;
    case NODE_PUBLISH: return LABEL_PUBLICATION;
    case NODE_SUPPORT: return LABEL_SUPPORT;
    case NODE_AMENDMENT: return LABEL_TERM;
    case NODE_TABLE: return LABEL_TABLE;
    default: return LABEL_METHOD;
    }
}

static void slot_parts(Form *form, Decl *decl, const Walk *walk, uint32_t i)
{
    const Node *node = decl->node, *child = node->child[i];
    const char *slot = slot_name(form, node, i);
    if (node->kind == NODE_TABLE && i == AT_TABLE_ROWS)
        table_parts(form, decl, walk, child);
    else if (node->kind == NODE_LIST_DECL && i == AT_LIST_DECL_ITEMS)
        item_parts(form, decl, walk, child);
    else if (child->kind == NODE_LIST && is_spread(slot))
        list_parts(form, decl, walk, child);
    else {
        Part *part =
            part_add(form, decl, slot_words(form->arena, slot), child, slot_label(decl, slot));
        part->term = term_of(walk, child);
    }
}

/* The titles and other words that stand in the declaration itself. */
static void title_part(Form *form, Decl *decl)
{
    const Node *node = decl->node;
    Text words = text_open(form->arena);
    const Node *first = NULL;
    for (uint32_t i = 0; i < node->count; i++) {
        if (!node->child[i] || !slot_is_wording(node->kind, i)) continue;
        text_printf(&words, "%S ", slot_words(form->arena, slot_name(form, node, i)));
        text_json(&words, node->child[i]->text);
        text_byte(&words, '\n');
        if (!first) first = node->child[i];
    }
    if (!first) return;
    Part *part = part_add(form, decl, STR("title"), first, LABEL_WORDS);
    part->class = PART_WORDING;
    part->words = text_str(&words);
}

/* A clause of a report as its words, however it is laid out. */
static void shown_words(const Node *node, Text *text)
{
    text_byte(text, '(');
    text_add(text, (Str){ node_info[node->kind].word, strlen(node_info[node->kind].word) });
    if (node->text.len) text_byte(text, ' ');
    text_add(text, node->text);
    for (uint32_t i = 0; i < node->count; i++) {
        if (!node->child[i]) continue;
        text_byte(text, ' ');
        shown_words(node->child[i], text);
    }
    text_byte(text, ')');
}

/* What pages show is printed and decides nothing, so a report is wording from end to end. */
static void report_parts(Form *form, Decl *decl)
{
    const Node *node = decl->node;
    const Node *lists[] = { node->child[AT_REPORT_MEASURES], node->child[AT_REPORT_CLAUSES] };
    Text words = text_open(form->arena);
    for (size_t l = 0; l < COUNT_OF(lists); l++)
        for (uint32_t i = 0; i < lists[l]->count; i++) {
            Text one = text_open(form->arena);
            shown_words(lists[l]->child[i], &one);
            text_printf(&words, "%s %u ", l ? "shows" : "measure", (uint64_t)i + 1);
            text_json(&words, text_str(&one));
            text_byte(&words, '\n');
        }
    if (!words.len) return;
    Part *part = part_add(form, decl, STR("pages"), node, LABEL_WORDS);
    part->class = PART_WORDING;
    part->words = text_str(&words);
}

void decl_parts(Form *form, Decl *decl)
{
    const Node *node = decl->node;
    Walk walk = { .form = form };
    if (node->kind == NODE_MEASURE)
        walk.measure = measure_find(form->model, node->child[AT_MEASURE_NAME]->text);
    if (node->kind == NODE_FORMULA) walk.parts = node->child[AT_FORMULA_PARTS];
    if (node->kind == NODE_DERIVE) {
        Record *record = record_find(form->model, node->child[AT_DERIVE_RECORD]->text);
        walk.place = record ? &record->place : NULL;
    }
    title_part(form, decl);
    if (node->kind == NODE_REPORT) {
        report_parts(form, decl);
        return;
    }
    uint32_t after_name = node->kind == NODE_DERIVE ? 2 : node->kind == NODE_CORRECTIONS ? 0 : 1;
    for (uint32_t i = after_name; i < node->count; i++) {
        bool parts = node->kind == NODE_FORMULA && i == AT_FORMULA_PARTS;
        if (node->child[i] && !parts && !slot_is_wording(node->kind, i))
            slot_parts(form, decl, &walk, i);
    }
}
