/* cut.c -- see bundle.h: the lines of data files, of corrections and of decisions that belong to
 * the unit.  A file may be read as several records, and in several years: its lines are those of
 * all. SPDX-License-Identifier: Apache-2.0 */
#include "archive/bundle.h"
#include "file.h"
#include "result/decision.h"

/* The lines of one file. */
typedef struct Cut {
    Str path, name; /* where it is, and what it is called in the bundle */
    bool *rows;     /* as a spreadsheet numbers them */
    size_t most;    /* of which there are */
} Cut;

typedef struct Cutting {
    Bundle *b;
    Arena *arena;
    Cut *items;
    size_t count, cap;
} Cutting;

/* Whether another record that has rows of persons is read from the same file. */
static bool shares_persons(const OwnYear *year, size_t record)
{
    Str path = tables_path(&year->job, record);
    for (size_t r = 0; r < year->tables->count; r++)
        if (year->records[r].guarded && year->records[r].schema->file.len &&
            str_eq(tables_path(&year->job, r), path))
            return true;
    return false;
}

bool cut_is_here(const Bundle *b, const OwnYear *year, size_t record)
{
    if (!year->records[record].schema->file.len) return false;
    return b->asked->personal || !shares_persons(year, record);
}

static Cut *cut_of(Cutting *c, Str path, Str name)
{
    for (size_t i = 0; i < c->count; i++)
        if (str_eq(c->items[i].path, path)) return &c->items[i];
    GROW(c->arena, c->items, c->count, c->cap);
    c->items[c->count] = (Cut){ .path = path, .name = name };
    return &c->items[c->count++];
}

static void mark(Cutting *c, Cut *cut, uint64_t row)
{
    if (row > cut->most) {
        size_t most = row * 2 + 64;
        bool *rows = NEW_ARRAY(c->arena, bool, most + 1);
        if (cut->most) memcpy(rows, cut->rows, cut->most + 1);
        cut->rows = rows;
        cut->most = most;
    }
    cut->rows[row] = true;
}

/* What a record's file is called in the year, wherever --table found it. */
static Str place_of_file(const OwnYear *year, size_t record)
{
    LoadJob job = year->job;
    job.folder = year->place;
    job.paths = NULL;
    return tables_path(&job, record);
}

static void mark_rows(Cutting *c, const OwnYear *year, size_t record)
{
    const Table *table = &year->tables->items[record];
    Cut *cut = cut_of(c, tables_path(&year->job, record), place_of_file(year, record));
    for (uint64_t row = 0; row < table->rows; row++)
        if (year->records[record].own[row]) mark(c, cut, table_file_row(table, row));
}

/* Whether a line of a record's file is put in. */
static bool is_cut(const Cutting *c, const OwnYear *year, const Corrected *made)
{
    Str path = tables_path(&year->job, made->record);
    for (size_t i = 0; i < c->count; i++)
        if (str_eq(c->items[i].path, path))
            return made->data_row <= c->items[i].most && c->items[i].rows[made->data_row];
    return false;
}

/* A correction goes with its line: without it the line would be read otherwise, and one whose line
 * is not there would be refused. */
static void cut_corrections(Cutting *c, const OwnYear *year)
{
    const CorrectionLedger *ledger = year->tables->ledger.corrections;
    if (!ledger) return;
    Str name = str_printf(c->arena, "%S/%S", year->place, year->program->corrections->name);
    Cut *list = cut_of(c, ledger->file.file, name);
    for (size_t i = 0; i < ledger->made_count; i++)
        if (is_cut(c, year, &ledger->made[i])) mark(c, list, ledger->made[i].row);
}

/* Decisions on the unit and on what is below it; those on its trust are the trust's. */
static void cut_decisions(Cutting *c, const OwnYear *year)
{
    const Decisions *decisions = year->decisions;
    if (!decisions) return;
    Str name = str_printf(c->arena, "%S/%S", year->place, year->program->decisions->name);
    Cut *list = cut_of(c, decisions->file.file, name);
    for (size_t i = 0; i < decisions->count; i++) {
        const Decision *own = &decisions->items[i];
        if (own->level->record == NONE) continue;
        const OwnRows *rows = &year->records[own->level->record];
        bool here = c->b->asked->personal || !rows->guarded;
        if (here && rows->own[own->unit] == OWN_BELOW) mark(c, list, own->row);
    }
}

static bool put_cut(Cutting *c, const Cut *cut)
{
    Bundle *b = c->b;
    Arena *scratch = &b->rerun.scratch;
    Str text;
    int error = file_read(scratch, cut->path, SIZE_MAX / 2, &text);
    if (error) {
        Str args[] = { str_printable(c->arena, cut->path, 200), file_error(error) };
        diag_add(&b->call.diags, D_KEPT_UNREADABLE, args, COUNT_OF(args));
        return false;
    }
    bool good = bundle_put(b, cut->name, raw_rows(scratch, text, cut->rows, cut->most));
    arena_close(scratch);
    return good;
}

bool cut_data(Bundle *b)
{
    Cutting c = { .b = b, .arena = &b->call.arena };
    for (size_t y = 0; y < b->year_count; y++) {
        const OwnYear *year = &b->years[y];
        for (size_t r = 0; r < year->tables->count; r++)
            if (cut_is_here(b, year, r)) mark_rows(&c, year, r);
    }
    for (size_t y = 0; y < b->year_count; y++) {
        cut_corrections(&c, &b->years[y]);
        cut_decisions(&c, &b->years[y]);
    }
    for (size_t i = 0; i < c.count; i++)
        if (!put_cut(&c, &c.items[i])) return false;
    return true;
}
