/* publish.h -- what is hidden of the tables that a publication shows.
 *
 * A unit, or a group of it, is shown of all measures or of none: its counts are moved together, and
 * so whatever a reader knows of their differences (who is left out of one, that some are the same)
 * stays true.  He is taken to know also which units belong to which, and all sums; of what belongs
 * to a whole and to none of its parts only that it is not less than nothing.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_PUBLISH_H
#define LUSTRUM_RESULT_PUBLISH_H

#include "result/known.h"
#include "result/level.h"

typedef struct Published {
    const PublishOut *out;
    LevelHiding *tables;                     /* as out->levels */
    uint64_t shown, withheld, small, beside; /* figures: by the rules, of few, beside such */
    const KnownCells *known;                 /* what a reader of these tables knows */
} Published;

/* What is hidden, also for a reader of an earlier publication (NULL: there is none).  NULL: *told
 * says of which figure it could still be told, *shown whether as the earlier one shows it.  Lives
 * in arena; scratch is emptied. */
Published *publish_hide(Printer *printer, const Known *earlier, Arena *arena, Arena *scratch,
                        Str *told, bool *shown);

/* The file of a published table or of the marks: published/School.csv. */
Str publish_file(Arena *arena, Str name);
/* Every mark that can stand in a table, and what it means. */
SheetDone publish_marks(Writer *writer, Printer *printer, Arena *arena);
/* What was hidden, as a part of the summary. */
void publish_print(Text *text, const Published *published);
void publish_json(Json *json, const Published *published);

#endif
