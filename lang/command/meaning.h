/* meaning.h -- the commands about what rules mean: canonical, diff, impact.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COMMAND_MEANING_H
#define LUSTRUM_COMMAND_MEANING_H

#include "command/command.h"
#include "lustrum.h"

LusStatus command_canonical(Lustrum *lus, const Asked *asked);

#endif
