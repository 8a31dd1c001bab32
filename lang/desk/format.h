/* format.h -- the one layout of a rule file.
 *
 * Only spaces, line ends and the places of comments change: the same tokens come out in the same
 * order, which is checked before the text is given back.  So a formatted text means what it meant,
 * and formatting it again changes nothing.
 *
 * A declaration begins a line and its clauses stand under it, two spaces a step; lines of one kind
 * that follow each other have their columns under each other; what does not fit into 100 characters
 * is broken where its outermost parts meet.  An empty line between declarations is put in, other
 * than between two of the same kind that are a line each; elsewhere one that the author wrote
 * stays, and never two.  A comment stays before or behind what it stands before or behind.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_FORMAT_H
#define LUSTRUM_FORMAT_H

#include "source.h"

/* Lays out a source.  False after messages, when the text has mistakes: then there is no layout. */
bool format_source(Sources *sources, uint32_t file, Arena *arena, Diags *diags, Str *formatted);

#endif
