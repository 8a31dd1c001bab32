/* lustrum.c -- lustrum.h: opening, closing, and how messages reach the callbacks.  The longer jobs
 * are in review.c and answer.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "facade.h"
#include "file.h"
#include "render.h"
#include <sys/random.h>

const char *lus_version(void)
{
    return LUS_VERSION;
}

/* ---- opening and closing ---- */

typedef struct Opening {
    Guard guard;
    Arena arena;
    Lustrum *lus;
} Opening;

static void open_body(void *arg)
{
    Opening *opening = arg;
    opening->lus = NEW(&opening->arena, Lustrum);
}

Lustrum *lus_open(const LusSettings *settings)
{
    Opening opening = { .lus = NULL };
    opening.arena = arena_open(&opening.guard);
    if (guard_run(&opening.guard, open_body, &opening) != WHY_NOTHING) {
        arena_close(&opening.arena);
        return NULL;
    }
    Lustrum *lus = opening.lus;
    lus->arena = opening.arena;
    lus->arena.guard = &lus->guard;
    if (settings) lus->settings = *settings;
    if (getrandom(&lus->seed, sizeof lus->seed, GRND_NONBLOCK) < 0) lus->seed = 1;
    return lus;
}

void lus_close(Lustrum *lus)
{
    if (!lus) return;
    while (lus->programs) lus_program_close(lus->programs);
    while (lus->results) lus_result_close(lus->results);
    Arena arena = lus->arena; /* the Lustrum lives in it */
    arena_close(&arena);
}

LusProgram *program_take(Lustrum *lus)
{
    LusProgram *program = lus->free_programs;
    if (program)
        lus->free_programs = program->older;
    else
        program = NEW(&lus->arena, LusProgram);
    *program = (LusProgram){ .lus = lus, .older = lus->programs };
    program->arena = arena_open(&lus->guard);
    program->sources = sources_open(&program->arena);
    if (lus->programs) lus->programs->newer = program;
    lus->programs = program;
    return program;
}

LusProgram *program_of_file(Call *call, const char *path, LusProgram **out)
{
    LusProgram *program = *out = program_take(call->lus);
    call->sources = &program->sources;
    program->path = arena_str(&program->arena, str_of(path));
    return program;
}

void lus_program_close(LusProgram *program)
{
    if (!program) return;
    Lustrum *lus = program->lus;
    arena_close(&program->arena);
    if (program->older) program->older->newer = program->newer;
    if (program->newer)
        program->newer->older = program->older;
    else
        lus->programs = program->older;
    program->older = lus->free_programs;
    lus->free_programs = program;
}

LusResult *result_take(Lustrum *lus)
{
    LusResult *result = lus->free_results;
    if (result)
        lus->free_results = result->older;
    else
        result = NEW(&lus->arena, LusResult);
    *result = (LusResult){ .lus = lus, .older = lus->results, .text = STR_EMPTY };
    result->profile = STR_EMPTY;
    result->arena = arena_open(&lus->guard);
    if (lus->results) lus->results->newer = result;
    lus->results = result;
    return result;
}

void lus_result_close(LusResult *result)
{
    if (!result) return;
    Lustrum *lus = result->lus;
    arena_close(&result->arena);
    if (result->older) result->older->newer = result->newer;
    if (result->newer)
        result->newer->older = result->older;
    else
        lus->results = result->older;
    result->older = lus->free_results;
    lus->free_results = result;
}

const char *lus_text(const LusResult *result, size_t *length)
{
    if (length) *length = result ? result->text.len : 0;
    return result ? result->text.at : "";
}

const char *lus_profile(const LusResult *result)
{
    return result ? result->profile.at : "";
}

void lus_progress(const Lustrum *lus, LusProgress *seen)
{
    static const LusPhase phases[PHASES] = {
        [PHASE_PREPARE] = LUS_PREPARING, [PHASE_READ] = LUS_READING,
        [PHASE_EARLIER] = LUS_RUNNING,   [PHASE_RUN] = LUS_RUNNING,
        [PHASE_TALLY] = LUS_COUNTING,    [PHASE_WRITE] = LUS_WRITING
    };
    const Progress *now = &lus->progress;
    seen->phase = phases[atomic_load_explicit(&now->phase, memory_order_relaxed)];
    seen->rows = atomic_load_explicit(&now->rows, memory_order_relaxed);
    seen->bytes = atomic_load_explicit(&now->bytes, memory_order_relaxed);
    seen->step = atomic_load_explicit(&now->step, memory_order_relaxed);
    seen->steps = atomic_load_explicit(&now->steps, memory_order_relaxed);
}

/* ---- calls ---- */

LusStatus call_refused(const Diags *diags)
{
    LusStatus status = LUS_REFUSED;
    for (size_t i = 0; i < diags->count; i++) {
        const DiagInfo *info = &diag_info[diags->items[i].id];
        if (info->severity == DIAG_ERROR && strncmp(info->code, "L05", 3) != 0) status = LUS_CANNOT;
    }
    return status;
}

void call_run(Call *call, Lustrum *lus, void (*body)(void *arg), void *arg)
{
    call->lus = lus;
    progress_begin(&lus->progress);
    call->arena = arena_open(&lus->guard);
    call->diags = diags_open(&call->arena);
    call->sources = NULL;
    call->status = LUS_OK;
    call->spill = NULL;
    call->why = guard_run(&lus->guard, body, arg);
    if (call->why != WHY_NOTHING) call->status = LUS_CANNOT;
}

void call_again(Call *call, void (*body)(void *arg), void *arg)
{
    call->why = guard_run(&call->lus->guard, body, arg);
    if (call->why != WHY_NOTHING) call->status = LUS_CANNOT;
}

static LusSeverity severity_of(const Diag *diag)
{
    switch (diag_info[diag->id].severity) {
    case DIAG_ERROR: return LUS_ERROR;
    case DIAG_WARNING: return LUS_WARNING;
    case DIAG_NOTE: return LUS_NOTE;
    }
    return LUS_ERROR;
}

static const char *text_of(Arena *arena, const Diag *diag, const char *format)
{
    return str_c(arena, diag_text(arena, diag, format));
}

static void tell_one(Call *call, const Diag *diag)
{
    Arena *arena = &call->arena;
    const DiagInfo *info = &diag_info[diag->id];
    LusDiag out = { .severity = severity_of(diag), .code = info->code, .file = "" };
    out.title = text_of(arena, diag, info->title);
    out.why = text_of(arena, diag, info->why);
    out.fix = diag->fix.len ? str_c(arena, diag->fix) : text_of(arena, diag, info->fix);
    out.count = diag->count ? diag->count : 1;
    if (diag->has_span && call->sources) {
        const Source *source = &call->sources->items[diag->span.file];
        TextPlace place = source_place(source, diag->span.start);
        out.file = str_c(arena, source->name);
        out.line = place.line;
        out.column = place.column;
        out.start = diag->span.start;
        out.end = diag->span.end;
    } else if (diag->cell_count) {
        out.file = str_c(arena, diag->cells[0].file);
        out.line = diag->cells[0].row;
        out.column = diag->cells[0].column;
    }
    call->lus->settings.on_diag(call->lus->settings.user, &out);
}

Str limit_words(Arena *arena, uint64_t bytes)
{
    static const char units[] = "KMG";
    size_t unit = 0;
    while (unit + 1 < sizeof units && bytes && bytes % 1024 == 0) {
        bytes /= 1024;
        unit++;
    }
    return str_printf(arena, "%u%S", bytes, unit ? (Str){ units + unit - 1, 1 } : STR_EMPTY);
}

/* Why the limit on memory could not be kept. */
static void tell_spill(Call *call)
{
    enum { MIB = 1 << 20 };
    Arena *arena = &call->arena;
    SpillState state = spill_state(call->spill);
    Str folder = str_printable(arena, str_of(spill_folder(call->spill)), 200);
    Str args[] = { folder, file_error(state.error) };
    switch (state.fault) {
    case SPILL_FINE: break;
    case SPILL_FOLDER: diag_add(&call->diags, D_SPILL_FOLDER, args, COUNT_OF(args)); break;
    case SPILL_MEMORY:
        args[1] = STR("what is written there is kept in memory");
        diag_add(&call->diags, D_SPILL_FOLDER, args, COUNT_OF(args));
        break;
    case SPILL_DISK: diag_add(&call->diags, D_SPILL_DISK, args, COUNT_OF(args)); break;
    case SPILL_LIMIT:
        args[0] = limit_words(arena, (state.needed + MIB - 1) / MIB * MIB);
        diag_add(&call->diags, D_LIMIT_PASSED, args, 1);
        break;
    }
}

static void tell_body(void *arg)
{
    Call *call = arg;
    const LusSettings *settings = &call->lus->settings;
    Diags *diags = &call->diags;
    Str what = STR("it met a sum that the rules cannot ask for");
    if (call->why == WHY_LIMIT && diags->errors == 0) diag_add(diags, D_NUMBER_LIMIT, NULL, 0);
    if (call->why == WHY_SPILL) tell_spill(call);
    if (call->why == WHY_INTERNAL && diags->errors == 0) diag_add(diags, D_INTERNAL, &what, 1);
    if (diags->count == 0) return;
    RenderStyle style = { .colour = settings->colour != 0, .ascii = settings->ascii != 0 };
    style.form = settings->form == LUS_FULL      ? RENDER_FULL
                 : settings->form == LUS_CONCISE ? RENDER_CONCISE
                                                 : RENDER_JSON;
    Text text = text_open(&call->arena);
    render_diags(&text, diags, call->sources, style); /* sorts them too */
    if (settings->on_text) settings->on_text(settings->user, text.at, text.len);
    for (size_t i = 0; settings->on_diag && i < diags->count; i++) tell_one(call, &diags->items[i]);
}

/* The one message that may not need memory. */
static void tell_no_memory(const LusSettings *settings)
{
    static const char full[] = "error[L0601]: there was not enough memory\n";
    static const char json[] = "{\"schema\":\"lustrum/diagnostic@1\",\"severity\":\"error\","
                               "\"code\":\"L0601\",\"title\":\"there was not enough memory\"}\n";
    const DiagInfo *info = &diag_info[D_MEMORY];
    bool lines = settings->form == LUS_JSON_LINES;
    if (settings->on_text)
        settings->on_text(settings->user, lines ? json : full,
                          lines ? sizeof json - 1 : sizeof full - 1);
    LusDiag diag = { .severity = LUS_ERROR,
                     .code = info->code,
                     .title = info->title,
                     .why = info->why,
                     .fix = info->fix,
                     .file = "",
                     .count = 1 };
    if (settings->on_diag) settings->on_diag(settings->user, &diag);
}

bool call_told(Call *call, DiagId id, Str a, Str b)
{
    Str args[] = { str_printable(&call->arena, a, 200), str_printable(&call->arena, b, 200) };
    diag_add(&call->diags, id, args, COUNT_OF(args));
    call->status = LUS_CANNOT;
    return false;
}

LusStatus call_end(Call *call)
{
    Lustrum *lus = call->lus;
    bool told = call->why != WHY_MEMORY && guard_run(&lus->guard, tell_body, call) == WHY_NOTHING;
    if (!told) {
        tell_no_memory(&lus->settings);
        call->status = LUS_CANNOT;
    }
    arena_close(&call->arena);
    spill_close(call->spill);
    call->spill = NULL;
    return call->status;
}
