/* doc.c -- see doc.h: the order of the document, and lus_doc.
 * SPDX-License-Identifier: Apache-2.0 */
#include "doc/doc.h"
#include "facade.h"
#include "result/json.h"

static void put_head(Doc *doc)
{
    const Model *model = doc->model;
    static const char *const headings[] = { "What", "Is" };
    doc_heading(doc, 1, model->title);
    if (model->study)
        doc_paragraph(doc, STR("**Study.** These rules are tried out on one year; nothing may be "
                               "decided by them."));
    doc_table(doc, STR("These rules at a glance"), headings, COUNT_OF(headings));
    Str owner[] = { STR("Agreed by"), words_text(&doc->words, model->owner) };
    Str term[] = { STR("Hold for the school years"),
                   years_text(doc->arena, model->term_first, model->term_last) };
    Str measures[] = { STR("Measures"),
                       str_printf(doc->arena, "%u", (uint64_t)model->measure_count) };
    Str reviews[] = { STR("Reviews and powers"),
                      str_printf(doc->arena, "%u and %u", (uint64_t)model->review_count,
                                 (uint64_t)model->power_count) };
    if (model->owner.len) doc_row(doc, owner, 2);
    doc_row(doc, term, 2);
    doc_row(doc, measures, 2);
    doc_row(doc, reviews, 2);
    doc_table_end(doc);
    doc_paragraph(doc, STR("Every number is exact until the text says that it is rounded. What is "
                           "missing is never counted as something else without saying so. Words in "
                           "italics are explained in this document."));
}

static void put_contents(Doc *doc)
{
    const Model *model = doc->model;
    doc_paragraph(doc, STR("In this document:"));
    if (model->review_count) doc_item(doc, doc_link(doc, STR("Reviews")));
    if (model->power_count) doc_item(doc, doc_link(doc, STR("Powers")));
    if (model->goal_count) doc_item(doc, doc_link(doc, STR("Goals")));
    if (model->measure_count) doc_item(doc, doc_link(doc, STR("Measures")));
    for (size_t i = 0; i < model->measure_count; i++) {
        text_add(&doc->text, STR("  "));
        doc_item(doc, doc_measure_link(doc, model->measures[i]));
    }
    if (model->pages) doc_item(doc, doc_link(doc, STR("Pages for readers")));
    if (doc->used_count) doc_item(doc, doc_link(doc, STR("Definitions")));
    doc_item(doc, doc_link(doc, STR("Data")));
    if (model->example_count) doc_item(doc, doc_link(doc, STR("Worked examples")));
    doc_item(doc, doc_link(doc, STR("Sources and history")));
    doc_items_end(doc);
}

Str doc_markdown(Arena *arena, Model **models, size_t count)
{
    Model *last = models[count - 1];
    Doc doc = { .arena = arena, .model = last, .models = models, .model_count = count };
    doc.words = (Words){ .arena = arena, .model = last, .markdown = true };
    doc.text = text_open(arena);
    doc_find_used(&doc);
    put_head(&doc);
    put_contents(&doc);
    doc_judgements(&doc);
    doc_measures(&doc);
    doc_pages(&doc);
    doc_definitions(&doc);
    doc_data(&doc);
    doc_examples(&doc);
    doc_history(&doc);
    return str_slice(text_str(&doc.text), 0, doc.text.len - 1); /* one line end is enough */
}

typedef struct Documenting {
    Call call;
    const char *path;
    LusDoc form;
    LusProgram *program; /* for its sources */
    LusResult *result;
} Documenting;

static Str as_json(Arena *arena, const Model *model, Str path, Str markdown)
{
    Json json = json_open(arena, "lustrum/doc@1");
    json_str(&json, "file", path);
    json_str(&json, "framework", model->name);
    json_str(&json, "title", model->title);
    json_str(&json, "markdown", markdown);
    return json_close(&json);
}

static void doc_body(void *arg)
{
    Documenting *d = arg;
    d->call.status = LUS_CANNOT;
    d->result = result_take(d->call.lus);
    LusProgram *program = program_of_file(&d->call, d->path, &d->program);
    Diags *diags = &d->call.diags;
    uint32_t file;
    size_t count;
    if (!source_load(&program->sources, diags, program->path, NULL, &file)) return;
    Model **models = compile_years(&program->arena, &program->sources, file, diags, &count);
    if (diags->errors) return;
    Arena *arena = &d->result->arena;
    Str markdown = doc_markdown(arena, models, count);
    d->result->text = markdown;
    if (d->form == LUS_DOC_HTML) d->result->text = doc_html(arena, markdown, models[0]->title);
    if (d->form == LUS_DOC_JSON)
        d->result->text = as_json(arena, models[0], program->path, markdown);
    d->call.status = LUS_OK;
}

LusStatus lus_doc(Lustrum *lus, const char *path, LusDoc form, LusResult **out)
{
    Documenting d = { .path = path, .form = form };
    call_run(&d.call, lus, doc_body, &d);
    LusStatus status = call_end(&d.call);
    *out = status == LUS_OK ? d.result : NULL;
    if (status != LUS_OK) lus_result_close(d.result);
    lus_program_close(d.program);
    return status;
}
