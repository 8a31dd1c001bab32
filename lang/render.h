/* render.h -- how messages look: on a terminal, in one line, as JSON.
 *
 * The words come from diag.def and the Diags; this file only lays them out.  Control characters and
 * marks that turn the direction of text are always written as escapes.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RENDER_H
#define LUSTRUM_RENDER_H

#include "source.h"

typedef enum {
    RENDER_FULL,    /* title, source window, why, fix */
    RENDER_CONCISE, /* file:line:column: error[CODE]: title */
    RENDER_JSON     /* one JSON document a line: lustrum/diagnostic@1 */
} RenderForm;

typedef struct RenderStyle {
    RenderForm form;
    bool colour; /* RENDER_FULL only; the caller has asked the terminal and NO_COLOR */
    bool ascii;  /* no box drawing: for a terminal that is not UTF-8 */
} RenderStyle;

/* One line of a paragraph: as many words of s as fit into `room` columns, at least one.  Gives the
 * bytes taken, without the space that it breaks at. */
size_t render_line(Str s, size_t room);

/* Adds all messages to text: sorted by place, without doubles, LIMIT_SHOWN of them and then how
 * many more there are (JSON has them all).  Sorts diags.  sources may be NULL when no message has a
 * place. */
void render_diags(Text *text, Diags *diags, const Sources *sources, RenderStyle style);

#endif
