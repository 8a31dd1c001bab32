/* test_verify.c -- the verifier: a program with one of everything passes; each rule has programs
 * that break it and nothing else; and programs changed at random are either rejected or run clean.
 * SPDX-License-Identifier: Apache-2.0 */
#include "random.h"
#include "verify_help.h"

static void one_of_everything_passes_and_runs(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    run_all(b);
    SHOWS(b, w.total, "1 4 0");
    SHOWS(b, w.made, ".2 5/2 .2 .2 .8 1");
}

static void counts_are_within_limits(void **state)
{
    Build *b = *state;
    whole(b);
    Program *p = &b->p;
    BREAKS(b, p->code_count, 100001, "V1");
    BREAKS(b, p->column_count, 100001, "V1");
    BREAKS(b, p->reason_count, 251, "V1");
    BREAKS(b, p->reason_count, REASON_FIRST_OWN - 1, "V1");
    BREAKS(b, p->code, NULL, "V1");
    BREAKS(b, p->spans, NULL, "V1");
    BREAKS(b, p->columns, NULL, "V1");
    BREAKS(b, p->steps[0].reg_count, 60001, "V1");
    assert_string_equal(rule_broken(b), "");
}

static void spaces_are_the_nation_records_and_groups_of_earlier_ones(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    Space *group = &p->spaces[w.group];
    BREAKS(b, p->spaces[0].kind, SPACE_RECORD, "V2");
    BREAKS(b, p->spaces[1].record, 1, "V2");
    BREAKS(b, p->spaces[2].kind, SPACE_GROUP, "V2");
    BREAKS(b, p->space_count, 3, "V2");
    BREAKS(b, group->of, w.group, "V2");
    BREAKS(b, group->level, w.group + 1, "V2");
    BREAKS(b, group->key_count, 0, "V2");
    BREAKS(b, group->key_count, 17, "V2");
    BREAKS(b, group->key_column[0], w.x, "V2");
    BREAKS(b, group->key_column[0], 9999, "V2");
    BREAKS(b, group->level_column, NONE, "V2");
    BREAKS(b, group->level_column, w.school_of, "V2");
    BREAKS(b, group->level, 0, "V2");
}

static void columns_are_as_their_origin_says(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    BREAKS(b, p->columns[w.x].space, 99, "V3");
    BREAKS(b, p->columns[w.x].space, 0, "V3");
    BREAKS(b, p->columns[w.x].type, TYPE_CODE, "V3");
    BREAKS(b, p->columns[w.x].type, TYPE_NONE, "V3");
    BREAKS(b, p->columns[w.x].type, TYPE_ROW + 1, "V3");
    BREAKS(b, p->columns[w.x].field, 12, "V3");
    BREAKS(b, p->columns[w.x].target, 1, "V3");
    BREAKS(b, p->columns[w.x].origin, 77, "V3");
    BREAKS(b, p->columns[w.school_of].target, w.pupil, "V3");
    BREAKS(b, p->columns[w.school_of].target, NONE, "V3");
    uint32_t member = p->steps[w.group_step].group_column;
    BREAKS(b, p->columns[member].target, w.school, "V3");
    BREAKS(b, p->columns[p->steps[w.order_step].out].type, TYPE_YESNO, "V3");
    BREAKS(b, p->columns[w.made].origin, COLUMN_KEY, "V3");
    BREAKS(b, p->columns[w.made].origin, COLUMN_LEVEL, "V3");
}

static void values_are_whole_and_in_lowest_terms(void **state)
{
    Build *b = *state;
    whole(b);
    Program *p = &b->p;
    Exact *loose = exact_copy(&b->arena, exact_text(b, "5/2"));
    Arena *before = number_arena_use(&b->arena);
    mpz_mul_ui(mpq_numref(loose->a), mpq_numref(loose->a), 2);
    mpz_mul_ui(mpq_denref(loose->a), mpq_denref(loose->a), 2);
    number_arena_use(before);
    Exact root = *exact_text(b, "2");
    root.root = true;
    BREAKS(b, p->constants[0].number, NULL, "V4");
    BREAKS(b, p->constants[0].number, loose, "V4");
    BREAKS(b, p->constants[0].number, &root, "V4");
    BREAKS(b, p->constants[0].type, TYPE_DATE, "V4");
    BREAKS(b, p->constants[0].type, TYPE_ROW, "V4");
    BREAKS(b, p->constants[1].code, p->text_count, "V4");
    BREAKS(b, p->lists[0].code[1], p->text_count, "V4");
    BREAKS(b, p->lists[0].code, NULL, "V4");
    BREAKS(b, p->tables[0].keys[0].code, p->text_count, "V4");
    BREAKS(b, p->tables[0].values[1].number, NULL, "V4");
    BREAKS(b, p->tables[0].type, TYPE_ROW, "V4");
    BREAKS(b, p->tables[0].match[0], 4, "V4");
    BREAKS(b, p->tables[0].key_count, 0, "V6"); /* an instruction asks it */
    BREAKS(b, p->tables[0].key_count, 17, "V4");
    BREAKS(b, p->tables[1].keys[1].high, loose, "V4");
    BREAKS(b, p->tables[2].slope[1], loose, "V4");
    BREAKS(b, p->tables[2].slope[1], NULL, "V4");
    BREAKS(b, p->tables[2].slope_key, 0, "V4");
    BREAKS(b, p->tables[2].slope_key, 2, "V4");
    BREAKS(b, p->tables[2].type, TYPE_YESNO, "V4");
    BREAKS(b, p->tables[2].outside, 0, "V16");
    BREAKS(b, p->tables[2].outside, p->reason_count, "V16");
    BREAKS(b, p->tables[2].slope, NULL, "V8");
    BREAKS(b, p->tables[0].slope, p->tables[2].slope, "V4");
    BREAKS(b, p->roundings[0].mode, 5, "V4");
    BREAKS(b, p->roundings[0].step, NULL, "V4");
    BREAKS(b, p->roundings[0].step, exact_text(b, "0"), "V4");
    BREAKS(b, p->roundings[0].num, 7, "V4");
}

static void accumulators_write_columns_of_their_target(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    Acc *pick_acc = NULL;
    for (uint32_t a = 0; a < p->acc_count; a++)
        if (p->accs[a].kind == ACC_PICK) pick_acc = &p->accs[a];
    BREAKS(b, p->accs[0].kind, ACC_PICK + 1, "V5");
    BREAKS(b, p->accs[0].target, 99, "V5");
    BREAKS(b, p->accs[0].target, 0, "V5");
    BREAKS(b, p->accs[0].column, w.x, "V5");
    BREAKS(b, p->accs[0].column, NONE, "V5");
    BREAKS(b, p->accs[1].column, p->accs[0].column, "V5");
    BREAKS(b, p->accs[3].kind, ACC_SHARE, "V5");
    BREAKS(b, p->accs[0].kind, ACC_SOME, "V5");
    BREAKS(b, p->columns[p->accs[4].column].type, TYPE_CODE, "V5");
    BREAKS(b, pick_acc->slot_count, 0, "V5");
    BREAKS(b, pick_acc->slot_count, 65, "V5");
    BREAKS(b, pick_acc->slots, NULL, "V5");
    BREAKS(b, pick_acc->slots[1].sum, pick_acc->slots[0].sum, "V5");
    BREAKS(b, pick_acc->slots[1].count, w.made, "V5");
    BREAKS(b, pick_acc->picked_column, w.total, "V5");
    BREAKS(b, pick_acc->slots[0].within, 2, "V5"); /* the second gathers nothing */
    BREAKS(b, pick_acc->slots[0].within, 4, "V5");
    BREAKS(b, pick_acc->slots[0].gathers, true, "V12"); /* it has a mask */
    pick_acc->slots[0].gathers = pick_acc->slots[1].gathers = true;
    pick_acc->slots[0].within = 2;
    BREAKS(b, pick_acc->slots[1].within, 1, "V5");
    pick_acc->greatest_total = true;
    BREAKS(b, pick_acc->lowest_first, true, "V5");
}

static void operands_are_in_range(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    Instr *add = &p->code[w.add_pc], *find = &p->code[w.find_pc], *pick_at = &p->code[w.pick_pc];
    BREAKS(b, p->code[0].op, OP_COUNT, "V6");
    BREAKS(b, p->code[0].op, 65535, "V6");
    BREAKS(b, p->code[0].a, p->column_count, "V6");
    BREAKS(b, add->a, p->constant_count, "V6"); /* add_pc is the constant before it */
    BREAKS(b, add[1].a, 999, "V6");
    BREAKS(b, add[1].d, 999, "V6");
    BREAKS(b, add[2].a, p->table_count, "V6");
    BREAKS(b, add[2].b, p->arg_count, "V6");
    BREAKS(b, p->args[p->arg_count - 3], NONE, "V6");
    BREAKS(b, p->args[add[2].b], 0, "V6");
    BREAKS(b, p->args[add[2].b], NONE, "V6");
    BREAKS(b, find->a, p->space_count, "V6");
    BREAKS(b, p->args[find->b], 1, "V6");
    BREAKS(b, p->args[pick_at->c], 3, "V6");
    BREAKS(b, p->code[w.sum_pc].d, p->acc_count, "V6");
    for (uint32_t pc = 0; pc < p->code_count; pc++) {
        if (p->code[pc].op == OP_ROUND) BREAKS(b, p->code[pc].b, p->rounding_count, "V6");
        if (p->code[pc].op == OP_IN_LIST) BREAKS(b, p->code[pc].b, p->list_count, "V6");
        if (p->code[pc].op == OP_MEDIAN_KNOWN) BREAKS(b, p->args[p->code[pc].a], 0, "V6");
        if (p->code[pc].op == OP_WITHHOLD) BREAKS(b, p->code[pc].c, 0, "V16");
        if (p->code[pc].op == OP_WITHHOLD) BREAKS(b, p->code[pc].c, p->reason_count, "V16");
        if (p->code[pc].op == OP_IS_REASON) BREAKS(b, p->code[pc].b, p->reason_count, "V16");
    }
    BREAKS(b, p->tables[0].values[0].reason, p->reason_count, "V16");
}

static void registers_are_written_once_and_before_they_are_read(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    Instr *add = &p->code[w.add_pc + 1];
    BREAKS(b, add->a, add->d, "V7");
    BREAKS(b, add->d, 0, "V7");
    BREAKS(b, p->code[w.add_pc].d, 0, "V7");
    BREAKS(b, p->args[p->code[w.pick_pc].c + 2], 7, "V6");
}

static void operands_have_the_types_asked_for(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    Instr *add = &p->code[w.add_pc + 1];
    BREAKS(b, add->a, 1, "V8");                               /* a code */
    BREAKS(b, add->op, OP_AND, "V8");                         /* numbers */
    BREAKS(b, p->args[p->code[w.add_pc + 2].b + 1], 0, "V8"); /* a number where a code is asked */
    BREAKS(b, p->code[w.store_pc].b, 1, "V8");
    BREAKS(b, p->args[p->code[w.find_pc].b + 2], 0, "V8");
    BREAKS(b, p->steps[w.order_step].value, w.word, "V8");
    BREAKS(b, p->columns[p->steps[w.order_step].out].type, TYPE_DATE, "V8");
    BREAKS(b, p->columns[p->spaces[w.group].key_column[0]].type, TYPE_YESNO, "V8");
    for (uint32_t pc = 0; pc < p->code_count; pc++)
        if (p->code[pc].op == OP_CHOOSE) BREAKS(b, p->code[pc].c, 1, "V8");
}

static void registers_have_the_stated_types(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    RegInfo *regs = (RegInfo *)(uintptr_t)p->steps[w.rows_step].regs;
    BREAKS(b, regs[0].type, TYPE_DATE, "V9");
    BREAKS(b, regs[0].target, 1, "V9");
    BREAKS(b, regs[3].target, w.pupil, "V9");
    BREAKS(b, p->steps[w.rows_step].reg_count, p->steps[w.rows_step].reg_count + 1, "V9");
}

static void columns_are_read_in_their_own_space(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    BREAKS(b, p->code[0].a, w.pupil_of, "V10");
    BREAKS(b, p->code[w.store_pc].a, w.x, "V10");
    BREAKS(b, p->code[w.find_pc].a, w.school, "V10");
    Step *step = rows_of(b, w.pupil);
    (void)step;
    uint32_t row = column(b, w.school_of);
    make(b, OP_GATHER, w.total, row, 0);
    end_rows(b);
    assert_string_equal(rule_broken(b), "");
    Instr *gather = &p->code[p->code_count - 1];
    BREAKS(b, gather->a, w.made, "V10");
    BREAKS(b, gather->b, NONE, "V10");
}

static void columns_are_written_once_and_before_they_are_read(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    BREAKS(b, p->code[w.store_pc].a, p->code[w.store_pc - 1].a, "V11");
    BREAKS(b, p->code[0].a, w.made, "V11");
    BREAKS(b, p->columns[w.made].origin, COLUMN_REDUCED, "V10");
    BREAKS(b, p->steps[w.group_step].keys, &p->steps[w.order_step].out, "V14");
    FieldSchema *field = (FieldSchema *)(uintptr_t)&p->schemas[1].fields[1];
    BREAKS(b, field->needed, false, "V11");
    uint32_t spare = new_column(b, w.pupil, TYPE_NUMBER, COLUMN_STORED, NONE);
    assert_string_equal(rule_broken(b), "V11"); /* nobody writes it */
    rows_of(b, w.pupil);
    uint32_t x = column(b, w.x);
    put(b, OP_STORE, 0, spare, x, 0);
    put(b, OP_STORE, 0, spare, x, 0);
    end_rows(b);
    assert_string_equal(rule_broken(b), "V11"); /* somebody writes it twice */
}

static void an_accumulator_is_filled_once_by_what_suits_it(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    Instr *sum = &p->code[w.sum_pc];
    BREAKS(b, sum->op, OP_GATHER_LEAST, "V12");
    BREAKS(b, sum->b, NONE, "V12");
    BREAKS(b, sum->d, 1, "V12");
    BREAKS(b, sum[1].d, 0, "V12");
    BREAKS(b, p->columns[p->accs[4].column].type, TYPE_YEAR, "V12");
    BREAKS(b, p->columns[p->accs[5].column].type, TYPE_NUMBER, "V12");
    p->accs[p->acc_count] = p->accs[0];
    p->accs[p->acc_count++].column = new_column(b, w.school, TYPE_NUMBER, COLUMN_REDUCED, NONE);
    assert_string_equal(rule_broken(b), "V11");
}

static void a_pick_runs_in_the_order_of_its_target(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    BREAKS(b, b->p.steps[w.pick_step].order, NONE, "V13");
    BREAKS(b, b->p.steps[w.pick_step].order, w.school_of, "V14");
}

static void steps_name_what_their_kind_works_on(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    Step *group = &p->steps[w.group_step], *order = &p->steps[w.order_step];
    Step *rank = &p->steps[w.rank_step];
    BREAKS(b, p->steps[0].space, 99, "V14");
    BREAKS(b, p->steps[0].space, w.group, "V14"); /* has no rows yet */
    BREAKS(b, p->steps[0].kind, 9, "V14");
    BREAKS(b, p->steps[0].order, w.x, "V14");
    BREAKS(b, group->group, w.school, "V14");
    BREAKS(b, group->group, 99, "V14");
    BREAKS(b, group->space, w.result, "V14");
    BREAKS(b, group->key_count, 2, "V14");
    BREAKS(b, group->keys, NULL, "V14");
    BREAKS(b, group->group_column, w.made, "V14");
    BREAKS(b, group->mask, w.x, "V14");
    BREAKS(b, group->level, NONE, "V14");
    BREAKS(b, group->level, w.pupil_of, "V14");
    BREAKS(b, order->target, 0, "V14");
    BREAKS(b, order->target, 99, "V14");
    BREAKS(b, order->level, NONE, "V14");
    BREAKS(b, order->mask, w.word, "V14");
    BREAKS(b, order->value, 999, "V14");
    BREAKS(b, order->out, w.made, "V14");
    BREAKS(b, order->out, NONE, "V14");
    BREAKS(b, order->k, w.x, "V14");
    BREAKS(b, order->part, NULL, "V14");
    BREAKS(b, order->part, exact_text(b, "3/2"), "V14");
    BREAKS(b, order->part, exact_text(b, "-1/2"), "V14");
    BREAKS(b, order->part, exact_text(b, "1/9223372036854775807"), "V14");
    BREAKS(b, order->method, 2, "V14");
    BREAKS(b, order->order_kind, ORDER_KTH_LOWEST, "V14");
    BREAKS(b, order->order_kind, 3, "V14");
    BREAKS(b, rank->ties, 4, "V14");
    BREAKS(b, rank->key_count, 1, "V1");
    BREAKS(b, rank->then_count, 17, "V1");
    const uint32_t keys[] = { 0 };
    RankKey thens[] = { { w.word, false } };
    rank->keys = keys;
    rank->thens = thens;
    BREAKS(b, rank->key_count, 1, "V14"); /* a column of another space */
    BREAKS(b, rank->then_count, 1, "V8"); /* a code */
    thens[0].column = 999;
    BREAKS(b, rank->then_count, 1, "V14");
    BREAKS(b, rank->level, w.x, "V14");
    Step *pool = &p->steps[w.pool_step];
    BREAKS(b, pool->space, w.pupil, "V14");
    BREAKS(b, pool->value, w.x, "V14");
    BREAKS(b, pool->k, 9999, "V14");
    BREAKS(b, pool->mask, w.yes, "V14");
    BREAKS(b, pool->out, w.made, "V14");
    BREAKS(b, p->columns[pool->out].type, TYPE_DATE, "V8");
    Instr *along = &p->code[w.along_pc];
    BREAKS(b, along->a, w.x, "V10");
    BREAKS(b, along->b, w.x, "V10");
    BREAKS(b, along->b, w.word, "V11");
    BREAKS(b, along->b, 9999, "V6");
    BREAKS(b, p->args[along->c], 1, "V6");
    BREAKS(b, p->args[along->c + 1], p->args[along->c + 2], "V8");
    BREAKS(b, p->args[along->c + 2], p->args[along->c + 1], "V8");
    p->steps[p->step_count++] = *group;
    assert_string_equal(rule_broken(b), "V14"); /* the same group again */
}

static void steps_cover_the_code_without_gap_or_overlap(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    BREAKS(b, p->steps[w.pick_step].code, 0, "V15");
    BREAKS(b, p->steps[w.pick_step].code, p->steps[w.pick_step].code + 1, "V15");
    BREAKS(b, p->steps[w.pick_step].code_count, NONE, "V15");
    BREAKS(b, p->steps[p->step_count - 1].code_count, 0, "V9");
    BREAKS(b, p->spans[3].start, 5, "V15");
    BREAKS(b, p->steps[1].span.start, 5, "V15");
    p->code_count++;
    assert_string_equal(rule_broken(b), "V15");
}

static void results_are_columns_of_their_space(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    MeasureOut measure = {
        .value = w.total, .lower = NONE, .upper = NONE, .counted = NONE, .of = NONE, .band = NONE
    };
    p->levels[0] = (LevelOut){ .space = w.school, .measure_count = 1, .measures = &measure };
    p->level_count = 1;
    p->nation[0] = (NationOut){ .space = w.school, .column = w.total };
    p->nation_count = 1;
    p->measuring[0] =
        (MeasuringOut){ .space = w.pupil, .column = w.made, .of_pick = NONE, .picked_from = NONE };
    p->measuring_count = 1;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, measure.value, 999, "V17");
    BREAKS(b, measure.value, w.made, "V17");
    BREAKS(b, measure.band, w.total, "V17");
    BREAKS(b, p->levels[0].record, 3, "V17");
    BREAKS(b, p->levels[0].space, 99, "V17");
    BREAKS(b, p->nation[0].column, w.made, "V17");
    BREAKS(b, p->measuring[0].column, w.total, "V17");
    BREAKS(b, p->measuring[0].of_pick, 999, "V17");
    LinkOut link = { .level = w.pupil - 1,
                     .of = w.school - 1,
                     .through = NONE,
                     .from = NONE,
                     .to = w.school_of,
                     .weight = NONE,
                     .status = NONE };
    p->links = &link;
    p->link_count = 1;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, link.level, 99, "V17");
    BREAKS(b, link.of, link.level, "V17"); /* the column is of rows of another record */
    BREAKS(b, link.level, link.of, "V17"); /* it is no column of that record */
    BREAKS(b, link.through, link.level, "V17");
    BREAKS(b, link.from, w.school_of, "V17");
    BREAKS(b, link.to, NONE, "V17");
    BREAKS(b, link.to, w.made, "V17");
    BREAKS(b, link.weight, w.school_of, "V17");
    BREAKS(b, link.status, w.made, "V17");
    p->link_count = 0;
    SupportOut support = { .of = w.pupil - 1,
                           .group = w.school - 1,
                           .row = w.school_of,
                           .seeks = w.yes,
                           .offers = w.yes,
                           .nearest = 1,
                           .figure_count = 1,
                           .figure = &w.made,
                           .rank = &w.made };
    p->supports = &support;
    p->support_count = 1;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, support.of, 99, "V17");
    BREAKS(b, support.of, support.group, "V17"); /* the columns are of other rows */
    BREAKS(b, support.group, 99, "V17");
    BREAKS(b, support.group, support.of, "V17"); /* the column is of rows of another record */
    BREAKS(b, support.group, NONE, "V17");
    BREAKS(b, support.row, NONE, "V17");
    BREAKS(b, support.row, w.made, "V17");
    BREAKS(b, support.seeks, NONE, "V17");
    BREAKS(b, support.offers, w.made, "V17");
    BREAKS(b, support.nearest, 0, "V17");
    BREAKS(b, support.figure, &w.total, "V17");
    BREAKS(b, support.rank, &w.yes, "V17");
    p->support_count = 0;
    p->goals[0] = (GoalOut){ .value = w.total };
    p->goal_count = 1;
    assert_string_equal(rule_broken(b), "V17");
}

static void a_personal_value_reaches_no_result(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    MeasureOut measure = {
        .value = w.total, .lower = NONE, .upper = NONE, .counted = NONE, .of = NONE, .band = NONE
    };
    p->levels[0] = (LevelOut){ .space = w.school, .measure_count = 1, .measures = &measure };
    p->level_count = 1;
    p->nation[0] = (NationOut){ .space = w.pupil, .column = w.made };
    p->nation_count = 1;
    assert_string_equal(rule_broken(b), "");
    FieldSchema *fields = (FieldSchema *)(uintptr_t)p->schemas[1].fields;
    BREAKS(b, fields[1].personal, true, "V18");         /* x: through arithmetic and rounding */
    BREAKS(b, fields[2].role, ROLE_PERSONAL, "V18");    /* word: through a table */
    BREAKS(b, p->schemas[1].personal_key, true, "V18"); /* its rows may not be named */
    p->nation_count = 0;
    BREAKS(b, fields[1].personal, true, ""); /* a sum of many is nobody's */
    BREAKS(b, p->schemas[0].personal_key, true, "V18");
    measure.value = p->accs[5].column; /* the one word: no figure of a measure */
    assert_string_equal(rule_broken(b), "V17");
    measure.value = p->steps[w.order_step].out;
    BREAKS(b, fields[1].personal, true, "V18");
    p->levels[0].space = w.group;
    measure.value = p->steps[w.pool_step].out;
    BREAKS(b, fields[2].personal, true, "V18"); /* a group is named by its key */
    assert_string_equal(rule_broken(b), "");
}

/* ---- programs changed at random ---- */

typedef struct Running {
    Build *b;
    RunOptions options;
    bool ran;
} Running;

static void run_changed(void *arg)
{
    Running *running = arg;
    Build *b = running->b;
    b->run = run_open(&b->arena, &b->p, b->tables, b->atoms, &b->dens);
    running->ran = run_program(b->run, &running->options, &b->diags);
}

/* A number to put in place of another: near it, small, large, or any. */
static uint32_t other_number(uint64_t *seed, uint32_t old)
{
    switch (random_under(seed, 6)) {
    case 0: return old + 1;
    case 1: return old - 1;
    case 2: return NONE;
    case 3: return random_under(seed, 1 << 20);
    default: return random_under(seed, 40);
    }
}

/* Everything in a program that is an index or a kind, one after another. */
static size_t collect(Program *p, uint32_t **place)
{
    size_t n = 0;
    for (uint32_t i = 0; i < p->code_count; i++) {
        Instr *in = &p->code[i];
        place[n++] = &in->d;
        place[n++] = &in->a;
        place[n++] = &in->b;
        place[n++] = &in->c;
    }
    for (uint32_t i = 0; i < p->arg_count; i++) place[n++] = &p->args[i];
    for (uint32_t i = 0; i < p->column_count; i++) {
        place[n++] = &p->columns[i].space;
        place[n++] = &p->columns[i].field;
        place[n++] = &p->columns[i].target;
        place[n++] = (uint32_t *)&p->columns[i].type;
        place[n++] = (uint32_t *)&p->columns[i].origin;
    }
    for (uint32_t i = 0; i < p->acc_count; i++) {
        place[n++] = &p->accs[i].target;
        place[n++] = &p->accs[i].column;
        place[n++] = (uint32_t *)&p->accs[i].kind;
    }
    for (uint32_t i = 0; i < p->step_count; i++) {
        Step *step = &p->steps[i];
        uint32_t *const all[] = { &step->space, &step->order, &step->code,   &step->code_count,
                                  &step->group, &step->mask,  &step->level,  &step->group_column,
                                  &step->value, &step->out,   &step->target, &step->k };
        for (size_t k = 0; k < COUNT_OF(all); k++) place[n++] = all[k];
        place[n++] = (uint32_t *)&step->kind;
        place[n++] = (uint32_t *)&step->order_kind;
        place[n++] = (uint32_t *)&step->method;
        place[n++] = (uint32_t *)&step->ties;
        RegInfo *regs = (RegInfo *)(uintptr_t)step->regs;
        for (uint32_t r = 0; step->kind == STEP_ROWS && r < step->reg_count; r++) {
            place[n++] = &regs[r].target;
            place[n++] = (uint32_t *)&regs[r].type;
        }
    }
    for (uint32_t i = 0; i < p->constant_count; i++) {
        place[n++] = &p->constants[i].code;
        place[n++] = (uint32_t *)&p->constants[i].type;
    }
    return n;
}

static void changed_programs_are_rejected_or_run_clean(void **state)
{
    Build *b = *state;
    whole(b);
    Program *p = &b->p;
    uint32_t **place = calloc(20000, sizeof *place);
    size_t places = collect(p, place), accepted = 0;
    uint64_t seed = 20250903;
    for (int round = 0; round < 30000; round++) {
        uint32_t *changed[3], kept[3], count = 1 + random_under(&seed, 3);
        uint16_t op_kept = 0, *op = NULL;
        for (uint32_t i = 0; i < count; i++) {
            changed[i] = place[random_under(&seed, (uint32_t)places)];
            kept[i] = *changed[i];
            *changed[i] = other_number(&seed, kept[i]);
        }
        if (random_under(&seed, 3) == 0) {
            op = &p->code[random_under(&seed, p->code_count)].op;
            op_kept = *op;
            *op = (uint16_t)random_under(&seed, OP_COUNT + 2);
        }
        Arena before = b->arena;
        b->arena = arena_open(&b->guard);
        Running running = {
            b, { .threads = 1 + random_under(&seed, 2), .batch = 1 + random_under(&seed, 4) }, false
        };
        guard_run(&b->guard, run_changed, &running); /* a limit may be met; that is clean too */
        accepted += running.ran;
        run_close(b->run);
        b->run = NULL;
        arena_close(&b->arena);
        b->arena = before;
        if (op) *op = op_kept;
        for (uint32_t i = count; i-- > 0;) *changed[i] = kept[i];
        arena_close(&b->diag_arena);
        b->diags = diags_open(&b->diag_arena);
    }
    free(place);
    assert_string_equal(rule_broken(b), "");
    assert_true(accepted > 100 && accepted < 15000);
}

/* ---- as text ---- */

static Str one_line(void *user, Span span)
{
    (void)user;
    return span.start ? STR("let x be y") : STR_EMPTY;
}

static bool contains(Str text, const char *words)
{
    return memmem(text.at, text.len, words, strlen(words)) != NULL;
}

static void a_program_is_shown_with_its_source_lines(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    b->p.name = STR("sample");
    b->p.columns[w.x].name = STR("Pupil.x");
    b->p.spans[w.add_pc] = (Span){ 0, 3, 9 };
    Str text = program_disassemble(&b->arena, &b->p, one_line, NULL);
    assert_true(contains(text, "program sample, edition 0, "));
    assert_true(contains(text, "COLUMN c1") || contains(text, "COLUMN c2 Pupil.x"));
    assert_true(contains(text, "-- let x be y\n"));
    assert_true(contains(text, "r5:number <- ADD r0, r4"));
    assert_true(contains(text, "step 2: order of Pupil"));
    assert_true(contains(text, "quantile 0.25 by type 5"));
    assert_true(contains(text, "takes 2"));
    assert_true(contains(text, "each row of Pupil: "));
    b->p.code[w.add_pc].a = 9999; /* a rejected program can be looked at */
    b->p.code[w.find_pc].op = 9999;
    text = program_disassemble(&b->arena, &b->p, NULL, NULL);
    assert_true(contains(text, "?\n"));
}

static void an_earlier_year_is_read_as_it_was_made(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p, then = b->p;
    uint32_t exports[] = { w.total, w.made };
    then.exports = exports;
    then.export_count = 2;
    Program *before[] = { &then };
    EarlierRead read = { new_column(b, w.school, TYPE_NUMBER, COLUMN_EARLIER, NONE), 1, 0 };
    p->before = before;
    p->before_count = 1;
    p->earlier = &read;
    assert_string_equal(rule_broken(b), "V11"); /* nobody reads it */
    p->earlier_count = 1;
    assert_string_equal(rule_broken(b), "V19"); /* the rows of School are not followed */
    p->schemas[0].followed = p->schemas[1].followed = true;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, read.column, 999, "V19");
    BREAKS(b, read.column, w.total, "V19");
    BREAKS(b, read.lag, 0, "V19");
    BREAKS(b, read.lag, 2, "V19");
    BREAKS(b, read.export_, 1, "V19"); /* of Pupil */
    BREAKS(b, read.export_, 2, "V19");
    BREAKS(b, before[0], NULL, "V19");
    BREAKS(b, p->columns[read.column].type, TYPE_DATE, "V19");
    BREAKS(b, p->columns[read.column].space, w.pupil, "V19");
    BREAKS(b, p->columns[read.column].space, w.group, "V3");
    EarlierRead twice[] = { read, read };
    p->earlier = twice;
    BREAKS(b, p->earlier_count, 2, "V19");
    p->earlier = &read;
    /* what it gives away itself */
    p->exports = exports;
    p->export_count = 2;
    assert_string_equal(rule_broken(b), "");
    FieldSchema *fields = (FieldSchema *)(uintptr_t)p->schemas[1].fields;
    BREAKS(b, fields[1].personal, true, "V18");
    BREAKS(b, exports[1], w.school_of, "V19");
    BREAKS(b, exports[1], 999, "V19");
    run_all(b);
    SHOWS(b, read.column, ".3 .3 .3"); /* nobody filled it: the year is not there */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_BUILD(one_of_everything_passes_and_runs),
        WITH_BUILD(counts_are_within_limits),
        WITH_BUILD(spaces_are_the_nation_records_and_groups_of_earlier_ones),
        WITH_BUILD(columns_are_as_their_origin_says),
        WITH_BUILD(values_are_whole_and_in_lowest_terms),
        WITH_BUILD(accumulators_write_columns_of_their_target),
        WITH_BUILD(operands_are_in_range),
        WITH_BUILD(registers_are_written_once_and_before_they_are_read),
        WITH_BUILD(operands_have_the_types_asked_for),
        WITH_BUILD(registers_have_the_stated_types),
        WITH_BUILD(columns_are_read_in_their_own_space),
        WITH_BUILD(columns_are_written_once_and_before_they_are_read),
        WITH_BUILD(an_accumulator_is_filled_once_by_what_suits_it),
        WITH_BUILD(a_pick_runs_in_the_order_of_its_target),
        WITH_BUILD(steps_name_what_their_kind_works_on),
        WITH_BUILD(steps_cover_the_code_without_gap_or_overlap),
        WITH_BUILD(results_are_columns_of_their_space),
        WITH_BUILD(a_personal_value_reaches_no_result),
        WITH_BUILD(an_earlier_year_is_read_as_it_was_made),
        WITH_BUILD(changed_programs_are_rejected_or_run_clean),
        WITH_BUILD(a_program_is_shown_with_its_source_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
