/* test_hide.c -- hidden counts: what is hidden beside small ones, and, for random tables of
 * schools, regions and groups, every hidden count against all counts that a reader could try.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number_help.h"
#include "publish/hide.h"

enum { MOST_CELLS = 64, MOST_SUMS = 64 };

typedef struct Tables {
    HideCell cells[MOST_CELLS];
    HideSum sums[MOST_SUMS];
    uint32_t parts[MOST_SUMS][8];
    HideJob job;
} Tables;

static Tables *open_tables(Room *room, int64_t width)
{
    Tables *t = NEW(&room->arena, Tables);
    Arena *scratch = NEW(&room->arena, Arena);
    *scratch = arena_open(room->arena.guard);
    t->job = (HideJob){ .cells = t->cells,
                        .sums = t->sums,
                        .width = width,
                        .arena = &room->arena,
                        .scratch = scratch };
    return t;
}

static uint32_t cell(Tables *t, int64_t count, int64_t small)
{
    t->cells[t->job.cell_count] = (HideCell){
        .count = count,
        .down = count ? count - 1 : 0,
        .hidden = count >= 1 && count <= small,
    };
    return t->job.cell_count++;
}

static void sum(Tables *t, const uint32_t *parts, uint32_t count, uint32_t whole)
{
    uint32_t s = t->job.sum_count++;
    memcpy(t->parts[s], parts, sizeof *parts * count);
    t->sums[s] = (HideSum){ .parts = t->parts[s], .count = count, .whole = whole };
}

static bool hide(Tables *t)
{
    uint32_t cell;
    t->job.table_count = t->job.cell_count;
    bool done = hide_cells(&t->job, &cell);
    arena_close(t->job.scratch);
    return done;
}

static void check_hidden(const Tables *t, const char *wanted)
{
    char found[MOST_CELLS + 1] = { 0 };
    for (uint32_t i = 0; i < t->job.cell_count; i++) found[i] = t->cells[i].hidden ? 'h' : '.';
    assert_string_equal(found, wanted);
}

/* One whole with these parts. */
static Tables *one_whole(Room *room, int64_t width, const int64_t *counts, uint32_t count)
{
    Tables *t = open_tables(room, width);
    uint32_t parts[8];
    int64_t all = 0;
    for (uint32_t i = 0; i < count; i++) {
        parts[i] = cell(t, counts[i], 5);
        all += counts[i];
    }
    sum(t, parts, count, cell(t, all, 5));
    return t;
}

static void a_second_count_is_hidden_beside_a_small_one(void **state)
{
    Room *room = *state;
    Tables *t = one_whole(room, 2, (int64_t[]){ 3, 40, 20, 0 }, 4);
    assert_true(hide(t));
    check_hidden(t, "h.h.."); /* the smaller of the others; a nought hides nothing */
    t = one_whole(room, 2, (int64_t[]){ 30, 40, 20, 0 }, 4);
    assert_true(hide(t));
    check_hidden(t, ".....");
    t = one_whole(room, 2, (int64_t[]){ 1, 1, 20, 30 }, 4); /* 1 and 1 are all that make 2 */
    assert_true(hide(t));
    check_hidden(t, "hhh..");
    t = one_whole(room, 2, (int64_t[]){ 3, 0 }, 2); /* a part that is the whole */
    assert_true(hide(t));
    check_hidden(t, "h.h");
    t = one_whole(room, 10, (int64_t[]){ 2, 7, 90 }, 3); /* 2 and 7 leave 8 values */
    assert_true(hide(t));
    check_hidden(t, "hhh.");
}

static void what_is_known_beside_a_count_is_no_room_for_it(void **state)
{
    Room *room = *state;
    Tables *t = one_whole(room, 3, (int64_t[]){ 5, 9, 50 }, 3);
    t->cells[1].down = 1; /* neither can 5 go up by more, and down 9 must go up */
    t->cells[0].down = 0;
    assert_true(hide(t));
    check_hidden(t, "hhh.");
    t = one_whole(room, 2, (int64_t[]){ 5, 9 }, 2);
    t->cells[0].down = t->cells[1].down = 0; /* so the whole is more */
    assert_true(hide(t));
    check_hidden(t, "hhh");
}

static void what_is_known_from_elsewhere_hides_nothing(void **state)
{
    Room *room = *state;
    Tables *t = one_whole(room, 2, (int64_t[]){ 3, 20, 40 }, 3);
    t->cells[1].known = true;
    assert_true(hide(t));
    check_hidden(t, "h.h.");
    t = one_whole(room, 2, (int64_t[]){ 3, 20, 40 }, 3);
    t->cells[1].late = true; /* there is another */
    assert_true(hide(t));
    check_hidden(t, "h.h.");
    t = one_whole(room, 2, (int64_t[]){ 3, 20, 0 }, 3);
    t->cells[1].late = true; /* there is none but the whole, which comes after the parts */
    assert_true(hide(t));
    check_hidden(t, "hh..");
    t = one_whole(room, 2, (int64_t[]){ 3, 20 }, 2);
    t->cells[1].known = t->cells[2].known = true; /* they tell it */
    assert_false(hide(t));
}

static void a_count_is_not_taken_for_what_it_is_known_not_to_be(void **state)
{
    Room *room = *state;
    /* beside a 5 that could be 4 and 6, or 3 and 4 where it can go down by two, and cannot be ...
     */
    const struct {
        int64_t down, never;
        bool told;
    } tries[] = { { 1, 3, false }, { 1, 1, true }, { 1, -1, true }, { 2, 1, false } };
    for (size_t i = 0; i < COUNT_OF(tries); i++) {
        Tables *t = one_whole(room, 3, (int64_t[]){ 5, 9 }, 2);
        HideNever never = { 0, tries[i].never };
        t->cells[0].down = tries[i].down;
        t->cells[1].down = 1;
        t->cells[0].never = 1;
        t->cells[2].known = true;
        t->job.nevers = &never;
        t->job.never_count = 1;
        assert_int_equal(hide(t), !tries[i].told);
        check_hidden(t, "hh.");
    }
}

static void sums_of_earlier_tables_bind_what_they_hid(void **state)
{
    Room *room = *state;
    /* two wholes of 3 and 20 and of 4 and 30; the earlier tables hid the parts that are hidden now,
     * and showed what they came to */
    Tables *t = open_tables(room, 2);
    uint32_t a[] = { cell(t, 3, 5), cell(t, 20, 5) }, b[] = { cell(t, 4, 5), cell(t, 30, 5) };
    sum(t, a, 2, cell(t, 23, 5));
    sum(t, b, 2, cell(t, 34, 5));
    uint32_t shown = cell(t, 0, 5);
    t->cells[shown].known = true;
    sum(t, (uint32_t[]){ a[0], b[0] }, 2, shown);
    t->sums[2].earlier = true;
    assert_true(hide(t));
    check_hidden(t, "hhhh...");
    t = open_tables(room, 2);
    uint32_t alone[] = { cell(t, 3, 5), cell(t, 20, 5) };
    sum(t, alone, 2, cell(t, 23, 5));
    shown = cell(t, 0, 5);
    t->cells[shown].known = true;
    sum(t, alone, 1, shown); /* which tells the first */
    t->sums[1].earlier = true;
    assert_false(hide(t));
    t = open_tables(
        room, 2); /* all of a sum that is the whole of its parts could grow, but not this one */
    uint32_t parts[] = { cell(t, 3, 5), cell(t, 2, 5) };
    sum(t, parts, 2, cell(t, 5, 5));
    t->cells[0].down = t->cells[1].down = t->cells[2].down = 0;
    t->sums[0].earlier = true;
    shown = cell(t, 0, 5);
    t->cells[shown].known = true;
    sum(t, parts, 2, shown);
    t->sums[1].earlier = true;
    assert_false(hide(t));
}

/* ---- against every reader ---- */

typedef struct Reader {
    const Tables *t;
    uint32_t hidden[MOST_CELLS], count;
    int64_t value[MOST_CELLS];
    bool given[MOST_CELLS];
    uint32_t asked; /* the cell in question, and the value it is to have */
    int64_t wanted;
    uint64_t tried;
} Reader;

/* Whether a sum can still hold: what is not given is 1 or more. */
static bool may_hold(const Reader *r, const HideSum *sum)
{
    int64_t known = 0, truly = 0;
    bool open = false, whole_open = false;
    for (uint32_t i = 0; i <= sum->count; i++) {
        uint32_t c = i < sum->count ? sum->parts[i] : sum->whole;
        int64_t sign = i < sum->count ? 1 : -1;
        truly += sign * r->t->cells[c].count;
        bool unknown = r->t->cells[c].hidden && !r->given[c];
        known += sign * (unknown ? 1 : r->t->cells[c].hidden ? r->value[c] : r->t->cells[c].count);
        if (unknown && sign > 0) open = true;
        if (unknown && sign < 0) whole_open = true;
    }
    if (whole_open) return open || known >= truly; /* a greater whole makes it less */
    return open ? known <= truly : known == truly;
}

static bool can_be(Reader *r, uint32_t at)
{
    r->tried++;
    for (uint32_t s = 0; s < r->t->job.sum_count; s++)
        if (!may_hold(r, &r->t->sums[s])) return false;
    if (at == r->count) return true;
    uint32_t c = r->hidden[at];
    if (c == r->asked) return can_be(r, at + 1);
    r->given[c] = true;
    bool found = false;
    for (int64_t v = 1; !found && v <= 40; v++) {
        r->value[c] = v;
        found = can_be(r, at + 1);
    }
    r->given[c] = false;
    return found;
}

/* How many values a hidden cell can have, as far as `most`. */
static int64_t values_of(const Tables *t, uint32_t cell, int64_t most)
{
    int64_t found = 0;
    for (int64_t v = 1; v <= 40 && found < most; v++) {
        Reader r = { .t = t, .asked = cell, .wanted = v };
        for (uint32_t i = 0; i < t->job.cell_count; i++)
            if (t->cells[i].hidden) r.hidden[r.count++] = i;
        r.given[cell] = true;
        r.value[cell] = v;
        found += can_be(&r, 0);
    }
    return found;
}

/* Schools in regions in a nation, and of each the same groups. */
static Tables *random_tables(Room *room, int64_t width)
{
    Tables *t = open_tables(room, width);
    uint32_t groups = (uint32_t)between(room, 2, 3), regions = (uint32_t)between(room, 1, 2);
    uint32_t of_nation[4][8] = { { 0 } }, in_nation = 0;
    int64_t nation[4] = { 0 };
    for (uint32_t r = 0; r < regions; r++) {
        uint32_t schools = (uint32_t)between(room, 1, 3), of_region[4][8] = { { 0 } };
        int64_t region[4] = { 0 };
        for (uint32_t s = 0; s < schools; s++) {
            uint32_t parts[4];
            int64_t all = 0;
            for (uint32_t g = 0; g < groups; g++) {
                int64_t count = between(room, 0, 2) ? between(room, 3, 9) : between(room, 0, 3);
                parts[g] = of_region[g][s] = cell(t, count, 2);
                region[g] += count;
                all += count;
            }
            of_region[groups][s] = cell(t, all, 2);
            region[groups] += all;
            sum(t, parts, groups, of_region[groups][s]);
        }
        uint32_t whole[4];
        for (uint32_t g = 0; g <= groups; g++) {
            whole[g] = of_nation[g][in_nation] = cell(t, region[g], 2);
            nation[g] += region[g];
            sum(t, of_region[g], schools, whole[g]);
        }
        sum(t, whole, groups, whole[groups]);
        in_nation++;
    }
    uint32_t whole[4];
    for (uint32_t g = 0; g <= groups; g++) {
        whole[g] = cell(t, nation[g], 2);
        sum(t, of_nation[g], in_nation, whole[g]);
    }
    sum(t, whole, groups, whole[groups]);
    return t;
}

static void no_hidden_count_can_be_told(void **state)
{
    Room *room = *state;
    uint32_t tables = 0, hidden = 0, told = 0;
    for (uint32_t i = 0; i < 400; i++) {
        int64_t width = between(room, 2, 3);
        Tables *t = random_tables(room, width);
        uint32_t small = 0, all = 0;
        for (uint32_t c = 0; c < t->job.cell_count; c++) small += t->cells[c].hidden;
        for (uint32_t c = 0; small && small <= 4 && c < t->job.cell_count; c++)
            if (t->cells[c].hidden) told += values_of(t, c, width) < width;
        if (!hide(t)) fail();
        for (uint32_t c = 0; c < t->job.cell_count; c++) all += t->cells[c].hidden;
        if (all == 0 || all > 9) continue; /* more take a reader of this kind too long */
        tables++;
        hidden += all;
        for (uint32_t c = 0; c < t->job.cell_count; c++)
            if (t->cells[c].hidden && values_of(t, c, width) < width)
                fail_msg("table %u: cell %u can be told", i, c);
    }
    assert_true(tables > 50 && hidden > 200); /* so much was tried ... */
    assert_true(told >
                50); /* ... by a reader who tells small counts where nothing stands beside them */
}

/* ---- more cells than one piece of a proof holds ---- */

enum { SCHOOLS = 240, GROUPS = 10, REGIONS = 6, WIDE = GROUPS + 1, PRIME = 2147483647 };

typedef struct Nation {
    HideCell cells[(SCHOOLS + REGIONS + 1) * WIDE];
    HideSum sums[SCHOOLS + REGIONS + 1 + (REGIONS + 1) * WIDE];
    uint32_t cell_count, sum_count;
} Nation;

static void add_up(Nation *n, Room *room, uint32_t whole, uint32_t first, uint32_t step,
                   uint32_t every, uint32_t count)
{
    uint32_t *parts = NEW_ARRAY(&room->arena, uint32_t, count + 1);
    HideSum *sum = &n->sums[n->sum_count++];
    *sum = (HideSum){ .parts = parts, .whole = whole };
    int64_t all = 0;
    for (uint32_t i = 0; i < count; i += every) {
        parts[sum->count++] = first + i * step;
        all += n->cells[first + i * step].count;
    }
    n->cells[whole] =
        (HideCell){ .count = all, .down = all ? all - 1 : 0, .hidden = all >= 1 && all <= 5 };
}

/* Schools, then regions, then the nation: of each its groups, then all of it. */
static Nation *large_nation(Room *room)
{
    Nation *n = NEW(&room->arena, Nation);
    n->cell_count = (SCHOOLS + REGIONS + 1) * WIDE;
    for (uint32_t s = 0; s < SCHOOLS; s++) {
        for (uint32_t g = 0; g < GROUPS; g++) {
            int64_t count = between(room, 0, s % 2 ? 9 : 29);
            n->cells[s * WIDE + g] = (HideCell){ .count = count,
                                                 .down = count ? count - 1 : 0,
                                                 .hidden = count >= 1 && count <= 5 };
        }
        add_up(n, room, s * WIDE + GROUPS, s * WIDE, 1, 1, GROUPS);
    }
    for (uint32_t r = 0; r < REGIONS; r++)
        for (uint32_t g = 0; g < WIDE; g++)
            add_up(n, room, (SCHOOLS + r) * WIDE + g, r * WIDE + g, WIDE, REGIONS, SCHOOLS - r);
    for (uint32_t g = 0; g < WIDE; g++)
        add_up(n, room, (SCHOOLS + REGIONS) * WIDE + g, SCHOOLS * WIDE + g, WIDE, 1, REGIONS);
    return n;
}

static int64_t inverse(int64_t x)
{
    int64_t power = 1;
    for (int64_t e = PRIME - 2; e; e >>= 1, x = x * x % PRIME)
        if (e & 1) power = power * x % PRIME;
    return power;
}

/* How many hidden cells the sums alone tell, by elimination over a field of a prime: a row with
 * one cell in it tells that cell.  Nothing of kernel.c is used. */
static uint32_t told_by_sums(const Nation *n, Room *room, uint32_t *hidden)
{
    uint32_t *column = NEW_ARRAY(&room->arena, uint32_t, n->cell_count + 1), width = 0;
    for (uint32_t c = 0; c < n->cell_count; c++)
        if (n->cells[c].hidden) column[c] = width++;
    int64_t *m = NEW_ARRAY(&room->arena, int64_t, (size_t)n->sum_count * width + 1);
    for (uint32_t s = 0; s < n->sum_count; s++) {
        const HideSum *sum = &n->sums[s];
        for (uint32_t i = 0; i < sum->count; i++)
            if (n->cells[sum->parts[i]].hidden) m[s * width + column[sum->parts[i]]] = 1;
        if (n->cells[sum->whole].hidden) m[s * width + column[sum->whole]] = PRIME - 1;
    }
    uint32_t rank = 0;
    for (uint32_t c = 0; c < width && rank < n->sum_count; c++) {
        uint32_t pivot = rank;
        while (pivot < n->sum_count && !m[pivot * width + c]) pivot++;
        if (pivot == n->sum_count) continue;
        int64_t scale = inverse(m[pivot * width + c]);
        for (uint32_t k = 0; k < width; k++) {
            int64_t value = m[pivot * width + k] * scale % PRIME;
            m[pivot * width + k] = m[rank * width + k];
            m[rank * width + k] = value;
        }
        for (uint32_t r = 0; r < n->sum_count; r++) {
            int64_t factor = m[r * width + c];
            if (r == rank || !factor) continue;
            for (uint32_t k = c; k < width; k++)
                m[r * width + k] =
                    (m[r * width + k] + (PRIME - factor) * m[rank * width + k]) % PRIME;
        }
        rank++;
    }
    uint32_t told = 0;
    for (uint32_t r = 0; r < rank; r++) {
        uint32_t entries = 0;
        for (uint32_t k = 0; k < width; k++) entries += m[r * width + k] != 0;
        told += entries == 1;
    }
    *hidden = width;
    return told;
}

static void a_nation_is_proved_by_pieces(void **state)
{
    Room *room = *state;
    Nation *n = large_nation(room);
    uint32_t small, hidden, cell;
    assert_true(told_by_sums(n, room, &small) > 0); /* so it can be seen */
    Arena scratch = arena_open(room->arena.guard);
    HideJob job = { .cells = n->cells,
                    .cell_count = n->cell_count,
                    .table_count = n->cell_count,
                    .sums = n->sums,
                    .sum_count = n->sum_count,
                    .width = 3,
                    .arena = &room->arena,
                    .scratch = &scratch };
    assert_true(hide_cells(&job, &cell));
    arena_close(&scratch);
    assert_int_equal(told_by_sums(n, room, &hidden), 0);
    assert_true(hidden > 800 && hidden > small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ROOM(a_second_count_is_hidden_beside_a_small_one),
        WITH_ROOM(what_is_known_beside_a_count_is_no_room_for_it),
        WITH_ROOM(what_is_known_from_elsewhere_hides_nothing),
        WITH_ROOM(a_count_is_not_taken_for_what_it_is_known_not_to_be),
        WITH_ROOM(sums_of_earlier_tables_bind_what_they_hid),
        WITH_ROOM(no_hidden_count_can_be_told),
        WITH_ROOM(a_nation_is_proved_by_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
