/* schema.c -- the loader's schemas, from the RECORD nodes of a framework that was found right.
 *
 * Every text is copied into the arena that is given, so that the schemas outlive the sources.
 * Nothing is reported here but what `rows where` cannot ask; record_link.c wants that said.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/record.h"
#include "limit.h"

typedef struct Make {
    Model *model;
    Arena *arena;
} Make;

static Str copied(const Make *make, const Node *node)
{
    return arena_str(make->arena, node->text);
}

static size_t count_kind(const Node *options, NodeKind kind)
{
    size_t count = 0;
    for (uint32_t i = 0; i < options->count; i++) count += options->child[i]->kind == kind;
    return count;
}

static bool has_kind(const Node *options, NodeKind kind)
{
    return count_kind(options, kind) > 0;
}

/* ---- rows where ---- */

/* Tests found so far; `report` once something cannot be said. */
typedef struct Tests {
    const Make *make;
    RowsWhere *items;
    size_t count, cap;
    bool report, failed;
} Tests;

static void cannot(Tests *tests, const Node *node)
{
    if (tests->report && !tests->failed && node->kind != NODE_ERROR)
        DIAG_AT(tests->make->model->diags, D_ROWS_WHERE, node->span);
    tests->failed = true;
}

static Str *listed(const Make *make, const ListInfo *list)
{
    Str *values = NEW_ARRAY(make->arena, Str, list->count + 1);
    for (uint32_t i = 0; i < list->count; i++)
        values[i] = arena_str(make->arena, make->model->texts[list->code[i]]);
    return values;
}

/* One comparison of one column. */
static bool one_test(Tests *tests, const Node *node, RowsWhere *test)
{
    const Make *make = tests->make;
    bool is = node->kind == NODE_IS || node->kind == NODE_IS_NOT;
    if ((!is && node->kind != NODE_IN) || node->child[AT_LEFT]->kind != NODE_COLUMN) {
        cannot(tests, node);
        return false;
    }
    const Node *right = node->child[AT_RIGHT];
    *test = (RowsWhere){ .header = copied(make, node->child[AT_LEFT]),
                         .negate = node->kind == NODE_IS_NOT,
                         .span = node->span };
    if (node->kind == NODE_IN) {
        const ListInfo *list = codes_named(make->model, right->text);
        if (!list) {
            if (tests->report && right->kind == NODE_NAME)
                name_unknown_among(make->model, D_UNKNOWN_CODES, right->text, right->span,
                                   STR_EMPTY, NULL, 0);
            tests->failed = true;
            return false;
        }
        test->values = listed(make, list);
        test->value_count = list->count;
        return true;
    }
    if (right->kind != NODE_STRING) {
        cannot(tests, node);
        return false;
    }
    Str *value = NEW(make->arena, Str);
    *value = copied(make, right);
    test->values = value;
    test->value_count = 1;
    return true;
}

/* COLUMN is "1" or COLUMN is "2": one column, and all of them `is` or `in`. */
static bool any_test(Tests *tests, const Node *node, RowsWhere *whole)
{
    size_t count = 0;
    *whole = (RowsWhere){ .span = node->span };
    for (uint32_t i = 0; i < node->count; i++) {
        RowsWhere part;
        if (!one_test(tests, node->child[i], &part)) return false;
        if (part.negate || (i && !str_eq(part.header, whole->header))) {
            cannot(tests, node->child[i]);
            return false;
        }
        Str *values = NEW_ARRAY(tests->make->arena, Str, count + part.value_count);
        for (size_t v = 0; v < count; v++) values[v] = whole->values[v];
        for (size_t v = 0; v < part.value_count; v++) values[count + v] = part.values[v];
        count += part.value_count;
        whole->header = part.header;
        whole->values = values;
        whole->value_count = count;
    }
    return true;
}

/* Adds a test, or each of several joined by `and` (their nesting is at most LIMIT_DEPTH). */
static void add_test(Tests *tests, const Node *node)
{
    RowsWhere test;
    if (node->kind == NODE_AND) {
        for (uint32_t i = 0; i < node->count; i++) add_test(tests, node->child[i]);
        return;
    }
    bool fine = node->kind == NODE_OR ? any_test(tests, node, &test) : one_test(tests, node, &test);
    if (!fine) return;
    GROW(tests->make->arena, tests->items, tests->count, tests->cap);
    tests->items[tests->count++] = test;
}

RowsWhere *rows_where(Model *model, Arena *arena, const Node *test, size_t *count, bool report)
{
    Make make = { model, arena };
    Tests tests = { .make = &make, .report = report };
    add_test(&tests, test);
    *count = tests.count;
    return tests.items;
}

/* `rows of the year in COLUMN` is one more test, after those of `rows where`. */
static void add_year_test(const Make *make, RecordSchema *schema, const Node *options)
{
    const Node *node = NULL;
    for (uint32_t i = 0; i < options->count; i++)
        if (options->child[i]->kind == NODE_ROWS_OF_YEAR) node = options->child[i];
    if (!node) return;
    const Node *part = node->child[AT_ROWS_OF_YEAR_PART];
    RowsWhere *tests = NEW_ARRAY(make->arena, RowsWhere, schema->where_count + 1);
    for (size_t i = 0; i < schema->where_count; i++) tests[i] = schema->where[i];
    tests[schema->where_count++] =
        (RowsWhere){ .header = copied(make, node->child[AT_ROWS_OF_YEAR_COLUMN]),
                     .year = !part                               ? YEAR_IN
                             : str_eq(part->text, STR("ending")) ? YEAR_ENDING_IN
                                                                 : YEAR_BEGINNING_IN,
                     .span = node->span };
    schema->where = tests;
}

/* ---- fields ---- */

static void add_codes(const Make *make, FieldSchema *schema, const Field *field)
{
    const Node *name = field->node->child[AT_FIELD_KIND]->child[AT_KIND_CODE_LIST];
    if (!name || !field->codes) return;
    schema->codes = listed(make, field->codes);
    schema->code_count = field->codes->count;
    schema->codes_name = copied(make, name);
}

static void add_kind(const Make *make, FieldSchema *schema, const Field *field)
{
    const Node *kind = field->node->child[AT_FIELD_KIND];
    switch ((int)kind->kind) {
    case NODE_KIND_CODE:
        schema->kind = KIND_CODE;
        add_codes(make, schema, field);
        return;
    case NODE_KIND_NUMBER:
    case NODE_KIND_WHOLE: schema->kind = KIND_NUMBER; break;
    case NODE_KIND_PERCENT: schema->kind = KIND_PERCENT; break;
    case NODE_KIND_DATE: schema->kind = KIND_DATE; break;
    case NODE_KIND_YEAR: schema->kind = KIND_YEAR; break;
    case NODE_KIND_YES_NO: schema->kind = KIND_YESNO; return;
    default: schema->kind = KIND_TEXT; return;
    }
    schema->whole = field->whole;
    schema->low = bound_of(kind->child[0]);
    schema->high = bound_of(kind->child[1]);
}

static const Str *texts_of(const Make *make, const Node *options, NodeKind kind, size_t *count)
{
    *count = count_kind(options, kind);
    Str *texts = NEW_ARRAY(make->arena, Str, *count + 1);
    size_t at = 0;
    for (uint32_t i = 0; i < options->count; i++)
        if (options->child[i]->kind == kind)
            texts[at++] = copied(make, options->child[i]->child[0]);
    return texts;
}

/* How many texts a `missing` item stands for: its own, or all of a list. */
static size_t count_texts(const Make *make, const Node *item)
{
    if (item->kind != NODE_NAME) return 1;
    const ListInfo *list = codes_named(make->model, item->text);
    return list ? list->count : 0;
}

static void add_item(const Make *make, FieldSchema *schema, MissingText *missing, const Node *item,
                     uint8_t reason)
{
    if (item->kind != NODE_NAME) {
        missing[schema->missing_count++] = (MissingText){ copied(make, item), reason };
        return;
    }
    const ListInfo *list = codes_named(make->model, item->text);
    for (uint32_t i = 0; list && i < list->count; i++)
        missing[schema->missing_count++] =
            (MissingText){ arena_str(make->arena, make->model->texts[list->code[i]]), reason };
}

static size_t count_missing(const Make *make, const Node *options)
{
    size_t count = 0;
    for (uint32_t i = 0; i < options->count; i++) {
        if (options->child[i]->kind != NODE_MISSING_AS) continue;
        const Node *items = options->child[i]->child[AT_MISSING_AS_TEXTS];
        for (uint32_t t = 0; t < items->count; t++) count += count_texts(make, items->child[t]);
    }
    return count;
}

static void add_items(const Make *make, FieldSchema *schema, MissingText *missing,
                      const Node *option)
{
    const Node *texts = option->child[AT_MISSING_AS_TEXTS];
    uint8_t reason = reason_find(make->model, option->child[AT_MISSING_AS_REASON]->text);
    for (uint32_t t = 0; t < texts->count; t++)
        add_item(make, schema, missing, texts->child[t], reason);
}

static bool is_among(const Str *texts, size_t count, Str text)
{
    return str_among(texts, count, text) != SIZE_MAX;
}

/* Whether the field itself says what the text means. */
static bool says_itself(const FieldSchema *schema, const MissingText *missing, size_t own, Str text)
{
    for (size_t i = 0; i < own; i++)
        if (str_eq(missing[i].text, text)) return true;
    return is_among(schema->codes, schema->code_count, text) ||
           is_among(schema->yes, schema->yes_count, text) ||
           is_among(schema->no, schema->no_count, text);
}

/* The texts that mean missing in the field: its own, then those of the record that it does not give
 * a meaning itself. */
static void add_missing(const Make *make, FieldSchema *schema, const Node *options,
                        const Node *of_record)
{
    size_t count = count_missing(make, options) + count_missing(make, of_record);
    MissingText *missing = NEW_ARRAY(make->arena, MissingText, count + 1);
    for (uint32_t i = 0; i < options->count; i++) {
        const Node *option = options->child[i];
        if (option->kind == NODE_ELSE_AS) {
            schema->has_else = true;
            schema->else_reason = reason_find(make->model, option->child[AT_ELSE_AS_REASON]->text);
        }
        if (option->kind == NODE_MISSING_AS) add_items(make, schema, missing, option);
    }
    size_t own = schema->missing_count, kept = own;
    for (uint32_t i = 0; i < of_record->count && role_has_marks(schema->role); i++)
        if (of_record->child[i]->kind == NODE_MISSING_AS)
            add_items(make, schema, missing, of_record->child[i]);
    for (size_t i = own; i < schema->missing_count; i++)
        if (!says_itself(schema, missing, own, missing[i].text)) missing[kept++] = missing[i];
    schema->missing_count = kept;
    schema->missing = missing;
}

/* How dates and school years are written, where it is shown. */
static void add_forms(const Make *make, FieldSchema *schema, const Node *options)
{
    for (uint32_t i = 0; i < options->count; i++) {
        if (options->child[i]->kind != NODE_WRITTEN_AS) continue;
        Str sample = copied(make, options->child[i]->child[AT_WRITTEN_AS_SAMPLE]);
        if (schema->kind == KIND_DATE)
            date_form_of(sample, &schema->dates);
        else
            year_form_of(sample, &schema->years);
    }
}

static void add_headers(const Make *make, FieldSchema *schema, const Node *columns)
{
    bool many = columns->kind == NODE_LIST;
    schema->header_count = many ? columns->count : 1;
    Str *headers = NEW_ARRAY(make->arena, Str, schema->header_count + 1);
    for (size_t i = 0; i < schema->header_count; i++)
        headers[i] = copied(make, many ? columns->child[i] : columns);
    schema->headers = headers;
}

/* Other names by year; the loader takes the one that holds in the year it reads. */
static const Renamed *renamed_by(const Make *make, const Node *options, NodeKind kind,
                                 size_t *count)
{
    *count = 0;
    Renamed *renamed = NEW_ARRAY(make->arena, Renamed, count_kind(options, kind) + 1);
    for (uint32_t i = 0; i < options->count; i++) {
        const Node *option = options->child[i];
        int first, last;
        if (option->kind != kind) continue;
        dates_bounds(option->child[0], &first, &last);
        const Node *name = option->child[1];
        if (name->kind == NODE_LIST) name = name->child[0];
        renamed[(*count)++] = (Renamed){ first, last, copied(make, name) };
    }
    return renamed;
}

/* Years in which the file has no such column. */
static void add_not_in(const Make *make, FieldSchema *schema, const Node *options)
{
    NotIn *years = NEW_ARRAY(make->arena, NotIn, count_kind(options, NODE_NOT_IN) + 3);
    for (uint32_t i = 0; i < options->count; i++) {
        const Node *option = options->child[i];
        int first, last;
        if (option->kind == NODE_CONTINUES_FROM && option->child[AT_CONTINUES_FROM_DATES]) {
            uint8_t none = reason_find(make->model, STR("not_continued"));
            dates_bounds(option->child[AT_CONTINUES_FROM_DATES], &first, &last);
            years[schema->not_in_count++] = (NotIn){ INT32_MIN, first - 1, none };
            if (last < INT32_MAX)
                years[schema->not_in_count++] = (NotIn){ last + 1, INT32_MAX, none };
        }
        if (option->kind != NODE_NOT_IN) continue;
        dates_bounds(option->child[AT_NOT_IN_DATES], &first, &last);
        uint8_t reason = reason_find(make->model, option->child[AT_NOT_IN_REASON]->text);
        years[schema->not_in_count++] = (NotIn){ first, last, reason };
    }
    schema->not_in = years;
}

static uint32_t small_number(const Node *node)
{
    Bound bound = bound_of(node);
    return bound.given && !bound.places && bound.digits <= LIMIT_COLUMNS ? (uint32_t)bound.digits
                                                                         : 0;
}

static void add_place(FieldSchema *schema, const Node *options)
{
    for (uint32_t i = 0; i < options->count; i++) {
        const Node *option = options->child[i];
        if (option->kind != NODE_COLUMN_OF) continue;
        schema->place = small_number(option->child[AT_COLUMN_OF_PLACE]);
        schema->of = small_number(option->child[AT_COLUMN_OF_COUNT]);
    }
}

/* A link by several headings has no Renamed list: its headings are those of the model's year. */
static void rename_headers(const Make *make, FieldSchema *schema, const Node *options)
{
    if (schema->header_count == 1) {
        schema->renamed = renamed_by(make, options, NODE_COLUMN_IN, &schema->renamed_count);
        return;
    }
    for (uint32_t i = 0; i < options->count; i++) {
        const Node *option = options->child[i];
        if (option->kind == NODE_COLUMN_IN && dates_hold(option->child[0], make->model->year))
            add_headers(make, schema, option->child[AT_COLUMN_IN_COLUMNS]);
    }
}

static FieldSchema field_schema(const Make *make, const Field *field)
{
    const Node *node = field->node;
    FieldSchema schema = { .name = arena_str(make->arena, field->name),
                           .role = field->role,
                           .kind = KIND_TEXT,
                           .parent = -1,
                           .personal = field_personal(field),
                           .span = node->span };
    if (node->kind == NODE_NAMED_BY) return schema;
    bool link = node->kind == NODE_PART_FIELD;
    const Node *options = node->child[link ? AT_PART_FIELD_OPTIONS : AT_FIELD_OPTIONS];
    add_headers(make, &schema, node->child[link ? AT_PART_FIELD_COLUMNS : AT_FIELD_COLUMN]);
    rename_headers(make, &schema, options);
    if (link) {
        schema.kind = KIND_LINK;
        if (field->parent) schema.parent = (int)field->parent->index;
    } else {
        add_kind(make, &schema, field);
    }
    schema.yes = texts_of(make, options, NODE_YES_TEXT, &schema.yes_count);
    schema.no = texts_of(make, options, NODE_NO_TEXT, &schema.no_count);
    add_missing(make, &schema, options, field->record->node->child[AT_RECORD_OPTIONS]);
    add_forms(make, &schema, options);
    schema.trim = has_kind(options, NODE_TRIM);
    schema.percent_sign = has_kind(options, NODE_PERCENT_SIGN);
    add_not_in(make, &schema, options);
    add_place(&schema, options);
    return schema;
}

/* ---- records ---- */

static void add_list(RecordSchema *schema, Record *record, const Node *option)
{
    const Field *field = field_find(record, option->child[AT_ROW_FOR_EACH_FIELD]->text);
    const Node *mark = option->child[AT_ROW_FOR_EACH_TEXT];
    if (!field || mark->text.len != 1) return;
    schema->list_field = field->index;
    schema->list_separator = mark->text.at[0];
}

static void add_options(const Make *make, RecordSchema *schema, Record *record)
{
    const Node *options = record->node->child[AT_RECORD_OPTIONS];
    for (uint32_t i = 0; i < options->count; i++) {
        const Node *option = options->child[i];
        switch ((int)option->kind) {
        case NODE_ENCODING:
            if (str_eq(option->child[0]->text, STR("cp1252"))) schema->encoding = ENCODING_CP1252;
            break;
        case NODE_SEPARATOR:
            if (option->child[0]->text.len == 1) schema->separator = option->child[0]->text.at[0];
            break;
        case NODE_ROWS_WHERE:
            schema->where =
                rows_where(make->model, make->arena, option->child[0], &schema->where_count, false);
            break;
        case NODE_LAST_COLUMN_REPEATS: schema->last_column_repeats = true; break;
        case NODE_BLANK_LINES_SKIPPED: schema->skip_blank_lines = true; break;
        case NODE_EMPTY_ROWS_SKIPPED: schema->skip_empty_rows = true; break;
        case NODE_FURTHER_CELLS_SKIPPED: schema->skip_further_cells = true; break;
        case NODE_SHORT_ROWS:
            schema->short_rows = true;
            schema->short_reason =
                reason_find(make->model, option->child[AT_SHORT_ROWS_REASON]->text);
            break;
        case NODE_MAY_BE_EMPTY: schema->may_be_empty = true; break;
        case NODE_ROW_FOR_EACH: add_list(schema, record, option); break;
        default: break;
        }
    }
    add_year_test(make, schema, options);
    schema->renamed = renamed_by(make, options, NODE_FILE_IN, &schema->renamed_count);
}

static RecordSchema record_schema(const Make *make, Record *record)
{
    const Node *source = record->node->child[AT_RECORD_SOURCE];
    RecordSchema schema = { .name = arena_str(make->arena, record->name),
                            .plural = arena_str(make->arena, record->plural),
                            .named_by_record = -1,
                            .named_by_field = -1,
                            .separator = ',',
                            .personal_key = record->has_personal_key,
                            .span = record->node->span };
    if (source->kind == NODE_FROM_FILE) schema.file = copied(make, source->child[0]);
    if (record->named_by_record) {
        schema.named_by_record = (int)record->named_by_record->index;
        schema.named_by_field = (int)record->named_by_field->index;
    }
    schema.has_day = record->has_day;
    schema.day = record->day;
    add_options(make, &schema, record);
    FieldSchema *fields = NEW_ARRAY(make->arena, FieldSchema, record->field_count + 1);
    uint32_t *key = NEW_ARRAY(make->arena, uint32_t, record->field_count + 1);
    for (size_t i = 0; i < record->field_count; i++) {
        fields[i] = field_schema(make, &record->fields[i]);
        if (field_is_key(&record->fields[i])) key[schema.key_count++] = (uint32_t)i;
    }
    schema.fields = fields;
    schema.field_count = record->field_count;
    schema.key = key;
    uint32_t *continues = NEW_ARRAY(make->arena, uint32_t, record->continues_count + 1);
    for (size_t i = 0; i < record->continues_count; i++)
        continues[i] = record->first_continues + (uint32_t)i;
    schema.continues = continues;
    schema.continues_count = record->continues_count;
    return schema;
}

RecordSchema *records_schemas(Model *model, Arena *arena)
{
    Make make = { model, arena };
    RecordSchema *schemas = NEW_ARRAY(arena, RecordSchema, model->record_count + 1);
    for (size_t i = 0; i < model->record_count; i++)
        schemas[i] = record_schema(&make, model->records[i]);
    return schemas;
}
