/* define.c -- what the measures are made of, for readers: derived fields, shared formulas,
 * parameters, lists, tables, and the data.
 * SPDX-License-Identifier: Apache-2.0 */
#include "doc/doc.h"
#include "needs/needs.h"

/* Every declaration of a kind, in the order of the files. */
typedef void Put(Doc *doc, const Node *node);

static size_t count_kind(Doc *doc, NodeKind kind)
{
    const Node *tree;
    size_t count = 0;
    for (size_t f = 0; (tree = model_tree(doc->model, f)); f++)
        for (uint32_t i = 0; i < tree->count; i++)
            count += tree->child[i]->kind == kind && doc_is_used(doc, tree->child[i]);
    return count;
}

static void put_kind(Doc *doc, NodeKind kind, Put *put)
{
    const Node *tree;
    for (size_t f = 0; (tree = model_tree(doc->model, f)); f++)
        for (uint32_t i = 0; i < tree->count; i++)
            if (tree->child[i]->kind == kind && doc_is_used(doc, tree->child[i]))
                put(doc, tree->child[i]);
}

/* ---- derived fields and shared formulas ---- */

static void put_derive(Doc *doc, const Node *node)
{
    Words words = doc->words;
    words.record = record_find(doc->model, node->child[AT_DERIVE_RECORD]->text);
    Str cells[] = { words_text(&words, node->child[AT_DERIVE_TITLE]->text),
                    words_name(&words, node->child[AT_DERIVE_RECORD]->text),
                    words_of(&words, node->child[AT_DERIVE_DEFINITION]) };
    doc_row(doc, cells, COUNT_OF(cells));
}

static void put_formula(Doc *doc, const Node *node)
{
    Words words = doc->words;
    const Node *parts = node->child[AT_FORMULA_PARTS];
    words.parts = parts;
    Str *names = NEW_ARRAY(doc->arena, Str, parts->count + 1);
    for (uint32_t i = 0; i < parts->count; i++)
        names[i] = words_term(&words, words_name(&words, parts->child[i]->text));
    Str cells[] = { words_text(&words, node->child[AT_FORMULA_TITLE]->text),
                    words_join(doc->arena, names, parts->count, "and"),
                    words_of(&words, node->child[AT_FORMULA_DEFINITION]) };
    doc_row(doc, cells, COUNT_OF(cells));
}

/* ---- parameters, lists, tables ---- */

static void put_parameter(Doc *doc, const Node *node)
{
    const Node *values = node->child[AT_PARAMETER_VALUES];
    Text text = text_open(doc->arena);
    for (uint32_t i = 0; i < values->count; i++) {
        const Node *dated = values->child[i];
        Str dates = words_dates(&doc->words, dated->child[AT_DATED_DATES]);
        text_printf(&text, "%s%S%s%S", i ? "; " : "",
                    words_of(&doc->words, dated->child[AT_DATED_VALUE]), dates.len ? " " : "",
                    dates);
    }
    Str cells[] = { words_text(&doc->words, node->child[AT_PARAMETER_TITLE]->text),
                    text_str(&text) };
    doc_row(doc, cells, COUNT_OF(cells));
}

static void put_list(Doc *doc, const Node *node)
{
    const Node *items = node->child[AT_LIST_DECL_ITEMS];
    Text text = text_open(doc->arena);
    for (uint32_t i = 0; i < items->count; i++) {
        const Node *item = items->child[i];
        Str words = item->kind == NODE_STRING
                        ? str_printf(doc->arena, "“%S”", words_text(&doc->words, item->text))
                        : str_printf(doc->arena, "all of %S",
                                     words_term(&doc->words, words_name(&doc->words, item->text)));
        text_printf(&text, "%s%S", i ? ", " : "", words);
    }
    Str cells[] = { words_name(&doc->words, node->child[AT_LIST_DECL_NAME]->text),
                    text_str(&text) };
    doc_row(doc, cells, COUNT_OF(cells));
}

static void put_table(Doc *doc, const Node *node)
{
    const Node *source = node->child[AT_TABLE_SOURCE], *curve = node->child[AT_TABLE_CURVE];
    Text caption = text_open(doc->arena);
    text_add(&caption, words_text(&doc->words, node->child[AT_TABLE_TITLE]->text));
    if (source) text_printf(&caption, ". Source: %S", words_text(&doc->words, source->text));
    if (curve) text_add(&caption, STR(". Between its rows by straight lines"));
    doc_rows(doc, text_str(&caption), node->child[AT_TABLE_ROWS]);
}

void doc_definitions(Doc *doc)
{
    static const char *const derived[] = { "What", "Of each", "Is" };
    static const char *const formulas[] = { "What", "Of", "Is" };
    static const char *const parameters[] = { "What", "Is" };
    static const char *const lists[] = { "List", "Has" };
    size_t all = count_kind(doc, NODE_DERIVE) + count_kind(doc, NODE_FORMULA) +
                 count_kind(doc, NODE_PARAMETER) + count_kind(doc, NODE_LIST_DECL) +
                 count_kind(doc, NODE_TABLE);
    if (all) doc_heading(doc, 2, STR("Definitions"));
    const struct {
        NodeKind kind;
        Str caption;
        const char *const *headings;
        size_t count;
        Put *put;
    } tables[] = { { NODE_DERIVE, STR("What is worked out of each row"), derived, 3, put_derive },
                   { NODE_FORMULA, STR("Formulas that measures share"), formulas, 3, put_formula },
                   { NODE_PARAMETER, STR("Numbers that are agreed"), parameters, 2, put_parameter },
                   { NODE_LIST_DECL, STR("Lists"), lists, 2, put_list } };
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        if (!count_kind(doc, tables[i].kind)) continue;
        doc_table(doc, tables[i].caption, tables[i].headings, tables[i].count);
        put_kind(doc, tables[i].kind, tables[i].put);
        doc_table_end(doc);
    }
    put_kind(doc, NODE_TABLE, put_table);
}

/* ---- data ---- */

static void put_column(Doc *doc, const Needs *needs, const NeedFile *file, const NeedColumn *column)
{
    Text heading = text_open(doc->arena);
    for (size_t i = 0; i < column->headings.count; i++) {
        const Spell *spell = &column->headings.items[i];
        text_printf(&heading, "%s%S", i ? "; " : "", words_text(&doc->words, spell->text));
        if (column->headings.count > 1)
            text_printf(&heading, " in %S", years_text(doc->arena, spell->first, spell->last));
    }
    Str missing = needs_missing(needs, column);
    Str kind = needs_kind(needs, column);
    if (missing.len) kind = str_printf(doc->arena, "%S; %S", kind, missing);
    Str cells[] = { text_str(&heading),
                    words_text(&doc->words, needs_name(doc->arena, column->field->name)),
                    words_text(&doc->words, kind),
                    words_text(&doc->words, needs_why(needs, file, column)) };
    doc_row(doc, cells, COUNT_OF(cells));
}

void doc_data(Doc *doc)
{
    static const char *const headings[] = { "Column", "What it is", "What it holds",
                                            "Why it is read" };
    Needs needs = needs_of(doc->arena, doc->models, doc->model_count, SIZE_MAX);
    if (!needs.file_count) return;
    doc_heading(doc, 2, STR("Data"));
    for (size_t f = 0; f < needs.file_count; f++) {
        const NeedFile *file = &needs.files[f];
        doc_table(doc,
                  str_printf(doc->arena, "%S: one row for each %S%s",
                             words_text(&doc->words, file->schema->file),
                             words_name(&doc->words, file->record->name),
                             file->record->has_personal_key ? ", a person who is never named" : ""),
                  headings, COUNT_OF(headings));
        for (size_t c = 0; c < file->column_count; c++)
            if (file->columns[c].asked) put_column(doc, &needs, file, &file->columns[c]);
        doc_table_end(doc);
    }
}
