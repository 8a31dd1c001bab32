/* leftover.h -- NAME.part-PID: what a run writes beside NAME before it takes that name.  A run that
 * is killed leaves it behind; the next one that writes NAME removes it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_LEFTOVER_H
#define LUSTRUM_LEFTOVER_H

#include <stdbool.h>

/* Marks what fd writes as having a living maker, for as long as fd is open.  Where locks are not to
 * be had, the process number alone tells the living from the dead. */
void leftover_hold(int fd);
/* Removes NAME.part-PID of the folder `parent` where whoever made it is gone; folders or files, as
 * `remove` takes them. */
void leftovers_remove(int parent, const char *name, bool folders,
                      bool (*remove)(int parent, const char *entry));
/* The files that were to become the one at `path`. */
void leftovers_of_file(const char *path);

#endif
