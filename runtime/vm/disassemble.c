/* disassemble.c -- a program as text, for people: what there is, then every step with its
 * instructions under the source line that they come from.
 *
 * It reads programs that verified; of others it prints what is in range and `?` for the rest, so it
 * may be used to look at a rejected one.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/program.h"
#include "number/text.h"

typedef struct Printer {
    const Program *program;
    Text text;
    LineOf *line_of; /* may be NULL */
    void *user;
    Span last; /* whose line was printed last */
    bool has_last;
} Printer;

static const char *type_name(Type type)
{
    switch (type) {
    case TYPE_NONE: return "nothing";
    case TYPE_NUMBER: return "number";
    case TYPE_CODE: return "code";
    case TYPE_YESNO: return "yes/no";
    case TYPE_DATE: return "date";
    case TYPE_YEAR: return "year";
    case TYPE_BAND: return "band";
    case TYPE_ROW: return "row";
    }
    return "?";
}

static const char *acc_name(AccKind kind)
{
    switch (kind) {
    case ACC_SUM: return "sum";
    case ACC_MEAN: return "mean";
    case ACC_SAMPLE_DEVIATION: return "sample deviation";
    case ACC_POPULATION_DEVIATION: return "population deviation";
    case ACC_WEIGHTED_SUM: return "weighted sum";
    case ACC_WEIGHTED_MEAN: return "weighted mean";
    case ACC_COUNT: return "count";
    case ACC_SHARE: return "share";
    case ACC_SOME: return "some";
    case ACC_EVERY: return "every";
    case ACC_LEAST: return "least";
    case ACC_GREATEST: return "greatest";
    case ACC_ONE: return "the one";
    case ACC_DIFFERENT: return "different";
    case ACC_PICK: return "pick";
    }
    return "?";
}

static const char *origin_name(ColumnOrigin origin)
{
    switch (origin) {
    case COLUMN_FIELD: return "field";
    case COLUMN_STORED: return "stored";
    case COLUMN_REDUCED: return "reduced";
    case COLUMN_GROUP: return "group";
    case COLUMN_KEY: return "key";
    case COLUMN_LEVEL: return "level";
    case COLUMN_ORDERED: return "ordered";
    case COLUMN_EARLIER: return "earlier";
    }
    return "?";
}

static void say(Printer *p, const char *words)
{
    text_add(&p->text, (Str){ words, strlen(words) });
}

static void say_number(Printer *p, const char *before, uint64_t number)
{
    say(p, before);
    text_u64(&p->text, number);
}

static void say_space(Printer *p, uint32_t space)
{
    if (space >= p->program->space_count)
        say(p, "?");
    else
        text_add(&p->text, p->program->spaces[space].name);
}

/* c12 "attainment_8" */
static void say_column(Printer *p, uint32_t column)
{
    say_number(p, "c", column);
    if (column >= p->program->column_count) return;
    Str name = p->program->columns[column].name;
    if (name.len) text_printf(&p->text, " %S", str_printable(p->text.arena, name, 60));
}

static void say_text(Printer *p, uint32_t text)
{
    if (text >= p->program->text_count)
        say(p, "?");
    else
        text_json(&p->text, p->program->texts[text]);
}

static void say_constant(Printer *p, uint32_t constant)
{
    if (constant >= p->program->constant_count) {
        say(p, "?");
        return;
    }
    const Constant *c = &p->program->constants[constant];
    if (c->type == TYPE_CODE)
        say_text(p, c->code);
    else if (c->type == TYPE_YESNO)
        say(p, c->yes ? "yes" : "no");
    else if (c->number)
        number_write_plain(&p->text, c->number);
}

static void say_reason(Printer *p, uint32_t reason)
{
    if (reason < p->program->reason_count)
        text_add(&p->text, p->program->reasons[reason].name);
    else
        say(p, "?");
}

static void say_rounding(Printer *p, uint32_t rounding)
{
    static const char *const mode[] = { "half away from zero", "half even", "half up", "up",
                                        "down" };
    if (rounding >= p->program->rounding_count) {
        say(p, "?");
        return;
    }
    const Round *round = &p->program->roundings[rounding];
    say(p, "to ");
    if (round->step) number_write_plain(&p->text, round->step);
    say(p, " ");
    say(p, round->mode < COUNT_OF(mode) ? mode[round->mode] : "?");
}

static void say_named(Printer *p, const char *what, uint32_t index, uint32_t count, const Str *name)
{
    say_number(p, what, index);
    if (index < count && name->len) text_printf(&p->text, " %S", *name);
}

static void say_register(Printer *p, uint32_t reg)
{
    if (reg == NONE)
        say(p, "-");
    else
        say_number(p, "r", reg);
}

static void say_arguments(Printer *p, uint32_t at)
{
    const Program *program = p->program;
    say(p, "(");
    for (uint32_t i = 0; at < program->arg_count && i < program->args[at]; i++) {
        if (at + 1 + i >= program->arg_count) break;
        if (i) say(p, ", ");
        say_register(p, program->args[at + 1 + i]);
    }
    say(p, ")");
}

static void say_operand(Printer *p, char letter, uint32_t value)
{
    const Program *program = p->program;
    switch (letter) {
    case 'k': say_constant(p, value); break;
    case 'c': say_column(p, value); break;
    case 't':
        say_named(p, "table", value, program->table_count,
                  value < program->table_count ? &program->tables[value].name : NULL);
        break;
    case 'l':
        say_named(p, "list", value, program->list_count,
                  value < program->list_count ? &program->lists[value].name : NULL);
        break;
    case 'm': say_reason(p, value); break;
    case 'f': say_rounding(p, value); break;
    case 's': say_space(p, value); break;
    case 'v': say_arguments(p, value); break;
    default: say_register(p, value); break;
    }
}

static void say_accumulator(Printer *p, uint32_t a)
{
    if (a >= p->program->acc_count) {
        say(p, "?");
        return;
    }
    const Acc *acc = &p->program->accs[a];
    text_printf(&p->text, "%s of ", acc_name(acc->kind));
    say_space(p, acc->target);
    if (acc->kind != ACC_PICK) {
        say(p, " ");
        say_column(p, acc->column);
        return;
    }
    if (acc->greatest_total) say(p, " for the greatest total");
    for (uint32_t s = 0; s < acc->slot_count; s++) {
        const PickSlot *slot = &acc->slots[s];
        text_printf(&p->text, "%s%S takes %u", s ? ", " : ": ", slot->name, (uint64_t)slot->takes);
        if (slot->within && slot->within <= acc->slot_count)
            text_printf(&p->text, " within %S", acc->slots[slot->within - 1].name);
    }
}

/* What stands left of the arrow: the register and its type, or the accumulator. */
static void say_made(Printer *p, const Step *step, const Instr *in, char letter)
{
    if (letter == '_') return;
    if (letter == 'A') {
        say_accumulator(p, in->d);
        say(p, " <- ");
        return;
    }
    say_register(p, in->d);
    if (in->d < step->reg_count) {
        text_printf(&p->text, ":%s", type_name(step->regs[in->d].type));
        if (step->regs[in->d].type == TYPE_ROW) {
            say(p, " of ");
            say_space(p, step->regs[in->d].target);
        }
    }
    say(p, " <- ");
}

/* The source line, when it is not the one above. */
static void say_line(Printer *p, Span span)
{
    if (!p->line_of) return;
    bool same = p->has_last && p->last.file == span.file && p->last.start == span.start &&
                p->last.end == span.end;
    p->last = span;
    if (same && p->has_last) return;
    p->has_last = true;
    Str line = p->line_of(p->user, span);
    if (line.len) text_printf(&p->text, "      -- %S\n", line);
}

static void say_instruction(Printer *p, const Step *step, uint32_t pc)
{
    const Instr *in = &p->program->code[pc];
    say_line(p, p->program->spans[pc]);
    say_number(p, "  ", pc);
    say(p, "  ");
    if (in->op >= OP_COUNT) {
        say(p, "?\n");
        return;
    }
    const OpInfo *info = &op_info[in->op];
    say_made(p, step, in, info->kind[0]);
    say(p, info->name);
    const uint32_t value[] = { in->a, in->b, in->c };
    for (int i = 0; i < 3; i++) {
        if (info->kind[1 + i] == '_') continue;
        say(p, i ? ", " : " ");
        say_operand(p, info->kind[1 + i], value[i]);
    }
    say(p, "\n");
}

static void say_columns(Printer *p, const char *word, uint32_t column)
{
    say(p, word);
    if (column == NONE)
        say(p, "-");
    else
        say_column(p, column);
}

static void say_group(Printer *p, const Step *step)
{
    say(p, "  makes the rows of ");
    say_space(p, step->group);
    for (uint32_t k = 0; k < step->key_count; k++) say_columns(p, k ? ", " : " by ", step->keys[k]);
    say_columns(p, ", under ", step->level);
    say_columns(p, ", where ", step->mask);
    say_columns(p, ", into ", step->group_column);
    say(p, "\n");
}

static const char *way_name(bool lowest_first)
{
    return lowest_first ? "lowest" : "highest";
}

static void say_order(Printer *p, const Step *step)
{
    static const char *const kind[] = { "  k-th lowest", "  k-th highest", "  quantile" };
    static const char *const ties[] = { "at their mean", "at their lowest", "at their highest",
                                        "by their fields" };
    if (step->kind == STEP_RANK) {
        text_printf(&p->text, "  rank (%s first, ties %s)", way_name(step->lowest_first),
                    step->ties < COUNT_OF(ties) ? ties[step->ties] : "?");
    } else {
        say(p, step->order_kind < COUNT_OF(kind) ? kind[step->order_kind] : "?");
        if (step->order_kind == ORDER_QUANTILE && step->part) {
            say(p, " ");
            number_write_plain(&p->text, step->part);
            say_number(p, " by type ", (uint64_t)step->method);
        } else {
            say_columns(p, " k = ", step->k);
        }
    }
    say_columns(p, " of ", step->value);
    for (uint32_t k = 0; k < step->then_count; k++) {
        say_columns(p, ", then ", step->thens[k].column);
        text_printf(&p->text, " (%s first)", way_name(step->thens[k].lowest_first));
    }
    say_columns(p, ", under ", step->level);
    for (uint32_t k = 0; k < step->key_count; k++) say_columns(p, k ? ", " : " by ", step->keys[k]);
    say_columns(p, ", where ", step->mask);
    say_columns(p, ", into ", step->out);
    say(p, "\n");
}

static void say_pool(Printer *p, const Step *step)
{
    say_columns(p, "  pools ", step->value);
    say_columns(p, " over ", step->k);
    say(p, step->lowest_first ? " until they rise" : " until they fall");
    say_columns(p, ", into ", step->out);
    say(p, "\n");
}

static void say_step(Printer *p, uint32_t s)
{
    static const char *const kind[] = { "rows", "group", "order", "rank", "pool" };
    const Step *step = &p->program->steps[s];
    text_printf(&p->text, "\nstep %u: %s of ", (uint64_t)s,
                step->kind < COUNT_OF(kind) ? kind[step->kind] : "?");
    say_space(p, step->space);
    if (step->kind == STEP_ROWS) {
        if (step->order != NONE) say_columns(p, ", in the order of ", step->order);
        text_printf(&p->text, ", %u registers", (uint64_t)step->reg_count);
    }
    say(p, "\n");
    p->has_last = false;
    switch (step->kind) {
    case STEP_ROWS:
        for (uint32_t i = 0; i < step->code_count; i++)
            if (step->code + i < p->program->code_count) say_instruction(p, step, step->code + i);
        break;
    case STEP_GROUP:
        say_line(p, step->span);
        say_group(p, step);
        break;
    case STEP_ORDER:
    case STEP_RANK:
        say_line(p, step->span);
        say_order(p, step);
        break;
    case STEP_POOL:
        say_line(p, step->span);
        say_pool(p, step);
        break;
    }
}

static void say_all_columns(Printer *p)
{
    const Program *program = p->program;
    text_printf(&p->text, "\ncolumns: %u\n", (uint64_t)program->column_count);
    for (uint32_t c = 0; c < program->column_count; c++) {
        const ColumnInfo *info = &program->columns[c];
        say(p, "  ");
        say_column(p, c);
        text_printf(&p->text, ": %s of ", type_name(info->type));
        say_space(p, info->space);
        text_printf(&p->text, ", %s", origin_name(info->origin));
        if (info->type == TYPE_ROW) {
            say(p, ", a row of ");
            say_space(p, info->target);
        }
        for (uint32_t i = 0; i < program->earlier_count; i++)
            if (program->earlier[i].column == c) {
                say_number(p, ", export ", program->earlier[i].export_);
                say_number(p, " of ", program->earlier[i].lag);
                say(p, program->earlier[i].lag == 1 ? " year before" : " years before");
            }
        say(p, "\n");
    }
    for (uint32_t i = 0; i < program->export_count; i++) {
        say_number(p, i ? "  export " : "exports\n  export ", i);
        say_columns(p, ": ", program->exports[i]);
        say(p, "\n");
    }
}

/* What a run costs at most, known before it: instructions for each row of a space. */
static void say_cost(Printer *p)
{
    const Program *program = p->program;
    say(p, "\ncost\n");
    for (uint32_t s = 0; s < program->space_count; s++) {
        uint64_t passes = 0, instructions = 0, sorts = 0;
        for (uint32_t i = 0; i < program->step_count; i++) {
            const Step *step = &program->steps[i];
            if (step->space != s) continue;
            passes++;
            if (step->kind == STEP_ROWS)
                instructions += step->code_count;
            else
                sorts++;
        }
        if (!passes) continue;
        say(p, "  each row of ");
        say_space(p, s);
        text_printf(&p->text, ": %u instructions in %u passes", instructions, passes);
        if (sorts) text_printf(&p->text, ", %u of them by sorting", sorts);
        say(p, "\n");
    }
}

static void say_program(Printer *p)
{
    const Program *program = p->program;
    text_printf(&p->text, "program %S, edition %u, %u steps, %u instructions\n", program->name,
                (uint64_t)(unsigned)program->edition, (uint64_t)program->step_count,
                (uint64_t)program->code_count);
    say_all_columns(p);
    for (uint32_t s = 0; s < program->step_count; s++) say_step(p, s);
    say_cost(p);
}

Str program_disassemble(Arena *arena, const Program *program, LineOf *line_of, void *user)
{
    Printer p = { .program = program, .text = text_open(arena), .line_of = line_of, .user = user };
    say_program(&p);
    for (uint32_t i = 0; i < program->before_count; i++) {
        if (!program->before[i]) continue;
        p.program = program->before[i];
        say_number(&p, "\n", i + 1);
        say(&p, i ? " years before: " : " year before: ");
        say_program(&p);
    }
    return text_str(&p.text);
}
