/* fuzz_check.c -- rule files that still read as such, with names, numbers, words and lines of
 * theirs in other places: what the scanner and the grammar let pass, and the checker must judge.
 *
 * The first byte chooses a framework (run from the project's folder); the rest are edits of five
 * bytes: what is done, to which token, with which other.  Always: the checker says the same twice;
 * messages lie within the text; and either there is a fault or a program that verifies.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"
#include "compile.h"
#include "file.h"
#include "render.h"
#include "facade.h"
#include "token.h"

static const char *const frameworks[] = {
    "tests/fuzz/verify/rows.lustrum",    "tests/fuzz/verify/steps.lustrum",
    "tests/fuzz/verify/results.lustrum", "tests/unit/constructs.lustrum",
    "tests/unit/systems.lustrum",        "tests/unit/sample.lustrum"
};
enum { EDITS = 24, TOKENS = 4096 };

/* A text being edited: its tokens, which may be given the text of others. */
typedef struct Edited {
    Arena *arena;
    Str text[TOKENS];
    uint16_t kind[TOKENS];
    uint32_t count;
} Edited;

typedef struct Input {
    Arena arena;
    Choices choices;
} Input;

static void take_tokens(Arena *arena, Str text, Edited *edited)
{
    Sources sources = sources_open(arena);
    Diags diags = diags_open(arena);
    uint32_t file;
    MUST(source_add(&sources, &diags, STR("/nowhere/at/all/fuzz.lustrum"), text, &file));
    tokens_read(&sources, file, &diags);
    const Source *source = &sources.items[file];
    edited->arena = arena;
    for (uint32_t t = 0; t < source->token_count && edited->count < TOKENS; t++) {
        edited->text[edited->count] = token_text(source, t);
        edited->kind[edited->count++] = source->tokens[t].kind;
    }
}

/* The next token of the kind of `at`, some way on; `at` where there is none. */
static uint32_t another(const Edited *edited, uint32_t at, uint32_t skip)
{
    uint32_t found = at;
    for (uint32_t i = 1; i <= edited->count; i++) {
        uint32_t t = (at + i) % edited->count;
        if (edited->kind[t] != edited->kind[at]) continue;
        found = t;
        if (skip-- == 0) break;
    }
    return found;
}

static bool ends_line(const Edited *edited, uint32_t t)
{
    return edited->text[t].len && memchr(edited->text[t].at, '\n', edited->text[t].len);
}

/* The tokens of the line after token t: from *first up to *past. */
static void line_after(const Edited *edited, uint32_t t, uint32_t *first, uint32_t *past)
{
    while (t < edited->count && !ends_line(edited, t)) t++;
    *first = t < edited->count ? t + 1 : t;
    for (*past = *first; *past < edited->count && !ends_line(edited, *past);) ++*past;
    if (*past < edited->count) ++*past;
}

static Str joined(const Edited *edited, uint32_t first, uint32_t past)
{
    Text text = text_open(edited->arena);
    for (uint32_t t = first; t < past; t++) text_add(&text, edited->text[t]);
    return text_str(&text);
}

static void edit(Edited *edited, Choices *choices)
{
    uint32_t what = choose_byte(choices) % 7, at = choose_u16(choices) % edited->count;
    uint32_t other = choose_u16(choices), first, past;
    Str line;
    while (at + 1 < edited->count && token_is_trivia(edited->kind[at])) at++;
    switch (what) {
    case 0:
    case 1: /* one more of its kind: a name for a name, a number for a number */
    case 2: edited->text[at] = edited->text[another(edited, at, other % 64)]; break;
    case 3: edited->text[at] = edited->text[other % edited->count]; break;
    case 4: edited->text[at] = STR_EMPTY; break;
    case 5: /* a line that stands elsewhere, too */
        line_after(edited, other % edited->count, &first, &past);
        while (at < edited->count && !ends_line(edited, at)) at++;
        line = joined(edited, first, past);
        if (at < edited->count && edited->text[at].len + line.len < 4096)
            edited->text[at] = str_printf(edited->arena, "%S%S", edited->text[at], line);
        break;
    default:
        line_after(edited, at, &first, &past);
        for (uint32_t t = first; t < past; t++) edited->text[t] = STR_EMPTY;
    }
}

static Str said(Arena *arena, Str text, bool *good)
{
    Sources sources = sources_open(arena);
    Diags diags = diags_open(arena);
    uint32_t file;
    Text out = text_open(arena);
    *good = source_add(&sources, &diags, STR("/nowhere/at/all/fuzz.lustrum"), text, &file);
    if (*good) {
        const Program *program = compile_term(arena, &sources, file, &diags);
        MUST((program != NULL) == (diags.errors == 0));
        *good = program != NULL;
        if (program) {
            MUST(program_verify(program, &diags));
            text_add(&out, program_disassemble(arena, program, NULL, NULL));
        }
    }
    for (size_t i = 0; i < diags.count; i++) {
        const Diag *d = &diags.items[i];
        if (!d->has_span) continue;
        MUST(d->span.file < sources.count && d->span.start <= d->span.end);
        MUST(d->span.end <= sources.items[d->span.file].text.len);
    }
    render_diags(&out, &diags, &sources, (RenderStyle){ .form = RENDER_FULL });
    return text_str(&out);
}

static void edit_and_check(void *arg)
{
    Input *input = arg;
    Arena *arena = &input->arena;
    Str text;
    Edited *edited = NEW(arena, Edited);
    MUST(file_read(arena, str_of(frameworks[choose_byte(&input->choices) % COUNT_OF(frameworks)]),
                   1 << 20, &text) == 0);
    take_tokens(arena, text, edited);
    for (int i = 0; i < EDITS && input->choices.left >= 5; i++) edit(edited, &input->choices);
    bool good, again;
    Str whole = joined(edited, 0, edited->count), first = said(arena, whole, &good),
        second = said(arena, whole, &again);
    MUST(good == again && str_eq(first, second));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    Guard guard;
    Input input = { .choices = { bytes, size } };
    input.arena = arena_open(&guard);
    Why why = guard_run(&guard, edit_and_check, &input);
    arena_close(&input.arena);
    MUST(why == WHY_NOTHING || why == WHY_LIMIT);
    return 0;
}
