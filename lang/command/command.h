/* command.h -- the command line: what was asked, read from command.def's table, and the texts that
 * are made of that table.  Knows nothing of what the commands do.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COMMAND_H
#define LUSTRUM_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef enum {
#define COMMAND(id, name, operands, least, most, what, example, more) COMMAND_##id,
#define OPTION(id, name, value, commands, shown, what)
#include "command/command.def"
#undef COMMAND
#undef OPTION
    COMMAND_COUNT
} CommandId;

typedef enum {
#define COMMAND(id, name, operands, least, most, what, example, more)
#define OPTION(id, name, value, commands, shown, what) OPTION_##id,
#include "command/command.def"
#undef COMMAND
#undef OPTION
    OPTION_COUNT
} OptionId;

enum { TABLES_MOST = 64 };

struct ProgressLine; /* progress.h */

typedef struct Asked {
    CommandId command;
    bool has_command;
    char **operands; /* of argv, moved together */
    int operand_count;
    bool given[OPTION_COUNT];
    const char *value[OPTION_COUNT];                       /* the last one given */
    const char *records[TABLES_MOST], *paths[TABLES_MOST]; /* of each --table, in order */
    size_t table_count;
    int year;                /* of --year; 0 */
    unsigned threads, batch; /* 0 when not given */
    unsigned threshold;      /* of --threshold; 0 */
    uint64_t max_memory;     /* bytes; 0 */
    int lane;
    struct ProgressLine *progress; /* to be ended before anything is printed; or NULL */
} Asked;

/* Reads argv.  False after a message to `complain`, which ends with what to type instead. */
bool command_read(int argc, char **argv, Asked *asked, FILE *complain);

/* Help on everything, or on one command. */
void help_all(FILE *out);
void help_command(FILE *out, CommandId command);
void help_json(FILE *out);
void help_man(FILE *out);
void help_markdown(FILE *out);
void help_completion(FILE *out);

/* The command of that name; false when there is none. */
bool command_find(const char *name, CommandId *command);
/* Says that there is no such command and which are near. */
void command_unknown(FILE *complain, const char *name);

#endif
