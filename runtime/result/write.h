/* write.h -- one result file as it is written: a buffer, a count, a SHA-256, and the first error.
 *
 * Every write, fsync and close is checked; after the first failure nothing more is written and
 * writer_close says so.  A Writer holds a file descriptor, which no arena frees: whoever opened it
 * closes or abandons it on every road out.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_WRITE_H
#define LUSTRUM_RESULT_WRITE_H

#include "sha256.h"

typedef struct Writer {
    int fd;        /* -1 when not open */
    int error;     /* errno of the first failure; 0 when all is well */
    uint64_t size; /* bytes so far */
    char *buffer;
    size_t used;
    Sha256 sha;
} Writer;

enum { WRITER_BUFFER = 1 << 18 };

/* A writer on a file just created; it owns fd from now on.  buffer has WRITER_BUFFER bytes and is
 * the writer's until it is closed. */
void writer_open(Writer *writer, char *buffer, int fd);
void writer_add(Writer *writer, Str bytes);
/* Flushes, syncs and closes; the hash goes to digits.  0, or the errno of the first failure. */
int writer_close(Writer *writer, char digits[SHA256_DIGITS]);
/* Closes without flushing; for the road out after an error.  A closed writer stays closed. */
void writer_abandon(Writer *writer);

/* The SHA-256 of a file.  0, or the errno of what failed. */
int sha256_file(Arena *arena, const char *path, Str *sha256);
/* The same through a buffer of size bytes, for a thread without an arena. */
int sha256_read(const char *path, void *buffer, size_t size, char digits[SHA256_DIGITS]);
/* The same of a file in the folder `dir`, which is no link, and how many bytes it has. */
int sha256_read_in(int dir, const char *path, void *buffer, size_t size, char digits[SHA256_DIGITS],
                   uint64_t *bytes);

#endif
