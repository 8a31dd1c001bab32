/* record.c -- records: what one RECORD node says by itself, its options, the key that its rows
 * continue from, and the reasons why values are missing.
 *
 * One field of it is field.c's; how records hang together is record_link.c's; the loader's schemas
 * are made of the same nodes by schema.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "check/record.h"

/* ---- small questions ---- */

bool role_has_marks(Role role)
{
    return role != ROLE_KEY && role != ROLE_IDENTITY && role != ROLE_LINK;
}

bool field_is_key(const Field *field)
{
    if (field->role == ROLE_KEY) return true;
    return field->node->kind == NODE_PART_FIELD && field->node->child[AT_PART_FIELD_KEY];
}

bool field_personal(const Field *field)
{
    if (field->role == ROLE_PERSONAL) return true;
    if (field->role == ROLE_LINK) return field->parent && field->parent->has_personal_key;
    return field->node->kind == NODE_FIELD &&
           field->node->child[AT_FIELD_ROLE]->kind == NODE_ROLE_KEY_PERSONAL;
}

bool group_personal(const Group *group)
{
    for (size_t k = 0; k < group->key_count; k++) {
        const Expr *key = expr_bare(group->keys[k]);
        while (key->kind == EXPR_READ) key = expr_bare(key->arg[0]);
        if (key->kind != EXPR_FIELD && key->kind != EXPR_LINK) continue;
        if (field_personal(&key->place->record->fields[key->index])) return true;
    }
    return false;
}

size_t record_key_headings(const Record *record)
{
    size_t count = 0;
    for (size_t i = 0; i < record->field_count; i++) {
        const Field *field = &record->fields[i];
        if (!field_is_key(field)) continue;
        count += field->role == ROLE_LINK ? field->node->child[AT_PART_FIELD_COLUMNS]->count : 1;
    }
    return count;
}

size_t str_among(const Str *names, size_t end, Str name)
{
    for (size_t i = 0; i < end; i++)
        if (str_eq(names[i], name)) return i;
    return SIZE_MAX;
}

void dates_bounds(const Node *dates, int *first, int *last)
{
    *first = node_year(dates->child[0]);
    *last = *first;
    if (dates->kind == NODE_IN_YEARS) *last = node_year(dates->child[1]);
    if (dates->kind == NODE_FROM_YEAR) *last = INT32_MAX;
}

/* ---- reasons ---- */

/* no_ks2_result -> no ks2 result */
static Str spaced(Arena *arena, Str name)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < name.len; i++) text_byte(&text, name.at[i] == '_' ? ' ' : name.at[i]);
    return text_str(&text);
}

uint8_t reason_declare(Model *model, Str name, Str words, Span span)
{
    Str plain = spaced(model->arena, name);
    uint8_t old = reason_find(model, name);
    if (!old)
        return reason_add(model, name, words.len ? words : plain, STR_EMPTY, REASON_IS_MISSING,
                          span);
    ReasonInfo *info = &model->reasons[old];
    if (!words.len || str_eq(info->printed, words)) return old;
    if (old >= REASON_FIRST_OWN && str_eq(info->printed, plain))
        info->printed = words;
    else
        DIAG_AT(model->diags, D_REASON_WORDS, span, name, info->printed);
    return old;
}

uint8_t reason_node(Model *model, const Node *name, const Node *words)
{
    if (name->kind != NODE_NAME) return REASON_NOTHING;
    return reason_declare(model, name->text, words ? words->text : STR_EMPTY,
                          words ? words->span : name->span);
}

/* A record named by another's field has the texts of that field for its key and nothing else. */
static void declare_named(Model *model, Record *record, const Node *source, const Node *fields)
{
    record->fields = NEW_ARRAY(model->arena, Field, 1);
    record->field_count = 1;
    record->fields[0] = (Field){
        .record = record, .name = STR("name"), .node = source, .role = ROLE_KEY, .type = TYPE_CODE
    };
    if (fields->count) SAY(model, D_NAMED_BY_FIELDS, fields->child[0], record->name);
}

/* ---- record options ---- */

static void check_encoding(Model *model, const Node *name)
{
    static const char *const known[] = { "utf8", "cp1252" };
    Str near[COUNT_OF(known)];
    for (size_t i = 0; i < COUNT_OF(known); i++) near[i] = (Str){ known[i], strlen(known[i]) };
    if (str_among(near, COUNT_OF(near), name->text) == SIZE_MAX && name->kind == NODE_NAME)
        name_unknown_among(model, D_UNKNOWN_ENCODING, name->text, name->span, STR_EMPTY, near,
                           COUNT_OF(near));
}

static void check_separator(Model *model, const Node *text)
{
    Str mark = text->text;
    bool fits = mark.len == 1 && (unsigned char)mark.at[0] < 128 &&
                !strchr("\"\r\n.-", mark.at[0]) && mark.at[0] != '\0' &&
                !((mark.at[0] | 32) >= 'a' && (mark.at[0] | 32) <= 'z') &&
                !(mark.at[0] >= '0' && mark.at[0] <= '9');
    if (!fits && text->kind == NODE_STRING) SAY(model, D_SEPARATOR, text);
}

static void check_record_options(Model *model, const Node *options)
{
    for (uint32_t i = 0; i < options->count; i++) {
        const Node *option = options->child[i];
        bool often = option->kind == NODE_FILE_IN || option->kind == NODE_MISSING_AS;
        for (uint32_t j = 0; j < i && !often; j++)
            if (options->child[j]->kind == option->kind && option->kind != NODE_ERROR) {
                Diag *d = SAY(model, D_OPTION_TWICE, option, node_source(model, option));
                diag_also(model->diags, d, options->child[j]->span, STR("it stands here already"));
                break;
            }
        if (option->kind == NODE_ENCODING) check_encoding(model, option->child[0]);
        if (option->kind == NODE_SEPARATOR) check_separator(model, option->child[0]);
        if (option->kind == NODE_ROW_FOR_EACH)
            check_separator(model, option->child[AT_ROW_FOR_EACH_TEXT]);
    }
    years_check(model, options);
}

/* `short rows missing as cut_short`: then every field but the key can be missing. */
static void apply_short_rows(Model *model, Record *record, const Node *options)
{
    for (uint32_t i = 0; i < options->count; i++) {
        const Node *option = options->child[i];
        if (option->kind != NODE_SHORT_ROWS) continue;
        reason_node(model, option->child[AT_SHORT_ROWS_REASON], option->child[AT_SHORT_ROWS_WORDS]);
        for (size_t f = 0; f < record->field_count; f++)
            if (!field_is_key(&record->fields[f])) record->fields[f].can_miss = true;
    }
}

/* ---- continues from ---- */

static Node *made_node(Model *model, NodeKind kind, const Node *at, Str text, size_t room)
{
    Node *node = NEW(model->arena, Node);
    *node = (Node){ .kind = kind, .tok = at->tok, .span = at->span, .text = text, .depth = 1 };
    if (room) node->child = NEW_ARRAY(model->arena, Node *, room);
    return node;
}

/* The node of a field as if the author had written
 *   continues_from context text from "OLD_URN", missing "" as not_continued */
static Node *continues_field(Model *model, const Record *record, const Node *option, uint32_t part)
{
    Arena *arena = model->arena;
    Node *heading = option->child[AT_CONTINUES_FROM_COLUMNS]->child[part];
    Str name = STR("continues_from");
    if (part) name = str_printf(arena, "continues_from_%u", (uint64_t)part + 1);
    Node *texts = made_node(model, NODE_LIST, heading, STR_EMPTY, 1);
    texts->child[texts->count++] = made_node(model, NODE_STRING, heading, STR_EMPTY, 0);
    Node *missing = made_node(model, NODE_MISSING_AS, heading, STR_EMPTY, 3);
    missing->count = 3;
    missing->child[AT_MISSING_AS_TEXTS] = texts;
    missing->child[AT_MISSING_AS_REASON] =
        made_node(model, NODE_NAME, heading, STR("not_continued"), 0);
    missing->child[AT_MISSING_AS_WORDS] =
        made_node(model, NODE_STRING, heading, STR("continues no other"), 0);
    Node *options = made_node(model, NODE_LIST, heading, STR_EMPTY, 2);
    options->child[options->count++] = missing;
    options->child[options->count++] = (Node *)option; /* its years; read only */
    Node *field = made_node(model, NODE_FIELD, heading, STR_EMPTY, 5);
    field->count = 5;
    field->child[AT_FIELD_NAME] = made_node(model, NODE_NAME, heading, name, 0);
    NodeKind role = record->has_personal_key ? NODE_ROLE_PERSONAL : NODE_ROLE_CONTEXT;
    field->child[AT_FIELD_ROLE] = made_node(model, role, heading, STR_EMPTY, 0);
    field->child[AT_FIELD_KIND] = made_node(model, NODE_KIND_TEXT, heading, STR_EMPTY, 0);
    field->child[AT_FIELD_COLUMN] = heading;
    field->child[AT_FIELD_OPTIONS] = options;
    return field;
}

/* The key that a row had before, as fields of the record. */
static void declare_continues(Model *model, Record *record)
{
    const Node *options = record->node->child[AT_RECORD_OPTIONS];
    for (uint32_t i = 0; i < options->count; i++)
        if (options->child[i]->kind == NODE_CONTINUES_FROM) record->continues = options->child[i];
    if (!record->continues) return;
    const Node *columns = record->continues->child[AT_CONTINUES_FROM_COLUMNS];
    record->first_continues = (uint32_t)record->field_count;
    size_t parts = 0;
    for (size_t i = 0; i < record->field_count; i++) parts += field_is_key(&record->fields[i]);
    if (parts != columns->count) {
        Arena *arena = model->arena;
        SAY(model, D_CONTINUES_KEY, record->continues, record->name,
            str_printf(arena, parts == 1 ? "%u part" : "%u parts", (uint64_t)parts),
            str_printf(arena, columns->count == 1 ? "%u column" : "%u columns",
                       (uint64_t)columns->count));
        return;
    }
    for (uint32_t i = 0; i < columns->count; i++)
        if (field_declare(model, record, continues_field(model, record, record->continues, i)))
            record->continues_count++;
}

static size_t continues_at_most(const Node *options)
{
    size_t count = 0;
    for (uint32_t i = 0; i < options->count; i++)
        if (options->child[i]->kind == NODE_CONTINUES_FROM)
            count += options->child[i]->child[AT_CONTINUES_FROM_COLUMNS]->count;
    return count;
}

/* `missing "NA" as not_there` of the record: then every field of values can be missing. */
static void apply_marks(Model *model, Record *record, const Node *options)
{
    Texts texts = { .model = model };
    for (uint32_t i = 0; i < options->count; i++) {
        const Node *option = options->child[i];
        if (option->kind != NODE_MISSING_AS) continue;
        const Node *list = option->child[AT_MISSING_AS_TEXTS];
        for (uint32_t t = 0; t < list->count; t++)
            if (list->child[t]->kind == NODE_STRING) texts_add(&texts, list->child[t]);
        reason_node(model, option->child[AT_MISSING_AS_REASON], option->child[AT_MISSING_AS_WORDS]);
        for (size_t f = 0; f < record->field_count; f++)
            record->fields[f].can_miss |= role_has_marks(record->fields[f].role);
    }
}

void record_declare(Model *model, const Node *node)
{
    const Node *name = node->child[AT_RECORD_NAME], *plural = node->child[AT_RECORD_PLURAL];
    const Node *source = node->child[AT_RECORD_SOURCE], *fields = node->child[AT_RECORD_FIELDS];
    if (name->kind != NODE_NAME || plural->kind != NODE_NAME) return;
    Record *record = NEW(model->arena, Record);
    *record = (Record){ .name = name->text, .plural = plural->text, .node = node };
    record->place = (Place){ .kind = PLACE_RECORD, .name = name->text, .record = record };
    record->index = (uint32_t)model->record_count;
    GROW(model->arena, model->records, model->record_count, model->record_cap);
    model->records[model->record_count++] = record;
    name_add(model, name->text, NAME_RECORD, record, 0, name->span);
    name_add(model, plural->text, NAME_PLURAL, record, 0, plural->span);
    if (source->kind == NODE_NAMED_BY) {
        declare_named(model, record, source, fields);
        return;
    }
    check_record_options(model, node->child[AT_RECORD_OPTIONS]);
    size_t room = fields->count + continues_at_most(node->child[AT_RECORD_OPTIONS]);
    record->fields = NEW_ARRAY(model->arena, Field, room + 1);
    for (uint32_t i = 0; i < fields->count; i++) {
        const Node *field = fields->child[i];
        if (field->kind == NODE_FIELD || field->kind == NODE_PART_FIELD)
            field_declare(model, record, field);
    }
    declare_continues(model, record);
    apply_short_rows(model, record, node->child[AT_RECORD_OPTIONS]);
    apply_marks(model, record, node->child[AT_RECORD_OPTIONS]);
}

bool record_printed(const Record *record)
{
    return !record->has_personal_key && (record->named_by_record || record_key_headings(record));
}
