/* paper.c -- see bundle.h: what the bundle says of itself.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/bundle.h"
#include "result/grid.h"
#include "result/level.h"

static Str unit_name(Bundle *b)
{
    Printer printer = { b->rerun.work.program, b->rerun.work.run, &b->rerun.scratch, NULL };
    Text text = text_open(&b->call.arena);
    level_row_name(&text, &printer, b->level, b->unit);
    return text_str(&text);
}

static void tell_year(Text *text, Bundle *b, const OwnYear *year)
{
    Grid grid = grid_open(&b->call.arena, "lrl");
    for (size_t r = 0; r < year->tables->count; r++) {
        const OwnRows *rows = &year->records[r];
        if (!rows->schema->file.len) continue;
        grid_cell(&grid, rows->schema->plural);
        grid_count(&grid, rows->known ? rows->count : 0);
        grid_cell(&grid, !rows->known ? STR("nothing in the rules says whose they are")
                         : cut_is_here(b, year, r)
                             ? STR("")
                             : STR("left out: they are of persons (--personal)"));
    }
    grid_print(&grid, text, 2);
}

/* Each year once: where rules are amended, those first sealed read the same files. */
static void tell_rows(Text *text, Bundle *b)
{
    for (size_t y = 0; y < b->year_count; y++) {
        const OwnYear *year = &b->years[y];
        if (y && year->program->year >= b->years[y - 1].program->year) break;
        if (y) text_printf(text, "\n  %S\n\n", year_words(&b->call.arena, year->program->year));
        tell_year(text, b, year);
    }
}

/* Why the figures do not come out of what is here alone; empty when some do. */
static Str what_lacks(Bundle *b)
{
    if (!b->proof.tried) return STR("rows that they were made of are left out, as told above");
    if (b->proof.ran) return STR_EMPTY;
    return str_printf(&b->call.arena, "the review of it is refused (%S)", b->proof.why);
}

/* What was seen of a log is of the computer: on one that knows more, this one is looked at by
 * itself. */
static void tell_log(Text *text, const Kept *kept)
{
    if (kept->standing.mode != MODE_OFFICIAL) return;
    text_printf(
        text,
        "\nThe seal is judged by rules/%S. Where a newer log of these rules was seen, this one "
        "is\nrefused (L0944); it can be looked at by itself, before the same command:\n\n"
        "  export XDG_STATE_HOME=\"$PWD/seen\"\n",
        kept->standing.log);
}

/* What comes out of the review of the bundle: it was tried. */
static void tell_proof(Text *text, const Proof *proof)
{
    enum { SHOWN = 12 };
    if (!proof->differ_count) {
        text_add(text, STR("The school's figures come out as in figures/.\n"));
        return;
    }
    text_add(text,
             STR("The school's figures come out as in figures/, but for these, which need rows "
                 "of others:\n\n"));
    for (size_t i = 0; i < proof->differ_count && i < SHOWN; i++)
        text_printf(text, "  %S\n", proof->differs[i]);
    if (proof->differ_count > SHOWN)
        text_printf(text, "  and %g more\n", (uint64_t)(proof->differ_count - SHOWN));
}

/* How the figures are worked out again, or why they cannot be. */
static void tell_again(Text *text, Bundle *b)
{
    const Kept *kept = &b->kept;
    Str lacks = what_lacks(b);
    text_printf(text, "\nThe review was made by Lustrum %S, this folder by Lustrum %s.\n",
                kept->tool_version, LUS_VERSION);
    if (lacks.len) {
        text_printf(text,
                    "The figures do not come out of this folder alone: %S.\n"
                    "why.txt tells how they came about.\n",
                    lacks);
        return;
    }
    text_printf(text,
                "To see how a figure came about, with the rules and the rows here:\n\n"
                "  lustrum check %S\n"
                "  lustrum review %S --data data --year %S --use-reference reference.csv%s%s\n\n",
                kept->rules[0].copy, kept->rules[0].copy, kept->year_words,
                kept->exact ? " --exact" : "", kept->spreadsheet ? " --spreadsheet-copy" : "");
    tell_proof(text, &b->proof);
    tell_log(text, kept);
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

static void records_json(Json *json, const Bundle *b)
{
    json_array(json, "records");
    for (size_t y = 0; y < b->year_count; y++) {
        const OwnYear *year = &b->years[y];
        if (y && year->program->year >= b->years[y - 1].program->year) break;
        for (size_t r = 0; r < year->tables->count; r++) {
            const OwnRows *rows = &year->records[r];
            if (!rows->schema->file.len) continue;
            json_object(json, NULL);
            if (y) json_str(json, "year", year_words(year->job.arena, year->program->year));
            json_str(json, "record", rows->schema->name);
            json_bool(json, "here", rows->known && cut_is_here(b, year, r));
            json_count(json, "rows", rows->count);
            json_end(json);
        }
    }
    json_end(json);
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
    signers_json(&json, &b->signers);
    records_json(&json, b);
    json_bool(&json, "comes_out", b->proof.ran && !b->proof.differ_count);
    if (b->proof.differ_count) {
        json_array(&json, "differs");
        for (size_t i = 0; i < b->proof.differ_count; i++)
            json_str(&json, NULL, b->proof.differs[i]);
        json_end(&json);
    }
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
