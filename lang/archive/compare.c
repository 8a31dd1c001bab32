/* compare.c -- see compare.h: lus_compare.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/compare.h"
#include "archive/judge.h"
#include "archive/signed.h"
#include "file.h"
#include <errno.h>
#include <stdlib.h>

/* ---- what was recorded ---- */

static const KeptData *same_file(const Kept *kept, const KeptData *data)
{
    for (size_t i = 0; i < kept->data_count; i++) {
        const KeptData *other = &kept->data[i];
        if (str_eq(other->year, data->year) && str_eq(other->record, data->record) &&
            (data->record.len || str_eq(other->name, data->name)))
            return other;
    }
    return NULL;
}

static void find_reference(Compare *c)
{
    const KeptData *before = c->kept[BEFORE].reference, *after = c->kept[AFTER].reference;
    bool used = (before && !c->kept[BEFORE].compared) || (after && !c->kept[AFTER].compared);
    c->reference = used && !(before && after && str_eq(before->sha256, after->sha256) &&
                             c->kept[BEFORE].compared == c->kept[AFTER].compared);
}

static void find_files(Compare *c)
{
    const Kept *before = &c->kept[BEFORE], *after = &c->kept[AFTER];
    c->files = NEW_ARRAY(&c->call.arena, OtherFile, before->data_count + after->data_count + 1);
    for (size_t i = 0; i < after->data_count; i++) {
        const KeptData *data = &after->data[i], *old = same_file(before, data);
        if (data->is_reference || (old && str_eq(old->sha256, data->sha256))) continue;
        c->files[c->file_count++] =
            (OtherFile){ data->year, data->record, data->name, old == NULL, false };
    }
    for (size_t i = 0; i < before->data_count; i++) {
        const KeptData *data = &before->data[i];
        if (!data->is_reference && !same_file(after, data))
            c->files[c->file_count++] =
                (OtherFile){ data->year, data->record, data->name, false, true };
    }
    c->data = c->file_count > 0;
    find_reference(c);
}

static void find_causes(Compare *c)
{
    const Kept *before = &c->kept[BEFORE], *after = &c->kept[AFTER];
    find_files(c);
    c->year = before->year != after->year;
    c->standing = !str_eq(before->mode, after->mode);
    c->tool = !str_eq(before->tool_sha256, after->tool_sha256);
}

/* ---- what moved ---- */

static bool is_copy(Str name)
{
    Str end = STR(".spreadsheet.csv");
    return name.len > end.len && memcmp(name.at + name.len - end.len, end.at, end.len) == 0;
}

/* False also where there is none on that side; one that cannot be read is told and noted. */
static bool read_sheet(Compare *c, int dir, Str name, Cells *cells)
{
    Str text;
    *cells = (Cells){ 0 };
    int error = kept_read(&c->call.arena, dir, name, &text);
    if (!error) return cells_read(&c->call.arena, text, cells);
    if (error == ENOENT) return false;
    Str args[] = { str_printable(&c->call.arena, name, 200), file_error(error) };
    if (!c->unread) diag_add(&c->call.diags, D_KEPT_UNREADABLE, args, COUNT_OF(args));
    c->unread = true;
    return false;
}

/* What differs in all CSV files that `kept` lists, between two folders; a file that one side alone
 * has counts as having no rows there. */
static void add_moves(Compare *c, Moves *moves, const Kept *kept, const Kept *skip, int before,
                      int after)
{
    for (size_t i = 0; i < kept->file_count; i++) {
        const KeptFile *file = &kept->files[i];
        Cells was, is;
        if (!file->has_rows || is_copy(file->name) || (skip && kept_file(skip, file->name)))
            continue;
        bool had = read_sheet(c, before, file->name, &was);
        bool has = read_sheet(c, after, file->name, &is);
        if (!had) was = (Cells){ .heads = is.heads, .columns = is.columns };
        if (!has) is = (Cells){ .heads = was.heads, .columns = was.columns };
        if (had || has) moves_add(moves, file, &was, &is);
    }
}

static Moves moves_between(Compare *c, int before, int after)
{
    Moves moves = { .arena = &c->call.arena };
    add_moves(c, &moves, &c->kept[AFTER], NULL, before, after);
    add_moves(c, &moves, &c->kept[BEFORE], &c->kept[AFTER], before, after);
    return moves;
}

/* ---- by what ---- */

static int by_place(const void *left, const void *right)
{
    const Move *a = left, *b = right;
    int order = str_compare(a->file, b->file);
    if (!order) order = str_compare(a->key, b->key);
    return order ? order : str_compare(a->column, b->column);
}

/* Marks every move that is among `some` (which it sorts). */
static void mark(Compare *c, Moves *some, By by)
{
    if (some->count) qsort(some->items, some->count, sizeof *some->items, by_place);
    for (size_t i = 0; i < c->moves.count && some->count; i++)
        if (bsearch(&c->moves.items[i], some->items, some->count, sizeof *some->items, by_place))
            c->by[i] |= (uint8_t)by;
}

static void mark_all(Compare *c, unsigned by)
{
    for (size_t i = 0; i < c->moves.count; i++) c->by[i] = (uint8_t)by;
}

static LusOptions options_of(const Compare *c, int side)
{
    const char *const dirs[] = { c->asked->data_before, c->asked->data_after };
    return (
        LusOptions){ .data_dir = dirs[side], .keys = c->asked->keys, .threads = c->asked->threads };
}

static Str part_name(Compare *c, const char *what)
{
    return str_printf(&c->call.arena, "%S.compare-%s", c->kept[AFTER].path, what);
}

/* The rules after on the data before, and where the tools differ the rules before too, by this
 * tool: each step between the two results then has one cause. */
static bool split_causes(Compare *c)
{
    LusOptions options = options_of(c, BEFORE);
    options.use_reference = c->run[BEFORE].options.use_reference; /* the rules alone are others */
    int base = c->kept[BEFORE].dir;
    if (c->tool) {
        if (!rerun_write(&c->run[BEFORE], part_name(c, "tool"), true)) return false;
        Moves tool = moves_between(c, base, c->run[BEFORE].fresh.fd);
        if (c->unread) return false;
        mark(c, &tool, BY_TOOL);
        base = c->run[BEFORE].fresh.fd;
    }
    Kept *alone = NEW(&c->call.arena, Kept); /* on other data nothing was published before */
    *alone = c->kept[AFTER];
    alone->beside = NULL;
    LusStatus status = rerun_open(&c->cross, &c->call, alone, &options);
    c->call.status = LUS_CANNOT;
    if (status != LUS_OK || !rerun_run(&c->cross) ||
        !rerun_write(&c->cross, part_name(c, "rules"), true))
        return false;
    Moves rules = moves_between(c, base, c->cross.fresh.fd);
    Moves data = moves_between(c, c->cross.fresh.fd, c->kept[AFTER].dir);
    if (c->unread) return false;
    mark(c, &rules, BY_RULES);
    mark(c, &data, (By)((c->data ? BY_DATA : 0u) | (c->reference ? BY_REFERENCE : 0u)));
    c->split = true;
    return true;
}

/* The status that stands in every row: nothing else moves it, and it moves nothing else. */
static void mark_standing(Compare *c)
{
    for (size_t i = 0; c->standing && i < c->moves.count; i++)
        if (str_eq(c->moves.items[i].column, STR("status"))) c->by[i] = BY_STANDING;
}

/* The data of another year are others, which says nothing more. */
unsigned compare_possible(const Compare *c)
{
    return (c->year   ? BY_YEAR
            : c->data ? BY_DATA
                      : 0u) |
           (c->meaning ? BY_RULES : 0u) | (c->tool ? BY_TOOL : 0u) |
           (c->reference ? BY_REFERENCE : 0u);
}

static bool has_data(const Compare *c)
{
    return c->asked->data_before && c->asked->data_after;
}

/* Whether a side's data are those that its result was made of; false after a message for each. */
static bool is_its_data(Compare *c, int side)
{
    bool good = true;
    const Kept *kept = &c->kept[side];
    for (size_t i = 0; i < kept->data_count; i++)
        if (rerun_compare(&c->run[side], &kept->data[i]) != LUS_OK) good = false;
    if (kept->beside && rerun_compare(&c->run[side], kept->beside) != LUS_OK) good = false;
    return good;
}

static bool read_side(Compare *c, int side)
{
    LusOptions options = options_of(c, side);
    c->call.status = rerun_open(&c->run[side], &c->call, &c->kept[side], &options);
    if (c->call.status != LUS_OK) return false;
    c->call.status = LUS_CANNOT;
    c->run[side].work.keep_personal_keys = true; /* to match rows; they are never told */
    return is_its_data(c, side) && rerun_run(&c->run[side]);
}

static bool find_by(Compare *c)
{
    unsigned all = compare_possible(c);
    c->by = NEW_ARRAY(&c->call.arena, uint8_t, c->moves.count + 1);
    bool one = (all & (all - 1)) == 0;
    if (has_data(c) && (!read_side(c, BEFORE) || !read_side(c, AFTER))) return false;
    if (has_data(c)) changed_rows(c);
    if (has_data(c) && !one && !c->year) {
        if (!split_causes(c)) return false;
    } else {
        c->split = one;
        mark_all(c, all);
    }
    mark_standing(c);
    return true;
}

Str compare_by(Arena *arena, unsigned by)
{
    static const char *const words[] = { "data",      "rules",        "tool",
                                         "reference", "another year", "standing" };
    Text text = text_open(arena);
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (!(by >> i & 1)) continue;
        if (text.len) text_add(&text, STR(" and "));
        text_add(&text, str_of(words[i]));
    }
    return by ? text_str(&text) : STR("nothing that was recorded");
}

Str compare_by_words(Arena *arena, const Compare *c, size_t i)
{
    bool known = c->split || c->by[i] == BY_STANDING;
    return known ? compare_by(arena, c->by[i]) : STR("not known");
}

/* What is kept on a side is judged before it is believed.  What there is to say of rules that are
 * good is not of the comparison. */
static LusStatus judge_side(Compare *c, int side, const char *path, Meaning *meaning)
{
    Call *call = &c->call;
    Kept *kept = &c->kept[side];
    Signers signers;
    LusStatus status = kept_open(kept, &call->arena, &call->diags, path);
    if (status == LUS_OK) status = kept_hold(kept, &call->diags);
    if (status == LUS_OK) status = kept_signed(kept, call, c->asked->keys, &signers);
    if (status != LUS_OK) return status;
    Diags told = call->diags;
    status = kept_judge(kept, call, &c->judged[side], meaning);
    if (status == LUS_OK) call->diags = told;
    return status;
}

static void compare_body(void *arg)
{
    Compare *c = arg;
    const char *const paths[] = { c->asked->before, c->asked->after };
    Meaning meaning[SIDES];
    c->result = result_take(c->call.lus);
    for (int side = 0; side < SIDES; side++) {
        c->call.status = judge_side(c, side, paths[side], &meaning[side]);
        if (c->call.status != LUS_OK) return;
    }
    c->call.status = LUS_CANNOT;
    c->meaning = !str_eq(meaning[BEFORE].meaning_sha256, meaning[AFTER].meaning_sha256);
    c->wording = !str_eq(meaning[BEFORE].wording_sha256, meaning[AFTER].wording_sha256);
    find_causes(c);
    c->moves = moves_between(c, c->kept[BEFORE].dir, c->kept[AFTER].dir);
    if (c->unread || !find_by(c) || !compare_rules(c)) return;
    c->call.status = c->moves.count ? LUS_FOUND : LUS_OK;
    c->result->text = c->asked->json   ? compare_json(c)
                      : c->asked->html ? compare_html(c)
                                       : compare_text(c);
}

LusStatus lus_compare(Lustrum *lus, const LusComparison *asked, LusResult **out)
{
    Compare c = { .asked = asked };
    call_run(&c.call, lus, compare_body, &c);
    rerun_close(&c.cross);
    for (int side = 0; side < SIDES; side++) {
        rerun_close(&c.run[side]);
        kept_close(&c.kept[side]);
    }
    LusStatus status = call_end(&c.call);
    rerun_end(&c.cross);
    for (int side = 0; side < SIDES; side++) rerun_end(&c.run[side]);
    for (int side = 0; side < SIDES; side++) lus_program_close(c.judged[side]);
    lus_program_close(c.rules);
    bool told = status == LUS_OK || status == LUS_FOUND;
    *out = told ? c.result : NULL;
    if (!told) lus_result_close(c.result);
    return status;
}
