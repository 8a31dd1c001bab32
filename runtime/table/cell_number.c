/* cell_number.c -- numbers and percentages (cell.h).
 *
 * A block becomes 64-bit integers over one power of ten; where that does not fit, 128-bit ones;
 * where that does not either, exact numbers.  Which it is never changes a value.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/exact.h"
#include "number/text.h"
#include "table/cell.h"
#include "table/csv.h"

/* Most places of a 64-bit power of ten; a percentage has two more. */
enum { MOST_PLACES = 18, PERCENT_PLACES = 2 };

typedef struct Numbers {
    CellWork *work;
    const FieldPlan *plan;
    FieldWork *field;
    const Cells *cells;
    bool marks_first; /* a missing text looks like a number: ask before reading */
    bool quick;       /* most cells can be read by read_short: between these */
    int64_t low, high;
    bool any_missing, any_long;
    uint8_t most; /* places */
} Numbers;

/* places[r] of a cell of more than 18 digits. */
enum { LONG_CELL = 255 };

static bool within(Bound low, Bound high, int64_t mantissa, int places)
{
    for (int side = 0; side < 2; side++) {
        Bound bound = side ? high : low;
        if (!bound.given) continue;
        i128 ours = mantissa, theirs = bound.digits;
        ours *= number_power_of_ten(bound.places);
        theirs *= number_power_of_ten(places);
        if (side ? ours > theirs : ours < theirs) return false;
    }
    return true;
}

static bool long_within(Arena *arena, const FieldSchema *schema, const Exact *x)
{
    for (int side = 0; side < 2; side++) {
        Bound bound = side ? schema->high : schema->low;
        if (!bound.given) continue;
        Exact *limit = exact_from_ratio(arena, bound.digits, number_power_of_ten(bound.places));
        int order = exact_compare(arena, x, limit);
        if (side ? order > 0 : order < 0) return false;
    }
    return true;
}

/* The cell without its percent sign. */
static Str digits_of(Numbers *numbers, Str text, bool count)
{
    const FieldSchema *schema = numbers->plan->schema;
    if (!schema->percent_sign || text.len < 2 || text.at[text.len - 1] != '%') return text;
    if (count) numbers->field->percents++;
    return str_slice(text, 0, text.len - 1);
}

static DiagId judge(const FieldSchema *schema, int64_t mantissa, uint8_t places)
{
    if (schema->whole && places) return D_NUMBER_NOT_WHOLE;
    if (!within(schema->low, schema->high, mantissa, places)) return D_NUMBER_RANGE;
    return D_COUNT;
}

static DiagId judge_long(Numbers *numbers, Str text)
{
    const FieldSchema *schema = numbers->plan->schema;
    Arena *scratch = numbers->work->scratch;
    Exact *x = number_parse_exact(scratch, text);
    const char *point = memchr(text.at, '.', text.len);
    size_t places = point ? (size_t)(text.at + text.len - point) - 1 : 0;
    while (places && text.at[text.len - 1] == '0') {
        text.len--;
        places--;
    }
    DiagId id = D_COUNT;
    if (schema->whole && places)
        id = D_NUMBER_NOT_WHOLE;
    else if (!long_within(scratch, schema, x))
        id = D_NUMBER_RANGE;
    arena_close(scratch);
    if (places > numbers->most) numbers->most = (uint8_t)places; /* at most LIMIT_DIGITS */
    return id;
}

/* Cell r is no number, or may be a mark: missing, something else as declared, or a fault. */
static void set_missing(Numbers *numbers, uint32_t r, Str text)
{
    CellWork *work = numbers->work;
    const FieldSchema *schema = numbers->plan->schema;
    uint8_t reason = REASON_NOTHING;
    if (!cell_missing(numbers->plan, text, &reason)) {
        if (schema->has_else)
            reason = schema->else_reason;
        else if (text.len || schema->role != ROLE_KEY)
            cell_fault(work, numbers->plan, numbers->cells, r, cell_why_not(numbers->plan, text));
    }
    work->number[r] = 0;
    work->places[r] = 0;
    work->reason[r] = reason;
    numbers->any_missing = true;
}

static void read_one(Numbers *numbers, uint32_t r)
{
    CellWork *work = numbers->work;
    const FieldSchema *schema = numbers->plan->schema;
    Str text = cell_at(numbers->cells, r);
    uint8_t reason;
    int places = 0;
    bool minus_zero = false;
    work->reason[r] = 0;
    if (numbers->marks_first && cell_missing(numbers->plan, text, &reason)) {
        set_missing(numbers, r, text);
        return;
    }
    Str digits = digits_of(numbers, text, true);
    NumberKind kind = number_parse(digits, &work->number[r], &places, &minus_zero);
    if (kind == NUMBER_BAD) {
        set_missing(numbers, r, text);
        return;
    }
    while (kind == NUMBER_SMALL && places && work->number[r] % 10 == 0) {
        work->number[r] /= 10;
        places--;
    }
    work->places[r] = kind == NUMBER_LONG ? LONG_CELL : (uint8_t)places;
    DiagId id = kind == NUMBER_LONG ? judge_long(numbers, digits)
                                    : judge(schema, work->number[r], (uint8_t)places);
    if (id != D_COUNT && schema->has_else) {
        work->number[r] = 0;
        work->places[r] = 0;
        work->reason[r] = schema->else_reason;
        numbers->any_missing = true;
        return;
    }
    if (id != D_COUNT)
        cell_fault(work, numbers->plan, numbers->cells, r, id);
    else if (minus_zero)
        cell_fault(work, numbers->plan, numbers->cells, r, D_NUMBER_MINUS_ZERO);
    if (kind == NUMBER_LONG)
        numbers->any_long = true;
    else if (places > numbers->most)
        numbers->most = (uint8_t)places;
}

/* The usual cell, of a word: a whole number of few digits that is allowed.  False of any other,
 * which read_one then reads. */
static inline bool read_short(const Numbers *numbers, const char *at, uint32_t len, int64_t *number)
{
    const uint64_t noughts = 0x3030303030303030u, high = 0x8080808080808080u;
    uint64_t word;
    if (len - 1 >= sizeof word || (at[0] == '0' && len > 1)) return false;
    memcpy(&word, at, sizeof word);
    unsigned shift = 64 - 8 * len; /* the cell becomes the last bytes, after bytes of 0 */
    word = (word << shift) ^ (noughts << shift);
    if (((word + 0x7676767676767676u) | word) & high) return false; /* some byte is over 9 */
    word = word * 10 + (word >> 8);                                 /* pairs, fours, all eight */
    word = ((word & 0x000000FF000000FFu) * 0x000F424000000064u +
            (word >> 16 & 0x000000FF000000FFu) * 0x0000271000000001u) >>
           32;
    *number = (int64_t)word;
    return *number >= numbers->low && *number <= numbers->high;
}

/* Whether read_short can judge by whole limits, and by which. */
static void find_limits(Numbers *numbers)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    const bool known_order = true;
#else
    const bool known_order = false;
#endif
    Bound low = numbers->plan->schema->low, high = numbers->plan->schema->high;
    numbers->low = low.given ? low.digits : INT64_MIN;
    numbers->high = high.given ? high.digits : INT64_MAX;
    numbers->quick = known_order && !numbers->marks_first && !(low.given && low.places) &&
                     !(high.given && high.places);
}

/* ---- the block ---- */

static bool put_narrow(Numbers *numbers, Piece *piece)
{
    CellWork *work = numbers->work;
    uint32_t count = numbers->cells->count;
    int64_t *out = slab_take(work->arena, &numbers->field->slab, sizeof(int64_t) * count);
    bool over = false;
    if (numbers->most == 0 && count) memcpy(out, work->number, sizeof(int64_t) * count);
    for (uint32_t r = 0; r < count && numbers->most; r++)
        over |= __builtin_mul_overflow(
            work->number[r], number_power_of_ten(numbers->most - work->places[r]), &out[r]);
    piece->data = out;
    piece->width = 8;
    piece->places = numbers->most;
    return !over;
}

/* The digits of a number as read by number_parse, over 10^places; false when they do not fit.  What
 * it has beyond these places is noughts. */
static bool long_digits(Str text, uint8_t places, i128 *value)
{
    bool minus = text.at[0] == '-', point = false;
    i128 v = 0;
    unsigned after = 0;
    for (size_t i = minus; i < text.len; i++) {
        if (text.at[i] == '.') {
            point = true;
            continue;
        }
        int digit = text.at[i] - '0';
        if (point && after == places) continue;
        if (__builtin_mul_overflow(v, (i128)10, &v) || __builtin_add_overflow(v, (i128)digit, &v))
            return false;
        after += point;
    }
    for (; after < places; after++)
        if (__builtin_mul_overflow(v, (i128)10, &v)) return false;
    *value = minus ? -v : v;
    return true;
}

static bool put_wide(Numbers *numbers, Piece *piece, uint8_t places)
{
    CellWork *work = numbers->work;
    uint32_t count = numbers->cells->count;
    i128 *out = slab_take(work->arena, &numbers->field->slab, sizeof(i128) * count);
    for (uint32_t r = 0; r < count; r++) {
        uint8_t own = work->places[r];
        if (own == LONG_CELL) {
            Str text = digits_of(numbers, cell_at(numbers->cells, r), false);
            if (!long_digits(text, places, &out[r])) return false;
            continue;
        }
        out[r] = (i128)work->number[r] * number_power_of_ten(places - own); /* 18 + 18 digits */
    }
    piece->data = out;
    piece->width = 16;
    piece->places = places;
    return true;
}

static void put_exact(Numbers *numbers, Piece *piece)
{
    CellWork *work = numbers->work;
    uint32_t count = numbers->cells->count;
    Exact **out = slab_take(work->arena, &numbers->field->slab, sizeof(Exact *) * count);
    for (uint32_t r = 0; r < count; r++) {
        Str text = digits_of(numbers, cell_at(numbers->cells, r), false);
        out[r] = NULL;
        if (work->reason[r]) continue;
        out[r] = work->places[r] == LONG_CELL
                     ? number_parse_exact(work->arena, text)
                     : exact_from_ratio(work->arena, work->number[r],
                                        number_power_of_ten(work->places[r]));
        if (numbers->plan->schema->kind == KIND_PERCENT)
            out[r] = exact_div(work->arena, out[r], exact_from_i64(work->arena, 100));
    }
    piece->data = out;
    piece->width = sizeof(Exact *);
    piece->exact = true;
}

void cell_read_numbers(CellWork *work, const FieldPlan *plan, FieldWork *field, const Cells *cells,
                       Piece *piece)
{
    Numbers numbers = { .work = work, .plan = plan, .field = field, .cells = cells };
    for (size_t i = 0; i < plan->schema->missing_count; i++) {
        Str text = plan->schema->missing[i].text;
        numbers.marks_first |=
            text.len && (text.at[0] == '-' || (text.at[0] >= '0' && text.at[0] <= '9'));
    }
    find_limits(&numbers);
    CellWalk walk = cell_walk(cells);
    for (uint32_t r = 0; r < cells->count; r++) {
        uint32_t len;
        const char *text = cell_step(&walk, &len);
        if (numbers.quick && read_short(&numbers, text, len, &work->number[r])) {
            work->places[r] = 0;
            work->reason[r] = 0;
        } else {
            read_one(&numbers, r);
        }
    }
    if (!plan->keep) return;
    int most = MOST_PLACES - (plan->schema->kind == KIND_PERCENT ? PERCENT_PLACES : 0);
    bool done = numbers.most <= most;
    if (done && (numbers.any_long || !put_narrow(&numbers, piece)))
        done = put_wide(&numbers, piece, numbers.most);
    if (!done) put_exact(&numbers, piece);
    if (numbers.any_missing) cell_put_reasons(work, field, cells->count, piece);
}
