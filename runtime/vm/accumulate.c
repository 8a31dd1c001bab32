/* accumulate.c -- reductions: each worker has its own part (or its own targets of a shared one),
 * parts are merged when the last row is in, and the result is a column of the target space.
 *
 * Sums are exact integers and the rest are sets, so no split of the rows shows in the result.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/step.h"

enum { MOST_STAMPS = 1 << 22 }; /* values that a worker can mark one by one */

/* ---- opening ---- */

static unsigned sum_keeps(AccKind kind)
{
    switch (kind) {
    case ACC_COUNT: return SUM_COUNTS;
    case ACC_SAMPLE_DEVIATION:
    case ACC_POPULATION_DEVIATION: return SUM_SQUARES;
    case ACC_WEIGHTED_MEAN: return SUM_WEIGHTED;
    case ACC_SUM:
    case ACC_MEAN:
    case ACC_WEIGHTED_SUM:
    case ACC_SHARE:
    case ACC_SOME:
    case ACC_EVERY:
    case ACC_LEAST:
    case ACC_GREATEST:
    case ACC_ONE:
    case ACC_DIFFERENT:
    case ACC_PICK: break;
    }
    return SUM_TOTALS;
}

/* Each part has an arena of its own, so that parts can be put together by whichever worker. */
static Arena *open_part(StepPlan *plan, AccPlan *acc, unsigned w)
{
    Machine *machine = plan->machine;
    if (!acc->arenas) acc->arenas = NEW_ARRAY(&machine->step, Arena *, machine->worker_count);
    acc->arenas[w] = machine_scrap(&machine->workers[w]);
    return acc->arenas[w];
}

static void open_sums(StepPlan *plan, AccPlan *acc)
{
    Machine *machine = plan->machine;
    acc->sums = NEW_ARRAY(&machine->step, SumSet *, machine->worker_count);
    for (unsigned w = 0; w < machine->worker_count; w++) {
        Arena *keep = open_part(plan, acc, w);
        acc->sums[w] = acc->shared && w ? sum_open_beside(keep, acc->sums[0])
                                        : sum_open(keep, machine->run->dens, acc->targets,
                                                   sum_keeps(acc->acc->kind));
    }
}

/* Whether sums of the kind count each row once that the instruction takes. */
static bool counts_rows(AccKind kind)
{
    return kind == ACC_SUM || kind == ACC_MEAN || kind == ACC_SHARE ||
           kind == ACC_SAMPLE_DEVIATION || kind == ACC_POPULATION_DEVIATION;
}

/* A sum of the step over the values, targets and mask of this count. */
static const AccPlan *find_counted(const StepPlan *plan, const AccPlan *acc)
{
    for (uint32_t a = 0; acc->acc->kind == ACC_COUNT && a < plan->acc_count; a++) {
        const AccPlan *other = &plan->accs[a];
        bool same = other->in.a == acc->in.a && other->in.b == acc->in.b &&
                    other->in.c == acc->in.c && other->acc->target == acc->acc->target;
        if (same && counts_rows(other->acc->kind)) return other;
    }
    return NULL;
}

static void open_bests(StepPlan *plan, AccPlan *acc)
{
    Machine *machine = plan->machine;
    acc->bests = NEW_ARRAY(&machine->step, BestSet *, machine->worker_count);
    for (unsigned w = 0; w < machine->worker_count; w++) {
        Arena *keep = open_part(plan, acc, w);
        acc->bests[w] = acc->shared && w
                            ? best_open_beside(keep, acc->bests[0])
                            : best_open_in(keep, w ? NULL : machine->run->arena, machine->run->dens,
                                           acc->targets, acc->acc->kind == ACC_GREATEST);
    }
}

/* The value's whole column: one of the space's if the register is just that, else written. */
static void want_value(StepPlan *plan, AccPlan *acc)
{
    acc->value_column = plan->source[acc->in.a];
    acc->value_output = NONE;
    if (acc->value_column == NONE) acc->value_output = plan_output(plan, acc->in.a, NONE);
}

static void open_one(StepPlan *plan, AccPlan *acc)
{
    Machine *machine = plan->machine;
    acc->one = NEW_ARRAY(&machine->step, uint32_t *, machine->worker_count);
    for (unsigned w = 0; w < machine->worker_count; w++)
        acc->one[w] =
            acc->shared && w ? acc->one[0] : NEW_ARRAY(&machine->step, uint32_t, acc->targets);
    want_value(plan, acc);
}

/* How many values a register can have when they are small numbers; 0 when they are not. */
static uint64_t small_values(const StepPlan *plan, uint32_t reg)
{
    RegInfo info = plan->step->regs[reg];
    if (info.type == TYPE_CODE) return (uint64_t)plan_dict(plan, reg)->count + 1;
    if (info.type == TYPE_YESNO) return 2;
    if (info.type == TYPE_ROW) return plan->machine->run->space_rows[info.target] + 1;
    return 0;
}

static void open_different(StepPlan *plan, AccPlan *acc)
{
    Arena *arena = &plan->machine->step;
    uint64_t values = small_values(plan, acc->in.a);
    if (acc->shared && values && values <= MOST_STAMPS) {
        acc->different = NEW_ARRAY(plan->machine->run->arena, int64_t, acc->targets);
        acc->ids = (uint32_t)values;
        return;
    }
    acc->row_target = NEW_ARRAY(arena, uint32_t, plan->rows);
    want_value(plan, acc);
}

void acc_open(StepPlan *plan, AccPlan *acc)
{
    acc->targets = plan->machine->run->space_rows[acc->acc->target];
    acc->value_column = acc->value_output = NONE;
    acc->shared = acc->in.b != NONE && plan->cut_column != NONE &&
                  plan->source[acc->in.b] == plan->cut_column;
    acc->counted = find_counted(plan, acc);
    if (acc->counted) return;
    switch (acc->acc->kind) {
    case ACC_SUM:
    case ACC_MEAN:
    case ACC_SAMPLE_DEVIATION:
    case ACC_POPULATION_DEVIATION:
    case ACC_WEIGHTED_SUM:
    case ACC_WEIGHTED_MEAN:
    case ACC_COUNT:
    case ACC_SHARE:
    case ACC_SOME:
    case ACC_EVERY: open_sums(plan, acc); break;
    case ACC_LEAST:
    case ACC_GREATEST: open_bests(plan, acc); break;
    case ACC_ONE: open_one(plan, acc); break;
    case ACC_DIFFERENT: open_different(plan, acc); break;
    case ACC_PICK: acc->pick = pick_open(plan, acc); break;
    }
}

/* ---- adding ---- */

/* What an accumulator takes of a batch: from the first row that is its own. */
typedef struct Taken {
    const uint8_t *mask;    /* NULL: every row */
    const uint32_t *target; /* NULL: the nation */
    size_t n;
} Taken;

static Taken take(Hand *hand, const AccPlan *acc, uint32_t mask)
{
    Arena *arena = &hand->worker->batch;
    Taken taken = { .n = hand->count - hand->skip };
    if (mask != NONE) taken.mask = column_mask(arena, &hand->reg[mask], hand->count) + hand->skip;
    if (acc->in.b != NONE)
        taken.target = column_flat(arena, &hand->reg[acc->in.b], hand->count).u32 + hand->skip;
    return taken;
}

static Column own_rows(const Hand *hand, uint32_t reg)
{
    return column_view(&hand->reg[reg], hand->skip, hand->count - hand->skip);
}

static bool is_taken(const Taken *taken, size_t i, uint32_t *target)
{
    *target = taken->target ? taken->target[i] : 0;
    return *target != NO_ROW && (!taken->mask || taken->mask[i]);
}

static void add_one(Hand *hand, AccPlan *acc, const Taken *taken)
{
    uint32_t *one = acc->one[hand->number], target;
    uint64_t first = hand->first + hand->skip;
    for (size_t i = 0; i < taken->n; i++)
        if (is_taken(taken, i, &target))
            one[target] = one[target] ? SEVERAL : plan_row(hand->plan, first + i) + 1;
}

static void add_different(Hand *hand, AccPlan *acc, const Taken *taken, uint32_t *stamp)
{
    Arena *arena = &hand->worker->batch;
    Column own = own_rows(hand, acc->in.a);
    Column value = column_flat(arena, &own, taken->n);
    uint64_t first = hand->first + hand->skip;
    uint32_t target;
    for (size_t i = 0; i < taken->n; i++) {
        bool in = is_taken(taken, i, &target) && !(value.reason && value.reason[i]);
        if (acc->row_target) {
            acc->row_target[plan_row(hand->plan, first + i)] = in ? target : NO_ROW;
            continue;
        }
        if (!in) continue;
        uint32_t id = value.type == TYPE_YESNO ? value.u8[i]
                      : value.type == TYPE_ROW ? value.u32[i]
                                               : code_entry(&value, i);
        if (stamp[id] == target + 1) continue;
        stamp[id] = target + 1;
        acc->different[target]++;
    }
}

/* The rows that count of a batch's own: those that the mask takes and whose value is known. */
static const uint8_t *rows_used(Hand *hand, const Column *value, const uint8_t *mask, size_t n)
{
    if (!value->reason) return mask;
    uint8_t *restrict use = NEW_ARRAY(&hand->worker->batch, uint8_t, n);
    const uint8_t *restrict reason = value->reason;
    if (!mask)
        for (size_t i = 0; i < n; i++) use[i] = reason[i] == REASON_KNOWN;
    else
        for (size_t i = 0; i < n; i++) use[i] = (uint8_t)(mask[i] & -(reason[i] == REASON_KNOWN));
    return use;
}

static void add_best(Hand *hand, AccPlan *acc, const Column *value, const Taken *taken)
{
    BestSet *set = acc->bests[hand->number];
    const int16_t *near = taken->target ? batch_near(hand, acc->in.a) : NULL;
    if (!near) {
        best_add(set, value, taken->mask, taken->target, 0, taken->n);
        return;
    }
    const Runs *runs = batch_runs(hand, acc->in.b);
    const uint8_t *use = rows_used(hand, value, taken->mask, taken->n);
    best_add_near(set, &hand->worker->batch, value, near + hand->skip, use, runs, taken->n);
}

enum { SAMPLE = 64, SAMPLE_TURNS = 16 };

/* Whether rows go now here, now there, so that runs of them are not worth finding. */
static bool is_scattered(const uint32_t *target, size_t n)
{
    unsigned turns = 0;
    size_t most = n < SAMPLE ? n : SAMPLE;
    for (size_t i = 1; i < most; i++) turns += target[i] != target[i - 1];
    return turns > SAMPLE_TURNS;
}

static void add_sum(Hand *hand, AccPlan *acc, const Column *value, const Taken *taken)
{
    SumSet *set = acc->sums[hand->number];
    if (!taken->target) {
        sum_add(set, value, taken->mask, NULL, 0, taken->n);
        return;
    }
    bool scattered = is_scattered(taken->target, taken->n);
    const Runs *runs = scattered ? NULL : batch_runs(hand, acc->in.b);
    sum_add_runs(set, value, taken->mask, taken->target, runs, taken->n);
}

void acc_add(Hand *hand, const InstrPlan *instr)
{
    AccPlan *acc = &hand->plan->accs[instr->acc];
    const Instr *in = &instr->in;
    if (hand->skip >= hand->count || acc->counted) return;
    if (in->op == OP_GATHER_PICK) {
        pick_add(hand->pick[instr->acc], hand);
        return;
    }
    uint32_t mask = in->c, count;
    const uint32_t *arg = NULL;
    if (in->op == OP_GATHER_WEIGHTED) {
        arg = plan_args(hand->plan, in->c, &count);
        mask = arg[1];
    }
    Taken taken = take(hand, acc, mask);
    Column value = { 0 };
    if (in->a != NONE) value = own_rows(hand, in->a);
    if (arg && acc->acc->kind == ACC_WEIGHTED_MEAN) {
        Column weight = own_rows(hand, arg[0]);
        sum_add_weighted(acc->sums[hand->number], &hand->worker->lane, &value, &weight, taken.mask,
                         taken.target, 0, taken.n);
    } else if (arg) { /* a weighted sum is the sum of the products */
        Column weight = own_rows(hand, arg[0]);
        lane_mul(&hand->worker->lane, &value, &value, &weight, taken.n);
        add_sum(hand, acc, &value, &taken);
    } else if (acc->sums) {
        add_sum(hand, acc, in->a == NONE ? NULL : &value, &taken);
    } else if (acc->bests) {
        add_best(hand, acc, &value, &taken);
    } else if (acc->one) {
        add_one(hand, acc, &taken);
    } else {
        add_different(hand, acc, &taken, hand->stamp[instr->acc]);
    }
}

/* ---- finishing ---- */

static SumWhat what_of(AccKind kind)
{
    switch (kind) {
    case ACC_COUNT: return SUM_COUNT;
    case ACC_MEAN:
    case ACC_SHARE: return SUM_MEAN;
    case ACC_SAMPLE_DEVIATION: return SUM_SAMPLE_DEVIATION;
    case ACC_POPULATION_DEVIATION: return SUM_POPULATION_DEVIATION;
    case ACC_WEIGHTED_MEAN: return SUM_WEIGHTED_MEAN;
    case ACC_SUM:
    case ACC_WEIGHTED_SUM:
    case ACC_SOME:
    case ACC_EVERY:
    case ACC_LEAST:
    case ACC_GREATEST:
    case ACC_ONE:
    case ACC_DIFFERENT:
    case ACC_PICK: break;
    }
    return SUM_TOTAL;
}

/* Some: a yes is counted; every: as many as rows. */
static void finish_yesno(const AccPlan *acc, Arena *arena, Column *column)
{
    Column d = { .type = TYPE_YESNO, .count = acc->targets, .den = 1 };
    d.u8 = NEW_ARRAY(arena, uint8_t, acc->targets);
    for (size_t t = 0; t < acc->targets; t++) {
        int64_t yes = column->i64[column_place(column, t)];
        d.u8[t] =
            acc->acc->kind == ACC_SOME ? yes > 0 : yes == (int64_t)sum_count_at(acc->sums[0], t);
    }
    *column = d;
}

static void finish_sum(const StepPlan *plan, AccPlan *acc, Arena *arena, Column *out)
{
    for (unsigned w = 1; w < plan->machine->worker_count; w++)
        sum_merge(acc->sums[0], acc->sums[w]);
    acc->finish = sum_finish_open(acc->sums[0], arena, what_of(acc->acc->kind), out);
}

/* Once the totals are columns. */
static void end_sum(AccPlan *acc, Arena *arena, Column *out)
{
    if (acc->finish) sum_finish_close(acc->finish);
    if (acc->acc->kind == ACC_SOME || acc->acc->kind == ACC_EVERY) finish_yesno(acc, arena, out);
}

static void finish_best(const StepPlan *plan, AccPlan *acc, Arena *arena, Column *out)
{
    for (unsigned w = 1; w < plan->machine->worker_count; w++)
        best_merge(acc->bests[0], acc->bests[w]);
    best_finish(acc->bests[0], arena, out);
    out->type = plan->machine->run->program->columns[acc->acc->column].type;
}

/* A worker's share of the sums and bests: exact totals of many targets take their time. */
static void finish_some(Worker *worker, void *arg)
{
    StepPlan *plan = arg;
    for (;;) {
        uint64_t at = atomic_fetch_add(&plan->next_acc, 1);
        if (at >= plan->acc_count) return;
        AccPlan *acc = &plan->accs[at];
        if (!acc->sums && !acc->bests) continue;
        for (unsigned w = 0; w < plan->machine->worker_count; w++)
            acc->arenas[w]->guard = &worker->guard;
        Column *out = &plan->machine->run->columns[acc->acc->column];
        if (acc->sums)
            finish_sum(plan, acc, &worker->life, out);
        else
            finish_best(plan, acc, &worker->life, out);
    }
}

enum { TARGETS_AT_ONCE = 128 };

/* A worker's share of the totals that need many digits: some targets of one sum at a time. */
static void finish_targets(Worker *worker, void *arg)
{
    StepPlan *plan = arg;
    for (;;) {
        uint64_t part = atomic_fetch_add(&plan->next_part, 1), first = 0;
        AccPlan *acc = plan->accs, *end = acc + plan->acc_count;
        for (; acc < end; acc++) {
            uint64_t parts = (acc->targets + TARGETS_AT_ONCE - 1) / TARGETS_AT_ONCE;
            if (!acc->finish) continue;
            if (part < first + parts) break;
            first += parts;
        }
        if (acc == end) return;
        size_t from = (size_t)(part - first) * TARGETS_AT_ONCE, left = acc->targets - from;
        size_t to = from + (left < TARGETS_AT_ONCE ? left : TARGETS_AT_ONCE);
        sum_finish_rows(acc->finish, &worker->life, &worker->batch, from, to);
        arena_reset(&worker->batch);
    }
}

static bool needs_digits(const StepPlan *plan)
{
    for (uint32_t a = 0; a < plan->acc_count; a++)
        if (plan->accs[a].finish) return true;
    return false;
}

/* The columns' values after the last row, in the order of the space's rows. */
static const Column *plan_value(const StepPlan *plan, const AccPlan *acc)
{
    return acc->value_column != NONE ? &plan->machine->run->columns[acc->value_column]
                                     : &plan->outputs[acc->value_output].whole;
}

static void finish_one(StepPlan *plan, AccPlan *acc, Column *out)
{
    Machine *machine = plan->machine;
    uint32_t *one = acc->one[0];
    for (unsigned w = 1; w < machine->worker_count && !acc->shared; w++)
        for (size_t t = 0; t < acc->targets; t++)
            if (acc->one[w][t]) one[t] = one[t] ? SEVERAL : acc->one[w][t];
    uint32_t *row = NEW_ARRAY(&machine->step, uint32_t, acc->targets);
    for (size_t t = 0; t < acc->targets; t++)
        row[t] = one[t] == 0 || one[t] == SEVERAL ? NO_ROW : one[t] - 1;
    LaneWork work = lane_work(&machine->step, &machine->step, machine->run->dens);
    Column found;
    lane_gather(&work, &found, plan_value(plan, acc), row, REASON_NOTHING, acc->targets);
    found = column_flat(&machine->step, &found, acc->targets);
    for (size_t t = 0; t < acc->targets; t++)
        if (one[t] == SEVERAL) found.reason[t] = REASON_MORE_THAN_ONE;
    if (found.type == TYPE_ROW)
        for (size_t t = 0; t < acc->targets; t++)
            if (row[t] == NO_ROW) found.u32[t] = NO_ROW;
    machine_keep_column(machine, &found, acc->targets, out);
}

/* Counts the different ids of each target: rows sorted by target, each id marked with the last
 * target that it was met for. */
static int64_t *count_different(StepPlan *plan, const AccPlan *acc)
{
    Machine *machine = plan->machine;
    Run *run = machine->run;
    Arena *scrap = &machine->step;
    KeySet set;
    uint32_t *id = NEW_ARRAY(scrap, uint32_t, plan->rows);
    RegInfo info = plan->step->regs[acc->in.a];
    uint64_t targets = info.type == TYPE_ROW ? run->space_rows[info.target] : 0;
    keys_of_column(&set, scrap, scrap, NULL, run->atoms, run->dens, plan_value(plan, acc), id,
                   plan->rows, targets);
    uint32_t *order = machine_sort_rows(scrap, acc->row_target, plan->rows, acc->targets);
    uint32_t *stamp = NEW_ARRAY(scrap, uint32_t, (size_t)set.count + 1);
    int64_t *count = NEW_ARRAY(run->arena, int64_t, acc->targets);
    for (uint64_t i = 0; i < plan->rows; i++) {
        uint32_t target = acc->row_target[order[i]], value = id[order[i]];
        if (target == NO_ROW || value == NO_ROW || stamp[value] == target + 1) continue;
        stamp[value] = target + 1;
        count[target]++;
    }
    return count;
}

static void finish_different(StepPlan *plan, AccPlan *acc, Column *out)
{
    *out = (Column){ .type = TYPE_NUMBER, .count = acc->targets, .den = 1 };
    out->i64 = acc->different ? acc->different : count_different(plan, acc);
}

void acc_finish(StepPlan *plan)
{
    Run *run = plan->machine->run;
    machine_parallel(plan->machine, finish_some, plan);
    if (needs_digits(plan)) machine_parallel(plan->machine, finish_targets, plan);
    for (uint32_t a = 0; a < plan->acc_count; a++) {
        AccPlan *acc = &plan->accs[a];
        if (acc->counted)
            sum_finish(acc->counted->sums[0], run->arena, SUM_COUNT,
                       &run->columns[acc->acc->column]);
        else if (acc->sums)
            end_sum(acc, run->arena, &run->columns[acc->acc->column]);
        else if (acc->pick)
            pick_finish(acc->pick);
        else if (acc->one)
            finish_one(plan, acc, &run->columns[acc->acc->column]);
        else if (!acc->bests)
            finish_different(plan, acc, &run->columns[acc->acc->column]);
    }
}
