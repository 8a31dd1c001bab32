/* why.c -- lus_why: a figure's formulas are added to the year's model, the review is run in memory,
 * and the figure's tree is read off its columns.
 * SPDX-License-Identifier: Apache-2.0 */
#include "why/why.h"

typedef struct Asking {
    Call call;
    Work work;
    Extend extend;
    LusResult *result;
    Arena scratch;
    Inquiry why;
} Asking;

/* A year's program may be made twice, of the file and then of the text that was sealed: what was
 * noted of the formulas of another model holds for none of this one. */
static bool extend_model(void *user, Model *model)
{
    Inquiry *why = user;
    why->model = model;
    why->notes = NULL;
    why->note_cap = 0;
    for (size_t i = 0; i < why->question_count; i++) {
        why->questions[i].subjects = NULL;
        why->questions[i].count = 0;
    }
    return why_subjects(why);
}

static void read_questions(Inquiry *why)
{
    const LusWhy *asked = why->asked;
    why->questions = NEW_ARRAY(why->arena, Question, asked->count + 1);
    why->question_count = asked->count;
    for (size_t i = 0; i < asked->count; i++)
        why->questions[i] =
            (Question){ .key = arena_str(why->arena, str_of(asked->words[2 * i])),
                        .figure = arena_str(why->arena, str_of(asked->words[2 * i + 1])) };
}

static void read_figures(Inquiry *why)
{
    for (size_t i = 0; i < why->figure_count; i++) {
        Figure *figure = &why->figures[i];
        const Subject *s = figure->subject;
        for (uint32_t r = 0; r < s->root_count; r++)
            figure->root[r] = why_part(why, s->root[r].expr, figure->row, NULL, s->review);
        size_t count = s->review ? s->review->considered_count : 0;
        figure->considered = NEW_ARRAY(why->arena, Part *, count + 1);
        for (size_t c = 0; c < count; c++)
            figure->considered[c] =
                why_part(why, s->review->considered[c], figure->row, NULL, s->review);
        why_edges(why, figure);
    }
    why_hide(why);
}

static void why_body(void *arg)
{
    Asking *a = arg;
    Inquiry *why = &a->why;
    a->call.status = LUS_CANNOT;
    a->result = result_take(a->call.lus);
    a->scratch = arena_open(&a->call.lus->guard);
    why->arena = &a->result->arena;
    why->scratch = &a->scratch;
    why->diags = &a->call.diags;
    why->work = &a->work;
    read_questions(why);
    a->extend = (Extend){ extend_model, why };
    a->work.extend = &a->extend;
    a->work.keep_personal_keys = why->asked->personal != 0;
    work_open(&a->work, &a->call);
    if (!work_find(&a->work) || !work_read(&a->work) || !work_run(&a->work)) return;
    why->run = a->work.run;
    if (!why_find(why)) return;
    read_figures(why);
    switch (why->asked->form) {
    case LUS_WHY_TEXT: a->result->text = why_text(why); break;
    case LUS_WHY_HTML: a->result->text = why_html(why); break;
    case LUS_WHY_JSON: a->result->text = why_json(why); break;
    }
    a->call.status = LUS_OK;
}

LusStatus lus_why(LusProgram *program, const LusOptions *options, const LusWhy *asked,
                  LusResult **out)
{
    Asking a = { .work = { .framework = program, .options = options }, .why = { .asked = asked } };
    call_run(&a.call, program->lus, why_body, &a);
    work_close(&a.work);
    if (a.scratch.guard) arena_close(&a.scratch);
    LusStatus status = call_end(&a.call);
    lus_program_close(a.work.again);
    *out = status == LUS_OK ? a.result : NULL;
    if (status != LUS_OK) lus_result_close(a.result);
    return status;
}
