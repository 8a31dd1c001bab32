/* fault.c -- see fault.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/fault.h"
#include <stdlib.h>

enum { SHOWN_BYTES = 40 };

Str fault_mask(Arena *arena, Str value)
{
    bool letters = false, digits = false, spaces = false, other = false;
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.at[i];
        if (c >= '0' && c <= '9')
            digits = true;
        else if ((c | 32) >= 'a' && (c | 32) <= 'z')
            letters = true;
        else if (c == ' ')
            spaces = true;
        else
            other = true;
    }
    Text text = text_open(arena);
    text_add(&text, fault_count(arena, str_characters(value), "character", "characters"));
    const struct {
        bool there;
        const char *word;
    } classes[] = {
        { letters, "letters" }, { digits, "digits" }, { spaces, "spaces" }, { other, "others" }
    };
    const char *join = ": ";
    for (size_t i = 0; i < COUNT_OF(classes); i++) {
        if (!classes[i].there) continue;
        text_printf(&text, "%s%s", join, classes[i].word);
        join = ", ";
    }
    return text_str(&text);
}

Str fault_count(Arena *arena, uint64_t count, const char *one, const char *many)
{
    return str_printf(arena, "%g %s", count, count == 1 ? one : many);
}

void fault_say(Faults *faults, Fault where, DiagId id, Str words)
{
    if (words.len > FAULT_VALUE) words.len = FAULT_VALUE;
    if (faults->count == faults->cap) {
        faults->cap = faults->cap ? faults->cap * 2 : 64;
        faults->items = arena_big_resize(faults->arena, faults->items, sizeof(Fault) * faults->cap);
    }
    where.id = (uint16_t)id;
    where.words = true;
    where.len = (uint8_t)words.len;
    where.value = words.at;
    faults->items[faults->count++] = where;
}

void fault_add(Faults *faults, Fault where, DiagId id, Str value, bool mask)
{
    if (!faults->has_last || faults->last_masked != mask || !str_eq(faults->last, value)) {
        faults->last_shown = mask ? fault_mask(faults->arena, value)
                                  : str_printable(faults->arena, value, SHOWN_BYTES);
        faults->has_last = value.len <= SHOWN_BYTES;
        if (faults->has_last) faults->last = arena_str(faults->arena, value);
        faults->last_masked = mask;
    }
    fault_say(faults, where, id, faults->last_shown);
    faults->items[faults->count - 1].words = mask;
}

static int by_place(const void *left, const void *right)
{
    const Fault *a = left, *b = right;
    if (a->record != b->record) return a->record < b->record ? -1 : 1;
    if (a->column != b->column) return a->column < b->column ? -1 : 1;
    if (a->id != b->id) return a->id < b->id ? -1 : 1;
    return str_compare((Str){ a->value, a->len }, (Str){ b->value, b->len });
}

/* Those of one column come in the order of its rows. */
static bool is_in_order(const Faults *faults)
{
    for (size_t i = 1; i < faults->count; i++)
        if (by_place(&faults->items[i - 1], &faults->items[i]) > 0) return false;
    return true;
}

static FaultGroup *group_of(FaultLog *log, DiagId id, uint32_t column)
{
    if (log->last_group < log->group_count) {
        FaultGroup *last = &log->groups[log->last_group];
        if (last->id == id && last->column == column) return last;
    }
    size_t i = 0;
    while (i < log->group_count && (log->groups[i].id != id || log->groups[i].column != column))
        i++;
    if (i == log->group_count) {
        GROW(log->arena, log->groups, log->group_count, log->group_cap);
        log->groups[log->group_count++] = (FaultGroup){ .id = id, .column = column };
    }
    log->last_group = i;
    return &log->groups[i];
}

static void log_fault(FaultLog *log, const Fault *fault, uint64_t row, uint64_t line)
{
    FaultGroup *group = group_of(log, fault->id, fault->column);
    Str value = { fault->value, fault->len };
    if (group->count < FAULT_SHOWN) {
        struct FaultFirst *first = &group->first[group->count];
        first->row = row + fault->record;
        first->line = line + fault->line;
        first->value =
            fault->words ? arena_str(log->arena, value) : str_printf(log->arena, "\"%S\"", value);
    }
    group->count++;
    if (!log->problems) return;
    problems_add(log->problems, (Problem){ .where = &log->columns[fault->column],
                                           .row = row + fault->record,
                                           .line = line + fault->line,
                                           .id = fault->id,
                                           .len = fault->len,
                                           .value = fault->value });
}

/* Whether a fault is only what a byte outside the encoding, told before it, makes of its cell. */
static bool follows_from(const Fault *before, const Fault *fault)
{
    return before->id == D_TEXT_CP1252 && before->column == fault->column &&
           (fault->id == D_TEXT_ODD || fault->id == D_KEY_ODD);
}

void fault_merge(FaultLog *log, Faults *faults, uint64_t row, uint64_t line)
{
    if (!is_in_order(faults)) qsort(faults->items, faults->count, sizeof(Fault), by_place);
    for (size_t i = 0, end; i < faults->count; i = end) {
        bool headings = false;
        for (end = i; end < faults->count && faults->items[end].record == faults->items[i].record;
             end++)
            headings |= faults->items[end].id == D_HEADING_AGAIN;
        if (headings) { /* what its cells hold is no fault of theirs */
            Fault whole = faults->items[i];
            whole.id = D_HEADING_AGAIN;
            whole.column = 0;
            whole.len = 0;
            whole.words = true;
            log_fault(log, &whole, row, line);
            continue;
        }
        for (size_t k = i; k < end; k++)
            if (k == i || !follows_from(&faults->items[k - 1], &faults->items[k]))
                log_fault(log, &faults->items[k], row, line);
    }
}

static void report_group(const FaultLog *log, const FaultGroup *group, Diags *diags)
{
    const ProblemColumn *where = &log->columns[group->column];
    Str args[DIAG_ARGS + 1] = { STR_EMPTY,
                                problem_base(where->file),
                                where->heading,
                                fault_count(diags->arena, group->count, "row", "rows"),
                                group->first[0].value,
                                where->wanted,
                                where->wanted };
    Span span = where->field ? where->field->span : log->span;
    Diag *diag = diag_at(diags, group->id, span, args, COUNT_OF(args));
    diag->count = group->count;
    for (size_t i = 0; i < group->count && i < FAULT_SHOWN; i++) {
        const struct FaultFirst *first = &group->first[i];
        Str note = first->value;
        if (first->line != first->row)
            note =
                str_printf(diags->arena, "%S%s(line %g)", note, note.len ? " " : "", first->line);
        diag_cell(diags, diag,
                  (DiagCell){ where->file, first->row, group->column, where->heading, note });
    }
}

static int by_first(const void *left, const void *right)
{
    const FaultGroup *a = left, *b = right;
    if (a->first[0].row != b->first[0].row) return a->first[0].row < b->first[0].row ? -1 : 1;
    if (a->column != b->column) return a->column < b->column ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

bool fault_report(const FaultLog *log, Diags *diags)
{
    bool error = false;
    if (log->group_count > 1) qsort(log->groups, log->group_count, sizeof(FaultGroup), by_first);
    for (size_t i = 0; i < log->group_count; i++) {
        report_group(log, &log->groups[i], diags);
        error |= diag_info[log->groups[i].id].severity == DIAG_ERROR;
    }
    return error;
}
