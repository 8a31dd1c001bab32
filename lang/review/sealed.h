/* sealed.h -- where amended rules hold: the same review by the rules as they were first sealed.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_REVIEW_SEALED_H
#define LUSTRUM_REVIEW_SEALED_H

#include "review/work.h"

/* Zero before use.  Closed as a Work is: sealed_close on every road out, sealed_end after call_end.
 */
typedef struct SealedWork {
    Work work;
    bool opened;
    LusProgram *program;
} SealedWork;

/* Runs the rules first sealed on the data of a Work that has run; nothing where no amendment holds
 * in its year.  *run is what came out, or NULL.  False after messages. */
bool sealed_run(SealedWork *sealed, const Work *work, const Run **run);
void sealed_close(SealedWork *sealed);
void sealed_end(SealedWork *sealed);

#endif
