/* poison.h -- functions that no file of runtime/ and lang/ may call; the Makefile puts it before
 * each. The headers that declare them come first: after this a mention of one does not compile.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_POISON_H
#define LUSTRUM_POISON_H

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* With checks of lengths, clang gets this one as a macro. */
#undef sprintf
/* Text has a length: Str, Text. */
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok strtok_r
/* Numbers are read by number/text.h, and are exact. */
#pragma GCC poison atoi atol atoll sscanf fscanf scanf atof strtod strtof strtold
/* No locale, no clock, no chance, no shell, no name that is guessed. */
#pragma GCC poison setlocale localtime gmtime mktime strftime rand srand drand48
#pragma GCC poison system popen mktemp tmpnam tempnam

#endif
