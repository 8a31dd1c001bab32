/* sha256.h -- SHA-256 as `sha256sum` prints it; the arithmetic is libcrypto's.
 *
 * The state is in the caller's struct: nothing is allocated, nothing can fail, and no part of
 * libcrypto has to be set up first (its version 3.0 does not survive running out of memory there).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_SHA256_H
#define LUSTRUM_SHA256_H

#include "arena.h"

typedef struct Sha256 {
    _Alignas(16) unsigned char state[128]; /* libcrypto's SHA256_CTX */
} Sha256;

enum { SHA256_DIGITS = 64 };

void sha256_open(Sha256 *sha);
void sha256_add(Sha256 *sha, const void *bytes, size_t len);
/* Writes the 64 hexadecimal digits; no NUL follows. */
void sha256_close(Sha256 *sha, char digits[SHA256_DIGITS]);
/* The hash of some bytes, in arena. */
Str sha256_text(Arena *arena, Str bytes);

#endif
