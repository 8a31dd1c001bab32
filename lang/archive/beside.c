/* beside.c -- see beside.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/beside.h"
#include "file.h"
#include "result/account.h"
#include "result/cell.h"

typedef struct Reading {
    Arena *arena;
    Parsed doc;
    Known *known;
} Reading;

static void note(Reading *r, Str what)
{
    if (!r->doc.wrong.len) r->doc.wrong = what;
}

/* A count that a number with a sign holds. */
static int64_t count_of(Reading *r, const ParsedNode *node, const char *key)
{
    uint64_t count = parsed_count(&r->doc, node, key);
    if (count > INT64_MAX) note(r, str_printf(r->arena, "its \"%s\" is too great", key));
    return count > INT64_MAX ? 0 : (int64_t)count;
}

static void read_places(Reading *r)
{
    size_t count, all = 0;
    ParsedNode *list = parsed_list(&r->doc, r->doc.root, "places", &count);
    r->known->places = NEW_ARRAY(r->arena, KnownPlace, count + 1);
    for (; all < count && all < UINT32_MAX / 2; all++) {
        ParsedNode *node = parsed_item(&r->doc, list, all);
        KnownPlace *place = &r->known->places[all];
        place->place = parsed_str(&r->doc, node, "place");
        place->hidden = parsed_has(node, "down");
        place->counts = parsed_str(&r->doc, node, "counts");
        if (place->hidden) place->down = count_of(r, node, "down");
    }
    r->known->place_count = all;
    if (!known_ordered(r->known)) note(r, STR("its places are not in their order"));
}

/* The number of a place that is hidden. */
static uint32_t hidden_place(Reading *r, uint64_t number)
{
    if (number < r->known->place_count && r->known->places[number].hidden) return (uint32_t)number;
    note(r, STR("a sum of it is not of hidden places"));
    return 0;
}

/* Numbers with spaces between. */
static void read_parts(Reading *r, Str text, KnownSum *sum)
{
    uint32_t *parts = NEW_ARRAY(r->arena, uint32_t, text.len / 2 + 2);
    uint64_t number = 0;
    for (size_t i = 0; i <= text.len && text.len; i++) {
        bool digit = i < text.len && text.at[i] >= '0' && text.at[i] <= '9';
        if (digit && number <= UINT32_MAX) number = number * 10 + (uint64_t)(text.at[i] - '0');
        if (digit) continue;
        parts[sum->count++] = hidden_place(r, number);
        number = 0;
    }
    sum->parts = parts;
}

static void read_sums(Reading *r)
{
    size_t count;
    ParsedNode *list = parsed_list(&r->doc, r->doc.root, "sums", &count);
    r->known->sums = NEW_ARRAY(r->arena, KnownSum, count + 1);
    for (size_t i = 0; i < count && !r->doc.wrong.len; i++) {
        ParsedNode *node = parsed_item(&r->doc, list, i);
        KnownSum *sum = &r->known->sums[r->known->sum_count++];
        sum->whole = UINT32_MAX;
        read_parts(r, parsed_str(&r->doc, node, "parts"), sum);
        if (parsed_has(node, "whole"))
            sum->whole = hidden_place(r, parsed_count(&r->doc, node, "whole"));
        sum->has_rest = parsed_has(node, "rest");
        if (sum->has_rest) sum->rest = count_of(r, node, "rest");
    }
}

/* Says why the results are of no use here. */
static const Known *refuse(const Kept *kept, Call *call, DiagId id, Str a, Str b)
{
    Str args[] = { kept->shown, a, b };
    diag_add(&call->diags, id, args, COUNT_OF(args));
    call->status = LUS_CANNOT;
    return NULL;
}

static const Known *read_known(const Kept *kept, Call *call)
{
    Arena *arena = &call->arena;
    Reading r = { .arena = arena, .known = NEW(arena, Known) };
    Str text;
    if (!kept_file(kept, STR(KNOWN_NAME)))
        return refuse(kept, call, D_BESIDE_NOTHING, STR("it has no " KNOWN_NAME), STR_EMPTY);
    int error = kept_read(arena, kept->dir, STR(KNOWN_NAME), &text);
    if (error)
        r.doc.wrong = file_error(error);
    else if (parsed_open_long(&r.doc, arena, text, text.len)) { /* of a nation there are many */
        read_places(&r);
        read_sums(&r);
    }
    if (r.doc.wrong.len)
        return refuse(kept, call, D_BESIDE_NOTHING,
                      str_printf(arena, "its " KNOWN_NAME " cannot be used: %S", r.doc.wrong),
                      STR_EMPTY);
    r.known->name = file_name(kept->path);
    if (!r.known->name.len || str_eq(r.known->name, STR(".")) || str_eq(r.known->name, STR("..")))
        r.known->name = STR("published"); /* those are no names */
    r.known->sha256 = sha256_text(arena, kept->manifest);
    return r.known;
}

const Known *beside_read(Kept *kept, Call *call, const char *path, int year, Str meaning)
{
    LusStatus status = kept_open(kept, &call->arena, &call->diags, path);
    if (status == LUS_OK) status = kept_hold(kept, &call->diags);
    if (status != LUS_OK) {
        call->status = status;
        return NULL;
    }
    if (kept->year != year)
        return refuse(kept, call, D_BESIDE_YEAR, kept->year_words, year_words(&call->arena, year));
    if (!str_eq(kept->meaning, meaning))
        return refuse(kept, call, D_BESIDE_RULES, STR_EMPTY, STR_EMPTY);
    return read_known(kept, call);
}
