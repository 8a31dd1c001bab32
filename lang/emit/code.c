/* code.c -- the steps of a program from the items of its plan.
 * SPDX-License-Identifier: Apache-2.0 */
#include "emit/emit.h"
#include "check/expr.h"
#include "limit.h"
#include <stdlib.h>

static uint32_t new_reg(Emit *emit, Type type, uint32_t target)
{
    if (emit->reg_count >= LIMIT_REGISTERS) emit->too_large = true;
    GROW(emit->arena, emit->regs, emit->reg_count, emit->reg_cap);
    emit->regs[emit->reg_count] = (RegInfo){ type, target };
    return (uint32_t)emit->reg_count++;
}

static void add_code(Emit *emit, Op op, uint32_t d, uint32_t a, uint32_t b, uint32_t c, Span span)
{
    Program *program = emit->program;
    if (program->code_count >= LIMIT_INSTRUCTIONS) emit->too_large = true;
    size_t count = program->code_count;
    GROW(emit->arena, program->code, count, emit->code_cap);
    GROW(emit->arena, program->spans, count, emit->span_cap);
    program->code[count] = (Instr){ (uint16_t)op, d, a, b, c };
    program->spans[count] = span;
    program->code_count++;
}

/* An argument list: its length, then the registers. */
static uint32_t add_args(Emit *emit, const uint32_t *args, uint32_t count)
{
    Program *program = emit->program;
    uint32_t start = program->arg_count;
    for (uint32_t i = 0; i <= count; i++) {
        size_t n = program->arg_count;
        GROW(emit->arena, program->args, n, emit->arg_cap);
        program->args[n] = i == 0 ? count : args[i - 1];
        program->arg_count++;
    }
    return start;
}

static uint32_t constant_hash(const Emit *emit, const Constant *c)
{
    uint64_t seed = (uintptr_t)emit->constant_slot; /* another in each run; no order goes by it */
    uint64_t of = c->type == TYPE_CODE    ? c->code
                  : c->type == TYPE_YESNO ? c->yes
                                          : exact_hash(c->number, seed);
    of = (of ^ seed ^ (uint64_t)c->type << 56) * 0x9E3779B97F4A7C15u;
    return (uint32_t)(of >> 32);
}

static bool same_constant(Emit *emit, const Constant *a, const Constant *b)
{
    if (a->type != b->type) return false;
    return a->type == TYPE_CODE    ? a->code == b->code
           : a->type == TYPE_YESNO ? a->yes == b->yes
                                   : exact_compare(emit->arena, a->number, b->number) == 0;
}

/* The slot of a constant that is there, or where it would be put. */
static uint32_t constant_place(Emit *emit, const Constant *c)
{
    uint32_t i = constant_hash(emit, c) & emit->constant_mask, at;
    while ((at = emit->constant_slot[i]) != 0 &&
           !same_constant(emit, &emit->program->constants[at - 1], c))
        i = (i + 1) & emit->constant_mask;
    return i;
}

static void more_constant_slots(Emit *emit)
{
    const Program *program = emit->program;
    size_t slots = emit->constant_slot ? ((size_t)emit->constant_mask + 1) * 2 : 64;
    emit->constant_slot = NEW_ARRAY(emit->arena, uint32_t, slots);
    emit->constant_mask = (uint32_t)(slots - 1);
    for (uint32_t n = 0; n < program->constant_count; n++)
        emit->constant_slot[constant_place(emit, &program->constants[n])] = n + 1;
}

static uint32_t constant_of(Emit *emit, const Expr *e)
{
    Program *program = emit->program;
    Constant c = { .type = e->type, .number = e->number, .code = e->index, .yes = e->yes };
    size_t count = program->constant_count;
    if (count * 2 >= emit->constant_mask) more_constant_slots(emit);
    uint32_t i = constant_place(emit, &c);
    if (emit->constant_slot[i]) return emit->constant_slot[i] - 1;
    GROW(emit->arena, program->constants, count, emit->constant_cap);
    program->constants[count] = c;
    emit->constant_slot[i] = ++program->constant_count;
    return (uint32_t)count;
}

static uint32_t gen(Emit *emit, const Expr *e, uint32_t time);

static Op plain_op(const Expr *e)
{
    switch ((int)e->kind) {
    case EXPR_ADD: return OP_ADD;
    case EXPR_SUB: return OP_SUB;
    case EXPR_MUL: return OP_MUL;
    case EXPR_DIV: return OP_DIV;
    case EXPR_NEG: return OP_NEG;
    case EXPR_ROOT: return OP_ROOT;
    case EXPR_LEAST: return OP_LEAST;
    case EXPR_GREATEST: return OP_GREATEST;
    case EXPR_LEAST_KNOWN: return OP_LEAST_KNOWN;
    case EXPR_GREATEST_KNOWN: return OP_GREATEST_KNOWN;
    case EXPR_FULL_YEARS: return OP_FULL_YEARS;
    case EXPR_FULL_MONTHS: return OP_FULL_MONTHS;
    case EXPR_FULL_DAYS: return OP_FULL_DAYS;
    case EXPR_YESNO_NUMBER: return OP_YESNO_NUMBER;
    case EXPR_LT: return OP_LT;
    case EXPR_LE: return OP_LE;
    case EXPR_GT: return OP_GT;
    case EXPR_GE: return OP_GE;
    case EXPR_EQ: return OP_EQ;
    case EXPR_NE: return OP_NE;
    case EXPR_SAME_CODE: return OP_SAME_CODE;
    case EXPR_SAME_YESNO: return OP_SAME_YESNO;
    case EXPR_NOT: return OP_NOT;
    case EXPR_AND: return e->guarded ? OP_AND_THEN : OP_AND;
    case EXPR_OR: return e->guarded ? OP_OR_ELSE : OP_OR;
    case EXPR_IS_KNOWN: return OP_IS_KNOWN;
    case EXPR_CHOOSE: return OP_CHOOSE;
    case EXPR_INSTEAD: return OP_INSTEAD;
    case EXPR_AFTER: return OP_AFTER;
    default: return OP_COUNT;
    }
}

static uint32_t gen_list(Emit *emit, const Expr **arg, uint32_t count, uint32_t time)
{
    uint32_t *regs = NEW_ARRAY(emit->arena, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++) regs[i] = gen(emit, arg[i], time);
    return add_args(emit, regs, count);
}

static uint32_t gen_args(Emit *emit, const Expr *e, uint32_t time)
{
    return gen_list(emit, e->arg, e->arg_count, time);
}

static uint32_t gen_plain(Emit *emit, const Expr *e, uint32_t time)
{
    uint32_t arg[3] = { 0, 0, 0 };
    for (uint32_t i = 0; i < e->arg_count && i < 3; i++) arg[i] = gen(emit, e->arg[i], time);
    uint32_t d = new_reg(emit, e->type, NONE);
    add_code(emit, plain_op(e), d, arg[0], arg[1], arg[2], e->span);
    return d;
}

static uint32_t gen_special(Emit *emit, const Expr *e, uint32_t time)
{
    uint32_t a = 0, b = 0, c = 0;
    Op op;
    switch ((int)e->kind) {
    case EXPR_CONST:
        op = OP_CONST;
        a = constant_of(emit, e);
        break;
    case EXPR_MISSING:
        op = OP_MISSING;
        a = e->reason;
        break;
    case EXPR_LEVEL: op = OP_SELF; break;
    case EXPR_READ:
        op = OP_GATHER;
        a = emit_column(emit, e->arg[0]);
        b = e->arg_count == 2 ? gen(emit, e->arg[1], time) : NONE;
        break;
    case EXPR_FIND:
        op = OP_FIND;
        a = e->group->place.space;
        b = gen_args(emit, e, time);
        break;
    case EXPR_MEDIAN_KNOWN:
        op = OP_MEDIAN_KNOWN;
        a = gen_args(emit, e, time);
        break;
    case EXPR_ROUND:
        op = OP_ROUND;
        a = gen(emit, e->arg[0], time);
        b = e->index;
        break;
    case EXPR_IN_LIST:
        op = OP_IN_LIST;
        a = gen(emit, e->arg[0], time);
        b = e->list;
        break;
    case EXPR_IS_REASON:
        op = OP_IS_REASON;
        a = gen(emit, e->arg[0], time);
        b = e->reason;
        break;
    case EXPR_WITHHOLD:
        op = OP_WITHHOLD;
        a = gen(emit, e->arg[0], time);
        b = gen(emit, e->arg[1], time);
        c = e->reason;
        break;
    case EXPR_LOOKUP:
        op = emit->model->tables[e->table].slope ? OP_INTERPOLATE : OP_LOOKUP;
        a = e->table;
        b = gen_args(emit, e, time);
        break;
    case EXPR_ALONG:
        op = e->yes ? OP_ALONG_HELD : OP_ALONG;
        a = emit_column(emit, e->arg[0]);
        b = emit_column(emit, e->arg[1]);
        c = gen_list(emit, e->arg + 2, e->arg_count - 2, time);
        break;
    default: return gen_plain(emit, e, time);
    }
    uint32_t target = e->type == TYPE_ROW ? emit_target(emit, e) : NONE;
    uint32_t d = new_reg(emit, emit_type(e), target);
    add_code(emit, op, d, a, b, c, e->span);
    return d;
}

/* Kinds that are columns and nothing else. */
static bool is_column(const Expr *e)
{
    switch ((int)e->kind) {
    case EXPR_FIELD:
    case EXPR_LINK:
    case EXPR_KEY:
    case EXPR_MEMBER:
    case EXPR_EARLIER:
    case EXPR_GATHER:
    case EXPR_PICKED:
    case EXPR_POOL:
    case EXPR_RANK: return true;
    case EXPR_LEVEL: return e->group != NULL;
    default: return false;
    }
}

/* The register that holds e in the pass of `time`; written on first asking. */
static uint32_t gen(Emit *emit, const Expr *e, uint32_t time)
{
    e = expr_bare(e);
    uint32_t step = emit->program->step_count + 1;
    if (note_of(emit, e)->step == step) return note_of(emit, e)->reg - 1;
    uint32_t column = note_of(emit, e)->column, d;
    bool stored = column && (is_column(e) || emit_time(emit, e) < time);
    if (stored && e->kind != EXPR_CONST && e->kind != EXPR_MISSING) {
        d = new_reg(emit, e->type, e->type == TYPE_ROW ? emit_target(emit, e) : NONE);
        add_code(emit, OP_COLUMN, d, column - 1, 0, 0, e->span);
    } else {
        d = gen_special(emit, e, time);
    }
    Note *note = note_of(emit, e);
    note->step = step;
    note->reg = d + 1;
    return d;
}

static uint32_t gen_or_none(Emit *emit, const Expr *e, uint32_t time)
{
    return e ? gen(emit, e, time) : NONE;
}

static Op gather_op(GatherKind kind)
{
    switch ((int)kind) {
    case GATHER_KIND_WEIGHTED_SUM:
    case GATHER_KIND_WEIGHTED_MEAN: return OP_GATHER_WEIGHTED;
    case GATHER_KIND_COUNT: return OP_GATHER_COUNT;
    case GATHER_KIND_SHARE:
    case GATHER_KIND_SOME:
    case GATHER_KIND_EVERY: return OP_GATHER_YES;
    case GATHER_KIND_LEAST: return OP_GATHER_LEAST;
    case GATHER_KIND_GREATEST: return OP_GATHER_GREATEST;
    case GATHER_KIND_ONE: return OP_GATHER_ONE;
    case GATHER_KIND_DIFFERENT: return OP_GATHER_DIFFERENT;
    default: return OP_GATHER_SUM;
    }
}

static void gen_gather(Emit *emit, const Item *item)
{
    const Gather *g = item->expr->gather;
    Op op = gather_op(g->kind);
    uint32_t value = gen_or_none(emit, g->value, item->time);
    uint32_t mask = gen_or_none(emit, g->mask, item->time);
    uint32_t row = gen_or_none(emit, g->row, item->time);
    uint32_t c = mask;
    if (op == OP_GATHER_WEIGHTED) {
        uint32_t args[] = { gen(emit, g->weight, item->time), mask };
        c = add_args(emit, args, 2);
    }
    add_code(emit, op, item->acc, value, row, c, item->expr->span);
}

static void gen_pick(Emit *emit, const Item *item)
{
    const Pick *pick = item->pick;
    uint32_t *args = NEW_ARRAY(emit->arena, uint32_t, pick->slot_count + 1);
    uint32_t points = gen(emit, pick->points, item->time);
    uint32_t row = gen(emit, pick->row, item->time);
    args[0] = gen_or_none(emit, pick->size, item->time);
    for (size_t i = 0; i < pick->slot_count; i++)
        args[i + 1] = gen_or_none(emit, pick->slots[i].mask, item->time);
    uint32_t list = add_args(emit, args, (uint32_t)pick->slot_count + 1);
    add_code(emit, OP_GATHER_PICK, item->acc, points, row, list, pick->node->span);
}

static void gen_store(Emit *emit, const Item *item)
{
    uint32_t reg = gen(emit, item->expr, item->time);
    add_code(emit, OP_STORE, 0, item->column, reg, 0, item->expr->span);
}

static Step *add_step(Emit *emit, Step step)
{
    Program *program = emit->program;
    size_t count = program->step_count;
    GROW(emit->arena, program->steps, count, emit->step_cap);
    program->steps[count] = step;
    return &program->steps[count];
}

/* All row items of one time, place and order as one step. */
static void rows_step(Emit *emit, const Item *const *items, size_t count)
{
    Step *step = add_step(emit, (Step){ .kind = STEP_ROWS,
                                        .space = items[0]->place->space,
                                        .order = NONE,
                                        .mask = NONE,
                                        .level = NONE,
                                        .k = NONE,
                                        .code = emit->program->code_count });
    emit->regs = NULL;
    emit->reg_count = emit->reg_cap = 0;
    for (size_t i = 0; i < count; i++) {
        if (items[i]->order != NONE) step->order = items[i]->order;
        switch (items[i]->kind) {
        case ITEM_STORE: gen_store(emit, items[i]); break;
        case ITEM_GATHER: gen_gather(emit, items[i]); break;
        case ITEM_PICK: gen_pick(emit, items[i]); break;
        case ITEM_GROUP:
        case ITEM_ORDER:
        case ITEM_POOL:
        case ITEM_RANK: break;
        }
    }
    step->code_count = emit->program->code_count - step->code;
    step->span = step->code_count ? emit->program->spans[step->code] : (Span){ 0 };
    step->regs = emit->regs;
    step->reg_count = (uint32_t)emit->reg_count;
    emit->program->step_count++;
}

static uint32_t column_or_none(Emit *emit, const Expr *e)
{
    return e ? emit_column(emit, e) : NONE;
}

static void group_step(Emit *emit, const Item *item)
{
    Group *group = item->group;
    bool ok;
    const Expr *level =
        expr_row_to(emit->model, &group->of->place, group->level, group->node->span, &ok);
    uint32_t *keys = NEW_ARRAY(emit->arena, uint32_t, group->key_count + 1);
    for (uint32_t k = 0; k < group->key_count; k++) keys[k] = emit_column(emit, group->keys[k]);
    add_step(emit, (Step){ .kind = STEP_GROUP,
                           .space = group->of->place.space,
                           .span = group->node->span,
                           .order = NONE,
                           .group = group->place.space,
                           .group_column = item->column,
                           .key_count = (uint32_t)group->key_count,
                           .keys = keys,
                           .mask = column_or_none(emit, group->mask),
                           .level = column_or_none(emit, level),
                           .k = NONE });
    emit->program->step_count++;
}

static void ordered_step(Emit *emit, const Item *item)
{
    const Gather *g = item->expr->gather;
    uint32_t *keys = NEW_ARRAY(emit->arena, uint32_t, g->key_count + 1);
    RankKey *thens = NEW_ARRAY(emit->arena, RankKey, g->then_count + 1);
    for (uint32_t k = 0; k < g->key_count; k++) keys[k] = emit_column(emit, g->keys[k]);
    for (uint32_t k = 0; k < g->then_count; k++)
        thens[k] = (RankKey){ emit_column(emit, g->thens[k]), g->then_lowest[k] };
    add_step(emit, (Step){ .kind = item->kind == ITEM_ORDER ? STEP_ORDER : STEP_RANK,
                           .space = item->place->space,
                           .span = item->expr->span,
                           .order = NONE,
                           .mask = column_or_none(emit, g->mask),
                           .level = column_or_none(emit, g->row),
                           .target = item->expr->place->space,
                           .value = emit_column(emit, g->value),
                           .out = item->column,
                           .order_kind = g->kind == GATHER_KIND_KTH_LOWEST    ? ORDER_KTH_LOWEST
                                         : g->kind == GATHER_KIND_KTH_HIGHEST ? ORDER_KTH_HIGHEST
                                                                              : ORDER_QUANTILE,
                           .k = column_or_none(emit, g->k),
                           .part = g->part,
                           .method = g->method,
                           .lowest_first = g->lowest_first,
                           .key_count = g->key_count,
                           .keys = keys,
                           .then_count = g->then_count,
                           .thens = thens,
                           .ties = g->ties });
    emit->program->step_count++;
}

static void pool_step(Emit *emit, const Item *item)
{
    const Expr *e = item->expr;
    add_step(emit, (Step){ .kind = STEP_POOL,
                           .space = item->place->space,
                           .span = e->span,
                           .order = NONE,
                           .mask = NONE,
                           .level = NONE,
                           .value = emit_column(emit, e->arg[0]),
                           .k = emit_column(emit, e->arg[1]),
                           .out = item->column,
                           .lowest_first = e->yes });
    emit->program->step_count++;
}

static bool is_row_item(const Item *item)
{
    return item->kind == ITEM_STORE || item->kind == ITEM_GATHER || item->kind == ITEM_PICK;
}

static int by_pass(const void *left, const void *right)
{
    const Item *a = *(const Item *const *)left, *b = *(const Item *const *)right;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    bool ra = is_row_item(a), rb = is_row_item(b);
    if (ra != rb) return ra ? -1 : 1;
    if (a->place->space != b->place->space) return a->place->space < b->place->space ? -1 : 1;
    /* the first ordered items take those without an order along: NONE is the greatest number */
    if (a->order != b->order) return a->order < b->order ? -1 : 1;
    return a->made < b->made ? -1 : a->made > b->made;
}

/* Whether b can run in the step that a began. */
static bool same_step(const Item *a, const Item *b)
{
    return is_row_item(a) && is_row_item(b) && a->time == b->time && a->place == b->place &&
           (a->order == b->order || b->order == NONE);
}

void emit_steps(Emit *emit)
{
    size_t count = emit->item_count;
    const Item **sorted = NEW_ARRAY(emit->arena, const Item *, count + 1);
    const Item **step = NEW_ARRAY(emit->arena, const Item *, count + 1);
    bool *taken = NEW_ARRAY(emit->arena, bool, count + 1);
    for (size_t i = 0; i < count; i++) sorted[i] = &emit->items[i];
    if (count) qsort(sorted, count, sizeof *sorted, by_pass);
    for (size_t i = 0; i < count; i++) {
        if (taken[i]) continue;
        if (sorted[i]->kind == ITEM_GROUP) group_step(emit, sorted[i]);
        if (sorted[i]->kind == ITEM_POOL) pool_step(emit, sorted[i]);
        if (sorted[i]->kind == ITEM_ORDER || sorted[i]->kind == ITEM_RANK)
            ordered_step(emit, sorted[i]);
        if (!is_row_item(sorted[i])) continue;
        size_t n = 0;
        for (size_t k = i; k < count; k++)
            if (!taken[k] && same_step(sorted[i], sorted[k])) {
                step[n++] = sorted[k];
                taken[k] = true;
            }
        rows_step(emit, step, n);
    }
}
