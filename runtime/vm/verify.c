/* verify.c -- proves a program before every run: here its counts, spaces, columns and accumulators;
 * its values in verify_value.c, its steps in verify_step.c, what it prints and what passes between
 * years in verify_result.c.  The rules stand in rule.def.
 *
 * It trusts lengths and pointers (there is no file form of a program) and nothing else.  After it
 * the VM checks nothing.  It must not repair, guess or print: one Diag says which rule was broken.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/verify.h"
#include "limit.h"

static const char *const rule_text[] = {
#define RULE(number, text) [number] = text,
#include "vm/rule.def"
#undef RULE
};

bool verify_reject(Verifier *v, unsigned rule, const char *what, uint64_t which)
{
    assert(!v->failed); /* whoever is told so goes no further */
    v->failed = true;
    Arena *arena = v->diags->arena;
    const char *text = rule_text[rule];
    Str args[] = { STR_EMPTY,
                   str_printf(arena, "V%u", (uint64_t)rule),
                   { text, strlen(text) },
                   str_printf(arena, "%s %u", what, which) };
    diag_at(v->diags, D_NOT_VERIFIED, v->span, args, COUNT_OF(args));
    return false;
}

/* ---- rule 1 ---- */

static bool check_list(Verifier *v, const char *what, const void *items, uint32_t count,
                       uint32_t most)
{
    DEMAND(count <= most, 1, what, count);
    DEMAND(count == 0 || items, 1, what, count);
    return true;
}

static bool check_counts(Verifier *v)
{
    const Program *p = v->program;
    bool ok = check_list(v, "records", p->schemas, p->schema_count, LIMIT_SPACES) &&
              check_list(v, "spaces", p->spaces, p->space_count, LIMIT_SPACES) &&
              check_list(v, "columns", p->columns, p->column_count, LIMIT_PROGRAM_LIST) &&
              check_list(v, "accumulators", p->accs, p->acc_count, LIMIT_PROGRAM_LIST) &&
              check_list(v, "tables", p->tables, p->table_count, LIMIT_PROGRAM_LIST) &&
              check_list(v, "lists", p->lists, p->list_count, LIMIT_PROGRAM_LIST) &&
              check_list(v, "texts", p->texts, p->text_count, LIMIT_NODES) &&
              check_list(v, "constants", p->constants, p->constant_count, LIMIT_PROGRAM_LIST) &&
              check_list(v, "roundings", p->roundings, p->rounding_count, LIMIT_PROGRAM_LIST) &&
              check_list(v, "reasons", p->reasons, p->reason_count, LIMIT_REASONS) &&
              check_list(v, "arguments", p->args, p->arg_count, LIMIT_NODES) &&
              check_list(v, "instructions", p->code, p->code_count, LIMIT_INSTRUCTIONS) &&
              check_list(v, "spans", p->spans, p->code_count, LIMIT_INSTRUCTIONS) &&
              check_list(v, "steps", p->steps, p->step_count, LIMIT_INSTRUCTIONS) &&
              check_list(v, "levels", p->levels, p->level_count, LIMIT_PROGRAM_LIST) &&
              check_list(v, "figures", p->nation, p->nation_count, LIMIT_PROGRAM_LIST) &&
              check_list(v, "ledgers", p->measuring, p->measuring_count, LIMIT_PROGRAM_LIST) &&
              check_list(v, "goals", p->goals, p->goal_count, LIMIT_PROGRAM_LIST) &&
              check_list(v, "links", p->links, p->link_count, LIMIT_PROGRAM_LIST) &&
              check_list(v, "supports", p->supports, p->support_count, LIMIT_PROGRAM_LIST) &&
              check_list(v, "totals", p->reconciles, p->reconcile_count, LIMIT_PROGRAM_LIST) &&
              (!p->publish || check_list(v, "published", p->publish->levels,
                                         p->publish->level_count, LIMIT_PROGRAM_LIST)) &&
              check_list(v, "reads", p->earlier, p->earlier_count, LIMIT_PROGRAM_LIST) &&
              check_list(v, "exports", p->exports, p->export_count, LIMIT_PROGRAM_LIST) &&
              check_list(v, "years", p->before, p->before_count, LIMIT_TERM);
    if (!ok) return false;
    DEMAND(p->reason_count >= REASON_FIRST_OWN, 1, "reasons", p->reason_count);
    return true;
}

/* ---- rules 2 and 3 ---- */

static bool check_group(Verifier *v, uint32_t s)
{
    const Program *p = v->program;
    const Space *space = &p->spaces[s];
    DEMAND(space->of < s && space->level < s, 2, "space", s);
    DEMAND(space->key_count >= 1 && space->key_count <= LIMIT_KEYS && space->key_column, 2, "space",
           s);
    for (uint32_t k = 0; k < space->key_count; k++) {
        uint32_t c = space->key_column[k];
        DEMAND(c < p->column_count, 2, "space", s);
        const ColumnInfo *info = &p->columns[c];
        DEMAND(info->space == s && info->origin == COLUMN_KEY, 2, "space", s);
    }
    if (space->level == 0) {
        DEMAND(space->level_column == NONE, 2, "space", s);
        return true;
    }
    DEMAND(space->level_column < p->column_count, 2, "space", s);
    const ColumnInfo *info = &p->columns[space->level_column];
    DEMAND(info->space == s && info->origin == COLUMN_LEVEL && info->type == TYPE_ROW &&
               info->target == space->level,
           2, "space", s);
    return true;
}

static bool check_spaces(Verifier *v)
{
    const Program *p = v->program;
    DEMAND(p->space_count > p->schema_count, 2, "spaces", p->space_count);
    DEMAND(p->spaces[0].kind == SPACE_NATION, 2, "space", 0);
    for (uint32_t s = 1; s < p->space_count; s++) {
        const Space *space = &p->spaces[s];
        if (s <= p->schema_count) {
            DEMAND(space->kind == SPACE_RECORD && space->record == s - 1, 2, "space", s);
        } else {
            DEMAND(space->kind == SPACE_GROUP, 2, "space", s);
            if (!check_group(v, s)) return false;
        }
    }
    return true;
}

static bool is_personal(const RecordSchema *schema, uint32_t field)
{
    const FieldSchema *f = &schema->fields[field];
    if (f->personal || f->role == ROLE_PERSONAL) return true;
    if (!schema->personal_key) return false;
    for (size_t k = 0; k < schema->key_count; k++)
        if (schema->key[k] == field) return true;
    return false;
}

static bool check_field(Verifier *v, uint32_t c)
{
    const Program *p = v->program;
    const ColumnInfo *info = &p->columns[c];
    const Space *space = &p->spaces[info->space];
    DEMAND(space->kind == SPACE_RECORD, 3, "column", c);
    const RecordSchema *schema = &p->schemas[space->record];
    DEMAND(info->field < schema->field_count, 3, "column", c);
    const FieldSchema *field = &schema->fields[info->field];
    DEMAND(info->type == kind_type(field->kind), 3, "column", c);
    if (field->kind == KIND_LINK)
        DEMAND(field->parent >= 0 && (uint32_t)field->parent < p->schema_count &&
                   info->target == (uint32_t)field->parent + 1,
               3, "column", c);
    v->written[c] = true;
    v->ready[c] = field->needed; /* others are read, checked and let go */
    v->personal[c] = is_personal(schema, info->field);
    return true;
}

static bool check_column(Verifier *v, uint32_t c)
{
    const Program *p = v->program;
    const ColumnInfo *info = &p->columns[c];
    DEMAND(info->space < p->space_count, 3, "column", c);
    DEMAND(info->type > TYPE_NONE && info->type <= TYPE_ROW, 3, "column", c);
    if (info->type == TYPE_ROW)
        DEMAND(info->target < p->space_count, 3, "column", c);
    else
        DEMAND(info->target == NONE, 3, "column", c);
    bool in_group = p->spaces[info->space].kind == SPACE_GROUP;
    switch (info->origin) {
    case COLUMN_FIELD: return check_field(v, c);
    case COLUMN_STORED:
    case COLUMN_REDUCED: return true;
    case COLUMN_GROUP:
        DEMAND(info->type == TYPE_ROW && p->spaces[info->target].kind == SPACE_GROUP, 3, "column",
               c);
        return true;
    case COLUMN_KEY: DEMAND(in_group, 3, "column", c); return true;
    case COLUMN_LEVEL: DEMAND(in_group && info->type == TYPE_ROW, 3, "column", c); return true;
    case COLUMN_ORDERED: DEMAND(is_numeric(info->type), 3, "column", c); return true;
    case COLUMN_EARLIER:
        DEMAND(!in_group && info->type != TYPE_ROW, 3, "column", c);
        v->ready[c] = true; /* rule 19 has a read that fills it */
        return true;
    }
    REJECT(3, "column", c);
}

/* ---- rule 5 ---- */

static bool is_reduced(const Verifier *v, const Acc *acc, uint32_t column)
{
    if (column >= v->program->column_count) return false;
    const ColumnInfo *info = &v->program->columns[column];
    return info->origin == COLUMN_REDUCED && info->space == acc->target;
}

/* A reduced column is claimed by one accumulator; the step that fills it makes it written. */
static bool claim(Verifier *v, const Acc *acc, uint32_t column, bool *claimed)
{
    if (!is_reduced(v, acc, column) || claimed[column]) return false;
    claimed[column] = true;
    return true;
}

static bool claim_number(Verifier *v, const Acc *acc, uint32_t column, bool *claimed)
{
    if (column == NONE) return true;
    return claim(v, acc, column, claimed) && v->program->columns[column].type == TYPE_NUMBER;
}

/* Going from the slot to what gathers it comes to an end: no slot is within itself. */
static bool ends_above(const Acc *acc, uint32_t s)
{
    uint32_t steps = 0;
    for (uint32_t up = acc->slots[s].within; up; up = acc->slots[up - 1].within)
        if (up > acc->slot_count || !acc->slots[up - 1].gathers || ++steps > acc->slot_count)
            return false;
    return true;
}

static bool check_pick(Verifier *v, uint32_t a, bool *claimed)
{
    const Acc *acc = &v->program->accs[a];
    DEMAND(acc->slot_count >= 1 && acc->slot_count <= LIMIT_SLOTS && acc->slots, 5, "accumulator",
           a);
    DEMAND(!(acc->lowest_first && acc->greatest_total), 5, "accumulator", a);
    for (uint32_t s = 0; s < acc->slot_count; s++) {
        const PickSlot *slot = &acc->slots[s];
        DEMAND(ends_above(acc, s), 5, "accumulator", a);
        DEMAND(claim_number(v, acc, slot->sum, claimed) &&
                   claim_number(v, acc, slot->count, claimed) &&
                   claim_number(v, acc, slot->least, claimed) &&
                   claim_number(v, acc, slot->greatest, claimed),
               5, "accumulator", a);
    }
    DEMAND(claim_number(v, acc, acc->picked_column, claimed), 5, "accumulator", a);
    return true;
}

static bool check_acc(Verifier *v, uint32_t a, bool *claimed)
{
    const Acc *acc = &v->program->accs[a];
    DEMAND(acc->kind <= ACC_PICK && acc->target < v->program->space_count, 5, "accumulator", a);
    if (acc->kind == ACC_PICK) return check_pick(v, a, claimed);
    DEMAND(claim(v, acc, acc->column, claimed), 5, "accumulator", a);
    Type type = v->program->columns[acc->column].type;
    switch (acc->kind) {
    case ACC_SOME:
    case ACC_EVERY: DEMAND(type == TYPE_YESNO, 5, "accumulator", a); break;
    case ACC_LEAST:
    case ACC_GREATEST: DEMAND(is_numeric(type), 5, "accumulator", a); break;
    case ACC_ONE: break; /* as the register: rule 12 */
    case ACC_SUM:
    case ACC_MEAN:
    case ACC_SAMPLE_DEVIATION:
    case ACC_POPULATION_DEVIATION:
    case ACC_WEIGHTED_SUM:
    case ACC_WEIGHTED_MEAN:
    case ACC_COUNT:
    case ACC_SHARE:
    case ACC_DIFFERENT:
    case ACC_PICK: DEMAND(type == TYPE_NUMBER, 5, "accumulator", a); break;
    }
    return true;
}

/* ---- all of it ---- */

static bool check_declared(Verifier *v)
{
    const Program *p = v->program;
    if (!check_spaces(v)) return false;
    for (uint32_t c = 0; c < p->column_count; c++) {
        v->span = p->columns[c].span;
        if (!check_column(v, c)) return false;
    }
    v->span = (Span){ 0 };
    if (!verify_values(v)) return false;
    bool *claimed = NEW_ARRAY(v->diags->arena, bool, p->column_count);
    for (uint32_t a = 0; a < p->acc_count; a++) {
        v->span = p->accs[a].span;
        if (!check_acc(v, a, claimed)) return false;
    }
    v->span = (Span){ 0 };
    return true;
}

bool program_verify(const Program *program, Diags *diags)
{
    Verifier v = { .program = program, .diags = diags };
    if (!check_counts(&v)) return false;
    Arena *arena = diags->arena;
    v.made = NEW_ARRAY(arena, bool, program->space_count);
    v.written = NEW_ARRAY(arena, bool, program->column_count);
    v.ready = NEW_ARRAY(arena, bool, program->column_count);
    v.personal = NEW_ARRAY(arena, bool, program->column_count);
    v.filled = NEW_ARRAY(arena, bool, program->acc_count);
    if (!check_declared(&v) || !verify_earlier(&v) || !verify_steps(&v)) return false;
    for (uint32_t c = 0; c < program->column_count; c++)
        if (!v.written[c]) return verify_reject(&v, 11, "column", c);
    for (uint32_t a = 0; a < program->acc_count; a++)
        if (!v.filled[a]) return verify_reject(&v, 12, "accumulator", a);
    return verify_exports(&v) && verify_results(&v);
}
