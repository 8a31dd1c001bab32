/* reader.h -- one file read by several threads into pieces of columns.
 *
 * Every thread takes turns at reading the next block; who read it splits and reads its cells; who
 * is free hashes the next block.  Parts hang together in file order.  Only the calling thread
 * touches the log of faults.  What pieces hold lives in the threads' arenas until reader_close.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_READER_H
#define LUSTRUM_TABLE_READER_H

#include "table/cell.h"
#include "table/csv.h"
#include "table/feed.h"
#include "pool.h"
#include "pace.h"
#include <pthread.h>

enum { READER_THREADS = 64, READER_BLOCK = 256 << 10, READER_PARTS = 16 };

typedef struct Fixes Fixes; /* table/fix.h */
typedef struct Fixed Fixed;

/* What the threads need to know of a file. */
typedef struct FilePlan {
    const RecordSchema *schema;
    uint32_t columns;             /* of the file */
    FieldPlan *fields;            /* one per field of the schema */
    const FieldPlan **keys;       /* the parts of the key; NULL when keys are not wanted */
    const uint32_t *where_column; /* one per schema->where */
    int32_t year;                 /* the first calendar year of the school year that is read */
    uint64_t first_line;          /* the line after the headings */
    const Fixes *fixes;           /* corrections of its rows, which have keys; or NULL */
    void (*look)(void *arg, const Csv *csv); /* is shown the rows of each block; or NULL.  Not to be
                                                called by several threads at once: with one only */
    void *look_arg;
} FilePlan;

/* Ways to be set aside: one per schema->where, then these two. */
static inline size_t aside_blank(const FilePlan *plan)
{
    return plan->schema->where_count;
}

static inline size_t aside_empty(const FilePlan *plan)
{
    return plan->schema->where_count + 1;
}

/* What came of a block. */
typedef struct Part {
    struct Part *next;
    unsigned thread;
    bool done;
    bool counted, placed;    /* rows is known; first_row is */
    uint64_t first_row;      /* of the table, where rows are put in their places (place.c) */
    uint32_t rows;           /* of the table */
    uint32_t kept;           /* records kept: as many, but where cells are lists */
    uint64_t records, lines; /* of the block */
    uint64_t crlf, lf;
    uint64_t kept_bytes, aside_bytes;
    uint64_t *aside;  /* rows by way of being set aside */
    bool last_aside;  /* the last record is one of them */
    Piece *pieces;    /* one per field */
    Key16 *keys;      /* one per row, or NULL */
    uint32_t *record; /* of each row among the block's records; NULL: 0, 1, 2 ... */
    Fixed *fixed;     /* what corrections met, in order of rows */
    size_t fixed_count, fixed_cap;
    Arena fault_arena;
    Faults faults;
    CsvFailure failure;
    uint32_t failed_line, opened_line;
} Part;

/* The rows that are made of kept ones where a row is made for each item of a list: of which kept
 * row, the item in its text, and for messages the place and line of that row. */
typedef struct Items {
    uint32_t *row, *at, *len, *record, *line;
    uint32_t count;
    size_t cap;
} Items;

/* What was agreed for a cell of the block. */
typedef struct Mend {
    uint32_t row, column;
    Str agreed;
} Mend;

typedef struct Mended {
    char *at;
    size_t cap;
} Mended;

typedef struct Worker {
    Guard guard;
    Arena arena, scratch;
    struct Reader *reader;
    unsigned number;
    pthread_t thread;
    bool started, locked; /* locked: holds the reader's lock */
    Why why;
    Csv csv;
    CellWork cells;
    FieldWork *fields;
    KeyPool pool; /* texts of long keys */
    Slab *key_slab, *record_slab;
    uint32_t **from, **to; /* cells of a column that do not stand in its rows; one pair for each
                              part of a key */
    size_t pairs, row_room, pair_room;
    Items items;
    Mend *mends; /* of the block, in order of rows */
    size_t mend_count, mend_cap;
    Mended *mended;          /* a column's cells with them; one for each pair */
    uint32_t *record, *line; /* of kept rows */
    char *decoded;
    size_t decoded_cap;
    uint64_t repeated, shortened, spared, converted; /* read thanks to a leniency */
    uint64_t busy[TASKS];                            /* nanoseconds, where they are asked for */
} Worker;

/* A block and where it stands; all but the block itself is under the reader's lock. */
typedef struct Slot {
    Block block;
    uint64_t number;
    bool split, hashed; /* both: it may be filled again */
} Slot;

typedef struct Reader {
    Arena *arena;  /* of the calling thread */
    Arena scratch; /* likewise; freed with the reader */
    const FilePlan *plan;
    Pace *pace;     /* NULL: nobody asks */
    FileTime *time; /* NULL: nor how long it takes */
    Feed feed;
    Arena feed_arena;
    FaultLog *log;
    uint64_t seed;
    unsigned threads;
    Worker *workers[READER_THREADS];
    pthread_mutex_t lock;
    pthread_cond_t change;
    bool reading, hashing; /* somebody is */
    bool over;             /* no more blocks will be read */
    atomic_bool refused;   /* by a fault: cell.h */
    size_t untold;         /* faults of parts that are done and not yet in the log */
    bool stop;             /* a thread ran out of memory */
    Slot *slots;
    unsigned slot_count;
    uint64_t read, hashed; /* blocks */
    Part *first, *last;    /* in file order */
    Part *merged;          /* the last part whose faults are in the log */
    uint64_t row, line;    /* where the part after it begins in the file */
    Pool *pool;            /* stitch.c: who puts the parts together */
    const Part **parts;    /* all of them, in file order */
    uint64_t *part_row;    /* the row of the table with which each begins */
    size_t part_count;
    uint32_t **place;    /* per field: its column, where that stands while it is read; or NULL */
    uint64_t place_rows; /* that it has room for */
    uint64_t place_from; /* bytes of a file from which there is such a column; 0: never */
    Part *last_placed;   /* the last part whose first_row is known */
    Part *failed;        /* the first part that could not be split to its end */
} Reader;

/* A reader of path, whose first block is read; 0, or an errno.  plan may be filled in later. */
int reader_open(Reader *reader, Arena *arena, Str path, size_t step, uint64_t seed);
/* Reads all blocks.  The first block's records begin at slots[0].block.from.  Out of memory of any
 * thread escapes to the arena's guard when all threads have ended. */
void reader_run(Reader *reader, const FilePlan *plan, FaultLog *log, unsigned threads);
/* Frees everything but what lives in the caller's arena; safe at any time after reader_open. */
void reader_close(Reader *reader);
/* The reader's lock, for one of its threads: where that escapes, the lock is given back. */
void reader_lock(Worker *worker);
void reader_unlock(Worker *worker);

/* ---- part.c ---- */

/* Splits a block and reads its cells. */
void part_read(Worker *worker, const Block *block, Part *part);
/* The cell of a row of the part being read. */
Str part_cell(const Worker *worker, uint32_t row, uint32_t column);
/* text in UTF-8: the same, or (encoding cp1252) a copy; *odd tells that a byte has no meaning. */
Str part_decode(Worker *worker, Str text, bool *odd);
/* "C9 would be É in Windows-1252": the first byte of text that is no UTF-8; empty when all is. */
Str part_bad_byte(Arena *arena, Str text);

/* ---- place.c ---- */

/* The rows of the part being read are known now: gives links their places in the table, where they
 * have some.  Waits until the parts before it have as many said. */
void place_rows(Worker *worker, Part *part, size_t bytes);
/* Where the link's rows go; NULL: into the part's own memory. */
uint32_t *place_for(const Reader *reader, const Part *part, size_t field);

/* ---- how long, where that is asked: task_end(worker, task, task_begin(worker)) ---- */

static inline uint64_t task_begin(const Worker *worker)
{
    return worker->reader->time ? pace_now() : 0;
}

static inline void task_end(Worker *worker, Task task, uint64_t begun)
{
    if (begun) worker->busy[task] += pace_now() - begun;
}

#endif
