/* pending.h -- a record that is not in the log yet: how it is made of a framework, how it takes
 * signatures, and what is told of it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TERM_PENDING_H
#define LUSTRUM_TERM_PENDING_H

#include "meaning/meaning.h"
#include "term/gate.h"

typedef struct Drafting {
    Gate *gate; /* open: the log it will follow */
    LusProgram *program;
    const Meaning *meaning; /* of the program's texts */
    const LusSealing *how;
    SealRecord *record; /* what is made */
} Drafting;

/* Makes the record that these rules and these options ask for: the seal, an amendment, or a change
 * of keys; false after a message. */
bool record_draft(Drafting *drafting);
/* ---- amend.c ---- */
/* The new amendments of the framework become the record's, those that were sealed are as they were;
 * false after a message. */
bool amendments_take(Drafting *drafting);
/* Whether each change since the rules were last sealed is named by a new amendment, and each new
 * amendment names changes; false after messages. */
bool amendments_fit(Drafting *drafting);

/* Puts a signature among those the record has, in the order of the keys. */
void record_sign(Arena *arena, const Chain *chain, SealRecord *record, Str armoured);

/* Reads the record that waits at path, judged as far as it goes, for an open gate; *absent when
 * there is none, or one that joined the log already.  False after a message. */
bool pending_read(Gate *gate, Str path, SealRecord *record, bool *absent);
/* Whether it is of the rules that mean this: what is signed must be what will run.  False after a
 * message. */
bool pending_fits(Gate *gate, Str path, const SealRecord *record, const Meaning *meaning);
/* Says that the gate's framework is not sealed, of that meaning, and what its log waits for. */
void pending_tell(Gate *gate, const Meaning *meaning);

/* Both false: there is no record to sign; there is one already. */
bool pending_absent(Diags *diags, Str log);
bool pending_waits(Diags *diags, Str pending);

/* What is told of a record: what it says, who has signed, what is next. */
Str sealing_text(Arena *arena, const Chain *chain, const SealRecord *record, Str path);
Str sealing_json(Arena *arena, const Chain *chain, const SealRecord *record);

#endif
