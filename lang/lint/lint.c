/* lint.c -- see lint.h: the order of the rules, and what is told.
 * SPDX-License-Identifier: Apache-2.0 */
#include "lint/lint.h"
#include "facade.h"
#include "result/json.h"

bool lint_tells(const Lint *lint, uint32_t file)
{
    return lint->module.len ? file == lint->told : !module_is_standard(lint->sources, file);
}

LintFinding *lint_say(Lint *lint, RuleId rule, Span span, Str a, Str b)
{
    if (!lint_tells(lint, span.file)) return NULL;
    for (size_t i = 0; i < lint->count; i++) {
        const LintFinding *old = &lint->items[i];
        if (old->rule == rule && old->span.file == span.file && old->span.start == span.start)
            return NULL;
    }
    GROW(lint->arena, lint->items, lint->count, lint->cap);
    LintFinding *finding = &lint->items[lint->count++];
    *finding = (LintFinding){ .rule = rule, .span = span, .arg = { a, b } };
    return finding;
}

static void tell(Lint *lint)
{
    for (size_t i = 0; i < lint->count; i++) {
        const LintFinding *finding = &lint->items[i];
        if (finding->silence) continue;
        Diag *diag = DIAG_AT(lint->diags, rule_info[finding->rule].message, finding->span,
                             finding->arg[0], finding->arg[1], finding->arg[2], finding->arg[3]);
        if (finding->also.end) diag_also(lint->diags, diag, finding->also, finding->also_label);
    }
}

void lint_run(Lint *lint)
{
    size_t errors = lint->diags->errors;
    lint->models =
        compile_years(lint->arena, lint->sources, lint->file, lint->diags, &lint->model_count);
    lint->faulty = lint->diags->errors != errors;
    if (lint->faulty) return;
    if (lint->module.len &&
        !module_used(lint->sources, lint->diags, lint->file, lint->module, &lint->told))
        return;
    silences_find(lint);
    lint_no_example(lint);
    lint_no_reason(lint);
    lint_year_in_rule(lint);
    lint_two_senses(lint);
    lint_unused_field(lint);
    lint_idle_exclusion(lint);
    for (size_t i = 0; i < lint->model_count; i++) {
        lint_rounds_first(lint, lint->models[i]);
        lint_small_groups(lint, lint->models[i]);
        lint_no_count(lint, lint->models[i]);
        lint_no_interval(lint, lint->models[i]);
    }
    silences_apply(lint);
    tell(lint);
}

/* ---- lustrum.h ---- */

typedef struct Linting {
    Call call;
    const char *path, *module;
    bool json;
    Examples examples;
    LusProgram *program; /* for its sources */
    LusResult *result;
} Linting;

static size_t silenced(const Lint *lint)
{
    size_t count = 0;
    for (size_t i = 0; i < lint->count; i++) count += lint->items[i].silence != NULL;
    return count;
}

static void silences_json(Json *json, const Lint *lint)
{
    json_array(json, "silenced");
    for (size_t i = 0; i < lint->silence_count; i++) {
        const Silence *silence = &lint->silences[i];
        Span span = silence->node->span;
        const Source *source = &lint->sources->items[span.file];
        if (!silence->silenced) continue;
        json_object(json, NULL);
        json_str(json, "rule", silence->node->child[AT_ALLOW_RULE]->text);
        json_str(json, "because", silence->node->child[AT_ALLOW_BECAUSE]->text);
        json_str(json, "file", module_file_name(lint->sources, span.file));
        json_count(json, "line", source_place(source, span.start).line);
        json_count(json, "findings", silence->silenced);
        json_end(json);
    }
    json_end(json);
}

static Str lint_json(Arena *arena, const Lint *lint, const Linting *l)
{
    Json json = json_open(arena, "lustrum/lint@1");
    json_str(&json, "file", str_of(l->path));
    json_count(&json, "errors", l->call.diags.errors);
    json_count(&json, "warnings", l->call.diags.warnings);
    silences_json(&json, lint);
    return json_close(&json);
}

static Str lint_text(Arena *arena, const Lint *lint, const Linting *l)
{
    uint64_t found = l->call.diags.errors + l->call.diags.warnings, quiet = silenced(lint);
    Text text = text_open(arena);
    text_printf(&text, "%S: ", str_printable(text.arena, str_of(l->path), 200));
    if (found)
        text_printf(&text, "%g finding%s", found, found == 1 ? "" : "s");
    else
        text_add(&text, STR("nothing to advise"));
    if (quiet) text_printf(&text, ", %g silenced with a reason", quiet);
    text_byte(&text, '\n');
    return text_str(&text);
}

static void lint_body(void *arg)
{
    Linting *l = arg;
    l->result = result_take(l->call.lus);
    LusProgram *program = program_of_file(&l->call, l->path, &l->program);
    Diags *diags = &l->call.diags;
    Lint lint = { .arena = &program->arena,
                  .sources = &program->sources,
                  .seed = l->call.lus->seed,
                  .diags = diags,
                  .module = str_of(l->module),
                  .examples = &l->examples };
    if (source_load(&program->sources, diags, program->path, NULL, &lint.file)) {
        lint_run(&lint);
    } else if (!program->sources.count) {
        l->call.status = LUS_CANNOT;
        return;
    }
    diags_sort(diags); /* what is said of several years counts once */
    if (diags->errors + diags->warnings) l->call.status = LUS_FOUND;
    Arena *arena = &l->result->arena;
    l->result->text = l->json ? lint_json(arena, &lint, l) : lint_text(arena, &lint, l);
}

LusStatus lus_lint_file(Lustrum *lus, const char *path, const char *module, int json,
                        LusResult **out)
{
    Linting l = { .path = path, .module = module, .json = json != 0 };
    call_run(&l.call, lus, lint_body, &l);
    examples_close(&l.examples);
    LusStatus status = call_end(&l.call);
    *out = l.call.why == WHY_NOTHING ? l.result : NULL;
    if (l.call.why != WHY_NOTHING) lus_result_close(l.result);
    lus_program_close(l.program);
    return status;
}
