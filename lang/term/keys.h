/* keys.h -- a file of the public keys that may sign: lines of .pub files.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TERM_KEYS_H
#define LUSTRUM_TERM_KEYS_H

#include "term/chain.h"

/* Reads the keys at path; how many of them must sign is not said there.  False after a message. */
bool keys_read(Arena *arena, Diags *diags, Str path, Keyset *keys);
/* The same of a text, which stands at path. */
bool keys_of(Arena *arena, Diags *diags, Str path, Str text, Keyset *keys);

#endif
