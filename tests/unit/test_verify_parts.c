/* test_verify_parts.c -- each part of each rule of the verifier that test_verify.c does not break:
 * every count and list, values, groups, orders and ranks, looking up, and all that is printed.
 * SPDX-License-Identifier: Apache-2.0 */
#include "limit.h"
#include "verify_help.h"

static void every_list_is_there_and_not_too_long(void **state)
{
    Build *b = *state;
    whole(b);
    Program *p = &b->p;
#define LIST(items, count, most)                                                                   \
    do {                                                                                           \
        uint32_t had = p->count;                                                                   \
        BREAKS(b, p->count, (most) + 1, "V1");                                                     \
        if (!p->count) p->count = 1;                                                               \
        BREAKS(b, p->items, NULL, "V1");                                                           \
        p->count = had;                                                                            \
    } while (0)
    LIST(schemas, schema_count, LIMIT_SPACES);
    LIST(spaces, space_count, LIMIT_SPACES);
    LIST(columns, column_count, LIMIT_PROGRAM_LIST);
    LIST(accs, acc_count, LIMIT_PROGRAM_LIST);
    LIST(tables, table_count, LIMIT_PROGRAM_LIST);
    LIST(lists, list_count, LIMIT_PROGRAM_LIST);
    LIST(texts, text_count, LIMIT_NODES);
    LIST(constants, constant_count, LIMIT_PROGRAM_LIST);
    LIST(roundings, rounding_count, LIMIT_PROGRAM_LIST);
    LIST(reasons, reason_count, LIMIT_REASONS);
    LIST(args, arg_count, LIMIT_NODES);
    LIST(steps, step_count, LIMIT_INSTRUCTIONS);
    LIST(levels, level_count, LIMIT_PROGRAM_LIST);
    LIST(nation, nation_count, LIMIT_PROGRAM_LIST);
    LIST(measuring, measuring_count, LIMIT_PROGRAM_LIST);
    LIST(goals, goal_count, LIMIT_PROGRAM_LIST);
    LIST(links, link_count, LIMIT_PROGRAM_LIST);
    LIST(supports, support_count, LIMIT_PROGRAM_LIST);
    LIST(reconciles, reconcile_count, LIMIT_PROGRAM_LIST);
    LIST(earlier, earlier_count, LIMIT_PROGRAM_LIST);
    LIST(exports, export_count, LIMIT_PROGRAM_LIST);
    LIST(before, before_count, LIMIT_TERM);
    PublishOut publish = { .level_count = 1 };
    BREAKS(b, p->publish, &publish, "V1");
    publish.level_count = LIMIT_PROGRAM_LIST + 1;
    BREAKS(b, p->publish, &publish, "V1");
    publish.level_count = 0;
    BREAKS(b, p->publish, &publish, "");
    assert_string_equal(rule_broken(b), "");
}

/* An exact number whose numerator or denominator has so many bits. */
static const Exact *long_number(Build *b, bool above, unsigned bits)
{
    Exact *x = exact_copy(&b->arena, exact_text(b, "1"));
    Arena *before = number_arena_use(&b->arena);
    mpz_ptr part = above ? mpq_numref(x->a) : mpq_denref(x->a);
    mpz_mul_2exp(part, part, bits);
    mpz_sub_ui(mpq_numref(x->a), mpq_numref(x->a), above);
    number_arena_use(before);
    return x;
}

static void numbers_are_no_longer_than_the_limit(void **state)
{
    Build *b = *state;
    whole(b);
    Program *p = &b->p;
    BREAKS(b, p->constants[0].number, long_number(b, true, LIMIT_BITS), "");
    BREAKS(b, p->constants[0].number, long_number(b, true, LIMIT_BITS + 1), "V4");
    BREAKS(b, p->constants[0].number, long_number(b, false, LIMIT_BITS - 1), "");
    BREAKS(b, p->constants[0].number, long_number(b, false, LIMIT_BITS), "V4");
    Exact *upside = exact_copy(&b->arena, exact_text(b, "1/2"));
    Arena *before = number_arena_use(&b->arena);
    mpz_neg(mpq_denref(upside->a), mpq_denref(upside->a));
    number_arena_use(before);
    BREAKS(b, p->constants[0].number, upside, "V4");
    BREAKS(b, p->steps[0].regs, NULL, "V1");
    /* A rounding to steps that 64 bits do not hold has no quick form. */
    Round *round = &p->roundings[0];
    Round as_it_was = *round;
    round->step = long_number(b, true, 80);
    assert_string_equal(rule_broken(b), "V4");
    round->den = 0;
    assert_string_equal(rule_broken(b), "");
    *round = as_it_was;
    BREAKS(b, round->den, 0, "");
    BREAKS(b, round->den, round->den + 1, "V4");
    BREAKS(b, round->step, exact_text(b, "-1"), "V4");
}

static void dates_and_years_are_whole(void **state)
{
    Build *b = *state;
    whole(b);
    Constant *constant = &b->p.constants[0];
    const Exact *day = exact_text(b, "20000");
    static const Type types[] = { TYPE_DATE, TYPE_YEAR, TYPE_BAND };
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        constant->type = types[i];
        BREAKS(b, constant->number, day, "V9"); /* its register is a number */
        BREAKS(b, constant->number, exact_text(b, "1/2"), "V4");
        BREAKS(b, constant->number, long_number(b, true, 70), "V4");
        BREAKS(b, constant->number, NULL, "V4");
    }
    BREAKS(b, constant->type, TYPE_NONE, "V4");
    BREAKS(b, constant->type, TYPE_YESNO, "V9");
}

static void a_list_or_table_of_nothing_has_no_rows(void **state)
{
    Build *b = *state;
    whole(b);
    Program *p = &b->p;
    TableInfo *table = &p->tables[0], *ranges = &p->tables[1];
    BREAKS(b, table->match, NULL, "V4");
    BREAKS(b, table->row_count, LIMIT_NODES + 1, "V4");
    BREAKS(b, table->keys, NULL, "V4");
    BREAKS(b, table->values, NULL, "V4");
    BREAKS(b, ranges->keys[1].low, exact_text(b, "1"), "");
    Exact loose = *exact_text(b, "2");
    loose.root = true;
    BREAKS(b, ranges->keys[1].low, &loose, "V4");
    table->row_count = 0;
    p->lists[0].count = 0;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, table->keys, NULL, "");
    BREAKS(b, table->values, NULL, "");
    BREAKS(b, p->lists[0].code, NULL, "");
    BREAKS(b, table->type, TYPE_ROW, "V4");
    BREAKS(b, table->type, TYPE_NONE, "V4");
    BREAKS(b, p->tables[2].values[0].reason, 2, ""); /* a reason has no slope */
}

static void links_lead_to_records(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    FieldSchema *field = (FieldSchema *)(uintptr_t)&b->p.schemas[w.pupil - 1].fields[0];
    assert_int_equal(field->kind, KIND_LINK);
    BREAKS(b, field->parent, -1, "V3");
    BREAKS(b, field->parent, b->p.schema_count, "V3");
    BREAKS(b, b->p.spaces[w.group].kind, SPACE_RECORD, "V2");
    BREAKS(b, b->p.spaces[w.group].key_column, NULL, "V2");
    ColumnInfo *member = &b->p.columns[b->p.steps[w.group_step].group_column];
    BREAKS(b, member->type, TYPE_NUMBER, "V3");
}

static void groups_are_made_once_of_what_is_there(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    Step *group = &p->steps[w.group_step];
    uint32_t keys[2] = { w.word, w.word };
    uint32_t key = p->spaces[w.group].key_column[0];
    group->keys = keys;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, keys[0], p->column_count, "V14");
    BREAKS(b, keys[0], w.made, "V8");   /* numbers, and the groups go by a code */
    BREAKS(b, keys[0], w.total, "V14"); /* of schools */
    BREAKS(b, group->group_column, p->column_count, "V14");
    BREAKS(b, p->columns[group->group_column].space, w.result, "V14");
    BREAKS(b, p->spaces[w.group].level, 0, "V2");
    uint32_t twice[] = { key, key };
    p->spaces[w.group].key_column = twice;
    p->spaces[w.group].key_count = 2;
    group->key_count = 2;
    assert_string_equal(rule_broken(b), "V11"); /* one column for two keys */
}

static void an_order_of_one_number_says_which(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    Step *order = &p->steps[w.order_step], *rank = &p->steps[w.rank_step];
    BREAKS(b, order->part, exact_text(b, "0"), "");
    BREAKS(b, order->part, exact_text(b, "1"), "");
    Exact root = *exact_text(b, "1/4");
    root.root = true;
    BREAKS(b, order->part, &root, "V14");
    BREAKS(b, order->part, long_number(b, false, 70), "V14");
    BREAKS(b, order->key_count, 1, "V14");
    BREAKS(b, order->then_count, 1, "V14");
    BREAKS(b, order->out, rank->out, "V14"); /* of pupils, where this is of schools */
    BREAKS(b, rank->out, order->out, "V14");
    BREAKS(b, order->order_kind, ORDER_KTH_LOWEST, "V14"); /* of no number */
    order->order_kind = ORDER_KTH_HIGHEST;
    order->k = w.total;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, order->k, w.x, "V14"); /* of pupils */
    BREAKS(b, order->k, p->column_count, "V14");
    BREAKS(b, p->columns[order->out].type, TYPE_DATE, "V8");
    order->k = p->accs[5].column; /* a code */
    assert_string_equal(rule_broken(b), "V14");
}

static void a_rank_goes_by_columns_of_its_rows(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Step *rank = &b->p.steps[w.rank_step];
    uint32_t keys[] = { w.word };
    RankKey thens[] = { { .column = w.yes } };
    rank->keys = keys;
    rank->thens = thens;
    rank->key_count = rank->then_count = 1;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, rank->keys, NULL, "V1");
    BREAKS(b, rank->thens, NULL, "V1");
    BREAKS(b, rank->key_count, LIMIT_KEYS + 1, "V1");
    BREAKS(b, keys[0], b->p.column_count, "V14");
    BREAKS(b, keys[0], w.total, "V14");
    BREAKS(b, thens[0].column, b->p.column_count, "V14");
    BREAKS(b, thens[0].column, w.total, "V14");
    BREAKS(b, thens[0].column, w.word, "V8");
    BREAKS(b, rank->value, w.word, "V8");
    BREAKS(b, b->p.columns[rank->out].type, TYPE_DATE, "V8");
}

/* The rank of a column that is one pupil's own is the pupil's own, too. */
static void what_goes_by_a_personal_column_is_personal(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    Step *rank = &p->steps[w.rank_step], *pool = &p->steps[w.pool_step];
    RankKey thens[] = { { .column = w.yes } };
    p->nation[0] = (NationOut){ .space = w.pupil, .column = rank->out };
    p->nation_count = 1;
    assert_string_equal(rule_broken(b), "");
    rank->thens = thens;
    rank->then_count = 1;
    FieldSchema *fields = (FieldSchema *)(uintptr_t)p->schemas[w.pupil - 1].fields;
    BREAKS(b, fields[3].personal, true, "V18");
    p->nation[0].space = w.school;
    BREAKS(b, p->nation[0].column, NONE, "V17");
    p->nation_count = 0;
    BREAKS(b, pool->value, p->columns[pool->out].space, "V14");
    BREAKS(b, pool->level, w.school_of, "V14");
    BREAKS(b, pool->k, pool->out, "V14"); /* not there yet */
}

static void what_is_looked_up_is_asked_by_its_keys(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    Instr *find = &p->code[w.find_pc];
    RegInfo *regs = (RegInfo *)(uintptr_t)p->steps[w.find_step].regs;
    BREAKS(b, p->args[find->b + 1], p->args[find->b + 2], "V8"); /* a code for the row */
    BREAKS(b, regs[0].target, w.pupil, "V9");
    BREAKS(b, p->columns[p->spaces[w.group].key_column[0]].target, 1, "V3");
    /* Rows of another record than the groups are under. */
    rows_of(b, w.pupil);
    uint32_t me = make(b, OP_SELF, 0, 0, 0);
    make(b, OP_FIND, w.group, ARGS(b, me, code_constant(b, "A")), 0);
    end_rows(b);
    assert_string_equal(rule_broken(b), "V10");
}

static void dates_are_asked_for_where_years_are_counted(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    rows_of(b, w.pupil);
    uint32_t born = column(b, w.born), x = column(b, w.x);
    uint32_t pc = p->code_count;
    make(b, OP_FULL_YEARS, born, born, 0);
    make(b, OP_LEAST, x, x, 0);
    end_rows(b);
    assert_string_equal(rule_broken(b), "");
    static const uint16_t counts[] = { OP_FULL_YEARS, OP_FULL_MONTHS, OP_FULL_DAYS };
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        p->code[pc].op = counts[i];
        assert_string_equal(rule_broken(b), "");
        BREAKS(b, p->code[pc].a, x, "V8");
        BREAKS(b, p->code[pc].b, x, "V8");
    }
    static const uint16_t picks[] = { OP_LEAST, OP_GREATEST, OP_LEAST_KNOWN, OP_GREATEST_KNOWN };
    for (size_t i = 0; i < COUNT_OF(picks); i++) {
        p->code[pc + 1].op = picks[i];
        assert_string_equal(rule_broken(b), "");
        BREAKS(b, p->code[pc + 1].b, born, "V8");
    }
}

/* Every column that is printed is of its level's rows, of its type, and there. */
static void all_that_is_printed_is_of_its_rows_and_type(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    uint32_t considered[] = { w.total };
    MeasureOut measure = {
        .value = w.total, .lower = NONE, .upper = NONE, .counted = NONE, .of = NONE, .band = NONE
    };
    ReviewOut review = {
        .finding = NONE, .secure = NONE, .considered = considered, .considered_count = 1
    };
    uint32_t some = new_column(b, w.school, TYPE_YESNO, COLUMN_STORED, NONE);
    rows_of(b, w.school);
    uint32_t t = column(b, w.total);
    put(b, OP_STORE, 0, some, make(b, OP_IS_KNOWN, t, 0, 0), 0);
    end_rows(b);
    PowerOut power = { .open = some, .held_in = NONE };
    LevelOut level = { .space = w.school,
                       .record = w.school - 1,
                       .measure_count = 1,
                       .measures = &measure,
                       .review_count = 1,
                       .reviews = &review,
                       .power_count = 1,
                       .powers = &power };
    PublishOut publish = { .level_count = 1, .levels = &level };
    for (int published = 0; published < 2; published++) {
        p->level_count = published ? 0 : 1;
        p->levels[0] = level;
        p->publish = published ? &publish : NULL;
        if (published) measure.counted = measure.of = w.total;
        assert_string_equal(rule_broken(b), "");
        BREAKS(b, measure.value, NONE, "V17");
        BREAKS(b, measure.lower, w.made, "V17");
        BREAKS(b, measure.lower, some, "V17");
        BREAKS(b, measure.upper, w.made, "V17");
        BREAKS(b, measure.counted, some, "V17");
        BREAKS(b, measure.of, some, "V17");
        BREAKS(b, measure.band, w.total, "V17");
        BREAKS(b, measure.value, some, "");
        BREAKS(b, review.finding, w.total, "V17");
        BREAKS(b, review.secure, w.total, "V17");
        BREAKS(b, review.secure, some, "");
        BREAKS(b, considered[0], NONE, "V17");
        BREAKS(b, considered[0], w.made, "V17");
        BREAKS(b, power.open, NONE, "V17");
        BREAKS(b, power.open, w.total, "V17");
        BREAKS(b, power.held_in, w.pupil, "");
        BREAKS(b, power.held_in, 99, "V17");
        BREAKS(b, power.held_in, 0, "V17");
    }
    BREAKS(b, measure.counted, NONE, "V17"); /* what is hidden goes by it */
    BREAKS(b, measure.of, NONE, "V17");
    BREAKS(b, level.space, 99, "V17");
}

static void links_and_totals_name_records_that_may_be_named(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
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
    BREAKS(b, link.of, 99, "V17");
    BREAKS(b, link.through, 99, "V17");
    BREAKS(b, link.weight, w.x, "");
    BREAKS(b, link.status, w.yes, "");
    BREAKS(b, p->schemas[w.pupil - 1].personal_key, true, "V18");
    BREAKS(b, p->schemas[w.school - 1].personal_key, true, "V18");
    p->link_count = 0;
    ReconcileOut totals = { .space = w.school, .given = w.total, .ours = w.total, .most = NONE };
    p->reconciles = &totals;
    p->reconcile_count = 1;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, totals.most, w.total, "");
    BREAKS(b, totals.most, w.x, "V17");
    BREAKS(b, totals.given, NONE, "V17");
    BREAKS(b, totals.ours, w.x, "V17");
    BREAKS(b, totals.space, 99, "V17");
    p->reconcile_count = 0;
    MeasuringOut measuring = { .space = w.school, .column = w.total, .of_pick = w.total };
    p->measuring[0] = measuring;
    p->measuring_count = 1;
    p->measuring[0].picked_from = 0;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, p->measuring[0].picked_from, 99, "V17");
    BREAKS(b, p->measuring[0].space, 0, "V17"); /* rows of a record are accounted for */
    BREAKS(b, p->measuring[0].space, w.group, "V17");
    BREAKS(b, p->measuring[0].of_pick, p->accs[5].column, "V17"); /* a code counts nothing */
}

static void an_accumulator_that_nothing_fills_is_told(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    PickSlot slot = { .sum = NONE, .count = NONE, .least = NONE, .greatest = NONE };
    p->accs[p->acc_count++] = (Acc){
        .kind = ACC_PICK, .target = w.pupil, .picked_column = NONE, .slot_count = 1, .slots = &slot
    };
    assert_string_equal(rule_broken(b), "V12");
}

static void what_is_missing_has_a_type_and_rows_that_are_there(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    rows_of(b, w.pupil);
    missing(b, TYPE_NUMBER, 2);
    uint32_t row = missing(b, TYPE_ROW, 2);
    b->regs[row].target = w.school;
    end_rows(b);
    assert_string_equal(rule_broken(b), "");
    RegInfo *regs = (RegInfo *)(uintptr_t)p->steps[p->step_count - 1].regs;
    BREAKS(b, regs[0].type, TYPE_NONE, "V9");
    BREAKS(b, regs[0].type, TYPE_ROW + 1, "V9");
    BREAKS(b, regs[0].target, w.school, "V9");
    BREAKS(b, regs[1].target, p->space_count, "V9");
    BREAKS(b, regs[1].target, w.group, ""); /* made by now */
}

static void dates_may_be_kept_as_numbers(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    uint32_t number = new_column(b, w.pupil, TYPE_NUMBER, COLUMN_STORED, NONE);
    rows_of(b, w.pupil);
    uint32_t born = column(b, w.born), word = column(b, w.word), up = column(b, w.school_of);
    uint32_t pc = b->p.code_count;
    put(b, OP_STORE, 0, number, born, 0);
    uint32_t held = store(b, up);
    end_rows(b);
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, b->p.code[pc].b, word, "V8");
    BREAKS(b, b->p.columns[held].target, w.result, "V8"); /* rows of another record */
}

/* Read, looked up or gathered before the step that makes it. */
static void nothing_is_read_before_it_is_made(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    rows_of(b, w.pupil);
    uint32_t up = column(b, w.school_of);
    uint32_t pc = p->code_count;
    make(b, OP_GATHER, w.total, up, 0);
    uint32_t late = store(b, column(b, w.x));
    reduce(b, ACC_ONE, up, up, NONE);
    end_rows(b);
    uint32_t later = p->accs[p->acc_count - 1].column;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, p->code[pc].a, later, "V11");
    BREAKS(b, p->columns[later].target, w.result, "V12"); /* of one row: those of another record */
    Step *order = &p->steps[w.order_step], *pool = &p->steps[w.pool_step];
    BREAKS(b, order->value, late, "V14");
    BREAKS(b, pool->value, late, "V14");
    BREAKS(b, order->mask, p->column_count, "V14");
    BREAKS(b, order->level, p->column_count, "V14");
    BREAKS(b, order->level, late, "V14");
}

static void a_group_is_of_the_nation_or_of_rows_of_its_level(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    uint32_t keys[] = { w.word };
    uint32_t group = group_by(b, w.pupil, NONE, NONE, 1, keys);
    Step *step = &p->steps[p->step_count - 1];
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, step->level, w.school_of, "V14");
    BREAKS(b, step->group_column, p->steps[w.group_step].group_column, "V14");
    BREAKS(b, p->spaces[group].level_column, 0, "V2");
    p->levels[0] = (LevelOut){ .space = group, .record = NONE };
    p->level_count = 1;
    assert_string_equal(rule_broken(b), "");
    p->levels[0].space = w.group;
    p->levels[0].record = w.school - 1;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, p->levels[0].record, NONE, "V17");
    ReconcileOut totals = { .space = w.group, .given = p->accs[p->acc_count - 1].column };
    totals.ours = totals.given;
    totals.most = NONE;
    p->reconciles = &totals;
    p->reconcile_count = 1;
    assert_string_equal(rule_broken(b), "V17"); /* groups have no totals */
}

static void lines_run_through_groups_by_a_number(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    Instr *along = &p->code[w.along_pc];
    assert_int_equal(along->op, OP_ALONG);
    BREAKS(b, along->b, w.made, "V10"); /* of pupils, and the height is of groups */
    BREAKS(b, along->b, w.born, "V11");
    RegInfo *regs = (RegInfo *)(uintptr_t)p->steps[p->step_count - 1].regs;
    BREAKS(b, regs[0].target, w.pupil, "V9");
    FieldSchema *fields = (FieldSchema *)(uintptr_t)p->schemas[w.pupil - 1].fields;
    p->nation[0] = (NationOut){ .space = w.pupil, .column = p->column_count - 1 };
    p->nation_count = 1;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, fields[1].personal, true, "V18"); /* where it is asked is the pupil's own */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_BUILD(every_list_is_there_and_not_too_long),
        WITH_BUILD(numbers_are_no_longer_than_the_limit),
        WITH_BUILD(dates_and_years_are_whole),
        WITH_BUILD(a_list_or_table_of_nothing_has_no_rows),
        WITH_BUILD(links_lead_to_records),
        WITH_BUILD(groups_are_made_once_of_what_is_there),
        WITH_BUILD(an_order_of_one_number_says_which),
        WITH_BUILD(a_rank_goes_by_columns_of_its_rows),
        WITH_BUILD(what_goes_by_a_personal_column_is_personal),
        WITH_BUILD(what_is_looked_up_is_asked_by_its_keys),
        WITH_BUILD(dates_are_asked_for_where_years_are_counted),
        WITH_BUILD(all_that_is_printed_is_of_its_rows_and_type),
        WITH_BUILD(links_and_totals_name_records_that_may_be_named),
        WITH_BUILD(an_accumulator_that_nothing_fills_is_told),
        WITH_BUILD(what_is_missing_has_a_type_and_rows_that_are_there),
        WITH_BUILD(dates_may_be_kept_as_numbers),
        WITH_BUILD(nothing_is_read_before_it_is_made),
        WITH_BUILD(a_group_is_of_the_nation_or_of_rows_of_its_level),
        WITH_BUILD(lines_run_through_groups_by_a_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
