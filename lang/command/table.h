/* table.h -- command.def as tables, for command.c and help.c.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COMMAND_TABLE_H
#define LUSTRUM_COMMAND_TABLE_H

#include "command/command.h"
#include <limits.h>

typedef struct CommandInfo {
    const char *name, *operands;
    int least, most;
    const char *what, *example, *more;
} CommandInfo;

typedef struct OptionInfo {
    const char *name, *value; /* value is empty for a flag */
    unsigned commands;        /* bit per CommandId */
    int shown;
    const char *what;
} OptionInfo;

extern const CommandInfo command_table[COMMAND_COUNT];
extern const OptionInfo option_table[OPTION_COUNT];

/* Whether the command takes the option; before any command, those that every command takes. */
bool option_fits(int option, bool has_command, CommandId command);

#endif
