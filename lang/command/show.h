/* show.h -- what the shells of commands share: a result printed, the options of a review.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COMMAND_SHOW_H
#define LUSTRUM_COMMAND_SHOW_H

#include "command/command.h"
#include "lustrum.h"
#include <stdio.h>

/* Prints a result, unless nobody wants to read it, and gives it back. */
void command_show(const Asked *asked, LusResult *result);
/* What was asked of a review; `tables` are filled in and must outlive the options. */
LusOptions command_options(const Asked *asked, LusTable tables[TABLES_MOST]);
/* Where what --max-memory forbids to hold is put: TMPDIR; NULL where it is not set. */
const char *command_spill_dir(void);

/* Prints the name of a file as messages do: nothing in it may steer a terminal. */
void command_name(FILE *out, const char *name);

#endif
