/* module.h -- where a module is found: `use england.ks4` is a standard one, `use .ks4` stands
 * beside the file that uses it.  The two never meet, so a module added to a later Lustrum cannot
 * take the place of one's own. SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_MODULE_H
#define LUSTRUM_MODULE_H

#include "embedded.h"
#include "source.h"

/* Adds the text of module `name` (england.ks4) to sources and gives the source's number in *file;
 * one that is there already is not read again.  False after a message at `asked`. */
bool module_load(Sources *sources, Diags *diags, Str name, bool beside, Span asked, uint32_t *file);

/* The source of the module that `use NAME` brings to the framework in `file`, or to a module that
 * it uses; false after a message. */
bool module_used(Sources *sources, Diags *diags, uint32_t file, Str name, uint32_t *found);
/* Whether a source is a standard module. */
bool module_is_standard(const Sources *sources, uint32_t file);

/* What a source is called in a manifest: its path from the folder of the framework (source 0). */
Str module_file_name(const Sources *sources, uint32_t file);
/* Where a result folder holds the text of a source: rules/attainment.lustrum; a standard module
 * library/england/ks4.lustrum.  Two sources never have one place. */
Str module_copy_name(Arena *arena, const Sources *sources, uint32_t file);

#endif
