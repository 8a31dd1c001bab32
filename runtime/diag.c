/* diag.c -- see diag.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "diag.h"
#include "limit.h"
#include <stdlib.h>

const DiagInfo diag_info[D_COUNT] = {
#define ERROR DIAG_ERROR
#define WARNING DIAG_WARNING
#define NOTE DIAG_NOTE
#define DIAG(name, code, severity, title, label, why, fix)                                         \
    { #name, code, severity, title, label, why, fix },
#include "diag.def"
#undef DIAG
#undef ERROR
#undef WARNING
#undef NOTE
};

Diags diags_open(Arena *arena)
{
    return (Diags){ .arena = arena };
}

Diag *diag_add(Diags *diags, DiagId id, const Str *args, size_t count)
{
    assert(count <= DIAG_ARGS);
    bool kept = diags->count < LIMIT_MESSAGES;
    if (kept) GROW(diags->arena, diags->items, diags->count, diags->cap);
    if (!kept && !diags->spare) diags->spare = NEW(diags->arena, Diag);
    Diag *diag = kept ? &diags->items[diags->count++] : diags->spare;
    diags->beyond += !kept;
    *diag = (Diag){ .id = id };
    for (size_t i = 0; i < count; i++) diag->args[i] = arena_str(diags->arena, args[i]);
    if (diag_info[id].severity == DIAG_ERROR) diags->errors++;
    if (diag_info[id].severity == DIAG_WARNING) diags->warnings++;
    return diag;
}

Diag *diag_at(Diags *diags, DiagId id, Span span, const Str *args, size_t count)
{
    Diag *diag = diag_add(diags, id, args + 1, count - 1);
    diag->span = span;
    diag->has_span = true;
    return diag;
}

void diag_also(Diags *diags, Diag *diag, Span span, Str label)
{
    if (diag->also_count == DIAG_PLACES) return;
    diag->also[diag->also_count++] = (DiagPlace){ span, arena_str(diags->arena, label) };
}

void diag_cell(Diags *diags, Diag *diag, DiagCell cell)
{
    if (diag->cell_count == DIAG_PLACES) return;
    cell.file = arena_str(diags->arena, cell.file);
    cell.name = arena_str(diags->arena, cell.name);
    cell.note = arena_str(diags->arena, cell.note);
    diag->cells[diag->cell_count++] = cell;
}

/* Names of files and values of options come from outside: nothing in them may steer a terminal. */
static void add_argument(Text *text, Str argument)
{
    while (argument.len) {
        const char *end = memchr(argument.at, '\n', argument.len);
        size_t len = end ? (size_t)(end - argument.at) : argument.len;
        text_add(text, str_printable(text->arena, str_slice(argument, 0, len), argument.len * 8));
        if (end) text_byte(text, '\n');
        argument = str_slice(argument, end ? len + 1 : len, argument.len);
    }
}

Str diag_text(Arena *arena, const Diag *diag, const char *format)
{
    Text text = text_open(arena);
    for (const char *f = format; *f;) {
        size_t plain = strcspn(f, "%");
        text_add(&text, (Str){ f, plain });
        f += plain;
        if (*f != '%') break;
        if (f[1] >= '1' && f[1] < '1' + DIAG_ARGS) {
            add_argument(&text, diag->args[f[1] - '1']);
            f += 2;
        } else {
            text_byte(&text, *f++);
        }
    }
    return text_str(&text);
}

static int by_place(const void *left, const void *right)
{
    const Diag *a = left, *b = right;
    if (a->has_span != b->has_span) return a->has_span ? -1 : 1;
    if (a->span.file != b->span.file) return a->span.file < b->span.file ? -1 : 1;
    if (a->span.start != b->span.start) return a->span.start < b->span.start ? -1 : 1;
    if (a->cell_count && b->cell_count) {
        int order = str_compare(a->cells[0].file, b->cells[0].file);
        if (order) return order;
        if (a->cells[0].row != b->cells[0].row) return a->cells[0].row < b->cells[0].row ? -1 : 1;
        if (a->cells[0].column != b->cells[0].column)
            return a->cells[0].column < b->cells[0].column ? -1 : 1;
    }
    int order = strcmp(diag_info[a->id].code, diag_info[b->id].code);
    if (order) return order;
    for (size_t i = 0; i < DIAG_ARGS; i++) {
        order = str_compare(a->args[i], b->args[i]);
        if (order) return order;
    }
    return 0;
}

void diags_sort(Diags *diags)
{
    if (diags->count < 2) return;
    qsort(diags->items, diags->count, sizeof(Diag), by_place);
    size_t kept = 1;
    for (size_t i = 1; i < diags->count; i++) {
        const Diag *a = &diags->items[kept - 1], *b = &diags->items[i];
        if (by_place(a, b) == 0 && a->id == b->id && a->cell_count == b->cell_count &&
            str_eq(a->note, b->note)) {
            if (diag_info[b->id].severity == DIAG_ERROR) diags->errors--;
            if (diag_info[b->id].severity == DIAG_WARNING) diags->warnings--;
            continue;
        }
        diags->items[kept++] = *b;
    }
    diags->count = kept;
}

Str diag_column_letters(Arena *arena, uint32_t column)
{
    char letters[8];
    size_t n = sizeof letters;
    for (; column; column = (column - 1) / 26) letters[--n] = (char)('A' + (column - 1) % 26);
    return arena_str(arena, (Str){ letters + n, sizeof letters - n });
}
