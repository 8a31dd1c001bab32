/* answer.c -- deciding an expectation by a finished run: which row is meant, whether what
 * came is what was expected, and both in words.  Numbers are compared exactly; a figure that is
 * `shown` was rounded by its formula.
 * SPDX-License-Identifier: Apache-2.0 */
#include "example/ask.h"
#include "number/lane.h"
#include "result/cell.h"
#include "table/key.h"

typedef struct Answer {
    Arena *arena; /* of the words */
    Model *model;
    const Run *run;
    const Ask *ask;
    Diags *diags;
    Printer printer;
    const Choice *choice;
    uint64_t row;
    Expectation *out;
} Answer;

/* ---- the row ---- */

static const Table *table_of(const Answer *a, const Place *place)
{
    return place->kind == PLACE_RECORD ? &a->run->tables[place->record->index] : NULL;
}

static uint64_t rows_of(const Answer *a, const Place *place)
{
    const Table *table = table_of(a, place);
    return table ? table->rows : 1;
}

static Str count_words(Answer *a, uint64_t count)
{
    return str_printf(a->arena, "%u", count);
}

/* The figure as written, without spaces that do not matter. */
static Str figure_words(const Answer *a)
{
    const Node *figure = a->ask->node->child[AT_EXPECT_IS_FIGURE];
    return node_source(a->model, figure->child[AT_FIGURE_PATH]);
}

/* `"A", "B"` of a KEY. */
static Str key_words(Answer *a, const Node *key)
{
    Text text = text_open(a->arena);
    for (uint32_t i = 0; i < key->count; i++)
        text_printf(&text, "%s\"%S\"", i ? ", " : "",
                    str_printable(a->arena, key->child[i]->text, 80));
    return text_str(&text);
}

static bool row_of_key(Answer *a, const Node *key)
{
    const Place *place = a->choice->place;
    const Table *table = table_of(a, place);
    size_t parts = table && table->keys ? table->keys->parts : 0;
    if (parts != key->count) {
        DIAG_AT(a->diags, D_EXAMPLE_KEY_PARTS, key->span, place->name, count_words(a, parts),
                count_words(a, key->count));
        return false;
    }
    Str *texts = NEW_ARRAY(a->arena, Str, parts + 1);
    for (size_t i = 0; i < parts; i++) texts[i] = key->child[i]->text;
    uint32_t row = table_find(table, texts, parts);
    a->row = row;
    if (row != NO_ROW) return true;
    DIAG_AT(a->diags, D_EXAMPLE_KEY, key->span, place->name, key_words(a, key));
    return false;
}

static bool only_row(Answer *a)
{
    const Place *place = a->choice->place;
    uint64_t rows = rows_of(a, place);
    a->row = 0;
    if (rows == 1) return true;
    const Node *figure = a->ask->node->child[AT_EXPECT_IS_FIGURE];
    Diag *d = DIAG_AT(a->diags, D_EXAMPLE_ROWS, figure->span, place->name, count_words(a, rows));
    if (rows == 0) d->fix = str_printf(a->arena, "Add rows of it:  given %S", place->name);
    return false;
}

static bool say_unclear(Answer *a)
{
    const Ask *ask = a->ask;
    if (ask->count == 1) {
        a->choice = &ask->choices[0];
        return only_row(a);
    }
    Text where = text_open(a->arena);
    text_add(&where, STR("It is there for"));
    for (size_t i = 0; i < ask->count; i++)
        text_printf(&where, "%s %S (%u here)",
                    i == 0               ? ""
                    : i + 1 < ask->count ? ","
                                         : " and",
                    ask->choices[i].place->name, rows_of(a, ask->choices[i].place));
    text_byte(&where, '.');
    DIAG_AT(a->diags, D_EXAMPLE_WHICH, ask->node->child[AT_EXPECT_IS_FIGURE]->span, figure_words(a),
            text_str(&where), ask->choices[0].place->name);
    return false;
}

/* The lowest level with exactly one row; another such level must lie above it. */
static bool find_row(Answer *a)
{
    const Ask *ask = a->ask;
    const Node *figure = ask->node->child[AT_EXPECT_IS_FIGURE];
    a->choice = &ask->choices[0];
    if (figure->child[AT_FIGURE_KEY]) return row_of_key(a, figure->child[AT_FIGURE_KEY]);
    if (figure->child[AT_FIGURE_LEVEL]) return only_row(a);
    a->choice = NULL;
    for (size_t i = 0; i < ask->count; i++) {
        const Choice *choice = &ask->choices[i];
        if (rows_of(a, choice->place) != 1) continue;
        if (!a->choice)
            a->choice = choice;
        else if (!ask_is_below(a->model, a->choice->place, choice->place))
            return say_unclear(a);
    }
    a->row = 0;
    return a->choice ? true : say_unclear(a);
}

/* ---- words ---- */

static const Column *extra_column(const Answer *a, size_t extra)
{
    return run_column(a->run, a->model->extras[extra].column);
}

static Str reason_text(Answer *a, uint8_t reason)
{
    const ReasonInfo *info = &a->model->reasons[reason];
    if (info->printed.len == 0 || str_eq(info->printed, info->name))
        return str_printf(a->arena, "missing as %S", info->name);
    return str_printf(a->arena, "missing as %S (%S)", info->name, info->printed);
}

/* A number exactly, as an author would write it: 30.25, 14/3, and of a percentage 40%. */
static Str number_text(Answer *a, const Exact *x, bool percent)
{
    Text text = text_open(a->arena);
    Arena *scratch = a->printer.scratch;
    if (percent) {
        Text whole = text_open(scratch);
        number_write_plain(&whole, exact_mul(scratch, x, exact_from_i64(scratch, 100)));
        if (!memchr(whole.at, '/', whole.len) && !memchr(whole.at, '(', whole.len)) {
            text_printf(&text, "%S%%", text_str(&whole));
            return text_str(&text);
        }
    }
    number_write_plain(&text, x);
    return text_str(&text);
}

static bool is_percent(const Answer *a)
{
    const Choice *choice = a->choice;
    return a->model->extras[choice->figure].expr->unit == UNIT_PERCENT;
}

static Str value_text(Answer *a, const Column *column)
{
    Text text = text_open(a->arena);
    if (column->type == TYPE_NUMBER) {
        const Exact *x = column_exact_at(a->printer.scratch, a->run->dens, column, a->row);
        return number_text(a, x, is_percent(a));
    }
    if (column->type == TYPE_CODE)
        text_printf(&text, "\"%S\"", str_printable(a->arena, run_text(a->run, column, a->row), 80));
    else if (column->type == TYPE_ROW)
        text_add(&text, STR("a row"));
    else
        cell_plain(&text, &a->printer, column, a->row);
    return text_str(&text);
}

static Str band_text(const Answer *a, int64_t index)
{
    if (a->ask->kind == ASK_FINDING) return a->choice->review->finding_name[index];
    return a->ask->measure->bands[index].name;
}

static Str got_text(Answer *a, const Column *column)
{
    uint8_t reason = run_reason(column, a->row);
    if (reason) return reason_text(a, reason);
    if (a->ask->kind == ASK_POWER) return cell_yes(column, a->row) ? STR("open") : STR("closed");
    if (column->type == TYPE_BAND && a->ask->kind != ASK_VALUE)
        return band_text(a, cell_band(&a->printer, column, a->row));
    return value_text(a, column);
}

/* How a number that came looks exactly, and as its measure shows it. */
static void add_forms(Answer *a, const Column *column)
{
    const Measure *measure = a->ask->measure;
    if (column->type != TYPE_NUMBER || run_reason(column, a->row)) return;
    Text exact = text_open(a->arena);
    cell_exact(&exact, &a->printer, column, a->row);
    a->out->exact = text_str(&exact);
    if (!measure || !measure->has_shown) return;
    Text shown = text_open(a->arena);
    cell_shown(&shown, &a->printer, column, a->row,
               (Shown){ &measure->shown, measure->places, measure->percent });
    if (measure->percent) text_byte(&shown, '%');
    a->out->shown = text_str(&shown);
}

static bool is_literal(const Node *value)
{
    if (value->kind == NODE_NEGATE) value = value->child[0];
    return value->count == 0;
}

/* What is expected, and where it is a formula also what that comes to. */
static Str expected_text(Answer *a, const Node *value)
{
    Str written = node_source(a->model, value);
    if (a->choice->wanted == SIZE_MAX || is_literal(value)) return written;
    const Column *column = extra_column(a, a->choice->wanted);
    uint8_t reason = run_reason(column, a->row);
    return str_printf(a->arena, "%S = %S", written,
                      reason ? reason_text(a, reason) : value_text(a, column));
}

/* ---- comparing ---- */

static bool same_value(Answer *a, const Column *got, const Column *wanted)
{
    if (run_reason(got, a->row) || run_reason(wanted, a->row)) return false;
    switch (got->type) {
    case TYPE_NUMBER:
    case TYPE_DATE:
    case TYPE_YEAR:
    case TYPE_BAND:
        return column_number_compare(a->printer.scratch, a->run->dens, got, a->row, wanted,
                                     a->row) == 0;
    case TYPE_CODE: return str_eq(run_text(a->run, got, a->row), run_text(a->run, wanted, a->row));
    case TYPE_YESNO: return cell_yes(got, a->row) == cell_yes(wanted, a->row);
    case TYPE_ROW:
    case TYPE_NONE: break;
    }
    return false;
}

static void decide_is(Answer *a, const Column *got)
{
    const Choice *choice = a->choice;
    bool known = run_reason(got, a->row) == REASON_KNOWN;
    a->out->expected = expected_text(a, a->ask->node->child[AT_EXPECT_IS_VALUE]);
    switch (a->ask->kind) {
    case ASK_VALUE: a->out->passed = same_value(a, got, extra_column(a, choice->wanted)); break;
    case ASK_BAND:
    case ASK_FINDING:
        a->out->passed = known && cell_band(&a->printer, got, a->row) == choice->index;
        break;
    case ASK_POWER: a->out->passed = known && cell_yes(got, a->row) == a->ask->is_open; break;
    case ASK_REFUSED: break;
    }
}

static void decide_missing(Answer *a, const Column *got)
{
    const Node *reason = a->ask->node->child[AT_EXPECT_MISSING_REASON];
    uint8_t came = run_reason(got, a->row);
    const ReasonInfo *info = &a->model->reasons[came];
    a->out->expected =
        reason ? str_printf(a->arena, "missing as %S", reason->text) : STR("missing");
    a->out->passed = came != REASON_KNOWN && (!reason || str_eq(info->name, reason->text) ||
                                              str_eq(info->printed, reason->text));
}

/* ---- what would have to be expected ---- */

/* Where the expected value stands: after `is`. */
static Span value_span(const Answer *a)
{
    const Node *node = a->ask->node;
    if (!a->ask->is_missing) return node->child[AT_EXPECT_IS_VALUE]->span;
    Span span = node->span;
    Str text = a->model->sources->items[span.file].text;
    span.start = node->child[AT_EXPECT_MISSING_FIGURE]->span.end;
    Str is = STR("is");
    while (memcmp(text.at + span.start, is.at, is.len) != 0) span.start++;
    span.start += (uint32_t)is.len;
    while (text.at[span.start] == ' ' || text.at[span.start] == '\n') span.start++;
    return span;
}

/* A literal, or a fraction of two: 14 / 3. */
static bool is_plain(const Node *value)
{
    if (is_literal(value)) return true;
    return value->kind == NODE_MULTIPLY && value->count == 2 && is_literal(value->child[0]) &&
           value->child[1]->kind == NODE_DIVIDE && is_literal(value->child[1]->child[0]);
}

/* 14/3 with spaces: without them it would be read as a school year. */
static Str spaced(Arena *arena, Str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '/')
            return str_printf(arena, "%S / %S", str_slice(text, 0, i),
                              str_slice(text, i + 1, text.len));
    return text;
}

/* A value as an author would write it; empty where it has no such form. */
static Str written(Answer *a, const Column *column)
{
    Str text = value_text(a, column);
    if (column->type == TYPE_ROW || column->type == TYPE_NONE) return STR_EMPTY;
    if (column->type == TYPE_NUMBER && str_has(text, STR("root"))) return STR_EMPTY;
    if (column->type == TYPE_NUMBER) return spaced(a->arena, text);
    if (column->type != TYPE_CODE) return text;
    text = run_text(a->run, column, a->row);
    return str_has(text, STR("\"")) ? STR_EMPTY : str_printf(a->arena, "\"%S\"", text);
}

static void propose(Answer *a, const Column *got)
{
    const Node *node = a->ask->node;
    uint8_t reason = run_reason(got, a->row);
    a->out->value = value_span(a);
    bool formula = !a->ask->is_missing && a->ask->kind == ASK_VALUE &&
                   !is_plain(node->child[AT_EXPECT_IS_VALUE]);
    a->out->formula = formula;
    if (formula) return;
    if (reason)
        a->out->instead = str_printf(a->arena, "missing as %S", a->model->reasons[reason].name);
    else if (a->ask->kind == ASK_VALUE)
        a->out->instead = written(a, got);
    else
        a->out->instead = got_text(a, got);
}

void ask_answer(Arena *arena, Model *model, const Run *run, const Ask *ask, Arena *scratch,
                Expectation *out, Diags *diags)
{
    Answer a = {
        .arena = arena, .model = model, .run = run, .ask = ask, .diags = diags, .out = out
    };
    a.printer = (Printer){ run->program, run, scratch, NULL };
    if (!find_row(&a)) return;
    const Column *got = extra_column(&a, a.choice->figure);
    if (ask->is_missing)
        decide_missing(&a, got);
    else
        decide_is(&a, got);
    out->got = got_text(&a, got);
    add_forms(&a, got);
    if (!out->passed) propose(&a, got);
}
