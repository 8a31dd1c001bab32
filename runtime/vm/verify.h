/* verify.h -- the verifier's own state, shared by verify.c (what a program declares),
 * verify_value.c (constants, lists, tables), verify_step.c (its steps), verify_code.c (their
 * instructions) and verify_result.c (what leaves it).  Nobody else includes it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_VM_VERIFY_H
#define LUSTRUM_VM_VERIFY_H

#include "vm/program.h"

typedef struct Verifier {
    const Program *program;
    Diags *diags;
    bool failed; /* one message is enough: the rest would be its consequences */

    /* per space */
    bool *made; /* it has rows */
    /* per column */
    bool *written;  /* a step writes it */
    bool *ready;    /* ... one before the step being looked at; fields that are needed always */
    bool *personal; /* rule 18: holds a personal value */
    /* per accumulator */
    bool *filled;

    /* the step being looked at */
    uint32_t step;
    uint32_t pc;  /* the instruction */
    Span span;    /* where the author wrote it */
    RegInfo *reg; /* recomputed */
    bool *reg_written;
    bool *reg_personal;
    uint32_t *reg_column; /* the column a register is a plain COLUMN of; NONE */
    uint32_t regs_written;
} Verifier;

/* Notes that the program broke a rule, once; always false. */
bool verify_reject(Verifier *v, unsigned rule, const char *what, uint64_t which);
#define REJECT(rule, what, which) return verify_reject(v, (rule), (what), (which))
#define DEMAND(condition, rule, what, which)                                                       \
    do {                                                                                           \
        if (!(condition)) return verify_reject(v, (rule), (what), (which));                        \
    } while (0)

/* Number, date, year or band: one of the lanes. */
static inline bool is_numeric(Type type)
{
    return type == TYPE_NUMBER || type == TYPE_DATE || type == TYPE_YEAR || type == TYPE_BAND;
}

/* verify_value.c: rule 4. */
bool verify_values(Verifier *v);
/* verify_result.c: reads of earlier years, before the steps; then, when all columns are there, what
 * later years may read and what is printed (rules 17 to 19). */
bool verify_earlier(Verifier *v);
bool verify_exports(Verifier *v);
bool verify_results(Verifier *v);
/* verify_step.c: rules 6 to 16 for every step. */
bool verify_steps(Verifier *v);
/* verify_code.c: one instruction of the step being looked at. */
bool verify_instruction(Verifier *v, const Instr *in);

#endif
