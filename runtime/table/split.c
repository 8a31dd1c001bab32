/* split.c -- the fast lane of csv.h, and the look that finds where blocks may be cut.
 *
 * Bytes are compared 64 at a time into bit masks; with SSE2 that is four compares, elsewhere eight
 * words of plain C.  Where the processor has better instructions split_x86.c finds the places.  The
 * lane takes a block only when every record has exactly the expected cells, quotes stand only
 * around whole cells without line feeds (and twice within those), no byte is NUL, and all line ends
 * are alike; it gives up otherwise.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/split.h"
#include "processor.h"
#include "limit.h"
#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#ifdef __SSE2__

typedef struct Wide {
    __m128i a, b, c, d;
} Wide;

static inline Wide load(const char *p)
{
    const __m128i *at = (const __m128i *)(const void *)p;
    return (Wide){ _mm_loadu_si128(at), _mm_loadu_si128(at + 1), _mm_loadu_si128(at + 2),
                   _mm_loadu_si128(at + 3) };
}

/* A bit for each byte of a vector of 00 and FF. */
static inline uint64_t bits(Wide w)
{
    return (uint64_t)(uint32_t)_mm_movemask_epi8(w.a) |
           (uint64_t)(uint32_t)_mm_movemask_epi8(w.b) << 16 |
           (uint64_t)(uint32_t)_mm_movemask_epi8(w.c) << 32 |
           (uint64_t)(uint32_t)_mm_movemask_epi8(w.d) << 48;
}

static inline Wide equal_bytes(Wide w, char byte)
{
    const __m128i k = _mm_set1_epi8(byte);
    return (Wide){ _mm_cmpeq_epi8(w.a, k), _mm_cmpeq_epi8(w.b, k), _mm_cmpeq_epi8(w.c, k),
                   _mm_cmpeq_epi8(w.d, k) };
}

/* Bytes below 0x20 and from 0x7F on.  Compares have signs, so one more than each is below 0x21. */
static inline Wide special_bytes(Wide w)
{
    const __m128i one = _mm_set1_epi8(1), k = _mm_set1_epi8(0x21);
    return (Wide){ _mm_cmplt_epi8(_mm_add_epi8(w.a, one), k),
                   _mm_cmplt_epi8(_mm_add_epi8(w.b, one), k),
                   _mm_cmplt_epi8(_mm_add_epi8(w.c, one), k),
                   _mm_cmplt_epi8(_mm_add_epi8(w.d, one), k) };
}

static inline Wide either(Wide x, Wide y)
{
    return (Wide){ _mm_or_si128(x.a, y.a), _mm_or_si128(x.b, y.b), _mm_or_si128(x.c, y.c),
                   _mm_or_si128(x.d, y.d) };
}

/* x without y. */
static inline Wide without(Wide x, Wide y)
{
    return (Wide){ _mm_andnot_si128(y.a, x.a), _mm_andnot_si128(y.b, x.b),
                   _mm_andnot_si128(y.c, x.c), _mm_andnot_si128(y.d, x.d) };
}

/* What a run over many bytes adds up: how often a byte was met, and whether others were. */
typedef struct Tally {
    __m128i count; /* 16 sums of at most 255 */
    __m128i any;
} Tally;

static inline Tally tally_none(void)
{
    return (Tally){ _mm_setzero_si128(), _mm_setzero_si128() };
}

static inline void tally_count(Tally *tally, Wide met)
{
    __m128i sum = _mm_add_epi8(_mm_add_epi8(met.a, met.b), _mm_add_epi8(met.c, met.d));
    tally->count = _mm_sub_epi8(tally->count, sum);
}

static inline void tally_any(Tally *tally, Wide met)
{
    __m128i any = _mm_or_si128(_mm_or_si128(met.a, met.b), _mm_or_si128(met.c, met.d));
    tally->any = _mm_or_si128(tally->any, any);
}

static inline uint64_t tally_sum(const Tally *tally)
{
    __m128i sums = _mm_sad_epu8(tally->count, _mm_setzero_si128());
    return (uint64_t)_mm_cvtsi128_si32(sums) +
           (uint64_t)_mm_cvtsi128_si32(_mm_unpackhi_epi64(sums, sums));
}

static inline bool tally_met(const Tally *tally)
{
    return _mm_movemask_epi8(tally->any) != 0;
}

#else

typedef struct Wide {
    unsigned char at[64];
} Wide;

static inline Wide load(const char *p)
{
    Wide w;
    memcpy(w.at, p, 64);
    return w;
}

static inline uint64_t bits(Wide w)
{
    uint64_t mask = 0;
    for (int i = 0; i < 64; i++) mask |= (uint64_t)(w.at[i] & 1) << i;
    return mask;
}

static inline Wide equal_bytes(Wide w, char byte)
{
    for (int i = 0; i < 64; i++) w.at[i] = w.at[i] == (unsigned char)byte ? 255 : 0;
    return w;
}

static inline Wide special_bytes(Wide w)
{
    for (int i = 0; i < 64; i++) w.at[i] = w.at[i] < 0x20 || w.at[i] >= 0x7F ? 255 : 0;
    return w;
}

static inline Wide either(Wide x, Wide y)
{
    for (int i = 0; i < 64; i++) x.at[i] |= y.at[i];
    return x;
}

static inline Wide without(Wide x, Wide y)
{
    for (int i = 0; i < 64; i++) x.at[i] &= (unsigned char)~y.at[i];
    return x;
}

typedef struct Tally {
    uint64_t count;
    bool any;
} Tally;

static inline Tally tally_none(void)
{
    return (Tally){ 0, false };
}

static inline void tally_count(Tally *tally, Wide met)
{
    for (int i = 0; i < 64; i++) tally->count += met.at[i] & 1;
}

static inline void tally_any(Tally *tally, Wide met)
{
    tally->any |= bits(met) != 0;
}

static inline uint64_t tally_sum(const Tally *tally)
{
    return tally->count;
}

static inline bool tally_met(const Tally *tally)
{
    return tally->any;
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

/* Writes the places of the ones of mask; may write a few words past them. */
static inline uint32_t *put_places(uint32_t *out, uint32_t base, uint64_t mask)
{
    const uint64_t stop = (uint64_t)1
                          << 63; /* keeps the count of zeros defined when none is left */
    uint32_t *end = out + ones(mask);
#define PUT(i)                                                                                     \
    out[i] = base + (uint32_t)__builtin_ctzll(mask | stop);                                        \
    mask &= mask - 1;
    for (; out < end; out += 4) {
        PUT(0)
        PUT(1)
        PUT(2)
        PUT(3)
    }
#undef PUT
    return end;
}

/* The places of 64 bytes; what else they hold goes to the tallies. */
static inline uint32_t *put_chunk(uint32_t *out, const char *at, uint32_t base, char separator,
                                  Tally *lines, Tally *quotes)
{
    Wide w = load(at), nl = equal_bytes(w, '\n');
    Wide ends = either(nl, equal_bytes(w, separator));
    tally_count(lines, nl);
    tally_any(lines, without(special_bytes(w), ends));
    tally_any(quotes, equal_bytes(w, '"'));
    return put_places(out, base, bits(ends));
}

void split_rest(char rest[64], Str text, size_t from)
{
    memset(rest, 'x', 64);
    memcpy(rest, text.at + from, text.len - from);
}

bool split_places(SplitPlaces *places, Str text, char separator)
{
    enum { RUN = 60 * 64, MOST = RUN + 64 }; /* a run's tally of lines must not pass 255 */
    size_t used = 0, whole = text.len & ~(size_t)63;
    uint64_t newlines = 0;
    Tally quotes = tally_none();
    bool special = false;
    if (!places->cap) split_grow(places, 0, MOST); /* the list is there even when it is empty */
    for (size_t from = 0; from < text.len; from += RUN) {
        if (places->cap - used < MOST) split_grow(places, used, places->cap * 2 + MOST);
        uint32_t *out = places->at + used;
        size_t to = from + RUN < whole ? from + RUN : whole;
        Tally lines = tally_none();
        for (size_t i = from; i < to; i += 64)
            out = put_chunk(out, text.at + i, (uint32_t)i, separator, &lines, &quotes);
        if (from + RUN >= text.len && whole < text.len) {
            char rest[64];
            split_rest(rest, text, whole);
            out = put_chunk(out, rest, (uint32_t)whole, separator, &lines, &quotes);
        }
        newlines += tally_sum(&lines);
        special |= tally_met(&lines);
        used = (size_t)(out - places->at);
    }
    places->count = used;
    places->newlines = newlines;
    places->special = special;
    places->quotes = tally_met(&quotes);
    return !places->quotes;
}

size_t split_ways(SplitFind *ways[SPLIT_WAYS])
{
    size_t count = 0;
#ifdef __x86_64__
    if (processor_has(PROCESSOR_AVX512)) ways[count++] = split_places_avx512;
    if (processor_has(PROCESSOR_AVX2)) ways[count++] = split_places_avx2;
#endif
    ways[count++] = split_places;
    return count;
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

/* Where quotes stand in text, 64 bytes after 64. */
typedef struct Quoting {
    bool inside; /* of quotes, after the bytes so far */
    bool bound;  /* the last byte was a separator or line feed, or there was none yet */
    bool closed; /* the last byte was a closing quote */
    bool met;    /* there were any */
    bool twice;  /* ... two together, which within quotes are one */
    bool odd;    /* a quote stood where it may not, or a line feed inside */
} Quoting;

/* The separators and line feeds among 64 bytes that are outside of quotes. */
static inline uint64_t ends_outside(Quoting *q, Wide w, Wide nl, Wide ends)
{
    uint64_t quotes = bits(equal_bytes(w, '"'));
    uint64_t in = running_parity(quotes) ^ (q->inside ? ~(uint64_t)0 : 0); /* opening quotes too */
    uint64_t outside = bits(ends) & ~in, opening = quotes & in, closing = quotes & ~in;
    uint64_t closed = closing << 1 | q->closed, twice = opening & closed;
    uint64_t stray = opening & ~(outside << 1 | q->bound) & ~twice;
    uint64_t after = closed & ~outside & ~twice;
    if (after) after &= ~bits(equal_bytes(w, '\r'));
    q->odd |= (stray | after | (bits(nl) & in)) != 0;
    q->met |= quotes != 0;
    q->twice |= twice != 0;
    q->inside = in >> 63;
    q->bound = outside >> 63;
    q->closed = closing >> 63;
    return outside;
}

bool split_quoted(SplitPlaces *places, Str text, char separator)
{
    enum { MOST = 64 + 4 }; /* places of 64 bytes, and what put_places may write past them */
    Quoting q = { .bound = true };
    Tally special = tally_none();
    size_t used = 0;
    uint64_t newlines = 0;
    if (!places->cap) split_grow(places, 0, MOST);
    for (size_t i = 0; i < text.len && !q.odd; i += 64) {
        if (places->cap - used < MOST) split_grow(places, used, places->cap * 2 + MOST);
        char rest[64];
        bool whole = i + 64 <= text.len;
        if (!whole) split_rest(rest, text, i);
        Wide w = load(whole ? text.at + i : rest), nl = equal_bytes(w, '\n');
        Wide ends = either(nl, equal_bytes(w, separator));
        uint64_t outside = ends_outside(&q, w, nl, ends);
        tally_any(&special, without(special_bytes(w), ends));
        newlines += ones(bits(nl));
        used = (size_t)(put_places(places->at + used, (uint32_t)i, outside) - places->at);
    }
    places->count = used;
    places->newlines = newlines;
    places->special = tally_met(&special);
    places->quotes = q.met;
    places->twice = q.twice;
    return !q.odd && !q.inside;
}

SplitSpecial split_special(Str text, char separator)
{
    SplitSpecial found = { 0 };
    for (size_t i = 0; i < text.len; i += 64) {
        char rest[64];
        bool whole = i + 64 <= text.len;
        if (!whole) split_rest(rest, text, i);
        Wide w = load(whole ? text.at + i : rest);
        Wide cr = equal_bytes(w, '\r'), nul = equal_bytes(w, '\0');
        Wide ends = either(equal_bytes(w, '\n'), equal_bytes(w, separator));
        found.cr += ones(bits(cr));
        found.nul |= bits(nul) != 0;
        found.other |= bits(without(without(special_bytes(w), ends), cr)) != 0;
    }
    return found;
}

/* The same for text with quotes, 64 bytes at a time. */
static CsvLook look_closely(Str text, bool inside)
{
    CsvLook look = { .inside = inside };
    for (size_t i = 0; i < text.len; i += 64) {
        char rest[64];
        bool whole = i + 64 <= text.len;
        if (!whole) split_rest(rest, text, i);
        Wide w = load(whole ? text.at + i : rest);
        uint64_t in = look.inside ? ~(uint64_t)0 : 0;
        in ^= running_parity(bits(equal_bytes(w, '"')));
        uint64_t ends = bits(equal_bytes(w, '\n')) & ~in;
        if (ends) {
            look.found = true;
            look.cut = i + 64 - (size_t)__builtin_clzll(ends);
        }
        look.inside = in >> 63;
    }
    return look;
}

CsvLook csv_look(Str text, bool inside)
{
    const char *nul = text.len ? memchr(text.at, '\0', text.len) : NULL;
    Str before = { text.at, nul ? (size_t)(nul - text.at) : text.len };
    CsvLook look = { .inside = inside };
    if (before.len && (inside || memchr(before.at, '"', before.len))) {
        look = look_closely(before, inside);
    } else if (before.len) {
        const char *last = memrchr(before.at, '\n', before.len);
        look.found = last != NULL;
        look.cut = last ? (size_t)(last - text.at) + 1 : 0;
    }
    look.nul = nul != NULL;
    look.nul_at = before.len;
    return look;
}
