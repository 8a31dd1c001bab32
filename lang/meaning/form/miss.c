/* miss.c -- what may be missing, judged by the text alone: for the order of operands (order.c).
 *
 * The checker knows better, but for one year; the form is of all years.  So this takes more for
 * possible than is, and an operand may keep its place though it need not.
 * SPDX-License-Identifier: Apache-2.0 */
#include "meaning/form/leaf.h"

static uint64_t options_reasons(Form *form, const Node *options)
{
    uint64_t reasons = 0;
    for (uint32_t i = 0; i < options->count; i++) {
        const Node *o = options->child[i];
        const Node *reason = NULL;
        if (o->kind == NODE_MISSING_AS) reason = o->child[AT_MISSING_AS_REASON];
        if (o->kind == NODE_ELSE_AS) reason = o->child[AT_ELSE_AS_REASON];
        if (o->kind == NODE_NOT_IN) reason = o->child[AT_NOT_IN_REASON];
        if (o->kind == NODE_SHORT_ROWS) reason = o->child[AT_SHORT_ROWS_REASON];
        if (reason) reasons |= reason_bit(form, reason->text);
    }
    return reasons;
}

static uint64_t field_reasons(Form *form, const Field *field)
{
    bool link = field->node->kind == NODE_PART_FIELD;
    if (!link && field->node->kind != NODE_FIELD)
        return 0; /* the name that a record has by another */
    const Node *options = field->node->child[link ? AT_PART_FIELD_OPTIONS : AT_FIELD_OPTIONS];
    return options_reasons(form, options) |
           options_reasons(form, field->record->node->child[AT_RECORD_OPTIONS]);
}

/* Of an earlier year a field may be derived from itself; what is read there is reckoned to be
 * missing for any reason, so that it is the same from wherever it is come to. */
static void as_derived(const Walk *walk, size_t d, Term *name)
{
    Form *form = walk->form;
    const Def *def = form->model->derives[d];
    Derived *derived = &form->derived[d];
    if (derived->state == DERIVED_NEW) {
        Walk there = { .form = form, .place = def->place, .says = SAYS_REASON };
        derived->state = DERIVED_BUSY;
        const Term *term = term_of(&there, def->node->child[AT_DERIVE_DEFINITION]);
        *derived = (Derived){ DERIVED_DONE, term->reasons, term->establishes, term->divides };
    }
    if (derived->state == DERIVED_BUSY) return;
    name->reasons = derived->reasons;
    name->establishes = derived->establishes;
    name->divides = derived->divides;
}

/* The derived field of the rows; SIZE_MAX when there is none. */
static size_t derived_at(const Walk *walk, Str name)
{
    const Model *model = walk->form->model;
    for (size_t d = 0; walk->place && d < model->derive_count; d++)
        if (model->derives[d]->place == walk->place && str_eq(model->derives[d]->name, name))
            return d;
    return SIZE_MAX;
}

static bool has_band(const Node *node, Str name)
{
    for (uint32_t i = 0; i < node->count; i++) {
        const Node *child = node->child[i];
        bool band = child && (child->kind == NODE_BAND || child->kind == NODE_BAND_OTHERWISE ||
                              child->kind == NODE_BAND_MISSING);
        if (band && str_eq(child->child[0]->text, name)) return true;
        bool inside = child && (child->kind == NODE_LIST || child->kind == NODE_LEVEL_BLOCK ||
                                child->kind == NODE_BANDS);
        if (inside && has_band(child, name)) return true;
    }
    return false;
}

/* Whether some measure has a band of that name, in whatever year. */
static bool is_band(const Model *model, Str name)
{
    for (size_t m = 0; m < model->measure_count; m++)
        if (has_band(model->measures[m]->node, name)) return true;
    return false;
}

/* In bands, where the figures that are compared are known. */
static bool is_own_figure(const Walk *walk, Str name)
{
    return walk->figures_known &&
           (str_eq(name, STR("value")) || str_eq(name, STR("lower")) || str_eq(name, STR("upper")));
}

static bool asks_missing(const Node *condition, Str name)
{
    if (condition->kind == NODE_IS_MISSING)
        return !condition->child[AT_IS_MISSING_REASON] && condition->child[0]->kind == NODE_NAME &&
               str_eq(condition->child[0]->text, name);
    bool any = condition->kind == NODE_OR || condition->kind == NODE_ANY_OF;
    for (uint32_t i = 0; any && i < condition->count; i++)
        if (asks_missing(condition->child[i], name)) return true;
    return false;
}

/* Whether the measure leaves out the rows where that is missing, so that it is known here. */
static bool is_left_out(const Walk *walk, Str name)
{
    if (!walk->measure || walk->all_rows || !walk->place || walk->place->kind != PLACE_RECORD)
        return false;
    const Node *clauses = walk->measure->node->child[AT_MEASURE_CLAUSES];
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Node *leave = clauses->child[i];
        if (leave->kind != NODE_LEAVES_OUT) continue;
        if (!str_eq(leave->child[AT_LEAVES_OUT_ROWS]->text, walk->place->record->plural)) continue;
        if (asks_missing(leave->child[AT_LEAVES_OUT_WHERE], name)) return true;
    }
    return false;
}

/* A link, and what is read of the row that it leads to. */
static void path_misses(const Walk *walk, const Node *path, Term *name)
{
    Form *form = walk->form;
    Model *model = form->model;
    name->reasons = reason_bit(form, STR("no_parent"));
    for (uint32_t i = 0; i < path->count; i++) {
        bool found = false;
        for (size_t r = 0; r < model->record_count; r++) {
            Field *field = field_find(model->records[r], path->child[i]->text);
            if (!field) continue;
            name->reasons |= field_reasons(form, field);
            found = true;
        }
        if (!found) name->reasons = REASONS_MANY;
    }
}

void name_misses(const Walk *walk, const Node *node, Term *name)
{
    Form *form = walk->form;
    Model *model = form->model;
    if (node->kind == NODE_PATH) {
        path_misses(walk, node, name);
        return;
    }
    if (is_left_out(walk, node->text)) return;
    Record *record = walk->place && walk->place->kind == PLACE_RECORD ? walk->place->record : NULL;
    Field *field = record ? field_find(record, node->text) : NULL;
    size_t derive = derived_at(walk, node->text);
    if (field) {
        name->reasons = field_reasons(form, field);
        return;
    }
    if (derive != SIZE_MAX) {
        as_derived(walk, derive, name);
        return;
    }
    const Name *outer = name_find(model, node->text);
    if (outer && outer->kind != NAME_MEASURE) return; /* a parameter, or no figure */
    if (!outer && (is_band(model, node->text) || is_own_figure(walk, node->text))) return;
    name->reasons = REASONS_MANY;
}

static bool has_missing_cell(const Node *table)
{
    const Node *rows = table->child[AT_TABLE_ROWS];
    Str mark = STR("missing ");
    for (uint32_t r = 1; r < rows->count; r++)
        for (uint32_t c = 0; c < rows->child[r]->count; c++) {
            Str text = rows->child[r]->child[c]->text;
            if (text.len > mark.len && memcmp(text.at, mark.at, mark.len) == 0) return true;
        }
    return false;
}

/* Whether the key is a field whose codes are those of the table: `code of grade_points`. */
static bool has_every_code(const Walk *walk, const Node *keys, Str table)
{
    if (keys->count != 1 || keys->child[0]->kind != NODE_NAME) return false;
    if (!walk->place || walk->place->kind != PLACE_RECORD) return false;
    const Field *field = field_find(walk->place->record, keys->child[0]->text);
    const Node *kind =
        field && field->node->kind == NODE_FIELD ? field->node->child[AT_FIELD_KIND] : NULL;
    const Node *list = kind && kind->kind == NODE_KIND_CODE ? kind->child[0] : NULL;
    return list && list->kind == NODE_NAME && str_eq(list->text, table);
}

static void index_misses(const Walk *walk, const Node *node, Term *term)
{
    const Node *base = node->child[AT_INDEX_BASE];
    Name *name = base->kind == NODE_NAME ? name_find(walk->form->model, base->text) : NULL;
    bool table = name && name->kind == NAME_TABLE;
    if (!table || has_missing_cell(((TableDef *)name->what)->node)) {
        term->reasons |= REASONS_MANY;
        return;
    }
    if (!has_every_code(walk, node->child[AT_INDEX_KEYS], base->text))
        term->reasons |= reason_bit(walk->form, STR("not_in_table"));
}

static void agg_misses(const Walk *walk, const Node *node, Term *term)
{
    const Node *over = node->child[AT_AGG_OVER], *operand = node->child[AT_AGG_OPERAND];
    bool counts = node->kind == NODE_AGG_SUM || node->kind == NODE_AGG_NUMBER ||
                  node->kind == NODE_AGG_NUMBER_DIFFERENT;
    bool list = !over && operand && operand->kind == NODE_TUPLE;
    if (over && over->kind == NODE_LAST_YEARS) {
        term->reasons = REASONS_MANY;
        term->establishes = term->divides = true;
        return;
    }
    if (!list || node->child[AT_AGG_KNOWN]) term->reasons = 0;
    term->establishes = term->divides = false;
    if (node->kind == NODE_AGG_ONE)
        term->reasons = REASONS_MANY;
    else if (!counts)
        term->reasons |= reason_bit(walk->form, STR("nothing_to_divide_by"));
}

static bool is_not_nought(const Node *by)
{
    if (by->kind != NODE_NUMBER && by->kind != NODE_PERCENT) return false;
    for (size_t i = 0; i < by->text.len; i++)
        if (by->text.at[i] >= '1' && by->text.at[i] <= '9') return true;
    return false;
}

static void nothing_to_divide(const Walk *walk, Term *term)
{
    term->divides = true;
    term->reasons |= reason_bit(walk->form, STR("nothing_to_divide_by"));
}

void node_misses(const Walk *walk, const Node *node, Term *term)
{
    if (node_is_agg(node)) {
        agg_misses(walk, node, term);
        return;
    }
    switch ((int)node->kind) {
    case NODE_DIVIDE:
        if (!is_not_nought(node->child[0])) nothing_to_divide(walk, term);
        break;
    case NODE_ROOT: nothing_to_divide(walk, term); break;
    case NODE_INDEX: index_misses(walk, node, term); break;
    case NODE_IS_KNOWN:
    case NODE_IS_MISSING:
        term->reasons = 0;
        term->establishes = true;
        break;
    case NODE_KNOWN_AND: term->establishes = true; break;
    case NODE_COUNTING:
        term->reasons = term->count ? term->arg[term->count - 1]->reasons : 0;
        break;
    case NODE_SOME_HAS:
    case NODE_EVERY_HAS:
    case NODE_NO_HAS: term->reasons = 0; break;
    case NODE_YEAR_BEFORE:
    case NODE_EACH_YEAR:
    case NODE_SOME_YEARS:
        term->reasons = REASONS_MANY;
        term->establishes = term->divides = true;
        break;
    case NODE_APPLY:
    case NODE_POOLED:
    case NODE_RANK: term->reasons |= REASONS_MANY; break;
    default: break;
    }
}
