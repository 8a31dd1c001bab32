/* term.c -- see term.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/term.h"
#include "command/show.h"
#include <stdlib.h>

const char *command_seen_dir(char path[SEEN_DIR])
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    int length = -1;
    if (state && state[0] == '/')
        length = snprintf(path, SEEN_DIR, "%s/lustrum/seals", state);
    else if (home && home[0] == '/')
        length = snprintf(path, SEEN_DIR, "%s/.local/state/lustrum/seals", home);
    return length > 0 && length < SEEN_DIR ? path : NULL;
}

LusStatus command_seal(Lustrum *lus, const Asked *asked)
{
    LusResult *result;
    LusSealing how = { .agreed_by = asked->value[OPTION_AGREED_BY],
                       .on = asked->value[OPTION_ON],
                       .keys = asked->value[OPTION_KEYS],
                       .threshold = asked->threshold,
                       .sign = asked->value[OPTION_SIGN],
                       .signature = asked->value[OPTION_SIGNATURE] };
    LusStatus status = lus_seal(lus, asked->operands[0], &how, asked->given[OPTION_JSON], &result);
    if (result) command_show(asked, result);
    return status;
}
