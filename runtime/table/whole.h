/* whole.h -- what is said of a data file as a whole: that it could not be opened, or read to its
 * end. SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_WHOLE_H
#define LUSTRUM_TABLE_WHOLE_H

#include "table/reader.h"

typedef struct WholeFile {
    Diags *diags;
    Span span; /* of the record that is read from it */
    Str file;  /* as the user named it */
} WholeFile;

/* A message about the file, or about a row of it (1 is the headings, 0 none). */
Diag *whole_tell(const WholeFile *whole, DiagId id, uint64_t row, Str a, Str b);
/* Why it could not be opened or read, by errno.  or_else: what else could be done where it is not
 * there.  Out of memory escapes. */
void whole_not_opened(const WholeFile *whole, int error, Str or_else);
/* Why reading stopped, other than by FEED_READ; line is the one on which what follows the last
 * block begins. */
void whole_feed(const WholeFile *whole, const Feed *feed, uint64_t line);
/* Why a part could not be split to its end. */
void whole_failed_part(const WholeFile *whole, const Reader *reader);

#endif
