/* tally.c -- see tally.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/tally.h"
#include "result/decision.h"
#include "result/level.h"
#include "result/reconcile.h"
#include "vm/kernel.h"

enum { RANGE = 1 << 16 };

typedef struct Counter {
    Arena *arena;
    Printer *printer;
    Pool *pool;
} Counter;

typedef struct Reasoning {
    const Column *column;
    Reasons *part; /* per worker */
} Reasoning;

static void count_some_reasons(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    const Reasoning *reasoning = arg;
    uint64_t *by = reasoning->part[worker].by;
    for (uint64_t row = from; row < to; row++) by[reasoning->column->reason[row]]++;
}

/* What the workers counted, each by itself. */
static void add_up(Reasons *all, const Reasons *part, unsigned workers)
{
    for (unsigned w = 0; w < workers; w++)
        for (size_t r = 0; r < COUNT_OF(all->by); r++) all->by[r] += part[w].by[r];
}

static Reasons count_reasons(Counter *counter, const Column *column, uint64_t rows)
{
    Reasons reasons = { .rows = rows };
    if (!column->reason) {
        reasons.by[0] = rows;
    } else if (column->constant) {
        reasons.by[column->reason[0]] = rows;
    } else {
        unsigned workers = pool_size(counter->pool);
        Reasoning reasoning = { column, NEW_ARRAY(counter->arena, Reasons, workers) };
        pool_ranges(counter->pool, rows, RANGE, count_some_reasons, &reasoning);
        add_up(&reasons, reasoning.part, workers);
    }
    return reasons;
}

static bool reason_is_left_out(const Program *program, uint8_t reason)
{
    return reason < program->reason_count && program->reasons[reason].kind == REASON_IS_LEFT_OUT;
}

/* ---- links ---- */

typedef struct Linking {
    const Column *column;
    uint8_t *met;           /* per parent: some child has it */
    Reasons *part;          /* per worker */
    _Atomic uint64_t turns; /* rows with another parent than the row before */
    _Atomic bool falls;     /* ... with one before that */
} Linking;

/* Rows with a parent are by[0], the others by their reasons. */
static void count_unmatched(const Linking *linking, uint64_t *by, uint64_t from, uint64_t to)
{
    const uint32_t *up = linking->column->u32;
    for (uint64_t row = from; row < to; row++)
        by[up[row] == NO_ROW ? run_reason(linking->column, row) : 0]++;
}

/* Where parents come in order, as they do after reading, each turn is another parent: no row needs
 * to be looked at by itself. */
static void count_turns(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    Linking *linking = arg;
    uint64_t *by = linking->part[worker].by;
    const uint32_t *up = linking->column->u32 + from;
    uint32_t n = (uint32_t)(to - from), turns = 0, falls = 0, none = up[0] == NO_ROW;
    for (uint32_t i = 1; i < n; i++) {
        turns += up[i] != up[i - 1];
        falls |= up[i] < up[i - 1];
        none += up[i] == NO_ROW;
    }
    if (from && up[0] != up[-1]) turns++;
    if (falls || (from && up[0] < up[-1])) atomic_store(&linking->falls, true);
    atomic_fetch_add(&linking->turns, turns);
    if (none)
        count_unmatched(linking, by, from, to);
    else
        by[0] += n;
}

/* Marks each parent met, whatever the order. */
static void count_met(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    const Linking *linking = arg;
    const uint32_t *up = linking->column->u32;
    count_unmatched(linking, linking->part[worker].by, from, to);
    for (uint64_t row = from; row < to; row++)
        if (up[row] != NO_ROW && !__atomic_load_n(&linking->met[up[row]], __ATOMIC_RELAXED))
            __atomic_store_n(&linking->met[up[row]], 1, __ATOMIC_RELAXED);
}

/* The parents that some child has. */
static uint64_t count_parents(Counter *counter, Linking *linking, uint64_t parents, uint64_t rows)
{
    size_t bytes = pool_size(counter->pool) * sizeof(Reasons);
    pool_ranges(counter->pool, rows, RANGE, count_turns, linking);
    if (!linking->falls) {
        bool last = linking->column->u32[rows - 1] == NO_ROW; /* of them all, if there is one */
        return linking->turns + !last;
    }
    uint64_t met = 0;
    memset(linking->part, 0, bytes);
    linking->met = NEW_ARRAY(counter->arena, uint8_t, parents + 1);
    pool_ranges(counter->pool, rows, RANGE, count_met, linking);
    for (uint64_t p = 0; p < parents; p++) met += linking->met[p];
    return met;
}

/* Goes over the children; which parents they have is found out anew. */
static LinkTally count_link(Counter *counter, uint32_t child, uint32_t field)
{
    const Run *run = counter->printer->run;
    const Table *table = &run->tables[child];
    const Column *column = &table->columns[field];
    uint32_t parent = (uint32_t)table->schema->fields[field].parent;
    LinkTally link = { .child = child, .field = field, .parent = parent };
    link.parents = run->tables[parent].rows;
    link.children.rows = table->rows;
    link.let_go = table->rows > 0 && !column->data;
    if (link.let_go || table->rows == 0) return link;
    unsigned workers = pool_size(counter->pool);
    Column flat = column_flat(counter->arena, column, table->rows);
    Linking linking = { .column = &flat, .part = NEW_ARRAY(counter->arena, Reasons, workers) };
    link.with_children = count_parents(counter, &linking, link.parents, table->rows);
    add_up(&link.children, linking.part, workers);
    return link;
}

static void count_links(Tally *tally, Counter *counter)
{
    const Program *program = counter->printer->program;
    size_t most = 0;
    for (uint32_t r = 0; r < program->schema_count; r++) most += program->schemas[r].field_count;
    tally->links = NEW_ARRAY(counter->arena, LinkTally, most + 1);
    for (uint32_t r = 0; r < program->schema_count; r++)
        for (uint32_t f = 0; f < program->schemas[r].field_count; f++) {
            if (program->schemas[r].fields[f].kind != KIND_LINK) continue;
            tally->links[tally->link_count++] = count_link(counter, r, f);
        }
}

/* ---- measuring ---- */

typedef struct Picking {
    const Printer *printer;
    const Column *picked;
    uint64_t *part; /* per worker, PART_APART of them: no two share a cache line */
} Picking;

enum { PART_APART = 8 };

static void count_some_picked(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    const Picking *picking = arg;
    const Column *column = picking->picked;
    uint64_t picked = 0;
    if (column->lane == LANE_I64 && column->den == 1 && !column->reason && !column->constant) {
        for (uint64_t row = from; row < to; row++) picked += (uint64_t)column->i64[row];
    } else {
        for (uint64_t row = from; row < to; row++)
            if (!run_reason(column, row))
                picked += (uint64_t)cell_whole(picking->printer, column, row);
    }
    picking->part[worker * PART_APART] += picked;
}

static void count_pick(MeasuringTally *m, Counter *counter)
{
    const Run *run = counter->printer->run;
    unsigned workers = pool_size(counter->pool);
    Picking picking = { counter->printer, run_column(run, m->out->of_pick),
                        NEW_ARRAY(counter->arena, uint64_t, (size_t)workers * PART_APART) };
    m->record = m->out->picked_from;
    m->rows.rows = run->tables[m->record].rows;
    pool_ranges(counter->pool, run_rows(run, m->out->space), RANGE, count_some_picked, &picking);
    for (unsigned w = 0; w < workers; w++) m->rows.by[0] += picking.part[w * PART_APART];
    m->not_picked = m->rows.rows - m->rows.by[0];
}

static MeasuringTally count_measuring(Counter *counter, const MeasuringOut *out)
{
    const Printer *printer = counter->printer;
    const Program *program = printer->program;
    MeasuringTally m = { .out = out, .record = program->spaces[out->space].record };
    if (out->of_pick != NONE) {
        count_pick(&m, counter);
        return m;
    }
    m.rows = count_reasons(counter, run_column(printer->run, out->column),
                           run_rows(printer->run, out->space));
    for (uint32_t r = 1; r < 256; r++) {
        if (reason_is_left_out(program, (uint8_t)r))
            m.left_out += m.rows.by[r];
        else if (reason_is_withheld(program, (uint8_t)r))
            m.withheld += m.rows.by[r];
        else
            m.missing += m.rows.by[r];
    }
    return m;
}

/* ---- levels ---- */

static MeasureTally count_measure(Counter *counter, const MeasureOut *out, uint64_t units)
{
    Arena *arena = counter->arena;
    const Printer *printer = counter->printer;
    MeasureTally measure = { .out = out };
    measure.value = count_reasons(counter, run_column(printer->run, out->value), units);
    for (uint32_t r = 1; r < 256; r++)
        if (reason_is_withheld(printer->program, (uint8_t)r))
            measure.withheld += measure.value.by[r];
    if (out->band == NONE) return measure;
    measure.by_band = NEW_ARRAY(arena, uint64_t, out->band_count + 1);
    const Column *column = run_column(printer->run, out->band);
    for (uint64_t row = 0; row < units; row++) {
        int64_t band = cell_band(printer, column, row);
        if (band >= 0 && band < out->band_count) measure.by_band[band]++;
    }
    return measure;
}

static ReviewTally count_review(Arena *arena, const Printer *printer, const ReviewOut *out,
                                uint64_t units)
{
    ReviewTally review = { .out = out };
    review.by_finding = NEW_ARRAY(arena, uint64_t, out->finding_count + 1);
    review.none = out->finding == NONE ? units : 0;
    if (out->finding == NONE) return review;
    const Column *column = run_column(printer->run, out->finding);
    for (uint64_t row = 0; row < units; row++) {
        int64_t finding = cell_band(printer, column, row);
        if (finding < 0 || finding >= out->finding_count) {
            review.none++;
            continue;
        }
        review.by_finding[finding]++;
        if (out->finding_is_missing[finding]) review.not_judged++;
    }
    return review;
}

enum { CLIMB_MOST = 32 }; /* records nest no deeper (the checker refuses a cycle of links) */

/* The row of record `goal` that a row of `record` is part of, by whatever links lead there. */
static uint32_t climb(const Printer *printer, uint32_t record, uint32_t row, uint32_t goal,
                      int steps)
{
    if (record == goal || row == NO_ROW || steps == 0) return record == goal ? row : NO_ROW;
    assert(record != NONE);
    const Table *table = &printer->run->tables[record];
    for (size_t f = 0; f < table->schema->field_count; f++) {
        if (table->schema->fields[f].kind != KIND_LINK || !table->columns[f].data) continue;
        uint32_t up = run_parent(&table->columns[f], row);
        uint32_t found =
            climb(printer, (uint32_t)table->schema->fields[f].parent, up, goal, steps - 1);
        if (found != NO_ROW) return found;
    }
    return NO_ROW;
}

static void count_power_row(PowerCount *count, int open)
{
    if (open > 0)
        count->open++;
    else if (open == 0)
        count->closed++;
    else
        count->undecided++;
}

static PowerTally count_power(Counter *counter, const LevelTally *level, const PowerOut *out)
{
    Arena *arena = counter->arena;
    const Printer *printer = counter->printer;
    PowerTally power = { .out = out };
    const Column *column = run_column(printer->run, out->open);
    uint32_t goal = NONE;
    if (out->held_in != NONE) {
        goal = printer->program->spaces[out->held_in].record;
        power.places = &printer->run->tables[goal];
        power.by_place = NEW_ARRAY(arena, PowerCount, power.places->rows + 1);
    }
    power.open = count_reasons(counter, column, level->units);
    power.open_rows = NEW_ARRAY(arena, uint32_t, level->units + 1);
    for (uint64_t i = 0; i < level->units; i++) {
        uint32_t row = level->order[i];
        int open = cell_yes(column, row);
        if (open > 0) power.open_rows[power.all.open] = row;
        count_power_row(&power.all, open);
        if (!power.places) continue;
        uint32_t unit = level_record_row(printer, level->out, row);
        uint32_t place = climb(printer, level->out->record, unit, goal, CLIMB_MOST);
        count_power_row(&power.by_place[place == NO_ROW ? power.places->rows : place], open);
    }
    return power;
}

static LevelTally count_level(Counter *counter, const LevelOut *out)
{
    Arena *arena = counter->arena;
    Printer *printer = counter->printer;
    LevelTally level = { .out = out };
    level.order = level_order(printer, arena, out, &level.units);
    level.measures = NEW_ARRAY(arena, MeasureTally, out->measure_count + 1);
    level.reviews = NEW_ARRAY(arena, ReviewTally, out->review_count + 1);
    level.powers = NEW_ARRAY(arena, PowerTally, out->power_count + 1);
    for (uint32_t m = 0; m < out->measure_count; m++)
        level.measures[m] = count_measure(counter, &out->measures[m], level.units);
    for (uint32_t r = 0; r < out->review_count; r++)
        level.reviews[r] = count_review(arena, printer, &out->reviews[r], level.units);
    for (uint32_t p = 0; p < out->power_count; p++)
        level.powers[p] = count_power(counter, &level, &out->powers[p]);
    return level;
}

Tally *tally_open(Arena *arena, Printer *printer, Pool *pool)
{
    Counter counter = { arena, printer, pool };
    const Program *program = printer->program;
    Tally *tally = NEW(arena, Tally);
    count_links(tally, &counter);
    tally->measuring = NEW_ARRAY(arena, MeasuringTally, program->measuring_count + 1);
    tally->measuring_count = program->measuring_count;
    for (uint32_t i = 0; i < program->measuring_count; i++)
        tally->measuring[i] = count_measuring(&counter, &program->measuring[i]);
    tally->levels = NEW_ARRAY(arena, LevelTally, program->level_count + 1);
    tally->level_count = program->level_count;
    for (uint32_t i = 0; i < program->level_count; i++)
        tally->levels[i] = count_level(&counter, &program->levels[i]);
    tally->reconciles = NEW_ARRAY(arena, ReconcileTally, program->reconcile_count + 1);
    tally->reconcile_count = program->reconcile_count;
    for (uint32_t i = 0; i < program->reconcile_count; i++)
        tally->reconciles[i] = reconcile_tally(arena, printer, &program->reconciles[i]);
    return tally;
}

/* ---- checking ---- */

static bool wrong(Str *what, Arena *arena, const char *kind, Str name)
{
    *what = str_printf(arena, "%s %S", kind, name);
    return false;
}

static bool links_agree(const Tally *tally, const Printer *printer, const Ledger *ledger, Str *what,
                        Arena *arena)
{
    for (size_t i = 0; i < ledger->link_count; i++) {
        const LinkLedger *said = &ledger->links[i];
        const LinkTally *found = NULL;
        for (size_t k = 0; k < tally->link_count; k++)
            if (tally->links[k].child == said->child && tally->links[k].field == said->field)
                found = &tally->links[k];
        const RecordSchema *schema = &printer->program->schemas[said->child];
        Str name = schema->fields[said->field].name;
        if (found && found->let_go) continue;
        if (!found || found->children.rows != said->children ||
            found->children.by[0] != said->matched || found->parents != said->parents ||
            found->with_children != said->with_children)
            return wrong(what, arena, "link", name);
        for (size_t r = 1; r < said->reason_count; r++)
            if (found->children.by[r] != said->unmatched[r])
                return wrong(what, arena, "link", name);
    }
    return true;
}

static uint64_t sum_of(const uint64_t *numbers, size_t count)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) sum += numbers[i];
    return sum;
}

static bool level_adds_up(const LevelTally *level, Str *what, Arena *arena)
{
    for (uint32_t m = 0; m < level->out->measure_count; m++) {
        const MeasureTally *measure = &level->measures[m];
        if (sum_of(measure->value.by, 256) != level->units)
            return wrong(what, arena, "figures of", measure->out->name);
    }
    for (uint32_t r = 0; r < level->out->review_count; r++) {
        const ReviewTally *review = &level->reviews[r];
        if (sum_of(review->by_finding, review->out->finding_count) + review->none != level->units)
            return wrong(what, arena, "findings of", review->out->name);
    }
    for (uint32_t p = 0; p < level->out->power_count; p++) {
        const PowerCount *all = &level->powers[p].all;
        if (all->open + all->closed + all->undecided != level->units)
            return wrong(what, arena, "power", level->out->powers[p].name);
    }
    return true;
}

bool tally_check(const Tally *tally, const Printer *printer, const Ledger *ledger, Str *what,
                 Arena *arena)
{
    *what = STR_EMPTY;
    if (!ledger_check(ledger, what)) return false;
    for (size_t i = 0; i < ledger->file_count; i++)
        if (ledger->files[i].made != printer->run->tables[ledger->files[i].record].rows)
            return wrong(what, arena, "rows of", ledger->files[i].file);
    if (ledger->decisions && !decisions_add_up(ledger->decisions))
        return wrong(what, arena, "rows of", ledger->decisions->file.file);
    if (!links_agree(tally, printer, ledger, what, arena)) return false;
    for (size_t i = 0; i < tally->measuring_count; i++) {
        const MeasuringTally *m = &tally->measuring[i];
        uint64_t sum = sum_of(m->rows.by, 256) + m->not_picked;
        uint64_t kept = printer->run->tables[m->record].rows;
        if (sum != m->rows.rows || m->rows.rows != kept || m->rows.by[0] > kept)
            return wrong(what, arena, "measure", m->out->measure);
    }
    for (size_t i = 0; i < tally->reconcile_count; i++) {
        const ReconcileTally *r = &tally->reconciles[i];
        if (r->equal + r->within + r->apart != r->missing.by[0] ||
            sum_of(r->missing.by, 256) != r->units)
            return wrong(what, arena, "totals", r->out->name);
    }
    for (size_t i = 0; i < tally->level_count; i++)
        if (!level_adds_up(&tally->levels[i], what, arena)) return false;
    return true;
}
