/* sum_finish.c -- from a SumSet to columns; see sum.h and sum_inner.h.
 *
 * Where the planes' denominators have a common multiple within int64 totals are 128-bit integers;
 * else the multiple is a GMP integer, made once, and a total costs one multiplication per plane.
 * The set's own arena takes the scraps.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/factors.h"
#include "number/integer.h"
#include "number/sum.h"
#include "number/sum_inner.h"

/* Above this a common multiple for all targets costs more than adding up each target's own. */
enum { MULTIPLE_BITS = 4096 };

typedef struct Total {
    const SumSet *set;
    size_t first; /* 1 where the shared plane is unused, else 0 */
    bool small;   /* `den` and `by` hold */
    int64_t den;  /* a multiple of the planes' denominators ... */
    int64_t *by;  /* ... and what to multiply each plane's sums by */
    bool large;   /* the same with GMP integers */
    mpz_t multiple;
    mpz_t *times;
    const Factors *factors; /* of the multiple; NULL: they would take long to find */
    mpq_t sum, square, scrap;
} Total;

static int64_t den_of(const Total *total, size_t plane)
{
    return dens_value(total->set->dens, total->set->plane[plane].id);
}

static void prepare_small(Total *total)
{
    const SumSet *set = total->set;
    total->den = 1;
    total->small = true;
    for (size_t p = total->first; p < set->planes && total->small; p++) {
        int64_t den = den_of(total, p), common = gcd_den(total->den, den);
        total->small = !__builtin_mul_overflow(total->den, den / common, &total->den);
    }
    if (!total->small) return;
    total->by = NEW_ARRAY(set->arena, int64_t, set->planes);
    for (size_t p = total->first; p < set->planes; p++) {
        total->by[p] = total->den / den_of(total, p);
    }
}

static void find_multiple(Total *total)
{
    const SumSet *set = total->set;
    mpz_init_set_ui(total->multiple, 1);
    for (size_t p = total->first; p < set->planes; p++) {
        mpz_lcm_ui(total->multiple, total->multiple, (unsigned long)den_of(total, p));
        if (mpz_sizeinbase(total->multiple, 2) > MULTIPLE_BITS) return;
    }
    total->large = true;
}

/* What exact_sum and exact_square need; of many threads. */
static void prepare_exact(Total *total)
{
    const SumSet *set = total->set;
    total->times = NEW_ARRAY(set->arena, mpz_t, set->planes);
    Arena *before = number_arena_use(set->arena);
    find_multiple(total);
    for (size_t p = total->first; total->large && p < set->planes; p++) {
        mpz_init(total->times[p]);
        mpz_divexact_ui(total->times[p], total->multiple, (unsigned long)den_of(total, p));
    }
    number_arena_use(before);
    if (!total->large) return;
    int64_t *den = NEW_ARRAY(set->arena, int64_t, set->planes);
    for (size_t p = total->first; p < set->planes; p++) den[p - total->first] = den_of(total, p);
    total->factors = factors_open(set->arena, den, set->planes - total->first);
}

/* What they write to: one thread's. */
static void open_scraps(Total *total, Arena *scraps)
{
    Arena *before = number_arena_use(scraps);
    mpq_inits(total->sum, total->square, total->scrap, NULL);
    number_arena_use(before);
}

static Total total_of(SumSet *set)
{
    sum_settle_shared(set);
    sum_empty_cells(set);
    Total total = { .set = set };
    total.first = atomic_load(&set->shared->owner) ? 0 : 1;
    prepare_small(&total);
    return total;
}

/* The target's sum as *num / total->den, where that is small; false when it cannot be said. */
static bool small_sum(const Total *total, size_t target, i128 *num)
{
    const SumSet *set = total->set;
    if (set->heap && set->heap[target]) return false;
    *num = 0;
    for (size_t p = total->first; p < set->planes; p++) {
        i128 part = (i128)set->plane[p].sum[target] * total->by[p];
        if (__builtin_add_overflow(*num, part, num)) return false;
    }
    return true;
}

/* ---- exact totals, with the set's arena in use; results stand in total->sum and ->square ---- */

static void add_scrap(Total *total, mpq_ptr sum)
{
    mpq_canonicalize(total->scrap);
    if (mpq_sgn(sum) == 0)
        mpq_swap(sum, total->scrap);
    else
        mpq_add(sum, sum, total->scrap);
}

/* What the planes hold of the target, over the multiple. */
static void large_sum(const Total *total, size_t target, mpz_ptr num)
{
    const SumSet *set = total->set;
    mpz_set_ui(num, 0);
    for (size_t p = total->first; p < set->planes; p++) {
        int64_t sum = set->plane[p].sum[target];
        if (sum > 0)
            mpz_addmul_ui(num, total->times[p], (unsigned long)sum);
        else if (sum < 0)
            mpz_submul_ui(num, total->times[p], (unsigned long)size_i64(sum));
    }
}

/* sum = the target's sum, divided by `over` (lowest terms are looked for once). */
static void exact_sum(Total *total, size_t target, uint32_t over)
{
    const SumSet *set = total->set;
    mpz_ptr num = mpq_numref(total->scrap), den = mpq_denref(total->scrap);
    mpq_set_ui(total->sum, 0, 1);
    if (set->heap && set->heap[target]) {
        mpq_set(total->sum, set->heap[target]->sum);
        mpz_mul_ui(mpq_denref(total->sum), mpq_denref(total->sum), over);
        mpq_canonicalize(total->sum);
    }
    if (total->factors && mpq_sgn(total->sum) == 0) {
        large_sum(total, target, mpq_numref(total->sum));
        factors_reduce(total->factors, total->multiple, over, mpq_numref(total->sum),
                       mpq_denref(total->sum));
        return;
    }
    if (total->large) {
        large_sum(total, target, num);
        mpz_mul_ui(den, total->multiple, over);
        add_scrap(total, total->sum);
        return;
    }
    for (size_t p = total->first; p < set->planes; p++) {
        int64_t sum = set->plane[p].sum[target];
        if (sum == 0) continue;
        mpz_set_si(num, sum);
        mpz_set_si(den, den_of(total, p));
        mpz_mul_ui(den, den, over);
        add_scrap(total, total->sum);
    }
}

/* Likewise the squares, over the squares of their denominators. */
static void exact_square(Total *total, size_t target)
{
    const SumSet *set = total->set;
    mpq_set_ui(total->square, 0, 1);
    if (set->heap && set->heap[target]) mpq_set(total->square, set->heap[target]->square);
    for (size_t p = total->first; p < set->planes; p++) {
        u128 square = set->plane[p].square[target];
        if (square == 0) continue;
        uint64_t words[2] = { (uint64_t)square, (uint64_t)(square >> 64) };
        mpz_import(mpq_numref(total->scrap), 2, -1, sizeof words[0], 0, 0, words);
        mpz_set_si(mpq_denref(total->scrap), den_of(total, p));
        mpz_mul(mpq_denref(total->scrap), mpq_denref(total->scrap), mpq_denref(total->scrap));
        add_scrap(total, total->square);
    }
}

/* (n S2 - S1^2) / (n (n - 1)) or / n^2 into total->sum. */
static void exact_variance(Total *total, size_t target, uint32_t n, bool sample)
{
    exact_sum(total, target, 1);
    exact_square(total, target);
    mpq_set_ui(total->scrap, n, 1);
    mpq_mul(total->square, total->square, total->scrap);
    mpq_mul(total->sum, total->sum, total->sum);
    mpq_sub(total->sum, total->square, total->sum);
    mpq_set_ui(total->scrap, n, 1);
    mpq_div(total->sum, total->sum, total->scrap);
    mpq_set_ui(total->scrap, sample ? n - 1 : n, 1);
    mpq_div(total->sum, total->sum, total->scrap);
}

/* ---- columns ---- */

static Column fresh(const SumSet *set, Arena *arena, Lane lane)
{
    Column out = { .type = TYPE_NUMBER, .lane = lane, .count = set->rows, .den = 1 };
    switch (lane) {
    case LANE_I64: out.i64 = NEW_ARRAY(arena, int64_t, set->rows); break;
    case LANE_I128: out.wide = NEW_ARRAY(arena, i128, set->rows); break;
    case LANE_Q64:
        out.i64 = NEW_ARRAY(arena, int64_t, set->rows);
        out.den_id = NEW_ARRAY(arena, uint32_t, set->rows);
        break;
    case LANE_EXACT: out.exact = NEW_ARRAY(arena, Exact *, set->rows); break;
    }
    return out;
}

static void set_nothing(Column *out, Arena *arena, size_t row)
{
    if (!out->reason) out->reason = NEW_ARRAY(arena, uint8_t, out->count);
    out->reason[row] = REASON_NOTHING;
}

static void finish_count(const SumSet *set, Arena *arena, Column *out)
{
    *out = fresh(set, arena, LANE_I64);
    for (size_t t = 0; t < set->rows; t++) out->i64[t] = set->shared->count[t];
}

static bool finish_small_total(const Total *total, Arena *arena, Column *out)
{
    if (!total->small) return false;
    *out = fresh(total->set, arena, LANE_I64);
    out->den = total->den;
    for (size_t t = 0; t < total->set->rows; t++) {
        i128 num;
        if (!small_sum(total, t, &num) || !fits_i64(num)) return false;
        out->i64[t] = (int64_t)num;
    }
    return true;
}

static bool finish_small_mean(const Total *total, Arena *arena, Column *out)
{
    const SumSet *set = total->set;
    if (!total->small) return false;
    *out = fresh(set, arena, LANE_Q64);
    for (size_t t = 0; t < set->rows; t++) {
        uint32_t count = set->shared->count[t];
        i128 num;
        int64_t den;
        if (count == 0) {
            set_nothing(out, arena, t);
            continue;
        }
        if (!small_sum(total, t, &num) || !fits_i64(num) ||
            __builtin_mul_overflow(total->den, (int64_t)count, &den) ||
            !dens_intern(set->dens, den, &out->den_id[t])) {
            return false;
        }
        out->i64[t] = (int64_t)num;
    }
    return true;
}

/* One target's figure, in arena; NULL when there is none.  weights is NULL but for a weighted
 * mean. */
static Exact *exact_figure(Total *total, Total *weights, Arena *arena, SumWhat what, size_t target)
{
    uint32_t n = total->set->shared->count[target];
    switch (what) {
    case SUM_COUNT:
    case SUM_WEIGHT:
    case SUM_TOTAL: exact_sum(total, target, 1); break;
    case SUM_MEAN:
        if (n == 0) return NULL;
        exact_sum(total, target, n);
        break;
    case SUM_SAMPLE_DEVIATION:
    case SUM_SAMPLE_VARIANCE:
        if (n < 2) return NULL;
        exact_variance(total, target, n, true);
        break;
    case SUM_POPULATION_DEVIATION:
    case SUM_POPULATION_VARIANCE:
        if (n < 1) return NULL;
        exact_variance(total, target, n, false);
        break;
    case SUM_WEIGHTED_MEAN:
        exact_sum(weights, target, 1);
        if (mpq_sgn(weights->sum) == 0) return NULL;
        exact_sum(total, target, 1);
        mpq_div(total->sum, total->sum, weights->sum);
        break;
    }
    return exact_from_mpq(arena, total->sum);
}

struct SumFinish {
    SumWhat what;
    bool weighted;
    Total total, weights;
    Column *out;
};

void sum_finish_rows(const SumFinish *finish, Arena *arena, Arena *scraps, size_t from, size_t to)
{
    Total total = finish->total, weights = finish->weights;
    Column *out = finish->out;
    bool root = finish->what == SUM_SAMPLE_DEVIATION || finish->what == SUM_POPULATION_DEVIATION;
    open_scraps(&total, scraps);
    if (finish->weighted) open_scraps(&weights, scraps);
    for (size_t t = from; t < to; t++) {
        Arena *before = number_arena_use(scraps);
        Exact *figure = exact_figure(&total, &weights, root ? scraps : arena, finish->what, t);
        number_arena_use(before);
        if (!figure) out->reason[t] = REASON_NOTHING;
        out->exact[t] = root && figure ? exact_root(arena, figure) : figure;
    }
}

void sum_finish_close(SumFinish *finish)
{
    bool missing = false;
    Column *out = finish->out;
    for (size_t t = 0; t < out->count; t++) missing |= out->reason[t] != REASON_KNOWN;
    if (!missing) out->reason = NULL;
}

SumFinish *sum_finish_open(SumSet *set, Arena *arena, SumWhat what, Column *out)
{
    assert(what != SUM_WEIGHT || set->weights);
    if (what == SUM_WEIGHT) set = set->weights;
    if (what == SUM_COUNT) {
        finish_count(set, arena, out);
        return NULL;
    }
    SumFinish *finish = NEW(set->arena, SumFinish);
    *finish = (SumFinish){ .what = what, .total = total_of(set), .out = out };
    Total *total = &finish->total;
    if ((what == SUM_TOTAL || what == SUM_WEIGHT) && finish_small_total(total, arena, out))
        return NULL;
    if (what == SUM_MEAN && finish_small_mean(total, arena, out)) return NULL;
    *out = fresh(set, arena, LANE_EXACT);
    out->reason = NEW_ARRAY(arena, uint8_t, set->rows);
    prepare_exact(total);
    finish->weighted = what == SUM_WEIGHTED_MEAN;
    if (finish->weighted) {
        finish->weights = total_of(set->weights);
        prepare_exact(&finish->weights);
    }
    return finish;
}

void sum_finish(SumSet *set, Arena *arena, SumWhat what, Column *out)
{
    SumFinish *finish = sum_finish_open(set, arena, what, out);
    if (!finish) return;
    sum_finish_rows(finish, arena, finish->total.set->arena, 0, out->count);
    sum_finish_close(finish);
}
