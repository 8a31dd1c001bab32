/* text_read.c -- exact numbers from the text that text_write.c makes of them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "limit.h"
#include "number/text.h"

static bool is_digits(Str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] < '0' || text.at[i] > '9') return false;
    return text.len > 0;
}

/* "121/3", "-5"; NULL for anything else. */
static Exact *read_fraction(Arena *arena, Str text)
{
    bool minus = text.len && text.at[0] == '-';
    Str bare = str_slice(text, minus, text.len);
    const char *stroke = memchr(bare.at, '/', bare.len);
    size_t at = stroke ? (size_t)(stroke - bare.at) : bare.len;
    if (!is_digits(str_slice(bare, 0, at)) || bare.len > LIMIT_BITS) return NULL;
    if (stroke && !is_digits(str_slice(bare, at + 1, bare.len))) return NULL;
    const char *digits = str_c(arena, text);
    mpq_t value;
    Arena *before = number_arena_use(arena);
    mpq_init(value);
    mpq_set_str(value, digits, 10);
    bool good = mpz_sgn(mpq_denref(value)) != 0;
    if (good) mpq_canonicalize(value);
    number_arena_use(before);
    return good ? exact_from_mpq(arena, value) : NULL;
}

/* Where the sign of the root number stands in what comes before `root(`; SIZE_MAX: nowhere. */
static size_t sign_at(Str head)
{
    for (size_t i = head.len; i-- > 0;)
        if (head.at[i] == '+' || head.at[i] == '-') return i;
    return SIZE_MAX;
}

/* "3*", "1/2+3*", "-", "" before a root: the limit it is added to, and its factor. */
static bool read_head(Arena *arena, Str head, Exact **limit, Exact **factor)
{
    bool times = head.len && head.at[head.len - 1] == '*';
    size_t sign = sign_at(head), from = sign == SIZE_MAX ? 0 : sign + 1;
    Str number = str_slice(head, from, times ? head.len - 1 : head.len);
    if (times != (number.len > 0)) return false;
    *factor = times ? read_fraction(arena, number) : exact_from_i64(arena, 1);
    if (*factor && sign != SIZE_MAX && head.at[sign] == '-') *factor = exact_neg(arena, *factor);
    bool alone = sign == SIZE_MAX || sign == 0;
    *limit = alone ? exact_from_i64(arena, 0) : read_fraction(arena, str_slice(head, 0, sign));
    return *factor && *limit;
}

Exact *number_read_exact(Arena *arena, Str text)
{
    Str word = STR("root(");
    size_t at = 0;
    while (at + word.len <= text.len && memcmp(text.at + at, word.at, word.len) != 0) at++;
    if (at + word.len > text.len) return read_fraction(arena, text);
    if (text.at[text.len - 1] != ')') return NULL;
    Exact *limit, *factor;
    Exact *square = read_fraction(arena, str_slice(text, at + word.len, text.len - 1));
    if (!square || !read_head(arena, str_slice(text, 0, at), &limit, &factor)) return NULL;
    Exact *root = exact_root(arena, square);
    return root ? exact_add(arena, limit, exact_mul(arena, factor, root)) : NULL;
}

void number_parts(Arena *arena, const Exact *x, const Exact *parts[3])
{
    const Exact *nought = exact_from_i64(arena, 0);
    parts[0] = exact_from_mpq(arena, x->a);
    parts[1] = x->root ? exact_from_mpq(arena, x->b) : nought;
    parts[2] = x->root ? exact_from_mpq(arena, x->c) : nought;
}
