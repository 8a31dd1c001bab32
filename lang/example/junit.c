/* junit.c -- what came of the examples as a testsuite of a JUnit document, which servers that run
 * tests can show.
 * SPDX-License-Identifier: Apache-2.0 */
#include "example/example.h"
#include "result/cell.h"

/* s between quotes or tags.  XML has no way to write most control characters: they become U+FFFD.
 */
static void text_xml(Text *text, Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        switch (c) {
        case '&': text_add(text, STR("&amp;")); break;
        case '<': text_add(text, STR("&lt;")); break;
        case '>': text_add(text, STR("&gt;")); break;
        case '"': text_add(text, STR("&quot;")); break;
        case '\n': text_add(text, STR("&#10;")); break;
        default:
            if (c < 0x20)
                text_add(text, STR("\xEF\xBF\xBD"));
            else
                text_byte(text, (char)c);
        }
    }
}

static void attribute(Text *text, const char *name, Str value)
{
    text_printf(text, " %s=\"", name);
    text_xml(text, value);
    text_byte(text, '"');
}

static void put_failure(Text *text, Arena *arena, const Expectation *e, const Sources *sources)
{
    uint32_t line = source_place(&sources->items[e->span.file], e->span.start).line;
    Str message = e->message.len
                      ? e->message
                      : str_printf(arena, "expected %S, came out %S", e->expected, e->got);
    text_add(text, STR("      <failure"));
    attribute(text, "type", e->message.len ? STR("undecided") : STR("differs"));
    attribute(text, "message", message);
    text_byte(text, '>');
    text_xml(text, str_printf(arena, "%S:%u  %S", sources->items[e->span.file].name, (uint64_t)line,
                              e->written));
    text_add(text, STR("</failure>\n"));
}

static void put_case(Text *text, Arena *arena, const ExampleResult *one, const Sources *sources)
{
    text_add(text, STR("    <testcase"));
    attribute(text, "name", one->title);
    attribute(text, "classname",
              str_printf(arena, "%S.%S", sources->items[one->span.file].name,
                         year_words(arena, one->year)));
    if (one->passed) {
        text_add(text, STR("/>\n"));
        return;
    }
    text_add(text, STR(">\n"));
    if (one->count == 0)
        text_add(text, STR("      <failure type=\"undecided\" message=\"it expects nothing\"/>\n"));
    const Expectation *first = NULL; /* a testcase has one failure: the first tells of the rest */
    for (size_t k = 0; k < one->count && !first; k++)
        if (!one->expectations[k].passed) first = &one->expectations[k];
    if (first) put_failure(text, arena, first, sources);
    text_add(text, STR("    </testcase>\n"));
}

Str examples_junit(Arena *arena, const Examples *examples, const Sources *sources, Str file)
{
    Text text = text_open(arena);
    text_add(&text, STR("  <testsuite"));
    attribute(&text, "name", file);
    text_printf(&text, " tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"0\">\n",
                (uint64_t)examples->count, (uint64_t)examples->failed);
    for (size_t i = 0; i < examples->count; i++)
        put_case(&text, arena, &examples->items[i], sources);
    text_add(&text, STR("  </testsuite>\n"));
    return text_str(&text);
}
