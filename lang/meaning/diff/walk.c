/* walk.c -- two formulas of one clause walked together, down to the smallest part that
 * differs. SPDX-License-Identifier: Apache-2.0 */
#include "meaning/diff/diff.h"
#include "str.h"

static bool is_outside(const Part *part, const Node *node)
{
    if (!part || !node) return false;
    Span whole = part->node->span, span = node->span;
    return span.file != whole.file || span.start < whole.start || span.end > whole.end;
}

Change *diff_add(const Spot *spot, Label label, const Node *old, const Node *new, Str sentence)
{
    Diff *diff = spot->diff;
    const Part *part = spot->new ? spot->new : spot->old;
    GROW(diff->arena, diff->changes, diff->count, diff->cap);
    Change *change = &diff->changes[diff->count++];
    *change = (Change){ .label = label,
                        .class = CHANGE_MAY,
                        .declaration = decl_words(diff->arena, spot->decl),
                        .name = spot->decl->name,
                        .part = part ? part->key : STR_EMPTY,
                        .sentence = sentence,
                        .old = side_of(diff->old, old),
                        .new = side_of(diff->new, new),
                        .apart = is_outside(spot->old, old) || is_outside(spot->new, new) };
    if (part && part->class == PART_CONTRACT) change->class = CHANGE_CONTRACT;
    if (part && part->class == PART_WORDING) change->class = CHANGE_WORDING;
    return change;
}

static const Term *seen(const Term *term)
{
    while (term->seen_through) term = term->arg[0];
    return term;
}

static bool is_literal(const Term *term)
{
    NodeKind kind = term->node->kind;
    return kind == NODE_NUMBER || kind == NODE_PERCENT || kind == NODE_DATE || kind == NODE_YEAR;
}

static bool is_negative(const Term *term)
{
    return term->node->kind == NODE_NEGATE && is_literal(term->arg[0]);
}

/* In a chain: `- x`, `/ x`; it stands where x does. */
static bool is_signed(const Term *term)
{
    return term->node->kind == NODE_SUBTRACT || term->node->kind == NODE_DIVIDE;
}

static const char *sign_of(const Term *term)
{
    if (!is_signed(term)) return "";
    return term->node->kind == NODE_SUBTRACT ? "-" : "/";
}

/* `<` or `<=` and so on: which of them, NULL for what compares nothing. */
static const char *comparing(const Term *term)
{
    static const char *const heads[] = {
        "<", "<=", ">", ">=", "=", "<>", "is-below", "is-at-most", "is-above", "is-at-least"
    };
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        if (strcmp(term->head, heads[i]) == 0) return heads[i];
    return NULL;
}

/* Comparisons of the same thing: one includes its bound, or goes the other way. */
static bool same_but_sign(const Term *old, const Term *new)
{
    if (!old || !new || !comparing(old) || !comparing(new)) return false;
    return str_eq(old->arg[0]->text, new->arg[0]->text) ||
           str_eq(old->arg[1]->text, new->arg[1]->text);
}

static bool asks_known(const Term *term)
{
    NodeKind kind = term->node->kind;
    return kind == NODE_IS_KNOWN || kind == NODE_IS_MISSING || kind == NODE_KNOWN_AND ||
           kind == NODE_COUNTING || kind == NODE_MISSING_AS || kind == NODE_ELSE_AS;
}

/* What a change here is a change of; old or new may be NULL. */
static Label label_here(const Spot *spot, const Term *old, const Term *new)
{
    const Part *part = spot->new ? spot->new : spot->old;
    bool numbers = old && new && (is_literal(old) || is_negative(old)) &&
                   (is_literal(new) || is_negative(new));
    NodeKind kind = (new ? new : old)->node->kind;
    bool to = kind == NODE_TO_PLACES || kind == NODE_TO_WHOLE || kind == NODE_TO_NEAREST;
    if (to || (new &&new->node->kind == NODE_ROUNDED) || (old && old->node->kind == NODE_ROUNDED))
        return LABEL_ROUNDING;
    if (spot->compares && (numbers || (old && is_literal(old)) || (new &&is_literal(new))))
        return LABEL_THRESHOLD;
    if (same_but_sign(old, new)) return LABEL_THRESHOLD;
    if (spot->misses || (old && asks_known(old)) || (new &&asks_known(new))) return LABEL_MISSING;
    if (part->class == PART_CONTRACT && new &&old) {
        const char *word = node_info[new->node->kind].word;
        if (strncmp(word, "key", 3) == 0 || strcmp(word, "identity") == 0 ||
            strcmp(word, "personal") == 0 || strcmp(word, "context") == 0 ||
            strcmp(word, "protected") == 0 || strcmp(word, "process") == 0 ||
            strcmp(word, "baseline") == 0 || strcmp(word, "outcome") == 0)
            return LABEL_ROLE;
    }
    if (spot->chooses) return LABEL_POPULATION;
    return part->label;
}

static const char *subject_of(Label label)
{
    switch ((int)label) {
    case LABEL_THRESHOLD: return "the threshold";
    case LABEL_ROUNDING: return "the rounding";
    case LABEL_ROLE: return "the role";
    default: return NULL;
    }
}

/* The whole of two things that differ. */
static void replaced(const Spot *spot, const Term *old, const Term *new)
{
    Diff *diff = spot->diff;
    Label label = label_here(spot, old, new);
    const char *subject = subject_of(label);
    if (comparing(old) && comparing(new)) subject = NULL;
    Str was = node_line(diff->old, old->node), is = node_line(diff->new, new->node);
    const char *verb = subject ? "is" : "it says", *past = subject ? "was" : "said";
    diff_add(spot, label, old->node, new->node,
             str_printf(diff->arena, "%S: %s%s%s `%S` where it %s `%S`", spot_words(spot),
                        subject ? subject : "", subject ? " " : "", verb, is, past, was));
}

/* A part that is new, or no longer there; `slot` is where it stands. */
static void came_or_went(const Spot *spot, const Term *part, const Term *old, const Term *new,
                         const char *slot)
{
    Diff *diff = spot->diff;
    bool came = new != NULL;
    Spot inside = *spot;
    inside.chooses = spot->chooses || (slot && strcmp(slot, "where") == 0);
    Label label = label_here(&inside, came ? NULL : part, came ? part : NULL);
    if (slot && strcmp(slot, "known") == 0) label = LABEL_MISSING;
    Str words = node_line(came ? diff->new : diff->old, part->node);
    bool marked = slot && strcmp(slot, "known") != 0;
    const char *before = marked ? slot : sign_of(part);
    Str said = str_printf(diff->arena, "%s%s%S", before, *before ? " " : "", words);
    const Node *was = old ? old->node : part->node, *is = new ? part->node : NULL;
    if (!came) is = old && spot->new ? spot->new->node : NULL;
    diff_add(spot, label, came ? was : part->node, is,
             str_printf(diff->arena, "%S: %s `%S`", spot_words(spot),
                        came ? "it now also says" : "it no longer says", said))
        ->apart = true;
}

static bool holds_text(const Term *const *terms, uint32_t count, Str text, const bool *taken,
                       uint32_t *at)
{
    for (uint32_t i = 0; i < count; i++)
        if (!taken[i] && str_eq(terms[i]->text, text)) {
            *at = i;
            return true;
        }
    return false;
}

/* The operands of a chain with each `let` as one, whatever it defines. */
static uint32_t operands(const Term *term, const char *head, const Term **out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < term->count; i++) {
        const Term *arg = term->arg[i];
        if (!arg->local && strcmp(arg->head, head) == 0 && arg->flat)
            count += operands(arg, head, out + count);
        else
            out[count++] = arg;
    }
    return count;
}

static bool same_let(const Term *a, const Term *b)
{
    return a->local && b->local &&
           str_eq(a->local->node->child[0]->text, b->local->node->child[0]->text);
}

/* The operands without each `let` that both name, which is told where it is defined; what other
 * `let` lines define is put in. */
static Term without_lets(const Spot *spot, const Term *term, const Term *other, bool tells)
{
    Arena *arena = spot->diff->arena;
    const Term **own = NEW_ARRAY(arena, const Term *, term->flat_count + term->count + 1);
    const Term **its = NEW_ARRAY(arena, const Term *, other->flat_count + other->count + 1);
    uint32_t count = operands(term, term->head, own), others = operands(other, term->head, its);
    Term left = *term;
    left.flat = NEW_ARRAY(arena, const Term *, term->flat_count + count + 1);
    left.flat_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        const Term *shared = NULL, *part = seen(own[i]);
        for (uint32_t k = 0; k < others && !shared; k++)
            if (same_let(own[i], its[k])) shared = its[k];
        if (shared && tells) diff_terms(spot, own[i], shared);
        if (shared) continue;
        bool joins = part->flat && strcmp(part->head, term->head) == 0;
        for (uint32_t f = 0; joins && f < part->flat_count; f++)
            left.flat[left.flat_count++] = part->flat[f];
        if (!joins) left.flat[left.flat_count++] = own[i];
    }
    return left;
}

/* What an operand adds, takes away, multiplies or divides by. */
static const Term *bare(const Term *operand)
{
    const Term *term = seen(operand);
    return is_signed(term) ? term->arg[0] : operand;
}

static uint32_t next_left(const Term *chain, const bool *taken, uint32_t at)
{
    while (at < chain->flat_count && taken[at]) at++;
    return at;
}

static bool is_left(const Term *chain, const bool *taken, const Term *operand)
{
    for (uint32_t i = next_left(chain, taken, 0); i < chain->flat_count;
         i = next_left(chain, taken, i + 1))
        if (str_eq(bare(chain->flat[i])->text, bare(operand)->text)) return true;
    return false;
}

/* Whether what is left of a chain is left of another one with another sign, or is several operands
 * of that taken together. */
static bool is_regrouped(const Term *chain, const bool *taken, const Term *other,
                         const bool *other_taken)
{
    for (uint32_t i = next_left(chain, taken, 0); i < chain->flat_count;
         i = next_left(chain, taken, i + 1)) {
        if (is_left(other, other_taken, chain->flat[i])) return true;
        const Term *group = seen(bare(chain->flat[i]));
        uint32_t count = 0;
        for (uint32_t g = 0; g < group->flat_count; g++)
            count += is_left(other, other_taken, group->flat[g]);
        if (count > 1) return true;
    }
    return false;
}

/* Whether operands that would be told one for the other have not the same sign. */
static bool is_turned(const Term *old, const bool *old_taken, const Term *new,
                      const bool *new_taken)
{
    uint32_t o = next_left(old, old_taken, 0), n = next_left(new, new_taken, 0);
    while (o < old->flat_count && n < new->flat_count) {
        if (is_signed(seen(old->flat[o])) != is_signed(seen(new->flat[n]))) return true;
        o = next_left(old, old_taken, o + 1);
        n = next_left(new, new_taken, n + 1);
    }
    return false;
}

/* Whether no operand alone tells what differs. */
static bool is_of_all(const Term *old, const bool *old_taken, const Term *new,
                      const bool *new_taken)
{
    return is_turned(old, old_taken, new, new_taken) ||
           is_regrouped(old, old_taken, new, new_taken) ||
           is_regrouped(new, new_taken, old, old_taken);
}

/* Operands whose order says nothing: those that both have are put aside. */
static void walk_operands(const Spot *spot, const Term *old, const Term *new)
{
    Arena *arena = spot->diff->arena;
    bool *old_taken = NEW_ARRAY(arena, bool, old->flat_count + 1);
    bool *new_taken = NEW_ARRAY(arena, bool, new->flat_count + 1);
    uint32_t olds = old->flat_count, news = new->flat_count, at;
    for (uint32_t i = 0; i < new->flat_count; i++)
        if (holds_text(old->flat, old->flat_count, new->flat[i]->text, old_taken, &at)) {
            old_taken[at] = new_taken[i] = true;
            olds--;
            news--;
        }
    /* The same operands: only their order, where it says something. */
    if ((!olds && !news) || is_of_all(old, old_taken, new, new_taken)) {
        replaced(spot, old, new);
        return;
    }
    uint32_t o = 0, n = 0;
    while (olds || news) {
        while (o < old->flat_count && old_taken[o]) o++;
        while (n < new->flat_count && new_taken[n]) n++;
        if (olds && news) {
            diff_terms(spot, old->flat[o++], new->flat[n++]);
            olds--;
            news--;
        } else if (olds) {
            came_or_went(spot, old->flat[o++], new, NULL, NULL);
            olds--;
        } else {
            came_or_went(spot, new->flat[n++], old, new, NULL);
            news--;
        }
    }
}

static void walk_chain(const Spot *spot, const Term *old, const Term *new)
{
    size_t lets = spot->diff->let_count;
    Term a = without_lets(spot, old, new, true), b = without_lets(spot, new, old, false);
    bool same = a.flat_count == b.flat_count;
    for (uint32_t i = 0; same && i < a.flat_count; i++)
        same = str_eq(a.flat[i]->text, b.flat[i]->text);
    if (same && spot->diff->let_count > lets) return; /* only a `let` differs */
    walk_operands(spot, &a, &b);
}

static const Term *in_slot(const Term *term, const char *slot, uint32_t nth)
{
    for (uint32_t i = 0; i < term->count; i++) {
        const char *has = term->slot[i];
        if (!has && !slot && nth-- == 0) return term->arg[i];
        if (has && slot && strcmp(has, slot) == 0) return term->arg[i];
    }
    return NULL;
}

static uint32_t unnamed(const Term *term)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < term->count; i++) count += !term->slot[i];
    return count;
}

static Spot inside_of(const Spot *spot, const Term *term, const char *slot)
{
    Spot inside = *spot;
    NodeKind kind = term->node->kind;
    bool rows = kind == NODE_LEAVES_OUT || kind == NODE_SLOT || kind == NODE_ROWS_WHERE;
    if ((slot && strcmp(slot, "where") == 0) || rows) inside.chooses = true;
    if (kind == NODE_AGG_SHARE && slot && strcmp(slot, "where") == 0) inside.chooses = false;
    inside.compares = comparing(term) != NULL || kind == NODE_WITHHELD ||
                      kind == NODE_THEN_AT_MOST || kind == NODE_THEN_AT_LEAST ||
                      kind == NODE_AT_LEAST_OF || kind == NODE_EACH_YEAR || kind == NODE_SOME_YEARS;
    if (kind == NODE_MISSING_AS || kind == NODE_ELSE_AS) inside.misses = true;
    return inside;
}

/* Parts that may lack: those that only one has. */
static void walk_slots(const Spot *spot, const Term *old, const Term *new)
{
    for (uint32_t i = 0; i < new->count; i++)
        if (new->slot[i] && !in_slot(old, new->slot[i], 0)) {
            Spot inside = inside_of(spot, new, new->slot[i]);
            came_or_went(&inside, new->arg[i], old, new, new->slot[i]);
        }
    for (uint32_t i = 0; i < old->count; i++) {
        if (!old->slot[i]) continue;
        const Term *other = in_slot(new, old->slot[i], 0);
        Spot inside = inside_of(spot, old, old->slot[i]);
        if (!other)
            came_or_went(&inside, old->arg[i], new, NULL, old->slot[i]);
        else
            diff_terms(&inside, old->arg[i], other);
    }
}

static bool is_set(const Term *term)
{
    return strcmp(term->head, "set") == 0;
}

/* Sets: what came and what went. */
static void walk_set(const Spot *spot, const Term *old, const Term *new)
{
    Term a = *old, b = *new;
    a.flat = old->arg;
    a.flat_count = old->count;
    b.flat = new->arg;
    b.flat_count = new->count;
    walk_operands(spot, &a, &b);
}

/* Walks the arguments of two terms with the same head. */
static void walk_parts(const Spot *spot, const Term *old, const Term *new)
{
    uint32_t differ = 0, count = unnamed(old);
    for (uint32_t i = 0; i < count; i++)
        differ += !str_eq(in_slot(old, NULL, i)->text, in_slot(new, NULL, i)->text);
    bool list = node_info[new->node->kind].slots == NODE_MANY;
    if (differ > 2 || (differ > 1 && (list || differ == count))) {
        replaced(spot, old, new);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        Spot inside = inside_of(spot, new, NULL);
        if (new->node->kind == NODE_COUNTING && i + 1 == count) inside.misses = true;
        diff_terms(&inside, in_slot(old, NULL, i), in_slot(new, NULL, i));
    }
    walk_slots(spot, old, new);
}

/* Whether `local` is in the other form as it was. */
static bool is_unchanged(const Form *form, const Local *local, Str text)
{
    for (size_t i = 0; i < form->local_count; i++) {
        const Local *l = &form->locals[i];
        if (l->node->kind != NODE_LET || !str_eq(l->measure->name, local->measure->name)) continue;
        if (!str_eq(l->node->child[0]->text, local->node->child[0]->text)) continue;
        if (str_eq(let_definition((Form *)form, l, SAYS_REASON)->text, text)) return true;
    }
    return false;
}

/* A `let` on either side: told where it is defined, if it is the same one. */
static bool walk_lets(const Spot *spot, const Term *old, const Term *new)
{
    Diff *diff = spot->diff;
    if (!old->local || !new->local) return false;
    if (str_eq(old->local->node->child[0]->text, new->local->node->child[0]->text) &&
        str_eq(old->local->place->name, new->local->place->name)) {
        GROW(diff->arena, diff->lets, diff->let_count, diff->let_cap);
        diff->lets[diff->let_count++] = (LetPair){ old->local, new->local };
        return true;
    }
    if (!is_unchanged(diff->new, old->local, old->text)) return false;
    replaced(spot, old, new);
    return true;
}

/* Makes a chain of one of what stands against a chain, so that what came or went is told. */
static bool as_chains(Arena *arena, const Term **a, const Term **b)
{
    const Term *chain = (*a)->flat_count > 1 ? *a : (*b)->flat_count > 1 ? *b : NULL;
    if (!chain) return false;
    for (int i = 0; i < 2; i++) {
        const Term **side = i ? b : a;
        if (strcmp((*side)->head, chain->head) == 0) continue;
        const Term *has = NULL;
        for (uint32_t k = 0; k < chain->flat_count; k++)
            if (str_eq(chain->flat[k]->text, (*side)->text)) has = chain->flat[k];
        if (!has) return false;
        Term *one = NEW(arena, Term);
        *one = **side;
        one->head = chain->head;
        one->flat = NEW_ARRAY(arena, const Term *, 1);
        one->flat[0] = *side;
        one->flat_count = 1;
        one->arg = one->flat;
        one->count = 1;
        *side = one;
    }
    return true;
}

/* What is told whole, however little of it differs. */
static bool is_whole(NodeKind kind)
{
    return kind == NODE_TERM || kind == NODE_STUDY || kind == NODE_DATED ||
           kind == NODE_TO_PLACES || kind == NODE_TO_WHOLE || kind == NODE_TO_NEAREST ||
           kind == NODE_NOT_MADE;
}

/* `the year before` has no number of years that could be told. */
static bool is_other_year(const Term *old, const Term *new)
{
    return new->node->kind == NODE_YEAR_BEFORE && old->count != new->count;
}

void diff_terms(const Spot *spot, const Term *old, const Term *new)
{
    if (str_eq(old->text, new->text) || walk_lets(spot, old, new)) return;
    const Term *a = seen(old), *b = seen(new);
    bool same = strcmp(a->head, b->head) == 0 && *a->head && !is_whole(a->node->kind);
    if (same && is_set(a))
        walk_set(spot, a, b);
    else if (as_chains(spot->diff->arena, &a, &b))
        walk_chain(spot, a, b);
    else if (same && unnamed(a) == unnamed(b) && !is_other_year(a, b))
        walk_parts(spot, a, b);
    else
        replaced(spot, old, new);
}
