/* fuzz_parse.c -- any bytes as a rule file: messages and a tree that fits node.def, never a crash,
 * and the messages can be shown in every form. SPDX-License-Identifier: Apache-2.0 */
#include "parse.h"
#include "render.h"
#include <stdlib.h>

typedef struct Input {
    Arena arena;
    Str bytes;
} Input;

static void read_and_show(void *arg)
{
    Input *input = arg;
    Sources sources = sources_open(&input->arena);
    Diags diags = diags_open(&input->arena);
    uint32_t file;
    source_add(&sources, &diags, STR("fuzz.lustrum"), input->bytes, &file);
    const Node *tree = parse_source(&sources, file, &input->arena, &diags);
    if (tree->kind != NODE_FILE || !node_fits(tree)) abort();
    for (RenderForm form = RENDER_FULL; form <= RENDER_JSON; form++) {
        Text text = text_open(&input->arena);
        render_diags(&text, &diags, &sources, (RenderStyle){ .form = form });
        if (diags.count && text.len == 0) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    Guard guard;
    Input input = { .bytes = { (const char *)bytes, size } };
    input.arena = arena_open(&guard);
    Why why = guard_run(&guard, read_and_show, &input);
    arena_close(&input.arena);
    if (why != WHY_NOTHING) abort();
    return 0;
}
