/* result.c -- see result.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/result.h"
#include "result/account.h"
#include "result/beside.h"
#include "result/decision.h"
#include "result/level.h"
#include "result/links.h"
#include "result/nation.h"
#include "result/publish.h"
#include "result/reconcile.h"
#include "result/standing.h"
#include "result/summary.h"
#include "result/support.h"

typedef struct Work {
    const ResultJob *job;
    Folder *folder;
    Printer printer;
    Tally *tally;
    Diags *diags;
    Published *published; /* what is hidden of the publication; NULL: there is none */
    ResultFault fault;
} Work;

void result_fault(const Folder *folder, Diags *diags)
{
    if (!folder->failed) return;
    Diag *d = diag_add(diags, folder->fault, folder->args, COUNT_OF(folder->args));
    if (folder->mend.len) d->fix = folder->mend;
}

Str result_spreadsheet_name(Arena *arena, Str name)
{
    assert(name.len > 4);
    return str_printf(arena, "%S.spreadsheet.csv", str_slice(name, 0, name.len - 4));
}

/* One CSV file: of a level, of decisions, or of the nation. */
typedef struct Page {
    Str name;
    const LevelOut *level;
    const Decisions *decisions;
    Printer *printer;          /* of the rules as first sealed; NULL: of those that hold */
    const LevelHiding *hiding; /* of a published table */
    bool links, supports;
    bool marks; /* of the publication */
} Page;

static SheetDone write_page(Work *work, Writer *writer, const Page *page, SheetStyle style)
{
    Arena *arena = work->job->arena;
    Printer *printer = page->printer ? page->printer : &work->printer;
    if (page->level) {
        style.exact &= !page->hiding;
        return level_write(writer, printer, arena, page->level, style, page->hiding);
    }
    if (page->links) return links_write(writer, printer, arena, style);
    if (page->supports) return support_write(writer, printer, arena, style);
    if (page->marks) return publish_marks(writer, printer, arena);
    if (page->decisions) return decisions_write(writer, printer, arena, page->decisions, style);
    return nation_write(writer, printer, arena, style);
}

static bool write_sheet(Work *work, Page page, bool spreadsheet)
{
    Str name = page.name;
    Arena *arena = work->job->arena;
    SheetStyle style = { .exact = work->job->exact, .spreadsheet = spreadsheet };
    Writer *writer =
        folder_file(work->folder, spreadsheet ? result_spreadsheet_name(arena, name) : name);
    if (!writer) return false;
    SheetDone done = write_page(work, writer, &page, style);
    if (!folder_file_done(work->folder, true, done.rows)) return false;
    work->folder->files[work->folder->count - 1].totals = done.totals;
    if (done.formulas == 0 || work->job->spreadsheet) return true;
    Str rows = str_printf(arena, "%g %s", done.formulas, done.formulas == 1 ? "row" : "rows");
    Str args[] = { name, done.formula, rows };
    diag_add(work->diags, D_OUT_FORMULA, args, COUNT_OF(args));
    work->fault = RESULT_DATA;
    return false;
}

static bool write_text(Work *work, Str name, Str text)
{
    Writer *writer = folder_file(work->folder, name);
    if (!writer) return false;
    writer_add(writer, text);
    return folder_file_done(work->folder, false, 0);
}

static bool write_sheets(Work *work)
{
    const Program *program = work->printer.program;
    for (int copy = 0; copy <= (work->job->spreadsheet ? 1 : 0); copy++) {
        for (uint32_t i = 0; i < program->level_count; i++)
            if (!write_sheet(
                    work, (Page){ .name = program->levels[i].file, .level = &program->levels[i] },
                    copy == 1))
                return false;
        if (!write_sheet(work, (Page){ .name = STR("nation.csv") }, copy == 1)) return false;
        if (program->link_count &&
            !write_sheet(work, (Page){ .name = STR(LINKS_NAME), .links = true }, copy == 1))
            return false;
        if (program->support_count &&
            !write_sheet(work, (Page){ .name = STR(SUPPORT_NAME), .supports = true }, copy == 1))
            return false;
        const Decisions *decisions = work->job->ledger->decisions;
        if (decisions &&
            !write_sheet(work, (Page){ .name = STR("decisions.csv"), .decisions = decisions },
                         copy))
            return false;
    }
    return true;
}

/* The same files by the rules as they were first sealed, and what differs. */
static bool write_as_sealed(Work *work)
{
    const Run *run = work->job->as_sealed;
    Arena *arena = work->job->arena;
    if (!run) return true;
    Printer printer = { run->program, run, work->job->scratch, work->job->pool };
    for (uint32_t i = 0; i < run->program->level_count; i++) {
        const LevelOut *level = &run->program->levels[i];
        Page page = { .name = beside_name(arena, level->file),
                      .level = level,
                      .printer = &printer };
        if (!write_sheet(work, page, false)) return false;
    }
    Page nation = { .name = beside_name(arena, STR("nation.csv")), .printer = &printer };
    return write_sheet(work, nation, false) && beside_write(work->folder, arena);
}

/* What readers of the tables know, for those that are published after them. */
static Str known_text(Work *work)
{
    Json json = json_open(work->job->arena, "lustrum/publication@1");
    framework_json(&json, work->printer.program);
    standing_json(&json, work->printer.program);
    vintage_json(&json, work->job->ledger);
    known_json(&json, work->published->known);
    return json_close(&json);
}

/* The tables for the public, and what the marks in them mean. */
static bool write_published(Work *work)
{
    const Published *published = work->published;
    Arena *arena = work->job->arena;
    if (!published) return true;
    for (int copy = 0; copy <= (work->job->spreadsheet ? 1 : 0); copy++)
        for (uint32_t i = 0; i < published->out->level_count; i++) {
            const LevelOut *level = &published->out->levels[i];
            Page page = { .name = publish_file(arena, level->file),
                          .level = level,
                          .hiding = &published->tables[i] };
            if (!write_sheet(work, page, copy == 1)) return false;
        }
    return write_sheet(work, (Page){ .name = publish_file(arena, STR("marks.csv")), .marks = true },
                       false) &&
           write_text(work, STR(KNOWN_NAME), known_text(work));
}

static Str ledger_text(Work *work)
{
    Json json = json_open(work->job->arena, "lustrum/ledger@1");
    framework_json(&json, work->printer.program);
    standing_json(&json, work->printer.program);
    vintage_json(&json, work->job->ledger);
    account_json(&json, &work->printer, work->tally, work->job->ledger);
    return json_close(&json);
}

/* The texts that were run, so that the results can be made again from them alone. */
static bool write_rules(Work *work)
{
    for (size_t i = 0; i < work->job->rule_count; i++) {
        if (!write_text(work, work->job->rules[i].copy, work->job->rules[i].text)) return false;
        work->folder->files[work->folder->count - 1].rules = true;
    }
    return !work->job->log.len || write_text(work, work->job->log_name, work->job->log);
}

static bool write_manifest(Work *work)
{
    const ResultJob *job = work->job;
    ManifestJob manifest = { .program = work->printer.program,
                             .ledger = job->ledger,
                             .hashes = job->hashes,
                             .rules = job->rules,
                             .rule_count = job->rule_count,
                             .tables = job->tables,
                             .table_count = job->table_count,
                             .version = job->version,
                             .tool_sha256 = job->tool_sha256,
                             .earlier = job->earlier,
                             .exact = job->exact,
                             .spreadsheet = job->spreadsheet };
    return write_text(work, STR(MANIFEST_NAME), manifest_text(job->arena, &manifest, work->folder));
}

static Str make_summary(Work *work)
{
    const ResultJob *job = work->job;
    if (job->json)
        return summary_json(job->arena, &work->printer, work->tally, job->ledger, work->published,
                            work->folder);
    Text text = text_open(job->arena);
    summary_print(&text, job->arena, &work->printer, work->tally, job->ledger, work->published,
                  work->folder);
    return text_str(&text);
}

/* False after a message: something that must be hidden could still be told. */
static bool hide(Work *work)
{
    const ResultJob *job = work->job;
    Span span = work->printer.program->publish->span;
    Str told;
    bool shown;
    work->published =
        publish_hide(&work->printer, job->earlier, job->arena, job->scratch, &told, &shown);
    if (!work->published && shown)
        DIAG_AT(work->diags, D_BESIDE_SHOWN, span, told, job->earlier->name);
    else if (!work->published)
        DIAG_AT(work->diags, D_PUBLISH_TOLD, span, told);
    return work->published;
}

bool result_write(const ResultJob *job, Folder *folder, Diags *diags, Str *summary,
                  ResultFault *fault)
{
    Work work = { .job = job, .folder = folder, .diags = diags };
    work.printer = (Printer){ job->run->program, job->run, job->scratch, job->pool };
    pace_turn(job->pace, PHASE_TALLY);
    work.tally = tally_open(job->arena, &work.printer, job->pool);
    *fault = RESULT_SYSTEM;
    Str what;
    if (!tally_check(work.tally, &work.printer, job->ledger, &what, job->arena)) {
        diag_add(diags, D_LEDGER, &what, 1);
        return false;
    }
    if (!reconcile_judge(work.tally, &work.printer, diags)) {
        *fault = RESULT_DATA;
        return false;
    }
    if (work.printer.program->publish && !hide(&work)) {
        *fault = RESULT_DISCLOSURE;
        return false;
    }
    if (job->ledger->decisions) decisions_judge(job->ledger->decisions, &work.printer, diags);
    pace_turn(job->pace, PHASE_WRITE);
    bool written = !folder || (folder_begin(folder) && write_sheets(&work) &&
                               write_as_sealed(&work) && write_published(&work) &&
                               write_text(&work, STR("ledger.json"), ledger_text(&work)) &&
                               write_rules(&work) && write_manifest(&work));
    *fault = work.fault;
    if (written) *summary = make_summary(&work);
    if (written && folder && !job->in_part) written = folder_finish(folder);
    if (!written && folder) result_fault(folder, diags);
    return written;
}
