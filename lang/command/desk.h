/* desk.h -- the commands of the author's desk: lint, doc, needs, screen.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COMMAND_DESK_H
#define LUSTRUM_COMMAND_DESK_H

#include "command/command.h"
#include "lustrum.h"

LusStatus command_lint(Lustrum *lus, const Asked *asked);
LusStatus command_doc(Lustrum *lus, const Asked *asked);
LusStatus command_needs(Lustrum *lus, const Asked *asked);
LusStatus command_screen(Lustrum *lus, const Asked *asked);

#endif
