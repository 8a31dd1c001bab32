/* batch.c -- reviews many frameworks in one process, for compare.py.
 *
 * A line of standard input: the rule file, the first calendar year of the school year, the folder
 * of the data, the folder for the results, and RECORD=PATH for each file that is read from
 * elsewhere; tabs between them.  Without data the framework is only compiled.  The answer: a line
 * `said CODE LINE TITLE` for each message, then `compiled STATUS` or `reviewed STATUS`.
 * SPDX-License-Identifier: Apache-2.0 */
#include "lustrum.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PARTS = 40 };

static void say(void *user, const LusDiag *diag)
{
    (void)user;
    if (diag->severity == LUS_ERROR)
        printf("said %s %zu %s\n", diag->code, diag->line, diag->title);
}

static LusStatus review(LusProgram *program, char **part, size_t count, int year)
{
    LusTable tables[MOST_PARTS];
    LusOptions options = {
        .data_dir = part[2], .out_dir = part[3], .year = year, .exact = 1, .threads = 1
    };
    for (size_t i = 4; i < count; i++) {
        char *path = strchr(part[i], '=');
        if (!path) continue;
        *path = '\0';
        tables[options.table_count++] = (LusTable){ part[i], path + 1 };
    }
    options.tables = tables;
    LusResult *result = NULL;
    LusStatus status = lus_review(program, &options, &result);
    if (result) lus_result_close(result);
    return status;
}

static void answer(Lustrum *lus, char *line)
{
    char *part[MOST_PARTS], *rest = line;
    size_t count = 0;
    while (count < MOST_PARTS && (part[count] = strsep(&rest, "\t")) != NULL) count++;
    if (count < 2) return;
    LusProgram *program = NULL;
    int year = atoi(part[1]);
    LusStatus status = lus_compile_file(lus, part[0], year, &program);
    if (!program || count < 4)
        printf("compiled %d\n", (int)status);
    else
        printf("reviewed %d\n", (int)review(program, part, count, year));
    fflush(stdout);
    if (program) lus_program_close(program);
}

int main(void)
{
    LusSettings settings = { .on_diag = say };
    Lustrum *lus = lus_open(&settings);
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    while (lus && (length = getline(&line, &room, stdin)) > 0) {
        if (line[length - 1] == '\n') line[length - 1] = '\0';
        answer(lus, line);
    }
    free(line);
    lus_close(lus);
    return lus ? 0 : 2;
}
