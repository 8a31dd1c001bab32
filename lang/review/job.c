/* job.c -- see job.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "review/job.h"
#include "result/account.h"
#include <errno.h>

bool job_tool(Arena *arena, Diags *diags, Str *sha256)
{
    int error = sha256_file(arena, "/proc/self/exe", sha256);
    if (!error) return true;
    *sha256 = STR_EMPTY;
    if (error == ENOENT) return true;
    const char *words = strerrordesc_np(error);
    Str what = str_of(words ? words : "unknown error");
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

static RuleFile *rule_files(const Work *work, size_t *count)
{
    Arena *arena = &work->call->arena;
    const Sources *sources = work->sources;
    RuleFile *rules = NEW_ARRAY(arena, RuleFile, sources->count + 1);
    for (uint32_t i = 0; i < sources->count; i++)
        rules[i] = (RuleFile){ .name = module_file_name(sources, i),
                               .copy = module_copy_name(arena, sources, i),
                               .text = sources->items[i].text };
    *count = sources->count;
    return rules;
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

bool job_fill(Work *work, Arena *arena, ResultJob *job)
{
    *job = (ResultJob){ .run = work->run,
                        .ledger = &work->tables.ledger,
                        .version = STR(LUS_VERSION),
                        .exact = work->options->exact != 0,
                        .spreadsheet = work->options->spreadsheet_copy != 0,
                        .arena = arena };
    work->tables.ledger.vintage = str_of(work->options->vintage);
    job->rules = rule_files(work, &job->rule_count);
    job->tables = given_tables(work, &job->table_count);
    return job_tool(&work->call->arena, &work->call->diags, &job->tool_sha256);
}
