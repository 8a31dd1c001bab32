/* published.c -- what is said of a publication: its marks, and how much is hidden.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/publish.h"
#include "result/standing.h"

Str publish_file(Arena *arena, Str name)
{
    return str_printf(arena, "published/%S", name);
}

static void mark_line(Sheet *sheet, Str mark, Str meaning)
{
    sheet_words(sheet, mark);
    sheet_words(sheet, meaning);
    standing_cell(sheet);
    sheet_end_row(sheet);
}

SheetDone publish_marks(Writer *writer, Printer *printer, Arena *arena)
{
    const PublishOut *out = printer->program->publish;
    Sheet sheet = sheet_open(writer, printer, arena, (SheetStyle){ 0 });
    sheet_heading(&sheet, STR("mark"), "", TOTAL_KEY);
    sheet_heading(&sheet, STR("meaning"), "", TOTAL_NAME);
    standing_heading(&sheet);
    sheet_end_headings(&sheet);
    mark_line(
        &sheet, out->mark,
        str_printf(arena,
                   "hidden: a number from 1 to %u, or withheld by the rules, or one from which "
                   "such a number could be worked out",
                   (uint64_t)out->small));
    for (uint32_t r = 1; r < printer->program->reason_count; r++)
        if (!out->reason_mark[r].len && r != REASON_WITHHELD &&
            reason_is_withheld(printer->program, (uint8_t)r))
            mark_line(&sheet, printer->program->reasons[r].printed, STR("withheld by the rules"));
        else if (out->reason_mark[r].len)
            mark_line(&sheet, out->reason_mark[r], printer->program->reasons[r].printed);
    if (out->missing_mark.len)
        mark_line(&sheet, out->missing_mark, STR("missing: the reason stands beside it"));
    return sheet.done;
}

void publish_print(Text *text, const Published *published)
{
    text_printf(text, "  figures shown               %g\n", published->shown);
    text_printf(text, "  withheld by the rules       %g\n", published->withheld);
    text_printf(text, "  hidden: of 1 to %u           %g\n", (uint64_t)published->out->small,
                published->small);
    text_printf(text, "  hidden beside such figures  %g\n", published->beside);
    const Known *earlier = published->known->earlier;
    if (earlier) text_printf(text, "  proved beside               %S\n", earlier->name);
}

void publish_json(Json *json, const Published *published)
{
    json_object(json, "published");
    json_str(json, "name", published->out->name);
    json_str(json, "title", published->out->title);
    json_count(json, "shown", published->shown);
    json_count(json, "withheld", published->withheld);
    json_count(json, "small", published->small);
    json_count(json, "beside", published->beside);
    if (published->known->earlier) json_str(json, "proved_beside", published->known->earlier->name);
    json_end(json);
}
