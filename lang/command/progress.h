/* progress.h -- the line on a terminal that tells how far a long call is, and goes away.
 *
 * A thread of its own looks at what the call counts, so the call waits for nothing.  Only where
 * standard error is a terminal; not with --quiet or --no-progress.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_PROGRESS_H
#define LUSTRUM_PROGRESS_H

#include "command/command.h"
#include "lustrum.h"
#include <pthread.h>
#include <time.h>

typedef struct ProgressLine {
    const Lustrum *lus;
    bool pages; /* what is written are pages, and they are counted */
    struct timespec began;
    pthread_t thread;
    pthread_mutex_t lock; /* of all below, and of what stands on the line */
    pthread_cond_t ended;
    bool running, ending;
    size_t shown; /* characters on the line now */
} ProgressLine;

/* Begins to show how far the calls on lus are, for a command that reviews; line is then asked's.
 * lus must stay until progress_end. */
void progress_start(ProgressLine *line, Asked *asked, const Lustrum *lus);
/* Takes the line away and prints text in its place. */
void progress_message(ProgressLine *line, const char *text, size_t length);
/* Takes the line away for good, before anything else is printed; also of a line that was never
 * started, or NULL. */
void progress_end(ProgressLine *line);

#endif
