/* markdown.c -- paragraphs, headings, lists and tables of a document.
 * SPDX-License-Identifier: Apache-2.0 */
#include "doc/doc.h"

void doc_heading(Doc *doc, int level, Str title)
{
    text_pad(&doc->text, '#', (size_t)level);
    text_printf(&doc->text, " %S\n\n", words_text(&doc->words, title));
}

/* At the head of a line some signs begin a list: `- `, `+ `, `1. `, `1) `. */
static void put_line(Doc *doc, Str markdown)
{
    size_t digits = 0;
    while (digits < markdown.len && markdown.at[digits] >= '0' && markdown.at[digits] <= '9')
        digits++;
    bool lists = digits < markdown.len && strchr(digits ? ".)" : "-+=", markdown.at[digits]);
    text_printf(&doc->text, "%S%s%S\n", str_slice(markdown, 0, digits), lists ? "\\" : "",
                str_slice(markdown, digits, markdown.len));
}

void doc_paragraph(Doc *doc, Str markdown)
{
    if (!markdown.len) return;
    put_line(doc, markdown);
    text_byte(&doc->text, '\n');
}

void doc_author(Doc *doc, Str text)
{
    doc_paragraph(doc, words_text(&doc->words, text));
}

void doc_item(Doc *doc, Str markdown)
{
    text_add(&doc->text, STR("- "));
    put_line(doc, markdown);
}

void doc_items_end(Doc *doc)
{
    text_byte(&doc->text, '\n');
}

static void put_rule(Doc *doc, size_t count)
{
    text_byte(&doc->text, '|');
    for (size_t i = 0; i < count; i++) text_add(&doc->text, STR(" --- |"));
    text_byte(&doc->text, '\n');
}

void doc_table(Doc *doc, Str caption, const char *const *headings, size_t count)
{
    doc_paragraph(doc, caption);
    text_byte(&doc->text, '|');
    for (size_t i = 0; i < count; i++) text_printf(&doc->text, " %s |", headings[i]);
    text_byte(&doc->text, '\n');
    put_rule(doc, count);
}

void doc_row(Doc *doc, const Str *cells, size_t count)
{
    text_byte(&doc->text, '|');
    for (size_t i = 0; i < count; i++) text_printf(&doc->text, " %S |", cells[i]);
    text_byte(&doc->text, '\n');
}

void doc_table_end(Doc *doc)
{
    text_byte(&doc->text, '\n');
}

void doc_rows(Doc *doc, Str caption, const Node *rows)
{
    doc_paragraph(doc, caption);
    for (uint32_t r = 0; r < rows->count; r++) {
        const Node *row = rows->child[r];
        Str *cells = NEW_ARRAY(doc->arena, Str, row->count + 1);
        for (uint32_t c = 0; c < row->count; c++)
            cells[c] = words_text(&doc->words, r == 0 ? words_name(&doc->words, row->child[c]->text)
                                                      : row->child[c]->text);
        doc_row(doc, cells, row->count);
        if (r == 0) put_rule(doc, row->count);
    }
    doc_table_end(doc);
}

Str doc_sentence(Doc *doc, Str markdown)
{
    Text text = text_open(doc->arena);
    text_add(&text, markdown);
    if (text.len && text.at[0] >= 'a' && text.at[0] <= 'z')
        text.at[0] = (char)(text.at[0] - 'a' + 'A');
    text_byte(&text, '.');
    return text_str(&text);
}

size_t doc_slug_bytes(char *to, Str heading)
{
    size_t len = 0;
    for (size_t i = 0; i < heading.len; i++) {
        char c = heading.at[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                    (unsigned char)c >= 0x80;
        if (c >= 'A' && c <= 'Z') to[len++] = (char)(c - 'A' + 'a');
        if (c == ' ') to[len++] = '-';
        if (word) to[len++] = c;
    }
    return len;
}

static Str slug(Doc *doc, Str title)
{
    char *name = NEW_ARRAY(doc->arena, char, title.len + 1);
    return (Str){ name, doc_slug_bytes(name, title) };
}

Str doc_link(Doc *doc, Str title)
{
    return str_printf(doc->arena, "[%S](<#%S>)", words_text(&doc->words, title), slug(doc, title));
}

/* How many headings above the measure's are called as it is: a reader of Markdown numbers them. */
static size_t called_before(Doc *doc, const Measure *measure, Str name)
{
    const Model *model = doc->model;
    const Str sections[] = { model->title, STR("Reviews"), STR("Powers"), STR("Goals"),
                             STR("Measures") };
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(sections); i++) count += str_eq(slug(doc, sections[i]), name);
    for (size_t i = 0; i < model->review_count; i++)
        count += str_eq(slug(doc, model->reviews[i]->title), name);
    for (size_t i = 0; i < model->power_count; i++)
        count += str_eq(slug(doc, model->powers[i]->title), name);
    for (size_t i = 0; i < model->measure_count && model->measures[i] != measure; i++)
        count += str_eq(slug(doc, model->measures[i]->title), name);
    return count;
}

Str doc_measure_link(Doc *doc, const Measure *measure)
{
    Str name = slug(doc, measure->title);
    size_t before = called_before(doc, measure, name);
    if (!before) return doc_link(doc, measure->title);
    return str_printf(doc->arena, "[%S](<#%S-%u>)", words_text(&doc->words, measure->title), name,
                      (uint64_t)before);
}
