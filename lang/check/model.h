/* model.h -- what the checker knows: a framework as records, definitions and typed formulas.
 *
 * Formulas are hash-consed: equal formulas of one space are one Expr, so the same thing is computed
 * once and facts about it are pointer comparisons.  An Expr belongs to a space (the rows it has a
 * value for); reading another space is an explicit EXPR_READ, and a reduction an EXPR_GATHER.
 * Everything lives in the model's arena; nothing points back from a Program into it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_MODEL_H
#define LUSTRUM_MODEL_H

#include "column.h"
#include "diag.h"
#include "node.h"
#include "number/exact.h"
#include "number/round.h"
#include "source.h"
#include "table/schema.h"
#include "vm/program.h"

typedef struct Model Model;
typedef struct Expr Expr;
typedef struct Def Def;
typedef struct Record Record;
typedef struct Measure Measure;
typedef struct Group Group;

/* ---- units: 0 any (a literal takes the unit of what it meets), 1 pure, 2 per cent, then names
 * ---- */
enum { UNIT_ANY, UNIT_PURE, UNIT_PERCENT, UNIT_FIRST_NAMED };

/* How exact a number is: language.md 2.1. */
typedef enum { RATIONAL, ROOT_NUMBER, LIMIT } Nature;

/* Where rows are: the nation, a record, or the groups of a `by` or a split. */
typedef enum { PLACE_NATION, PLACE_RECORD, PLACE_GROUP } PlaceKind;
typedef struct Place {
    PlaceKind kind;
    Str name;
    Record *record; /* PLACE_RECORD */
    Group *group;   /* PLACE_GROUP */
    uint32_t space; /* index into Program.spaces, set by emit */
} Place;

struct Group {
    Place place;
    Record *of;        /* whose rows are grouped */
    Place *level;      /* under each row of which place */
    const Expr **keys; /* at `of` */
    size_t key_count;
    Str *key_names;
    const Expr *mask;       /* at `of`: only these rows make groups; NULL all */
    const Measure *counted; /* whose counted rows (the mask) */
    Measure *measure;
    const Node *node;                 /* the keys: LIST of NAME, PATH (AGG's BY), or SPLIT */
    uint32_t column;                  /* of `of`: the group of each row, set by emit */
    bool is_split, is_each, resolved; /* is_each: `over different pupil of Rolls` */
};

typedef enum {
    EXPR_CONST,   /* number, code, yes/no, date, year, band */
    EXPR_MISSING, /* missing with `reason` */
    EXPR_FIELD,   /* field of the place's record */
    EXPR_LINK,    /* TYPE_ROW: the parent row by field (a link) */
    EXPR_KEY,     /* a group's key number `index`, at the group's place */
    EXPR_LEVEL,   /* TYPE_ROW: the level row of a group, at the group's place */
    EXPR_MEMBER,  /* TYPE_ROW: the group of each row, at group->of */
    EXPR_DEF,     /* a definition of the same place */
    EXPR_READ,    /* arg 0 at another place, at row arg 1 (NULL: the nation) */
    EXPR_EARLIER, /* `earlier`, a formula of the same place in the model `in` of an earlier year */
    EXPR_FIND,    /* TYPE_ROW: the row of `group` whose level row (if any) and keys are the args */
    EXPR_ADD,
    EXPR_SUB,
    EXPR_MUL,
    EXPR_DIV,
    EXPR_NEG,
    EXPR_ROOT,
    EXPR_LEAST,
    EXPR_GREATEST,
    EXPR_LEAST_KNOWN,
    EXPR_GREATEST_KNOWN,
    EXPR_MEDIAN_KNOWN,
    EXPR_ROUND,
    EXPR_FULL_YEARS, /* whole years, months, days from a date to a date */
    EXPR_FULL_MONTHS,
    EXPR_FULL_DAYS,
    EXPR_YESNO_NUMBER,
    EXPR_LT,
    EXPR_LE,
    EXPR_GT,
    EXPR_GE,
    EXPR_EQ,
    EXPR_NE,
    EXPR_SAME_CODE,
    EXPR_SAME_YESNO,
    EXPR_IN_LIST,
    EXPR_NOT,
    EXPR_AND,
    EXPR_OR, /* `guarded`: the second part relies on the first */
    EXPR_IS_KNOWN,
    EXPR_IS_REASON,
    EXPR_CHOOSE,   /* args: condition, then, else */
    EXPR_INSTEAD,  /* args: value, instead */
    EXPR_WITHHOLD, /* args: value, condition; `reason` */
    EXPR_AFTER,    /* args: first, value */
    EXPR_LOOKUP,   /* `table`, args */
    EXPR_GATHER,   /* a reduction of rows of `record` into this place: see Expr.gather */
    EXPR_PICKED,   /* a slot's figure of `pick`, at the pick's place: gather kind in `index` */
    EXPR_RANK,     /* rank of arg 0 at its own place: see Expr.gather */
    EXPR_POOL,     /* at a group's place: arg 0 (sums) over arg 1 (weights), neighbours along the
                    * last key put together until they rise (yes) or fall; arg 2: without that */
    EXPR_ALONG     /* on the straight lines through the groups' arg 0 (height) at arg 1; the others
                    * are at this place: level row (if any), keys but the last, where.  yes: beyond
                    * the ends as at them */
} ExprKind;

typedef enum {
    GATHER_KIND_SUM,
    GATHER_KIND_MEAN,
    GATHER_KIND_SAMPLE,
    GATHER_KIND_POPULATION,
    GATHER_KIND_WEIGHTED_SUM,
    GATHER_KIND_WEIGHTED_MEAN,
    GATHER_KIND_COUNT,
    GATHER_KIND_SHARE,
    GATHER_KIND_SOME,
    GATHER_KIND_EVERY,
    GATHER_KIND_LEAST,
    GATHER_KIND_GREATEST,
    GATHER_KIND_ONE,
    GATHER_KIND_DIFFERENT,
    GATHER_KIND_KTH_LOWEST,
    GATHER_KIND_KTH_HIGHEST,
    GATHER_KIND_QUANTILE
} GatherKind;

typedef struct Gather {
    GatherKind kind;
    Place *from;        /* the place whose rows are reduced (a record) */
    const Expr *value;  /* at from; NULL for counts */
    const Expr *mask;   /* at from: where, and the measure's counted rows; NULL all */
    const Expr *weight; /* at from */
    const Expr *row;    /* at from, TYPE_ROW: the target row; NULL: the nation */
    const Expr *k;      /* at the target */
    const Exact *part;  /* quantile */
    QuantileMethod method;
    /* EXPR_RANK: keys and values after the first */
    const Expr **keys, **thens; /* at from */
    bool *then_lowest;
    uint32_t key_count, then_count;
    bool lowest_first;
    Ties ties;
    const Expr *where;      /* what the text says after `where`, a part of the mask; NULL */
    const Measure *counted; /* inside whose counted rows; NULL: all rows */
    bool has_where;
} Gather;

typedef struct Pick Pick;

struct Expr {
    ExprKind kind;
    Place *place;
    Type type;
    uint32_t unit; /* numbers */
    Nature nature; /* numbers */
    Span span;     /* where it was first written */
    uint32_t hash;
    uint32_t id; /* order of making: deterministic */
    /* payload */
    const Exact *number;
    Str text; /* a code constant */
    bool yes, guarded;
    uint8_t reason;
    uint32_t index; /* field, key, rounding, slot ... by kind */
    uint32_t table, list;
    const Measure *bands; /* TYPE_BAND: whose */
    Def *def;
    Group *group;
    Gather *gather;
    Pick *pick;
    const Expr **arg;
    uint32_t arg_count;
    const ListInfo *codes; /* TYPE_CODE: the only texts it can hold; NULL: any */
    const Expr *earlier;
    Model *in;
    const Def *frozen; /* it was put in for a reading of that definition, from a reference */
};

/* ---- records ---- */

typedef struct Field {
    Record *record;
    Str name;
    uint32_t index; /* in the record's schema */
    const Node *node;
    Role role;
    Type type;
    uint32_t unit;
    Record *parent; /* a link's */
    const ListInfo *codes;
    const Exact *low, *high; /* a number's range; NULL when none */
    bool whole, can_miss;
} Field;

struct Record {
    Place place;
    Str name, plural;
    uint32_t index; /* in Program.schemas */
    const Node *node;
    Field *fields;
    size_t field_count;
    Record *named_by_record;
    Field *named_by_field;
    bool has_personal_key;
    bool has_day; /* its file describes a day: `on census`, in the model's year */
    int64_t day;
    const Node *continues;    /* CONTINUES_FROM; NULL */
    uint32_t first_continues; /* fields with the key that a row had before: as many as ... */
    size_t continues_count;   /* ... it has columns */
};

/* ---- definitions ---- */

typedef enum { DEF_DERIVE, DEF_LET, DEF_VALUE, DEF_LOWER, DEF_UPPER, DEF_BAND } DefKind;

struct Def {
    DefKind kind;
    Str name;         /* for people */
    const Node *node; /* what defines it */
    Place *place;     /* a group's for `by` */
    Measure *measure; /* NULL for derive */
    enum { DEF_WAITING, DEF_BUSY, DEF_DONE } state;
    const Expr *expr; /* when done; an error gives a constant missing and `failed` */
    bool failed;
    Def *why;    /* who asked first: shows a cycle */
    bool frozen; /* its figures are taken from a reference, not made */
};

/* A level of a measure: `for each School` with its place. */
typedef struct Level {
    Measure *measure;
    Place *place;
    const Node **clauses; /* of all blocks for this level, in order */
    size_t clause_count;
    Def **lets;
    size_t let_count;
    Pick **picks;
    size_t pick_count;
    Def *value, *lower, *upper, *band;
    const Expr *withheld; /* condition; NULL */
    uint8_t withheld_reason;
    bool has_value;
    struct Level *of_split;   /* the level that a split repeats; NULL */
    const Gather *first;      /* the first reduction of the value; NULL */
    const Expr *counted, *of; /* counts for the output; NULL */
    const Expr *taken, *all;  /* the same where the figure is withheld too */
} Level;

typedef struct Slot {
    Str name;
    uint32_t takes;
    uint32_t within;  /* + 1: the slot that gathers it; 0: none does */
    bool gathers;     /* `takes 2 of (humanities, languages)`: no mask */
    const Expr *mask; /* at the candidates' place; the rest: all ones */
    const Node *node;
} Slot;

struct Pick {
    Level *level;
    Record *from;
    const Node *node;
    const Expr *points, *size, *mask; /* at from */
    const Expr *row;                  /* at from: the target */
    bool lowest_first, greatest_total, done, busy;
    bool ringed; /* said once to need itself */
    Slot *slots;
    size_t slot_count;
};

typedef struct LeaveOut {
    Record *record;
    Str label;
    const Node *node;
    const Expr *condition; /* when done */
    bool busy, done;
    uint8_t reason;
} LeaveOut;

typedef struct Band {
    Str name, title;
    const Node *node;
} Band;

struct Measure {
    Str name, title;
    const Node *node;
    bool outcome, context, national_progress, gap, higher_is_better, lower_is_better;
    uint32_t unit;
    Round shown;
    int places; /* decimals printed */
    bool says_shown, has_shown, percent;
    Level *levels;
    size_t level_count, level_cap;
    LeaveOut *leaves;
    size_t leave_count;
    const Node *band_lines; /* BANDS: its own, or those of the measure it takes them from */
    Band *bands;
    size_t band_count;
    Field **allowed; /* `uses FIELD because` */
    size_t allowed_count;
    bool not_made; /* in the model's year */
    uint8_t not_made_reason;
    bool considered; /* by some review */
};

typedef struct Param {
    Str name, title;
    const Node *node;
    const Expr *value; /* in the model's year */
    uint32_t unit;
    bool unsaid; /* it has no value for the model's year */
} Param;

typedef struct TableDef {
    Str name;
    const Node *node;
    bool readable; /* its rows fit its headings; false after a message */
} TableDef;

typedef struct Formula {
    Str name;
    const Node *node;
    bool busy;
} Formula;

/* A name of the framework's outermost scope. */
typedef enum {
    NAME_RECORD,
    NAME_PLURAL,
    NAME_LIST,
    NAME_TABLE,
    NAME_PARAMETER,
    NAME_MEASURE,
    NAME_REVIEW,
    NAME_POWER,
    NAME_GOAL,
    NAME_RECONCILE,
    NAME_PUBLISH,
    NAME_REPORT,
    NAME_SUPPORT,
    NAME_FORMULA
} NameKind;
typedef struct Name {
    Str name;
    NameKind kind;
    void *what;
    Span span;
    uint32_t list; /* NAME_LIST: index into Program.lists */
} Name;

#endif
