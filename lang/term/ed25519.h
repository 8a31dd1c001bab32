/* ed25519.h -- whether an Ed25519 signature (RFC 8032) is of a message, strictly.
 *
 * libcrypto has this too, and its tests are ours (tests/unit/test_sshsig.c compares the two); but
 * its version 3.0 takes thousands of allocations to begin with, and ends with a signal, or with the
 * answer that a good signature is bad, where some of them fail.  Here nothing is allocated, nothing
 * can fail, and only public values are handled, so no care is needed about timing.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TERM_ED25519_H
#define LUSTRUM_TERM_ED25519_H

#include "base.h"

enum { ED25519_KEY = 32, ED25519_SIGNATURE = 64 };

/* Whether key is the one encoding of a point whose order is not small: under other keys one
 * signature could be of many messages. */
bool ed25519_key_fits(const unsigned char key[ED25519_KEY]);

/* Whether signature is key's, which fits, of message: S below the order of the
 * group, R in its one encoding, and R = [S]B - [H(R, A, message)]A. */
bool ed25519_verify(const unsigned char key[ED25519_KEY],
                    const unsigned char signature[ED25519_SIGNATURE], Str message);

#endif
