/* pack.h -- `lustrum pack`.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COMMAND_PACK_H
#define LUSTRUM_COMMAND_PACK_H

#include "command/command.h"
#include "lustrum.h"

LusStatus command_pack(Lustrum *lus, const Asked *asked);

#endif
