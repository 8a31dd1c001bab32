/* decision.h -- decisions from "decisions.csv": what those who hold the powers did, and why.
 *
 * They are read and shown beside what the rules say, and are part of no figure.  Each must name a
 * power and a unit that it is over.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_DECISION_H
#define LUSTRUM_RESULT_DECISION_H

#include "result/json.h"
#include "result/sheet.h"
#include "result/tally.h"
#include "table/table.h"

typedef enum { DECISION_OPENED, DECISION_USED, DECISION_NOT_USED, DECISION_WORDS } DecisionWord;

typedef struct Decision {
    uint64_t row; /* of the list, as a spreadsheet shows it */
    const LevelOut *level;
    const PowerOut *power;
    uint32_t unit; /* row of the level */
    DecisionWord word;
    int64_t date;
    Str key;   /* its parts joined by zero bytes */
    Str shown; /* and by " / " */
    Str reason, who;
} Decision;

/* By level, power, key, date, word. */
struct Decisions {
    FileLedger file;
    Span span; /* where the framework names the list */
    Decision *items;
    size_t count;
};

/* Reads the list that the program names, when its tables are loaded by the job.  NULL: it is not
 * there or has faults, which are told. */
const Decisions *decisions_read(const LoadJob *job, const Program *program, const Table *tables);

/* Whether the power is open by the rules there: 1, 0, or -1 where that is not decided. */
int decision_state(const Printer *printer, const Decision *decision);
/* Warns of powers opened or used where they are not open. */
void decisions_judge(const Decisions *decisions, const Printer *printer, Diags *diags);
/* Whether every row of the list is a decision, and each is of one word. */
bool decisions_add_up(const Decisions *decisions);

/* Under a power of the summary: what was decided, where, and why. */
void decisions_print(Text *text, Arena *arena, Printer *printer, const Decisions *decisions,
                     const LevelTally *level, const PowerTally *power);
/* The same as member "decisions" of the open object. */
void decisions_json(Json *json, const Printer *printer, const Decisions *decisions,
                    const PowerOut *power);
/* Member "decisions" of the ledger: how many there are of each. */
void decisions_ledger_json(Json *json, const Printer *printer, const Decisions *decisions);
/* The file decisions.csv of the results. */
SheetDone decisions_write(Writer *writer, Printer *printer, Arena *arena,
                          const Decisions *decisions, SheetStyle style);

#endif
