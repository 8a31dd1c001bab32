/* program.h -- a checked framework as column code: what the VM runs.
 *
 * A program works on spaces (the nation, a record's rows, groups).  It is a list of steps; a row
 * step runs straight-line, single-assignment code over batches of its space's rows, stores whole
 * columns and fills accumulators of other spaces, whose results are columns when the step ends.
 * There are no jumps, loops, calls or pointers, so a small verifier proves it before every run.
 * A program points at nothing outside its own arena; source places are spans only.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_PROGRAM_H
#define LUSTRUM_PROGRAM_H

#include "column.h"
#include "diag.h"
#include "number/exact.h"
#include "number/round.h"
#include "table/schema.h"

typedef enum {
#define OP(name, d, a, b, c, doc) OP_##name,
#include "vm/op.def"
#undef OP
    OP_COUNT
} Op;

typedef struct OpInfo {
    const char *name;
    char kind[4]; /* d, a, b, c: the letters of op.def */
    const char *doc;
} OpInfo;
extern const OpInfo op_info[OP_COUNT];

#define NONE UINT32_MAX

typedef struct Instr {
    uint16_t op;
    uint32_t d, a, b, c; /* registers, or indexes into the program's lists */
} Instr;

/* ---- spaces: what has rows ---- */

typedef enum { SPACE_NATION, SPACE_RECORD, SPACE_GROUP } SpaceKind;

typedef struct Space {
    SpaceKind kind;
    Str name;        /* "nation", "Pupil", "Pupil by group" */
    uint32_t record; /* SPACE_RECORD: which of Program.schemas */
    /* SPACE_GROUP: rows are the different keys among the rows of `of`, under each row of `level`;
     * one more row follows, the empty group, for what is asked of a key that no row has. */
    uint32_t of, level;
    uint32_t key_count;
    uint32_t *key_column;  /* columns of this space, filled by the group step: the key's values */
    uint32_t level_column; /* TYPE_ROW column of this space: the row of `level`; NONE: the nation */
} Space;

/* ---- columns ---- */

typedef enum {
    COLUMN_FIELD,   /* a field of the record, as loaded; a link is TYPE_ROW */
    COLUMN_STORED,  /* written by a row step's STORE */
    COLUMN_REDUCED, /* written by an accumulator when its step ends */
    COLUMN_GROUP,   /* TYPE_ROW: the group of each row, written by a group step */
    COLUMN_KEY,     /* a group's key, written by its group step */
    COLUMN_LEVEL,   /* TYPE_ROW: the level row of a group, written by its group step */
    COLUMN_ORDERED, /* written by an order, rank or pool step */
    COLUMN_EARLIER  /* of an earlier year: there before the first step (EarlierRead) */
} ColumnOrigin;

typedef struct ColumnInfo {
    uint32_t space;
    Type type;
    ColumnOrigin origin;
    uint32_t field;  /* COLUMN_FIELD: which field of the record */
    uint32_t target; /* TYPE_ROW: the space its rows are of */
    bool keep;       /* wanted after the run (output, ledger, why); others may be dropped early */
    Str name;        /* for people: "progress_8", "Pupil.prior" */
    Span span;
} ColumnInfo;

/* ---- accumulators ---- */

typedef enum {
    ACC_SUM,
    ACC_MEAN,
    ACC_SAMPLE_DEVIATION,
    ACC_POPULATION_DEVIATION,
    ACC_WEIGHTED_SUM,
    ACC_WEIGHTED_MEAN,
    ACC_COUNT,
    ACC_SHARE, /* yes / rows; of no rows missing */
    ACC_SOME,  /* yes/no: any yes; of no rows no */
    ACC_EVERY, /* yes/no: all yes; of no rows yes */
    ACC_LEAST,
    ACC_GREATEST,
    ACC_ONE,
    ACC_DIFFERENT,
    ACC_PICK
} AccKind;

/* One slot of a pick, in order.  Columns of the target space, NONE where nobody asks. */
typedef struct PickSlot {
    Str name;
    uint32_t takes;
    uint32_t within; /* + 1: the slot that gathers it with others; 0: none does */
    bool gathers;    /* its rows are those of the slots within it, `takes` at most in all */
    uint32_t sum, count, least, greatest;
} PickSlot;

typedef struct Acc {
    AccKind kind;
    uint32_t target; /* space */
    uint32_t column; /* COLUMN_REDUCED of the target space (not ACC_PICK) */
    /* ACC_PICK */
    bool lowest_first;
    bool greatest_total; /* of all slots together, and not slot by slot */
    uint32_t slot_count;
    PickSlot *slots;
    uint32_t picked_column; /* of the target: how many rows were picked in all; NONE */
    Span span;
} Acc;

/* ---- tables, lists, rounding ---- */

typedef enum { KEY_CODE, KEY_NUMBER, KEY_RANGE, KEY_YEAR_RANGE } KeyMatch;

/* One cell of a key column.  Bounds of a range: has_low/has_high, each closed or open. */
typedef struct KeyCell {
    uint32_t code;           /* KEY_CODE: index into Program.texts */
    const Exact *low, *high; /* KEY_NUMBER: low; ranges: NULL is open-ended */
    bool low_open, high_open;
} KeyCell;

typedef struct ValueCell {
    uint8_t reason; /* 0 known */
    const Exact *number;
    uint32_t code; /* index into Program.texts */
    bool yes;
} ValueCell;

typedef struct TableInfo {
    Str name;
    uint32_t key_count, row_count;
    KeyMatch *match;   /* per key */
    KeyCell *keys;     /* row_count * key_count, row by row */
    Type type;         /* of the result */
    ValueCell *values; /* row_count */
    /* A curve, which INTERPOLATE asks: the result is value + slope * the key number `slope_key`. */
    const Exact **slope; /* row_count; NULL: a plain table, which LOOKUP asks */
    uint32_t slope_key;
    uint8_t outside; /* a curve: the reason where no row holds */
    Span span;
} TableInfo;

typedef struct ListInfo {
    Str name;
    uint32_t count;
    uint32_t *code; /* indexes into Program.texts */
    Span span;
} ListInfo;

typedef struct Constant {
    Type type;
    const Exact *number; /* number; date, year, band as whole numbers */
    uint32_t code;       /* index into Program.texts */
    bool yes;
} Constant;

/* ---- steps ---- */

typedef enum {
    STEP_ROWS,
    STEP_GROUP, /* makes the rows of a group space */
    STEP_ORDER, /* k-th lowest, median, quantile of a column, per target row */
    STEP_RANK,  /* rank of each row within its target row */
    STEP_POOL   /* means of a group space, neighbours along its last key pooled until they rise */
} StepKind;

typedef enum { ORDER_KTH_LOWEST, ORDER_KTH_HIGHEST, ORDER_QUANTILE } OrderKind;
/* Hyndman and Fan (1996), The American Statistician 50(4), their numbers. */
typedef enum {
    QUANTILE_NEAREST_RANK = 1, /* type 1, inverse of the distribution function */
    QUANTILE_HAZEN = 5,
    QUANTILE_EXCLUSIVE = 6, /* type 6, PERCENTILE.EXC */
    QUANTILE_INCLUSIVE = 7, /* type 7, PERCENTILE.INC; the median is its half */
    QUANTILE_MEDIAN_UNBIASED = 8
} QuantileMethod;
typedef enum {
    TIES_MEAN,
    TIES_LOWEST,
    TIES_HIGHEST,
    TIES_FIELDS /* none: equal rows stand in the order of their declared fields */
} Ties;

/* What a rank goes by where all before is equal. */
typedef struct RankKey {
    uint32_t column; /* number or yes/no; no is below yes */
    bool lowest_first;
} RankKey;

typedef struct RegInfo {
    Type type;
    uint32_t target; /* TYPE_ROW: the space; else NONE */
} RegInfo;

typedef struct Step {
    StepKind kind;
    uint32_t space; /* whose rows it runs over */
    Span span;      /* the rule line, for the profile and the disassembler */
    /* STEP_ROWS */
    uint32_t order; /* TYPE_ROW column of the space: rows come grouped by it; NONE: any order */
    uint32_t code, code_count; /* Program.code[code ...] */
    uint32_t reg_count;
    const RegInfo *regs;
    /* STEP_GROUP: space is the one grouped (Space.of); the others are columns of it */
    uint32_t group;        /* the group space made */
    uint32_t group_column; /* COLUMN_GROUP written */
    /* STEP_GROUP, STEP_RANK: rows with the same keys are ranked among themselves */
    uint32_t key_count;
    const uint32_t *keys; /* key columns read */
    /* STEP_GROUP, STEP_ORDER, STEP_RANK */
    uint32_t mask;  /* yes/no column: only these rows; NONE: all */
    uint32_t level; /* TYPE_ROW column: the group level's row, the target's row; NONE: the nation */
    /* STEP_ORDER, STEP_RANK; STEP_POOL: out = value / k pooled, rising when lowest_first */
    uint32_t target; /* space of the result (STEP_ORDER) */
    uint32_t value;  /* number column read; STEP_RANK: or yes/no */
    uint32_t out;    /* column written */
    OrderKind order_kind;
    uint32_t k;        /* number column of the target: which; NONE for quantiles */
    const Exact *part; /* quantile: 0..1 */
    QuantileMethod method;
    bool lowest_first; /* rank 1 is the lowest */
    uint32_t then_count;
    const RankKey *thens; /* after value */
    Ties ties;
} Step;

/* ---- what is printed: see result/ ---- */

typedef struct MeasureOut {
    Str name, title;
    Str unit;     /* "points", "%", or a name */
    bool percent; /* shown times 100 */
    Round shown;  /* of the figure itself: 2 places of a percentage is a step of 1/10000 */
    int places;   /* decimals printed */
    uint32_t value, lower, upper, counted, of, band; /* columns of the level; NONE where not made */
    uint32_t band_count;
    const Str *band_name, *band_title; /* best first */
} MeasureOut;

typedef struct ReviewOut {
    Str name, title;
    uint32_t finding; /* TYPE_BAND column; NONE when there is no review of this level */
    uint32_t finding_count;
    const Str *finding_name, *finding_title;
    bool *finding_is_missing; /* the `when missing` line */
    uint32_t secure;          /* yes/no column */
    uint32_t considered_count;
    const uint32_t
        *considered; /* value columns, in the order of `considers`: which and why missing */
    const Str *considered_name;
} ReviewOut;

typedef struct PowerOut {
    Str name, title, held_by;
    uint32_t open;    /* yes/no column; missing is "not decided" */
    uint32_t held_in; /* record space in each of whose rows it is held, or NONE */
} PowerOut;

/* One output file: School.csv, or School.by.disadvantaged.csv for a split. */
typedef struct LevelOut {
    uint32_t space; /* record, or group space of a split */
    Str file;
    uint32_t record; /* whose key and identity fields begin each line */
    uint32_t measure_count, review_count, power_count;
    MeasureOut *measures;
    ReviewOut *reviews;
    PowerOut *powers;
} LevelOut;

/* A national figure: a line per row of its space in nation.csv. */
typedef struct NationOut {
    Str measure, name; /* "progress_8", "expected" */
    uint32_t space, column;
    bool has_shown;
    Round shown; /* of the figure itself: 2 places of a percentage is a step of 1/10000 */
    int places;  /* decimals printed */
    bool percent;
} NationOut;

/* How the rows of one level belong to those of another: by links of their own, or by the rows of a
 * record that joins the two. */
typedef struct LinkOut {
    uint32_t level, of; /* records with a level file: which rows belong, and to which */
    uint32_t through; /* the record that joins them; NONE: the rows of `level` say it themselves */
    uint32_t from;    /* TYPE_ROW column of `through`: the row of `level`; NONE: see through */
    uint32_t to;      /* TYPE_ROW column: the row of `of` */
    uint32_t weight;  /* number column of `through`: what the row weighs; NONE */
    uint32_t status;  /* yes/no column of `through`: missing where it is left out; NONE */
} LinkOut;

/* Who could help whom among the rows of a record: result/support.h. */
typedef struct SupportOut {
    Str name, title;
    uint32_t of, group;     /* records; group NONE: all rows are of the nation */
    uint32_t row;           /* TYPE_ROW column of `of`: its row of `group`; NONE: the nation */
    uint32_t seeks, offers; /* yes/no columns */
    uint32_t nearest;       /* so many are named, and those as near as the last */
    uint32_t figure_count;
    const Str *figure_name;
    const uint32_t *figure; /* number columns: what is compared; only why it is missing is told */
    const uint32_t *rank;   /* number columns: halves */
} SupportOut;

/* The measuring ledger of one measure at one record: the histogram of its column's reasons. */
typedef struct MeasuringOut {
    Str measure;
    uint32_t space;
    uint32_t column;      /* counted = known rows */
    uint32_t of_pick;     /* a pick: column (of the parent) of how many were picked; NONE */
    uint32_t picked_from; /* the record picked from; NONE */
} MeasuringOut;

typedef struct GoalOut {
    Str name, title, measure;
    uint32_t value; /* nation column */
    const Exact *target;
    bool percent, higher_is_better;
    Round shown; /* of the figure itself: 2 places of a percentage is a step of 1/10000 */
    int places;  /* decimals printed */
    int year;    /* by: first calendar year */
} GoalOut;

/* Our figure beside one that the data bring, for each row of a space. */
typedef struct ReconcileOut {
    Str name, title, because;
    uint32_t space;
    uint32_t given, ours; /* number columns */
    uint32_t most;        /* how far apart they may be; NONE: not at all */
    bool reported;        /* as far as they are: it is only reported */
    bool percent;         /* printed times 100, with % */
    Span span;
} ReconcileOut;

/* What is shown to the public of a finished run: tables as level files are, with the counts of what
 * is withheld too, of which some are hidden (runtime/publish/hide.h). */
typedef struct PublishOut {
    Str name, title;
    Str mark;               /* of what is hidden */
    Str missing_mark;       /* of what is missing for a reason without a mark; empty: none */
    const Str *reason_mark; /* per reason, of all that there can be */
    uint32_t small;         /* counts of 1 to this are hidden */
    uint32_t possible;      /* how many numbers a hidden count could be, at least 2 */
    bool rounded;           /* shown counts are: */
    Round counts;
    uint32_t level_count;
    LevelOut *levels; /* records, the nation, splits; counted and of are never NONE */
    Span span;
} PublishOut;

typedef enum { REASON_IS_MISSING, REASON_IS_LEFT_OUT, REASON_IS_NOT_MADE } ReasonKind;

typedef struct ReasonInfo {
    Str name;    /* no_ks2_result */
    Str printed; /* "no Key Stage 2 result": what reports say; `withheld as` symbols stand here */
    Str because; /* of a leaves out or not made; may be empty */
    ReasonKind kind;
} ReasonInfo;

/* A column that holds, for each row of its space, what an earlier year's program exports for the
 * row of the same unit; missing where that year or that unit is not there. */
typedef struct EarlierRead {
    uint32_t column;
    uint32_t lag;     /* school years before this program's: 1 is the year before */
    uint32_t export_; /* index into the exports of the program of that year */
} EarlierRead;

/* Sealed rules are official, those of one year a study, all others a draft. */
typedef enum Mode { MODE_DRAFT, MODE_STUDY, MODE_OFFICIAL } Mode;

/* Since when a measure has stood as it is: the school years that it was, is and will be the same.
 */
typedef struct Unchanged {
    Str measure;
    int first, last;
} Unchanged;

typedef struct Standing {
    Mode mode;
    /* of official ones: */
    Str log;                  /* the name of the seal log */
    bool amended;             /* they are not as first sealed */
    uint64_t record, records; /* which of its records holds the rules, and how many there are */
    Str hash, first, last;    /* of that record, of the first and of the last, as sha256:... */
    Str meaning, wording;     /* hashes of the rules */
    Str agreed_by, on;
    const Unchanged *unchanged; /* a measure each, by name */
    size_t unchanged_count;
} Standing;

typedef struct Program Program;
struct Program {
    Arena *arena;
    Str name, title, owner;
    int edition;
    int term_first, term_last;   /* first calendar years of school years */
    Standing standing;           /* what the rules are bound by; no figure depends on it */
    const ListFile *corrections; /* of the data; NULL: none are declared */
    const ListFile *decisions;   /* on powers; NULL: none are declared */
    Span span;                   /* of the framework line, or of `uses reference` */
    int reference; /* the year whose national figures later years use; 0: each makes its own */
    int year;      /* the year it was compiled for */

    uint32_t schema_count;
    RecordSchema *schemas;
    uint32_t space_count;
    Space *spaces; /* 0 is the nation; 1 .. schema_count the records in order */
    uint32_t column_count;
    ColumnInfo *columns;
    uint32_t acc_count;
    Acc *accs;
    uint32_t table_count;
    TableInfo *tables;
    uint32_t list_count;
    ListInfo *lists;
    uint32_t text_count;
    Str *texts; /* codes and texts of the program; the VM turns them into atoms */
    uint32_t constant_count;
    Constant *constants;
    uint32_t rounding_count;
    Round *roundings;
    uint32_t reason_count;
    ReasonInfo *reasons; /* REASON_... first */
    uint32_t arg_count;
    uint32_t *args;
    uint32_t code_count;
    Instr *code;
    Span *spans; /* one per instruction */
    uint32_t step_count;
    Step *steps;

    uint32_t level_count;
    LevelOut *levels;
    uint32_t link_count;
    LinkOut *links;
    uint32_t support_count;
    SupportOut *supports;
    uint32_t nation_count;
    NationOut *nation;
    uint32_t measuring_count;
    MeasuringOut *measuring;
    uint32_t goal_count;
    GoalOut *goals;
    const PublishOut *publish; /* NULL: nothing is */
    uint32_t reconcile_count;
    ReconcileOut *reconciles;

    /* earlier years */
    uint32_t earlier_count;
    EarlierRead *earlier;
    uint32_t export_count;
    uint32_t *exports; /* columns that programs of later years read */
    /* The programs of the years before, which make only what is asked of them: before[0] is that of
     * the year before this one.  NULL: nothing is asked of that year. */
    uint32_t before_count;
    Program *const *before;
};

/* Proves what the VM relies on (rules V1 ... in spec/bytecode.md).  False: a Diag says which rule.
 */
bool program_verify(const Program *program, Diags *diags);

/* The program as text, with the words of its source where `line_of` gives them (may be NULL); at
 * its end the cost known before a run: instructions for each row, a line per space. */
typedef Str LineOf(void *user, Span span);
Str program_disassemble(Arena *arena, const Program *program, LineOf *line_of, void *user);

#endif
