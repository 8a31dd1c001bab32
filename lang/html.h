/* html.h -- pieces of pages: markup as it is, and every text of rules and data escaped.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_HTML_H
#define LUSTRUM_HTML_H

#include "str.h"

/* A text of rules or data: what HTML takes for its own signs, and control characters and marks that
 * turn the direction of text, are shown and do nothing. */
void html_text(Text *html, Str text);
/* Adds a format: %S a Str as html_text has it, %H a Str that is markup already, %s markup (char *),
 * %u and %g numbers as text_printf has them, %%. */
void html(Text *html, const char *format, ...);
/* "local authority" of LocalAuthority, "prior attainment" of prior_attainment. */
Str html_words(Arena *arena, Str name);
/* The same at the head of something: "Local authority". */
Str html_head(Arena *arena, Str name);

/* A table that scrolls by itself on a narrow screen; its caption is a text.  The first heading
 * stands over the rows' names; `numbers` tells for each of the others whether it stands over
 * numbers. */
void html_table(Text *html, Str caption, const Str *heads, const bool *numbers, size_t count);
/* A row: the first cell is its heading; link may be empty. */
void html_row(Text *html, Str link, const Str *cells, const bool *numbers, size_t count);
void html_table_end(Text *html);

#endif
