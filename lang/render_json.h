/* render_json.h -- a message as one line of JSON.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RENDER_JSON_H
#define LUSTRUM_RENDER_JSON_H

#include "source.h"

/* Adds {"schema":"lustrum/diagnostic@1",...} and a line end.  Lines and columns count from 1, in
 * characters; bytes count from 0.  `fix` is a list: "sure" says that the edits are all there is to
 * do. */
void render_json(Text *text, const Diag *diag, const Sources *sources);

#endif
