/* reference.c -- see reference.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/reference.h"
#include "command/progress.h"
#include "command/replace.h"
#include "command/show.h"

LusStatus command_reference(Lustrum *lus, const Asked *asked)
{
    LusTable tables[TABLES_MOST];
    LusProgram *program;
    LusResult *file = NULL, *said = NULL;
    LusOptions own = command_options(asked, tables);
    own.out_dir = NULL;
    LusStatus status = lus_compile_file(lus, asked->operands[0], asked->year, &program);
    if (status == LUS_OK) status = lus_reference(program, &own, &file, &said);
    progress_end(asked->progress);
    if (!file) return status;
    size_t length;
    const char *text = lus_text(file, &length), *out = asked->value[OPTION_OUT];
    if (!out && asked->given[OPTION_JSON])
        fputs(lus_text(said, NULL), stdout);
    else if (!out)
        fwrite(text, 1, length, stdout);
    else if (replace_output(out, "what,name,figure,group", text, length) != LUS_OK)
        status = LUS_CANNOT;
    else if (!asked->given[OPTION_QUIET])
        fputs(lus_text(said, NULL), stdout);
    lus_result_close(file);
    lus_result_close(said);
    return status;
}
