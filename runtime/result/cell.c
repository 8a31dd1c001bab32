/* cell.c -- see cell.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/cell.h"
#include "calendar.h"
#include "number/integer.h"
#include "number/lane.h"

enum { SCRATCH_MOST = 1 << 20 };

void printer_rest(Printer *printer)
{
    if (printer->scratch->used > SCRATCH_MOST) arena_close(printer->scratch);
}

/* The number as a fraction of 64-bit parts, where its lane has one. */
static bool as_ratio(const Printer *printer, const Column *column, uint64_t row, int64_t *num,
                     int64_t *den)
{
    size_t place = column->constant ? 0 : row;
    switch (column->lane) {
    case LANE_I64:
        *num = column->i64[place];
        *den = column->den;
        return true;
    case LANE_I128:
        *num = (int64_t)column->wide[place];
        *den = column->den;
        return fits_i64(column->wide[place]);
    case LANE_Q64:
        *num = column->i64[place];
        *den = dens_value(printer->run->dens, column->den_id[place]);
        return true;
    case LANE_EXACT: return exact_to_ratio(column->exact[place], num, den);
    }
    return false;
}

/* num / den rounded, in 64-bit parts; false where they would not hold it. */
static bool round_quickly(int64_t num, int64_t den, const Round *round, int64_t *out)
{
    i128 top, bottom, whole;
    if (__builtin_mul_overflow((i128)num, (i128)round->den, &top)) return false;
    if (__builtin_mul_overflow((i128)den, (i128)round->num, &bottom)) return false;
    whole = round_i128(top, bottom, round->mode);
    if (__builtin_mul_overflow(whole, (i128)round->num, &whole)) return false;
    *out = (int64_t)whole;
    return fits_i64(whole);
}

/* The number rounded, over the denominator of its step; false where 64 bits would not hold it. */
static bool round_small(const Printer *printer, const Column *column, uint64_t row,
                        const Round *round, int64_t *out)
{
    int64_t num, den, steps;
    if (round->den == 0) return false;
    if (as_ratio(printer, column, row, &num, &den)) return round_quickly(num, den, round, out);
    if (column->lane != LANE_EXACT) return false;
    const Exact *exact = column->exact[column->constant ? 0 : row];
    return exact_round_steps(printer->scratch, exact, round, &steps) &&
           !__builtin_mul_overflow(steps, round->num, out);
}

void cell_shown(Text *text, Printer *printer, const Column *column, uint64_t row, Shown shown)
{
    int64_t whole, hundred;
    if (round_small(printer, column, row, shown.round, &whole) &&
        !__builtin_mul_overflow(whole, (int64_t)(shown.percent ? 100 : 1), &hundred)) {
        number_write_ratio(text, hundred, shown.round->den, shown.places);
        return;
    }
    Arena *scratch = printer->scratch;
    const Exact *exact = column_exact_at(scratch, printer->run->dens, column, row);
    exact = exact_round(scratch, exact, shown.round);
    if (shown.percent) exact = exact_mul(scratch, exact, exact_from_i64(scratch, 100));
    number_write(text, exact, shown.places);
}

void cell_exact(Text *text, Printer *printer, const Column *column, uint64_t row)
{
    number_write_exact(text, column_exact_at(printer->scratch, printer->run->dens, column, row));
}

/* 2027 as 2027/28. */
static void text_year(Text *text, int64_t year)
{
    int64_t next = (year + 1) % 100;
    text_i64(text, year);
    text_add(text, next < 10 ? STR("/0") : STR("/"));
    text_i64(text, next);
}

Str year_words(Arena *arena, int64_t year)
{
    Text text = text_open(arena);
    text_year(&text, year);
    return text_str(&text);
}

void cell_plain(Text *text, Printer *printer, const Column *column, uint64_t row)
{
    uint8_t reason = run_reason(column, row);
    size_t place = column->constant ? 0 : row;
    int64_t num, den;
    if (reason) {
        text_add(text, reason_words(printer->program, reason));
        return;
    }
    switch (column->type) {
    case TYPE_NUMBER:
    case TYPE_BAND:
        if (as_ratio(printer, column, row, &num, &den) && num % den == 0)
            text_i64(text, num / den);
        else
            number_write_plain(text,
                               column_exact_at(printer->scratch, printer->run->dens, column, row));
        break;
    case TYPE_CODE: text_add(text, run_text(printer->run, column, row)); break;
    case TYPE_YESNO: text_add(text, column->u8[place] ? STR("yes") : STR("no")); break;
    case TYPE_DATE: calendar_write(text, cell_whole(printer, column, row)); break;
    case TYPE_YEAR: text_year(text, cell_whole(printer, column, row)); break;
    case TYPE_ROW:
    case TYPE_NONE: break;
    }
}

Str reason_words(const Program *program, uint8_t reason)
{
    if (reason >= program->reason_count) return STR_EMPTY;
    const ReasonInfo *info = &program->reasons[reason];
    return info->printed.len ? info->printed : info->name;
}

bool reason_is_withheld(const Program *program, uint8_t reason)
{
    if (reason == REASON_WITHHELD) return true;
    return reason < program->reason_count && str_eq(program->reasons[reason].name, STR("withheld"));
}

int64_t cell_whole(const Printer *printer, const Column *column, uint64_t row)
{
    int64_t num = 0, den = 1;
    /* What the checker compiles is whole and small; the verifier looks at types only, so anything
     * else is cut to something harmless, and the sums of the ledger tell. */
    return as_ratio(printer, column, row, &num, &den) ? num / den : 0;
}

int64_t cell_halves(const Printer *printer, const Column *column, uint64_t row)
{
    int64_t num = 0, den = 1; /* whatever is no half is cut, as above */
    return as_ratio(printer, column, row, &num, &den) ? den == 2 ? num : 2 * (num / den) : 0;
}

int64_t cell_band(const Printer *printer, const Column *column, uint64_t row)
{
    return run_reason(column, row) ? -1 : cell_whole(printer, column, row);
}

int cell_yes(const Column *column, uint64_t row)
{
    return run_reason(column, row) ? -1 : column->u8[column->constant ? 0 : row];
}

bool starts_formula(Str text)
{
    return text.len && memchr("=+-@\t\r", text.at[0], 6) != NULL;
}

int cell_order(const Printer *printer, const Column *column, uint64_t a, uint64_t b)
{
    uint8_t reason_a = run_reason(column, a), reason_b = run_reason(column, b);
    if (!reason_a != !reason_b) return reason_a ? 1 : -1;
    if (reason_a)
        return str_compare(reason_words(printer->program, reason_a),
                           reason_words(printer->program, reason_b));
    if (column->type == TYPE_CODE)
        return str_compare(run_text(printer->run, column, a), run_text(printer->run, column, b));
    if (column->type == TYPE_YESNO) return cell_yes(column, a) - cell_yes(column, b);
    return column_number_compare(printer->scratch, printer->run->dens, column, a, column, b);
}
