/* grid.c -- see grid.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/grid.h"

Grid grid_open(Arena *arena, const char *align)
{
    assert(strlen(align) <= GRID_COLUMNS);
    return (Grid){ .arena = arena, .align = align };
}

void grid_cell(Grid *grid, Str cell)
{
    GROW(grid->arena, grid->cells, grid->count, grid->cap);
    grid->cells[grid->count++] = cell;
}

void grid_count(Grid *grid, uint64_t count)
{
    grid_cell(grid, str_printf(grid->arena, "%g", count));
}

void grid_share(Grid *grid, uint64_t part, uint64_t whole)
{
    if (whole == 0) {
        grid_cell(grid, STR_EMPTY);
        return;
    }
    u128 tenths = ((u128)part * 2000 + whole) / ((u128)whole * 2); /* of one per cent, rounded */
    grid_cell(grid,
              str_printf(grid->arena, "%u.%u%%", (uint64_t)(tenths / 10), (uint64_t)(tenths % 10)));
}

void grid_print(const Grid *grid, Text *text, size_t indent)
{
    size_t columns = strlen(grid->align), width[GRID_COLUMNS] = { 0 };
    for (size_t i = 0; i < grid->count; i++) {
        size_t wide = str_characters(grid->cells[i]);
        if (wide > width[i % columns]) width[i % columns] = wide;
    }
    for (size_t start = 0; start < grid->count; start += columns) {
        size_t last = start; /* nothing follows the last cell that has text */
        for (size_t i = start; i < start + columns && i < grid->count; i++)
            if (grid->cells[i].len) last = i;
        text_pad(text, ' ', indent);
        for (size_t i = start; i <= last; i++) {
            size_t c = i - start, gap = width[c] - str_characters(grid->cells[i]);
            if (c) text_add(text, STR("  "));
            if (grid->align[c] == 'r') text_pad(text, ' ', gap);
            text_add(text, grid->cells[i]);
            if (grid->align[c] == 'l' && i < last) text_pad(text, ' ', gap);
        }
        text_byte(text, '\n');
    }
}
