/* read_array.c -- the arrays of a pack: noted while the directory is gone through, then read,
 * hashed and judged block by block by all workers; see unpack.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "pack/unpack.h"
#include "sha256.h"

void *unpack_array(Unpacking *u, Form form)
{
    Cursor *in = &u->in;
    uint64_t offset = cursor_u64(in), bytes = cursor_u64(in), rows = form.rows;
    if (bytes == 0) return NULL;
    bool inside = offset <= u->pack->size && bytes <= u->pack->size - offset;
    bool fits =
        rows == UINT64_MAX || (rows <= UINT64_MAX / form.width && bytes == rows * form.stored);
    u->told_bytes += bytes;
    /* arrays do not overlap, so all of them are no longer than the file */
    in->bad |= !inside || !fits || u->told_bytes > u->pack->size;
    if (in->bad) return NULL;
    const char *digits = cursor_bytes(in, (uint64_t)pack_blocks(bytes) * SHA256_DIGITS);
    if (!digits) return NULL;
    Arena *arena = u->job->arena;
    GROW(arena, u->fetch, u->count, u->cap);
    Fetch *own = &u->fetch[u->count++];
    uint64_t room = bytes / form.stored * form.width;
    *own = (Fetch){ .to = arena_big(arena, (size_t)room + KEY_SHORT),
                    .offset = offset,
                    .bytes = bytes,
                    .digits = digits,
                    .form = form,
                    .first = u->blocks };
    u->blocks += pack_blocks(bytes);
    return own->to;
}

void unpack_ends(Unpacking *u, Column *column, const uint32_t *end, uint64_t parents)
{
    Arena *arena = u->job->arena;
    GROW(arena, u->ends, u->ends_count, u->ends_cap);
    u->ends[u->ends_count++] = (Ends){ column, end, parents };
    column->data = arena_big(arena, sizeof(uint32_t) * column->count + KEY_SHORT);
}

void unpack_few(Unpacking *u, Few few)
{
    Arena *arena = u->job->arena;
    GROW(arena, u->few, u->few_count, u->few_cap);
    u->few[u->few_count++] = few;
    few.column->reason = arena_big(arena, few.column->count + KEY_SHORT);
}

/* ---- judging ---- */

static uint8_t most_of(const uint8_t *byte, size_t n)
{
    uint8_t most = 0;
    for (size_t i = 0; i < n; i++) most = byte[i] > most ? byte[i] : most;
    return most;
}

static bool all_below(const Fetch *fetch, const char *at, size_t len)
{
    uint32_t most = 0;
    if (fetch->form.width == 1)
        most = most_of((const uint8_t *)at, len);
    else if (fetch->form.width == 2)
        for (size_t i = 0; i < len / 2; i++) {
            uint16_t value = ((const uint16_t *)(const void *)at)[i];
            most = value > most ? value : most;
        }
    else
        for (size_t i = 0; i < len / 4; i++) {
            uint32_t value = ((const uint32_t *)(const void *)at)[i];
            most = value > most ? value : most;
        }
    return most < fetch->form.limit;
}

static bool all_rows(const Fetch *fetch, const uint32_t *row, size_t n)
{
    bool bad = false;
    for (size_t i = 0; i < n; i++) bad |= row[i] >= fetch->form.limit && row[i] != NO_ROW;
    return !bad;
}

static bool all_within(const Fetch *fetch, const int64_t *value, size_t n)
{
    int64_t most = (int64_t)fetch->form.limit;
    bool bad = false;
    for (size_t i = 0; i < n; i++) bad |= value[i] < -most || value[i] > most;
    return !bad;
}

static bool turn_reasons(const Unpacking *u, uint8_t *reason, size_t n)
{
    bool bad = false;
    if (most_of(reason, n) < u->same_reasons) return true;
    for (size_t i = 0; i < n; i++) {
        int16_t ours = u->reason[reason[i]];
        bad |= ours < 0;
        reason[i] = (uint8_t)ours;
    }
    return !bad;
}

static bool judge(const Unpacking *u, const Fetch *fetch, char *at, size_t len)
{
    switch (fetch->form.judge) {
    case JUDGE_NOTHING: return true;
    case JUDGE_BELOW: return all_below(fetch, at, len);
    case JUDGE_ROW: return all_rows(fetch, (const uint32_t *)(void *)at, len / sizeof(uint32_t));
    case JUDGE_WITHIN: return all_within(fetch, (const int64_t *)(void *)at, len / sizeof(int64_t));
    case JUDGE_REASON: return turn_reasons(u, (uint8_t *)at, len);
    }
    return false;
}

enum { WIDEN_AT_ONCE = 4096 };

#define WIDEN(T)                                                                                   \
    do {                                                                                           \
        const T *number = (const void *)room;                                                      \
        for (size_t i = 0; i < n; i++) to[done + i] = number[i];                                   \
    } while (0)

/* Whole numbers of `stored` bytes become int64.  They stand at the very end of where they go, so
 * none is written over before it was read. */
static void widen(int64_t *to, const char *from, size_t items, uint8_t stored)
{
    _Alignas(16) char room[WIDEN_AT_ONCE * sizeof(int32_t)];
    for (size_t done = 0, n; done < items; done += n) {
        n = items - done < WIDEN_AT_ONCE ? items - done : WIDEN_AT_ONCE;
        memcpy(room, from + done * stored, n * stored);
        switch (stored) {
        case 1: WIDEN(int8_t); break;
        case 2: WIDEN(int16_t); break;
        default: WIDEN(int32_t); break;
        }
    }
}

static void read_block(Unpacking *u, const Fetch *fetch, size_t block)
{
    const Form *form = &fetch->form;
    uint64_t from = (uint64_t)block * PACK_BLOCK, left = fetch->bytes - from;
    size_t len = left < PACK_BLOCK ? (size_t)left : PACK_BLOCK, items = len / form->stored;
    size_t room = items * form->width;
    char *to = fetch->to + from / form->stored * form->width, *at = to + room - len;
    char digits[SHA256_DIGITS];
    int error = 0;
    if (!pack_read_at(u->pack->fd, at, len, fetch->offset + from, &error)) {
        u->error = error;
        u->broken = true;
        return;
    }
    Sha256 sha;
    sha256_open(&sha);
    sha256_add(&sha, at, len);
    sha256_close(&sha, digits);
    bool same = memcmp(digits, fetch->digits + block * SHA256_DIGITS, SHA256_DIGITS) == 0;
    if (form->stored < form->width) widen((int64_t *)(void *)to, at, items, form->stored);
    if (!same || !judge(u, fetch, to, room)) u->broken = true;
}

/* Blocks [from, to) of all arrays, one after the other. */
static void read_blocks(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    (void)worker;
    Unpacking *u = arg;
    size_t low = 0, high = u->count;
    while (high - low > 1) { /* the last array that begins at or before it */
        size_t middle = low + (high - low) / 2;
        *(u->fetch[middle].first <= from ? &low : &high) = middle;
    }
    for (uint64_t b = from; b < to && !u->broken; b++) {
        while (low + 1 < u->count && u->fetch[low + 1].first <= b) low++;
        read_block(u, &u->fetch[low], (size_t)(b - u->fetch[low].first));
    }
}

/* ---- children by the ends of their parents ---- */

enum { PARENTS_AT_ONCE = 4096, WRITE_AT_ONCE = 16 };

typedef struct Filling {
    Unpacking *u;
    const Ends *ends;
} Filling;

/* The children of parents [from, to).  A few too many are written where later ones of these follow:
 * how many children there are cannot be guessed. */
static void fill_children(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    (void)worker;
    const Filling *filling = arg;
    const uint32_t *end = filling->ends->end;
    uint32_t *row = filling->ends->column->u32, at = from ? end[from - 1] : 0, last = end[to - 1];
    if (last > filling->ends->column->count) filling->u->broken = true;
    for (uint64_t p = from; p < to && !filling->u->broken; p++) {
        if (end[p] < at || end[p] > last) {
            filling->u->broken = true;
        } else if (end[p] - at <= WRITE_AT_ONCE && last - at >= WRITE_AT_ONCE) {
            for (uint32_t i = 0; i < WRITE_AT_ONCE; i++) row[at + i] = (uint32_t)p;
        } else {
            for (uint32_t i = at; i < end[p]; i++) row[i] = (uint32_t)p;
        }
        at = end[p];
    }
}

/* Rows after the last child have no parent, and a reason why. */
static bool fill_others(const Ends *ends)
{
    const Column *column = ends->column;
    bool good = true;
    for (uint64_t r = ends->end[ends->parents - 1]; r < column->count; r++) {
        column->u32[r] = NO_ROW;
        good &= column->reason && column->reason[r];
    }
    return good;
}

/* Rows are below the column's, as judged; one that is there twice has its last reason. */
static void fill_reasons(const Few *few)
{
    uint8_t *reason = few->column->reason;
    for (uint64_t i = 0; i < few->count; i++) reason[few->row[i]] = few->reason[i];
}

static void fill_some_reasons(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    (void)worker;
    const Unpacking *u = arg;
    for (uint64_t i = from; i < to; i++) fill_reasons(&u->few[i]);
}

void unpack_all(Unpacking *u)
{
    pool_ranges(u->job->pool, u->blocks, 1, read_blocks, u);
    if (!u->broken) pool_ranges(u->job->pool, u->few_count, 1, fill_some_reasons, u);
    for (size_t i = 0; i < u->ends_count && !u->broken; i++) {
        Filling filling = { u, &u->ends[i] };
        pool_ranges(u->job->pool, u->ends[i].parents, PARENTS_AT_ONCE, fill_children, &filling);
        if (!u->broken && !fill_others(&u->ends[i])) u->broken = true;
    }
}
