/* fault.h -- what is wrong with cells: noted by the reading threads, told in file order.
 *
 * Each block of a file has its own list of faults; the lists are merged in the order of the blocks,
 * so what is told does not depend on threads or blocks.  Values that may not be shown are turned
 * into what they look like before they are noted.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_FAULT_H
#define LUSTRUM_TABLE_FAULT_H

#include "table/problem.h"

enum { FAULT_VALUE = 60, FAULT_SHOWN = 3 };

typedef struct Fault {
    uint32_t record, line; /* within the block */
    uint32_t column;       /* 1 is A; 0: the whole row */
    uint16_t id;           /* DiagId */
    bool words;            /* value describes what was found and is no quotation */
    uint8_t len;
    const char *value;
} Fault;

typedef struct Faults {
    Arena *arena;
    Fault *items;
    size_t count, cap;
    Str last, last_shown; /* the cell of the fault before, where it is short, and how it is shown */
    bool has_last, last_masked;
} Faults;

/* Notes a fault at where's record, line and column.  mask: the value may not be shown. */
void fault_add(Faults *faults, Fault where, DiagId id, Str value, bool mask);
/* The same with words for a value, which live as long as the faults. */
void fault_say(Faults *faults, Fault where, DiagId id, Str words);

/* "13 characters: letters, digits". */
Str fault_mask(Arena *arena, Str value);
/* "1 row", "1,204 rows". */
Str fault_count(Arena *arena, uint64_t count, const char *one, const char *many);

/* All faults of one kind in one column. */
typedef struct FaultGroup {
    DiagId id;
    uint32_t column;
    uint64_t count;
    struct FaultFirst {
        uint64_t row, line;
        Str value; /* as it is shown, with its quotes */
    } first[FAULT_SHOWN];
} FaultGroup;

/* The faults of one file so far. */
typedef struct FaultLog {
    Arena *arena;
    const ProblemColumn *columns; /* [0] is the rows, [1] column A, ... */
    Span span;                    /* of the record */
    Problems *problems;           /* may be NULL */
    FaultGroup *groups;
    size_t group_count, group_cap, last_group;
} FaultLog;

/* Adds a block's faults, put in order of place; its first record stands at spreadsheet row `row`
 * and line `line` of the file. */
void fault_merge(FaultLog *log, Faults *faults, uint64_t row, uint64_t line);
/* Tells every group as one message, in order of first place; returns whether one is an error. */
bool fault_report(const FaultLog *log, Diags *diags);

#endif
