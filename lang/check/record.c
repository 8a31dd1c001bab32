/* record.c -- records and their fields: what one RECORD node says by itself.
 *
 * How records hang together is record_link.c's; the loader's schemas are made of the same nodes by
 * schema.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/record.h"
#include "calendar.h"
#include "limit.h"
#include "number/text.h"

#define SAY(model, id, node, ...) DIAG_AT((model)->diags, id, (node)->span, ##__VA_ARGS__)

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

bool date_days(Str text, int64_t *days)
{
    static const DateForm iso;
    int32_t part[3];
    if (!date_form_parts(&iso, text, part)) return false;
    Day day = { part[PART_YEAR], part[PART_MONTH], part[PART_DAY] };
    if (!calendar_has(day)) return false;
    *days = calendar_number(day);
    return true;
}

Bound bound_of(const Node *node)
{
    Bound bound = { .given = false };
    bool minus_zero;
    int places = 0;
    int64_t days;
    if (!node) return bound;
    switch ((int)node->kind) {
    case NODE_YEAR: return (Bound){ .given = true, .digits = node_year(node) };
    case NODE_DATE:
        if (date_days(node->text, &days)) bound = (Bound){ .given = true, .digits = days };
        return bound;
    case NODE_NUMBER:
    case NODE_PERCENT:
        if (number_parse(node->text, &bound.digits, &places, &minus_zero) == NUMBER_SMALL &&
            places <= 18)
            return (Bound){ .given = true, .digits = bound.digits, .places = (uint8_t)places };
        return (Bound){ .given = false };
    default: return bound;
    }
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

/* ---- fields ---- */

/* The texts of one field that have a meaning of their own. */
typedef struct Texts {
    Model *model;
    Str *text;
    const Node **node;
    size_t count, cap;
} Texts;

static void add_text(Texts *texts, const Node *node)
{
    size_t old = str_among(texts->text, texts->count, node->text);
    if (old != SIZE_MAX) {
        Diag *d = SAY(texts->model, D_FIELD_TEXT_TWICE, node, node->text);
        diag_also(texts->model->diags, d, texts->node[old]->span, STR("it already means this"));
        return;
    }
    if (texts->count == texts->cap) {
        size_t cap = texts->cap ? texts->cap * 2 : 8;
        Str *more = NEW_ARRAY(texts->model->arena, Str, cap);
        const Node **nodes = NEW_ARRAY(texts->model->arena, const Node *, cap);
        for (size_t i = 0; i < texts->count; i++) {
            more[i] = texts->text[i];
            nodes[i] = texts->node[i];
        }
        texts->text = more;
        texts->node = nodes;
        texts->cap = cap;
    }
    texts->text[texts->count] = node->text;
    texts->node[texts->count++] = node;
}

/* Options that hold for some years only. */
static bool is_dated(const Node *option)
{
    return option->kind == NODE_COLUMN_IN || option->kind == NODE_NOT_IN ||
           option->kind == NODE_FILE_IN;
}

/* `in 2027/28 from "B"` and `not in 2026/27 as …` said of years that do not meet. */
static void check_years(Model *model, const Node *options)
{
    for (uint32_t i = 0; i < options->count; i++) {
        const Node *later = options->child[i];
        if (!is_dated(later)) continue;
        int first, last;
        dates_bounds(later->child[0], &first, &last);
        if (last < first) SAY(model, D_YEARS_BACKWARDS, later->child[0]);
        for (uint32_t j = 0; j < i; j++) {
            const Node *sooner = options->child[j];
            int from, to;
            if (!is_dated(sooner)) continue;
            dates_bounds(sooner->child[0], &from, &to);
            if (from > last || to < first) continue;
            Diag *d = SAY(model, D_YEARS_TWICE, later);
            diag_also(model->diags, d, sooner->span, STR("these years are named here already"));
        }
    }
}

static bool option_fits(const Node *option, const Node *kind)
{
    switch ((int)option->kind) {
    case NODE_YES_TEXT:
    case NODE_NO_TEXT: return kind && kind->kind == NODE_KIND_YES_NO;
    case NODE_PERCENT_SIGN: return kind && kind->kind == NODE_KIND_PERCENT;
    case NODE_WRITTEN_AS:
        return kind && (kind->kind == NODE_KIND_DATE || kind->kind == NODE_KIND_YEAR);
    case NODE_ELSE_AS: /* every text reads as a text, so nothing is left */
        return !kind || (kind->kind != NODE_KIND_TEXT &&
                         (kind->kind != NODE_KIND_CODE || kind->child[AT_KIND_CODE_LIST]));
    default: return true;
    }
}

/* `column 2 of 3`: one of at least two. */
static void check_place(Model *model, const Node *option)
{
    Bound place = bound_of(option->child[AT_COLUMN_OF_PLACE]);
    Bound count = bound_of(option->child[AT_COLUMN_OF_COUNT]);
    bool whole = place.given && count.given && !place.places && !count.places;
    if (!whole || place.digits < 1 || count.digits < 2 || place.digits > count.digits ||
        count.digits > LIMIT_COLUMNS)
        SAY(model, D_COLUMN_OF, option);
}

/* written as "31/08/2026": a sample that shows one way to write a date, or a school year. */
static void check_written(Model *model, const Node *option, const Node *kind)
{
    const Node *sample = option->child[AT_WRITTEN_AS_SAMPLE];
    DateForm date;
    YearForm year;
    if (sample->kind != NODE_STRING) return;
    if (kind->kind == NODE_KIND_DATE ? date_form_of(sample->text, &date)
                                     : year_form_of(sample->text, &year))
        return;
    SAY(model, kind->kind == NODE_KIND_DATE ? D_DATE_SAMPLE : D_YEAR_SAMPLE, sample, sample->text);
}

static void check_options(Model *model, Field *field, const Node *options, const Node *kind)
{
    Texts texts = { .model = model };
    size_t yes = 0, no = 0, other = 0, places = 0, written = 0;
    for (uint32_t i = 0; i < options->count; i++) {
        const Node *option = options->child[i];
        if (!option_fits(option, kind)) {
            SAY(model, D_FIELD_OPTION, option, node_source(model, option));
            continue;
        }
        if (option->kind == NODE_MISSING_AS) {
            const Node *list = option->child[AT_MISSING_AS_TEXTS];
            field->can_miss = true;
            for (uint32_t t = 0; t < list->count; t++) /* lists are not known yet */
                if (list->child[t]->kind == NODE_STRING) add_text(&texts, list->child[t]);
            reason_node(model, option->child[AT_MISSING_AS_REASON],
                        option->child[AT_MISSING_AS_WORDS]);
        } else if (option->kind == NODE_ELSE_AS) {
            field->can_miss = true;
            if (other++) SAY(model, D_OPTION_TWICE, option, STR("anything else"));
            reason_node(model, option->child[AT_ELSE_AS_REASON], option->child[AT_ELSE_AS_WORDS]);
        } else if (option->kind == NODE_NOT_IN) {
            if (field_is_key(field))
                SAY(model, D_KEY_NOT_IN, option, field->record->name);
            else
                field->can_miss = true;
            reason_node(model, option->child[AT_NOT_IN_REASON], option->child[AT_NOT_IN_WORDS]);
        } else if (option->kind == NODE_COLUMN_OF) {
            check_place(model, option);
            if (places++) SAY(model, D_OPTION_TWICE, option, node_source(model, option));
        } else if (option->kind == NODE_WRITTEN_AS) {
            if (written++) SAY(model, D_OPTION_TWICE, option, STR("written as"));
            check_written(model, option, kind);
        } else if (option->kind == NODE_YES_TEXT) {
            yes++;
            add_text(&texts, option->child[AT_YES_TEXT_TEXT]);
        } else if (option->kind == NODE_NO_TEXT) {
            no++;
            add_text(&texts, option->child[AT_NO_TEXT_TEXT]);
        }
    }
    if (kind && kind->kind == NODE_KIND_YES_NO && (!yes || !no))
        SAY(model, D_FIELD_YES_NO, field->node, field->name);
    check_years(model, options);
}

static const Exact *range_end(Model *model, const Node *end, bool percent)
{
    if (!end) return NULL;
    Bound bound = bound_of(end);
    if (!bound.given) {
        if (end->kind != NODE_ERROR) SAY(model, D_FIELD_RANGE_LONG, end);
        return NULL;
    }
    Arena *arena = model->arena;
    const Exact *digits = exact_from_i64(arena, bound.digits);
    int power = -(int)bound.places - (percent ? 2 : 0);
    return power ? exact_mul(arena, digits, exact_power_of_ten(arena, power)) : digits;
}

static void set_range(Model *model, Field *field, const Node *kind, bool percent)
{
    /* LOW and HIGH are the first two slots of every kind that has a range. */
    field->low = range_end(model, kind->child[0], percent);
    field->high = range_end(model, kind->child[1], percent);
    if (field->low && field->high && exact_compare(model->arena, field->low, field->high) > 0)
        SAY(model, D_FIELD_RANGE, kind->child[1]);
}

static void set_kind(Model *model, Field *field, const Node *kind)
{
    const Node *unit = NULL;
    switch ((int)kind->kind) {
    case NODE_KIND_WHOLE: field->whole = true; /* fall through */
    case NODE_KIND_NUMBER:
        field->type = TYPE_NUMBER;
        unit = kind->child[AT_KIND_NUMBER_UNIT];
        field->unit = unit ? unit_find(model, unit->text) : UNIT_PURE;
        set_range(model, field, kind, false);
        break;
    case NODE_KIND_PERCENT:
        field->type = TYPE_NUMBER;
        field->unit = UNIT_PERCENT;
        set_range(model, field, kind, true);
        break;
    case NODE_KIND_DATE:
    case NODE_KIND_YEAR:
        field->type = kind->kind == NODE_KIND_DATE ? TYPE_DATE : TYPE_YEAR;
        set_range(model, field, kind, false);
        break;
    case NODE_KIND_YES_NO: field->type = TYPE_YESNO; break;
    default: field->type = TYPE_CODE; break;
    }
}

static Role role_of(const Node *role)
{
    switch ((int)role->kind) {
    case NODE_ROLE_KEY:
    case NODE_ROLE_KEY_PERSONAL: return ROLE_KEY;
    case NODE_ROLE_IDENTITY: return ROLE_IDENTITY;
    case NODE_ROLE_PERSONAL: return ROLE_PERSONAL;
    case NODE_ROLE_CONTEXT: return ROLE_CONTEXT;
    case NODE_ROLE_PROTECTED: return ROLE_PROTECTED;
    case NODE_ROLE_PROCESS: return ROLE_PROCESS;
    case NODE_ROLE_BASELINE: return ROLE_BASELINE;
    default: return ROLE_OUTCOME;
    }
}

/* One FIELD or PART_FIELD; false when the name is no name or stands already. */
static bool declare_field(Model *model, Record *record, const Node *node)
{
    const Node *name = node->child[0];
    Field *old = field_find(record, name->text);
    if (name->kind != NODE_NAME) return false;
    if (old) {
        Diag *d = SAY(model, D_FIELD_TWICE, name, record->name, name->text);
        diag_also(model->diags, d, old->node->child[0]->span, STR("declared here first"));
        return false;
    }
    Field *field = &record->fields[record->field_count];
    *field = (Field){ .record = record, .name = name->text, .node = node };
    field->index = (uint32_t)record->field_count++;
    if (node->kind == NODE_PART_FIELD) {
        field->role = ROLE_LINK;
        field->type = TYPE_ROW;
        check_options(model, field, node->child[AT_PART_FIELD_OPTIONS], NULL);
        return true;
    }
    const Node *role = node->child[AT_FIELD_ROLE], *kind = node->child[AT_FIELD_KIND];
    field->role = role_of(role);
    if (role->kind == NODE_ROLE_KEY_PERSONAL) record->has_personal_key = true;
    set_kind(model, field, kind);
    check_options(model, field, node->child[AT_FIELD_OPTIONS], kind);
    return true;
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
    check_years(model, options);
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
        if (declare_field(model, record, continues_field(model, record, record->continues, i)))
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
            if (list->child[t]->kind == NODE_STRING) add_text(&texts, list->child[t]);
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
            declare_field(model, record, field);
    }
    declare_continues(model, record);
    apply_short_rows(model, record, node->child[AT_RECORD_OPTIONS]);
    apply_marks(model, record, node->child[AT_RECORD_OPTIONS]);
}
