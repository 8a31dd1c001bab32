/* zip.h -- files in one file: an archive of ZIP, its members stored as they are, without times.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_ZIP_H
#define LUSTRUM_ZIP_H

#include "str.h"

typedef struct ZipMember {
    Str name;
    uint32_t crc, size, at; /* where it begins */
} ZipMember;

typedef struct Zip {
    Text text;
    ZipMember *members;
    size_t count, cap;
    bool full; /* past 4 GiB or 65,535 members, which the form without extensions cannot have */
} Zip;

Zip zip_open(Arena *arena);
void zip_add(Zip *zip, Str name, Str text);
/* The archive; empty when it is full. */
Str zip_close(Zip *zip);
/* The check sum of a text, as ZIP has it. */
uint32_t zip_crc(Str text);

#endif
