/* export.h -- kept results in the forms of other tools: what lang/export's files share.
 *
 * Nothing is worked out: cells go over as they stand in the result files, in which what is withheld
 * is not.  The bytes depend on the results alone.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_EXPORT_H
#define LUSTRUM_EXPORT_H

#include "archive/cells.h"
#include "archive/kept.h"
#include "meaning/meaning.h"
#include "term/signers.h"

/* What the cells of a column are. */
typedef enum { CELLS_TEXT, CELLS_COUNT, CELLS_NUMBER } CellsKind;

/* A CSV file of the results. */
typedef struct ExportTable {
    const KeptFile *file;
    Str name; /* without .csv */
    Cells cells;
    CellsKind *kind; /* of each column */
} ExportTable;

typedef struct Export {
    Call call;
    const LusExport *asked;
    Kept kept;
    LusProgram *program;
    Meaning meaning;
    Signers signers;
    Str manifest_sha256;
    ExportTable *tables; /* all CSV files but copies for spreadsheets, in the manifest's order */
    size_t table_count;
    struct sqlite3 *db; /* closed with the call, as is the other: */
    struct sqlite3_stmt *statement;
    unsigned char *bytes; /* of SQLite; or NULL */
    LusResult *result;
} Export;

/* The table of a file's name without .csv; NULL. */
const ExportTable *export_table(const Export *e, Str name);
/* A cell as a spreadsheet may have it; false after a message where that has to be asked for. */
bool export_safe(Export *e, const ExportTable *table, Str cell, Str *safe);
/* What stands beside the tables: pairs of a name and a text. */
typedef struct ExportFact {
    Str name, text;
} ExportFact;
ExportFact *export_facts(Export *e, size_t *count);

/* Each fills e->result->text; false after a message. */
bool export_sqlite(Export *e);
void export_sqlite_close(Export *e);
bool export_xlsx(Export *e);
bool export_ees(Export *e, bool meta);

#endif
