/* unknown.c -- what is said of a name that means nothing where it stands, or nothing that has a
 * value: near names, the names that there are, where else the name is known.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"

/* ---- near names ---- */

typedef struct Near {
    Model *model;
    Str wanted;
    Str name[3];
    size_t distance[3], count;
} Near;

/* Whoever has so many unknown names has one mistake, and help with it must not take minutes. */
enum { MOST_CONSIDERED = 1000000 };

static void consider(Near *near, Str name)
{
    size_t most = near->wanted.len / 3 + 1;
    size_t longer = near->wanted.len > name.len ? near->wanted.len : name.len;
    size_t shorter = near->wanted.len > name.len ? name.len : near->wanted.len;
    if (longer - shorter > most || near->model->considered++ > MOST_CONSIDERED) return;
    size_t distance = str_distance(near->wanted, name, most);
    if (distance > most) return;
    for (size_t i = 0; i < near->count; i++)
        if (str_eq(near->name[i], name)) return;
    size_t at = near->count < 3 ? near->count++ : 3;
    for (; at > 0 && near->distance[at - 1] > distance; at--) {
        if (at < 3) {
            near->name[at] = near->name[at - 1];
            near->distance[at] = near->distance[at - 1];
        }
    }
    if (at < 3) {
        near->name[at] = name;
        near->distance[at] = distance;
    }
}

static Str near_text(Near *near, bool code)
{
    Text text = text_open(near->model->arena);
    for (size_t i = 0; i < near->count; i++) {
        if (i) text_add(&text, i + 1 == near->count ? STR(" or ") : STR(", "));
        text_printf(&text, code ? "\"%S\"" : "`%S`", near->name[i]);
    }
    return text_str(&text);
}

static void offer(Model *model, Diag *d, Near *near, Span span)
{
    if (!near->count) return;
    bool code = d->id == D_UNKNOWN_CODE;
    d->fix = str_printf(model->arena, "Did you mean %S?", near_text(near, code));
    d->replace = span;
    d->with = code ? str_printf(model->arena, "\"%S\"", near->name[0]) : near->name[0];
    d->has_replace = near->count == 1;
}

/* Tells a few names in a line of their own: codes in quotes, as they are written. */
static void list_names(Model *model, Diag *d, const Str *names, size_t count, bool codes)
{
    const char *form = codes ? "%s\"%S\"" : "%s`%S`";
    enum { MOST_LISTED = 8 };
    if (!count || count > MOST_LISTED) return;
    Text text = text_open(model->arena);
    text_add(&text, count == 1 ? STR("There is only ") : STR("There are "));
    for (size_t i = 0; i < count; i++)
        text_printf(&text, form, !i ? "" : i + 1 == count ? " and " : ", ", names[i]);
    text_byte(&text, '.');
    d->note = text_str(&text);
}

static void list_codes(Model *model, Diag *d, const ListInfo *codes)
{
    Str *names = NEW_ARRAY(model->arena, Str, codes->count);
    for (uint32_t i = 0; i < codes->count; i++) names[i] = model->texts[codes->code[i]];
    list_names(model, d, names, codes->count, true);
}

Diag *name_unknown_among(Model *model, DiagId id, Str name, Span span, Str of, const Str *names,
                         size_t count)
{
    Near near = { .model = model, .wanted = name };
    for (size_t i = 0; i < count; i++) consider(&near, names[i]);
    Diag *d = DIAG_AT(model->diags, id, span, name, of);
    offer(model, d, &near, span);
    if (!near.count) list_names(model, d, names, count, id == D_UNKNOWN_CODE);
    return d;
}

void name_unknown_kind(Model *model, DiagId id, const Node *name, NameKind kind)
{
    Str *names = NEW_ARRAY(model->arena, Str, model->name_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < model->name_count; i++)
        if (model->names[i].kind == kind) names[count++] = model->names[i].name;
    name_unknown_among(model, id, name->text, name->span, STR_EMPTY, names, count);
}

/* The context and protected fields of the records below a place (NULL: of all). */
static Str *field_names(Model *model, Place *below, size_t *count)
{
    size_t room = 0;
    for (size_t r = 0; r < model->record_count; r++) room += model->records[r]->field_count;
    Str *names = NEW_ARRAY(model->arena, Str, room + 1);
    *count = 0;
    for (size_t r = 0; r < model->record_count; r++) {
        Record *record = model->records[r];
        bool fits = !below || &record->place != below;
        if (below && fits) expr_row_to(model, &record->place, below, record->node->span, &fits);
        for (size_t i = 0; fits && i < record->field_count; i++)
            if (record->fields[i].role == ROLE_CONTEXT || record->fields[i].role == ROLE_PROTECTED)
                names[(*count)++] = record->fields[i].name;
    }
    return names;
}

void name_unknown_context(Model *model, DiagId id, Str name, Span span, Place *below)
{
    size_t count;
    Str *names = field_names(model, below, &count);
    name_unknown_among(model, id, name, span, below ? below->name : STR_EMPTY, names, count);
}

/* `Schools` where one is named, `School` where all are: once that has been said it is taken as
 * meant. */
static Record *known_by(Model *model, DiagId id, const Node *name, NameKind kind)
{
    if (name->kind != NODE_NAME) return NULL; /* the text is broken there: that has been said */
    Record *one = record_find(model, name->text), *all = plural_find(model, name->text);
    Record *record = kind == NAME_RECORD ? one : all;
    if (record) return record;
    name_unknown_kind(model, id, name, kind);
    return one ? one : all;
}

Record *known_record(Model *model, const Node *name)
{
    return known_by(model, D_UNKNOWN_RECORD, name, NAME_RECORD);
}

Record *known_rows(Model *model, const Node *plural)
{
    return known_by(model, D_UNKNOWN_ROWS, plural, NAME_PLURAL);
}

static void consider_place(Near *near, const Scope *scope)
{
    Model *model = scope->model;
    if (scope->place->kind == PLACE_RECORD) {
        Record *record = scope->place->record;
        for (size_t i = 0; i < record->field_count; i++) consider(near, record->fields[i].name);
        for (size_t i = 0; i < model->derive_count; i++)
            if (model->derives[i]->place == scope->place) consider(near, model->derives[i]->name);
    }
    for (size_t l = 0; scope->measure && l < scope->measure->level_count; l++)
        for (size_t i = 0; i < scope->measure->levels[l].let_count; i++)
            consider(near, scope->measure->levels[l].lets[i]->name);
    Level *here = level_find(scope->measure, scope->place);
    for (size_t p = 0; here && p < here->pick_count; p++)
        for (size_t i = 0; i < here->picks[p]->slot_count; i++)
            consider(near, here->picks[p]->slots[i].name);
}

/* Whether some list or table of codes has this text. */
bool is_some_code(const Model *model, Str name)
{
    for (size_t i = 0; i < model->text_count; i++)
        if (str_eq(model->texts[i], name)) return true;
    return false;
}

/* How values of a field below become one figure. */
static Str gathered(Model *model, Record *owner, Str name)
{
    const Field *field = field_find(owner, name);
    const Def *derived = field ? NULL : derive_find(model, owner, name);
    Type type = field ? field->type : derived->expr ? derived->expr->type : TYPE_NUMBER;
    Arena *arena = model->arena;
    if (type == TYPE_NUMBER) return str_printf(arena, "mean of %S over %S", name, owner->plural);
    if (type == TYPE_YESNO) return str_printf(arena, "share of %S where %S", owner->plural, name);
    return str_printf(arena, "number of different %S over %S", name, owner->plural);
}

/* Where a record other than the one at hand has a field of this name: how to read it. */
static void offer_elsewhere(const Scope *scope, Diag *d, Str name, Str where)
{
    Model *model = scope->model;
    for (size_t r = 0; r < model->record_count; r++) {
        Record *owner = model->records[r];
        if (!field_find(owner, name) && !derive_find(model, owner, name)) continue;
        bool above = false, below = false;
        if (scope->place->kind == PLACE_RECORD)
            expr_row_to(model, scope->place, &owner->place, d->span, &above);
        expr_row_to(model, &owner->place, scope->place, d->span, &below);
        d->note = str_printf(model->arena, "%S.%S exists, but the formula stands for %S.",
                             owner->name, name, where);
        if (above)
            d->fix =
                str_printf(model->arena, "Write where it comes from:  %S.%S", owner->name, name);
        else if (below)
            d->fix = str_printf(model->arena, "Gather it, for example  %S",
                                gathered(model, owner, name));
        return;
    }
}

Str place_text(Model *model, const Place *place)
{
    return place->kind == PLACE_NATION ? STR("the nation")
                                       : str_printf(model->arena, "a %S", place->name);
}

void name_unknown(const Scope *scope, Str name, Span span)
{
    Model *model = scope->model;
    Near near = { .model = model, .wanted = name };
    consider_place(&near, scope);
    for (size_t i = 0; i < model->name_count; i++) {
        NameKind kind = model->names[i].kind;
        if (kind == NAME_MEASURE || kind == NAME_PARAMETER || kind == NAME_TABLE)
            consider(&near, model->names[i].name);
    }
    Str where = place_text(model, scope->place);
    Diag *d = DIAG_AT(model->diags, D_UNKNOWN_NAME, span, name, where);
    const ListInfo *codes = scope->beside ? scope->beside->codes : NULL;
    bool known = is_some_code(model, name);
    if (known || (scope->beside && !near.count)) {
        d->fix = str_printf(model->arena, "A code stands in quotes:  \"%S\"",
                            known || !codes ? name : model->texts[codes->code[0]]);
        if (!known && codes) list_codes(model, d, codes);
        return;
    }
    offer(model, d, &near, span);
    offer_elsewhere(scope, d, name, where);
}

/* ---- names without a value ---- */

const Expr *name_no_figure(Model *model, const Node *node, const Name *name)
{
    Str what = STR("something else");
    const char *fix = "";
    Str text = node->text;
    switch (name->kind) {
    case NAME_RECORD:
    case NAME_PLURAL:
        what = STR("a record");
        text = ((const Record *)name->what)->plural;
        fix = "Count its rows, or gather a field of theirs:  number of %S";
        break;
    case NAME_LIST:
        what = STR("a list");
        fix = "Ask whether something stands in it:  subject in %S";
        break;
    case NAME_REVIEW:
        what = STR("a review");
        fix = "Ask for its finding:  %S is FINDING";
        break;
    case NAME_POWER:
        what = STR("a power");
        fix = "Write the condition of the power itself.";
        break;
    case NAME_GOAL:
        what = STR("a goal");
        fix = "Read the measure that the goal is set for.";
        break;
    case NAME_RECONCILE:
        what = STR("a comparison of totals");
        fix = "Name one of the two figures that it compares.";
        break;
    case NAME_PUBLISH:
        what = STR("a publication");
        fix = "Name one of the measures that it shows.";
        break;
    case NAME_REPORT:
        what = STR("a report");
        fix = "Name one of the measures that it shows.";
        break;
    case NAME_SUPPORT:
        what = STR("a matching for support");
        fix = "Name one of the figures that it compares.";
        break;
    case NAME_FORMULA:
        what = STR("a formula");
        fix = "Give it its parts:  %S of (...)";
        break;
    case NAME_TABLE:
    case NAME_PARAMETER:
    case NAME_MEASURE: break;
    }
    Diag *d = DIAG_AT(model->diags, D_NOT_A_FIGURE, node->span, node->text, what);
    d->fix = str_printf(model->arena, fix, text);
    return NULL;
}

void name_no_such_figure(Model *model, const Measure *measure, const Node *name)
{
    size_t room = 3, count = 0;
    for (size_t l = 0; l < measure->level_count; l++) room += measure->levels[l].let_count;
    Str *names = NEW_ARRAY(model->arena, Str, room);
    for (size_t l = 0; l < measure->level_count; l++) {
        const Level *level = &measure->levels[l];
        if (level->of_split) continue;
        if (level->value && !count) names[count++] = STR("value");
        if (level->lower) {
            names[0] = STR("value");
            names[1] = STR("lower");
            names[2] = STR("upper");
            count = 3;
            break;
        }
    }
    for (size_t l = 0; l < measure->level_count; l++) {
        const Level *level = &measure->levels[l];
        for (size_t i = 0; i < level->let_count && !level->of_split; i++)
            names[count++] = level->lets[i]->name;
    }
    name_unknown_among(model, D_UNKNOWN_FIGURE, name->text, name->span, measure->name, names,
                       count);
}

Measure *measure_named(Model *model, const Node *name)
{
    Measure *measure = name->kind == NODE_NAME ? measure_find(model, name->text) : NULL;
    if (measure) return measure;
    Str *near = NEW_ARRAY(model->arena, Str, model->measure_count + 1);
    for (size_t i = 0; i < model->measure_count; i++) near[i] = model->measures[i]->name;
    Str text = name->kind == NODE_NAME ? name->text : node_source(model, name);
    if (name->kind != NODE_ERROR)
        name_unknown_among(model, D_UNKNOWN_MEASURE, text, name->span, STR_EMPTY, near,
                           model->measure_count);
    return NULL;
}

uint8_t reason_known(Model *model, const Node *reason)
{
    uint8_t which = reason_find(model, reason->text);
    if (which) return which;
    Str *near = NEW_ARRAY(model->arena, Str, model->reason_count);
    size_t count = 0;
    for (size_t i = REASON_FIRST_OWN; i < model->reason_count; i++)
        if (model->reasons[i].kind == REASON_IS_MISSING) near[count++] = model->reasons[i].name;
    name_unknown_among(model, D_UNKNOWN_REASON, reason->text, reason->span, STR_EMPTY, near, count);
    return 0;
}
