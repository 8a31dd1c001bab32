/* support.c -- see support.h.
 *
 * Units that offer are put by their group first, so that those of one group stand together; each
 * unit that seeks goes over them twice: once for how near the last one named is, once for all who
 * are as near.  Ties at the cut are all written, so no order decides who is named.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/support.h"
#include "result/standing.h"
#include <stdlib.h>

typedef enum { STANDS_NO, STANDS_YES, STANDS_UNDECIDED } Stands;

/* A unit of the record that a support is of. */
typedef struct Unit {
    uint32_t row, key; /* of the table; place by keys */
    uint32_t group;    /* row of the group; 0 in the nation; NO_ROW: in none */
    Stands seeks, offers;
    bool compared; /* it has a group and every figure */
} Unit;

/* A unit that offers, as near as it is to one that seeks. */
typedef struct Near {
    const Unit *unit;
    int64_t distance; /* times 2 */
    uint64_t place;
} Near;

typedef struct Writing {
    Sheet sheet;
    const Run *run;
    const SupportOut *support;
    Str *heads; /* the figures of all supports, each once */
    size_t head_count;
    Unit *units; /* in the order of their keys */
    size_t unit_count;
    const Unit **offers; /* those that offer and are compared, by group and key */
    size_t offer_count;
    size_t *first;    /* of each group its first of offers; one more: the end */
    int64_t *ranks;   /* times 2; of each row figure_count of them */
    Near *near;       /* room for all that offer */
    int64_t *nearest; /* the smallest distances so far, in order */
} Writing;

static const Table *table_of(const Writing *w)
{
    return &w->run->tables[w->support->of];
}

/* ---- reading the run ---- */

static Stands stands(const Writing *w, uint32_t column, uint32_t row)
{
    int yes = cell_yes(run_column(w->run, column), row);
    return yes < 0 ? STANDS_UNDECIDED : yes ? STANDS_YES : STANDS_NO;
}

static void read_unit(Writing *w, Unit *unit)
{
    const SupportOut *s = w->support;
    const Printer *printer = w->sheet.printer;
    uint32_t row = unit->row;
    unit->group = s->row == NONE ? 0 : run_parent(run_column(w->run, s->row), row);
    unit->seeks = stands(w, s->seeks, row);
    unit->offers = stands(w, s->offers, row);
    unit->compared = unit->group != NO_ROW;
    for (uint32_t f = 0; f < s->figure_count; f++) {
        const Column *rank = run_column(w->run, s->rank[f]);
        if (run_reason(rank, row))
            unit->compared = false;
        else
            w->ranks[(size_t)row * s->figure_count + f] = cell_halves(printer, rank, row);
    }
}

static void read_units(Writing *w, Arena *arena)
{
    const Table *table = table_of(w);
    size_t rows = (size_t)table->rows;
    uint32_t *order = NEW_ARRAY(arena, uint32_t, rows + 1);
    if (rows) table_key_order(table, order, arena);
    w->units = NEW_ARRAY(arena, Unit, rows + 1);
    w->ranks = NEW_ARRAY(arena, int64_t, rows * w->support->figure_count + 1);
    w->unit_count = rows;
    for (size_t i = 0; i < rows; i++) {
        w->units[i] = (Unit){ .row = order[i], .key = (uint32_t)i };
        read_unit(w, &w->units[i]);
    }
}

static bool is_offered(const Unit *unit)
{
    return unit->compared && unit->offers == STANDS_YES;
}

/* Those that offer, by group: counted, then put in place. */
static void read_offers(Writing *w, Arena *arena)
{
    const SupportOut *s = w->support;
    size_t groups = s->row == NONE ? 1 : (size_t)w->run->tables[s->group].rows;
    w->first = NEW_ARRAY(arena, size_t, groups + 1);
    size_t *next = NEW_ARRAY(arena, size_t, groups + 1);
    w->offer_count = 0;
    for (size_t i = 0; i < w->unit_count; i++)
        if (is_offered(&w->units[i])) {
            w->first[w->units[i].group + 1]++;
            w->offer_count++;
        }
    for (size_t g = 0; g < groups; g++) {
        w->first[g + 1] += w->first[g];
        next[g] = w->first[g];
    }
    w->offers = NEW_ARRAY(arena, const Unit *, w->offer_count + 1);
    for (size_t i = 0; i < w->unit_count; i++)
        if (is_offered(&w->units[i])) w->offers[next[w->units[i].group]++] = &w->units[i];
    w->near = NEW_ARRAY(arena, Near, w->offer_count + 1);
    w->nearest = NEW_ARRAY(arena, int64_t, s->nearest);
}

/* ---- who is near ---- */

static int64_t distance_of(const Writing *w, const Unit *a, const Unit *b)
{
    size_t count = w->support->figure_count;
    const int64_t *x = &w->ranks[a->row * count], *y = &w->ranks[b->row * count];
    int64_t sum = 0;
    for (size_t f = 0; f < count; f++) sum += x[f] > y[f] ? x[f] - y[f] : y[f] - x[f];
    return sum;
}

/* Keeps the `most` smallest distances in order. */
static void keep_nearest(int64_t *nearest, size_t *kept, size_t most, int64_t distance)
{
    size_t at;
    if (*kept < most)
        at = (*kept)++;
    else if (distance < nearest[most - 1])
        at = most - 1;
    else
        return;
    for (; at > 0 && nearest[at - 1] > distance; at--) nearest[at] = nearest[at - 1];
    nearest[at] = distance;
}

static int by_distance(const void *left, const void *right)
{
    const Near *a = left, *b = right;
    if (a->distance != b->distance) return a->distance < b->distance ? -1 : 1;
    return (a->unit->key > b->unit->key) - (a->unit->key < b->unit->key);
}

/* Fills w->near with the nearest units that offer to one that seeks, itself left out. */
static size_t find_near(Writing *w, const Unit *seeker)
{
    size_t all = 0, kept = 0, count = 0;
    for (size_t i = w->first[seeker->group]; i < w->first[seeker->group + 1]; i++) {
        if (w->offers[i] == seeker) continue;
        int64_t distance = distance_of(w, seeker, w->offers[i]);
        w->near[all++] = (Near){ .unit = w->offers[i], .distance = distance };
        keep_nearest(w->nearest, &kept, w->support->nearest, distance);
    }
    for (size_t i = 0; i < all; i++)
        if (w->near[i].distance <= w->nearest[kept - 1]) w->near[count++] = w->near[i];
    if (count) qsort(w->near, count, sizeof *w->near, by_distance);
    for (size_t i = 0; i < count; i++)
        w->near[i].place =
            i && w->near[i].distance == w->near[i - 1].distance ? w->near[i - 1].place : i + 1;
    return count;
}

/* ---- lines ---- */

/* Half a whole number: 7 or 7.5. */
static void add_half(Sheet *sheet, int64_t twice)
{
    sheet_cell(sheet);
    text_printf(&sheet->line, "%d%s", twice / 2, twice % 2 ? ".5" : "");
}

static void add_ranks(Writing *w, const Unit *unit, const Unit *partner)
{
    const SupportOut *s = w->support;
    for (size_t h = 0; h < w->head_count; h++) {
        uint32_t f = 0;
        while (f < s->figure_count && !str_eq(s->figure_name[f], w->heads[h])) f++;
        for (int side = 0; side < 2; side++) {
            const Unit *of = side ? partner : unit;
            if (f < s->figure_count && of && of->compared)
                add_half(&w->sheet, w->ranks[(size_t)of->row * s->figure_count + f]);
            else
                sheet_cell(&w->sheet);
        }
    }
}

static void add_line(Writing *w, const Unit *unit, bool seeks, const Near *near, Str reason)
{
    const SupportOut *s = w->support;
    Sheet *sheet = &w->sheet;
    bool in_group = s->row != NONE && unit->group != NO_ROW;
    sheet_words(sheet, s->name);
    sheet_words(sheet, table_of(w)->schema->name);
    sheet_key(sheet, table_of(w), unit->row);
    sheet_words(sheet, s->row == NONE ? STR_EMPTY : w->run->tables[s->group].schema->name);
    if (in_group)
        sheet_key(sheet, &w->run->tables[s->group], unit->group);
    else
        sheet_cell(sheet);
    sheet_words(sheet, seeks ? STR("seeks") : STR("offers"));
    if (near) {
        sheet_key(sheet, table_of(w), near->unit->row);
        sheet_cell(sheet);
        text_printf(&sheet->line, "%g", near->place);
        add_half(sheet, near->distance);
    } else {
        for (int i = 0; i < 3; i++) sheet_cell(sheet);
    }
    add_ranks(w, unit, near ? near->unit : NULL);
    sheet_words(sheet, reason);
    standing_cell(sheet);
    sheet_end_row(sheet);
}

static Str reason_of(const Writing *w, uint32_t column, uint32_t row)
{
    return reason_words(w->sheet.printer->program, run_reason(run_column(w->run, column), row));
}

/* Why a unit is not compared: it is in no group, or the first figure that is missing. */
static Str why_not_compared(const Writing *w, Arena *arena, const Unit *unit)
{
    const SupportOut *s = w->support;
    if (unit->group == NO_ROW)
        return str_printf(arena, "%S: %S", w->run->tables[s->group].schema->name,
                          reason_of(w, s->row, unit->row));
    for (uint32_t f = 0; f < s->figure_count; f++)
        if (run_reason(run_column(w->run, s->figure[f]), unit->row))
            return str_printf(arena, "%S: %S", s->figure_name[f],
                              reason_of(w, s->figure[f], unit->row));
    return STR_EMPTY;
}

/* A unit by itself: what it offers, or why it has no partner. */
static void add_alone(Writing *w, const Unit *unit, bool seeks)
{
    Arena *scratch = w->sheet.printer->scratch;
    const SupportOut *s = w->support;
    Stands stands = seeks ? unit->seeks : unit->offers;
    Str reason = STR_EMPTY;
    if (stands == STANDS_UNDECIDED)
        reason = str_printf(scratch, "not decided: %S",
                            reason_of(w, seeks ? s->seeks : s->offers, unit->row));
    else if (!unit->compared)
        reason = why_not_compared(w, scratch, unit);
    else if (seeks)
        reason = STR("none offers");
    add_line(w, unit, seeks, NULL, reason);
}

static void add_seeker(Writing *w, const Unit *unit)
{
    size_t count = 0;
    if (unit->seeks == STANDS_YES && unit->compared) count = find_near(w, unit);
    for (size_t i = 0; i < count; i++) add_line(w, unit, true, &w->near[i], STR_EMPTY);
    if (!count) add_alone(w, unit, true);
}

static void add_support(Writing *w, Arena *arena, const SupportOut *support)
{
    w->support = support;
    read_units(w, arena);
    read_offers(w, arena);
    for (size_t i = 0; i < w->unit_count; i++)
        if (w->units[i].offers != STANDS_NO) add_alone(w, &w->units[i], false);
    for (size_t i = 0; i < w->unit_count; i++)
        if (w->units[i].seeks != STANDS_NO) add_seeker(w, &w->units[i]);
}

/* ---- the file ---- */

static void headings(Writing *w)
{
    static const struct {
        const char *name;
        TotalKind total;
    } heads[] = { { "support", TOTAL_KEY },     { "level", TOTAL_KEY },
                  { "key", TOTAL_KEY },         { "in", TOTAL_KEY },
                  { "group", TOTAL_KEY },       { "side", TOTAL_KEY },
                  { "partner", TOTAL_KEY },     { "place", TOTAL_NUMBERS },
                  { "distance", TOTAL_NUMBERS } };
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        sheet_heading(&w->sheet, STR_EMPTY, heads[i].name, heads[i].total);
    for (size_t h = 0; h < w->head_count; h++) {
        sheet_heading(&w->sheet, w->heads[h], ".rank", TOTAL_NUMBERS);
        sheet_heading(&w->sheet, w->heads[h], ".partner_rank", TOTAL_NUMBERS);
    }
    sheet_heading(&w->sheet, STR_EMPTY, "reason", TOTAL_WORDS);
    standing_heading(&w->sheet);
    sheet_end_headings(&w->sheet);
}

static void add_head(Writing *w, Str name)
{
    for (size_t h = 0; h < w->head_count; h++)
        if (str_eq(w->heads[h], name)) return;
    w->heads[w->head_count++] = name;
}

static int by_name(const void *left, const void *right)
{
    const SupportOut *const *a = left, *const *b = right;
    return str_compare((*a)->name, (*b)->name);
}

SheetDone support_write(Writer *writer, Printer *printer, Arena *arena, SheetStyle style)
{
    const Program *program = printer->program;
    Writing w = { .sheet = sheet_open(writer, printer, arena, style), .run = printer->run };
    const SupportOut **order = NEW_ARRAY(arena, const SupportOut *, program->support_count + 1u);
    size_t room = 1;
    for (uint32_t i = 0; i < program->support_count; i++) {
        order[i] = &program->supports[i];
        room += program->supports[i].figure_count;
    }
    w.heads = NEW_ARRAY(arena, Str, room);
    if (program->support_count) qsort(order, program->support_count, sizeof *order, by_name);
    for (uint32_t i = 0; i < program->support_count; i++)
        for (uint32_t f = 0; f < order[i]->figure_count; f++)
            add_head(&w, order[i]->figure_name[f]);
    headings(&w);
    for (uint32_t i = 0; i < program->support_count; i++) add_support(&w, arena, order[i]);
    return w.sheet.done;
}
