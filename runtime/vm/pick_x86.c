/* pick_x86.c -- pick_quick with instructions that not every x86-64 processor has, where nobody asks
 * for more of a slot than its sum.
 *
 * Rows need not be sorted for that.  Row i gets the bit 1 << (how many rows come before it); a slot
 * wants the bits of the rows that it takes, its share are the lowest of those left (one
 * instruction, PDEP, lays out so many ones along them), and its sum is that of the rows whose bits
 * are among the share.  Compiled for its instructions alone and called only where the processor has
 * them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/pick.h"
#ifdef __x86_64__
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))

enum { AT_ONCE = 4, BITS = 16 }; /* slots; of a row */

/* ---- of sixteen rows ---- */

static inline AVX2 __m256i load(const void *at)
{
    return _mm256_loadu_si256((const __m256i *)at);
}

/* Two vectors of eight words of 32 bits as one of sixteen of 16, in order. */
static inline AVX2 __m256i pack(__m256i low, __m256i high)
{
    return _mm256_permute4x64_epi64(_mm256_packus_epi32(low, high), 0xD8);
}

/* How many of the n keys are less than each of sixteen. */
static inline AVX2 void count_less(const int32_t *key, size_t n, __m256i *low, __m256i *high)
{
    __m256i first = load(key), second = load(key + 8);
    *low = *high = _mm256_setzero_si256();
    for (size_t i = 0; i < n; i++) {
        __m256i one = _mm256_set1_epi32(key[i]);
        *low = _mm256_sub_epi32(*low, _mm256_cmpgt_epi32(first, one));
        *high = _mm256_sub_epi32(*high, _mm256_cmpgt_epi32(second, one));
    }
}

/* The sum of sixteen bytes, each in a word of 16 bits. */
static inline AVX2 uint32_t sum_bytes(__m256i words)
{
    __m256i sums = _mm256_sad_epu8(words, _mm256_setzero_si256());
    __m128i half = _mm_add_epi64(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
    return (uint32_t)_mm_cvtsi128_si32(_mm_add_epi64(half, _mm_unpackhi_epi64(half, half)));
}

/* ---- of four slots ---- */

static inline AVX2 __m128i or_halves(__m256i words)
{
    return _mm_or_si128(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
}

/* Word s of the result: all words of v[s] or-ed together. */
static inline AVX2 uint64_t or_words(const __m256i v[AT_ONCE])
{
    __m128i a = or_halves(v[0]), b = or_halves(v[1]), c = or_halves(v[2]), d = or_halves(v[3]);
    a = _mm_or_si128(_mm_unpacklo_epi16(a, b), _mm_unpackhi_epi16(a, b));
    c = _mm_or_si128(_mm_unpacklo_epi16(c, d), _mm_unpackhi_epi16(c, d));
    a = _mm_or_si128(_mm_unpacklo_epi32(a, c), _mm_unpackhi_epi32(a, c));
    return (uint64_t)_mm_cvtsi128_si64(_mm_or_si128(a, _mm_unpackhi_epi64(a, a)));
}

/* Word s of the result: the sum of all words of v[s]. */
static inline AVX2 __m128i add_words(const __m256i v[AT_ONCE])
{
    __m256i sums = _mm256_hadd_epi32(_mm256_hadd_epi32(v[0], v[1]), _mm256_hadd_epi32(v[2], v[3]));
    return _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
}

/* A target's rows. */
typedef struct Sixteen {
    __m256i bit, slots, points; /* words of 16 bits; those past the last row are 0 in bit */
} Sixteen;

/* Takes the shares of slots `from` on out of *left, and writes their sums. */
static inline AVX2 void deal_four(const PickHand *hand, const Sixteen *rows, uint32_t from,
                                  uint64_t *left)
{
    const PickPlan *pick = hand->plan;
    uint32_t count = pick->slot_count - from < AT_ONCE ? pick->slot_count - from : AT_ONCE;
    __m256i v[AT_ONCE];
    for (uint32_t s = 0; s < AT_ONCE; s++) {
        __m256i slot = _mm256_set1_epi16((int16_t)(1u << (from + s)));
        __m256i takes = _mm256_cmpeq_epi16(_mm256_and_si256(rows->slots, slot), slot);
        v[s] = _mm256_and_si256(rows->bit, takes);
    }
    uint64_t wants = or_words(v);
    for (uint32_t s = 0; s < AT_ONCE; s++) {
        v[s] = _mm256_setzero_si256();
        if (s >= count) continue;
        uint32_t most = pick->slot[from + s].takes;
        uint64_t ones = most < BITS ? ((uint64_t)1 << most) - 1 : 0xFFFF;
        uint64_t share = _pdep_u64(ones, (wants >> BITS * s) & *left & 0xFFFF);
        *left &= ~share;
        __m256i mine = _mm256_and_si256(rows->bit, _mm256_set1_epi16((int16_t)share));
        mine = _mm256_cmpeq_epi16(mine, _mm256_setzero_si256());
        v[s] = _mm256_madd_epi16(_mm256_andnot_si256(mine, rows->points), _mm256_set1_epi16(1));
    }
    int32_t sum[AT_ONCE];
    _mm_storeu_si128((__m128i *)(void *)sum, add_words(v));
    for (uint32_t s = 0; s < count; s++) {
        int64_t *number = pick->slot[from + s].sum.number;
        if (number) number[hand->target] = sum[s];
    }
}

AVX2 bool pick_quick_avx2(PickHand *hand, const Quick *quick, size_t start, size_t n)
{
    const __m256i place = _mm256_setr_epi16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const PickPlan *pick = hand->plan;
    __m256i low, high, in = _mm256_cmpgt_epi16(_mm256_set1_epi16((int16_t)n), place);
    count_less(quick->key + start, n, &low, &high);
    /* Of each two rows one is before the other, but of two with equal keys. */
    if (sum_bytes(_mm256_and_si256(pack(low, high), in)) != n * (n - 1) / 2) return false;
    const __m256i one = _mm256_set1_epi32(1);
    __m128i slots = _mm_loadu_si128((const __m128i *)(const void *)(quick->slots + start));
    Sixteen rows = { .slots = _mm256_cvtepu8_epi16(slots), .points = load(quick->points + start) };
    rows.bit = pack(_mm256_sllv_epi32(one, low), _mm256_sllv_epi32(one, high));
    rows.bit = _mm256_and_si256(rows.bit, in);
    uint64_t all = ((uint64_t)1 << n) - 1, left = all;
    for (uint32_t s = 0; s < pick->slot_count; s += AT_ONCE) deal_four(hand, &rows, s, &left);
    if (pick->picked.number)
        pick->picked.number[hand->target] = (int64_t)_mm_popcnt_u64(all & ~left);
    return true;
}

#endif
