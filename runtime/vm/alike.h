/* alike.h -- whether two programs make the same exports of the same tables, so that one run stands
 * for both.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_VM_ALIKE_H
#define LUSTRUM_VM_ALIKE_H

#include "vm/program.h"

/* Compares all that a run reads, and nothing of what is printed.  True is proved; false may be said
 * of programs that are alike but for numbers of columns, and of all that read earlier years. */
bool program_alike(Arena *scratch, const Program *a, const Program *b);

#endif
