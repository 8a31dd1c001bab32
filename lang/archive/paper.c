/* paper.c -- see bundle.h: what the bundle says of itself.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/bundle.h"
#include "result/grid.h"
#include "result/level.h"

static Str unit_name(Bundle *b)
{
    Printer printer = { b->rerun.work.program, b->rerun.work.run, &b->rerun.scratch };
    Text text = text_open(&b->call.arena);
    level_row_name(&text, &printer, b->level, b->unit);
    return text_str(&text);
}

static void tell_rows(Text *text, Bundle *b)
{
    Grid grid = grid_open(&b->call.arena, "lrl");
    for (size_t r = 0; r < b->rerun.work.tables.count; r++) {
        const OwnRows *rows = &b->records[r];
        if (!rows->schema->file.len) continue;
        bool here = rows->known && (b->asked->personal || !rows->guarded);
        grid_cell(&grid, rows->schema->plural);
        grid_count(&grid, rows->known ? rows->count : 0);
        grid_cell(&grid, !rows->known ? STR("nothing in the rules says whose they are")
                         : here       ? STR("")
                                      : STR("left out: they are of persons (--personal)"));
    }
    grid_print(&grid, text, 2);
}

/* Why the figures do not come out of what is here alone; NULL when they do. */
static const char *what_lacks(const Bundle *b)
{
    const Program *program = b->rerun.work.program;
    for (size_t r = 0; r < b->rerun.work.tables.count; r++) {
        const OwnRows *rows = &b->records[r];
        if (rows->schema->file.len && (!rows->known || (rows->guarded && !b->asked->personal)))
            return "rows that they were made of are left out, as told above";
    }
    if (program->corrections) return "the list of corrections is not here";
    if (program->decisions) return "the list of decisions is not here";
    if (b->kept.standing.amended)
        return "the national figures by the rules as they were first sealed are not here";
    return NULL;
}

/* What was seen of a log is of the computer: on one that knows more, this one is looked at by
 * itself. */
static void tell_log(Text *text, const Kept *kept)
{
    if (kept->standing.mode != MODE_OFFICIAL) return;
    text_printf(
        text,
        "The seal is judged by rules/%S. Where a newer log of these rules was seen, this one "
        "is\nrefused (L0944); it can be looked at by itself, before the same command:\n\n"
        "  export XDG_STATE_HOME=\"$PWD/seen\"\n",
        kept->standing.log);
}

/* How the figures are worked out again, or why they cannot be. */
static void tell_again(Text *text, Bundle *b)
{
    const Kept *kept = &b->kept;
    const char *lacks = what_lacks(b);
    text_printf(text, "\nThe review was made by Lustrum %S, this folder by Lustrum %s.\n",
                kept->tool_version, LUS_VERSION);
    if (lacks) {
        text_printf(text,
                    "The figures do not come out of this folder alone: %s.\n"
                    "why.txt tells how they came about.\n",
                    lacks);
        return;
    }
    text_printf(text,
                "To see how a figure came about, with the rules and the rows here:\n\n"
                "  lustrum check %S\n"
                "  lustrum review %S --data data --year %S --use-reference reference.csv%s%s\n\n"
                "The school's figures come out as in figures/.\n",
                kept->rules[0].copy, kept->rules[0].copy, kept->year_words,
                kept->exact ? " --exact" : "", kept->spreadsheet ? " --spreadsheet-copy" : "");
    tell_log(text, kept);
    if (b->open_passes)
        text_add(text, STR("Ranks among all schools and lines between groups do not: they need the "
                           "rows of others.\n"));
}

Str paper_readme(Bundle *b)
{
    const Kept *kept = &b->kept;
    Text text = text_open(&b->call.arena);
    text_printf(&text, "%S\n", unit_name(b));
    text_pad(&text, '=', str_characters(unit_name(b)));
    text_printf(&text, "\n\n%S, school year %S%s%S%s.\n", kept->title, kept->year_words,
                kept->vintage.len ? ", " : "", kept->vintage, kept->vintage.len ? " data" : "");
    if (kept->standing.mode != MODE_OFFICIAL)
        text_printf(&text,
                    "The rules are not sealed: this is a %S, and nothing may follow from it.\n",
                    kept->mode);
    text_add(
        &text,
        STR("\nThis folder holds what the school's figures were made of, so that anybody "
            "can check them.\n\n"
            "  figures/  the school's lines of every result file; nation.csv has the "
            "national figures\n"
            "            that it was compared with\n"
            "  rules/, library/  the rules that were run, word for word\n"
            "  data/     the rows of the data that belong to the school, as they were "
            "read\n"
            "  reference.csv  the national figures, exactly, in the place of the rows of others\n"
            "  why.txt   how each figure comes about, step by step; why.json the same for "
            "programs\n"
            "  result/   the manifest of the whole review: which files it read and wrote, "
            "by SHA-256\n"
            "  bundle.json  the same for programs\n\n"
            "Rows of the data\n\n"));
    tell_rows(&text, b);
    tell_again(&text, b);
    return text_str(&text);
}

Str paper_json(Bundle *b)
{
    const Kept *kept = &b->kept;
    Json json = json_open(&b->call.arena, "lustrum/bundle@1");
    json_str(&json, "level", b->rerun.work.program->schemas[b->level->record].name);
    json_str(&json, "key", str_of(b->asked->key));
    json_str(&json, "name", unit_name(b));
    json_str(&json, "framework", kept->framework);
    json_str(&json, "year", kept->year_words);
    json_str(&json, "mode", kept->mode);
    if (kept->vintage.len) json_str(&json, "vintage", kept->vintage);
    json_str(&json, "meaning_sha256", kept->meaning);
    json_str(&json, "made_by", kept->tool_version);
    json_str(&json, "made_by_sha256", kept->tool_sha256);
    json_bool(&json, "personal", b->asked->personal != 0);
    json_array(&json, "records");
    for (size_t r = 0; r < b->rerun.work.tables.count; r++) {
        const OwnRows *rows = &b->records[r];
        if (!rows->schema->file.len) continue;
        json_object(&json, NULL);
        json_str(&json, "record", rows->schema->name);
        json_bool(&json, "here", rows->known && (b->asked->personal || !rows->guarded));
        json_count(&json, "rows", rows->count);
        json_end(&json);
    }
    json_end(&json);
    json_array(&json, "files");
    for (size_t i = 0; i < b->out.count; i++) {
        json_object(&json, NULL);
        json_str(&json, "name", b->out.files[i].name);
        json_count(&json, "size", b->out.files[i].size);
        json_str(&json, "sha256", b->out.files[i].sha256);
        json_end(&json);
    }
    json_end(&json);
    return json_close(&json);
}
