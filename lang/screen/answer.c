/* answer.c -- lus_screen.
 * SPDX-License-Identifier: Apache-2.0 */
#include "desk/format.h"
#include "facade.h"
#include "screen/judge.h"

typedef struct Screening {
    Call call;
    const char *const *paths;
    size_t count;
    LusScreen form;
    Screen screen;
    LusResult *result;
} Screening;

/* The draft in the one layout. */
static Str laid_out(Screening *s, Str draft)
{
    Arena *arena = &s->call.arena;
    Sources sources = sources_open(arena);
    Diags diags = diags_open(arena);
    uint32_t file;
    Str formatted;
    if (!source_add(&sources, &diags, STR("draft"), draft, &file) ||
        !format_source(&sources, file, arena, &diags, &formatted))
        guard_escape(arena->guard, WHY_INTERNAL);
    return formatted;
}

static void screen_body(void *arg)
{
    Screening *s = arg;
    s->call.status = LUS_CANNOT;
    s->result = result_take(s->call.lus);
    Arena *arena = &s->call.arena;
    Screen *screen = &s->screen;
    screen->arena = arena;
    screen->diags = &s->call.diags;
    screen->seed = s->call.lus->seed;
    screen->count = s->count;
    screen->files = NEW_ARRAY(arena, ScreenFile, s->count);
    for (size_t i = 0; i < s->count; i++)
        screen->files[i].path = arena_str(arena, str_of(s->paths[i]));
    screen_read(screen);
    s->call.status = call_refused(&s->call.diags);
    if (s->call.diags.errors) return;
    ScreenWords words = { .arena = arena, .screen = screen, .ascii = s->call.lus->settings.ascii };
    words.told = NEW_ARRAY(arena, Told *, s->count);
    for (size_t i = 0; i < s->count; i++) words.told[i] = judge_columns(arena, &screen->files[i]);
    Str text = STR_EMPTY;
    switch (s->form) {
    case LUS_SCREEN_TEXT: text = screen_text(&words); break;
    case LUS_SCREEN_JSON: text = screen_json(&words); break;
    case LUS_SCREEN_DRAFT: text = laid_out(s, screen_draft(&words)); break;
    }
    s->result->text = arena_str(&s->result->arena, text);
    s->call.status = LUS_OK;
}

LusStatus lus_screen(Lustrum *lus, const char *const *paths, size_t count, LusScreen form,
                     LusResult **out)
{
    Screening s = { .paths = paths, .count = count, .form = form };
    call_run(&s.call, lus, screen_body, &s);
    screen_close(&s.screen);
    LusStatus status = call_end(&s.call);
    *out = status == LUS_OK ? s.result : NULL;
    if (status != LUS_OK) lus_result_close(s.result);
    return status;
}
