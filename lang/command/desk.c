/* desk.c -- see desk.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/desk.h"
#include "command/show.h"
#include "command/replace.h"
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

LusStatus command_lint(Lustrum *lus, const Asked *asked)
{
    LusStatus worst = LUS_OK;
    for (int i = 0; i < asked->operand_count; i++) {
        LusResult *result;
        LusStatus status = lus_lint_file(lus, asked->operands[i], asked->value[OPTION_OF],
                                         asked->given[OPTION_JSON], &result);
        if (result) command_show(asked, result);
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
    if (result) command_show(asked, result);
    return status;
}

LusStatus command_screen(Lustrum *lus, const Asked *asked)
{
    LusScreen form = asked->given[OPTION_DRAFT]  ? LUS_SCREEN_DRAFT
                     : asked->given[OPTION_JSON] ? LUS_SCREEN_JSON
                                                 : LUS_SCREEN_TEXT;
    LusResult *result;
    LusStatus status = lus_screen(lus, (const char *const *)asked->operands,
                                  (size_t)asked->operand_count, form, &result);
    if (result) command_show(asked, result);
    return status;
}

/* Where a document goes: into a folder under the name of its rules, else where it says.  A path
 * that ends in / is a folder, which is made where it is not there; that it could not be is seen
 * when the file is written. */
static bool place_of(const char *out, const char *rules, const char *ending, char path[PATH_MAX])
{
    struct stat info;
    size_t end = strlen(out);
    bool folder = end > 1 && out[end - 1] == '/';
    if (folder) mkdir(out, 0700);
    if (!folder && (stat(out, &info) != 0 || !S_ISDIR(info.st_mode)))
        return snprintf(path, PATH_MAX, "%s", out) < PATH_MAX;
    const char *slash = strrchr(rules, '/'), *name = slash ? slash + 1 : rules;
    const char *dot = strrchr(name, '.');
    int length = dot && dot != name ? (int)(dot - name) : (int)strlen(name);
    return snprintf(path, PATH_MAX, "%s%s%.*s%s", out, folder ? "" : "/", length, name, ending) <
           PATH_MAX;
}

static LusStatus write_doc(const Asked *asked, const LusResult *result, const char *ending)
{
    char path[PATH_MAX];
    size_t length;
    const char *text = lus_text(result, &length);
    if (!place_of(asked->value[OPTION_OUT], asked->operands[0], ending, path)) {
        fputs("error[L0726]: the path of the document is too long\n", stderr);
        return LUS_CANNOT;
    }
    const char *begins = strcmp(ending, ".html") == 0   ? "<!DOCTYPE html>"
                         : strcmp(ending, ".json") == 0 ? "{"
                                                        : "# ";
    LusStatus status = replace_output(path, begins, text, length);
    if (status == LUS_OK && !asked->given[OPTION_QUIET]) {
        command_name(stdout, path);
        fputs("\n", stdout);
    }
    return status;
}

LusStatus command_doc(Lustrum *lus, const Asked *asked)
{
    bool json = asked->given[OPTION_JSON], html = asked->given[OPTION_HTML] && !json;
    LusResult *result;
    LusStatus status = lus_doc(lus, asked->operands[0],
                               json   ? LUS_DOC_JSON
                               : html ? LUS_DOC_HTML
                                      : LUS_DOC_MARKDOWN,
                               &result);
    if (!result) return status;
    if (!asked->given[OPTION_OUT]) {
        command_show(asked, result);
        return status;
    }
    status = write_doc(asked, result, json ? ".json" : html ? ".html" : ".md");
    lus_result_close(result);
    return status;
}
