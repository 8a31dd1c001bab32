/* words.c -- a column of the data request in words.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/record.h"
#include "needs/needs.h"

Str needs_name(Arena *arena, Str name)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < name.len; i++) text_byte(&text, name.at[i] == '_' ? ' ' : name.at[i]);
    return text_str(&text);
}

Str needs_one(Arena *arena, Str name)
{
    bool vowel = name.len && strchr("AEIOUaeiou", name.at[0]);
    return str_printf(arena, "%s %S", vowel ? "an" : "a", name);
}

bool needs_personal(const NeedColumn *column)
{
    return field_personal(column->field);
}

static const Model *last_model(const Needs *needs)
{
    return needs->models[needs->model_count - 1];
}

/* ---- kind ---- */

static void add_texts(Text *text, const Str *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        text_printf(text, "%s\"%S\"", i == 0 ? "" : i + 1 == count ? " or " : ", ", texts[i]);
}

/* The bounds as the framework writes them: the first two children of any kind that has some. */
static void add_range(Text *text, const Node *kind, const char *sign)
{
    if (kind->count < 2 || !kind->child[0] || !kind->child[1]) return;
    text_printf(text, " from %S%s to %S%s", kind->child[0]->text, sign, kind->child[1]->text, sign);
}

static void add_kind(Text *text, Arena *arena, const NeedColumn *column)
{
    const FieldSchema *schema = column->schema;
    const Node *node = column->field->node;
    const Node *kind = node->kind == NODE_FIELD ? node->child[AT_FIELD_KIND] : NULL;
    switch (schema->kind) {
    case KIND_TEXT: text_add(text, STR("text")); return;
    case KIND_CODE:
        if (schema->codes_name.len)
            text_printf(text, "one of the codes of %S", schema->codes_name);
        else
            text_add(text, STR("code"));
        return;
    case KIND_NUMBER:
        text_add(text, schema->whole ? STR("whole number") : STR("number"));
        add_range(text, kind, "");
        if (kind->count > 2 && kind->child[2]) text_printf(text, ", in %S", kind->child[2]->text);
        return;
    case KIND_PERCENT:
        text_add(text, schema->percent_sign ? STR("percentage, as 40%") : STR("percentage, as 40"));
        add_range(text, kind, "%");
        return;
    case KIND_YESNO:
        text_add(text, STR("yes, written "));
        add_texts(text, schema->yes, schema->yes_count);
        text_add(text, STR(", or no, written "));
        add_texts(text, schema->no, schema->no_count);
        return;
    case KIND_DATE:
        text_printf(text, "date, as %S",
                    schema->dates.sample.len ? schema->dates.sample : STR("2026-08-31"));
        add_range(text, kind, "");
        return;
    case KIND_YEAR:
        text_printf(text, "school year, as %S",
                    schema->years.sample.len ? schema->years.sample : STR("2026/27"));
        add_range(text, kind, "");
        return;
    case KIND_LINK:
        text_printf(text, "%s of %S",
                    column->field->parent->named_by_field == column->field ? "name" : "key",
                    needs_one(arena, column->field->parent->name));
        return;
    }
}

Str needs_kind(const Needs *needs, const NeedColumn *column)
{
    Text text = text_open(needs->arena);
    add_kind(&text, needs->arena, column);
    if (column->schema->trim) text_add(&text, STR(", spaces at its ends do not count"));
    return text_str(&text);
}

Str needs_place(const Needs *needs, const NeedFile *file, const NeedColumn *column)
{
    const Field *field = column->field;
    Arena *arena = needs->arena;
    if (field->role == ROLE_LINK && field_is_key(field))
        return str_printf(arena,
                          "says to which %S a row belongs, and with the other keys which row it is",
                          field->parent->name);
    if (field->role == ROLE_LINK)
        return str_printf(arena, "says to which %S a row belongs", field->parent->name);
    if (field_is_key(field)) return STR("tells the rows apart");
    if (field->role == ROLE_IDENTITY) return STR("is printed beside the results");
    if (file->schema->continues_count && field->index >= file->record->first_continues)
        return str_printf(arena, "says under which key %S stood in earlier years",
                          needs_one(arena, file->record->name));
    return STR_EMPTY;
}

/* ---- years, missing texts, form ---- */

/* The years of the spells in words; empty when they are all there are. */
static Str years_of(const Needs *needs, const Spells *spells)
{
    Text text = text_open(needs->arena);
    int first = needs->models[0]->year, last = last_model(needs)->year;
    for (size_t i = 0; i < spells->count; i++) {
        int from = spells->items[i].first;
        while (i + 1 < spells->count && spells->items[i + 1].first == spells->items[i].last + 1)
            i++;
        if (from == first && spells->items[i].last == last) return STR_EMPTY;
        text_printf(&text, "%s%S", text.len ? ", " : "",
                    years_text(needs->arena, from, spells->items[i].last));
    }
    return text_str(&text);
}

Str needs_years(const Needs *needs, const NeedColumn *column)
{
    return years_of(needs, &column->headings);
}

Str needs_read_years(const Needs *needs, const NeedFile *file, const NeedColumn *column)
{
    if (needs_place(needs, file, column).len) return STR_EMPTY;
    Spells spells = { NEW_ARRAY(needs->arena, Spell, needs->model_count), 0 };
    for (size_t y = 0; y < needs->model_count; y++)
        if (column->read[y])
            spells.items[spells.count++] =
                (Spell){ needs->models[y]->year, needs->models[y]->year, STR_EMPTY };
    return years_of(needs, &spells);
}

Str needs_missing(const Needs *needs, const NeedColumn *column)
{
    const FieldSchema *schema = column->schema;
    const Model *model = last_model(needs);
    Text text = text_open(needs->arena);
    for (size_t i = 0; i < schema->missing_count;) {
        size_t end = i + 1;
        while (end < schema->missing_count &&
               schema->missing[end].reason == schema->missing[i].reason)
            end++;
        if (i) text_add(&text, STR("; "));
        for (size_t k = i; k < end; k++)
            text_printf(&text, "%s\"%S\"",
                        k == i         ? ""
                        : k + 1 == end ? " or "
                                       : ", ",
                        schema->missing[k].text);
        text_printf(&text, " means: %S", model->reasons[schema->missing[i].reason].printed);
        i = end;
    }
    if (schema->has_else)
        text_printf(&text, "%sanything else means: %S", text.len ? "; " : "",
                    model->reasons[schema->else_reason].printed);
    return text_str(&text);
}

static void add_where(Text *text, const RecordSchema *schema)
{
    for (size_t w = 0; w < schema->where_count; w++) {
        const RowsWhere *where = &schema->where[w];
        if (where->year) {
            text_printf(text, "; %S says of which school year a row is", where->header);
            continue;
        }
        text_printf(text, "; rows count where %S is %s", where->header,
                    where->negate ? "not " : "");
        add_texts(text, where->values, where->value_count);
    }
}

Str needs_form(const Needs *needs, const NeedFile *file)
{
    const RecordSchema *schema = file->schema;
    Text text = text_open(needs->arena);
    text_add(&text, schema->encoding == ENCODING_CP1252 ? STR("CSV, Windows code page 1252")
                                                        : STR("CSV, UTF-8"));
    if (schema->separator == ',')
        text_add(&text, STR(", separated by commas"));
    else if (schema->separator == '\t')
        text_add(&text, STR(", separated by tabs"));
    else
        text_printf(&text, ", separated by \"%S\"", (Str){ &schema->separator, 1 });
    text_add(&text, STR(", headings in the first row"));
    add_where(&text, schema);
    if (schema->list_separator)
        text_printf(&text, "; %S may list several, separated by \"%S\"",
                    file->columns[schema->list_field].schema->headers[0],
                    (Str){ &schema->list_separator, 1 });
    return text_str(&text);
}

/* ---- why ---- */

const char *needs_reader_word(ReaderKind kind)
{
    switch (kind) {
    case READER_MEASURE: return "measure";
    case READER_DERIVE: return "derived field";
    case READER_REVIEW: return "review";
    case READER_POWER: return "power";
    case READER_GOAL: return "goal";
    case READER_RECONCILE: return "reconciliation";
    case READER_SUPPORT: return "support";
    }
    return "";
}

Str needs_readers(const Needs *needs, const NeedColumn *column, ReaderKind kind)
{
    Text text = text_open(needs->arena);
    for (size_t i = 0; i < column->reader_count; i++)
        if (column->readers[i].kind == kind)
            text_printf(&text, "%s%S", text.len ? ", " : "", column->readers[i].title);
    return text_str(&text);
}

static void add_readers(Text *text, const Needs *needs, const NeedColumn *column, ReaderKind kind,
                        const char *before)
{
    Str titles = needs_readers(needs, column, kind);
    if (titles.len) text_printf(text, "%s%s%S", text->len ? "; " : "", before, titles);
}

Str needs_why(const Needs *needs, const NeedFile *file, const NeedColumn *column)
{
    Text text = text_open(needs->arena);
    text_add(&text, needs_place(needs, file, column));
    if (field_is_key(column->field)) return text_str(&text); /* all that is worked out reads it */
    add_readers(&text, needs, column, READER_MEASURE, "for ");
    add_readers(&text, needs, column, READER_DERIVE, "by way of ");
    add_readers(&text, needs, column, READER_REVIEW, "decides in ");
    add_readers(&text, needs, column, READER_POWER, "may open ");
    add_readers(&text, needs, column, READER_GOAL, "for the goal ");
    add_readers(&text, needs, column, READER_RECONCILE, "checks ");
    add_readers(&text, needs, column, READER_SUPPORT, "compared in ");
    return text_str(&text);
}
