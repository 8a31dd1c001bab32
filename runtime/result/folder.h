/* folder.h -- the result folder: a reader sees the old set or the new set, whole, never a mixture.
 *
 * OUT is written as OUT.part-PID beside it.  When every file and the folder are synced, the two
 * change places in one system call (or the new one takes the free name), and the old set is
 * removed.  OUT must be absent or hold a Lustrum manifest that lists all it holds.  A Folder keeps
 * descriptors: folder_abandon on every road out, also after folder_finish.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_FOLDER_H
#define LUSTRUM_RESULT_FOLDER_H

#include "diag.h"
#include "pool.h"
#include "result/total.h"
#include "result/write.h"
#include <sys/types.h>

/* What a folder that Lustrum writes is known by: a manifest, how it begins, and the list in it of
 * all other files of the folder. */
typedef struct FolderKind {
    const char *manifest, *start, *list;
} FolderKind;

typedef struct OutFile {
    Str name;
    uint64_t size, rows; /* rows: after the headings; 0 for JSON */
    bool has_rows;
    Str sha256;
    Totals *totals; /* of a CSV file; NULL: there are none */
    bool rules;     /* a copy of a rule text, not a result */
} OutFile;

typedef struct Folder {
    Arena *arena; /* holds the texts; must outlive the Folder */
    const FolderKind *kind;
    Str out; /* as the user named it, without slashes at its end */
    const char *name, *part;
    int parent, fd; /* descriptors of the folder that holds OUT, and of OUT.part-PID; or -1 */
    bool exists;    /* OUT was there when looked at: */
    dev_t device;
    ino_t inode;
    Pool *pool;    /* that removes the old set; NULL: the caller alone */
    char *buffer;  /* of each writer in turn */
    Writer writer; /* of the file being written */
    OutFile *files;
    size_t count, cap;
    bool failed; /* then: */
    DiagId fault;
    Str args[3]; /* of the message */
    Str mend;    /* what it says to do; empty: what its kind says */
} Folder;

/* The first bytes of every manifest: how a Lustrum result folder is known. */
#define MANIFEST_NAME "manifest.json"
#define MANIFEST_START "{\n  \"schema\": \"lustrum/manifest@1\""

/* Looks at OUT without changing anything: is it absent or ours, and apart from what is read?
 * `folders` are data folders, in which nothing may be written; `inputs` are files that OUT may not
 * hold.  False: folder->fault says why. */
bool folder_look(Folder *folder, Arena *arena, Str out, const Str *folders, size_t folder_count,
                 const Str *inputs, size_t input_count);
/* The same of another kind of folder than one of results. */
bool folder_look_as(Folder *folder, Arena *arena, const FolderKind *kind, Str out,
                    const Str *folders, size_t folder_count, const Str *inputs, size_t input_count);
/* Removes what dead runs left and makes OUT.part-PID, empty. */
bool folder_begin(Folder *folder);
/* Opens a new file in it, or in a folder of it (rules/secondary.lustrum); the writer to fill, or
 * NULL. */
Writer *folder_file(Folder *folder, Str name);
/* Syncs and closes that file and notes its size and hash; has_rows false for what has no rows. */
bool folder_file_done(Folder *folder, bool has_rows, uint64_t rows);
/* Puts the new set in OUT's place.  False: OUT is as it was. */
bool folder_finish(Folder *folder);
/* Closes everything and removes OUT.part-PID if it is there.  Allocates nothing; may be called
 * twice. */
void folder_abandon(Folder *folder);

/* OUT.problems.csv beside OUT: its path, for the message (in arena). */
Str folder_problems_path(Arena *arena, Str out);

#endif
