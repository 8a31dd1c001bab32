/* meaning.c -- see meaning.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/meaning.h"

static LusStatus print(const Asked *asked, LusStatus status, LusResult *result)
{
    size_t length;
    if (!result) return status;
    const char *text = lus_text(result, &length);
    if (!asked->given[OPTION_QUIET]) fwrite(text, 1, length, stdout);
    lus_result_close(result);
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
