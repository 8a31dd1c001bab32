/* write.h -- one result file as it is written: a buffer, a count, a SHA-256, and the first error.
 *
 * Every write, fsync and close is checked; after the first failure nothing more is written and
 * writer_close says so.  A Writer holds a file descriptor and a libcrypto context, which no arena
 * frees: whoever opened it closes or abandons it on every road out.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_WRITE_H
#define LUSTRUM_RESULT_WRITE_H

#include "arena.h"

typedef struct Writer {
    int fd;        /* -1 when not open */
    int error;     /* errno of the first failure; 0 when all is well */
    uint64_t size; /* bytes so far */
    char *buffer;
    size_t used;
    void *digest; /* libcrypto's EVP_MD_CTX; NULL when not open */
} Writer;

enum { WRITER_BUFFER = 1 << 18 };

/* A writer on a file just created; it owns fd from now on.  buffer has WRITER_BUFFER bytes and is
 * the writer's until it is closed. */
Writer writer_open(char *buffer, int fd);
void writer_add(Writer *writer, Str bytes);
/* Flushes, syncs and closes.  0 and the hash (64 hex digits, in arena), or the errno of the first
 * failure. */
int writer_close(Writer *writer, Arena *arena, Str *sha256);
/* Closes without flushing; for the road out after an error.  A closed writer stays closed. */
void writer_abandon(Writer *writer);

/* The SHA-256 of some bytes, as `sha256sum` prints it; empty when libcrypto has no memory. */
Str sha256_text(Arena *arena, Str bytes);
/* The same of a file, with its size.  0 or an errno. */
int sha256_file(Arena *arena, const char *path, Str *sha256, uint64_t *size);

#endif
