/* rounds_help.h -- random rules whose examples say what must come out: run, and shown where they
 * do not hold.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TEST_ROUNDS_HELP_H
#define LUSTRUM_TEST_ROUNDS_HELP_H

#include "example/example.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* Runs the one example of these rules; prints the rules and what was said unless it holds. */
static inline void run_example(Arena *arena, Str rules, Examples *examples)
{
    Sources sources = sources_open(arena);
    Diags diags = diags_open(arena);
    uint32_t file;
    assert_true(source_add(&sources, &diags, STR("random.lustrum"), rules, &file));
    ExampleJob job = {
        .arena = arena, .sources = &sources, .file = file, .seed = 7, .diags = &diags
    };
    examples_run(examples, &job);
    if (examples->passed == 1) return;
    Str said = examples_text(arena, examples, &sources);
    print_message(STR_FMT "\n" STR_FMT "\n", STR_ARG(rules), STR_ARG(said));
    for (size_t i = 0; i < diags.count; i++)
        print_message("%s\n", diag_info[diags.items[i].id].code);
}

#endif
