/* text.c -- what is in files, for a terminal of 100 columns (judge.h).
 * SPDX-License-Identifier: Apache-2.0 */
#include "render.h"
#include "screen/judge.h"
#include "table/fault.h"

enum { WIDE = 100, HEADING = 24, INSIDE = 2, SHOWN_VALUE = 24, LEVELS = 8, LEAST = 30 };

/* ---- a column ---- */

/* The bars, a character each: how many rows, by eighths of the highest. */
static Str bars_text(Arena *arena, const ScreenBars *bars, bool ascii)
{
    static const char *const blocks[LEVELS] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
    static const char signs[] = ".:-=+*#@";
    uint64_t most = 1;
    for (uint32_t i = 0; i < bars->used; i++)
        if (bars->count[i] > most) most = bars->count[i];
    Text text = text_open(arena);
    for (uint32_t i = 0; i < bars->used; i++) {
        uint64_t level = bars->count[i] ? (uint64_t)((u128)bars->count[i] * LEVELS / most) : 0;
        if (level) level--;
        if (!bars->count[i])
            text_add(&text, ascii ? STR("_") : STR("·"));
        else if (ascii)
            text_byte(&text, signs[level]);
        else
            text_printf(&text, "%s", blocks[level]);
    }
    return text_str(&text);
}

/* The pieces of what is said of a column, joined by `; `. */
typedef struct Saying {
    Text text;
    bool some;
} Saying;

static Text *say(Saying *saying)
{
    if (saying->some) text_add(&saying->text, STR("; "));
    saying->some = true;
    return &saying->text;
}

static void add_values(Text *text, const ScreenValue *values, size_t count)
{
    Arena *arena = text->arena;
    size_t shown = count > JUDGE_LISTED ? JUDGE_LISTED : count;
    uint64_t rest = 0;
    for (size_t i = 0; i < count; i++) {
        if (i >= shown) rest += values[i].count;
        if (i < shown)
            text_printf(text, "%s\"%S\" %g", i ? ", " : "",
                        str_printable(arena, values[i].text, SHOWN_VALUE), values[i].count);
    }
    if (rest) text_printf(text, ", %g more in %g", (uint64_t)(count - shown), rest);
}

static void say_range(const ScreenWords *words, Saying *saying, const Told *told)
{
    Arena *arena = words->arena;
    const ScreenColumn *column = told->column;
    if (!told->ranged) return;
    if (told->looks == LOOKS_DATE || told->looks == LOOKS_YEAR) {
        text_printf(say(saying), "%s%d to %d", told->looks == LOOKS_DATE ? "in " : "from ",
                    (int64_t)column->first_year, (int64_t)column->last_year);
        return;
    }
    bool years = column->calendar && column->calendar == column->shape[SHAPE_WHOLE];
    text_printf(say(saying), "%S to %S%s%S", judge_number(arena, told->low, !years),
                judge_number(arena, told->high, !years), told->bars.used ? " " : "",
                bars_text(arena, &told->bars, words->ascii));
}

static void say_values(Saying *saying, const Told *told)
{
    bool listed = told->looks == LOOKS_CODE || told->looks == LOOKS_YESNO ||
                  told->looks == LOOKS_YEAR || told->value_count <= JUDGE_LISTED;
    if (told->value_count && listed) add_values(say(saying), told->values, told->value_count);
    if (told->other_rows)
        text_printf(say(saying), "%g %s held by fewer than %u rows each", told->other_values,
                    told->other_values == 1 ? "value" : "values", (uint64_t)JUDGE_FEW);
    if (told->mark_count) {
        text_add(say(saying), STR("marks "));
        add_values(&saying->text, told->marks, told->mark_count);
    }
    if (told->other_marks)
        text_printf(say(saying), "other texts in %S",
                    fault_count(saying->text.arena, told->other_marks, "row", "rows"));
}

static void say_count(Saying *saying, uint64_t count, const char *what)
{
    if (count) text_printf(say(saying), "%g %s", count, what);
}

static void say_links(const ScreenWords *words, Saying *saying, size_t file, uint32_t column)
{
    const Screen *screen = words->screen;
    for (size_t i = 0; i < screen->link_count; i++) {
        const ScreenLink *link = &screen->links[i];
        if (link->file != file || link->column != column) continue;
        const ScreenFile *to = &screen->files[link->to_file];
        Text *text = say(saying);
        text_printf(text, "%s in %S of %S", link->unmatched ? "all but a few stand" : "all stand",
                    str_printable(words->arena, to->columns[link->to_column].heading, HEADING),
                    str_printable(words->arena, problem_base(to->path), HEADING * 2));
        if (link->unmatched) text_printf(text, ", %g do not", link->unmatched);
    }
}

static Str column_says(const ScreenWords *words, size_t file, uint32_t c)
{
    const Told *told = &words->told[file][c];
    const ScreenColumn *column = told->column;
    Saying saying = { .text = text_open(words->arena) };
    if (told->personal) text_add(say(&saying), STR("of persons: nothing is shown"));
    if (told->key) text_add(say(&saying), STR("all different"));
    if (told->nearly_key && column->set.again)
        text_printf(say(&saying), "all but %g different, row %g is the first that is not",
                    column->set.again, column->set.first_again);
    say_range(words, &saying, told);
    say_values(&saying, told);
    say_links(words, &saying, file, c);
    say_count(&saying, column->total, "called a total");
    say_count(&saying, column->padded, "with spaces around");
    say_count(&saying, column->hidden, "with a character that does not show");
    return text_str(&saying.text);
}

/* ---- a table ---- */

static void pad_to(Text *text, Str s, size_t width)
{
    size_t length = str_characters(s);
    text_add(text, s);
    text_pad(text, ' ', length < width ? width - length : 0);
}

/* s in lines of `room` characters, each after `indent` spaces; the first goes on where it is. */
static void add_wrapped(Text *text, Str s, size_t room, size_t indent)
{
    for (bool first = true; s.len; first = false) {
        if (!first) {
            text_byte(text, '\n');
            text_pad(text, ' ', indent);
        }
        size_t length = render_line(s, room);
        text_add(text, str_slice(s, 0, length));
        while (length < s.len && s.at[length] == ' ') length++;
        s = str_slice(s, length, s.len);
    }
}

static void add_table(const ScreenWords *words, Text *text, size_t f)
{
    const ScreenFile *file = &words->screen->files[f];
    Arena *arena = words->arena;
    size_t heading = strlen("column"), look = strlen("looks like"), blank = strlen("blank");
    for (uint32_t c = 0; c < file->column_count; c++) {
        size_t h = str_characters(str_printable(arena, file->columns[c].heading, HEADING));
        size_t l = str_characters(judge_word(arena, &words->told[f][c]));
        size_t b = str_printf(arena, "%g", file->columns[c].blank).len;
        heading = h > heading ? h : heading;
        look = l > look ? l : look;
        blank = b > blank ? b : blank;
    }
    size_t indent = INSIDE + heading + 2 + look + 2 + blank + 2;
    size_t room = indent + LEAST < WIDE ? WIDE - indent : LEAST;
    text_pad(text, ' ', INSIDE);
    pad_to(text, STR("column"), heading + 2);
    pad_to(text, STR("looks like"), look + 2);
    text_pad(text, ' ', blank - strlen("blank"));
    text_add(text, STR("blank  what is in it\n"));
    for (uint32_t c = 0; c < file->column_count; c++) {
        Str count = str_printf(arena, "%g", file->columns[c].blank);
        Str says = column_says(words, f, c);
        text_pad(text, ' ', INSIDE);
        pad_to(text, str_printable(arena, file->columns[c].heading, HEADING), heading + 2);
        pad_to(text, judge_word(arena, &words->told[f][c]), look + 2);
        text_pad(text, ' ', blank - count.len);
        text_add(text, count);
        if (says.len) text_add(text, STR("  "));
        add_wrapped(text, says, room, indent);
        text_byte(text, '\n');
    }
}

/* ---- a file ---- */

static Str separator_word(char separator)
{
    switch (separator) {
    case ',': return STR("commas");
    case ';': return STR("semicolons");
    case '\t': return STR("tabs");
    default: return STR("vertical bars");
    }
}

static Str line_ends(Arena *arena, const ScreenFile *file)
{
    if (file->crlf && file->lf)
        return str_printf(arena, "line ends CR LF (%g) and LF (%g)", file->crlf, file->lf);
    return file->crlf ? STR("line ends CR LF") : STR("line ends LF");
}

static void add_line(Text *text, Str s)
{
    text_pad(text, ' ', INSIDE);
    add_wrapped(text, s, WIDE - INSIDE, INSIDE);
    text_byte(text, '\n');
}

static void add_head(const ScreenWords *words, Text *text, const ScreenFile *file)
{
    Arena *arena = words->arena;
    Text line = text_open(arena);
    text_printf(&line, "%s, %s byte-order mark, %S, %S, %S%s",
                file->encoding == ENCODING_CP1252 ? "Windows-1252" : "UTF-8",
                file->bom ? "with a" : "no", separator_word(file->separator),
                line_ends(arena, file), fault_count(arena, file->bytes, "byte", "bytes"),
                file->final_newline ? "" : ", no line end at the end");
    add_line(text, text_str(&line));
    line = text_open(arena);
    text_printf(&line, "%S of %S", fault_count(arena, file->rows, "row", "rows"),
                fault_count(arena, file->column_count, "column", "columns"));
    if (file->blank_lines)
        text_printf(&line, "; %S",
                    fault_count(arena, file->blank_lines, "blank line", "blank lines"));
    if (file->empty_rows)
        text_printf(&line, "; %S", fault_count(arena, file->empty_rows, "empty row", "empty rows"));
    add_line(text, text_str(&line));
    add_line(text, str_printf(arena, "SHA-256 %S", file->sha256));
}

static void add_keys(const ScreenWords *words, Text *text, size_t f)
{
    const ScreenFile *file = &words->screen->files[f];
    Arena *arena = words->arena;
    int key = judge_key(words->told[f], file->column_count);
    bool full = file->whole.full;
    for (uint32_t c = 0; c < file->column_count; c++) full |= file->columns[c].set.full;
    Text line = text_open(arena);
    if (key >= 0)
        text_printf(&line, "%S tells the rows apart",
                    str_printable(arena, file->columns[key].heading, HEADING));
    else if (full)
        text_add(&line, STR("What tells the rows apart was not looked for: there are too many"));
    else
        text_add(&line, STR("No one column tells the rows apart"));
    if (file->whole.again)
        text_printf(&line, "; %S as one before, the first is row %g",
                    fault_count(arena, file->whole.again, "row is the same", "rows are the same"),
                    file->whole.first_again);
    else if (!full)
        text_add(&line, STR("; no row stands twice"));
    add_line(text, text_str(&line));
    if (file->total_rows)
        add_line(text, str_printf(arena, "%S perhaps: a cell says Total, All, England or the like",
                                  fault_count(arena, file->total_rows, "row is a total",
                                              "rows are totals")));
}

static bool says_year(Str heading)
{
    static const char *const words[] = { "year", "Year", "YEAR", "time_period", "TIME_PERIOD" };
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_has(heading, (Str){ words[i], strlen(words[i]) })) return true;
    return false;
}

/* Columns that say of which year the rows are. */
static void add_years(const ScreenWords *words, Text *text, size_t f)
{
    const ScreenFile *file = &words->screen->files[f];
    for (uint32_t c = 0; c < file->column_count; c++) {
        const Told *told = &words->told[f][c];
        const ScreenColumn *column = told->column;
        bool calendar = told->looks == LOOKS_WHOLE && column->calendar == told->filled;
        if (told->personal || !told->value_count || column->values.many) continue;
        if (told->looks != LOOKS_YEAR && !(calendar && says_year(column->heading))) continue;
        Text line = text_open(words->arena);
        text_printf(&line, "Year, in %S: ", str_printable(words->arena, column->heading, HEADING));
        add_values(&line, told->values, told->value_count);
        add_line(text, text_str(&line));
    }
}

Str screen_text(const ScreenWords *words)
{
    Text text = text_open(words->arena);
    for (size_t f = 0; f < words->screen->count; f++) {
        const ScreenFile *file = &words->screen->files[f];
        if (f) text_byte(&text, '\n');
        text_printf(&text, "%S\n", str_printable(words->arena, file->path, WIDE - 1));
        add_head(words, &text, file);
        add_keys(words, &text, f);
        add_years(words, &text, f);
        text_byte(&text, '\n');
        add_table(words, &text, f);
    }
    return text_str(&text);
}
