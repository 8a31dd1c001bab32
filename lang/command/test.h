/* test.h -- lustrum test: examples run, in every way that is asked for.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COMMAND_TEST_H
#define LUSTRUM_COMMAND_TEST_H

#include "command/command.h"
#include "lustrum.h"

/* Runs the examples of every file that was asked for; the answer is the worst of theirs. */
LusStatus command_test(Lustrum *lus, const Asked *asked);

#endif
