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
    switch (e->gather->kind) {
    case GATHER_KIND_LEAST:
    case GATHER_KIND_GREATEST:
    case GATHER_KIND_ONE:
    case GATHER_KIND_KTH_LOWEST:
    case GATHER_KIND_KTH_HIGHEST: return true;
    default: return false;
    }
}

/* Whether a reduction of persons says too much of one of them. */
static bool says_too_much(Inquiry *why, const Part *part)
{
    const Expr *e = part->expr;
    if (e->kind != EXPR_GATHER || part->value.reason) return false;
    if (!why_is_person(why, e->gather->from)) return false;
    if (e->gather->kind == GATHER_KIND_COUNT || e->gather->kind == GATHER_KIND_DIFFERENT)
        return false;
    return is_extreme(e) || (part->rows && part->rows->counted > 0 && part->rows->counted < FEWEST);
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

/* Parts stand after those that they are made of. */
void why_hide(Inquiry *why)
{
    if (why->asked->personal) return;
    for (size_t i = 0; i < why->part_count; i++) {
        Part *part = why->parts[i];
        bool hidden = says_too_much(why, part);
        for (uint32_t a = 0; a < part->arg_count; a++) hidden = hidden || part->arg[a]->hidden;
        part->hidden = hidden && !part->value.reason && !is_printed(part->expr) &&
                       part->value.type != TYPE_BAND && !is_decided(part);
        hide_withheld(part);
    }
}
