/* verify_result.c -- what leaves a program and what comes in from others: printed columns exist,
 * are of their space and type (rule 17) and nobody's own values (18); what is read of earlier years
 * was made there for the same rows (19). SPDX-License-Identifier: Apache-2.0 */
#include "vm/verify.h"

/* ---- rules 17 and 18 ---- */

/* A printed column: of that space, of that type (TYPE_NONE: any), and nobody's own value. */
static bool check_printed(Verifier *v, uint32_t column, uint32_t space, Type type)
{
    if (column == NONE) return true;
    DEMAND(column < v->program->column_count, 17, "column", column);
    const ColumnInfo *info = &v->program->columns[column];
    v->span = info->span;
    DEMAND(info->space == space && (type == TYPE_NONE || info->type == type), 17, "column", column);
    DEMAND(!v->personal[column], 18, "column", column);
    return true;
}

/* The same of one that must be there. */
static bool check_shown(Verifier *v, uint32_t column, uint32_t space, Type type)
{
    DEMAND(column != NONE, 17, "column", column);
    return check_printed(v, column, space, type);
}

/* A space whose rows are named in a result. */
static bool check_named(Verifier *v, uint32_t s)
{
    DEMAND(s < v->program->space_count, 17, "space", s);
    const Space *space = &v->program->spaces[s];
    if (space->kind == SPACE_RECORD)
        DEMAND(!v->program->schemas[space->record].personal_key, 18, "space", s);
    if (space->kind == SPACE_GROUP)
        for (uint32_t k = 0; k < space->key_count; k++)
            DEMAND(!v->personal[space->key_column[k]], 18, "space", s);
    return true;
}

/* Each line of a level begins with the keys of its record: the space's own, or, of groups, that of
 * the rows they are under. */
static bool check_record(Verifier *v, const LevelOut *level, uint32_t l)
{
    const Space *space = &v->program->spaces[level->space];
    if (space->kind == SPACE_GROUP) space = &v->program->spaces[space->level];
    DEMAND(space->kind != SPACE_GROUP, 17, "level", l);
    uint32_t record = space->kind == SPACE_RECORD ? space->record : NONE;
    DEMAND(level->record == record, 17, "level", l);
    return record == NONE || check_named(v, record + 1);
}

/* The value of a measure: a number, or yes or no. */
static bool check_figure(Verifier *v, uint32_t column, uint32_t space)
{
    bool number =
        column >= v->program->column_count || v->program->columns[column].type != TYPE_YESNO;
    return check_printed(v, column, space, number ? TYPE_NUMBER : TYPE_YESNO);
}

static bool check_level(Verifier *v, const LevelOut *level, uint32_t l)
{
    if (!check_named(v, level->space) || !check_record(v, level, l)) return false;
    for (uint32_t i = 0; i < level->measure_count; i++) {
        const MeasureOut *m = &level->measures[i];
        DEMAND(m->value != NONE, 17, "level", l);
        if (!check_figure(v, m->value, level->space) ||
            !check_printed(v, m->lower, level->space, TYPE_NUMBER) ||
            !check_printed(v, m->upper, level->space, TYPE_NUMBER) ||
            !check_printed(v, m->counted, level->space, TYPE_NUMBER) ||
            !check_printed(v, m->of, level->space, TYPE_NUMBER) ||
            !check_printed(v, m->band, level->space, TYPE_BAND))
            return false;
    }
    for (uint32_t i = 0; i < level->review_count; i++) {
        const ReviewOut *r = &level->reviews[i];
        if (!check_printed(v, r->finding, level->space, TYPE_BAND) ||
            !check_printed(v, r->secure, level->space, TYPE_YESNO))
            return false;
        for (uint32_t k = 0; k < r->considered_count; k++)
            if (!check_shown(v, r->considered[k], level->space, TYPE_NONE)) return false;
    }
    for (uint32_t i = 0; i < level->power_count; i++) {
        const PowerOut *power = &level->powers[i];
        if (!check_shown(v, power->open, level->space, TYPE_YESNO)) return false;
        if (power->held_in == NONE) continue;
        DEMAND(power->held_in < v->program->space_count &&
                   v->program->spaces[power->held_in].kind == SPACE_RECORD,
               17, "level", l);
    }
    return true;
}

/* What is hidden of a published table goes by its counts. */
static bool check_counts(Verifier *v, const LevelOut *level, uint32_t l)
{
    for (uint32_t i = 0; i < level->measure_count; i++) {
        const MeasureOut *m = &level->measures[i];
        DEMAND(m->counted != NONE && m->of != NONE, 17, "level", l);
    }
    return true;
}

/* Which rows belong to which: rows of records that are named in results. */
static bool check_row(Verifier *v, uint32_t column, uint32_t space, uint32_t record)
{
    if (!check_shown(v, column, space, TYPE_ROW)) return false;
    DEMAND(v->program->columns[column].target == record + 1, 17, "column", column);
    return true;
}

static bool check_link(Verifier *v, const LinkOut *link, uint32_t i)
{
    const Program *p = v->program;
    DEMAND(link->level < p->schema_count && link->of < p->schema_count, 17, "link", i);
    DEMAND(link->through == NONE || link->through < p->schema_count, 17, "link", i);
    DEMAND((link->through == NONE) == (link->from == NONE), 17, "link", i);
    uint32_t space = (link->through == NONE ? link->level : link->through) + 1;
    return check_named(v, space) && check_named(v, link->level + 1) &&
           check_named(v, link->of + 1) && check_row(v, link->to, space, link->of) &&
           (link->from == NONE || check_row(v, link->from, space, link->level)) &&
           check_printed(v, link->weight, space, TYPE_NUMBER) &&
           check_printed(v, link->status, space, TYPE_YESNO);
}

/* Who could help whom: rows of a record with a group each, and the ranks that are compared. */
static bool check_support(Verifier *v, const SupportOut *support, uint32_t i)
{
    const Program *p = v->program;
    DEMAND(support->of < p->schema_count && support->nearest > 0, 17, "support", i);
    DEMAND((support->group == NONE) == (support->row == NONE), 17, "support", i);
    uint32_t space = support->of + 1;
    if (support->group != NONE) {
        DEMAND(support->group < p->schema_count, 17, "support", i);
        if (!check_named(v, support->group + 1) ||
            !check_row(v, support->row, space, support->group))
            return false;
    }
    if (!check_named(v, space) || !check_shown(v, support->seeks, space, TYPE_YESNO) ||
        !check_shown(v, support->offers, space, TYPE_YESNO))
        return false;
    for (uint32_t f = 0; f < support->figure_count; f++)
        if (!check_shown(v, support->figure[f], space, TYPE_NUMBER) ||
            !check_shown(v, support->rank[f], space, TYPE_NUMBER))
            return false;
    return true;
}

bool verify_results(Verifier *v)
{
    const Program *p = v->program;
    v->span = (Span){ 0 };
    for (uint32_t l = 0; l < p->level_count; l++)
        if (!check_level(v, &p->levels[l], l)) return false;
    for (uint32_t l = 0; p->publish && l < p->publish->level_count; l++)
        if (!check_level(v, &p->publish->levels[l], l) ||
            !check_counts(v, &p->publish->levels[l], l))
            return false;
    for (uint32_t i = 0; i < p->link_count; i++)
        if (!check_link(v, &p->links[i], i)) return false;
    for (uint32_t i = 0; i < p->support_count; i++)
        if (!check_support(v, &p->supports[i], i)) return false;
    for (uint32_t i = 0; i < p->nation_count; i++)
        if (!check_named(v, p->nation[i].space) ||
            !check_shown(v, p->nation[i].column, p->nation[i].space, TYPE_NONE))
            return false;
    for (uint32_t i = 0; i < p->measuring_count; i++) {
        const MeasuringOut *m = &p->measuring[i]; /* reasons are counted, values are not shown */
        uint32_t c = m->of_pick == NONE ? m->column : m->of_pick;
        DEMAND(m->space >= 1 && m->space <= p->schema_count, 17, "ledger", i); /* a record's rows */
        DEMAND(c < p->column_count && p->columns[c].space == m->space, 17, "ledger", i);
        DEMAND(m->of_pick == NONE ||
                   (m->picked_from < p->schema_count && p->columns[c].type == TYPE_NUMBER),
               17, "ledger", i);
    }
    for (uint32_t i = 0; i < p->goal_count; i++)
        if (!check_shown(v, p->goals[i].value, 0, TYPE_NUMBER)) return false;
    for (uint32_t i = 0; i < p->reconcile_count; i++) {
        const ReconcileOut *r = &p->reconciles[i];
        if (!check_named(v, r->space) || !check_shown(v, r->given, r->space, TYPE_NUMBER) ||
            !check_shown(v, r->ours, r->space, TYPE_NUMBER) ||
            !check_printed(v, r->most, r->space, TYPE_NUMBER))
            return false;
        DEMAND(p->spaces[r->space].kind != SPACE_GROUP, 17, "totals", i);
    }
    return true;
}

/* ---- rule 19 ---- */

bool verify_earlier(Verifier *v)
{
    const Program *p = v->program;
    v->span = (Span){ 0 };
    for (uint32_t i = 0; i < p->earlier_count; i++) {
        const EarlierRead *read = &p->earlier[i];
        DEMAND(read->column < p->column_count && read->lag >= 1 && read->lag <= p->before_count, 19,
               "read", i);
        const Program *then = p->before[read->lag - 1];
        DEMAND(then && then->schema_count == p->schema_count, 19, "read", i);
        DEMAND(read->export_ < then->export_count && then->exports, 19, "read", i);
        uint32_t from = then->exports[read->export_];
        DEMAND(from < then->column_count, 19, "read", i);
        const ColumnInfo *to = &p->columns[read->column], *made = &then->columns[from];
        v->span = to->span;
        DEMAND(to->origin == COLUMN_EARLIER && !v->written[read->column], 19, "column",
               read->column);
        DEMAND(to->type == made->type && to->space == made->space, 19, "column", read->column);
        DEMAND(to->space == 0 || p->schemas[p->spaces[to->space].record].followed, 19, "column",
               read->column);
        v->written[read->column] = true;
    }
    return true;
}

/* What later years read: columns of records and the nation, and nobody's own value. */
bool verify_exports(Verifier *v)
{
    const Program *p = v->program;
    v->span = (Span){ 0 };
    for (uint32_t i = 0; i < p->export_count; i++) {
        uint32_t c = p->exports[i];
        DEMAND(c < p->column_count && v->ready[c], 19, "export", i);
        DEMAND(p->columns[c].space <= p->schema_count && p->columns[c].type != TYPE_ROW, 19,
               "export", i);
        DEMAND(!v->personal[c], 18, "column", c);
    }
    return true;
}
