/* archive.h -- the commands about results that are kept.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COMMAND_ARCHIVE_H
#define LUSTRUM_COMMAND_ARCHIVE_H

#include "command/command.h"
#include "lustrum.h"

LusStatus command_verify(Lustrum *lus, const Asked *asked);
LusStatus command_bundle(Lustrum *lus, const Asked *asked);
LusStatus command_compare(Lustrum *lus, const Asked *asked);
LusStatus command_replay(Lustrum *lus, const Asked *asked);

#endif
