/* form.h -- the form of a pack, for who writes it (write.c) and who reads it (read*.c).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_PACK_FORM_H
#define LUSTRUM_PACK_FORM_H

#include "pack/pack.h"

#define PACK_MAGIC "LUSTPACK"

enum {
    PACK_FORM = 3,           /* to be raised with every change of the form */
    PACK_ORDER = 0x01020304, /* as the machine that wrote it holds it */
    PACK_HEAD = 128,         /* bytes */
    PACK_ALIGN = 64,         /* of arrays */
    PACK_BLOCK = 1 << 20,    /* bytes of an array that one hash is of */
    PACK_ENDS = 0            /* instead of the bytes of an item: rows of parents that come in order
                                stand as the row after the last child of each parent */
};

typedef struct PackHead {
    char magic[8];
    uint32_t form, order;
    uint64_t directory, length, years;
    char sha256[64]; /* of the directory */
} PackHead;

/* Reasons as numbers of the program that read the data, in the order in which records declare them:
 * the same list of another program says which number each has become. */
size_t declared_reasons(const RecordSchema *schemas, size_t count, uint8_t *reasons);

/* Whether the column's values are int64, which stand in the fewest bytes that hold them all. */
static inline bool is_whole(const Column *column)
{
    bool date = column->type == TYPE_DATE || column->type == TYPE_YEAR;
    return date || (column->type == TYPE_NUMBER && column->lane == LANE_I64);
}

static inline size_t pack_blocks(uint64_t bytes)
{
    return (size_t)((bytes + PACK_BLOCK - 1) / PACK_BLOCK);
}

#endif
