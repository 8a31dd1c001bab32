/* page.h -- an HTML page that stands alone: the one look of all that Lustrum shows in a browser.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_PAGE_H
#define LUSTRUM_PAGE_H

#include "str.h"

/* A page with that title (a text) and body (HTML): its style in it, known to its policy by its hash
 * and the only thing that this allows; readable on paper of A4. */
Str page_whole(Arena *arena, Str title, Str body);
/* The style of every page. */
Str page_style(void);
/* What a policy says of a style or script that stands in its page: its hash. */
void page_source(Text *policy, Str text);
/* Text with what HTML takes for its own signs escaped. */
void page_text(Text *html, Str text);

#endif
