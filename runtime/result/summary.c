/* summary.c -- see summary.h.  Plain ASCII but for the names that data and framework bring.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/summary.h"
#include "number/lane.h"
#include "result/account.h"
#include "result/corrected.h"
#include "result/decision.h"
#include "result/grid.h"
#include "result/level.h"
#include "result/standing.h"

enum { NAMES_SHOWN = 5 }; /* units named under an open power; all of them stand in the file */

typedef struct Page {
    Text *text;
    Arena *arena;
    Printer *printer;
    const Program *program;
} Page;

static Str title_of(Str title, Str name)
{
    return title.len ? title : name;
}

static void heading(Page *page, Str words, char underline)
{
    text_byte(page->text, '\n');
    text_add(page->text, words);
    text_byte(page->text, '\n');
    text_pad(page->text, underline, str_characters(words));
    text_byte(page->text, '\n');
}

static void print_title(Page *page, const Ledger *ledger)
{
    const Program *program = page->program;
    Str title = title_of(program->title, program->name);
    text_add(page->text, title);
    text_byte(page->text, '\n');
    text_pad(page->text, '=', str_characters(title));
    text_printf(page->text, "\nSchool year %S", year_words(page->arena, program->year));
    if (ledger->vintage.len) text_printf(page->text, ", %S data", ledger->vintage);
    standing_mark(page->text, program);
    text_printf(page->text, "\nTerm %S to %S, edition %d",
                year_words(page->arena, program->term_first),
                year_words(page->arena, program->term_last), (int64_t)program->edition);
    if (program->owner.len) text_printf(page->text, ", %S", program->owner);
    text_byte(page->text, '\n');
    standing_print(page->text, program);
}

/* ---- levels ---- */

static void print_review(Page *page, const LevelTally *level, const ReviewTally *review)
{
    Grid grid = grid_open(page->arena, "lrr");
    text_printf(page->text, "\n%S\n", title_of(review->out->title, review->out->name));
    for (uint32_t f = 0; f < review->out->finding_count; f++) {
        grid_cell(&grid, title_of(review->out->finding_title[f], review->out->finding_name[f]));
        grid_count(&grid, review->by_finding[f]);
        grid_share(&grid, review->by_finding[f], level->units);
    }
    if (review->none) {
        grid_cell(&grid, STR("No finding"));
        grid_count(&grid, review->none);
        grid_share(&grid, review->none, level->units);
    }
    grid_print(&grid, page->text, 2);
}

/* For each reason, how often it is the one. */
static Str reason_counts(Page *page, const Reasons *reasons)
{
    Text why = text_open(page->arena);
    for (uint32_t r = 1; r < page->program->reason_count; r++) {
        if (!reasons->by[r]) continue;
        text_printf(&why, "%s%S: %g", why.len ? ", " : "", reason_words(page->program, (uint8_t)r),
                    reasons->by[r]);
    }
    return text_str(&why);
}

static void print_bands(Page *page, const LevelTally *level, const MeasureTally *measure)
{
    const MeasureOut *out = measure->out;
    uint64_t banded = 0;
    Grid grid = grid_open(page->arena, "lrrl");
    text_printf(page->text, "\n%S\n", title_of(out->title, out->name));
    for (uint32_t b = 0; b < out->band_count; b++) {
        grid_cell(&grid, title_of(out->band_title[b], out->band_name[b]));
        grid_count(&grid, measure->by_band[b]);
        grid_share(&grid, measure->by_band[b], level->units);
        grid_cell(&grid, STR_EMPTY);
        banded += measure->by_band[b];
    }
    if (banded < level->units) {
        grid_cell(&grid, STR("No band"));
        grid_count(&grid, level->units - banded);
        grid_share(&grid, level->units - banded, level->units);
        grid_cell(&grid, reason_counts(page, &measure->value));
    }
    grid_print(&grid, page->text, 2);
}

/* Measures without bands: how many units have a figure. */
static void print_figures(Page *page, const LevelTally *level)
{
    Grid grid = grid_open(page->arena, "lrrl");
    grid_cell(&grid, STR("Figures"));
    grid_cell(&grid, STR("shown"));
    grid_cell(&grid, STR("not shown"));
    grid_cell(&grid, STR_EMPTY);
    for (uint32_t m = 0; m < level->out->measure_count; m++) {
        const MeasureTally *measure = &level->measures[m];
        if (measure->by_band || measure->out->value == NONE) continue;
        grid_cell(&grid, title_of(measure->out->title, measure->out->name));
        grid_count(&grid, measure->value.by[0]);
        grid_count(&grid, level->units - measure->value.by[0]);
        grid_cell(&grid, reason_counts(page, &measure->value));
    }
    if (grid.count <= 4) return; /* only the headings */
    text_byte(page->text, '\n');
    grid_print(&grid, page->text, 2);
}

static void print_level(Page *page, const LevelTally *level)
{
    const LevelOut *out = level->out;
    Str plural = page->program->schemas[out->record].plural;
    heading(page, str_printf(page->arena, "%S (%g)", plural, level->units), '-');
    for (uint32_t r = 0; r < out->review_count; r++) print_review(page, level, &level->reviews[r]);
    for (uint32_t m = 0; m < out->measure_count; m++)
        if (level->measures[m].by_band) print_bands(page, level, &level->measures[m]);
    print_figures(page, level);
}

/* ---- powers ---- */

static void add_power_row(Grid *grid, Str name, const PowerCount *count)
{
    grid_cell(grid, name);
    grid_count(grid, count->open);
    grid_count(grid, count->closed);
    grid_count(grid, count->undecided);
}

static void add_places(Page *page, Grid *grid, const PowerTally *power)
{
    const Table *places = power->places;
    uint32_t *order = NEW_ARRAY(page->arena, uint32_t, places->rows + 1);
    table_key_order(places, order, page->arena);
    for (uint64_t i = 0; i < places->rows; i++)
        add_power_row(grid, table_key(places, order[i], 0), &power->by_place[order[i]]);
    const PowerCount *none = &power->by_place[places->rows];
    if (none->open + none->closed + none->undecided)
        add_power_row(grid, str_printf(page->arena, "no %S", places->schema->name), none);
}

static void print_open(Page *page, const LevelTally *level, const PowerTally *power)
{
    uint64_t shown = power->all.open < NAMES_SHOWN ? power->all.open : NAMES_SHOWN;
    for (uint64_t i = 0; i < shown; i++) {
        Text name = text_open(page->arena);
        level_row_name(&name, page->printer, level->out, power->open_rows[i]);
        text_printf(page->text, "%s%S", i ? "; " : "  Open over ",
                    str_printable(page->arena, text_str(&name), 80));
    }
    if (power->all.open > shown)
        text_printf(page->text, "; and %g more in %S", power->all.open - shown, level->out->file);
    if (shown) text_byte(page->text, '\n');
}

static void print_power(Page *page, const LevelTally *level, const PowerTally *power,
                        const Decisions *decisions)
{
    const PowerOut *out = power->out;
    uint32_t record = level->out->record;
    Str plural = record == NONE ? STR("the nation") : page->program->schemas[record].plural;
    Grid grid = grid_open(page->arena, "lrrr");
    text_printf(page->text, "\n%S over %S", title_of(out->title, out->name), plural);
    if (out->held_by.len) text_printf(page->text, ", held by: %S", out->held_by);
    text_byte(page->text, '\n');
    grid_cell(&grid, power->places ? power->places->schema->name : STR_EMPTY);
    grid_cell(&grid, STR("open"));
    grid_cell(&grid, STR("closed"));
    grid_cell(&grid, STR("not decided"));
    if (power->places) add_places(page, &grid, power);
    add_power_row(&grid, STR("All"), &power->all);
    grid_print(&grid, page->text, 2);
    if (power->all.undecided)
        text_printf(page->text, "  Not decided: %S\n", reason_counts(page, &power->open));
    if (record != NONE) print_open(page, level, power);
    if (decisions) decisions_print(page->text, page->arena, page->printer, decisions, level, power);
}

static void print_powers(Page *page, const Tally *tally, const Decisions *decisions)
{
    bool any = false;
    for (size_t l = 0; l < tally->level_count; l++)
        for (uint32_t p = 0; p < tally->levels[l].out->power_count; p++) {
            if (!any) heading(page, STR("Powers"), '-');
            any = true;
            print_power(page, &tally->levels[l], &tally->levels[l].powers[p], decisions);
        }
}

/* ---- goals ---- */

int goal_reached(Printer *printer, const GoalOut *goal)
{
    const Column *column = run_column(printer->run, goal->value);
    if (run_reason(column, 0)) return -1;
    const Exact *value = column_exact_at(printer->scratch, printer->run->dens, column, 0);
    int order = exact_compare(printer->scratch, value, goal->target);
    return goal->higher_is_better ? order >= 0 : order <= 0;
}

static void print_goal(Page *page, const GoalOut *goal)
{
    const Column *column = run_column(page->printer->run, goal->value);
    int reached = goal_reached(page->printer, goal);
    Text target = text_open(page->arena);
    const Exact *wanted = goal->target;
    if (goal->percent) wanted = exact_mul(page->arena, wanted, exact_from_i64(page->arena, 100));
    number_write_plain(&target, wanted);
    text_printf(page->text, "  %S: %S of the nation reaches %S%s by %S\n",
                title_of(goal->title, goal->name), goal->measure, text_str(&target),
                goal->percent ? "%" : "", year_words(page->arena, goal->year));
    text_add(page->text, STR("    this year "));
    if (reached < 0) {
        text_add(page->text, reason_words(page->program, run_reason(column, 0)));
    } else {
        Shown shown = { &goal->shown, goal->places, goal->percent };
        cell_shown(page->text, page->printer, column, 0, shown);
        if (goal->percent) text_byte(page->text, '%');
    }
    text_add(page->text, reached < 0 ? STR(": not decided\n")
                         : reached   ? STR(": reached\n")
                                     : STR(": not reached yet\n"));
}

static void print_files(Page *page, const Folder *files)
{
    heading(page, STR("Results"), '-');
    text_printf(page->text, "  in %S:\n", str_printable(page->arena, files->out, 200));
    Grid grid = grid_open(page->arena, "lr");
    for (size_t i = 0; i < files->count; i++) {
        const OutFile *file = &files->files[i];
        if (file->rules) continue;
        grid_cell(&grid, file->name);
        grid_cell(&grid,
                  file->has_rows ? str_printf(page->arena, "%g rows", file->rows) : STR_EMPTY);
    }
    grid_print(&grid, page->text, 2);
}

void summary_print(Text *text, Arena *arena, Printer *printer, const Tally *tally,
                   const Ledger *ledger, const Published *published, const Folder *files)
{
    Page page = { text, arena, printer, printer->program };
    print_title(&page, ledger);
    reference_print(text, arena, &ledger->reference);
    for (size_t i = 0; i < tally->level_count; i++)
        if (page.program->spaces[tally->levels[i].out->space].kind == SPACE_RECORD)
            print_level(&page, &tally->levels[i]);
    print_powers(&page, tally, ledger->decisions);
    if (page.program->goal_count) heading(&page, STR("Goals"), '-');
    for (uint32_t g = 0; g < page.program->goal_count; g++)
        print_goal(&page, &page.program->goals[g]);
    heading(&page, STR("Ledger: every row accounted for"), '-');
    account_print(text, arena, printer, tally, ledger);
    if (published) {
        heading(&page, published->out->title, '-');
        publish_print(text, published);
    }
    if (files) print_files(&page, files);
}
