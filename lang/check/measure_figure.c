/* measure_figure.c -- the shells of a level's figures: value, interval, band, lets, the slots of
 * picks, the groups of a `by`, and the levels that a split adds.  Nothing is checked here
 * (definition.c, pick.c, measure.c); a formula that names one of them can find it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "check/record.h"

static Def *new_def(Model *model, Level *level, DefKind kind, Str name, const Node *node)
{
    Def *def = NEW(model->arena, Def);
    *def = (Def){
        .kind = kind, .name = name, .node = node, .place = level->place, .measure = level->measure
    };
    return def;
}

/* The AGG_ node under ROUNDED, COUNTING and POOLED, if it has a `by`. */
static const Node *by_reduction(const Node *definition)
{
    while (definition->kind == NODE_ROUNDED || definition->kind == NODE_COUNTING ||
           definition->kind == NODE_POOLED)
        definition = definition->child[0];
    return node_is_agg(definition) && definition->child[AT_AGG_BY] && definition->child[AT_AGG_OVER]
               ? definition
               : NULL;
}

static Group *group_at(Model *model, Record *of, Place *level, Measure *measure, const Node *names,
                       bool is_split)
{
    for (size_t i = 0; i < model->group_count; i++) {
        Group *old = model->groups[i];
        if (old->of == of && old->level == level && old->measure == measure &&
            old->is_split == is_split &&
            str_eq(node_source(model, old->node), node_source(model, names)))
            return old;
    }
    Group *group = NEW(model->arena, Group);
    *group = (Group){ .of = of,
                      .level = level,
                      .measure = measure,
                      .node = names,
                      .is_split = is_split,
                      .place = { .kind = PLACE_GROUP } };
    group->place.group = group;
    group->place.name = str_printf(model->arena, "%S by %S", is_split ? level->name : of->name,
                                   node_source(model, names));
    GROW(model->arena, model->groups, model->group_count, model->group_cap);
    model->groups[model->group_count++] = group;
    return group;
}

static void declare_let(Model *model, Level *level, const Node *node)
{
    const Node *name = node->child[AT_LET_NAME];
    if (name->kind != NODE_NAME) return;
    for (size_t i = 0; i < level->let_count; i++)
        if (str_eq(level->lets[i]->name, name->text)) {
            if (level->of_split) return;
            Diag *d = DIAG_AT(model->diags, D_DUPLICATE_NAME, name->span, name->text);
            diag_also(model->diags, d, level->lets[i]->node->span, STR("it already means this"));
            return;
        }
    const Node *by = by_reduction(node->child[AT_LET_DEFINITION]);
    if (by && level->of_split) return;
    Def *def = new_def(model, level, DEF_LET, name->text, node);
    if (by) {
        const Node *over = by->child[AT_AGG_OVER];
        const Node *plural = over->kind == NODE_ALL_ROWS ? over->child[0] : over;
        Record *of = plural_find(model, plural->text);
        if (of)
            def->place =
                &group_at(model, of, level->place, level->measure, by->child[AT_AGG_BY], false)
                     ->place;
    }
    level->lets[level->let_count++] = def;
}

static void declare_pick(Model *model, Level *level, const Node *node)
{
    Pick *pick = NEW(model->arena, Pick);
    const Node *slots = node->child[AT_PICK_SLOTS];
    *pick = (Pick){ .level = level, .node = node };
    pick->slots = NEW_ARRAY(model->arena, Slot, slots->count + 1);
    for (uint32_t i = 0; i < slots->count; i++) {
        const Node *slot = slots->child[i];
        if (slot->kind == NODE_ERROR || slot->child[0]->kind != NODE_NAME) continue;
        pick->slots[pick->slot_count++] = (Slot){ .name = slot->child[0]->text,
                                                  .gathers = slot->kind == NODE_SLOT_OF,
                                                  .node = slot };
    }
    level->picks[level->pick_count++] = pick;
    GROW(model->arena, model->picks, model->pick_count, model->pick_cap);
    model->picks[model->pick_count++] = pick;
}

void level_declare_figures(Model *model, Level *level)
{
    Measure *measure = level->measure;
    level->lets = NEW_ARRAY(model->arena, Def *, level->clause_count + 1);
    level->picks = NEW_ARRAY(model->arena, Pick *, level->clause_count + 1);
    for (size_t i = 0; i < level->clause_count; i++) {
        const Node *node = level->clauses[i];
        switch ((int)node->kind) {
        case NODE_LET: declare_let(model, level, node); break;
        case NODE_PICK: declare_pick(model, level, node); break;
        case NODE_VALUE:
            if (level->value) DIAG_AT(model->diags, D_TWICE, node->span, STR("value"));
            level->value = new_def(model, level, DEF_VALUE, measure->name, node);
            level->has_value = true;
            break;
        case NODE_INTERVAL_GIVE:
        case NODE_INTERVAL_FROM:
            if (level->lower) DIAG_AT(model->diags, D_TWICE, node->span, STR("interval"));
            level->lower = new_def(model, level, DEF_LOWER,
                                   str_printf(model->arena, "%S.lower", measure->name), node);
            level->upper = new_def(model, level, DEF_UPPER,
                                   str_printf(model->arena, "%S.upper", measure->name), node);
            break;
        case NODE_WITHHELD:
            for (size_t k = 0; k < i; k++)
                if (level->clauses[k]->kind == NODE_WITHHELD)
                    DIAG_AT(model->diags, D_TWICE, node->span, STR("withheld"));
            break;
        case NODE_BANDS:
        case NODE_BANDS_AS:
            if (level->band) DIAG_AT(model->diags, D_TWICE, node->span, STR("bands"));
            if (!measure->band_lines) break; /* none were found: that has been said */
            level->band =
                new_def(model, level, DEF_BAND, str_printf(model->arena, "%S.band", measure->name),
                        measure->band_lines);
            break;
        default: break;
        }
    }
}

/* ---- splits ---- */

/* The record below `level` that has the field a split names. */
static Record *split_record(Model *model, Level *level, const Node *name)
{
    Record *found = NULL;
    Str field = name->kind == NODE_PATH ? name->child[name->count - 1]->text : name->text;
    for (size_t i = 0; i < model->record_count; i++) {
        Record *record = model->records[i];
        bool below;
        if (&record->place == level->place) continue;
        expr_row_to(model, &record->place, level->place, name->span, &below);
        if (!below || (!field_find(record, field) && !derive_find(model, record, field))) continue;
        Str first = name->kind == NODE_PATH ? name->child[0]->text : record->name;
        if (str_distance(first, record->name, 0) != 0) continue;
        if (found) {
            DIAG_AT(model->diags, D_SPLIT_TWO, name->span, field, found->name, record->name);
            return NULL;
        }
        found = record;
    }
    if (!found) name_unknown_context(model, D_SPLIT_WHAT, field, name->span, level->place);
    return found;
}

void level_declare_splits(Model *model, Level *level)
{
    for (size_t i = 0; i < level->clause_count; i++) {
        const Node *split = level->clauses[i];
        if (split->kind != NODE_SPLIT) continue;
        for (uint32_t k = 0; k < split->count; k++) {
            const Node *name = split->child[k];
            Record *of = split_record(model, level, name);
            if (!of) continue;
            Str words = name->kind == NODE_PATH ? name->child[name->count - 1]->text : name->text;
            const Field *field = field_find(of, words);
            if (field && field_personal(field)) { /* its groups would be printed */
                DIAG_AT(model->diags, D_ROLE_PERSONAL, name->span, words);
                continue;
            }
            Node *one = NEW(model->arena, Node);
            *one = *split;
            one->child = split->child + k;
            one->count = 1;
            one->span = name->span;
            Group *group = group_at(model, of, level->place, level->measure, one, true);
            if (level_find(level->measure, &group->place)) continue;
            Level *split_level = measure_level(level->measure, &group->place);
            split_level->of_split = level;
            split_level->clauses = level->clauses;
            split_level->clause_count = level->clause_count;
            level_declare_figures(model, split_level);
        }
    }
}
