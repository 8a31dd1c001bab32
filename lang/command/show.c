/* show.c -- see show.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/show.h"
#include "command/progress.h"
#include <stdlib.h>

void command_show(const Asked *asked, LusResult *result)
{
    size_t length;
    progress_end(asked->progress);
    const char *text = lus_text(result, &length);
    if (!asked->given[OPTION_QUIET]) fwrite(text, 1, length, stdout);
    fputs(lus_profile(result), stderr);
    lus_result_close(result);
}

void command_name(FILE *out, const char *name)
{
    for (const char *c = name; *c; c++) {
        unsigned char byte = (unsigned char)*c;
        if (byte < 0x20 || byte == 0x7F)
            fprintf(out, "\\x%02X", byte);
        else
            fputc(byte, out);
    }
}

const char *command_spill_dir(void)
{
    const char *dir = getenv("TMPDIR");
    return dir && dir[0] ? dir : NULL;
}

LusOptions command_options(const Asked *asked, LusTable tables[TABLES_MOST])
{
    for (size_t t = 0; t < asked->table_count; t++)
        tables[t] = (LusTable){ asked->records[t], asked->paths[t] };
    return (LusOptions){ .data_dir = asked->value[OPTION_DATA],
                         .out_dir = asked->value[OPTION_OUT],
                         .year = asked->year,
                         .tables = tables,
                         .table_count = asked->table_count,
                         .json = asked->given[OPTION_JSON],
                         .exact = asked->given[OPTION_EXACT],
                         .spreadsheet_copy = asked->given[OPTION_SPREADSHEET],
                         .vintage = asked->value[OPTION_VINTAGE],
                         .use_reference = asked->value[OPTION_USE_REFERENCE],
                         .compare_reference = asked->value[OPTION_COMPARE_REFERENCE],
                         .beside = asked->value[OPTION_BESIDE],
                         .pack = asked->value[OPTION_PACK],
                         .verify_pack = asked->given[OPTION_VERIFY_PACK],
                         .keys = asked->value[OPTION_KEYS],
                         .profile = asked->given[OPTION_PROFILE],
                         .max_memory = asked->max_memory,
                         .spill_dir = command_spill_dir(),
                         .spill = asked->given[OPTION_SPILL],
                         .threads = asked->threads,
                         .batch = asked->batch,
                         .lane = asked->lane };
}
