/* field.c -- one field of a record: its role, kind and range, and what its options say of texts,
 * years and columns.  What options need of lists or other records is record_link.c's.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "check/record.h"
#include "calendar.h"
#include "limit.h"
#include "number/text.h"

/* ---- literals ---- */

bool date_days(Str text, int64_t *days)
{
    static const DateForm iso;
    int32_t part[3];
    if (!date_form_parts(&iso, text, part)) return false;
    Day day = { part[PART_YEAR], part[PART_MONTH], part[PART_DAY] };
    if (!calendar_has(day)) return false;
    *days = calendar_number(day);
    return true;
}

Bound bound_of(const Node *node)
{
    Bound bound = { .given = false };
    bool minus_zero;
    int places = 0;
    int64_t days;
    if (!node) return bound;
    switch ((int)node->kind) {
    case NODE_YEAR: return (Bound){ .given = true, .digits = node_year(node) };
    case NODE_DATE:
        if (date_days(node->text, &days)) bound = (Bound){ .given = true, .digits = days };
        return bound;
    case NODE_NUMBER:
    case NODE_PERCENT:
        if (number_parse(node->text, &bound.digits, &places, &minus_zero) == NUMBER_SMALL &&
            places <= 18)
            return (Bound){ .given = true, .digits = bound.digits, .places = (uint8_t)places };
        return (Bound){ .given = false };
    default: return bound;
    }
}

/* ---- options ---- */

void texts_add(Texts *texts, const Node *node)
{
    size_t old = str_among(texts->text, texts->count, node->text);
    if (old != SIZE_MAX) {
        Diag *d = SAY(texts->model, D_FIELD_TEXT_TWICE, node, node->text);
        diag_also(texts->model->diags, d, texts->node[old]->span, STR("it already means this"));
        return;
    }
    if (texts->count == texts->cap) {
        size_t cap = texts->cap ? texts->cap * 2 : 8;
        Str *more = NEW_ARRAY(texts->model->arena, Str, cap);
        const Node **nodes = NEW_ARRAY(texts->model->arena, const Node *, cap);
        for (size_t i = 0; i < texts->count; i++) {
            more[i] = texts->text[i];
            nodes[i] = texts->node[i];
        }
        texts->text = more;
        texts->node = nodes;
        texts->cap = cap;
    }
    texts->text[texts->count] = node->text;
    texts->node[texts->count++] = node;
}

/* Options that hold for some years only. */
static bool is_dated(const Node *option)
{
    return option->kind == NODE_COLUMN_IN || option->kind == NODE_NOT_IN ||
           option->kind == NODE_FILE_IN;
}

void years_check(Model *model, const Node *options)
{
    for (uint32_t i = 0; i < options->count; i++) {
        const Node *later = options->child[i];
        if (!is_dated(later)) continue;
        int first, last;
        dates_bounds(later->child[0], &first, &last);
        if (last < first) SAY(model, D_YEARS_BACKWARDS, later->child[0]);
        for (uint32_t j = 0; j < i; j++) {
            const Node *sooner = options->child[j];
            int from, to;
            if (!is_dated(sooner)) continue;
            dates_bounds(sooner->child[0], &from, &to);
            if (from > last || to < first) continue;
            Diag *d = SAY(model, D_YEARS_TWICE, later);
            diag_also(model->diags, d, sooner->span, STR("these years are named here already"));
        }
    }
}

static bool option_fits(const Node *option, const Node *kind)
{
    switch ((int)option->kind) {
    case NODE_YES_TEXT:
    case NODE_NO_TEXT: return kind && kind->kind == NODE_KIND_YES_NO;
    case NODE_PERCENT_SIGN: return kind && kind->kind == NODE_KIND_PERCENT;
    case NODE_WRITTEN_AS:
        return kind && (kind->kind == NODE_KIND_DATE || kind->kind == NODE_KIND_YEAR);
    case NODE_ELSE_AS: /* every text reads as a text, so nothing is left */
        return !kind || (kind->kind != NODE_KIND_TEXT &&
                         (kind->kind != NODE_KIND_CODE || kind->child[AT_KIND_CODE_LIST]));
    default: return true;
    }
}

/* `column 2 of 3`: one of at least two. */
static void check_place(Model *model, const Node *option)
{
    Bound place = bound_of(option->child[AT_COLUMN_OF_PLACE]);
    Bound count = bound_of(option->child[AT_COLUMN_OF_COUNT]);
    bool whole = place.given && count.given && !place.places && !count.places;
    if (!whole || place.digits < 1 || count.digits < 2 || place.digits > count.digits ||
        count.digits > LIMIT_COLUMNS)
        SAY(model, D_COLUMN_OF, option);
}

/* written as "31/08/2026": a sample that shows one way to write a date, or a school year. */
static void check_written(Model *model, const Node *option, const Node *kind)
{
    const Node *sample = option->child[AT_WRITTEN_AS_SAMPLE];
    DateForm date;
    YearForm year;
    if (sample->kind != NODE_STRING) return;
    if (kind->kind == NODE_KIND_DATE ? date_form_of(sample->text, &date)
                                     : year_form_of(sample->text, &year))
        return;
    SAY(model, kind->kind == NODE_KIND_DATE ? D_DATE_SAMPLE : D_YEAR_SAMPLE, sample, sample->text);
}

static void check_options(Model *model, Field *field, const Node *options, const Node *kind)
{
    Texts texts = { .model = model };
    size_t yes = 0, no = 0, other = 0, places = 0, written = 0;
    for (uint32_t i = 0; i < options->count; i++) {
        const Node *option = options->child[i];
        if (!option_fits(option, kind)) {
            SAY(model, D_FIELD_OPTION, option, node_source(model, option));
            continue;
        }
        if (option->kind == NODE_MISSING_AS) {
            const Node *list = option->child[AT_MISSING_AS_TEXTS];
            field->can_miss = true;
            for (uint32_t t = 0; t < list->count; t++) /* lists are not known yet */
                if (list->child[t]->kind == NODE_STRING) texts_add(&texts, list->child[t]);
            reason_node(model, option->child[AT_MISSING_AS_REASON],
                        option->child[AT_MISSING_AS_WORDS]);
        } else if (option->kind == NODE_ELSE_AS) {
            field->can_miss = true;
            if (other++) SAY(model, D_OPTION_TWICE, option, STR("anything else"));
            reason_node(model, option->child[AT_ELSE_AS_REASON], option->child[AT_ELSE_AS_WORDS]);
        } else if (option->kind == NODE_NOT_IN) {
            if (field_is_key(field))
                SAY(model, D_KEY_NOT_IN, option, field->record->name);
            else
                field->can_miss = true;
            reason_node(model, option->child[AT_NOT_IN_REASON], option->child[AT_NOT_IN_WORDS]);
        } else if (option->kind == NODE_COLUMN_OF) {
            check_place(model, option);
            if (places++) SAY(model, D_OPTION_TWICE, option, node_source(model, option));
        } else if (option->kind == NODE_WRITTEN_AS) {
            if (written++) SAY(model, D_OPTION_TWICE, option, STR("written as"));
            check_written(model, option, kind);
        } else if (option->kind == NODE_YES_TEXT) {
            yes++;
            texts_add(&texts, option->child[AT_YES_TEXT_TEXT]);
        } else if (option->kind == NODE_NO_TEXT) {
            no++;
            texts_add(&texts, option->child[AT_NO_TEXT_TEXT]);
        }
    }
    if (kind && kind->kind == NODE_KIND_YES_NO && (!yes || !no))
        SAY(model, D_FIELD_YES_NO, field->node, field->name);
    years_check(model, options);
}

static const Exact *range_end(Model *model, const Node *end, bool percent)
{
    if (!end) return NULL;
    Bound bound = bound_of(end);
    if (!bound.given) {
        if (end->kind != NODE_ERROR) SAY(model, D_FIELD_RANGE_LONG, end);
        return NULL;
    }
    Arena *arena = model->arena;
    const Exact *digits = exact_from_i64(arena, bound.digits);
    int power = -(int)bound.places - (percent ? 2 : 0);
    return power ? exact_mul(arena, digits, exact_power_of_ten(arena, power)) : digits;
}

static void set_range(Model *model, Field *field, const Node *kind, bool percent)
{
    /* LOW and HIGH are the first two slots of every kind that has a range. */
    field->low = range_end(model, kind->child[0], percent);
    field->high = range_end(model, kind->child[1], percent);
    if (field->low && field->high && exact_compare(model->arena, field->low, field->high) > 0)
        SAY(model, D_FIELD_RANGE, kind->child[1]);
}

static void set_kind(Model *model, Field *field, const Node *kind)
{
    const Node *unit = NULL;
    switch ((int)kind->kind) {
    case NODE_KIND_WHOLE: field->whole = true; /* fall through */
    case NODE_KIND_NUMBER:
        field->type = TYPE_NUMBER;
        unit = kind->child[AT_KIND_NUMBER_UNIT];
        field->unit = unit ? unit_find(model, unit->text) : UNIT_PURE;
        set_range(model, field, kind, false);
        break;
    case NODE_KIND_PERCENT:
        field->type = TYPE_NUMBER;
        field->unit = UNIT_PERCENT;
        set_range(model, field, kind, true);
        break;
    case NODE_KIND_DATE:
    case NODE_KIND_YEAR:
        field->type = kind->kind == NODE_KIND_DATE ? TYPE_DATE : TYPE_YEAR;
        set_range(model, field, kind, false);
        break;
    case NODE_KIND_YES_NO: field->type = TYPE_YESNO; break;
    default: field->type = TYPE_CODE; break;
    }
}

static Role role_of(const Node *role)
{
    switch ((int)role->kind) {
    case NODE_ROLE_KEY:
    case NODE_ROLE_KEY_PERSONAL: return ROLE_KEY;
    case NODE_ROLE_IDENTITY: return ROLE_IDENTITY;
    case NODE_ROLE_PERSONAL: return ROLE_PERSONAL;
    case NODE_ROLE_CONTEXT: return ROLE_CONTEXT;
    case NODE_ROLE_PROTECTED: return ROLE_PROTECTED;
    case NODE_ROLE_PROCESS: return ROLE_PROCESS;
    case NODE_ROLE_BASELINE: return ROLE_BASELINE;
    default: return ROLE_OUTCOME;
    }
}

bool field_declare(Model *model, Record *record, const Node *node)
{
    const Node *name = node->child[0];
    Field *old = field_find(record, name->text);
    if (name->kind != NODE_NAME) return false;
    if (old) {
        Diag *d = SAY(model, D_FIELD_TWICE, name, record->name, name->text);
        diag_also(model->diags, d, old->node->child[0]->span, STR("declared here first"));
        return false;
    }
    Field *field = &record->fields[record->field_count];
    *field = (Field){ .record = record, .name = name->text, .node = node };
    field->index = (uint32_t)record->field_count++;
    if (node->kind == NODE_PART_FIELD) {
        field->role = ROLE_LINK;
        field->type = TYPE_ROW;
        check_options(model, field, node->child[AT_PART_FIELD_OPTIONS], NULL);
        return true;
    }
    const Node *role = node->child[AT_FIELD_ROLE], *kind = node->child[AT_FIELD_KIND];
    field->role = role_of(role);
    if (role->kind == NODE_ROLE_KEY_PERSONAL) record->has_personal_key = true;
    set_kind(model, field, kind);
    check_options(model, field, node->child[AT_FIELD_OPTIONS], kind);
    return true;
}
