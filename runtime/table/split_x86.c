/* split_x86.c -- split_places with instructions that not every x86-64 processor has (split.h).
 *
 * Each function is compiled for its instructions alone and called only where the processor has
 * them. SPDX-License-Identifier: Apache-2.0 */
#include "table/split.h"
#ifdef __x86_64__
#include <immintrin.h>

/* What is met besides places; whether any bit is set is all that counts. */
typedef struct Met {
    uint64_t newlines, quotes, special;
} Met;

/* ---- AVX2: 64 bytes are two vectors, and places of ones are found one after the other ---- */

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

AVX2 static inline uint64_t bits_2(__m256i low, __m256i high)
{
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(low) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

AVX2 static inline uint32_t *put_chunk_2(uint32_t *out, const char *at, uint32_t base,
                                         char separator, Met *met)
{
    const __m256i nl = _mm256_set1_epi8('\n'), sep = _mm256_set1_epi8(separator);
    const __m256i quote = _mm256_set1_epi8('"'), one = _mm256_set1_epi8(1);
    const __m256i least = _mm256_set1_epi8(0x21); /* see special_bytes in split.c */
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)at);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(at + 32));
    uint64_t lines = bits_2(_mm256_cmpeq_epi8(low, nl), _mm256_cmpeq_epi8(high, nl));
    uint64_t ends = bits_2(_mm256_cmpeq_epi8(low, sep), _mm256_cmpeq_epi8(high, sep)) | lines;
    uint64_t special = bits_2(_mm256_cmpgt_epi8(least, _mm256_add_epi8(low, one)),
                              _mm256_cmpgt_epi8(least, _mm256_add_epi8(high, one)));
    met->newlines += (uint64_t)_mm_popcnt_u64(lines);
    met->special |= special & ~ends;
    met->quotes |= bits_2(_mm256_cmpeq_epi8(low, quote), _mm256_cmpeq_epi8(high, quote));
    uint32_t *end = out + _mm_popcnt_u64(ends);
    for (; out < end; out += 4) /* past the last one there are 64s, which nobody reads */
        for (int i = 0; i < 4; i++) {
            out[i] = base + (uint32_t)_tzcnt_u64(ends);
            ends = _blsr_u64(ends);
        }
    return end;
}

/* ---- AVX-512 with VBMI2: places of ones are made by one instruction ---- */

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi2,bmi,popcnt")))

AVX512 static inline uint32_t *put_chunk_3(uint32_t *out, const char *at, uint32_t base,
                                           char separator, Met *met)
{
    static const unsigned char place[64] = { 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12,
                                             13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
                                             26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38,
                                             39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51,
                                             52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63 };
    __m512i w = _mm512_loadu_si512(at);
    __mmask64 lines = _mm512_cmpeq_epi8_mask(w, _mm512_set1_epi8('\n'));
    __mmask64 ends = _mm512_cmpeq_epi8_mask(w, _mm512_set1_epi8(separator)) | lines;
    __mmask64 special =
        _mm512_cmplt_epi8_mask(_mm512_add_epi8(w, _mm512_set1_epi8(1)), _mm512_set1_epi8(0x21));
    met->newlines += (uint64_t)_mm_popcnt_u64(lines);
    met->special |= special & ~ends;
    met->quotes |= _mm512_cmpeq_epi8_mask(w, _mm512_set1_epi8('"'));
    __m512i places = _mm512_maskz_compress_epi8(ends, _mm512_loadu_si512(place));
    const __m512i from = _mm512_set1_epi32((int)base);
    uint32_t *end = out + _mm_popcnt_u64(ends);
    _mm512_storeu_si512(
        out, _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places))));
    for (out += 16; out < end; out += 16) {
        places = _mm512_alignr_epi32(places, places, 4); /* the next 16 of the 64 */
        _mm512_storeu_si512(
            out, _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places))));
    }
    return end;
}

/* The loop around either: it must be compiled for the same instructions to take it in. */
#define SPLIT(name, TARGET, put_chunk)                                                             \
    TARGET bool name(SplitPlaces *places, Str text, char separator)                                \
    {                                                                                              \
        enum { RUN = 64 * 64, MOST = RUN + 64 };                                                   \
        Met met = { 0 };                                                                           \
        size_t used = 0, whole = text.len & ~(size_t)63;                                           \
        if (!places->cap) split_grow(places, 0, MOST);                                             \
        for (size_t i = 0; i < text.len;) {                                                        \
            if (places->cap - used < MOST) split_grow(places, used, places->cap * 2 + MOST);       \
            uint32_t *out = places->at + used;                                                     \
            size_t to = whole - i < RUN ? whole : i + RUN;                                         \
            for (; i < to; i += 64)                                                                \
                out = put_chunk(out, text.at + i, (uint32_t)i, separator, &met);                   \
            if (i == whole && i < text.len) {                                                      \
                char rest[64];                                                                     \
                split_rest(rest, text, i);                                                         \
                out = put_chunk(out, rest, (uint32_t)i, separator, &met);                          \
                i = text.len;                                                                      \
            }                                                                                      \
            used = (size_t)(out - places->at);                                                     \
        }                                                                                          \
        places->count = used;                                                                      \
        places->newlines = met.newlines;                                                           \
        places->special = met.special != 0;                                                        \
        places->quotes = met.quotes != 0;                                                          \
        return !places->quotes;                                                                    \
    }
SPLIT(split_places_avx2, AVX2, put_chunk_2)
SPLIT(split_places_avx512, AVX512, put_chunk_3)

#endif
