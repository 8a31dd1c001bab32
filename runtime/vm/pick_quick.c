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

bool pick_quick(PickHand *hand, const Quick *quick, size_t start, size_t n)
{
    int32_t rank[QUICK_ROWS];
    int64_t points[QUICK_ROWS];
    uint8_t slots[QUICK_ROWS] = { 0 };
    uint64_t wants[QUICK_SLOTS];
    if (n <= 8)
        count_less(quick->key + start, n, 2, rank);
    else if (n <= 12)
        count_less(quick->key + start, n, 3, rank);
    else
        count_less(quick->key + start, n, 4, rank);
    size_t before = 0;
    for (size_t i = 0; i < n; i++) {
        size_t at = (size_t)rank[i];
        before += at;
        points[at] = quick->points[start + i];
        slots[at] = quick->slots[start + i];
    }
    if (before != n * (n - 1) / 2) return false; /* of each two one is before, but of two equal */
    uint64_t low = pick_mirror(word_of(slots)), high = n > 8 ? pick_mirror(word_of(slots + 8)) : 0;
    for (uint32_t s = 0; s < hand->plan->slot_count; s++)
        wants[s] = (low >> 8 * s & 0xFF) | (high >> 8 * s & 0xFF) << 8;
    pick_deal_bits(hand, wants, points, n);
    return true;
}
