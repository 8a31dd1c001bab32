/* order.c -- the text of a term: operands whose order says nothing stand in order of their text.
 *
 * The order of two operands says something in two cases.  Of two missing ones the first gives the
 * reason, so two that can be missing for different reasons keep their order where a reason can come
 * out.  And a condition may rely on what stands before it (`x is known and x > 5`), so a list where
 * one part can establish what another needs stays as it is written.  What can be missing is judged
 * from above: more is thought possible than is.
 * SPDX-License-Identifier: Apache-2.0 */
#include "meaning/form/form.h"
#include "sha256.h"
#include <stdlib.h>

enum {
    TEXT_MOST = 4096, /* a longer part stands as its hash */
    FLAT_MOST = 512   /* a longer sum is not written into another */
};

uint64_t reason_bit(Form *form, Str name)
{
    for (size_t i = 0; i < form->reason_count; i++)
        if (str_eq(form->reasons[i], name)) return UINT64_C(1) << i;
    if (form->reason_count == COUNT_OF(form->reasons)) return REASONS_MANY;
    form->reasons[form->reason_count] = name;
    return UINT64_C(1) << form->reason_count++;
}

static bool is_one_reason(uint64_t reasons)
{
    return (reasons & REASONS_MANY) == 0 && (reasons & (reasons - 1)) == 0;
}

static bool reasons_differ(const Walk *walk, const Term *const *term, uint32_t count)
{
    uint64_t all = 0;
    uint32_t can_miss = 0;
    if (walk->says != SAYS_REASON) return false;
    for (uint32_t i = 0; i < count; i++) {
        can_miss += term[i]->reasons != 0;
        all |= term[i]->reasons;
    }
    return can_miss > 1 && !is_one_reason(all);
}

/* Whether a part of `and` or `or` may rely on another. */
static bool may_rely(const Walk *walk, const Term *const *term, uint32_t count)
{
    if (walk->says == SAYS_NOTHING) return false;
    bool establishes = false, can_miss = false, divides = false;
    for (uint32_t i = 0; i < count; i++) {
        establishes = establishes || term[i]->establishes;
        can_miss = can_miss || term[i]->reasons;
        divides = divides || term[i]->divides;
    }
    return divides || (establishes && can_miss);
}

bool term_may_swap(const Walk *walk, const Term *a, const Term *b)
{
    const Term *both[] = { a, b };
    return !reasons_differ(walk, both, 2);
}

static int by_text(const void *a, const void *b)
{
    const Term *const *x = a, *const *y = b;
    return str_compare((*x)->text, (*y)->text);
}

/* Those that can be missing first, as they stand, then the others by their text; or all by it. */
static const Term **in_order(const Walk *walk, const Term **term, uint32_t count, bool stay)
{
    const Term **sorted = NEW_ARRAY(walk->form->arena, const Term *, count + 1);
    uint32_t kept = 0, rest = 0;
    bool differ = reasons_differ(walk, term, count);
    for (uint32_t i = 0; i < count; i++)
        if (stay || (differ && term[i]->reasons)) sorted[kept++] = term[i];
    for (uint32_t i = 0; i < count; i++)
        if (!stay && !(differ && term[i]->reasons)) sorted[kept + rest++] = term[i];
    qsort(sorted + kept, rest, sizeof(*sorted), by_text);
    return sorted;
}

static bool is_chain(const char *head)
{
    return strcmp(head, "+") == 0 || strcmp(head, "*") == 0 || strcmp(head, "and") == 0 ||
           strcmp(head, "or") == 0;
}

static const Term *seen(const Term *term)
{
    while (term->seen_through) term = term->arg[0];
    return term;
}

/* All operands, those of operands with the same sign too. */
static void flatten(Form *form, Term *term)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < term->count; i++) {
        const Term *part = seen(term->arg[i]);
        bool joins = part->flat && strcmp(part->head, term->head) == 0;
        count += joins && part->flat_count <= FLAT_MOST ? part->flat_count : 1;
    }
    const Term **flat = NEW_ARRAY(form->arena, const Term *, count + 1);
    uint32_t at = 0;
    for (uint32_t i = 0; i < term->count; i++) {
        const Term *part = seen(term->arg[i]);
        bool joins = part->flat && strcmp(part->head, term->head) == 0;
        if (!joins || part->flat_count > FLAT_MOST) {
            flat[at++] = term->arg[i];
            continue;
        }
        memcpy(&flat[at], part->flat, sizeof(*flat) * part->flat_count);
        at += part->flat_count;
    }
    term->flat = flat;
    term->flat_count = count;
}

static Str capped(Arena *arena, Str text)
{
    return text.len <= TEXT_MOST ? text : str_printf(arena, "#%S", sha256_text(arena, text));
}

static void miss_of_parts(Term *term)
{
    for (uint32_t i = 0; i < term->count; i++) {
        term->reasons |= term->arg[i]->reasons;
        term->establishes = term->establishes || term->arg[i]->establishes;
        term->divides = term->divides || term->arg[i]->divides;
    }
}

static void chain_finish(const Walk *walk, Term *term)
{
    Form *form = walk->form;
    flatten(form, term);
    bool condition = strcmp(term->head, "and") == 0 || strcmp(term->head, "or") == 0;
    bool stay = condition && may_rely(walk, term->flat, term->flat_count);
    const Term **sorted = in_order(walk, term->flat, term->flat_count, stay);
    if (term->flat_count == 1) { /* any of (a) */
        term->text = sorted[0]->text;
        return;
    }
    Text text = text_open(form->arena);
    text_printf(&text, "(%s", term->head);
    for (uint32_t i = 0; i < term->flat_count; i++) text_printf(&text, " %S", sorted[i]->text);
    text_byte(&text, ')');
    term->text = capped(form->arena, text_str(&text));
}

void term_finish(const Walk *walk, Term *term)
{
    Form *form = walk->form;
    miss_of_parts(term);
    if (is_chain(term->head)) {
        chain_finish(walk, term);
        return;
    }
    if (term->seen_through) {
        term->text = term->arg[0]->text;
        return;
    }
    Text text = text_open(form->arena);
    text_printf(&text, "(%s", term->head);
    for (uint32_t i = 0; i < term->count; i++) {
        text_byte(&text, ' ');
        if (term->slot && term->slot[i]) text_printf(&text, "%s:", term->slot[i]);
        text_add(&text, term->arg[i]->text);
    }
    text_byte(&text, ')');
    term->text = capped(form->arena, text_str(&text));
}
