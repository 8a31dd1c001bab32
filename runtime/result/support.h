/* support.h -- support.csv: which units seek support, which offer it, and who are the nearest.
 *
 * How far apart two units are is the sum, over the figures that are compared, of how far apart
 * their ranks are; ranks are columns of the program, whole or half numbers, so it is exact.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_SUPPORT_H
#define LUSTRUM_RESULT_SUPPORT_H

#include "result/sheet.h"

#define SUPPORT_NAME "support.csv"

/* Writes the whole file: of a program with supports.  Texts of the answer live in arena. */
SheetDone support_write(Writer *writer, Printer *printer, Arena *arena, SheetStyle style);

#endif
