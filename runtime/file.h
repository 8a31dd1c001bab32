/* file.h -- one file read whole, or written whole: beside its place, synced, and then put there.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_FILE_H
#define LUSTRUM_FILE_H

#include "arena.h"

/* Reads a plain file of at most `most` bytes (EFBIG when it has more); a NUL follows the text.  0,
 * or the errno of what failed. */
int file_read(Arena *arena, Str path, size_t most, Str *text);

/* The same of a file in the folder `dir`, which is no link. */
int file_read_in(Arena *arena, int dir, Str path, size_t most, Str *text);

/* Puts text where path names, which may be new; a reader sees the old file or the new one, whole.
 * 0, or the errno of what failed: then nothing has changed. */
int file_replace(Arena *arena, Str path, Str text);

/* What errno says, in words. */
Str file_error(int error);

#endif
