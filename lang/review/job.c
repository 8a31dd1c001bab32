/* job.c -- see job.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "review/job.h"
#include "archive/beside.h"
#include "meaning/meaning.h"
#include "file.h"
#include "result/account.h"
#include "term/gate.h"
#include <errno.h>

/* The program that runs, hashed while its rules do. */
struct JobTool {
    unsigned char buffer[1 << 16];
    char digits[SHA256_DIGITS + 1];
    int error;
};

static void hash_tool(void *arg, unsigned worker)
{
    (void)worker;
    JobTool *tool = arg;
    tool->error = sha256_read("/proc/self/exe", tool->buffer, sizeof tool->buffer, tool->digits);
}

JobTool *job_tool_begin(Arena *arena, Pool *pool)
{
    JobTool *tool = NEW(arena, JobTool);
    return pool_begin(pool, hash_tool, tool) ? tool : NULL;
}

/* Its hash; empty where the system does not show programs their files.  False after a message. */
static bool job_tool(Work *work, Str *sha256)
{
    Arena *arena = &work->call->arena;
    Diags *diags = &work->call->diags;
    JobTool *tool = work->tool;
    if (tool)
        pool_wait(work->pool);
    else
        hash_tool(tool = NEW(arena, JobTool), 0);
    int error = tool->error;
    *sha256 = (Str){ tool->digits, SHA256_DIGITS };
    if (!error) return true;
    *sha256 = STR_EMPTY;
    if (error == ENOENT) return true;
    Str what = file_error(error);
    diag_add(diags, D_TOOL_UNREADABLE, &what, 1);
    return false;
}

bool job_vintage(Work *work)
{
    static const char *const vintages[] = { "provisional", "revised", "final" };
    const char *asked = work->options->vintage;
    if (!asked) return true;
    for (size_t i = 0; i < COUNT_OF(vintages); i++)
        if (strcmp(asked, vintages[i]) == 0) return true;
    Str shown = str_printable(&work->call->arena, str_of(asked), 40);
    diag_add(&work->call->diags, D_VINTAGE, &shown, 1);
    return false;
}

/* The rule files of a program that was compiled, with what they mean. */
static bool rule_files(const Work *work, ResultJob *job)
{
    Arena *arena = &work->call->arena;
    LusProgram *program = work->again ? work->again : work->framework;
    Sources *sources = &program->sources;
    RuleFile *rules = NEW_ARRAY(arena, RuleFile, sources->count + 1);
    Meaning meaning;
    if (!meaning_of_checked(arena, sources, 0, &work->call->diags, &meaning)) return false;
    for (uint32_t i = 0; i < sources->count; i++)
        rules[i] = (RuleFile){ .name = module_file_name(sources, i),
                               .copy = module_copy_name(arena, sources, i),
                               .text = sources->items[i].text };
    for (size_t i = 0; i < meaning.file_count; i++) {
        RuleFile *rule = &rules[meaning.files[i].file];
        rule->meaning_sha256 = meaning.files[i].meaning_sha256;
        rule->wording_sha256 = meaning.files[i].wording_sha256;
    }
    job->hashes =
        (RuleHashes){ meaning.meaning_sha256, meaning.wording_sha256, meaning.bytes_sha256 };
    job->rules = rules;
    job->rule_count = sources->count;
    return true;
}

/* In the order of the records, each once. */
static GivenTable *given_tables(const Work *work, size_t *count)
{
    const Program *program = work->program;
    GivenTable *tables = NEW_ARRAY(&work->call->arena, GivenTable, program->schema_count + 1);
    *count = 0;
    for (uint32_t r = 0; r < program->schema_count; r++)
        if (work->paths[r].len)
            tables[(*count)++] =
                (GivenTable){ program->schemas[r].name, file_name(work->paths[r]) };
    return tables;
}

/* What was published before, where the options name it. */
static bool earlier_tables(Work *work, ResultJob *job)
{
    const char *path = work->options->beside;
    Call *call = work->call;
    if (!path) return true;
    if (!work->program->publish) return call_told(call, D_BESIDE_UNASKED, str_of(path), STR_EMPTY);
    work->earlier = NEW(&call->arena, Kept);
    job->earlier = beside_read(work->earlier, call, path, work->year, job->hashes.meaning_sha256);
    return job->earlier;
}

bool job_fill(Work *work, Arena *arena, ResultJob *job)
{
    *job = (ResultJob){ .run = work->run,
                        .ledger = &work->tables.ledger,
                        .pace = work->pace,
                        .pool = work->pool,
                        .version = STR(LUS_VERSION),
                        .exact = work->options->exact != 0,
                        .spreadsheet = work->options->spreadsheet_copy != 0,
                        .arena = arena };
    work->tables.ledger.vintage = str_of(work->options->vintage);
    if (!rule_files(work, job) || !earlier_tables(work, job)) return false;
    if (work->gate && work->gate->sealed) {
        job->log = work->gate->log;
        job->log_name = seal_path(arena, job->rules[0].copy);
    }
    job->tables = given_tables(work, &job->table_count);
    return job_tool(work, &job->tool_sha256);
}

LusStatus result_status(ResultFault fault)
{
    switch (fault) {
    case RESULT_SYSTEM: return LUS_CANNOT;
    case RESULT_DATA: return LUS_REFUSED;
    case RESULT_DISCLOSURE: return LUS_SEAL;
    }
    return LUS_CANNOT;
}
