/* source.h -- the rule files of one framework: their text, lines and tokens.
 *
 * A Span's file is an index into Sources.  The table owns every text; it lives as long as its
 * arena.  Nothing else in lang/ reads files.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_SOURCE_H
#define LUSTRUM_SOURCE_H

#include "diag.h"

typedef struct Token Token; /* token.h */

typedef struct Source {
    Str name;             /* as the user named it */
    Str text;             /* the whole file; a NUL follows the last byte */
    const uint32_t *line; /* where each line starts; line[0] is 0 */
    uint32_t line_count;  /* at least 1 */
    bool readable;        /* whole, within the limits, UTF-8 and without NUL */
    Token *tokens;        /* all of them, in order; the last is the end of the file.  NULL until
                           * parse_source or tokens_read */
    uint32_t token_count;
    uint32_t nodes; /* of its tree, so that the limit holds for all files together */
} Source;

typedef struct Sources {
    Arena *arena;
    Source *items; /* moves when a source is added: keep the index, not the pointer */
    size_t count, cap;
    const struct Word *words; /* of the language, as token.c looks them up; NULL: not yet */
    size_t word_count;
} Sources;

/* Both count from 1; column counts characters, not bytes. */
typedef struct TextPlace {
    uint32_t line, column;
} TextPlace;

Sources sources_open(Arena *arena);

/* Adds a text that is in memory and gives its index in *file.  A text over LIMIT_SOURCE bytes, with
 * a NUL or with bytes that are not UTF-8 is added too (so that the message can show where), is
 * reported and gives false; so does one file more than LIMIT_SOURCES, which is not added. */
bool source_add(Sources *sources, Diags *diags, Str name, Str text, uint32_t *file);

/* The path that stands for standard input, as people are told it. */
#define SOURCE_INPUT STR("<standard input>")

/* As source_add with what the file at path holds (at most LIMIT_SOURCE + 1 bytes are read; of
 * SOURCE_INPUT, standard input).  A file that cannot be read is reported at `asked` (the place that
 * names it), or without place when asked is NULL; it gives false and *file is untouched. */
bool source_load(Sources *sources, Diags *diags, Str path, const Span *asked, uint32_t *file);

/* The place of byte `offset` (at most text.len) of a source. */
TextPlace source_place(const Source *source, uint32_t offset);
/* The byte where the character `place.column` of line `place.line` starts; past the line's end, the
 * end of the line; past the last line, text.len. */
uint32_t source_offset(const Source *source, TextPlace place);
/* Line `line` (from 1) without its line end. */
Str source_line(const Source *source, uint32_t line);
/* The text of a span. */
Str source_text(const Sources *sources, Span span);

#endif
