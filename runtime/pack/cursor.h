/* cursor.h -- the directory of a pack read from front to back.  What it does not have reads as 0 or
 * nothing and sets `bad`, which is asked once at the end.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_PACK_CURSOR_H
#define LUSTRUM_PACK_CURSOR_H

#include "pack/form.h"
#include "str.h"

typedef struct Cursor {
    const char *at;
    size_t left;
    bool bad;
} Cursor;

const char *cursor_bytes(Cursor *in, uint64_t len);
uint64_t cursor_u64(Cursor *in);
/* Borrowed from the directory. */
Str cursor_str(Cursor *in);
/* A count of items of at least `least` bytes each, so never more than the directory can hold. */
size_t cursor_count(Cursor *in, size_t least);
bool cursor_flag(Cursor *in);

/* Reads exactly len bytes; false at the end of the file (*error 0), or for an errno. */
bool pack_read_at(int fd, void *to, size_t len, uint64_t offset, int *error);

#endif
