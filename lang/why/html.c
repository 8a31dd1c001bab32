/* html.c -- explanations as one page that stands alone: no script, nothing from a network,
 * headings, nested lists and the rule text with the clauses marked that were used.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/standing.h"
#include "why/outline.h"
#include "why/why.h"

#define HEAD                                                                                       \
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"                      \
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "        \
    "'unsafe-inline'; form-action 'none'; base-uri 'none'\">\n"                                    \
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"

#define STYLE                                                                                      \
    "<style>\n"                                                                                    \
    "body{font:19px/1.4 Arial,Helvetica,sans-serif;color:#0b0c0c;background:#fff;max-width:60em;"  \
    "margin:1.5em auto;padding:0 1em}\n"                                                           \
    "h1{font-size:1.6em}h2{font-size:1.25em;margin-top:1.6em}\n"                                   \
    "ul.tree,ul.tree ul{list-style:none;padding-left:1.1em;border-left:1px solid #b1b4b6}\n"       \
    "ul.tree{border:0;padding:0}ul.tree li{margin:.25em 0}\n"                                      \
    ".value{font-weight:bold;padding-left:.6em}.where{color:#505a5f;font-size:.8em;"               \
    "padding-left:.6em}\n"                                                                         \
    "pre{white-space:pre-wrap;background:#f3f2f1;padding:.7em;font-size:.85em}\n"                  \
    "mark{background:#fff7bf;color:#0b0c0c;border-bottom:2px solid #0b0c0c}\n"                     \
    "a{color:#1d70b8}a:focus{outline:3px solid #ffdd00}\n"                                         \
    "@media print{body{font-size:12pt;max-width:none;margin:15mm}li,pre{break-inside:avoid}}\n"    \
    "</style>\n"

static void escape(Text *text, Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        switch (s.at[i]) {
        case '&': text_add(text, STR("&amp;")); break;
        case '<': text_add(text, STR("&lt;")); break;
        case '>': text_add(text, STR("&gt;")); break;
        case '"': text_add(text, STR("&quot;")); break;
        default: text_byte(text, s.at[i]);
        }
    }
}

static void element(Text *text, const char *open, Str s, const char *close)
{
    text_add(text, str_of(open));
    escape(text, s);
    text_add(text, str_of(close));
}

/* ---- the tree ---- */

static void add_item(Inquiry *why, Text *text, const Line *line)
{
    element(text, "<span class=\"step\">", line->words, "</span>");
    if (line->value.len) element(text, " <span class=\"value\">", line->value, "</span>");
    if (!line->rule.line) return;
    Str where = str_printf(why->arena, "%S:%u", line->rule.file, (uint64_t)line->rule.line);
    element(text, " <span class=\"where\">", where, "</span>");
}

static void add_tree(Inquiry *why, Text *text, const Outline *o)
{
    int depth = -1;
    for (size_t i = 0; i < o->count; i++) {
        const Line *line = &o->lines[i];
        if (line->depth > depth) {
            text_add(text, depth < 0 ? STR("<ul class=\"tree\">\n") : STR("\n<ul>\n"));
        } else {
            text_add(text, STR("</li>\n"));
            for (int up = depth; up > line->depth; up--) text_add(text, STR("</ul>\n</li>\n"));
        }
        depth = line->depth;
        text_add(text, STR("<li>"));
        add_item(why, text, line);
    }
    for (; depth >= 0; depth--) text_add(text, STR("</li>\n</ul>\n"));
}

/* ---- the rules ---- */

/* The lines of a rule with its clause marked. */
static void add_rule(Inquiry *why, Text *text, const Rule *rule)
{
    const Source *source = &why->model->sources->items[rule->span.file];
    uint32_t first = source_place(source, rule->span.start).line;
    uint32_t last = source_place(source, rule->span.end).line;
    uint32_t start = source->line[first - 1];
    uint32_t end = last < source->line_count ? source->line[last] : (uint32_t)source->text.len;
    Str where = str_printf(why->arena, "%S:%u", rule->file, (uint64_t)rule->line);
    element(text, "<h3>", where, "</h3>\n");
    if (rule->article.len) element(text, "<p>", rule->article, "</p>\n");
    element(text, "<pre>", str_slice(source->text, start, rule->span.start), "<mark>");
    escape(text, str_slice(source->text, rule->span.start, rule->span.end));
    element(text, "</mark>", str_slice(source->text, rule->span.end, end), "</pre>\n");
}

static void add_list(Text *text, Str title, const Str *items, size_t count)
{
    if (!count) return;
    element(text, "<h2>", title, "</h2>\n<ol>\n");
    for (size_t i = 0; i < count; i++) element(text, "<li>", items[i], "</li>\n");
    text_add(text, STR("</ol>\n"));
}

static void add_figure(Inquiry *why, Text *text, const Figure *figure)
{
    const Outline *o = why_outline(why, figure);
    element(text, "<h1>", why_heading(why, figure), "</h1>\n");
    Str standing = standing_word(why->run->program);
    if (standing.len) element(text, "<p><strong>", standing, "</strong></p>\n");
    for (size_t i = 0; i < o->said_count; i++) element(text, "<p>", o->said[i], "</p>\n");
    text_add(text, STR("<h2>How it comes about</h2>\n"));
    add_tree(why, text, o);
    add_list(text, STR("Check it"), o->sums, o->sum_count);
    if (!o->rule_count) return;
    text_add(text, STR("<h2>The rules</h2>\n"));
    for (size_t i = 0; i < o->rule_count; i++) add_rule(why, text, &o->rules[i]);
}

Str why_html(Inquiry *why)
{
    Text text = text_open(why->arena);
    text_add(&text, str_of(HEAD));
    Str title = why->figure_count ? why_heading(why, &why->figures[0]) : why->model->name;
    element(&text, "<title>", title, "</title>\n");
    text_add(&text, str_of(STYLE "</head>\n<body>\n<main>\n"));
    for (size_t i = 0; i < why->figure_count; i++) add_figure(why, &text, &why->figures[i]);
    text_printf(&text, "<p>%S, %S. Lustrum %s.</p>\n</main>\n</body>\n</html>\n", why->model->name,
                year_words(why->arena, why->model->year), LUS_VERSION);
    return text_str(&text);
}
