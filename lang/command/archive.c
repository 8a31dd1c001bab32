/* archive.c -- see archive.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/archive.h"
#include "command/show.h"

LusStatus command_verify(Lustrum *lus, const Asked *asked)
{
    LusResult *result;
    LusStatus status =
        lus_verify_result(lus, asked->operands[0], asked->given[OPTION_JSON], &result);
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
