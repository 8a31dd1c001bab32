/* fields.c -- see fields.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/fields.h"
#include "number/lane.h"
#include "vm/kernel.h"

FieldOrder field_order(const Run *run, uint32_t space, Arena *scrap)
{
    const Space *of = &run->program->spaces[space];
    const Table *table = of->kind == SPACE_RECORD ? &run->tables[of->record] : NULL;
    return (FieldOrder){ run, table, scrap };
}

/* Parents by the bytes of their keys, which are kept where they show (RecordSchema.orders). */
static int compare_parents(const Run *run, const FieldSchema *field, uint32_t a, uint32_t b)
{
    const Table *parent = &run->tables[field->parent];
    for (size_t part = 0; part < parent->schema->key_count && parent->keys; part++) {
        int order = str_compare(table_key(parent, a, part), table_key(parent, b, part));
        if (order) return order;
    }
    return (a > b) - (a < b);
}

static int compare_field(const FieldOrder *order, size_t f, uint32_t a, uint32_t b)
{
    const Column *column = &order->table->columns[f];
    Reason no_a = column_reason(column, a), no_b = column_reason(column, b);
    if (no_a || no_b) return (no_a != 0) - (no_b != 0);
    size_t x = column_place(column, a), y = column_place(column, b);
    switch (column->type) {
    case TYPE_CODE: { /* a table's entries stand in the order of their texts */
        uint32_t p = code_entry(column, x), q = code_entry(column, y);
        return (p > q) - (p < q);
    }
    case TYPE_YESNO: return column->u8[x] - column->u8[y];
    case TYPE_ROW:
        if (column->u32[x] == column->u32[y]) return 0;
        return compare_parents(order->run, &order->table->schema->fields[f], column->u32[x],
                               column->u32[y]);
    case TYPE_NUMBER:
    case TYPE_DATE:
    case TYPE_YEAR:
    case TYPE_BAND:
        return column_number_compare(order->scrap, order->run->dens, column, x, column, y);
    case TYPE_NONE: break;
    }
    return 0;
}

int fields_compare(const FieldOrder *order, uint32_t a, uint32_t b)
{
    const Table *table = order->table;
    for (size_t f = 0; table && f < table->schema->field_count; f++) {
        if (!table->columns[f].data) continue; /* nobody needs it */
        int found = compare_field(order, f, a, b);
        if (found) return found;
    }
    return (a > b) - (a < b);
}
