/* rows.c -- what an example says: its year, its rows, the figures that it takes from
 * tables, and its expectations as they are written.
 * SPDX-License-Identifier: Apache-2.0 */
#include "example/ask.h"
#include "result/cell.h"

typedef struct Reading {
    const ExampleJob *job;
    const Model *list; /* for the term */
} Reading;

/* ---- its lines ---- */

static bool is_expect(const Node *step)
{
    return step->kind == NODE_EXPECT_IS || step->kind == NODE_EXPECT_MISSING ||
           step->kind == NODE_EXPECT_REFUSED;
}

/* "progress_8.expected" of a NAME or PATH. */
static Str path_words(Arena *arena, const Node *path)
{
    if (path->kind != NODE_PATH) return path->text;
    Text text = text_open(arena);
    for (uint32_t i = 0; i < path->count; i++)
        text_printf(&text, "%s%S", i ? "." : "", path->child[i]->text);
    return text_str(&text);
}

/* The year an example says; false after a message. */
static bool read_year(Reading *reading, Case *one, const Node *step, bool *said)
{
    const Node *year = step->child[AT_IN_YEAR_YEAR];
    if (*said) DIAG_AT(reading->job->diags, D_TWICE, step->span, STR("in the year"));
    if (*said || year->kind != NODE_YEAR) return false;
    *said = true;
    one->result->year = node_year(year);
    if (one->result->year >= reading->list->term_first &&
        one->result->year <= reading->list->term_last)
        return true;
    Arena *arena = reading->job->arena;
    DIAG_AT(reading->job->diags, D_YEAR_OUTSIDE_TERM, year->span, year->text,
            str_printf(arena, "%S to %S", year_words(arena, reading->list->term_first),
                       year_words(arena, reading->list->term_last)));
    return false;
}

static void add_expectation(Reading *reading, Case *one, const Node *step)
{
    Str source = source_text(reading->job->sources, step->span);
    one->expects[one->result->count] = step;
    one->result->expectations[one->result->count++] =
        (Expectation){ .span = step->span,
                       .written = str_one_line(reading->job->arena, source),
                       .expected = STR_EMPTY,
                       .got = STR_EMPTY,
                       .exact = STR_EMPTY,
                       .shown = STR_EMPTY,
                       .message = STR_EMPTY };
}

int example_given_year(const Node *given)
{
    const Node *year = given->child[AT_GIVEN_YEAR];
    return year && year->kind == NODE_YEAR ? node_year(year) : 0;
}

/* Whether the rows of other years are of earlier ones, and of the term; else says so. */
static bool given_years(const Reading *reading, const Case *one)
{
    Arena *arena = reading->job->arena;
    bool good = true;
    for (size_t i = 0; i < one->given_count; i++) {
        int year = example_given_year(one->givens[i]);
        if (!year || (year >= reading->list->term_first && year < one->result->year)) continue;
        DIAG_AT(reading->job->diags, D_GIVEN_YEAR, one->givens[i]->child[AT_GIVEN_YEAR]->span,
                year_words(arena, year), year_words(arena, one->result->year),
                year_words(arena, reading->list->term_first));
        good = false;
    }
    return good;
}

/* Adds the lines of `given rules` to those before; false after a message. */
static bool take_rules(Reading *reading, Case *one, const Node *step, Text *rules)
{
    const Node *rows = step->child[AT_GIVEN_RULES_ROWS];
    one->has_rules = true;
    for (uint32_t r = 0; r < rows->count; r++) {
        const Node *row = rows->child[r];
        if (row->kind != NODE_ROW) return false;
        if (row->count != 1) {
            DIAG_AT(reading->job->diags, D_GIVEN_RULES_ROW, row->span);
            return false;
        }
        text_printf(rules, "%S\n", row->child[0]->text);
    }
    return true;
}

/* The rules as a source beside the others, under the name of the file they stand in. */
static bool add_rules(Reading *reading, Case *one, Str text)
{
    const ExampleJob *job = reading->job;
    Str name = str_printf(job->sources->arena, "%S, given rules",
                          job->sources->items[one->node->span.file].name);
    return source_add(job->sources, job->diags, name, text, &one->rules);
}

bool example_read(const ExampleJob *job, const Model *list, Case *one)
{
    Reading reading = { job, list };
    const Node *steps = one->node->child[AT_EXAMPLE_STEPS];
    bool said_year = false, good = true;
    Text rules = text_open(job->sources->arena);
    for (uint32_t i = 0; i < steps->count; i++) {
        const Node *step = steps->child[i];
        if (step->kind == NODE_GIVEN) one->givens[one->given_count++] = step;
        if (step->kind == NODE_GIVEN_RULES) good = take_rules(&reading, one, step, &rules) && good;
        if (step->kind == NODE_TAKING)
            one->takings[one->taking_count++] =
                (Taking){ path_words(job->arena, step->child[AT_TAKING_FIGURE]), step };
        if (step->kind == NODE_IN_YEAR) good = read_year(&reading, one, step, &said_year) && good;
        if (is_expect(step)) add_expectation(&reading, one, step);
    }
    good = given_years(&reading, one) && good;
    if (one->has_rules) good = add_rules(&reading, one, text_str(&rules)) && good;
    if (one->result->count) return good;
    DIAG_AT(job->diags, D_EXAMPLE_NOTHING, one->node->span);
    return false;
}

/* ---- the rows of an example ---- */

/* Where a cell's text stands, without the bar and the spaces round it. */
static Span cell_span(const Model *model, const Node *cell)
{
    Str source = model->sources->items[cell->span.file].text;
    Span span = cell->span;
    if (cell->text.len == 0) return span;
    span.start = (uint32_t)(cell->text.at - source.at);
    span.end = span.start + (uint32_t)cell->text.len;
    return span;
}

/* Whether every heading is a field of the record, once. */
static bool given_headings(Model *model, const Record *record, const Node *headings)
{
    bool good = true;
    Str *near = NEW_ARRAY(model->arena, Str, record->field_count + 1);
    for (size_t i = 0; i < record->field_count; i++) near[i] = record->fields[i].name;
    for (uint32_t c = 0; c < headings->count; c++) {
        const Node *cell = headings->child[c];
        bool known = false, twice = false;
        for (size_t i = 0; i < record->field_count; i++)
            known = known || str_eq(near[i], cell->text);
        for (uint32_t k = 0; k < c; k++)
            twice = twice || str_eq(headings->child[k]->text, cell->text);
        if (!known)
            name_unknown_among(model, D_UNKNOWN_FIELD, cell->text, cell_span(model, cell),
                               record->name, near, record->field_count);
        if (twice) DIAG_AT(model->diags, D_TABLE_HEADING_TWICE, cell_span(model, cell), cell->text);
        good = good && known && !twice;
    }
    return good;
}

static bool given_width(Model *model, const Node *row, size_t width)
{
    if (row->count == width) return true;
    DIAG_AT(model->diags, D_TABLE_ROW, row->span,
            str_printf(model->arena, "%u", (uint64_t)row->count),
            str_printf(model->arena, "%u", (uint64_t)width));
    return false;
}

bool example_given(Model *model, const Node *given, GivenRows *out)
{
    Arena *arena = model->arena;
    const Node *rows = given->child[AT_GIVEN_ROWS];
    const Record *record = known_record(model, given->child[AT_GIVEN_RECORD]);
    if (!record || rows->count == 0 || !given_headings(model, record, rows->child[0])) return false;
    size_t width = rows->child[0]->count, count = 0;
    Str *texts = NEW_ARRAY(arena, Str, width * rows->count + 1);
    Span *spans = NEW_ARRAY(arena, Span, width * rows->count + 1);
    for (uint32_t r = 0; r < rows->count; r++) {
        if (!given_width(model, rows->child[r], width)) return false;
        for (size_t c = 0; c < width; c++, count++) {
            texts[count] = rows->child[r]->child[c]->text;
            spans[count] = cell_span(model, rows->child[r]->child[c]);
        }
    }
    *out = (GivenRows){ .record = record->index,
                        .columns = texts,
                        .column_spans = spans,
                        .column_count = width,
                        .cells = texts + width,
                        .cell_spans = spans + width,
                        .rows = rows->count - 1,
                        .span = given->span };
    return true;
}
