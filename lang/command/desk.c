/* desk.c -- see desk.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/desk.h"

static void show(const Asked *asked, LusResult *result)
{
    size_t length;
    const char *text = lus_text(result, &length);
    if (!asked->given[OPTION_QUIET]) fwrite(text, 1, length, stdout);
    lus_result_close(result);
}

LusStatus command_lint(Lustrum *lus, const Asked *asked)
{
    LusStatus worst = LUS_OK;
    for (int i = 0; i < asked->operand_count; i++) {
        LusResult *result;
        LusStatus status = lus_lint_file(lus, asked->operands[i], asked->given[OPTION_STANDARD],
                                         asked->given[OPTION_JSON], &result);
        if (result) show(asked, result);
        if (status > worst) worst = status;
    }
    return worst;
}

LusStatus command_needs(Lustrum *lus, const Asked *asked)
{
    LusNeeds form = asked->given[OPTION_JSON]  ? LUS_NEEDS_JSON
                    : asked->given[OPTION_CSV] ? LUS_NEEDS_CSV
                                               : LUS_NEEDS_TEXT;
    LusResult *result;
    LusStatus status = lus_needs(lus, asked->operands[0], asked->year, form, &result);
    if (result) show(asked, result);
    return status;
}
