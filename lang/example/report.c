/* report.c -- what came of the examples, for reading and as JSON.
 * SPDX-License-Identifier: Apache-2.0 */
#include "example/example.h"
#include "result/cell.h"
#include "result/json.h"

static uint32_t line_of(const Sources *sources, Span span)
{
    return source_place(&sources->items[span.file], span.start).line;
}

/* A line under an expectation: a word in a column of its own, and what follows. */
static void print_part(Text *text, const char *word, Str what)
{
    text_printf(text, "      %s", word);
    text_pad(text, ' ', 10 - strlen(word));
    text_printf(text, "%S\n", what);
}

static void print_expectation(Text *text, Arena *arena, const Expectation *e,
                              const Sources *sources)
{
    text_printf(text, "  %S:%u  %S\n", sources->items[e->span.file].name,
                (uint64_t)line_of(sources, e->span), e->written);
    if (e->message.len) {
        print_part(text, "not run", e->message);
        return;
    }
    print_part(text, "expected", e->expected);
    Text got = text_open(arena);
    text_add(&got, e->got);
    if (e->shown.len && !str_eq(e->shown, e->got)) text_printf(&got, ", shown as %S", e->shown);
    print_part(text, "came out", text_str(&got));
}

Str examples_text(Arena *arena, const Examples *examples, const Sources *sources)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < examples->count; i++) {
        const ExampleResult *one = &examples->items[i];
        if (one->passed) continue;
        text_printf(&text, "FAILED  \"%S\", %S\n", one->title, year_words(arena, one->year));
        if (one->count == 0)
            text_printf(&text, "  %S:%u  it expects nothing\n", sources->items[one->span.file].name,
                        (uint64_t)line_of(sources, one->span));
        for (size_t k = 0; k < one->count; k++)
            if (!one->expectations[k].passed)
                print_expectation(&text, arena, &one->expectations[k], sources);
        text_byte(&text, '\n');
    }
    text_printf(&text, "%u passed, %u failed\n", (uint64_t)examples->passed,
                (uint64_t)examples->failed);
    return text_str(&text);
}

static void expectation_json(Json *json, const Expectation *e, const Sources *sources)
{
    json_object(json, NULL);
    json_count(json, "line", line_of(sources, e->span));
    json_str(json, "text", e->written);
    json_bool(json, "passed", e->passed);
    json_str(json, "expected", e->expected);
    json_str(json, "got", e->got);
    json_str(json, "exact", e->exact);
    json_str(json, "shown", e->shown);
    json_str(json, "message", e->message);
    json_end(json);
}

Str examples_json(Arena *arena, const Examples *examples, const Sources *sources, Str file)
{
    Json json = json_open(arena, "lustrum/test@1");
    json_str(&json, "file", file);
    json_count(&json, "passed", examples->passed);
    json_count(&json, "failed", examples->failed);
    json_bool(&json, "faulty", examples->faulty);
    json_array(&json, "examples");
    for (size_t i = 0; i < examples->count; i++) {
        const ExampleResult *one = &examples->items[i];
        json_object(&json, NULL);
        json_str(&json, "title", one->title);
        json_str(&json, "file", sources->items[one->span.file].name);
        json_count(&json, "line", line_of(sources, one->span));
        json_str(&json, "year", year_words(arena, one->year));
        json_bool(&json, "passed", one->passed);
        json_array(&json, "expectations");
        for (size_t k = 0; k < one->count; k++)
            expectation_json(&json, &one->expectations[k], sources);
        json_end(&json);
        json_end(&json);
    }
    json_end(&json);
    return json_close(&json);
}
