/* table_form.c -- the TableInfo of each way of asking a table: its cells read as keys and results
 * of the types it is asked with, for the year that the framework is checked for.  A form is made
 * once. SPDX-License-Identifier: Apache-2.0 */
#include "check/table.h"

const Node *table_rows(const Node *node)
{
    return node->child[node->kind == NODE_TABLE ? AT_TABLE_ROWS : AT_TAKING_ROWS];
}

bool table_has_years(const Node *rows)
{
    if (!str_eq(rows->child[0]->child[0]->text, STR("year"))) return false;
    int first, last;
    for (uint32_t r = 1; r < rows->count; r++)
        if (!cell_years(rows->child[r]->child[0]->text, &first, &last)) return false;
    return true;
}

const ListInfo *table_texts(Model *model, Str name, const Node *rows, uint32_t from, uint32_t to)
{
    ListInfo *list = NEW(model->arena, ListInfo);
    *list = (ListInfo){ .name = name, .span = rows->span };
    list->code = NEW_ARRAY(model->arena, uint32_t, (size_t)rows->count * (to - from) + 1);
    size_t cap = model->text_count + (size_t)rows->count * (to - from) + 1;
    bool *seen = NEW_ARRAY(model->arena, bool, cap);
    for (uint32_t r = 1; r < rows->count; r++)
        for (uint32_t c = from; c < to && c < rows->child[r]->count; c++) {
            Str text = rows->child[r]->child[c]->text;
            CellKinds kinds = { 0 };
            cell_count(&kinds, text);
            if (kinds.missing) continue;
            uint32_t code = text_index(model, text);
            if (seen[code]) continue;
            seen[code] = true;
            list->code[list->count++] = code;
        }
    return list;
}

static bool same_form(const TableForm *a, const TableForm *b)
{
    if (a->node != b->node || a->first != b->first || a->keys != b->keys || a->column != b->column)
        return false;
    for (uint32_t k = 0; k < a->keys; k++)
        if (a->type[k].type != b->type[k].type || a->type[k].unit != b->type[k].unit ||
            a->type[k].bands != b->type[k].bands)
            return false;
    return true;
}

/* The columns that hold results: [*from, *to). */
static void result_columns(const TableForm *form, const Node *headings, uint32_t *from,
                           uint32_t *to)
{
    bool all = form->column == ALL_COLUMNS;
    *from = all ? form->first + form->keys - 1 : form->column;
    *to = all ? headings->count : form->column + 1;
}

static bool set_result(Model *model, TableForm *form, const Node *rows)
{
    uint32_t from, to;
    CellKinds kinds = { 0 };
    bool mixed;
    result_columns(form, rows->child[0], &from, &to);
    for (uint32_t r = 1; r < rows->count; r++)
        for (uint32_t c = from; c < to; c++) cell_count(&kinds, rows->child[r]->child[c]->text);
    CellKind kind = cell_kind(&kinds, &mixed);
    if (mixed) {
        DIAG_AT(model->diags, D_TABLE_PERCENTS, rows->child[0]->child[from]->span,
                rows->child[0]->child[from]->text);
        return false;
    }
    form->result = kind.type;
    form->unit = kind.unit;
    if (kind.type == TYPE_CODE) form->codes = table_texts(model, form->name, rows, from, to);
    return true;
}

static bool row_holds(const Model *model, const TableForm *form, const Node *row)
{
    int first, last;
    if (form->first == 0) return true;
    return cell_years(row->child[0]->text, &first, &last) && model->year >= first &&
           model->year <= last;
}

/* One row of the TableInfo: the keys of `row` and the result in `column`. */
static bool add_row(Model *model, TableForm *form, TableInfo *info, const Node *row,
                    const Node *headings, uint32_t column)
{
    KeyCell *key = &info->keys[(size_t)info->row_count * info->key_count];
    for (uint32_t k = 0; k < form->keys; k++) {
        bool heading = form->column == ALL_COLUMNS && k + 1 == form->keys;
        const Node *cell = heading ? headings->child[column] : row->child[form->first + k];
        if (!cell_key(model, cell, &form->type[k], &key[k], &form->ranged[k])) return false;
    }
    CellKind kind = { form->result, form->unit };
    ValueCell value = cell_value(model, row->child[column], kind);
    if (value.reason) form->may_miss = true;
    form->row[info->row_count] = row;
    info->values[info->row_count++] = value;
    return true;
}

static KeyMatch match_of(const TableForm *form, uint32_t key)
{
    if (form->type[key].type == TYPE_CODE) return KEY_CODE;
    if (form->type[key].type == TYPE_YEAR) return KEY_YEAR_RANGE;
    return form->ranged[key] ? KEY_RANGE : KEY_NUMBER;
}

static bool fill_form(Model *model, TableForm *form, TableInfo *info)
{
    const Node *rows = table_rows(form->node), *headings = rows->child[0];
    uint32_t from, to;
    bool fine = true;
    if (!set_result(model, form, rows)) return false;
    result_columns(form, headings, &from, &to);
    size_t most = (size_t)(rows->count - 1) * (to - from);
    form->row = NEW_ARRAY(model->arena, const Node *, most);
    form->ranged = NEW_ARRAY(model->arena, bool, form->keys + 1);
    *info = (TableInfo){ .name = form->name, .key_count = form->keys, .span = form->node->span };
    info->type = form->result;
    info->keys = NEW_ARRAY(model->arena, KeyCell, most * form->keys + 1);
    info->values = NEW_ARRAY(model->arena, ValueCell, most);
    info->match = NEW_ARRAY(model->arena, KeyMatch, form->keys + 1);
    for (uint32_t r = 1; r < rows->count; r++) {
        const Node *row = rows->child[r];
        if (!row_holds(model, form, row)) continue;
        for (uint32_t c = from; c < to; c++)
            fine = add_row(model, form, info, row, headings, c) && fine;
    }
    for (uint32_t k = 0; k < form->keys; k++) info->match[k] = match_of(form, k);
    if (fine && info->row_count && form->curve) fine = curve_form(model, form, info);
    if (fine && info->row_count == 0) {
        Str year =
            cover_number_text(model->arena, exact_from_i64(model->arena, model->year), COVER_YEAR);
        DIAG_AT(model->diags, D_TABLE_YEAR, form->node->child[0]->span, form->name, year);
        return false;
    }
    return fine;
}

size_t table_form(Model *model, const TableForm *wanted)
{
    for (size_t i = 0; i < model->form_count; i++)
        if (same_form(&model->forms[i], wanted)) return i;
    TableForm form = *wanted;
    TableInfo info = { 0 };
    form.failed = !fill_form(model, &form, &info);
    if (!form.failed) {
        GROW(model->arena, model->tables, model->table_count, model->table_cap);
        form.table = (uint32_t)model->table_count;
        model->tables[model->table_count++] = info;
    } else {
        form.table = NONE;
    }
    GROW(model->arena, model->forms, model->form_count, model->form_cap);
    model->forms[model->form_count] = form;
    return model->form_count++;
}
