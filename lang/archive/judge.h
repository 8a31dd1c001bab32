/* judge.h -- whether what a kept result says of its rules is what they say themselves, and whether
 * they are those of the seal log that is kept with them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_ARCHIVE_JUDGE_H
#define LUSTRUM_ARCHIVE_JUDGE_H

#include "archive/kept.h"
#include "meaning/meaning.h"
#include "term/signers.h"

/* Compiles the kept rules, as kept_compile does, and judges them; of results that kept_signed found
 * good.  What the rules mean by this tool goes to `meaning`.  LUS_OK, or what is to be answered
 * after messages that point into the program. */
LusStatus kept_judge(const Kept *kept, Call *call, LusProgram **program, Meaning *meaning);

/* All of it, of results that are read for something else to be made of them: opens those of the
 * folder `path`, holds them against their files, judges who signed (`keys` as of --keys) and the
 * rules.  What there is to say of good rules is not said.  LUS_OK, or the answer after messages. */
LusStatus kept_judged(Kept *kept, Call *call, const char *path, const char *keys, Signers *signers,
                      LusProgram **program, Meaning *meaning);

#endif
