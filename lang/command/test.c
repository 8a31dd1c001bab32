/* test.c -- see test.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/test.h"
#include "command/replace.h"
#include <stdlib.h>
#include <string.h>

static LusTest how_of(const Asked *asked)
{
    return (LusTest){ .year = asked->year,
                      .only = asked->value[OPTION_ONLY],
                      .json = asked->given[OPTION_JSON],
                      .coverage = asked->given[OPTION_COVERAGE],
                      .mutate = asked->given[OPTION_MUTATE],
                      .module = asked->value[OPTION_OF],
                      .accepted = asked->value[OPTION_ACCEPTED],
                      .threads = asked->threads };
}

static void print(const Asked *asked, const LusResult *result)
{
    size_t length;
    const char *text = lus_text(result, &length);
    if (!asked->given[OPTION_QUIET]) fwrite(text, 1, length, stdout);
}

/* ---- --accept ---- */

/* Shows what changes, then writes it: 0 when every expectation is what came out. */
static LusStatus accept_file(Lustrum *lus, const Asked *asked, const char *path)
{
    LusTest how = how_of(asked);
    LusResult *difference, *text;
    LusStatus status = lus_accept(lus, path, &how, &difference, &text);
    if (difference) print(asked, difference);
    if (text && !asked->given[OPTION_DIFF]) {
        size_t length;
        const char *fresh = lus_text(text, &length);
        if (length && replace_file(path, fresh, length) != LUS_OK) status = LUS_CANNOT;
    }
    if (difference) lus_result_close(difference);
    if (text) lus_result_close(text);
    return status;
}

/* ---- --junit ---- */

/* What is written to the document, of several files. */
typedef struct Document {
    char *text;
    size_t length;
    FILE *file; /* that grows in memory */
} Document;

static const char HEAD[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
static const char FOOT[] = "</testsuites>\n";

static void junit_file(Lustrum *lus, const Asked *asked, const char *path, Document *document,
                       LusStatus *worst)
{
    LusTest how = how_of(asked);
    LusResult *result = NULL;
    how.json = 0;
    how.junit = 1;
    LusStatus status = lus_test_file(lus, path, &how, &result);
    if (result) {
        size_t length;
        const char *suite = lus_text(result, &length);
        fwrite(suite, 1, length, document->file);
        lus_result_close(result);
    }
    if (status > *worst) *worst = status;
}

/* What could not be run was told of before, and tells of itself. */
static LusStatus no_memory(LusStatus worst)
{
    if (worst != LUS_CANNOT) fputs("error[L0601]: there was not enough memory\n", stderr);
    return LUS_CANNOT;
}

static LusStatus write_junit(Lustrum *lus, const Asked *asked)
{
    const char *path = asked->value[OPTION_JUNIT];
    Document document = { .text = NULL };
    LusStatus worst = LUS_OK;
    document.file = open_memstream(&document.text, &document.length);
    if (!document.file) return no_memory(worst);
    fputs(HEAD, document.file);
    for (int i = 0; i < asked->operand_count; i++)
        junit_file(lus, asked, asked->operands[i], &document, &worst);
    fputs(FOOT, document.file);
    bool lacks = ferror(document.file) != 0;
    if (fclose(document.file) != 0 || lacks || !document.text)
        worst = no_memory(worst);
    else if (strcmp(path, "-") == 0)
        fwrite(document.text, 1, document.length, stdout);
    else if (worst != LUS_CANNOT && /* whole or not at all */
             replace_output(path, "<?xml", document.text, document.length) != LUS_OK)
        worst = LUS_CANNOT;
    free(document.text);
    return worst;
}

/* ---- all of it ---- */

static LusStatus test_file(Lustrum *lus, const Asked *asked, const char *path)
{
    LusTest how = how_of(asked);
    LusResult *result = NULL;
    if (asked->given[OPTION_ACCEPT]) return accept_file(lus, asked, path);
    LusStatus status = lus_test_file(lus, path, &how, &result);
    if (!result) return status;
    print(asked, result);
    lus_result_close(result);
    return status;
}

LusStatus command_test(Lustrum *lus, const Asked *asked)
{
    LusStatus worst = LUS_OK;
    bool junit = asked->given[OPTION_JUNIT];
    bool only_junit = junit && strcmp(asked->value[OPTION_JUNIT], "-") == 0;
    for (int i = 0; i < asked->operand_count && !only_junit; i++) {
        LusStatus status = test_file(lus, asked, asked->operands[i]);
        if (status > worst) worst = status;
    }
    if (!junit || (worst == LUS_CANNOT && !only_junit)) return worst;
    LusStatus status = write_junit(lus, asked);
    return status > worst ? status : worst;
}
