/* main.c -- the command: a thin shell over lustrum.h.  Results go to stdout, messages to stderr,
 * and there is one way out, which makes sure that what was printed has arrived.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/archive.h"
#include "command/command.h"
#include "command/desk.h"
#include "command/export.h"
#include "command/fmt.h"
#include "command/harden.h"
#include "command/reference.h"
#include "command/report.h"
#include "command/show.h"
#include "command/term.h"
#include "command/test.h"
#include "command/why.h"
#include "command/meaning.h"
#include "command/pack.h"
#include "command/progress.h"
#include "lustrum.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void to_stderr(void *user, const char *text, size_t length)
{
    progress_message(user, text, length);
}

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value && value[0];
}

static bool wants_colour(const Asked *asked)
{
    const char *when = asked->given[OPTION_COLOUR] ? asked->value[OPTION_COLOUR] : "auto";
    if (strcmp(when, "always") == 0) return true;
    if (strcmp(when, "never") == 0 || is_set("NO_COLOR") || !isatty(STDERR_FILENO)) return false;
    const char *term = getenv("TERM");
    return term && strcmp(term, "dumb") != 0;
}

/* Whether the terminal says that it shows UTF-8, by the variables that decide it, in their order.
 */
static bool is_utf8(void)
{
    static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!is_set(names[i])) continue;
        const char *value = getenv(names[i]);
        return strstr(value, "UTF-8") || strstr(value, "utf8") || strstr(value, "UTF8") ||
               strstr(value, "utf-8");
    }
    return false;
}

/* ---- commands ---- */

static LusStatus review(Lustrum *lus, const Asked *asked)
{
    LusTable tables[TABLES_MOST];
    LusOptions options = command_options(asked, tables);
    LusProgram *program;
    LusResult *result = NULL;
    LusStatus status = lus_compile_file(lus, asked->operands[0], asked->year, &program);
    if (status == LUS_OK) status = lus_review(program, &options, &result);
    if (status == LUS_OK) command_show(asked, result);
    return status;
}

typedef LusStatus FileJob(Lustrum *lus, const char *path, int year, int json, LusResult **out);

/* The same job for each file; the answer is the worst. */
static LusStatus each_file(Lustrum *lus, const Asked *asked, FileJob *job)
{
    LusStatus worst = LUS_OK;
    for (int i = 0; i < asked->operand_count; i++) {
        LusResult *result = NULL;
        LusStatus status =
            job(lus, asked->operands[i], asked->year, asked->given[OPTION_JSON], &result);
        if (result) command_show(asked, result);
        if (status > worst) worst = status;
    }
    return worst;
}

static LusStatus disassemble(Lustrum *lus, const Asked *asked)
{
    LusProgram *program;
    LusResult *result = NULL;
    LusStatus status = lus_compile_file(lus, asked->operands[0], asked->year, &program);
    if (status == LUS_OK) status = lus_disassemble(program, asked->given[OPTION_JSON], &result);
    if (result) command_show(asked, result);
    return status;
}

static LusStatus explain(Lustrum *lus, const Asked *asked)
{
    LusResult *result = NULL;
    LusStatus status = lus_explain(lus, asked->operands[0], asked->given[OPTION_JSON], &result);
    if (result && status != LUS_OK) {
        fputs(lus_text(result, NULL), stderr);
        lus_result_close(result);
    } else if (result) {
        command_show(asked, result);
    }
    return status;
}

static LusStatus begin_framework(Lustrum *lus, const Asked *asked)
{
    LusResult *result = NULL;
    LusStatus status = lus_new(lus, asked->operands[0], &result);
    if (result) command_show(asked, result);
    return status;
}

static LusStatus explain_figure(Lustrum *lus, const Asked *asked)
{
    LusResult *result;
    LusStatus status = command_why(lus, asked, asked->given[OPTION_ASCII] || !is_utf8(), &result);
    if (result) command_show(asked, result);
    return status;
}

static LusStatus help(const Asked *asked)
{
    CommandId command;
    bool one = asked->has_command && asked->operand_count == 1 && asked->command == COMMAND_HELP;
    if (one && !command_find(asked->operands[0], &command)) {
        command_unknown(stderr, asked->operands[0]);
        return LUS_CANNOT;
    }
    if (asked->given[OPTION_MAN])
        help_man(stdout);
    else if (asked->given[OPTION_COMPLETION])
        help_completion(stdout);
    else if (asked->given[OPTION_MARKDOWN])
        help_markdown(stdout);
    else if (asked->given[OPTION_JSON])
        help_json(stdout);
    else if (one)
        help_command(stdout, command);
    else if (asked->has_command && asked->command != COMMAND_HELP)
        help_command(stdout, asked->command);
    else
        help_all(stdout);
    return LUS_OK;
}

static LusStatus version(const Asked *asked)
{
    if (asked->given[OPTION_JSON])
        fputs("{\n  \"schema\": \"lustrum/version@1\",\n  \"version\": \"" LUS_VERSION "\"\n}\n",
              stdout);
    else
        fputs("lustrum " LUS_VERSION "\n", stdout);
    return LUS_OK;
}

static LusStatus run_command(Lustrum *lus, const Asked *asked)
{
    switch (asked->command) {
    case COMMAND_REVIEW: return review(lus, asked);
    case COMMAND_REFERENCE: return command_reference(lus, asked);
    case COMMAND_PACK: return command_pack(lus, asked);
    case COMMAND_CHECK: return each_file(lus, asked, lus_check_file);
    case COMMAND_TEST: return command_test(lus, asked);
    case COMMAND_NEW: return begin_framework(lus, asked);
    case COMMAND_FMT: return command_fmt(lus, asked);
    case COMMAND_LINT: return command_lint(lus, asked);
    case COMMAND_DOC: return command_doc(lus, asked);
    case COMMAND_NEEDS: return command_needs(lus, asked);
    case COMMAND_SCREEN: return command_screen(lus, asked);
    case COMMAND_WHY: return explain_figure(lus, asked);
    case COMMAND_CANONICAL: return command_canonical(lus, asked);
    case COMMAND_DIFF: return command_diff(lus, asked);
    case COMMAND_IMPACT: return command_impact(lus, asked);
    case COMMAND_VERIFY: return command_verify(lus, asked);
    case COMMAND_BUNDLE: return command_bundle(lus, asked);
    case COMMAND_EXPORT: return command_export(lus, asked);
    case COMMAND_REPORT: return command_report(lus, asked);
    case COMMAND_COMPARE: return command_compare(lus, asked);
    case COMMAND_REPLAY: return command_replay(lus, asked);
    case COMMAND_DISASSEMBLE: return disassemble(lus, asked);
    case COMMAND_SEAL: return command_seal(lus, asked);
    case COMMAND_EXPLAIN: return explain(lus, asked);
    case COMMAND_HELP:
    case COMMAND_COUNT: break;
    }
    return help(asked);
}

static LusStatus run(Asked *asked)
{
    if (asked->given[OPTION_VERSION]) return version(asked);
    if (asked->given[OPTION_HELP] || !asked->has_command || asked->command == COMMAND_HELP)
        return help(asked);
    char seen[SEEN_DIR];
    ProgressLine line = { .lus = NULL };
    LusSettings settings = { .user = &line,
                             .seen_dir = command_seen_dir(seen),
                             .on_text = to_stderr,
                             .form = asked->given[OPTION_JSON] ? LUS_JSON_LINES : LUS_FULL,
                             .colour = wants_colour(asked),
                             .ascii = asked->given[OPTION_ASCII] || !is_utf8() };
    Lustrum *lus = lus_open(&settings);
    if (!lus) {
        fputs("error[L0601]: there was not enough memory\n", stderr);
        return LUS_CANNOT;
    }
    progress_start(&line, asked, lus);
    LusStatus status = run_command(lus, asked);
    progress_end(&line);
    lus_close(lus);
    return status;
}

/* A full disk or a closed pipe shows only now: then nothing was done. */
static int finish(LusStatus status)
{
    bool failed = ferror(stdout) != 0;
    if (fclose(stdout) != 0) failed = true;
    if (!failed) return (int)status;
    fputs("error[L0726]: the results could not be printed\n", stderr);
    return LUS_CANNOT;
}

int main(int argc, char **argv)
{
    /* A reader that goes away, or a limit on file size, is an error to report, not a signal. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    harden_memory();
    Asked asked;
    if (!command_read(argc, argv, &asked, stderr)) return finish(LUS_CANNOT);
    bool signs = asked.has_command && asked.command == COMMAND_SEAL; /* by ssh-keygen, a program */
    if (!signs) harden_calls();
    return finish(run(&asked));
}
