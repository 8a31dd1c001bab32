/* step.h -- the inside of a row step: its plan (made once, read by all threads), and each
 * worker's hand (registers and accumulators).
 *
 * Rows go in batches; a morsel is a run of batches that one worker takes.  With `perm` the i-th row
 * of the step is row perm[i] of the space.  With `cut` all rows of one target must be met by one
 * worker: the worker that meets its first row runs on past the end of its morsel until the target
 * changes (`storing` off: those rows are stored by their own morsel), and the next morsel leaves
 * those rows out of its accumulators (`skip`).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_VM_STEP_H
#define LUSTRUM_VM_STEP_H

#include "number/runs.h"
#include "vm/find.h"
#include "vm/kernel.h"

typedef struct StepPlan StepPlan;
typedef struct Hand Hand;
typedef struct PickPlan PickPlan; /* pick.c */
typedef struct PickHand PickHand;

/* What an instruction needs besides its operands. */
typedef struct InstrPlan {
    Instr in;
    bool fixed;         /* the same in every batch: worked out once per worker */
    const uint8_t *lut; /* codes: the answer for each entry of the register's dictionary */
    bool lut_of_b;      /* ... of operand b's */
    const uint8_t
        *luts;       /* one of several tests of a register of one-byte codes: the answers of ... */
    uint8_t lut_bit; /* ... all of them for each entry, a bit each; this one's */
    const uint32_t *map_a, *map_b; /* choosing codes: entries of the result's dictionary; or NULL */
    FindPlan *find;
    LookupPlan *lookup;
    AlongPlan *along;
    uint32_t output; /* STORE: which of StepPlan.outputs */
    uint32_t acc;    /* GATHER_...: which of StepPlan.accs */
} InstrPlan;

/* A whole column being written: a STORE's, or a register's that an accumulator looks at after the
 * last row. */
typedef struct Output {
    uint32_t reg, column; /* column NONE: not one of the program's */
    Type type;
    Store *store;         /* numbers */
    Column whole;         /* others, and numbers once finished */
    _Atomic bool missing; /* some row is */
} Output;

/* An accumulator of the step. */
typedef struct AccPlan {
    const Acc *acc;
    Instr in;
    size_t targets;
    bool shared;       /* all rows of a target are met by one worker, in one go */
    SumSet **sums;     /* per worker */
    SumFinish *finish; /* of their totals; NULL: they are finished */
    const struct AccPlan
        *counted; /* ACC_COUNT: another whose sums count these very rows; or NULL */
    BestSet **bests;
    Arena **arenas; /* of each worker's set */
    /* ACC_ONE: per worker (one for all when shared), per target: the row met + 1, or SEVERAL. */
    uint32_t **one;
    /* ACC_DIFFERENT of codes and yes/no, when shared: how many per target. */
    int64_t *different;
    uint32_t ids; /* different values there may be */
    /* ACC_ONE, ACC_DIFFERENT: the values as a whole column, looked at after the last row. */
    uint32_t value_column, value_output; /* a column of the space, or an Output; NONE */
    uint32_t *row_target;                /* ACC_DIFFERENT, when not shared: per row, or NO_ROW */
    PickPlan *pick;
} AccPlan;

struct StepPlan {
    Machine *machine;
    const Step *step;
    uint64_t rows;
    size_t batch;
    uint64_t morsel; /* rows */
    _Atomic uint64_t next;
    const uint32_t *perm;
    uint32_t cut_column; /* NONE: no cuts */
    const uint32_t *cut; /* its target per row of the space */
    const Dict **dict;   /* per register that is a code */
    uint8_t *width;      /* ... the bytes of its entries */
    uint32_t *source;    /* per register: the column that it is a plain COLUMN of; NONE */
    InstrPlan *instr;    /* [step->code_count] */
    Output *outputs;
    uint32_t output_count;
    AccPlan *accs;
    uint32_t acc_count;
    _Atomic uint64_t next_acc;  /* to be finished */
    _Atomic uint64_t next_part; /* of its targets */
};

/* What several instructions of a batch ask of one register, worked out for the first (batch.c). */
typedef struct Shared {
    uint64_t runs_at, near_at, bits_at; /* the batch that it was worked out in, 1 the first; or 0 */
    Runs runs;
    const int16_t *near;
    bool far;                   /* its numbers were not near once: nobody asks again */
    const uint8_t *luts, *bits; /* what InstrPlan.luts says of each row */
} Shared;

/* A worker at a step. */
struct Hand {
    Worker *worker;
    unsigned number; /* of the worker */
    StepPlan *plan;
    Column *reg;
    LookupHand **lookup; /* per instruction */
    uint32_t **stamp;    /* per accumulator: ACC_DIFFERENT, the last target + 1 of each value */
    PickHand **pick;     /* per accumulator */
    Shared *shared;      /* per register */
    /* the batch */
    uint64_t batch; /* its number at this hand */
    uint64_t first;
    size_t count, skip;
    bool storing;
};

/* plan.c: everything that can be settled before the first row. */
StepPlan *plan_open(Machine *machine, const Step *step);
const Dict *plan_dict(const StepPlan *plan, uint32_t reg);

uint32_t plan_output(StepPlan *plan, uint32_t reg, uint32_t column);

/* batch.c: the runs of a register of rows, from the first row that is the batch's own (`skip`). */
const Runs *batch_runs(Hand *hand, uint32_t reg);
/* The numbers of a register over its denominator in 16 bits, NEAR_MOST or nearer to 0, with
 * NEAR_PAST items after the last row; NULL where they are not near, or not of LANE_I64.  Missing
 * ones have some number. */
enum { NEAR_MOST = 0x3FFF, NEAR_PAST = 16 };
const int16_t *batch_near(Hand *hand, uint32_t reg);
/* An IN_LIST or SAME_CODE that is one of several tests of its register's codes (plan_tests). */
void batch_test(Hand *hand, const InstrPlan *instr, const Column *code, Column *out);

/* accumulate.c */
enum { SEVERAL = UINT32_MAX };
void acc_open(StepPlan *plan, AccPlan *acc);
/* Puts the batch's rows in. */
void acc_add(Hand *hand, const InstrPlan *instr);
/* Merges the workers' parts and makes the columns, of all accumulators of the step. */
void acc_finish(StepPlan *plan);

/* pick.c */
PickPlan *pick_open(StepPlan *plan, const AccPlan *acc);
PickHand *pick_hand(PickPlan *pick, Hand *hand);
void pick_add(PickHand *hand, Hand *of);
/* The last target's rows are all in. */
void pick_end(PickHand *pick);
void pick_finish(PickPlan *pick);

/* The registers of an argument list. */
static inline const uint32_t *plan_args(const StepPlan *plan, uint32_t at, uint32_t *count)
{
    const uint32_t *args = plan->machine->run->program->args;
    *count = args[at];
    return args + at + 1;
}

/* The row of the space that stands at that place of the step. */
static inline uint32_t plan_row(const StepPlan *plan, uint64_t at)
{
    return plan->perm ? plan->perm[at] : (uint32_t)at;
}

#endif
