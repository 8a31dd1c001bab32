/* table.c -- rows of a table, items of a list and values by year: what many of them say is
 * told in one sentence, with the rows below it. SPDX-License-Identifier: Apache-2.0 */
#include "meaning/diff/pair.h"
#include "str.h"

typedef struct Listed {
    const Part *old, *new; /* the first that differ */
    Str *rows;
    size_t count, cap;
} Listed;

static void list_row(Arena *arena, Listed *listed, const Part *old, const Part *new, Str row)
{
    if (!listed->count) {
        listed->old = old;
        listed->new = new;
    }
    GROW(arena, listed->rows, listed->count, listed->cap);
    listed->rows[listed->count++] = row;
}

static const Part *find_key(const Decl *decl, Str key)
{
    for (size_t i = 0; i < decl->part_count; i++)
        if (str_eq(decl->parts[i].key, key)) return &decl->parts[i];
    return NULL;
}

/* Tells what was listed, one row in the sentence itself. */
static void tell(Diff *diff, const Decl *decl, Listed *listed, Label label, const char *many)
{
    if (!listed->count) return;
    Spot spot = { .diff = diff, .decl = decl, .old = listed->old, .new = listed->new };
    Str where = decl_words(diff->arena, decl);
    Str sentence = listed->count == 1
                       ? str_printf(diff->arena, "%S: %S", where, listed->rows[0])
                       : str_printf(diff->arena, "%S: %u %s", where, (uint64_t)listed->count, many);
    Change *change = diff_add(&spot, label, listed->old ? listed->old->node : NULL,
                              listed->new ? listed->new->node : NULL, sentence);
    if (listed->count > 1) {
        change->part = STR_EMPTY;
        change->rows = listed->rows;
        change->row_count = listed->count;
    }
}

/* ---- tables ---- */

/* The cells of one row that differ, under their headings. */
static Str row_words(Diff *diff, const Part *old, const Part *new, const Node *headings)
{
    Text text = text_open(diff->arena);
    bool first = true;
    text_printf(&text, "the %S gives ", new->key);
    const Node *was = old->node, *is = new->node;
    bool one = headings->count == 2;
    for (uint32_t c = 0; c < is->count && c < was->count; c++) {
        Str a = was->child[c]->text, b = is->child[c]->text;
        if (str_eq(a, b)) continue;
        text_printf(&text, "%s%S where it gave %S", first ? "" : ", ", b, a);
        if (!one && c < headings->count) text_printf(&text, " as %S", headings->child[c]->text);
        first = false;
    }
    return text_str(&text);
}

/* How a table is read between its rows. */
static void diff_curve(Diff *diff, const Decl *old, const Decl *new)
{
    for (size_t i = 0; i < new->part_count; i++) {
        const Part *part = &new->parts[i];
        Listed curve = { 0 };
        if (part_is_listed(part) || !part->term || find_key(old, part->key)) continue;
        list_row(diff->arena, &curve, NULL, part,
                 str_printf(diff->arena, "it now says `%S`", node_line(diff->new, part->node)));
        tell(diff, new, &curve, LABEL_TABLE, "");
    }
    for (size_t i = 0; i < old->part_count; i++) {
        const Part *part = &old->parts[i];
        Listed curve = { 0 };
        if (part_is_listed(part) || !part->term || find_key(new, part->key)) continue;
        list_row(
            diff->arena, &curve, part, NULL,
            str_printf(diff->arena, "it no longer says `%S`", node_line(diff->old, part->node)));
        tell(diff, new, &curve, LABEL_TABLE, "");
    }
}

void diff_rows(Diff *diff, const Decl *old, const Decl *new)
{
    Listed other = { 0 }, came = { 0 }, went = { 0 };
    Arena *arena = diff->arena;
    const Node *headings = new->node->child[AT_TABLE_ROWS]->child[0];
    for (size_t i = 0; i < new->part_count; i++) {
        Part *part = &new->parts[i];
        const Part *was = find_key(old, part->key);
        if (!part_is_listed(part)) continue;
        part->changed = !was || !str_eq(was->term->text, part->term->text);
        if (!part->changed) continue;
        if (was)
            list_row(arena, &other, was, part,
                     part->node == headings
                         ? str_printf(arena, "the headings are `%S` where they were `%S`",
                                      node_line(diff->new, part->node),
                                      node_line(diff->old, was->node))
                         : row_words(diff, was, part, headings));
        else
            list_row(arena, &came, NULL, part, str_printf(arena, "the %S is new", part->key));
    }
    for (size_t i = 0; i < old->part_count; i++) {
        Part *part = &old->parts[i];
        if (!part_is_listed(part) || find_key(new, part->key)) continue;
        part->changed = true;
        list_row(arena, &went, part, NULL, str_printf(arena, "the %S is gone", part->key));
    }
    tell(diff, new, &other, LABEL_TABLE, "rows give something else");
    tell(diff, new, &came, LABEL_TABLE, "rows are new");
    tell(diff, new, &went, LABEL_TABLE, "rows are gone");
    diff_curve(diff, old, new);
}

/* ---- lists ---- */

void diff_items(Diff *diff, const Decl *old, const Decl *new)
{
    Listed came = { 0 }, went = { 0 };
    Arena *arena = diff->arena;
    for (size_t i = 0; i < new->part_count; i++) {
        Part *part = &new->parts[i];
        if (!part->term || find_key(old, part->key)) continue;
        part->changed = true;
        list_row(arena, &came, NULL, part, str_printf(arena, "it now holds %S", part->term->text));
    }
    for (size_t i = 0; i < old->part_count; i++) {
        Part *part = &old->parts[i];
        if (!part->term || find_key(new, part->key)) continue;
        part->changed = true;
        list_row(arena, &went, part, NULL,
                 str_printf(arena, "it no longer holds %S", part->term->text));
    }
    tell(diff, new, &came, LABEL_TABLE, "items are new");
    tell(diff, new, &went, LABEL_TABLE, "items are gone");
}

/* ---- parameters ---- */

static const Part *value_in(const Decl *decl, int year)
{
    for (size_t i = 0; i < decl->part_count; i++) {
        const Part *part = &decl->parts[i];
        if (part->node->kind != NODE_DATED) continue;
        if (dates_hold(part->node->child[AT_DATED_DATES], year)) return part;
    }
    return NULL;
}

static Str value_text(const Form *form, const Part *part)
{
    return part ? node_line(form, part->node->child[AT_DATED_VALUE]) : STR("nothing");
}

static bool same_values(const Part *old, const Part *new)
{
    if (!old || !new) return old == new;
    return str_eq(old->term->arg[0]->text, new->term->arg[0]->text);
}

/* The years from `year` on in which the same value takes the place of the same other. */
static int last_of(const Decl *old, const Decl *new, int year, int last)
{
    const Part *was = value_in(old, year), *is = value_in(new, year);
    int y = year;
    while (y < last && value_in(old, y + 1) == was && value_in(new, y + 1) == is) y++;
    return y;
}

void diff_values(Diff *diff, const Decl *old, const Decl *new)
{
    Listed listed = { 0 };
    const Model *a = diff->old->model, *b = diff->new->model;
    int first = a->term_first > b->term_first ? a->term_first : b->term_first;
    int last = a->term_last < b->term_last ? a->term_last : b->term_last;
    if (first > last) { /* no year is in both terms */
        first = b->term_first;
        last = b->term_last;
    }
    for (int year = first; year <= last; year++) {
        const Part *was = value_in(old, year), *is = value_in(new, year);
        int to = last_of(old, new, year, last), from = year;
        year = to;
        if (same_values(was, is)) continue;
        Text text = text_open(diff->arena);
        text_printf(&text, "it is %S where it was %S", value_text(diff->new, is),
                    value_text(diff->old, was));
        if (from != first || to != last)
            text_printf(&text, " in %S", years_text(diff->arena, from, to));
        list_row(diff->arena, &listed, was, is, text_str(&text));
    }
    for (size_t i = 0; i < new->part_count; i++) new->parts[i].changed = listed.count > 0;
    tell(diff, new, &listed, LABEL_THRESHOLD, "spans of years have another value");
}
