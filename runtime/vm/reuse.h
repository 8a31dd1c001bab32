/* reuse.h -- steps of a program that another one has run over the same tables: what they made then
 * is taken, not made again.
 *
 * Two steps are the same when they are so word for word, numbers of columns, spaces and items put
 * aside for what these stand for: a field, a constant's value, what a step that is the same made.
 * So a change of one rule runs what depends on it, and nothing else.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_VM_REUSE_H
#define LUSTRUM_VM_REUSE_H

#include "vm/vm.h"

/* For each step of run's program the step of beside's program that is the same, or NONE; in arena.
 * beside has run to its end, over the same tables with the same atoms and denominators. */
uint32_t *reuse_find(Arena *arena, const Run *run, const Run *beside);

/* The columns that step `step` of the program writes, in an order that is the same for steps that
 * are; in arena. */
uint32_t *reuse_columns(Arena *arena, const Program *program, uint32_t step, uint32_t *count);

#endif
