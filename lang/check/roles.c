/* roles.c -- what may be read by what, through any chain of definitions.
 *
 * An outcome measure reads no process field; it reads context and protected fields only to split
 * results, to leave rows out with a reason, as a gap measure, or where `uses ... because` says so.
 * Reviews and powers read no process field, and of measures only those that are considered.
 * Personal fields join, group and count.  Each walk goes through formulas breadth first, so that
 * the way that is shown is the shortest; every formula is met once a walk.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "check/parts.h"
#include "check/record.h"

typedef enum { WALK_PROCESS, WALK_CONTEXT, WALK_PERSONAL, WALK_CONSIDERED } WalkKind;

/* A formula met, and from which one. */
typedef struct Met {
    const Expr *expr;
    size_t from; /* SIZE_MAX: a formula that the walk began with */
    Model *in;   /* whose formula it is: of an earlier year where that is asked */
} Met;

typedef struct Walk {
    Model *model;
    WalkKind kind;
    const Measure *measure;    /* whose formulas are walked; NULL */
    const ReviewLevel *review; /* WALK_CONSIDERED */
    const Node *node;          /* of the measure, review or power */
    bool *used;                /* WALK_CONTEXT: which of measure->allowed were read */
    uint32_t **seen, round;    /* by years before and Expr.id: the walk that met it last */
    Model *in;                 /* of the formula whose parts are met */
    Met *met;
    size_t count, cap;
} Walk;

/* ---- going through formulas ---- */

static void meet(Walk *w, const Expr *e, size_t from)
{
    if (!e) return;
    uint32_t **seen = &w->seen[w->model->year - w->in->year];
    if (!*seen) *seen = NEW_ARRAY(w->model->arena, uint32_t, w->in->expr_count + 1);
    if ((*seen)[e->id] == w->round) return;
    (*seen)[e->id] = w->round;
    GROW(w->model->arena, w->met, w->count, w->cap);
    w->met[w->count++] = (Met){ e, from, w->in };
}

/* Whether two are one measure, perhaps in the models of two years. */
static bool same_measure(const Measure *a, const Measure *b)
{
    return a == b || (a && b && a->node == b->node);
}

static const Field *field_of(const Expr *e)
{
    if (e->kind != EXPR_FIELD || e->place->kind != PLACE_RECORD) return NULL;
    return &e->place->record->fields[e->index];
}

/* Meets e where it is only joined, grouped or counted: a personal field may be. */
static void meet_counted(Walk *w, const Expr *e, size_t from)
{
    const Field *field = e ? field_of(expr_inner(e)) : NULL;
    if (w->kind == WALK_PERSONAL && field && field_personal(field)) return;
    meet(w, e, from);
}

/* Whether e is `not C` for a condition C by which the measure leaves rows out; where C is itself
 * `not E`, that is E. */
static bool is_left_out(const Measure *measure, const Expr *e)
{
    for (size_t i = 0; i < measure->leave_count; i++) {
        const Expr *left = measure->leaves[i].condition;
        if (left && left->kind == EXPR_NOT && left->arg[0] == e) return true;
    }
    if (e->kind != EXPR_NOT) return false;
    const Expr *condition = e->arg[0];
    if (condition->kind == EXPR_INSTEAD) condition = condition->arg[0];
    if (condition->kind == EXPR_READ) condition = condition->arg[0];
    for (size_t i = 0; i < measure->leave_count; i++)
        if (measure->leaves[i].condition == condition) return true;
    return false;
}

/* A mask: the rows that the measure leaves out have their `because` already. */
static void meet_mask(Walk *w, const Expr *mask, const Measure *counted, size_t from)
{
    while (mask && counted && w->kind == WALK_CONTEXT) {
        if (is_left_out(counted, mask)) return;
        if (mask->kind != EXPR_AND) break;
        bool first = is_left_out(counted, mask->arg[0]);
        bool second = is_left_out(counted, mask->arg[1]);
        if (first && second) return;
        if (first || second) {
            mask = mask->arg[first ? 1 : 0];
            continue;
        }
        if (mask->arg[0]->kind != EXPR_AND) break;
        /* ((not a and not b) and where): the left part may be all of the left-out rows */
        meet(w, mask->arg[1], from);
        mask = mask->arg[0];
    }
    meet(w, mask, from);
}

static void meet_group(Walk *w, const Group *group, size_t from)
{
    bool split = group->is_split && w->kind == WALK_CONTEXT;
    for (size_t i = 0; i < group->key_count && !split; i++) meet_counted(w, group->keys[i], from);
    meet_mask(w, group->mask, group->counted, from);
}

static void meet_pick(Walk *w, const Pick *pick, size_t from)
{
    meet(w, pick->points, from);
    meet(w, pick->size, from);
    meet(w, pick->row, from);
    meet_mask(w, pick->mask, pick->level ? pick->level->measure : NULL, from);
    for (size_t i = 0; i < pick->slot_count; i++) meet(w, pick->slots[i].mask, from);
}

static void meet_gather(Walk *w, const Gather *gather, size_t from)
{
    bool counts = gather->kind == GATHER_KIND_DIFFERENT || gather->kind == GATHER_KIND_COUNT;
    if (counts)
        meet_counted(w, gather->value, from);
    else
        meet(w, gather->value, from);
    meet(w, gather->weight, from);
    meet(w, gather->row, from);
    meet(w, gather->k, from);
    for (uint32_t i = 0; i < gather->key_count; i++) meet_counted(w, gather->keys[i], from);
    for (uint32_t i = 0; i < gather->then_count; i++) meet(w, gather->thens[i], from);
    meet_mask(w, gather->mask, gather->counted, from);
}

/* Whether the walk goes on into a definition. */
static bool enters(const Walk *w, const Def *def)
{
    if (def->failed || !def->expr) return false;
    if (!def->measure || same_measure(def->measure, w->measure)) return true;
    if (w->kind == WALK_PERSONAL) return true;
    if (w->kind == WALK_CONSIDERED) return false;
    /* What another measure reads is told of that measure; but context measures may read all. */
    return w->kind == WALK_PROCESS && def->measure->context;
}

static void meet_parts(Walk *w, const Expr *e, size_t at)
{
    bool counts = e->kind == EXPR_IS_KNOWN || e->kind == EXPR_IS_REASON;
    uint32_t args = e->arg_count;
    if (e->kind == EXPR_WITHHOLD && w->kind == WALK_CONTEXT &&
        w->model->reasons[e->reason].kind == REASON_IS_LEFT_OUT)
        args = 1; /* left out with a `because` */
    for (uint32_t i = 0; i < args; i++) {
        if (counts)
            meet_counted(w, e->arg[i], at);
        else
            meet(w, e->arg[i], at);
    }
    if (e->kind == EXPR_DEF && enters(w, e->def)) meet(w, e->def->expr, at);
    if (e->kind == EXPR_EARLIER) {
        w->in = e->in;
        meet(w, e->earlier, at);
    }
    if (e->gather) meet_gather(w, e->gather, at);
    if (e->pick) meet_pick(w, e->pick, at);
    if (e->group) meet_group(w, e->group, at);
}

/* ---- what is said ---- */

static bool within(Span inside, Span whole)
{
    return inside.file == whole.file && inside.start >= whole.start && inside.end <= whole.end &&
           inside.end > inside.start;
}

/* Where the measure, review or power itself wrote what leads to formula `at`. */
static Span use_span(const Walk *w, size_t at)
{
    for (size_t i = at; i != SIZE_MAX; i = w->met[i].from)
        if (within(w->met[i].expr->span, w->node->span)) return w->met[i].expr->span;
    return w->node->child[0]->span;
}

/* The derived fields on the way, as far as there is room. */
static void show_way(Walk *w, Diag *d, size_t at)
{
    enum { MOST_SHOWN = 3 };
    size_t shown = 0;
    for (size_t i = at; i != SIZE_MAX && shown < MOST_SHOWN; i = w->met[i].from) {
        const Expr *e = w->met[i].expr;
        if (e->kind != EXPR_DEF || e->def->kind != DEF_DERIVE) continue;
        diag_also(w->model->diags, d, e->def->node->child[AT_DERIVE_NAME]->span,
                  str_printf(w->model->arena, "by way of %S", e->def->name));
        shown++;
    }
}

const char *role_word(Role role)
{
    switch (role) {
    case ROLE_KEY: return "key";
    case ROLE_IDENTITY: return "identity";
    case ROLE_PERSONAL: return "personal";
    case ROLE_CONTEXT: return "context";
    case ROLE_PROTECTED: return "protected";
    case ROLE_PROCESS: return "process";
    case ROLE_BASELINE: return "baseline";
    case ROLE_OUTCOME: return "outcome";
    case ROLE_LINK: return "part of";
    }
    return "";
}

static void say(Walk *w, DiagId id, size_t at, const Field *field)
{
    Model *model = w->model;
    Span span = w->node ? use_span(w, at) : w->met[at].expr->span;
    const char *word = role_word(field->role);
    Str name = str_printf(model->arena, "%S.%S", field->record->name, field->name);
    Str what = w->node ? w->node->child[0]->text : STR_EMPTY;
    Diag *d = DIAG_AT(model->diags, id, span, name, what, (Str){ word, strlen(word) });
    bool begins = !w->node || span.start == w->node->child[0]->span.start;
    if (!begins) {
        const Node *head = w->node->child[0];
        for (uint32_t i = 0; w->measure && i < w->node->child[AT_MEASURE_TRAITS]->count; i++)
            if (w->node->child[AT_MEASURE_TRAITS]->child[i]->kind == NODE_TRAIT_OUTCOME)
                head = w->node->child[AT_MEASURE_TRAITS]->child[i];
        diag_also(model->diags, d, head->span,
                  w->measure ? STR("declared here as an outcome") : STR("in this"));
    }
    show_way(w, d, at);
    const Node *node = field->node;
    diag_also(model->diags, d, node->child[node->kind == NODE_FIELD ? AT_FIELD_ROLE : 0]->span,
              str_printf(model->arena, "%S is marked as %s", field->name, word));
}

static bool allowed(Walk *w, const Field *field)
{
    bool found = false;
    for (size_t i = 0; w->measure && i < w->measure->allowed_count; i++)
        if (w->measure->allowed[i]->node == field->node) w->used[i] = found = true;
    return found;
}

static void judge_field(Walk *w, size_t at, const Field *field)
{
    switch (w->kind) {
    case WALK_PROCESS:
        if (field->role == ROLE_PROCESS)
            say(w, w->measure ? D_ROLE_PROCESS : D_ROLE_PROCESS_REVIEW, at, field);
        return;
    case WALK_CONTEXT:
        if ((field->role == ROLE_CONTEXT || field->role == ROLE_PROTECTED) && !allowed(w, field))
            say(w, D_ROLE_CONTEXT, at, field);
        return;
    case WALK_PERSONAL:
        if (field->role != ROLE_LINK && field_personal(field)) say(w, D_ROLE_PERSONAL, at, field);
        return;
    case WALK_CONSIDERED: return;
    }
}

/* A definition of another measure. */
static void judge_measure(Walk *w, size_t at, const Measure *read)
{
    Model *model = w->model;
    Str name = w->node->child[0]->text;
    if (w->kind == WALK_CONTEXT && read->context) {
        Diag *d = DIAG_AT(model->diags, D_ROLE_CONTEXT_MEASURE, use_span(w, at), read->name, name);
        diag_also(model->diags, d, read->node->child[AT_MEASURE_NAME]->span,
                  STR("declared here as context"));
    }
    if (w->kind != WALK_CONSIDERED) return;
    for (size_t i = 0; i < w->review->considered_count; i++)
        if (str_eq(w->review->considered_name[i], read->name)) return;
    DIAG_AT(model->diags, D_REVIEW_NOT_CONSIDERED, use_span(w, at), read->name, name);
}

/* ---- walks ---- */

static void begin(Walk *w, WalkKind kind, const Measure *measure, const Node *node)
{
    w->kind = kind;
    w->measure = measure;
    w->node = node;
    w->round++;
    w->in = w->model;
    w->count = 0;
}

static void run(Walk *w)
{
    for (size_t at = 0; at < w->count; at++) {
        const Expr *e = w->met[at].expr;
        const Field *field = field_of(e);
        w->in = w->met[at].in;
        if (field) judge_field(w, at, field);
        if (w->node && e->kind == EXPR_DEF && e->def->measure &&
            !same_measure(e->def->measure, w->measure))
            judge_measure(w, at, e->def->measure);
        meet_parts(w, e, at);
    }
}

static void meet_def(Walk *w, const Def *def)
{
    if (def && !def->failed) meet(w, def->expr, SIZE_MAX);
}

/* Every formula that a measure wrote; the conditions of `leaves out` too, but in a walk for context
 * fields, for they have their `because`. */
static void meet_measure(Walk *w, const Measure *measure)
{
    for (size_t l = 0; l < measure->level_count; l++) {
        const Level *level = &measure->levels[l];
        for (size_t i = 0; i < level->let_count; i++) meet_def(w, level->lets[i]);
        meet_def(w, level->value);
        meet_def(w, level->lower);
        meet_def(w, level->upper);
        meet_def(w, level->band);
        meet(w, level->withheld, SIZE_MAX);
        for (size_t i = 0; i < level->pick_count; i++) meet_pick(w, level->picks[i], SIZE_MAX);
    }
    for (size_t i = 0; i < measure->leave_count && w->kind != WALK_CONTEXT; i++)
        meet(w, measure->leaves[i].condition, SIZE_MAX);
}

static void unused_uses(Walk *w, const Measure *measure)
{
    const Node *clauses = measure->node->child[AT_MEASURE_CLAUSES];
    for (size_t i = 0; i < measure->allowed_count; i++) {
        if (w->used[i]) continue;
        for (uint32_t c = 0; c < clauses->count; c++) {
            if (clauses->child[c]->kind != NODE_USES) continue;
            const Node *name = clauses->child[c]->child[AT_USES_FIELD];
            Str last = name->kind == NODE_PATH ? name->child[name->count - 1]->text : name->text;
            if (str_eq(last, measure->allowed[i]->name))
                DIAG_AT(w->model->diags, D_USES_UNUSED, name->span, last, measure->name);
        }
    }
}

static void check_measure(Walk *w, const Measure *measure)
{
    if (measure->context) return;
    begin(w, WALK_PROCESS, measure, measure->node);
    meet_measure(w, measure);
    run(w);
    if (measure->gap) return;
    w->used = NEW_ARRAY(w->model->arena, bool, measure->allowed_count + 1);
    begin(w, WALK_CONTEXT, measure, measure->node);
    meet_measure(w, measure);
    run(w);
    if (!measure->not_made) unused_uses(w, measure);
}

static void check_review(Walk *w, const ReviewLevel *level)
{
    w->review = level;
    begin(w, WALK_PROCESS, NULL, level->review->node);
    meet(w, level->secure, SIZE_MAX);
    meet(w, level->finding, SIZE_MAX);
    run(w);
    begin(w, WALK_CONSIDERED, NULL, level->review->node);
    meet(w, level->secure, SIZE_MAX);
    meet(w, level->finding, SIZE_MAX);
    run(w);
}

static void meet_support(Walk *w, const Support *support)
{
    meet(w, support->seeks, SIZE_MAX);
    meet(w, support->offers, SIZE_MAX);
    for (size_t i = 0; i < support->figure_count; i++) meet(w, support->figure[i], SIZE_MAX);
}

static void check_personal(Walk *w)
{
    const Model *model = w->model;
    begin(w, WALK_PERSONAL, NULL, NULL);
    for (size_t i = 0; i < model->derive_count; i++) meet_def(w, model->derives[i]);
    for (size_t i = 0; i < model->measure_count; i++) meet_measure(w, model->measures[i]);
    for (size_t i = 0; i < model->review_level_count; i++) {
        meet(w, model->review_levels[i].secure, SIZE_MAX);
        meet(w, model->review_levels[i].finding, SIZE_MAX);
    }
    for (size_t i = 0; i < model->power_count; i++)
        for (size_t p = 0; p < model->powers[i]->place_count; p++)
            meet(w, model->powers[i]->open[p], SIZE_MAX);
    for (size_t i = 0; i < model->goal_count; i++) meet(w, model->goals[i]->figure, SIZE_MAX);
    for (size_t i = 0; i < model->reconcile_count; i++) {
        meet(w, model->reconciles[i]->given, SIZE_MAX);
        meet(w, model->reconciles[i]->ours, SIZE_MAX);
        meet(w, model->reconciles[i]->most, SIZE_MAX);
    }
    for (size_t i = 0; i < model->support_count; i++) meet_support(w, model->supports[i]);
    run(w);
}

void roles_check(Model *model)
{
    Walk w = { .model = model };
    size_t years = 1;
    for (const Model *m = model->before; m; m = m->before) years++;
    w.seen = NEW_ARRAY(model->arena, uint32_t *, years);
    for (size_t i = 0; i < model->measure_count; i++) check_measure(&w, model->measures[i]);
    for (size_t i = 0; i < model->review_level_count; i++)
        check_review(&w, &model->review_levels[i]);
    for (size_t i = 0; i < model->power_count; i++) {
        const Power *power = model->powers[i];
        begin(&w, WALK_PROCESS, NULL, power->node);
        for (size_t p = 0; p < power->place_count; p++) meet(&w, power->open[p], SIZE_MAX);
        run(&w);
    }
    for (size_t i = 0; i < model->support_count; i++) {
        begin(&w, WALK_PROCESS, NULL, model->supports[i]->node);
        meet_support(&w, model->supports[i]);
        run(&w);
    }
    check_personal(&w);
}
