/* armed.h -- from when to when calls are counted and made to fail: always; or, in a program that
 * counts its branches (LLVM_PROFILE_FILE is set), while its main runs, so that the counts
 * themselves are read and written undisturbed. SPDX-License-Identifier: Apache-2.0 */
#ifndef ARMED_H
#define ARMED_H

#include <dlfcn.h>
#include <stdatomic.h>
#include <stdlib.h>

static atomic_int armed = 1;

typedef int (*Main)(int, char **, char **);
static Main the_main;

static int armed_main(int count, char **words, char **environment)
{
    armed = 1;
    int status = the_main(count, words, environment);
    armed = 0;
    return status;
}

/* What the loader calls; it comes before main and knows what main is. */
int __libc_start_main(Main begin, int count, char **words, void (*init)(void), void (*finish)(void),
                      void (*linked)(void), void *end)
{
    __typeof__(&__libc_start_main) real =
        (__typeof__(&__libc_start_main))dlsym(RTLD_NEXT, "__libc_start_main");
    the_main = begin;
    if (getenv("LLVM_PROFILE_FILE")) {
        armed = 0;
        begin = armed_main;
    }
    return real(begin, count, words, init, finish, linked, end);
}

#endif
