/* feed.h -- a data file, read once from front to back in blocks of whole records.
 *
 * Files are read with read(), so pipes work and a file that shrinks is no crash; every byte that is
 * split is the byte that was hashed.  One thread at a time may be in feed_next and one in
 * feed_hash; blocks are the caller's to hand round.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_FEED_H
#define LUSTRUM_TABLE_FEED_H

#include "diag.h"
#include "sha256.h"
#include <sys/stat.h>

/* Bytes that the first block has at least, if the file does: any signature that heading.c knows
 * fits. */
enum { FEED_FIRST_LOOK = 64 };

/* Why reading stopped before the end. */
typedef enum {
    FEED_FINE,
    FEED_READ,   /* read failed: see error */
    FEED_NUL,    /* a zero byte at failed_at */
    FEED_LONG,   /* a record over LIMIT_RECORD begins after the last block */
    FEED_CTRL_Z, /* the file ends in one */
    FEED_CHANGED /* size or time are not what they were */
} FeedFailure;

typedef struct Block {
    char *data; /* CSV_PAD bytes after cap are readable */
    size_t cap;
    size_t carried;    /* bytes at the start that were read with the block before */
    size_t filled;     /* bytes read into it, with those */
    size_t len;        /* bytes of whole records; may be one more than filled: see made_newline */
    size_t from;       /* where the records begin (the first block: after the headings) */
    uint64_t number;   /* 0, 1, ... */
    bool unfinished;   /* the last record has no end: an open quote or a bare carriage return */
    bool made_newline; /* the file has no final line feed, so one was put at the end */
} Block;

typedef struct Feed {
    Arena *arena; /* blocks and the tail; its guard is that of the thread in feed_next */
    int fd;
    struct stat before;
    Sha256 sha256; /* of the bytes so far */
    size_t step;   /* bytes to read for a block */
    char *tail;    /* what follows the last whole record */
    size_t tail_len, tail_cap;
    bool inside;     /* inside quotes at the end of the tail */
    bool ended;      /* nothing more will come */
    uint64_t bytes;  /* read so far */
    uint64_t blocks; /* given so far */
    FeedFailure failure;
    int error;             /* errno of FEED_READ */
    uint64_t failed_at;    /* byte of the file */
    uint64_t failed_lines; /* line feeds between the end of the last block and that byte */
    bool failed_inside;    /* FEED_LONG: the record is inside quotes */
} Feed;

/* Opens path.  0, or the errno; EISDIR for a folder. */
int feed_open(Feed *feed, Arena *arena, Str path, size_t step);
/* Fills block with the next whole records; false when there are none (ended is then set).  guard is
 * the calling thread's. */
bool feed_next(Feed *feed, Block *block, Guard *guard);
/* Hashes what was read into block; blocks come in order. */
void feed_hash(Feed *feed, const Block *block);
/* After the end: the hash of all bytes as 64 hex digits. */
Str feed_sha256(Feed *feed, Arena *arena);
void feed_close(Feed *feed);

#endif
