/* corrected.c -- see corrected.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/corrected.h"
#include "result/account.h"
#include "result/grid.h"

enum { SHOWN = 20, SHOWN_BYTES = 40 };

static Str shown(Arena *arena, Str text)
{
    return str_printable(arena, text, SHOWN_BYTES);
}

static void print_made(Text *text, Arena *arena, const Program *program, const Corrected *made)
{
    const RecordSchema *schema = &program->schemas[made->record];
    Str field = schema->fields[made->field].name;
    text_printf(text, "    row %g: %S", made->row, schema->name);
    if (made->guarded) {
        text_printf(text, ", %S", field);
    } else {
        text_printf(text, " %S, %S: \"%S\" to \"%S\": %S", shown(arena, made->key), field,
                    shown(arena, made->old), shown(arena, made->agreed),
                    str_printable(arena, made->reason, 200));
    }
    text_printf(text, " (agreed by %S, %S)\n", str_printable(arena, made->agreed_by, 80),
                made->date);
}

void corrected_print(Text *text, Arena *arena, const Program *program, const Ledger *ledger)
{
    const CorrectionLedger *list = ledger->corrections;
    if (!list) return;
    Grid grid = grid_open(arena, list->has_years ? "lrrr" : "lrr");
    Str year = ledger->year ? year_words(arena, ledger->year) : STR_EMPTY;
    grid_cell(&grid, str_printf(arena, "Corrections%s%S", year.len ? ", " : "", year));
    grid_cell(&grid, STR("rows"));
    grid_cell(&grid, STR("made"));
    if (list->has_years) grid_cell(&grid, STR("of other years"));
    grid_cell(&grid, file_name(list->file.file));
    grid_count(&grid, list->file.kept);
    grid_count(&grid, list->made_count);
    if (list->has_years) grid_count(&grid, list->other_years);
    text_byte(text, '\n');
    grid_print(&grid, text, 2);
    for (size_t i = 0; i < list->made_count && i < SHOWN; i++)
        print_made(text, arena, program, &list->made[i]);
    if (list->made_count > SHOWN)
        text_printf(text, "    and %g more in ledger.json\n", list->made_count - SHOWN);
}

static void made_json(Json *json, const Program *program, const Corrected *made)
{
    const RecordSchema *schema = &program->schemas[made->record];
    json_object(json, NULL);
    json_count(json, "row", made->row);
    json_str(json, "record", schema->name);
    json_str(json, "field", schema->fields[made->field].name);
    if (!made->guarded) {
        json_str(json, "key", made->key);
        json_str(json, "old", made->old);
        json_str(json, "new", made->agreed);
        json_str(json, "reason", made->reason);
    }
    json_str(json, "agreed_by", made->agreed_by);
    json_str(json, "date", made->date);
    json_end(json);
}

void corrected_json(Json *json, const Program *program, const Ledger *ledger)
{
    const CorrectionLedger *list = ledger->corrections;
    if (!list) return;
    json_object(json, "corrections");
    json_str(json, "file", file_name(list->file.file));
    json_count(json, "rows", list->file.kept);
    json_count(json, "of_other_years", list->other_years);
    json_array(json, "made");
    for (size_t i = 0; i < list->made_count; i++) made_json(json, program, &list->made[i]);
    json_end(json);
    json_end(json);
}

void list_file_json(Json *json, const FileLedger *file, int year)
{
    json_object(json, NULL);
    if (year) json_str(json, "year", year_words(json->text.arena, year));
    json_str(json, "name", file_name(file->file));
    json_count(json, "size", file->bytes);
    json_str(json, "sha256", file->sha256);
    json_count(json, "rows", file->kept);
    json_end(json);
}

void reference_print(Text *text, Arena *arena, const ReferenceNote *note)
{
    if (note->mode == REFERENCE_MADE) return;
    text_printf(text, "National figures %s reference of %S, %S",
                note->mode == REFERENCE_USED ? "taken from the" : "compared with the",
                year_words(arena, note->year), note->name);
    if (note->mode == REFERENCE_COMPARED)
        text_printf(text, ": %g of %g differ", note->differences, note->figures);
    text_byte(text, '\n');
}

void reference_json(Json *json, const ReferenceNote *note)
{
    static const char *const modes[] = { [REFERENCE_MADE] = "recomputed",
                                         [REFERENCE_USED] = "used",
                                         [REFERENCE_COMPARED] = "compared" };
    const char *mode = modes[note->mode];
    json_object(json, "national_figures");
    json_str(json, "reference", (Str){ mode, strlen(mode) });
    if (note->mode != REFERENCE_MADE) {
        json_str(json, "name", note->name);
        json_str(json, "sha256", note->sha256);
        json_str(json, "year", year_words(json->text.arena, note->year));
        json_count(json, "figures", note->figures);
        if (note->mode == REFERENCE_COMPARED) json_count(json, "differences", note->differences);
    }
    json_end(json);
}
