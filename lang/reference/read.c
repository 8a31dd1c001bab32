/* read.c -- a reference from its file: see reference.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "number/text.h"
#include "reference/reference.h"
#include "table/list.h"
#include <errno.h>
#include <sys/stat.h>

enum { WHAT, NAME, FIGURE, GROUP, VALUE, REASON, COLUMNS };

static bool is_row(Str what)
{
    return str_eq(what, STR("nation")) || str_eq(what, STR("group")) ||
           str_eq(what, STR("no group"));
}

int reference_year(Str text)
{
    int year = 0, next = 0;
    if (text.len != 7 || text.at[4] != '/') return 0;
    for (size_t i = 0; i < 7; i++) {
        if (i == 4) continue;
        if (text.at[i] < '0' || text.at[i] > '9') return 0;
        int *part = i < 4 ? &year : &next;
        *part = *part * 10 + (text.at[i] - '0');
    }
    return next == (year + 1) % 100 ? year : 0;
}

uint64_t reference_number(Str text)
{
    uint64_t number = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || i == 9) return 0;
        number = number * 10 + (uint64_t)(text.at[i] - '0');
    }
    return number;
}

static void take_head(Reference *reference, const List *list, uint64_t row, Str what,
                      uint64_t record)
{
    Str name = list_text(list, NAME, row), value = list_text(list, VALUE, row);
    if (str_eq(what, STR("framework"))) reference->framework = name;
    if (str_eq(what, STR("edition")) && value.len == 1) reference->edition = value.at[0] - '0';
    if (str_eq(what, STR("year"))) reference->year = reference_year(value);
    if (str_eq(what, STR("meaning")))
        reference->makers[reference->maker_count++] = (Maker){ record, value };
    if (str_eq(what, STR("seal"))) {
        reference->records = reference_number(list_text(list, FIGURE, row));
        reference->last = value;
    }
}

static Reference *take_rows(Arena *arena, const List *list)
{
    uint64_t rows = list->table.rows;
    Reference *reference = NEW(arena, Reference);
    reference->file = list->file;
    reference->rows = NEW_ARRAY(arena, PassRow, rows + 1);
    reference->makers = NEW_ARRAY(arena, Maker, rows + 1);
    for (uint64_t r = 0; r < rows; r++) {
        int year;
        uint64_t record;
        Str what = section_read(list_text(list, WHAT, r), &year, &record);
        if (!is_row(what)) {
            take_head(reference, list, r, what, record);
            continue;
        }
        reference->rows[reference->row_count++] = (PassRow){ .what = what,
                                                             .year = year,
                                                             .record = record,
                                                             .measure = list_text(list, NAME, r),
                                                             .figure = list_text(list, FIGURE, r),
                                                             .group = list_text(list, GROUP, r),
                                                             .value = list_text(list, VALUE, r),
                                                             .reason = list_text(list, REASON, r) };
    }
    return reference;
}

Reference *reference_read(Work *work, Str path, Span span)
{
    static const Str headings[COLUMNS] = {
        [WHAT] = STR("what"),   [NAME] = STR("name"),   [FIGURE] = STR("figure"),
        [GROUP] = STR("group"), [VALUE] = STR("value"), [REASON] = STR("reason")
    };
    ListColumn columns[COLUMNS];
    Str reasons[REASON_FIRST_OWN] = { STR("known"), STR("nothing_to_divide_by") };
    for (size_t i = 0; i < COLUMNS; i++)
        columns[i] =
            (ListColumn){ .heading = headings[i], .kind = KIND_TEXT, .as_it_stands = true };
    struct stat info;
    if (stat(str_c(&work->call->arena, path), &info) != 0) {
        DIAG_AT(&work->call->diags, D_REFERENCE_ABSENT, span,
                str_printable(&work->call->arena, path, 200));
        return NULL;
    }
    if (!S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode)) {
        Str args[] = { str_printable(&work->call->arena, path, 200), file_error(EINVAL) };
        diag_add(&work->call->diags, D_DATA_UNREADABLE, args, COUNT_OF(args));
        return NULL;
    }
    work->frozen = arena_open(work->data.guard);
    LoadJob job = { .year = work->year,
                    .reasons = reasons,
                    .reason_count = REASON_FIRST_OWN,
                    .threads = 1,
                    .seed = work->call->lus->seed,
                    .arena = &work->data,
                    .diags = &work->call->diags };
    work->frozen_atoms = atoms_open(&work->frozen, job.seed);
    job.atoms = work->frozen_atoms;
    List *list = NEW(&work->data, List);
    ListFile file = { path, span };
    if (!list_read(list, &job, STR("reference"), &file, columns, COLUMNS)) return NULL;
    Reference *reference = take_rows(&work->data, list);
    reference->path = path;
    return reference;
}
