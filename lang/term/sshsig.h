/* sshsig.h -- public keys and signatures as OpenSSH writes them: ssh-ed25519 keys, and the armoured
 * signatures of `ssh-keygen -Y sign` (PROTOCOL.sshsig), each in the one spelling there is.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TERM_SSHSIG_H
#define LUSTRUM_TERM_SSHSIG_H

#include "str.h"
#include "term/ed25519.h"

#define SSHSIG_BEGIN STR("-----BEGIN SSH SIGNATURE-----")
#define SSHSIG_END STR("-----END SSH SIGNATURE-----")

typedef struct SshKey {
    unsigned char bytes[ED25519_KEY];
    Str name; /* what stands after the key: who holds it */
} SshKey;

typedef struct SshSig {
    unsigned char key[ED25519_KEY], signature[ED25519_SIGNATURE];
    Str space; /* the namespace: what the signature is for */
} SshSig;

/* Reads `ssh-ed25519 BASE64 NAME`, a line of a .pub file; NAME is printable and not empty.  What is
 * wrong with it otherwise goes to *fault, as words. */
bool sshkey_read(Arena *arena, Str line, SshKey *key, Str *fault);
/* That line again. */
void sshkey_write(Text *text, const SshKey *key);
/* SHA256:..., as ssh-keygen -l prints it. */
Str sshkey_print(Arena *arena, const unsigned char key[ED25519_KEY]);

/* Reads an armoured signature, with its last line end; false when it is not of an ssh-ed25519 key,
 * with SHA-512, or not spelt as ssh-keygen spells it. */
bool sshsig_read(Arena *arena, Str armoured, SshSig *sig);
/* Whether it is its key's signature of message, for its namespace. */
bool sshsig_verify(Arena *arena, const SshSig *sig, Str message);

#endif
