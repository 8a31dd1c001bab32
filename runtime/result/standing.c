/* standing.c -- see standing.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/standing.h"

Str standing_word(const Program *program)
{
    switch (program->standing.mode) {
    case MODE_DRAFT: return STR("DRAFT");
    case MODE_STUDY: return STR("STUDY");
    case MODE_OFFICIAL: break;
    }
    return STR_EMPTY;
}

void standing_heading(Sheet *sheet)
{
    if (standing_word(sheet->printer->program).len)
        sheet_heading(sheet, STR("status"), "", TOTAL_WORDS);
}

void standing_cell(Sheet *sheet)
{
    Str word = standing_word(sheet->printer->program);
    if (word.len) sheet_words(sheet, word);
}

void standing_mark(Text *text, const Program *program)
{
    switch (program->standing.mode) {
    case MODE_DRAFT:
        text_add(text, STR(" - DRAFT: the rules are not sealed; nothing may follow from it"));
        break;
    case MODE_STUDY:
        text_add(text, STR(" - STUDY: not a review; nothing may follow from it"));
        break;
    case MODE_OFFICIAL: break;
    }
}

void standing_print(Text *text, const Program *program)
{
    const Standing *standing = &program->standing;
    if (standing->mode != MODE_OFFICIAL) return;
    text_printf(text, "Sealed %S by %S: record %u of %S, %S\n", standing->on, standing->agreed_by,
                standing->record, standing->log, standing->hash);
    if (standing->amended)
        text_add(
            text,
            STR("They are amended: what the rules as first sealed would say stands beside each "
                "file,\nas School.as_sealed.csv; differences.csv lists what is not the same.\n"));
    unchanged_print(text, standing->unchanged, standing->unchanged_count, program->term_first,
                    program->term_last);
}

/* One line when all stay the same for the whole term, else one each. */
void unchanged_print(Text *text, const Unchanged *runs, size_t count, int first, int last)
{
    Arena *arena = text->arena;
    size_t whole = 0;
    for (size_t i = 0; i < count; i++) whole += runs[i].first == first && runs[i].last == last;
    if (whole == count) {
        text_printf(text, "All measures are the same from %S to %S.\n", year_words(arena, first),
                    year_words(arena, last));
        return;
    }
    for (size_t i = 0; i < count; i++)
        text_printf(text, "%S is the same for at most %d school years, %S to %S.\n",
                    runs[i].measure, (int64_t)(runs[i].last - runs[i].first + 1),
                    year_words(arena, runs[i].first), year_words(arena, runs[i].last));
}

void unchanged_json(Json *json, const Unchanged *runs, size_t count)
{
    json_array(json, "unchanged");
    for (size_t i = 0; i < count; i++) {
        const Unchanged *run = &runs[i];
        json_object(json, NULL);
        json_str(json, "measure", run->measure);
        json_str(json, "first", year_words(json->text.arena, run->first));
        json_str(json, "last", year_words(json->text.arena, run->last));
        json_int(json, "years", run->last - run->first + 1);
        json_end(json);
    }
    json_end(json);
}

static void seal_json(Json *json, const Standing *standing)
{
    json_object(json, "seal");
    json_str(json, "log", standing->log);
    json_count(json, "record", standing->record);
    json_bool(json, "amended", standing->amended);
    json_str(json, "hash", standing->hash);
    json_str(json, "first", standing->first);
    json_count(json, "records", standing->records);
    json_str(json, "last", standing->last);
    json_str(json, "meaning", standing->meaning);
    json_str(json, "wording", standing->wording);
    json_str(json, "agreed_by", standing->agreed_by);
    json_str(json, "on", standing->on);
    unchanged_json(json, standing->unchanged, standing->unchanged_count);
    json_end(json);
}

void standing_json(Json *json, const Program *program)
{
    static const char *const modes[] = { "draft", "study", "official" };
    const Standing *standing = &program->standing;
    const char *mode = modes[standing->mode];
    json_str(json, "mode", (Str){ mode, strlen(mode) });
    if (standing->mode == MODE_OFFICIAL) seal_json(json, standing);
}
