/* chain.h -- a seal log as a whole: every record follows the one before, is signed by enough of
 * those who might sign it then, and says nothing else than the records before it allow.
 *
 * There is one way to open a log, and it looks at everything; nothing of a log is used before.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TERM_CHAIN_H
#define LUSTRUM_TERM_CHAIN_H

#include "diag.h"
#include "term/record.h"

typedef struct Chain {
    Str path;
    SealRecord *records; /* first to last; the first is a seal */
    size_t count, cap;
    size_t keys_at; /* the record that says who may sign the next one */
} Chain;

/* Whether the log's text begins as one. */
bool chain_is_log(Str text);
/* Reads and judges a log; false after the one message that says what is wrong first. */
bool chain_read(Arena *arena, Str path, Str text, Diags *diags, Chain *chain);

/* Whether `record`, as it will stand after those of the chain (which may have none), is what may
 * stand there, signatures apart. */
bool chain_takes(Arena *arena, const Chain *chain, const SealRecord *record, Diags *diags);
/* Judges the signatures of such a record: each is good, and by one of those who may sign it, in
 * their order, none twice.  `enough` asks for as many as must be. */
bool chain_signed(Arena *arena, const Chain *chain, const SealRecord *record, bool enough,
                  Diags *diags);
/* Puts a record that was judged at the end. */
void chain_add(Arena *arena, Chain *chain, const SealRecord *record);
/* Who may sign that record, which would be the next. */
const Keyset *chain_signers(const Chain *chain, const SealRecord *record);
/* Who could sign that record of the chain. */
const Keyset *chain_signers_of(const Chain *chain, const SealRecord *record);
/* The key among them; NULL. */
const SshKey *keyset_find(const Keyset *keys, const unsigned char key[ED25519_KEY]);

/* The last seal or amendment: what holds now. */
const SealRecord *chain_last_rules(const Chain *chain);
/* The rules that hold in a school year: those of the last record that has its effect by then. */
const SealRecord *chain_rules_of(const Chain *chain, int year);
/* The first school year that a seal or an amendment has an effect in. */
int record_from(const SealRecord *record);
/* `record 2 of secondary.seal`, for messages. */
Str record_place(Arena *arena, const Chain *chain, const SealRecord *record);

#endif
