/* test_verify_edges.c -- what the verifier asks of rows of other records, of groups of groups, of
 * what is made too late or is not kept, and of what passes between years.
 * SPDX-License-Identifier: Apache-2.0 */
#include "verify_help.h"

/* The last step's registers, to be changed. */
static RegInfo *last_regs(Build *b)
{
    return (RegInfo *)(uintptr_t)b->p.steps[b->p.step_count - 1].regs;
}

static FieldSchema *field_of(Build *b, const Whole *w, uint32_t column)
{
    FieldSchema *fields = (FieldSchema *)(uintptr_t)b->p.schemas[w->pupil - 1].fields;
    return &fields[b->p.columns[column].field];
}

/* A column that a later step than any so far makes: of the pupils, or of their schools. */
static uint32_t made_late(Build *b, const Whole *w, bool of_schools)
{
    rows_of(b, w->pupil);
    uint32_t up = column(b, w->school_of), x = column(b, w->x);
    uint32_t made = of_schools ? reduce(b, ACC_SUM, x, up, NONE) : store(b, x);
    end_rows(b);
    return made;
}

static void rows_of_two_records_are_not_chosen_between(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    rows_of(b, w.pupil);
    uint32_t yes = column(b, w.yes), up = column(b, w.school_of);
    uint32_t pc = b->p.code_count + 1;
    uint32_t me = make(b, OP_SELF, 0, 0, 0);
    make(b, OP_CHOOSE, yes, up, up);
    make(b, OP_INSTEAD, up, up, 0);
    end_rows(b);
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, b->p.code[pc].c, me, "V8");
    BREAKS(b, b->p.code[pc + 1].b, me, "V8");
}

static void rows_that_are_missing_are_of_a_space_that_is_made(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    rows_of(b, w.pupil);
    uint32_t row = missing(b, TYPE_ROW, 2);
    b->regs[row].target = w.school;
    end_rows(b);
    RegInfo *regs = last_regs(b);
    uint32_t late = group_by(b, w.pupil, NONE, NONE, 1, &w.word);
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, regs[row].target, late, "V9");
}

static void groups_by_rows_are_found_by_rows_of_the_same_record(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    uint32_t group = group_by(b, w.pupil, NONE, NONE, 1, &w.school_of);
    Step *step = &p->steps[p->step_count - 1];
    uint32_t key = p->spaces[group].key_column[0];
    rows_of(b, w.pupil);
    uint32_t up = column(b, w.school_of), me = make(b, OP_SELF, 0, 0, 0);
    uint32_t word = column(b, w.word), at = ARGS(b, up);
    make(b, OP_FIND, group, at, 0);
    end_rows(b);
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, p->args[at + 1], me, "V8");
    BREAKS(b, p->args[at + 1], word, "V8");
    BREAKS(b, p->args[at + 1], 99, "V6");
    BREAKS(b, p->columns[key].target, w.pupil, "V8"); /* they are rows of School */
    BREAKS(b, p->columns[key].type, TYPE_CODE, "V3");
    BREAKS(b, step->mask, p->columns[w.yes].space, "V14"); /* no yes or no */
}

static void a_mask_is_a_yes_or_no_of_the_same_rows(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    Step *order = &p->steps[w.order_step], *group = &p->steps[w.group_step];
    Step *step = rows_of(b, w.result);
    uint32_t y = make(b, OP_IS_KNOWN, make(b, OP_GATHER, w.x, column(b, w.pupil_of), 0), 0, 0);
    uint32_t of_results = store(b, y);
    end_rows(b);
    /* That step comes first, so that its column is there in time. */
    Step first = *step;
    uint32_t count = p->code_count - first.code;
    Instr *moved = NEW_ARRAY(&b->arena, Instr, count);
    memcpy(moved, p->code + first.code, count * sizeof *moved);
    memmove(p->code + count, p->code, first.code * sizeof *moved);
    memcpy(p->code, moved, count * sizeof *moved);
    memmove(p->steps + 1, p->steps, (p->step_count - 1) * sizeof first);
    first.code = 0;
    p->steps[0] = first;
    for (uint32_t s = 1; s < p->step_count; s++) p->steps[s].code += count;
    order++;
    group++;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, order->mask, of_results, "V14");
    BREAKS(b, group->mask, of_results, "V14");
    BREAKS(b, order->mask, w.x, "V14");
}

static void what_is_made_too_late_is_not_ordered_by(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    uint32_t late = made_late(b, &w, false), of_schools = made_late(b, &w, true);
    uint32_t group = group_by(b, w.pupil, NONE, NONE, 1, &w.word);
    Step *order = &p->steps[w.order_step], *rank = &p->steps[w.rank_step];
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, order->target, group, "V14");
    BREAKS(b, order->target, p->space_count, "V14");
    order->order_kind = ORDER_KTH_LOWEST;
    order->k = w.total;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, order->k, of_schools, "V14");
    RankKey thens[] = { { .column = w.yes } };
    rank->thens = thens;
    rank->then_count = 1;
    rank->keys = &w.word;
    rank->key_count = 1;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, rank->keys, &late, "V14");
    BREAKS(b, thens[0].column, late, "V14");
    /* A number of what there is of it: 0 of 0 is none. */
    order->order_kind = ORDER_QUANTILE;
    order->k = NONE;
    Exact *part = exact_copy(&b->arena, order->part);
    mpz_set_ui(mpq_numref(part->a), 0);
    mpz_set_ui(mpq_denref(part->a), 0);
    BREAKS(b, order->part, part, "V14");
}

/* What stands behind the last of a list is none of it, however right it looks. */
static void what_stands_past_the_end_is_not_there(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    uint32_t past = p->column_count, *keys = (uint32_t *)(uintptr_t)p->spaces[w.group].key_column;
    p->columns[past] = p->columns[keys[0]];
    BREAKS(b, keys[0], past, "V2");
    p->columns[past] = p->columns[p->spaces[w.group].level_column];
    BREAKS(b, p->spaces[w.group].level_column, past, "V2");
    p->columns[past] = p->columns[p->accs[0].column];
    BREAKS(b, p->accs[0].column, past, "V5");
    p->columns[past] = p->columns[p->steps[w.rank_step].out];
    BREAKS(b, p->steps[w.rank_step].out, past, "V14");
    p->columns[past] = p->columns[p->steps[w.group_step].group_column];
    BREAKS(b, p->steps[w.group_step].group_column, past, "V14");
    p->columns[past] = p->columns[w.total];
    p->nation[0] = (NationOut){ .space = w.school, .column = past };
    p->nation_count = 1;
    assert_string_equal(rule_broken(b), "V17");
    p->nation[0].column = w.total;
    assert_string_equal(rule_broken(b), "");
    p->goals[0].value = past;
    p->columns[past].space = 0;
    p->goal_count = 1;
    assert_string_equal(rule_broken(b), "V17");
}

/* The nation and groups have no fields, though a record's number stands in each space. */
static void fields_are_of_records(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    uint32_t field = codes(b, w.school, "spare", "a b c");
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, p->columns[field].space, 0, "V3");
    p->spaces[w.group].record = w.school - 1;
    BREAKS(b, p->columns[field].space, w.group, "V3");
    BREAKS(b, p->columns[field].field, p->schemas[w.school - 1].field_count, "V3");
}

static void a_part_has_few_digits(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Step *order = &b->p.steps[w.order_step];
    BREAKS(b, order->part, exact_text(b, "1/2305843009213693951"), "");
    BREAKS(b, order->part, exact_text(b, "1/2305843009213693952"), "V14");
    BREAKS(b, order->part, exact_text(b, "3/2"), "V14");
    BREAKS(b, order->part, exact_text(b, "-1/2"), "V14");
}

static void a_column_is_ordered_into_once(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    uint32_t first = rank_step(b, w.x, NONE, NONE, true, TIES_MEAN);
    uint32_t second = rank_step(b, w.x, NONE, NONE, true, TIES_MEAN);
    Step *step = &p->steps[p->step_count - 1];
    assert_int_equal(step->out, second);
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, step->out, first, "V11");
}

static void picks_are_in_the_order_of_their_rows(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    Step *step = &p->steps[w.pick_step];
    BREAKS(b, step->order, NONE, "V13");
    uint32_t other = links(b, w.result, "second", w.pupil, "0 0 0 2 2 3 5 5");
    BREAKS(b, step->order, other, "V13");
    Acc *sum = &p->accs[0];
    p->columns[sum->column].space = w.result; /* it says so, and so does what fills it not */
    BREAKS(b, sum->target, w.result, "V12");
}

/* ---- lines through groups ---- */

static void lines_are_asked_by_the_keys_of_their_groups(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    uint32_t keys[] = { w.school_of, w.x };
    group_by(b, w.pupil, w.school_of, NONE, 2, keys);
    uint32_t member = group_column(b);
    rows_of(b, w.pupil);
    uint32_t to = column(b, member), x = column(b, w.x);
    uint32_t height = reduce(b, ACC_LEAST, x, to, NONE),
             many = reduce(b, ACC_COUNT, NONE, to, NONE);
    end_rows(b);
    rows_of(b, w.pupil);
    uint32_t up = column(b, w.school_of), me = make(b, OP_SELF, 0, 0, 0), at = column(b, w.made);
    uint32_t born = column(b, w.born), word = column(b, w.word), args = ARGS(b, up, up, at);
    uint32_t pc = p->code_count;
    uint32_t shown = store(b, make(b, OP_ALONG, height, many, args));
    end_rows(b);
    p->nation[0] = (NationOut){ .space = w.pupil, .column = shown };
    p->nation_count = 1;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, p->args[args + 1], me, "V10"); /* of the level: its rows */
    BREAKS(b, p->args[args + 1], 99, "V6");
    BREAKS(b, p->args[args + 1], word, "V8");
    BREAKS(b, p->args[args + 2], me, "V8"); /* of the first key: its type and rows */
    BREAKS(b, p->args[args + 2], word, "V8");
    BREAKS(b, p->args[args + 2], 99, "V6");
    BREAKS(b, p->args[args + 3], born, "V8"); /* where: a number */
    BREAKS(b, p->args[args + 3], up, "V8");
    BREAKS(b, p->args[args + 3], 99, "V6");
    BREAKS(b, p->args[args], 2, "V6");
    BREAKS(b, p->code[pc].b, shown, "V11");
    BREAKS(b, p->code[pc].a, shown, "V11");
    BREAKS(b, p->code[pc].b, w.made, "V10");
    BREAKS(b, p->code[pc].a, w.made, "V10");
    /* The least of personal numbers is some person's: as a height, and as where the heights stand.
     */
    FieldSchema *field = field_of(b, &w, w.x);
    uint32_t made = p->columns[w.made].space;
    assert_int_equal(made, w.pupil);
    BREAKS(b, field->personal, true, "V18");
    p->code[pc].a = many;
    p->code[pc].b = height;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, field->personal, true, "V18");
    p->code[pc].b = many;
    p->args[args + 3] = at;
    assert_string_equal(rule_broken(b), "");
}

static void what_is_pooled_by_personal_weights_is_personal(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    group_by(b, w.pupil, w.school_of, NONE, 1, &w.word);
    uint32_t member = group_column(b);
    rows_of(b, w.pupil);
    uint32_t to = column(b, member), x = column(b, w.x);
    uint32_t weight = reduce(b, ACC_LEAST, x, to, NONE), sum = reduce(b, ACC_COUNT, NONE, to, NONE);
    end_rows(b);
    uint32_t pooled = pool_step(b, sum, weight, true);
    p->nation[0] = (NationOut){ .space = p->columns[pooled].space, .column = pooled };
    p->nation_count = 1;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, field_of(b, &w, w.x)->personal, true, "V18");
}

/* ---- what is printed ---- */

static void a_line_of_groups_begins_with_a_record_that_may_be_named(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    p->levels[0] = (LevelOut){ .space = w.group, .record = w.school - 1 };
    p->level_count = 1;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, p->schemas[w.school - 1].personal_key, true, "V18");
    /* Groups of what is in groups have no record to begin with. */
    uint32_t member = p->steps[w.group_step].group_column;
    uint32_t within = group_by(b, w.pupil, member, NONE, 1, &w.yes);
    assert_string_equal(rule_broken(b), "");
    p->levels[0] = (LevelOut){ .space = within, .record = w.school - 1 };
    assert_string_equal(rule_broken(b), "V17");
}

static void links_through_a_record_name_both_ends(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    LinkOut link = { .level = w.pupil - 1,
                     .of = w.pupil - 1,
                     .through = w.result - 1,
                     .from = w.pupil_of,
                     .to = w.pupil_of,
                     .weight = NONE,
                     .status = NONE };
    p->links = &link;
    p->link_count = 1;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, link.from, w.school_of, "V17");
    BREAKS(b, link.from, p->column_count, "V17");
    BREAKS(b, link.to, w.school_of, "V17");
    BREAKS(b, link.level, w.school - 1, "V17");
    BREAKS(b, p->schemas[w.pupil - 1].personal_key, true, "V18");
    BREAKS(b, p->schemas[w.result - 1].personal_key, true, "V18");
}

static void support_names_nobody(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    SupportOut support = { .of = w.pupil - 1,
                           .group = w.school - 1,
                           .row = w.school_of,
                           .seeks = w.yes,
                           .offers = w.yes,
                           .nearest = 1 };
    p->supports = &support;
    p->support_count = 1;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, p->schemas[w.school - 1].personal_key, true, "V18");
    BREAKS(b, p->schemas[w.pupil - 1].personal_key, true, "V18");
    assert_int_equal(w.group, p->schema_count + 1); /* it is no record, though its rows are named */
    support.row = p->steps[w.group_step].group_column;
    BREAKS(b, support.group, p->schema_count, "V17");
    p->support_count = 0;
    LinkOut link = { .level = w.pupil - 1,
                     .of = p->schema_count,
                     .through = NONE,
                     .from = NONE,
                     .to = support.row,
                     .weight = NONE,
                     .status = NONE };
    p->links = &link;
    p->link_count = 1;
    assert_string_equal(rule_broken(b), "V17");
    link.of = w.school - 1;
    link.to = w.school_of;
    assert_string_equal(rule_broken(b), "");
}

/* ---- between years ---- */

static void an_earlier_year_has_the_same_records_and_its_exports(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p, then = b->p;
    uint32_t exports[] = { w.total };
    then.exports = exports;
    then.export_count = 1;
    Program *before[] = { &then };
    EarlierRead read = { new_column(b, w.school, TYPE_NUMBER, COLUMN_EARLIER, NONE), 1, 0 };
    p->before = before;
    p->before_count = p->earlier_count = 1;
    p->earlier = &read;
    p->schemas[w.school - 1].followed = true;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, then.schema_count, then.schema_count - 1, "V19");
    BREAKS(b, then.exports, NULL, "V19");
    BREAKS(b, then.export_count, 0, "V19");
    BREAKS(b, exports[0], then.column_count, "V19");
}

static void what_later_years_read_is_kept_and_of_records(void **state)
{
    Build *b = *state;
    Whole w = whole(b);
    Program *p = &b->p;
    uint32_t unread = numbers(b, w.pupil, "unread", "1 2 3 4 5 6"), exports[] = { w.total };
    p->exports = exports;
    p->export_count = 1;
    assert_string_equal(rule_broken(b), "");
    exports[0] = unread;
    assert_string_equal(rule_broken(b), "");
    BREAKS(b, field_of(b, &w, unread)->needed, false, "V19"); /* it is read, checked and let go */
    BREAKS(b, exports[0], p->spaces[w.group].key_column[0], "V19"); /* of a group */
    BREAKS(b, exports[0], w.school_of, "V19");
    BREAKS(b, exports[0], p->column_count, "V19");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_BUILD(rows_of_two_records_are_not_chosen_between),
        WITH_BUILD(rows_that_are_missing_are_of_a_space_that_is_made),
        WITH_BUILD(groups_by_rows_are_found_by_rows_of_the_same_record),
        WITH_BUILD(a_mask_is_a_yes_or_no_of_the_same_rows),
        WITH_BUILD(what_is_made_too_late_is_not_ordered_by),
        WITH_BUILD(what_stands_past_the_end_is_not_there),
        WITH_BUILD(fields_are_of_records),
        WITH_BUILD(a_part_has_few_digits),
        WITH_BUILD(a_column_is_ordered_into_once),
        WITH_BUILD(picks_are_in_the_order_of_their_rows),
        WITH_BUILD(lines_are_asked_by_the_keys_of_their_groups),
        WITH_BUILD(what_is_pooled_by_personal_weights_is_personal),
        WITH_BUILD(a_line_of_groups_begins_with_a_record_that_may_be_named),
        WITH_BUILD(links_through_a_record_name_both_ends),
        WITH_BUILD(support_names_nobody),
        WITH_BUILD(an_earlier_year_has_the_same_records_and_its_exports),
        WITH_BUILD(what_later_years_read_is_kept_and_of_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
