/* export.h -- lustrum export.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COMMAND_EXPORT_H
#define LUSTRUM_COMMAND_EXPORT_H

#include "command/command.h"
#include "lustrum.h"

LusStatus command_export(Lustrum *lus, const Asked *asked);

#endif
