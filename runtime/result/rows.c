/* rows.c -- see rows.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/rows.h"

/* A range is some thousand cells of work; ranges of one turn wait in memory for each other. */
enum { RANGE_ROWS = 128, RANGES_A_THREAD = 4 };

/* Lines that one thread makes. */
typedef struct Share {
    Guard guard;
    Why why;
    Arena arena, scratch;
    Printer printer;
    Sheet sheet;
    Text lines;
    uint64_t from, to;
    const struct Sharing *sharing;
} Share;

typedef struct Sharing {
    const Sheet *sheet;
    SheetRow *row;
    const void *job;
    Share *shares;
} Sharing;

static void make_lines(void *arg)
{
    Share *share = arg;
    const Sheet *whole = share->sharing->sheet;
    share->printer = *whole->printer;
    share->printer.scratch = &share->scratch;
    share->sheet = sheet_open(NULL, &share->printer, &share->arena, whole->style);
    share->lines = text_open(&share->arena);
    share->sheet.lines = &share->lines;
    share->sheet.headed = true;
    totals_like(share->sheet.done.totals, whole->done.totals);
    for (uint64_t i = share->from; i < share->to; i++)
        share->sharing->row(&share->sheet, share->sharing->job, i);
}

static void take_share(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    (void)worker;
    Sharing *sharing = arg;
    for (uint64_t s = from; s < to; s++) {
        Share *share = &sharing->shares[s];
        share->why = guard_run(&share->guard, make_lines, share);
    }
}

/* The share's lines behind those of the sheet; its memory is given back. */
static void write_share(Sheet *sheet, Share *share)
{
    writer_add(sheet->writer, text_str(&share->lines));
    sheet_join(sheet, &share->sheet);
    arena_close(&share->scratch);
    arena_close(&share->arena);
}

static void forget_shares(Share *shares, size_t count)
{
    for (size_t s = 0; s < count; s++) {
        arena_close(&shares[s].scratch);
        arena_close(&shares[s].arena);
    }
}

void sheet_rows(Sheet *sheet, uint64_t count, SheetRow *row, const void *job)
{
    Pool *pool = sheet->printer->pool;
    size_t most = (size_t)pool_size(pool) * RANGES_A_THREAD;
    if (pool_size(pool) < 2 || count <= RANGE_ROWS) {
        for (uint64_t i = 0; i < count; i++) row(sheet, job, i);
        return;
    }
    Share *shares = NEW_ARRAY(sheet->arena, Share, most);
    Sharing sharing = { sheet, row, job, shares };
    for (uint64_t from = 0; from < count;) {
        size_t used = 0;
        for (; used < most && from < count; used++) {
            uint64_t rows = count - from < RANGE_ROWS ? count - from : RANGE_ROWS;
            shares[used] = (Share){ .from = from, .to = from + rows, .sharing = &sharing };
            shares[used].arena = arena_beside(sheet->arena, &shares[used].guard);
            shares[used].scratch = arena_beside(sheet->arena, &shares[used].guard);
            from += rows;
        }
        pool_ranges(pool, used, 1, take_share, &sharing);
        for (size_t s = 0; s < used; s++) {
            if (!shares[s].why) continue;
            Why why = shares[s].why;
            forget_shares(shares, used);
            guard_escape(sheet->arena->guard, why);
        }
        for (size_t s = 0; s < used; s++) write_share(sheet, &shares[s]);
    }
}
