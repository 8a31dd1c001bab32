/* draft.c -- see site.h: the page of one unit before publication: what stands on top of it, and how
 * what is wrong in it is reported.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"

Str draft_name(const Site *site)
{
    Str path = site->draft->page[site->draft_row];
    size_t at = path.len;
    while (at > 0 && path.at[at - 1] != '/') at--;
    return str_slice(path, at, path.len);
}

void draft_strip(Text *out, const Site *site)
{
    if (!site->draft) return;
    html(out,
         "<p><strong>DRAFT</strong> Before publication, for %S alone. What stands here may still "
         "be corrected; it is not to be passed on, and nothing may follow from it.</p>\n",
         site->draft->name[site->draft_row]);
}

/* ---- what is wrong ---- */

static void put_list(Text *out, const Site *site, const SiteLevel *level, size_t row)
{
    html(out,
         "<p>What is corrected is written in the list of corrections, <code>%S</code>, and never "
         "in the data files: it is made as the data are read, and stands with its reason in the "
         "results. For each fact that is wrong, report:</p>\n<ul>\n"
         "<li>the record and the key of the row, as <code>%S</code> and <code>%S</code>;</li>\n"
         "<li>the field, what stands there now, and what should stand there;</li>\n"
         "<li>why it was wrong, and what shows it.</li>\n</ul>\n"
         "<p>A correction is made when it is agreed; who agreed, and when, stands beside it.</p>\n",
         site->model->corrections->name, level->schema->name, name_key(out->arena, level, row));
}

void draft_wrong(Text *out, const Site *site, const SiteLevel *level, size_t row)
{
    const Kept *kept = &site->kept;
    html(out,
         "<h2>If a fact is wrong</h2>\n<p>Report it%s%S before these figures are published. "
         "The rules name no last day for it: the day of publication is told by whoever sent "
         "this page.</p>\n",
         kept->owner.len ? " to " : "", kept->owner);
    if (site->model->corrections)
        put_list(out, site, level, row);
    else
        html(out, "<p>These rules have no list of corrections. What is wrong in the data is put "
                  "right by whoever supplies them, and the review is made again.</p>\n");
    html(out, "<p>Corrected are facts. What the rules make of them is the same for all and is not "
              "reported here.</p>\n");
}
