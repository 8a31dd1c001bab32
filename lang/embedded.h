/* embedded.h -- the standard modules, the pages of the messages and a framework to begin with,
 * which the library carries in itself (written by stdlib/embed.sh at build).  The tables end with a
 * row whose name is NULL. SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_EMBEDDED_H
#define LUSTRUM_EMBEDDED_H

#include <stddef.h>

typedef struct Embedded {
    const char *name; /* "england.ks4", "L0201" */
    const char *text;
    size_t length; /* bytes of text */
} Embedded;

extern const Embedded embedded_modules[];
extern const Embedded embedded_pages[];
extern const Embedded embedded_first[]; /* the files of examples/first, by name */

#endif
