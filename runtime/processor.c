/* processor.c -- see processor.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "processor.h"
#include <stdlib.h>
#include <string.h>

bool processor_has(ProcessorLevel level)
{
    const char *lane = getenv("LUSTRUM_LANE");
    if (lane && strcmp(lane, "portable") == 0) return false;
#ifdef __x86_64__
    switch (level) {
    case PROCESSOR_AVX2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
               __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
    case PROCESSOR_AVX512:
        return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2");
    }
#else
    (void)level;
#endif
    return false;
}
