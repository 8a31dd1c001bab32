/* archive.c -- see archive.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/archive.h"
#include "command/show.h"
#include <sys/stat.h>

LusStatus command_verify(Lustrum *lus, const Asked *asked)
{
    LusResult *result;
    struct stat info;
    bool file = stat(asked->operands[0], &info) == 0 && !S_ISDIR(info.st_mode);
    LusStatus status = (file ? lus_verify_seal : lus_verify_result)(
        lus, asked->operands[0], asked->given[OPTION_JSON], &result);
    if (result) command_show(asked, result);
    return status;
}

LusStatus command_replay(Lustrum *lus, const Asked *asked)
{
    LusResult *result;
    LusTable tables[TABLES_MOST];
    LusOptions options = command_options(asked, tables);
    LusStatus status = lus_replay(lus, asked->operands[0], &options, &result);
    if (result) command_show(asked, result);
    return status;
}

LusStatus command_compare(Lustrum *lus, const Asked *asked)
{
    LusResult *result;
    LusComparison comparison = { .before = asked->operands[0],
                                 .after = asked->operands[1],
                                 .data_before = asked->value[OPTION_BEFORE],
                                 .data_after = asked->value[OPTION_AFTER],
                                 .json = asked->given[OPTION_JSON],
                                 .html = asked->given[OPTION_HTML],
                                 .threads = asked->threads };
    LusStatus status = lus_compare(lus, &comparison, &result);
    if (result) command_show(asked, result);
    return status;
}

LusStatus command_bundle(Lustrum *lus, const Asked *asked)
{
    LusResult *result;
    LusTable tables[TABLES_MOST];
    LusOptions options = command_options(asked, tables);
    if (!options.out_dir) {
        fputs(
            "lustrum: a bundle needs a name\nExample: lustrum bundle 100001 results --data england "
            "--out appeal_100001\n",
            stderr);
        return LUS_CANNOT;
    }
    LusBundle bundle = { .results = asked->operands[1],
                         .key = asked->operands[0],
                         .level = asked->value[OPTION_LEVEL],
                         .data_dir = options.data_dir,
                         .tables = tables,
                         .table_count = options.table_count,
                         .use_reference = options.use_reference,
                         .out_dir = options.out_dir,
                         .personal = asked->given[OPTION_PERSONAL],
                         .json = options.json };
    LusStatus status = lus_bundle(lus, &bundle, &result);
    if (result) command_show(asked, result);
    return status;
}
