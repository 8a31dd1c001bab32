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
 * A new one is its owner's alone, one that was there keeps its rights.
 * 0, or the errno of what failed: then nothing has changed. */
int file_replace(Arena *arena, Str path, Str text);

/* Makes a file in the folder `dir` that was not there, and is no link: for its owner only, open for
 * writing, not handed to other programs.  Every file that has a name is made here.  -1 and errno
 * when it cannot be made. */
int file_create(int dir, const char *name);

/* Writes all of the text; 0, or an errno. */
int file_write(int fd, Str text);

/* What errno says, in words: of a file that is read, and of anything else. */
Str file_error(int error);
Str file_error_plain(int error);
/* What can be done about it by whoever wanted something written; empty where that is not known. */
Str file_mend(int error);

#endif
