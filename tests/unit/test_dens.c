/* test_dens.c -- a denominator that another thread numbers in the very moment: the lock stands
 * here, before that of the C library, and lets the other one go first.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/dens.h"
#include <dlfcn.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static struct {
    Dens *dens;
    int64_t den; /* what the other one numbers; 0: nobody is before us */
    uint32_t id;
    bool good;
} other;

#if defined(__SANITIZE_THREAD__)
#define OWN_LOCK 0 /* a sanitizer's lock stands there, too */
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define OWN_LOCK 0
#endif
#endif
#ifndef OWN_LOCK
#define OWN_LOCK 1

int tried_lock(pthread_mutex_t *lock) __asm__("pthread_mutex_lock");
int tried_lock(pthread_mutex_t *lock)
{
    static int (*real)(pthread_mutex_t *);
    if (!real) real = (__typeof__(real))dlsym(RTLD_NEXT, "pthread_mutex_lock");
    int64_t den = other.den;
    other.den = 0;
    if (den) other.good = dens_intern(other.dens, den, &other.id);
    return real(lock);
}
#endif

static void number_them(void *arg)
{
    Arena arena = arena_open(arg);
    Dens dens;
    uint32_t id;
    dens_open(&dens, &arena);
    other.dens = &dens;
    other.den = 7;
    assert_true(dens_intern(&dens, 7, &id)); /* who came first has given it its number */
    assert_true(other.good && id == other.id);
    assert_int_equal(dens.count, 2);
    other.den = 9;
    assert_true(dens_intern(&dens, 11, &id));
    assert_true(other.good && id != other.id);
    assert_true(dens_value(&dens, id) == 11 && dens_value(&dens, other.id) == 9);
    dens.most = dens.count + 1;
    other.den = 13;
    assert_false(dens_intern(&dens, 17, &id)); /* the last room is gone */
    assert_true(other.good && dens_value(&dens, other.id) == 13);
    dens_close(&dens);
    arena_close(&arena);
}

static void who_comes_first_numbers_a_denominator(void **state)
{
    (void)state;
    if (!OWN_LOCK) skip();
    Guard guard;
    assert_int_equal(WHY_NOTHING, guard_run(&guard, number_them, &guard));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(who_comes_first_numbers_a_denominator) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
