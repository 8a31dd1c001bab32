/* vm.c -- opens a run, runs the steps in order, and answers those who read the results.
 *
 * Owns the workers and their arenas.  What a step does is in step_rows.c, group.c and order.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/vm.h"
#include "vm/earlier.h"
#include "vm/kernel.h"
#include "vm/machine.h"
#include "vm/reuse.h"

enum { USUAL_BATCH = 1024, USUAL_MORSEL = 64 };

/* ---- workers ---- */

typedef struct Together {
    Machine *machine;
    MachineWork *body;
    void *arg;
} Together;

typedef struct Alone {
    Worker *worker;
    MachineWork *body;
    void *arg;
} Alone;

static void do_alone(void *arg)
{
    Alone *alone = arg;
    alone->body(alone->worker, alone->arg);
}

static void do_share(void *arg, unsigned w)
{
    Together *together = arg;
    Machine *machine = together->machine;
    Worker *worker = &machine->workers[w];
    Alone alone = { worker, together->body, together->arg };
    worker->why = guard_run(&worker->guard, do_alone, &alone);
    if (worker->why) atomic_store(&machine->stop, true);
}

static void set_guards(Worker *worker, Guard *guard)
{
    worker->batch.guard = worker->keep.guard = worker->life.guard = guard;
    for (Scrap *scrap = worker->scraps; scrap; scrap = scrap->next) scrap->arena.guard = guard;
}

void machine_parallel(Machine *machine, MachineWork *body, void *arg)
{
    Together together = { machine, body, arg };
    Guard *outer = machine->run->arena->guard;
    atomic_store(&machine->stop, false);
    for (unsigned w = 0; w < machine->worker_count; w++)
        set_guards(&machine->workers[w], &machine->workers[w].guard);
    pool_run(machine->pool, do_share, &together);
    for (unsigned w = 0; w < machine->worker_count; w++) set_guards(&machine->workers[w], outer);
    for (unsigned w = 0; w < machine->worker_count; w++)
        if (machine->workers[w].why) guard_escape(outer, machine->workers[w].why);
}

Arena *machine_scrap(Worker *worker)
{
    Scrap *scrap = NEW(&worker->keep, Scrap);
    scrap->arena = arena_beside(&worker->keep, worker->keep.guard);
    scrap->next = worker->scraps;
    worker->scraps = scrap;
    return &scrap->arena;
}

static void close_scraps(Worker *worker)
{
    for (Scrap *scrap = worker->scraps; scrap; scrap = scrap->next) arena_close(&scrap->arena);
    worker->scraps = NULL;
}

/* ---- rows in order ---- */

bool machine_is_ordered(Machine *machine, uint32_t column)
{
    uint8_t *known = &machine->order[column];
    if (*known) return *known == 1;
    const ColumnInfo *info = &machine->run->program->columns[column];
    if (info->origin == COLUMN_FIELD) { /* the loader may know */
        const Table *table =
            &machine->run->tables[machine->run->program->spaces[info->space].record];
        if (table->ordered_by_link && table->first_link == (int)info->field) *known = 1;
        if (*known) return true;
    }
    const Column *link = &machine->run->columns[column];
    uint64_t rows = machine->run->space_rows[info->space];
    bool ordered = true;
    if (!link->constant) {
        for (uint64_t i = 1; i < rows && ordered; i++) ordered = link->u32[i - 1] <= link->u32[i];
    }
    *known = ordered ? 1 : 2;
    return ordered;
}

uint32_t *machine_sort_rows(Arena *arena, const uint32_t *target, uint64_t rows, uint64_t targets)
{
    uint32_t *order = NEW_ARRAY(arena, uint32_t, rows);
    uint32_t *next = NEW_ARRAY(arena, uint32_t, targets + 2);
    for (uint64_t i = 0; i < rows; i++) next[(target[i] < targets ? target[i] : targets) + 1]++;
    for (uint64_t t = 0; t <= targets; t++) next[t + 1] += next[t];
    for (uint64_t i = 0; i < rows; i++)
        order[next[target[i] < targets ? target[i] : targets]++] = (uint32_t)i;
    return order;
}

void machine_keep_column(Machine *machine, const Column *from, size_t rows, Column *out)
{
    Arena *arena = machine->run->arena;
    if (from->type != TYPE_CODE && from->type != TYPE_YESNO && from->type != TYPE_ROW) {
        Type type = from->type;
        Store *store = store_open(arena, machine->run->dens, type, rows, rows ? rows : 1);
        if (rows) store_write(store, arena, 0, from, rows);
        store_finish(store, out);
        return;
    }
    Column flat = column_flat(&machine->step, from, rows);
    size_t item = column_item(&flat);
    *out = flat;
    out->count = rows;
    out->data = arena_array(arena, rows, item, 16);
    if (rows) memcpy(out->data, flat.data, rows * item);
    if (flat.reason) {
        out->reason = NEW_ARRAY(arena, uint8_t, rows);
        if (rows) memcpy(out->reason, flat.reason, rows);
    }
}

/* ---- opening and closing ---- */

Run *run_open(Arena *arena, const Program *program, const Table *tables, Atoms *atoms, Dens *dens)
{
    Run *run = NEW(arena, Run);
    *run =
        (Run){ .program = program, .arena = arena, .atoms = atoms, .dens = dens, .tables = tables };
    run->space_rows = NEW_ARRAY(arena, uint64_t, program->space_count);
    run->columns = NEW_ARRAY(arena, Column, program->column_count);
    run->profile = NEW_ARRAY(arena, StepProfile, program->step_count);
    run->machine = NEW(arena, Machine);
    run->machine->run = run;
    for (uint32_t s = 0; s < program->space_count; s++) {
        const Space *space = &program->spaces[s];
        if (space->kind == SPACE_NATION) run->space_rows[s] = 1;
        if (space->kind == SPACE_RECORD) run->space_rows[s] = tables[space->record].rows;
    }
    return run;
}

/* The columns of fields.  Only for a program that verified. */
static void borrow_fields(Run *run)
{
    const Program *p = run->program;
    for (uint32_t c = 0; c < p->column_count; c++) {
        const ColumnInfo *info = &p->columns[c];
        if (info->origin != COLUMN_FIELD) continue;
        run->columns[c] = run->tables[p->spaces[info->space].record].columns[info->field];
    }
}

static void make_machine(Run *run, const RunOptions *options)
{
    Machine *machine = run->machine;
    const Program *p = run->program;
    Arena *arena = run->arena;
    machine->options = *options;
    RunOptions *o = &machine->options;
    if (o->threads == 0) o->threads = pool_processors();
    if (o->threads > RUN_THREADS) o->threads = RUN_THREADS;
    if (o->batch == 0) o->batch = USUAL_BATCH;
    if (o->morsel == 0) o->morsel = USUAL_MORSEL;
    machine->text_atom = NEW_ARRAY(arena, uint32_t, p->text_count);
    for (uint32_t t = 0; t < p->text_count; t++)
        machine->text_atom[t] = atom(run->atoms, p->texts[t], arena->guard);
    machine->order = NEW_ARRAY(arena, uint8_t, p->column_count);
    machine->groups = NEW_ARRAY(arena, GroupIndex *, p->space_count);
    machine->tables = NEW_ARRAY(arena, TableIndex *, p->table_count);
    machine->step = arena_beside(arena, arena->guard);
    if (o->pool) o->threads = pool_size(o->pool);
    machine->workers = NEW_ARRAY(arena, Worker, o->threads);
    for (unsigned w = 0; w < o->threads; w++) {
        Worker *worker = &machine->workers[w];
        worker->batch = worker->keep = worker->life = arena_beside(arena, arena->guard);
        worker->lane = lane_work(&worker->batch, &worker->life, run->dens);
        worker->lane.force = o->least_lane;
    }
    machine->pool = o->pool ? o->pool : pool_open(arena, o->threads);
    machine->worker_count = pool_size(machine->pool);
}

void run_close(Run *run)
{
    if (!run || !run->machine) return;
    Machine *machine = run->machine;
    if (!machine->options.pool) pool_close(machine->pool);
    machine->pool = NULL;
    for (unsigned w = 0; machine->workers && w < machine->options.threads; w++) {
        close_scraps(&machine->workers[w]);
        arena_close(&machine->workers[w].batch);
        arena_close(&machine->workers[w].keep);
        arena_close(&machine->workers[w].life);
    }
    machine->workers = NULL;
    arena_close(&machine->step);
}

/* ---- running ---- */

static void run_step(Machine *machine, const Step *step)
{
    switch (step->kind) {
    case STEP_ROWS: step_rows(machine, step); break;
    case STEP_GROUP: step_group(machine, step); break;
    case STEP_ORDER: step_order(machine, step); break;
    case STEP_RANK: step_rank(machine, step); break;
    case STEP_POOL: step_pool(machine, step); break;
    }
    arena_close(&machine->step);
    for (unsigned w = 0; w < machine->worker_count; w++) {
        close_scraps(&machine->workers[w]);
        arena_reset(&machine->workers[w].keep);
        arena_reset(&machine->workers[w].batch);
    }
}

/* What the step of the other run made is what this one's makes. */
static void take_step(Run *run, uint32_t step, const Run *from, uint32_t other)
{
    Arena *scrap = &run->machine->step;
    uint32_t count, others, *to = reuse_columns(scrap, run->program, step, &count);
    const uint32_t *of = reuse_columns(scrap, from->program, other, &others);
    assert(count == others);
    for (uint32_t i = 0; i < count; i++) run->columns[to[i]] = from->columns[of[i]];
    if (run->program->steps[step].kind != STEP_GROUP) return;
    uint32_t group = run->program->steps[step].group;
    uint32_t old = from->program->steps[other].group;
    run->space_rows[group] = from->space_rows[old];
    run->machine->groups[group] = from->machine->groups[old];
}

/* Which steps need not be run, as reuse_find says; NULL: all are run. */
static const uint32_t *steps_beside(Run *run, const Run *beside)
{
    if (!beside) return NULL;
    const uint32_t *found = reuse_find(&run->machine->step, run, beside);
    uint32_t *same = NEW_ARRAY(run->arena, uint32_t, run->program->step_count + 1);
    for (uint32_t s = 0; s < run->program->step_count; s++) same[s] = found[s];
    arena_close(&run->machine->step);
    return same;
}

typedef struct Running {
    Run *run;
    const RunOptions *options;
    uint32_t step; /* the one being run */
} Running;

static void run_steps(void *arg)
{
    Running *running = arg;
    Run *run = running->run;
    borrow_fields(run);
    past_lack(run);
    make_machine(run, running->options);
    const Run *beside = running->options->beside;
    const uint32_t *same = steps_beside(run, beside);
    for (uint32_t s = 0; s < run->program->step_count; s++) {
        const Step *step = &run->program->steps[s];
        running->step = s;
        pace_step(running->options->pace, s + 1, run->program->step_count);
        uint64_t begin = running->options->profile ? pace_now() : 0;
        if (same && same[s] != NONE)
            take_step(run, s, beside, same[s]);
        else
            run_step(run->machine, step);
        run->profile[s].rows = run->space_rows[step->space];
        if (running->options->profile) run->profile[s].nanoseconds = pace_now() - begin;
    }
}

bool run_program(Run *run, const RunOptions *options, Diags *diags)
{
    if (!options->skip_verifier && !program_verify(run->program, diags)) return false;
    /* A guard of our own, to say at which line a limit was met before passing the escape on. */
    Running running = { run, options, 0 };
    Guard inner, *outer = run->arena->guard;
    run->arena->guard = &inner;
    Why why = guard_run(&inner, run_steps, &running);
    run->arena->guard = outer;
    if (why == WHY_LIMIT && running.step < run->program->step_count)
        DIAG_AT(diags, D_NUMBER_LIMIT, run->program->steps[running.step].span);
    if (why) guard_escape(outer, why);
    return true;
}

/* ---- reading results ---- */

uint64_t run_real_rows(const Run *run, uint32_t space)
{
    uint64_t rows = run->space_rows[space];
    return run->program->spaces[space].kind == SPACE_GROUP && rows ? rows - 1 : rows;
}

uint8_t run_reason(const Column *column, uint64_t row)
{
    return (uint8_t)column_reason(column, row);
}

Str run_text(const Run *run, const Column *column, uint64_t row)
{
    if (column_reason(column, row) != REASON_KNOWN) return STR_EMPTY;
    size_t at = column_place(column, row);
    uint32_t entry = column->width == 1   ? column->u8[at]
                     : column->width == 2 ? column->u16[at]
                                          : column->u32[at];
    return atom_str(run->atoms, column->dict->atom[entry]);
}

uint32_t run_parent(const Column *column, uint64_t row)
{
    return column->u32[column_place(column, row)];
}
