/* fuzz.h -- what the fuzzers share: the entry point, a reader of choices, and a loud end.
 *
 * A fuzzer is one file fuzz_NAME.c with LLVMFuzzerTestOneInput.  With clang's libFuzzer it hunts;
 * with replay.c it runs the files of its corpus once, under any compiler.  Whatever the bytes are,
 * an input ends in less than a second, leaves no memory, file or thread behind, and aborts only
 * when something that must always hold does not.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef FUZZ_H
#define FUZZ_H

#include "arena.h"
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Says what does not hold, and aborts: libFuzzer then keeps the input. */
#define MUST(condition)                                                                            \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);         \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* The bytes of an input, taken from the front; past their end every choice is 0. */
typedef struct Choices {
    const uint8_t *at;
    size_t left;
} Choices;

static inline uint8_t choose_byte(Choices *choices)
{
    if (choices->left == 0) return 0;
    choices->left--;
    return *choices->at++;
}

static inline uint32_t choose_u16(Choices *choices)
{
    uint32_t low = choose_byte(choices);
    return low | (uint32_t)choose_byte(choices) << 8;
}

#endif
