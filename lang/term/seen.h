/* seen.h -- what this computer remembers of seal logs, outside their folders: for each framework
 * the first record, and the last one that was seen.  A log that is older than what was seen, or
 * goes another way, is refused.
 *
 * A memory cannot know what it has not seen: on a computer that sees a framework for the first time
 * the first record is believed, so its hash is printed wherever figures are, and is published.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TERM_SEEN_H
#define LUSTRUM_TERM_SEEN_H

#include "term/chain.h"

/* Compares the log with what is remembered in folder, which is made when it is not there, and
 * remembers it.  A log kept with past results may be `older`.  False after a message. */
bool seen_check(Arena *arena, Str folder, const Chain *chain, bool older, Diags *diags);
/* The same in two steps, of which only the first asks for memory; NULL after a message, which the
 * second takes for false. */
typedef struct SeenReady SeenReady;
SeenReady *seen_ready(Arena *arena, Str folder, const Chain *chain, Diags *diags);
bool seen_now(SeenReady *ready, bool older, Diags *diags);
/* Whether a log that does not begin yet, at chain->path, may be one of the framework of that name:
 * no log of it was seen, and this one can be remembered.  False after a message. */
bool seen_free(Arena *arena, Str folder, const Chain *chain, Str framework, Diags *diags);

#endif
