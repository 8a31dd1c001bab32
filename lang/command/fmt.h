/* fmt.h -- lustrum fmt: files laid out anew, in their place.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COMMAND_FMT_H
#define LUSTRUM_COMMAND_FMT_H

#include "command/command.h"
#include "lustrum.h"

/* Lays out every file that was asked for; the answer is the worst of theirs.  Standard input goes
 * to standard output.  A file is rewritten beside itself and then put in its own place. */
LusStatus command_fmt(Lustrum *lus, const Asked *asked);

#endif
