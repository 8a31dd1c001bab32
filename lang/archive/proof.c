/* proof.c -- see bundle.h: the figures of a bundle worked out of what is in it, before it says that
 * they can be.  Nothing else can know: rules may read ranks, other schools of other years, totals.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/bundle.h"
#include "file.h"

/* The bundle as long as it is not in its place. */
static Str part_path(const Bundle *b, Arena *arena)
{
    return str_printf(arena, "%S%s", b->out.out, b->out.part + strlen(b->out.name));
}

static bool is_whole(const Bundle *b)
{
    for (size_t y = 0; y < b->year_count; y++)
        for (size_t r = 0; r < b->years[y].tables->count; r++)
            if (b->years[y].records[r].schema->file.len && !cut_is_here(b, &b->years[y], r))
                return false;
    return true;
}

/* What was said of the trial, without the name that the bundle has for the moment. */
static Str what_was_said(Arena *arena, const Diags *diags, Str part)
{
    for (size_t i = 0; i < diags->count; i++) {
        const Diag *diag = &diags->items[i];
        const DiagInfo *info = &diag_info[diag->id];
        if (info->severity != DIAG_ERROR) continue;
        Str title = diag_text(arena, diag, info->title);
        Text text = text_open(arena);
        text_printf(&text, "%s, ", info->code);
        for (size_t at = 0; at < title.len; at++) {
            Str here = str_slice(title, at, title.len);
            if (here.len > part.len && here.at[part.len] == '/' &&
                memcmp(here.at, part.at, part.len) == 0)
                at += part.len;
            else
                text_byte(&text, title.at[at]);
        }
        return text_str(&text);
    }
    return STR("it does not run");
}

/* Whether it was for want of memory, or of a disk that reads and writes: that says nothing of the
 * bundle, and ends all of it. */
static bool is_trouble(const Diags *diags)
{
    static const DiagId troubles[] = { D_MEMORY,          D_RULES_UNREADABLE, D_TOOL_UNREADABLE,
                                       D_DATA_UNREADABLE, D_DATA_CHANGED,     D_KEPT_UNREADABLE,
                                       D_OUT_WRITE,       D_SEAL_FILE,        D_SEEN_FOLDER,
                                       D_DATA_ABSENT,     D_LIST_ABSENT,      D_REFERENCE_ABSENT };
    for (size_t i = 0; i < diags->count; i++)
        for (size_t k = 0; k < COUNT_OF(troubles); k++)
            if (diags->items[i].id == troubles[k]) return true;
    return false;
}

static void add_difference(Bundle *b, Str file, Str what)
{
    Proof *proof = &b->proof;
    Arena *arena = &b->call.arena;
    GROW(arena, proof->differs, proof->differ_count, proof->differ_cap);
    proof->differs[proof->differ_count++] = str_printf(arena, "%S: %S", file, what);
}

/* Names the columns in which two texts of the unit's lines differ. */
static void compare_lines(Bundle *b, Str file, Str was, Str is)
{
    Cells before, after;
    Arena *arena = &b->call.arena;
    if (str_eq(was, is)) return;
    if (!cells_read(arena, was, &before) || !cells_read(arena, is, &after) ||
        before.rows != after.rows || before.columns != after.columns) {
        add_difference(b, file, STR("all of it"));
        return;
    }
    for (size_t c = 0; c < before.columns; c++) {
        bool same = true;
        for (size_t r = 0; r < before.rows; r++)
            same = same && str_eq(cells_at(&before, r, c), cells_at(&after, r, c));
        if (!same) add_difference(b, file, before.heads[c]);
    }
}

static bool compare_files(Bundle *b)
{
    Arena *scratch = &b->proof.rerun.scratch;
    for (size_t i = 0; i < b->kept.file_count; i++) {
        const KeptFile *file = &b->kept.files[i];
        Str was, is = STR_EMPTY;
        if (!bundle_has(b, file)) continue;
        int error = kept_read(scratch, b->kept.dir, file->name, &was);
        if (!error) error = kept_read(scratch, b->proof.rerun.fresh.fd, file->name, &is);
        if (error) {
            Str args[] = { str_printable(&b->call.arena, file->name, 200), file_error(error) };
            diag_add(&b->call.diags, D_KEPT_UNREADABLE, args, COUNT_OF(args));
            return false;
        }
        compare_lines(b, file->name, raw_of_unit(b, scratch, file, was),
                      raw_of_unit(b, scratch, file, is));
        arena_close(scratch);
    }
    return true;
}

/* Where files are in the bundle that --table named in the review. */
static void name_tables(Bundle *b, Str part, LusOptions *options)
{
    Arena *arena = &b->call.arena;
    LoadJob job = b->years[0].job;
    LusTable *tables = NEW_ARRAY(arena, LusTable, b->kept.table_count + 1);
    job.folder = str_printf(arena, "%S/%S", part, b->years[0].place);
    job.paths = NULL;
    for (size_t i = 0; i < b->kept.table_count; i++)
        for (size_t r = 0; r < b->years[0].tables->count; r++)
            if (str_eq(job.schemas[r].name, b->kept.tables[i].record))
                tables[options->table_count++] = (LusTable){ str_c(arena, job.schemas[r].name),
                                                             str_c(arena, tables_path(&job, r)) };
    options->tables = tables;
}

bool proof_try(Bundle *b)
{
    Proof *proof = &b->proof;
    Call *call = &b->call;
    Arena *arena = &call->arena;
    Diags told = call->diags; /* what is said of the trial is for the README */
    const Sources *sources = call->sources;
    if (!is_whole(b)) return true;
    Str part = part_path(b, arena);
    LusOptions options = { .data_dir = str_c(arena, str_printf(arena, "%S/data", part)),
                           .use_reference =
                               str_c(arena, str_printf(arena, "%S/reference.csv", part)),
                           .keys = b->asked->keys };
    name_tables(b, part, &options);
    proof->tried = true;
    call->diags = diags_open(arena);
    bool good = rerun_open_as(&proof->rerun, call, &b->kept, &options) == LUS_OK &&
                rerun_run(&proof->rerun) &&
                rerun_write(&proof->rerun, str_printf(arena, "%S/again", part), false);
    if (!good && !is_trouble(&call->diags)) proof->why = what_was_said(arena, &call->diags, part);
    call->status = LUS_CANNOT;
    if (!good && !proof->why.len) return false;
    call->diags = told;
    call->sources = sources;
    proof->ran = good;
    good = !good || compare_files(b);
    folder_abandon(&proof->rerun.fresh);
    return good;
}
