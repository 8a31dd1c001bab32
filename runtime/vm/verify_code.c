/* verify_code.c -- the verifier's rules for instructions: operands, registers, types, spaces,
 * accumulators, personal values.  Types are recomputed, never believed.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/verify.h"

/* ---- asking ---- */

/* The argument list at `at`: its count and its first argument, or NULL when out of range. */
static const uint32_t *arguments(const Verifier *v, uint32_t at, uint32_t *count)
{
    const Program *p = v->program;
    *count = 0;
    if (at >= p->arg_count) return NULL;
    *count = p->args[at];
    if (*count > p->arg_count - at - 1) return NULL;
    return p->args + at + 1;
}

static const ColumnInfo *column_of(const Verifier *v, uint32_t column)
{
    return &v->program->columns[column];
}

/* Whether a register may be read as that letter says. */
static bool reads(Verifier *v, char letter, uint32_t reg)
{
    const Step *step = &v->program->steps[v->step];
    DEMAND(reg < step->reg_count, 6, "register", reg);
    DEMAND(v->reg_written[reg], 7, "register", reg);
    Type type = v->reg[reg].type;
    bool good = letter == 'x' || (letter == 'n' && is_numeric(type)) ||
                (letter == 'u' && type == TYPE_CODE) || (letter == 'y' && type == TYPE_YESNO) ||
                (letter == 'r' && type == TYPE_ROW);
    DEMAND(good, 8, "register", reg);
    return true;
}

/* The operand is in range of what its letter says. */
static bool check_operand(Verifier *v, char letter, uint32_t value)
{
    const Program *p = v->program;
    uint32_t count;
    switch (letter) {
    case '_': return true;
    case 'n':
    case 'u':
    case 'y':
    case 'x':
    case 'r': return reads(v, letter, value);
    case 'N': return value == NONE || reads(v, 'n', value);
    case 'Y': return value == NONE || reads(v, 'y', value);
    case 'R': return value == NONE || reads(v, 'r', value);
    case 'k': DEMAND(value < p->constant_count, 6, "constant", value); return true;
    case 'c': DEMAND(value < p->column_count, 6, "column", value); return true;
    case 't': DEMAND(value < p->table_count, 6, "table", value); return true;
    case 'l': DEMAND(value < p->list_count, 6, "list", value); return true;
    case 'm': DEMAND(value > 0 && value < p->reason_count, 16, "reason", value); return true;
    case 'f': DEMAND(value < p->rounding_count, 6, "rounding", value); return true;
    case 's': DEMAND(value < p->space_count, 6, "space", value); return true;
    case 'v': DEMAND(arguments(v, value, &count), 6, "argument list", value); return true;
    }
    REJECT(6, "operand", value);
}

/* ---- what an instruction asks beyond its letters, and what it makes ---- */

static bool same_reg(const Verifier *v, uint32_t a, uint32_t b)
{
    return v->reg[a].type == v->reg[b].type && v->reg[a].target == v->reg[b].target;
}

static bool check_gather(Verifier *v, const Instr *in)
{
    uint32_t space = column_of(v, in->a)->space;
    DEMAND(v->ready[in->a], 11, "column", in->a);
    if (in->b == NONE)
        DEMAND(v->program->spaces[space].kind == SPACE_NATION, 10, "column", in->a);
    else
        DEMAND(v->reg[in->b].target == space, 10, "column", in->a);
    return true;
}

static bool check_find(Verifier *v, const Instr *in)
{
    const Program *p = v->program;
    const Space *group = &p->spaces[in->a];
    DEMAND(group->kind == SPACE_GROUP && v->made[in->a], 10, "space", in->a);
    uint32_t count, at = 0;
    const uint32_t *arg = arguments(v, in->b, &count);
    DEMAND(count == group->key_count + (group->level ? 1 : 0), 6, "argument list", in->b);
    if (group->level) {
        if (!reads(v, 'r', arg[0])) return false;
        DEMAND(v->reg[arg[0]].target == group->level, 10, "register", arg[0]);
        at = 1;
    }
    for (uint32_t k = 0; k < group->key_count; k++) {
        if (!reads(v, 'x', arg[at + k])) return false;
        const ColumnInfo *key = column_of(v, group->key_column[k]);
        DEMAND(v->reg[arg[at + k]].type == key->type && v->reg[arg[at + k]].target == key->target,
               8, "register", arg[at + k]);
    }
    return true;
}

/* Lines through the groups of a space: asked like FIND, with a number in place of the last key. */
static bool check_along(Verifier *v, const Instr *in)
{
    const Program *p = v->program;
    const ColumnInfo *height = column_of(v, in->a), *along = column_of(v, in->b);
    DEMAND(height->type == TYPE_NUMBER && v->ready[in->a], 11, "column", in->a);
    DEMAND(along->type == TYPE_NUMBER && v->ready[in->b], 11, "column", in->b);
    const Space *group = &p->spaces[height->space];
    DEMAND(group->kind == SPACE_GROUP && along->space == height->space, 10, "column", in->b);
    uint32_t count, at = 0;
    const uint32_t *arg = arguments(v, in->c, &count);
    DEMAND(count == group->key_count + (group->level ? 1 : 0), 6, "argument list", in->c);
    if (group->level) {
        if (!reads(v, 'r', arg[0])) return false;
        DEMAND(v->reg[arg[0]].target == group->level, 10, "register", arg[0]);
        at = 1;
    }
    for (uint32_t k = 0; k + 1 < group->key_count; k++) {
        if (!reads(v, 'x', arg[at + k])) return false;
        const ColumnInfo *key = column_of(v, group->key_column[k]);
        DEMAND(v->reg[arg[at + k]].type == key->type && v->reg[arg[at + k]].target == key->target,
               8, "register", arg[at + k]);
    }
    if (!reads(v, 'n', arg[count - 1])) return false;
    DEMAND(v->reg[arg[count - 1]].type == TYPE_NUMBER, 8, "register", arg[count - 1]);
    return true;
}

static bool check_lookup(Verifier *v, const Instr *in)
{
    const TableInfo *table = &v->program->tables[in->a];
    uint32_t count;
    const uint32_t *arg = arguments(v, in->b, &count);
    DEMAND(table->key_count >= 1 && count == table->key_count, 6, "argument list", in->b);
    DEMAND((table->slope != NULL) == (in->op == OP_INTERPOLATE), 8, "table", in->a);
    for (uint32_t k = 0; k < count; k++)
        if (!reads(v, table->match[k] == KEY_CODE ? 'u' : 'n', arg[k])) return false;
    return true;
}

static bool check_store(Verifier *v, const Instr *in)
{
    const Step *step = &v->program->steps[v->step];
    const ColumnInfo *info = column_of(v, in->a);
    RegInfo reg = v->reg[in->b];
    DEMAND(info->origin == COLUMN_STORED && info->space == step->space, 10, "column", in->a);
    DEMAND(!v->written[in->a], 11, "column", in->a);
    bool fits = info->type == reg.type || (info->type == TYPE_NUMBER && is_numeric(reg.type));
    DEMAND(fits && info->target == reg.target, 8, "column", in->a);
    v->written[in->a] = true;
    if (v->reg_personal[in->b]) v->personal[in->a] = true;
    return true;
}

/* What the operands must be beyond their letters; the register made (TYPE_NONE: none is). */
static bool check_meaning(Verifier *v, const Instr *in, RegInfo *made)
{
    const Program *p = v->program;
    const Step *step = &p->steps[v->step];
    uint32_t count;
    *made = (RegInfo){ TYPE_NUMBER, NONE };
    switch ((Op)in->op) {
    case OP_CONST: made->type = p->constants[in->a].type; return true;
    case OP_COLUMN:
        DEMAND(column_of(v, in->a)->space == step->space, 10, "column", in->a);
        DEMAND(v->ready[in->a], 11, "column", in->a);
        *made = (RegInfo){ column_of(v, in->a)->type, column_of(v, in->a)->target };
        return true;
    case OP_GATHER:
        *made = (RegInfo){ column_of(v, in->a)->type, column_of(v, in->a)->target };
        return check_gather(v, in);
    case OP_FIND: *made = (RegInfo){ TYPE_ROW, in->a }; return check_find(v, in);
    case OP_SELF: *made = (RegInfo){ TYPE_ROW, step->space }; return true;
    case OP_MISSING: /* of any type: the step says which */
        *made = step->regs[in->d];
        DEMAND(made->type > TYPE_NONE && made->type <= TYPE_ROW, 9, "register", in->d);
        if (made->type == TYPE_ROW)
            DEMAND(made->target < p->space_count && v->made[made->target], 9, "register", in->d);
        else
            DEMAND(made->target == NONE, 9, "register", in->d);
        return true;
    case OP_ADD:
    case OP_SUB:
    case OP_MUL:
    case OP_DIV:
    case OP_NEG:
    case OP_ROOT:
    case OP_ROUND:
    case OP_YESNO_NUMBER: return true;
    case OP_FULL_YEARS:
    case OP_FULL_MONTHS:
    case OP_FULL_DAYS:
        DEMAND(v->reg[in->a].type == TYPE_DATE, 8, "register", in->a);
        DEMAND(v->reg[in->b].type == TYPE_DATE, 8, "register", in->b);
        return true;
    case OP_LEAST:
    case OP_GREATEST:
    case OP_LEAST_KNOWN:
    case OP_GREATEST_KNOWN:
        DEMAND(same_reg(v, in->a, in->b), 8, "register", in->b);
        *made = v->reg[in->a];
        return true;
    case OP_MEDIAN_KNOWN: {
        const uint32_t *arg = arguments(v, in->a, &count);
        DEMAND(count >= 1, 6, "argument list", in->a);
        for (uint32_t i = 0; i < count; i++)
            if (!reads(v, 'n', arg[i])) return false;
        return true;
    }
    case OP_LT:
    case OP_LE:
    case OP_GT:
    case OP_GE:
    case OP_EQ:
    case OP_NE:
    case OP_SAME_CODE:
    case OP_SAME_YESNO:
    case OP_IN_LIST:
    case OP_NOT:
    case OP_AND:
    case OP_OR:
    case OP_AND_THEN:
    case OP_OR_ELSE:
    case OP_IS_KNOWN:
    case OP_IS_REASON: made->type = TYPE_YESNO; return true;
    case OP_CHOOSE:
        DEMAND(same_reg(v, in->b, in->c), 8, "register", in->c);
        *made = v->reg[in->b];
        return true;
    case OP_INSTEAD:
        DEMAND(same_reg(v, in->a, in->b), 8, "register", in->b);
        *made = v->reg[in->a];
        return true;
    case OP_WITHHOLD: *made = v->reg[in->a]; return true;
    case OP_AFTER: *made = v->reg[in->b]; return true;
    case OP_LOOKUP:
    case OP_INTERPOLATE: made->type = p->tables[in->a].type; return check_lookup(v, in);
    case OP_ALONG:
    case OP_ALONG_HELD: return check_along(v, in);
    case OP_STORE: made->type = TYPE_NONE; return check_store(v, in);
    case OP_GATHER_SUM:
    case OP_GATHER_WEIGHTED:
    case OP_GATHER_COUNT:
    case OP_GATHER_YES:
    case OP_GATHER_LEAST:
    case OP_GATHER_GREATEST:
    case OP_GATHER_ONE:
    case OP_GATHER_DIFFERENT:
    case OP_GATHER_PICK:
    case OP_COUNT: break; /* accumulators are check_acc's */
    }
    REJECT(6, "opcode", in->op);
}

/* ---- accumulators ---- */

static bool suits(AccKind kind, Op op)
{
    switch (kind) {
    case ACC_SUM:
    case ACC_MEAN:
    case ACC_SAMPLE_DEVIATION:
    case ACC_POPULATION_DEVIATION: return op == OP_GATHER_SUM;
    case ACC_WEIGHTED_SUM:
    case ACC_WEIGHTED_MEAN: return op == OP_GATHER_WEIGHTED;
    case ACC_COUNT: return op == OP_GATHER_COUNT;
    case ACC_SHARE:
    case ACC_SOME:
    case ACC_EVERY: return op == OP_GATHER_YES;
    case ACC_LEAST: return op == OP_GATHER_LEAST;
    case ACC_GREATEST: return op == OP_GATHER_GREATEST;
    case ACC_ONE: return op == OP_GATHER_ONE;
    case ACC_DIFFERENT: return op == OP_GATHER_DIFFERENT;
    case ACC_PICK: return op == OP_GATHER_PICK;
    }
    return false;
}

static void write_reduced(Verifier *v, uint32_t column, bool personal)
{
    if (column == NONE) return;
    v->written[column] = true;
    v->personal[column] = personal;
}

static bool check_pick(Verifier *v, const Instr *in, const Acc *acc)
{
    uint32_t count;
    const uint32_t *arg = arguments(v, in->c, &count);
    DEMAND(count == acc->slot_count + 1, 6, "argument list", in->c);
    if (!check_operand(v, 'N', arg[0])) return false;
    for (uint32_t s = 0; s < acc->slot_count; s++) {
        DEMAND(!acc->slots[s].gathers || arg[1 + s] == NONE, 12, "accumulator", in->d);
        if (!check_operand(v, 'Y', arg[1 + s])) return false;
    }
    uint32_t order = v->program->steps[v->step].order;
    DEMAND(order != NONE && v->reg_column[in->b] == order, 13, "register", in->b);
    bool personal = v->reg_personal[in->a];
    for (uint32_t s = 0; s < acc->slot_count; s++) {
        write_reduced(v, acc->slots[s].sum, false);
        write_reduced(v, acc->slots[s].count, false);
        write_reduced(v, acc->slots[s].least, personal);
        write_reduced(v, acc->slots[s].greatest, personal);
    }
    write_reduced(v, acc->picked_column, false);
    return true;
}

static bool check_acc(Verifier *v, const Instr *in)
{
    const Program *p = v->program;
    DEMAND(in->d < p->acc_count, 6, "accumulator", in->d);
    const Acc *acc = &p->accs[in->d];
    DEMAND(!v->filled[in->d] && suits(acc->kind, (Op)in->op), 12, "accumulator", in->d);
    v->filled[in->d] = true;
    uint32_t target = in->b == NONE ? 0 : v->reg[in->b].target;
    DEMAND(target == acc->target, 12, "accumulator", in->d); /* rows are of what is made */
    if (acc->kind == ACC_PICK) return check_pick(v, in, acc);
    const ColumnInfo *out = column_of(v, acc->column);
    bool tells = false; /* of one row's own value */
    if (in->op == OP_GATHER_WEIGHTED) {
        uint32_t count;
        const uint32_t *arg = arguments(v, in->c, &count);
        DEMAND(count == 2, 6, "argument list", in->c);
        if (!reads(v, 'n', arg[0]) || !check_operand(v, 'Y', arg[1])) return false;
    }
    if (acc->kind == ACC_LEAST || acc->kind == ACC_GREATEST) {
        DEMAND(out->type == v->reg[in->a].type, 12, "accumulator", in->d);
        tells = true;
    }
    if (acc->kind == ACC_ONE) {
        DEMAND(out->type == v->reg[in->a].type && out->target == v->reg[in->a].target, 12,
               "accumulator", in->d);
        tells = true;
    }
    write_reduced(v, acc->column, tells && v->reg_personal[in->a]);
    return true;
}

/* ---- registers ---- */

/* Whether a value that the instruction reads is a person's.  A row number is not: it joins. */
static bool reads_personal(const Verifier *v, const Instr *in)
{
    if (in->op == OP_COLUMN || in->op == OP_GATHER) return v->personal[in->a];
    if (in->op == OP_FIND) return false;
    bool along = in->op == OP_ALONG || in->op == OP_ALONG_HELD;
    if (along && (v->personal[in->a] || v->personal[in->b])) return true;
    const uint32_t value[] = { in->a, in->b, in->c };
    for (int i = 0; i < 3; i++) {
        char letter = op_info[in->op].kind[1 + i];
        if (letter == 'v') {
            uint32_t count;
            const uint32_t *arg = arguments(v, value[i], &count);
            for (uint32_t k = 0; k < count; k++)
                if (v->reg_personal[arg[k]]) return true;
        }
        bool is_reg = strchr("nuyxr", letter) != NULL; /* those that may be NONE make no register */
        if (is_reg && v->reg_personal[value[i]]) return true;
    }
    return false;
}

static bool letter_makes(char letter, Type type)
{
    switch (letter) {
    case 'n': return is_numeric(type);
    case 'u': return type == TYPE_CODE;
    case 'y': return type == TYPE_YESNO;
    case 'r': return type == TYPE_ROW;
    case 'x': return type != TYPE_NONE;
    case '_': return type == TYPE_NONE;
    }
    return false;
}

bool verify_instruction(Verifier *v, const Instr *in)
{
    const Step *step = &v->program->steps[v->step];
    DEMAND(in->op < OP_COUNT, 6, "opcode", in->op);
    const char *kind = op_info[in->op].kind;
    bool makes = kind[0] != '_' && kind[0] != 'A';
    if (makes) {
        DEMAND(in->d < step->reg_count, 6, "register", in->d);
        DEMAND(!v->reg_written[in->d], 7, "register", in->d);
    }
    if (!check_operand(v, kind[1], in->a) || !check_operand(v, kind[2], in->b) ||
        !check_operand(v, kind[3], in->c))
        return false;
    if (kind[0] == 'A') return check_acc(v, in);
    RegInfo made;
    if (!check_meaning(v, in, &made)) return false;
    DEMAND(letter_makes(kind[0], made.type), 8, "instruction", v->pc);
    if (!makes) return true;
    DEMAND(step->regs[in->d].type == made.type && step->regs[in->d].target == made.target, 9,
           "register", in->d);
    v->reg[in->d] = made;
    v->reg_written[in->d] = true;
    v->reg_personal[in->d] = reads_personal(v, in);
    v->reg_column[in->d] = in->op == OP_COLUMN ? in->a : NONE;
    v->regs_written++;
    return true;
}
