/* csv.h -- a block of whole records into cells.
 *
 * Two lanes give the same rows: csv_fast splits a block whose quotes stand around whole cells by
 * comparing 64 bytes at a time; csv_slow hands the block to libcsv in strict mode.  csv_split takes
 * the fast one wherever it may, and a differential test proves that they agree.  Nothing here knows
 * what a cell means.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_CSV_H
#define LUSTRUM_TABLE_CSV_H

#include "diag.h"

/* Bytes that must be readable after the last byte of every text that is split. */
enum { CSV_PAD = 64 };

/* The text of a cell that a short row does not have: no data can hold it (NUL is refused). */
#define CSV_ABSENT ((Str){ "\0\1", 2 })

/* Why splitting stopped. */
typedef enum {
    CSV_FINE,
    CSV_QUOTE_STRAY, /* a quote inside an unquoted cell */
    CSV_QUOTE_AFTER, /* more text after a closing quote */
    CSV_QUOTE_OPEN,  /* the text ended inside quotes */
    CSV_BARE_CR,     /* a carriage return with no line feed */
    CSV_CELL_LONG    /* a cell over LIMIT_FIELD */
} CsvFailure;

/* Rows of equal shape.  Cell c of row r is base[at, end[r * columns + c]), where `at` is
 * csv_row_start for c == 0 and one past the end of the cell before it for others. */
typedef struct CsvRows {
    const char *base; /* CSV_PAD bytes after the last cell are readable */
    uint32_t columns;
    uint32_t count;
    uint32_t *start; /* NULL: each row begins `gap` bytes after the last cell of the one before */
    uint32_t *end;   /* ... then end[-1] is `gap` below 0, for the first row */
    uint32_t gap;
    uint32_t *record; /* place of row r among the block's records; NULL: r */
    uint32_t *line;   /* line of row r within the block, from 0; NULL: as record */
    uint32_t *size;   /* bytes of row r in the block with its line end; NULL: see csv_row_size */
    uint32_t *cells;  /* how many cells row r had; NULL: columns */
} CsvRows;

static inline uint32_t csv_row_start(const CsvRows *rows, uint32_t r)
{
    if (rows->start) return rows->start[r];
    const uint32_t *row = rows->end + (size_t)r * rows->columns;
    return row[-1] + rows->gap;
}

/* A record that is not a row of the expected shape. */
typedef struct CsvOdd {
    uint32_t record, line;
    uint32_t cells; /* how many it has; 0 for a blank line */
    bool empty;     /* all its cells are empty */
    uint32_t size;  /* bytes with its line end */
    bool spare;     /* has more cells than columns, and all the further ones are blank */
    Str *text;      /* its cells */
} CsvOdd;

/* Buffers of one thread, kept from block to block, and what the last split gave. */
typedef struct Csv {
    Arena *arena;
    char separator;
    uint32_t columns;
    bool repeats; /* last column repeats: further cells are joined to the last one */
    bool shorts;  /* short rows: absent cells read CSV_ABSENT */
    bool spares;  /* further cells are skipped where all of them are blank */
    CsvRows rows;
    CsvOdd *odd; /* blank lines, empty rows and rows of another length, in file order */
    size_t odd_count, odd_cap;
    uint64_t records, lines;      /* of the block; every one is in rows or in odd */
    uint64_t crlf, lf;            /* record ends of each kind */
    uint64_t repeated, shortened; /* rows read thanks to `repeats`, `shorts` */
    uint64_t spared;              /* ... and to `spares` */
    bool plain;                   /* nothing but printable ASCII and line ends */
    bool fast;                    /* which lane was taken */
    CsvFailure failure; /* what stopped the splitting; rows and odd hold what came before */
    uint32_t failed_record, failed_line; /* where, within the block */
    uint32_t failed_cell;                /* place of the cell, from 0 */
    uint32_t opened_line;                /* CSV_QUOTE_*: the line on which that cell begins */
    struct CsvBuffers *buffers;
} Csv;

Csv csv_open(Arena *arena, char separator, uint32_t columns, bool repeats, bool shorts);

/* Splits text, which ends with a line feed (or, when `unfinished`, in the middle of a record).
 * CSV_PAD bytes after it must be readable.  Results are good until the next call. */
void csv_split(Csv *csv, Str text, bool unfinished);

/* The two lanes, for the differential test; csv_fast is false when it may not take the text, and
 * has then done nothing that counts. */
bool csv_fast(Csv *csv, Str text);
void csv_slow(Csv *csv, Str text, bool unfinished);

/* The cells of the first record of text (the headings); returns how many, and in *used the bytes
 * it takes with its line end.  failure says whether it could be read.  csv was opened for one
 * column, without repeats and shorts; the cells are good until its next call. */
size_t csv_heading(Csv *csv, Str text, bool unfinished, Str **cells, size_t *used);

/* Makes rows.start of rows that have none, before rows are left out. */
void csv_list_starts(Csv *csv);

/* Bytes of row r with its line end. */
uint32_t csv_row_size(const Csv *csv, uint32_t r);

/* What a sequential look at bytes finds: see csv_look. */
typedef struct CsvLook {
    bool inside; /* inside quotes at the end */
    bool nul;    /* a NUL stands at nul_at */
    size_t nul_at;
    bool found; /* a record ends; the last one just before cut */
    size_t cut;
} CsvLook;

/* Looks through text for quotes, the last line feed outside quotes and NUL, starting inside quotes
 * or not. */
CsvLook csv_look(Str text, bool inside);

#endif
