/* report.h -- `lustrum report`.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COMMAND_REPORT_H
#define LUSTRUM_COMMAND_REPORT_H

#include "command/command.h"
#include "lustrum.h"

LusStatus command_report(Lustrum *lus, const Asked *asked);

#endif
