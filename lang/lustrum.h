/* lustrum.h -- the public header of liblustrum: school accountability rules, checked and reviewed
 * exactly.
 *
 *   Lustrum *lus = lus_open(NULL);
 *   LusProgram *program;
 *   LusResult *result;
 *   LusOptions options = { .data_dir = "data", .out_dir = "results", .year = 2027 };
 *   if (lus_compile_file(lus, "secondary.lustrum", 2027, &program) == LUS_OK &&
 *       lus_review(program, &options, &result) == LUS_OK)
 *       puts(lus_text(result, NULL));
 *   lus_close(lus);
 *
 * The library has no globals, never prints, never ends the process and takes no signals.  A Lustrum
 * and all that came from it belong to one thread at a time; different ones may run side by side.
 * Texts in are copied; texts out live as long as what they came from.  lus_close closes everything
 * that came from it.  A school year is named by its first calendar year: 2027 is 2027/28.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_H
#define LUSTRUM_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define LUS_API __attribute__((visibility("default")))
#else
#define LUS_API
#endif

#define LUS_VERSION "0.1.0"

typedef struct Lustrum Lustrum;       /* everything that one user of the library has open */
typedef struct LusProgram LusProgram; /* a checked framework */
typedef struct LusResult LusResult;   /* a finished text: a summary, a page, a listing */

/* What every function answers.  The command line's exit codes are the same numbers. */
typedef enum LusStatus {
    LUS_OK = 0,      /* done, nothing to report */
    LUS_FOUND = 1,   /* done, something found: faults, examples that fail */
    LUS_CANNOT = 2,  /* could not run: a faulty framework, a file, memory, a limit */
    LUS_REFUSED = 3, /* the data were refused; nothing was written */
    LUS_SEAL = 4     /* a seal, signature or disclosure check failed */
} LusStatus;

typedef enum LusSeverity { LUS_ERROR = 1, LUS_WARNING = 2, LUS_NOTE = 3 } LusSeverity;

/* One thing to tell the author of a framework or the supplier of data. */
typedef struct LusDiag {
    LusSeverity severity;
    const char *code;  /* "L0201"; lus_explain has a page on it */
    const char *title; /* what is wrong */
    const char *why;   /* may be empty */
    const char *fix;   /* may be empty */
    const char *file;  /* a rule file or a data file; empty when there is none */
    size_t line;   /* of a rule file, from 1; the row of a data file, headings being row 1; or 0 */
    size_t column; /* in characters, or column of the data, from 1; or 0 */
    size_t start, end; /* bytes [start, end) of a rule file; both 0 in data */
    uint64_t count;    /* how many times in all */
} LusDiag;
typedef void LusDiagFn(void *user, const LusDiag *diag);
/* Messages laid out for reading, as many as one function had to say. */
typedef void LusTextFn(void *user, const char *text, size_t length);

typedef enum LusForm { LUS_FULL, LUS_CONCISE, LUS_JSON_LINES } LusForm;

typedef struct LusSettings {
    LusDiagFn *on_diag;   /* NULL: nobody listens */
    LusTextFn *on_text;   /* NULL: nobody reads */
    void *user;           /* handed to both */
    LusForm form;         /* of on_text */
    int colour, ascii;    /* of on_text: nonzero for terminal colours; for no box drawing */
    const char *seen_dir; /* where it is remembered which seals were seen: a folder that is kept;
                           * without one no sealed framework runs */
} LusSettings;

typedef struct LusTable {
    const char *record, *path;
} LusTable;

/* How to review.  Zero everywhere is the usual. */
typedef struct LusOptions {
    const char
        *data_dir;       /* a folder of data files, or of folders 2026-27, 2027-28 ...; NULL: "." */
    const char *out_dir; /* where the results go; NULL: nothing is written */
    int year;            /* 2027; 0: the only year folder, or the only year of a study */
    const LusTable *tables; /* files to read instead of those that the records name */
    size_t table_count;
    int json;             /* the result's text is JSON */
    int exact;            /* level files have a column M.exact for each measure */
    int spreadsheet_copy; /* second copies of the CSV files that are safe in a spreadsheet */
    const char *vintage;  /* of the data: "provisional", "revised" or "final"; NULL: not said */
    /* A frozen reference (lus_reference) whose national figures are used, as the framework says or
     * for the year that it is of; or are compared with those that are made.  NULL: neither. */
    const char *use_reference, *compare_reference;
    /* Results of the same year and rules, a folder whose tables were published before: what they
     * hide stays hidden, and nobody who has both may be told.  NULL: there are none. */
    const char *beside;
    /* A pack (lus_pack) that stands for the data files as long as they are as they were; with
     * verify_pack their hashes are compared, too.  NULL: the files are read. */
    const char *pack;
    int verify_pack;
    const char *keys; /* whose signatures of results and references count: a file of public keys or
                       * a seal log; NULL: as the framework's own seal log says */
    int profile;      /* the result has a profile: lus_profile */
    /* Bytes of memory that the process may hold; 0: no limit.  What goes beyond lies in a file
     * without a name in spill_dir (NULL: /var/tmp), which is made only then: data of persons may
     * be in it.  LUS_CANNOT when it is less than a review needs. */
    uint64_t max_memory;
    const char *spill_dir;
    /* None of these changes a figure. */
    unsigned threads; /* 0: one per processor */
    unsigned batch;   /* rows worked on at once; 0: the usual */
    int lane;         /* tests: 1 to work in 128 bits, 2 in exact numbers, whatever fits */
    int spill;        /* tests: with max_memory, all that is large lies in the file */
} LusOptions;

/* LUS_VERSION of the library that is linked. */
LUS_API const char *lus_version(void);

/* NULL only when there is no memory.  settings may be NULL and is copied. */
LUS_API Lustrum *lus_open(const LusSettings *settings);
LUS_API void lus_close(Lustrum *lus);

/* Checks and compiles a framework for a school year (0: the first of its term).  LUS_CANNOT when
 * it has faults, which went to the callbacks; *out is then NULL.  Modules are looked for beside
 * `path`; of a text in memory, beside the file it is said to come from. */
LUS_API LusStatus lus_compile_file(Lustrum *lus, const char *path, int year, LusProgram **out);
LUS_API LusStatus lus_compile(Lustrum *lus, const char *path, const char *text, size_t length,
                              int year, LusProgram **out);
LUS_API void lus_program_close(LusProgram *program);

/* Reads the data, runs the framework, writes the results.  The result's text is the summary.
 * LUS_REFUSED: the data have faults; nothing was written but OUT.problems.csv. */
LUS_API LusStatus lus_review(LusProgram *program, const LusOptions *options, LusResult **out);

/* Reads the data of a year, and of the earlier years that the rules read, and writes them to the
 * file `path` in a form that is quick to read again (LusOptions.pack): whole or not at all, in the
 * place of an older pack only.  The result's text says what was packed. */
LUS_API LusStatus lus_pack(LusProgram *program, const LusOptions *options, const char *path,
                           LusResult **out);

typedef enum LusWhyForm { LUS_WHY_TEXT, LUS_WHY_HTML, LUS_WHY_JSON } LusWhyForm;
/* Which figures to explain, and how: pairs of a key (that of a school, a trust ...; the parts of a
 * key joined by commas; or "nation") and a name (a measure, one of its figures as
 * "progress_8.lower", a review, a power, a goal). */
typedef struct LusWhy {
    const char *const *words; /* key, name, key, name ... */
    size_t count;             /* of pairs */
    const char *level;        /* "School": where a key names units of several levels; NULL: all */
    const char *split; /* "disadvantaged" or "disadvantaged=yes": figures of a split; NULL: none */
    int personal;      /* values of single persons are told */
    int ascii;
    LusWhyForm form;
} LusWhy;
/* Runs the review in memory and tells how figures come about.  LUS_CANNOT when there is no such
 * figure or key. */
LUS_API LusStatus lus_why(LusProgram *program, const LusOptions *options, const LusWhy *asked,
                          LusResult **out);
/* Runs the framework as lus_review does, and freezes what it makes of the nation: *file is the text
 * of the reference, *said how much is in it.  LUS_FOUND: some figures read the nation in a way that
 * cannot be frozen, which was told. */
LUS_API LusStatus lus_reference(LusProgram *program, const LusOptions *options, LusResult **file,
                                LusResult **said);

/* Faults of a file for every year of its term; a module alone is checked as far as that goes.
 * LUS_OK or LUS_FOUND; LUS_CANNOT when the file cannot be read.  result says so in a line. */
LUS_API LusStatus lus_check_file(Lustrum *lus, const char *path, int year, int json,
                                 LusResult **out);
/* How to run examples.  Zero everywhere is the usual. */
typedef struct LusTest {
    int year;           /* of examples that name none; 0: the last of the term */
    const char *only;   /* only examples whose title has this text; NULL: all */
    int json;           /* the result's text is JSON */
    int junit;          /* ... or a testsuite of a JUnit document */
    int coverage;       /* also tell which clauses no example reaches */
    int mutate;         /* instead tell which changes of the rules no example notices */
    const char *module; /* coverage, mutate: of this module that the file uses; NULL: of the file */
    const char *accepted; /* mutate: a file of changes that need not be noticed; NULL: none */
    unsigned threads;     /* mutate: 0 for one per processor; nothing depends on it */
} LusTest;
/* Runs the examples in a file and its modules; how may be NULL.  LUS_FOUND when one fails, with
 * `coverage` also when a clause is not reached, with `mutate` when a change is not noticed. */
LUS_API LusStatus lus_test_file(Lustrum *lus, const char *path, const LusTest *how,
                                LusResult **out);
/* Advises on a file's rules and those beside it: what is allowed and seldom meant; with a module,
 * only on that, which the file uses.  Each finding goes to the callbacks; LUS_FOUND when there is
 * one that is not silenced. */
LUS_API LusStatus lus_lint_file(Lustrum *lus, const char *path, const char *module, int json,
                                LusResult **out);
/* Runs the examples of a file and makes what came what is expected: *text is the file as it would
 * be, *difference what changes, as `diff -u` shows it; empty when nothing does.  LUS_FOUND when
 * some expectation stays as it is although it fails, which is told to the callbacks: a formula, or
 * one that could not be decided.  Both are NULL when nothing could be run. */
LUS_API LusStatus lus_accept(Lustrum *lus, const char *path, const LusTest *how,
                             LusResult **difference, LusResult **text);
/* Which data a framework asks for: files, columns, and what each is needed for, in every year of
 * its term, or in one.  LUS_CANNOT when it has faults. */
typedef enum LusNeeds { LUS_NEEDS_TEXT, LUS_NEEDS_CSV, LUS_NEEDS_JSON } LusNeeds;
LUS_API LusStatus lus_needs(Lustrum *lus, const char *path, int year, LusNeeds form,
                            LusResult **out);
/* What is in data files, before any rule says what should be: columns, what each looks like, what
 * tells rows apart, which columns stand in others.  Nothing that could be of a person is told.
 * LUS_REFUSED when a file has faults, LUS_CANNOT when something else fails. */
typedef enum LusScreen {
    LUS_SCREEN_TEXT,
    LUS_SCREEN_JSON,
    LUS_SCREEN_DRAFT /* record declarations for a person to finish */
} LusScreen;
LUS_API LusStatus lus_screen(Lustrum *lus, const char *const *paths, size_t count, LusScreen form,
                             LusResult **out);
/* A framework as a document for the public.  LUS_CANNOT when it has faults. */
typedef enum LusDoc { LUS_DOC_MARKDOWN, LUS_DOC_HTML, LUS_DOC_JSON } LusDoc;
LUS_API LusStatus lus_doc(Lustrum *lus, const char *path, LusDoc form, LusResult **out);
/* Makes the folder at path, which must not be there, with a framework named as the folder and
 * made-up data; whole or not at all.  The result says what to do next. */
LUS_API LusStatus lus_new(Lustrum *lus, const char *path, LusResult **out);
/* How to seal; NULL and 0 where nothing is said. */
typedef struct LusSealing {
    const char *agreed_by, *on; /* whose decision, and its day, as 2026-05-14: of a new record */
    const char *keys;           /* a file of the public keys that may sign from now on ... */
    unsigned threshold;         /* ... and how many of them must */
    const char *sign;           /* a private key, or the public one of an agent's: ssh-keygen signs
                                 * the record that waits */
    const char *signature;      /* a file with a signature of it, made elsewhere */
} LusSealing;
/* Seals the framework at path for its term: prepares a record of it beside its seal log, or adds a
 * signature to that record, which joins the log when it has enough.  The result says what is next.
 */
LUS_API LusStatus lus_seal(Lustrum *lus, const char *path, const LusSealing *how, int json,
                           LusResult **out);
/* Whether a seal log, or that of a framework, holds in every part, and the framework is as it was
 * sealed.  LUS_SEAL when not. */
LUS_API LusStatus lus_verify_seal(Lustrum *lus, const char *path, int json, LusResult **out);
/* Lays a rule file out in the one way there is; the tokens stay what they are.  LUS_OK when it is
 * laid out so already, LUS_FOUND when not, LUS_CANNOT when it has mistakes or cannot be read.  The
 * result is the new text, or, with LUS_FORMAT_DIFF, what changes, as `diff -u` shows it.  A text of
 * NULL: what stands in the file at path, or, of the path "-", in standard input. */
typedef enum LusFormat { LUS_FORMAT_TEXT, LUS_FORMAT_DIFF } LusFormat;
LUS_API LusStatus lus_format(Lustrum *lus, const char *path, const char *text, size_t length,
                             LusFormat form, LusResult **out);
/* The normal form of a framework, what it prints, or the hashes of both and of its bytes.
 * LUS_CANNOT when it has faults. */
typedef enum LusCanonical {
    LUS_CANONICAL_MEANING,
    LUS_CANONICAL_WORDING,
    LUS_CANONICAL_HASHES,
    LUS_CANONICAL_JSON
} LusCanonical;
LUS_API LusStatus lus_canonical(Lustrum *lus, const char *path, LusCanonical form, LusResult **out);
/* What changed from one framework to another, by what they mean.  LUS_OK when both mean the same,
 * LUS_FOUND when not, LUS_CANNOT when one has faults. */
typedef enum LusDiffForm { LUS_DIFF_TEXT, LUS_DIFF_JSON, LUS_DIFF_HTML } LusDiffForm;
LUS_API LusStatus lus_diff(Lustrum *lus, const char *old_path, const char *new_path,
                           LusDiffForm form, LusResult **out);
/* Whose results move from one framework to another on the same data: both are run, and each change
 * alone.  Of options the folder, year, tables, use_reference, keys and threads are used.  LUS_OK
 * also where much moves; LUS_SEAL when the reference is refused. */
LUS_API LusStatus lus_impact(Lustrum *lus, const char *old_path, const char *new_path,
                             const LusOptions *options, LusDiffForm form, LusResult **out);
/* Whether the result folder at `path` is as it was written and agrees with itself, without the
 * data: hashes, signatures beside the manifest, the seal log, the sums of the ledger, control
 * totals, words of the rules.  `keys` as in LusOptions.  LUS_SEAL when it does not. */
LUS_API LusStatus lus_verify_result(Lustrum *lus, const char *path, const char *keys, int json,
                                    LusResult **out);
/* Whether the file at `path` is a frozen reference, and who signed it.  LUS_SEAL when not, or when
 * a signature does not fit. */
LUS_API LusStatus lus_verify_reference(Lustrum *lus, const char *path, const char *keys, int json,
                                       LusResult **out);
/* Two kept results side by side.  With the data that each was made of, it is told by what each
 * figure moved, and by which rows of the data. */
typedef struct LusComparison {
    const char *before, *after;           /* result folders */
    const char *data_before, *data_after; /* NULL: not at hand */
    const char *keys;                     /* as in LusOptions */
    int json, html;
    unsigned threads;
} LusComparison;
/* LUS_OK: all figures are the same; LUS_FOUND: some moved; LUS_SEAL: a folder is not as it was
 * written. */
LUS_API LusStatus lus_compare(Lustrum *lus, const LusComparison *asked, LusResult **out);
/* The appeal bundle of one school: a folder with its figures, the rules, and its rows of the data.
 */
typedef struct LusBundle {
    const char *results, *key;
    const char *level;    /* "School"; NULL: the first that is reviewed and has the key */
    const char *data_dir; /* of the data that the results were made of */
    const LusTable *tables;
    size_t table_count;
    const char *use_reference; /* that the results were made with; NULL: it is beside the data */
    const char *keys;          /* as in LusOptions */
    const char *out_dir;       /* the bundle; must not be there */
    int personal;              /* rows of persons too */
    int json;
} LusBundle;
LUS_API LusStatus lus_bundle(Lustrum *lus, const LusBundle *asked, LusResult **out);
/* Kept results as a folder of pages for a browser: the nation, each school, trust and region, an
 * audit annex and an index.  Nothing is worked out again.  Each page stands alone and asks nobody
 * for anything. */
typedef struct LusReport {
    const char *results;        /* a result folder */
    const char *const *earlier; /* results of earlier years of the same framework, for what was */
    size_t earlier_count;
    const char *out_dir;   /* the folder of pages: new, or of an earlier report */
    const char *only;      /* the key of a unit: of units only its pages; NULL: of all */
    const char *draft_for; /* the key of a unit: only its page before publication; NULL */
    const char *level;     /* of draft_for, where the key is one of several levels; NULL */
    int year; /* which of the results are reported: those of that school year's first calendar year;
               * 0: `results` */
    const char *theme; /* a file of CSS that is added to the style of every page; NULL */
    const char *keys;  /* as in LusOptions */
    int vega;          /* also the charts of each page as Vega-Lite, beside it */
    int json;
    unsigned threads; /* 0: one per processor; no byte depends on it */
} LusReport;
LUS_API LusStatus lus_report(Lustrum *lus, const LusReport *asked, LusResult **out);
/* Kept results in a form of another tool: the text of the result is the file.  Nothing is worked
 * out again, and nothing that is withheld is in it. */
typedef enum LusExportForm {
    LUS_EXPORT_SQLITE,  /* a database */
    LUS_EXPORT_XLSX,    /* a workbook of Excel */
    LUS_EXPORT_EES,     /* the data file of Explore Education Statistics ... */
    LUS_EXPORT_EES_META /* ... and the file that says what its columns are */
} LusExportForm;
typedef struct LusExport {
    LusExportForm form;
    const char *results;  /* a result folder */
    const char *keys;     /* as in LusOptions */
    const char *country;  /* of the last two: "E92000001=England", which is also meant by NULL */
    int spreadsheet_copy; /* texts that a spreadsheet would run get an apostrophe before them */
} LusExport;
LUS_API LusStatus lus_export(Lustrum *lus, const LusExport *asked, LusResult **out);
/* Works the result folder at `path` out again from the data and the rule texts in it, and compares
 * every file byte for byte.  Of the options, where the data are and what changes no figure count;
 * year, exact, spreadsheet_copy and vintage are those of the manifest.  With out_dir the new
 * results are kept there.  LUS_OK: identical; LUS_FOUND: something differs, or other data;
 * LUS_SEAL: the folder is not as it was written. */
LUS_API LusStatus lus_replay(Lustrum *lus, const char *path, const LusOptions *options,
                             LusResult **out);
/* The program's instructions, each with the rule it comes from. */
LUS_API LusStatus lus_disassemble(LusProgram *program, int json, LusResult **out);
/* The page on a message: "L0201".  LUS_CANNOT when there is no such code; then the text names the
 * nearest. */
LUS_API LusStatus lus_explain(Lustrum *lus, const char *code, int json, LusResult **out);

/* The text of a result, which ends in a zero byte; its length in *length unless that is NULL. */
LUS_API const char *lus_text(const LusResult *result, size_t *length);
/* What took how long, when LusOptions.profile asked for it, as text or one line of JSON; else
 * empty. */
LUS_API const char *lus_profile(const LusResult *result);
LUS_API void lus_result_close(LusResult *result);

typedef enum LusPhase {
    LUS_PREPARING,
    LUS_READING,
    LUS_RUNNING,
    LUS_COUNTING,
    LUS_WRITING
} LusPhase;
typedef struct LusProgress {
    LusPhase phase;
    uint64_t rows, bytes; /* read so far, of all files */
    unsigned step, steps; /* of the rules: running step 3 of 40 */
} LusProgress;
/* How far the call has come that is running, or came last.  The one function that another thread
 * may call while a call runs. */
LUS_API void lus_progress(const Lustrum *lus, LusProgress *seen);

#ifdef __cplusplus
}
#endif

#endif
