/* verify_step.c -- the verifier's rules for steps: one walk in the order of the run, so that what
 * is read was written before, and every column once. SPDX-License-Identifier: Apache-2.0 */
#include "vm/verify.h"
#include "limit.h"

static const ColumnInfo *column_of(const Verifier *v, uint32_t column)
{
    return &v->program->columns[column];
}

/* A ready TYPE_ROW column of the step's space, at rows of `target` (NONE: of any space). */
static bool is_link(const Verifier *v, uint32_t column, uint32_t space, uint32_t target)
{
    if (column >= v->program->column_count || !v->ready[column]) return false;
    const ColumnInfo *info = column_of(v, column);
    return info->type == TYPE_ROW && info->space == space &&
           (target == NONE || info->target == target);
}

static bool is_mask(const Verifier *v, uint32_t column, uint32_t space)
{
    if (column == NONE) return true;
    if (column >= v->program->column_count || !v->ready[column]) return false;
    return column_of(v, column)->type == TYPE_YESNO && column_of(v, column)->space == space;
}

static bool check_rows(Verifier *v, const Step *step)
{
    const Program *p = v->program;
    DEMAND(step->order == NONE || is_link(v, step->order, step->space, NONE), 14, "step", v->step);
    DEMAND(step->reg_count == 0 || step->regs, 1, "step", v->step);
    memset(v->reg_written, 0, step->reg_count * sizeof(bool));
    v->regs_written = 0;
    for (uint32_t i = 0; i < step->code_count; i++) {
        v->pc = step->code + i;
        v->span = p->spans[v->pc];
        DEMAND(v->span.start <= v->span.end, 15, "instruction", v->pc);
        if (!verify_instruction(v, &p->code[v->pc])) return false;
    }
    v->span = step->span;
    DEMAND(v->regs_written == step->reg_count, 9, "step", v->step);
    return true;
}

static bool check_group(Verifier *v, const Step *step)
{
    const Program *p = v->program;
    uint32_t g = step->group;
    DEMAND(g < p->space_count && p->spaces[g].kind == SPACE_GROUP && !v->made[g], 14, "step",
           v->step);
    const Space *group = &p->spaces[g];
    DEMAND(group->of == step->space && step->key_count == group->key_count && step->keys, 14,
           "step", v->step);
    DEMAND(step->group_column < p->column_count, 14, "step", v->step);
    const ColumnInfo *out = column_of(v, step->group_column);
    DEMAND(out->origin == COLUMN_GROUP && out->space == step->space && out->target == g, 14, "step",
           v->step);
    DEMAND(is_mask(v, step->mask, step->space), 14, "step", v->step);
    if (group->level)
        DEMAND(is_link(v, step->level, step->space, group->level), 14, "step", v->step);
    else
        DEMAND(step->level == NONE, 14, "step", v->step);
    for (uint32_t k = 0; k < step->key_count; k++) {
        uint32_t from = step->keys[k], to = group->key_column[k];
        DEMAND(from < p->column_count && v->ready[from] && column_of(v, from)->space == step->space,
               14, "step", v->step);
        DEMAND(column_of(v, from)->type == column_of(v, to)->type &&
                   column_of(v, from)->target == column_of(v, to)->target,
               8, "column", to);
        DEMAND(!v->written[to], 11, "column", to);
        v->written[to] = true;
        v->personal[to] = v->personal[from];
    }
    /* A group is made once, and these two columns are of no other. */
    v->written[step->group_column] = true;
    if (group->level) v->written[group->level_column] = true;
    v->made[g] = true;
    return true;
}

/* 0 <= part <= 1, with so few digits that a position among rows fits 128 bits. */
static bool is_part(const Exact *part)
{
    int64_t num, den;
    if (!part || part->root || !exact_to_ratio(part, &num, &den)) return false;
    return num >= 0 && num <= den && den > 0 && den <= INT64_MAX / 4;
}

static bool is_method(QuantileMethod method)
{
    return method == QUANTILE_NEAREST_RANK || method == QUANTILE_HAZEN ||
           method == QUANTILE_EXCLUSIVE || method == QUANTILE_INCLUSIVE ||
           method == QUANTILE_MEDIAN_UNBIASED;
}

/* What order and rank steps share; `space` is where the result goes. */
static bool check_ordering(Verifier *v, const Step *step, uint32_t space)
{
    const Program *p = v->program;
    DEMAND(is_mask(v, step->mask, step->space), 14, "step", v->step);
    DEMAND(step->value < p->column_count && v->ready[step->value] &&
               column_of(v, step->value)->space == step->space,
           14, "step", v->step);
    DEMAND(step->out < p->column_count, 14, "step", v->step);
    const ColumnInfo *out = column_of(v, step->out);
    DEMAND(out->origin == COLUMN_ORDERED && out->space == space, 14, "step", v->step);
    DEMAND(!v->written[step->out], 11, "column", step->out);
    v->written[step->out] = true;
    v->personal[step->out] = v->personal[step->value];
    return true;
}

static bool check_order(Verifier *v, const Step *step)
{
    DEMAND(step->target < v->program->space_count && v->made[step->target], 14, "step", v->step);
    if (step->level == NONE)
        DEMAND(step->target == 0, 14, "step", v->step);
    else
        DEMAND(is_link(v, step->level, step->space, step->target), 14, "step", v->step);
    if (!check_ordering(v, step, step->target)) return false;
    DEMAND(is_numeric(column_of(v, step->value)->type), 8, "column", step->value);
    DEMAND(step->key_count == 0 && step->then_count == 0, 14, "step", v->step);
    Type from = column_of(v, step->value)->type, to = column_of(v, step->out)->type;
    if (step->order_kind == ORDER_QUANTILE) {
        DEMAND(step->k == NONE && is_part(step->part) && is_method(step->method), 14, "step",
               v->step);
        DEMAND(to == TYPE_NUMBER, 8, "column", step->out);
        return true;
    }
    DEMAND(step->order_kind <= ORDER_KTH_HIGHEST && step->k < v->program->column_count, 14, "step",
           v->step);
    const ColumnInfo *k = column_of(v, step->k);
    DEMAND(v->ready[step->k] && k->space == step->target && k->type == TYPE_NUMBER, 14, "step",
           v->step);
    DEMAND(to == from, 8, "column", step->out);
    return true;
}

/* A ready column of the step's space. */
static bool is_read(const Verifier *v, uint32_t column, uint32_t space)
{
    return column < v->program->column_count && v->ready[column] &&
           column_of(v, column)->space == space;
}

static bool has_rank(const Verifier *v, uint32_t column)
{
    Type type = column_of(v, column)->type;
    return is_numeric(type) || type == TYPE_YESNO;
}

/* What a rank goes by besides its value. */
static bool check_rank_keys(Verifier *v, const Step *step)
{
    DEMAND(step->key_count <= LIMIT_KEYS && (step->key_count == 0 || step->keys), 1, "step",
           v->step);
    DEMAND(step->then_count <= LIMIT_KEYS && (step->then_count == 0 || step->thens), 1, "step",
           v->step);
    for (uint32_t k = 0; k < step->key_count; k++)
        DEMAND(is_read(v, step->keys[k], step->space), 14, "step", v->step);
    for (uint32_t k = 0; k < step->then_count; k++) {
        uint32_t column = step->thens[k].column;
        DEMAND(is_read(v, column, step->space), 14, "step", v->step);
        DEMAND(has_rank(v, column), 8, "column", column);
        if (v->personal[column]) v->personal[step->out] = true;
    }
    return true;
}

static bool check_rank(Verifier *v, const Step *step)
{
    DEMAND(step->level == NONE || is_link(v, step->level, step->space, NONE), 14, "step", v->step);
    DEMAND(step->ties <= TIES_FIELDS, 14, "step", v->step);
    if (!check_ordering(v, step, step->space) || !check_rank_keys(v, step)) return false;
    DEMAND(has_rank(v, step->value), 8, "column", step->value);
    DEMAND(column_of(v, step->out)->type == TYPE_NUMBER, 8, "column", step->out);
    return true;
}

static bool is_number_of(const Verifier *v, uint32_t column, uint32_t space)
{
    if (column >= v->program->column_count || !v->ready[column]) return false;
    return column_of(v, column)->type == TYPE_NUMBER && column_of(v, column)->space == space;
}

static bool check_pool(Verifier *v, const Step *step)
{
    const Program *p = v->program;
    DEMAND(p->spaces[step->space].kind == SPACE_GROUP, 14, "step", v->step);
    DEMAND(step->mask == NONE && step->level == NONE, 14, "step", v->step);
    DEMAND(is_number_of(v, step->value, step->space) && is_number_of(v, step->k, step->space), 14,
           "step", v->step);
    if (!check_ordering(v, step, step->space)) return false;
    DEMAND(column_of(v, step->out)->type == TYPE_NUMBER, 8, "column", step->out);
    if (v->personal[step->k]) v->personal[step->out] = true;
    return true;
}

static bool check_step(Verifier *v, uint32_t *next)
{
    const Program *p = v->program;
    const Step *step = &p->steps[v->step];
    v->span = step->span;
    DEMAND(v->span.start <= v->span.end, 15, "step", v->step);
    DEMAND(step->space < p->space_count && v->made[step->space], 14, "step", v->step);
    if (step->kind == STEP_ROWS) {
        DEMAND(step->code == *next && step->code_count <= p->code_count - *next, 15, "step",
               v->step);
        *next += step->code_count;
    }
    switch (step->kind) {
    case STEP_ROWS: return check_rows(v, step);
    case STEP_GROUP: return check_group(v, step);
    case STEP_ORDER: return check_order(v, step);
    case STEP_RANK: return check_rank(v, step);
    case STEP_POOL: return check_pool(v, step);
    }
    REJECT(14, "step", v->step);
}

bool verify_steps(Verifier *v)
{
    const Program *p = v->program;
    uint32_t most = 0, next = 0;
    for (uint32_t s = 0; s < p->step_count; s++) {
        uint32_t count = p->steps[s].kind == STEP_ROWS ? p->steps[s].reg_count : 0;
        if (count > most) most = count;
    }
    v->step = 0;
    DEMAND(most <= LIMIT_REGISTERS, 1, "registers", most);
    Arena *arena = v->diags->arena;
    v->reg = NEW_ARRAY(arena, RegInfo, most);
    v->reg_written = NEW_ARRAY(arena, bool, most);
    v->reg_personal = NEW_ARRAY(arena, bool, most);
    v->reg_column = NEW_ARRAY(arena, uint32_t, most);
    for (uint32_t s = 0; s <= p->schema_count; s++) v->made[s] = true;
    for (uint32_t s = 0; s < p->step_count; s++) {
        v->step = s;
        if (!check_step(v, &next)) return false;
        for (uint32_t c = 0; c < p->column_count; c++)
            if (p->columns[c].origin != COLUMN_FIELD) v->ready[c] = v->written[c];
    }
    DEMAND(next == p->code_count, 15, "instruction", next);
    return true;
}
