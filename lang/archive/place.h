/* place.h -- the rule that a column of results comes from.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_ARCHIVE_PLACE_H
#define LUSTRUM_ARCHIVE_PLACE_H

#include "archive/moves.h"

/* Whether the rules have a clause that gives the move's column; its place and title (which may be
 * empty). */
bool place_of(const Program *program, const Move *move, Span *span, Str *title);

#endif
