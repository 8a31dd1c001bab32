/* profile.h -- how long each stage of a review took, and each rule line, as `--profile` prints it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_REVIEW_PROFILE_H
#define LUSTRUM_REVIEW_PROFILE_H

#include "review/work.h"

/* The profile of a finished review whose options asked for it: text, or with options->json one
 * line of JSON. */
Str profile_text(Arena *arena, Work *work);

#endif
