/* raw.c -- see bundle.h: rows of a CSV file as they stand in it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/bundle.h"

/* The end of the row that begins at `at`: behind its line end, or that of the file.  A line end
 * between quotes is part of a cell. */
static size_t row_end(Str file, size_t at)
{
    bool quoted = false;
    for (; at < file.len; at++) {
        char c = file.at[at];
        if (c == '"') quoted = !quoted;
        if (!quoted && c == '\n') return at + 1;
    }
    return at;
}

Str raw_rows(Arena *arena, Str file, const bool *rows, uint64_t count)
{
    Text text = text_open(arena);
    uint64_t number = 1;
    for (size_t at = 0; at < file.len; number++) {
        size_t end = row_end(file, at);
        bool wanted = number == 1 || (number <= count && rows[number]);
        if (wanted) text_add(&text, str_slice(file, at, end));
        if (wanted && text.len && text.at[text.len - 1] != '\n') text_byte(&text, '\n');
        at = end;
    }
    return text_str(&text);
}
