/* test_zip.c -- an archive of ZIP: its check sums, and the bytes that readers look for.
 * SPDX-License-Identifier: Apache-2.0 */
#include "export/zip.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static void check_sums_are_those_of_the_standard(void **state)
{
    (void)state;
    assert_int_equal(zip_crc(STR("")), 0);
    assert_int_equal(zip_crc(STR("123456789")), 0xCBF43926);
    assert_int_equal(zip_crc(STR("The quick brown fox jumps over the lazy dog")), 0x414FA339);
}

static uint32_t number_at(Str text, size_t at, int bytes)
{
    uint32_t number = 0;
    for (int i = bytes; i-- > 0;) number = number << 8 | (unsigned char)text.at[at + (size_t)i];
    return number;
}

static void make(void *arg)
{
    Arena *arena = arg;
    Zip zip = zip_open(arena);
    zip_add(&zip, STR("a"), STR("hello"));
    zip_add(&zip, STR("b/c"), STR(""));
    Str text = zip_close(&zip);
    size_t end = text.len - 22;
    assert_int_equal(number_at(text, 0, 4), 0x04034B50);
    assert_int_equal(number_at(text, end, 4), 0x06054B50);
    assert_int_equal(number_at(text, end + 8, 2), 2);
    assert_int_equal(number_at(text, end + 10, 2), 2);
    size_t list = number_at(text, end + 16, 4);
    assert_int_equal(list + number_at(text, end + 12, 4), end);
    assert_int_equal(number_at(text, list, 4), 0x02014B50);
    assert_int_equal(number_at(text, list + 16, 4), zip_crc(STR("hello")));
    assert_int_equal(number_at(text, list + 42, 4), 0);
    size_t second = list + 46 + 1;
    assert_int_equal(number_at(text, second, 4), 0x02014B50);
    assert_int_equal(number_at(text, second + 42, 4), 30 + 1 + 5);
    assert_memory_equal(text.at + 30, "ahello", 6);
}

static void members_stand_where_the_list_says(void **state)
{
    (void)state;
    Guard guard;
    Arena arena = arena_open(&guard);
    assert_int_equal(guard_run(&guard, make, &arena), WHY_NOTHING);
    arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_sums_are_those_of_the_standard),
        cmocka_unit_test(members_stand_where_the_list_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
