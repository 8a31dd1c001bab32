/* letter.c -- the data request as text that can be put in a letter.
 * SPDX-License-Identifier: Apache-2.0 */
#include "needs/needs.h"
#include "render.h"

enum { LETTER_WIDTH = 90, LETTER_INDENT = 4 };

/* A paragraph of lines that stand `indent` spaces in. */
static void put(Text *text, size_t indent, Str s)
{
    while (s.len) {
        size_t length = render_line(s, LETTER_WIDTH - indent);
        text_pad(text, ' ', indent);
        text_printf(text, "%S\n", str_slice(s, 0, length));
        while (length < s.len && (s.at[length] == ' ' || s.at[length] == '\n')) length++;
        s = str_slice(s, length, s.len);
    }
}

/* Upper case for the first letter, a full stop at the end. */
static Str sentence(Arena *arena, Str s)
{
    Text text = text_open(arena);
    text_add(&text, s);
    if (s.len && s.at[0] >= 'a' && s.at[0] <= 'z') text.at[0] = (char)(s.at[0] - 'a' + 'A');
    text_byte(&text, '.');
    return text_str(&text);
}

static void put_sentence(Text *text, const Needs *needs, size_t indent, Str s)
{
    if (s.len) put(text, indent, sentence(needs->arena, s));
}

/* `UPN; in 2027/28 PUPIL_UPN`: by year where it differs by year. */
static Str spelled(const Needs *needs, const Spells *spells)
{
    Text text = text_open(needs->arena);
    for (size_t i = 0; i < spells->count; i++) {
        bool alone = i == 0 || str_eq(spells->items[i].text, spells->items[0].text);
        if (i && alone) continue;
        if (i)
            text_printf(&text, "; in %S ",
                        years_text(needs->arena, spells->items[i].first, spells->items[i].last));
        text_add(&text, spells->items[i].text);
    }
    return text_str(&text);
}

static void put_column(Text *text, const Needs *needs, const NeedFile *file,
                       const NeedColumn *column)
{
    Arena *arena = needs->arena;
    Str years = needs_years(needs, column), missing = needs_missing(needs, column);
    put(text, 2, spelled(needs, &column->headings));
    Str what = str_printf(arena, "%S: %S", needs_name(arena, column->field->name),
                          needs_kind(needs, column));
    if (column->schema->place)
        what = str_printf(arena, "%S; column %u of %u of that heading", what,
                          (uint64_t)column->schema->place, (uint64_t)column->schema->of);
    put_sentence(text, needs, LETTER_INDENT, what);
    put_sentence(text, needs, LETTER_INDENT, missing);
    if (needs_personal(column))
        put(text, LETTER_INDENT, STR("Marks a person: it is never printed."));
    if (years.len)
        put_sentence(text, needs, LETTER_INDENT,
                     str_printf(arena, "there is such a column in %S only", years));
    Str why = needs_why(needs, file, column);
    put_sentence(text, needs, LETTER_INDENT,
                 why.len ? str_printf(arena, "why: %S", why) : STR_EMPTY);
    Str read = needs_read_years(needs, file, column);
    if (read.len && !str_eq(read, years))
        put_sentence(text, needs, LETTER_INDENT, str_printf(arena, "read in %S only", read));
}

static void put_unasked(Text *text, const Needs *needs, const NeedFile *file)
{
    Text names = text_open(needs->arena);
    for (size_t c = 0; c < file->column_count; c++)
        if (!file->columns[c].asked && file->columns[c].headings.count)
            text_printf(&names, "%s%S", names.len ? ", " : "", file->columns[c].schema->headers[0]);
    if (!names.len) return;
    text_byte(text, '\n');
    put(text, 2,
        str_printf(
            needs->arena,
            "Not asked for, because nothing reads it: %S. The rules declare it all the same, "
            "and a review refuses a file without it: it should be taken out of them.",
            text_str(&names)));
}

static void put_file(Text *text, const Needs *needs, size_t number)
{
    const NeedFile *file = &needs->files[number];
    Arena *arena = needs->arena;
    put(text, 0,
        str_printf(arena, "%u. %S: one row for each %S", (uint64_t)number + 1,
                   spelled(needs, &file->names), needs_name(arena, file->record->name)));
    put_sentence(text, needs, 2, needs_form(needs, file));
    if (file->schema->may_be_empty) put(text, 2, STR("It may have headings only."));
    if (file->record->has_personal_key)
        put(text, 2, STR("Its rows are of persons: send it by a way that is safe for that."));
    for (size_t c = 0; c < file->column_count; c++) {
        if (!file->columns[c].asked) continue;
        text_byte(text, '\n');
        put_column(text, needs, file, &file->columns[c]);
    }
    put_unasked(text, needs, file);
    text_byte(text, '\n');
}

/* ---- codes, each list once ---- */

static bool listed_before(const Needs *needs, size_t f, size_t c)
{
    Str name = needs->files[f].columns[c].schema->codes_name;
    for (size_t i = 0; i <= f; i++)
        for (size_t k = 0; k < (i == f ? c : needs->files[i].column_count); k++) {
            const NeedColumn *other = &needs->files[i].columns[k];
            if (other->asked && str_eq(other->schema->codes_name, name)) return true;
        }
    return false;
}

static void put_codes(Text *text, const Needs *needs)
{
    bool any = false;
    for (size_t f = 0; f < needs->file_count; f++)
        for (size_t c = 0; c < needs->files[f].column_count; c++) {
            const NeedColumn *column = &needs->files[f].columns[c];
            const FieldSchema *schema = column->schema;
            if (!column->asked || !schema->codes_name.len || listed_before(needs, f, c)) continue;
            if (!any) text_add(text, STR("Codes\n"));
            any = true;
            Text codes = text_open(needs->arena);
            for (size_t i = 0; i < schema->code_count; i++)
                text_printf(&codes, "%s\"%S\"", i ? ", " : "", schema->codes[i]);
            text_printf(text, "\n  %S\n", schema->codes_name);
            put(text, LETTER_INDENT, text_str(&codes));
        }
    if (any) text_byte(text, '\n');
}

Str needs_text(const Needs *needs)
{
    const Model *first = needs->models[0], *last = needs->models[needs->model_count - 1];
    Arena *arena = needs->arena;
    Text text = text_open(arena);
    put(&text, 0, str_printf(arena, "Data for \"%S\"", first->title));
    put(&text, 0,
        str_printf(arena, "School year%s %S%s%S.", first == last ? "" : "s",
                   years_text(arena, first->year, last->year),
                   first->owner.len ? "; rules of " : "", first->owner));
    text_byte(&text, '\n');
    put(&text, 0,
        STR("These are the columns that the rules read, and what each is needed for. Other columns "
            "need not be sent. Order of rows and columns does not matter."));
    text_byte(&text, '\n');
    for (size_t f = 0; f < needs->file_count; f++) put_file(&text, needs, f);
    put_codes(&text, needs);
    return text_str(&text);
}
