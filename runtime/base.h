/* base.h -- the few names every file of Lustrum uses: text slices, sizes, checked arithmetic.
 *
 * Nothing here allocates.  Str borrows: it never owns its bytes and need not end in NUL.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_BASE_H
#define LUSTRUM_BASE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef __int128 i128;
typedef unsigned __int128 u128;

/* A slice of text: len bytes starting at `at`. */
typedef struct Str {
    const char *at; /* first byte; may be NULL when len is 0 */
    size_t len;     /* bytes */
} Str;

#define STR(literal) ((Str){ "" literal, sizeof(literal) - 1 })
#define STR_EMPTY ((Str){ "", 0 })
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define STR_FMT "%.*s"
#define STR_ARG(s) ((int)(s).len), ((s).at ? (s).at : "")

static inline bool str_eq(Str a, Str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* Order by bytes; a prefix comes first.  <0, 0 or >0. */
static inline int str_compare(Str a, Str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n ? memcmp(a.at, b.at, n) : 0;
    if (order) return order;
    return (a.len > b.len) - (a.len < b.len);
}

static inline Str str_slice(Str s, size_t start, size_t end)
{
    assert(start <= end && end <= s.len);
    return (Str){ s.at + start, end - start };
}

#endif
