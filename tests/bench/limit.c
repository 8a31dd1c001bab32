/* limit.c -- one hand-written program for the job of national.sql: the practical speed limit.
 *
 *   cc -O3 -mavx2 -mbmi -mbmi2 -mlzcnt -mpopcnt -w -pthread limit.c -lm   (plain SSE2 without
 * -m...) limit DIR OUT [THREADS] [m|r] [v] m  maps the files (default); r  reads into a buffer that
 * fits the second-level cache v  tells how long each phase took
 *
 * Assumes the columns of `generate --plain` and one-character grades; rows that are quoted or
 * longer than 64 bytes take a scalar path.  Does not assume that results are grouped by pupil: it
 * is only faster where consecutive rows share one.  A yardstick with doubles, not a model of style;
 * nothing of Lustrum is built from it. SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <immintrin.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <stdint.h>
#include <string.h>
#include <math.h>
#include <fcntl.h>
#include <unistd.h>
#include <time.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/resource.h>
typedef uint64_t u64;
typedef uint32_t u32;
typedef uint8_t u8;
#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)
#ifdef __LZCNT__
#define lz(x) _lzcnt_u64(x)
#else
#define lz(x) ((x) ? __builtin_clzll(x) : 64)
#endif
#define tz(x) __builtin_ctzll(x)
#define INL static inline __attribute__((always_inline))
static void die(const char *m)
{
    fprintf(stderr, "limit: %s\n", m);
    exit(1);
}
static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

// ---- 64-byte equality masks -------------------------------------------------------------------
typedef struct {
    u64 c, n, q;
} M3;
#if defined(__AVX512BW__)
INL M3 masks(const char *p)
{
    __m512i x = _mm512_loadu_si512(p);
    M3 m = { _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8(',')),
             _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('\n')),
             _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('"')) };
    return m;
}
#elif defined(__AVX2__)
INL u64 mm(__m256i a, __m256i b, char c)
{
    __m256i k = _mm256_set1_epi8(c);
    return (u32)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, k)) |
           (u64)(u32)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, k)) << 32;
}
INL M3 masks(const char *p)
{
    __m256i a = _mm256_loadu_si256((void *)p), b = _mm256_loadu_si256((void *)(p + 32));
    M3 m = { mm(a, b, ','), mm(a, b, '\n'), mm(a, b, '"') };
    return m;
}
#else
INL u64 mm(const __m128i *x, char c)
{
    __m128i k = _mm_set1_epi8(c);
    return (u64)_mm_movemask_epi8(_mm_cmpeq_epi8(x[0], k)) |
           (u64)_mm_movemask_epi8(_mm_cmpeq_epi8(x[1], k)) << 16 |
           (u64)_mm_movemask_epi8(_mm_cmpeq_epi8(x[2], k)) << 32 |
           (u64)_mm_movemask_epi8(_mm_cmpeq_epi8(x[3], k)) << 48;
}
INL M3 masks(const char *p)
{
    __m128i x[4];
    for (int i = 0; i < 4; i++) x[i] = _mm_loadu_si128((void *)(p + 16 * i));
    M3 m = { mm(x, ','), mm(x, '\n'), mm(x, '"') };
    return m;
}
#endif
static const u8 mt[32] = { 255, 255, 255, 255, 255, 255, 255, 255,
                           255, 255, 255, 255, 255, 255, 255, 255 };
INL __m128i key16(const char *p, unsigned n)
{
    return _mm_and_si128(_mm_loadu_si128((void *)p), _mm_loadu_si128((void *)(mt + 16 - n)));
} // first n<=16 bytes
INL int eq16(__m128i a, __m128i b)
{
    return _mm_movemask_epi8(_mm_cmpeq_epi8(a, b)) == 0xffff;
}
INL u32 hash16(__m128i k)
{
    u64 a = _mm_cvtsi128_si64(k), b = _mm_cvtsi128_si64(_mm_unpackhi_epi64(k, k));
    a = (a ^ (b * 0x9E3779B97F4A7C15ull)) * 0xD6E8FEB86659FD93ull;
    return (u32)((a ^ a >> 32) * 0xD6E8FEB86659FD93ull >> 32);
}

// ---- files ------------------------------------------------------------------------------------
typedef struct {
    int fd;
    size_t n;
    const char *p;
} File; // p: mapped, readable 4096 bytes past the end
static int usemap = 1;
static File op(const char *d, const char *f, int map)
{
    char b[600];
    snprintf(b, 600, "%s/%s", d, f);
    File r;
    r.fd = open(b, O_RDONLY);
    if (r.fd < 0) die(b);
    struct stat s;
    fstat(r.fd, &s);
    r.n = s.st_size;
    r.p = 0;
    if (map) {
        char *q =
            mmap(0, r.n + 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (q == MAP_FAILED ||
            mmap(q, r.n, PROT_READ, MAP_SHARED | MAP_FIXED, r.fd, 0) == MAP_FAILED)
            die("mmap");
        r.p = q;
    }
    return r;
}
static void *big(size_t n)
{
    n = (n + (2 << 20) - 1) & ~(size_t)((2 << 20) - 1);
    char *q = mmap(0, n + (2 << 20), PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (q == MAP_FAILED) die("memory");
    q = (char *)(((u64)q + (2 << 20) - 1) & ~(u64)((2 << 20) - 1));
    madvise(q, n, MADV_HUGEPAGE);
    return q;
}

// ---- data -------------------------------------------------------------------------------------
typedef struct {
    __m128i upn;
    u32 school;
    u8 g, fsm;
    u8 pad[10];
} Rec; // 32 bytes. g: 0 none, else floor((k1+k2)/2)
typedef struct {
    u64 eb, op;
} St; // eb: ten 4-bit saturating grade counts | lang+1<<40 | lit+1<<44 | maths+1<<48 ; op: ten
      // counts
#define NG 41
#define G0 80
typedef struct {
    u32 n, a8, np, a8p, em5;
    u32 af[2];
    u32 h[3][NG];
} Sch; // h[fsm class][g]: pupils with a P8 score
typedef struct {
    u64 n[NG], s[NG], ss[NG];
} Nat;
typedef struct {
    const char *urn, *name, *reg, *tru;
    u32 lu, ln, lr, lt, id;
} Info;
static Rec *rec;
static u32 *slot;
static u32 hmask;
static u32 *urnmap; // urnmap[urn]: school+1
#define URNMAX 1000000
static Info *info;
static u32 nsch;
static int T = 1;
typedef struct {
    int t;
    St *st;
    Sch *sch;
    Nat nat;
    u32 lo, hi;
    u64 rows, runs;
    u32 orphan;
    u32 ri, re;
} Th; // ri..re: this thread's block of records
static Th th[64];
static pthread_barrier_t bar;
static File fp, fr;
static size_t chunk = 1 << 20;
static u64 nextp, nextr, nextf;
static u32 nrec;
#define BLK 4096
static double tphase[8];
#define CLS_IGN 5
static struct {
    __m128i key;
    u8 cls;
} subj[64];
static u64 subK;
static u64 ginc[256]; // grade char -> 1<<4g ; ~0 = bad
static void subjects(void)
{
    static const char *L[5][12] = { { "ENGLANG" },
                                    { "ENGLIT" },
                                    { "MATHS" },
                                    { "BIOLOGY", "CHEMISTRY", "PHYSICS", "COMBSCI", "COMPSCI",
                                      "HISTORY", "GEOGRAPHY", "FRENCH", "GERMAN", "SPANISH" },
                                    { "ART", "MUSIC", "DRAMA", "PE", "RE", "BUSINESS", "DT",
                                      "MEDIA", "SOCIOLOGY", "PSYCHOLOGY", "FOODPREP", "HEALTH" } };
    u64 k = 88172645463325252ull;
    for (;;) {
        k ^= k << 13;
        k ^= k >> 7;
        k ^= k << 17;
        subK = k | 1;
        memset(subj, 0, sizeof subj);
        for (int i = 0; i < 64; i++) subj[i].cls = CLS_IGN;
        int ok = 1;
        for (int c = 0; c < 5 && ok; c++)
            for (int i = 0; i < 12 && L[c][i] && ok; i++) {
                char b[16] = { 0 };
                memcpy(b, L[c][i], strlen(L[c][i]));
                u64 w;
                memcpy(&w, b, 8);
                int s = w * subK >> 58;
                if (subj[s].cls != CLS_IGN) ok = 0;
                subj[s].cls = c;
                subj[s].key = _mm_loadu_si128((void *)b);
            }
        if (ok) break;
    }
    for (int i = 0; i < 256; i++) ginc[i] = ~0ull;
    for (int g = 0; g < 10; g++) ginc['0' + g] = 1ull << 4 * g;
    ginc['U'] = 1;
    ginc['X'] = 0;
}

// ---- scalar row split, for quoted or long rows: fields unescaped into buf
// -------------------------
typedef struct {
    const char *p;
    u32 n;
} Fld;
static const char *slowrow(const char *p, const char *end, Fld *f, int nf, char *buf)
{
    int k = 0;
    char *o = buf, *lim = buf + 4000;
    for (;;) {
        char *s = o;
        if (p < end && *p == '"') {
            p++;
            for (; p < end;) {
                if (*p == '"') {
                    if (p + 1 < end && p[1] == '"') {
                        if (o < lim) *o++ = '"';
                        p += 2;
                    } else {
                        p++;
                        break;
                    }
                } else {
                    if (o < lim) *o++ = *p;
                    p++;
                }
            }
        } else
            while (p < end && *p != ',' && *p != '\n') {
                if (o < lim) *o++ = *p;
                p++;
            }
        if (k < nf) {
            f[k].p = s;
            f[k].n = o - s;
        }
        k++;
        for (int z = 0; z < 24 && o < buf + 4090; z++) o[z] = 0;
        o += 24;
        if (o > lim) o = lim;
        if (p >= end) break;
        if (*p == '\n') {
            p++;
            break;
        }
        if (*p != ',') die("bad quoting");
        p++;
    }
    if (k != nf) die("wrong number of fields");
    return p;
}

// ---- pupils -----------------------------------------------------------------------------------
INL u32 num(const char *p, u32 n)
{
    u32 v = 0;
    for (u32 i = 0; i < n; i++) {
        u32 d = (u8)p[i] - '0';
        if (UNLIKELY(d > 9)) die("not a number");
        v = v * 10 + d;
    }
    return v;
}
INL u32 num3(const char *p, u32 n)
{
    if (LIKELY(n == 3)) {
        u32 a = (u8)p[0] - '0', b = (u8)p[1] - '0', c = (u8)p[2] - '0';
        if (UNLIKELY(a > 9 || b > 9 || c > 9)) die("not a number");
        return a * 100 + b * 10 + c;
    }
    return num(p, n);
}
INL u32 school(const char *p, u32 n)
{
    if (UNLIKELY(n != 6)) return 0;
    u64 w;
    memcpy(&w, p, 8);
    w = (w << 16) - 0x3030303030300000ull;
    if (UNLIKELY((w | (w + 0x7676767676760000ull)) & 0x8080808080800000ull)) return 0;
    w = w * 10 + (w >> 8);
    w = ((w & 0x000000FF000000FFull) * 0x000F424000000064ull +
         ((w >> 16) & 0x000000FF000000FFull) * 0x0000271000000001ull) >>
        32;
    return urnmap[(u32)w];
}
INL u8 kscore(u32 k1, u32 k2)
{
    u32 g = (k1 + k2) >> 1;
    if (UNLIKELY(g < G0 || g >= G0 + NG)) die("KS2 out of 80-120");
    return g;
}
INL void insert(u32 i, u32 h)
{
    h &= hmask;
    for (;; h = (h + 1) & hmask) {
        u32 s = __atomic_load_n(&slot[h], __ATOMIC_ACQUIRE);
        if (LIKELY(!s)) {
            if (T == 1) {
                slot[h] = i + 1;
                return;
            }
            if (__atomic_compare_exchange_n(&slot[h], &s, i + 1, 0, __ATOMIC_ACQ_REL,
                                            __ATOMIC_ACQUIRE))
                return;
        }
        if (eq16(rec[s - 1].upn, rec[i].upn)) die("duplicate UPN in pupils");
    }
}
#define B 32
#ifdef LIBCSV
#include <csv.h>
typedef struct {
    Th *t;
    u32 hb[B], ib[B], nb, k, l1, l2;
    char k1[8], k2[8];
    Rec r;
} PC;
static void pf(void *s, size_t n, void *d)
{
    PC *c = d;
    const char *p = s;
    switch (c->k++) {
    case 0:
        if (n > 16) die("UPN too long");
        c->r.upn = key16(p, n);
        break;
    case 1: c->r.school = school(p, n); break;
    case 3: c->r.fsm = p[0] - '0'; break;
    case 6:
        c->l1 = n;
        memcpy(c->k1, p, n < 8 ? n : 8);
        break;
    case 7:
        c->l2 = n;
        memcpy(c->k2, p, n < 8 ? n : 8);
        break;
    }
}
static void pr(int e, void *d)
{
    (void)e;
    PC *c = d;
    if (c->k != 8) die("pupils: wrong number of fields");
    c->k = 0;
    Th *t = c->t;
    c->r.g = c->l1 && c->l2 ? kscore(num3(c->k1, c->l1), num3(c->k2, c->l2)) : 0;
    if (t->ri == t->re) {
        t->ri = __atomic_fetch_add(&nrec, BLK, __ATOMIC_RELAXED);
        t->re = t->ri + BLK;
    }
    rec[t->ri] = c->r;
    u32 h = hash16(c->r.upn);
    c->ib[c->nb] = t->ri++;
    c->hb[c->nb++] = h;
    __builtin_prefetch(&slot[h & hmask], 1);
    if (c->nb == B) {
        for (u32 k = 0; k < B; k++) insert(c->ib[k], c->hb[k]);
        c->nb = 0;
    }
}
static void pupils(Th *t, const char *p, const char *end)
{
    static __thread PC c;
    static __thread struct csv_parser ps;
    static __thread int in;
    if (!in) {
        csv_init(&ps, 0);
        in = 1;
    }
    c.t = t;
    c.k = c.nb = 0;
    csv_parse(&ps, p, end - p, pf, pr, &c);
    csv_fini(&ps, pf, pr, &c);
    for (u32 k = 0; k < c.nb; k++) insert(c.ib[k], c.hb[k]);
}
#else
static void pupils(Th *t, const char *p, const char *end)
{
    u32 hb[B], ib[B];
    u32 nb = 0, i = t->ri, re = t->re;
    while (p < end) {
        if (UNLIKELY(i == re)) {
            i = __atomic_fetch_add(&nrec, BLK, __ATOMIC_RELAXED);
            re = i + BLK;
        }
        M3 m = masks(p);
        Rec *r = rec + i;
        u64 lim = m.n ^ (m.n - 1);
        if (LIKELY(m.n && !(m.q & lim))) {
            u64 c = m.c & lim;
            u32 nl = tz(m.n);
            if (UNLIKELY(__builtin_popcountll(c) != 7)) die("pupils: wrong number of fields");
            u32 e0 = tz(c);
            c &= c - 1;
            u32 e1 = tz(c);
            c &= c - 1;
            u32 e2 = tz(c);
            c &= c - 1;
            c &= c - 1;
            c &= c - 1;
            u32 e5 = tz(c);
            c &= c - 1;
            u32 e6 = tz(c);
            if (UNLIKELY(e0 > 16)) die("UPN too long");
            r->upn = key16(p, e0);
            r->school = school(p + e0 + 1, e1 - e0 - 1);
            r->fsm = p[e2 + 1] - '0';
            u32 l1 = e6 - e5 - 1, l2 = nl - e6 - 1;
            r->g = l1 && l2 ? kscore(num3(p + e5 + 1, l1), num3(p + e6 + 1, l2)) : 0;
            p += nl + 1;
        } else {
            Fld f[8];
            char b[4200];
            p = slowrow(p, end, f, 8, b);
            if (f[0].n > 16) die("UPN too long");
            r->upn = key16(f[0].p, f[0].n);
            r->school = school(f[1].p, f[1].n);
            r->fsm = f[3].p[0] - '0';
            r->g = f[6].n && f[7].n ? kscore(num(f[6].p, f[6].n), num(f[7].p, f[7].n)) : 0;
        }
        u32 h = hash16(r->upn);
        ib[nb] = i++;
        hb[nb++] = h;
        __builtin_prefetch(&slot[h & hmask], 1);
        if (nb == B) {
            for (u32 k = 0; k < B; k++) insert(ib[k], hb[k]);
            nb = 0;
        }
    }
    for (u32 k = 0; k < nb; k++) insert(ib[k], hb[k]);
    t->ri = i;
    t->re = re;
}
#endif

// ---- results ----------------------------------------------------------------------------------
#define N1 0x1111111111ull
typedef struct {
    __m128i key;
    u64 eb, op;
    u32 h, s;
} Run;
INL u64 satadd(u64 a, u64 b)
{
    u64 s = (a & N1 * 15) + (b & N1 * 15), m = (s >> 3) & N1;
    return (s & ~(m * 15)) | m * 7;
}
static void merge(St *s, u64 eb, u64 op)
{
    u64 r = satadd(s->eb, eb);
    for (int k = 40; k < 52; k += 4) {
        u64 a = s->eb >> k & 15, b = eb >> k & 15;
        r |= (a > b ? a : b) << k;
    }
    s->eb = r;
    s->op = satadd(s->op, op);
}
static void drain(Th *t, Run *q, int n)
{
    St *st = t->st;
    for (int k = 0; k < n; k++) {
        u32 s = slot[q[k].h & hmask];
        q[k].s = s;
        if (s) {
            __builtin_prefetch(&rec[s - 1]);
            __builtin_prefetch(&st[s - 1], 1);
        }
    }
    for (int k = 0; k < n; k++) {
        u32 s = q[k].s, h = q[k].h & hmask;
        while (s && UNLIKELY(!eq16(rec[s - 1].upn, q[k].key))) {
            h = (h + 1) & hmask;
            s = slot[h];
        }
        if (UNLIKELY(!s)) {
            t->orphan++;
            continue;
        }
        St *x = st + s - 1;
        if (!(x->eb | x->op)) {
            x->eb = q[k].eb;
            x->op = q[k].op;
        } else
            merge(x, q[k].eb, q[k].op);
    }
}
INL u64 top(u64 a)
{
    return (67 - lz(a)) >> 2;
} // highest grade present + 1
#define FLUSH()                                                                                    \
    do {                                                                                           \
        Run *r = q + nq++;                                                                         \
        r->key = cur;                                                                              \
        r->eb = acc[3] | top(acc[0]) << 40 | top(acc[1]) << 44 | top(acc[2]) << 48;                \
        r->op = acc[4];                                                                            \
        r->h = hash16(cur);                                                                        \
        __builtin_prefetch(&slot[r->h & hmask]);                                                   \
        if (nq == B) {                                                                             \
            drain(t, q, B);                                                                        \
            nq = 0;                                                                                \
        }                                                                                          \
        memset(acc, 0, 64);                                                                        \
        runs++;                                                                                    \
    } while (0)
#ifdef LIBCSV
typedef struct {
    Th *t;
    Run q[B];
    int nq, have;
    u32 k;
    __m128i key, cur;
    u64 acc[8], inc, rows, runs;
    u32 cls;
} RC;
static void rf(void *s, size_t n, void *d)
{
    RC *c = d;
    const char *p = s;
    switch (c->k++) {
    case 0:
        if (n > 16) die("UPN too long");
        c->key = key16(p, n);
        break;
    case 1: {
        __m128i sk = key16(p, n > 16 ? 16 : n);
        u32 x = (u64)_mm_cvtsi128_si64(sk) * subK >> 58;
        c->cls = eq16(sk, subj[x].key) ? subj[x].cls : CLS_IGN;
        break;
    }
    case 3: c->inc = n == 1 ? ginc[(u8)*p] : ~0ull; break;
    }
}
static void rflush(RC *c)
{
    Run *q = c->q;
    int nq = c->nq;
    u64 *acc = c->acc, runs = c->runs;
    __m128i cur = c->cur;
    Th *t = c->t;
    FLUSH();
    c->nq = nq;
    c->runs = runs;
}
static void rr(int e, void *d)
{
    (void)e;
    RC *c = d;
    if (c->k != 6) die("results: wrong number of fields");
    c->k = 0;
    c->rows++;
    if (c->inc == ~0ull) die("bad grade");
    if (!eq16(c->key, c->cur)) {
        if (c->have) rflush(c);
        c->cur = c->key;
        c->have = 1;
    }
    u64 a = c->acc[c->cls] + c->inc;
    c->acc[c->cls] = a - ((a >> 3) & N1);
}
static void results(Th *t, const char *p, const char *end)
{
    static __thread struct csv_parser ps;
    static __thread int in;
    if (!in) {
        csv_init(&ps, 0);
        in = 1;
    }
    RC c;
    memset(&c, 0, sizeof c);
    c.t = t;
    csv_parse(&ps, p, end - p, rf, rr, &c);
    csv_fini(&ps, rf, rr, &c);
    if (c.have) rflush(&c);
    drain(t, c.q, c.nq);
    t->rows += c.rows;
    t->runs += c.runs;
}
#else
static void results(Th *t, const char *p, const char *end)
{
    Run q[B];
    int nq = 0;
    u64 acc[8] = { 0 };
    __m128i cur = _mm_setzero_si128();
    int have = 0;
    u64 rows = 0, runs = 0;
    const u64 K = subK;
    while (p < end) {
        M3 m = masks(p);
        u64 lim = m.n ^ (m.n - 1);
        __m128i key, sk;
        u64 inc;
        rows++;
        if (LIKELY(m.n && !(m.q & lim))) {
            u64 c = m.c & lim;
            u32 nl = tz(m.n);
            if (UNLIKELY(__builtin_popcountll(c) != 5)) die("results: wrong number of fields");
            u32 e0 = tz(c);
            c &= c - 1;
            u32 e1 = tz(c);
            c &= c - 1;
            u32 e2 = tz(c);
            c &= c - 1;
            u32 e3 = tz(c);
            u32 ls = e1 - e0 - 1;
            if (UNLIKELY(e0 > 16 || ls > 16 || e3 - e2 != 2)) die("results: field too long");
            key = key16(p, e0);
            sk = key16(p + e0 + 1, ls);
            inc = ginc[(u8)p[e2 + 1]];
            p += nl + 1;
        } else {
            Fld f[6];
            char b[4200];
            p = slowrow(p, end, f, 6, b);
            if (f[0].n > 16 || f[1].n > 16 || f[3].n != 1) die("results: field too long");
            key = key16(f[0].p, f[0].n);
            sk = key16(f[1].p, f[1].n);
            inc = ginc[(u8)f[3].p[0]];
        }
        if (UNLIKELY(inc == ~0ull)) die("bad grade");
        if (!eq16(key, cur)) {
            if (LIKELY(have)) FLUSH();
            cur = key;
            have = 1;
        }
        u32 s = (u64)_mm_cvtsi128_si64(sk) * K >> 58;
        u32 cls = eq16(sk, subj[s].key) ? subj[s].cls : CLS_IGN;
        u64 a = acc[cls] + inc;
        acc[cls] = a - ((a >> 3) & N1);
    }
    if (have) FLUSH();
    drain(t, q, nq);
    t->rows += rows;
    t->runs += runs;
}
#endif

// ---- chunked work: every thread takes the next chunk; a row belongs to the chunk it starts in
// -----------
typedef void (*Fn)(Th *, const char *, const char *, size_t);
static void work(Th *t, File *f, u64 *next, Fn fn)
{
    static __thread char *buf;
    size_t n = f->n;
    if (!f->p && !buf) buf = aligned_alloc(4096, chunk + (1 << 20) + 8192);
    for (;;) {
        size_t a = __atomic_fetch_add(next, chunk, __ATOMIC_RELAXED);
        if (a >= n) break;
        size_t b = a + chunk < n ? a + chunk : n;
        const char *p, *e;
        if (f->p) {
            p = f->p + a;
            e = f->p + b;
            madvise((void *)((u64)p & ~4095ull), b - a, MADV_POPULATE_READ);
            if (a == 0 || p[-1] != '\n' || 0) {
                const char *x = memchr(p, '\n', f->p + n - p);
                p = x ? x + 1 : f->p + n;
            }
            if (b < n && e[-1] != '\n') {
                const char *x = memchr(e, '\n', f->p + n - e);
                e = x ? x + 1 : f->p + n;
            }
        } else { // bytes [a-1, b+tail): the tail holds the end of the last row
            size_t s = a ? a - 1 : 0, tail = 1024, g = 0;
            const char *E;
            for (;;) {
                size_t want = b - s + tail < n - s ? b - s + tail : n - s;
                while (g < want) {
                    ssize_t k = pread(f->fd, buf + g, want - g, s + g);
                    if (k <= 0) die("read");
                    g += k;
                }
                E = buf + g;
                e = buf + (b - s);
                if (b == n || e[-1] == '\n') break;
                const char *x = memchr(e, '\n', E - e);
                if (x) {
                    e = x + 1;
                    break;
                }
                if (s + g == n) {
                    e = E;
                    break;
                }
                if ((tail *= 16) > (1 << 20)) die("row over 1 MB");
            }
            memset(buf + g, 0, 128);
            p = buf + (a ? 1 : 0);
            if (a == 0 || p[-1] != '\n') {
                const char *x = memchr(p, '\n', E - p);
                p = x ? x + 1 : E;
            }
        }
        if (p < e) fn(t, p, e, a);
    }
}
static void fnp(Th *t, const char *p, const char *e, size_t a)
{
    (void)a;
    pupils(t, p, e);
}
static void fnr(Th *t, const char *p, const char *e, size_t a)
{
    (void)a;
    results(t, p, e);
}

// ---- attainment 8 and totals
// ------------------------------------------------------------------------
INL u32 take3(u64 *h)
{
    u64 x = *h;
    u32 s = 0;
    for (int k = 0; k < 3; k++) {
        u32 g = (63 - lz(x | 1)) >> 2;
        s += g;
        x -= (1ull << 4 * g) & ~1ull;
    }
    *h = x;
    return s;
}
static void finish(Th *t, u32 lo, u32 hi)
{
    Sch *sc = t->sch;
    Nat *na = &t->nat;
    for (u32 i = lo; i < hi; i++) {
        Rec *r = rec + i;
        if (UNLIKELY(!_mm_cvtsi128_si64(r->upn))) continue;
        St x = th[0].st[i];
        for (int k = 1; k < T; k++) {
            St *y = &th[k].st[i];
            if (y->eb | y->op) {
                if (!(x.eb | x.op))
                    x = *y;
                else
                    merge(&x, y->eb, y->op);
            }
        }
        u32 la = x.eb >> 40 & 15, li = x.eb >> 44 & 15, ma = x.eb >> 48 & 15; // each +1, 0 = none
        u32 be = la > li ? la : li, wo = la > li ? li : la;
        u32 eng = be ? be - 1 : 0, mt_ = ma ? ma - 1 : 0;
        u64 h = x.eb & (N1 * 15) & ~15ull;
        u32 a8 = 2 * eng + 2 * mt_ + take3(&h);
        h += x.op & (N1 * 15) & ~15ull;
        if (wo > 1) h += 1ull << 4 * (wo - 1);
        a8 += take3(&h);
        u32 g = r->g;
        u32 s = r->school;
        u32 em = eng >= 5 && mt_ >= 5;
        Sch *o = sc + s;
        o->n++;
        o->a8 += a8;
        o->em5 += em; // school 0 collects unknown URNs: counted nationally, not printed
        if (g) {
            g -= G0;
            na->n[g]++;
            na->s[g] += a8;
            na->ss[g] += a8 * a8;
            o->np++;
            o->a8p += a8;
            u32 f = r->fsm > 1 ? 2 : r->fsm;
            if (f < 2) o->af[f] += a8;
            o->h[f][g]++;
        }
    }
}

static u32 reccap;
static void *thread(void *v)
{
    Th *t = v;
    double a = 0, b = 0;
    t->st = big((size_t)reccap * sizeof(St));
    t->sch = big((size_t)(nsch + 1) * sizeof(Sch));
    if (!t->t) a = now();
    work(t, &fp, &nextp, fnp);
    pthread_barrier_wait(&bar);
    if (!t->t) {
        b = now();
        tphase[1] = b - a;
        a = b;
    }
    work(t, &fr, &nextr, fnr);
    pthread_barrier_wait(&bar);
    if (!t->t) {
        b = now();
        tphase[2] = b - a;
        a = b;
    }
    for (;;) {
        u64 i = __atomic_fetch_add(&nextf, 65536, __ATOMIC_RELAXED);
        if (i >= nrec) break;
        finish(t, i, i + 65536 < nrec ? i + 65536 : nrec);
    }
    pthread_barrier_wait(&bar);
    if (!t->t) tphase[3] = now() - a;
    return 0;
}
static char *ob, *oe;
static void put(const char *s, u32 n)
{
    memcpy(oe, s, n);
    oe += n;
}
static void puts_(const char *s, u32 n)
{
    int q = 0;
    for (u32 i = 0; i < n; i++)
        if (s[i] == ',' || s[i] == '"' || s[i] == '\n' || s[i] == '\r') q = 1;
    if (!q) {
        put(s, n);
        return;
    }
    *oe++ = '"';
    for (u32 i = 0; i < n; i++) {
        if (s[i] == '"') *oe++ = '"';
        *oe++ = s[i];
    }
    *oe++ = '"';
}
static void putn(double v, int d)
{
    int m = d == 2 ? 100 : d == 1 ? 10 : 1;
    double r = round(v * m);
    if (signbit(r)) {
        *oe++ = '-';
        r = -r;
    }
    u64 i = (u64)r;
    oe += sprintf(oe, "%lu", i / m);
    u32 f = i % m;
    *oe++ = '.';
    if (d == 2) {
        *oe++ = '0' + f / 10;
        if (f % 10) *oe++ = '0' + f % 10;
    } else if (d == 1)
        *oe++ = '0' + f;
    else
        *oe++ = '0';
}
static int byurn(const void *a, const void *b)
{
    const Info *x = a, *y = b;
    u32 n = x->lu < y->lu ? x->lu : y->lu;
    int c = memcmp(x->urn, y->urn, n);
    return c ? c : (int)x->lu - (int)y->lu;
}
int main(int c, char **v)
{
    double t0 = now();
    if (c < 3) die("usage: limit DIR OUT [THREADS] [m|r] [v]");
    if (c > 3) T = atoi(v[3]);
    if (c > 4) usemap = v[4][0] == 'm';
    int verb = c > 5;
    if (getenv("CHUNK"))
        chunk = atol(getenv("CHUNK"));
    else
        chunk = usemap ? 1 << 20 : 1 << 18;
    subjects();
    File fs = op(v[1], "schools.csv", 1);
    fp = op(v[1], "pupils.csv", usemap);
    fr = op(v[1], "results.csv", usemap);
    u32 cap = fs.n / 8 + 2;
    info = malloc(cap * sizeof *info);
    urnmap = big(URNMAX * 4);
    char *ar = malloc(fs.n * 26 + 8192), *ap = ar;
    {
        const char *p = fs.p, *e = p + fs.n;
        Fld f[6];
        p = slowrow(p, e, f, 6, ap);
        while (p < e) {
            p = slowrow(p, e, f, 6, ap);
            Info *x = info + nsch++;
            x->urn = f[0].p;
            x->lu = f[0].n;
            x->name = f[1].p;
            x->ln = f[1].n;
            x->reg = f[3].p;
            x->lr = f[3].n;
            x->tru = f[4].p;
            x->lt = f[4].n;
            x->id = nsch;
            if (f[0].n != 6) die("URN");
            urnmap[num(f[0].p, 6)] = nsch;
            ap = (char *)f[5].p + f[5].n + 24;
        }
    }
    // hash size: rows estimated from the first 64 KB
    char tmp[65536];
    ssize_t k = pread(fp.fd, tmp, sizeof tmp, 0);
    u32 nl = 1;
    for (ssize_t i = 0; i < k; i++) nl += tmp[i] == '\n';
    double est = (double)fp.n / k * nl;
    u32 hn = 1024;
    while (hn < est * 1.6) hn *= 2;
    hmask = hn - 1;
    slot = big((size_t)hn * 4);
    reccap = fp.n / 16 + BLK * (T + 1);
    rec = big((size_t)reccap * sizeof(Rec));
    pthread_barrier_init(&bar, 0, T);
    tphase[0] = now() - t0;
    pthread_t id[64];
    for (int i = 0; i < T; i++) th[i].t = i;
    for (int i = 1; i < T; i++) pthread_create(id + i, 0, thread, th + i);
    thread(th);
    for (int i = 1; i < T; i++) pthread_join(id[i], 0);
    double t1 = now();
    Nat *N = &th[0].nat;
    for (int i = 1; i < T; i++) {
        for (int g = 0; g < NG; g++) {
            N->n[g] += th[i].nat.n[g];
            N->s[g] += th[i].nat.s[g];
            N->ss[g] += th[i].nat.ss[g];
        }
        u32 *x = (u32 *)th[0].sch, *y = (u32 *)th[i].sch;
        for (size_t j = 0; j < (nsch + 1) * sizeof(Sch) / 4; j++) x[j] += y[j];
    }
    double e[NG], var = 0;
    u64 np = 0;
    for (int g = 0; g < NG; g++) {
        e[g] = N->n[g] ? (double)N->s[g] / N->n[g] : 0;
        np += N->n[g];
        if (N->n[g]) var += (double)(N->ss[g] * N->n[g] - N->s[g] * N->s[g]) / N->n[g];
    }
    double sd = sqrt(var / np) / 10;
    qsort(info, nsch, sizeof *info, byurn);
    ob = oe = malloc(nsch * 400ul + 400 + 2 * fs.n);
    put("URN,SCHNAME,REGION,TRUST,n,att8,p8,lo,hi,em5,gap,outcome\n", 57);
    for (u32 i = 0; i < nsch; i++) {
        Info *x = info + i;
        Sch *o = th[0].sch + x->id;
        if (!o->n) continue;
        put(x->urn, x->lu);
        *oe++ = ',';
        puts_(x->name, x->ln);
        *oe++ = ',';
        puts_(x->reg, x->lr);
        *oe++ = ',';
        puts_(x->tru, x->lt);
        double ex[3], cn[2];
        for (int f = 0; f < 3; f++) {
            ex[f] = 0;
            u32 m = 0;
            for (int g = 0; g < NG; g++) {
                ex[f] += o->h[f][g] * e[g];
                m += o->h[f][g];
            }
            if (f < 2) cn[f] = m;
        }
        oe += sprintf(oe, ",%u,", o->n);
        putn((double)o->a8 / o->n, 1);
        *oe++ = ',';
        if (o->np) {
            double p8 = ((double)o->a8p - (ex[0] + ex[1] + ex[2])) / 10 / o->np,
                   w = 1.96 * sd / sqrt(o->np);
            putn(p8, 2);
            *oe++ = ',';
            putn(p8 - w, 2);
            *oe++ = ',';
            putn(p8 + w, 2);
            *oe++ = ',';
            putn(100.0 * ((double)o->em5 / o->n), 0);
            *oe++ = ',';
            if (cn[0] > 0 && cn[1] > 0)
                putn((o->af[1] - ex[1]) / 10 / cn[1] - (o->af[0] - ex[0]) / 10 / cn[0], 2);
            const char *s = p8 + w >= 0 ? ",secure\n" : p8 >= -0.5 ? ",watch\n" : ",visit\n";
            put(s, strlen(s));
        } else {
            put(",,,", 3);
            putn(100.0 * ((double)o->em5 / o->n), 0);
            put(",,visit\n", 8);
        }
    }
    int fo = open(v[2], O_WRONLY | O_CREAT | O_TRUNC, 0644);
    for (char *p = ob; p < oe;) {
        ssize_t w = write(fo, p, oe - p);
        if (w <= 0) die("write");
        p += w;
    }
    close(fo);
    tphase[4] = now() - t1;
    if (verb) {
        u64 rows = 0, runs = 0, orf = 0;
        for (int i = 0; i < T; i++) rows += th[i].rows, runs += th[i].runs, orf += th[i].orphan;
        struct rusage ru;
        getrusage(RUSAGE_SELF, &ru);
        fprintf(stderr,
                "setup %.4f pupils %.4f results %.4f finish %.4f output %.4f total %.4f rows %lu "
                "runs %lu orphans %lu rss %ld MB\n",
                tphase[0], tphase[1], tphase[2], tphase[3], tphase[4], now() - t0, rows, runs, orf,
                ru.ru_maxrss / 1024);
    }
    _exit(0);
}
