/* decimal.h -- adding decimals as they are written, digit by digit: the auditor's own addition,
 * which shares nothing with the numbers of the machine.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_ARCHIVE_DECIMAL_H
#define LUSTRUM_ARCHIVE_DECIMAL_H

#include "arena.h"

/* Whether a text is '-', digits, and perhaps '.' and digits; nothing else. */
bool decimal_is(Str text);
/* The sum of two such texts: without a '+', noughts that say nothing, or a sign before nought. */
Str decimal_add(Arena *arena, Str a, Str b);

#endif
