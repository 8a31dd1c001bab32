/* processor.h -- whether code for newer processors may run: this one has the instructions, and the
 * environment's LUSTRUM_LANE is not `portable`.  No figure depends on it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_PROCESSOR_H
#define LUSTRUM_PROCESSOR_H

#include <stdbool.h>

typedef enum {
    PROCESSOR_AVX2,  /* with BMI, BMI2 and POPCNT */
    PROCESSOR_AVX512 /* with BW and VBMI2 */
} ProcessorLevel;

bool processor_has(ProcessorLevel level);

#endif
