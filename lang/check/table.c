/* table.c -- tables and look-ups: which column is what, and the rows that no look-up can reach.
 *
 * A first column headed `year` holds school years and selects the rows of the year that the
 * framework is checked for, unless the look-up asks with a school year.  The other columns are keys
 * and then the result; or, where the last thing asked with is the heading of a result column, keys
 * and then a column for each heading.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/table.h"

/* ---- declaring ---- */

static bool check_headings(Model *model, const Node *headings, size_t least)
{
    bool fine = headings->count >= least;
    if (!fine) DIAG_AT(model->diags, D_TABLE_NARROW, headings->span);
    for (uint32_t i = 0; i < headings->count; i++) {
        const Node *cell = headings->child[i];
        for (uint32_t j = 0; j < i; j++)
            if (str_eq(headings->child[j]->text, cell->text)) {
                Diag *d = DIAG_AT(model->diags, D_TABLE_HEADING_TWICE, cell->span, cell->text);
                diag_also(model->diags, d, headings->child[j]->span, STR("it stands here already"));
                fine = false;
            }
    }
    return fine;
}

/* Whether the rows of a table of at least `least` columns can be read at all; says what is wrong.
 */
static bool check_rows(Model *model, const Node *rows, size_t least)
{
    if (rows->kind == NODE_ERROR || rows->count == 0) return false;
    for (uint32_t r = 0; r < rows->count; r++)
        if (rows->child[r]->kind != NODE_ROW) return false;
    const Node *headings = rows->child[0];
    bool fine = check_headings(model, headings, least);
    if (rows->count == 1) {
        DIAG_AT(model->diags, D_TABLE_EMPTY, headings->span);
        return false;
    }
    for (uint32_t r = 0; r < rows->count; r++) {
        const Node *row = rows->child[r];
        if (row->count != headings->count) {
            Arena *arena = model->arena;
            Diag *d = DIAG_AT(model->diags, D_TABLE_ROW, row->span,
                              str_printf(arena, "%u", (uint64_t)row->count),
                              str_printf(arena, "%u", (uint64_t)headings->count));
            diag_also(model->diags, d, headings->span, STR("the headings"));
            return false;
        }
        for (uint32_t c = 0; c < row->count; c++) {
            if (row->child[c]->text.len) continue;
            DIAG_AT(model->diags, D_TABLE_CELL_EMPTY, row->span, headings->child[c]->text);
            fine = false;
        }
    }
    return fine;
}

void table_declare(Model *model, const Node *node)
{
    const Node *name = node->child[AT_TABLE_NAME], *rows = node->child[AT_TABLE_ROWS];
    if (name->kind != NODE_NAME) return;
    TableDef *table = NEW(model->arena, TableDef);
    *table = (TableDef){ .name = name->text, .node = node, .readable = check_rows(model, rows, 2) };
    if (node->child[AT_TABLE_CURVE]) curve_outside(model, node->child[AT_TABLE_CURVE]);
    name_add(model, name->text, NAME_TABLE, table, 0, name->span);
}

/* ---- codes ---- */

const ListInfo *table_codes(Model *model, TableDef *table)
{
    const Node *rows = table->node->child[AT_TABLE_ROWS];
    uint32_t column = table->readable && table_has_years(rows) ? 1 : 0;
    return table_texts(model, table->name, rows, column, column + 1);
}

/* ---- which columns are meant ---- */

static uint32_t heading_of(const Node *headings, Str name)
{
    for (uint32_t i = 0; i < headings->count; i++)
        if (str_eq(headings->child[i]->text, name)) return i;
    return ALL_COLUMNS;
}

/* Whether every heading from `from` on is a code that e can hold. */
static bool holds_headings(const Model *model, const Expr *e, const Node *headings, uint32_t from)
{
    if (e->type != TYPE_CODE || !e->codes) return false;
    for (uint32_t i = from; i < headings->count; i++) {
        bool found = false;
        for (uint32_t c = 0; c < e->codes->count && !found; c++)
            found = str_eq(model->texts[e->codes->code[c]], headings->child[i]->text);
        if (!found) return false;
    }
    return true;
}

/* Sets first, keys and column; false when the count of arguments fits no reading. */
static bool choose_columns(const Model *model, TableForm *form, const Node *rows, const Expr **args,
                           uint32_t count)
{
    const Node *headings = rows->child[0];
    form->first = table_has_years(rows) && (count == 0 || args[0]->type != TYPE_YEAR);
    form->keys = count;
    if (count == 0) return false;
    uint32_t columns = headings->count - form->first;
    const Expr *last = args[count - 1];
    if (last->kind == EXPR_CONST && last->type == TYPE_CODE) {
        uint32_t column = heading_of(headings, last->text);
        if (column != ALL_COLUMNS && column >= form->first + count - 1) {
            form->keys = count - 1;
            form->column = column;
            return true;
        }
    }
    if (count > columns) return false;
    /* codes that are not known beforehand may be headings where keys precede them, or in one row */
    bool open = last->type == TYPE_CODE && !last->codes && count + 1 < columns &&
                (count > 1 || rows->count == 2);
    if (last->type == TYPE_CODE && last->kind != EXPR_CONST &&
        (open || holds_headings(model, last, headings, form->first + count - 1))) {
        form->column = ALL_COLUMNS;
        return true;
    }
    form->column = headings->count - 1;
    return count + 1 == columns;
}

static void wrong_count(Model *model, const TableDef *table, const Node *rows, const Node *at)
{
    const Node *headings = rows->child[0];
    uint32_t first = table_has_years(rows);
    Text names = text_open(model->arena);
    for (uint32_t i = first; i + 1 < headings->count; i++)
        text_printf(&names, "%s%S", i > first ? ", " : "", headings->child[i]->text);
    Diag *d = DIAG_AT(model->diags, D_TABLE_ASKED, at->span, table->name, text_str(&names));
    diag_also(model->diags, d, headings->span, STR("its columns"));
}

/* ---- looking up ---- */

/* A result that asks for nothing: the one row of the year. */
static const Expr *only_row(Scope *scope, const TableForm *form, const Node *at)
{
    Model *model = scope->model;
    const TableInfo *info = &model->tables[form->table];
    const ValueCell *value = &info->values[0];
    if (info->row_count != 1) {
        Diag *d = DIAG_AT(model->diags, D_TABLE_OVERLAP, at->span, form->name, STR("every row"));
        diag_also(model->diags, d, form->row[0]->span, STR("one row"));
        diag_also(model->diags, d, form->row[1]->span, STR("another row"));
        return NULL;
    }
    if (value->reason)
        return expr_missing(model, scope->place, form->result, value->reason, at->span);
    if (form->result == TYPE_NUMBER)
        return expr_number(model, scope->place, value->number, form->unit, at->span);
    if (form->result == TYPE_YESNO) return expr_yes(model, scope->place, value->yes, at->span);
    return expr_code(model, scope->place, model->texts[value->code], at->span);
}

static bool set_types(Model *model, TableForm *form, const Expr **args, const Node *at)
{
    form->type = NEW_ARRAY(model->arena, KeyType, form->keys + 1);
    for (uint32_t k = 0; k < form->keys; k++) {
        const Expr *arg = args[k];
        if (arg->type == TYPE_ROW || arg->type == TYPE_NONE) {
            DIAG_AT(model->diags, D_TABLE_LINK, at->span, form->name);
            return false;
        }
        if (arg->type == TYPE_NUMBER && arg->nature != RATIONAL) {
            DIAG_AT(model->diags, D_TABLE_ROOT, at->span, form->name);
            return false;
        }
        form->type[k] = (KeyType){ .type = arg->type,
                                   .unit = arg->type == TYPE_NUMBER ? arg->unit : UNIT_ANY,
                                   .bands = arg->type == TYPE_BAND ? arg->bands : NULL };
    }
    return true;
}

static const Expr *look_up(Scope *scope, const TableForm *form, const Expr **args, uint32_t unit,
                           const Node *at)
{
    Model *model = scope->model;
    const Expr **keys = NEW_ARRAY(model->arena, const Expr *, form->keys + 1);
    for (uint32_t k = 0; k < form->keys; k++)
        keys[k] = args[k]->type == TYPE_YESNO
                      ? expr_1(model, EXPR_YESNO_NUMBER, TYPE_NUMBER, args[k], args[k]->span)
                      : args[k];
    return expr_make(model, &(Expr){ .kind = EXPR_LOOKUP,
                                     .place = scope->place,
                                     .type = form->result,
                                     .unit = form->result == TYPE_NUMBER ? unit : UNIT_ANY,
                                     .span = at->span,
                                     .table = form->table,
                                     .arg = keys,
                                     .arg_count = form->keys,
                                     .codes = form->codes });
}

/* Works out the coverage of a look-up once, and keeps it. */
static const TableUse *coverage(Model *model, TableForm *form, const Expr **args, const Node *at)
{
    TableUse *use = NEW(model->arena, TableUse);
    *use = (TableUse){ .args = args, .next = form->uses };
    if (at) use->span = at->span;
    table_covers(model, form, use, at);
    use->total = use->total && !form->may_miss;
    form->uses = use;
    return use;
}

static const TableUse *known_use(const TableForm *form, const Expr **args)
{
    for (const TableUse *use = form->uses; use; use = use->next) {
        bool same = true;
        for (uint32_t k = 0; k < form->keys && same; k++) same = use->args[k] == args[k];
        if (same) return use;
    }
    return NULL;
}

const Expr *check_lookup(Scope *scope, TableDef *table, const Node *at, const Expr **args,
                         size_t count)
{
    Model *model = scope->model;
    const Node *rows = table->node->child[AT_TABLE_ROWS];
    TableForm wanted = { .node = table->node,
                         .name = table->name,
                         .curve = table->node->child[AT_TABLE_CURVE] };
    if (!table->readable) return NULL;
    if (!choose_columns(model, &wanted, rows, args, (uint32_t)count)) {
        wrong_count(model, table, rows, at);
        return NULL;
    }
    if (!set_types(model, &wanted, args, at)) return NULL;
    if (wanted.curve && !curve_asked(model, &wanted, rows, at)) return NULL;
    size_t index = table_form(model, &wanted);
    TableForm *form = &model->forms[index];
    if (form->failed) return NULL;
    const Expr *e =
        form->keys ? look_up(scope, form, args, form->unit, at) : only_row(scope, form, at);
    mark_which(scope, MARK_ROW, at, e, (uint32_t)index);
    if (form->keys == 0) return e;
    if (!known_use(form, e->arg)) coverage(model, form, e->arg, at);
    return e;
}

/* How a look-up was found to be covered; NULL when its table is not known. */
static const TableUse *use_of(Model *model, const Expr *lookup)
{
    for (size_t i = 0; i < model->form_count; i++) {
        TableForm *form = &model->forms[i];
        if (form->failed || form->table != lookup->table) continue;
        const TableUse *use = known_use(form, lookup->arg);
        return use ? use : coverage(model, form, lookup->arg, NULL);
    }
    return NULL;
}

bool table_total(Model *model, const Expr *lookup)
{
    const TableUse *use = use_of(model, lookup);
    return use && use->total;
}

Str table_absent(Model *model, const Expr *lookup)
{
    const TableUse *use = use_of(model, lookup);
    return use ? use->absent : STR_EMPTY;
}

/* ---- rows that nobody can reach ---- */

/* Whether some way of looking up finds a row, or cannot be said not to. */
static bool is_reached(const Model *model, const Node *table, const Node *row, Span *asked)
{
    bool known = false;
    for (size_t i = 0; i < model->form_count; i++) {
        const TableForm *form = &model->forms[i];
        if (form->node != table || form->failed) continue;
        const TableInfo *info = &model->tables[form->table];
        for (uint32_t r = 0; r < info->row_count; r++) {
            if (form->row[r] != row) continue;
            for (const TableUse *use = form->uses; use; use = use->next) {
                if (!use->reached || use->reached[r]) return true;
                *asked = use->span;
                known = true;
            }
        }
    }
    return !known;
}

void tables_unreached(Model *model, uint32_t file)
{
    for (size_t n = 0; n < model->name_count; n++) {
        if (model->names[n].kind != NAME_TABLE) continue;
        const TableDef *table = model->names[n].what;
        const Node *rows = table_rows(table->node);
        if (table->node->span.file != file || !table->readable) continue;
        for (uint32_t r = 1; r < rows->count; r++) {
            Span asked = { 0 };
            if (is_reached(model, table->node, rows->child[r], &asked)) continue;
            Diag *d = DIAG_AT(model->diags, D_TABLE_ROW_DEAD, rows->child[r]->span, table->name);
            if (asked.end) diag_also(model->diags, d, asked, STR("looked up here"));
        }
    }
}

const Expr *taking_lookup(Scope *scope, const Taking *taking, const Node *curve, const Expr **args,
                          size_t count)
{
    Model *model = scope->model;
    const Node *rows = table_rows(taking->node);
    TableForm wanted = { .node = taking->node, .name = taking->figure, .keys = (uint32_t)count };
    wanted.curve = curve;
    if (!check_rows(model, rows, 1)) return NULL;
    wanted.column = rows->child[0]->count - 1;
    if (count + 1 != rows->child[0]->count) {
        DIAG_AT(model->diags, D_TAKING_COLUMNS, rows->child[0]->span, taking->figure,
                str_printf(model->arena, count == 1 ? "%u value" : "%u values", (uint64_t)count));
        return NULL;
    }
    if (!set_types(model, &wanted, args, taking->node)) return NULL;
    size_t index = table_form(model, &wanted); /* may move the forms */
    const TableForm *form = &model->forms[index];
    if (form->failed) return NULL;
    if (count == 0) return only_row(scope, form, taking->node);
    return look_up(scope, form, args, form->unit, taking->node);
}
