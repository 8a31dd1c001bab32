/* write.c -- see write.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/write.h"
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

enum { HASH_BYTES = 32 };

static Str hex(Arena *arena, const unsigned char *bytes, size_t count)
{
    static const char digit[] = "0123456789abcdef";
    char *text = arena_alloc(arena, 2 * count + 1, 1);
    for (size_t i = 0; i < count; i++) {
        text[2 * i] = digit[bytes[i] >> 4];
        text[2 * i + 1] = digit[bytes[i] & 15];
    }
    return (Str){ text, 2 * count };
}

static EVP_MD_CTX *digest_open(void)
{
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    if (digest && EVP_DigestInit_ex(digest, EVP_sha256(), NULL) == 1) return digest;
    EVP_MD_CTX_free(digest);
    return NULL;
}

/* The hash as text; empty on failure.  Frees the context. */
static Str digest_close(EVP_MD_CTX *digest, Arena *arena)
{
    unsigned char bytes[HASH_BYTES];
    bool good = EVP_DigestFinal_ex(digest, bytes, NULL) == 1;
    EVP_MD_CTX_free(digest);
    return good ? hex(arena, bytes, sizeof bytes) : STR_EMPTY;
}

Writer writer_open(char *buffer, int fd)
{
    Writer writer = { .fd = fd, .buffer = buffer };
    writer.digest = digest_open();
    if (!writer.digest) writer.error = ENOMEM;
    return writer;
}

static void write_all(Writer *writer, const char *at, size_t len)
{
    if (writer->error) return;
    if (EVP_DigestUpdate(writer->digest, at, len) != 1) {
        writer->error = ENOMEM;
        return;
    }
    while (len) {
        ssize_t done = write(writer->fd, at, len);
        if (done < 0) {
            if (errno == EINTR) continue;
            writer->error = errno;
            return;
        }
        at += done;
        len -= (size_t)done;
    }
}

void writer_add(Writer *writer, Str bytes)
{
    writer->size += bytes.len;
    if (bytes.len > WRITER_BUFFER - writer->used) {
        write_all(writer, writer->buffer, writer->used);
        writer->used = 0;
    }
    if (bytes.len > WRITER_BUFFER) {
        write_all(writer, bytes.at, bytes.len);
        return;
    }
    if (bytes.len) memcpy(writer->buffer + writer->used, bytes.at, bytes.len);
    writer->used += bytes.len;
}

int writer_close(Writer *writer, Arena *arena, Str *sha256)
{
    write_all(writer, writer->buffer, writer->used);
    writer->used = 0;
    if (!writer->error && fsync(writer->fd) != 0) writer->error = errno;
    if (writer->error) {
        writer_abandon(writer);
        return writer->error;
    }
    int fd = writer->fd;
    writer->fd = -1; /* close is never repeated, whatever it says */
    if (close(fd) != 0) writer->error = errno;
    EVP_MD_CTX *digest = writer->digest;
    writer->digest = NULL;
    *sha256 = digest_close(digest, arena);
    if (!writer->error && sha256->len == 0) writer->error = ENOMEM;
    return writer->error;
}

void writer_abandon(Writer *writer)
{
    if (writer->fd >= 0) close(writer->fd);
    EVP_MD_CTX_free(writer->digest);
    writer->fd = -1;
    writer->digest = NULL;
}

Str sha256_text(Arena *arena, Str bytes)
{
    EVP_MD_CTX *digest = digest_open();
    if (!digest) return STR_EMPTY;
    if (bytes.len && EVP_DigestUpdate(digest, bytes.at, bytes.len) != 1) {
        EVP_MD_CTX_free(digest);
        return STR_EMPTY;
    }
    return digest_close(digest, arena);
}

int sha256_file(Arena *arena, const char *path, Str *sha256, uint64_t *size)
{
    char *buffer = arena_alloc(arena, WRITER_BUFFER, 64);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return errno;
    EVP_MD_CTX *digest = digest_open();
    int error = digest ? 0 : ENOMEM;
    for (*size = 0; !error;) {
        ssize_t got = read(fd, buffer, WRITER_BUFFER);
        if (got == 0) break;
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) error = errno;
        if (got > 0 && EVP_DigestUpdate(digest, buffer, (size_t)got) != 1) error = ENOMEM;
        if (got > 0) *size += (uint64_t)got;
    }
    close(fd);
    if (error) {
        EVP_MD_CTX_free(digest);
        return error;
    }
    *sha256 = digest_close(digest, arena);
    return sha256->len ? 0 : ENOMEM;
}
