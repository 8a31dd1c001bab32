/* rename.c -- declarations and fields that only have another name.
 * SPDX-License-Identifier: Apache-2.0 */
#include "meaning/diff/pair.h"
#include "str.h"

enum { ROUNDS = 8 }; /* one renamed thing may hide another that names it */

/* What a declaration says, without its name. */
static Str decl_says(Arena *arena, const Decl *decl)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < decl->part_count; i++) {
        const Part *part = &decl->parts[i];
        if (part->term && !part->local)
            text_printf(&text, "%S %u: %S\n", part->key, (uint64_t)part->order, part->term->text);
    }
    return text_str(&text);
}

static bool declares(const Form *form, Str name)
{
    for (size_t i = 0; i < form->decl_count; i++) {
        Str own = form->decls[i].name;
        size_t start = own.len;
        while (start && own.at[start - 1] != '.') start--;
        if (str_eq(str_slice(own, start, own.len), name)) return true;
    }
    return false;
}

static Str after_dot(Str name)
{
    size_t start = name.len;
    while (start && name.at[start - 1] != '.') start--;
    return str_slice(name, start, name.len);
}

static void add(Arena *arena, Renames *renames, Rename rename)
{
    GROW(arena, renames->items, renames->count, renames->cap);
    renames->items[renames->count++] = rename;
}

static bool find_decl(Arena *arena, const Form *old, const Form *new, Renames *renames)
{
    bool found = false;
    for (size_t n = 0; n < new->decl_count; n++) {
        const Decl *is = &new->decls[n];
        if (!is->name.len || form_find(old, is) || declares(old, after_dot(is->name))) continue;
        Str says = decl_says(arena, is);
        for (size_t o = 0; o < old->decl_count; o++) {
            const Decl *was = &old->decls[o];
            if (strcmp(was->kind, is->kind) != 0 || form_find(new, was)) continue;
            if (declares(new, after_dot(was->name)) || !str_eq(says, decl_says(arena, was)))
                continue;
            add(arena, renames,
                (Rename){ .from = after_dot(is->name),
                          .to = after_dot(was->name),
                          .what = decl_words(arena, was),
                          .decl = was,
                          .old_node = was->node,
                          .new_node = is->node });
            found = true;
            break;
        }
    }
    return found;
}

static const Decl *only_other(const Form *form, const Form *other, size_t *count)
{
    const Decl *only = NULL;
    for (size_t i = 0; i < form->decl_count; i++) {
        const Decl *decl = &form->decls[i];
        if (decl->node->kind != NODE_MEASURE || form_find(other, decl)) continue;
        only = decl;
        ++*count;
    }
    return only;
}

/* One measure that is gone where one is new: the new one has taken its place, and whatever named
 * the old and names the new is told no further. */
static bool find_replaced(Arena *arena, const Form *old, const Form *new, Renames *renames)
{
    size_t gone = 0, come = 0;
    const Decl *was = only_other(old, new, &gone), *is = only_other(new, old, &come);
    if (gone != 1 || come != 1) return false;
    add(arena, renames,
        (Rename){ .from = is->name,
                  .to = was->name,
                  .what = decl_words(arena, was),
                  .decl = was,
                  .old_node = was->node,
                  .new_node = is->node,
                  .replaced = true });
    return true;
}

static const Part *part_find(const Decl *decl, Str key)
{
    for (size_t i = 0; i < decl->part_count; i++)
        if (str_eq(decl->parts[i].key, key)) return &decl->parts[i];
    return NULL;
}

/* Fields, bands and findings of one declaration. */
static bool find_part(Arena *arena, const Decl *old, const Decl *new, Renames *renames)
{
    bool found = false;
    for (size_t n = 0; n < new->part_count; n++) {
        const Part *is = &new->parts[n];
        if (!part_has_name(is->node) || part_find(old, is->key)) continue;
        for (size_t o = 0; o < old->part_count; o++) {
            const Part *was = &old->parts[o];
            if (!part_has_name(was->node) || part_find(new, was->key)) continue;
            if (!str_eq(was->term->text, is->term->text) || was->order != is->order) continue;
            add(arena, renames,
                (Rename){ .from = is->node->child[0]->text,
                          .to = was->node->child[0]->text,
                          .what = str_printf(arena, "%S, %S", decl_words(arena, old), was->key),
                          .decl = old,
                          .old_node = was->node,
                          .new_node = is->node });
            found = true;
            break;
        }
    }
    return found;
}

Form *renames_find(Arena *arena, const Form *old, Model *model, Renames *renames)
{
    Form *form = form_of(arena, model, renames);
    for (int round = 0; round < ROUNDS; round++) {
        bool found = find_decl(arena, old, form, renames);
        for (size_t i = 0; i < form->decl_count; i++) {
            const Decl *was = form_find(old, &form->decls[i]);
            if (was) found = find_part(arena, was, &form->decls[i], renames) || found;
        }
        if (!found && !find_replaced(arena, old, form, renames)) break;
        form = form_of(arena, model, renames);
    }
    return form;
}
