/* list.h -- a small table beside the data that a framework names: corrections, decisions.
 *
 * It is read by the very code that reads data files, with the same strictness; what is wrong in it
 * is told as what is wrong in them is.  Whatever its cells hold is masked in messages unless its
 * owner says otherwise.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_LIST_H
#define LUSTRUM_TABLE_LIST_H

#include "table/fault.h"
#include "table/table.h"

/* A column of a list: the heading is its name. */
typedef struct ListColumn {
    Str heading;
    Kind kind;         /* KIND_TEXT, KIND_CODE, KIND_DATE or KIND_YEAR */
    bool as_it_stands; /* spaces round a text are part of it */
    const Str *codes;  /* KIND_CODE */
    size_t code_count;
    Str wanted; /* for messages: what a cell holds */
} ListColumn;

typedef struct List {
    const Atoms *atoms;
    Table table;
    FileLedger file;
    Faults faults;
    FaultLog log;
} List;

/* Reads the list `name` of the job's folder.  False: it is not there or has faults, which are told.
 */
bool list_read(List *list, const LoadJob *job, Str name, const ListFile *file,
               const ListColumn *columns, size_t count);
/* The text of a cell; empty where it is blank.  Good as long as the job's atoms. */
Str list_text(const List *list, size_t column, uint64_t row);
/* Whether a cell holds nothing. */
bool list_blank(const List *list, size_t column, uint64_t row);
/* A date or school year that is not blank. */
int64_t list_whole(const List *list, size_t column, uint64_t row);
/* The row as a spreadsheet shows it. */
uint64_t list_row(const List *list, uint64_t row);

/* Adds the columns `key`, `key 2` ... of keys of so many parts; how many columns there are then. */
size_t list_key_columns(ListColumn *columns, size_t count, size_t parts, Str wanted, Arena *arena);
/* The key of a row, its parts joined by zero bytes, KEY_SHORT bytes after it readable: of the
 * `columns` from `first` on it takes `parts`.  False: there is something in those that are left. */
bool list_key(const List *list, size_t first, size_t columns, size_t parts, uint64_t row,
              Arena *arena, Str *key);
/* The same key for people, its parts joined by " / ". */
Str list_key_words(const List *list, size_t first, size_t parts, uint64_t row, Arena *arena);

/* Notes that a cell is wrong; what it holds may be shown (masked: only what it looks like). */
void list_fault(List *list, size_t column, uint64_t row, DiagId id, Str value, bool mask);
/* The same with words for what was found. */
void list_say(List *list, size_t column, uint64_t row, DiagId id, Str words);
/* Tells what was noted; whether any of it is an error. */
bool list_report(List *list, Diags *diags);

#endif
