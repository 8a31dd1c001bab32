/* audit_total.c -- see audit.h: control totals.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/audit.h"
#include "archive/decimal.h"
#include "file.h"

void audit_fault(Audit *audit, DiagId id, Str where, Str what)
{
    Arena *arena = audit->diags->arena;
    Str args[] = { str_printable(arena, where, 200), str_printable(arena, what, 200) };
    diag_add(audit->diags, id, args, COUNT_OF(args));
    audit->broken = true;
}

bool audit_read(Audit *audit, Str name, Str *text)
{
    int error = kept_read(audit->arena, audit->kept->dir, name, text);
    if (!error) return true;
    audit_fault(audit, D_KEPT_UNREADABLE, name, file_error(error));
    audit->unread = true;
    return false;
}

static void total_fault(Audit *audit, const KeptFile *file, const KeptTotal *total,
                        const char *what, Str listed, Str found)
{
    audit_fault(audit, D_KEPT_TOTAL, file->name,
                str_printf(audit->arena, "%S: %s %S, and the manifest says %S", total->column, what,
                           found, listed));
}

static Str number(Audit *audit, uint64_t count)
{
    return str_printf(audit->arena, "%u", count);
}

/* True when a count is what the manifest says. */
static bool same_count(Audit *audit, const KeptFile *file, const KeptTotal *total, const char *what,
                       uint64_t listed, uint64_t found)
{
    if (listed == found) return true;
    total_fault(audit, file, total, what, number(audit, listed), number(audit, found));
    return false;
}

static bool add_figures(Audit *audit, const KeptFile *file, const KeptTotal *total,
                        const Cells *cells, size_t column)
{
    uint64_t numbers = 0, others = 0, empty = 0;
    Str sum = STR("0");
    for (size_t row = 0; row < cells->rows; row++) {
        Str cell = cells_at(cells, row, column);
        if (cell.len == 0) {
            empty++;
        } else if (decimal_is(cell)) {
            numbers++;
            sum = decimal_add(audit->arena, sum, cell);
        } else {
            others++;
        }
    }
    if (!same_count(audit, file, total, "figures", total->numbers, numbers) ||
        !same_count(audit, file, total, "cells that are no decimal", total->others, others) ||
        !same_count(audit, file, total, "empty cells", total->empty, empty))
        return false;
    if (str_eq(sum, total->sum)) return true;
    total_fault(audit, file, total, "the sum is", total->sum, sum);
    return false;
}

/* The number of a word in a total, or word_count. */
static size_t find_word(const KeptTotal *total, Str word)
{
    size_t i = 0;
    while (i < total->word_count && !str_eq(total->words[i].word, word)) i++;
    return i;
}

static bool count_words(Audit *audit, const KeptFile *file, const KeptTotal *total,
                        const Cells *cells, size_t column)
{
    uint64_t empty = 0, *found = NEW_ARRAY(audit->arena, uint64_t, total->word_count + 1);
    for (size_t row = 0; row < cells->rows; row++) {
        Str cell = cells_at(cells, row, column);
        if (cell.len == 0)
            empty++;
        else
            found[find_word(total, cell)]++;
    }
    for (size_t i = 0; i < total->word_count; i++)
        if (!same_count(audit, file, total, str_c(audit->arena, total->words[i].word),
                        total->words[i].count, found[i]))
            return false;
    return same_count(audit, file, total, "other words", 0, found[total->word_count]) &&
           same_count(audit, file, total, "empty cells", total->empty, empty);
}

static void audit_sheet(Audit *audit, const KeptFile *file, const Cells *cells)
{
    if (cells->rows != file->rows) {
        Str what = str_printf(audit->arena, "%u rows, and the manifest says %u",
                              (uint64_t)cells->rows, file->rows);
        audit_fault(audit, D_KEPT_TOTAL, file->name, what);
    }
    for (size_t i = 0; i < file->total_count; i++) {
        const KeptTotal *total = &file->totals[i];
        size_t column = cells_column(cells, total->column);
        bool good = column < cells->columns;
        if (!good)
            audit_fault(audit, D_KEPT_TOTAL, file->name,
                        str_printf(audit->arena, "there is no column %S", total->column));
        else if (total->is_words)
            good = count_words(audit, file, total, cells, column);
        else
            good = add_figures(audit, file, total, cells, column);
        if (good) audit->totals++;
    }
}

void audit_totals(Audit *audit)
{
    const Kept *kept = audit->kept;
    audit->sheets = NEW_ARRAY(audit->arena, Cells, kept->file_count + 1);
    for (size_t i = 0; i < kept->file_count; i++) {
        Str text;
        if (!kept->files[i].has_rows) continue;
        if (!audit_read(audit, kept->files[i].name, &text)) continue;
        if (!cells_read(audit->arena, text, &audit->sheets[i])) {
            audit_fault(audit, D_KEPT_TOTAL, kept->files[i].name,
                        STR("it is no CSV file as Lustrum writes them"));
            audit->sheets[i] = (Cells){ 0 };
            continue;
        }
        audit_sheet(audit, &kept->files[i], &audit->sheets[i]);
    }
}
