/* desk.c -- the author's jobs of lustrum.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "desk/format.h"
#include "desk/lines.h"
#include "facade.h"

typedef struct Formatting {
    Call call;
    const char *path, *text;
    size_t length;
    LusFormat form;
    Sources sources;
    LusResult *result;
} Formatting;

static void format_body(void *arg)
{
    Formatting *f = arg;
    f->call.status = LUS_CANNOT;
    f->result = result_take(f->call.lus);
    Arena *arena = &f->call.arena;
    f->sources = sources_open(arena);
    f->call.sources = &f->sources;
    bool input = strcmp(f->path, "-") == 0 && !f->text;
    Str path = input ? SOURCE_INPUT : arena_str(arena, str_of(f->path)), formatted;
    uint32_t file;
    bool there =
        f->text ? source_add(&f->sources, &f->call.diags, path, (Str){ f->text, f->length }, &file)
                : source_load(&f->sources, &f->call.diags, path, NULL, &file);
    if (!there || !format_source(&f->sources, file, arena, &f->call.diags, &formatted)) return;
    Str old = f->sources.items[file].text;
    f->call.status = str_eq(old, formatted) ? LUS_OK : LUS_FOUND;
    Str shown =
        f->form == LUS_FORMAT_DIFF ? lines_difference(arena, path, old, formatted) : formatted;
    f->result->text = arena_str(&f->result->arena, shown);
}

LusStatus lus_format(Lustrum *lus, const char *path, const char *text, size_t length,
                     LusFormat form, LusResult **out)
{
    Formatting f = { .path = path, .text = text, .length = length, .form = form };
    call_run(&f.call, lus, format_body, &f);
    LusStatus status = call_end(&f.call);
    bool done = status == LUS_OK || status == LUS_FOUND;
    *out = done ? f.result : NULL;
    if (!done) lus_result_close(f.result);
    return status;
}
