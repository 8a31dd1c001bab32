/* sign.h -- a signature by ssh-keygen, which knows keys, agents and tokens; Lustrum never reads a
 * private key.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TERM_SIGN_H
#define LUSTRUM_TERM_SIGN_H

#include "str.h"

/* Has ssh-keygen sign text with the key at path, for a namespace.  False with what went wrong in
 * *fault, as words.  ssh-keygen may ask for a passphrase on the terminal. */
bool sign_text(Arena *arena, Str path, Str space, Str text, Str *armoured, Str *fault);

#endif
