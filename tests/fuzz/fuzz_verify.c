/* fuzz_verify.c -- compiled programs with a few of their numbers changed.
 *
 * The first byte chooses a framework of tests/fuzz/verify (run from the project's folder), the next
 * how to run; the rest are edits of seven bytes: which list, which field of it, which item, and the
 * new value.  What the verifier accepts is run over small tables, every column is read, and the
 * result files are made; all of it must run clean.  Lengths and pointers of lists are as compiled
 * or less: the verifier trusts those, as there is no file form of a program.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"
#include "fuzz_verify.h"
#include "compile.h"
#include "number/text.h"
#include "result/level.h"
#include "result/nation.h"
#include "result/summary.h"
#include <sys/mman.h>
#include <unistd.h>

static const char *const frameworks[] = { "rows", "steps", "results" };

/* A framework compiled once, with its small tables; lives until the process ends. */
typedef struct Base {
    Guard guard;
    Arena arena, words;
    Atoms *atoms;
    Sources sources;
    Diags diags;
    const Program *program;
    Str *reasons;
    Tables tables;
} Base;

static Base bases[COUNT_OF(frameworks)];

/* ---- small tables that any schema accepts ---- */

static Str cell_text(Arena *arena, const FieldSchema *field, uint32_t row)
{
    switch (field->kind) {
    case KIND_TEXT:
        return str_printf(arena, "%s%u", field->role == ROLE_KEY ? "K" : "T", (uint64_t)row);
    case KIND_CODE:
        if (field->code_count) return field->codes[row * 7 % field->code_count];
        return str_printf(arena, "C%u", (uint64_t)row % 3);
    case KIND_NUMBER:
    case KIND_PERCENT: {
        int64_t unit = number_power_of_ten(field->low.places);
        int64_t value = (field->low.given ? field->low.digits / unit : 0) + row * 5 % 11;
        unit = number_power_of_ten(field->high.places);
        if (field->high.given && value > field->high.digits / unit)
            value = field->high.digits / unit;
        return str_printf(arena, "%d", value);
    }
    case KIND_YESNO: return row % 3 ? STR("yes") : STR("no");
    case KIND_DATE: return str_printf(arena, "2026-0%u-11", (uint64_t)row % 9 + 1);
    case KIND_YEAR: return row % 2 ? STR("2025/26") : STR("2027/28");
    case KIND_LINK: break;
    }
    return str_printf(arena, "K%u", (uint64_t)row / 3);
}

/* Every other row of a field that may be missing is. */
static Str given_cell(Base *base, const FieldSchema *field, uint32_t row)
{
    if (field->missing_count && row % 4 == 1) return base->reasons[field->missing[0].reason];
    return cell_text(&base->arena, field, row);
}

static GivenRows given_rows(Base *base, uint32_t record)
{
    Arena *arena = &base->arena;
    const RecordSchema *schema = &base->program->schemas[record];
    uint32_t rows = 3;
    for (size_t f = 0; f < schema->field_count; f++)
        if (schema->fields[f].kind == KIND_LINK && rows < 27) rows = 9;
    for (size_t f = 0; f < schema->field_count; f++)
        if (schema->fields[f].parent >= 0 && schema->fields[f].role == ROLE_LINK &&
            base->program->schemas[schema->fields[f].parent].field_count > 3)
            rows = 14;
    GivenRows given = { .record = record, .rows = rows, .column_count = schema->field_count };
    Str *columns = NEW_ARRAY(arena, Str, schema->field_count + 1);
    Str *cells = NEW_ARRAY(arena, Str, rows * schema->field_count + 1);
    given.column_spans = NEW_ARRAY(arena, Span, schema->field_count + 1);
    given.cell_spans = NEW_ARRAY(arena, Span, rows * schema->field_count + 1);
    for (size_t f = 0; f < schema->field_count; f++) {
        columns[f] = schema->fields[f].name;
        for (uint32_t r = 0; r < rows; r++)
            cells[r * schema->field_count + f] = given_cell(base, &schema->fields[f], r);
    }
    given.columns = columns;
    given.cells = cells;
    return given;
}

static void load_tables(Base *base)
{
    const Program *p = base->program;
    base->reasons = NEW_ARRAY(&base->arena, Str, p->reason_count + 1);
    for (uint32_t r = 0; r < p->reason_count; r++) base->reasons[r] = p->reasons[r].name;
    GivenRows *given = NEW_ARRAY(&base->arena, GivenRows, p->schema_count + 1);
    size_t count = 0;
    for (uint32_t r = 0; r < p->schema_count; r++)
        if (p->schemas[r].named_by_record < 0) given[count++] = given_rows(base, r);
    LoadJob job = { .schemas = p->schemas,
                    .count = p->schema_count,
                    .year = p->year,
                    .reasons = base->reasons,
                    .reason_count = p->reason_count,
                    .threads = 1,
                    .keep_personal_keys = true,
                    .seed = 7,
                    .atoms = base->atoms,
                    .arena = &base->arena,
                    .diags = &base->diags };
    base->tables = tables_given(&job, given, count, REASON_NO_EARLIER);
    for (size_t i = 0; i < base->diags.count && base->tables.refused; i++) {
        const Diag *d = &base->diags.items[i];
        fprintf(stderr, STR_FMT " in row %d\n",
                STR_ARG(diag_text(&base->arena, d, diag_info[d->id].title)), (int)d->cells[0].row);
    }
    MUST(!base->tables.refused);
}

static void make_base(void *arg)
{
    Base *base = arg;
    Str path = str_printf(&base->arena, "tests/fuzz/verify/%s.lustrum", frameworks[base - bases]);
    base->diags = diags_open(&base->arena);
    base->sources = sources_open(&base->arena);
    uint32_t file;
    MUST(source_load(&base->sources, &base->diags, path, NULL, &file));
    base->program = compile(&base->arena, &base->sources, file, 0, NULL, &base->diags);
    for (size_t i = 0; i < base->diags.count && !base->program; i++) {
        const Diag *d = &base->diags.items[i];
        fprintf(stderr, STR_FMT ":%u " STR_FMT "\n", STR_ARG(path),
                source_place(&base->sources.items[0], d->span.start).line,
                STR_ARG(diag_text(&base->arena, d, diag_info[d->id].title)));
    }
    MUST(base->program);
    base->atoms = atoms_open(&base->words, 7);
    load_tables(base);
}

static Base *base_of(size_t number)
{
    Base *base = &bases[number % COUNT_OF(frameworks)];
    if (base->program) return base;
    base->arena = arena_open(&base->guard);
    base->words = arena_open(&base->guard);
    MUST(guard_run(&base->guard, make_base, base) == WHY_NOTHING);
    return base;
}

/* ---- one input ---- */

typedef struct Input {
    Guard guard;
    Arena arena, scratch;
    Choices choices;
    Base *base;
    Atoms *atoms;
    Dens dens;
    bool has_dens;
    Run *run;
    int file;
} Input;

/* Reads every value of every column: nothing in it may point outside. */
static void read_columns(Input *input)
{
    const Run *run = input->run;
    Printer printer = { run->program, run, &input->scratch, NULL };
    for (uint32_t c = 0; c < run->program->column_count; c++) {
        const Column *column = run_column(run, c);
        uint64_t rows = run_rows(run, run->program->columns[c].space);
        if (!column->data) continue;
        Text text = text_open(&input->arena);
        for (uint64_t r = 0; r < rows; r++) {
            if (column->type != TYPE_ROW)
                cell_plain(&text, &printer, column, r);
            else
                text_u64(&text, run_parent(column, r));
            printer_rest(&printer);
        }
    }
}

static void write_files(Input *input)
{
    const Program *program = input->run->program;
    Printer printer = { program, input->run, &input->scratch, NULL };
    input->file = memfd_create("fuzz", MFD_CLOEXEC);
    MUST(input->file >= 0);
    Writer writer;
    writer_open(&writer, arena_big(&input->arena, WRITER_BUFFER), input->file);
    SheetStyle style = { .exact = true, .spreadsheet = true };
    for (uint32_t l = 0; l < program->level_count; l++)
        level_write(&writer, &printer, &input->arena, &program->levels[l], style, NULL);
    nation_write(&writer, &printer, &input->arena, style);
    Tally *tally = tally_open(&input->arena, &printer, NULL);
    const Ledger *ledger = &input->base->tables.ledger;
    Str what;
    tally_check(tally, &printer, ledger, &what, &input->arena);
    Text text = text_open(&input->arena);
    summary_print(&text, &input->arena, &printer, tally, ledger, NULL, NULL);
    summary_json(&input->arena, &printer, tally, ledger, NULL, NULL);
}

static void mutate_and_run(void *arg)
{
    static const uint32_t batches[] = { 0, 1, 3, 5 };
    Input *input = arg;
    Base *base = input->base;
    uint8_t how = choose_byte(&input->choices);
    Program *program = program_copy(&input->arena, base->program);
    bool changed = input->choices.left > 0;
    while (input->choices.left) program_edit(program, &input->choices);
    Diags diags = diags_open(&input->arena);
    if (!program_verify(program, &diags)) {
        MUST(changed && diags.errors == 1);
        return;
    }
    program_disassemble(&input->arena, program, NULL, NULL);
    RunOptions options = { .threads = 1 + (how & 1),
                           .batch = batches[how >> 1 & 3],
                           .morsel = 1,
                           .least_lane = how >> 3 & 1 ? LANE_EXACT : LANE_I64,
                           .skip_verifier = true };
    dens_open(&input->dens, &input->arena);
    input->has_dens = true;
    input->run = run_open(&input->arena, program, base->tables.items, base->atoms, &input->dens);
    MUST(run_program(input->run, &options, &diags));
    read_columns(input);
    write_files(input);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size > 2 + 64 * 7) return 0;
    Input *input = calloc(1, sizeof *input);
    MUST(input);
    input->choices = (Choices){ bytes, size };
    input->base = base_of(choose_byte(&input->choices));
    input->arena = arena_open(&input->guard);
    input->scratch = arena_open(&input->guard);
    input->file = -1;
    Why why = guard_run(&input->guard, mutate_and_run, input);
    run_close(input->run);
    if (input->has_dens) dens_close(&input->dens);
    if (input->file >= 0) close(input->file);
    arena_close(&input->scratch);
    arena_close(&input->arena);
    free(input);
    /* Two root numbers may be added: the checker forbids it, the verifier does not see it. */
    MUST(why == WHY_NOTHING || why == WHY_LIMIT || why == WHY_INTERNAL);
    return 0;
}
