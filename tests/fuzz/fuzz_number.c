/* fuzz_number.c -- number texts and exact arithmetic against GMP and against a second way of
 * reckoning that shares nothing with runtime/number.
 *
 * The bytes are up to three texts, each ended by a line feed.  Always: reading agrees with a plain
 * reader of the form; what is read is written back as the same number; + - * / and comparison agree
 * with mpq; every rounding is the multiple of the step that its mode names; the batch kernels agree
 * with the exact functions in every lane; a root number is compared as its square says.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"
#include "limit.h"
#include "number/lane.h"
#include "number/text.h"

enum { N = 4 }; /* rows of a batch */

typedef struct Input {
    Guard guard;
    Arena arena;
    Choices choices;
    Dens dens;
    bool has_dens;
} Input;

/* ---- reading ---- */

/* -?digits(.digits)? of at most LIMIT_DIGITS digits, as a fraction; false for any other text. */
static bool plain_read(Str text, mpq_t out)
{
    mpz_ptr num = mpq_numref(out), den = mpq_denref(out);
    size_t i = text.len && text.at[0] == '-', digits = 0, after = 0;
    bool point = false;
    mpz_set_ui(num, 0);
    mpz_set_ui(den, 1);
    for (; i < text.len; i++) {
        char c = text.at[i];
        if (c == '.' && !point && digits) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9') return false;
        digits++;
        after += point;
        mpz_mul_ui(num, num, 10);
        mpz_add_ui(num, num, (unsigned long)(c - '0'));
        if (point) mpz_mul_ui(den, den, 10);
    }
    if (text.len && text.at[0] == '-') mpz_neg(num, num);
    mpq_canonicalize(out);
    return digits && digits <= LIMIT_DIGITS && point == (after > 0);
}

static bool is_this(const Exact *x, mpq_srcptr q)
{
    return x && !x->root && mpq_equal(x->a, q);
}

static Exact *read_both_ways(Arena *arena, Str text)
{
    mpq_t plain;
    mpq_init(plain);
    bool good = plain_read(text, plain);
    int64_t mantissa;
    int decimals;
    bool minus_zero = false;
    NumberKind kind = number_parse(text, &mantissa, &decimals, &minus_zero);
    Exact *x = number_parse_exact(arena, text);
    MUST((x != NULL) == good && (kind != NUMBER_BAD) == good);
    MUST((number_fault(text) == FAULT_NONE) == good);
    if (good) MUST(is_this(x, plain));
    if (kind == NUMBER_SMALL) {
        MUST(decimals >= 0 && decimals <= 18);
        mpq_set_si(plain, mantissa, 1);
        mpq_t scale;
        mpq_init(scale);
        mpq_set_si(scale, number_power_of_ten(decimals), 1);
        mpq_div(plain, plain, scale);
        mpq_clear(scale);
        MUST(is_this(x, plain));
        if (minus_zero) MUST(mantissa == 0 && text.at[0] == '-');
    }
    mpq_clear(plain);
    if (!good) return NULL;
    Text out = text_open(arena);
    number_write_plain(&out, x);
    Exact *again = number_parse_exact(arena, text_str(&out));
    /* Zeros at the front are not written, so what is written has no more digits. */
    MUST(again && exact_compare(arena, x, again) == 0);
    MUST(!str_eq(text_str(&out), STR("-0")));
    return x;
}

/* ---- reckoning ---- */

static void check_arithmetic(Arena *arena, const Exact *x, const Exact *y)
{
    mpq_t q;
    mpq_init(q);
    mpq_add(q, x->a, y->a);
    MUST(is_this(exact_add(arena, x, y), q));
    mpq_sub(q, x->a, y->a);
    MUST(is_this(exact_sub(arena, x, y), q));
    MUST(exact_sign(arena, exact_sub(arena, x, y)) == mpq_sgn(q));
    MUST((exact_compare(arena, x, y) > 0) - (exact_compare(arena, x, y) < 0) == mpq_sgn(q));
    mpq_mul(q, x->a, y->a);
    MUST(is_this(exact_mul(arena, x, y), q));
    if (mpq_sgn(y->a)) {
        mpq_div(q, x->a, y->a);
        MUST(is_this(exact_div(arena, x, y), q));
    } else {
        MUST(exact_div(arena, x, y) == NULL);
    }
    mpq_clear(q);
}

/* The multiple of step, as a whole number of steps, that the mode names: by distance alone. */
static void plain_round(mpz_t out, mpq_srcptr x, mpq_srcptr step, RoundMode mode)
{
    mpq_t steps, low;
    mpq_inits(steps, low, NULL);
    mpq_div(steps, x, step);
    mpz_fdiv_q(out, mpq_numref(steps), mpq_denref(steps)); /* the one at or below */
    mpq_set_z(low, out);
    mpq_sub(low, steps, low); /* how far above it, 0 to 1 */
    int half = mpq_cmp_ui(low, 1, 2);
    bool whole = mpq_sgn(low) == 0, negative = mpq_sgn(steps)<0, up = half> 0;
    switch (mode) {
    case ROUND_HALF_AWAY: up = half > 0 || (half == 0 && !negative); break;
    case ROUND_HALF_EVEN: up = half > 0 || (half == 0 && mpz_odd_p(out)); break;
    case ROUND_HALF_UP: up = half >= 0; break;
    case ROUND_UP: up = !negative && !whole; break;
    case ROUND_DOWN: up = negative && !whole; break;
    }
    if (up) mpz_add_ui(out, out, 1);
    mpq_clears(steps, low, NULL);
}

static void check_round(Arena *arena, const Exact *x, const Round *round)
{
    mpz_t steps;
    mpq_t q;
    mpz_init(steps);
    mpq_init(q);
    plain_round(steps, x->a, round->step->a, round->mode);
    mpq_set_z(q, steps);
    mpq_mul(q, q, round->step->a);
    Exact *rounded = exact_round(arena, x, round);
    MUST(is_this(rounded, q));
    mpq_clear(q);
    mpz_clear(steps);
}

/* root(x) against y: by squares. */
static void check_root(Arena *arena, const Exact *x, const Exact *y)
{
    Exact *root = exact_root(arena, x);
    MUST((root == NULL) == (mpq_sgn(x->a) < 0));
    if (!root) return;
    mpq_t square;
    mpq_init(square);
    mpq_mul(square, y->a, y->a);
    int order = mpq_sgn(y->a) < 0 ? 1 : mpq_cmp(x->a, square);
    int got = exact_compare(arena, root, y);
    MUST((got > 0) - (got < 0) == (order > 0) - (order < 0));
    mpq_clear(square);
    Exact *again = exact_mul(arena, root, root);
    MUST(again && exact_compare(arena, again, x) == 0);
    Exact *limit = exact_add(arena, root, y);
    if (limit) MUST(exact_compare(arena, exact_sub(arena, limit, y), root) == 0);
    Round round = round_places(arena, ROUND_HALF_EVEN, 3);
    Exact *rounded = exact_round(arena, root, &round), *twice = exact_from_i64(arena, 2);
    Exact *far = exact_sub(arena, root, rounded);
    if (exact_sign(arena, far) < 0) far = exact_neg(arena, far);
    MUST(exact_compare(arena, exact_mul(arena, far, twice), round.step) <= 0);
}

/* What is written reads as the number again: in decimals once it is rounded, exactly always. */
static void check_writing(Input *input, const Exact *x, int places)
{
    Arena *arena = &input->arena;
    Round round = round_places(arena, ROUND_HALF_UP, places);
    Exact *rounded = exact_round(arena, x, &round);
    Text text = text_open(arena), percent = text_open(arena), ratio = text_open(arena);
    number_write(&text, rounded, places);
    if (text.len < LIMIT_DIGITS) {
        Exact *again = number_parse_exact(arena, text_str(&text));
        MUST(again && exact_compare(arena, again, rounded) == 0);
    }
    if (places >= 2) {
        Exact *hundred = exact_from_i64(arena, 100);
        number_write_percent(&percent, rounded, places - 2);
        Text times = text_open(arena);
        number_write(&times, exact_mul(arena, rounded, hundred), places - 2);
        MUST(str_eq(text_str(&percent), text_str(&times)));
    }
    int64_t num, den;
    if (exact_to_ratio(rounded, &num, &den)) {
        number_write_ratio(&ratio, num, den, places);
        MUST(str_eq(text_str(&ratio), text_str(&text)));
    }
    Column column = { .type = TYPE_NUMBER, .lane = LANE_EXACT, .count = 1, .den = 1 };
    column.exact = NEW_ARRAY(arena, Exact *, 1);
    column.exact[0] = rounded;
    Text at = text_open(arena);
    number_write_at(&at, &input->dens, &column, 0, places, false);
    MUST(str_eq(text_str(&at), text_str(&text)));
}

/* Equal numbers give equal texts, others others. */
static void check_exact_texts(Arena *arena, const Exact *x, const Exact *y)
{
    Text a = text_open(arena), b = text_open(arena);
    number_write_exact(&a, x);
    number_write_exact(&b, y);
    MUST(a.len && b.len);
    if (exact_compare(arena, x, y) != 0)
        MUST(!str_eq(text_str(&a), text_str(&b)));
    else if (!x->root)
        MUST(str_eq(text_str(&a), text_str(&b)));
}

/* ---- the kernels on a batch of the same numbers ---- */

static Column column_of(Arena *arena, Exact *const *x, size_t n)
{
    Column c = { .type = TYPE_NUMBER, .lane = LANE_EXACT, .count = n, .den = 1 };
    c.exact = NEW_ARRAY(arena, Exact *, n);
    for (size_t i = 0; i < n; i++) c.exact[i] = x[i];
    return c;
}

static void must_agree(Input *input, const Column *out, size_t i, const Exact *want)
{
    bool missing = out->reason && out->reason[i];
    MUST(missing == (want == NULL));
    if (!missing)
        MUST(exact_compare(&input->arena, column_exact_at(&input->arena, &input->dens, out, i),
                           want) == 0);
}

/* Numbers over a denominator of their own in every row, some of them missing. */
static void check_quotients(Input *input, LaneWork *work, const Column *a, const Column *b,
                            Exact **p, Exact **q)
{
    Arena *arena = &input->arena;
    Column d, out, first = column_constant(arena, q[0], REASON_KNOWN, N);
    lane_div(work, &d, a, b, N);
    Column none = column_constant(arena, NULL, REASON_WITHHELD, N);
    lane_mul(work, &out, &none, &d, N);
    MUST(out.reason[0] == REASON_WITHHELD);
    Exact *e[N];
    for (size_t i = 0; i < N; i++) e[i] = exact_div(arena, p[i], q[i]);
    Round whole = round_places(arena, ROUND_HALF_EVEN, 0), tens = round_places(arena, ROUND_UP, -1);
    lane_round(work, &out, a, &whole, N);
    for (size_t i = 0; i < N; i++) must_agree(input, &out, i, exact_round(arena, p[i], &whole));
    lane_round(work, &out, &out, &tens, N);
    for (size_t i = 0; i < N; i++)
        must_agree(input, &out, i, exact_round(arena, exact_round(arena, p[i], &whole), &tens));
    lane_round(work, &out, &first, &whole, N);
    for (size_t i = 0; i < N; i++)
        MUST(exact_compare(arena, column_exact_at(arena, &input->dens, &out, 0),
                           exact_round(arena, q[0], &whole)) == 0);
    lane_add(work, &out, &first, &first, N);
    MUST(out.constant);
    lane_add(work, &out, &d, a, N);
    for (size_t i = 0; i < N; i++)
        must_agree(input, &out, i, e[i] ? exact_add(arena, e[i], p[i]) : NULL);
    lane_sub(work, &out, &d, &d, N);
    for (size_t i = 0; i < N; i++)
        must_agree(input, &out, i, e[i] ? exact_from_i64(arena, 0) : NULL);
    lane_mul(work, &out, &d, &first, N);
    for (size_t i = 0; i < N; i++)
        must_agree(input, &out, i, e[i] ? exact_mul(arena, e[i], q[0]) : NULL);
    lane_mul(work, &out, &d, &d, N);
    for (size_t i = 0; i < N; i++)
        must_agree(input, &out, i, e[i] ? exact_mul(arena, e[i], e[i]) : NULL);
    lane_div(work, &out, &first, &d, N);
    for (size_t i = 0; i < N; i++) {
        bool nothing = !e[i] || exact_sign(arena, e[i]) == 0;
        must_agree(input, &out, i, nothing ? NULL : exact_div(arena, q[0], e[i]));
    }
    lane_neg(work, &out, &d, N);
    for (size_t i = 0; i < N; i++) must_agree(input, &out, i, e[i] ? exact_neg(arena, e[i]) : NULL);
    lane_root(work, &out, &d, N);
    for (size_t i = 0; i < N; i++)
        must_agree(input, &out, i, e[i] ? exact_root(arena, e[i]) : NULL);
    lane_greatest_known(work, &out, &d, a, N);
    for (size_t i = 0; i < N; i++)
        must_agree(input, &out, i, e[i] && exact_compare(arena, e[i], p[i]) > 0 ? e[i] : p[i]);
}

static void check_lanes(Input *input, Exact *const *x, Lane lane, const Round *round)
{
    Arena *arena = &input->arena;
    LaneWork work = lane_work(arena, arena, &input->dens);
    work.force = lane;
    Exact *const left[N] = { x[0], x[1], x[2], x[0] }, *const right[N] = { x[1], x[2], x[0], x[0] };
    Column a = column_of(arena, left, N), b = column_of(arena, right, N), out;
    Round cents = round_places(arena, ROUND_DOWN, 2);
    lane_round(&work, &a, &a, &cents, N); /* the narrowest lane that holds them */
    lane_round(&work, &b, &b, &cents, N);
    Exact *p[N], *q[N];
    for (size_t i = 0; i < N; i++) {
        p[i] = exact_round(arena, left[i], &cents);
        q[i] = exact_round(arena, right[i], &cents);
        must_agree(input, &a, i, p[i]);
    }
    lane_add(&work, &out, &a, &b, N);
    for (size_t i = 0; i < N; i++) must_agree(input, &out, i, exact_add(arena, p[i], q[i]));
    lane_sub(&work, &out, &a, &b, N);
    for (size_t i = 0; i < N; i++) must_agree(input, &out, i, exact_sub(arena, p[i], q[i]));
    lane_mul(&work, &out, &a, &b, N);
    for (size_t i = 0; i < N; i++) must_agree(input, &out, i, exact_mul(arena, p[i], q[i]));
    lane_div(&work, &out, &a, &b, N);
    for (size_t i = 0; i < N; i++) must_agree(input, &out, i, exact_div(arena, p[i], q[i]));
    lane_round(&work, &out, &out, round, N);
    for (size_t i = 0; i < N; i++) {
        Exact *d = exact_div(arena, p[i], q[i]);
        must_agree(input, &out, i, d ? exact_round(arena, d, round) : NULL);
    }
    lane_least(&work, &out, &a, &b, N);
    for (size_t i = 0; i < N; i++)
        must_agree(input, &out, i, exact_compare(arena, p[i], q[i]) < 0 ? p[i] : q[i]);
    check_quotients(input, &work, &a, &b, p, q);
}

static Str next_text(Choices *choices)
{
    Str text = { (const char *)choices->at, 0 };
    while (text.len < choices->left && choices->at[text.len] != '\n') text.len++;
    size_t used = text.len < choices->left ? text.len + 1 : text.len;
    choices->at += used;
    choices->left -= used;
    return text;
}

static void check_numbers(void *arg)
{
    Input *input = arg;
    Arena *arena = &input->arena;
    input->arena = arena_open(&input->guard);
    dens_open(&input->dens, arena);
    input->has_dens = true;
    uint8_t how = choose_byte(&input->choices);
    Exact *x[3];
    for (size_t i = 0; i < 3; i++) {
        x[i] = read_both_ways(arena, next_text(&input->choices));
        if (!x[i]) x[i] = exact_from_i64(arena, (int64_t)i - 1);
    }
    Exact *step = x[2];
    if (exact_sign(arena, step) <= 0) step = exact_from_ratio(arena, 1, 1 + how);
    for (size_t i = 0; i < 3; i++) check_arithmetic(arena, x[i], x[(i + 1) % 3]);
    check_writing(input, x[0], how % 9);
    check_writing(input, exact_mul(arena, x[0], x[1]), how % 5);
    check_exact_texts(arena, x[0], x[1]);
    if (exact_sign(arena, x[0]) >= 0)
        check_exact_texts(arena, exact_add(arena, exact_root(arena, x[0]), x[2]),
                          exact_sub(arena, exact_root(arena, x[0]), x[1]));
    check_root(arena, x[0], x[1]);
    check_root(arena, exact_mul(arena, x[1], x[1]), x[1]);
    for (RoundMode mode = ROUND_HALF_AWAY; mode <= ROUND_DOWN; mode++) {
        Round nearest = round_nearest(mode, step), places = round_places(arena, mode, how % 7);
        check_round(arena, x[0], &nearest);
        check_round(arena, x[1], &places);
        check_lanes(input, x, how & 8 ? LANE_EXACT : how & 16 ? LANE_I128 : LANE_I64, &nearest);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    Input *input = calloc(1, sizeof *input);
    MUST(input);
    input->choices = (Choices){ bytes, size };
    Why why = guard_run(&input->guard, check_numbers, input);
    if (input->has_dens) dens_close(&input->dens);
    arena_close(&input->arena);
    free(input);
    MUST(why == WHY_NOTHING);
    return 0;
}
