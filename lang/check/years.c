/* years.c -- formulas of earlier years: x[the year before], conditions over years, and sums, means
 * and the rest over years.
 *
 * What is asked of an earlier year is checked in the model of that year, whose names, tables,
 * parameters, levels and bands are its own; the model that asks holds an EXPR_EARLIER on the
 * formula.  The models of a term are checked from the first year on, so an earlier one is whole
 * when it is asked: a figure may read itself a year before.
 *
 * A name is followed by the unit whose figure it is: read from a pupil, last year's figure of a
 * school is that of the pupil's school.  Any other formula is worked out as a whole in the earlier
 * year, at the row that this row was then.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "check/record.h"
#include "limit.h"

/* ---- how many years ---- */

/* The number of years that a NUMBER says; 0 after a message. */
static uint32_t years_of(Scope *scope, const Node *node)
{
    int64_t num, den;
    if (node->kind == NODE_ERROR) return 0;
    const Expr *e = check_literal(scope, node);
    if (!e) return 0;
    if (exact_to_ratio(e->number, &num, &den) && den == 1 && num >= 1 && num <= LIMIT_TERM)
        return (uint32_t)num;
    DIAG_AT(scope->model->diags, D_YEARS_NUMBER, node->span);
    return 0;
}

static Model *model_before(Model *model, uint32_t years)
{
    while (model && years--) model = model->before;
    return model;
}

/* ---- the same place, row and unit in two models ---- */

static Place *place_in(Model *model, const Place *place)
{
    if (place->kind == PLACE_NATION) return &model->nation;
    Record *record = place->kind == PLACE_RECORD ? record_find(model, place->record->name) : NULL;
    return record ? &record->place : NULL;
}

/* The number of that unit; it has one, since both models name the same. */
static uint32_t unit_in(Model *model, const Model *from, uint32_t unit)
{
    return unit < UNIT_FIRST_NAMED ? unit : unit_find(model, from->units[unit]);
}

/* A row formula of another year's model, by the same links of this year; NULL where it goes by
 * groups. */
static const Expr *row_in(Model *model, const Expr *row)
{
    Place *place = place_in(model, row->place);
    if (!place) return NULL;
    if (row->kind == EXPR_LINK)
        return expr_field(model, &place->record->fields[row->index], row->span);
    if (row->kind != EXPR_READ || row->arg_count < 2) return NULL;
    const Expr *link = row_in(model, row->arg[0]), *up = row_in(model, row->arg[1]);
    return link && up ? expr_read(model, place, link, up, row->span) : NULL;
}

/* ---- from a formula of an earlier model to one of this ---- */

typedef struct Earlier {
    Scope *scope;
    Model *in;
    const Node *node;
    bool is_name;
} Earlier;

/* Whether the rows of a place can be found in another year; else says so. */
static bool is_followed(const Earlier *earlier, const Place *place)
{
    Model *model = earlier->scope->model;
    if (place->kind == PLACE_GROUP) {
        DIAG_AT(model->diags, D_YEARS_GROUP, earlier->node->span);
        return false;
    }
    if (place->kind == PLACE_NATION || place->record->named_by_record) return true;
    for (size_t i = 0; i < place->record->field_count; i++)
        if (field_is_key(&place->record->fields[i])) return true;
    DIAG_AT(model->diags, D_YEARS_NO_KEY, earlier->node->span, place->record->plural);
    return false;
}

static const Expr *moved_constant(const Earlier *earlier, const Expr *e, Place *place)
{
    Model *model = earlier->scope->model;
    if (e->type == TYPE_CODE) return expr_code(model, place, e->text, e->span);
    Expr moved = *e;
    moved.place = place;
    moved.unit = unit_in(model, earlier->in, e->unit);
    moved.bands = e->bands ? measure_find(model, e->bands->name) : NULL;
    moved.codes = NULL;
    return expr_make(model, &moved);
}

/* Why a field has no column in its model's year; REASON_KNOWN where it has one. */
static uint8_t lost_column(Model *in, const Field *field)
{
    const Node *node = field->node;
    if (node->kind == NODE_NAMED_BY) return REASON_KNOWN;
    bool link = node->kind == NODE_PART_FIELD;
    const Node *options = node->child[link ? AT_PART_FIELD_OPTIONS : AT_FIELD_OPTIONS];
    for (uint32_t i = 0; i < options->count; i++) {
        const Node *option = options->child[i];
        bool continues = option->kind == NODE_CONTINUES_FROM;
        const Node *with = continues ? option->child[AT_CONTINUES_FROM_DATES] : NULL;
        if (with && !dates_hold(with, in->year)) return reason_find(in, STR("not_continued"));
        if (option->kind == NODE_NOT_IN && dates_hold(option->child[AT_NOT_IN_DATES], in->year))
            return reason_find(in, option->child[AT_NOT_IN_REASON]->text);
    }
    return REASON_KNOWN;
}

/* Why e is missing in every row, by the rules alone; REASON_KNOWN where they leave it open. */
static uint8_t lost(Model *in, const Expr *e)
{
    e = expr_bare(e);
    if (e->kind == EXPR_MISSING) return e->reason;
    if (e->kind == EXPR_FIELD || e->kind == EXPR_LINK)
        return lost_column(in, &e->place->record->fields[e->index]);
    bool read = e->kind == EXPR_READ;
    if (!read && !is_strict(e)) return REASON_KNOWN;
    for (uint32_t i = e->arg_count; i-- > 0;) {
        /* of a figure read at another row, the row comes first */
        const Expr *part = e->arg[read ? i : e->arg_count - 1 - i];
        uint8_t why = lost(in, part);
        if (why != REASON_KNOWN || can_miss(in, part, NULL)) return why;
    }
    return REASON_KNOWN;
}

/* e as it was in earlier->in, at the row that a row of place was then. */
static const Expr *expr_earlier(const Earlier *earlier, const Expr *e, Place *place)
{
    Model *model = earlier->scope->model;
    return expr_make(model, &(Expr){ .kind = EXPR_EARLIER,
                                     .place = place,
                                     .type = e->type,
                                     .unit = unit_in(model, earlier->in, e->unit),
                                     .nature = e->nature,
                                     .bands = e->bands ? measure_find(model, e->bands->name) : NULL,
                                     .earlier = e,
                                     .in = earlier->in,
                                     .span = earlier->node->span });
}

/* e, a formula of earlier->in, as one of this model at place. */
static const Expr *bring(const Earlier *earlier, const Expr *e, Place *place)
{
    Model *model = earlier->scope->model;
    if (e->kind == EXPR_CONST || e->kind == EXPR_MISSING) return moved_constant(earlier, e, place);
    uint8_t why = e->type == TYPE_ROW ? REASON_KNOWN : lost(earlier->in, e);
    if (why != REASON_KNOWN) return expr_missing(model, place, e->type, why, earlier->node->span);
    if (e->kind == EXPR_READ && (earlier->is_name || e->arg_count == 1)) {
        Place *above = place_in(model, e->arg[0]->place);
        const Expr *row = e->arg_count == 2 ? row_in(model, e->arg[1]) : NULL;
        if (above && (row || e->arg_count == 1)) {
            const Expr *inner = bring(earlier, e->arg[0], above);
            return inner ? expr_read(model, place, inner, row, earlier->node->span) : NULL;
        }
    }
    if (e->type == TYPE_ROW) {
        DIAG_AT(model->diags, D_YEARS_LINK, earlier->node->span);
        return NULL;
    }
    return is_followed(earlier, place) ? expr_earlier(earlier, e, place) : NULL;
}

/* ---- asking the model of an earlier year ---- */

/* Whether all that is wrong is that a figure is not made there in that year. */
static bool is_only_unmade(const Diags *diags)
{
    for (size_t i = 0; i < diags->count; i++) {
        DiagId id = diags->items[i].id;
        if (id != D_MEASURE_NOT_HERE && id != D_NO_BANDS_HERE && id != D_UNKNOWN_NAME &&
            id != D_UNKNOWN_FIGURE && id != D_UNKNOWN_BAND)
            return false;
    }
    return true;
}

static const Expr *ask(Scope *scope, const Node *node, Type type)
{
    return type == TYPE_NONE ? check_formula(scope, node) : check_typed(scope, node, type);
}

/* The formula in the model of scope; what is wrong with it is told, unless it is only that it is
 * not made there: then *unmade. */
static const Expr *ask_quietly(Scope *scope, const Node *node, Type type, bool *unmade)
{
    Model *model = scope->model;
    Diags silent = diags_open(model->arena), *heard = model->diags;
    model->diags = &silent;
    const Expr *e = ask(scope, node, type);
    model->diags = heard;
    *unmade = !e && is_only_unmade(&silent);
    return e || *unmade ? e : ask(scope, node, type);
}

/* Remembers to look, at the end, whether this year knows what that year does not. */
static void add_unfound(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    GROW(model->arena, model->unfound, model->unfound_count, model->unfound_cap);
    Scope *copy = NEW(model->arena, Scope);
    *copy = *scope;
    copy->facts = NULL;
    model->unfound[model->unfound_count++] = (Unfound){ copy, node };
}

void unfound_check(Model *model)
{
    for (size_t i = 0; i < model->unfound_count; i++) {
        const Node *node = model->unfound[i].node;
        Diags silent = diags_open(model->arena), *heard = model->diags;
        model->diags = &silent;
        check_formula(model->unfound[i].scope, node);
        model->diags = heard;
        bool known = true;
        for (size_t k = 0; k < silent.count; k++)
            if (silent.items[k].id != D_MEASURE_NOT_HERE && silent.items[k].id != D_NO_BANDS_HERE)
                known = false;
        if (!known) check_formula(model->unfound[i].scope, node);
    }
}

static const Expr *missing_then(Scope *scope, Type type, uint8_t reason, Span span)
{
    return expr_missing(scope->model, scope->place, type, reason, span);
}

/* A name, or one of an earlier year still. */
static bool is_name(const Node *node)
{
    while (node->kind == NODE_YEAR_BEFORE) node = node->child[AT_YEAR_BEFORE_BASE];
    return node->kind == NODE_NAME || node->kind == NODE_PATH;
}

/* `node` as it was `lag` years before, where scope stands now.  Of no type (TYPE_NONE) where no
 * year says what it would be and nobody asked for one. */
static const Expr *in_year(Scope *scope, const Node *node, uint32_t lag, Type type, Span span)
{
    Model *model = scope->model;
    if (lag == 0) return ask(scope, node, type);
    if (scope->closed) return FAULT(scope, D_YEARS_FORMULA, node);
    if (scope->place->kind == PLACE_GROUP) return FAULT(scope, D_YEARS_GROUP, node);
    Model *in = model_before(model, lag);
    if (!in) {
        add_unfound(scope, node);
        return missing_then(scope, type, REASON_BEFORE_TERM, span);
    }
    Scope then = { .model = in, .place = place_in(in, scope->place), .all_rows = scope->all_rows };
    if (scope->measure) then.measure = measure_find(in, scope->measure->name);
    bool unmade;
    const Expr *e = ask_quietly(&then, node, type, &unmade);
    if (unmade) {
        add_unfound(scope, node);
        return missing_then(scope, type, REASON_NO_FIGURE, span);
    }
    if (!e) return NULL;
    Earlier earlier = { scope, in, node, is_name(node) };
    return bring(&earlier, e, scope->place);
}

const Expr *check_year_before(Scope *scope, const Node *node)
{
    const Node *base = node->child[AT_YEAR_BEFORE_BASE], *count = node->child[AT_YEAR_BEFORE_YEARS];
    uint32_t lag = count ? years_of(scope, count) : 1;
    if (!lag || base->kind == NODE_ERROR) return NULL;
    return in_year(scope, base, lag, TYPE_NONE, node->span);
}

/* ---- a power of the year before ---- */

static const Expr *is_reason(Model *model, const Expr *e, uint8_t reason)
{
    return expr_make(model, &(Expr){ .kind = EXPR_IS_REASON,
                                     .place = e->place,
                                     .type = TYPE_YESNO,
                                     .reason = reason,
                                     .arg = &e,
                                     .arg_count = 1,
                                     .span = e->span });
}

const Expr *check_open_before(Scope *scope, const Node *node, const Expr *then)
{
    Model *model = scope->model;
    const Expr *never = expr_yes(model, scope->place, false, node->span);
    if (!then) return never;
    Earlier earlier = { scope, model->before, node, false };
    if (!is_followed(&earlier, scope->place)) return NULL;
    uint8_t why = lost(model->before, then);
    if (why != REASON_KNOWN)
        then = expr_missing(model, scope->place, TYPE_YESNO, why, node->span);
    else
        then = expr_earlier(&earlier, then, scope->place);
    const Expr *none =
        expr_2(model, EXPR_OR, TYPE_YESNO, is_reason(model, then, REASON_BEFORE_TERM),
               is_reason(model, then, REASON_NOT_THERE), node->span);
    return expr_3(model, EXPR_CHOOSE, TYPE_YESNO, none, never, then, node->span);
}

/* ---- bands and findings of an earlier year ---- */

static bool names_band(const Measure *measure, Str name)
{
    const Node *clauses = measure->node->child[AT_MEASURE_CLAUSES];
    for (uint32_t i = 0; i < clauses->count; i++) {
        if (clauses->child[i]->kind != NODE_LEVEL_BLOCK) continue;
        const Node *inner = clauses->child[i]->child[AT_LEVEL_BLOCK_CLAUSES];
        for (uint32_t k = 0; k < inner->count; k++) {
            const Node *bands = inner->child[k];
            for (uint32_t b = 0; bands->kind == NODE_BANDS && b < bands->count; b++)
                if (bands->child[b]->kind != NODE_ERROR &&
                    str_eq(bands->child[b]->child[0]->text, name))
                    return true;
        }
    }
    return false;
}

static bool is_review(Model *model, const Node *base)
{
    const Name *name = base->kind == NODE_NAME ? name_find(model, base->text) : NULL;
    return name && name->kind == NAME_REVIEW;
}

const Expr *check_band_before(Scope *scope, const Node *node, bool *is_one)
{
    Model *model = scope->model;
    const Node *left = node->child[AT_LEFT], *right = node->child[AT_RIGHT];
    *is_one = false;
    if (left->kind != NODE_YEAR_BEFORE || right->kind != NODE_NAME) return NULL;
    const Node *base = left->child[AT_YEAR_BEFORE_BASE];
    const Measure *measure = name_measure(scope, base);
    *is_one = is_review(model, base) || (measure && names_band(measure, right->text));
    if (!*is_one) return NULL;
    const Node *count = left->child[AT_YEAR_BEFORE_YEARS];
    uint32_t lag = count ? years_of(scope, count) : 1;
    if (!lag) return NULL;
    Node *then = NEW(model->arena, Node);
    *then = *node;
    then->child = NEW_ARRAY(model->arena, Node *, 2);
    then->child[AT_LEFT] = left->child[AT_YEAR_BEFORE_BASE];
    then->child[AT_RIGHT] = node->child[AT_RIGHT];
    return in_year(scope, then, lag, TYPE_YESNO, node->span);
}

/* ---- conditions over years ---- */

/* How many of the conditions hold (or, `no`: do not), those that are missing not counted. */
static const Expr *count_of(Model *model, const Expr **part, uint32_t count, bool no, Span span)
{
    const Expr *total = NULL, *never = expr_yes(model, part[0]->place, false, span);
    for (uint32_t i = 0; i < count; i++) {
        const Expr *is = no ? expr_not(model, part[i], span) : part[i];
        is = expr_2(model, EXPR_INSTEAD, TYPE_YESNO, is, never, span);
        is = expr_1(model, EXPR_YESNO_NUMBER, TYPE_NUMBER, is, span);
        total = total ? expr_2(model, EXPR_ADD, TYPE_NUMBER, total, is, span) : is;
    }
    return total;
}

/* Yes where `least` of the parts hold, no where so many do not that they cannot; else missing with
 * the reason of the first part that is. */
static const Expr *enough(Model *model, const Expr **part, uint32_t count, uint32_t least,
                          Span span)
{
    Place *place = part[0]->place;
    const Expr *yes = count_of(model, part, count, false, span);
    const Expr *no = count_of(model, part, count, true, span);
    const Expr *all = NULL;
    for (uint32_t i = 0; i < count; i++) all = expr_and(model, all, part[i], false, span);
    const Expr *is =
        expr_2(model, EXPR_GE, TYPE_YESNO, yes, expr_int(model, place, (int64_t)least, span), span);
    const Expr *is_not =
        expr_2(model, EXPR_GT, TYPE_YESNO, no,
               expr_int(model, place, (int64_t)count - (int64_t)least, span), span);
    const Expr *undecided = expr_3(model, EXPR_CHOOSE, TYPE_YESNO, is_not,
                                   expr_yes(model, place, false, span), all, span);
    return expr_3(model, EXPR_CHOOSE, TYPE_YESNO, is, expr_yes(model, place, true, span), undecided,
                  span);
}

const Expr *check_each_year(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    bool each = node->kind == NODE_EACH_YEAR;
    const Node *condition = node->child[each ? AT_EACH_YEAR_COND : AT_SOME_YEARS_COND];
    uint32_t years = years_of(scope, node->child[each ? AT_EACH_YEAR_YEARS : AT_SOME_YEARS_YEARS]);
    uint32_t least = each ? years : years_of(scope, node->child[AT_SOME_YEARS_COUNT]);
    if (!years || !least) return NULL;
    if (least > years) return FAULT(scope, D_YEARS_COUNT, node);
    const Expr **part = NEW_ARRAY(model->arena, const Expr *, years);
    for (uint32_t lag = 0; lag < years; lag++) {
        part[lag] = in_year(scope, condition, lag, TYPE_YESNO, node->span);
        if (!part[lag]) return NULL;
    }
    return years == 1 ? part[0] : enough(model, part, years, least, node->span);
}

/* ---- sums, means and the rest over years ---- */

const Expr *check_fold_years(Scope *scope, const Node *node)
{
    const Node *operand = node->child[AT_AGG_OPERAND];
    const Expr *part[LIMIT_TERM];
    uint32_t years = years_of(scope, node->child[AT_AGG_OVER]->child[AT_LAST_YEARS_YEARS]);
    if (!years || operand->kind == NODE_ERROR) return NULL;
    bool counts = node->kind == NODE_AGG_NUMBER;
    for (uint32_t lag = 0; lag < years; lag++) {
        part[lag] = in_year(scope, operand, lag, counts ? TYPE_NONE : TYPE_NUMBER, node->span);
        if (!part[lag]) return NULL;
        if (!counts && !is_number(scope->model, operand, part[lag], false)) return NULL;
    }
    return check_fold_of(scope, node, part, years);
}

/* ---- who asks for earlier years ---- */

bool node_reads_years(const Node *node)
{
    if (!node) return false;
    if (node->kind == NODE_YEAR_BEFORE || node->kind == NODE_EACH_YEAR ||
        node->kind == NODE_SOME_YEARS || node->kind == NODE_LAST_YEARS)
        return true;
    if (node->kind == NODE_POWER && node->child[AT_POWER_CLOSED]) return true;
    for (uint32_t i = 0; i < node->count; i++)
        if (node_reads_years(node->child[i])) return true;
    return false;
}
