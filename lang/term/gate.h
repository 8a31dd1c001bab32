/* gate.h -- whether rules may run, and as what.
 *
 * A framework without a seal log beside it is a draft.  One with a log runs only as the log has it:
 * the log holds in every part, is no older than what was seen before, and the rules mean and print
 * what was sealed.  There is no other way past it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TERM_GATE_H
#define LUSTRUM_TERM_GATE_H

#include "facade.h"
#include "term/chain.h"

struct Meaning;

typedef struct Gate {
    Arena *arena;
    Diags *diags;
    Str seen;   /* the folder of what was seen */
    bool older; /* the log may be older than what was seen: it is kept with past results */
    Str path;   /* of the framework */

    /* from gate_open */
    bool sealed;
    Str log; /* its whole text */
    Chain chain;
    /* from gate_judge */
    const SealRecord *rules;    /* those that hold in the year */
    const SealRecord *original; /* what was sealed first, where an amendment holds; else NULL */
    bool given;                 /* the texts given are those rules; else they stand in the log */
} Gate;

/* A gate for the framework at path; its messages and its memory are the call's. */
Gate gate_for(Call *call, Str path);
/* The seal log beside a framework, and the record beside it that waits for signatures. */
Str seal_path(Arena *arena, Str path);
Str seal_pending_path(Arena *arena, Str path);

/* Reads the log and judges it; true and not sealed when there is none: a chain of no records.
 * False after a message. */
bool gate_open(Gate *gate);
/* Judges the framework of that name in sources[0], which has no faults, for a school year.  False
 * after a message. */
bool gate_judge(Gate *gate, Sources *sources, Str framework, int year);
/* Whether the record is of rules that mean and print this; else whether they mean the same. */
bool gate_same(Gate *gate, const SealRecord *record, const struct Meaning *is, bool *same_meaning);
/* The name of the record's file i for those who use it: as rules beside the gate's framework. */
Str gate_file_name(const Gate *gate, const SealRecord *record, size_t i);
/* What the year's program says of the seal; in arena. */
Standing gate_standing(Arena *arena, const Gate *gate);
/* A program takes its texts from the record, whatever files there are. */
void gate_give(LusProgram *program, Str path, const SealRecord *record);

/* The exit code of what was found: 4 for seals, 2 for files. */
LusStatus seal_status(const Diags *diags);

/* Says what is other than in the sealed record, and where. */
void changed_tell(Gate *gate, const SealRecord *sealed, Sources *sources, const struct Meaning *now,
                  bool meaning);

#endif
