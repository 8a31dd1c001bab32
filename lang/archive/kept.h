/* kept.h -- a result folder read back: what its manifest says, and the files in it.
 *
 * A Kept holds a descriptor: kept_close on every road out.  Texts live in the
 * arena it was opened with.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_ARCHIVE_KEPT_H
#define LUSTRUM_ARCHIVE_KEPT_H

#include "archive/parsed.h"
#include "facade.h"
#include "result/manifest.h"

typedef struct KeptWord {
    Str word;
    uint64_t count;
} KeptWord;

/* The control total of a column: of figures where `words` is NULL. */
typedef struct KeptTotal {
    Str column;
    uint64_t numbers, others, empty;
    Str sum;
    bool is_words;
    KeptWord *words;
    size_t word_count;
} KeptTotal;

typedef struct KeptFile {
    Str name, sha256;
    uint64_t size, rows;
    bool has_rows; /* a CSV file; then: */
    Str *keys, *names;
    size_t key_count, name_count;
    KeptTotal *totals;
    size_t total_count;
} KeptFile;

typedef struct KeptRule {
    Str name, copy, sha256, meaning;
} KeptRule;

typedef struct KeptData {
    Str year;   /* of an earlier year's file, as 2024/25; empty: the year reviewed */
    Str record; /* empty: a list beside the data, as of corrections */
    Str name, sha256;
    uint64_t size, rows, kept;
    bool is_reference; /* the frozen reference that was used, or compared with */
    bool is_beside;    /* results that were published before: the folder, its manifest's hash */
} KeptData;

typedef struct Kept {
    Arena *arena;
    Str path;   /* without slashes at its end */
    Str shown;  /* the same, printable */
    int dir;    /* descriptor; -1 when not open */
    Parsed doc; /* of the manifest while it is read */
    Str framework, title, owner, year_words, mode, vintage;
    Standing standing;
    int year;                    /* first calendar year */
    uint64_t edition;            /* of the language; 0 where it is not said */
    Str meaning, wording, bytes; /* hashes of the rules */
    Str tool_version, tool_sha256;
    bool exact, spreadsheet;
    GivenTable *tables;
    size_t table_count;
    KeptRule *rules;
    size_t rule_count;
    KeptData *data;
    size_t data_count;
    const KeptData *reference; /* among the data; NULL: national figures were made */
    bool compared;             /* it was compared with, not used */
    const KeptData *beside;    /* what they are published beside; NULL: nothing */
    KeptFile *files;
    size_t file_count;
    Str manifest; /* its text */
} Kept;

/* Opens the folder and reads its manifest.  LUS_OK; LUS_CANNOT when there is no such result;
 * LUS_SEAL when its manifest cannot be read, all after a message. */
LusStatus kept_open(Kept *kept, Arena *arena, Diags *diags, const char *path);
/* What a manifest says, into a Kept that has a path and an arena; kept_open is that of the
 * folder's. */
LusStatus kept_manifest(Kept *kept, Diags *diags, Str text);
void kept_close(Kept *kept);

/* All bytes of the file `name` in the folder `dir`.  0 or an errno. */
int kept_read(Arena *arena, int dir, Str name, Str *text);
const KeptFile *kept_file(const Kept *kept, Str name);
/* 2027 of 2027/28; 0 of anything else. */
int kept_year(Str words);

/* Whether every file is there, as the manifest says, and nothing else is: LUS_OK; LUS_SEAL after a
 * message for each fault; LUS_CANNOT where one cannot be read. */
LusStatus kept_hold(const Kept *kept, Diags *diags);

/* The kept rule texts, one per rule, by the names under which the framework finds them, in arena.
 * LUS_OK, or what is to be answered after a message. */
LusStatus kept_texts(const Kept *kept, Call *call, Arena *arena, GivenText **texts);
/* The framework of the kept rule texts, compiled for the kept year, into a fresh program.  LUS_OK;
 * LUS_CANNOT when this tool finds faults in them, LUS_SEAL when they are not all there, after
 * messages that point into the program. */
LusStatus kept_compile(const Kept *kept, Call *call, LusProgram **program);

/* Says that the kept results are not as they were written: LUS_SEAL. */
LusStatus kept_broken(const Kept *kept, Call *call, Str what);

#endif
