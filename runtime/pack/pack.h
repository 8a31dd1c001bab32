/* pack.h -- a pack: the tables of the years that a review reads, as they stand in memory, in one
 * file, so that the next review need not read the CSV files again.
 *
 * A pack is made of data that were read and found good, and says of each file how long it was, when
 * it was last changed and what it hashed to; whoever uses it compares (packed.h).  It also has a
 * hash of how the records are declared: what a cell means must not have changed.  Everything else
 * of the rules may.  Values that nobody may see are in it only where rules read them.
 *
 *   head       128 bytes: magic, version, byte order, where the directory is, its SHA-256
 *   arrays     one after another, each at a multiple of 64 bytes, as the machine holds them
 *   directory  years, their files, sums and tables; of each array the SHA-256 of every megabyte
 *
 * A pack is believed no more than a data file: every hash is compared, every number that says where
 * something is (an entry of a dictionary, the row of a parent, a reason) is judged, and whatever
 * does not hold is one message and no table.  spec/pack.md describes the form.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_PACK_PACK_H
#define LUSTRUM_PACK_PACK_H

#include "table/table.h"

/* ---- making one ---- */

typedef struct PackOut PackOut;

/* Begins a new file at path (it must not be there), for its owner only; NULL and an errno in *error
 * when it cannot be.  All in arena. */
PackOut *pack_begin(Arena *arena, Str path, int *error);
/* Adds the tables of a year, which job read without a fault by pack_schemas; `told` warnings
 * were. */
void pack_add(PackOut *out, const LoadJob *job, const Tables *tables, size_t told);
/* Writes the directory and syncs the file: 0, or the errno of whatever failed since pack_begin. */
int pack_end(PackOut *out);
/* Closes the file, at any time, and again. */
void pack_close_out(PackOut *out);

/* ---- reading one ---- */

/* A data file as it was when the pack was made. */
typedef struct PackedFile {
    uint32_t record; /* place of the record; NONE_PACKED: the list of corrections */
    uint64_t bytes;
    int64_t modified; /* nanoseconds since 1970 */
    Str sha256;
} PackedFile;

enum { NONE_PACKED = UINT32_MAX };

typedef struct PackedYear {
    int32_t year;
    Str declared;  /* how records were declared: declared_sha256 */
    uint64_t told; /* warnings, when it was made */
    PackedFile *files;
    size_t file_count;
    Str rest; /* of the directory */
} PackedYear;

typedef struct Pack {
    Str path;
    int fd;
    uint64_t size;
    Str sha256; /* of the directory, so of everything */
    PackedYear *years;
    size_t year_count;
} Pack;

typedef enum {
    PACK_FINE,
    PACK_UNREAD,  /* *error is why */
    PACK_NONE,    /* it is something else */
    PACK_VERSION, /* of another version, or another kind of machine */
    PACK_BROKEN   /* not as it was written */
} PackState;

/* Opens the pack and reads its directory; close it with pack_close, also after a failure. */
PackState pack_open(Arena *arena, Str path, Pack *pack, int *error);
void pack_close(Pack *pack);
/* NULL when it has no data of that year. */
const PackedYear *pack_year(const Pack *pack, int year);
/* The year's tables, for a job whose declarations are those of the year; hashes and places are
 * judged.  What does not hold, or is not there, is a message to job->diags and refused. */
Tables pack_tables(const Pack *pack, const PackedYear *year, const LoadJob *job);

/* Copies of schemas for a job that packs: every field is read whose values may be shown. */
const RecordSchema *pack_schemas(Arena *arena, const RecordSchema *schemas, size_t count);

/* The SHA-256 of all that says what a cell means: names, columns, kinds, codes, ranges, marks; not
 * where it stands in a text, and not which fields rules read. */
Str declared_sha256(Arena *arena, const RecordSchema *schemas, size_t count);

#endif
