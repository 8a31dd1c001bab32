/* tree.h -- the files and folders below a folder of results: made, synced, looked through, removed.
 *
 * Everything goes by descriptors, never follows a link, allocates nothing and leaves no descriptor
 * open.  Paths are relative to the folder, with '/' between their parts.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_TREE_H
#define LUSTRUM_RESULT_TREE_H

#include "base.h"
#include "pool.h"

enum { TREE_PATH = 1024, TREE_DEPTH = 80 };

/* Makes the folders on the way to the file `path` below `dir`.  0 or an errno. */
int tree_make(int dir, const char *path);
/* Syncs every folder below `dir` and `dir` itself.  0 or an errno. */
int tree_sync(int dir);

/* Whether the caller wants no more files. */
typedef bool TreeFile(void *user, const char *path);
/* Calls `file` for all below `dir` that is no folder, and for folders without anything in them (the
 * path then ends in '/'), in no particular order, until it gives true.  0 or an errno. */
int tree_walk(int dir, TreeFile *file, void *user);

/* Removes the folder `name` in `parent` and all in it; true when it is gone.  Stops at the first
 * thing that it cannot remove. */
bool tree_remove(int parent, const char *name);
/* The files of a folder by all workers at one time, as far as nothing is in the way; tree_remove
 * comes after it.  Does nothing without a pool. */
void tree_remove_most(int parent, const char *name, Pool *pool);

#endif
