/* blame.h -- between blame.c, which knows the mistakes that people make again and again, and
 * expected.c, which words what could have stood instead.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_BLAME_H
#define LUSTRUM_BLAME_H

#include "syntax.h"

/* A mistake being looked at. */
typedef struct Blame {
    Syntax *s;
    const int *expected;
    int count;
    int kind, last; /* the kind that cannot stand here, and the one before it */
    Span span;      /* of the first */
} Blame;

/* Kind, bytes and place of token t; T_YYEOF for SYNTAX_NONE. */
int blame_kind(const Blame *b, uint32_t t);
Str blame_text(const Blame *b, uint32_t t);
Span blame_span(const Blame *b, uint32_t t);
/* True when a token of `kind` could stand here. */
bool blame_wants(const Blame *b, int kind);
/* What token t is called in a message. */
Str blame_spoken(const Blame *b, uint32_t t);
/* Reports what was expected, in words. */
void blame_generally(const Blame *b);

#endif
