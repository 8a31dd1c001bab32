/* whole.c -- see whole.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/whole.h"
#include "file.h"
#include <errno.h>

Diag *whole_tell(const WholeFile *whole, DiagId id, uint64_t row, Str a, Str b)
{
    Diag *diag = DIAG_AT(whole->diags, id, whole->span, problem_base(whole->file), a, b);
    diag_cell(whole->diags, diag, (DiagCell){ .file = whole->file, .row = row });
    return diag;
}

void whole_not_opened(const WholeFile *whole, int error, Str or_else)
{
    if (error == ENOMEM) guard_escape(whole->diags->arena->guard, WHY_MEMORY);
    if (error == EISDIR) {
        whole_tell(whole, D_DATA_FOLDER, 0, STR_EMPTY, STR_EMPTY);
    } else if (error == ENOENT || error == ENOTDIR) {
        DIAG_AT(whole->diags, D_DATA_ABSENT, whole->span, whole->file, STR_EMPTY, or_else);
    } else {
        whole_tell(whole, D_DATA_UNREADABLE, 0, file_error_plain(error), STR_EMPTY);
    }
}

void whole_feed(const WholeFile *whole, const Feed *feed, uint64_t line)
{
    Arena *arena = whole->diags->arena;
    Str where = str_printf(arena, "%g", line + feed->failed_lines);
    switch (feed->failure) {
    case FEED_FINE:
    case FEED_READ: break;
    case FEED_NUL:
        whole_tell(whole, D_NUL_BYTE, 0, str_printf(arena, "%g", feed->failed_at), where);
        break;
    case FEED_LONG: whole_tell(whole, D_ROW_LONG, 0, where, STR_EMPTY); break;
    case FEED_CTRL_Z: whole_tell(whole, D_CTRL_Z, 0, where, STR_EMPTY); break;
    case FEED_CHANGED: whole_tell(whole, D_DATA_CHANGED, 0, STR_EMPTY, STR_EMPTY); break;
    }
}

void whole_failed_part(const WholeFile *whole, const Reader *reader)
{
    static const DiagId ids[] = { [CSV_QUOTE_STRAY] = D_QUOTE_STRAY,
                                  [CSV_QUOTE_AFTER] = D_QUOTE_AFTER,
                                  [CSV_QUOTE_OPEN] = D_QUOTE_OPEN,
                                  [CSV_BARE_CR] = D_CR_BARE,
                                  [CSV_CELL_LONG] = D_CELL_LONG };
    const Part *part = reader->failed;
    Arena *arena = whole->diags->arena;
    Str line = str_printf(arena, "%g", reader->line + part->failed_line);
    Str opened = str_printf(arena, "%g", reader->line + part->opened_line);
    if (part->failure == CSV_QUOTE_OPEN) line = opened;
    whole_tell(whole, ids[part->failure], reader->row + part->records, line, opened);
}
