/* hide.c -- see hide.h.  Which cells are hidden beside the small ones.
 * SPDX-License-Identifier: Apache-2.0 */
#include "publish/hide.h"
#include <stdlib.h>

/* A knot of more cells than PIECE is proved by pieces of it: solving takes time that goes by the
 * cube of their number.  A set of counts that moves only the cells of a piece proves as much as one
 * that moves all; what is left out is taken to stay as it is.  A piece is a stretch of cells, which
 * are numbered by tables and within these by units, from BEFORE the first that is not proved yet
 * on. */
enum { PIECE = 800, BEFORE = 200 };

/* How much is done for a proof: what no piece proves, the whole knot may, and what one try does
 * not, many may.  Most cells are proved by little. */
typedef enum Pains { PIECES, WHOLE, LONG } Pains;
enum { TRIES = 32 };

typedef struct Hiding {
    const HideJob *job;
    uint32_t *first, *sums; /* the sums of cell c: sums[first[c]] .. sums[first[c + 1] - 1] */
    uint32_t *knot;         /* per cell: a cell that it is bound to, at last the least of them */
    uint32_t *next, *last;  /* per cell: the next one of its knot; the last one so far */
    bool *open;             /* per cell that is the least of a knot: not all of it is proved */
    bool *proved;           /* per cell: it cannot be told; what is hidden later changes nothing */
    uint32_t *seen;         /* per sum: the number of the last look at it ... */
    uint32_t *freed;        /* ... and of the last round in which a cell of it was hidden */
    uint32_t looks, round;
    Pains pains;
    uint32_t *taken, pieces; /* per cell: the last piece that it was in, of so many */
    uint32_t *tried;         /* per cell: the last round in which it was looked at */
    uint32_t *place;         /* of kernel_prove */
    bool *wanted, *safe;     /* of kernel_prove, too */
    uint32_t *knot_cells, *knot_sums, *piece_cells, *piece_sums;
} Hiding;

/* ---- which sums a cell is in ---- */

static uint32_t member(const HideSum *sum, uint32_t i)
{
    return i < sum->count ? sum->parts[i] : sum->whole;
}

static void index_sums(Hiding *h)
{
    const HideJob *job = h->job;
    h->first = NEW_ARRAY(job->arena, uint32_t, (size_t)job->cell_count + 2);
    for (uint32_t s = 0; s < job->sum_count; s++)
        for (uint32_t i = 0; i <= job->sums[s].count; i++) h->first[member(&job->sums[s], i) + 2]++;
    for (uint32_t c = 0; c < job->cell_count; c++) h->first[c + 2] += h->first[c + 1];
    h->sums = NEW_ARRAY(job->arena, uint32_t, (size_t)h->first[job->cell_count + 1] + 1);
    for (uint32_t s = 0; s < job->sum_count; s++)
        for (uint32_t i = 0; i <= job->sums[s].count; i++)
            h->sums[h->first[member(&job->sums[s], i) + 1]++] = s;
}

/* Sums of one publication lie in no circle: a whole is never a part of its parts.  Those of earlier
 * ones could close one; then heights, which only order what is tried, stop at HIGHEST. */
static void measure_heights(const HideJob *job)
{
    enum { HIGHEST = 64 };
    for (bool more = true; more;) {
        more = false;
        for (uint32_t s = 0; s < job->sum_count; s++)
            for (uint32_t i = 0; i < job->sums[s].count; i++) {
                uint32_t under = job->cells[job->sums[s].parts[i]].height + 1;
                HideCell *whole = &job->cells[job->sums[s].whole];
                if (whole->height >= under || under > HIGHEST) continue;
                whole->height = under;
                more = true;
            }
    }
}

/* ---- what is hidden beside a cell ---- */

/* Whether a cell can be hidden beside others. */
static bool can_hide(const HideCell *cell)
{
    return !cell->hidden && !cell->known && cell->count > 0;
}

/* a before b: what is not late, the smaller, of equal ones the lower number. */
static bool goes_before(const HideJob *job, uint32_t a, uint32_t b)
{
    if (job->cells[a].late != job->cells[b].late) return job->cells[b].late;
    int64_t x = job->cells[a].count, y = job->cells[b].count;
    return x != y ? x < y : a < b;
}

/* The best part of a sum to hide; its whole where no part can be hidden; UINT32_MAX. */
static uint32_t beside(const HideJob *job, const HideSum *sum)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < sum->count; i++) {
        if (!can_hide(&job->cells[sum->parts[i]])) continue;
        if (best == UINT32_MAX || goes_before(job, sum->parts[i], best)) best = sum->parts[i];
    }
    if (best == UINT32_MAX && can_hide(&job->cells[sum->whole])) best = sum->whole;
    return best;
}

static uint32_t hidden_of(const HideJob *job, const HideSum *sum)
{
    uint32_t hidden = 0;
    for (uint32_t i = 0; i <= sum->count; i++) hidden += job->cells[member(sum, i)].hidden;
    return hidden;
}

/* Hides one more cell of these sums: of that with the fewest hidden, as there the hidden ones are
 * bound most; what is late after all others.  False: there is none left. */
static bool hide_of(Hiding *h, const uint32_t *sums, uint32_t count)
{
    const HideJob *job = h->job;
    uint32_t best = UINT32_MAX, fewest = UINT32_MAX;
    for (uint32_t k = 0; k < count; k++) {
        const HideSum *sum = &job->sums[sums[k]];
        uint32_t hidden = hidden_of(job, sum), found = beside(job, sum);
        if (found == UINT32_MAX) continue;
        bool same = best == UINT32_MAX || job->cells[found].late == job->cells[best].late;
        if (!same && job->cells[found].late) continue;
        if (same && hidden > fewest) continue;
        if (same && hidden == fewest && !goes_before(job, found, best)) continue;
        best = found;
        fewest = hidden;
    }
    if (best == UINT32_MAX) return false;
    job->cells[best].hidden = true;
    for (uint32_t k = h->first[best]; k < h->first[best + 1]; k++) h->freed[h->sums[k]] = h->round;
    return true;
}

/* Hides one more cell beside a cell that can be told: of its own sums, or, where all of them is
 * hidden, of those that bind what is beside it. */
static bool hide_beside(Hiding *h, const HideKnot *knot, uint32_t cell)
{
    return hide_of(h, &h->sums[h->first[cell]], h->first[cell + 1] - h->first[cell]) ||
           hide_of(h, knot->sums, knot->sum_count);
}

/* Whether a cell was hidden in this round that may have freed this one. */
static bool may_be_free(const Hiding *h, uint32_t cell)
{
    bool freed = false;
    for (uint32_t k = h->first[cell]; k < h->first[cell + 1]; k++)
        freed = freed || h->freed[h->sums[k]] == h->round;
    return freed;
}

/* A sum of which one cell alone is hidden tells it. */
static bool free_lone(Hiding *h)
{
    const HideJob *job = h->job;
    bool more = false;
    for (uint32_t s = 0; s < job->sum_count; s++) {
        const HideSum *sum = &job->sums[s];
        uint32_t found = hidden_of(job, sum) == 1 ? beside(job, sum) : UINT32_MAX;
        if (found == UINT32_MAX) continue;
        job->cells[found].hidden = true;
        more = true;
    }
    return more;
}

/* ---- knots of hidden cells ---- */

static uint32_t knot_of(uint32_t *knot, uint32_t cell)
{
    while (knot[cell] != cell) cell = knot[cell] = knot[knot[cell]];
    return cell;
}

static void tie(Hiding *h)
{
    const HideJob *job = h->job;
    for (uint32_t c = 0; c < job->cell_count; c++) h->knot[c] = c;
    for (uint32_t s = 0; s < job->sum_count; s++) {
        uint32_t first = UINT32_MAX;
        for (uint32_t i = 0; i <= job->sums[s].count; i++) {
            uint32_t cell = member(&job->sums[s], i);
            if (!job->cells[cell].hidden) continue;
            uint32_t a = knot_of(h->knot, cell),
                     b = first == UINT32_MAX ? a : knot_of(h->knot, first);
            h->knot[a < b ? b : a] = a < b ? a : b;
            first = cell;
        }
    }
}

/* Adds the sums of the knot's cells to it. */
static void gather_sums(Hiding *h, HideKnot *knot, uint32_t *sums)
{
    h->looks++;
    for (uint32_t i = 0; i < knot->count; i++)
        for (uint32_t k = h->first[knot->cells[i]]; k < h->first[knot->cells[i] + 1]; k++) {
            uint32_t s = h->sums[k];
            if (h->seen[s] == h->looks) continue;
            h->seen[s] = h->looks;
            sums[knot->sum_count++] = s;
        }
}

/* The hidden cells and sums of the knot whose least cell is `root`. */
static HideKnot gather(Hiding *h, uint32_t root)
{
    HideKnot knot = { h->knot_cells, 0, h->knot_sums, 0 };
    for (uint32_t c = root; c != UINT32_MAX; c = h->next[c]) h->knot_cells[knot.count++] = c;
    gather_sums(h, &knot, h->knot_sums);
    return knot;
}

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* A stretch of a knot about its cell `at`, with all that these are parts of. */
static HideKnot piece_of(Hiding *h, const HideKnot *knot, uint32_t at)
{
    HideKnot piece = { h->piece_cells, 0, h->piece_sums, 0 };
    uint32_t from = at > BEFORE ? at - BEFORE : 0;
    h->pieces++;
    for (uint32_t i = from; i < knot->count && piece.count < PIECE; i++) {
        h->taken[knot->cells[i]] = h->pieces;
        h->piece_cells[piece.count++] = knot->cells[i];
    }
    for (uint32_t i = 0; i < piece.count; i++)
        for (uint32_t k = h->first[piece.cells[i]]; k < h->first[piece.cells[i] + 1]; k++) {
            uint32_t whole = h->job->sums[h->sums[k]].whole;
            if (!h->job->cells[whole].hidden || h->taken[whole] == h->pieces) continue;
            h->taken[whole] = h->pieces;
            h->piece_cells[piece.count++] = whole;
        }
    qsort(h->piece_cells, piece.count, sizeof *h->piece_cells, by_number);
    gather_sums(h, &piece, h->piece_sums);
    return piece;
}

/* What came of a round of looking at all knots. */
typedef struct Round {
    uint32_t open;  /* so many cells are not proved yet ... */
    bool hid;       /* ... and more was hidden, which may have freed it */
    uint32_t stuck; /* else this cell cannot be helped */
} Round;

/* Proves of these cells what can be proved by them alone. */
static void prove(Hiding *h, const HideKnot *knot)
{
    for (uint32_t i = 0; i < knot->count; i++) {
        h->tried[knot->cells[i]] = h->round;
        h->wanted[i] = !h->proved[knot->cells[i]];
        h->safe[i] = false;
    }
    bool fits =
        kernel_prove(h->job, knot, h->place, h->wanted, h->safe, h->pains == LONG ? TRIES : 1);
    for (uint32_t i = 0; fits && i < knot->count; i++) h->proved[knot->cells[i]] |= h->safe[i];
    arena_reset(h->job->scratch);
}

/* Proves a knot, a large one in pieces. */
static void prove_knot(Hiding *h, const HideKnot *knot)
{
    if (knot->count <= PIECE || h->pains != PIECES) {
        prove(h, knot);
        return;
    }
    for (uint32_t i = 0; i < knot->count; i++) {
        uint32_t cell = knot->cells[i];
        if (h->proved[cell] || h->tried[cell] == h->round) continue;
        HideKnot piece = piece_of(h, knot, i);
        prove(h, &piece);
    }
}

/* Proves one knot, or hides more of it. */
static void settle(Hiding *h, const HideKnot *knot, Round *round)
{
    prove_knot(h, knot);
    for (uint32_t i = 0; i < knot->count; i++) {
        uint32_t cell = knot->cells[i];
        if (h->proved[cell]) continue;
        round->open++;
        if (may_be_free(h, cell)) continue;
        if (hide_beside(h, knot, cell))
            round->hid = true;
        else
            round->stuck = cell;
    }
}

/* Looks at every knot that is not proved yet. */
static Round prove_all(Hiding *h)
{
    const HideJob *job = h->job;
    Round round = { .stuck = 0 };
    tie(h);
    memset(h->open, 0, job->cell_count);
    for (uint32_t c = 0; c < job->cell_count; c++) {
        if (!job->cells[c].hidden) continue;
        uint32_t root = knot_of(h->knot, c);
        h->next[c] = UINT32_MAX;
        if (root != c) h->next[h->last[root]] = c;
        h->last[root] = c;
        h->open[root] |= !h->proved[c];
    }
    h->round++;
    for (uint32_t c = 0; c < job->cell_count; c++) {
        if (!h->open[c]) continue;
        HideKnot knot = gather(h, c);
        settle(h, &knot, &round);
    }
    return round;
}

bool hide_cells(const HideJob *job, uint32_t *cell)
{
    assert(job->width >= 2);
    Hiding h = { .job = job };
    index_sums(&h);
    measure_heights(job);
    size_t cells = (size_t)job->cell_count + 1, sums = (size_t)job->sum_count + 1;
    h.knot = NEW_ARRAY(job->arena, uint32_t, cells);
    h.next = NEW_ARRAY(job->arena, uint32_t, cells);
    h.last = NEW_ARRAY(job->arena, uint32_t, cells);
    h.open = NEW_ARRAY(job->arena, bool, cells);
    h.proved = NEW_ARRAY(job->arena, bool, cells);
    for (uint32_t c = job->table_count; c < job->cell_count; c++) h.proved[c] = true;
    h.seen = NEW_ARRAY(job->arena, uint32_t, sums);
    h.freed = NEW_ARRAY(job->arena, uint32_t, sums);
    h.taken = NEW_ARRAY(job->arena, uint32_t, cells);
    h.tried = NEW_ARRAY(job->arena, uint32_t, cells);
    h.wanted = NEW_ARRAY(job->arena, bool, cells);
    h.safe = NEW_ARRAY(job->arena, bool, cells);
    h.knot_cells = NEW_ARRAY(job->arena, uint32_t, cells);
    h.knot_sums = NEW_ARRAY(job->arena, uint32_t, sums);
    h.piece_cells = NEW_ARRAY(job->arena, uint32_t, cells);
    h.piece_sums = NEW_ARRAY(job->arena, uint32_t, sums);
    h.place = NEW_ARRAY(job->arena, uint32_t, cells);
    memset(h.place, 0xFF, sizeof *h.place * cells);
    for (uint32_t before = UINT32_MAX;;) {
        while (free_lone(&h)) {
        }
        Round round = prove_all(&h);
        *cell = round.stuck;
        if (!round.open) return true;
        if (!round.hid && h.pains == LONG) return false;
        bool slow = !round.hid || round.open > before - before / 4;
        h.pains = !slow ? PIECES : h.pains < LONG ? h.pains + 1 : LONG;
        before = round.open;
    }
}
