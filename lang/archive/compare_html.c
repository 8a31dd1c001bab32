/* compare_html.c -- see compare.h: told as a page that stands alone.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/compare.h"
#include "page.h"

static void cell(Text *text, const char *tag, Str words)
{
    text_printf(text, "<%s>", tag);
    page_text(text, words);
    text_printf(text, "</%s>", tag);
}

static void row(Text *text, const char *tag, const Str *cells, size_t count)
{
    text_add(text, STR("<tr>"));
    for (size_t i = 0; i < count; i++) cell(text, tag, cells[i]);
    text_add(text, STR("</tr>\n"));
}

static void open_table(Text *text, const char *caption, const Str *heads, size_t count)
{
    text_printf(text, "<table>\n<caption>%s</caption>\n<thead>\n", caption);
    row(text, "th", heads, count);
    text_add(text, STR("</thead>\n<tbody>\n"));
}

static void close_table(Text *text)
{
    text_add(text, STR("</tbody>\n</table>\n"));
}

static void sides(Text *text, const Compare *c)
{
    const Str heads[] = { STR("Results"), STR("Framework"), STR("Year"),
                          STR("Status"),  STR("Data"),      STR("Lustrum") };
    open_table(text, "What is compared", heads, COUNT_OF(heads));
    for (int side = 0; side < SIDES; side++) {
        const Kept *kept = &c->kept[side];
        const Str cells[] = { kept->shown, kept->framework, kept->year_words,
                              kept->mode,  kept->vintage,   kept->tool_version };
        row(text, "td", cells, COUNT_OF(cells));
    }
    close_table(text);
}

static void causes(Text *text, const Compare *c)
{
    const Str heads[] = { STR("What"), STR("Which") };
    open_table(text, "What is not the same", heads, COUNT_OF(heads));
    const Kept *before = &c->kept[BEFORE], *after = &c->kept[AFTER];
    if (c->year) {
        const Str cells[] = { STR("year"), str_printf(text->arena, "%S, now %S", before->year_words,
                                                      after->year_words) };
        row(text, "td", cells, COUNT_OF(cells));
    }
    if (c->standing) {
        const Str cells[] = { STR("standing"),
                              str_printf(text->arena, "%S, now %S", before->mode, after->mode) };
        row(text, "td", cells, COUNT_OF(cells));
    }
    for (size_t i = 0; i < c->file_count; i++) {
        const Str cells[] = { STR("data"), c->files[i].name };
        row(text, "td", cells, COUNT_OF(cells));
    }
    for (size_t i = 0; i < c->clause_count; i++) {
        const Str cells[] = { STR("rules"), c->clauses[i].sentence };
        row(text, "td", cells, COUNT_OF(cells));
    }
    if (c->meaning && !c->clause_count) {
        const Str cells[] = { STR("rules"), STR("another meaning") };
        row(text, "td", cells, COUNT_OF(cells));
    }
    if (c->reference) {
        const Str cells[] = { STR("reference"), STR("of other national figures") };
        row(text, "td", cells, COUNT_OF(cells));
    }
    if (c->tool) {
        const Str cells[] = { STR("tool"), STR("another build") };
        row(text, "td", cells, COUNT_OF(cells));
    }
    close_table(text);
}

static void moved(Text *text, const Compare *c)
{
    Arena *arena = &c->result->arena;
    const Str heads[] = { STR("File"),   STR("Row"),   STR("Name"), STR("Column"),
                          STR("Before"), STR("After"), STR("By") };
    open_table(text, "What moved", heads, COUNT_OF(heads));
    for (size_t i = 0; i < c->moves.count; i++) {
        const Move *move = &c->moves.items[i];
        const Str cells[] = { move->file,
                              moves_words(arena, move->key),
                              moves_words(arena, move->name),
                              move->column,
                              move->came ? STR("not there") : move->before,
                              move->went ? STR("not there") : move->after,
                              compare_by_words(arena, c, i) };
        row(text, "td", cells, COUNT_OF(cells));
    }
    close_table(text);
}

Str compare_html(Compare *c)
{
    Text text = text_open(&c->result->arena);
    text_add(&text, STR("<h1>Two results side by side</h1>\n"));
    text_add(&text, c->moves.count
                        ? STR("<p>The results are not the same.</p>\n")
                        : STR("<p>All figures, bands, findings and powers are the same.</p>\n"));
    sides(&text, c);
    if (c->data || c->meaning || c->reference || c->tool || c->year || c->standing)
        causes(&text, c);
    if (c->moves.count) moved(&text, c);
    return page_whole(text.arena, STR("Two results side by side"), text_str(&text));
}
