/* split.c -- the fast lane of csv.h, and the look that finds where blocks may be cut.
 *
 * Bytes are compared 64 at a time into bit masks; with SSE2 that is four compares, elsewhere eight
 * words of plain C.  The lane takes a block only when every record has exactly the expected cells,
 * no byte is a quote or NUL, and all line ends are alike; it gives up otherwise.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/split.h"
#include "limit.h"
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#ifdef __SSE2__

typedef struct Wide {
    __m128i v[4];
} Wide;

static inline Wide load(const char *p)
{
    Wide w;
    for (int i = 0; i < 4; i++)
        w.v[i] = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
    return w;
}

static inline uint64_t equal(const Wide *w, char byte)
{
    const __m128i k = _mm_set1_epi8(byte);
    uint64_t mask = 0;
    for (int i = 0; i < 4; i++)
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(w->v[i], k)) << (16 * i);
    return mask;
}

/* Bytes below 0x20 and from 0x80 on. */
static inline uint64_t special(const Wide *w)
{
    const __m128i k = _mm_set1_epi8(0x20);
    uint64_t mask = 0;
    for (int i = 0; i < 4; i++)
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmplt_epi8(w->v[i], k)) << (16 * i);
    return mask;
}

/* Whether any byte is a quote or NUL. */
static inline bool any_quote_or_nul(const Wide *w)
{
    const __m128i quote = _mm_set1_epi8('"'), zero = _mm_setzero_si128();
    __m128i any = zero;
    for (int i = 0; i < 4; i++)
        any = _mm_or_si128(
            any, _mm_or_si128(_mm_cmpeq_epi8(w->v[i], quote), _mm_cmpeq_epi8(w->v[i], zero)));
    return _mm_movemask_epi8(any) != 0;
}

#else

typedef struct Wide {
    unsigned char b[64];
} Wide;

static inline Wide load(const char *p)
{
    Wide w;
    memcpy(w.b, p, 64);
    return w;
}

static inline uint64_t equal(const Wide *w, char byte)
{
    uint64_t mask = 0;
    for (int i = 0; i < 64; i++) mask |= (uint64_t)(w->b[i] == (unsigned char)byte) << i;
    return mask;
}

static inline uint64_t special(const Wide *w)
{
    uint64_t mask = 0;
    for (int i = 0; i < 64; i++) mask |= (uint64_t)(w->b[i] < 0x20 || w->b[i] >= 0x80) << i;
    return mask;
}

static inline bool any_quote_or_nul(const Wide *w)
{
    bool any = false;
    for (int i = 0; i < 64; i++) any |= w->b[i] == '"' || w->b[i] == 0;
    return any;
}

#endif

/* Ones of a word, without asking for an instruction that old machines lack. */
static inline uint32_t ones(uint64_t x)
{
    x -= x >> 1 & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
    x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (uint32_t)(x * 0x0101010101010101u >> 56);
}

static inline uint64_t first_bits(size_t n)
{
    return n >= 64 ? ~(uint64_t)0 : ((uint64_t)1 << n) - 1;
}

/* Writes the places of the ones of mask; may write up to 63 words past them. */
static inline uint32_t *put_places(uint32_t *out, uint32_t base, uint64_t mask)
{
    const uint64_t stop = (uint64_t)1
                          << 63; /* keeps the count of zeros defined when none is left */
    uint32_t count = ones(mask);
    for (uint32_t done = 0; done < count; done += 8)
        for (uint32_t i = 0; i < 8; i++) {
            out[done + i] = base + (uint32_t)__builtin_ctzll(mask | stop);
            mask &= mask - 1;
        }
    return out + count;
}

bool split_places(SplitPlaces *places, Str text, char separator)
{
    if (places->cap < 128) split_grow(places, 0, 4096);
    uint32_t *out = places->at, *limit = places->at + places->cap;
    uint64_t newlines = 0, specials = 0;
    for (size_t i = 0; i < text.len; i += 64) {
        if (limit - out < 128) {
            size_t used = (size_t)(out - places->at);
            split_grow(places, used, places->cap * 2);
            out = places->at + used;
            limit = places->at + places->cap;
        }
        Wide w = load(text.at + i);
        uint64_t mine = first_bits(text.len - i);
        uint64_t nl = equal(&w, '\n') & mine;
        if (any_quote_or_nul(&w) && ((equal(&w, '"') | equal(&w, 0)) & mine)) return false;
        newlines += ones(nl);
        uint64_t ends = nl | (equal(&w, separator) & mine);
        specials |= special(&w) & mine & ~ends;
        out = put_places(out, (uint32_t)i, ends);
    }
    places->count = (size_t)(out - places->at);
    places->newlines = newlines;
    places->special = specials != 0;
    return true;
}

SplitSpecial split_special(Str text, char separator)
{
    SplitSpecial found = { 0 };
    for (size_t i = 0; i < text.len; i += 64) {
        Wide w = load(text.at + i);
        uint64_t mine = first_bits(text.len - i), cr = equal(&w, '\r') & mine;
        found.cr += ones(cr);
        uint64_t fine = cr | equal(&w, '\n') | equal(&w, separator);
        found.other |= (special(&w) & mine & ~fine) != 0;
    }
    return found;
}

/* Each bit becomes the parity of the ones up to and with it. */
static inline uint64_t running_parity(uint64_t x)
{
    x ^= x << 1;
    x ^= x << 2;
    x ^= x << 4;
    x ^= x << 8;
    x ^= x << 16;
    return x ^ x << 32;
}

CsvLook csv_look(Str text, bool inside)
{
    CsvLook look = { .inside = inside };
    for (size_t i = 0; i < text.len; i += 64) {
        Wide w = load(text.at + i);
        uint64_t mine = first_bits(text.len - i), in = look.inside ? ~(uint64_t)0 : 0;
        if (any_quote_or_nul(&w)) {
            uint64_t nul = equal(&w, 0) & mine;
            if (nul && !look.nul) {
                look.nul = true;
                look.nul_at = i + (size_t)__builtin_ctzll(nul);
                return look;
            }
            in ^= running_parity(equal(&w, '"') & mine);
        }
        uint64_t ends = equal(&w, '\n') & mine & ~in;
        if (ends) {
            look.found = true;
            look.cut = i + 64 - (size_t)__builtin_clzll(ends);
        }
        look.inside = in >> 63;
    }
    return look;
}
