/* support.c -- who could help whom: units of a record that seek support, units that offer it, and
 * the figures in which two of them are alike.
 *
 * It decides nothing: no figure, band, finding or power reads it.  How alike two units are is told
 * by ranks, which are worked out with all other figures: a unit's rank in a figure among the units
 * of its group that have all figures, equal ones at their mean rank.  What is compared is intake,
 * by data flow: baseline and context fields, and what is worked out of them alone.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "check/parts.h"
#include "check/record.h"
#include "number/text.h"

enum { MOST_NEAREST = 20 };

void support_declare(Model *model, const Node *node)
{
    const Node *name = node->child[AT_SUPPORT_NAME];
    if (name->kind != NODE_NAME) return;
    Support *support = NEW(model->arena, Support);
    *support =
        (Support){ .name = name->text, .title = node->child[AT_SUPPORT_TITLE]->text, .node = node };
    name_add(model, name->text, NAME_SUPPORT, support, 0, name->span);
    GROW(model->arena, model->supports, model->support_count, model->support_cap);
    model->supports[model->support_count++] = support;
}

/* ---- whose units, and within what ---- */

static bool read_units(Model *model, Support *support)
{
    const Node *level = support->node->child[AT_SUPPORT_LEVEL];
    const Node *in = support->node->child[AT_SUPPORT_IN];
    if (level->kind == NODE_ERROR || in->kind == NODE_ERROR) return false;
    Record *of = known_record(model, level);
    if (!of || !printable(model, &of->place, level, STR("support of"))) return false;
    bool below = true;
    if (in->kind != NODE_NATION) {
        support->group = known_record(model, in);
        if (!support->group || !printable(model, &support->group->place, in, STR("support within")))
            return false;
        below = of != support->group;
        if (below)
            support->row = expr_row_to(model, &of->place, &support->group->place, in->span, &below);
        if (!below) SAY(model, D_SUPPORT_IN, in, of->name, support->group->name);
    }
    if (below) support->of = of;
    return below;
}

/* ---- in what they are alike ---- */

/* Looking for what a figure may not be made of. */
typedef struct Look {
    Model *model;
    const Node *name;
    bool failed;
} Look;

static void refuse_role(Look *look, Str what, const char *role, const Node *declared)
{
    Diag *d = SAY(look->model, D_SUPPORT_INTAKE, look->name, node_source(look->model, look->name),
                  (Str){ role, strlen(role) }, what);
    diag_also(look->model->diags, d, declared->child[0]->span, STR("read by it"));
    look->failed = true;
}

/* Whether a formula is read as a part of a measure's value, which the measure can withhold. */
static bool is_withheld_with(const Parts *parts, size_t at)
{
    for (size_t i = at; i != SIZE_MAX; i = parts->items[i].from) {
        const Expr *e = parts->items[i].expr;
        if (e->kind == EXPR_DEF && e->def->measure && e->def->kind == DEF_VALUE) return true;
    }
    return false;
}

static void look_at_field(Look *look, const Field *field)
{
    Role role = field->role;
    if (role == ROLE_OUTCOME || role == ROLE_PROCESS || role == ROLE_PROTECTED)
        refuse_role(look, field->name, role_word(role), field->node);
}

static void look_at(Look *look, const Parts *parts, size_t at)
{
    const Expr *e = parts->items[at].expr;
    const Field *field = expr_field_of(e);
    if (field && e->kind == EXPR_FIELD) look_at_field(look, field);
    if (look->failed) return;
    if (e->kind == EXPR_DEF && e->def->measure && !e->def->measure->context)
        refuse_role(look, e->def->measure->name, "outcome", e->def->measure->node);
    bool persons = e->gather && e->gather->from && e->gather->from->kind == PLACE_RECORD &&
                   e->gather->from->record->has_personal_key;
    if (look->failed || !persons || is_withheld_with(parts, at)) return;
    SAY(look->model, D_SUPPORT_PERSONS, look->name, node_source(look->model, look->name),
        e->gather->from->record->plural);
    look->failed = true;
}

/* Whether a figure tells of intake, and of no person. */
static bool tells_intake(Model *model, const Node *name, const Expr *e)
{
    Look look = { .model = model, .name = name };
    Parts parts = { .arena = model->arena };
    parts_add(&parts, e);
    parts_run(&parts);
    for (size_t i = 0; i < parts.count && !look.failed; i++) look_at(&look, &parts, i);
    return !look.failed;
}

/* A name or path as one word: `intake.prior`. */
static Str path_text(Model *model, const Node *name)
{
    Text text = text_open(model->arena);
    if (name->kind == NODE_NAME) return name->text;
    for (uint32_t i = 0; i < name->count; i++)
        text_printf(&text, "%s%S", i ? "." : "", name->child[i]->text);
    return text_str(&text);
}

static void add_figure(Scope *scope, Support *support, const Node *name)
{
    Model *model = scope->model;
    if (name->kind == NODE_ERROR) return;
    Str words = path_text(model, name);
    for (size_t i = 0; i < support->figure_count; i++)
        if (str_eq(support->figure_name[i], words)) {
            SAY(model, D_TWICE, name, words);
            return;
        }
    const Expr *e = name_formula(scope, name);
    if (!e) return;
    e = expr_as(model, e, TYPE_NUMBER);
    if (!is_number(model, name, e, true) || !tells_intake(model, name, e)) return;
    support->figure_name[support->figure_count] = words;
    support->figure[support->figure_count++] = e;
}

/* A unit's rank in a figure among the units of its group that have all of them. */
static void add_ranks(Model *model, Support *support)
{
    const Expr *all = NULL;
    Span span = support->node->span;
    for (size_t i = 0; i < support->figure_count; i++)
        all =
            expr_and(model, all, expr_1(model, EXPR_IS_KNOWN, TYPE_YESNO, support->figure[i], span),
                     false, span);
    for (size_t i = 0; i < support->figure_count; i++) {
        Gather ranked = { .from = &support->of->place,
                          .value = support->figure[i],
                          .mask = all,
                          .row = support->row,
                          .lowest_first = true,
                          .ties = TIES_MEAN };
        support->rank[i] = expr_make(model, &(Expr){ .kind = EXPR_RANK,
                                                     .place = &support->of->place,
                                                     .type = TYPE_NUMBER,
                                                     .unit = UNIT_PURE,
                                                     .gather = &ranked,
                                                     .span = span });
    }
}

/* ---- clauses ---- */

static void read_nearest(Model *model, Support *support, const Node *number)
{
    int64_t n = 0;
    int places;
    bool minus_zero;
    if (number->kind == NODE_ERROR) return;
    if (number_parse(number->text, &n, &places, &minus_zero) == NUMBER_SMALL && !places && n >= 1 &&
        n <= MOST_NEAREST)
        support->nearest = n;
    else
        SAY(model, D_SUPPORT_NEAREST, number, number->text,
            str_printf(model->arena, "%d", (int64_t)MOST_NEAREST));
}

static const Expr *condition(Scope *scope, const Node *node)
{
    const Expr *e = check_condition(scope, node);
    one_way_ask(scope, node, e);
    return e;
}

static void read_clause(Scope *scope, Support *support, const Node *clause)
{
    switch ((int)clause->kind) {
    case NODE_SEEKS: support->seeks = condition(scope, clause->child[AT_SEEKS_WHEN]); break;
    case NODE_OFFERS: support->offers = condition(scope, clause->child[AT_OFFERS_WHEN]); break;
    case NODE_SIMILAR:
        for (uint32_t i = 0; i < clause->count; i++) add_figure(scope, support, clause->child[i]);
        break;
    case NODE_NEAREST_TIES:
        read_nearest(scope->model, support, clause->child[AT_NEAREST_TIES_NUMBER]);
        break;
    default: break;
    }
}

static bool has_fault(const Node *clauses)
{
    for (uint32_t i = 0; i < clauses->count; i++)
        if (clauses->child[i]->kind == NODE_ERROR) return true;
    return false;
}

/* Each of the four clauses stands once. */
static void clauses_once(Model *model, const Support *support, const Node **first)
{
    static const struct {
        NodeKind kind;
        const char *words;
    } asked[] = { { NODE_SEEKS, "seeks when" },
                  { NODE_OFFERS, "offers when" },
                  { NODE_SIMILAR, "similar in" },
                  { NODE_NEAREST_TIES, "nearest" } };
    Text lacking = text_open(model->arena);
    for (size_t i = 0; i < COUNT_OF(asked); i++)
        if (!first[asked[i].kind])
            text_printf(&lacking, "%s%s", lacking.len ? ", " : "", asked[i].words);
    if (lacking.len)
        SAY(model, D_SUPPORT_HALF, support->node->child[AT_SUPPORT_NAME], support->name,
            text_str(&lacking));
}

static void check_support(Model *model, Support *support)
{
    const Node *first[NODE_KINDS] = { NULL };
    const Node *list = support->node->child[AT_SUPPORT_CLAUSES];
    size_t room = 1, errors = model->diags->errors;
    if (!read_units(model, support)) return;
    Scope scope = { .model = model, .place = &support->of->place };
    for (uint32_t i = 0; i < list->count; i++) room += list->child[i]->count;
    support->figure_name = NEW_ARRAY(model->arena, Str, room);
    support->figure = NEW_ARRAY(model->arena, const Expr *, room);
    support->rank = NEW_ARRAY(model->arena, const Expr *, room);
    for (uint32_t i = 0; i < list->count; i++) {
        const Node *clause = list->child[i];
        bool text = clause->kind == NODE_TEXT || clause->kind == NODE_ALLOW;
        if (clause->kind == NODE_ERROR || text) continue;
        if (first[clause->kind]) {
            SAY(model, D_TWICE, clause, node_source(model, clause));
            continue;
        }
        first[clause->kind] = clause;
        read_clause(&scope, support, clause);
    }
    if (!has_fault(list)) clauses_once(model, support, first);
    if (model->diags->errors == errors) add_ranks(model, support);
}

void supports_check(Model *model)
{
    for (size_t i = 0; i < model->support_count; i++) check_support(model, model->supports[i]);
}
