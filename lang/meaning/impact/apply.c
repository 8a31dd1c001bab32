/* apply.c -- the old rules with some of the changes made: their text put in by its place.
 *
 * A change with both sides is put in where it stands; a clause or a part of one that came or went,
 * and what is of several rows, with the whole declaration, together with the other changes of it.
 * Declarations that only serve others are added where they are new, so that what names them can
 * stand. SPDX-License-Identifier: Apache-2.0 */
#include "meaning/impact/impact.h"
#include "meaning/diff/pair.h"
#include <stdlib.h>

/* ---- which go together ---- */

static bool is_of_results(const Change *change)
{
    Str block = STR("amendment "); /* it says why others are, and is none */
    if (change->declaration.len > block.len &&
        memcmp(change->declaration.at, block.at, block.len) == 0)
        return false;
    return change->class == CHANGE_RESULTS || change->class == CHANGE_MAY;
}

/* A change of one place in one clause, whose old side the new one can stand for. */
static bool is_single(const Impact *impact, const Change *change)
{
    const Diff *diff = &impact->diff;
    return change->old.line && change->new.line && !change->apart && !change->row_count &&
           change->part.len && change->old.span.file == diff->old->model->file &&
           change->new.span.file == diff->new->model->file && change->label != LABEL_NAME;
}

static void plan_one(Arena *arena, Impact *impact, size_t i)
{
    const Change *change = &impact->diff.changes[i];
    Applied *last = NULL;
    for (size_t a = 0; a < impact->applied_count; a++) {
        Applied *other = &impact->applied[a];
        const Change *first = &impact->diff.changes[other->changes[0]];
        if (!is_single(impact, first) && str_eq(first->declaration, change->declaration))
            last = other;
    }
    if (is_single(impact, change) || !last) {
        last = &impact->applied[impact->applied_count++];
        *last = (Applied){ .changes = NEW_ARRAY(arena, size_t, impact->diff.count + 1) };
    }
    last->changes[last->change_count++] = i;
}

/* Whether its declaration has changes beside those that are made together here. */
static bool has_others(const Impact *impact, const Applied *applied)
{
    const Change *first = &impact->diff.changes[applied->changes[0]];
    size_t count = 0;
    for (size_t i = 0; i < impact->diff.count; i++) {
        const Change *change = &impact->diff.changes[i];
        count += is_of_results(change) && str_eq(change->declaration, first->declaration);
    }
    return !is_single(impact, first) && count > applied->change_count;
}

void applied_plan(Arena *arena, Impact *impact)
{
    impact->applied = NEW_ARRAY(arena, Applied, impact->diff.count + 1);
    for (size_t i = 0; i < impact->diff.count; i++)
        if (is_of_results(&impact->diff.changes[i])) plan_one(arena, impact, i);
    for (size_t i = 0; i < impact->applied_count; i++)
        impact->applied[i].whole = has_others(impact, &impact->applied[i]);
}

/* ---- their text ---- */

static const Decl *decl_named(const Form *form, Str words, Arena *arena)
{
    for (size_t i = 0; i < form->decl_count; i++)
        if (str_eq(decl_words(arena, &form->decls[i]), words)) return &form->decls[i];
    return NULL;
}

static Str text_at(const Form *form, Span span)
{
    return source_text(form->model->sources, span);
}

/* New helpers, which say nothing unless they are named. */
static void add_helpers(Arena *arena, const Impact *impact, Text *text, const Decl *except)
{
    const Form *old = impact->diff.old, *new = impact->diff.new;
    (void)arena;
    for (size_t i = 0; i < new->decl_count; i++) {
        const Decl *decl = &new->decls[i];
        if (decl == except || !decl_is_helper(decl) || form_find(old, decl)) continue;
        if (decl->node->span.file != new->model->file) continue;
        text_printf(text, "\n%S\n", text_at(new, decl->node->span));
    }
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The old text with [span] replaced. */
static Str replaced(Arena *arena, const Impact *impact, Span span, Str with, const Decl *added)
{
    const Form *old = impact->diff.old;
    Str whole = old->model->sources->items[old->model->file].text;
    Text text = text_open(arena);
    text_add(&text, str_slice(whole, 0, span.start));
    text_add(&text, with);
    text_add(&text, str_slice(whole, span.end, whole.len));
    text_byte(&text, '\n');
    add_helpers(arena, impact, &text, added);
    return text_str(&text);
}

/* Whether it stands alone in brackets. */
static bool in_brackets(const Form *form, Span span)
{
    Str text = form->model->sources->items[span.file].text;
    size_t start = span.start, end = span.end;
    while (start && is_blank(text.at[start - 1])) start--;
    while (end < text.len && is_blank(text.at[end])) end++;
    return start && end < text.len && text.at[start - 1] == '(' && text.at[end] == ')';
}

/* The new side as it can stand in place of the old one: with the brackets that hold it together. */
static Str new_side(Arena *arena, const Impact *impact, const Change *change)
{
    const Form *old = impact->diff.old, *new = impact->diff.new;
    Str text = text_at(new, change->new.span);
    bool needs = in_brackets(new, change->new.span) && !in_brackets(old, change->old.span);
    return needs ? str_printf(arena, "(%S)", text) : text;
}

Str applied_text(Arena *arena, const Impact *impact, const Applied *applied)
{
    const Change *change = &impact->diff.changes[applied->changes[0]];
    const Form *old = impact->diff.old, *new = impact->diff.new;
    if (is_single(impact, change) && !applied->whole)
        return replaced(arena, impact, change->old.span, new_side(arena, impact, change), NULL);
    const Decl *was = decl_named(old, change->declaration, arena);
    const Decl *is = decl_named(new, change->declaration, arena);
    uint32_t old_file = old->model->file, new_file = new->model->file;
    if ((was && was->node->span.file != old_file) || (is && is->node->span.file != new_file) ||
        change->label == LABEL_NAME || (!was && !is))
        return (Str){ NULL, 0 };
    Str with = is ? text_at(new, is->node->span) : STR_EMPTY;
    uint32_t end = (uint32_t)old->model->sources->items[old_file].text.len;
    Span span = was ? was->node->span : (Span){ old_file, end, end };
    if (!was) with = str_printf(arena, "\n%S\n", with);
    return replaced(arena, impact, span, with, is);
}
