/* signers.h -- who answers for results and references: signatures that stand beside a file, as
 * FILE.sig, one after another, as `ssh-keygen -Y sign -n lustrum-run@v1 -f KEY FILE` makes them.
 *
 * Whose signatures count is said by a seal log, or by a file of keys.  What is signed by anybody
 * else, or for anything else, is refused; what nobody signed is told.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TERM_SIGNERS_H
#define LUSTRUM_TERM_SIGNERS_H

#include "facade.h"
#include "result/json.h"
#include "term/chain.h"

/* The namespace of these signatures, which therefore never stand for a seal. */
#define SPACE_RUN STR("lustrum-run@v1")
#define SIGNED_END ".sig"

/* Whose signatures count: the keys of a log as it was after one of its records, or those named. */
typedef struct Trusted {
    Str from;           /* what says so, for messages; empty: nothing does */
    const Chain *chain; /* NULL: the keys were named */
    uint64_t at;        /* the record */
    Keyset keys;
    bool anybody; /* only compared: whoever it was */
} Trusted;

typedef struct Signer {
    Str name, key; /* SHA256:... */
} Signer;

typedef struct Signers {
    Signer *items;
    size_t count;
    Str text; /* of the file of signatures; empty: there is none */
} Signers;

/* Whose they are by the option --keys: lines of .pub files, or a seal log, which is judged.  False
 * after a message. */
bool trusted_read(Trusted *trusted, Call *call, const char *path);
/* Whose they are by a log that was judged. */
Trusted trusted_log(const Chain *chain);
/* Takes the keys as they were when the log ended with record `at`, of that hash; `what` was made
 * then.  Says nothing of keys that were named.  False after a message. */
bool trusted_then(Trusted *trusted, Call *call, Str what, uint64_t at, Str hash);

/* Judges the signatures of `text`, which stands in the file `what`; who signed goes to signers.
 * False after a message. */
bool signers_judge(Signers *signers, const Trusted *trusted, Call *call, Str what, Str text);
/* The same, of the signatures beside the file at path, if there are any. */
LusStatus signers_beside(Signers *signers, const Trusted *trusted, Call *call, Str path, Str text);

/* Lines `  signed by ...`, or `  not signed`; the same as a member of JSON. */
void signers_print(Text *text, const Signers *signers);
void signers_json(Json *json, const Signers *signers);
/* Says that nobody signed: a note. */
void signers_none(Call *call, Str what, Str path);

#endif
