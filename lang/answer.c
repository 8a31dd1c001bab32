/* answer.c -- the shorter jobs of lustrum.h: compiling, checking, showing instructions, explaining
 * a message. SPDX-License-Identifier: Apache-2.0 */
#include "compile.h"
#include "facade.h"
#include "result/json.h"
#include "result/summary.h"

/* ---- compiling ---- */

static bool open_source(LusProgram *program, Diags *diags, uint32_t *file)
{
    for (size_t i = 0; i < program->given_count; i++) {
        const GivenText *given = &program->given[i];
        if (!source_add(&program->sources, diags, given->name, given->text, file)) return false;
    }
    *file = 0;
    if (program->given_count) return true;
    if (program->text.at)
        return source_add(&program->sources, diags, program->path, program->text, file);
    return source_load(&program->sources, diags, program->path, NULL, file);
}

void program_fill(LusProgram *program, Diags *diags, int year, const Extend *extend)
{
    uint32_t file;
    if (!open_source(program, diags, &file)) return;
    Program *compiled = compile(&program->arena, &program->sources, file, year, extend, diags);
    if (compiled && compiled->name.len == 0) {
        diag_add(diags, D_NO_FRAMEWORK, &program->path, 1);
        return;
    }
    program->program = compiled;
}

typedef struct Compiling {
    Call call;
    LusProgram *program;
    const char *path, *text;
    size_t length;
    int year;
} Compiling;

static void compile_body(void *arg)
{
    Compiling *c = arg;
    c->call.status = LUS_CANNOT;
    LusProgram *program = program_of_file(&c->call, c->path, &c->program);
    if (c->text) program->text = arena_str(&program->arena, (Str){ c->text, c->length });
    program_fill(program, &c->call.diags, c->year, NULL);
    if (program->program) c->call.status = LUS_OK;
}

static LusStatus compile_any(Lustrum *lus, Compiling *c, LusProgram **out)
{
    call_run(&c->call, lus, compile_body, c);
    LusStatus status = call_end(&c->call);
    if (status != LUS_OK) lus_program_close(c->program);
    *out = status == LUS_OK ? c->program : NULL;
    return status;
}

LusStatus lus_compile_file(Lustrum *lus, const char *path, int year, LusProgram **out)
{
    Compiling c = { .path = path, .year = year };
    return compile_any(lus, &c, out);
}

LusStatus lus_compile(Lustrum *lus, const char *path, const char *text, size_t length, int year,
                      LusProgram **out)
{
    Compiling c = { .path = path, .text = text, .length = length, .year = year };
    return compile_any(lus, &c, out);
}

static LusStatus end_with_result(Call *call, LusResult *result, LusResult **out)
{
    LusStatus status = call_end(call);
    *out = call->why == WHY_NOTHING ? result : NULL;
    if (call->why != WHY_NOTHING) lus_result_close(result);
    return status;
}

/* ---- instructions ---- */

typedef struct Showing {
    Call call;
    LusProgram *program;
    bool json;
    LusResult *result;
} Showing;

/* The first line of the rule an instruction comes from. */
static Str line_of(void *user, Span span)
{
    const Sources *sources = user;
    Str text = source_text(sources, span);
    size_t len = 0;
    while (len < text.len && text.at[len] != '\n') len++;
    return str_slice(text, 0, len);
}

static void show_body(void *arg)
{
    Showing *s = arg;
    s->result = result_take(s->call.lus);
    Arena *arena = &s->result->arena;
    const Program *program = s->program->program;
    Str listing = program_disassemble(arena, program, line_of, &s->program->sources);
    if (!s->json) {
        s->result->text = listing;
        return;
    }
    Json json = json_open(arena, "lustrum/disassembly@1");
    framework_json(&json, program);
    json_count(&json, "steps", program->step_count);
    json_count(&json, "instructions", program->code_count);
    json_str(&json, "text", listing);
    s->result->text = json_close(&json);
}

LusStatus lus_disassemble(LusProgram *program, int json, LusResult **out)
{
    Showing s = { .program = program, .json = json != 0 };
    call_run(&s.call, program->lus, show_body, &s);
    return end_with_result(&s.call, s.result, out);
}

/* ---- checking ---- */

typedef struct Checking {
    Call call;
    const char *path;
    int year;
    bool json;
    LusProgram *program;
    LusResult *result;
} Checking;

static void check_source(Checking *c)
{
    LusProgram *program = program_of_file(&c->call, c->path, &c->program);
    Diags *diags = &c->call.diags;
    uint32_t file;
    if (!open_source(program, diags, &file)) {
        c->call.status = program->sources.count ? LUS_FOUND : LUS_CANNOT;
        return;
    }
    if (c->year)
        compile(&program->arena, &program->sources, file, c->year, NULL, diags);
    else
        compile_whole(&program->arena, &program->sources, file, diags);
    if (diags->errors + diags->warnings) c->call.status = LUS_FOUND;
}

static void check_body(void *arg)
{
    Checking *c = arg;
    c->result = result_take(c->call.lus);
    Arena *arena = &c->result->arena;
    check_source(c);
    diags_sort(&c->call.diags); /* what is said of several years counts once */
    uint64_t errors = c->call.diags.errors, warnings = c->call.diags.warnings;
    if (c->call.status == LUS_CANNOT) return;
    Str shown = str_printable(arena, str_of(c->path), 200);
    if (c->json) {
        Json json = json_open(arena, "lustrum/check@1");
        json_str(&json, "file", str_of(c->path));
        json_count(&json, "errors", errors);
        json_count(&json, "warnings", warnings);
        c->result->text = json_close(&json);
    } else if (errors + warnings == 0) {
        c->result->text = str_printf(arena, "%S: no faults\n", shown);
    } else {
        c->result->text = str_printf(arena, "%S: %g fault%s\n", shown, errors + warnings,
                                     errors + warnings == 1 ? "" : "s");
    }
}

LusStatus lus_check_file(Lustrum *lus, const char *path, int year, int json, LusResult **out)
{
    Checking c = { .path = path, .year = year, .json = json != 0 };
    call_run(&c.call, lus, check_body, &c);
    LusStatus status = end_with_result(&c.call, c.result, out);
    lus_program_close(c.program);
    return status;
}

/* ---- pages on messages ---- */

typedef struct Explaining {
    Call call;
    const char *code;
    bool json;
    LusResult *result;
} Explaining;

static const DiagInfo *info_of(Str code)
{
    for (size_t i = 0; i < D_COUNT; i++)
        if (str_eq(code, str_of(diag_info[i].code))) return &diag_info[i];
    return NULL;
}

static Str page_of(Str code)
{
    for (const Embedded *e = embedded_pages; e->name; e++)
        if (str_eq(code, str_of(e->name))) return (Str){ e->text, e->length };
    return STR_EMPTY;
}

static Str no_such_code(Arena *arena, Str code)
{
    Text text = text_open(arena);
    text_printf(&text, "There is no message with the code %S.\n", str_printable(arena, code, 40));
    size_t best = 3;
    const DiagInfo *near = NULL;
    for (size_t i = 0; i < D_COUNT; i++) {
        size_t far = str_distance(code, str_of(diag_info[i].code), best);
        if (far >= best) continue;
        best = far;
        near = &diag_info[i];
    }
    if (near) text_printf(&text, "Did you mean  lustrum explain %s\n", near->code);
    return text_str(&text);
}

/* A text of the catalogue with … where a message puts its parts. */
static Str with_dots(Arena *arena, const char *format)
{
    Diag diag = { 0 };
    for (size_t i = 0; i < DIAG_ARGS; i++) diag.args[i] = STR("\xE2\x80\xA6");
    return diag_text(arena, &diag, format);
}

static void explain_body(void *arg)
{
    Explaining *x = arg;
    x->result = result_take(x->call.lus);
    Arena *arena = &x->result->arena;
    Str code = str_of(x->code);
    const DiagInfo *info = info_of(code);
    if (!info) {
        x->result->text = no_such_code(arena, code);
        x->call.status = LUS_CANNOT;
        return;
    }
    Str page = page_of(code);
    Text text = text_open(arena);
    if (page.len)
        text_add(&text, page);
    else /* the catalogue itself says as much as it can */
        text_printf(&text, "# %s\n\n%S\n\n%S\n\n%S\n", info->code, with_dots(arena, info->title),
                    with_dots(arena, info->why), with_dots(arena, info->fix));
    x->result->text = text_str(&text);
    if (!x->json) return;
    Json json = json_open(arena, "lustrum/explain@1");
    json_str(&json, "code", code);
    json_str(&json, "title", with_dots(arena, info->title));
    json_str(&json, "text", text_str(&text));
    x->result->text = json_close(&json);
}

LusStatus lus_explain(Lustrum *lus, const char *code, int json, LusResult **out)
{
    Explaining x = { .code = code, .json = json != 0 };
    call_run(&x.call, lus, explain_body, &x);
    return end_with_result(&x.call, x.result, out);
}
