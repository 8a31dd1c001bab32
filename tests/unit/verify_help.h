/* verify_help.h -- a program with one of everything, and what the verifier says of it when one
 * thing is changed. SPDX-License-Identifier: Apache-2.0 */
#ifndef VERIFY_HELP_H
#define VERIFY_HELP_H

#include "vm_help.h"

/* ---- one of everything ---- */

typedef struct Whole {
    uint32_t school, pupil, result, group;
    uint32_t school_of, pupil_of, x, word, yes, born; /* fields */
    uint32_t made;                                    /* a stored number of Pupil */
    uint32_t total;                                   /* a reduced number of School */
    uint32_t rows_step, group_step, order_step, rank_step, pool_step, along_pc, pick_step,
        find_step;
    uint32_t add_pc, find_pc, pick_pc, store_pc, sum_pc; /* instructions */
} Whole;

static inline Whole whole(Build *b)
{
    Whole w;
    Program *p = &b->p;
    w.school = record(b, "School", 3);
    w.pupil = record(b, "Pupil", 6);
    w.result = record(b, "Result", 8);
    codes(b, w.school, "urn", "a b c");
    w.school_of = links(b, w.pupil, "school", w.school, "0 0 1 1 - 2");
    w.x = numbers(b, w.pupil, "x", "1 2 .7 4 5 6");
    w.word = codes(b, w.pupil, "word", "A B A .7 B A");
    w.yes = yesnos(b, w.pupil, "yes", "y n y y .8 n");
    w.born = field_as(b, w.pupil, "born", TYPE_DATE, NONE, 1, 1, "9 8 7 .7 8 8");
    w.pupil_of = links(b, w.result, "pupil", w.pupil, "0 0 0 2 2 3 5 5");
    uint32_t points = numbers(b, w.result, "points", "5 4 3 5 .7 1 2 2");
    uint32_t subject = codes(b, w.result, "subject", "M E F M E F M F");
    uint32_t list = list_of(b, "E F");
    uint32_t table = table_of(b, "c", TYPE_NUMBER, "A 1 B 5/2");
    uint32_t ranges = table_of(b, "cr", TYPE_CODE, "A ..3 low A 3<9 high B ..9 all");
    uint32_t line = curve_of(b, table_of(b, "cr", TYPE_NUMBER, "A ..3 1 B 3<9 2"), 1, 9, "0 1/2");
    p->roundings[p->rounding_count++] = round_places(&b->arena, ROUND_HALF_EVEN, 1);

    w.rows_step = p->step_count;
    rows_of(b, w.pupil);
    uint32_t x = column(b, w.x), c = column(b, w.word), y = column(b, w.yes);
    uint32_t up = column(b, w.school_of);
    w.add_pc = p->code_count;
    uint32_t sum = make(b, OP_ADD, x, number(b, "5/2"), 0);
    uint32_t looked = make(b, OP_LOOKUP, table, ARGS(b, c), 0);
    uint32_t far = make(b, OP_LOOKUP, ranges, ARGS(b, c, x), 0);
    store(b, make(b, OP_INTERPOLATE, line, ARGS(b, c, x), 0));
    uint32_t chosen = make(b, OP_CHOOSE, y, sum, looked);
    uint32_t shut = make(b, OP_WITHHOLD, chosen, y, REASON_WITHHELD);
    uint32_t rounded = make(b, OP_ROUND, shut, 0, 0);
    uint32_t median = make(b, OP_MEDIAN_KNOWN, ARGS(b, x, sum, looked), 0, 0);
    uint32_t less =
        make(b, OP_AND_THEN, make(b, OP_IS_KNOWN, x, 0, 0), make(b, OP_LT, x, median, 0), 0);
    store(b, far);
    store(b, less);
    store(b, make(b, OP_IS_REASON, c, 7, 0));
    w.store_pc = p->code_count;
    w.made = store(b, rounded);
    w.sum_pc = p->code_count;
    w.total = reduce(b, ACC_SUM, x, up, y);
    reduce(b, ACC_POPULATION_DEVIATION, x, NONE, NONE);
    reduce(b, ACC_WEIGHTED_MEAN, x, up, ARGS(b, looked, y));
    reduce(b, ACC_EVERY, less, up, NONE);
    reduce(b, ACC_LEAST, column(b, w.born), up, NONE);
    reduce(b, ACC_ONE, c, up, y);
    reduce(b, ACC_DIFFERENT, c, up, NONE);
    end_rows(b);

    w.group_step = p->step_count;
    uint32_t keys[] = { w.word };
    w.group = group_by(b, w.pupil, w.school_of, w.yes, 1, keys);
    uint32_t member = group_column(b);
    w.order_step = p->step_count;
    Step *order = order_step(b, ORDER_QUANTILE, w.x, w.yes, w.school_of);
    order->part = exact_text(b, "1/4");
    order->method = QUANTILE_HAZEN;
    w.rank_step = p->step_count;
    rank_step(b, w.made, NONE, w.school_of, true, TIES_MEAN);

    w.pick_step = p->step_count;
    Step *step = rows_of(b, w.result);
    step->order = w.pupil_of;
    uint32_t s = column(b, subject), in = make(b, OP_IN_LIST, s, list, 0);
    uint32_t same = make(b, OP_SAME_CODE, s, code_constant(b, "M"), 0);
    static const uint32_t takes[] = { 1, 2, 1 };
    uint32_t regs[] = { NONE, in, same, NONE };
    uint32_t best = column(b, points), of = column(b, w.pupil_of);
    w.pick_pc = p->code_count;
    pick(b, best, of, false, takes, regs);
    end_rows(b);

    w.find_step = p->step_count;
    rows_of(b, w.school);
    uint32_t me = make(b, OP_SELF, 0, 0, 0);
    w.find_pc = p->code_count + 1;
    uint32_t found = make(b, OP_FIND, w.group, ARGS(b, me, code_constant(b, "A")), 0);
    store(b, found);
    end_rows(b);
    rows_of(b, w.pupil);
    uint32_t to = column(b, member), z = column(b, w.x);
    uint32_t count = reduce(b, ACC_COUNT, NONE, to, NONE), total = reduce(b, ACC_SUM, z, to, NONE);
    end_rows(b);
    w.pool_step = p->step_count;
    uint32_t pooled = pool_step(b, total, count, true);
    rows_of(b, w.pupil);
    uint32_t under = column(b, w.school_of), where = column(b, w.x);
    w.along_pc = p->code_count;
    store(b, make(b, OP_ALONG, pooled, count, ARGS(b, under, where)));
    end_rows(b);
    return w;
}

/* ---- breaking one rule ---- */

/* The rule that the program breaks, "" when none. */
static inline const char *rule_broken(Build *b)
{
    size_t before = b->diags.count;
    bool good = program_verify(&b->p, &b->diags);
    assert_int_equal(b->diags.count, before + !good);
    if (good) return "";
    const Diag *diag = &b->diags.items[before];
    assert_int_equal(diag->id, D_NOT_VERIFIED);
    return str_c(&b->arena, diag->args[0]);
}

/* Changes one thing, asks, and puts it back. */
#define BREAKS(b, place, value, rule)                                                              \
    do {                                                                                           \
        __typeof__(place) kept = (place);                                                          \
        (place) = (__typeof__(place))(value);                                                      \
        assert_string_equal(rule_broken(b), (rule));                                               \
        (place) = kept;                                                                            \
    } while (0)

#endif
