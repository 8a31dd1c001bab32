/* reference.h -- lustrum reference: freezes the national figures of a year in a file.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COMMAND_REFERENCE_H
#define LUSTRUM_COMMAND_REFERENCE_H

#include "command/command.h"
#include "lustrum.h"

/* Without --out the file is printed. */
LusStatus command_reference(Lustrum *lus, const Asked *asked);

#endif
