/* kernel.h -- the kernels that are not arithmetic: conditions, missing, codes, views.
 *
 * As in number/lane.h: a kernel cannot fail, takes columns with at least n rows or constant ones,
 * and leaves a column in the batch's arena that may share arrays with its operands.  A missing
 * yes/no or code has 0 in its place.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_VM_KERNEL_H
#define LUSTRUM_VM_KERNEL_H

#include "column.h"

/* Rows first .. first + n of a column, as a column that shares its arrays. */
Column column_view(const Column *column, size_t first, size_t n);
/* A column with an item per row, whatever it was. */
Column column_flat(Arena *arena, const Column *column, size_t n);
/* Rows of a yes/no column that are known and yes; NULL (every row) for NULL. */
const uint8_t *column_mask(Arena *arena, const Column *mask, size_t n);
/* A constant column of that type that is missing. */
Column column_missing(Arena *arena, Type type, uint8_t reason, size_t n);

/* ---- conditions ---- */

void condition_not(Arena *arena, Column *out, const Column *a, size_t n);
void condition_and(Arena *arena, Column *out, const Column *a, const Column *b, size_t n);
void condition_or(Arena *arena, Column *out, const Column *a, const Column *b, size_t n);
void condition_same(Arena *arena, Column *out, const Column *a, const Column *b, size_t n);
void condition_and_then(Arena *arena, Column *out, const Column *a, const Column *b, size_t n);
void condition_or_else(Arena *arena, Column *out, const Column *a, const Column *b, size_t n);
void condition_known(Arena *arena, Column *out, const Column *a, size_t n);
void condition_reason(Arena *arena, Column *out, const Column *a, uint8_t reason, size_t n);
/* 1 and 0 as numbers. */
void condition_number(Arena *arena, Column *out, const Column *a, size_t n);

/* ---- missing ---- */

/* a, but missing for `reason` where `when` is yes. */
void missing_withhold(Arena *arena, Column *out, const Column *a, const Column *when,
                      uint8_t reason, size_t n);
/* b, but missing with a's reason where a is missing. */
void missing_after(Arena *arena, Column *out, const Column *a, const Column *b, size_t n);

/* ---- codes ---- */

static inline uint32_t code_entry(const Column *column, size_t at)
{
    return column->width == 1   ? column->u8[at]
           : column->width == 2 ? column->u16[at]
                                : column->u32[at];
}
/* Bytes of an entry of a dictionary with that many. */
uint8_t code_width(uint32_t entries);
/* lut[entry] as yes/no; lut has an item per entry, and one at least. */
void code_test(Arena *arena, Column *out, const Column *a, const uint8_t *lut, size_t n);
/* Whether both are the same text. */
void code_same(Arena *arena, Column *out, const Column *a, const Column *b, size_t n);
/* The same texts as entries of another dictionary: map[entry] of it. */
void code_remap(Arena *arena, Column *out, const Column *a, const uint32_t *map, const Dict *dict,
                size_t n);
/* to[n] = lut[entry], whatever the width. */
void code_entries(const Column *a, const uint32_t *lut, uint32_t *to, size_t n);

#endif
