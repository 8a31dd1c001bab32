/* meaning.h -- the commands about what rules mean: canonical, diff, impact.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COMMAND_MEANING_H
#define LUSTRUM_COMMAND_MEANING_H

#include "command/command.h"
#include "lustrum.h"

LusStatus command_canonical(Lustrum *lus, const Asked *asked);
/* Two files, or what git gives its diff drivers: path, old file, old hash, old mode, new ... */
LusStatus command_diff(Lustrum *lus, const Asked *asked);
LusStatus command_impact(Lustrum *lus, const Asked *asked);

#endif
