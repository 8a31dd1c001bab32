/* sealed.c -- see sealed.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "review/sealed.h"
#include "term/gate.h"

bool sealed_compile(SealedWork *sealed, const Work *work, const SealRecord *record)
{
    Call *call = work->call;
    LusProgram *program = sealed->program = program_take(call->lus);
    gate_give(program, work->framework->path, record);
    call->sources = &program->sources;
    program_fill(program, &call->diags, work->year, NULL);
    if (!program->program) return false;
    program->program->standing = work->program->standing;
    return true;
}

bool sealed_run_of(SealedWork *sealed, const Work *work, const SealRecord *record)
{
    Call *call = work->call;
    LusProgram *program = sealed->program;
    sealed->work = (Work){ .framework = program,
                           .options = work->options,
                           .extend = sealed->extend,
                           .see = sealed->see,
                           .keep_years = work->keep_years,
                           .gate = work->gate,
                           .record = record,
                           .settled = true };
    sealed->opened = true;
    work_open(&sealed->work, call);
    if (!work_find(&sealed->work) || !work_read(&sealed->work) || !work_run(&sealed->work))
        return false;
    call->sources = work->sources;
    return true;
}

bool sealed_run(SealedWork *sealed, const Work *work, const Run **run)
{
    const Gate *gate = work->gate;
    *run = NULL;
    if (!gate || !gate->original) return true;
    if (!sealed_compile(sealed, work, gate->original) ||
        !sealed_run_of(sealed, work, gate->original))
        return false;
    *run = sealed->work.run;
    return true;
}

void sealed_close(SealedWork *sealed)
{
    if (sealed->opened) work_close(&sealed->work);
}

void sealed_end(SealedWork *sealed)
{
    lus_program_close(sealed->work.again);
    lus_program_close(sealed->program);
}
