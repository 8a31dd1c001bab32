/* record_link.c -- how records hang together, once every record, list and table is known: parents,
 * lists of codes, the fields that name other records, keys.
 *
 * It says what is wrong and leaves the model so that nobody need fear a missing parent's key or
 * going round for ever: a link that closes a circle is cut.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "check/record.h"

/* ---- once all records are known ---- */

static void link_parent(Model *model, Field *field)
{
    field->parent = known_record(model, field->node->child[AT_PART_FIELD_PARENT]);
}

static void check_headings(Model *model, const Node *columns, const Record *parent)
{
    size_t wanted = record_key_headings(parent);
    if (!wanted || columns->count == wanted) return;
    Arena *arena = model->arena;
    Diag *d = SAY(model, D_LINK_HEADINGS, columns, parent->name,
                  str_printf(arena, wanted == 1 ? "%u part" : "%u parts", (uint64_t)wanted),
                  str_printf(arena, columns->count == 1 ? "%u column" : "%u columns",
                             (uint64_t)columns->count));
    diag_also(model->diags, d, parent->node->child[AT_RECORD_NAME]->span,
              STR("the key is declared here"));
}

static void check_link(Model *model, const Field *field)
{
    const Record *parent = field->parent;
    if (!record_key_headings(parent)) {
        Diag *d = SAY(model, D_LINK_NO_KEY, field->node->child[AT_PART_FIELD_PARENT], parent->name);
        diag_also(model->diags, d, parent->node->child[AT_RECORD_NAME]->span,
                  STR("this record has no key"));
        return;
    }
    check_headings(model, field->node->child[AT_PART_FIELD_COLUMNS], parent);
    const Node *options = field->node->child[AT_PART_FIELD_OPTIONS];
    for (uint32_t i = 0; i < options->count; i++)
        if (options->child[i]->kind == NODE_COLUMN_IN)
            check_headings(model, options->child[i]->child[AT_COLUMN_IN_COLUMNS], parent);
}

const ListInfo *codes_named(Model *model, Str name)
{
    const Name *found = name_find(model, name);
    if (!found) return NULL;
    if (found->kind == NAME_LIST) return &model->lists[found->list];
    if (found->kind == NAME_TABLE) return table_codes(model, found->what);
    return NULL;
}

static void unknown_list(Model *model, const Node *name)
{
    Str *near = NEW_ARRAY(model->arena, Str, model->name_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < model->name_count; i++)
        if (model->names[i].kind == NAME_LIST || model->names[i].kind == NAME_TABLE)
            near[count++] = model->names[i].name;
    if (name->kind == NODE_NAME)
        name_unknown_among(model, D_UNKNOWN_CODES, name->text, name->span, STR_EMPTY, near, count);
}

static bool holds_text(const Model *model, const ListInfo *list, Str text)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (str_eq(model->texts[list->code[i]], text)) return true;
    return false;
}

/* The first text that a `missing` item of a field shares with what stands before it there; only of
 * those that name a list: the rest is record.c's. */
static const Node *shared_text(Model *model, const Node *items, uint32_t end, const ListInfo *list,
                               Str *text)
{
    for (uint32_t t = 0; t < end; t++) {
        const Node *item = items->child[t];
        const ListInfo *other = item->kind == NODE_NAME ? codes_named(model, item->text) : NULL;
        *text = item->text;
        if (item->kind == NODE_STRING && holds_text(model, list, item->text)) return item;
        for (uint32_t i = 0; other && i < other->count; i++) {
            *text = model->texts[other->code[i]];
            if (holds_text(model, list, *text)) return item;
        }
    }
    return NULL;
}

/* The lists that `missing` items name: each is there, and no text has two meanings. */
static void missing_lists(Model *model, const Node *options)
{
    for (uint32_t i = 0; i < options->count; i++) {
        if (options->child[i]->kind != NODE_MISSING_AS) continue;
        const Node *items = options->child[i]->child[AT_MISSING_AS_TEXTS];
        for (uint32_t t = 0; t < items->count; t++) {
            const Node *item = items->child[t], *old = NULL;
            if (item->kind != NODE_NAME) continue;
            const ListInfo *list = codes_named(model, item->text);
            Str text = item->text;
            if (!list) unknown_list(model, item);
            for (uint32_t k = 0; list && k < options->count && !old; k++) {
                const Node *option = options->child[k];
                bool yes_no = option->kind == NODE_YES_TEXT || option->kind == NODE_NO_TEXT;
                const Node *those = option->kind == NODE_MISSING_AS ? option->child[0]
                                    : yes_no                        ? option
                                                                    : NULL;
                uint32_t end = k == i ? t : those ? those->count : 0;
                if (those && (k <= i || yes_no)) old = shared_text(model, those, end, list, &text);
            }
            if (!old) continue;
            Diag *d = SAY(model, D_FIELD_TEXT_TWICE, item, text);
            diag_also(model->diags, d, old->span, STR("it already means this"));
        }
    }
}

/* A text that a `missing` item, a text or a list, says to be missing, and that is a code. */
static bool is_code(Model *model, const ListInfo *codes, const Node *item, Str *text)
{
    *text = item->text;
    if (item->kind != NODE_NAME) return holds_text(model, codes, item->text);
    const ListInfo *list = codes_named(model, item->text);
    for (uint32_t i = 0; list && i < list->count; i++) {
        *text = model->texts[list->code[i]];
        if (holds_text(model, codes, *text)) return true;
    }
    return false;
}

/* The codes of `code of LIST`, which no `missing` text may be. */
static void link_codes(Model *model, Field *field)
{
    const Node *kind = field->node->child[AT_FIELD_KIND];
    if (kind->kind != NODE_KIND_CODE || !kind->child[AT_KIND_CODE_LIST]) return;
    const Node *name = kind->child[AT_KIND_CODE_LIST];
    field->codes = codes_named(model, name->text);
    if (!field->codes) {
        unknown_list(model, name);
        return;
    }
    const Node *options = field->node->child[AT_FIELD_OPTIONS];
    for (uint32_t i = 0; i < options->count; i++) {
        if (options->child[i]->kind != NODE_MISSING_AS) continue;
        const Node *texts = options->child[i]->child[AT_MISSING_AS_TEXTS];
        for (uint32_t t = 0; t < texts->count; t++) {
            Str text;
            if (is_code(model, field->codes, texts->child[t], &text))
                SAY(model, D_CODE_IS_MISSING, texts->child[t], text, name->text);
        }
    }
}

/* Says that `record` has no field of this name. */
static void unknown_field(Model *model, const Record *record, const Node *name)
{
    Str *near = NEW_ARRAY(model->arena, Str, record->field_count + 1);
    for (size_t i = 0; i < record->field_count; i++) near[i] = record->fields[i].name;
    if (name->kind == NODE_NAME)
        name_unknown_among(model, D_UNKNOWN_FIELD, name->text, name->span, record->name, near,
                           record->field_count);
}

/* The field whose cells are lists is read from one column. */
static void link_list(Model *model, Record *record)
{
    const Node *options = record->node->child[AT_RECORD_OPTIONS];
    for (uint32_t i = 0; i < options->count; i++) {
        const Node *option = options->child[i];
        if (option->kind != NODE_ROW_FOR_EACH) continue;
        const Node *name = option->child[AT_ROW_FOR_EACH_FIELD];
        const Field *field = field_find(record, name->text);
        if (!field) {
            unknown_field(model, record, name);
            continue;
        }
        if (field->role != ROLE_LINK || field->node->child[AT_PART_FIELD_COLUMNS]->count == 1)
            continue;
        Diag *d = SAY(model, D_LIST_COLUMNS, name, field->name);
        diag_also(model->diags, d, field->node->span, STR("these columns"));
    }
}

static void link_named_by(Model *model, Record *record)
{
    const Node *path = record->node->child[AT_RECORD_SOURCE]->child[AT_NAMED_BY_FIELD];
    if (path->kind != NODE_PATH || path->count != 2) return;
    Record *by = known_record(model, path->child[0]);
    if (!by) return;
    Field *field = field_find(by, path->child[1]->text);
    if (!field) {
        unknown_field(model, by, path->child[1]);
        return;
    }
    if (field->role != ROLE_LINK || field->parent != record) {
        Diag *d = SAY(model, D_NAMED_BY_WHAT, path, record->name, field->name);
        diag_also(model->diags, d, field->node->child[0]->span, STR("this field"));
        return;
    }
    record->named_by_record = by;
    record->named_by_field = field;
}

static void check_key(Model *model, Record *record)
{
    Field *only = NULL;
    size_t parts = 0;
    for (size_t i = 0; i < record->field_count; i++) {
        if (!field_is_key(&record->fields[i])) continue;
        only = &record->fields[i];
        parts++;
    }
    if (parts == 1 && only->can_miss) SAY(model, D_KEY_MISSING, only->node, record->name);
}

/* ---- part of, part of, ... ---- */

/* The field by which `record` is reached from itself through `part of` lines, with the way in
 * *way; NULL when it is not.  Breadth first, so the shortest way.  by, how a record was reached, is
 * all NULL before; both have room for every record and one more. */
static Field *way_back(Model *model, Record *record, Str *way, Field **by, Record **queue)
{
    size_t head = 0, tail = 0;
    queue[tail++] = record;
    while (head < tail) {
        Record *here = queue[head++];
        for (size_t i = 0; i < here->field_count; i++) {
            Field *field = &here->fields[i];
            Record *parent = field->parent;
            if (!parent || by[parent->index]) continue;
            by[parent->index] = field;
            if (parent != record) {
                queue[tail++] = parent;
                continue;
            }
            Text text = text_open(model->arena);
            text_printf(&text, "%S is part of %S", field->record->name, record->name);
            for (Record *r = field->record; r != record; r = by[r->index]->record)
                text_printf(&text, ", %S of %S", by[r->index]->record->name, r->name);
            *way = text_str(&text);
            for (size_t q = 0; q < tail; q++) by[queue[q]->index] = NULL;
            return field;
        }
    }
    for (size_t q = 0; q < tail; q++) by[queue[q]->index] = NULL;
    return NULL;
}

static void check_cycles(Model *model)
{
    Field **by = NEW_ARRAY(model->arena, Field *, model->record_count + 1);
    Record **queue = NEW_ARRAY(model->arena, Record *, model->record_count + 1);
    for (size_t i = 0; i < model->record_count; i++) {
        Str way;
        Field *field;
        while ((field = way_back(model, model->records[i], &way, by, queue)) != NULL) {
            SAY(model, D_RECORD_CYCLE, field->node, model->records[i]->name, way);
            field->parent = NULL; /* nobody else need fear going round for ever */
        }
    }
}

/* A key that holds a link to a record with a personal key is personal itself. */
static void spread_personal(Model *model)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t r = 0; r < model->record_count; r++) {
            Record *record = model->records[r];
            for (size_t i = 0; i < record->field_count && !record->has_personal_key; i++) {
                const Field *field = &record->fields[i];
                if (!field_is_key(field) || !field_personal(field)) continue;
                record->has_personal_key = changed = true;
            }
        }
    }
}

static void check_where(Model *model, const Record *record)
{
    const Node *options = record->node->child[AT_RECORD_OPTIONS];
    for (uint32_t i = 0; i < options->count; i++) {
        size_t count;
        if (options->child[i]->kind == NODE_ROWS_WHERE)
            rows_where(model, model->arena, options->child[i]->child[AT_ROWS_WHERE_TEST], &count,
                       true);
    }
}

void records_link(Model *model)
{
    for (size_t r = 0; r < model->record_count; r++) {
        Record *record = model->records[r];
        for (size_t i = 0; i < record->field_count; i++) {
            Field *field = &record->fields[i];
            if (field->role == ROLE_LINK) link_parent(model, field);
            if (field->node->kind == NODE_FIELD) link_codes(model, field);
            if (field->node->kind == NODE_NAMED_BY) continue;
            missing_lists(model, field->node->child[field->role == ROLE_LINK ? AT_PART_FIELD_OPTIONS
                                                                             : AT_FIELD_OPTIONS]);
        }
        missing_lists(model, record->node->child[AT_RECORD_OPTIONS]);
        check_where(model, record);
        link_list(model, record);
    }
    check_cycles(model);
    for (size_t r = 0; r < model->record_count; r++) {
        Record *record = model->records[r];
        if (record->node->child[AT_RECORD_SOURCE]->kind == NODE_NAMED_BY)
            link_named_by(model, record);
        else
            check_key(model, record);
        for (size_t i = 0; i < record->field_count; i++)
            if (record->fields[i].parent) check_link(model, &record->fields[i]);
    }
    spread_personal(model);
}
