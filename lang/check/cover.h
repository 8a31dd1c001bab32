/* cover.h -- exact reasoning about lists of conditions: can this hold, do two overlap, is there a
 * gap, can a line ever apply; and the same for the rows of a table of intervals.
 *
 * The checker turns each condition into a small tree over numbered variables (value, lower, shown
 * value ...) and opaque questions, states the facts that always hold, and asks.  Nothing here knows
 * the syntax tree, adds a message or rounds.
 *
 * What an answer means.  COVER_YES and COVER_NO are both proved: YES comes with values, on their
 * grids, that satisfy the condition and the facts; NO means that no such values exist.  The third
 * answer, COVER_UNKNOWN, says that the proof was given up: the search passed COVER_STEPS steps or
 * COVER_ROWS inequalities at once.  It cannot happen for want of theory when each variable is free
 * of a grid, when each inequality speaks of one variable, or when inequalities are differences
 * x - y between variables of one grid (and any number of variables without): there the method is
 * complete.  Where several variables on grids stand together with other coefficients it tightens
 * each inequality to the grid and then splits a variable's range, which ends for bounded variables
 * but may use up the steps.
 * Where the tree is coarser than the text (a part that is not linear made into a question) YES may
 * speak of a case that cannot arise; NO stays true.
 *
 * Numbers are rationals (Exact without a root).  Everything lives in the arena of cover_open;
 * what is given is copied.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COVER_H
#define LUSTRUM_COVER_H

#include "arena.h"
#include "number/round.h"
#include "str.h"

enum {
    COVER_STEPS = 20000, /* cases tried for one question: well under a second */
    COVER_ROWS = 400,    /* inequalities held at once: more come from no rule that is read aloud */
    COVER_VARS = 64      /* variables of one question */
};

typedef enum { COVER_NO, COVER_YES, COVER_UNKNOWN } CoverAnswer;

/* sum of (coefficient * variable) + constant REL 0 */
typedef enum { COVER_LT, COVER_LE, COVER_EQ, COVER_GE, COVER_GT, COVER_NE } CoverRel;

typedef struct CoverVars CoverVars;
typedef struct Cover Cover; /* a condition; NULL is none */

typedef struct CoverTerm {
    uint32_t var;
    const Exact *coef;
} CoverTerm;

/* How a message writes a variable's value. */
typedef enum {
    COVER_NUMBER,  /* value = 0.5 */
    COVER_PERCENT, /* value = 40%, kept as 2/5 */
    COVER_CODE,    /* kind is "01": the value is a place in `words` */
    COVER_BAND,    /* progress_8 is well_above: a place in `words` */
    COVER_YEAR,    /* 2026 is 2026/27 */
    COVER_DATE     /* days since 1970-01-01, as 2026-09-01 */
} CoverShow;

/* What cover_var is told of a variable.  Zero-initialise; what is not said is not known. */
typedef struct CoverVar {
    Str name; /* as the author writes it: "value", "shown value"; empty: messages leave it out */
    CoverShow show;
    const Exact *grid; /* > 0: always a multiple of it (a whole number has 1, 2 places 1/100) */
    const Exact *low;  /* always >= low */
    const Exact *high; /* always <= high */
    const Str *words;  /* COVER_CODE, COVER_BAND: grid, low and high are set by cover_var to
                        * 0 .. word_count - 1.  An empty word is any code not named here */
    size_t word_count;
} CoverVar;

/* An empty set of variables, questions and facts. */
CoverVars *cover_open(Arena *arena);

/* Declares a variable; its number (0, 1, 2 ...). */
uint32_t cover_var(CoverVars *vars, CoverVar var);

/* Declares a question that may be answered either way whatever the variables are; its number.
 * `text` is the condition as written; empty where a message should not speak of it. */
uint32_t cover_question(CoverVars *vars, Str text);

/* Conditions.  Parts may be shared between trees. */
const Cover *cover_true(CoverVars *vars);
const Cover *cover_false(CoverVars *vars);
const Cover *cover_and(CoverVars *vars, const Cover *a, const Cover *b);
const Cover *cover_or(CoverVars *vars, const Cover *a, const Cover *b);
const Cover *cover_not(CoverVars *vars, const Cover *a);
const Cover *cover_all(CoverVars *vars, const Cover *const *parts, size_t count); /* 0: true */
const Cover *cover_any(CoverVars *vars, const Cover *const *parts, size_t count); /* 0: false */
/* At least `least` of the parts hold. */
const Cover *cover_at_least(CoverVars *vars, size_t least, const Cover *const *parts, size_t count);
const Cover *cover_free(CoverVars *vars, uint32_t question);
/* sum of terms + constant REL 0; constant NULL is 0; a variable may stand twice. */
const Cover *cover_linear(CoverVars *vars, const CoverTerm *terms, size_t count,
                          const Exact *constant, CoverRel rel);
/* var REL number. */
const Cover *cover_compare(CoverVars *vars, uint32_t var, CoverRel rel, const Exact *number);
/* a REL b, both variables. */
const Cover *cover_compare_vars(CoverVars *vars, uint32_t a, CoverRel rel, uint32_t b);

/* States what always holds.  Facts must not contradict each other or the declared bounds.  A fact
 * is used where its variables are linked, through facts, to those that a question speaks of. */
void cover_fact(CoverVars *vars, const Cover *fact);

/* States that `shown` is `value` rounded: exactly, halves included.  `shown` is to have been
 * declared with the rounding's step as its grid; used only where a condition speaks of `shown`.
 * May declare a variable of its own. */
void cover_rounded(CoverVars *vars, uint32_t shown, uint32_t value, const Round *round);

/* A case: values for the variables and answers to the questions that the condition speaks of or
 * that facts link to these. */
typedef struct CoverWitness {
    size_t var_count, question_count;
    bool *given;         /* by variable: has a value here */
    bool *matters;       /* by variable: part of the shortest text that implies the condition */
    const Exact **value; /* by variable, where given */
    bool *answered;      /* by question: has an answer here */
    bool *asked;         /* by question: as matters */
    bool *answer;        /* by question, where answered */
    Str text;            /* "value = 0, lower = 0": what matters, in order of declaration; may be
                          * empty when the condition always holds */
} CoverWitness;

/* Can cond hold together with the facts?  On COVER_YES fills *witness (NULL: not wanted) with a
 * simple case: 0, a boundary or a short decimal where one will do. */
CoverAnswer cover_possible(CoverVars *vars, const Cover *cond, CoverWitness *witness);

/* Can both hold?  Is there a case in which none of the conditions holds? */
CoverAnswer cover_overlap(CoverVars *vars, const Cover *a, const Cover *b, CoverWitness *witness);
CoverAnswer cover_gap(CoverVars *vars, const Cover *const *conds, size_t count,
                      CoverWitness *witness);

/* What is wrong with a list of bands or findings of which exactly one must hold. */
typedef enum {
    COVER_LINE_DEAD,      /* line `first` can never apply */
    COVER_LINES_OVERLAP,  /* lines `first` and `second` can hold together: see case */
    COVER_LIST_GAP,       /* no line holds: see case; there is no otherwise */
    COVER_OTHERWISE_DEAD, /* the lines leave nothing to the otherwise */
    COVER_TOO_HARD        /* not proved: of line `first`, of `first` and `second`, or of the whole
                           * list (both COVER_NONE) */
} CoverFaultKind;

#define COVER_NONE SIZE_MAX

typedef struct CoverFault {
    CoverFaultKind kind;
    size_t first, second; /* numbers of lines; COVER_NONE where not meant */
    CoverWitness case_;
} CoverFault;

typedef struct CoverFaults {
    CoverFault *items;
    size_t count, cap;
} CoverFaults;

/* All faults of a list without its `otherwise` and `when missing` lines: dead lines first, then
 * overlaps by line, then the gap. */
CoverFaults cover_list(CoverVars *vars, const Cover *const *conds, size_t count,
                       bool has_otherwise);

/* Lists proved to be without fault: zero is none.  Keys are compared whole, so a list that is there
 * has no fault, whatever its variables are called. */
typedef struct CoverMemo {
    Str *key;
    size_t count, cap;
} CoverMemo;

/* What such a list is: everything that its faults depend on, as bytes.  Lives in the arena of
 * cover_open. */
Str cover_key(CoverVars *vars, const Cover *const *conds, size_t count, bool has_otherwise);
bool cover_proved(const CoverMemo *memo, Str key);
/* Adds a key that lives as long as arena. */
void cover_prove(CoverMemo *memo, Arena *arena, Str key);

/* number as a rule writes it: 0.5, -12, 40%, 1/3 where no decimal ends, 2026/27, 2026-09-01.
 * COVER_CODE and COVER_BAND are written as numbers. */
Str cover_number_text(Arena *arena, const Exact *number, CoverShow show);

/* One row of an interval key: from low to high; NULL is no end. */
typedef struct CoverInterval {
    const Exact *low, *high;
    bool low_open, high_open; /* the end itself does not belong to it */
} CoverInterval;

typedef enum {
    COVER_INTERVALS_FIT,
    COVER_INTERVALS_GAP,     /* after row `first` and before `second` (COVER_NONE at an end) */
    COVER_INTERVALS_OVERLAP, /* both rows hold `value`; first < second as written */
    COVER_INTERVALS_DEAD     /* row `first` holds no value that the variable can have */
} CoverIntervalKind;

typedef struct CoverIntervals {
    CoverIntervalKind kind;
    size_t first, second;
    const Exact *value; /* in the gap or the overlap; NULL for the other kinds */
} CoverIntervals;

/* Do the intervals cover every value of the variable (grid, low and high of `var` count, each may
 * be absent) once?  Says the first row that is dead, else the fault at the lowest value. */
CoverIntervals cover_intervals(Arena *arena, const CoverInterval *rows, size_t count,
                               const CoverVar *var);

#endif
