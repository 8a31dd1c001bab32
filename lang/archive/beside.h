/* beside.h -- results that were published before, beside which others are: what their readers know.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_ARCHIVE_BESIDE_H
#define LUSTRUM_ARCHIVE_BESIDE_H

#include "archive/kept.h"

/* Opens the results of the folder `path`, which must be as they were written, of that year and of
 * rules of that meaning, and reads what they published.  NULL after a message, with the call's
 * status set.  The caller closes `kept` on every road out. */
const Known *beside_read(Kept *kept, Call *call, const char *path, int year, Str meaning);

#endif
