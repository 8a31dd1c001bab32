/* parse.h -- from a source to its tree.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_PARSE_H
#define LUSTRUM_PARSE_H

#include "node.h"
#include "source.h"

/* The tree of a source: always a FILE node, whatever the text holds, with ERROR nodes for what
 * could not be read; each mistake is reported once.  Cuts the source into tokens first if that has
 * not been done.  The tree lives in arena and its texts in sources. */
Node *parse_source(Sources *sources, uint32_t file, Arena *arena, Diags *diags);

#endif
