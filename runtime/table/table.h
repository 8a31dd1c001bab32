/* table.h -- the tables of a run: typed columns read from CSV files, with keys and links.
 *
 * tables_load reads every record's file, parents before children, checks every declared cell and
 * says everything that is wrong; tables_given does the same for the rows of an example.  Tables,
 * columns and ledger live in the job's arena and are read only once returned.
 *
 * What is always so:
 *   - a column's rows are the table's rows; a column that nobody needs has data NULL and count 0;
 *   - Dict entries stand in the order of the bytes of their texts, so entry numbers order as texts;
 *   - a link column is TYPE_ROW: the parent's row, or NO_ROW with a reason;
 *   - rows of a record named by another's field stand in the order of the bytes of their keys;
 *   - nothing depends on the number of threads or the size of a block.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_TABLE_H
#define LUSTRUM_TABLE_TABLE_H

#include "atom.h"
#include "column.h"
#include "pool.h"
#include "table/ledger.h"
#include "table/problem.h"
#include "table/schema.h"
#include "pace.h"

typedef struct Keys Keys; /* table/key.h */

typedef struct Table {
    const RecordSchema *schema;
    uint64_t rows;        /* fewer than NO_ROW */
    Column *columns;      /* one per field of the schema */
    Keys *keys;           /* NULL: no key, or a personal one whose texts were let go */
    uint32_t *file_row;   /* spreadsheet row of each row; NULL: row r stands at r + 2 */
    int first_link;       /* the field of the first `part of`, or -1 */
    bool ordered_by_link; /* rows are nondecreasing in the first link's row, those without last */
    bool reordered;       /* ... because they were moved (else they stand as in the file) */
} Table;

typedef struct Tables {
    Table *items;
    size_t count;
    Ledger ledger;
    size_t lacking; /* files without a row of the year, where the job says that they may be so */
    bool refused;   /* an error was reported: the tables may not be used for a review */
} Tables;

typedef struct LoadJob {
    const RecordSchema *schemas;
    size_t count;
    Str folder;          /* where files are looked for; empty: the working folder */
    const Str *paths;    /* one per schema, replacing folder and name where not empty; or NULL */
    int32_t year;        /* first calendar year of the school year read; picks renamed columns */
    const Str *reasons;  /* the names of the reasons, [0, reason_count) */
    size_t reason_count; /* at least REASON_FIRST_OWN */
    unsigned threads;    /* of reading; at least 1 */
    Pool *pool;          /* of what is done with whole columns; NULL: the caller alone */
    Pace *pace;          /* told how far reading is, and how long it took; NULL: nobody asks */
    size_t block;        /* bytes of a block of reading; 0: the usual 256 KiB */
    bool is_part;        /* the data are a part of all: a file may have its headings only */
    bool may_lack_year;  /* a file of several years need not have a row of this one */
    bool keep_personal_keys;     /* `why --personal`: table_key works for personal keys too */
    const ListFile *corrections; /* NULL: the framework names none */
    uint64_t
        place_from; /* links are put in place while files of so many bytes are read; 0: 4 MiB */
    uint64_t few_parents; /* rows are moved into order for more parents than this; 0: 262,144 */
    uint64_t seed;        /* of the key hashes */
    Atoms *atoms;
    Arena *arena;
    Diags *diags;
    Problems *problems; /* may be NULL */
} LoadJob;

/* Whether a record's file holds several years, whose rows say which they are of. */
bool reads_one_year(const RecordSchema *schema);

/* Where a record's file is: of the job only schemas, folder, paths, year and arena are asked. */
Str tables_path(const LoadJob *job, size_t record);
/* Reads every table.  What is wrong goes to diags and problems; refused says whether any of it is
 * an error.  Out of memory escapes to the arena's guard; no thread is left behind. */
Tables tables_load(const LoadJob *job);

/* The rows of one `given` block of an example. */
typedef struct GivenRows {
    uint32_t record;    /* place of the record */
    const Str *columns; /* field names, column_count of them */
    const Span *column_spans;
    size_t column_count;
    const Str *cells; /* row by row, as written, without the spaces around them */
    const Span *cell_spans;
    size_t rows;
    Span span;
} GivenRows;

/* The tables of an example: all its rows are given.  Blocks are read in order; a row belongs to
 * the nearest parent row given above it (unless its link column is given), else to one unnamed
 * parent.  A field with no column is missing with `absent` (one that the year has not, with the
 * reason that its record gives); a key with no column gets a made-up text.  Besides what files may
 * hold, a cell may be the name of a reason, and yes or no.  Uses schemas, reasons, seed, atoms,
 * arena and diags of the job. */
Tables tables_given(const LoadJob *job, const GivenRows *given, size_t count, uint8_t absent);

/* The text of part `part` of the key of `row`; empty when keys were let go. */
Str table_key(const Table *table, uint64_t row, size_t part);
/* The row whose key has these parts, or NO_ROW. */
uint32_t table_find(const Table *table, const Str *parts, size_t count);
/* Fills order[rows] with the rows in order of the bytes of their keys, part by part. */
void table_key_order(const Table *table, uint32_t *order, Arena *scratch);
/* The row as a spreadsheet shows it: the headings are row 1. */
uint64_t table_file_row(const Table *table, uint64_t row);
/* first[parent rows + 1]: children of parent p are rows first[p] .. first[p + 1] - 1 of child.
 * Only for a table that is ordered_by_link. */
void table_first_children(const Table *child, uint64_t parents, uint32_t *first);

#endif
