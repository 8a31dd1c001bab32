/* replace.h -- a text in the place of a file, whole or not at all.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COMMAND_REPLACE_H
#define LUSTRUM_COMMAND_REPLACE_H

#include "lustrum.h"

/* Writes the text beside the file, syncs, and puts it in the file's place, with its rights; a link
 * stays a link, and what is not there is made.  LUS_OK, or LUS_CANNOT after a message to stderr. */
LusStatus replace_file(const char *path, const char *text, size_t length);

#endif
