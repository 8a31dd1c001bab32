/* why.h -- one figure explained: shared by the files of lang/why.
 *
 * Nothing here works a figure out.  The formulas of the figure are those of the checked model; each
 * becomes a column of the year's program (plan.c), which runs once on all data; then the tree of
 * the figure is read off the columns (part.c, rows.c) and told (text.c, html.c, json.c).  What may
 * be shown of persons is decided in one place, person.c.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_WHY_H
#define LUSTRUM_WHY_H

#include "check/check.h"
#include "result/cell.h"
#include "result/json.h"
#include "review/work.h"
#include "why/edge.h"

/* A formula that is explained, under the name that people call it by. */
typedef struct Root {
    const char *name; /* value, lower, upper, band, finding, secure, open */
    const Expr *expr;
} Root;

enum { ROOTS_MOST = 4 };

/* A figure at one level. */
typedef struct Subject {
    Place *place;
    Str name, title;
    const Measure *measure; /* NULL for findings and powers */
    const Level *level;     /* where the whole measure is asked for */
    const ReviewLevel *review;
    const Power *power;
    Root root[ROOTS_MOST];
    uint32_t root_count;
} Subject;

/* KEY and MEASURE as asked, and what they can mean. */
typedef struct Question {
    Str key, figure;
    Subject *subjects; /* lowest level first */
    size_t count;
} Question;

typedef struct Part Part;

/* Rows that are missing, or left out, for one reason. */
typedef struct Apart {
    uint8_t reason;
    uint64_t count, cap;
    uint32_t *row;
} Apart;

/* A national (or higher) figure that each row's value reads. */
typedef struct Reference {
    const Def *def;
    const Expr *expr; /* NULL: it was put in from a frozen reference */
    Part *part;       /* where it is one number of the nation; NULL: of groups */
} Reference;

/* A row in a slot of a pick. */
typedef struct Taken {
    uint32_t row, slot, copies;
} Taken;

/* What a reduction, a pick or a rank was made of. */
typedef struct Rows {
    const Gather *gather;
    Place *from;
    Value count, sum, squares, yes, weights; /* from columns; type NONE where not asked */
    uint64_t of, counted, unchosen;          /* all rows below; counted; `where` says no */
    Apart *left_out, *missing;
    size_t left_out_count, missing_count;
    uint32_t *row; /* those counted, in printed order, where they are listed */
    size_t row_count;
    bool listed;
    Taken *taken; /* EXPR_PICKED: which rows are in which slots */
    size_t taken_count;
    Reference *references;
    size_t reference_count;
} Rows;

/* A step of an explanation: a formula at a row. */
struct Part {
    uint32_t id;
    const Expr *expr;
    uint64_t row;
    const Def *within; /* the definition that it stands in; NULL */
    const ReviewLevel *review;
    Value value;
    bool hidden;     /* its value may not be shown */
    bool shown_only; /* ... beyond what its measure prints of it */
    bool withheld;   /* nor may how many it is made of: the figure is withheld */
    Part **arg;
    uint32_t arg_count;
    Part **key; /* EXPR_READ of groups: what they are asked with */
    uint32_t key_count;
    Rows *rows;
    uint32_t table_row; /* EXPR_LOOKUP: the row that held; NONE */
    uint32_t *group;    /* EXPR_POOL: the groups along the last key; EXPR_ALONG: the points */
    size_t group_count;
    Part *next; /* of the same hash */
};

/* What would move a band: by how much at least, and to which. */
typedef struct Edges {
    bool worked_out;
    Str why_not;
    Edge up, down;
    bool keeps_half_width;
} Edges;

typedef struct Figure {
    const Question *question;
    const Subject *subject;
    uint64_t row;
    Part *root[ROOTS_MOST];
    Part **considered; /* of a finding: one per figure that its review considers */
    Edges edges;
} Figure;

/* What is known of a formula by its Expr.id. */
typedef struct Noted {
    uint32_t extra; /* + 1: index into Model.extras */
    bool planned;
    const Expr *count, *sum, *squares, *yes, *weights, *status; /* EXPR_GATHER */
    const Expr *table_row;                                      /* EXPR_LOOKUP */
    const Reference *references;
    size_t reference_count;
    uint32_t *order, *first; /* rows by target, made when first asked for */
    uint64_t targets;
} Noted;

typedef struct Inquiry {
    Arena *arena, *scratch;
    Diags *diags;
    Model *model;
    Work *work;
    const Run *run;
    const LusWhy *asked;
    Question *questions;
    size_t question_count;
    Noted *notes;
    size_t note_cap;
    Part **bucket;
    size_t bucket_count;
    Part **parts;
    size_t part_count, part_cap;
    Figure *figures;
    size_t figure_count, figure_cap;
    bool plain;     /* sums in plain characters */
    bool of_nation; /* some figure is the nation's own: its rows are its own */
} Inquiry;

/* ---- figure.c ---- */
/* What the questions mean in this model; false after a message. */
bool why_subjects(Inquiry *why);
/* ---- plan.c ---- */
Noted *why_note(Inquiry *why, const Expr *e);
/* Adds the formula and all that an explanation of it reads to the model's extras. */
void why_plan(Inquiry *why, const Expr *e);
/* ---- find.c ---- */
/* The rows that the questions ask about; false after a message. */
bool why_find(Inquiry *why);
/* The key of a row for people and JSON: parts joined by commas as a CSV file has them. */
Str why_key(Inquiry *why, const Place *place, uint64_t row);
/* A row of a place in words: `School 1001`, `the nation`, `School 1001, disadvantaged yes`. */
Str why_row(Inquiry *why, const Place *place, uint64_t row);
/* What was read of a row that has no key: `subject "MATHS", grade "7"`. */
Str why_fields(Inquiry *why, const Place *place, uint64_t row);
/* The first identity text of a row; empty where there is none. */
Str why_name(Inquiry *why, const Place *place, uint64_t row);
/* Whether the groups' row belongs to that row of their level. */
bool why_is_of(Inquiry *why, const Group *group, uint64_t row, uint64_t level_row);
/* ---- value.c ---- */
Value why_value(Inquiry *why, const Expr *e, uint64_t row);
const Column *why_column(Inquiry *why, const Expr *e);
/* As a person reads it: 0.21, 7/12 (0.583), yes, "MATHS", above; or the words for why not. */
Str why_value_text(Inquiry *why, const Part *part, const Value *value);
/* What stands for the rest: behind a number that goes on, before the end of a long path. */
const char *why_dots(const Inquiry *why);
/* A number exactly where it is short, else cut to 10 places and marked so. */
Str why_number_text(Inquiry *why, const Exact *x, bool percent);
Str why_exact_text(Inquiry *why, const Exact *x);
/* As its measure prints it; empty where the formula is no printed figure. */
Str why_shown_text(Inquiry *why, const Part *part);
/* The words of a band or finding. */
Str why_band_text(const Part *part, int64_t band);
/* ---- person.c ---- */
/* Whether rows of the place are persons, or belong to one. */
bool why_is_person(Inquiry *why, const Place *place);
bool why_is_nationwide(const Place *place);
bool why_lists(Inquiry *why, const Expr *gather);
/* Hides what may not be shown, once all parts are there. */
void why_hide(Inquiry *why);
/* ---- part.c ---- */
Part *why_part(Inquiry *why, const Expr *e, uint64_t row, const Def *within,
               const ReviewLevel *review);
/* ---- rows.c ---- */
Rows *why_rows(Inquiry *why, const Expr *gather, uint64_t target);
/* Under which target a ranked row is ranked. */
uint64_t why_rank_target(Inquiry *why, const Expr *rank, uint64_t row);
/* The definition whose frozen figure this is; NULL where it is made of the data. */
const Def *why_frozen(const Expr *e);
/* `the reference of 2025/26, reference.csv` */
Str why_frozen_words(Inquiry *why);
/* The formulas above a place that a formula of it reads through its definitions. */
void why_references(Inquiry *why, const Expr *value, Noted *note);
/* ---- groups.c ---- */
/* The groups beside a pooled one; the points of straight lines. */
void why_pooled(Inquiry *why, Part *part);
void why_points(Inquiry *why, Part *part);
/* ---- pick.c ---- */
/* The sum, or how many, of a slot. */
const Expr *why_slot(Inquiry *why, const Pick *pick, uint32_t slot, bool count, Span span);
/* Whether a slot is another one or is gathered by it. */
bool why_is_in(const Pick *pick, uint32_t slot, uint32_t of);
/* Which of the rows are in which slots of the target. */
void why_deal(Inquiry *why, const Expr *e, uint64_t target, Rows *rows);
/* ---- formula.c ---- */
/* The review whose finding the formula is; NULL when it is something else.  What stands beside it
 * in a comparison is one of its findings. */
const ReviewLevel *why_finding(const Inquiry *why, const Expr *e);
/* A formula as text. */
Str why_formula(Inquiry *why, const Expr *e, const ReviewLevel *review);
/* Whether a choice says that enough of several conditions hold; these are its last part's. */
bool why_is_enough(const Expr *e);
/* Whether e is the condition of a power that stays open until another holds; and what it then falls
 * back on, the same power a year before. */
bool why_stays_open(const Inquiry *why, const Expr *e);
bool why_is_as_before(const Expr *e);
/* Whether a rounding is that by which a measure prints its figures. */
bool why_is_shown(const Inquiry *why, const Expr *e);
const char *why_op(const Expr *e);
const char *why_sign(ExprKind kind);
/* What a row of a table holds for: `"MATHS", 83 to 86`. */
Str why_table_row(Inquiry *why, const Expr *lookup, uint32_t row);
Str why_round_words(Inquiry *why, uint32_t index, uint32_t unit);
/* ---- rule.c ---- */
typedef struct Rule {
    Span span;
    Str file, text, article;
    uint32_t line; /* 0: there is none */
} Rule;
Rule why_rule(Inquiry *why, const Part *part);
/* The words of a text on one line. */
Str why_one_line(Inquiry *why, Str source);
/* The rule of a definition, measure, review or leave-out. */
Rule why_rule_at(Inquiry *why, Span span, Str article);
Str why_article(const Subject *subject);
Str why_measure_article(const Measure *measure);
/* ---- edge.c ---- */
void why_edges(Inquiry *why, Figure *figure);
/* ---- sentence.c ---- */
/* A step's own words: what it is, and how it comes from its parts. */
Str why_label(Inquiry *why, const Part *part);
/* `38.64 / 184 = 0.21`; empty where the step is no arithmetic. */
Str why_calculation(Inquiry *why, const Part *part);
Str why_sentence(Inquiry *why, const Part *part);
/* `, because progress is low`: which condition chose a finding; empty where none is to be told. */
Str why_because(Inquiry *why, const Part *part);
/* A part's value as shown and exactly, or why it is not told. */
Str why_told_value(Inquiry *why, const Part *part);
/* The heading of a figure, and the sentences about its band edges. */
Str why_heading(Inquiry *why, const Figure *figure);
/* ` ("Average")`: what a band or finding is called in print. */
Str why_title(Inquiry *why, const Figure *figure, int64_t band);
Str why_edge_sentence(Inquiry *why, const Figure *figure, const Edge *edge);
/* ---- text.c, html.c, json.c ---- */
Str why_text(Inquiry *why);
Str why_html(Inquiry *why);
Str why_json(Inquiry *why);

#endif
