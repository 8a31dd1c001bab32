/* answer.c -- lus_diff: two frameworks read, checked and compared, for lustrum.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "facade.h"
#include "meaning/diff/diff.h"

typedef struct Comparing {
    Call call;
    const char *path[2]; /* old, new */
    LusDiffForm form;
    LusProgram *program; /* for the sources of both */
    LusResult *result;
    bool same;
} Comparing;

Model *version_read(LusProgram *program, Diags *diags, const char *path)
{
    uint32_t file;
    Str name = arena_str(&program->arena, str_of(path));
    if (!source_load(&program->sources, diags, name, NULL, &file)) return NULL;
    Model *model = compile_model(&program->arena, &program->sources, file, 0, NULL, 0, diags);
    return diags->errors ? NULL : model;
}

static void diff_body(void *arg)
{
    Comparing *c = arg;
    c->call.status = LUS_CANNOT;
    c->result = result_take(c->call.lus);
    c->program = program_take(c->call.lus);
    c->call.sources = &c->program->sources;
    Arena *arena = &c->program->arena;
    Diags *diags = &c->call.diags;
    Model *old = version_read(c->program, diags, c->path[0]);
    Model *new = version_read(c->program, diags, c->path[1]);
    if (!old || !new) return;
    Diff diff;
    diff_models(arena, old, new, &diff);
    Str text = c->form == LUS_DIFF_JSON   ? diff_json(arena, &diff)
               : c->form == LUS_DIFF_HTML ? diff_html(arena, &diff)
                                          : diff_text(arena, &diff);
    c->result->text = arena_str(&c->result->arena, text);
    c->call.status = diff.same_meaning ? LUS_OK : LUS_FOUND;
}

LusStatus lus_diff(Lustrum *lus, const char *old, const char *new, LusDiffForm form,
                   LusResult **out)
{
    Comparing c = { .path = { old, new }, .form = form };
    call_run(&c.call, lus, diff_body, &c);
    LusStatus status = call_end(&c.call);
    bool done = status == LUS_OK || status == LUS_FOUND;
    *out = done ? c.result : NULL;
    if (!done) lus_result_close(c.result);
    lus_program_close(c.program);
    return status;
}
