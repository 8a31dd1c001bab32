/* step_rows.c -- runs a row step: every instruction over a batch, batch after batch, on all
 * workers.  The switch below is the machine; there is no other.
 *
 * Nothing here can fail but memory and limits.  A register is a Column whose arrays live in the
 * batch's arena, or lie in a whole column, or (fixed ones) live for the step.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/step.h"
#include "spill.h"

/* ---- rows ---- */

/* A missing row number is NO_ROW, whatever number choosing has left in its place. */
static void settle_rows(Arena *arena, Column *a, size_t n)
{
    if (a->type != TYPE_ROW || !a->reason) return;
    *a = column_flat(arena, a, n);
    uint32_t *row = NEW_ARRAY(arena, uint32_t, n);
    for (size_t i = 0; i < n; i++) row[i] = a->reason[i] ? NO_ROW : a->u32[i];
    a->u32 = row;
}

/* Tests ask for numbers in a wide lane from the beginning. */
static void widen(Hand *hand, Column *out)
{
    LaneWork *work = &hand->worker->lane;
    if (work->force != LANE_I64 && out->type == TYPE_NUMBER)
        lane_widen(work, out, out, work->force, hand->count);
}

static void do_column(Hand *hand, const Instr *in, Column *out)
{
    const StepPlan *plan = hand->plan;
    const Column *whole = &plan->machine->run->columns[in->a];
    if (!plan->perm) {
        *out = column_view(whole, hand->first, hand->count);
        widen(hand, out);
        return;
    }
    lane_gather(&hand->worker->lane, out, whole, plan->perm + hand->first, REASON_NOTHING,
                hand->count);
    settle_rows(&hand->worker->batch, out, hand->count);
}

static void do_self(Hand *hand, Column *out)
{
    Column d = { .type = TYPE_ROW, .count = hand->count, .den = 1 };
    d.u32 = NEW_ARRAY(&hand->worker->batch, uint32_t, hand->count);
    for (size_t i = 0; i < hand->count; i++) d.u32[i] = plan_row(hand->plan, hand->first + i);
    *out = d;
}

static void do_gather(Hand *hand, const Instr *in, Column *out)
{
    Arena *arena = &hand->worker->batch;
    size_t n = hand->count;
    const Column row = column_flat(arena, &hand->reg[in->b], n);
    lane_gather(&hand->worker->lane, out, &hand->plan->machine->run->columns[in->a], row.u32,
                REASON_NO_PARENT, n);
    if (row.reason) { /* why there is no row says more than that there is none */
        Column flat = column_flat(arena, out, n);
        uint8_t *reason = NEW_ARRAY(arena, uint8_t, n);
        for (size_t i = 0; i < n; i++)
            reason[i] = row.reason[i] ? row.reason[i] : flat.reason ? flat.reason[i] : 0;
        *out = flat;
        out->reason = reason;
    }
    settle_rows(arena, out, n);
}

/* ---- the same in every row ---- */

static void do_constant(Hand *hand, const Instr *in, Column *out)
{
    Arena *keep = &hand->worker->keep;
    const Program *p = hand->plan->machine->run->program;
    const Constant *constant = &p->constants[in->a];
    size_t n = hand->plan->batch;
    if (constant->type != TYPE_CODE && constant->type != TYPE_YESNO) {
        *out = column_constant(keep, constant->number, REASON_KNOWN, n);
        out->type = constant->type;
        return;
    }
    *out = (Column){ .type = constant->type, .width = 1, .constant = true, .count = n, .den = 1 };
    out->u8 = NEW_ARRAY(keep, uint8_t, 1);
    out->u8[0] = constant->type == TYPE_YESNO && constant->yes;
    if (constant->type == TYPE_CODE) out->dict = plan_dict(hand->plan, in->d);
}

static void do_fixed(Hand *hand, const InstrPlan *instr)
{
    const Instr *in = &instr->in;
    Column *out = &hand->reg[in->d];
    const StepPlan *plan = hand->plan;
    if (in->op == OP_CONST) {
        do_constant(hand, in, out);
    } else if (in->op == OP_MISSING) {
        Type type = plan->step->regs[in->d].type;
        *out = column_missing(&hand->worker->keep, type, (uint8_t)in->a, plan->batch);
        if (type == TYPE_CODE) out->dict = plan_dict(plan, in->d);
    } else { /* GATHER of the nation: its one row is every row's */
        *out = plan->machine->run->columns[in->a];
        out->constant = true;
        out->count = plan->batch;
    }
}

/* ---- codes ---- */

static void do_same_code(Hand *hand, const InstrPlan *instr, Column *out)
{
    Arena *arena = &hand->worker->batch;
    size_t n = hand->count;
    const Column *a = &hand->reg[instr->in.a], *b = &hand->reg[instr->in.b];
    if (!instr->lut) {
        code_same(arena, out, a, b, n);
        return;
    }
    const Column *many = instr->lut_of_b ? b : a, *one = instr->lut_of_b ? a : b;
    batch_test(hand, instr, many, out);
    if (!one->reason) return;
    const Column *both[] = { a, b };
    *out = column_flat(arena, out, n);
    out->reason = find_reasons(arena, both, 2, n);
}

/* Both operands as entries of the result's dictionary. */
static void join_codes(Hand *hand, const InstrPlan *instr, Column *a, Column *b)
{
    if (!instr->map_a) return;
    Arena *arena = &hand->worker->batch;
    const Dict *dict = plan_dict(hand->plan, instr->in.d);
    code_remap(arena, a, a, instr->map_a, dict, hand->count);
    code_remap(arena, b, b, instr->map_b, dict, hand->count);
}

static void do_choose(Hand *hand, const InstrPlan *instr, Column *out)
{
    const Instr *in = &instr->in;
    Column a = hand->reg[in->b], b = hand->reg[in->c];
    join_codes(hand, instr, &a, &b);
    lane_select(&hand->worker->lane, out, &hand->reg[in->a], &a, &b, hand->count);
    settle_rows(&hand->worker->batch, out, hand->count);
}

static void do_instead(Hand *hand, const InstrPlan *instr, Column *out)
{
    const Instr *in = &instr->in;
    Column a = hand->reg[in->a], b = hand->reg[in->b];
    join_codes(hand, instr, &a, &b);
    lane_coalesce(&hand->worker->lane, out, &a, &b, hand->count);
    settle_rows(&hand->worker->batch, out, hand->count);
}

/* ---- argument lists ---- */

static const Column **arguments(Hand *hand, uint32_t list, uint32_t *count)
{
    const uint32_t *reg = plan_args(hand->plan, list, count);
    const Column **arg = NEW_ARRAY(&hand->worker->batch, const Column *, *count);
    for (uint32_t i = 0; i < *count; i++) arg[i] = &hand->reg[reg[i]];
    return arg;
}

/* The median of sorted numbers: the middle one, or the mean of the middle two. */
static Exact *middle(Arena *arena, const Exact **known, uint32_t count)
{
    if (count % 2) return exact_copy(arena, known[count / 2]);
    Exact *two = exact_add(arena, known[count / 2 - 1], known[count / 2]);
    return two ? exact_div(arena, two, exact_from_i64(arena, 2)) : NULL;
}

static void do_median(Hand *hand, const Instr *in, Column *out)
{
    LaneWork *work = &hand->worker->lane;
    Arena *arena = work->arena;
    uint32_t count;
    const Column **arg = arguments(hand, in->a, &count);
    const Exact **known = NEW_ARRAY(arena, const Exact *, count);
    Column d = { .type = TYPE_NUMBER, .lane = LANE_EXACT, .count = hand->count, .den = 1 };
    d.exact = NEW_ARRAY(arena, Exact *, hand->count);
    d.reason = NEW_ARRAY(arena, uint8_t, hand->count);
    for (size_t i = 0; i < hand->count; i++) {
        uint32_t found = 0;
        for (uint32_t k = 0; k < count; k++) {
            if (column_reason(arg[k], i)) continue;
            const Exact *x = column_exact_at(arena, work->dens, arg[k], column_place(arg[k], i));
            uint32_t at = found++;
            for (; at && exact_compare(arena, known[at - 1], x) > 0; at--)
                known[at] = known[at - 1];
            known[at] = x;
        }
        if (found) d.exact[i] = middle(arena, known, found);
        d.reason[i] = d.exact[i] ? REASON_KNOWN : REASON_NOTHING;
    }
    if (work->force == LANE_EXACT)
        *out = d;
    else
        lane_narrow(work, out, &d, hand->count);
}

/* ---- writing ---- */

static void write_output(Hand *hand, Output *output)
{
    const StepPlan *plan = hand->plan;
    Column a = hand->reg[output->reg];
    size_t n = hand->count;
    if (output->store) {
        if (output->type != TYPE_NUMBER) lane_narrow(&hand->worker->lane, &a, &a, n);
        store_write(output->store, &hand->worker->keep, hand->first, &a, n);
        return;
    }
    a = column_flat(&hand->worker->batch, &a, n);
    size_t item = column_item(&output->whole);
    if (a.reason) atomic_store_explicit(&output->missing, true, memory_order_relaxed);
    if (!plan->perm) {
        memcpy(output->whole.u8 + hand->first * item, a.u8, n * item);
        if (a.reason) memcpy(output->whole.reason + hand->first, a.reason, n);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        uint32_t row = plan->perm[hand->first + i];
        memcpy(output->whole.u8 + row * item, a.u8 + i * item, item);
        if (a.reason) output->whole.reason[row] = a.reason[i];
    }
}

/* Numbers stand in the order of the step: puts them in the order of the space. */
static void unsort(StepPlan *plan, Arena *arena, Column *whole)
{
    if (!plan->perm) return;
    uint32_t *place = NEW_ARRAY(&plan->machine->step, uint32_t, plan->rows);
    for (uint64_t i = 0; i < plan->rows; i++) place[plan->perm[i]] = (uint32_t)i;
    LaneWork work = lane_work(arena, arena, plan->machine->run->dens);
    lane_gather(&work, whole, whole, place, REASON_NOTHING, plan->rows);
}

static void finish_output(StepPlan *plan, Output *output)
{
    Run *run = plan->machine->run;
    Arena *arena = output->column == NONE ? &plan->machine->step : run->arena;
    if (output->store) {
        store_finish(output->store, &output->whole);
        unsort(plan, arena, &output->whole);
        output->whole.type = output->type;
    } else if (!atomic_load(&output->missing)) {
        arena_big_free(arena, output->whole.reason);
        output->whole.reason = NULL;
    }
    if (output->column != NONE) run->columns[output->column] = output->whole;
}

/* ---- one instruction over a batch ---- */

static void do_instr(Hand *hand, const InstrPlan *instr)
{
    Worker *worker = hand->worker;
    LaneWork *work = &worker->lane;
    Arena *arena = &worker->batch;
    const Instr *in = &instr->in;
    Column *reg = hand->reg, *d = &reg[in->d], none;
    size_t n = hand->count;
    const char *kind = op_info[in->op].kind;
    if (kind[0] == 'A') {
        acc_add(hand, instr);
        return;
    }
    if (kind[0] == '_') d = &none;
    const Column *a = reg + (strchr("nuyxr", kind[1]) ? in->a : 0);
    const Column *b = reg + (strchr("nuyxr", kind[2]) ? in->b : 0);
    uint32_t count;
    switch ((Op)in->op) {
    case OP_COLUMN: do_column(hand, in, d); break;
    case OP_GATHER: do_gather(hand, in, d); break;
    case OP_FIND: find_groups(instr->find, work, d, arguments(hand, in->b, &count), n); break;
    case OP_SELF: do_self(hand, d); break;
    case OP_ADD: lane_add(work, d, a, b, n); break;
    case OP_SUB: lane_sub(work, d, a, b, n); break;
    case OP_MUL: lane_mul(work, d, a, b, n); break;
    case OP_DIV: lane_div(work, d, a, b, n); break;
    case OP_NEG: lane_neg(work, d, a, n); break;
    case OP_ROOT: lane_root(work, d, a, n); break;
    case OP_LEAST: lane_least(work, d, a, b, n); break;
    case OP_GREATEST: lane_greatest(work, d, a, b, n); break;
    case OP_LEAST_KNOWN: lane_least_known(work, d, a, b, n); break;
    case OP_GREATEST_KNOWN: lane_greatest_known(work, d, a, b, n); break;
    case OP_MEDIAN_KNOWN: do_median(hand, in, d); break;
    case OP_ROUND:
        lane_round(work, d, a, &hand->plan->machine->run->program->roundings[in->b], n);
        break;
    case OP_FULL_YEARS: lane_full(work, d, DATE_YEARS, a, b, n); break;
    case OP_FULL_MONTHS: lane_full(work, d, DATE_MONTHS, a, b, n); break;
    case OP_FULL_DAYS: lane_full(work, d, DATE_DAYS, a, b, n); break;
    case OP_YESNO_NUMBER: condition_number(arena, d, a, n); break;
    case OP_LT: lane_compare(work, d, COMPARE_LT, a, b, n); break;
    case OP_LE: lane_compare(work, d, COMPARE_LE, a, b, n); break;
    case OP_GT: lane_compare(work, d, COMPARE_GT, a, b, n); break;
    case OP_GE: lane_compare(work, d, COMPARE_GE, a, b, n); break;
    case OP_EQ: lane_compare(work, d, COMPARE_EQ, a, b, n); break;
    case OP_NE: lane_compare(work, d, COMPARE_NE, a, b, n); break;
    case OP_SAME_CODE: do_same_code(hand, instr, d); break;
    case OP_SAME_YESNO: condition_same(arena, d, a, b, n); break;
    case OP_IN_LIST: batch_test(hand, instr, a, d); break;
    case OP_NOT: condition_not(arena, d, a, n); break;
    case OP_AND: condition_and(arena, d, a, b, n); break;
    case OP_OR: condition_or(arena, d, a, b, n); break;
    case OP_AND_THEN: condition_and_then(arena, d, a, b, n); break;
    case OP_OR_ELSE: condition_or_else(arena, d, a, b, n); break;
    case OP_IS_KNOWN: condition_known(arena, d, a, n); break;
    case OP_IS_REASON: condition_reason(arena, d, a, (uint8_t)in->b, n); break;
    case OP_CHOOSE: do_choose(hand, instr, d); break;
    case OP_INSTEAD: do_instead(hand, instr, d); break;
    case OP_WITHHOLD:
        missing_withhold(arena, d, a, b, (uint8_t)in->c, n);
        settle_rows(arena, d, n);
        break;
    case OP_AFTER:
        missing_after(arena, d, a, b, n);
        settle_rows(arena, d, n);
        break;
    case OP_LOOKUP:
        lookup_values(instr->lookup, &hand->lookup[instr - hand->plan->instr], &worker->keep, work,
                      d, arguments(hand, in->b, &count), n);
        break;
    case OP_INTERPOLATE:
        curve_values(instr->lookup, &hand->lookup[instr - hand->plan->instr], &worker->keep, work,
                     d, arguments(hand, in->b, &count), n);
        break;
    case OP_ALONG:
    case OP_ALONG_HELD:
        along_values(instr->along, &hand->lookup[instr - hand->plan->instr], &worker->keep, work, d,
                     arguments(hand, in->c, &count), n);
        break;
    case OP_STORE:
        if (hand->storing) write_output(hand, &hand->plan->outputs[instr->output]);
        break;
    case OP_CONST:
    case OP_MISSING: /* fixed */
    case OP_GATHER_SUM:
    case OP_GATHER_WEIGHTED:
    case OP_GATHER_COUNT:
    case OP_GATHER_YES:
    case OP_GATHER_LEAST:
    case OP_GATHER_GREATEST:
    case OP_GATHER_ONE:
    case OP_GATHER_DIFFERENT:
    case OP_GATHER_PICK:
    case OP_COUNT: break;
    }
    if (kind[0] == 'n' || kind[0] == 'x') d->type = hand->plan->step->regs[in->d].type;
}

static void do_batch(Hand *hand, uint64_t first, size_t count, size_t skip, bool storing)
{
    StepPlan *plan = hand->plan;
    hand->first = first;
    hand->count = count;
    hand->skip = skip;
    hand->storing = storing;
    hand->batch++;
    arena_reset(&hand->worker->batch);
    for (uint32_t i = 0; i < plan->step->code_count; i++)
        if (!plan->instr[i].fixed) do_instr(hand, &plan->instr[i]);
    for (uint32_t o = 0; o < plan->output_count && storing; o++)
        if (plan->outputs[o].column == NONE) write_output(hand, &plan->outputs[o]);
}

/* ---- morsels ---- */

/* Whether the row at that place has the target of the one before it. */
static bool continues(const StepPlan *plan, uint64_t at)
{
    if (!plan->cut || at == 0 || at >= plan->rows) return false;
    uint32_t target = plan->cut[plan_row(plan, at)];
    return target != NO_ROW && target == plan->cut[plan_row(plan, at - 1)];
}

static void do_morsel(Hand *hand, uint64_t start, uint64_t end)
{
    StepPlan *plan = hand->plan;
    uint64_t own = start, past = end;
    while (own < end && continues(plan, own)) own++;
    while (own < end && continues(plan, past)) past++;
    for (uint64_t first = start; first < end; first += plan->batch) {
        size_t count = end - first < plan->batch ? end - first : plan->batch;
        uint64_t skip = own > first ? own - first : 0;
        do_batch(hand, first, count, skip < count ? skip : count, true);
        spill_ease(plan->machine->run->arena->spill);
    }
    for (uint64_t first = end; first < past; first += plan->batch) {
        size_t count = past - first < plan->batch ? past - first : plan->batch;
        do_batch(hand, first, count, 0, false);
        spill_ease(plan->machine->run->arena->spill);
    }
    for (uint32_t a = 0; a < plan->acc_count; a++)
        if (hand->pick[a]) pick_end(hand->pick[a]);
}

static void open_hand(Hand *hand)
{
    StepPlan *plan = hand->plan;
    Arena *keep = &hand->worker->keep;
    hand->reg = NEW_ARRAY(keep, Column, (size_t)plan->step->reg_count + 1);
    hand->lookup = NEW_ARRAY(keep, LookupHand *, plan->step->code_count);
    hand->stamp = NEW_ARRAY(keep, uint32_t *, plan->acc_count);
    hand->pick = NEW_ARRAY(keep, PickHand *, plan->acc_count);
    hand->shared = NEW_ARRAY(keep, Shared, (size_t)plan->step->reg_count + 1);
    for (uint32_t a = 0; a < plan->acc_count; a++) {
        if (plan->accs[a].different) hand->stamp[a] = NEW_ARRAY(keep, uint32_t, plan->accs[a].ids);
        if (plan->accs[a].pick) hand->pick[a] = pick_hand(plan->accs[a].pick, hand);
    }
    for (uint32_t i = 0; i < plan->step->code_count; i++)
        if (plan->instr[i].fixed) do_fixed(hand, &plan->instr[i]);
}

static void work_rows(Worker *worker, void *arg)
{
    StepPlan *plan = arg;
    Hand hand = { .worker = worker,
                  .number = (unsigned)(worker - plan->machine->workers),
                  .plan = plan };
    open_hand(&hand);
    while (!atomic_load_explicit(&plan->machine->stop, memory_order_relaxed)) {
        uint64_t start = atomic_fetch_add(&plan->next, plan->morsel);
        if (start >= plan->rows) break;
        uint64_t end = plan->rows - start < plan->morsel ? plan->rows : start + plan->morsel;
        do_morsel(&hand, start, end);
    }
}

void step_rows(Machine *machine, const Step *step)
{
    StepPlan *plan = plan_open(machine, step);
    machine_parallel(machine, work_rows, plan);
    for (uint32_t o = 0; o < plan->output_count; o++) finish_output(plan, &plan->outputs[o]);
    if (plan->acc_count) acc_finish(plan);
}
