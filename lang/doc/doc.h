/* doc.h -- a framework as a document for the public: Markdown, and HTML made of it.
 *
 * The Markdown is what is written; each table in it stands under a paragraph of its own, which is
 * its caption.  Every text of an author goes through words_text.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_DOC_H
#define LUSTRUM_DOC_H

#include "doc/words.h"

typedef struct Doc {
    Arena *arena;
    Model *model;   /* of the last year of the term: its titles */
    Model **models; /* of every year */
    size_t model_count;
    Words words;
    Text text;
    const Node **used; /* declarations that something names */
    size_t used_count, used_cap;
} Doc;

/* The whole document as Markdown; lives in arena. */
Str doc_markdown(Arena *arena, Model **models, size_t count);
/* Markdown of doc_markdown as a page that stands alone: one h1, tables with captions and scopes, no
 * script, nothing from elsewhere. */
Str doc_html(Arena *arena, Str markdown, Str title);

/* ---- markdown.c ---- */
void doc_heading(Doc *doc, int level, Str title);
/* A paragraph that is Markdown already. */
void doc_paragraph(Doc *doc, Str markdown);
/* The same of an author's text. */
void doc_author(Doc *doc, Str text);
void doc_item(Doc *doc, Str markdown);
/* After the last item of a list. */
void doc_items_end(Doc *doc);
void doc_table(Doc *doc, Str caption, const char *const *headings, size_t count);
void doc_row(Doc *doc, const Str *cells, size_t count);
void doc_table_end(Doc *doc);
/* A sentence: first letter large, a full stop at its end. */
Str doc_sentence(Doc *doc, Str markdown);
/* [Title](#title) of a heading that no other is called like; of a measure. */
Str doc_link(Doc *doc, Str title);
Str doc_measure_link(Doc *doc, const Measure *measure);
/* What a heading is called in links: at most as long as it is.  Gives the length. */
size_t doc_slug_bytes(char *to, Str heading);
/* Which declarations the measures, reviews, powers, goals, reconciliations, records and examples
 * come to name; what modules offer besides is left out. */
void doc_find_used(Doc *doc);
bool doc_is_used(const Doc *doc, const Node *declaration);
/* The rows of a table as they stand in the text; the first holds the headings. */
void doc_rows(Doc *doc, Str caption, const Node *rows);

/* ---- judge.c, measure.c, pages.c, define.c, worked.c ---- */
void doc_judgements(Doc *doc);
void doc_measures(Doc *doc);
void doc_pages(Doc *doc);
void doc_definitions(Doc *doc);
void doc_data(Doc *doc);
void doc_examples(Doc *doc);
void doc_history(Doc *doc);

#endif
