/* term.c -- a tree of the grammar as a Term: every node is taken over as it is, but for what
 * spec/canonical.md lists.  A kind of node that this file does not know is written with all it
 * holds, so a new construct can make two texts differ that mean the same, but not the other way.
 * SPDX-License-Identifier: Apache-2.0 */
#include "meaning/form/form.h"
#include "meaning/form/leaf.h"
#include "str.h"
#include <stdlib.h>

/* ---- slots ---- */

typedef struct SlotInfo {
    NodeKind kind;
    uint8_t index;
    bool may;
    const char *name;
} SlotInfo;

static const SlotInfo slot_infos[] = {
#define MUST false
#define MAY true
#define NODE(kind, word, slots)
#define SLOT(kind, index, name, need) { NODE_##kind, index, need, #name },
#define AGG(kind, word)
#include "node.def"
#undef MUST
#undef MAY
#undef NODE
#undef SLOT
#undef AGG
};

static const char *const agg_slots[AT_AGG_SLOTS] = { "of", "over",   "known", "where",
                                                     "by", "weight", "part",  "method" };

static const struct {
    NodeKind kind;
    uint32_t index;
} wording[] = {
#define WORDING(kind, slot) { NODE_##kind, AT_##kind##_##slot },
#include "meaning/form/wording.def"
#undef WORDING
};

void term_slots(Form *form)
{
    for (uint16_t i = COUNT_OF(slot_infos); i-- > 0;) form->first_slot[slot_infos[i].kind] = i;
}

static const SlotInfo *slot_info(const Form *form, const Node *node, uint32_t i)
{
    if (node_info[node->kind].slots == NODE_MANY || node->count == 0) return NULL;
    const SlotInfo *info = &slot_infos[form->first_slot[node->kind] + i];
    return info->kind == node->kind && info->index == i ? info : NULL;
}

const char *slot_name(const Form *form, const Node *node, uint32_t i)
{
    if (node_is_agg(node)) return agg_slots[i];
    const SlotInfo *info = slot_info(form, node, i);
    return info ? info->name : NULL;
}

bool slot_is_wording(NodeKind kind, uint32_t i)
{
    for (size_t w = 0; w < COUNT_OF(wording); w++)
        if (wording[w].kind == kind && wording[w].index == i) return true;
    return false;
}

bool node_decides(const Node *node)
{
    return node->kind != NODE_ALLOW && node->kind != NODE_ERROR;
}

Str slot_words(Arena *arena, const char *name)
{
    Text lower = text_open(arena);
    for (; *name; name++)
        text_byte(&lower, (char)(*name == '_'                   ? ' '
                                 : *name >= 'A' && *name <= 'Z' ? *name + ('a' - 'A')
                                                                : *name));
    return text_str(&lower);
}

/* What is written before a part that may lack; NULL before one that is always there. */
static const char *slot_mark(const Form *form, const Node *node, uint32_t i)
{
    if (node_is_agg(node)) return agg_slots[i];
    const SlotInfo *info = slot_info(form, node, i);
    return info && info->may ? str_c(form->arena, slot_words(form->arena, info->name)) : NULL;
}

/* ---- terms ---- */

static Term *term_new(const Walk *walk, const Node *node, const char *head, uint32_t room)
{
    Term *term = NEW(walk->form->arena, Term);
    *term = (Term){ .head = head, .node = node };
    term->arg = NEW_ARRAY(walk->form->arena, const Term *, room + 1);
    term->slot = NEW_ARRAY(walk->form->arena, const char *, room + 1);
    return term;
}

static void term_add(Term *term, const Term *arg, const char *slot)
{
    term->slot[term->count] = slot;
    term->arg[term->count++] = arg;
}

static const Term *leaf(const Walk *walk, const Node *node, Str text)
{
    Term *term = term_new(walk, node, "", 0);
    term->text = text;
    return term;
}

static Walk saying(const Walk *walk, Says says)
{
    Walk inner = *walk;
    inner.says = says;
    return inner;
}

/* ---- names ---- */

static const Term *memo_find(const Form *form, const Local *local, Says says)
{
    for (size_t i = form->memo_count; i-- > 0;) {
        const TermMemo *memo = &form->memos[i];
        if (memo->node == local->node && memo->place == local->place && memo->says == says)
            return memo->term;
    }
    return NULL;
}

static const Term *let_read(Form *form, const Local *local, Says says)
{
    Walk inside = { .form = form,
                    .measure = local->measure,
                    .place = local->place,
                    .block = local->block,
                    .says = says };
    const Term *term = term_of(&inside, local->node->child[AT_LET_DEFINITION]);
    const Node *curve = local->node->child[AT_LET_CURVE];
    if (!curve) return term;
    Term *along = term_new(&inside, local->node, "along", 2);
    term_add(along, term, NULL);
    term_add(along, term_of(&inside, curve), NULL);
    term_finish(&inside, along);
    return along;
}

/* A `let` that is read while it is being read, of an earlier year: by how far up it stands. */
static const Term *let_open(Form *form, const Local *local)
{
    for (size_t i = form->open_count; i-- > 0;) {
        if (form->open[i] != local) continue;
        if (i < form->lowest_met) form->lowest_met = i;
        Walk here = { .form = form };
        Term *up = (Term *)leaf(&here, local->node,
                                str_printf(form->arena, "(up %u)", form->open_count - i));
        up->reasons = REASONS_MANY;
        return up;
    }
    return NULL;
}

const Term *let_definition(Form *form, const Local *local, Says says)
{
    const Term *term = memo_find(form, local, says);
    if (!term) term = let_open(form, local);
    if (term) return term;
    size_t depth = form->open_count, met = form->lowest_met;
    GROW(form->arena, form->open, form->open_count, form->open_cap);
    form->open[form->open_count++] = local;
    form->lowest_met = SIZE_MAX;
    term = let_read(form, local, says);
    form->open_count--;
    bool whole = form->lowest_met >= depth; /* it names none of those that it is read in */
    if (whole) {
        GROW(form->arena, form->memos, form->memo_count, form->memo_cap);
        form->memos[form->memo_count++] = (TermMemo){ local->node, local->place, says, term };
    }
    if (whole || met < form->lowest_met) form->lowest_met = met;
    return term;
}

/* A `let` named at `node`: written as what it defines, with its rows and measure where these are
 * not those it is read at. */
static const Term *let_term(const Walk *walk, const Node *node, const Local *local)
{
    Term *term = term_new(walk, node, "let", 3);
    term->local = local;
    term->seen_through = true;
    term_add(term, let_definition(walk->form, local, walk->says), NULL);
    term_finish(walk, term);
    bool here = local->place == walk->place, own = local->measure == walk->measure;
    if (here && own) return term;
    Term *at = term_new(walk, node, "at", 3);
    if (!own)
        term_add(at, leaf(walk, node, form_name(walk->form, local->measure->name)), "measure");
    term_add(at, leaf(walk, node, form_name(walk->form, local->place->name)), NULL);
    term_add(at, term, NULL);
    term_finish(walk, at);
    return at;
}

static const Term *slot_term(const Walk *walk, const Node *node, const Local *local)
{
    Str text = str_printf(walk->form->arena, "(slot %u %u)", (uint64_t)local->pick + 1,
                          (uint64_t)local->slot + 1);
    return leaf(walk, node, text);
}

/* All that a name of the measure's own may mean. */
static const Term *several(const Walk *walk, const Node *node, const Measure *measure, Str name,
                           bool maybe)
{
    Form *form = walk->form;
    Term *term = term_new(walk, node, "one-of", (uint32_t)form->local_count + 1);
    if (maybe)
        term_add(term, leaf(walk, node, name_text(form->arena, form_name(form, name))), NULL);
    for (size_t i = 0; i < form->local_count; i++) {
        const Local *l = &form->locals[i];
        if (l->measure != measure || !str_eq(l->node->child[0]->text, name)) continue;
        const Node *dates = l->block->child[AT_LEVEL_BLOCK_DATES];
        if (dates) term_add(term, term_of(walk, dates), NULL);
        term_add(term,
                 l->node->kind == NODE_LET ? let_term(walk, node, l) : slot_term(walk, node, l),
                 NULL);
    }
    term_finish(walk, term);
    term->reasons = REASONS_MANY;
    return term;
}

static const Term *name_term(const Walk *walk, const Node *node, bool fold)
{
    Form *form = walk->form;
    for (uint32_t i = 0; walk->parts && i < walk->parts->count; i++)
        if (str_eq(walk->parts->child[i]->text, node->text)) {
            Term *part = (Term *)leaf(walk, node, str_printf(form->arena, "$%u", (uint64_t)i + 1));
            part->reasons = REASONS_MANY;
            return part;
        }
    Clear clear = CLEAR_ONE;
    const Local *local = walk->parts ? NULL : local_find(walk, node->text, fold, &clear);
    if (local && clear != CLEAR_ONE)
        return several(walk, node, walk->measure, node->text, clear == CLEAR_MAYBE);
    if (local && local->node->kind != NODE_LET) return slot_term(walk, node, local);
    if (local) return let_term(walk, node, local);
    Term *name = (Term *)leaf(walk, node, name_text(form->arena, form_name(form, node->text)));
    name_misses(walk, node, name);
    return name;
}

static const Term *path_term(const Walk *walk, const Node *node)
{
    Form *form = walk->form;
    const Node *first = node->child[0];
    const Measure *measure =
        first->kind == NODE_NAME ? measure_find(form->model, first->text) : NULL;
    if (measure && node->count == 2) {
        Clear clear;
        Str name = node->child[1]->text;
        const Local *local = local_of(walk, measure, name, &clear);
        if (local && clear == CLEAR_ONE) return let_term(walk, node, local);
        if (local) return several(walk, node, measure, name, clear == CLEAR_MAYBE);
    }
    Text text = text_open(form->arena);
    for (uint32_t i = 0; i < node->count; i++)
        text_printf(&text, "%s%S", i ? "." : "",
                    name_text(form->arena, form_name(form, node->child[i]->text)));
    Term *path = (Term *)leaf(walk, node, text_str(&text));
    name_misses(walk, node, path);
    return path;
}

/* ---- formulas ---- */

/* A number that is compared: 40% as 0.4, since both sides are of one unit. */
static const Term *side(const Walk *walk, const Node *node)
{
    if (node->kind != NODE_PERCENT) return term_of(walk, node);
    return leaf(walk, node, number_text(walk->form->arena, node->text, 2));
}

/* The head of a comparison, and that of the same with its sides changed. */
static const struct {
    NodeKind kind;
    const char *head, *turned;
} comparisons[] = {
    { NODE_LESS, "<", NULL },
    { NODE_AT_MOST, "<=", NULL },
    { NODE_GREATER, ">", "<" },
    { NODE_AT_LEAST, ">=", "<=" },
    { NODE_EQUAL, "=", NULL },
    { NODE_NOT_EQUAL, "<>", NULL },
    { NODE_IS_BELOW, "is-below", NULL },
    { NODE_IS_AT_MOST, "is-at-most", NULL },
    { NODE_IS_ABOVE, "is-above", "is-below" },
    { NODE_IS_AT_LEAST, "is-at-least", "is-at-most" },
};

static const Term *comparison(const Walk *walk, const Node *node, size_t c, bool stay)
{
    const Term *left = side(walk, node->child[0]), *right = side(walk, node->child[1]);
    bool turn = comparisons[c].turned && !stay && term_may_swap(walk, left, right);
    Term *term = term_new(walk, node, turn ? comparisons[c].turned : comparisons[c].head, 2);
    term_add(term, turn ? right : left, NULL);
    term_add(term, turn ? left : right, NULL);
    term_finish(walk, term);
    return term;
}

static size_t comparison_find(NodeKind kind)
{
    size_t c = 0;
    while (c < COUNT_OF(comparisons) && comparisons[c].kind != kind) c++;
    return c;
}

static const Term *chain(const Walk *walk, const Node *node, const char *head)
{
    Term *term = term_new(walk, node, head, node->count);
    for (uint32_t i = 0; i < node->count; i++) term_add(term, term_of(walk, node->child[i]), NULL);
    term_finish(walk, term);
    return term;
}

static const Place *plural_place(const Form *form, const Node *over)
{
    if (over && over->kind == NODE_ALL_ROWS) over = over->child[0];
    if (!over || over->kind != NODE_NAME) return NULL;
    Record *record = plural_find(form->model, over->text);
    return record ? &record->place : NULL;
}

/* Where the parts of a reduction are read. */
static Walk agg_walk(const Walk *walk, const Node *node, uint32_t i)
{
    Walk inner = *walk;
    const Node *over = node->child[AT_AGG_OVER];
    bool rows = over && over->kind != NODE_LAST_YEARS;
    bool inside = i == AT_AGG_OPERAND || i == AT_AGG_WHERE || i == AT_AGG_BY || i == AT_AGG_WEIGHT;
    if (rows && inside) inner.place = plural_place(walk->form, over);
    if (rows && inside && over->kind != NODE_NAME) inner.all_rows = true;
    if (rows && i == AT_AGG_WHERE) inner.says = SAYS_NOTHING;
    if (rows && i == AT_AGG_OPERAND && inner.says == SAYS_REASON) inner.says = SAYS_MISSING;
    return inner;
}

/* Where the parts of a node are read, by the part. */
static Walk part_walk(const Walk *walk, const Node *node, uint32_t i)
{
    Walk inner = *walk;
    switch ((int)node->kind) {
    case NODE_RANK:
        inner.place = plural_place(walk->form, node->child[AT_RANK_OVER]);
        if (i == AT_RANK_WHERE) inner.says = SAYS_NOTHING;
        return inner;
    case NODE_SOME_HAS:
    case NODE_EVERY_HAS:
    case NODE_NO_HAS: {
        const Node *name = node->child[0];
        Record *record =
            name->kind == NODE_NAME ? record_find(walk->form->model, name->text) : NULL;
        if (i == 1) inner.place = record ? &record->place : NULL;
        inner.says = SAYS_NOTHING;
        return inner;
    }
    case NODE_PICK:
        inner.place = plural_place(walk->form, node->child[AT_PICK_ROWS]);
        inner.says = SAYS_NOTHING;
        return inner;
    case NODE_LEAVES_OUT:
        inner.place = plural_place(walk->form, node->child[AT_LEAVES_OUT_ROWS]);
        inner.all_rows = true;
        inner.says = SAYS_NOTHING;
        return inner;
    case NODE_WITHHELD: return saying(walk, SAYS_NOTHING);
    case NODE_BAND: inner.figures_known = true; return inner;
    case NODE_SECURE:
    case NODE_FINDING: return saying(walk, SAYS_MISSING);
    case NODE_IS_KNOWN:
    case NODE_KNOWN_AND: return saying(walk, SAYS_MISSING);
    case NODE_IS_MISSING:
        return saying(walk, node->child[AT_IS_MISSING_REASON] ? SAYS_REASON : SAYS_MISSING);
    case NODE_COUNTING: return i == AT_COUNTING_OF ? saying(walk, SAYS_MISSING) : inner;
    default: break;
    }
    return node_is_agg(node) ? agg_walk(walk, node, i) : inner;
}

/* Whether a name in part i of an AGG_ may be a slot of a pick. */
static bool is_fold(const Node *node, uint32_t i)
{
    if (!node_is_agg(node)) return false;
    return (i == AT_AGG_OPERAND && !node->child[AT_AGG_OVER]) ||
           (i == AT_AGG_OVER && node->kind == NODE_AGG_NUMBER);
}

static bool any_order(const Form *form, const Node *node, uint32_t i)
{
    const char *name = slot_name(form, node, i);
    return name && (strcmp(name, "OPTIONS") == 0 || strcmp(name, "ITEMS") == 0 ||
                    strcmp(name, "TEXTS") == 0 || strcmp(name, "LEVELS") == 0);
}

static int by_text(const void *a, const void *b)
{
    const Term *const *x = a, *const *y = b;
    return str_compare((*x)->text, (*y)->text);
}

static const Term *set_term(const Walk *walk, const Node *list)
{
    Term *term = term_new(walk, list, "set", list->count);
    for (uint32_t i = 0; i < list->count; i++) term_add(term, term_of(walk, list->child[i]), NULL);
    qsort(term->arg, term->count, sizeof(*term->arg), by_text);
    term_finish(walk, term);
    return term;
}

static const Term *part_term(const Walk *walk, const Node *node, uint32_t i)
{
    const Node *child = node->child[i];
    Walk inner = part_walk(walk, node, i);
    if (child->kind == NODE_NAME) return name_term(&inner, child, is_fold(node, i));
    if (child->kind == NODE_LIST && any_order(walk->form, node, i)) return set_term(&inner, child);
    size_t c = node->kind == NODE_KNOWN_AND ? comparison_find(child->kind) : COUNT_OF(comparisons);
    if (c < COUNT_OF(comparisons)) return comparison(&inner, child, c, true);
    return term_of(&inner, child);
}

static const Term *node_term(const Walk *walk, const Node *node)
{
    Term *term = term_new(walk, node, node_info[node->kind].word, node->count);
    bool many = node_info[node->kind].slots == NODE_MANY;
    for (uint32_t i = 0; i < node->count; i++) {
        if (!node->child[i] || (!many && slot_is_wording(node->kind, i))) continue;
        term_add(term, part_term(walk, node, i), many ? NULL : slot_mark(walk->form, node, i));
    }
    term_finish(walk, term);
    node_misses(walk, node, term);
    return term;
}

const Term *term_of(const Walk *walk, const Node *node)
{
    size_t c = comparison_find(node->kind);
    if (c < COUNT_OF(comparisons)) return comparison(walk, node, c, false);
    switch ((int)node->kind) {
    case NODE_NAME: return name_term(walk, node, false);
    case NODE_PATH: return path_term(walk, node);
    case NODE_ADD: return chain(walk, node, "+");
    case NODE_MULTIPLY: return chain(walk, node, "*");
    case NODE_AND:
    case NODE_ALL_OF: return chain(walk, node, "and");
    case NODE_OR:
    case NODE_ANY_OF: return chain(walk, node, "or");
    default: break;
    }
    Str text;
    if (leaf_text(walk->form->arena, node, &text)) return leaf(walk, node, text);
    return node_term(walk, node);
}

/* ---- words ---- */

static void words_under(const Form *form, const Node *node, Text *text)
{
    for (uint32_t i = 0; i < node->count; i++) {
        const Node *child = node->child[i];
        if (!child || !node_decides(child)) continue;
        bool many = node_info[node->kind].slots == NODE_MANY;
        if (many || !slot_is_wording(node->kind, i)) {
            words_under(form, child, text);
            continue;
        }
        text_printf(text, "%S ", slot_words(form->arena, slot_name(form, node, i)));
        text_json(text, child->text);
        text_byte(text, '\n');
    }
}

Str node_words(const Form *form, const Node *node)
{
    Text text = text_open(form->arena);
    words_under(form, node, &text);
    return text_str(&text);
}
