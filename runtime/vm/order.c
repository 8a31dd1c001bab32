/* order.c -- order statistics: steps over one column, per target row.
 *
 * Rows with a known value whose mask is yes are sorted by target; within a target a selection by
 * value follows.  Which of equal rows is met first never shows: only values leave.  Positions of
 * quantiles are exact; see Hyndman and Fan (1996), The American Statistician 50(4), 361-365.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/ordering.h"
#include "vm/keys.h"

static int by_value(uint32_t a, uint32_t b, void *with)
{
    const Ordering *o = with;
    if (o->number) return (o->number[a] > o->number[b]) - (o->number[a] < o->number[b]);
    const Dens *dens = o->machine->run->dens;
    return column_number_compare(o->scrap, dens, o->value, column_place(o->value, a), o->value,
                                 column_place(o->value, b));
}

static bool takes_part(const Ordering *o, const Column *mask, uint64_t row)
{
    const Column *columns = o->machine->run->columns;
    if (column_reason(o->value, row)) return false;
    for (uint32_t k = 0; k < o->step->key_count; k++)
        if (column_reason(&columns[o->step->keys[k]], row)) return false;
    for (uint32_t k = 0; k < o->step->then_count; k++)
        if (column_reason(&columns[o->step->thens[k].column], row)) return false;
    if (!mask) return true;
    return !column_reason(mask, row) && mask->u8[column_place(mask, row)];
}

Ordering order_open(Machine *machine, const Step *step)
{
    Run *run = machine->run;
    Ordering o = { .machine = machine, .step = step, .scrap = &machine->step };
    o.value = &run->columns[step->value];
    o.rows = run->space_rows[step->space];
    bool plain = o.value->type != TYPE_YESNO && o.value->lane == LANE_I64 && !o.value->constant;
    o.number = plain ? o.value->i64 : NULL;
    const Column *mask = step->mask == NONE ? NULL : &run->columns[step->mask];
    const Column *level = step->level == NONE ? NULL : &run->columns[step->level];
    o.targets = level ? run->space_rows[run->program->columns[step->level].target] : 1;
    o.target = NEW_ARRAY(o.scrap, uint32_t, o.rows);
    o.first = NEW_ARRAY(o.scrap, uint64_t, o.targets + 1);
    o.scratch = NEW_ARRAY(o.scrap, uint32_t, o.rows);
    for (uint64_t i = 0; i < o.rows; i++) {
        uint32_t t = level ? run_parent(level, i) : 0;
        bool in = t < o.targets && takes_part(&o, mask, i);
        o.target[i] = in ? t : NO_ROW;
        if (in) o.first[t + 1]++;
    }
    for (uint64_t t = 0; t < o.targets; t++) o.first[t + 1] += o.first[t];
    o.order = machine_sort_rows(o.scrap, o.target, o.rows, o.targets);
    return o;
}

/* ---- selecting ---- */

static void swap(uint32_t *a, uint32_t *b)
{
    uint32_t kept = *a;
    *a = *b;
    *b = kept;
}

/* Puts the median of the first, middle and last row in the middle. */
static void settle_middle(Ordering *o, uint32_t *row, size_t low, size_t high)
{
    size_t middle = low + (high - low) / 2;
    if (by_value(row[middle], row[low], o) < 0) swap(&row[middle], &row[low]);
    if (by_value(row[high], row[middle], o) < 0) swap(&row[high], &row[middle]);
    if (by_value(row[middle], row[low], o) < 0) swap(&row[middle], &row[low]);
}

/* The row with the k-th lowest value (from 0) of count rows, which are left with it at its place,
 * nothing greater before it and nothing less after.  Sorts when the pivots go badly. */
static uint32_t select_row(Ordering *o, uint32_t *row, size_t count, size_t k)
{
    size_t low = 0, high = count - 1;
    for (int tries = 0; low < high; tries++) {
        if (tries == 64) {
            sort_u32(row + low, high - low + 1, o->scratch, by_value, o);
            break;
        }
        settle_middle(o, row, low, high);
        uint32_t pivot = row[low + (high - low) / 2];
        size_t i = low, j = high;
        for (;;) {
            while (by_value(row[i], pivot, o) < 0) i++;
            while (by_value(pivot, row[j], o) < 0) j--;
            if (i >= j) break;
            swap(&row[i++], &row[j--]);
        }
        size_t end = i == j ? j : i - 1; /* the last row that is not above the pivot */
        if (i == j && k == i) return row[k];
        if (k <= end)
            high = end;
        else
            low = end + 1;
    }
    return row[k];
}

/* ---- the k-th ---- */

/* k as a whole number of 1 .. count, or 0. */
static uint64_t whole_at(const Ordering *o, const Column *k, uint64_t target, uint64_t count)
{
    const Exact *x = column_exact_at(o->scrap, o->machine->run->dens, k, column_place(k, target));
    int64_t num, den;
    if (!exact_to_ratio(x, &num, &den) || den != 1 || num < 1) return 0;
    return (uint64_t)num > count ? 0 : (uint64_t)num;
}

static void find_kth(Ordering *o)
{
    Run *run = o->machine->run;
    const Step *step = o->step;
    const Column *k = &run->columns[step->k];
    uint32_t *chosen = NEW_ARRAY(o->scrap, uint32_t, o->targets);
    uint8_t *reason = NEW_ARRAY(o->scrap, uint8_t, o->targets);
    for (uint64_t t = 0; t < o->targets; t++) {
        uint64_t count = o->first[t + 1] - o->first[t];
        chosen[t] = NO_ROW;
        reason[t] = run_reason(k, t);
        if (reason[t]) continue;
        reason[t] = REASON_NOTHING;
        uint64_t which = whole_at(o, k, t, count);
        if (!which) continue;
        uint64_t place = step->order_kind == ORDER_KTH_LOWEST ? which - 1 : count - which;
        chosen[t] = select_row(o, o->order + o->first[t], count, place);
        reason[t] = REASON_KNOWN;
    }
    LaneWork work = lane_work(o->scrap, o->scrap, run->dens);
    Column found;
    lane_gather(&work, &found, o->value, chosen, REASON_NOTHING, o->targets);
    if (!found.constant) found.reason = reason;
    found.type = run->program->columns[step->out].type;
    machine_keep_column(o->machine, &found, o->targets, &run->columns[step->out]);
}

/* ---- quantiles ---- */

/* Where a quantile lies among n values: between the j-th and the next (from 1), `over` of the way,
 * over in units of 1 / den. */
typedef struct Position {
    uint64_t j;
    int64_t over;
} Position;

/* den of the positions of part = num / part_den. */
static int64_t position_den(QuantileMethod method, int64_t part_den)
{
    switch (method) {
    case QUANTILE_HAZEN: return 2 * part_den;
    case QUANTILE_MEDIAN_UNBIASED: return 3 * part_den;
    case QUANTILE_NEAREST_RANK:
    case QUANTILE_EXCLUSIVE:
    case QUANTILE_INCLUSIVE: break;
    }
    return part_den;
}

/* Types 5 to 8: h = n p + m, m = 1/2, p, 1 - p, (p + 1)/3; type 1: the least j with j >= n p. */
static Position position_of(QuantileMethod method, uint64_t n, int64_t num, int64_t part_den)
{
    i128 p = num, b = part_den, count = (i128)n, h = 0, den = position_den(method, part_den);
    switch (method) {
    case QUANTILE_NEAREST_RANK: h = (count * p + b - 1) / b * b; break;
    case QUANTILE_HAZEN: h = 2 * count * p + b; break;
    case QUANTILE_EXCLUSIVE: h = (count + 1) * p; break;
    case QUANTILE_INCLUSIVE: h = (count - 1) * p + b; break;
    case QUANTILE_MEDIAN_UNBIASED: h = (3 * count + 1) * p + b; break;
    }
    if (h < den) return (Position){ 1, 0 };
    if (h >= count * den) return (Position){ n, 0 };
    return (Position){ (uint64_t)(h / den), (int64_t)(h % den) };
}

static void find_quantile(Ordering *o)
{
    Run *run = o->machine->run;
    const Step *step = o->step;
    size_t n = o->targets;
    int64_t num, den;
    exact_to_ratio(step->part, &num, &den); /* it fits: rule 14 */
    uint32_t *below = NEW_ARRAY(o->scrap, uint32_t, n), *above = NEW_ARRAY(o->scrap, uint32_t, n);
    Column over = { .type = TYPE_NUMBER, .count = n, .den = position_den(step->method, den) };
    over.i64 = NEW_ARRAY(o->scrap, int64_t, n);
    for (size_t t = 0; t < n; t++) {
        uint64_t count = o->first[t + 1] - o->first[t];
        below[t] = above[t] = NO_ROW;
        if (!count) continue;
        Position at = position_of(step->method, count, num, den);
        uint32_t *row = o->order + o->first[t];
        below[t] = above[t] = select_row(o, row, count, at.j - 1);
        over.i64[t] = at.over;
        /* What follows the j-th is the least of those after its place. */
        if (at.over) above[t] = select_row(o, row + at.j, count - at.j, 0);
    }
    LaneWork work = lane_work(o->scrap, o->scrap, run->dens);
    Column low, high, found;
    lane_gather(&work, &low, o->value, below, REASON_NOTHING, n);
    lane_gather(&work, &high, o->value, above, REASON_NOTHING, n);
    lane_sub(&work, &found, &high, &low, n);
    lane_mul(&work, &found, &found, &over, n);
    lane_add(&work, &found, &low, &found, n);
    found.type = TYPE_NUMBER;
    machine_keep_column(o->machine, &found, n, &run->columns[step->out]);
}

void step_order(Machine *machine, const Step *step)
{
    Ordering o = order_open(machine, step);
    if (step->order_kind == ORDER_QUANTILE)
        find_quantile(&o);
    else
        find_kth(&o);
}
