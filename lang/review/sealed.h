/* sealed.h -- where amended rules hold: the same review by the rules as they were first sealed.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_REVIEW_SEALED_H
#define LUSTRUM_REVIEW_SEALED_H

#include "review/work.h"

/* Zero before use, but for extend and see.  Closed as a Work is: sealed_close on every road out,
 * sealed_end after call_end. */
typedef struct SealedWork {
    Work work;
    bool opened;
    LusProgram *program;
    const Extend *extend; /* as of a Work */
    const HistorySee *see;
} SealedWork;

/* Runs the rules first sealed on the data of a Work that has run; nothing where no amendment holds
 * in its year.  *run is what came out, or NULL.  False after messages. */
bool sealed_run(SealedWork *sealed, const Work *work, const Run **run);
/* The same of any record of the log, in two steps. */
bool sealed_compile(SealedWork *sealed, const Work *work, const struct SealRecord *record);
bool sealed_run_of(SealedWork *sealed, const Work *work, const struct SealRecord *record);
void sealed_close(SealedWork *sealed);
void sealed_end(SealedWork *sealed);

#endif
