/* fields.h -- which of two rows comes first by their declared fields: how picks and ranks break
 * ties. SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_VM_FIELDS_H
#define LUSTRUM_VM_FIELDS_H

#include "vm/vm.h"

typedef struct FieldOrder {
    const Run *run;
    const Table *table; /* NULL: a group space, whose rows stand in their order */
    Arena *scrap;       /* comparing numbers may leave something behind */
} FieldOrder;

/* The order in which rows of the run's space are compared. */
FieldOrder field_order(const Run *run, uint32_t space, Arena *scrap);

/* Field by field in the order of the record: texts by bytes, numbers by size, no before yes, links
 * by the bytes of the parent's key, missing last; rows alike in all by their places.  Never 0 of
 * two different rows. */
int fields_compare(const FieldOrder *order, uint32_t a, uint32_t b);

#endif
