/* pick_quick.c -- the pick of a target whose rows are few and all in one batch: straight from the
 * batch's arrays, with nothing collected first.  Of each row it is counted how many come before it,
 * four rows at a time, with no branch to guess wrong; then slots are dealt out by bits.
 * SPDX-License-Identifier: Apache-2.0 */
#include "limit.h"
#include "vm/pick.h"

typedef int32_t Four __attribute__((vector_size(16)));

static inline Four four_at(const int32_t *at)
{
    Four four;
    memcpy(&four, at, sizeof four);
    return four;
}

/* rank[i] = how many of the n keys are less than key[i], for `fours` times four of them, of which
 * those past n mean nothing.  `fours` is a constant where it is called. */
static inline void count_less(const int32_t *key, size_t n, size_t fours, int32_t *rank)
{
    Four keys[QUICK_ROWS / 4], ranks[QUICK_ROWS / 4] = { 0 };
    for (size_t f = 0; f < fours; f++) keys[f] = four_at(key + 4 * f);
    for (size_t i = 0; i < n; i++) {
        Four one = { key[i], key[i], key[i], key[i] };
        for (size_t f = 0; f < fours; f++) ranks[f] -= one < keys[f];
    }
    memcpy(rank, ranks, fours * sizeof *ranks);
}

/* Eight bytes as a word, the first lowest. */
static inline uint64_t word_of(const uint8_t *byte)
{
    uint64_t word = 0;
    for (unsigned i = 0; i < 8; i++) word |= (uint64_t)byte[i] << 8 * i;
    return word;
}

/* A target's rows in their order; a place for each copy. */
typedef struct Sorted {
    int64_t points[QUICK_COPIES];
    uint8_t slots[QUICK_COPIES];
    uint64_t rows; /* a bit for the first copy of each */
    size_t count;
} Sorted;

/* How many keys are less is where each row goes. */
static inline void find_ranks(const int32_t *key, size_t n, int32_t *rank)
{
    if (n <= 8)
        count_less(key, n, 2, rank);
    else if (n <= 12)
        count_less(key, n, 3, rank);
    else
        count_less(key, n, 4, rank);
}

/* Of each two rows one is before the other, but of two with equal keys. */
static inline bool all_differ(size_t before, size_t n)
{
    return before == n * (n - 1) / 2;
}

static inline bool sort_rows(Sorted *sorted, const Quick *quick, size_t start, size_t n,
                             const int32_t *rank)
{
    size_t before = 0;
    for (size_t i = 0; i < n; i++) {
        size_t at = (size_t)rank[i];
        before += at;
        sorted->points[at] = quick->points[start + i];
        sorted->slots[at] = quick->slots[start + i];
    }
    sorted->rows = ~(uint64_t)0 >> (64 - n);
    sorted->count = n;
    return all_differ(before, n);
}

/* The same with as many places as there are copies; false where they are too many. */
static bool sort_copies(Sorted *sorted, const Quick *quick, size_t start, size_t n,
                        const int32_t *rank)
{
    uint8_t row[QUICK_ROWS];
    size_t count = 0, before = 0;
    for (size_t i = 0; i < n; i++) {
        row[rank[i]] = (uint8_t)i;
        before += (size_t)rank[i];
    }
    if (!all_differ(before, n)) return false;
    for (size_t i = 0; i < n; i++) {
        size_t from = start + row[i], copies = quick->copies[from];
        if (!quick->slots[from]) continue;
        if (copies > QUICK_COPIES - count) return false;
        sorted->rows |= (uint64_t)1 << count;
        for (size_t k = 0; k < copies; k++, count++) {
            sorted->points[count] = quick->points[from];
            sorted->slots[count] = quick->slots[from];
        }
    }
    sorted->count = count;
    return true;
}

bool pick_quick(PickHand *hand, const Quick *quick, size_t start, size_t n)
{
    int32_t rank[QUICK_ROWS];
    Sorted sorted;
    uint64_t wants[QUICK_SLOTS];
    memset(sorted.slots, 0, sizeof sorted.slots);
    sorted.rows = 0;
    find_ranks(quick->key + start, n, rank);
    bool good = quick->copies ? sort_copies(&sorted, quick, start, n, rank)
                              : sort_rows(&sorted, quick, start, n, rank);
    if (!good) return false;
    uint64_t low = pick_mirror(word_of(sorted.slots)), high = 0;
    if (sorted.count > 8) high = pick_mirror(word_of(sorted.slots + 8));
    for (uint32_t s = 0; s < hand->plan->slot_count; s++)
        wants[s] = (low >> 8 * s & 0xFF) | (high >> 8 * s & 0xFF) << 8;
    for (size_t from = 16; from < sorted.count; from += 8) {
        uint64_t block = pick_mirror(word_of(sorted.slots + from));
        for (uint32_t s = 0; s < hand->plan->slot_count; s++)
            wants[s] |= (block >> 8 * s & 0xFF) << from;
    }
    if (sorted.count) pick_deal_bits(hand, wants, sorted.rows, sorted.points, sorted.count);
    return true;
}
