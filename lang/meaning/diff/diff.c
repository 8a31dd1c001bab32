/* diff.c -- declarations and their clauses paired, and each pair compared; see diff.h.
 *
 * Clauses are paired by what they are ("band well_above"), and among equals those that say the same
 * first.  A declaration that only has another name is found by what it says; then its old name is
 * put in wherever the new text names it, so that nobody else seems to have changed.
 * SPDX-License-Identifier: Apache-2.0 */
#include "meaning/diff/diff.h"
#include "meaning/diff/pair.h"
#include "str.h"

/* ---- clauses that came or went ---- */

static bool starts(Str text, const char *with)
{
    size_t len = strlen(with);
    return text.len >= len && memcmp(text.at, with, len) == 0;
}

/* Whether some clause of the declaration is for rows of that level. */
static bool has_level(const Decl *decl, Str level)
{
    for (size_t i = 0; i < decl->part_count; i++)
        for (size_t l = 0; l < decl->parts[i].level_count; l++)
            if (str_eq(decl->parts[i].levels[l], level)) return true;
    return false;
}

static bool told(const Diff *diff, Str cause)
{
    for (size_t i = 0; i < diff->count; i++)
        if (str_eq(diff->changes[i].cause, cause)) return true;
    return false;
}

/* That a declaration is made for a level, or no longer: once, whatever its clauses there. */
static void level_change(const Spot *spot, const Part *part, Str level, bool came)
{
    Diff *diff = spot->diff;
    Str decl = decl_words(diff->arena, spot->decl);
    Str cause = str_printf(diff->arena, "%s %S %S", came ? "made for" : "not for", decl, level);
    if (told(diff, cause)) return;
    bool nation = str_eq(level, STR("nation"));
    Str sentence = str_printf(diff->arena, "%S: it is %s for %s %S", decl,
                              came ? "now made" : "no longer made", nation ? "the" : "each", level);
    Spot whole = *spot;
    whole.old = came ? NULL : part;
    whole.new = came ? part : NULL;
    Change *change =
        diff_add(&whole, LABEL_LEVEL, came ? NULL : part->node, came ? part->node : NULL, sentence);
    change->part = STR_EMPTY;
    change->class = CHANGE_RESULTS;
    change->cause = cause;
}

/* All the levels of a clause are new to the measure (or gone from it). */
static bool by_level(const Spot *spot, const Part *part, const Decl *other, bool came)
{
    if (!part->level_count) return false;
    for (size_t i = 0; i < part->level_count; i++)
        if (has_level(other, part->levels[i])) return false;
    for (size_t i = 0; i < part->level_count; i++) level_change(spot, part, part->levels[i], came);
    return true;
}

static bool makes_columns(const Part *part)
{
    return starts(part->key, "band") || starts(part->key, "finding") ||
           starts(part->key, "split") || starts(part->key, "value");
}

static void clause_came(const Spot *spot, const Part *part, const Decl *other)
{
    if (by_level(spot, part, other, true)) return;
    Diff *diff = spot->diff;
    Str words = node_line(diff->new, part->node);
    Str sentence =
        str_printf(diff->arena, "%S: it now says `%S`", decl_words(diff->arena, spot->decl), words);
    Change *change = diff_add(spot, part->label, NULL, part->node, sentence);
    if (change->class == CHANGE_MAY && makes_columns(part)) change->class = CHANGE_RESULTS;
}

static void clause_went(const Spot *spot, const Part *part, const Decl *other)
{
    if (by_level(spot, part, other, false)) return;
    Diff *diff = spot->diff;
    Str words = node_line(diff->old, part->node);
    Str sentence = str_printf(diff->arena, "%S: it no longer says `%S`",
                              decl_words(diff->arena, spot->decl), words);
    Change *change = diff_add(spot, part->label, part->node, NULL, sentence);
    if (change->class == CHANGE_MAY && makes_columns(part)) change->class = CHANGE_RESULTS;
}

/* ---- clauses that are in both ---- */

static void levels_differ(const Spot *spot)
{
    const Part *old = spot->old, *new = spot->new;
    for (size_t i = 0; i < new->level_count; i++)
        if (!part_has_level(old, new->levels[i])) level_change(spot, new, new->levels[i], true);
    for (size_t i = 0; i < old->level_count; i++)
        if (!part_has_level(new, old->levels[i])) level_change(spot, old, old->levels[i], false);
}

static void dates_differ(const Spot *spot)
{
    Diff *diff = spot->diff;
    Str now = spot->new->dates, was = spot->old->dates;
    Str cause =
        str_printf(diff->arena, "dates %S %S %S", decl_words(diff->arena, spot->decl), was, now);
    if (told(diff, cause)) return;
    Str always = STR("in all years");
    Str sentence = str_printf(diff->arena, "%S: it holds %S where it held %S", spot_words(spot),
                              now.len ? now : always, was.len ? was : always);
    Change *change = diff_add(spot, LABEL_TERM, spot->old->node, spot->new->node, sentence);
    change->cause = cause;
}

/* The next line of printed words, and its name. */
static bool next_words(Str *rest, Str *line, Str *name)
{
    if (!rest->len) return false;
    size_t len = 0, space = 0;
    while (rest->at[len] != '\n') len++;
    *line = str_slice(*rest, 0, len);
    while (line->at[space] != '"') space++;
    *name = str_slice(*line, 0, space - 1);
    *rest = str_slice(*rest, len + 1, rest->len);
    return true;
}

static void words_change(const Spot *spot, Str name, Str old, Str new)
{
    Diff *diff = spot->diff;
    Text text = text_open(diff->arena);
    text_printf(&text, "%S: the %S ", spot_words(spot), name);
    if (new.len) text_printf(&text, "reads %S", str_slice(new, name.len + 1, new.len));
    if (new.len && old.len) text_printf(&text, " where it read ");
    if (!new.len) text_printf(&text, "is gone; it read ");
    if (old.len) text_add(&text, str_slice(old, name.len + 1, old.len));
    Change *change = diff_add(spot, LABEL_WORDS, spot->old ? spot->old->node : NULL,
                              spot->new ? spot->new->node : NULL, text_str(&text));
    change->class = CHANGE_WORDING;
}

/* The words of two clauses, name by name as they come. */
static void words_differ(const Spot *spot)
{
    Str was = spot->old ? spot->old->words : STR_EMPTY,
        is = spot->new ? spot->new->words : STR_EMPTY;
    if (str_eq(was, is)) return;
    Str old = STR_EMPTY, new = STR_EMPTY, old_name, new_name;
    bool has_old = next_words(&was, &old, &old_name), has_new = next_words(&is, &new, &new_name);
    while (has_old || has_new) {
        bool same = has_old && has_new && str_eq(old_name, new_name);
        if (same && !str_eq(old, new)) words_change(spot, new_name, old, new);
        if (!same && has_new) words_change(spot, new_name, STR_EMPTY, new);
        if (!same && has_old) words_change(spot, old_name, old, STR_EMPTY);
        has_old = next_words(&was, &old, &old_name);
        has_new = next_words(&is, &new, &new_name);
    }
}

static bool is_let(const Part *part)
{
    return part->local != NULL;
}

static void compare_pair(Diff *diff, const Decl *decl, Part *old, Part *new)
{
    Spot spot = { .diff = diff, .decl = decl, .old = old, .new = new };
    words_differ(&spot);
    if (!old->term || !new->term) return;
    bool differ = !str_eq(old->term->text, new->term->text);
    old->changed = old->changed || differ;
    new->changed = new->changed || differ;
    if (is_let(new)) return; /* told if it is used */
    if (differ)
        diff_terms(&spot, old->term, new->term);
    else if (!part_same_levels(old, new))
        levels_differ(&spot);
    else if (!str_eq(old->dates, new->dates))
        dates_differ(&spot);
}

/* ---- order ---- */

static const char *order_words(const Part *part)
{
    if (starts(part->key, "field")) return "the fields stand in another order";
    if (starts(part->key, "band")) return "the bands stand in another order";
    if (starts(part->key, "finding")) return "the findings stand in another order";
    if (starts(part->key, "leaves out")) return "who is left out stands in another order";
    if (starts(part->key, "slot")) return "the slots stand in another order";
    return "the steps stand in another order";
}

static void order_differs(Diff *diff, const Decl *old, const Decl *new, const size_t *pair)
{
    for (size_t a = 0; a < old->part_count; a++)
        for (size_t b = 0; b < old->part_count; b++) {
            const Part *first = &old->parts[a], *second = &old->parts[b];
            if (!pair[a] || !pair[b] || !first->order || first->order >= second->order) continue;
            if (!part_same_kind(first, second) || !part_same_levels(first, second)) continue;
            const Part *x = &new->parts[pair[a] - 1], *y = &new->parts[pair[b] - 1];
            if (x->order < y->order) continue;
            Spot spot = { .diff = diff, .decl = new, .old = first, .new = x };
            Str words =
                str_printf(diff->arena, "%S: %s", decl_words(diff->arena, new), order_words(first));
            if (told(diff, words)) continue;
            diff_add(&spot, first->label, first->node, x->node, words)->cause = words;
        }
}

/* ---- declarations ---- */

static void leftovers(Diff *diff, const Decl *old, const Decl *new, const size_t *pair,
                      const bool *taken)
{
    for (size_t i = 0; i < old->part_count; i++) {
        Part *part = &old->parts[i];
        if (pair[i] || is_let(part)) continue;
        Spot spot = { .diff = diff, .decl = new, .old = part };
        part->changed = true;
        if (part->term)
            clause_went(&spot, part, new);
        else
            words_differ(&spot);
    }
    for (size_t i = 0; i < new->part_count; i++) {
        Part *part = &new->parts[i];
        if (taken[i] || is_let(part)) continue;
        Spot spot = { .diff = diff, .decl = new, .new = part };
        part->changed = true;
        if (part->term)
            clause_came(&spot, part, old);
        else
            words_differ(&spot);
    }
}

static void compare_decl(Diff *diff, Decl *old, Decl *new)
{
    bool *taken;
    size_t *pair = parts_pair(diff->arena, old, new, &taken);
    for (size_t i = 0; i < old->part_count; i++)
        if (pair[i] && !part_is_listed(&old->parts[i]))
            compare_pair(diff, new, &old->parts[i], &new->parts[pair[i] - 1]);
    switch ((int)new->node->kind) {
    case NODE_TABLE: diff_rows(diff, old, new); break;
    case NODE_LIST_DECL: diff_items(diff, old, new); break;
    case NODE_PARAMETER: diff_values(diff, old, new); break;
    default: leftovers(diff, old, new, pair, taken); break;
    }
    order_differs(diff, old, new, pair);
}

/* The `let` lines that were met on a walk and differ themselves; more may be met on the way. */
static void compare_lets(Diff *diff)
{
    for (size_t i = 0; i < diff->let_count; i++) {
        LetPair lets = diff->lets[i];
        bool before = false;
        for (size_t k = 0; k < i; k++)
            before = before || (diff->lets[k].old->node == lets.old->node &&
                                diff->lets[k].new->node == lets.new->node);
        Spot spot = { .diff = diff };
        Part *old = local_part(diff->old, lets.old, NULL);
        Part *new = local_part(diff->new, lets.new, &spot.decl);
        if (before || !old || !new) continue;
        spot.old = old;
        spot.new = new;
        diff_terms(&spot, old->term, new->term);
    }
}

static void whole_change(Diff *diff, const Decl *decl, bool came)
{
    Spot spot = { .diff = diff, .decl = decl };
    const Node *node = decl->node;
    Str sentence = str_printf(diff->arena, "%S: it is %s", decl_words(diff->arena, decl),
                              came ? "new" : "no longer there");
    Change *change =
        diff_add(&spot, LABEL_METHOD, came ? NULL : node, came ? node : NULL, sentence);
    change->label = decl_label(decl);
    bool contract = node->kind == NODE_RECORD || node->kind == NODE_CORRECTIONS;
    change->class = contract ? CHANGE_CONTRACT : decl_is_helper(decl) ? CHANGE_MAY : CHANGE_RESULTS;
    if (decl->node->kind == NODE_REPORT) change->class = CHANGE_WORDING;
}

/* Declarations that only one of the two has; those that only serve a clause that changed are told
 * with it. */
static void diff_alone(Diff *diff, const Form *form, const Form *other, bool came)
{
    for (size_t i = 0; i < form->decl_count; i++) {
        Decl *decl = &form->decls[i];
        if (form_find(other, decl)) continue;
        for (size_t p = 0; p < decl->part_count; p++) decl->parts[p].changed = true;
        if (!decl_is_helper(decl)) whole_change(diff, decl, came);
    }
    for (size_t i = 0; i < form->decl_count; i++) {
        const Decl *decl = &form->decls[i];
        if (form_find(other, decl) || !decl_is_helper(decl)) continue;
        if (!is_served(form, decl)) whole_change(diff, decl, came);
    }
}

/* The figure of the nation with that name in the other text. */
static const Part *same_figure(const Decl *there, const Part *part)
{
    for (size_t i = 0; i < there->part_count; i++) {
        const Part *other = &there->parts[i];
        bool nation = other->local && other->local->place->kind == PLACE_NATION;
        if (nation && str_eq(other->key, part->key) && str_eq(other->dates, part->dates))
            return other;
    }
    return NULL;
}

/* A figure of the nation that only one has and that nothing which changed explains. */
static void diff_nation(Diff *diff, const Form *form, const Form *other, bool came)
{
    for (size_t i = 0; i < form->decl_count; i++) {
        const Decl *decl = &form->decls[i], *there = form_find(other, decl);
        for (size_t p = 0; there && p < decl->part_count; p++) {
            const Part *part = &decl->parts[p];
            if (!part->local || part->local->place->kind != PLACE_NATION) continue;
            if (has_text(there, part) || is_explained(decl, part)) continue;
            if (let_was_told(diff, part)) continue;
            Spot spot = {
                .diff = diff, .decl = decl, .old = came ? NULL : part, .new = came ? part : NULL
            };
            const Part *other_part = same_figure(there, part);
            if (other_part) { /* told once, of the old one */
                spot.new = other_part;
                if (!came) diff_terms(&spot, part->term, other_part->term);
                continue;
            }
            Str sentence = str_printf(diff->arena, "%S: the figure `%S` of the nation is %s",
                                      decl_words(diff->arena, decl), part->key,
                                      came ? "new" : "no longer made");
            diff_add(&spot, LABEL_METHOD, came ? NULL : part->node, came ? part->node : NULL,
                     sentence)
                ->class
                = CHANGE_RESULTS;
        }
    }
}

static void diff_renames(Diff *diff, const Renames *renames)
{
    for (size_t i = 0; i < renames->count; i++) {
        const Rename *r = &renames->items[i];
        Spot spot = { .diff = diff, .decl = r->decl };
        Str sentence =
            str_printf(diff->arena,
                       r->replaced ? "%S: another measure, `%S`, has taken its place"
                                   : "%S: it is now called `%S`; what it says is the same",
                       r->what, r->from);
        Label label = r->replaced ? LABEL_METHOD : LABEL_NAME;
        Change *change = diff_add(&spot, label, r->old_node, r->new_node, sentence);
        change->class = CHANGE_RESULTS;
    }
}

static bool is_replaced(const Renames *renames, const Decl *old)
{
    for (size_t i = 0; i < renames->count; i++)
        if (renames->items[i].replaced && renames->items[i].old_node == old->node) return true;
    return false;
}

/* All of what was replaced has changed, as far as what serves it is asked. */
static void mark_replaced(const Form *form, const Renames *renames)
{
    for (size_t i = 0; i < form->decl_count; i++)
        for (size_t r = 0; r < renames->count; r++) {
            const Rename *rename = &renames->items[r];
            const Node *node = form->decls[i].node;
            if (!rename->replaced || (node != rename->old_node && node != rename->new_node))
                continue;
            for (size_t p = 0; p < form->decls[i].part_count; p++)
                form->decls[i].parts[p].changed = true;
        }
}

void diff_models(Arena *arena, Model *old, Model *new, Diff *out)
{
    *out = (Diff){ .arena = arena };
    meaning_of_model(arena, old, &out->old_meaning);
    meaning_of_model(arena, new, &out->new_meaning);
    out->same_meaning = str_eq(out->old_meaning.canonical, out->new_meaning.canonical);
    out->same_wording = str_eq(out->old_meaning.wording, out->new_meaning.wording);
    if (out->same_meaning && out->same_wording) return;
    Renames renames = { 0 };
    out->old = form_of(arena, old, NULL);
    out->new = renames_find(arena, out->old, new, &renames);
    diff_renames(out, &renames);
    mark_replaced(out->old, &renames);
    mark_replaced(out->new, &renames);
    for (size_t i = 0; i < out->new->decl_count; i++) {
        Decl *decl = form_find(out->old, &out->new->decls[i]);
        if (decl && !is_replaced(&renames, decl)) compare_decl(out, decl, &out->new->decls[i]);
    }
    compare_lets(out);
    diff_alone(out, out->old, out->new, false);
    diff_alone(out, out->new, out->old, true);
    diff_nation(out, out->old, out->new, false);
    diff_nation(out, out->new, out->old, true);
}
