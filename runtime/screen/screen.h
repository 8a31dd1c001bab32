/* screen.h -- what is in data files before any rule says what should be: columns, their shapes,
 * which tell rows apart, and which stand in a key of another file.
 *
 * A file is read once, block by block, and nothing of a row is kept but hashes; a file that may be
 * linked to another is read once more.  What is counted here is everything: what of it may be shown
 * is lang/screen's business.  No count depends on the seed of the hashes.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_SCREEN_H
#define LUSTRUM_SCREEN_H

#include "table/reader.h"

enum {
    SCREEN_CODES = 40,     /* different values of a column that are counted one by one */
    SCREEN_CODE_LONG = 40, /* bytes of one */
    SCREEN_BARS = 32,
    SCREEN_YEARS = 5,           /* ways to write a school year */
    SCREEN_HASHES = 1 << 26,    /* hashes kept at once, of all files: 16 bytes each */
    SCREEN_NEARLY = 20,         /* one value in so many may stand twice, or without a parent */
    SCREEN_FIRST_JUDGED = 1000, /* rows after which a pair of columns is given up */
};

/* Numbers are counted in millionths; more digits behind the point are cut off. */
#define SCREEN_ONE 1000000

/* What one cell looks like. */
typedef enum {
    SHAPE_WHOLE,
    SHAPE_DECIMAL,
    SHAPE_PERCENT, /* a number and % */
    SHAPE_DIGITS,  /* more digits than a quantity has: 13 or more */
    SHAPE_DATE,
    SHAPE_YEAR, /* a school year with two years in it; without a mark between them SHAPE_WHOLE */
    SHAPE_TEXT,
    SHAPES
} Shape;

typedef struct ScreenValue {
    Str text;
    uint64_t count;
} ScreenValue;

/* Different texts, as long as they are few. */
typedef struct ScreenValues {
    ScreenValue item[SCREEN_CODES];
    uint32_t count;
    bool many; /* there are more, or long ones: the list says nothing */
} ScreenValues;

/* How often numbers stand in [place * width, (place + 1) * width), by place from `first` on. */
typedef struct ScreenBars {
    int64_t width; /* 1, 2, 10, 20, 100 ... millionths: the least for which SCREEN_BARS will do */
    int64_t first;
    uint32_t used;
    uint64_t count[SCREEN_BARS];
} ScreenBars;

/* A set of 128-bit hashes. */
typedef struct Hash {
    uint64_t a, b; /* never both 0 */
} Hash;

typedef struct HashSet {
    Hash *slot;
    uint64_t mask; /* slots - 1 */
    uint64_t count;
    uint64_t again;       /* put in when it was there */
    uint64_t first_again; /* the row of the first */
    bool given_up;        /* it is no longer counted */
    bool full;            /* ... because too many were kept */
} HashSet;

typedef struct ScreenColumn {
    Str heading;  /* or its letters in brackets */
    bool unnamed; /* ... because it has none */
    uint64_t blank;
    uint64_t shape[SHAPES];
    uint64_t zeros;       /* whole numbers with a nought in front: 007 */
    uint64_t day_digits;  /* whole numbers that are days: 20260831 */
    uint64_t year_digits; /* ... that are school years: 202627 */
    uint64_t calendar;    /* ... from 1900 to 2099 */
    uint64_t upn;         /* a letter and 12 letters or digits */
    uint64_t padded;      /* spaces around it */
    uint64_t hidden;      /* has a character that does not show, or looks like a space */
    uint64_t total;       /* a word such as Total, All, England */
    uint32_t places;      /* the most digits behind a point */
    uint32_t date_forms;  /* those that every date so far fits: bits of screen_date_samples */
    uint32_t year_forms;  /* of school years with two years: bits of screen_year_samples */
    int32_t first_year, last_year; /* of dates, and of school years */
    int64_t most;                  /* of numbers, in millionths */
    ScreenBars bars;
    ScreenValues values; /* of all cells that are not blank */
    ScreenValues marks;  /* of those of SHAPE_TEXT */
    HashSet set;         /* of cells that are not blank */
} ScreenColumn;

typedef struct ScreenFile {
    Str path, sha256;
    Encoding encoding;
    bool bom, final_newline;
    char separator;
    uint64_t bytes, crlf, lf;
    uint64_t rows, blank_lines, empty_rows;
    uint64_t total_rows; /* rows with a word of totals in some cell */
    bool no_headings;    /* the first row looks like data */
    ScreenColumn *columns;
    uint32_t column_count;
    HashSet whole; /* of whole rows */
} ScreenFile;

/* Nearly every value of one column stands in a column of another file that tells its rows apart. */
typedef struct ScreenLink {
    uint32_t file, column, to_file, to_column;
    uint64_t values, unmatched; /* cells that are not blank; those without a row there */
    bool given_up;
} ScreenLink;

typedef struct Screen {
    Arena *arena; /* of all that is found; big blocks are given back by screen_close */
    Diags *diags;
    uint64_t seed;
    size_t block; /* bytes read at once; 0: the usual */
    ScreenFile *files;
    size_t count;
    ScreenLink *links;
    size_t link_count, link_cap;
    uint64_t hashes; /* slots of all sets */
    Reader *open;    /* a file that is being read; or NULL */
} Screen;

/* Reads the files, whose paths are filled in.  Faults are told; a file with one has no columns. */
void screen_read(Screen *screen);
/* Closes what an escape may have left open. */
void screen_close(Screen *screen);

/* Whether every row has a value of its own in the column; and whether all but a few have. */
bool screen_is_key(const ScreenFile *file, const ScreenColumn *column);
bool screen_is_nearly_key(const ScreenFile *file, const ScreenColumn *column);

/* The samples of dates (`written as`) and of school years, by bit. */
extern const Str screen_date_samples[];
extern const Str screen_year_samples[SCREEN_YEARS];
size_t screen_date_sample_count(void);

/* ---- shared by the files here ---- */

/* The forms of dates, made once. */
typedef struct ScreenForms {
    DateForm *dates;
    YearForm years[SCREEN_YEARS];
} ScreenForms;
ScreenForms screen_forms(Arena *arena);

/* Adds a cell that is not blank; 16 bytes after it are readable.  plain: nothing but ASCII. */
void screen_cell(ScreenColumn *column, const ScreenForms *forms, Arena *arena, Str cell,
                 bool plain);
/* Whether a text is what rows of totals are called by. */
bool screen_is_total(Str text);
void bars_add(ScreenBars *bars, int64_t value);
/* Bars twice, or five times, as wide. */
void bars_widen(ScreenBars *bars);

Hash hash_of(Str cell, uint64_t seed);
/* That of a row whose cells so far had `row`. */
Hash hash_row(Hash row, Hash cell, uint64_t seed);
/* Puts one in; false when it was there, or nothing is counted any more. */
bool hash_put(Screen *screen, HashSet *set, Hash hash, uint64_t row);
bool hash_has(const HashSet *set, Hash hash);
void hash_give_up(Screen *screen, HashSet *set);

void screen_links(Screen *screen);
/* Reads a file in its encoding and shows its blocks; false after messages.  Again of a pipe it is
 * not done: false, without a message. */
typedef struct ScreenPass {
    Screen *screen;
    ScreenFile *file;
    bool again;
    uint64_t row; /* of the file, before the next block */
    void (*rows)(struct ScreenPass *pass, const Csv *csv);
    ScreenForms forms;
} ScreenPass;
bool screen_pass(ScreenPass *pass);
Str screen_cell_at(const CsvRows *rows, uint32_t r, uint32_t c);

#endif
