/* site.h -- kept results as pages: what lang/report's files share.
 *
 *   report.c    lus_report: the order of things
 *   read.c      level files, splits and national figures, by their columns
 *   series.c    the shown values of a level, as charts take them
 *   years.c     results of earlier years beside these
 *   name.c      what a unit's page is called
 *   look.c      style, policy, the strip on top, the foot
 *   sentence.c  what may be said of a figure
 *   figure.c    a measure on a page: sentences, table, groups
 *   account.c   the ledger
 *   find.c      units by their keys
 *   ties.c      which unit belongs to which: links.csv
 *   support.c   who could help whom: support.csv
 *   chance.c    how many would stand out by chance alone
 *   funnel.c    limits of a funnel, and who lies beyond them
 *   power.c     powers and what was decided of them
 *   unit.c      the page of a school, trust or region
 *   level.c     all units of a level in one table
 *   nation.c    the page of the nation
 *   annex.c     the audit annex
 *   index.c     the index
 *   write.c     the pages, on all threads
 *   choose.c    which of the results are of the year, and which units have pages
 *   draft.c     the page of one unit before publication
 *   move.c      what would move each band of a unit
 *   vega.c      the charts of a page as Vega-Lite
 *
 * Everything shown stands in the results; nothing is worked out but counts, shares and orders of
 * what stands there.  A Site is read only while pages are made.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_REPORT_SITE_H
#define LUSTRUM_REPORT_SITE_H

#include "archive/cells.h"
#include "archive/kept.h"
#include "check/check.h"
#include "chart/chart.h"
#include "meaning/meaning.h"
#include "pool.h"
#include "html.h"
#include "result/folder.h"
#include "term/signers.h"

enum { NO_COLUMN = -1, YEARS_MOST = 32 };
/* Where the tables of the results stand among the pages. */
#define SITE_FILES "files"
/* The list of all files, by which a folder of pages is known. */
#define SITE_NAME "site.json"
#define SITE_START "{\n  \"schema\": \"lustrum/site@1\""

/* Where the figures of a measure stand in a file; NO_COLUMN. */
typedef struct Columns {
    int value, lower, upper, counted, of, band, reason;
} Columns;

/* One figure as it is shown: cells of a file, empty where there is nothing. */
typedef struct Figure {
    Str value, lower, upper, counted, of, band, reason;
} Figure;

/* A measure split by groups at one level, or of the nation. */
typedef struct SiteSplit {
    const LevelOut *out;
    Cells cells;
    Columns columns;
    Str by;           /* "disadvantaged", for people */
    size_t key, keys; /* the columns of the group's name */
    size_t *first;    /* row of each unit's first group; one more: the end */
} SiteSplit;

/* What a `report` says of a measure's funnel, worked out of the results. */
typedef struct Limits {
    bool there;
    int64_t target;         /* in steps of the shown figures */
    const Exact *spread;    /* within units, in such steps, squared */
    const Exact *between;   /* additive: the variance between units in such steps, squared;
                             * multiplicative: by what variances are multiplied; NULL: none */
    Funnel chart;           /* of all units, none of them its own */
    uint32_t *unit;         /* the row of each of its points */
    size_t beyond[3];       /* how many lie beyond none, one or both limits */
    size_t beyond_plain[3]; /* the same without a correction */
} Limits;

typedef struct SiteMeasure {
    const MeasureOut *out;
    const Measure *rule;
    Str title, unit; /* unit: "", " points", "%" behind a value */
    Columns columns;
    Str counted;   /* "pupils": what is counted */
    Figure nation; /* of the same measure; empty where there is none */
    SiteSplit *splits;
    size_t split_count;
    SiteSplit *nation_splits; /* of the nation */
    size_t nation_split_count;
    Series series; /* the shown values of all units, in order: for charts */
    Str pale;      /* the caterpillar of all units, drawn once */
    Limits limits;
} SiteMeasure;

typedef struct SiteReview {
    const ReviewOut *out;
    const Review *rule;
    int finding, reason;
} SiteReview;

typedef struct SitePower {
    const PowerOut *out;
    const Power *rule;
    int open;
} SitePower;

typedef struct SiteLevel SiteLevel;

/* A line of links.csv: a unit that belongs to another. */
typedef struct Tie {
    const SiteLevel *level, *of;
    size_t row, parent;
    Str through, weight, reason; /* why it is not counted there; empty */
} Tie;

/* A line of support.csv: a unit that seeks or offers, perhaps with its partner. */
typedef struct SupportLine {
    const SupportOut *out;
    const SiteLevel *level, *group; /* group NULL: the nation, or none */
    size_t row, group_row, partner;
    size_t line; /* of the file */
    bool seeks, has_partner;
} SupportLine;

/* A level file: School.csv. */
struct SiteLevel {
    const LevelOut *out;
    const RecordSchema *schema; /* NULL: the nation, as judged */
    Str file, folder;           /* "School.csv", "School" */
    Str one, many;              /* "school", "schools" */
    Cells cells;
    size_t keys, names; /* columns of key, then of identity fields */
    Str *page;          /* of each unit: "School/100001.html" */
    Str *name;          /* of each unit, for people */
    bool *wanted;       /* of each unit: it has a page */
    SiteMeasure *measures;
    size_t measure_count;
    SiteReview *reviews;
    size_t review_count;
    SitePower *powers;
    size_t power_count;
    size_t *up;        /* of each unit its first of Site.ties; one more: the end */
    size_t *down;      /* of each unit its first of `below`; one more: the end */
    const Tie **below; /* what belongs to units of the level: by unit, then as in the file */
    bool has_below;
};

/* A level of an earlier year, as far as it has what this year's has. */
typedef struct YearLevel {
    Cells cells;
    size_t keys;
    bool there;
    Columns *columns; /* of each measure of the level */
    int *finding;     /* of each review */
} YearLevel;

/* Units of a level, with how they belong to another; ties NULL: all, and nothing of that. */
typedef struct Units {
    const SiteLevel *level;
    const Tie *const *ties;
    size_t count;
} Units;

/* Kept results of an earlier year of the same framework. */
typedef struct SiteYear {
    Kept kept;
    Str meaning_sha256; /* what its rules mean by this tool */
    YearLevel *levels;  /* as Site.levels */
} SiteYear;

typedef struct Vega Vega;

typedef struct Site {
    Call call;
    const LusReport *asked;
    Kept kept;
    LusProgram *program;
    Model *model;
    Meaning meaning;
    Signers signers;
    Str manifest_sha256;
    Parsed ledger;
    Cells nation;    /* nation.csv */
    Cells decisions; /* decisions.csv */
    bool has_decisions;
    SiteLevel *levels;
    size_t level_count;
    SiteLevel *judged; /* the nation's own line, where it is judged; NULL */
    Tie *ties;         /* by level and unit */
    size_t tie_count;
    Cells supports;             /* support.csv */
    SupportLine *support_lines; /* in its order */
    size_t support_count;
    SiteYear *years; /* earlier ones, first year first */
    size_t year_count;
    LusProgram *year_program[YEARS_MOST]; /* one with faults outlives the call, as messages do */
    const char *results;                  /* the folder of the year; those of earlier ones */
    const char **earlier;
    size_t earlier_count;
    const SiteLevel *draft; /* the level of the unit whose page before publication is made; NULL */
    size_t draft_row;
    Vega *vega; /* of each thread, where charts are asked for as data, too; each is that thread's */
    unsigned vega_count;
    Str theme;        /* of --theme, or empty */
    Str head, behind; /* of every page: up to the hash of its own style, and on to its title */
    Str style;
    Str strip; /* what every page begins with */
    Folder out;
    bool has_out;
    Pool *pool;
    Arena scratch; /* of what is forgotten soon */
    bool has_scratch;
    uint64_t pages, bytes; /* written */
    LusResult *result;
} Site;

/* ---- read.c ---- */
/* Reads all files and their columns; false after a message. */
bool site_read(Site *site);
Figure site_figure(const Cells *cells, const Columns *columns, size_t row);
Str site_cell(const Cells *cells, size_t row, int column);
/* The title, or where there is none the name. */
Str site_title(Str title, Str name);
/* "-0.15 points", "46%", "yes"; empty where there is none. */
Str site_value(Arena *arena, const SiteMeasure *measure, Str value);
/* The band's title; its name where the rules have none of that name. */
Str site_band(const MeasureOut *out, Str band);
Str site_finding(const ReviewOut *out, Str finding);
/* The nation's figure of a measure. */
Figure site_nation(const Site *site, Str measure);
/* A national figure of nation.csv: the cell of a column of the row. */
Str site_national(const Site *site, Str measure, const char *figure, const char *column);

/* Reads a file of kept results as a table, which it must be; false after a message. */
bool site_cells(Site *site, const Kept *kept, Str name, const KeptFile **file, Cells *cells);
Columns site_columns(const Cells *cells, Arena *arena, Str measure);
int site_column(const Cells *cells, Arena *arena, Str name, const char *part);

/* ---- years.c ---- */
/* Judges the earlier results that were named, and reads their levels; false after a message. */
bool years_judge(Site *site);
bool years_read(Site *site);
void years_close(Site *site);
/* The results of the year before; NULL where they were not named. */
const SiteYear *years_last(const Site *site);
/* The row of a unit in an earlier year, by its key; false where it is not there. */
bool years_row(const SiteYear *year, const Site *site, const SiteLevel *level, size_t row,
               size_t *then);
/* A figure of a unit in an earlier year; empty where there is none. */
Figure years_figure(const SiteYear *year, const Site *site, const SiteLevel *level,
                    const SiteMeasure *measure, size_t row);
/* A measure of a unit over the years: what may be said of the last, a chart, a table. */
void years_section(Text *out, const Site *site, const SiteLevel *level, const SiteMeasure *measure,
                   size_t row);
/* Whether rules are those of the year before, in a sentence. */
void years_rules(Text *out, const Site *site);

/* ---- name.c ---- */
/* Fills folder, pages and names of level `i`, those before it being done. */
void site_names(Arena *arena, SiteLevel *level, const SiteLevel *levels, size_t i);
/* A unit's key for people: its parts with / between them. */
Str name_key(Arena *arena, const SiteLevel *level, size_t row);

/* ---- series.c ---- */
/* The shown values of all units of a level, as a chart takes them. */
void series_read(Arena *arena, const SiteLevel *level, SiteMeasure *measure);
/* A shown number as steps of 10^-places; false of anything else. */
bool series_number(Str text, int places, int64_t *number);

/* ---- look.c ---- */
void look_prepare(Site *site);
/* A page up to where main begins: its title, the key of its unit, "" or "../" as the way to the
 * site's root; and from where main ends.  Nothing is made apart and copied: a page can be long. */
void look_begin(const Site *site, Text *page, Str title, Str key, Str root);
void look_end(Text *page);

/* ---- sentence.c ---- */
/* "withheld as SUPP", or the words as they are. */
Str sentence_reason(const Site *site, Arena *arena, Str reason);
/* What may be said of a unit's figure, in sentences as HTML. */
void sentence_figure(Text *out, const Site *site, const SiteMeasure *measure, const Figure *figure);
/* The same in one, for the head of a page. */
void sentence_short(Text *out, const Site *site, const SiteMeasure *measure, const Figure *figure);
/* Where a figure stands beside another: by their intervals, where both tell; else BESIDE_UNKNOWN.
 */
typedef enum { BESIDE_UNKNOWN, BESIDE_ABOVE, BESIDE_BELOW, BESIDE_OVERLAPS } Beside;
Beside sentence_beside(const Figure *figure, const Figure *other);
/* "33.3%" of a part of a whole; empty of nothing. */
Str sentence_share(Arena *arena, uint64_t part, uint64_t whole);

/* ---- figure.c ---- */
/* A measure on the page of unit `row`. */
void figure_section(Text *out, const Site *site, const SiteLevel *level, const SiteMeasure *measure,
                    size_t row);
/* ", in points"; ", in per cent". */
Str figure_unit(Arena *arena, const SiteMeasure *measure);
/* What each measure leaves out, and why, in the words of the rules. */
void figure_left_out(Text *out, const Site *site);

/* ---- level.c ---- */
/* "schools", of one "school": behind how many the level has. */
static inline Str level_many(const SiteLevel *level)
{
    return level->cells.rows == 1 ? level->one : level->many;
}
Units units_all(const SiteLevel *level);
static inline size_t units_row(const Units *units, size_t i)
{
    return units->ties ? units->ties[i]->row : i;
}
/* A measure of some units; `root` leads from the page to the site's root. */
void level_table(Text *out, const Units *units, const SiteMeasure *measure, Str root);
/* Why figures in a table make no ranking. */
const char *level_no_ranking(const SiteLevel *level);
/* Where the page of a unit is, from there; empty of one without a page. */
Str level_link(Arena *arena, const SiteLevel *level, size_t row, Str root);

/* ---- find.c ---- */
typedef struct Finder Finder;
/* For the units of all levels that have been read. */
Finder *finder_open(const Site *site, Arena *arena);
/* The level of that name, which has a file; NULL. */
const SiteLevel *finder_level(const Finder *finder, Str level);
/* The level of a unit by its name and key, and the unit's row; NULL. */
const SiteLevel *finder_unit(const Finder *finder, Str level, Str key, size_t *row);

/* ---- ties.c ---- */
/* Reads links.csv, where the results have one; false after a message. */
bool ties_read(Site *site);
/* What a unit belongs to, as facts of a list. */
void ties_up(Text *out, const Site *site, const SiteLevel *level, size_t row);
/* What belongs to a unit: findings and measures. */
void ties_down(Text *out, const Site *site, const SiteLevel *level, size_t row);
/* Units of a level side by side, by what was found of those that belong to them. */
void ties_beside(Text *out, const Site *site, const SiteLevel *level);

/* ---- support.c ---- */
/* Reads support.csv, where the results have one; false after a message. */
bool supports_read(Site *site);
/* Whom a unit could turn to, and whom it could help. */
void supports_section(Text *out, const Site *site, const SiteLevel *level, size_t row);
/* All pairs of what belongs to a unit, and who is without; how many of the nation, or its pairs. */
void supports_within(Text *out, const Site *site, const SiteLevel *of, size_t parent);
void supports_nation(Text *out, const Site *site);

/* ---- funnel.c ---- */
/* The funnels that the rules' report asks for; false where numbers are too great to draw. */
void funnels_read(Site *site);
/* The funnel of all units; of some of them, those marked, where units->ties. */
void funnel_section(Text *out, const Site *site, const Units *units, const SiteMeasure *measure);
/* Its numbers, of the units. */
void funnel_table(Text *out, const Site *site, const Units *units, const SiteMeasure *measure,
                  Str root);

/* ---- chance.c ---- */
/* How many lie below and above the nation by their intervals, and how many would by chance. */
void chance_section(Text *out, const SiteLevel *level, const SiteMeasure *measure);

/* ---- power.c ---- */
bool power_is_open(Str word);
/* The powers over a unit; those that are held in it and over which units they are open. */
void powers_section(Text *out, const Site *site, const SiteLevel *level, size_t row);
void powers_held(Text *out, const Site *site, const SiteLevel *of, size_t parent);

/* ---- account.c ---- */
/* How many units of each level have a figure; what became of every row; of every file and link. */
void account_coverage(Text *out, const Site *site);
void account_measuring(Text *out, const Site *site);
void account_reading(Text *out, const Site *site);

/* ---- the pages: what stands in main ---- */
void unit_page(Text *out, const Site *site, const SiteLevel *level, size_t row);
void level_page(Text *out, const Site *site, const SiteLevel *level);
void nation_page(Text *out, const Site *site);
void annex_page(Text *out, const Site *site);
void index_page(Text *out, const Site *site);
/* The questions of the rules' report, on the page of a unit. */
void page_questions(Text *out, const Site *site);
/* How to read a page, where it comes from, and who answers for it; ends every page. */
void page_end(Text *out, const Site *site, Str root);

/* ---- choose.c ---- */
/* Which of the results that were named are those of the year; false after a message. */
bool choose_year(Site *site);
/* Which units have pages: all, those with the key that was asked for, or none beside the one whose
 * page is made before publication; false after a message. */
bool choose_units(Site *site);

/* ---- vega.c ---- */
/* Before pages are made; before and after each of them, on the thread that makes it. */
void vega_prepare(Site *site, unsigned threads);
void vega_begin(Site *site, unsigned worker, const Arena *arena);
/* The charts that were noted; empty where there were none. */
Str vega_end(const Site *site, const Text *out);
/* Note a chart that is drawn into `out`; nothing where nobody asks for it. */
void vega_caterpillar(const Site *site, const Text *out, Str title, const SiteLevel *level,
                      const SiteMeasure *measure, const Series *series);
void vega_among(const Site *site, const Text *out, Str title, const SiteLevel *level,
                const SiteMeasure *measure, size_t row);
void vega_bars(const Site *site, const Text *out, Str title, Str many, const Bar *items,
               size_t count, bool last);
void vega_trend(const Site *site, const Text *out, Str title, const SiteMeasure *measure,
                const TrendYear *years, size_t count);
void vega_ribs(const Site *site, const Text *out, Str title, const SiteMeasure *measure,
               const Rib *items, size_t count);
void vega_funnel(const Site *site, const Text *out, Str title, const Units *units,
                 const SiteMeasure *measure, const Funnel *chart);

/* ---- move.c ---- */
/* By how much the figures of a unit would have to move for each of their bands. */
void move_section(Text *out, const Site *site, const SiteLevel *level, size_t row);

/* ---- draft.c ---- */
/* The name of its file. */
Str draft_name(const Site *site);
/* What stands on top of a page before publication; how what is wrong in it is reported. */
void draft_strip(Text *out, const Site *site);
void draft_wrong(Text *out, const Site *site, const SiteLevel *level, size_t row);
/* Where another page is, from there; empty on a page before publication, which stands alone. */
static inline Str site_link(const Site *site, Str to)
{
    return site->draft ? STR_EMPTY : to;
}

/* ---- report.c ---- */
/* What the command says of pages that were written. */
Str site_summary(Site *site);

/* ---- write.c ---- */
/* Whether a file of the results stands among the pages, too. */
static inline bool site_is_shown(const KeptFile *file)
{
    return file->has_rows && !str_has(file->name, STR(".spreadsheet."));
}
/* School.csv as School.json. */
static inline Str site_json_name(Arena *arena, Str name)
{
    return str_printf(arena, "%S.json", str_slice(name, 0, name.len - 4));
}
/* Writes every page that was asked for; false after a message. */
bool site_write(Site *site);

#endif
