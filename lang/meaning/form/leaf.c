/* leaf.c -- see leaf.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "meaning/form/leaf.h"
#include "str.h"

static bool is_plain(Str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && !(i && c >= '0' && c <= '9')) return false;
    }
    return name.len > 0;
}

Str name_text(Arena *arena, Str name)
{
    return is_plain(name) || str_eq(name, STR("%")) ? name : str_printf(arena, "`%S`", name);
}

/* Where the point stands, or would: the number of digits before it. */
static size_t whole_digits(Str digits)
{
    size_t at = 0;
    while (at < digits.len && digits.at[at] != '.') at++;
    return at;
}

Str number_text(Arena *arena, Str digits, size_t shift)
{
    bool minus = digits.len && digits.at[0] == '-';
    if (minus) digits = str_slice(digits, 1, digits.len);
    size_t point = whole_digits(digits);
    Text all = text_open(arena);
    text_pad(&all, '0', shift);
    for (size_t i = 0; i < digits.len; i++)
        if (digits.at[i] != '.') text_byte(&all, digits.at[i]);
    Str text = text_str(&all);
    size_t first = 0, last = text.len;
    while (first < point && text.at[first] == '0') first++;
    while (last > point && text.at[last - 1] == '0') last--;
    Text out = text_open(arena);
    if (minus && last > first) text_byte(&out, '-');
    if (first == point) text_byte(&out, '0');
    text_add(&out, str_slice(text, first, point));
    if (last > point) {
        text_byte(&out, '.');
        text_add(&out, str_slice(text, point, last));
    }
    return text_str(&out);
}

static Str quoted(Arena *arena, Str text)
{
    Text out = text_open(arena);
    text_json(&out, text);
    return text_str(&out);
}

bool leaf_text(Arena *arena, const Node *node, Str *text)
{
    if (node_info[node->kind].slots != 0) return false;
    switch ((int)node->kind) {
    case NODE_NUMBER: *text = number_text(arena, node->text, 0); break;
    case NODE_PERCENT: *text = str_printf(arena, "%S%%", number_text(arena, node->text, 0)); break;
    case NODE_YEAR:
    case NODE_DATE: *text = node->text; break;
    case NODE_STRING:
    case NODE_CELL:
    case NODE_COLUMN: *text = quoted(arena, node->text); break;
    case NODE_WORD: *text = str_printf(arena, "%S", node->text); break;
    default: {
        const char *word = node_info[node->kind].word;
        *text = (Str){ word, strlen(word) };
    }
    }
    return true;
}
