/* lookup_range.c -- look-ups by numbers: ranges with open or closed ends, and single numbers.
 *
 * For a column over one denominator every end becomes a whole numerator once, so a search compares
 * integers, or, where the ends lie close together, is an array access.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/lookup.h"
#include "vm/kernel.h"

enum { MOST_LAID = 1 << 16 }; /* items of a table laid out by numerator */

/* ---- ends ---- */

static End make_end(const Exact *x, bool open)
{
    End end = { .none = x == NULL, .open = open, .fits = true, .den = 1, .exact = x };
    if (x) end.fits = exact_to_ratio(x, &end.num, &end.den);
    return end;
}

static Range range_of(const TableIndex *index, uint32_t row, uint32_t number)
{
    uint32_t key = index->number_key[number];
    const KeyCell *cell = &index->table->keys[row * index->table->key_count + key];
    if (index->table->match[key] == KEY_NUMBER)
        return (Range){ make_end(cell->low, false), make_end(cell->low, false) };
    return (Range){ make_end(cell->low, cell->low_open), make_end(cell->high, cell->high_open) };
}

/* Order of two ends of ranges as numbers. */
static int compare_ends(Arena *scrap, const End *a, const End *b)
{
    return exact_compare(scrap, a->exact, b->exact);
}

typedef struct Sorting {
    const TableIndex *index;
    Arena *scrap;
} Sorting;

/* By the low end; one that has none comes first, a closed one before an open one. */
static int by_low(uint32_t a, uint32_t b, void *with)
{
    const Sorting *sorting = with;
    Range x = range_of(sorting->index, a, 0), y = range_of(sorting->index, b, 0);
    if (x.low.none || y.low.none) return (int)y.low.none - (int)x.low.none;
    int order = compare_ends(sorting->scrap, &x.low, &y.low);
    return order ? order : (int)x.low.open - (int)y.low.open;
}

/* Whether every number of a lies below every number of b. */
static bool lies_below(Arena *scrap, const Range *a, const Range *b)
{
    if (a->high.none || b->low.none) return false;
    int order = compare_ends(scrap, &a->high, &b->low);
    return order < 0 || (order == 0 && (a->high.open || b->low.open));
}

void lookup_ranges(TableIndex *index, Arena *arena, Arena *scrap)
{
    uint32_t rows = index->table->row_count;
    Sorting sorting = { index, scrap };
    uint32_t *scratch = NEW_ARRAY(scrap, uint32_t, rows);
    for (uint32_t b = 0; b < index->bucket_count; b++)
        sort_u32(index->row + index->first[b], index->first[b + 1] - index->first[b], scratch,
                 by_low, &sorting);
    index->range = NEW_ARRAY(arena, Range, (size_t)rows * index->number_count);
    index->fits = true;
    for (uint32_t at = 0; at < rows; at++) {
        for (uint32_t k = 0; k < index->number_count; k++) {
            Range range = range_of(index, index->row[at], k);
            index->range[(size_t)at * index->number_count + k] = range;
            index->fits = index->fits && range.low.fits && range.high.fits;
        }
    }
    index->searchable = index->number_count == 1;
    for (uint32_t b = 0; b < index->bucket_count && index->searchable; b++)
        for (uint32_t at = index->first[b]; at + 1 < index->first[b + 1]; at++)
            if (!lies_below(scrap, &index->range[at], &index->range[at + 1]))
                index->searchable = false;
}

/* ---- what a worker knows for a denominator ---- */

struct LookupHand {
    int64_t den;         /* 0: nothing yet */
    int64_t *low, *high; /* per place: least and greatest numerator in the range */
    /* Per bucket: rows laid out by numerator from base - 1 to top + 1; NULL: search. */
    uint32_t *laid, *start;
    int64_t *base, *top;
};

static int64_t clamp(i128 value)
{
    return value > INT64_MAX ? INT64_MAX : value < INT64_MIN ? INT64_MIN : (int64_t)value;
}

/* The least whole number n with n / den not below the end (above it when open). */
static int64_t least_in(const End *end, int64_t den)
{
    if (end->none) return INT64_MIN;
    i128 product = (i128)end->num * den, whole = product / end->den, rest = product % end->den;
    if (rest < 0) whole--; /* towards minus infinity */
    bool exact = rest == 0;
    return clamp(exact && !end->open ? whole : whole + 1);
}

static int64_t greatest_in(const End *end, int64_t den)
{
    if (end->none) return INT64_MAX;
    i128 product = (i128)end->num * den, whole = product / end->den, rest = product % end->den;
    if (rest < 0) whole--;
    return clamp(rest == 0 && end->open ? whole - 1 : whole);
}

/* The place in the bucket whose range holds the numerator; NO_ROW. */
static uint32_t search(const TableIndex *index, const LookupHand *hand, uint32_t bucket,
                       int64_t number)
{
    uint32_t low = index->first[bucket], high = index->first[bucket + 1];
    uint32_t end = low;
    while (low < high) { /* the last range that begins at or before it */
        uint32_t middle = low + (high - low) / 2;
        if (hand->low[middle] <= number)
            low = middle + 1;
        else
            high = middle;
    }
    /* Ranges too narrow to hold a numerator may stand between. */
    while (low > end) {
        low--;
        if (number <= hand->high[low]) return low;
        if (hand->low[low] <= hand->high[low]) break;
    }
    return NO_ROW;
}

/* The least and greatest end of a bucket that is a number. */
static void find_extent(const TableIndex *index, LookupHand *hand, uint32_t b)
{
    int64_t base = INT64_MAX, top = INT64_MIN;
    for (uint32_t at = index->first[b]; at < index->first[b + 1]; at++) {
        const int64_t ends[] = { hand->low[at], hand->high[at] };
        for (int e = 0; e < 2; e++) {
            if (ends[e] == INT64_MIN || ends[e] == INT64_MAX) continue;
            base = ends[e] < base ? ends[e] : base;
            top = ends[e] > top ? ends[e] : top;
        }
    }
    hand->base[b] = base <= top ? base : 0;
    hand->top[b] = base <= top ? top : 0;
}

static void lay_out(const TableIndex *index, LookupHand *hand, Arena *keep)
{
    uint64_t items = 0;
    hand->base = NEW_ARRAY(keep, int64_t, index->bucket_count);
    hand->top = NEW_ARRAY(keep, int64_t, index->bucket_count);
    hand->start = NEW_ARRAY(keep, uint32_t, index->bucket_count);
    for (uint32_t b = 0; b < index->bucket_count; b++) {
        find_extent(index, hand, b);
        hand->start[b] = (uint32_t)items;
        items += 3;
        uint64_t span = (uint64_t)hand->top[b] - (uint64_t)hand->base[b];
        if (span > MOST_LAID || items + span > MOST_LAID) return;
        items += span;
    }
    hand->laid = NEW_ARRAY(keep, uint32_t, items);
    for (uint32_t b = 0; b < index->bucket_count; b++) {
        uint64_t span = (uint64_t)hand->top[b] - (uint64_t)hand->base[b];
        for (uint64_t i = 0; i < span + 3; i++) {
            uint32_t at = search(index, hand, b, hand->base[b] - 1 + (int64_t)i);
            hand->laid[hand->start[b] + i] = at == NO_ROW ? NO_ROW : index->row[at];
        }
    }
}

static LookupHand *hand_for(const TableIndex *index, LookupHand **hand, Arena *keep, int64_t den)
{
    if (*hand && (*hand)->den == den) return *hand;
    LookupHand *fresh = NEW(keep, LookupHand);
    uint32_t rows = index->table->row_count;
    fresh->den = den;
    fresh->low = NEW_ARRAY(keep, int64_t, rows);
    fresh->high = NEW_ARRAY(keep, int64_t, rows);
    for (uint32_t at = 0; at < rows; at++) {
        fresh->low[at] = least_in(&index->range[at].low, den);
        fresh->high[at] = greatest_in(&index->range[at].high, den);
    }
    lay_out(index, fresh, keep);
    *hand = fresh;
    return fresh;
}

static void by_numerator(const TableIndex *index, const LookupHand *hand, const Column *a,
                         const uint8_t *missing, uint32_t *row, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t bucket = row[i];
        if (bucket == NO_ROW || (missing && missing[i])) {
            row[i] = NO_ROW;
            continue;
        }
        int64_t number = a->i64[column_place(a, i)];
        if (!hand->laid) {
            uint32_t at = search(index, hand, bucket, number);
            row[i] = at == NO_ROW ? NO_ROW : index->row[at];
            continue;
        }
        int64_t base = hand->base[bucket], top = hand->top[bucket];
        uint64_t place = number < base  ? 0
                         : number > top ? (uint64_t)top - (uint64_t)base + 2
                                        : (uint64_t)number - (uint64_t)base + 1;
        row[i] = hand->laid[hand->start[bucket] + place];
    }
}

/* ---- any lane ---- */

/* A number of a column as a loop compares it: num / den, or exact. */
typedef struct Asked {
    bool fits;
    int64_t num, den;
    const Exact *exact;
} Asked;

static Asked asked_at(LaneWork *work, const Column *a, size_t i, bool want_exact)
{
    size_t at = column_place(a, i);
    Asked asked = { .den = a->den };
    asked.fits = !want_exact && (a->lane == LANE_I64 || a->lane == LANE_Q64);
    if (!asked.fits) {
        asked.exact = column_exact_at(work->arena, work->dens, a, at);
    } else {
        asked.num = a->i64[at];
        if (a->lane == LANE_Q64) asked.den = dens_value(work->dens, a->den_id[at]);
    }
    return asked;
}

/* <0 where the number is below the end, 0 at it, >0 above. */
static int against(LaneWork *work, const Asked *asked, const End *end)
{
    if (!asked->fits) return exact_compare(work->arena, asked->exact, end->exact);
    i128 left = (i128)asked->num * end->den, right = (i128)end->num * asked->den;
    return (left > right) - (left < right);
}

static bool begins_before(LaneWork *work, const Asked *asked, const End *low)
{
    if (low->none) return true;
    int order = against(work, asked, low);
    return order > 0 || (order == 0 && !low->open);
}

static bool ends_after(LaneWork *work, const Asked *asked, const End *high)
{
    if (high->none) return true;
    int order = against(work, asked, high);
    return order < 0 || (order == 0 && !high->open);
}

static uint32_t search_any(const TableIndex *index, LaneWork *work, uint32_t bucket,
                           const Asked *asked)
{
    uint32_t first = index->first[bucket], low = first, high = index->first[bucket + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (begins_before(work, asked, &index->range[middle].low))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == first || !ends_after(work, asked, &index->range[low - 1].high)) return NO_ROW;
    return index->row[low - 1];
}

/* Several number keys: the first row of the bucket all of whose ranges hold. */
static uint32_t scan(const TableIndex *index, LaneWork *work, uint32_t bucket,
                     const Column *const *arg, size_t i)
{
    uint32_t best = NO_ROW;
    for (uint32_t at = index->first[bucket]; at < index->first[bucket + 1]; at++) {
        bool holds = index->row[at] < best;
        for (uint32_t k = 0; k < index->number_count && holds; k++) {
            const Range *range = &index->range[(size_t)at * index->number_count + k];
            Asked asked = asked_at(work, arg[index->number_key[k]], i, !index->fits);
            holds =
                begins_before(work, &asked, &range->low) && ends_after(work, &asked, &range->high);
        }
        if (holds) best = index->row[at];
    }
    return best;
}

void lookup_rows_by_number(const TableIndex *index, LookupHand **hand, Arena *keep, LaneWork *work,
                           const Column *const *arg, const uint8_t *missing, uint32_t *row,
                           size_t n)
{
    const Column *a = arg[index->number_key[0]];
    if (index->searchable && index->fits && a->lane == LANE_I64) {
        by_numerator(index, hand_for(index, hand, keep, a->den), a, missing, row, n);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        uint32_t bucket = row[i];
        row[i] = NO_ROW;
        if (bucket == NO_ROW || (missing && missing[i])) continue;
        if (index->searchable) {
            Asked asked = asked_at(work, a, i, !index->fits);
            row[i] = search_any(index, work, bucket, &asked);
        } else {
            row[i] = scan(index, work, bucket, arg, i);
        }
    }
}
