/* links.h -- links.csv: which row of a level belongs to which row of another, in the year.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_LINKS_H
#define LUSTRUM_RESULT_LINKS_H

#include "result/sheet.h"

#define LINKS_NAME "links.csv"

/* Writes the whole file: of a program with links.  Texts of the answer live in arena. */
SheetDone links_write(Writer *writer, Printer *printer, Arena *arena, SheetStyle style);

#endif
