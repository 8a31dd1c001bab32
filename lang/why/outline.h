/* outline.h -- a figure as lines for reading, the same for a terminal and a page.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_WHY_OUTLINE_H
#define LUSTRUM_WHY_OUTLINE_H

#include "why/why.h"

typedef struct Line {
    int depth;
    Str words, value;
    Rule rule;
} Line;

typedef struct Outline {
    Line *lines;
    size_t count, cap;
    Rule *rules; /* each once, in order of first use */
    size_t rule_count, rule_cap;
    Str *articles;
    size_t article_count, article_cap;
    Str *sums; /* what a pocket calculator can check */
    size_t sum_count, sum_cap;
    Str *said; /* the figure and its band in sentences */
    size_t said_count, said_cap;
} Outline;

/* Lives in why's arena. */
Outline *why_outline(Inquiry *why, const Figure *figure);

#endif
