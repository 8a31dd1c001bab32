/* replace.h -- a text in the place of a file, whole or not at all.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COMMAND_REPLACE_H
#define LUSTRUM_COMMAND_REPLACE_H

#include "lustrum.h"

/* Writes the text beside the file, syncs, and puts it in the file's place, with its rights; a link
 * stays a link, and what is not there is made.  LUS_OK, or LUS_CANNOT after a message to stderr. */
LusStatus replace_file(const char *path, const char *text, size_t length);
/* The same for what a command makes: a file that is there must begin as such files do (`begins`),
 * so that neither rules nor data are lost by a slip; devices, pipes and folders of results are left
 * alone. */
LusStatus replace_output(const char *path, const char *begins, const char *text, size_t length);

#endif
