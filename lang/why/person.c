/* person.c -- what may be shown of persons, and what not.
 *
 * Without `personal` no value of a single person leaves: no row of a record of persons is listed, a
 * reduction of fewer than FEWEST of them is counted but not told, nor is an extreme of them; and
 * whatever is worked out of what is not told is not told either.  What the review itself prints (a
 * level's figures that are not withheld, findings, powers, national figures) is told always.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "check/record.h"
#include "why/why.h"

enum { FEWEST = 6 };

static bool is_person_record(const Record *record, unsigned depth)
{
    if (record->has_personal_key) return true;
    for (size_t f = 0; f < record->field_count && depth < 16; f++) {
        const Field *field = &record->fields[f];
        if (field_personal(field)) return true;
        if (field->parent && is_person_record(field->parent, depth + 1)) return true;
    }
    return false;
}

bool why_is_person(Inquiry *why, const Place *place)
{
    (void)why;
    if (place->kind == PLACE_NATION) return false;
    if (place->kind == PLACE_RECORD) return is_person_record(place->record, 0);
    return group_personal(place->group) || why_is_person(why, place->group->level);
}

bool why_is_nationwide(const Place *place)
{
    return place->kind == PLACE_NATION ||
           (place->kind == PLACE_GROUP && why_is_nationwide(place->group->level));
}

/* Whether the rows of a reduction are listed one by one. */
bool why_lists(Inquiry *why, const Expr *gather)
{
    const Place *from =
        gather->kind == EXPR_PICKED ? &gather->pick->from->place : gather->gather->from;
    if (!why_is_person(why, from)) return true;
    return why->asked->personal && (why->of_nation || !why_is_nationwide(gather->place));
}

static bool is_extreme(const Expr *e)
{
    if (e->kind == EXPR_PICKED) return true;
    if (e->kind != EXPR_GATHER) return false;
    switch ((int)e->gather->kind) {
    case GATHER_KIND_LEAST:
    case GATHER_KIND_GREATEST:
    case GATHER_KIND_ONE:
    case GATHER_KIND_KTH_LOWEST:
    case GATHER_KIND_KTH_HIGHEST: return true;
    default: return false;
    }
}

static bool is_few(const Exact *number)
{
    int64_t num, den;
    return number && exact_to_ratio(number, &num, &den) && num > 0 && num < FEWEST * den;
}

/* Whether so few of those counted are of one kind: `number of Pupils where ...`, a share. */
static bool tells_few(const Rows *rows)
{
    const Value *yes = &rows->yes;
    if (yes->type != TYPE_NUMBER || yes->reason) return false;
    int64_t num, den;
    bool whole = exact_to_ratio(yes->number, &num, &den);
    return is_few(yes->number) || (whole && num < (int64_t)rows->counted * den &&
                                   (int64_t)rows->counted * den < num + FEWEST * den);
}

/* Whether a reduction of persons says too much of one of them. */
static bool says_too_much(Inquiry *why, const Part *part)
{
    const Expr *e = part->expr;
    const Rows *rows = part->rows;
    if (e->kind != EXPR_GATHER || part->value.reason || !why_is_person(why, e->gather->from))
        return false;
    bool few = rows->counted > 0 && rows->counted < FEWEST;
    bool chosen = e->gather->has_where || e->gather->where;
    switch ((int)e->gather->kind) {
    case GATHER_KIND_COUNT:
        return chosen && (few || (rows->unchosen > 0 && rows->unchosen < FEWEST));
    case GATHER_KIND_DIFFERENT: return false;
    default: return few || is_extreme(e) || tells_few(rows);
    }
}

/* What the review prints: figures of a level, lets of the nation. */
static bool is_printed(const Expr *e)
{
    if (e->kind != EXPR_DEF) return false;
    const Def *def = e->def;
    if (def->kind == DEF_DERIVE || !def->measure) return false;
    return def->kind != DEF_LET || why_is_nationwide(def->place);
}

/* Hides a part and what it is made of, up to what is the nation's; a figure that is withheld itself
 * is seen to where it is. */
static void withhold_all(Part *part)
{
    if (is_printed(part->expr) && part->value.reason) return;
    if (part->withheld || why_is_nationwide(part->expr->place)) return;
    part->withheld = true;
    part->hidden = !part->value.reason && part->expr->kind != EXPR_CONST;
    for (uint32_t a = 0; a < part->arg_count; a++) withhold_all(part->arg[a]);
}

/* A withheld figure is withheld here too, and so are the numbers by which it was decided. */
static void hide_withheld(const Part *part)
{
    const Expr *e = part->expr;
    if (e->kind != EXPR_WITHHOLD || part->value.reason != e->reason || !part->arg[1]->value.yes)
        return;
    Part *condition = part->arg[1];
    withhold_all(part->arg[0]);
    for (uint32_t a = 0; a < condition->arg_count; a++) withhold_all(condition->arg[a]);
}

/* Whether something is withheld says nothing more than that it is. */
static bool is_decided(const Part *part)
{
    return part->expr->kind == EXPR_WITHHOLD && part->value.reason;
}

/* Whether what a part is made of may not be told. */
static bool is_of_hidden(const Part *part)
{
    for (uint32_t a = 0; a < part->arg_count; a++)
        if (part->arg[a]->hidden || part->arg[a]->shown_only) return true;
    return false;
}

/* Bands, and conditions of figures that are printed, are as good as printed themselves. */
static bool is_told_anyway(Inquiry *why, const Part *part)
{
    const Expr *e = part->expr;
    if (part->value.type == TYPE_BAND || is_decided(part)) return true;
    if (part->value.type == TYPE_YESNO) return e->kind != EXPR_GATHER;
    return e->kind == EXPR_ROUND && why_is_shown(why, e) && !part->arg[0]->hidden;
}

static void hide_edges(Inquiry *why, Figure *figure)
{
    const Level *level = figure->subject->level;
    for (size_t i = 0; level && figure->edges.worked_out && i < why->part_count; i++) {
        const Part *part = why->parts[i];
        bool own = part->expr->kind == EXPR_DEF && part->expr->def == level->value &&
                   part->row == figure->row;
        if (!own || !part->shown_only) continue;
        figure->edges = (Edges){ .why_not = STR("How far the next band is, is not told without "
                                                "--personal.") };
    }
}

/* Parts stand after those that they are made of. */
void why_hide(Inquiry *why)
{
    if (why->asked->personal) return;
    for (size_t i = 0; i < why->part_count; i++) {
        Part *part = why->parts[i];
        bool hidden = says_too_much(why, part) || is_of_hidden(part);
        if (hidden && !part->value.reason && !is_told_anyway(why, part)) {
            part->shown_only = is_printed(part->expr);
            part->hidden = !part->shown_only;
            if (part->shown_only && !why_shown_text(why, part).len) part->shown_only = false;
        }
        hide_withheld(part);
    }
    for (size_t f = 0; f < why->figure_count; f++) hide_edges(why, &why->figures[f]);
}
