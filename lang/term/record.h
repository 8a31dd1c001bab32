/* record.h -- a record of a seal log: what was agreed, and the signatures under it.
 *
 * A record is text of lines in one order; each thing has one spelling.  What is signed is its body,
 * from the line `lustrum-seal v1` to the line `end`; signatures follow, as ssh-keygen prints them.
 * spec/seal.md shows one.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TERM_RECORD_H
#define LUSTRUM_TERM_RECORD_H

#include "term/sshsig.h"

#define RECORD_FIRST STR("lustrum-seal v1\n")
/* Namespaces of signatures: one can never stand for another. */
#define SPACE_RULES STR("lustrum-ratify@v1")
#define SPACE_KEYS STR("lustrum-keys@v1")

enum {
    RECORD_KEYS = 64,       /* keys that may sign */
    RECORD_WORDS = 400,     /* bytes of a text in quotes */
    RECORD_LOG = 64 << 20,  /* bytes of a log */
    RECORD_RECORDS = 10000, /* in a log */
};

typedef enum RecordKind { KIND_SEAL, KIND_AMENDMENT, KIND_KEYS } RecordKind;

/* A file of the sealed framework, whole; a standard module under its name in `use`. */
typedef struct SealedFile {
    Str name, text;
    Str meaning, wording; /* hashes of what it declares and of what of that is printed */
} SealedFile;

/* A measure, and a hash of all that its figures follow from. */
typedef struct SealedMeasure {
    Str name, hash;
} SealedMeasure;

/* A line `amendment a1 "Title" of m.high, t from 2027/28 article "12" because "Reason"`. */
typedef struct SealedAmendment {
    Str name, title, article, because;
    Str of; /* what it changes, joined by ", "; empty in a record that is older than this clause */
    int from;
} SealedAmendment;

/* Who may sign, and how many of them must. */
typedef struct Keyset {
    SshKey *keys;
    size_t count, threshold;
} Keyset;

typedef struct SealRecord {
    RecordKind kind;
    uint64_t seq;
    Str prev; /* hash of the whole of the record before; empty in the first */
    Str framework;
    Str agreed_by, on; /* whose decision, and the day, as the caller said */
    Str keyset;        /* hash of who may sign from now on */
    Keyset keys;       /* of the first record and of a change of keys; else none */

    /* of a seal and an amendment */
    Str title;
    int edition, term_first, term_last;
    uint64_t supersedes; /* an amendment: the seal or amendment before it */
    SealedAmendment *amendments;
    size_t amendment_count;
    Str meaning, wording;
    SealedMeasure *measures;
    size_t measure_count;
    SealedFile *files; /* the framework first */
    size_t file_count;

    Str body;        /* what is signed */
    Str *signatures; /* each whole, as it stands */
    size_t signature_count;
    Str whole, hash; /* body and signatures; their hash, which the next record calls prev */
    uint64_t line;   /* of the log, from 1, where it begins */
} SealRecord;

/* The body of a record, from all that stands above `body`. */
Str record_body(Arena *arena, const SealRecord *record);

/* Reads the record at the front of *rest, which goes on after it; *line is that of the log.  False:
 * line *line of the log is not what it must be, which is *wanted. */
bool record_read(Arena *arena, Str *rest, uint64_t *line, SealRecord *record, Str *wanted);

/* Whether text is a day that there is, as 2026-05-14. */
bool record_is_day(Str text);
/* sha256: and the hash of who may sign. */
Str keyset_hash(Arena *arena, const Keyset *keys);
/* sha256: and the hash of a text. */
Str sealed_hash(Arena *arena, Str text);
/* The block as it stands in the framework, on one line. */
Str amendment_words(Arena *arena, const SealedAmendment *amendment);
/* `from 2027/28, article 12: Fairer bands (attainment.high)`, for people. */
Str amendment_told(Arena *arena, const SealedAmendment *amendment);
/* What signatures of such a record are for. */
Str record_space(RecordKind kind);

#endif
