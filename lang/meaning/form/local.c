/* local.c -- what a name of a measure's own means: a `let`, or a slot of a pick.
 *
 * Names are looked for in the order of lang/check/names.c.  Where a name could be something else as
 * well, local_find says so, and the term holds both: then the form may tell two texts apart that
 * mean the same, but never the other way round.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "meaning/form/form.h"

static bool is_below(Form *form, const Place *from, const Place *to)
{
    bool below = false;
    if (to->kind == PLACE_NATION) return true;
    expr_row_to(form->model, (Place *)from, (Place *)to, (Span){ 0 }, &below);
    return below;
}

static size_t add_place(const Place **places, size_t count, size_t most, const Place *place)
{
    size_t at = 0;
    while (at < count && str_compare(places[at]->name, place->name) < 0) at++;
    if (count == most || (at < count && places[at] == place)) return count;
    memmove(&places[at + 1], &places[at], sizeof(*places) * (count - at));
    places[at] = place;
    return count + 1;
}

size_t block_places(Form *form, const Node *block, const Place **places, size_t most)
{
    Model *model = form->model;
    const Node *levels = block->child[AT_LEVEL_BLOCK_LEVELS];
    size_t count = 0;
    for (uint32_t i = 0; i < levels->count; i++) {
        const Node *level = levels->child[i];
        bool up = level->kind == NODE_UPWARDS;
        const Node *name = up ? level->child[AT_UPWARDS_RECORD] : level;
        Record *record = name->kind == NODE_NAME ? record_find(model, name->text) : NULL;
        const Place *place = record ? &record->place : &model->nation;
        count = add_place(places, count, most, place);
        for (size_t r = 0; up && r < model->record_count; r++)
            if (is_below(form, place, &model->records[r]->place))
                count = add_place(places, count, most, &model->records[r]->place);
        if (up) count = add_place(places, count, most, &model->nation);
    }
    return count;
}

static void note(Form *form, Local local)
{
    GROW(form->arena, form->locals, form->local_count, form->local_cap);
    form->locals[form->local_count++] = local;
}

static uint32_t note_clauses(Form *form, Local at, uint32_t picks)
{
    const Node *clauses = at.block->child[AT_LEVEL_BLOCK_CLAUSES];
    for (uint32_t i = 0; i < clauses->count; i++) {
        at.node = clauses->child[i];
        if (at.node->kind == NODE_LET) note(form, at);
        if (at.node->kind != NODE_PICK) continue;
        const Node *slots = at.node->child[AT_PICK_SLOTS];
        for (uint32_t s = 0; s < slots->count; s++) {
            Local slot = at;
            slot.node = slots->child[s];
            slot.pick = picks;
            slot.slot = s;
            note(form, slot);
        }
        picks++;
    }
    return picks;
}

/* How many picks of that level stand in blocks above. */
static uint32_t picks_above(const Form *form, const Local *at)
{
    uint32_t count = 0;
    for (size_t i = 0; i < form->local_count; i++) {
        const Local *l = &form->locals[i];
        bool same = l->measure == at->measure && l->place == at->place && l->block != at->block;
        if (same && l->node->kind != NODE_LET && l->pick >= count) count = l->pick + 1;
    }
    return count;
}

void locals_note(Form *form)
{
    Model *model = form->model;
    size_t most = model->record_count + 1;
    const Place **places = NEW_ARRAY(form->arena, const Place *, most);
    for (size_t m = 0; m < model->measure_count; m++) {
        const Node *clauses = model->measures[m]->node->child[AT_MEASURE_CLAUSES];
        for (uint32_t i = 0; i < clauses->count; i++) {
            if (clauses->child[i]->kind != NODE_LEVEL_BLOCK) continue;
            size_t count = block_places(form, clauses->child[i], places, most);
            for (size_t p = 0; p < count; p++) {
                Local at = { .measure = model->measures[m],
                             .block = clauses->child[i],
                             .place = places[p] };
                note_clauses(form, at, picks_above(form, &at));
            }
        }
    }
}

static bool is_field(Model *model, const Place *place, Str name)
{
    if (!place || place->kind != PLACE_RECORD) return false;
    return field_find(place->record, name) || derive_find(model, place->record, name);
}

static bool is_let(const Local *local)
{
    return local->node->kind == NODE_LET;
}

/* Those of the same rows first (of the same block before others), then of rows above. */
static const Local *best_of(const Walk *walk, const Measure *measure, Str name, bool slots,
                            Clear *clear)
{
    const Form *form = walk->form;
    const Local *best = NULL;
    int rank = 0;
    for (size_t i = 0; i < form->local_count; i++) {
        const Local *l = &form->locals[i];
        if (l->measure != measure || is_let(l) == slots) continue;
        if (!str_eq(l->node->child[0]->text, name)) continue;
        int r = l->place == walk->place && l->block == walk->block ? 3
                : l->place == walk->place                          ? 2
                                                                   : 1;
        if (!slots && r == 1 && walk->place && !is_below(walk->form, walk->place, l->place)) r = 0;
        if (slots && r < 2) continue;
        if (best && r == rank && r != 3) *clear = CLEAR_SEVERAL; /* of other years, or places */
        if (best && r <= rank) continue;
        if (r > rank) *clear = CLEAR_ONE;
        best = l;
        rank = r;
    }
    if (best && rank == 0) *clear = CLEAR_MAYBE; /* not of these rows, nor of any above */
    return best;
}

const Local *local_find(const Walk *walk, Str name, bool fold, Clear *clear)
{
    *clear = CLEAR_ONE;
    if (!walk->measure) return NULL;
    Model *model = walk->form->model;
    const Local *slot = fold ? best_of(walk, walk->measure, name, true, clear) : NULL;
    if (slot) return slot;
    const Local *let = best_of(walk, walk->measure, name, false, clear);
    if (!let || let->place == walk->place) return let;
    if (is_field(model, walk->place, name) || measure_find(model, name)) *clear = CLEAR_MAYBE;
    return let;
}

const Local *local_of(const Walk *walk, const Measure *measure, Str name, Clear *clear)
{
    Walk there = *walk;
    *clear = CLEAR_ONE;
    there.block = NULL;
    return best_of(&there, measure, name, false, clear);
}
