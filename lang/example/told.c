/* told.c -- messages that were said while a model or rows were looked at, which live shorter than
 * what is to be told of an example. SPDX-License-Identifier: Apache-2.0 */
#include "example/ask.h"

/* A copy of a message that outlives the arena it was said in. */
void told_keep(Diags *to, const Diag *diag)
{
    Arena *arena = to->arena;
    Diag *copy = diag_add(to, diag->id, diag->args, DIAG_ARGS);
    copy->span = diag->span;
    copy->has_span = diag->has_span;
    copy->count = diag->count;
    for (size_t i = 0; i < diag->also_count; i++)
        diag_also(to, copy, diag->also[i].span, diag->also[i].label);
    for (size_t i = 0; i < diag->cell_count; i++) diag_cell(to, copy, diag->cells[i]);
    copy->note = arena_str(arena, diag->note);
    copy->fix = arena_str(arena, diag->fix);
    copy->with = arena_str(arena, diag->with);
    copy->replace = diag->replace;
    copy->has_replace = diag->has_replace;
}

bool told_is_error(const Diag *diag)
{
    return diag_info[diag->id].severity == DIAG_ERROR;
}

Str told_code(const Diag *diag)
{
    return (Str){ diag_info[diag->id].code, strlen(diag_info[diag->id].code) };
}

void told_keep_errors(Diags *to, const Diags *from, size_t first)
{
    for (size_t i = first; i < from->count; i++)
        if (told_is_error(&from->items[i])) told_keep(to, &from->items[i]);
}

const Diag *told_first(const Diags *diags)
{
    size_t i = 0;
    while (!told_is_error(&diags->items[i])) i++;
    return &diags->items[i];
}

/* "L0521: Schools has "100001" more than once" of the first error from `first` on. */
Str told_words(Arena *arena, const Diags *diags, size_t first)
{
    for (size_t i = first; i < diags->count; i++) {
        const Diag *diag = &diags->items[i];
        if (!told_is_error(diag)) continue;
        Str title = diag_text(arena, diag, diag_info[diag->id].title);
        return str_printf(arena, "%S: %S", told_code(diag), title);
    }
    return STR_EMPTY;
}

bool told_has(const Diags *diags, Str code)
{
    for (size_t i = 0; i < diags->count; i++)
        if (told_is_error(&diags->items[i]) && str_eq(told_code(&diags->items[i]), code))
            return true;
    return false;
}
