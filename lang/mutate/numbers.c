/* numbers.c -- a number one unit in its last place up and down; school years; the cells of tables.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/table.h"
#include "mutate/mutate.h"
#include "str.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits, perhaps with a point among them, one unit more: "9.99" gives "10.00". */
static Str one_more(Arena *arena, Str digits)
{
    char *copy = NEW_ARRAY(arena, char, digits.len + 2);
    memcpy(copy + 1, digits.at, digits.len);
    copy[0] = '0';
    for (size_t i = digits.len + 1; i-- > 0;) {
        if (copy[i] == '.') continue;
        if (copy[i] != '9') {
            copy[i]++;
            break;
        }
        copy[i] = '0';
    }
    bool carried = copy[0] != '0';
    return (Str){ copy + !carried, digits.len + carried };
}

/* One unit less, or empty for nought. */
static Str one_less(Arena *arena, Str digits)
{
    bool nought = true;
    for (size_t i = 0; i < digits.len; i++) nought = nought && !(digits.at[i] > '0');
    if (nought) return STR_EMPTY;
    char *copy = NEW_ARRAY(arena, char, digits.len + 1);
    memcpy(copy, digits.at, digits.len);
    for (size_t i = digits.len; i-- > 0;) {
        if (copy[i] == '.') continue;
        if (copy[i] != '0') {
            copy[i]--;
            break;
        }
        copy[i] = '9';
    }
    size_t first = digits.len > 1 && copy[0] == '0' && copy[1] != '.' ? 1 : 0;
    return (Str){ copy + first, digits.len - first };
}

/* The smallest number of that many places below nought: "-0.01" of "0.00". */
static Str below_nought(Arena *arena, Str digits)
{
    return str_printf(arena, "-%S", one_more(arena, digits));
}

void mutants_number(Mutation *mutation, Arena *arena, Span span)
{
    Str digits = source_text(mutation->sources, span);
    Str less = one_less(arena, digits);
    mutant_add(mutation, arena, span, one_more(arena, digits));
    mutant_add(mutation, arena, span, less.len ? less : below_nought(arena, digits));
}

/* ---- tables ---- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Whether a cell is a number, or says a range of numbers in words. */
static bool is_numeric(Str text, bool *ranged)
{
    static const Str words[] = { { "up", 2 },    { "to", 2 },   { "over", 4 },
                                 { "under", 5 }, { "from", 4 }, { "and", 3 } };
    bool number = false;
    for (size_t i = 0; i < text.len;) {
        char c = text.at[i];
        size_t start = i;
        if (is_digit(c)) {
            while (i < text.len && (is_digit(text.at[i]) || text.at[i] == '.')) i++;
            number = true;
        } else if (is_letter(c)) {
            bool known = false;
            while (i < text.len && is_letter(text.at[i])) i++;
            for (size_t w = 0; w < COUNT_OF(words); w++)
                known = known || str_eq(words[w], str_slice(text, start, i));
            if (!known) return false;
            *ranged = true;
        } else if (c == ' ' || c == '%' || (c == '-' && i + 1 < text.len)) {
            i++;
        } else {
            return false; /* a school year, or a code */
        }
    }
    return number;
}

static Span cell_span(const Mutation *mutation, const Node *cell)
{
    Str source = mutation->sources->items[cell->span.file].text;
    uint32_t start = (uint32_t)(cell->text.at - source.at);
    return (Span){ cell->span.file, start, start + (uint32_t)cell->text.len };
}

/* Each number of a cell, up and down. */
static void mutate_cell(Mutation *mutation, Arena *arena, const Node *cell)
{
    Span all = cell_span(mutation, cell);
    for (size_t i = 0; i < cell->text.len;) {
        size_t start = i;
        while (i < cell->text.len && (is_digit(cell->text.at[i]) || cell->text.at[i] == '.')) i++;
        if (i > start)
            mutants_number(
                mutation, arena,
                (Span){ all.file, all.start + (uint32_t)start, all.start + (uint32_t)i });
        else
            i++;
    }
}

/* What the look-ups of a table take a column for. */
typedef struct Asked {
    bool result, number, knot; /* a result; a key that is a number; one that a curve goes along */
} Asked;

static Asked *columns_asked(Arena *arena, const Model *model, const Node *table, uint32_t columns)
{
    Asked *asked = NEW_ARRAY(arena, Asked, columns);
    bool any = false;
    for (size_t i = 0; i < model->form_count; i++) {
        const TableForm *form = &model->forms[i];
        bool same = form->node->span.file == table->span.file &&
                    form->node->span.start == table->span.start;
        if (!same || form->failed) continue;
        bool grid = form->column == ALL_COLUMNS;
        uint32_t keys = form->keys - grid;
        any = true;
        for (uint32_t k = 0; k < keys; k++)
            asked[form->first + k].number |= form->type[k].type == TYPE_NUMBER;
        if (form->curve) asked[form->first + curve_key(form)].knot = true;
        for (uint32_t c = form->first + keys; c < columns; c++)
            asked[c].result |= grid || c == form->column;
    }
    if (!any) asked[columns - 1].result = true; /* nobody asks in the year of the model */
    return asked;
}

/* Results are changed wherever they are numbers, keys where they are ranges or the knots of a
 * curve: elsewhere one number for another as a key leaves a gap. */
static void mutate_column(Mutation *mutation, Arena *arena, const Node *rows, uint32_t column,
                          Asked asked)
{
    bool ranged = asked.knot;
    for (uint32_t r = 1; r < rows->count && asked.number; r++)
        if (column < rows->child[r]->count)
            is_numeric(rows->child[r]->child[column]->text, &ranged);
    if (!asked.result && !ranged) return;
    for (uint32_t r = 1; r < rows->count; r++) {
        bool any = false;
        if (column >= rows->child[r]->count) continue;
        const Node *cell = rows->child[r]->child[column];
        if (is_numeric(cell->text, &any)) mutate_cell(mutation, arena, cell);
    }
}

void mutants_table(Mutation *mutation, Arena *arena, const Model *model, const Node *table)
{
    const Node *rows = table->child[AT_TABLE_ROWS];
    if (rows->count < 2 || rows->child[0]->count < 2) return;
    uint32_t columns = rows->child[0]->count;
    const Asked *asked = columns_asked(arena, model, table, columns);
    for (uint32_t c = 0; c < columns; c++) mutate_column(mutation, arena, rows, c, asked[c]);
}
