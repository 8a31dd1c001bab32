/* nation.h -- nation.csv: every national figure by measure, name and group.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_NATION_H
#define LUSTRUM_RESULT_NATION_H

#include "result/sheet.h"

/* Writes the whole file: measure, figure, group, value as shown, value exactly, reason when there
 * is none; in order of the bytes of measure and figure, then of the group. */
SheetDone nation_write(Writer *writer, Printer *printer, Arena *arena, SheetStyle style);

#endif
