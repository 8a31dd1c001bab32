/* term.h -- lustrum seal, and where it is remembered which seals were seen.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COMMAND_TERM_H
#define LUSTRUM_COMMAND_TERM_H

#include "command/command.h"
#include "lustrum.h"

LusStatus command_seal(Lustrum *lus, const Asked *asked);

enum { SEEN_DIR = 4096 };
/* The folder of what was seen, as the environment has it; NULL when it has none. */
const char *command_seen_dir(char path[SEEN_DIR]);

#endif
