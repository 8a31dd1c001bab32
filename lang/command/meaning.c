/* meaning.c -- see meaning.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/meaning.h"
#include "command/show.h"
#include <string.h>

enum { GIT_OPERANDS = 7 };

static LusStatus print(const Asked *asked, LusStatus status, LusResult *result)
{
    if (result) command_show(asked, result);
    return status;
}

LusStatus command_canonical(Lustrum *lus, const Asked *asked)
{
    LusCanonical form = asked->given[OPTION_JSON]      ? LUS_CANONICAL_JSON
                        : asked->given[OPTION_HASHES]  ? LUS_CANONICAL_HASHES
                        : asked->given[OPTION_WORDING] ? LUS_CANONICAL_WORDING
                                                       : LUS_CANONICAL_MEANING;
    LusResult *result = NULL;
    LusStatus status = lus_canonical(lus, asked->operands[0], form, &result);
    return print(asked, status, result);
}

/* git's drivers must end with 0, or git shows no further file; what differs is printed under the
 * path.  A file that is new or gone is /dev/null on its side. */
static LusStatus git_driver(Lustrum *lus, const Asked *asked)
{
    char **operands = asked->operands;
    const char *old = operands[1], *new = operands[4];
    printf("lustrum diff %s\n", operands[0]);
    if (strcmp(old, "/dev/null") == 0 || strcmp(new, "/dev/null") == 0) {
        printf("the file is %s\n", strcmp(old, "/dev/null") == 0 ? "new" : "no longer there");
        return LUS_OK;
    }
    LusResult *result = NULL;
    LusStatus status = lus_diff(lus, old, new, LUS_DIFF_TEXT, &result);
    status = print(asked, status, result);
    if (status == LUS_CANNOT) fputs("the two could not be compared by what they mean\n", stdout);
    return LUS_OK;
}

LusStatus command_diff(Lustrum *lus, const Asked *asked)
{
    if (asked->operand_count == GIT_OPERANDS) return git_driver(lus, asked);
    if (asked->operand_count != 2) {
        fputs("lustrum: diff compares two files\nHelp:  lustrum help diff\n", stderr);
        return LUS_CANNOT;
    }
    LusDiffForm form = asked->given[OPTION_JSON]   ? LUS_DIFF_JSON
                       : asked->given[OPTION_HTML] ? LUS_DIFF_HTML
                                                   : LUS_DIFF_TEXT;
    LusResult *result = NULL;
    LusStatus status = lus_diff(lus, asked->operands[0], asked->operands[1], form, &result);
    return print(asked, status, result);
}

LusStatus command_impact(Lustrum *lus, const Asked *asked)
{
    LusTable tables[TABLES_MOST];
    LusOptions options = command_options(asked, tables);
    LusDiffForm form = asked->given[OPTION_JSON]   ? LUS_DIFF_JSON
                       : asked->given[OPTION_HTML] ? LUS_DIFF_HTML
                                                   : LUS_DIFF_TEXT;
    LusResult *result = NULL;
    LusStatus status =
        lus_impact(lus, asked->operands[0], asked->operands[1], &options, form, &result);
    return print(asked, status, result);
}
