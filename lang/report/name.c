/* name.c -- see site.h: what a unit is called, and the file of its page.
 *
 * Names of files are made of what every file system and web server takes: small letters, digits and
 * hyphens.  Two units never have one name, also where capitals do not count, and the name of a unit
 * does not depend on what else was asked for.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"
#include <stdlib.h>

enum { NAME_MOST = 60 };

/* ---- for file systems ---- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Names that one system keeps for devices, and that of the page of all units. */
static bool is_reserved(Str name)
{
    static const char *const whole[] = { "con", "prn", "aux", "nul", "index" };
    for (size_t i = 0; i < COUNT_OF(whole); i++)
        if (str_eq(name, str_of(whole[i]))) return true;
    if (name.len != 4 || name.at[3] < '0' || name.at[3] > '9') return false;
    Str start = str_slice(name, 0, 3);
    return str_eq(start, STR("com")) || str_eq(start, STR("lpt"));
}

static Str plain(Arena *arena, Str name)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < name.len && text.len < NAME_MOST; i++) {
        char c = name.at[i];
        if (is_letter(c))
            text_byte(&text, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
        else if (text.len && text.at[text.len - 1] != '-')
            text_byte(&text, '-');
    }
    while (text.len && text.at[text.len - 1] == '-') text.len--;
    if (!text.len) text_add(&text, STR("unit"));
    Str made = text_str(&text);
    return is_reserved(made) ? str_printf(arena, "%S-", made) : made;
}

typedef struct Named {
    Str plain;
    size_t row;
} Named;

static int by_name(const void *left, const void *right)
{
    const Named *a = left, *b = right;
    int order = str_compare(a->plain, b->plain);
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

/* Of several units with one plain name the second and later ones have their number behind it; two
 * hyphens, which no plain name has, keep it from being another's. */
static void number_names(Arena *arena, Named *named, size_t count)
{
    if (count > 1) qsort(named, count, sizeof *named, by_name);
    for (size_t i = 0, first = 0; i < count; i++) {
        if (!str_eq(named[i].plain, named[first].plain)) first = i;
        if (i > first)
            named[i].plain =
                str_printf(arena, "%S--%u", named[first].plain, (uint64_t)(i - first + 1));
    }
}

static Str free_folder(Arena *arena, Str wanted, const SiteLevel *levels, size_t count)
{
    Str folder = wanted;
    if (str_eq(wanted, STR(SITE_FILES))) folder = STR(SITE_FILES "-");
    for (size_t i = 0; i < count; i++)
        if (str_eq(levels[i].folder, folder))
            folder = str_printf(arena, "%S--%u", wanted, (uint64_t)count + 1);
    return folder;
}

/* ---- for people ---- */

Str name_key(Arena *arena, const SiteLevel *level, size_t row)
{
    Text text = text_open(arena);
    for (size_t k = 0; k < level->keys; k++)
        text_printf(&text, "%s%S", k ? " / " : "", cells_at(&level->cells, row, k));
    return text_str(&text);
}

/* The column of the first identity field that is a text; NO_COLUMN. */
static int name_column(const SiteLevel *level)
{
    size_t column = level->keys;
    for (size_t f = 0; f < level->schema->field_count; f++) {
        const FieldSchema *field = &level->schema->fields[f];
        if (field->role != ROLE_IDENTITY || field->personal) continue;
        if (field->kind == KIND_TEXT || field->kind == KIND_CODE) return (int)column;
        column++;
    }
    return NO_COLUMN;
}

void site_names(Arena *arena, SiteLevel *level, const SiteLevel *levels, size_t i)
{
    size_t rows = level->cells.rows;
    int column = name_column(level);
    Named *named = NEW_ARRAY(arena, Named, rows + 1);
    level->folder = free_folder(arena, plain(arena, level->schema->name), levels, i);
    level->page = NEW_ARRAY(arena, Str, rows + 1);
    level->name = NEW_ARRAY(arena, Str, rows + 1);
    for (size_t row = 0; row < rows; row++) {
        Str key = name_key(arena, level, row), name = site_cell(&level->cells, row, column);
        level->name[row] = name.len ? name : key;
        named[row] = (Named){ plain(arena, key), row };
    }
    number_names(arena, named, rows);
    for (size_t k = 0; k < rows; k++)
        level->page[named[k].row] = str_printf(arena, "%S/%S.html", level->folder, named[k].plain);
}
