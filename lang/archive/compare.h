/* compare.h -- two kept results side by side: what moved, and by what.
 *
 *   compare.c       the order of things, and which cause moved a cell
 *   compare_rules.c clauses of the rules that changed
 *   changed.c       rows of the raw data that differ
 *   compare_text.c  told as text
 *   compare_json.c  told as JSON
 *   compare_html.c  told as a page
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_ARCHIVE_COMPARE_H
#define LUSTRUM_ARCHIVE_COMPARE_H

#include "archive/moves.h"
#include "archive/rerun.h"

enum { BEFORE, AFTER, SIDES };

/* What can move a figure, as bits. */
typedef enum {
    BY_DATA = 1,
    BY_RULES = 2,
    BY_TOOL = 4,
    BY_REFERENCE = 8,
    BY_YEAR = 16,     /* of two years: their data, and what the rules say of each */
    BY_STANDING = 32, /* a draft, a study, official: it stands in a column of its own */
    BY_NOTHING = 0
} By;

/* A file of data that is not the same on both sides. */
typedef struct OtherFile {
    Str year, record, name; /* of the side that has it, the later one first */
    bool came, went;
} OtherFile;

/* Cells of one kind of one row that are not the same on both sides; of people only the places. */
typedef struct ChangedCell {
    Str field, before, after; /* texts empty where the row is a person's or the field personal */
} ChangedCell;

typedef struct ChangedRow {
    Str key;              /* empty of a person's row */
    uint64_t rows[SIDES]; /* as a spreadsheet shows them; 0: it is not there */
    ChangedCell *cells;
    size_t cell_count;
} ChangedRow;

typedef struct ChangedRecord {
    Str record;
    bool keyed; /* rows can be matched; else only how many there are is told */
    bool guarded;
    uint64_t rows[SIDES], came, went, changed;
    ChangedRow *items;
    size_t count, cap;
} ChangedRecord;

/* A change of the rules, in a sentence. */
typedef struct Clause {
    Str declaration, part, sentence;
} Clause;

typedef struct Compare {
    Call call;
    const LusComparison *asked;
    Kept kept[SIDES];
    Rerun run[SIDES], cross; /* cross: the rules after on the data before */
    LusResult *result;
    bool unread; /* a file of a side could not be read, which was told */
    OtherFile *files;
    size_t file_count;
    bool data, reference, meaning, wording, tool, year, standing; /* differ */
    LusProgram *judged[SIDES];                                    /* of the kept rules of each */
    LusProgram *rules; /* the texts of both, where clauses were compared */
    Clause *clauses;
    size_t clause_count;
    Moves moves;
    uint8_t *by; /* of each move: bits of By, where known */
    bool split;  /* `by` was worked out; else it is what is possible */
    ChangedRecord *records;
    size_t record_count;
} Compare;

/* Fills clauses, where the meaning differs; false after messages. */
bool compare_rules(Compare *compare);
/* Fills records: both sides were read. */
void changed_rows(Compare *compare);
/* Bits of all that could have moved a figure. */
unsigned compare_possible(const Compare *compare);
Str compare_text(Compare *compare);
Str compare_json(Compare *compare);
Str compare_html(Compare *compare);
/* "data", "rules and data", ...; of nothing "nothing that was recorded". */
Str compare_by(Arena *arena, unsigned by);
/* By what move i is, or that it is not known. */
Str compare_by_words(Arena *arena, const Compare *compare, size_t i);

#endif
