/* numbers.c -- the batch kernels of runtime/number against GMP, by chance and by every pair.
 *
 *   BUILD/numbers every          each pair of 8-bit numbers, and each pair of numbers that lie at
 * most sixteen from where a lane ends, in every lane and operation BUILD/numbers COUNT [SEED] COUNT
 * operations by chance, of numbers of all sizes in all lanes
 *
 * A row of a batch is an operation.  What is expected is reckoned with mpq and mpz alone, what
 * comes out is read from the column's arrays and multiplied crosswise.  The first that differs is
 * told and ends the run with 1. SPDX-License-Identifier: Apache-2.0 */
#include "../unit/random.h"
#include "number/integer.h"
#include "number/lane.h"
#include "number/sum.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 256, TARGETS = 8, MISSING = REASON_FIRST_OWN + 3 };

/* A column and the same numbers as GMP has them. */
typedef struct Side {
    Column column;
    mpq_t q[ROWS];
} Side;

typedef struct Room {
    Guard guard;
    Arena arena, keep;
    Dens dens;
    LaneWork work;
    uint64_t seed, done, begun;
    Side a, b;
    mpq_t want[ROWS];
    bool none[ROWS]; /* nothing is expected, as there is nothing to divide by */
    mpq_t x, y;
    mpz_t z;
    const char *now;
} Room;

static uint64_t chance(Room *room)
{
    return random_next(&room->seed);
}

static uint32_t under(Room *room, uint32_t bound)
{
    return random_under(&room->seed, bound);
}

static void differs(Room *room, size_t row)
{
    printf("%s differs after %" PRIu64 " operations (seed of the batch %" PRIu64
           "), lanes %d and %d, "
           "forced %d:\n",
           room->now, room->done, room->begun, (int)room->a.column.lane, (int)room->b.column.lane,
           (int)room->work.force);
    gmp_printf("  %Qd and %Qd, expected %Qd%s\n", room->a.q[row], room->b.q[row], room->want[row],
               room->none[row] ? ", missing" : "");
    exit(1);
}

/* ---- what came out ---- */

static void set_wide(mpz_ptr out, i128 value)
{
    u128 size = value < 0 ? -(u128)value : (u128)value;
    uint64_t parts[] = { (uint64_t)size, (uint64_t)(size >> 64) };
    mpz_import(out, 2, -1, sizeof *parts, 0, 0, parts);
    if (value < 0) mpz_neg(out, out);
}

static void read_row(const Room *room, mpq_ptr out, const Column *column, size_t row)
{
    size_t at = column->constant ? 0 : row;
    switch (column->lane) {
    case LANE_I64:
        mpz_set_si(mpq_numref(out), column->i64[at]);
        mpz_set_si(mpq_denref(out), column->den);
        return;
    case LANE_I128:
        set_wide(mpq_numref(out), column->wide[at]);
        mpz_set_si(mpq_denref(out), column->den);
        return;
    case LANE_Q64:
        mpz_set_si(mpq_numref(out), column->i64[at]);
        mpz_set_si(mpq_denref(out), room->dens.value[column->den_id[at]]);
        return;
    case LANE_EXACT: mpq_set(out, column->exact[at]->a); return;
    }
}

/* Whether the fractions, of which the first need not be in lowest terms, are the same. */
static bool is_same(Room *room, mpq_srcptr x, mpq_srcptr want)
{
    mpz_mul(room->z, mpq_numref(x), mpq_denref(want));
    mpz_mul(mpq_numref(room->y), mpq_numref(want), mpq_denref(x));
    return mpz_cmp(room->z, mpq_numref(room->y)) == 0;
}

static Reason reason_at(const Column *column, size_t row)
{
    return column->reason ? column->reason[column->constant ? 0 : row] : REASON_KNOWN;
}

static void check(Room *room, const Column *out, bool two)
{
    for (size_t i = 0; i < ROWS; i++) {
        Reason want = reason_at(&room->a.column, i);
        if (!want && two) want = reason_at(&room->b.column, i);
        if (!want && room->none[i]) want = REASON_NOTHING;
        if (reason_at(out, i) != want) differs(room, i);
        if (want) continue;
        read_row(room, room->x, out, i);
        if (!is_same(room, room->x, room->want[i])) differs(room, i);
    }
    room->done += ROWS;
}

static void check_yesno(Room *room, const Column *out, const bool *want)
{
    for (size_t i = 0; i < ROWS; i++) {
        Reason reason = reason_at(&room->a.column, i);
        if (!reason) reason = reason_at(&room->b.column, i);
        if (reason_at(out, i) != reason) differs(room, i);
        if (!reason && (out->u8[out->constant ? 0 : i] != 0) != want[i]) differs(room, i);
    }
    room->done += ROWS;
}

/* ---- what is expected ---- */

typedef void Operation(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n);

static void least_of(mpq_ptr out, mpq_srcptr x, mpq_srcptr y)
{
    mpq_set(out, mpq_cmp(x, y) <= 0 ? x : y);
}

static void greatest_of(mpq_ptr out, mpq_srcptr x, mpq_srcptr y)
{
    mpq_set(out, mpq_cmp(x, y) >= 0 ? x : y);
}

static void two_of(mpq_ptr out, mpq_srcptr x, mpq_srcptr y)
{
    if (mpq_sgn(y)) mpq_div(out, x, y);
}

static const struct {
    const char *name;
    Operation *lane;
    void (*plain)(mpq_ptr, mpq_srcptr, mpq_srcptr);
} operations[] = {
    { "add", lane_add, mpq_add },      { "sub", lane_sub, mpq_sub },
    { "mul", lane_mul, mpq_mul },      { "div", lane_div, two_of },
    { "least", lane_least, least_of }, { "greatest", lane_greatest, greatest_of },
};

static void try_operations(Room *room)
{
    for (size_t op = 0; op < COUNT_OF(operations); op++) {
        Column out;
        room->now = operations[op].name;
        for (size_t i = 0; i < ROWS; i++) {
            room->none[i] = operations[op].lane == lane_div && mpq_sgn(room->b.q[i]) == 0;
            operations[op].plain(room->want[i], room->a.q[i], room->b.q[i]);
        }
        operations[op].lane(&room->work, &out, &room->a.column, &room->b.column, ROWS);
        check(room, &out, true);
    }
    memset(room->none, 0, sizeof room->none);
    Column out;
    room->now = "neg";
    for (size_t i = 0; i < ROWS; i++) mpq_neg(room->want[i], room->a.q[i]);
    lane_neg(&room->work, &out, &room->a.column, ROWS);
    check(room, &out, false);
}

static void try_comparisons(Room *room)
{
    room->now = "compare";
    for (Compare what = COMPARE_LT; what <= COMPARE_NE; what++) {
        bool want[ROWS];
        Column out;
        for (size_t i = 0; i < ROWS; i++) {
            int order = mpq_cmp(room->a.q[i], room->b.q[i]);
            const bool holds[] = { order<0, order <= 0, order> 0, order >= 0, order == 0,
                                   order != 0 };
            want[i] = holds[what];
        }
        lane_compare(&room->work, &out, what, &room->a.column, &room->b.column, ROWS);
        check_yesno(room, &out, want);
    }
}

/* The whole number of steps: from the one at or below, how far it is to a half, and the sign. */
static void pick_step(mpz_ptr low, int half, bool whole, bool negative, RoundMode mode)
{
    bool up = false;
    switch (mode) {
    case ROUND_HALF_AWAY: up = half > 0 || (half == 0 && !negative); break;
    case ROUND_HALF_EVEN: up = half > 0 || (half == 0 && mpz_odd_p(low)); break;
    case ROUND_HALF_UP: up = half >= 0; break;
    case ROUND_UP: up = !negative && !whole; break;
    case ROUND_DOWN: up = negative && !whole; break;
    }
    if (up) mpz_add_ui(low, low, 1);
}

static void plain_round(Room *room, mpq_ptr out, mpq_srcptr x, mpq_srcptr step, RoundMode mode)
{
    mpq_div(room->x, x, step);
    mpz_fdiv_qr(room->z, mpq_numref(room->y), mpq_numref(room->x), mpq_denref(room->x));
    bool whole = mpz_sgn(mpq_numref(room->y)) == 0;
    mpz_mul_2exp(mpq_numref(room->y), mpq_numref(room->y), 1);
    int half = mpz_cmp(mpq_numref(room->y), mpq_denref(room->x));
    pick_step(room->z, half, whole, mpq_sgn(x) < 0, mode);
    mpq_set_z(out, room->z);
    mpq_mul(out, out, step);
}

/* The root of x >= 0, rounded: the root of its floor is the floor of its root. */
static void plain_root(Room *room, mpq_ptr out, mpq_srcptr x, mpq_srcptr step, RoundMode mode)
{
    mpq_mul(room->y, step, step);
    mpq_div(room->x, x, room->y);
    mpz_fdiv_q(room->z, mpq_numref(room->x), mpq_denref(room->x));
    mpz_sqrt(room->z, room->z);
    mpq_set_z(room->y, room->z);
    mpq_mul(room->y, room->y, room->y);
    bool whole = mpq_equal(room->y, room->x);
    mpz_mul_2exp(mpq_numref(room->y), room->z, 1);
    mpz_add_ui(mpq_numref(room->y), mpq_numref(room->y), 1);
    mpz_set_ui(mpq_denref(room->y), 2);
    mpq_mul(room->y, room->y, room->y); /* the square of the half above */
    pick_step(room->z, mpq_cmp(room->x, room->y), whole, false, mode);
    mpq_set_z(out, room->z);
    mpq_mul(out, out, step);
}

static Round any_round(Room *room, RoundMode mode)
{
    if (under(room, 2)) return round_places(&room->arena, mode, (int)under(room, 9) - 2);
    static const int64_t num[] = { 1, 5, 25, 3, 7, 1000, 1000000007 },
                         den[] = { 1, 2, 4, 3, 10, 128, 365 };
    return round_nearest(mode, exact_from_ratio(&room->arena, num[under(room, COUNT_OF(num))],
                                                den[under(room, COUNT_OF(den))]));
}

static void try_rounding(Room *room)
{
    Column out, root, rounded;
    for (RoundMode mode = ROUND_HALF_AWAY; mode <= ROUND_DOWN; mode++) {
        Round round = any_round(room, mode);
        room->now = "round";
        for (size_t i = 0; i < ROWS; i++)
            plain_round(room, room->want[i], room->a.q[i], round.step->a, mode);
        lane_round(&room->work, &out, &room->a.column, &round, ROWS);
        check(room, &out, false);
        room->now = "root, rounded";
        for (size_t i = 0; i < ROWS; i++) {
            room->none[i] = mpq_sgn(room->a.q[i]) < 0;
            if (!room->none[i]) plain_root(room, room->want[i], room->a.q[i], round.step->a, mode);
        }
        lane_root(&room->work, &root, &room->a.column, ROWS);
        lane_round(&room->work, &rounded, &root, &round, ROWS);
        check(room, &rounded, false);
        memset(room->none, 0, sizeof room->none);
    }
}

/* ---- sums by target ---- */

/* In two sets, as two threads have, which are then one. */
static void try_sums(Room *room, bool squares)
{
    uint32_t target[ROWS];
    uint8_t mine[ROWS], others[ROWS];
    mpq_t sum[TARGETS], square[TARGETS];
    unsigned long count[TARGETS] = { 0 };
    unsigned keeps = SUM_TOTALS | (squares ? SUM_SQUARES : 0);
    SumSet *set = sum_open(&room->arena, &room->dens, TARGETS, keeps);
    SumSet *other = sum_open(&room->arena, &room->dens, TARGETS, keeps);
    for (size_t t = 0; t < TARGETS; t++) mpq_inits(sum[t], square[t], NULL);
    for (size_t i = 0; i < ROWS; i++) {
        uint32_t t = target[i] = under(room, TARGETS - 1); /* the last has none */
        mine[i] = under(room, 2) != 0;
        others[i] = !mine[i];
        if (reason_at(&room->a.column, i)) continue;
        count[t]++;
        mpq_add(sum[t], sum[t], room->a.q[i]);
        mpq_mul(room->x, room->a.q[i], room->a.q[i]);
        mpq_add(square[t], square[t], room->x);
    }
    sum_add(set, &room->a.column, mine, target, 0, ROWS);
    sum_add(other, &room->a.column, others, target, 0, ROWS);
    sum_merge(set, other);
    Column total, mean, spread;
    sum_finish(set, &room->arena, SUM_TOTAL, &total);
    sum_finish(set, &room->arena, SUM_MEAN, &mean);
    if (squares) sum_finish(set, &room->arena, SUM_POPULATION_VARIANCE, &spread);
    room->now = "sum";
    for (size_t t = 0; t < TARGETS; t++) {
        mpq_t want;
        mpq_init(want);
        read_row(room, room->x, &total, t);
        bool good = reason_at(&total, t) == REASON_KNOWN && is_same(room, room->x, sum[t]);
        good = good && (reason_at(&mean, t) == (count[t] ? REASON_KNOWN : REASON_NOTHING));
        if (good && count[t]) {
            mpq_set_ui(want, count[t], 1);
            mpq_div(want, sum[t], want);
            read_row(room, room->x, &mean, t);
            good = is_same(room, room->x, want);
        }
        if (good && count[t] && squares) {
            mpq_mul(want, want, want); /* of the squares the mean, less the square of the mean */
            mpq_set_ui(room->x, count[t], 1);
            mpq_div(square[t], square[t], room->x);
            mpq_sub(want, square[t], want);
            read_row(room, room->x, &spread, t);
            good = good && is_same(room, room->x, want);
        }
        if (!good) differs(room, t);
        mpq_clears(want, sum[t], square[t], NULL);
    }
    room->done += ROWS;
}

/* ---- numbers by chance ---- */

static const int64_t ends[] = {
    0,         INT64_MAX,         INT64_MIN,           INT32_MAX,
    INT32_MIN, INT64_MAX / 2 + 1, 1000000000000000000, (int64_t)1 << 32
};

static int64_t any_number(Room *room)
{
    int64_t near = (int64_t)under(room, 41) - 20;
    switch (under(room, 6)) {
    case 0: return near;
    case 1: return (int64_t)((uint64_t)ends[under(room, COUNT_OF(ends))] + (uint64_t)near);
    case 2: return (int64_t)(((uint64_t)1 << under(room, 64)) + (uint64_t)near);
    case 3: return -(int64_t)(chance(room) >> (1 + under(room, 63)));
    default: return (int64_t)(chance(room) >> (1 + under(room, 63)));
    }
}

static int64_t any_den(Room *room)
{
    static const int64_t dens[] = {
        1, 1, 1, 2, 10, 100, 1000, 7, 360, 1024, 1000000000, INT64_MAX
    };
    return dens[under(room, COUNT_OF(dens))];
}

static i128 any_wide(Room *room)
{
    i128 near = (i128)under(room, 41) - 20;
    switch (under(room, 4)) {
    case 0: return I128_MAX - 20 + (near < 0 ? -near : near);
    case 1: return I128_MIN + (near < 0 ? -near : near);
    case 2: return any_number(room);
    default: return (i128)any_number(room) * any_number(room);
    }
}

static void set_row(Room *room, Side *side, size_t i)
{
    Column *c = &side->column;
    int64_t den = c->den;
    if (c->lane == LANE_EXACT) {
        set_wide(mpq_numref(side->q[i]), any_wide(room));
        set_wide(mpq_denref(side->q[i]),
                 under(room, 2) ? 1 + (i128)(chance(room) >> 1) : any_den(room));
        mpq_canonicalize(side->q[i]);
        c->exact[i] = exact_from_mpq(&room->arena, side->q[i]);
        return;
    }
    if (c->lane == LANE_I128) {
        c->wide[i] = any_wide(room);
        set_wide(mpq_numref(side->q[i]), c->wide[i]);
    } else {
        c->i64[i] = any_number(room);
        mpz_set_si(mpq_numref(side->q[i]), c->i64[i]);
    }
    if (c->lane == LANE_Q64) {
        den = under(room, 8) ? 1 + (int64_t)under(room, 60) : any_den(room);
        if (!dens_intern(&room->dens, den, &c->den_id[i])) abort();
    }
    mpz_set_si(mpq_denref(side->q[i]), den);
    mpq_canonicalize(side->q[i]);
}

static void open_side(Room *room, Side *side, Lane lane, int64_t den)
{
    side->column = (Column){ .type = TYPE_NUMBER, .lane = lane, .count = ROWS, .den = den };
    side->column.data = arena_array(&room->arena, ROWS, 16, 16);
    side->column.den_id = NEW_ARRAY(&room->arena, uint32_t, ROWS);
}

static void fill_side(Room *room, Side *side)
{
    open_side(room, side, (Lane)under(room, LANE_EXACT + 1), any_den(room));
    Column *c = &side->column;
    if (c->lane == LANE_Q64 || c->lane == LANE_EXACT) c->den = 1;
    c->constant = under(room, 8) == 0;
    if (under(room, 4) == 0) c->reason = NEW_ARRAY(&room->arena, uint8_t, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        if (c->constant && i) {
            mpq_set(side->q[i], side->q[0]);
            continue;
        }
        set_row(room, side, i);
        if (c->reason && under(room, 4) == 0) c->reason[i] = MISSING;
    }
}

static void begin(Room *room, Lane force)
{
    arena_reset(&room->arena);
    room->begun = room->seed;
    room->work.arena = &room->arena;
    room->work.force = force;
}

static void by_chance(Room *room, uint64_t count)
{
    while (room->done < count) {
        begin(room, under(room, 4) ? LANE_I64 : (Lane)under(room, LANE_EXACT + 1));
        fill_side(room, &room->a);
        fill_side(room, &room->b);
        try_operations(room);
        try_comparisons(room);
        try_rounding(room);
        try_sums(room, true);
        try_sums(room, false);
    }
}

/* ---- every pair ---- */

/* The i-th of 256 numbers: those of eight bits; or those about the places where a lane ends. */
static i128 number_of(size_t i, int kind)
{
    if (kind == 0) return (i128)i - 128;
    i128 near = (i128)(i % 32) - 16;
    static const int64_t narrow[] = { 0, INT32_MAX, INT64_MAX, INT64_MIN, 3037000499, -3037000499 };
    if (i / 32 < COUNT_OF(narrow)) return narrow[i / 32] + near;
    return i / 32 == 6 ? I128_MAX - 31 + (i128)(i % 32) : I128_MIN + (i128)(i % 32);
}

static void put(Side *side, size_t i, i128 number)
{
    Column *c = &side->column;
    if (c->lane == LANE_I128)
        c->wide[i] = number;
    else
        c->i64[i] = (int64_t)number;
    set_wide(mpq_numref(side->q[i]), c->lane == LANE_I128 ? number : (int64_t)number);
    mpz_set_si(mpq_denref(side->q[i]), c->den);
    mpq_canonicalize(side->q[i]);
}

static void every_pair(Room *room)
{
    static const int64_t dens[][2] = { { 1, 1 }, { 1, 7 }, { 12, 100 }, { 128, 127 } };
    for (int kind = 0; kind < 2; kind++)
        for (Lane lane = LANE_I64; lane <= LANE_I128; lane++)
            for (Lane force = LANE_I64; force <= LANE_EXACT; force++)
                for (size_t d = 0; d < COUNT_OF(dens); d++)
                    for (size_t one = 0; one < ROWS; one++) {
                        begin(room, force);
                        open_side(room, &room->a, lane, dens[d][0]);
                        open_side(room, &room->b, lane, dens[d][1]);
                        for (size_t i = 0; i < ROWS; i++) {
                            put(&room->a, i, number_of(one, kind));
                            put(&room->b, i, number_of(i, kind));
                        }
                        try_operations(room);
                        try_comparisons(room);
                        Side swap = room->a; /* the many are rounded, not the one */
                        room->a = room->b;
                        room->b = swap;
                        if (one < 8) try_rounding(room);
                        try_sums(room, true);
                        try_sums(room, false);
                        swap = room->a;
                        room->a = room->b;
                        room->b = swap;
                    }
}

/* ---- */

typedef struct Asked {
    Room *room;
    uint64_t count; /* 0: every pair */
} Asked;

static void run(void *arg)
{
    Asked *asked = arg;
    Room *room = asked->room;
    room->arena = arena_open(&room->guard);
    room->keep = arena_open(&room->guard);
    dens_open(&room->dens, &room->keep);
    room->work = lane_work(&room->arena, &room->keep, &room->dens);
    if (asked->count)
        by_chance(room, asked->count);
    else
        every_pair(room);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("usage: numbers every | numbers COUNT [SEED]\n", stderr);
        return 2;
    }
    Room *room = calloc(1, sizeof *room);
    if (!room) return 2;
    room->seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    for (size_t i = 0; i < ROWS; i++) mpq_inits(room->a.q[i], room->b.q[i], room->want[i], NULL);
    mpq_inits(room->x, room->y, NULL);
    mpz_init(room->z);
    Asked asked = { room, strcmp(argv[1], "every") == 0 ? 0 : strtoull(argv[1], NULL, 10) };
    Why why = guard_run(&room->guard, run, &asked);
    if (why != WHY_NOTHING) {
        printf("%s ended with %d after %" PRIu64 " operations\n", room->now, (int)why, room->done);
        return 1;
    }
    printf("%" PRIu64 " operations, 0 differ\n", room->done);
    dens_close(&room->dens);
    arena_close(&room->arena);
    arena_close(&room->keep);
    for (size_t i = 0; i < ROWS; i++) mpq_clears(room->a.q[i], room->b.q[i], room->want[i], NULL);
    mpq_clears(room->x, room->y, NULL);
    mpz_clear(room->z);
    free(room);
    return 0;
}
