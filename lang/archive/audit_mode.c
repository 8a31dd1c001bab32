/* audit_mode.c -- see audit.h: what the manifest says of the review as a whole, against the ledger
 * and against what has to be in the folder for it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/audit.h"
#include "term/gate.h"

static void fault(Audit *audit, Str what)
{
    audit_fault(audit, D_KEPT_BROKEN, audit->kept->path, what);
}

/* The manifest and the ledger begin with the same members. */
static void audit_members(Audit *audit)
{
    static const char *const members[] = { "framework", "title", "owner", "edition", "term_first",
                                           "term_last", "year",  "mode",  "seal",    "vintage" };
    for (size_t i = 0; i < COUNT_OF(members); i++)
        if (!parsed_same(audit->kept->doc.root, audit->ledger.root, members[i])) {
            fault(audit,
                  str_printf(audit->arena, "its \"%s\" is not that of ledger.json", members[i]));
            return;
        }
}

/* What nothing may follow from says so in every row of every file. */
static void audit_status(Audit *audit, Str word)
{
    const Kept *kept = audit->kept;
    for (size_t i = 0; i < kept->file_count; i++) {
        const Cells *cells = &audit->sheets[i];
        if (!kept->files[i].has_rows || cells->columns == 0) continue;
        size_t column = cells_column(cells, STR("status")), row = 0;
        if (column < cells->columns)
            while (row < cells->rows && str_eq(cells_at(cells, row, column), word)) row++;
        if (column < cells->columns && row == cells->rows) continue;
        fault(audit, str_printf(audit->arena, "it is of a %S, and not every row of %S says %S",
                                kept->mode, kept->files[i].name, word));
        return;
    }
}

static bool expect_file(Audit *audit, Str name)
{
    if (kept_file(audit->kept, name)) return true;
    fault(audit, str_printf(audit->arena, "its rules are amended, and it lists no file %S", name));
    return false;
}

/* Beside what amended rules give stands what they would say as first sealed: beside every file that
 * has a difference, and beside the national figures always. */
static void audit_amended(Audit *audit)
{
    const Kept *kept = audit->kept;
    Str list = STR("differences.csv");
    if (!expect_file(audit, STR("nation.as_sealed.csv")) || !expect_file(audit, list)) return;
    const Cells *cells = &audit->sheets[kept_file(kept, list) - kept->files];
    size_t column = cells_column(cells, STR("file"));
    for (size_t row = 0; column < cells->columns && row < cells->rows; row++) {
        Str name = cells_at(cells, row, column), end = STR(".csv");
        if (name.len <= end.len) continue;
        Str stem = str_slice(name, 0, name.len - end.len);
        if (!expect_file(audit, str_printf(audit->arena, "%S.as_sealed.csv", stem))) return;
    }
}

void audit_mode(Audit *audit)
{
    const Kept *kept = audit->kept;
    Str log = seal_path(audit->arena, kept->rules[0].copy);
    if (!audit->ledger.root) return; /* told before */
    audit_members(audit);
    if (audit->broken) return; /* all else would only follow */
    switch (kept->standing.mode) {
    case MODE_DRAFT: audit_status(audit, STR("DRAFT")); break;
    case MODE_STUDY: audit_status(audit, STR("STUDY")); break;
    case MODE_OFFICIAL:
        if (kept->standing.amended) audit_amended(audit);
        return;
    }
    if (kept_file(kept, log))
        fault(audit, str_printf(audit->arena, "it is of a %S, and %S is in it", kept->mode, log));
}
