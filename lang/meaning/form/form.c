/* form.c -- the declarations of a framework and its modules in one order, and the texts made of
 * them.  The first line of a text names the form, so that hashes of another form are other hashes.
 * SPDX-License-Identifier: Apache-2.0 */
#include "meaning/form/form.h"
#include "str.h"
#include <stdlib.h>

static bool is_declared(NodeKind kind)
{
    return kind != NODE_USE && kind != NODE_EXAMPLE && kind != NODE_ERROR;
}

static const char *decl_kind(const Node *node)
{
    return node->kind == NODE_LIST_DECL ? "list" : node_info[node->kind].word;
}

/* Its name, where it has one that decides something: files and columns are named by it. */
static Str decl_name(Form *form, const Node *node)
{
    if (node->kind == NODE_FRAMEWORK || node->kind == NODE_CORRECTIONS) return STR_EMPTY;
    if (node->kind == NODE_DERIVE)
        return str_printf(form->arena, "%S.%S", form_name(form, node->child[0]->text),
                          form_name(form, node->child[1]->text));
    return node->count && node->child[0] && node->child[0]->kind == NODE_NAME
               ? form_name(form, node->child[0]->text)
               : STR_EMPTY;
}

static int by_name(const void *a, const void *b)
{
    const Decl *x = a, *y = b;
    int order = strcmp(x->kind, y->kind);
    if (!order) order = str_compare(x->name, y->name);
    if (!order)
        order = (x->node->span.start > y->node->span.start) -
                (x->node->span.start < y->node->span.start);
    return order;
}

Str form_name(const Form *form, Str name)
{
    for (size_t i = 0; form->renames && i < form->renames->count; i++)
        if (str_eq(form->renames->items[i].from, name)) return form->renames->items[i].to;
    return name;
}

Form *form_of(Arena *arena, Model *model, const Renames *renames)
{
    Form *form = NEW(arena, Form);
    *form = (Form){ .arena = arena, .model = model, .renames = renames, .lowest_met = SIZE_MAX };
    form->derived = NEW_ARRAY(arena, Derived, model->derive_count + 1);
    term_slots(form);
    locals_note(form);
    const Node *tree;
    for (size_t t = 0; (tree = model_tree(model, t)); t++)
        for (uint32_t i = 0; i < tree->count; i++) {
            const Node *node = tree->child[i];
            if (!is_declared(node->kind)) continue;
            GROW(arena, form->decls, form->decl_count, form->decl_cap);
            form->decls[form->decl_count++] =
                (Decl){ .kind = decl_kind(node), .name = decl_name(form, node), .node = node };
        }
    if (form->decl_count) qsort(form->decls, form->decl_count, sizeof(Decl), by_name);
    for (size_t i = 0; i < form->decl_count; i++) decl_parts(form, &form->decls[i]);
    return form;
}

/* A `let` is written where it is used; those of the nation are results themselves. */
static bool is_inlined(const Part *part)
{
    return part->local && part->local->place->kind != PLACE_NATION;
}

static Str part_line(const Form *form, const Part *part)
{
    Text text = text_open(form->arena);
    text_printf(&text, "  %S", part->local ? STR("let") : part->key);
    if (part->order) text_printf(&text, " %u", (uint64_t)part->order);
    for (size_t i = 0; i < part->level_count; i++)
        text_printf(&text, "%s%S", i ? ", " : " of ", part->levels[i]);
    if (part->dates.len) text_printf(&text, " %S", part->dates);
    text_printf(&text, ": %S\n", part->term->text);
    return text_str(&text);
}

static int by_line(const void *a, const void *b)
{
    return str_compare(*(const Str *)a, *(const Str *)b);
}

static void add_sorted(Text *text, Str *lines, size_t count)
{
    if (count) qsort(lines, count, sizeof(Str), by_line);
    for (size_t i = 0; i < count; i++) text_add(text, lines[i]);
}

Str form_text(const Form *form, uint32_t file)
{
    Text text = text_open(form->arena);
    text_add(&text, STR("lustrum meaning 1\n"));
    for (size_t d = 0; d < form->decl_count; d++) {
        const Decl *decl = &form->decls[d];
        if (file != UINT32_MAX && decl->node->span.file != file) continue;
        if (decl->node->kind == NODE_REPORT) continue; /* it decides nothing */
        text_printf(&text, "%s%s%S\n", decl->kind, decl->name.len ? " " : "", decl->name);
        Str *lines = NEW_ARRAY(form->arena, Str, decl->part_count + 1);
        size_t count = 0;
        for (size_t p = 0; p < decl->part_count; p++)
            if (decl->parts[p].term && !is_inlined(&decl->parts[p]))
                lines[count++] = part_line(form, &decl->parts[p]);
        add_sorted(&text, lines, count);
    }
    return text_str(&text);
}

/* The words of a part, each with where it stands. */
static void words_lines(const Form *form, const Part *part, Str *lines, size_t *count)
{
    Str key = part->key, rest = part->words;
    if (part->order) key = str_printf(form->arena, "%S %u", key, (uint64_t)part->order);
    while (rest.len) {
        size_t len = 0;
        while (rest.at[len] != '\n') len++;
        lines[(*count)++] = str_printf(form->arena, "  %S: %S\n", key, str_slice(rest, 0, len));
        rest = str_slice(rest, len + 1, rest.len);
    }
    if (part->local && !is_inlined(part))
        lines[(*count)++] = str_printf(form->arena, "  %S\n", part->key);
}

static size_t words_room(const Decl *decl)
{
    size_t room = 1;
    for (size_t p = 0; p < decl->part_count; p++) {
        room++;
        for (size_t i = 0; i < decl->parts[p].words.len; i++)
            room += decl->parts[p].words.at[i] == '\n';
    }
    return room;
}

Str form_words(const Form *form, uint32_t file)
{
    Text text = text_open(form->arena);
    text_add(&text, STR("lustrum wording 1\n"));
    for (size_t d = 0; d < form->decl_count; d++) {
        const Decl *decl = &form->decls[d];
        if (file != UINT32_MAX && decl->node->span.file != file) continue;
        Str *lines = NEW_ARRAY(form->arena, Str, words_room(decl));
        size_t count = 0;
        for (size_t p = 0; p < decl->part_count; p++)
            words_lines(form, &decl->parts[p], lines, &count);
        if (count)
            text_printf(&text, "%s%s%S\n", decl->kind, decl->name.len ? " " : "", decl->name);
        add_sorted(&text, lines, count);
    }
    return text_str(&text);
}
