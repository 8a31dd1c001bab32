/* accept.c -- what came becomes what is expected: only the bytes of expected values change, so the
 * layout and every comment stay.
 * SPDX-License-Identifier: Apache-2.0 */
#include "example/example.h"

typedef struct Change {
    Span span;
    Str with;
} Change;

typedef struct Accepting {
    const ExampleJob *job;
    Change *changes;
    size_t count, stays;
} Accepting;

/* One that failed: a change, or told why not. */
static void take(Accepting *a, const Expectation *e)
{
    Diags *diags = a->job->diags;
    Arena *arena = a->job->arena;
    if (e->passed) return;
    bool here = e->span.file == a->job->file;
    if (here && !e->message.len && e->instead.len) {
        a->changes[a->count++] = (Change){ e->value, e->instead };
        return;
    }
    a->stays++;
    if (!here)
        DIAG_AT(diags, D_ACCEPT_ELSEWHERE, e->span, a->job->sources->items[e->span.file].name);
    else if (e->message.len || !e->value.end)
        DIAG_AT(diags, D_ACCEPT_UNDECIDED, e->span,
                e->message.len ? e->message : str_printf(arena, "the rows were %S", e->got));
    else
        DIAG_AT(diags, e->formula ? D_ACCEPT_FORMULA : D_ACCEPT_FORM, e->value, e->got);
}

static void sort(Change *changes, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        Change one = changes[i];
        size_t at = i;
        for (; at > 0 && changes[at - 1].span.start > one.span.start; at--)
            changes[at] = changes[at - 1];
        changes[at] = one;
    }
}

Str examples_accept(Arena *arena, const Examples *examples, const ExampleJob *job, size_t *stays)
{
    size_t most = 0;
    for (size_t i = 0; i < examples->count; i++) most += examples->items[i].count;
    Accepting a = { .job = job, .changes = NEW_ARRAY(arena, Change, most + 1) };
    for (size_t i = 0; i < examples->count; i++)
        for (size_t k = 0; k < examples->items[i].count; k++)
            take(&a, &examples->items[i].expectations[k]);
    sort(a.changes, a.count);
    Str old = job->sources->items[job->file].text;
    Text text = text_open(arena);
    size_t at = 0;
    for (size_t i = 0; i < a.count; i++) {
        text_add(&text, str_slice(old, at, a.changes[i].span.start));
        text_add(&text, a.changes[i].with);
        at = a.changes[i].span.end;
    }
    text_add(&text, str_slice(old, at, old.len));
    *stays = a.stays;
    return text_str(&text);
}
