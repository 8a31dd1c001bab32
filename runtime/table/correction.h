/* correction.h -- corrections from "corrections.csv": what was agreed to be wrong in the data, and
 * what stands there instead while they are read.
 *
 * The files themselves are never changed.  A correction is made only where the cell holds exactly
 * the text that was agreed about; whatever else one could mean is refused, so each of them is used,
 * is of another year, or stops the run.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_CORRECTION_H
#define LUSTRUM_TABLE_CORRECTION_H

#include "table/fix.h"
#include "table/load.h"

/* Reads the list that the job names.  NULL when it cannot be read, which is told. */
Corrections *corrections_read(const Loader *loader);
/* The corrections of a file whose columns are known; NULL when it has none.  What cannot be
 * corrected, or not to this, is noted. */
const Fixes *corrections_plan(Corrections *corrections, Loader *loader, size_t record,
                              const FilePlan *plan);
/* Notes what became of those of a file that was read whole. */
void corrections_judge(Corrections *corrections, const Loader *loader, const Reader *reader,
                       size_t record);
/* When all files are read: tells what was noted, and fills in the ledger. */
void corrections_finish(Corrections *corrections, Loader *loader);

#endif
