/* str.h -- building text in an arena, and the few questions asked of bytes.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_STR_H
#define LUSTRUM_STR_H

#include "arena.h"

/* Text that grows in an arena.  `Text t = text_open(arena)`; text_str(&t) is what it holds. */
typedef struct Text {
    Arena *arena;
    char *at; /* a big or small block; always room for a NUL after len */
    size_t len, cap;
} Text;

Text text_open(Arena *arena);
void text_add(Text *text, Str s);
void text_byte(Text *text, char byte);
void text_pad(Text *text, char byte, size_t count);
void text_u64(Text *text, uint64_t value);
void text_i64(Text *text, int64_t value);
/* 1234567 as 1,234,567. */
void text_grouped(Text *text, uint64_t value);
/* A printf for %s (char *), %S (Str), %u (uint64_t), %d (int64_t), %g (uint64_t, grouped) and %%;
 * nothing else. */
void text_printf(Text *text, const char *format, ...);
Str text_str(const Text *text);

/* text_printf into a fresh Str. */
Str str_printf(Arena *arena, const char *format, ...);

/* The offset of the first byte that is not valid UTF-8 (overlong, surrogate, too large), or
 * s.len when all is valid. */
size_t str_utf8_valid(Str s);
/* How many characters (not bytes) s holds; s is valid UTF-8. */
size_t str_characters(Str s);
/* The character at s[i], and how many bytes it has; U+FFFD for a byte that is not of UTF-8. */
size_t str_character(Str s, size_t i, uint32_t *point);
/* Writes a character in UTF-8; how many bytes it has. */
size_t str_put_character(char at[4], uint32_t point);
/* Whether a character does not show, looks like an ordinary space, or turns text round. */
bool str_hidden(uint32_t point);
/* s with such characters and invalid bytes written \xNN or \u{NNNN}, at most `most`
 * bytes of it and then an ellipsis. */
Str str_printable(Arena *arena, Str s, size_t most);
/* A path of at most `most` bytes as it is; else `dots` and its end, from a folder on where one
 * begins there: what a reader knows a file by is the end of its path. */
Str str_end(Arena *arena, Str path, size_t most, const char *dots);
/* Whether s could be a name in rules: letters a to z, digits and _, no digit first. */
bool str_is_name(Str s);
/* Whether part stands in s; an empty part does. */
bool str_has(Str s, Str part);
/* s on one line: each run of spaces, tabs and line ends made one space, none at either end. */
Str str_one_line(Arena *arena, Str s);
/* Case-blind Damerau-Levenshtein distance over bytes, at most `most` + 1. */
size_t str_distance(Str a, Str b, size_t most);
uint64_t str_hash(Str s, uint64_t seed);
/* A NUL-terminated copy. */
const char *str_c(Arena *arena, Str s);
/* s as a JSON string with its quotes. */
void text_json(Text *text, Str s);
/* s as a CSV field, quoted where RFC 4180 asks. */
void text_csv(Text *text, Str s);

#endif
