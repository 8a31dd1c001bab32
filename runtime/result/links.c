/* links.c -- see links.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/links.h"
#include "result/standing.h"
#include <stdlib.h>

/* A row of links.csv. */
typedef struct Line {
    const LinkOut *link;
    uint32_t of_space;      /* the row of the space that says it */
    uint32_t row, of;       /* of the two records */
    uint32_t rank, of_rank; /* of the two, by their keys */
    uint32_t through_rank;
} Line;

typedef struct Links {
    Sheet sheet;
    const Run *run;
    uint32_t **rank; /* of the rows of each record, by their keys; NULL where nobody asks */
    Line *lines;
    size_t count, cap;
} Links;

static const Table *table_of(const Links *links, uint32_t record)
{
    return &links->run->tables[record];
}

static void rank_rows(Links *links, Arena *arena, uint32_t record)
{
    const Table *table = table_of(links, record);
    if (links->rank[record]) return;
    links->rank[record] = NEW_ARRAY(arena, uint32_t, table->rows + 1);
    uint32_t *order = NEW_ARRAY(arena, uint32_t, table->rows + 1);
    if (table->rows) table_key_order(table, order, arena);
    for (uint32_t i = 0; i < table->rows; i++) links->rank[record][order[i]] = i;
}

static Str name_of(const Links *links, uint32_t record)
{
    return table_of(links, record)->schema->name;
}

static Str through_of(const Links *links, const LinkOut *link)
{
    return link->through == NONE ? STR_EMPTY : name_of(links, link->through);
}

static int number_order(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int by_key(const void *left, const void *right, void *user)
{
    const Links *links = user;
    const Line *a = left, *b = right;
    int order = str_compare(name_of(links, a->link->level), name_of(links, b->link->level));
    if (!order) order = number_order(a->rank, b->rank);
    if (!order) order = str_compare(name_of(links, a->link->of), name_of(links, b->link->of));
    if (!order) order = number_order(a->of_rank, b->of_rank);
    if (!order) order = str_compare(through_of(links, a->link), through_of(links, b->link));
    if (!order) order = number_order(a->through_rank, b->through_rank);
    return order ? order : number_order(a->of_space, b->of_space);
}

static void take(Links *links, Arena *arena, const LinkOut *link)
{
    uint32_t space = link->through == NONE ? link->level : link->through;
    uint64_t rows = table_of(links, space)->rows;
    rank_rows(links, arena, link->level);
    rank_rows(links, arena, link->of);
    rank_rows(links, arena, space);
    const Column *to = run_column(links->run, link->to);
    const Column *from = link->from == NONE ? NULL : run_column(links->run, link->from);
    for (uint32_t r = 0; r < rows; r++) {
        uint32_t row = from ? run_parent(from, r) : r, of = run_parent(to, r);
        if (row == NO_ROW || of == NO_ROW) continue;
        GROW(arena, links->lines, links->count, links->cap);
        links->lines[links->count++] = (Line){ .link = link,
                                               .of_space = r,
                                               .row = row,
                                               .of = of,
                                               .rank = links->rank[link->level][row],
                                               .of_rank = links->rank[link->of][of],
                                               .through_rank = links->rank[space][r] };
    }
}

static void add_line(Links *links, const Line *line)
{
    Sheet *sheet = &links->sheet;
    const LinkOut *link = line->link;
    const Printer *printer = sheet->printer;
    sheet_words(sheet, name_of(links, link->level));
    sheet_key(sheet, table_of(links, link->level), line->row);
    sheet_words(sheet, name_of(links, link->of));
    sheet_key(sheet, table_of(links, link->of), line->of);
    sheet_words(sheet, through_of(links, link));
    if (link->through != NONE)
        sheet_key(sheet, table_of(links, link->through), line->of_space);
    else
        sheet_cell(sheet);
    sheet_cell(sheet);
    if (link->weight != NONE)
        sheet_value(sheet, run_column(links->run, link->weight), line->of_space);
    uint8_t reason =
        link->status == NONE ? 0 : run_reason(run_column(links->run, link->status), line->of_space);
    sheet_words(sheet, reason ? reason_words(printer->program, reason) : STR_EMPTY);
    standing_cell(sheet);
    sheet_end_row(sheet);
}

SheetDone links_write(Writer *writer, Printer *printer, Arena *arena, SheetStyle style)
{
    static const struct {
        const char *name;
        TotalKind total;
    } heads[] = { { "level", TOTAL_KEY },      { "key", TOTAL_KEY },     { "of", TOTAL_KEY },
                  { "parent", TOTAL_KEY },     { "through", TOTAL_KEY }, { "row", TOTAL_KEY },
                  { "weight", TOTAL_NUMBERS }, { "reason", TOTAL_WORDS } };
    const Program *program = printer->program;
    Links links = { .sheet = sheet_open(writer, printer, arena, style), .run = printer->run };
    links.rank = NEW_ARRAY(arena, uint32_t *, program->schema_count + 1u);
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        sheet_heading(&links.sheet, STR_EMPTY, heads[i].name, heads[i].total);
    standing_heading(&links.sheet);
    sheet_end_headings(&links.sheet);
    for (uint32_t i = 0; i < program->link_count; i++) take(&links, arena, &program->links[i]);
    if (links.count) qsort_r(links.lines, links.count, sizeof *links.lines, by_key, &links);
    for (size_t i = 0; i < links.count; i++) add_line(&links, &links.lines[i]);
    return links.sheet.done;
}
