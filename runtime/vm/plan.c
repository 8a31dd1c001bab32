/* plan.c -- what a row step settles before its first row: dictionaries of registers, answers per
 * dictionary entry, the order of rows, where workers may be cut off, and room for what is written.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/step.h"
#include "vm/keys.h"

static const Dict no_texts = { 0, NULL };

const Dict *plan_dict(const StepPlan *plan, uint32_t reg)
{
    return plan->dict[reg] ? plan->dict[reg] : &no_texts;
}

static bool is_code(const StepPlan *plan, uint32_t reg)
{
    return plan->step->regs[reg].type == TYPE_CODE;
}

static void set_dict(StepPlan *plan, uint32_t reg, const Dict *dict, uint8_t width)
{
    plan->dict[reg] = dict ? dict : &no_texts;
    plan->width[reg] = width ? width : 1;
}

/* ---- answers per entry ---- */

static int by_number(uint32_t a, uint32_t b, void *with)
{
    (void)with;
    return (a > b) - (a < b);
}

/* 1 for every entry of the dictionary whose text is one of the list. */
static const uint8_t *entries_in(StepPlan *plan, const Dict *dict, const uint32_t *texts,
                                 uint32_t count)
{
    Machine *machine = plan->machine;
    Arena *arena = &machine->step;
    uint8_t *lut = NEW_ARRAY(arena, uint8_t, dict->count + 1);
    uint32_t *atom = NEW_ARRAY(arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) atom[i] = machine_text(machine, texts[i]);
    sort_u32(atom, count, NEW_ARRAY(arena, uint32_t, count), by_number, NULL);
    for (uint32_t e = 0; e < dict->count; e++) {
        uint32_t low = 0, high = count;
        while (low < high) {
            uint32_t middle = low + (high - low) / 2;
            if (atom[middle] < dict->atom[e])
                low = middle + 1;
            else
                high = middle;
        }
        lut[e] = low < count && atom[low] == dict->atom[e];
    }
    return lut;
}

/* A comparison with a dictionary of one text (a constant) is asked once per entry of the other. */
static void plan_same(StepPlan *plan, InstrPlan *instr)
{
    const Dict *a = plan_dict(plan, instr->in.a), *b = plan_dict(plan, instr->in.b);
    if (a == b || (a->count != 1 && b->count != 1)) return;
    instr->lut_of_b = b->count != 1;
    const Dict *one = instr->lut_of_b ? a : b, *many = instr->lut_of_b ? b : a;
    uint8_t *lut = NEW_ARRAY(&plan->machine->step, uint8_t, many->count + 1);
    for (uint32_t e = 0; e < many->count; e++) lut[e] = many->atom[e] == one->atom[0];
    instr->lut = lut;
}

/* The register whose codes an instruction tests entry by entry; NONE where it is no such test. */
static uint32_t tested(const InstrPlan *instr)
{
    if (!instr->lut) return NONE;
    return instr->lut_of_b ? instr->in.b : instr->in.a;
}

enum { TESTS_AT_ONCE = 8 };

/* Several tests of one register are one look-up a row: of a byte that has a bit for each. */
static void plan_tests(StepPlan *plan)
{
    InstrPlan *end = plan->instr + plan->step->code_count;
    for (InstrPlan *first = plan->instr; first < end; first++) {
        uint32_t reg = tested(first), count = 0;
        if (reg == NONE || first->luts || plan->width[reg] != 1) continue;
        InstrPlan *same[TESTS_AT_ONCE];
        for (InstrPlan *i = first; i < end && count < TESTS_AT_ONCE; i++)
            if (tested(i) == reg) same[count++] = i;
        if (count < 2) continue;
        uint32_t entries = plan_dict(plan, reg)->count + 1;
        uint8_t *luts = NEW_ARRAY(&plan->machine->step, uint8_t, entries);
        for (uint32_t t = 0; t < count; t++) {
            for (uint32_t e = 0; e < entries; e++) luts[e] |= (uint8_t)(same[t]->lut[e] << t);
            same[t]->luts = luts;
            same[t]->lut_bit = (uint8_t)t;
        }
    }
}

/* ---- choosing between codes: one dictionary for both ---- */

/* For each entry of `from`, the entry of `to` with its text. */
static const uint32_t *map_to(Arena *arena, const KeySet *to, const Dict *from)
{
    return keys_of_dict(to, arena, from);
}

static void join_dicts(StepPlan *plan, InstrPlan *instr, uint32_t a, uint32_t b)
{
    Machine *machine = plan->machine;
    const Dict *x = plan_dict(plan, a), *y = plan_dict(plan, b);
    uint32_t d = instr->in.d;
    bool same = x == y && plan->width[a] == plan->width[b];
    if (same) {
        set_dict(plan, d, x, plan->width[a]);
        return;
    }
    uint32_t count = x->count + y->count;
    uint32_t *atom = NEW_ARRAY(&machine->step, uint32_t, count);
    uint32_t *id = NEW_ARRAY(&machine->step, uint32_t, count);
    for (uint32_t e = 0; e < x->count; e++) atom[e] = x->atom[e];
    for (uint32_t e = 0; e < y->count; e++) atom[x->count + e] = y->atom[e];
    KeySet both;
    Arena *arena = machine->run->arena; /* a stored column may keep the dictionary */
    keys_of_atoms(&both, arena, &machine->step, machine->run->atoms, atom, id, count);
    Dict *dict = NEW(arena, Dict);
    *dict = (Dict){ both.count, both.atom };
    set_dict(plan, d, dict, code_width(dict->count));
    instr->map_a = map_to(&machine->step, &both, x);
    instr->map_b = map_to(&machine->step, &both, y);
}

/* ---- one instruction ---- */

static Dict *constant_dict(StepPlan *plan, uint32_t constant)
{
    Machine *machine = plan->machine;
    Dict *dict = NEW(machine->run->arena, Dict);
    dict->count = 1;
    dict->atom = NEW(machine->run->arena, uint32_t);
    dict->atom[0] = machine_text(machine, machine->run->program->constants[constant].code);
    return dict;
}

/* The dictionaries of an argument list's registers; NULL for those that are no codes. */
static const Dict *const *dicts_of(const StepPlan *plan, uint32_t list)
{
    uint32_t count;
    const uint32_t *arg = plan_args(plan, list, &count);
    const Dict **dict = NEW_ARRAY(&plan->machine->step, const Dict *, count);
    for (uint32_t i = 0; i < count; i++)
        if (is_code(plan, arg[i])) dict[i] = plan_dict(plan, arg[i]);
    return dict;
}

uint32_t plan_output(StepPlan *plan, uint32_t reg, uint32_t column)
{
    Output *output = &plan->outputs[plan->output_count];
    output->reg = reg;
    output->column = column;
    output->type = column == NONE ? plan->step->regs[reg].type
                                  : plan->machine->run->program->columns[column].type;
    return plan->output_count++;
}

static void plan_dict_of(StepPlan *plan, InstrPlan *instr)
{
    Run *run = plan->machine->run;
    const Instr *in = &instr->in;
    uint8_t width = 0;
    switch (in->op) {
    case OP_CONST: set_dict(plan, in->d, constant_dict(plan, in->a), 1); break;
    case OP_COLUMN:
    case OP_GATHER:
        set_dict(plan, in->d, run->columns[in->a].dict, run->columns[in->a].width);
        break;
    case OP_CHOOSE: join_dicts(plan, instr, in->b, in->c); break;
    case OP_INSTEAD: join_dicts(plan, instr, in->a, in->b); break;
    case OP_WITHHOLD: set_dict(plan, in->d, plan->dict[in->a], plan->width[in->a]); break;
    case OP_AFTER: set_dict(plan, in->d, plan->dict[in->b], plan->width[in->b]); break;
    case OP_LOOKUP: {
        const Dict *dict = lookup_dict(instr->lookup, &width);
        set_dict(plan, in->d, dict, width);
        break;
    }
    default: set_dict(plan, in->d, &no_texts, 1); break; /* MISSING */
    }
}

static void plan_instr(StepPlan *plan, InstrPlan *instr)
{
    Machine *machine = plan->machine;
    const Program *p = machine->run->program;
    const Instr *in = &instr->in;
    switch (in->op) {
    case OP_CONST:
    case OP_MISSING: instr->fixed = true; break;
    case OP_GATHER: instr->fixed = in->b == NONE; break;
    case OP_COLUMN: plan->source[in->d] = in->a; break;
    case OP_IN_LIST:
        instr->lut =
            entries_in(plan, plan_dict(plan, in->a), p->lists[in->b].code, p->lists[in->b].count);
        break;
    case OP_SAME_CODE: plan_same(plan, instr); break;
    case OP_FIND: instr->find = find_plan(machine, in->a, dicts_of(plan, in->b)); break;
    case OP_LOOKUP:
    case OP_INTERPOLATE: instr->lookup = lookup_plan(machine, in->a, dicts_of(plan, in->b)); break;
    case OP_ALONG:
    case OP_ALONG_HELD: instr->along = along_plan(machine, in, dicts_of(plan, in->c)); break;
    case OP_STORE: instr->output = plan_output(plan, in->b, in->a); break;
    default: break;
    }
    const char letter = op_info[in->op].kind[0];
    if (letter == 'A') {
        instr->acc = plan->acc_count++;
        plan->accs[instr->acc].in = *in;
        plan->accs[instr->acc].acc = &p->accs[in->d];
    } else if (letter != '_' && is_code(plan, in->d)) {
        plan_dict_of(plan, instr);
    }
}

/* ---- the order of rows, and cuts ---- */

enum { MANY_TARGETS = 4096 }; /* below this, a set of its own per worker costs nothing */

/* Workers are cut off at targets of the order's column, or of the first plain link column whose
 * rows come in order and whose targets are too many for each worker to have its own. */
static void plan_cuts(StepPlan *plan)
{
    Machine *machine = plan->machine;
    Run *run = machine->run;
    plan->cut_column = plan->step->order;
    if (plan->cut_column != NONE && !machine_is_ordered(machine, plan->cut_column)) {
        const Column flat =
            column_flat(&machine->step, &run->columns[plan->cut_column], plan->rows);
        uint32_t target = run->program->columns[plan->cut_column].target;
        plan->perm =
            machine_sort_rows(&machine->step, flat.u32, plan->rows, run->space_rows[target]);
    }
    for (uint32_t i = 0; i < plan->acc_count && plan->cut_column == NONE; i++) {
        uint32_t row = plan->accs[i].in.b;
        uint32_t link = row == NONE ? NONE : plan->source[row];
        if (link == NONE || run->space_rows[plan->accs[i].acc->target] < MANY_TARGETS) continue;
        if (machine_is_ordered(machine, link)) plan->cut_column = link;
    }
    if (plan->cut_column == NONE) return;
    plan->cut = column_flat(&machine->step, &run->columns[plan->cut_column], plan->rows).u32;
}

enum { LEAST_SHARE = 64 }; /* rows below which a batch costs more to begin than to do */

/* Rows an instruction works on: the usual, or fewer where all workers would not have a share. */
static size_t batch_rows(const Machine *machine, uint64_t rows)
{
    uint64_t share = rows / ((uint64_t)machine->worker_count * 8) + 1;
    uint32_t usual = machine->options.batch;
    if (usual <= LEAST_SHARE || share >= usual) return usual;
    return share > LEAST_SHARE ? share : LEAST_SHARE;
}

/* Rows a worker takes at once: few enough that all workers have their share. */
static uint64_t morsel_rows(const StepPlan *plan)
{
    const RunOptions *options = &plan->machine->options;
    uint64_t most = (uint64_t)options->morsel * plan->batch;
    uint64_t share = plan->rows / ((uint64_t)plan->machine->worker_count * 8) + 1;
    uint64_t batches = share / plan->batch + 1;
    return batches * plan->batch < most ? batches * plan->batch : most;
}

/* ---- room for what is written ---- */

static void open_output(StepPlan *plan, Output *output)
{
    Run *run = plan->machine->run;
    Arena *arena = output->column == NONE ? &plan->machine->step : run->arena;
    Column *whole = &output->whole;
    *whole = (Column){ .type = output->type, .count = plan->rows, .den = 1 };
    switch (output->type) {
    case TYPE_CODE:
        whole->dict = plan_dict(plan, output->reg);
        whole->width = plan->width[output->reg];
        break;
    case TYPE_YESNO:
    case TYPE_ROW: break;
    case TYPE_NONE:
    case TYPE_NUMBER:
    case TYPE_DATE:
    case TYPE_YEAR:
    case TYPE_BAND:
        output->store = store_open(arena, run->dens, output->type, plan->rows, plan->batch);
        return;
    }
    whole->data = arena_array(arena, plan->rows, column_item(whole), 16);
    whole->reason = arena_big(arena, plan->rows);
}

StepPlan *plan_open(Machine *machine, const Step *step)
{
    Arena *arena = &machine->step;
    StepPlan *plan = NEW(arena, StepPlan);
    plan->machine = machine;
    plan->step = step;
    plan->rows = machine->run->space_rows[step->space];
    plan->batch = batch_rows(machine, plan->rows);
    plan->dict = NEW_ARRAY(arena, const Dict *, step->reg_count);
    plan->width = NEW_ARRAY(arena, uint8_t, step->reg_count);
    plan->source = NEW_ARRAY(arena, uint32_t, step->reg_count);
    for (uint32_t r = 0; r < step->reg_count; r++) plan->source[r] = NONE;
    plan->instr = NEW_ARRAY(arena, InstrPlan, step->code_count);
    /* A store writes one output, an accumulator looks at two at most. */
    plan->outputs = NEW_ARRAY(arena, Output, (size_t)step->code_count * 2);
    plan->accs = NEW_ARRAY(arena, AccPlan, step->code_count);
    for (uint32_t i = 0; i < step->code_count; i++) {
        plan->instr[i].in = machine->run->program->code[step->code + i];
        plan_instr(plan, &plan->instr[i]);
    }
    plan_tests(plan);
    plan_cuts(plan);
    plan->morsel = morsel_rows(plan);
    for (uint32_t i = 0; i < plan->acc_count; i++) acc_open(plan, &plan->accs[i]);
    for (uint32_t i = 0; i < plan->output_count; i++) open_output(plan, &plan->outputs[i]);
    return plan;
}
