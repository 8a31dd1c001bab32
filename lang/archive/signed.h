/* signed.h -- who answers for kept results: the seal log that official ones hold, and the
 * signatures beside their manifest. SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_ARCHIVE_SIGNED_H
#define LUSTRUM_ARCHIVE_SIGNED_H

#include "archive/kept.h"
#include "term/signers.h"

/* Judges both, of results whose files are as they were written.  Whose signatures count is said by
 * `keys`, as --keys names them, or by the log that is held.  LUS_OK, LUS_SEAL or LUS_CANNOT after
 * a message. */
LusStatus kept_signed(const Kept *kept, Call *call, const char *keys, Signers *signers);

#endif
