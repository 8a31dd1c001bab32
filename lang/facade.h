/* facade.h -- the insides of lustrum.h, shared by the files that implement it.
 *
 * Every public function fills in a Call, runs its body under the one guard, and ends with call_end,
 * which tells the callbacks what was found and gives back what the body left open.  A body may
 * escape at any allocation, so whatever no arena frees is noted in the Call before it is opened.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_FACADE_H
#define LUSTRUM_FACADE_H

#include "compile.h"
#include "lustrum.h"
#include "module.h"
#include "spill.h"
#include "vm/program.h"
#include "pace.h"

struct LusResult {
    Lustrum *lus;
    LusResult *newer, *older; /* of those open; `older` alone links those that are free */
    Arena arena;
    Str text, profile;
};

/* A rule text that is given, in place of a file or standard module of that name. */
typedef struct GivenText {
    Str name, text;
} GivenText;

struct LusProgram {
    Lustrum *lus;
    LusProgram *newer, *older;
    Arena arena; /* of all below; stays at this address as long as it is open */
    Sources sources;
    Program *program;
    Str path;
    Str text;         /* a framework that came as text; at NULL when it came from the file */
    GivenText *given; /* all texts there are, the framework's first, from a kept result; or NULL */
    size_t given_count;
    bool past; /* the texts are kept with past results: so is their log, which may be older */
};

struct Lustrum {
    Arena arena; /* of the Lustrum, its programs' and its results' heads */
    Guard guard;
    LusSettings settings;
    uint64_t seed;     /* of hash tables: no result depends on it */
    Progress progress; /* of the call that is running: lus_progress */
    LusProgram *programs, *free_programs;
    LusResult *results, *free_results;
};

typedef struct Call {
    Lustrum *lus;
    Arena arena; /* of messages and scraps; closed by call_end */
    Diags diags;
    const Sources *sources; /* where the messages' places are; may be NULL */
    LusStatus status;
    Why why;      /* how the body escaped, if it did */
    Spill *spill; /* the limit on memory; what keeps it is closed before call_end; or NULL */
} Call;

/* Runs body(arg), where arg begins with this Call.  Out of memory, limits and defects become a
 * message and LUS_CANNOT. */
void call_run(Call *call, Lustrum *lus, void (*body)(void *arg), void *arg);
/* Runs another body of the same call, after one that ended well. */
void call_again(Call *call, void (*body)(void *arg), void *arg);
/* Tells the callbacks, frees what is the call's, and gives its status. */
LusStatus call_end(Call *call);
/* What cannot be done, of two texts that may come from anywhere; always false. */
bool call_told(Call *call, DiagId id, Str a, Str b);

/* How a call ends after messages about data: faulty data are refused; where a file is not there or
 * cannot be read there was no run at all. */
LusStatus call_refused(const Diags *diags);

/* Fresh ones, in the list of those open.  They escape to the Lustrum's guard. */
LusProgram *program_take(Lustrum *lus);
LusResult *result_take(Lustrum *lus);
/* A fresh program of the call whose messages are of its sources, with its path set; also in *out,
 * which a fault on the way needs to close it. */
LusProgram *program_of_file(Call *call, const char *path, LusProgram **out);

/* Checks and compiles program->path (or its text) for a year; program->program is set, or stays
 * NULL after messages.  extend may be NULL. */
void program_fill(LusProgram *program, Diags *diags, int year, const Extend *extend);

/* Bytes as --max-memory has them: 512M, 1G. */
Str limit_words(Arena *arena, uint64_t bytes);

static inline Str str_of(const char *text)
{
    return text ? (Str){ text, strlen(text) } : STR_EMPTY;
}

#endif
