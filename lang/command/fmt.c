/* fmt.c -- see fmt.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/fmt.h"
#include "command/replace.h"
#include "command/show.h"
#include <string.h>

static LusStatus fmt_input(Lustrum *lus, const Asked *asked)
{
    bool diff = asked->given[OPTION_DIFF], check = asked->given[OPTION_CHECK];
    LusResult *result;
    LusStatus status =
        lus_format(lus, "-", NULL, 0, diff ? LUS_FORMAT_DIFF : LUS_FORMAT_TEXT, &result);
    if (status == LUS_CANNOT) return status;
    size_t size;
    const char *out = lus_text(result, &size);
    if (!check || diff) fwrite(out, 1, size, stdout);
    lus_result_close(result);
    return check || diff ? status : LUS_OK;
}

static LusStatus fmt_file(Lustrum *lus, const Asked *asked, const char *path)
{
    bool diff = asked->given[OPTION_DIFF], check = asked->given[OPTION_CHECK];
    LusResult *result;
    LusStatus status =
        lus_format(lus, path, NULL, 0, diff ? LUS_FORMAT_DIFF : LUS_FORMAT_TEXT, &result);
    if (status == LUS_CANNOT) return status;
    size_t length;
    const char *text = lus_text(result, &length);
    bool other = status == LUS_FOUND;
    if (other && !check && !diff) status = replace_file(path, text, length);
    if (diff)
        fwrite(text, 1, length, stdout);
    else if (other && status != LUS_CANNOT && !asked->given[OPTION_QUIET]) {
        command_name(stdout, path);
        puts(check ? ": not laid out" : ": laid out");
    }
    lus_result_close(result);
    return status;
}

LusStatus command_fmt(Lustrum *lus, const Asked *asked)
{
    LusStatus worst = LUS_OK;
    for (int i = 0; i < asked->operand_count; i++) {
        const char *path = asked->operands[i];
        LusStatus status =
            strcmp(path, "-") == 0 ? fmt_input(lus, asked) : fmt_file(lus, asked, path);
        if (status > worst) worst = status;
    }
    return worst;
}
