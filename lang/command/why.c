/* why.c -- see why.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/why.h"
#include "command/show.h"

LusStatus command_why(Lustrum *lus, const Asked *asked, bool ascii, LusResult **out)
{
    *out = NULL;
    if (asked->operand_count % 2 == 0) {
        fputs("lustrum why: each KEY is followed by a MEASURE\n"
              "Type  lustrum help why\n",
              stderr);
        return LUS_CANNOT;
    }
    LusTable tables[TABLES_MOST];
    for (size_t t = 0; t < asked->table_count; t++)
        tables[t] = (LusTable){ asked->records[t], asked->paths[t] };
    LusOptions options = { .data_dir = asked->value[OPTION_DATA],
                           .use_reference = asked->value[OPTION_USE_REFERENCE],
                           .year = asked->year,
                           .tables = tables,
                           .table_count = asked->table_count,
                           .max_memory = asked->max_memory,
                           .spill_dir = command_spill_dir(),
                           .spill = asked->given[OPTION_SPILL],
                           .threads = asked->threads,
                           .batch = asked->batch,
                           .lane = asked->lane };
    LusWhy why = { .words = (const char *const *)asked->operands + 1,
                   .count = (size_t)asked->operand_count / 2,
                   .level = asked->value[OPTION_LEVEL],
                   .split = asked->value[OPTION_SPLIT],
                   .personal = asked->given[OPTION_PERSONAL],
                   .ascii = ascii,
                   .form = asked->given[OPTION_JSON]   ? LUS_WHY_JSON
                           : asked->given[OPTION_HTML] ? LUS_WHY_HTML
                                                       : LUS_WHY_TEXT };
    LusProgram *program;
    LusStatus status = lus_compile_file(lus, asked->operands[0], asked->year, &program);
    if (status == LUS_OK) status = lus_why(program, &options, &why, out);
    return status;
}
