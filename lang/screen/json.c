/* json.c -- what is in files as a document lustrum/screen@1 (judge.h): no more than the text tells.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/json.h"
#include "screen/judge.h"

static void add_values(Json *json, const char *key, const ScreenValue *values, size_t count)
{
    json_array(json, key);
    for (size_t i = 0; i < count; i++) {
        json_object(json, NULL);
        json_str(json, "text", values[i].text);
        json_count(json, "rows", values[i].count);
        json_end(json);
    }
    json_end(json);
}

static void add_bars(Json *json, Arena *arena, const Told *told)
{
    json_number(json, "low", judge_number(arena, told->low, false));
    json_number(json, "high", judge_number(arena, told->high, false));
    json_object(json, "bars");
    json_number(json, "from", judge_number(arena, told->bars.first * told->bars.width, false));
    json_number(json, "width", judge_number(arena, told->bars.width, false));
    json_array(json, "rows"); /* null: fewer than may be told */
    for (uint32_t i = 0; i < told->bars.used; i++) {
        uint64_t rows = told->bars.count[i];
        if (rows && rows < JUDGE_FEW)
            json_null(json, NULL);
        else
            json_count(json, NULL, rows);
    }
    json_end(json);
    json_end(json);
}

static void add_links(Json *json, const Screen *screen, size_t file, uint32_t c)
{
    json_array(json, "stands_in");
    for (size_t i = 0; i < screen->link_count; i++) {
        const ScreenLink *link = &screen->links[i];
        if (link->file != file || link->column != c) continue;
        const ScreenFile *to = &screen->files[link->to_file];
        json_object(json, NULL);
        json_str(json, "file", to->path);
        json_str(json, "column", to->columns[link->to_column].heading);
        json_count(json, "unmatched", link->unmatched);
        json_end(json);
    }
    json_end(json);
}

static void add_column(Json *json, const ScreenWords *words, size_t f, uint32_t c)
{
    Arena *arena = words->arena;
    const Told *told = &words->told[f][c];
    const ScreenColumn *column = told->column;
    bool is_time = told->looks == LOOKS_DATE || told->looks == LOOKS_YEAR;
    json_object(json, NULL);
    json_str(json, "heading", column->heading);
    json_str(json, "letters", diag_column_letters(arena, c + 1));
    json_str(json, "looks_like", judge_word(arena, told));
    json_bool(json, "of_persons", told->personal);
    json_count(json, "blank", column->blank);
    json_bool(json, "all_different", told->key);
    if (told->nearly_key && column->set.again) json_count(json, "again", column->set.again);
    if (told->ranged && is_time) {
        json_int(json, "low", column->first_year);
        json_int(json, "high", column->last_year);
    } else if (told->ranged) {
        add_bars(json, arena, told);
    }
    add_values(json, "values", told->values, told->value_count);
    json_count(json, "other_values", told->other_values);
    json_count(json, "rows_of_other_values", told->other_rows);
    add_values(json, "marks", told->marks, told->mark_count);
    json_count(json, "rows_of_other_marks", told->other_marks);
    json_count(json, "called_total", column->total);
    json_count(json, "with_spaces_around", column->padded);
    json_count(json, "with_hidden_characters", column->hidden);
    add_links(json, words->screen, f, c);
    json_end(json);
}

static void add_file(Json *json, const ScreenWords *words, size_t f)
{
    const ScreenFile *file = &words->screen->files[f];
    json_object(json, NULL);
    json_str(json, "file", file->path);
    json_str(json, "sha256", file->sha256);
    json_count(json, "bytes", file->bytes);
    json_str(json, "encoding",
             file->encoding == ENCODING_CP1252 ? STR("Windows-1252") : STR("UTF-8"));
    json_bool(json, "byte_order_mark", file->bom);
    json_str(json, "separator", (Str){ &file->separator, 1 });
    json_count(json, "lines_crlf", file->crlf);
    json_count(json, "lines_lf", file->lf);
    json_bool(json, "final_line_end", file->final_newline);
    json_bool(json, "headings", !file->no_headings);
    json_count(json, "rows", file->rows);
    json_count(json, "blank_lines", file->blank_lines);
    json_count(json, "empty_rows", file->empty_rows);
    if (!file->whole.full) json_count(json, "rows_again", file->whole.again);
    json_count(json, "rows_of_totals", file->total_rows);
    int key = judge_key(words->told[f], file->column_count);
    if (key >= 0)
        json_str(json, "key", file->columns[key].heading);
    else
        json_null(json, "key");
    json_array(json, "columns");
    for (uint32_t c = 0; c < file->column_count; c++) add_column(json, words, f, c);
    json_end(json);
    json_end(json);
}

Str screen_json(const ScreenWords *words)
{
    Json json = json_open(words->arena, "lustrum/screen@1");
    json_array(&json, "files");
    for (size_t f = 0; f < words->screen->count; f++) add_file(&json, words, f);
    json_end(&json);
    return json_close(&json);
}
