/* sha256.c -- see sha256.h.
 * SPDX-License-Identifier: Apache-2.0 */
/* The functions below are called old-fashioned by libcrypto 3; they are the ones without memory. */
#define OPENSSL_API_COMPAT 0x10100000L
#include "sha256.h"
#include <openssl/sha.h>

_Static_assert(sizeof(SHA256_CTX) <= sizeof(Sha256), "Sha256 has room for libcrypto's state");

static SHA256_CTX *context(Sha256 *sha)
{
    return (SHA256_CTX *)(void *)sha->state;
}

void sha256_open(Sha256 *sha)
{
    SHA256_Init(context(sha));
}

void sha256_add(Sha256 *sha, const void *bytes, size_t len)
{
    if (len) SHA256_Update(context(sha), bytes, len);
}

void sha256_close(Sha256 *sha, char digits[SHA256_DIGITS])
{
    static const char digit[] = "0123456789abcdef";
    unsigned char bytes[SHA256_DIGEST_LENGTH];
    SHA256_Final(bytes, context(sha));
    for (size_t i = 0; i < sizeof bytes; i++) {
        digits[2 * i] = digit[bytes[i] >> 4];
        digits[2 * i + 1] = digit[bytes[i] & 15];
    }
}

Str sha256_text(Arena *arena, Str bytes)
{
    char *digits = arena_alloc(arena, SHA256_DIGITS + 1, 1);
    Sha256 sha;
    sha256_open(&sha);
    sha256_add(&sha, bytes.at, bytes.len);
    sha256_close(&sha, digits);
    return (Str){ digits, SHA256_DIGITS };
}
