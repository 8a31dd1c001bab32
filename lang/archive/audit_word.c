/* audit_word.c -- see audit.h: words of the level files against the rules.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/audit.h"
#include "result/cell.h"
#include "result/result.h"

typedef struct Sheet {
    Audit *audit;
    const Program *program;
    Str file;
    const Cells *cells;
} Sheet;

/* The printed words of a reason of the rules, or nothing at all. */
static bool is_reason(const Sheet *sheet, Str word)
{
    if (word.len == 0) return true;
    for (uint32_t r = 1; r < sheet->program->reason_count; r++)
        if (str_eq(reason_words(sheet->program, (uint8_t)r), word)) return true;
    return false;
}

static bool is_among(const Str *names, uint32_t count, Str word)
{
    for (uint32_t i = 0; i < count; i++)
        if (str_eq(names[i], word)) return true;
    return word.len == 0;
}

static bool is_power(const Sheet *sheet, Str word)
{
    Str undecided = STR("not decided: ");
    if (str_eq(word, STR("open")) || str_eq(word, STR("closed"))) return true;
    return word.len > undecided.len && memcmp(word.at, undecided.at, undecided.len) == 0 &&
           is_reason(sheet, str_slice(word, undecided.len, word.len));
}

static void fault(const Sheet *sheet, Str column, Str word)
{
    audit_fault(sheet->audit, D_KEPT_WORD, sheet->file,
                str_printf(sheet->audit->arena, "%S in column %S", word.len ? word : STR("no text"),
                           column));
}

/* The number of a column that the rules give; false after a fault. */
static bool column_of(const Sheet *sheet, Str heading, size_t *column)
{
    *column = cells_column(sheet->cells, heading);
    if (*column < sheet->cells->columns) return true;
    audit_fault(sheet->audit, D_KEPT_WORD, sheet->file,
                str_printf(sheet->audit->arena, "no column %S", heading));
    return false;
}

static Str dotted(const Sheet *sheet, Str name, const char *part)
{
    return str_printf(sheet->audit->arena, "%S%s", name, part);
}

/* Each cell of a column is among the names, or a reason where names is NULL. */
static void audit_column(const Sheet *sheet, Str heading, const Str *names, uint32_t count)
{
    size_t column;
    if (!column_of(sheet, heading, &column)) return;
    for (size_t row = 0; row < sheet->cells->rows; row++) {
        Str word = cells_at(sheet->cells, row, column);
        if (names ? is_among(names, count, word) : is_reason(sheet, word)) continue;
        fault(sheet, heading, word);
        return;
    }
    sheet->audit->words++;
}

static void audit_power(const Sheet *sheet, Str heading)
{
    size_t column;
    if (!column_of(sheet, heading, &column)) return;
    for (size_t row = 0; row < sheet->cells->rows; row++) {
        Str word = cells_at(sheet->cells, row, column);
        if (is_power(sheet, word)) continue;
        fault(sheet, heading, word);
        return;
    }
    sheet->audit->words++;
}

static void audit_measure(const Sheet *sheet, const MeasureOut *measure)
{
    size_t column;
    if (measure->value != NONE) column_of(sheet, measure->name, &column);
    if (measure->lower != NONE) column_of(sheet, dotted(sheet, measure->name, ".lower"), &column);
    if (measure->upper != NONE) column_of(sheet, dotted(sheet, measure->name, ".upper"), &column);
    if (measure->band != NONE)
        audit_column(sheet, dotted(sheet, measure->name, ".band"), measure->band_name,
                     measure->band_count);
    audit_column(sheet, dotted(sheet, measure->name, ".reason"), NULL, 0);
}

static void audit_level(Audit *audit, const Program *program, const LevelOut *level, Str file)
{
    const KeptFile *found = kept_file(audit->kept, file);
    if (!found || !found->has_rows) {
        audit_fault(audit, D_KEPT_WORD, audit->kept->path,
                    str_printf(audit->arena, "no file %S", file));
        return;
    }
    const Cells *cells = &audit->sheets[found - audit->kept->files];
    if (cells->columns == 0) return; /* told before */
    Sheet sheet = { audit, program, file, cells };
    for (uint32_t m = 0; m < level->measure_count; m++) audit_measure(&sheet, &level->measures[m]);
    for (uint32_t r = 0; r < level->review_count; r++) {
        const ReviewOut *review = &level->reviews[r];
        Str heading =
            level->review_count > 1 ? dotted(&sheet, review->name, ".finding") : STR("finding");
        audit_column(&sheet, heading, review->finding_name, review->finding_count);
    }
    for (uint32_t p = 0; p < level->power_count; p++) audit_power(&sheet, level->powers[p].name);
}

void audit_words(Audit *audit, const Program *program)
{
    for (uint32_t i = 0; i < program->level_count; i++) {
        Str file = program->levels[i].file;
        audit_level(audit, program, &program->levels[i], file);
        if (audit->kept->spreadsheet)
            audit_level(audit, program, &program->levels[i],
                        result_spreadsheet_name(audit->arena, file));
    }
}
