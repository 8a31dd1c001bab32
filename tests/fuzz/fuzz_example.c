/* fuzz_example.c -- any bytes as a rule file whose examples are run: rows given in the text go
 * through tables, program, VM and the comparison with what is expected.
 *
 * Always: every expectation is passed, failed with both sides in words, or says why it could not be
 * decided; and the report can be written in both forms.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"
#include "example/example.h"

typedef struct Input {
    Guard guard;
    Arena arena;
    Str bytes;
    Examples examples;
} Input;

static void run_examples(void *arg)
{
    Input *input = arg;
    Sources sources = sources_open(&input->arena);
    Diags diags = diags_open(&input->arena);
    uint32_t file;
    Str name = STR("/nowhere/at/all/fuzz.lustrum");
    if (!source_add(&sources, &diags, name, input->bytes, &file)) return;
    ExampleJob job = {
        .arena = &input->arena, .sources = &sources, .file = file, .seed = 7, .diags = &diags
    };
    Examples *examples = &input->examples;
    examples_run(examples, &job);
    MUST(examples->passed + examples->failed == examples->count);
    for (size_t i = 0; i < examples->count && !examples->faulty; i++) {
        const ExampleResult *one = &examples->items[i];
        for (size_t k = 0; k < one->count; k++) {
            const Expectation *e = &one->expectations[k];
            MUST(e->passed || e->message.len || (e->expected.len && e->got.len));
        }
    }
    MUST(examples_text(&input->arena, examples, &sources).len > 0);
    MUST(examples_json(&input->arena, examples, &sources, name).len > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    Input input = { .bytes = { (const char *)bytes, size } };
    input.arena = arena_open(&input.guard);
    Why why = guard_run(&input.guard, run_examples, &input);
    examples_close(&input.examples);
    arena_close(&input.arena);
    MUST(why == WHY_NOTHING || why == WHY_LIMIT);
    return 0;
}
