/* archive.c -- see archive.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/archive.h"
#include "command/show.h"
#include <string.h>
#include <sys/stat.h>

/* Whether a file begins as references do, or has the name of a table. */
static bool is_reference(const char *path)
{
    static const char heading[] = "what,name,figure,group,value,reason";
    char first[sizeof heading] = { 0 };
    size_t len = strlen(path);
    if (len > 4 && strcmp(path + len - 4, ".csv") == 0) return true;
    FILE *file = fopen(path, "re");
    if (!file) return false;
    bool same = fread(first, 1, sizeof heading - 1, file) == sizeof heading - 1 &&
                memcmp(first, heading, sizeof heading - 1) == 0;
    fclose(file);
    return same;
}

LusStatus command_verify(Lustrum *lus, const Asked *asked)
{
    LusResult *result;
    struct stat info;
    const char *path = asked->operands[0], *keys = asked->value[OPTION_KEYS];
    int json = asked->given[OPTION_JSON];
    bool there = stat(path, &info) == 0;
    LusStatus status;
    if (!there || S_ISDIR(info.st_mode))
        status = lus_verify_result(lus, path, keys, json, &result);
    else if (S_ISREG(info.st_mode) && is_reference(path))
        status = lus_verify_reference(lus, path, keys, json, &result);
    else
        status = lus_verify_seal(lus, path, json, &result);
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
                                 .keys = asked->value[OPTION_KEYS],
                                 .json = asked->given[OPTION_JSON],
                                 .html = asked->given[OPTION_HTML],
                                 .threads = asked->threads };
    LusStatus status = lus_compare(lus, &comparison, &result);
    if (result) command_show(asked, result);
    return status;
}

/* Whether a word can be typed as it stands. */
static bool is_word(const char *text)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./,:+";
    return text[0] && text[0] != '-' && strspn(text, plain) == strlen(text);
}

/* A bundle has no other place to go: the command is shown with what was typed. */
static LusStatus no_out(const Asked *asked, const LusOptions *options)
{
    const char *key = asked->operands[0], *results = asked->operands[1];
    const char *data = options->data_dir ? options->data_dir : "DIR";
    fputs("lustrum: the bundle needs --out BUNDLE, a new folder that it is put together in\n",
          stderr);
    if (is_word(key) && is_word(results) && is_word(data) && !strchr(key, '/'))
        fprintf(stderr, "Example: lustrum bundle %s %s --data %s --out appeal_%s\n", key, results,
                data, key);
    else
        fputs("Example: lustrum bundle 100001 results --data england --out appeal_100001\n",
              stderr);
    return LUS_CANNOT;
}

LusStatus command_bundle(Lustrum *lus, const Asked *asked)
{
    LusResult *result;
    LusTable tables[TABLES_MOST];
    LusOptions options = command_options(asked, tables);
    if (!options.out_dir) return no_out(asked, &options);
    LusBundle bundle = { .results = asked->operands[1],
                         .key = asked->operands[0],
                         .level = asked->value[OPTION_LEVEL],
                         .data_dir = options.data_dir,
                         .tables = tables,
                         .table_count = options.table_count,
                         .use_reference = options.use_reference,
                         .keys = options.keys,
                         .out_dir = options.out_dir,
                         .personal = asked->given[OPTION_PERSONAL],
                         .json = options.json };
    LusStatus status = lus_bundle(lus, &bundle, &result);
    if (result) command_show(asked, result);
    return status;
}
