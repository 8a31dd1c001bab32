/* account.c -- see site.h: the ledger of the results, for the nation's page and the annex.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"

static Str grouped(Arena *arena, uint64_t count)
{
    return str_printf(arena, "%g", count);
}

/* "no Key Stage 2 result: 1,899 (Article 6(2))" of each item of a list of reasons. */
static void add_reasons(Text *why, Parsed *doc, ParsedNode *item, const char *key, const char *fate)
{
    size_t count;
    if (!parsed_has(item, key)) return;
    ParsedNode *list = parsed_list(doc, item, key, &count);
    for (size_t i = 0; i < count; i++) {
        ParsedNode *reason = parsed_item(doc, list, i);
        if (!reason) return;
        text_printf(why, "%s%s%S: %g", why->len ? "; " : "", fate,
                    parsed_str(doc, reason, "printed"), parsed_count(doc, reason, "count"));
        if (parsed_has(reason, "because"))
            text_printf(why, " (%S)", parsed_str(doc, reason, "because"));
    }
}

/* The title of a measure by its name. */
static Str title_of(const Site *site, Str name)
{
    for (size_t m = 0; m < site->model->measure_count; m++)
        if (str_eq(site->model->measures[m]->name, name))
            return site_title(site->model->measures[m]->title, name);
    return name;
}

/* "schools", or "schools by meals" of a split. */
static Str name_of_file(const Site *site, Arena *arena, Str file)
{
    for (size_t l = 0; l < site->level_count; l++) {
        const SiteLevel *level = &site->levels[l];
        if (str_eq(level->file, file)) return level->many;
        for (size_t m = 0; m < level->measure_count; m++)
            for (size_t i = 0; i < level->measures[m].split_count; i++)
                if (str_eq(level->measures[m].splits[i].out->file, file))
                    return str_printf(arena, "%S by %S", level->many,
                                      level->measures[m].splits[i].by);
    }
    return file;
}

void account_coverage(Text *out, const Site *site)
{
    static const bool numbers[] = { false, false, true, true, true, true, false };
    const Str heads[] = { STR("Measure"),  STR("Of"),      STR("All"), STR("With a figure"),
                          STR("Withheld"), STR("Missing"), STR("Why") };
    Arena *arena = out->arena;
    Parsed doc = site->ledger;
    doc.arena = arena;
    size_t count;
    ParsedNode *list = parsed_list(&doc, doc.root, "levels", &count);
    html_table(out, STR("How many have a figure, and why others have none"), heads, numbers,
               COUNT_OF(heads));
    for (size_t i = 0; i < count; i++) {
        ParsedNode *item = parsed_item(&doc, list, i);
        if (!item) break;
        Text why = text_open(arena);
        add_reasons(&why, &doc, item, "reasons", "");
        const Str cells[] = { title_of(site, parsed_str(&doc, item, "measure")),
                              name_of_file(site, arena, parsed_str(&doc, item, "file")),
                              grouped(arena, parsed_count(&doc, item, "units")),
                              grouped(arena, parsed_count(&doc, item, "shown")),
                              grouped(arena, parsed_count(&doc, item, "withheld")),
                              grouped(arena, parsed_count(&doc, item, "missing")),
                              text_str(&why) };
        html_row(out, STR_EMPTY, cells, numbers, COUNT_OF(cells));
    }
    html_table_end(out);
}

void account_measuring(Text *out, const Site *site)
{
    static const bool numbers[] = { false, false, true, true, true, false };
    const Str heads[] = { STR("Measure"), STR("Rows of"),    STR("Rows"),
                          STR("Counted"), STR("Not picked"), STR("Not counted, and why") };
    Arena *arena = out->arena;
    Parsed doc = site->ledger;
    doc.arena = arena;
    size_t count;
    ParsedNode *list = parsed_list(&doc, doc.root, "measuring", &count);
    html_table(out, STR("Measuring: what became of every row"), heads, numbers, COUNT_OF(heads));
    for (size_t i = 0; i < count; i++) {
        ParsedNode *item = parsed_item(&doc, list, i);
        if (!item) break;
        Text why = text_open(arena);
        add_reasons(&why, &doc, item, "left_out", "left out, ");
        add_reasons(&why, &doc, item, "withheld", "withheld, ");
        add_reasons(&why, &doc, item, "missing", "missing, ");
        add_reasons(&why, &doc, item, "not_made", "not made, ");
        const Str cells[] = { title_of(site, parsed_str(&doc, item, "measure")),
                              html_words(arena, parsed_str(&doc, item, "record")),
                              grouped(arena, parsed_count(&doc, item, "rows")),
                              grouped(arena, parsed_count(&doc, item, "counted")),
                              grouped(arena, parsed_count(&doc, item, "not_picked")),
                              text_str(&why) };
        html_row(out, STR_EMPTY, cells, numbers, COUNT_OF(cells));
    }
    html_table_end(out);
}

static void put_reading(Text *out, Parsed *doc, ParsedNode *root, Str year)
{
    static const bool numbers[] = { false, true, true, true, false };
    const Str heads[] = { STR("File"), STR("Rows"), STR("Kept"), STR("Set aside"), STR("Why") };
    Arena *arena = out->arena;
    size_t count, asides;
    ParsedNode *list = parsed_list(doc, root, "reading", &count);
    html_table(out, str_printf(arena, "Reading, %S: every row of every file", year), heads, numbers,
               COUNT_OF(heads));
    for (size_t i = 0; i < count; i++) {
        ParsedNode *item = parsed_item(doc, list, i);
        if (!item) break;
        ParsedNode *aside = parsed_list(doc, item, "set_aside", &asides);
        Text why = text_open(arena);
        for (size_t a = 0; a < asides; a++) {
            ParsedNode *of = parsed_item(doc, aside, a);
            if (of)
                text_printf(&why, "%s%S: %g", a ? "; " : "", parsed_str(doc, of, "name"),
                            parsed_count(doc, of, "count"));
        }
        uint64_t rows = parsed_count(doc, item, "rows"), kept = parsed_count(doc, item, "kept");
        const Str cells[] = { parsed_str(doc, item, "file"), grouped(arena, rows),
                              grouped(arena, kept), grouped(arena, rows - kept), text_str(&why) };
        html_row(out, STR_EMPTY, cells, numbers, COUNT_OF(cells));
    }
    html_table_end(out);
}

static void put_links(Text *out, Parsed *doc, ParsedNode *root, Str year)
{
    static const bool numbers[] = { false, true, true, true, false };
    const Str heads[] = { STR("Link"), STR("Rows"), STR("Matched"), STR("Not matched"),
                          STR("Why") };
    Arena *arena = out->arena;
    size_t count;
    ParsedNode *list = parsed_list(doc, root, "links", &count);
    if (!count) return;
    html_table(out, str_printf(arena, "Links, %S: which rows belong to which", year), heads,
               numbers, COUNT_OF(heads));
    for (size_t i = 0; i < count; i++) {
        ParsedNode *item = parsed_item(doc, list, i);
        if (!item) break;
        Text why = text_open(arena);
        add_reasons(&why, doc, item, "unmatched", "");
        uint64_t rows = parsed_count(doc, item, "rows"),
                 matched = parsed_count(doc, item, "matched");
        const Str cells[] = { str_printf(arena, "%S.%S to %S", parsed_str(doc, item, "record"),
                                         parsed_str(doc, item, "field"),
                                         parsed_str(doc, item, "parent")),
                              grouped(arena, rows), grouped(arena, matched),
                              grouped(arena, rows - matched), text_str(&why) };
        html_row(out, STR_EMPTY, cells, numbers, COUNT_OF(cells));
    }
    html_table_end(out);
}

void account_reading(Text *out, const Site *site)
{
    Parsed doc = site->ledger;
    doc.arena = out->arena;
    size_t count;
    put_reading(out, &doc, doc.root, site->kept.year_words);
    put_links(out, &doc, doc.root, site->kept.year_words);
    if (!parsed_has(doc.root, "earlier_years")) return;
    ParsedNode *list = parsed_list(&doc, doc.root, "earlier_years", &count);
    for (size_t i = 0; i < count; i++) {
        ParsedNode *item = parsed_item(&doc, list, i);
        if (!item) return;
        put_reading(out, &doc, item, parsed_str(&doc, item, "year"));
        put_links(out, &doc, item, parsed_str(&doc, item, "year"));
    }
}
