/* total.c -- see total.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/total.h"
#include "number/text.h"
#include <stdlib.h>

void totals_add(Totals *totals, Str name, TotalKind kind)
{
    GROW(totals->arena, totals->columns, totals->count, totals->cap);
    totals->columns[totals->count++] =
        (ColumnTotal){ .name = arena_str(totals->arena, name), .kind = kind, .decimals = -1 };
}

static void add_number(Totals *totals, ColumnTotal *column, Str cell)
{
    int64_t mantissa;
    int decimals;
    bool minus_zero;
    NumberKind kind = number_parse(cell, &mantissa, &decimals, &minus_zero);
    if (kind == NUMBER_BAD) {
        column->others++;
        return;
    }
    column->numbers++;
    if (kind == NUMBER_SMALL && column->decimals < 0) column->decimals = decimals;
    if (kind == NUMBER_SMALL && column->decimals == decimals) {
        column->small += mantissa;
        return;
    }
    Exact *number = number_parse_exact(totals->arena, cell);
    column->rest = column->rest ? exact_add(totals->arena, column->rest, number) : number;
}

/* A cell without the quotes that CSV asks for. */
static Str unquoted(Arena *arena, Str cell)
{
    if (cell.len < 2 || cell.at[0] != '"') return cell;
    Text text = text_open(arena);
    for (size_t i = 1; i + 1 < cell.len; i++) {
        text_byte(&text, cell.at[i]);
        if (cell.at[i] == '"') i++; /* the second of a pair */
    }
    return text_str(&text);
}

static void add_words(Totals *totals, ColumnTotal *column, Str cell, uint64_t times)
{
    for (size_t i = 0; i < column->word_count; i++) {
        if (!str_eq(column->words[i].word, cell)) continue;
        column->words[i].count += times;
        return;
    }
    GROW(totals->arena, column->words, column->word_count, column->word_cap);
    column->words[column->word_count++] = (WordCount){ arena_str(totals->arena, cell), times };
}

void totals_cell(Totals *totals, size_t column, Str cell)
{
    ColumnTotal *total = &totals->columns[column];
    if (cell.len == 0)
        total->empty++;
    else if (total->kind == TOTAL_NUMBERS)
        add_number(totals, total, cell);
    else if (total->kind == TOTAL_WORDS)
        add_words(totals, total, cell, 1);
}

void totals_like(Totals *totals, const Totals *other)
{
    for (size_t i = 0; i < other->count; i++) {
        GROW(totals->arena, totals->columns, totals->count, totals->cap);
        totals->columns[totals->count++] = (ColumnTotal){ .name = other->columns[i].name,
                                                          .kind = other->columns[i].kind,
                                                          .decimals = -1 };
    }
}

static void add_rest(Totals *totals, ColumnTotal *column, const Exact *number)
{
    column->rest = column->rest ? exact_add(totals->arena, column->rest, number)
                                : exact_copy(totals->arena, number);
}

static void join_column(Totals *totals, ColumnTotal *column, const ColumnTotal *next)
{
    column->empty += next->empty;
    column->numbers += next->numbers;
    column->others += next->others;
    if (column->decimals < 0) column->decimals = next->decimals;
    if (next->decimals == column->decimals)
        column->small += next->small;
    else if (next->decimals >= 0)
        add_rest(totals, column,
                 exact_from_i128(totals->arena, next->small, number_power_of_ten(next->decimals)));
    if (next->rest) add_rest(totals, column, next->rest);
    for (size_t i = 0; i < next->word_count; i++)
        add_words(totals, column, next->words[i].word, next->words[i].count);
}

void totals_join(Totals *totals, const Totals *next)
{
    assert(totals->count == next->count);
    for (size_t i = 0; i < next->count; i++)
        join_column(totals, &totals->columns[i], &next->columns[i]);
}

static Str sum_text(Arena *arena, const ColumnTotal *column)
{
    int decimals = column->decimals < 0 ? 0 : column->decimals;
    Exact *sum = exact_from_i128(arena, column->small, number_power_of_ten(decimals));
    if (column->rest) sum = exact_add(arena, sum, column->rest);
    Text text = text_open(arena);
    number_write_plain(&text, sum);
    return text_str(&text);
}

static int by_word(const void *left, const void *right)
{
    const WordCount *a = left, *b = right;
    return str_compare(a->word, b->word);
}

static void column_json(Json *json, ColumnTotal *column)
{
    json_object(json, NULL);
    json_str(json, "column", column->name);
    if (column->kind == TOTAL_NUMBERS) {
        json_count(json, "numbers", column->numbers);
        json_str(json, "sum", sum_text(json->text.arena, column));
        if (column->others) json_count(json, "others", column->others);
    } else {
        for (size_t i = 0; i < column->word_count; i++)
            column->words[i].word = unquoted(json->text.arena, column->words[i].word);
        if (column->word_count > 1)
            qsort(column->words, column->word_count, sizeof *column->words, by_word);
        json_array(json, "words");
        for (size_t i = 0; i < column->word_count; i++) {
            json_object(json, NULL);
            json_str(json, "word", column->words[i].word);
            json_count(json, "count", column->words[i].count);
            json_end(json);
        }
        json_end(json);
    }
    json_count(json, "empty", column->empty);
    json_end(json);
}

static void headings_json(Json *json, const char *key, const Totals *totals, TotalKind kind)
{
    json_array(json, key);
    for (size_t i = 0; i < totals->count; i++)
        if (totals->columns[i].kind == kind) json_str(json, NULL, totals->columns[i].name);
    json_end(json);
}

void totals_json(Json *json, Totals *totals)
{
    headings_json(json, "keys", totals, TOTAL_KEY);
    headings_json(json, "names", totals, TOTAL_NAME);
    json_array(json, "totals");
    for (size_t i = 0; i < totals->count; i++)
        if (totals->columns[i].kind == TOTAL_NUMBERS || totals->columns[i].kind == TOTAL_WORDS)
            column_json(json, &totals->columns[i]);
    json_end(json);
}
