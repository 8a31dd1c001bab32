/* column.c -- see column.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "column.h"

size_t column_item(const Column *column)
{
    switch (column->type) {
    case TYPE_YESNO: return 1;
    case TYPE_CODE: return column->width;
    case TYPE_ROW: return sizeof(uint32_t);
    case TYPE_NONE:
    case TYPE_NUMBER:
    case TYPE_DATE:
    case TYPE_YEAR:
    case TYPE_BAND: break;
    }
    switch (column->lane) {
    case LANE_I64:
    case LANE_Q64: return sizeof(int64_t);
    case LANE_I128: return sizeof(i128);
    case LANE_EXACT: return sizeof(Exact *);
    }
    return sizeof(int64_t);
}
