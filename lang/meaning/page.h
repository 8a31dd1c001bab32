/* page.h -- the head, the look and the end of the pages that diff and impact make.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_MEANING_PAGE_H
#define LUSTRUM_MEANING_PAGE_H

#include "str.h"

/* Text between tags. */
void page_escape(Text *text, Str s);
/* All before the first paragraph; the title is the heading too. */
void page_open(Text *text, const char *title);
void page_close(Text *text);

#endif
