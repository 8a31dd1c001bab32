/* answer.c -- lus_needs.
 * SPDX-License-Identifier: Apache-2.0 */
#include "facade.h"
#include "needs/needs.h"

typedef struct Asking {
    Call call;
    const char *path;
    int year;
    LusNeeds form;
    LusProgram *program; /* for its sources */
    LusResult *result;
} Asking;

/* The place of the year that is asked for; SIZE_MAX: all.  False after a message. */
static bool choose_year(const Asking *a, const Model *first, size_t *only, Diags *diags)
{
    *only = a->year ? (size_t)(a->year - first->term_first) : SIZE_MAX;
    if (!a->year || (a->year >= first->term_first && a->year <= first->term_last)) return true;
    DIAG_AT(diags, D_YEAR_NOT_IN_TERM, first->framework->span,
            years_text(first->arena, a->year, a->year),
            years_text(first->arena, first->term_first, first->term_last));
    return false;
}

static void needs_body(void *arg)
{
    Asking *a = arg;
    a->call.status = LUS_CANNOT;
    a->result = result_take(a->call.lus);
    LusProgram *program = program_of_file(&a->call, a->path, &a->program);
    Diags *diags = &a->call.diags;
    uint32_t file;
    if (!source_load(&program->sources, diags, program->path, NULL, &file)) return;
    size_t count, only;
    Model **models = compile_years(&program->arena, &program->sources, file, diags, &count);
    if (diags->errors || !choose_year(a, models[0], &only, diags)) return;
    Needs needs = needs_of(&a->result->arena, models, count, only);
    switch (a->form) {
    case LUS_NEEDS_TEXT: a->result->text = needs_text(&needs); break;
    case LUS_NEEDS_CSV: a->result->text = needs_csv(&needs); break;
    case LUS_NEEDS_JSON: a->result->text = needs_json(&needs, program->path); break;
    }
    a->call.status = LUS_OK;
}

LusStatus lus_needs(Lustrum *lus, const char *path, int year, LusNeeds form, LusResult **out)
{
    Asking a = { .path = path, .year = year, .form = form };
    call_run(&a.call, lus, needs_body, &a);
    LusStatus status = call_end(&a.call);
    *out = status == LUS_OK ? a.result : NULL;
    if (status != LUS_OK) lus_result_close(a.result);
    lus_program_close(a.program);
    return status;
}
