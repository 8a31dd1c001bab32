/* why.h -- `lustrum why`: one figure explained, as text, a page or JSON.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COMMAND_WHY_H
#define LUSTRUM_COMMAND_WHY_H

#include "command/command.h"
#include "lustrum.h"

/* Runs the command; *out is the explanation, or NULL after messages. */
LusStatus command_why(Lustrum *lus, const Asked *asked, bool ascii, LusResult **out);

#endif
