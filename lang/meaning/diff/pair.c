/* pair.c -- see pair.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "meaning/diff/pair.h"
#include "str.h"

/* ---- clauses ---- */

bool part_has_level(const Part *part, Str level)
{
    for (size_t i = 0; i < part->level_count; i++)
        if (str_eq(part->levels[i], level)) return true;
    return false;
}

bool part_same_levels(const Part *a, const Part *b)
{
    if (a->level_count != b->level_count) return false;
    for (size_t i = 0; i < a->level_count; i++)
        if (!str_eq(a->levels[i], b->levels[i])) return false;
    return true;
}

static bool overlap(const Part *a, const Part *b)
{
    for (size_t i = 0; i < a->level_count; i++)
        if (part_has_level(b, a->levels[i])) return true;
    return a->level_count == 0 && b->level_count == 0;
}

static Str first_word(Str key)
{
    size_t len = 0;
    while (len < key.len && key.at[len] != ' ') len++;
    return str_slice(key, 0, len);
}

bool part_same_kind(const Part *a, const Part *b)
{
    return str_eq(first_word(a->key), first_word(b->key));
}

bool part_is_listed(const Part *part)
{
    return part->node->kind == NODE_ROW || part->node->kind == NODE_DATED ||
           str_eq(first_word(part->key), STR("item"));
}

static Str text_of(const Part *part)
{
    return part->term ? part->term->text : part->words;
}

/* How well two parts go together; 0: not at all. */
static int likeness(const Part *old, const Part *new, int step)
{
    if (!str_eq(old->key, new->key) || !old->term != !new->term) return 0;
    bool text = str_eq(text_of(old), text_of(new)), dates = str_eq(old->dates, new->dates);
    switch (step) {
    case 0: return text && dates && part_same_levels(old, new) && old->order == new->order;
    case 1: return text && dates && part_same_levels(old, new);
    case 2: return text && dates && overlap(old, new);
    case 3: return text && part_same_levels(old, new);
    case 4: return dates && part_same_levels(old, new);
    case 5: return dates && overlap(old, new);
    case 6: return overlap(old, new);
    default: return 0;
    }
}

size_t *parts_pair(Arena *arena, const Decl *old, const Decl *new, bool **taken)
{
    enum { STEPS = 7 };
    size_t *pair = NEW_ARRAY(arena, size_t, old->part_count + 1);
    *taken = NEW_ARRAY(arena, bool, new->part_count + 1);
    for (int step = 0; step < STEPS; step++)
        for (size_t o = 0; o < old->part_count; o++)
            for (size_t n = 0; !pair[o] && n < new->part_count; n++) {
                if ((*taken)[n] || !likeness(&old->parts[o], &new->parts[n], step)) continue;
                pair[o] = n + 1;
                (*taken)[n] = true;
            }
    return pair;
}

/* ---- declarations ---- */

Decl *form_find(const Form *form, const Decl *like)
{
    for (size_t i = 0; i < form->decl_count; i++)
        if (strcmp(form->decls[i].kind, like->kind) == 0 && str_eq(form->decls[i].name, like->name))
            return &form->decls[i];
    return NULL;
}

bool decl_is_helper(const Decl *decl)
{
    switch ((int)decl->node->kind) {
    case NODE_DERIVE:
    case NODE_LIST_DECL:
    case NODE_TABLE:
    case NODE_PARAMETER:
    case NODE_FORMULA: return true;
    default: return false;
    }
}

Label decl_label(const Decl *decl)
{
    switch ((int)decl->node->kind) {
    case NODE_RECORD:
    case NODE_CORRECTIONS: return LABEL_DATA;
    case NODE_LIST_DECL:
    case NODE_TABLE: return LABEL_TABLE;
    case NODE_PARAMETER: return LABEL_THRESHOLD;
    case NODE_REVIEW: return LABEL_FINDING;
    case NODE_POWER: return LABEL_POWER;
    case NODE_GOAL: return LABEL_GOAL;
    case NODE_PUBLISH: return LABEL_PUBLICATION;
    case NODE_REPORT: return LABEL_WORDS;
    case NODE_SUPPORT: return LABEL_SUPPORT;
    case NODE_AMENDMENT: return LABEL_TERM;
    default: return LABEL_METHOD;
    }
}

static bool name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Whether a form's text has that name; a part that stands as its hash may have any. */
static bool names(Str text, Str name)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '#') return true;
        if (i + name.len > text.len || memcmp(text.at + i, name.at, name.len) != 0) continue;
        bool before = i && name_byte(text.at[i - 1]);
        bool after = i + name.len < text.len && name_byte(text.at[i + name.len]);
        if (!before && !after) return true;
    }
    return false;
}

static Str last_name(const Decl *decl)
{
    size_t start = decl->name.len;
    while (start && decl->name.at[start - 1] != '.') start--;
    return str_slice(decl->name, start, decl->name.len);
}

bool is_served(const Form *form, const Decl *decl)
{
    Str name = last_name(decl);
    for (size_t d = 0; d < form->decl_count; d++) {
        const Decl *other = &form->decls[d];
        for (size_t p = 0; other != decl && p < other->part_count; p++) {
            const Part *part = &other->parts[p];
            if (part->changed && part->term && names(part->term->text, name)) return true;
        }
    }
    return false;
}

static bool holds(Str text, Str part)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '#') return true;
        if (i + part.len <= text.len && memcmp(text.at + i, part.at, part.len) == 0) return true;
    }
    return false;
}

bool is_explained(const Decl *decl, const Part *let)
{
    for (size_t p = 0; p < decl->part_count; p++) {
        const Part *part = &decl->parts[p];
        if (part != let && part->changed && part->term && holds(part->term->text, let->term->text))
            return true;
    }
    return false;
}

static bool is_of_nation(const Part *part)
{
    return part->local && part->local->place->kind == PLACE_NATION;
}

bool has_text(const Decl *decl, const Part *let)
{
    for (size_t p = 0; p < decl->part_count; p++)
        if (is_of_nation(&decl->parts[p]) && str_eq(decl->parts[p].term->text, let->term->text))
            return true;
    return false;
}

bool let_was_told(const Diff *diff, const Part *let)
{
    for (size_t i = 0; i < diff->let_count; i++)
        if (diff->lets[i].old->node == let->node || diff->lets[i].new->node == let->node)
            return true;
    return false;
}

Part *local_part(const Form *form, const Local *local, const Decl **decl)
{
    for (size_t d = 0; d < form->decl_count; d++)
        for (size_t p = 0; p < form->decls[d].part_count; p++) {
            Part *part = &form->decls[d].parts[p];
            if (!part->local || part->node != local->node) continue;
            if (!part_has_level(part, local->place->name)) continue;
            if (decl) *decl = &form->decls[d];
            return part;
        }
    return NULL;
}
