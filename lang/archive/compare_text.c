/* compare_text.c -- see compare.h: told as text.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/compare.h"
#include "result/grid.h"
#include <stdlib.h>

enum { ROWS_SHOWN = 20 }; /* of a record; --json has all */

static void tell_side(Text *text, const Kept *kept)
{
    text_printf(text, "  %S: %S, %S, %S", kept->shown, kept->framework, kept->year_words,
                kept->mode);
    if (kept->vintage.len) text_printf(text, ", %S data", kept->vintage);
    text_printf(text, ", Lustrum %S\n", kept->tool_version);
}

static void tell_files(Text *text, const Compare *c)
{
    text_add(text, STR("  Data   "));
    if (!c->data) text_add(text, STR("the same"));
    for (size_t i = 0; i < c->file_count; i++) {
        const OtherFile *file = &c->files[i];
        text_printf(text, "%s%S%s%S%s", i ? ", " : "", file->name, file->year.len ? " of " : "",
                    file->year,
                    file->came   ? " (new)"
                    : file->went ? " (gone)"
                                 : "");
    }
    text_byte(text, '\n');
}

static void tell_rules(Text *text, const Compare *c)
{
    const Kept *before = &c->kept[BEFORE], *after = &c->kept[AFTER];
    bool any = false;
    text_add(text, STR("  Rules  "));
    text_add(text, c->meaning   ? STR("another meaning")
                   : c->wording ? STR("the same meaning, other words")
                                : STR("the same meaning"));
    for (size_t i = 0; i < after->rule_count; i++)
        for (size_t k = 0; k < before->rule_count; k++) {
            const KeptRule *new = &after->rules[i], *old = &before->rules[k];
            if (!str_eq(new->name, old->name) || str_eq(new->meaning, old->meaning)) continue;
            text_printf(text, "%s%S", any ? ", " : ": ", new->name);
            any = true;
        }
    text_byte(text, '\n');
}

static void tell_causes(Text *text, const Compare *c)
{
    text_add(text, STR("\nWhat is not the same\n"));
    const Kept *before = &c->kept[BEFORE], *after = &c->kept[AFTER];
    if (c->year) text_printf(text, "  Year   %S, now %S\n", before->year_words, after->year_words);
    if (c->standing) text_printf(text, "  Status %S, now %S\n", before->mode, after->mode);
    tell_files(text, c);
    tell_rules(text, c);
    if (c->reference) text_add(text, STR("  Reference of national figures: another\n"));
    text_printf(text, "  Tool   %s\n", c->tool ? "another build" : "the same");
    if (c->clause_count) text_add(text, STR("\nClauses that changed\n"));
    for (size_t i = 0; i < c->clause_count; i++)
        text_printf(text, "  %S\n", c->clauses[i].sentence);
}

/* ---- counts ---- */

typedef struct Pair {
    Str what, before, after;
    uint64_t count;
} Pair;

static int by_text(const void *left, const void *right)
{
    const Pair *a = left, *b = right;
    int order = str_compare(a->what, b->what);
    if (!order) order = str_compare(a->before, b->before);
    return order ? order : str_compare(a->after, b->after);
}

static Str or_none(Str word)
{
    return word.len ? word : STR("none");
}

/* How often a band, finding or power went from each to each. */
static void tell_pairs(Text *text, const Compare *c, MoveKind kind, const char *heading)
{
    Arena *arena = &c->result->arena;
    Pair *pairs = NEW_ARRAY(arena, Pair, c->moves.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < c->moves.count; i++) {
        const Move *move = &c->moves.items[i];
        if (move->kind != kind || move->came || move->went) continue;
        Str what = str_printf(arena, "%S, %S", move->file, move->column);
        pairs[count++] = (Pair){ what, or_none(move->before), or_none(move->after), 1 };
    }
    if (!count) return;
    if (count > 1) qsort(pairs, count, sizeof *pairs, by_text);
    Grid grid = grid_open(arena, "lllr");
    for (size_t i = 0; i < count;) {
        size_t same = i + 1;
        while (same < count && by_text(&pairs[i], &pairs[same]) == 0) same++;
        grid_cell(&grid, pairs[i].what);
        grid_cell(&grid, pairs[i].before);
        grid_cell(&grid, str_printf(arena, "to %S", pairs[i].after));
        grid_count(&grid, same - i);
        i = same;
    }
    text_printf(text, "\n%s\n", heading);
    grid_print(&grid, text, 2);
}

/* ---- each move ---- */

static Str shown(Arena *arena, const Move *move, Str cell, bool there)
{
    if (!there) return STR("not there");
    return cell.len           ? str_printable(arena, cell, 60)
           : move->column.len ? STR("nothing")
                              : STR("there");
}

static void tell_moves(Text *text, const Compare *c)
{
    Arena *arena = &c->result->arena;
    static const char *const heads[] = { "File", "Row", "Column", "Before", "After", "By" };
    Grid grid = grid_open(arena, "llllll");
    for (size_t i = 0; i < COUNT_OF(heads); i++) grid_cell(&grid, str_of(heads[i]));
    for (size_t i = 0; i < c->moves.count; i++) {
        const Move *move = &c->moves.items[i];
        Str row = moves_words(arena, move->key);
        if (move->name.len) row = str_printf(arena, "%S %S", row, moves_words(arena, move->name));
        grid_cell(&grid, move->file);
        grid_cell(&grid, str_printable(arena, row, 80));
        grid_cell(&grid, move->column);
        grid_cell(&grid, shown(arena, move, move->before, !move->came));
        grid_cell(&grid, shown(arena, move, move->after, !move->went));
        grid_cell(&grid, compare_by_words(arena, c, i));
    }
    text_printf(text, "\nWhat moved (%g)\n", (uint64_t)c->moves.count);
    grid_print(&grid, text, 2);
    if (c->split) return;
    if (c->year) {
        text_printf(
            text, "\nThey may be due to %S.  Results of two years cannot be told apart by cause.\n",
            compare_by(arena, compare_possible(c)));
        return;
    }
    text_printf(text,
                "\nThey may be due to %S.  With the data of both, --before DIR and --after DIR,\n"
                "each is told by which.\n",
                compare_by(arena, compare_possible(c)));
}

/* ---- rows of the data ---- */

static void tell_row(Text *text, const ChangedRow *row, bool guarded)
{
    text_add(text, STR("    "));
    if (!guarded) text_printf(text, "%S: ", row->key);
    if (!row->rows[BEFORE]) text_printf(text, "new, row %g", row->rows[AFTER]);
    if (!row->rows[AFTER]) text_printf(text, "gone, was row %g", row->rows[BEFORE]);
    if (row->rows[BEFORE] && row->rows[AFTER])
        text_printf(text, "row %g, now %g", row->rows[BEFORE], row->rows[AFTER]);
    for (size_t i = 0; i < row->cell_count; i++) {
        const ChangedCell *cell = &row->cells[i];
        text_printf(text, "%s%S", i ? ", " : ": ", cell->field);
        if (!guarded) text_printf(text, " %S to %S", cell->before, cell->after);
    }
    text_byte(text, '\n');
}

static void tell_record(Text *text, const ChangedRecord *record)
{
    bool same = record->rows[BEFORE] == record->rows[AFTER] && !record->count;
    if (record->keyed && same) return;
    text_printf(text, "  %S: %g rows, now %g", record->record, record->rows[BEFORE],
                record->rows[AFTER]);
    if (record->keyed)
        text_printf(text, "; %g new, %g gone, %g changed", record->came, record->went,
                    record->changed);
    else
        text_add(text, STR("; without a key of their own, not matched"));
    text_byte(text, '\n');
    for (size_t i = 0; i < record->count && i < ROWS_SHOWN; i++)
        tell_row(text, &record->items[i], record->guarded);
    if (record->count > ROWS_SHOWN)
        text_printf(text, "    and %g more: --json has them all\n", record->count - ROWS_SHOWN);
}

Str compare_text(Compare *c)
{
    Text text = text_open(&c->result->arena);
    text_printf(&text, c->moves.count ? "The results are not the same.\n"
                                      : "All figures, bands, findings and powers are the same.\n");
    for (int side = 0; side < SIDES; side++) tell_side(&text, &c->kept[side]);
    tell_causes(&text, c);
    if (c->record_count && c->data) text_add(&text, STR("\nRows of the data\n"));
    for (size_t i = 0; i < c->record_count && c->data; i++) tell_record(&text, &c->records[i]);
    tell_pairs(&text, c, MOVE_BAND, "Bands");
    tell_pairs(&text, c, MOVE_FINDING, "Findings");
    tell_pairs(&text, c, MOVE_POWER, "Powers");
    if (c->moves.count) tell_moves(&text, c);
    return text_str(&text);
}
