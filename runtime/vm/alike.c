/* alike.c -- see alike.h: list by list, in their order.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/alike.h"

static bool same_exact(Arena *scratch, const Exact *a, const Exact *b)
{
    if (!a || !b) return a == b;
    return exact_compare(scratch, a, b) == 0;
}

static bool same_numbers(const uint32_t *a, const uint32_t *b, size_t count)
{
    return count == 0 || memcmp(a, b, count * sizeof *a) == 0;
}

static bool same_spaces(const Program *a, const Program *b)
{
    if (a->space_count != b->space_count) return false;
    for (uint32_t i = 0; i < a->space_count; i++) {
        const Space *x = &a->spaces[i], *y = &b->spaces[i];
        if (x->kind != y->kind || x->record != y->record || x->of != y->of ||
            x->level != y->level || x->key_count != y->key_count ||
            x->level_column != y->level_column ||
            !same_numbers(x->key_column, y->key_column, x->key_count))
            return false;
    }
    return true;
}

static bool same_columns(const Program *a, const Program *b)
{
    if (a->column_count != b->column_count) return false;
    for (uint32_t i = 0; i < a->column_count; i++) {
        const ColumnInfo *x = &a->columns[i], *y = &b->columns[i];
        if (x->space != y->space || x->type != y->type || x->origin != y->origin ||
            x->field != y->field || x->target != y->target)
            return false;
    }
    return true;
}

static bool same_slots(const Acc *a, const Acc *b)
{
    if (a->slot_count != b->slot_count) return false;
    for (uint32_t i = 0; i < a->slot_count; i++) {
        const PickSlot *x = &a->slots[i], *y = &b->slots[i];
        if (x->takes != y->takes || x->within != y->within || x->gathers != y->gathers ||
            x->sum != y->sum || x->count != y->count || x->least != y->least ||
            x->greatest != y->greatest)
            return false;
    }
    return true;
}

static bool same_accs(const Program *a, const Program *b)
{
    if (a->acc_count != b->acc_count) return false;
    for (uint32_t i = 0; i < a->acc_count; i++) {
        const Acc *x = &a->accs[i], *y = &b->accs[i];
        if (x->kind != y->kind || x->target != y->target || x->column != y->column ||
            x->lowest_first != y->lowest_first || x->greatest_total != y->greatest_total ||
            x->picked_column != y->picked_column || !same_slots(x, y))
            return false;
    }
    return true;
}

static bool same_table(Arena *scratch, const TableInfo *a, const TableInfo *b)
{
    if (a->key_count != b->key_count || a->row_count != b->row_count || a->type != b->type ||
        a->slope_key != b->slope_key || a->outside != b->outside || !a->slope != !b->slope)
        return false;
    for (uint32_t k = 0; k < a->key_count; k++)
        if (a->match[k] != b->match[k]) return false;
    for (size_t i = 0; i < (size_t)a->row_count * a->key_count; i++) {
        const KeyCell *x = &a->keys[i], *y = &b->keys[i];
        if (x->code != y->code || x->low_open != y->low_open || x->high_open != y->high_open ||
            !same_exact(scratch, x->low, y->low) || !same_exact(scratch, x->high, y->high))
            return false;
    }
    for (uint32_t i = 0; i < a->row_count; i++) {
        const ValueCell *x = &a->values[i], *y = &b->values[i];
        if (x->reason != y->reason || x->code != y->code || x->yes != y->yes ||
            !same_exact(scratch, x->number, y->number) ||
            (a->slope && !same_exact(scratch, a->slope[i], b->slope[i])))
            return false;
    }
    return true;
}

static bool same_lists(Arena *scratch, const Program *a, const Program *b)
{
    if (a->table_count != b->table_count || a->list_count != b->list_count ||
        a->text_count != b->text_count || a->constant_count != b->constant_count ||
        a->rounding_count != b->rounding_count || a->reason_count != b->reason_count)
        return false;
    for (uint32_t i = 0; i < a->table_count; i++)
        if (!same_table(scratch, &a->tables[i], &b->tables[i])) return false;
    for (uint32_t i = 0; i < a->list_count; i++)
        if (a->lists[i].count != b->lists[i].count ||
            !same_numbers(a->lists[i].code, b->lists[i].code, a->lists[i].count))
            return false;
    for (uint32_t i = 0; i < a->text_count; i++)
        if (!str_eq(a->texts[i], b->texts[i])) return false;
    for (uint32_t i = 0; i < a->constant_count; i++) {
        const Constant *x = &a->constants[i], *y = &b->constants[i];
        if (x->type != y->type || x->code != y->code || x->yes != y->yes ||
            !same_exact(scratch, x->number, y->number))
            return false;
    }
    for (uint32_t i = 0; i < a->rounding_count; i++)
        if (a->roundings[i].mode != b->roundings[i].mode ||
            !same_exact(scratch, a->roundings[i].step, b->roundings[i].step))
            return false;
    for (uint32_t i = 0; i < a->reason_count; i++)
        if (!str_eq(a->reasons[i].name, b->reasons[i].name)) return false;
    return true;
}

static bool same_code(const Program *a, const Program *b)
{
    if (a->code_count != b->code_count || a->arg_count != b->arg_count) return false;
    for (uint32_t i = 0; i < a->code_count; i++) {
        const Instr *x = &a->code[i], *y = &b->code[i];
        if (x->op != y->op || x->d != y->d || x->a != y->a || x->b != y->b || x->c != y->c)
            return false;
    }
    return same_numbers(a->args, b->args, a->arg_count);
}

static bool same_step(Arena *scratch, const Step *x, const Step *y)
{
    if (x->kind != y->kind || x->space != y->space || x->order != y->order || x->code != y->code ||
        x->code_count != y->code_count || x->reg_count != y->reg_count || x->group != y->group ||
        x->group_column != y->group_column || x->key_count != y->key_count || x->mask != y->mask ||
        x->level != y->level || x->target != y->target || x->value != y->value ||
        x->out != y->out || x->order_kind != y->order_kind || x->k != y->k ||
        x->method != y->method || x->lowest_first != y->lowest_first ||
        x->then_count != y->then_count || x->ties != y->ties)
        return false;
    for (uint32_t i = 0; i < x->reg_count; i++)
        if (x->regs[i].type != y->regs[i].type || x->regs[i].target != y->regs[i].target)
            return false;
    for (uint32_t i = 0; i < x->then_count; i++)
        if (x->thens[i].column != y->thens[i].column ||
            x->thens[i].lowest_first != y->thens[i].lowest_first)
            return false;
    return same_numbers(x->keys, y->keys, x->key_count) && same_exact(scratch, x->part, y->part);
}

bool program_alike(Arena *scratch, const Program *a, const Program *b)
{
    if (a->year != b->year || a->earlier_count || b->earlier_count ||
        a->export_count != b->export_count || a->step_count != b->step_count)
        return false;
    if (!same_spaces(a, b) || !same_columns(a, b) || !same_accs(a, b) ||
        !same_lists(scratch, a, b) || !same_code(a, b))
        return false;
    for (uint32_t i = 0; i < a->step_count; i++)
        if (!same_step(scratch, &a->steps[i], &b->steps[i])) return false;
    return same_numbers(a->exports, b->exports, a->export_count);
}
