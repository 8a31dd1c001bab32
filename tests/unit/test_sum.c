/* test_sum.c -- counts, sums, means, deviations, least and greatest: against plain exact
 * arithmetic, in any order of rows and however split. SPDX-License-Identifier: Apache-2.0 */
#include "number_help.h"
#include "limit.h"

enum { MOST_ROWS = 3000, MOST_TARGETS = 40 };

/* Rows to be summed, and where. */
typedef struct Data {
    Column value, weight;
    uint8_t *mask;    /* may be NULL */
    uint32_t *target; /* may be NULL: all to `fixed` */
    uint32_t fixed;
    size_t n, targets;
} Data;

typedef enum { TENTHS, ENDS, WIDE, RATIOS, EXACTS, KINDS } Kind;

static void fill(Room *room, Column *column, Kind kind, size_t n)
{
    static const Lane lanes[] = { LANE_I64, LANE_I64, LANE_I128, LANE_Q64, LANE_EXACT };
    *column = (Column){ .type = TYPE_NUMBER, .lane = lanes[kind], .count = n, .den = 10 };
    column->data = arena_array(&room->arena, n, 16, 16);
    column->den_id = NEW_ARRAY(&room->arena, uint32_t, n);
    column->constant = between(room, 0, 5) == 0;
    int64_t most_den = between(room, 0, 1) ? 12 : 3000000;
    for (size_t i = 0; i < n; i++) {
        int64_t small = between(room, -900, 900), end = between(room, 0, 1) ? INT64_MAX : INT64_MIN;
        switch (kind) {
        case TENTHS: column->i64[i] = small; break;
        case ENDS: column->i64[i] = end - (end > 0 ? 1 : -1) * between(room, 0, 9); break;
        case WIDE: column->wide[i] = i % 3 ? (i128)end * INT64_MIN : small; break;
        case RATIOS:
            column->i64[i] = between(room, 0, 20) ? small : end;
            if (!dens_intern(&room->dens, between(room, 1, most_den), &column->den_id[i])) fail();
            break;
        case EXACTS: column->exact[i] = ratio(room, small, between(room, 1, 30)); break;
        case KINDS: break;
        }
    }
    if (between(room, 0, 1)) return;
    column->reason = NEW_ARRAY(&room->arena, uint8_t, n);
    for (size_t i = 0; i < n; i++) column->reason[i] = between(room, 0, 6) ? 0 : REASON_FIRST_OWN;
}

static Data random_data(Room *room, Kind kind, size_t most)
{
    Data data = { .n = (size_t)between(room, 0, (int64_t)most) };
    data.targets = (size_t)between(room, 1, MOST_TARGETS);
    data.fixed = (uint32_t)between(room, 0, (int64_t)data.targets - 1);
    size_t n = data.n + 1;
    fill(room, &data.value, kind, n);
    fill(room, &data.weight, TENTHS, n);
    if (between(room, 0, 1)) data.mask = NEW_ARRAY(&room->arena, uint8_t, n);
    for (size_t i = 0; data.mask && i < n; i++) data.mask[i] = (uint8_t)between(room, 0, 2);
    if (between(room, 0, 3)) data.target = NEW_ARRAY(&room->arena, uint32_t, n);
    int64_t run = between(room, 1, 20);
    for (size_t i = 0; data.target && i < n; i++) {
        bool same = i && between(room, 1, run) > 1; /* runs of one target, and none at times */
        uint32_t any = (uint32_t)between(room, 0, (int64_t)data.targets);
        data.target[i] = same ? data.target[i - 1] : any == data.targets ? NO_ROW : any;
    }
    return data;
}

static Data part_of(const Data *data, size_t start, size_t end)
{
    Data part = *data;
    part.n = end - start;
    Column *columns[] = { &part.value, &part.weight };
    for (size_t c = 0; c < 2; c++) {
        if (columns[c]->constant) continue;
        if (columns[c]->reason) columns[c]->reason += start;
        columns[c]->den_id += start;
        if (columns[c]->lane == LANE_I128)
            columns[c]->wide += start;
        else
            columns[c]->i64 += start; /* pointers to Exact are as wide */
    }
    if (part.mask) part.mask += start;
    if (part.target) part.target += start;
    return part;
}

/* ---- the plain way ---- */

typedef struct Plain {
    uint32_t count, weighed;
    Exact *sum, *squares, *weights, *products, *least, *greatest;
} Plain;

static Plain plain_sum(Room *room, const Data *data, uint32_t target)
{
    Arena *arena = &room->arena;
    Exact *zero = exact_from_i64(arena, 0);
    Plain plain = { 0, 0, zero, zero, zero, zero, NULL, NULL };
    for (size_t i = 0; i < data->n; i++) {
        if (data->mask && !data->mask[i]) continue;
        if ((data->target ? data->target[i] : data->fixed) != target) continue;
        if (column_reason(&data->value, i)) continue;
        Exact *x = exact_copy(arena, column_exact_at(arena, &room->dens, &data->value, i));
        plain.count++;
        plain.sum = exact_add(arena, plain.sum, x);
        plain.squares = exact_add(arena, plain.squares, exact_mul(arena, x, x));
        if (!plain.least || exact_compare(arena, x, plain.least) < 0) plain.least = x;
        if (!plain.greatest || exact_compare(arena, x, plain.greatest) > 0) plain.greatest = x;
        if (column_reason(&data->weight, i)) continue;
        const Exact *w = column_exact_at(arena, &room->dens, &data->weight, i);
        plain.weighed++;
        plain.weights = exact_add(arena, plain.weights, w);
        plain.products = exact_add(arena, plain.products, exact_mul(arena, w, x));
    }
    return plain;
}

/* What is expected; NULL for missing. */
static Exact *plain_figure(Room *room, const Plain *plain, SumWhat what)
{
    Arena *arena = &room->arena;
    Exact *n = exact_from_i64(arena, plain->count), *one = exact_from_i64(arena, 1);
    bool sample = what == SUM_SAMPLE_VARIANCE || what == SUM_SAMPLE_DEVIATION;
    switch (what) {
    case SUM_COUNT: return n;
    case SUM_TOTAL: return plain->sum;
    case SUM_MEAN: return exact_div(arena, plain->sum, n);
    case SUM_WEIGHT: return plain->weights;
    case SUM_WEIGHTED_MEAN: return exact_div(arena, plain->products, plain->weights);
    case SUM_SAMPLE_DEVIATION:
    case SUM_POPULATION_DEVIATION:
    case SUM_SAMPLE_VARIANCE:
    case SUM_POPULATION_VARIANCE: break;
    }
    Exact *spread = exact_mul(arena, n, plain->squares);
    spread = exact_sub(arena, spread, exact_mul(arena, plain->sum, plain->sum));
    Exact *by = exact_mul(arena, n, sample ? exact_sub(arena, n, one) : n);
    if (exact_sign(arena, by) == 0) return NULL;
    Exact *variance = exact_div(arena, spread, by);
    bool root = what == SUM_SAMPLE_DEVIATION || what == SUM_POPULATION_DEVIATION;
    return root ? exact_root(arena, variance) : variance;
}

static void check_column(Room *room, const Column *out, size_t row, const Exact *expected)
{
    assert_int_equal(expected ? REASON_KNOWN : REASON_NOTHING, column_reason(out, row));
    if (!expected) return;
    const Exact *found = column_exact_at(&room->arena, &room->dens, out, row);
    assert_int_equal(0, exact_compare(&room->arena, found, expected));
}

static void check_sums(Room *room, const Data *data, SumSet *set, SumWhat first, SumWhat last)
{
    for (SumWhat what = first; what <= last; what++) {
        Column out;
        sum_finish(set, &room->arena, what, &out);
        assert_int_equal(data->targets, out.count);
        for (uint32_t t = 0; t < data->targets; t++) {
            Plain plain = plain_sum(room, data, t);
            if (what == SUM_WEIGHTED_MEAN) plain.count = plain.weighed;
            check_column(room, &out, t, plain_figure(room, &plain, what));
            if (what == SUM_COUNT) assert_int_equal(plain.count, sum_count_at(set, t));
        }
    }
}

static void add_data(SumSet *set, const Data *data)
{
    sum_add(set, &data->value, data->mask, data->target, data->fixed, data->n);
}

static void sums_agree_with_plain_arithmetic(void **state)
{
    Room *room = *state;
    for (int turn = 0; turn < 12; turn++)
        for (Kind k = TENTHS; k < KINDS; k++) {
            Data data = random_data(room, k, 300);
            SumSet *set = sum_open(&room->arena, &room->dens, data.targets, SUM_SQUARES);
            add_data(set, &data);
            check_sums(room, &data, set, SUM_COUNT, SUM_POPULATION_VARIANCE);
        }
}

static void long_inputs_are_cut_in_chunks_without_a_seam(void **state)
{
    Room *room = *state;
    for (int turn = 0; turn < 4; turn++)
        for (Kind k = TENTHS; k < EXACTS; k++) {
            Data data = random_data(room, k, MOST_ROWS);
            SumSet *set = sum_open(&room->arena, &room->dens, data.targets, SUM_TOTALS);
            add_data(set, &data);
            check_sums(room, &data, set, SUM_COUNT, SUM_MEAN);
        }
}

static void weighted_means_leave_out_what_has_no_weight(void **state)
{
    Room *room = *state;
    for (int turn = 0; turn < 20; turn++)
        for (Kind k = TENTHS; k < KINDS; k++) {
            Data data = random_data(room, k, 200);
            SumSet *set = sum_open(&room->arena, &room->dens, data.targets, SUM_WEIGHTED);
            sum_add_weighted(set, &room->work, &data.value, &data.weight, data.mask, data.target,
                             data.fixed, data.n);
            check_sums(room, &data, set, SUM_WEIGHTED_MEAN, SUM_WEIGHT);
        }
}

/* Splits rows into pieces, adds them to sets in some order, merges these in some order. */
static SumSet *sum_in_pieces(Room *room, const Data *data, bool weighted)
{
    enum { SETS = 3 };
    SumSet *sets[SETS];
    unsigned keeps = SUM_SQUARES | (weighted ? SUM_WEIGHTED : 0);
    for (int s = 0; s < SETS; s++) {
        sets[s] = sum_open(&room->arena, &room->dens, data->targets, keeps);
    }
    size_t step = (size_t)between(room, 1, 60), pieces = (data->n + step - 1) / step;
    bool backwards = between(room, 0, 1);
    for (size_t k = 0; k < pieces; k++) {
        size_t start = (backwards ? pieces - 1 - k : k) * step;
        size_t end = start + step < data->n ? start + step : data->n;
        Data part = part_of(data, start, end);
        SumSet *set = sets[between(room, 0, SETS - 1)];
        if (!weighted)
            add_data(set, &part);
        else
            sum_add_weighted(set, &room->work, &part.value, &part.weight, part.mask, part.target,
                             part.fixed, part.n);
    }
    int into = (int)between(room, 0, SETS - 1);
    for (int s = 1; s < SETS; s++) sum_merge(sets[into], sets[(into + s) % SETS]);
    return sets[into];
}

static void no_order_and_no_split_changes_a_sum(void **state)
{
    Room *room = *state;
    for (int turn = 0; turn < 8; turn++)
        for (Kind k = TENTHS; k < KINDS; k++) {
            Data data = random_data(room, k, 200);
            SumSet *set = sum_in_pieces(room, &data, false);
            check_sums(room, &data, set, SUM_COUNT, SUM_POPULATION_VARIANCE);
            set = sum_in_pieces(room, &data, true);
            check_sums(room, &data, set, SUM_WEIGHTED_MEAN, SUM_WEIGHT);
        }
}

static void mixed_lanes_go_into_one_sum(void **state)
{
    Room *room = *state;
    for (int turn = 0; turn < 20; turn++) {
        Data data = random_data(room, RATIOS, 120);
        SumSet *set = sum_open(&room->arena, &room->dens, data.targets, SUM_SQUARES);
        size_t half = data.n / 2;
        Data first = part_of(&data, 0, half), second = part_of(&data, half, data.n);
        lane_widen(&room->work, &second.value, &second.value, LANE_EXACT, second.n);
        add_data(set, &first);
        add_data(set, &second);
        check_sums(room, &data, set, SUM_COUNT, SUM_POPULATION_VARIANCE);
    }
}

static void the_most_squares_of_int64_add_up(void **state)
{
    Room *room = *state;
    int64_t rows[5] = { INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN };
    Column value = { .type = TYPE_NUMBER, .count = 5, .den = 1, .i64 = rows }, out;
    SumSet *set = sum_open(&room->arena, &room->dens, 1, SUM_SQUARES);
    for (int i = 0; i < 4; i++) sum_add(set, &value, NULL, NULL, 0, 5);
    sum_finish(set, &room->arena, SUM_POPULATION_DEVIATION, &out);
    assert_text(exactly(room, column_exact_at(&room->arena, &room->dens, &out, 0)), "0");
    sum_finish(set, &room->arena, SUM_TOTAL, &out);
    assert_text(exactly(room, column_exact_at(&room->arena, &room->dens, &out, 0)),
                "-184467440737095516160");
}

static void yes_or_no_has_a_share_and_rows_have_a_number(void **state)
{
    Room *room = *state;
    uint8_t yes[] = { 1, 0, 1, 1 }, reason[] = { 0, 0, 0, REASON_FIRST_OWN };
    uint32_t target[] = { 0, 0, 0, 1 };
    Column value = { .type = TYPE_YESNO, .count = 4, .den = 1, .u8 = yes, .reason = reason }, out;
    SumSet *set = sum_open(&room->arena, &room->dens, 2, SUM_TOTALS);
    sum_add(set, &value, NULL, target, 0, 4);
    sum_finish(set, &room->arena, SUM_MEAN, &out);
    check_column(room, &out, 0, ratio(room, 2, 3));
    check_column(room, &out, 1, NULL);
    SumSet *count = sum_open(&room->arena, &room->dens, 2, SUM_COUNTS);
    sum_add(count, NULL, yes, target, 0, 4);
    assert_int_equal(2, sum_count_at(count, 0));
    assert_int_equal(1, sum_count_at(count, 1));
}

static void a_full_table_of_denominators_still_sums(void **state)
{
    Room *room = *state;
    Data data = random_data(room, TENTHS, 200);
    room->dens.most = 1; /* 10 finds no room */
    SumSet *set = sum_open(&room->arena, &room->dens, data.targets, SUM_SQUARES);
    add_data(set, &data);
    check_sums(room, &data, set, SUM_COUNT, SUM_POPULATION_VARIANCE);
}

static void sum_a_root(void *arg)
{
    Room *room = arg;
    Column value = column_constant(&room->arena, root_number(room, 1, 1, 2, 1), REASON_KNOWN, 1);
    sum_add(sum_open(&room->arena, &room->dens, 1, SUM_TOTALS), &value, NULL, NULL, 0, 1);
}

/* 1/2 + 1/4 + 1/8 ... to denominators that no number may have. */
static void sum_without_end(void *arg)
{
    Room *room = arg;
    SumSet *set = sum_open(&room->arena, &room->dens, 1, SUM_TOTALS);
    Exact *small = exact_from_ratio(&room->arena, 1, 2), *x = small;
    while (mpz_sizeinbase(mpq_denref(x->a), 2) < LIMIT_BITS / 2) {
        x = exact_mul(&room->arena, x, x);
    }
    Column value = column_constant(&room->arena, x, REASON_KNOWN, 1), out;
    sum_add(set, &value, NULL, NULL, 0, 1);
    sum_finish(set, &room->arena, SUM_TOTAL, &out);
    assert_int_equal(0, exact_compare(&room->arena, x, out.exact[0]));
    x = exact_add(&room->arena, x, exact_from_i64(&room->arena, 1)); /* odd: nothing cancels */
    for (int64_t den = 3;; den += 2) {
        value = column_constant(&room->arena,
                                exact_div(&room->arena, x, exact_from_ratio(&room->arena, den, 1)),
                                REASON_KNOWN, 1);
        for (int i = 0; i < 12; i++) {
            value.exact[0] = exact_div(&room->arena, value.exact[0],
                                       exact_from_i64(&room->arena, INT64_MAX - 2 * den));
        }
        sum_add(set, &value, NULL, NULL, 0, 1);
        if (den % 20 == 1) sum_finish(set, &room->arena, SUM_TOTAL, &out);
    }
}

static void roots_and_endless_sums_escape(void **state)
{
    Room *room = *state;
    assert_int_equal(WHY_INTERNAL, guard_run(&room->guard, sum_a_root, room));
    assert_int_equal(WHY_LIMIT, guard_run(&room->guard, sum_without_end, room));
    assert_null(number_arena_use(NULL));
}

/* ---- least and greatest ---- */

static void check_best(Room *room, const Data *data, BestSet *set, bool greatest)
{
    Column out;
    best_finish(set, &room->arena, &out);
    for (uint32_t t = 0; t < data->targets; t++) {
        Plain plain = plain_sum(room, data, t);
        check_column(room, &out, t, greatest ? plain.greatest : plain.least);
    }
}

static void least_and_greatest_do_not_depend_on_order(void **state)
{
    Room *room = *state;
    for (int turn = 0; turn < 16; turn++)
        for (Kind k = TENTHS; k < KINDS; k++)
            for (int greatest = 0; greatest < 2; greatest++) {
                Data data = random_data(room, k, 200);
                room->dens.most = turn % 4 ? LIMIT_DENOMINATORS : room->dens.count;
                BestSet *one = best_open(&room->arena, &room->dens, data.targets, greatest);
                BestSet *two = best_open(&room->arena, &room->dens, data.targets, greatest);
                size_t cut = (size_t)between(room, 0, (int64_t)data.n);
                Data first = part_of(&data, 0, cut), second = part_of(&data, cut, data.n);
                if (turn % 2) lane_widen(&room->work, &first.value, &first.value, LANE_EXACT, cut);
                best_add(two, &second.value, second.mask, second.target, second.fixed, second.n);
                best_add(one, &first.value, first.mask, first.target, first.fixed, first.n);
                best_merge(two, one);
                check_best(room, &data, two, greatest);
                room->dens.most = LIMIT_DENOMINATORS;
            }
}

enum { NEAR_ROWS = 90 };

/* Runs of up to 40 rows for one target, in no order, some for none. */
static void near_batch(Room *room, int64_t *number, int16_t *near, uint8_t *use, uint32_t *target)
{
    for (size_t i = 0; i < NEAR_ROWS; i++) {
        bool again = i && between(room, 0, 39);
        target[i] = again ? target[i - 1] : (uint32_t)between(room, 0, 6);
        if (target[i] == 6) target[i] = NO_ROW;
        number[i] = between(room, 0, 9) ? between(room, -9, 9) : between(room, -16383, 16384);
        near[i] = (int16_t)number[i];
        use[i] = (uint8_t)between(room, 0, 1);
    }
}

static void near_numbers_have_the_same_best(void **state)
{
    Room *room = *state;
    for (int turn = 0; turn < 400; turn++) {
        int64_t number[NEAR_ROWS];
        int16_t near[NEAR_ROWS + 16] = { 0 };
        uint8_t use[NEAR_ROWS];
        uint32_t target[NEAR_ROWS];
        near_batch(room, number, near, use, target);
        Column value = { .type = TYPE_NUMBER, .count = NEAR_ROWS, .den = 10, .i64 = number };
        Column plain, quick;
        Runs runs = runs_of(&room->arena, target, NEAR_ROWS);
        const uint8_t *which = turn % 3 ? use : NULL;
        BestSet *one = best_open(&room->arena, &room->dens, 6, turn % 2);
        BestSet *two = best_open(&room->arena, &room->dens, 6, turn % 2);
        best_add(one, &value, which, target, 0, NEAR_ROWS);
        best_add_near(two, &room->arena, &value, near, which, &runs, NEAR_ROWS);
        best_finish(one, &room->arena, &plain);
        best_finish(two, &room->arena, &quick);
        for (size_t t = 0; t < 6; t++) {
            assert_int_equal(column_reason(&plain, t), column_reason(&quick, t));
            if (!column_reason(&plain, t)) assert_true(plain.i64[t] == quick.i64[t]);
        }
    }
}

static void dates_keep_their_type(void **state)
{
    Room *room = *state;
    int64_t days[] = { 19000, 18000, 18500 };
    Column value = { .type = TYPE_DATE, .count = 3, .den = 1, .i64 = days }, out;
    BestSet *set = best_open(&room->arena, &room->dens, 2, false);
    best_add(set, &value, NULL, NULL, 1, 3);
    best_finish(set, &room->arena, &out);
    assert_int_equal(TYPE_DATE, out.type);
    assert_int_equal(LANE_I64, out.lane);
    assert_int_equal(REASON_NOTHING, column_reason(&out, 0));
    assert_true(out.i64[1] == 18000);
}

/* ---- threads ---- */

enum { THREADS = 4, SHARED_TARGETS = 64 };

/* A thread with targets of its own, in sets beside those of all. */
typedef struct Worker {
    pthread_t thread;
    Guard guard;
    Arena arena;
    SumSet *whole, *sums;
    BestSet *best_of_all, *best;
    Dens *dens;
    uint32_t first;
} Worker;

static void work_on(void *arg)
{
    Worker *worker = arg;
    worker->sums = sum_open_beside(&worker->arena, worker->whole);
    worker->best = best_open_beside(&worker->arena, worker->best_of_all);
    for (uint32_t i = 0; i < 2000; i++) {
        int64_t num[3] = { i, -(int64_t)i, 1 };
        uint32_t ids[3], target[3];
        for (uint32_t k = 0; k < 3; k++) {
            if (!dens_intern(worker->dens, (i * 7 + k + worker->first) % 97 + 1, &ids[k])) return;
            target[k] = worker->first + (i + k) % (SHARED_TARGETS / THREADS);
        }
        Column value = { .type = TYPE_NUMBER, .lane = LANE_Q64, .count = 3, .i64 = num };
        value.den_id = ids;
        sum_add(worker->sums, &value, NULL, target, 0, 3);
        best_add(worker->best, &value, NULL, target, 0, 3);
    }
}

static void *thread_body(void *arg)
{
    Worker *worker = arg;
    guard_run(&worker->guard, work_on, worker);
    return NULL;
}

static void threads_beside_each_other_give_what_one_gives(void **state)
{
    Room *room = *state;
    Worker workers[THREADS] = { 0 };
    SumSet *whole[2], *sums;
    BestSet *best[2];
    Column out[2][2];
    for (int alone = 0; alone < 2; alone++) {
        sums = whole[alone] = sum_open(&room->arena, &room->dens, SHARED_TARGETS, SUM_TOTALS);
        best[alone] = best_open(&room->arena, &room->dens, SHARED_TARGETS, true);
        for (uint32_t w = 0; w < THREADS; w++) {
            Worker *worker = &workers[w];
            *worker = (Worker){ .whole = sums, .best_of_all = best[alone], .dens = &room->dens };
            worker->arena = arena_open(&worker->guard);
            worker->first = w * (SHARED_TARGETS / THREADS);
            if (alone)
                thread_body(worker);
            else
                assert_int_equal(0, pthread_create(&worker->thread, NULL, thread_body, worker));
        }
        for (uint32_t w = 0; w < THREADS; w++) {
            if (!alone) pthread_join(workers[w].thread, NULL);
            assert_int_equal(WHY_NOTHING, workers[w].guard.why);
            sum_merge(sums, workers[w].sums);
            best_merge(best[alone], workers[w].best);
            arena_close(&workers[w].arena);
        }
        sum_finish(sums, &room->arena, SUM_MEAN, &out[alone][0]);
        best_finish(best[alone], &room->arena, &out[alone][1]);
    }
    for (size_t t = 0; t < SHARED_TARGETS; t++)
        for (int c = 0; c < 2; c++) {
            assert_int_equal(
                0, column_number_compare(&room->arena, &room->dens, &out[0][c], t, &out[1][c], t));
        }
    assert_int_equal(97, room->dens.count);
}

static void denominators_are_numbered_up_to_the_limit(void **state)
{
    Room *room = *state;
    uint32_t id, again;
    for (int64_t den = 1; den <= LIMIT_DENOMINATORS; den++) {
        assert_true(dens_intern(&room->dens, den * 3 - 2, &id));
        assert_int_equal(den - 1, id);
        assert_true(dens_value(&room->dens, id) == den * 3 - 2);
    }
    assert_false(dens_intern(&room->dens, INT64_MAX, &id));
    assert_true(dens_intern(&room->dens, 1, &again) && again == DENS_ONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ROOM(sums_agree_with_plain_arithmetic),
        WITH_ROOM(long_inputs_are_cut_in_chunks_without_a_seam),
        WITH_ROOM(weighted_means_leave_out_what_has_no_weight),
        WITH_ROOM(no_order_and_no_split_changes_a_sum),
        WITH_ROOM(mixed_lanes_go_into_one_sum),
        WITH_ROOM(the_most_squares_of_int64_add_up),
        WITH_ROOM(yes_or_no_has_a_share_and_rows_have_a_number),
        WITH_ROOM(a_full_table_of_denominators_still_sums),
        WITH_ROOM(roots_and_endless_sums_escape),
        WITH_ROOM(least_and_greatest_do_not_depend_on_order),
        WITH_ROOM(near_numbers_have_the_same_best),
        WITH_ROOM(dates_keep_their_type),
        WITH_ROOM(threads_beside_each_other_give_what_one_gives),
        WITH_ROOM(denominators_are_numbered_up_to_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
