/* job.h -- what the writer of results is told of a review in memory.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_REVIEW_JOB_H
#define LUSTRUM_REVIEW_JOB_H

#include "result/result.h"
#include "review/work.h"

/* Begins to hash the program that runs, beside whatever the pool's caller does; NULL where there is
 * no other worker: then job_fill does it. */
JobTool *job_tool_begin(Arena *arena, Pool *pool);
/* Whether the options name a vintage that there is, or none; false after a message. */
bool job_vintage(Work *work);
/* Everything but `json`, `in_part` and `scratch`: the rules, the options, the tool.  Lists live in
 * the call's arena, what is made of the job in `arena`.  False after a message. */
bool job_fill(Work *work, Arena *arena, ResultJob *job);

/* How a command ends when results could not be written. */
LusStatus result_status(ResultFault fault);

#endif
