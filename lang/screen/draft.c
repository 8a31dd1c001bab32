/* draft.c -- record declarations of files for a person to finish (judge.h).
 *
 * What the data show is written; what they cannot show, above all which role a column plays, is a
 * comment that begins with `-- ?`.
 * SPDX-License-Identifier: Apache-2.0 */
#include "grammar.h"
#include "screen/judge.h"
#include "table/fault.h"
#include "token.h"

typedef struct Drafting {
    const ScreenWords *words;
    Text text;
    Str *record; /* of each file: School */
    Str *plural;
    int *key;     /* the column that is its key; -1 */
    int *parent;  /* of each column of the file being written: a file; -1 */
    bool *linked; /* [from * files + to]: from leads to to, by any chain */
} Drafting;

/* ---- names ---- */

/* Whether a text can stand in quotes. */
static bool is_quotable(Str text)
{
    if (!text.len || text.len > 200 || str_utf8_valid(text) != text.len) return false;
    for (size_t i = 0; i < text.len;) {
        uint32_t point;
        size_t bytes = str_character(text, i, &point);
        if (point < 0x20 || point == '"' || str_hidden(point)) return false;
        i += bytes;
    }
    return true;
}

static bool is_word(Str name)
{
    for (int kind = T_FRAMEWORK; token_word(kind).len; kind++)
        if (str_eq(token_word(kind), name)) return true;
    return false;
}

static bool is_taken(const Str *names, size_t count, Str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(names[i], name)) return true;
    return false;
}

/* A name that none of the others is: the same, or with a number behind it. */
static Str fresh(Arena *arena, const Str *names, size_t count, Str name)
{
    Str tried = name;
    for (uint64_t n = 2; is_taken(names, count, tried); n++)
        tried = str_printf(arena, "%S_%u", name, n);
    return tried;
}

/* A heading as the name of a field: "Pct 5+ (EM)" is pct_5_em. */
static Str field_name(Arena *arena, Str heading, const Str *others, size_t count)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < heading.len && text.len < 60; i++) {
        char c = heading.at[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (good) text_byte(&text, c);
        if (!good && text.len && text.at[text.len - 1] != '_') text_byte(&text, '_');
    }
    while (text.len && text.at[text.len - 1] == '_') text.len--;
    Str name = arena_str(arena, text_str(&text));
    if (!name.len || (name.at[0] >= '0' && name.at[0] <= '9'))
        name = str_printf(arena, name.len ? "column_%S" : "column", name);
    if (is_word(name)) name = str_printf(arena, "%S_column", name);
    return fresh(arena, others, count, name);
}

/* A path as the plural of a record: ks4-pupils_2025.csv is Ks4Pupils. */
static Str plural_name(Arena *arena, Str path)
{
    Str base = problem_base(path);
    Text text = text_open(arena);
    bool begins = true;
    for (size_t i = 0; i < base.len && base.at[i] != '.' && text.len < 60; i++) {
        char c = base.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool digit = c >= '0' && c <= '9';
        if (letter && begins && c >= 'a') c = (char)(c - 32);
        if (letter || (digit && text.len)) text_byte(&text, c);
        begins = !letter && !digit;
    }
    while (text.len && text.at[text.len - 1] >= '0' && text.at[text.len - 1] <= '9') text.len--;
    Str name = arena_str(arena, text_str(&text));
    if (name.len < 2) name = STR("Rows");
    return name.at[name.len - 1] == 's' ? name : str_printf(arena, "%Ss", name);
}

static Str singular_name(Arena *arena, Str plural)
{
    Str ies = STR("ies");
    if (plural.len > 4 && memcmp(plural.at + plural.len - 3, ies.at, 3) == 0)
        return str_printf(arena, "%Sy", str_slice(plural, 0, plural.len - 3));
    return str_slice(plural, 0, plural.len - 1);
}

/* ---- links ---- */

static void note_link(Drafting *d, size_t from, size_t to)
{
    size_t n = d->words->screen->count;
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++) {
            bool before = a == from || d->linked[a * n + from];
            bool after = b == to || d->linked[to * n + b];
            if (before && after) d->linked[a * n + b] = true;
        }
}

/* The file that a column points to, to its key and in no circle; -1. */
static int parent_of(Drafting *d, size_t file, uint32_t column)
{
    const Screen *screen = d->words->screen;
    if (d->key[file] == (int)column) return -1;
    for (size_t i = 0; i < screen->link_count; i++) {
        const ScreenLink *link = &screen->links[i];
        if (link->file != file || link->column != column) continue;
        if (d->key[link->to_file] != (int)link->to_column) continue;
        if (d->linked[(size_t)link->to_file * screen->count + file]) continue;
        note_link(d, file, link->to_file);
        return (int)link->to_file;
    }
    return -1;
}

/* ---- a field ---- */

/* Texts that everybody knows for marks mean that there is no value; a person says what others mean.
 */
static void add_missing(Drafting *d, const Told *told)
{
    if (told->column->blank) text_add(&d->text, STR(", missing \"\" as not_given"));
    for (size_t i = 0; i < told->mark_count; i++) {
        Str reason = judge_mark(told->marks[i].text);
        if (reason.len)
            text_printf(&d->text, ", missing \"%S\" as %S", told->marks[i].text, reason);
    }
}

static uint64_t rows_of_other_texts(const Told *told)
{
    uint64_t rows = told->other_marks;
    for (size_t i = 0; i < told->mark_count; i++)
        if (!judge_mark(told->marks[i].text).len) rows += told->marks[i].count;
    return rows;
}

static void add_kind(Drafting *d, const Told *told)
{
    Str yes, no;
    switch (told->looks) {
    case LOOKS_WHOLE: text_add(&d->text, STR("whole number")); break;
    case LOOKS_NUMBER: text_add(&d->text, STR("number")); break;
    case LOOKS_PERCENT: text_add(&d->text, STR("%")); break;
    case LOOKS_DATE: text_add(&d->text, STR("date")); break;
    case LOOKS_YEAR: text_add(&d->text, STR("school year")); break;
    case LOOKS_CODE: text_add(&d->text, STR("code")); break;
    case LOOKS_YESNO: text_add(&d->text, STR("yes or no")); break;
    case LOOKS_EMPTY:
    case LOOKS_TEXT: text_add(&d->text, STR("text")); break;
    }
    text_printf(&d->text, " from \"%S\"", told->column->heading);
    if (told->form.len) text_printf(&d->text, ", written as \"%S\"", told->form);
    if (told->looks == LOOKS_PERCENT) text_add(&d->text, STR(", percent sign"));
    if (told->looks == LOOKS_YESNO && judge_yes_no(told->column, &yes, &no))
        text_printf(&d->text, ", yes \"%S\", no \"%S\"", yes, no);
    add_missing(d, told);
}

/* What a person must decide about a column that is no key and no link. */
static void add_questions(Drafting *d, const Told *told)
{
    Text *text = &d->text;
    Arena *arena = d->words->arena;
    bool number = told->looks == LOOKS_WHOLE || told->looks == LOOKS_NUMBER;
    text_add(text, told->personal ? STR(" -- ? of persons") : STR(" -- ? role"));
    if (number && told->ranged)
        text_printf(text, ", range (%S to %S here), unit", judge_number(arena, told->low, false),
                    judge_number(arena, told->high, false));
    else if (number || told->looks == LOOKS_PERCENT)
        text_add(text, STR(", range, unit"));
    if (told->looks == LOOKS_CODE) text_add(text, STR(", list of codes"));
    if (told->ambiguous) text_add(text, STR(", day or month first"));
    if (rows_of_other_texts(told))
        text_printf(text, ", texts in %S",
                    fault_count(arena, rows_of_other_texts(told), "row", "rows"));
    if (told->looks == LOOKS_EMPTY) text_add(text, STR(", kind (it is empty)"));
}

static void add_field(Drafting *d, size_t f, uint32_t c, Str *names)
{
    Arena *arena = d->words->arena;
    const Told *told = &d->words->told[f][c];
    Str heading = told->column->heading;
    bool persons = judge_of_persons(d->words->told[f], d->words->screen->files[f].column_count);
    if (told->column->unnamed || !is_quotable(heading)) {
        text_printf(&d->text, "  -- ? column %S: %s\n", diag_column_letters(arena, c + 1),
                    told->column->unnamed ? "it has no heading"
                                          : "its heading cannot be written in rules");
        return;
    }
    names[c] = field_name(arena, heading, names, c);
    text_printf(&d->text, "  %S ", names[c]);
    if (d->key[f] == (int)c) {
        text_printf(&d->text, "key %stext from \"%S\" -- ? it tells the rows apart here",
                    persons ? "personal " : "", heading);
    } else if (d->parent[c] >= 0) {
        text_printf(&d->text, "part of %S from \"%S\"", d->record[d->parent[c]], heading);
        if (told->column->blank) text_add(&d->text, STR(", missing \"\" as in_none"));
        text_add(&d->text, STR(" -- ? its values stand there"));
    } else {
        text_add(&d->text, told->personal ? STR("personal ") : STR("context "));
        add_kind(d, told);
        add_questions(d, told);
    }
    text_byte(&d->text, '\n');
}

/* ---- a record ---- */

static void add_options(Drafting *d, const ScreenFile *file)
{
    if (file->encoding == ENCODING_CP1252) text_add(&d->text, STR(", encoding cp1252"));
    if (file->separator != ',')
        text_printf(&d->text, ", separator \"%S\"", (Str){ &file->separator, 1 });
    if (file->blank_lines) text_add(&d->text, STR(", blank lines skipped"));
    if (file->empty_rows) text_add(&d->text, STR(", empty rows skipped"));
    if (!file->rows) text_add(&d->text, STR(", may be empty"));
}

static void add_record(Drafting *d, size_t f)
{
    const ScreenFile *file = &d->words->screen->files[f];
    Arena *arena = d->words->arena;
    Str base = problem_base(file->path);
    Str *names = NEW_ARRAY(arena, Str, file->column_count + 1);
    d->parent = NEW_ARRAY(arena, int, file->column_count + 1);
    for (uint32_t c = 0; c < file->column_count; c++) d->parent[c] = parent_of(d, f, c);
    text_printf(&d->text, "-- ? what a row of %S is called\n",
                is_quotable(base) ? base : STR("the file"));
    if (file->total_rows)
        text_printf(&d->text, "-- ? %S perhaps: rows where COLUMN is not \"TEXT\"\n",
                    fault_count(arena, file->total_rows, "row is a total", "rows are totals"));
    if (d->key[f] < 0) text_add(&d->text, STR("-- ? which columns tell the rows apart: key\n"));
    text_printf(&d->text, "record %S (%S) from \"%S\"", d->record[f], d->plural[f],
                is_quotable(base) ? base : STR("data.csv"));
    add_options(d, file);
    text_byte(&d->text, '\n');
    for (uint32_t c = 0; c < file->column_count; c++) add_field(d, f, c, names);
    text_byte(&d->text, '\n');
}

Str screen_draft(const ScreenWords *words)
{
    size_t n = words->screen->count;
    Arena *arena = words->arena;
    Drafting d = { .words = words, .text = text_open(arena) };
    d.record = NEW_ARRAY(arena, Str, n * 2);
    d.plural = d.record + n;
    d.key = NEW_ARRAY(arena, int, n);
    d.linked = NEW_ARRAY(arena, bool, n *n);
    for (size_t f = 0; f < n; f++) {
        const ScreenFile *file = &words->screen->files[f];
        Str plural = plural_name(arena, file->path);
        d.plural[f] = fresh(arena, d.plural, f, plural);
        d.record[f] = fresh(arena, d.record, f, singular_name(arena, plural));
        d.key[f] = judge_key(words->told[f], file->column_count);
        if (d.key[f] < 0) continue;
        const ScreenColumn *key = &file->columns[d.key[f]];
        if (key->unnamed || !is_quotable(key->heading)) d.key[f] = -1;
    }
    text_add(&d.text, STR("-- A draft of what the data show. A person decides what stands after"
                          " `-- ?`, above all each role:\n-- key, identity, personal, context,"
                          " protected, process, baseline or outcome.\n\n"));
    for (size_t f = 0; f < n; f++) add_record(&d, f);
    return text_str(&d.text);
}
