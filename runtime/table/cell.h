/* cell.h -- columns of cells into columns of values: the typed reading, of files and examples
 * alike.
 *
 * A FieldPlan says what a column holds and is shared by all threads; a FieldWork is one thread's
 * memory of the column from block to block (its dictionary, what it has counted); a Piece is the
 * values of one block.  Pieces of a file are put together by stitch.c.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_CELL_H
#define LUSTRUM_TABLE_CELL_H

#include "column.h"
#include "table/fault.h"
#include "table/key.h"
#include <stdatomic.h>

typedef struct FieldPlan {
    const FieldSchema *schema;
    uint32_t *columns;   /* places in the file, from 0; header_count of them */
    bool none;           /* the file has no such column in this year: all cells are CSV_ABSENT */
    Str heading;         /* of the first */
    bool keep;           /* the values are wanted */
    bool mask;           /* ... and may never be shown */
    bool guarded;        /* rows are people: a cell may hold what belongs in a masked column */
    bool dictionary;     /* a link whose parents are named by it: read as a code */
    bool unchecked;      /* a link to a table that could not be read whole */
    const Keys *parents; /* a link: keys of the parents */
    uint8_t absent;      /* the reason of CSV_ABSENT cells */
    const Str *reasons;  /* names of reasons that a cell may hold (examples); or NULL */
    size_t reason_count;
} FieldPlan;

/* Cells of one column, as they stand: cell r is base[from[r * step] + skip, to[r * step]); 16 bytes
 * after each are readable.  From a splitter `from` are the ends of the column before. */
typedef struct Cells {
    const char *base;
    const uint32_t *from, *to;
    uint32_t step, skip;
    uint32_t count;
    bool plain;             /* nothing but printable ASCII */
    const uint32_t *record; /* for messages: place of each row in its block; NULL: r */
    const uint32_t *line;   /* NULL: as record */
} Cells;

/* What the links of a block come to: rows need not be looked at again where this says enough. */
typedef struct LinkSum {
    bool whole;           /* it was added up, and every row has a parent */
    bool ordered;         /* no row's parent is before that of the row before it */
    uint32_t first, last; /* the parents of the first and the last row */
    uint32_t changes;     /* rows whose parent is another than that of the row before */
} LinkSum;

/* Values of one block. */
typedef struct Piece {
    void *data;      /* NULL when the values are not wanted */
    uint8_t *reason; /* NULL when all are known */
    uint8_t width;   /* bytes of a value: codes and links 1, 2, 4; yes or no 1; numbers 8, 16 */
    uint8_t places;  /* numbers: value / 10^places */
    bool exact;      /* numbers: data is Exact *[] */
    bool placed;     /* links: data is a part of the column itself */
    LinkSum links;   /* links */
} Piece;

/* Memory that is filled from block to block and freed whole. */
typedef struct Slab {
    struct Slab *older;
    size_t used, cap;
    _Alignas(16) char data[];
} Slab;

/* Texts of one thread's column, numbered as they come. */
typedef struct LocalDict {
    Str *text;
    uint32_t count;
    size_t cap;
    uint32_t *slot; /* entry + 1, or 0 */
    uint32_t mask;
} LocalDict;

typedef struct CellCache CellCache;

typedef struct FieldWork {
    CellCache *cache;
    LocalDict dict;
    Slab *slab;
    uint32_t next_parent;       /* links: after the last that was found */
    uint64_t trimmed, percents; /* cells read thanks to `trim`, `percent sign` */
} FieldWork;

/* Items that may be written after the last of a list of parents. */
enum { RUN_SPARE = 8 };

/* One thread's means of reading cells. */
typedef struct CellWork {
    Arena *arena;   /* lives until the table is put together */
    Arena *scratch; /* closed after every use */
    Faults *faults; /* of the block being read */
    /* Whether the data are refused, as some thread has found a fault: then texts are read and not
     * kept.  NULL: nobody asks. */
    atomic_bool *refused;
    uint64_t seed;
    uint32_t *place; /* links: where the rows go in the table; NULL: into the piece's own memory */
    uint32_t *value; /* scratch, an item a row */
    int64_t *number;
    uint8_t *places, *reason;
    Key16 *run_key; /* links: of each run of equal keys, its key, first row and parent */
    uint32_t *run_at, *run_row;
    size_t room;  /* rows */
    char *joined; /* the parts of a key, joined */
    size_t joined_cap;
} CellWork;

static inline Str cell_at(const Cells *cells, uint32_t r)
{
    size_t i = (size_t)r * cells->step;
    uint32_t at = cells->from[i] + cells->skip;
    return (Str){ cells->base + at, cells->to[i] - at };
}

/* The cells of a column one after the other: what changes, apart, so that it stays in registers. */
typedef struct CellWalk {
    const char *base;
    const uint32_t *from;
    ptrdiff_t to; /* where a cell ends, beside where it begins */
    size_t step;
    uint32_t skip;
} CellWalk;

static inline CellWalk cell_walk(const Cells *cells)
{
    return (CellWalk){ cells->base, cells->from, cells->to - cells->from, cells->step,
                       cells->skip };
}

/* The next cell and its length. */
static inline const char *cell_step(CellWalk *walk, uint32_t *len)
{
    uint32_t at = walk->from[0] + walk->skip;
    *len = walk->from[walk->to] - at;
    walk->from += walk->step;
    return walk->base + at;
}

CellWork cell_work(Arena *arena, Arena *scratch, uint64_t seed);
/* Before a block of `rows` rows. */
void cell_room(CellWork *work, size_t rows);

/* Reads a column.  `cells` has one item per heading of the field (several only for links). */
void cell_read(CellWork *work, const FieldPlan *plan, FieldWork *field, const Cells *cells,
               Piece *piece);

/* Reads keys: cells of the key's parts in order; plans likewise.  keys[count] are the keys. */
void cell_read_keys(CellWork *work, const FieldPlan *const *plans, const Cells *cells, size_t parts,
                    KeyPool *pool, Key16 *keys);

/* Bytes from a slab, not zeroed, aligned to 16. */
void *slab_take(Arena *arena, Slab **slab, size_t bytes);
void slab_free(Arena *arena, Slab **slab);

/* ---- shared by the files cell_*.c ---- */

void cell_read_numbers(CellWork *work, const FieldPlan *plan, FieldWork *field, const Cells *cells,
                       Piece *piece);
void cell_read_links(CellWork *work, const FieldPlan *plan, FieldWork *field, const Cells *cells,
                     Piece *piece);
/* Copies the scratch reasons of a block when one of them is not 0. */
void cell_put_reasons(CellWork *work, FieldWork *field, uint32_t count, Piece *piece);
/* Notes what is wrong with cell r: `id`, or that it repeats the heading. */
void cell_fault(CellWork *work, const FieldPlan *plan, const Cells *cells, uint32_t r, DiagId id);

/* A text as its kind; false when it does not read. */
bool cell_yesno(const FieldSchema *field, Str text, uint32_t *value);
bool cell_date(const FieldSchema *field, Str text, int32_t *days);
bool cell_year(const FieldSchema *field, Str text, int32_t *year);
/* Whether a date or school year lies in the field's range. */
bool cell_within(const FieldSchema *field, int32_t value);
/* The school year that a cell of a column of `rows of the year` names. */
bool cell_year_in(YearIn how, Str text, int32_t *year);
/* Whether field lists text as missing; then *reason is why. */
bool cell_missing(const FieldPlan *plan, Str text, uint8_t *reason);

/* Which message says why text does not read as the field. */
DiagId cell_why_not(const FieldPlan *plan, Str text);
/* Whether a spreadsheet seems to have changed a code: 1.00063E+11, 2014127.0, 09-May. */
bool cell_looks_damaged(Str text);
/* The first character that does not show or looks like another, 0 when there is none; lines: line
 * ends are fine. */
uint32_t cell_odd_character(Str text, bool lines);
/* "a whole number from 80 to 120". */
Str cell_wanted(Arena *arena, const FieldSchema *field, Str parent);

#endif
