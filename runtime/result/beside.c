/* beside.c -- see beside.h.  The files are read back as they were written, so what is listed is
 * what stands in them, letter for letter. SPDX-License-Identifier: Apache-2.0 */
#include "result/beside.h"
#include "file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define BESIDE STR(".as_sealed.csv")

/* A file as cells, each as it stands there, with its quotes; row 0 is the headings. */
typedef struct Cells {
    Str *cell;
    size_t rows, columns, cap, count;
    size_t keys;     /* columns that name a row */
    uint32_t *order; /* rows from 1, by key */
} Cells;

Str beside_name(Arena *arena, Str name)
{
    assert(name.len > 4);
    return str_printf(arena, "%S%S", str_slice(name, 0, name.len - 4), BESIDE);
}

/* Where the cell at `at` ends: at a comma or a line end that is not between quotes. */
static size_t cell_end(Str text, size_t at)
{
    bool quoted = false;
    while (at < text.len && (quoted || (text.at[at] != ',' && text.at[at] != '\n')))
        quoted ^= text.at[at++] == '"';
    return at;
}

static Cells read_cells(Arena *arena, Str text, size_t keys)
{
    Cells cells = { .keys = keys };
    size_t at = 0;
    while (at < text.len) {
        size_t end = cell_end(text, at);
        GROW(arena, cells.cell, cells.count, cells.cap);
        cells.cell[cells.count++] = str_slice(text, at, end);
        if (end < text.len && text.at[end] == '\n') {
            cells.rows++;
            if (!cells.columns) cells.columns = cells.count;
        }
        at = end + 1;
    }
    return cells;
}

static Str cell_at(const Cells *cells, size_t row, size_t column)
{
    return cells->cell[row * cells->columns + column];
}

static int by_key(const Cells *a, size_t row, const Cells *b, size_t other)
{
    for (size_t k = 0; k < a->keys; k++) {
        int order = str_compare(cell_at(a, row, k), cell_at(b, other, k));
        if (order) return order;
    }
    return 0;
}

static int by_row(const void *left, const void *right, void *user)
{
    const Cells *cells = user;
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    int order = by_key(cells, a, cells, b);
    return order ? order : (a > b) - (a < b);
}

static void sort_rows(Arena *arena, Cells *cells)
{
    cells->order = NEW_ARRAY(arena, uint32_t, cells->rows + 1);
    for (uint32_t r = 1; r < cells->rows; r++) cells->order[r - 1] = r;
    if (cells->rows > 1)
        qsort_r(cells->order, cells->rows - 1, sizeof *cells->order, by_row, cells);
}

/* ---- comparing ---- */

typedef struct Listing {
    Arena *arena;
    Text text;
    uint64_t rows;
} Listing;

/* What a cell says, without the quotes round it and those that stand for one. */
static void add_plain(Text *text, Str cell)
{
    bool quoted = cell.len > 1 && cell.at[0] == '"';
    if (quoted) cell = str_slice(cell, 1, cell.len - 1);
    for (size_t i = 0; i < cell.len; i++) {
        text_byte(text, cell.at[i]);
        if (quoted && cell.at[i] == '"') i++;
    }
}

static void list(Listing *listing, Str file, const Cells *cells, size_t row, Str column, Str now,
                 Str sealed)
{
    Text key = text_open(listing->arena);
    for (size_t k = 0; k < cells->keys; k++) {
        if (k) text_add(&key, STR("; "));
        add_plain(&key, cell_at(cells, row, k));
    }
    text_csv(&listing->text, file);
    text_byte(&listing->text, ',');
    text_csv(&listing->text, text_str(&key));
    text_printf(&listing->text, ",%S,%S,%S\n", column, now, sealed);
    listing->rows++;
}

static void compare_rows(Listing *listing, Str file, const Cells *now, size_t row,
                         const Cells *sealed, size_t other)
{
    for (size_t c = now->keys; c < now->columns; c++)
        for (size_t s = sealed->keys; s < sealed->columns; s++) {
            if (!str_eq(cell_at(now, 0, c), cell_at(sealed, 0, s))) continue;
            if (!str_eq(cell_at(now, row, c), cell_at(sealed, other, s)))
                list(listing, file, now, row, cell_at(now, 0, c), cell_at(now, row, c),
                     cell_at(sealed, other, s));
            break;
        }
}

static void compare(Listing *listing, Str file, Cells *now, Cells *sealed)
{
    size_t i = 0, k = 0;
    sort_rows(listing->arena, now);
    sort_rows(listing->arena, sealed);
    while (i + 1 < now->rows || k + 1 < sealed->rows) {
        int order = i + 1 >= now->rows      ? 1
                    : k + 1 >= sealed->rows ? -1
                                            : by_key(now, now->order[i], sealed, sealed->order[k]);
        if (order == 0)
            compare_rows(listing, file, now, now->order[i], sealed, sealed->order[k]);
        else if (order < 0)
            list(listing, file, now, now->order[i], STR_EMPTY, STR("this row"), STR_EMPTY);
        else
            list(listing, file, sealed, sealed->order[k], STR_EMPTY, STR_EMPTY, STR("this row"));
        i += order <= 0;
        k += order >= 0;
    }
}

/* ---- files ---- */

static bool read_back(Folder *folder, Arena *arena, const OutFile *file, Cells *cells)
{
    const char *name = str_c(arena, file->name);
    char *bytes = arena_alloc(arena, file->size + 1, 1);
    size_t have = 0, keys = 0;
    int fd = openat(folder->fd, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    int error = fd < 0 ? errno : 0;
    while (!error && have < file->size) {
        ssize_t got = read(fd, bytes + have, file->size - have);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) error = got < 0 ? errno : EIO;
        if (got > 0) have += (size_t)got;
    }
    if (fd >= 0) close(fd);
    while (keys < file->totals->count && (file->totals->columns[keys].kind == TOTAL_KEY ||
                                          file->totals->columns[keys].kind == TOTAL_NAME))
        keys++;
    *cells = read_cells(arena, (Str){ bytes, have }, keys);
    if (!error) return true;
    folder->failed = true;
    folder->fault = D_OUT_WRITE;
    folder->args[0] = file->name;
    folder->args[1] = file_error(error);
    return false;
}

static const OutFile *beside_of(const Folder *folder, Arena *arena, Str name)
{
    Str wanted = beside_name(arena, name);
    for (size_t i = 0; i < folder->count; i++)
        if (str_eq(folder->files[i].name, wanted)) return &folder->files[i];
    return NULL;
}

/* The list holds no figures to add up: its first three columns say which cell a line is about. */
static Totals *no_totals(Arena *arena)
{
    static const char *const names[] = { "file", "key", "column", "amended", "as_sealed" };
    Totals *totals = NEW(arena, Totals);
    totals->arena = arena;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        totals_add(totals, (Str){ names[i], strlen(names[i]) }, i < 3 ? TOTAL_KEY : TOTAL_NOT);
    return totals;
}

bool beside_write(Folder *folder, Arena *arena)
{
    Listing listing = { .arena = arena, .text = text_open(arena) };
    text_add(&listing.text, STR("file,key,column,amended,as_sealed\n"));
    for (size_t i = 0; i < folder->count; i++) {
        OutFile *file = &folder->files[i];
        if (!file->totals || file->name.len <= 4) continue;
        const OutFile *sealed = beside_of(folder, arena, file->name);
        Cells now, then;
        if (!sealed) continue;
        if (!read_back(folder, arena, file, &now) || !read_back(folder, arena, sealed, &then))
            return false;
        compare(&listing, file->name, &now, &then);
    }
    Writer *writer = folder_file(folder, STR("differences.csv"));
    if (!writer) return false;
    writer_add(writer, text_str(&listing.text));
    if (!folder_file_done(folder, true, listing.rows)) return false;
    folder->files[folder->count - 1].totals = no_totals(arena);
    return true;
}
