/* limit.h -- every limit, each with its reason.  All are tested at the limit and one past it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_LIMIT_H
#define LUSTRUM_LIMIT_H

enum {
    LIMIT_SOURCE = 1 << 20,       /* bytes of one rule file: nobody reads a longer rule */
    LIMIT_SOURCES = 256,          /* files of one framework */
    LIMIT_TOKEN = 4096,           /* bytes of one token: flex is quadratic on long ones */
    LIMIT_NAME = 128,             /* bytes of a name */
    LIMIT_DEPTH = 200,            /* nesting of a formula: walkers recurse */
    LIMIT_CHAIN = 2000,           /* parts of one sum, product, `and` or `or`: walkers recurse */
    LIMIT_APPLIED = 100000,       /* uses of `formula`s, one through another: they may double */
    LIMIT_NODES = 1000000,        /* nodes of one framework */
    LIMIT_INSTRUCTIONS = 100000,  /* of one program */
    LIMIT_REGISTERS = 60000,      /* of one step: registers are 16 bits */
    LIMIT_SPACES = 10000,         /* records and groups of one program */
    LIMIT_PROGRAM_LIST = 100000,  /* columns, accumulators, constants ... of one program */
    LIMIT_KEYS = 16,              /* keys of a table or group */
    LIMIT_SLOTS = 64,             /* slots of a pick: one bit each */
    LIMIT_COLUMNS = 4096,         /* columns of a data file */
    LIMIT_FIELD = 1 << 20,        /* bytes of one cell */
    LIMIT_RECORD = 16 << 20,      /* bytes of one row of a data file */
    LIMIT_ALIKE = 1 << 20,        /* rows among which keys that look alike are looked for */
    LIMIT_TERM = 60,              /* school years of a term: each is checked */
    LIMIT_REASONS = 250,          /* reasons for missing: one byte a row */
    LIMIT_DIGITS = 60,            /* digits of a number as written */
    LIMIT_BITS = 65536,           /* bits of an exact number's parts */
    LIMIT_DENOMINATORS = 1 << 15, /* numbered in one run: their tables are set aside at once */
    LIMIT_MESSAGES = 20000, /* messages kept in one run, of a kilobyte each; the rest are counted */
    LIMIT_PARSED = 250000,  /* values of a JSON text that is read back: a manifest has thousands */
    LIMIT_SHOWN = 50,       /* messages shown in one run */
    LIMIT_PROBLEMS = 1000000 /* rows of OUT.problems.csv; the rest are counted */
};

#endif
