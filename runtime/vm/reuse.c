/* reuse.c -- see reuse.h.  Each step is written as a text in which everything is named by what it
 * is; the texts of two programs are numbered together, so equal ones have one number, and what a
 * step makes is named by the step's number and its place among what that makes.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/reuse.h"
#include "number/text.h"

typedef struct Naming {
    Arena *arena;
    Atoms *names;
    const Program *program;
    uint32_t other;  /* another number for each program: what it alone has is named by it */
    uint32_t *space; /* the name of each, 0: not yet */
    uint32_t *column;
    uint32_t *step;
} Naming;

/* ---- what a step writes ---- */

static void add_column(uint32_t *columns, uint32_t *count, uint32_t column)
{
    if (column != NONE) columns[(*count)++] = column;
}

static void add_reduced(const Acc *acc, uint32_t *columns, uint32_t *count)
{
    if (acc->kind != ACC_PICK) {
        add_column(columns, count, acc->column);
        return;
    }
    for (uint32_t s = 0; s < acc->slot_count; s++) {
        const PickSlot *slot = &acc->slots[s];
        add_column(columns, count, slot->sum);
        add_column(columns, count, slot->count);
        add_column(columns, count, slot->least);
        add_column(columns, count, slot->greatest);
    }
    add_column(columns, count, acc->picked_column);
}

uint32_t *reuse_columns(Arena *arena, const Program *program, uint32_t number, uint32_t *count)
{
    const Step *step = &program->steps[number];
    uint32_t *columns = NEW_ARRAY(arena, uint32_t, program->column_count + 1);
    *count = 0;
    if (step->kind == STEP_GROUP) {
        const Space *group = &program->spaces[step->group];
        add_column(columns, count, step->group_column);
        for (uint32_t k = 0; k < group->key_count; k++)
            add_column(columns, count, group->key_column[k]);
        add_column(columns, count, group->level_column);
    } else if (step->kind != STEP_ROWS) {
        add_column(columns, count, step->out);
    }
    for (uint32_t i = 0; i < step->code_count; i++) {
        const Instr *in = &program->code[step->code + i];
        if (in->op == OP_STORE) add_column(columns, count, in->a);
        if (op_info[in->op].kind[0] == 'A') add_reduced(&program->accs[in->d], columns, count);
    }
    return columns;
}

/* ---- names ---- */

static uint32_t name_of(Naming *naming, const Text *text)
{
    return atom(naming->names, text_str(text), naming->arena->guard);
}

/* A text is written with its length before it, so that no two parts run together. */
static void put_text(Text *text, Str s)
{
    text_printf(text, "%u:%S ", (uint64_t)s.len, s);
}

static void put_number(Text *text, const char *what, uint64_t number)
{
    text_printf(text, "%s%u ", what, number);
}

static void put_exact(Text *text, const Exact *number)
{
    if (number)
        number_write_exact(text, number);
    else
        text_byte(text, '-');
    text_byte(text, ' ');
}

static void put_column(Naming *naming, Text *text, uint32_t column)
{
    put_number(text, "c", column == NONE ? 0 : naming->column[column]);
}

static void put_space(Naming *naming, Text *text, uint32_t space)
{
    put_number(text, "s", space == NONE ? 0 : naming->space[space]);
}

static void put_reason(Naming *naming, Text *text, uint32_t reason)
{
    put_number(text, "m", reason);
    if (reason) put_text(text, naming->program->reasons[reason].name);
}

static void put_constant(Naming *naming, Text *text, const Constant *constant)
{
    put_number(text, "k", constant->type);
    put_exact(text, constant->number);
    put_number(text, "y", constant->yes);
    if (constant->type == TYPE_CODE) put_text(text, naming->program->texts[constant->code]);
}

static void put_list(Naming *naming, Text *text, const ListInfo *list)
{
    put_number(text, "l", list->count);
    for (uint32_t i = 0; i < list->count; i++)
        put_text(text, naming->program->texts[list->code[i]]);
}

static void put_key(Naming *naming, Text *text, KeyMatch match, const KeyCell *key)
{
    if (match == KEY_CODE) {
        put_text(text, naming->program->texts[key->code]);
        return;
    }
    put_exact(text, key->low);
    put_exact(text, key->high);
    put_number(text, "o", key->low_open * 2u + key->high_open);
}

static void put_table(Naming *naming, Text *text, const TableInfo *table)
{
    put_number(text, "t", table->key_count);
    put_number(text, "r", table->row_count);
    put_number(text, "v", table->type);
    put_number(text, "g", table->slope ? table->slope_key + 1 : 0);
    put_reason(naming, text, table->slope ? table->outside : 0);
    for (uint32_t k = 0; k < table->key_count; k++) put_number(text, "h", table->match[k]);
    for (uint32_t r = 0; r < table->row_count; r++) {
        const ValueCell *value = &table->values[r];
        for (uint32_t k = 0; k < table->key_count; k++)
            put_key(naming, text, table->match[k], &table->keys[(size_t)r * table->key_count + k]);
        put_reason(naming, text, value->reason);
        put_exact(text, value->number);
        put_number(text, "y", value->yes);
        if (table->type == TYPE_CODE && !value->reason)
            put_text(text, naming->program->texts[value->code]);
        if (table->slope) put_exact(text, table->slope[r]);
    }
}

static void put_rounding(Text *text, const Round *round)
{
    put_number(text, "f", round->mode);
    put_exact(text, round->step);
}

static void put_acc(Naming *naming, Text *text, const Acc *acc)
{
    put_number(text, "a", acc->kind);
    put_space(naming, text, acc->target);
    if (acc->kind != ACC_PICK) return;
    put_number(text, "d", acc->lowest_first * 2u + acc->greatest_total);
    put_number(text, "n", acc->slot_count);
    for (uint32_t s = 0; s < acc->slot_count; s++) {
        const PickSlot *slot = &acc->slots[s];
        put_number(text, "p", slot->takes);
        put_number(text, "w", slot->within * 2u + slot->gathers);
        put_number(text, "q",
                   (slot->sum != NONE) + 2u * (slot->count != NONE) + 4u * (slot->least != NONE) +
                       8u * (slot->greatest != NONE));
    }
    put_number(text, "q", acc->picked_column != NONE);
}

/* ---- a step ---- */

static void put_arguments(Naming *naming, Text *text, uint32_t at)
{
    const uint32_t *args = naming->program->args + at;
    put_number(text, "v", args[0]);
    for (uint32_t i = 1; i <= args[0]; i++) put_number(text, "", args[i]);
}

/* Registers are the step's own, and so are numbered alike in steps that are. */
static void put_operand(Naming *naming, Text *text, char letter, uint32_t value)
{
    const Program *program = naming->program;
    switch (letter) {
    case '_': return;
    case 'k': put_constant(naming, text, &program->constants[value]); return;
    case 'c': put_column(naming, text, value); return;
    case 't': put_table(naming, text, &program->tables[value]); return;
    case 'l': put_list(naming, text, &program->lists[value]); return;
    case 'm': put_reason(naming, text, value); return;
    case 'f': put_rounding(text, &program->roundings[value]); return;
    case 's': put_space(naming, text, value); return;
    case 'v': put_arguments(naming, text, value); return;
    case 'A': put_acc(naming, text, &program->accs[value]); return;
    default: put_number(text, "", value); return; /* a register, or NONE */
    }
}

static void put_instr(Naming *naming, Text *text, const Instr *in)
{
    const char *kind = op_info[in->op].kind;
    const uint32_t operand[] = { in->d, in->a, in->b, in->c };
    put_number(text, "i", in->op);
    for (size_t k = 0; k < COUNT_OF(operand); k++) {
        if (in->op == OP_STORE && k == 1) continue; /* named by the step */
        put_operand(naming, text, kind[k], operand[k]);
    }
}

static void put_rows(Naming *naming, Text *text, const Step *step)
{
    put_column(naming, text, step->order);
    for (uint32_t r = 0; r < step->reg_count; r++) {
        put_number(text, "x", step->regs[r].type);
        if (step->regs[r].type == TYPE_ROW) put_space(naming, text, step->regs[r].target);
    }
    for (uint32_t i = 0; i < step->code_count; i++)
        put_instr(naming, text, &naming->program->code[step->code + i]);
}

static void put_others(Naming *naming, Text *text, const Step *step)
{
    put_number(text, "n", step->key_count);
    for (uint32_t k = 0; k < step->key_count; k++) put_column(naming, text, step->keys[k]);
    put_column(naming, text, step->mask);
    put_column(naming, text, step->level);
    put_column(naming, text, step->value);
    put_column(naming, text, step->k);
    put_exact(text, step->part);
    put_number(text, "o", step->order_kind);
    put_number(text, "q", step->method);
    put_number(text, "d", step->lowest_first);
    put_number(text, "e", step->ties);
    put_number(text, "n", step->then_count);
    for (uint32_t i = 0; i < step->then_count; i++) {
        put_column(naming, text, step->thens[i].column);
        put_number(text, "d", step->thens[i].lowest_first);
    }
    if (step->kind == STEP_ORDER) put_space(naming, text, step->target);
}

static void name_step(Naming *naming, uint32_t number)
{
    const Program *program = naming->program;
    const Step *step = &program->steps[number];
    Text text = text_open(naming->arena);
    put_number(&text, "S", step->kind);
    put_space(naming, &text, step->space);
    if (step->kind == STEP_ROWS)
        put_rows(naming, &text, step);
    else
        put_others(naming, &text, step);
    naming->step[number] = name_of(naming, &text);
    uint32_t count, *columns = reuse_columns(naming->arena, program, number, &count);
    for (uint32_t i = 0; i < count; i++) {
        Text made = text_open(naming->arena);
        put_number(&made, "C", naming->step[number]);
        put_number(&made, "", i);
        naming->column[columns[i]] = name_of(naming, &made);
    }
    if (step->kind == STEP_GROUP) naming->space[step->group] = naming->step[number];
}

/* What is there before the first step. Spaces of records and fields are those of the tables; what
 * an earlier year left behind is the program's own. */
static void name_given(Naming *naming)
{
    const Program *program = naming->program;
    for (uint32_t s = 0; s < program->space_count; s++) {
        const Space *space = &program->spaces[s];
        Text text = text_open(naming->arena);
        if (space->kind == SPACE_GROUP) continue;
        put_number(&text, "R", space->kind);
        put_number(&text, "", space->kind == SPACE_RECORD ? space->record : 0);
        naming->space[s] = name_of(naming, &text);
    }
    for (uint32_t c = 0; c < program->column_count; c++) {
        const ColumnInfo *info = &program->columns[c];
        Text text = text_open(naming->arena);
        bool field = info->origin == COLUMN_FIELD;
        if (!field && info->origin != COLUMN_EARLIER) continue;
        put_number(&text, field ? "F" : "E", field ? info->field : c);
        put_number(&text, "", field ? 0 : naming->other);
        put_space(naming, &text, info->space);
        naming->column[c] = name_of(naming, &text);
    }
}

static void name_all(Naming *naming, Arena *arena, Atoms *names, const Program *program,
                     uint32_t other)
{
    *naming = (Naming){ .arena = arena, .names = names, .program = program, .other = other };
    naming->space = NEW_ARRAY(arena, uint32_t, program->space_count);
    naming->column = NEW_ARRAY(arena, uint32_t, program->column_count + 1);
    naming->step = NEW_ARRAY(arena, uint32_t, program->step_count + 1);
    name_given(naming);
    for (uint32_t s = 0; s < program->step_count; s++) name_step(naming, s);
}

/* Whether all that the step made is still there. */
static bool is_there(Arena *arena, const Run *run, uint32_t step)
{
    uint32_t count, *columns = reuse_columns(arena, run->program, step, &count);
    for (uint32_t i = 0; i < count; i++) {
        const Column *column = run_column(run, columns[i]);
        if (column->count && !column->data) return false;
    }
    return true;
}

uint32_t *reuse_find(Arena *arena, const Run *run, const Run *beside)
{
    Naming ours, theirs;
    Atoms *names = atoms_open(arena, 0);
    name_all(&theirs, arena, names, beside->program, 1);
    name_all(&ours, arena, names, run->program, 2);
    uint32_t *same = NEW_ARRAY(arena, uint32_t, run->program->step_count + 1);
    for (uint32_t s = 0; s < run->program->step_count; s++) {
        same[s] = NONE;
        for (uint32_t t = 0; t < beside->program->step_count && same[s] == NONE; t++)
            if (theirs.step[t] == ours.step[s] && is_there(arena, beside, t)) same[s] = t;
    }
    atoms_close(names);
    return same;
}
