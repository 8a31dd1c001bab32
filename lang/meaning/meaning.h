/* meaning.h -- what a framework means, apart from how it is written: its normal form, and three
 * hashes of it.
 *
 * Two texts with one meaning hash give the same figures, bands, findings, powers and reason codes
 * on all data; spec/canonical.md has the closed list of what the normal form is blind to.  The form
 * is made of the tree, over all years of the term at once: nothing in it depends on the year that
 * the model was checked for, nor on how the checker numbers things.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_MEANING_H
#define LUSTRUM_MEANING_H

#include "check/check.h"

/* The hashes of one file of rules: what it declares, what of that is printed, its bytes. */
typedef struct FileMeaning {
    uint32_t file; /* in Sources */
    Str meaning_sha256, wording_sha256, bytes_sha256;
} FileMeaning;

typedef struct Meaning {
    Str canonical; /* the normal form as text: what decides a figure */
    Str wording;   /* what is printed: titles, labels, words of reasons, articles */
    /* Of the whole framework with its modules, in hexadecimal digits.  bytes: of the texts of all
     * files, each by its name, in the order of their names. */
    Str meaning_sha256, wording_sha256, bytes_sha256;
    FileMeaning *files; /* the framework first, then its modules as they were opened */
    size_t file_count;
} Meaning;

/* The meaning of a model without faults, whatever year it was checked for. */
void meaning_of_model(Arena *arena, Model *model, Meaning *out);
/* The same of the framework in source `file`, which is checked for the first year of its term;
 * false after messages. */
bool meaning_of(Arena *arena, Sources *sources, uint32_t file, Diags *diags, Meaning *out);
/* The same of rules that are known to have no faults: they are read, but not checked. */
bool meaning_of_checked(Arena *arena, Sources *sources, uint32_t file, Diags *diags, Meaning *out);

#endif
