/* words.c -- how changes are named: places and texts as people read them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "meaning/diff/diff.h"
#include "str.h"

enum { WORDS_MOST = 70 };

const char *const change_class_word[CHANGE_CLASSES] = {
    [CHANGE_RESULTS] = "results change",
    [CHANGE_MAY] = "results may change",
    [CHANGE_CONTRACT] = "data contract",
    [CHANGE_WORDING] = "wording only",
};

Str node_line(const Form *form, const Node *node)
{
    Str from = source_text(form->model->sources, node->span);
    Text text = text_open(form->arena);
    bool space = false;
    for (size_t i = 0; i < from.len && text.len < WORDS_MOST; i++) {
        char c = from.at[i];
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            space = true;
            continue;
        }
        if (space) text_byte(&text, ' ');
        space = false;
        text_byte(&text, c);
    }
    Str line = text_str(&text);
    if (line.len < WORDS_MOST) return line;
    size_t cut = WORDS_MOST - 4;
    while (cut && ((unsigned char)line.at[cut] & 0xC0) == 0x80) cut--;
    return str_printf(form->arena, "%S ...", str_slice(line, 0, cut));
}

Side side_of(const Form *form, const Node *node)
{
    if (!node) return (Side){ 0 };
    const Source *source = &form->model->sources->items[node->span.file];
    TextPlace place = source_place(source, node->span.start);
    return (Side){ .file = source->name,
                   .line = place.line,
                   .column = place.column,
                   .text = source_line(source, place.line),
                   .span = node->span };
}

Str decl_words(Arena *arena, const Decl *decl)
{
    return str_printf(arena, "%s%s%S", decl->kind, decl->name.len ? " " : "", decl->name);
}

/* Whether other parts of the declaration have that key, so that it must be said for which rows. */
static bool has_others(const Decl *decl, const Part *part)
{
    for (size_t i = 0; i < decl->part_count; i++)
        if (&decl->parts[i] != part && str_eq(decl->parts[i].key, part->key)) return true;
    return false;
}

Str spot_words(const Spot *spot)
{
    const Part *part = spot->new ? spot->new : spot->old;
    Arena *arena = spot->diff->arena;
    Text text = text_open(arena);
    text_printf(&text, "%S", decl_words(arena, spot->decl));
    if (!part) return text_str(&text);
    text_printf(&text, ", %S", part->key);
    if (!part->level_count || !has_others(spot->decl, part)) return text_str(&text);
    for (size_t i = 0; i < part->level_count; i++) {
        bool nation = str_eq(part->levels[i], STR("nation"));
        text_printf(&text, "%s%S", i ? ", " : nation ? " for the " : " for each ", part->levels[i]);
    }
    return text_str(&text);
}
