/* value.c -- what a column holds at a row, and how it is written: exactly, and as a person reads
 * it. SPDX-License-Identifier: Apache-2.0 */
#include "calendar.h"
#include "check/expr.h"
#include "number/lane.h"
#include "why/why.h"

enum {
    EXACT_MOST = 24, /* characters: a longer fraction is cut to a decimal on the page */
    PLACES_MOST = 10,
    PLACES_BESIDE = 6 /* of the decimal beside a fraction */
};

const Column *why_column(Inquiry *why, const Expr *e)
{
    const Noted *note = why_note(why, expr_bare(e));
    if (!note->extra) return NULL;
    return run_column(why->run, why->model->extras[note->extra - 1].column);
}

Value why_value(Inquiry *why, const Expr *e, uint64_t row)
{
    e = expr_bare(e);
    Value value = { .type = e->type };
    if (e->kind == EXPR_MISSING) value.reason = e->reason;
    if (e->kind == EXPR_CONST) {
        value.number = e->number;
        value.text = e->text;
        value.yes = e->yes;
    }
    if (e->kind == EXPR_MISSING || e->kind == EXPR_CONST) return value;
    const Column *column = why_column(why, e);
    value.reason = run_reason(column, row);
    value.type = column->type;
    if (column->type == TYPE_ROW) value.row = run_parent(column, row);
    if (value.reason) return value;
    if (column->type == TYPE_CODE)
        value.text = run_text(why->run, column, row);
    else if (column->type == TYPE_YESNO)
        value.yes = cell_yes(column, row) == 1;
    else if (column->type != TYPE_ROW)
        value.number = column_exact_at(why->arena, why->run->dens, column, row);
    return value;
}

Str why_exact_text(Inquiry *why, const Exact *x)
{
    Text text = text_open(why->arena);
    number_write_exact(&text, x);
    return text_str(&text);
}

const char *why_dots(const Inquiry *why)
{
    return why->plain ? "..." : "\xE2\x80\xA6";
}

/* A decimal that goes on: x cut towards nought, so that every digit is one of its own. */
static Str cut(Arena *arena, const Exact *x, int places, const char *dots)
{
    Round round = round_places(arena, ROUND_DOWN, places);
    Text text = text_open(arena);
    number_write(&text, exact_round(arena, x, &round), places);
    text_add(&text, str_of(dots));
    return text_str(&text);
}

Str edge_number(Arena *arena, const Exact *x, const char *sign, const char *dots)
{
    Text text = text_open(arena);
    number_write_plain(&text, x);
    Str plain = text_str(&text);
    if (x->root) return str_printf(arena, "%S%s", cut(arena, x, PLACES_MOST, dots), sign);
    if (!memchr(plain.at, '/', plain.len) && plain.len <= EXACT_MOST)
        return str_printf(arena, "%S%s", plain, sign);
    if (plain.len <= EXACT_MOST)
        return str_printf(arena, "%S (%S%s)", plain, cut(arena, x, PLACES_BESIDE, dots), sign);
    return str_printf(arena, "%S%s", cut(arena, x, PLACES_MOST, dots), sign);
}

Str why_number_text(Inquiry *why, const Exact *x, bool percent)
{
    if (percent) x = exact_mul(why->arena, x, exact_from_i64(why->arena, 100));
    return edge_number(why->arena, x, percent ? "%" : "", why_dots(why));
}

Str why_band_text(const Part *part, int64_t band)
{
    const Expr *e = part->expr;
    size_t at = (size_t)band;
    if (e->bands) return at < e->bands->band_count ? e->bands->bands[at].name : STR_EMPTY;
    const ReviewLevel *review = part->review;
    return review && at < review->finding_count ? review->finding_name[at] : STR_EMPTY;
}

static int64_t whole(const Exact *x)
{
    int64_t num = 0, den = 1;
    exact_to_ratio(x, &num, &den);
    return num / den;
}

Str why_value_text(Inquiry *why, const Part *part, const Value *value)
{
    Arena *arena = why->arena;
    if (value->reason) {
        const ReasonInfo *info = &why->model->reasons[value->reason];
        return str_printf(arena, "missing: %S", info->printed.len ? info->printed : info->name);
    }
    Text text = text_open(arena);
    switch (value->type) {
    case TYPE_NUMBER: return why_number_text(why, value->number, part->expr->unit == UNIT_PERCENT);
    case TYPE_CODE: text_printf(&text, "\"%S\"", str_printable(arena, value->text, 80)); break;
    case TYPE_YESNO: return value->yes ? STR("yes") : STR("no");
    case TYPE_DATE: calendar_write(&text, whole(value->number)); break;
    case TYPE_YEAR: return year_words(arena, whole(value->number));
    case TYPE_BAND: return why_band_text(part, whole(value->number));
    case TYPE_ROW:
    case TYPE_NONE: break;
    }
    return text_str(&text);
}

/* Whether a definition is what a measure prints at its level. */
static const Measure *printed_by(const Def *def)
{
    if (!def->measure || !def->measure->has_shown) return NULL;
    bool figure = def->kind == DEF_VALUE || def->kind == DEF_LOWER || def->kind == DEF_UPPER;
    return figure ? def->measure : NULL;
}

Str why_shown_text(Inquiry *why, const Part *part)
{
    const Expr *e = part->expr;
    if (e->kind != EXPR_DEF || part->value.reason || part->value.type != TYPE_NUMBER)
        return STR_EMPTY;
    const Measure *measure = printed_by(e->def);
    if (!measure) return STR_EMPTY;
    Printer printer = { why->run->program, why->run, why->arena, NULL };
    Text text = text_open(why->arena);
    const Column *column = why_column(why, e);
    if (column) {
        cell_shown(&text, &printer, column, part->row,
                   (Shown){ &measure->shown, measure->places, measure->percent });
        return text_str(&text);
    }
    const Exact *x = exact_round(why->arena, part->value.number, &measure->shown);
    if (measure->percent) x = exact_mul(why->arena, x, exact_from_i64(why->arena, 100));
    number_write(&text, x, measure->places);
    return text_str(&text);
}
