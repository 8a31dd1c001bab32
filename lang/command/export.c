/* export.c -- see export.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/export.h"
#include "command/replace.h"
#include "command/show.h"
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is written: a form, where to, and how such files begin. */
typedef struct Target {
    LusExportForm form;
    char path[PATH_MAX];
    const char *begins;
    bool there; /* before this run */
} Target;

enum { TARGETS = 4 };

static bool add(Target *targets, int *count, LusExportForm form, const char *begins,
                const char *folder, const char *name)
{
    Target *target = &targets[(*count)++];
    size_t end = strlen(folder);
    bool slash = end && folder[end - 1] != '/' && name[0];
    int wrote = snprintf(target->path, PATH_MAX, "%s%s%s", folder, slash ? "/" : "", name);
    target->form = form;
    target->begins = begins;
    return wrote > 0 && wrote < PATH_MAX;
}

/* The files that were asked for; false where a path is too long. */
static bool choose(const Asked *asked, Target *targets, int *count)
{
    const char *sqlite = asked->value[OPTION_SQLITE], *xlsx = asked->value[OPTION_XLSX];
    const char *ees = asked->value[OPTION_EES];
    bool fine = true;
    if (sqlite) fine &= add(targets, count, LUS_EXPORT_SQLITE, "SQLite format 3", sqlite, "");
    if (xlsx) fine &= add(targets, count, LUS_EXPORT_XLSX, "PK\3\4", xlsx, "");
    if (ees) fine &= add(targets, count, LUS_EXPORT_EES, "time_period,", ees, "data.csv");
    if (ees) fine &= add(targets, count, LUS_EXPORT_EES_META, "col_name,", ees, "data.meta.csv");
    return fine;
}

static void tell(const Asked *asked, const Target *targets, int count)
{
    if (asked->given[OPTION_QUIET]) return;
    if (asked->given[OPTION_JSON])
        fputs("{\n  \"schema\": \"lustrum/export@1\",\n  \"files\": [", stdout);
    for (int i = 0; i < count; i++) {
        if (asked->given[OPTION_JSON]) fprintf(stdout, "%s\n    \"", i ? "," : "");
        for (const char *c = targets[i].path; asked->given[OPTION_JSON] && *c; c++) {
            if (*c == '"' || *c == '\\')
                fprintf(stdout, "\\%c", *c);
            else if ((unsigned char)*c < 0x20)
                fprintf(stdout, "\\u%04x", (unsigned)*c);
            else
                fputc(*c, stdout);
        }
        if (asked->given[OPTION_JSON]) {
            fputc('"', stdout);
            continue;
        }
        command_name(stdout, targets[i].path);
        fputc('\n', stdout);
    }
    if (asked->given[OPTION_JSON]) fputs("\n  ]\n}\n", stdout);
}

/* Each file whole; where one cannot be written, what is new goes again. */
static LusStatus put_all(const char *folder, Target *targets, int count, LusResult **results)
{
    LusStatus status = LUS_OK;
    int put = 0;
    bool made = folder && mkdir(folder, 0700) == 0;
    for (; put < count && status == LUS_OK; put++) {
        Target *target = &targets[put];
        size_t length;
        const char *text = lus_text(results[put], &length);
        target->there = access(target->path, F_OK) == 0;
        status = replace_output(target->path, target->begins, text, length);
    }
    for (int i = 0; status != LUS_OK && i + 1 < put; i++)
        if (!targets[i].there) unlink(targets[i].path);
    if (status != LUS_OK && made) rmdir(folder);
    return status;
}

LusStatus command_export(Lustrum *lus, const Asked *asked)
{
    Target targets[TARGETS];
    LusResult *results[TARGETS] = { NULL };
    int count = 0;
    if (!choose(asked, targets, &count)) {
        fputs("error[L0726]: the path of what is written is too long\n", stderr);
        return LUS_CANNOT;
    }
    if (!count) {
        fputs(
            "lustrum export: say what is to be written: --sqlite FILE, --xlsx FILE or --ees DIR\n",
            stderr);
        return LUS_CANNOT;
    }
    LusExport export = { .results = asked->operands[0],
                         .keys = asked->value[OPTION_KEYS],
                         .country = asked->value[OPTION_COUNTRY],
                         .spreadsheet_copy = asked->given[OPTION_SPREADSHEET] };
    LusStatus status = LUS_OK;
    for (int i = 0; i < count && status == LUS_OK; i++) { /* all of them, before any is written */
        export.form = targets[i].form;
        status = lus_export(lus, &export, &results[i]);
    }
    if (status == LUS_OK) status = put_all(asked->value[OPTION_EES], targets, count, results);
    for (int i = 0; i < count; i++) lus_result_close(results[i]);
    if (status == LUS_OK) tell(asked, targets, count);
    return status;
}
