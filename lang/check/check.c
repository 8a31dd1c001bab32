/* check.c -- a framework and its modules, checked: files, header, outermost declarations, then
 * everything that they define.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/cover.h"
#include "check/expr.h"
#include "check/record.h"
#include "limit.h"
#include "number/text.h"
#include "parse.h"

/* ---- header ---- */

static int64_t whole_number(Model *model, const Node *node)
{
    int64_t n = 0;
    int decimals;
    bool minus_zero;
    if (node->kind == NODE_ERROR) return 0;
    if (number_parse(node->text, &n, &decimals, &minus_zero) != NUMBER_SMALL || decimals) {
        DIAG_AT(model->diags, D_WHOLE_NUMBER, node->span);
        return 0;
    }
    return n;
}

static void default_mode(Model *model, const Node *node)
{
    static const struct {
        NodeKind node;
        RoundMode mode;
    } modes[] = { { NODE_MODE_HALF_AWAY, ROUND_HALF_AWAY },
                  { NODE_MODE_HALF_EVEN, ROUND_HALF_EVEN },
                  { NODE_MODE_HALF_UP, ROUND_HALF_UP },
                  { NODE_MODE_UP, ROUND_UP },
                  { NODE_MODE_DOWN, ROUND_DOWN } };
    for (size_t i = 0; i < COUNT_OF(modes); i++)
        if (modes[i].node == node->kind) {
            model->mode = modes[i].mode;
            model->has_mode = true;
        }
}

static const ListFile *list_file(Model *model, const Node *name)
{
    if (name->kind != NODE_STRING) return NULL;
    ListFile *list = NEW(model->arena, ListFile);
    *list = (ListFile){ name->text, name->span };
    return list;
}

static void use_reference(Model *model, const Node *year)
{
    if (year->kind != NODE_YEAR) return;
    model->reference = year;
    reason_declare(model, STR("not_in_reference"), STR("no such group in the reference"),
                   year->span);
}

static void header_clause(Model *model, const Node *clause)
{
    switch ((int)clause->kind) {
    case NODE_EDITION:
        model->edition = (int)whole_number(model, clause->child[0]);
        if (model->edition != 1 && clause->child[0]->kind != NODE_ERROR)
            DIAG_AT(model->diags, D_EDITION, clause->child[0]->span);
        break;
    case NODE_TERM:
        model->term_first = node_year(clause->child[AT_TERM_FIRST]);
        model->term_last = node_year(clause->child[AT_TERM_LAST]);
        if (model->term_last - model->term_first < 4)
            DIAG_AT(model->diags, D_TERM_SHORT, clause->span);
        if (model->term_last - model->term_first >= LIMIT_TERM)
            DIAG_AT(model->diags, D_TERM_LONG, clause->span);
        break;
    case NODE_STUDY:
        model->term_first = model->term_last = node_year(clause->child[0]);
        model->study = true;
        break;
    case NODE_OWNER: model->owner = clause->child[0]->text; break;
    case NODE_MEASURES_AT_MOST:
        model->measures_at_most = (size_t)whole_number(model, clause->child[0]);
        break;
    case NODE_GOALS_AT_MOST:
        model->goals_at_most = (size_t)whole_number(model, clause->child[0]);
        break;
    case NODE_DECISIONS:
        model->decisions = list_file(model, clause->child[AT_DECISIONS_FILE]);
        break;
    case NODE_USES_REFERENCE: use_reference(model, clause->child[AT_USES_REFERENCE_YEAR]); break;
    case NODE_ROUNDING: default_mode(model, clause->child[0]); break;
    default: break;
    }
}

static void header(Model *model, const Node *file)
{
    const Node *framework = file->count ? file->child[0] : NULL;
    if (!framework || framework->kind != NODE_FRAMEWORK) {
        if (!model->diags->errors)
            DIAG_AT(model->diags, D_NO_FRAMEWORK, ((Span){ file->span.file, 0, 0 }),
                    model->sources->items[file->span.file].name);
        return;
    }
    model->framework = framework;
    model->name = framework->child[AT_FRAMEWORK_NAME]->text;
    model->title = framework->child[AT_FRAMEWORK_TITLE]->text;
    const Node *clauses = framework->child[AT_FRAMEWORK_CLAUSES];
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Node *clause = clauses->child[i];
        for (uint32_t k = 0; k < i; k++)
            if (clauses->child[k]->kind == clause->kind && clause->kind != NODE_ERROR &&
                clause->kind != NODE_ALLOW)
                DIAG_AT(model->diags, D_TWICE, clause->span, node_source(model, clause));
        header_clause(model, clause);
    }
    const Node *reference = model->reference;
    int year = reference ? node_year(reference) : 0;
    if (reference && model->term_first && (year < model->term_first || year >= model->term_last))
        DIAG_AT(model->diags, D_REFERENCE_TERM, reference->span,
                years_text(model->arena, model->term_first, model->term_last));
    if (!model->term_first)
        DIAG_AT(model->diags, D_NO_TERM, framework->child[AT_FRAMEWORK_NAME]->span);
}

/* ---- files ---- */

typedef struct Files {
    const Node *tree[256];
    uint32_t file[256];
    size_t count;
    bool read_years; /* some formula asks for an earlier year */
    struct CoverMemo *proved;
} Files;

static bool is_open(const Files *files, uint32_t file)
{
    for (size_t i = 0; i < files->count; i++)
        if (files->file[i] == file) return true;
    return false;
}

static void open_file(Model *model, Files *files, uint32_t file)
{
    if (files->count == COUNT_OF(files->tree)) return;
    files->file[files->count] = file;
    files->tree[files->count++] = parse_source(model->sources, file, model->arena, model->diags);
}

const Node *model_tree(const Model *model, size_t i)
{
    return model->files && i < model->files->count ? model->files->tree[i] : NULL;
}

/* Opens the framework and every module it uses, directly or through another; a module once. */
static void open_files(Model *model, Files *files, uint32_t file, const CheckOptions *options)
{
    open_file(model, files, file);
    if (options->rules) open_file(model, files, *options->rules);
    for (size_t at = 0; at < files->count; at++) {
        const Node *tree = files->tree[at];
        for (uint32_t i = 0; i < tree->count; i++) {
            const Node *use = tree->child[i];
            if (at > 0 && use->kind == NODE_FRAMEWORK)
                DIAG_AT(model->diags, D_MODULE_IS_FRAMEWORK, use->span);
            if (use->kind != NODE_USE || use->child[AT_USE_MODULE]->kind == NODE_ERROR) continue;
            int module =
                options->module ? options->module(options->user, use, files->file[at]) : -1;
            if (module >= 0 && !is_open(files, (uint32_t)module))
                open_file(model, files, (uint32_t)module);
        }
    }
}

/* ---- declarations ---- */

static void list_declare(Model *model, const Node *node)
{
    const Node *name = node->child[AT_LIST_DECL_NAME];
    if (name->kind != NODE_NAME) return;
    GROW(model->arena, model->lists, model->list_count, model->list_cap);
    model->lists[model->list_count] = (ListInfo){ .name = name->text, .span = node->span };
    name_add(model, name->text, NAME_LIST, NULL, (uint32_t)model->list_count, name->span);
    model->list_count++;
}

/* seen: by text, those that the list has. */
static void list_add(Model *model, ListInfo *list, bool *seen, uint32_t code, const Node *item)
{
    if (seen[code] && item)
        DIAG_AT(model->diags, D_LIST_REPEATS, item->span, item->text, list->name);
    if (!seen[code]) list->code[list->count++] = code;
    seen[code] = true;
}

/* Fills a list; those that it names must stand above it, so no ring can be. */
static void list_fill(Model *model, const Node *node)
{
    Name *self = name_find(model, node->child[AT_LIST_DECL_NAME]->text);
    if (!self || self->kind != NAME_LIST || model->lists[self->list].code) return;
    const Node *items = node->child[AT_LIST_DECL_ITEMS];
    size_t room = items->count + 1;
    for (uint32_t i = 0; i < items->count; i++) {
        const Node *item = items->child[i];
        if (item->kind == NODE_STRING) text_index(model, item->text);
        if (item->kind != NODE_NAME) continue;
        Name *other = name_find(model, item->text);
        if (!other || other->kind != NAME_LIST) {
            name_unknown_kind(model, D_UNKNOWN_LIST, item, NAME_LIST);
        } else if (!model->lists[other->list].code) {
            DIAG_AT(model->diags, D_LIST_ORDER, item->span, item->text);
        } else {
            room += model->lists[other->list].count;
        }
    }
    ListInfo *list = &model->lists[self->list];
    list->code = NEW_ARRAY(model->arena, uint32_t, room);
    bool *seen = NEW_ARRAY(model->arena, bool, model->text_count + 1);
    for (uint32_t i = 0; i < items->count; i++) {
        const Node *item = items->child[i];
        if (item->kind == NODE_STRING)
            list_add(model, list, seen, text_index(model, item->text), item);
        if (item->kind != NODE_NAME) continue;
        Name *other = name_find(model, item->text);
        if (!other || other->kind != NAME_LIST) continue;
        const ListInfo *from = &model->lists[other->list];
        for (uint32_t k = 0; from->code && k < from->count; k++)
            list_add(model, list, seen, from->code[k], NULL);
    }
}

static void parameter_declare(Model *model, const Node *node)
{
    const Node *name = node->child[AT_PARAMETER_NAME];
    if (name->kind != NODE_NAME) return;
    Param *param = NEW(model->arena, Param);
    *param =
        (Param){ .name = name->text, .title = node->child[AT_PARAMETER_TITLE]->text, .node = node };
    name_add(model, name->text, NAME_PARAMETER, param, 0, name->span);
    Scope scope = { .model = model, .place = &model->nation };
    const Node *values = node->child[AT_PARAMETER_VALUES];
    for (uint32_t i = 0; i < values->count; i++) {
        const Node *dated = values->child[i];
        if (dated->kind != NODE_DATED) continue;
        if (!dates_hold(dated->child[AT_DATED_DATES], model->year)) continue;
        if (param->value) {
            DIAG_AT(model->diags, D_PARAMETER_TWICE, dated->span, name->text,
                    years_text(model->arena, model->year, model->year));
            return;
        }
        param->value = check_formula(&scope, dated->child[AT_DATED_VALUE]);
        if (!param->value) return;
        if (param->value->kind != EXPR_CONST) {
            DIAG_AT(model->diags, D_PARAMETER_CONSTANT, dated->span, name->text);
            param->value = NULL;
            return;
        }
    }
    /* A module may say nothing of some years: that is a fault where the value is asked for. Checked
     * alone, it is of no year. */
    param->unsaid = model->year && !param->value && values->count;
    if (param->unsaid && name->span.file == model->file)
        DIAG_AT(model->diags, D_PARAMETER_YEAR, name->span, name->text,
                years_text(model->arena, model->year, model->year));
}

static void derive_declare(Model *model, const Node *node)
{
    const Node *of = node->child[AT_DERIVE_RECORD], *name = node->child[AT_DERIVE_NAME];
    if (of->kind != NODE_NAME || name->kind != NODE_NAME) return;
    Record *record = known_record(model, of);
    if (!record) return;
    if (field_find(record, name->text) || derive_find(model, record, name->text)) {
        Field *field = field_find(record, name->text);
        Def *derived = derive_find(model, record, name->text);
        Diag *d = DIAG_AT(model->diags, D_DUPLICATE_NAME, name->span, name->text);
        diag_also(model->diags, d,
                  field ? field->node->child[0]->span : derived->node->child[AT_DERIVE_NAME]->span,
                  STR("it already means this"));
        return;
    }
    Def *def = NEW(model->arena, Def);
    *def = (Def){ .kind = DEF_DERIVE, .name = name->text, .node = node, .place = &record->place };
    GROW(model->arena, model->derives, model->derive_count, model->derive_cap);
    model->derives[model->derive_count++] = def;
}

static void formula_declare(Model *model, const Node *node)
{
    const Node *name = node->child[AT_FORMULA_NAME];
    if (name->kind != NODE_NAME) return;
    Formula *formula = NEW(model->arena, Formula);
    *formula = (Formula){ .name = name->text, .node = node };
    name_add(model, name->text, NAME_FORMULA, formula, 0, name->span);
    const Node *parts = node->child[AT_FORMULA_PARTS];
    for (uint32_t i = 0; i < parts->count; i++)
        for (uint32_t k = 0; k < i; k++)
            if (str_eq(parts->child[i]->text, parts->child[k]->text))
                DIAG_AT(model->diags, D_DUPLICATE_NAME, parts->child[i]->span,
                        parts->child[i]->text);
}

typedef void Declare(Model *model, const Node *node);

static void declare_all(Model *model, const Files *files, NodeKind kind, Declare *declare)
{
    for (size_t f = files->count; f-- > 0;) /* what modules declare comes first */
        for (uint32_t i = 0; i < files->tree[f]->count; i++)
            if (files->tree[f]->child[i]->kind == kind) declare(model, files->tree[f]->child[i]);
}

static void example_declare(Model *model, const Node *node)
{
    GROW(model->arena, model->examples, model->example_count, model->example_cap);
    model->examples[model->example_count++] = node;
}

static void corrections_declare(Model *model, const Node *node)
{
    if (!model->corrections) {
        model->corrections = list_file(model, node->child[AT_CORRECTIONS_FILE]);
        return;
    }
    Diag *d = DIAG_AT(model->diags, D_TWICE, node->span, STR("corrections"));
    diag_also(model->diags, d, model->corrections->span, STR("the first time"));
}

static void declare(Model *model, const Files *files)
{
    declare_all(model, files, NODE_RECORD, record_declare);
    declare_all(model, files, NODE_LIST_DECL, list_declare);
    declare_all(model, files, NODE_LIST_DECL, list_fill);
    declare_all(model, files, NODE_TABLE, table_declare);
    records_link(model);
    declare_all(model, files, NODE_PARAMETER, parameter_declare);
    records_days(model);
    declare_all(model, files, NODE_FORMULA, formula_declare);
    declare_all(model, files, NODE_DERIVE, derive_declare);
    declare_all(model, files, NODE_MEASURE, measure_declare);
    declare_all(model, files, NODE_REVIEW, review_declare);
    declare_all(model, files, NODE_POWER, power_declare);
    declare_all(model, files, NODE_GOAL, goal_declare);
    declare_all(model, files, NODE_RECONCILE, reconcile_declare);
    declare_all(model, files, NODE_PUBLISH, publish_declare);
    declare_all(model, files, NODE_REPORT, pages_declare);
    declare_all(model, files, NODE_SUPPORT, support_declare);
    declare_all(model, files, NODE_CORRECTIONS, corrections_declare);
    declare_all(model, files, NODE_EXAMPLE, example_declare);
    for (size_t f = 0; f < files->count; f++) allows_check(model, files->tree[f]);
}

static void fixed_reasons(Model *model)
{
    static const struct {
        const char *name, *printed;
    } fixed[] = {
        [REASON_KNOWN] = { "known", "known" },
        [REASON_NOTHING] = { "nothing_to_divide_by", "nothing to divide by" },
        [REASON_WITHHELD] = { "withheld", "withheld" },
        [REASON_NO_EARLIER] = { "no_earlier_year", "no data of that year" },
        [REASON_NOT_IN_TABLE] = { "not_in_table", "not in the table" },
        [REASON_MORE_THAN_ONE] = { "more_than_one", "more than one" },
        [REASON_NO_PARENT] = { "no_parent", "belongs to none" },
        [REASON_BEFORE_TERM] = { "before_the_term", "before the term" },
        [REASON_NOT_THERE] = { "not_there_then", "not in the data of that year" },
        [REASON_NO_FIGURE] = { "no_figure_then", "not worked out in that year" },
    };
    for (size_t i = 0; i < COUNT_OF(fixed); i++) {
        GROW(model->arena, model->reasons, model->reason_count, model->reason_cap);
        model->reasons[model->reason_count++] =
            (ReasonInfo){ .name = { fixed[i].name, strlen(fixed[i].name) },
                          .printed = { fixed[i].printed, strlen(fixed[i].printed) } };
    }
}

static int first_year(const Node *file)
{
    const Node *framework = file->count ? file->child[0] : NULL;
    if (!framework || framework->kind != NODE_FRAMEWORK) return 0;
    const Node *clauses = framework->child[AT_FRAMEWORK_CLAUSES];
    for (uint32_t i = 0; i < clauses->count; i++)
        if (clauses->child[i]->kind == NODE_TERM || clauses->child[i]->kind == NODE_STUDY)
            return node_year(clauses->child[i]->child[0]);
    return 0;
}

/* A model of nothing yet. */
static Model *open_model(Arena *arena, Sources *sources, uint32_t file, const CheckOptions *options,
                         Diags *diags)
{
    Model *model = NEW(arena, Model);
    *model = (Model){ .arena = arena,
                      .diags = diags,
                      .sources = sources,
                      .file = file,
                      .edition = 1,
                      .measures_at_most = SIZE_MAX,
                      .goals_at_most = SIZE_MAX };
    model->nation = (Place){ .kind = PLACE_NATION, .name = STR("nation") };
    unit_find(model, STR("any"));
    unit_find(model, STR("pure"));
    unit_find(model, STR("%"));
    fixed_reasons(model);
    for (size_t i = 0; i < options->taking_count; i++) {
        GROW(arena, model->takings, model->taking_count, model->taking_cap);
        model->takings[model->taking_count++] = options->takings[i];
    }
    return model;
}

/* The reasons of the year before come first, so that a reason has one number in both. */
static void take_reasons(Model *model, const Model *before)
{
    for (size_t i = model->reason_count; before && i < before->reason_count; i++) {
        GROW(model->arena, model->reasons, model->reason_count, model->reason_cap);
        model->reasons[model->reason_count++] = before->reasons[i];
    }
}

static void check_model(Model *model, const Files *files, int year, Model *before)
{
    model->files = files;
    model->proved = files->proved;
    model->year = year;
    model->before = before;
    take_reasons(model, before);
    header(model, files->tree[0]);
    declare(model, files);
    for (size_t i = 0; i < model->derive_count; i++)
        def_expr(model, model->derives[i], model->derives[i]->node->span);
    for (size_t i = 0; i < model->measure_count; i++) measure_check(model, model->measures[i]);
    reviews_check(model);
    reconciles_check(model);
    publish_check(model);
    pages_check(model);
    supports_check(model);
    if (model->diags->errors) return;
    unfound_check(model);
    tables_unreached(model, model->file);
    if (!model->diags->errors) roles_check(model);
}

Model *declare_framework(Arena *arena, Sources *sources, uint32_t file, const CheckOptions *options,
                         Diags *diags)
{
    Model *model = open_model(arena, sources, file, options, diags);
    size_t errors = diags->errors;
    Files *files = NEW(arena, Files);
    files->proved = NEW(arena, CoverMemo);
    open_files(model, files, file, options);
    if (diags->errors != errors) return model;
    model->files = files;
    model->proved = files->proved;
    model->year = first_year(files->tree[0]);
    header(model, files->tree[0]);
    declare(model, files);
    return model;
}

Model *check_framework(Arena *arena, Sources *sources, uint32_t file, const CheckOptions *options,
                       Diags *diags)
{
    Model *model = open_model(arena, sources, file, options, diags), *before = options->before;
    size_t errors = diags->errors;
    const Files *files = before ? before->files : NULL;
    if (!files) {
        Files *fresh = NEW(arena, Files);
        fresh->proved = NEW(arena, CoverMemo);
        open_files(model, fresh, file, options);
        if (diags->errors != errors) return model; /* what a broken text means is guesswork */
        for (size_t i = 0; i < fresh->count; i++)
            fresh->read_years = fresh->read_years || node_reads_years(fresh->tree[i]);
        files = fresh;
    }
    int first = first_year(files->tree[0]), year = options->year ? options->year : first;
    for (int y = first; files->read_years && !before && first && y < year; y++) {
        if (y - first >= LIMIT_TERM) break; /* not of the term: that will be said */
        Model *earlier = open_model(arena, sources, file, options, diags);
        check_model(earlier, files, y, model->before);
        model->before = earlier;
        if (diags->errors != errors) return earlier;
    }
    model->marking = options->marks;
    model->one_way = options->one_way;
    check_model(model, files, year, before ? before : model->before);
    return model;
}
