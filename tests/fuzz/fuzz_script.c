/* fuzz_script.c -- any bytes as a rule file.
 *
 * Always: a tree that fits node.def, tokens that put together are the text, and messages that can
 * be shown in every form; of a text without mistakes, a layout that keeps.  Then the whole
 * compiler: either it says what is wrong, or its program verifies and can be listed.  Only the
 * standard modules can be found. SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"
#include "compile.h"
#include "desk/format.h"
#include "parse.h"
#include "render.h"
#include "token.h"

typedef struct Input {
    Arena arena;
    Str bytes;
} Input;

/* A folder that is not there, so a module beside the file is never found. */
#define NAME STR("/nowhere/at/all/fuzz.lustrum")

static void check_tokens(const Source *source)
{
    if (!source->readable) return;
    size_t at = 0;
    for (uint32_t t = 0; t < source->token_count; t++) {
        Str text = token_text(source, t);
        MUST(source->tokens[t].start == at);
        MUST(text.len > 0 || t + 1 == source->token_count);
        at += text.len;
    }
    MUST(at == source->text.len);
}

static void check_messages(Arena *arena, Diags *diags, const Sources *sources)
{
    for (size_t i = 0; i < diags->count; i++) {
        const Diag *d = &diags->items[i];
        if (!d->has_span) continue;
        MUST(d->span.file < sources->count && d->span.start <= d->span.end);
        MUST(d->span.end <= sources->items[d->span.file].text.len);
        if (d->has_replace) MUST(d->replace.end <= sources->items[d->replace.file].text.len);
    }
    for (RenderForm form = RENDER_FULL; form <= RENDER_JSON; form++) {
        Text text = text_open(arena);
        render_diags(&text, diags, sources,
                     (RenderStyle){ .form = form, .colour = diags->count & 1 });
        MUST(text.len > 0 || diags->count == 0);
    }
}

static void parse_only(Input *input)
{
    Sources sources = sources_open(&input->arena);
    Diags diags = diags_open(&input->arena);
    uint32_t file;
    source_add(&sources, &diags, NAME, input->bytes, &file);
    const Node *tree = parse_source(&sources, file, &input->arena, &diags);
    MUST(tree->kind == NODE_FILE && node_fits(tree));
    check_tokens(&sources.items[file]);
    check_messages(&input->arena, &diags, &sources);
}

static Str line_of(void *user, Span span)
{
    const Sources *sources = user;
    MUST(span.file < sources->count);
    const Source *source = &sources->items[span.file];
    return source_line(source, source_place(source, span.start).line);
}

static void compile_input(Input *input)
{
    Sources sources = sources_open(&input->arena);
    Diags diags = diags_open(&input->arena);
    uint32_t file;
    if (!source_add(&sources, &diags, NAME, input->bytes, &file)) return;
    const Program *program = compile_term(&input->arena, &sources, file, &diags);
    MUST((program != NULL) == (diags.errors == 0));
    if (program) {
        bool verified = program_verify(program, &diags);
        check_messages(&input->arena, &diags, &sources);
        MUST(verified);
        MUST(program_disassemble(&input->arena, program, line_of, &sources).len > 0);
    }
    check_messages(&input->arena, &diags, &sources);
}

/* A text without mistakes has a layout, which is the same text and is laid out already. */
static void lay_out(Input *input)
{
    Str text = input->bytes, laid;
    for (int round = 0; round < 2; round++) {
        Sources sources = sources_open(&input->arena);
        Diags diags = diags_open(&input->arena);
        uint32_t file;
        if (!source_add(&sources, &diags, NAME, text, &file)) return;
        if (!format_source(&sources, file, &input->arena, &diags, &laid)) {
            MUST(round == 0);
            return;
        }
        MUST(round == 0 || str_eq(text, laid));
        text = laid;
    }
}

static void read_and_compile(void *arg)
{
    parse_only(arg);
    lay_out(arg);
    compile_input(arg);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    Guard guard;
    Input input = { .bytes = { (const char *)bytes, size } };
    input.arena = arena_open(&guard);
    Why why = guard_run(&guard, read_and_compile, &input);
    arena_close(&input.arena);
    MUST(why == WHY_NOTHING || why == WHY_LIMIT);
    return 0;
}
