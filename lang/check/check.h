/* check.h -- the checker's own insides: the model and what its files ask of each other.  Outside
 * lang/check only check_framework, model.h and the Model's lists are used (by lang/emit).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_CHECK_H
#define LUSTRUM_CHECK_H

#include "check/model.h"
#include "token.h"

typedef struct Review {
    Str name, title;
    const Node *node;
    Place **places;
    size_t place_count;
} Review;

/* One review of one level, checked. */
typedef struct ReviewLevel {
    Review *review;
    Place *place;
    const Expr *secure;  /* NULL: none */
    const Expr *finding; /* TYPE_BAND: place of the finding in the list */
    size_t finding_count;
    Str *finding_name, *finding_title;
    const Node **finding_line;
    bool *finding_is_missing;
    size_t considered_count;
    Str *considered_name;
    const Expr **considered;
} ReviewLevel;

typedef struct Power {
    Str name, title, held_by;
    const Node *node;
    Record *held_in;
    Place **places;
    size_t place_count;
    const Expr **open; /* per place */
} Power;

typedef struct Goal {
    Str name, title;
    const Node *node;
    const Measure *measure;
    const Expr *figure; /* of the nation */
    const Exact *target;
    int year;
} Goal;

/* Our figure beside one that the data bring, for each row of a place. */
typedef struct Reconcile {
    Str name, title, because;
    const Node *node;
    Place *place;
    const Expr *given, *ours, *most; /* most: how far apart they may be; NULL: not at all */
    bool reported;                   /* ... or as far as they are: it is only reported */
} Reconcile;

/* What is shown to the public. */
typedef struct Publish {
    Str name, title;
    const Node *node;
    Measure **measures;
    size_t measure_count;
    Str mark;         /* of what is hidden */
    int64_t small;    /* counts of 1 to this are hidden */
    int64_t possible; /* how many numbers a hidden count could be, at least */
    bool rounded;
    Round counts; /* how shown counts are rounded, where they are */
    Str missing_mark;
    Str *reason_mark; /* per reason; empty: missing_mark */
} Publish;

/* What pages for readers show of the results; no figure depends on it. */
typedef enum {
    SPREAD_NOT_SAID,
    SPREAD_IS_NONE,
    SPREAD_IS_ADDITIVE,
    SPREAD_IS_MULTIPLICATIVE
} SpreadKind;
typedef struct Pages {
    Str name, title;
    const Node *node;
    Measure **measures; /* in the order in which they are shown */
    size_t measure_count;
    const Record *spread_of; /* whose rows a funnel is of; NULL: there is none */
    SpreadKind spread;
    const Exact *part;  /* of a multiplicative one, winsorised at either end; NULL */
    Measure **within;   /* measures with a funnel ... */
    Str *within_figure; /* ... and the national figure that is the spread in its rows */
    size_t within_count;
    const Record *compared; /* a row is compared with the row of it that it belongs to; NULL */
    const Node *splits;     /* SPLIT: what is shown of splits; NULL: all */
    const Node *clauses;    /* for its notes */
} Pages;

/* Who could help whom among units of one record: those that seek, those that offer, and in which
 * figures they are alike. */
typedef struct Support {
    Str name, title;
    const Node *node;
    Record *of;    /* whose rows; NULL after a message */
    Record *group; /* within each row of which; NULL: the nation */
    const Expr *seeks, *offers;
    Str *figure_name; /* as the text has them */
    const Expr **figure, **rank;
    size_t figure_count;
    const Expr *row; /* the row of `group`; NULL: the nation */
    int64_t nearest; /* how many, and those equally near */
} Support;

/* A figure of an example replaced by a table: `taking progress_8.expected as`. */
typedef struct Taking {
    Str figure;       /* "progress_8.expected" */
    const Node *node; /* TAKING */
} Taking;

/* More formulas that an example asks for, at the place they are of. */
typedef struct Extra {
    const Expr *expr;
    uint32_t column; /* set by emit */
} Extra;

/* Where a clause of the text has become a formula, for those who ask which clauses some data reach.
 */
typedef enum {
    MARK_TRUTH,   /* a condition: where it holds, and where not */
    MARK_TAKEN,   /* takes effect where it holds */
    MARK_MISSING, /* takes effect where it is missing */
    MARK_LINE,    /* the place of a line in a list of bands or findings */
    MARK_ROW,     /* a look-up, of the form `which` of a table */
    MARK_CODE     /* a code that is looked for in the list `which` */
} MarkKind;
typedef struct Mark {
    MarkKind kind;
    const Node *node; /* the clause */
    const Expr *expr;
    const Expr *reached; /* of the same place: only where it holds does anybody ask; NULL: always */
    uint32_t which;
} Mark;

/* Bounds and grid of a number; what is not known is NULL. */
typedef struct Range {
    const Exact *low, *high, *grid;
} Range;
typedef struct KnownRange {
    bool known;
    Range range;
} KnownRange;

/* A formula of an earlier year that stands where that year's model has no such figure: asked again
 * of this year, when everything is checked, so that an unknown name is told. */
typedef struct Unfound {
    struct Scope *scope;
    const Node *node;
} Unfound;

struct Model {
    Arena *arena;
    Diags *diags;
    Sources *sources;
    const struct Files *files; /* the framework and its modules, read once for all years */
    struct CoverMemo *proved;  /* lists of bands and findings without fault, of all years */
    struct OneWay *one_way;    /* what conditions answer, in all years; NULL: nobody asks */
    uint32_t file;             /* of the framework; the others are its modules */
    int year;                  /* first calendar year of the school year it is checked for */
    Model *before; /* of the year before; NULL in the term's first, and where nobody asks */
    Unfound *unfound;
    size_t unfound_count, unfound_cap;
    const Expr **wanted; /* by programs of later years, while programs are made */
    size_t wanted_count, wanted_cap;
    bool linked; /* its keys are wanted, to follow units through it */

    const Node *framework;                   /* NULL when there is none */
    const ListFile *corrections, *decisions; /* NULL: none are declared */
    const Node *reference; /* the YEAR whose national figures are used; NULL: they are made */
    Str name, title, owner;
    int edition, term_first, term_last;
    bool study, has_mode;
    RoundMode mode;
    size_t measures_at_most, goals_at_most; /* SIZE_MAX: no limit */

    Place nation;
    Record **records;
    size_t record_count, record_cap;
    Name *names;
    size_t name_count, name_cap;
    uint32_t *name_slot; /* place + 1 of a name by its hash, or 0 */
    uint32_t name_mask;  /* slots - 1 */
    uint64_t name_seed;  /* of the hash, so that no rule file can choose names that collide */
    Def **derives;
    size_t derive_count, derive_cap;
    Measure **measures;
    size_t measure_count, measure_cap;
    Review **reviews;
    size_t review_count, review_cap;
    ReviewLevel *review_levels;
    size_t review_level_count, review_level_cap;
    Power **powers;
    size_t power_count, power_cap;
    Goal **goals;
    size_t goal_count, goal_cap;
    Publish *publish; /* NULL: the framework has none */
    Pages *pages;     /* as a `report` says; NULL: none does */
    Support **supports;
    size_t support_count, support_cap;
    Reconcile **reconciles;
    size_t reconcile_count, reconcile_cap;
    const Node **examples;
    size_t example_count, example_cap;
    Group **groups;
    size_t group_count, group_cap;
    Pick **picks;
    size_t pick_count, pick_cap;
    Taking *takings;
    size_t taking_count, taking_cap;
    Extra *extras;
    size_t extra_count, extra_cap;
    Mark *marks; /* in a model that is checked with marks; else none */
    size_t mark_count, mark_cap;
    bool marking;

    /* what goes into the Program as it is */
    ListInfo *lists;
    size_t list_count, list_cap;
    TableInfo *tables;
    size_t table_count, table_cap;
    struct TableForm *forms; /* which TableInfo a table's use has */
    size_t form_count, form_cap;
    Str *texts;
    size_t text_count, text_cap;
    uint32_t *text_slot; /* hash table of texts: number + 1; 0 is free */
    size_t text_slots;   /* a power of two */
    ReasonInfo *reasons;
    size_t reason_count, reason_cap;
    Round *rounds;
    size_t round_count, round_cap;
    Str *units; /* units[u] names unit u */
    size_t unit_count, unit_cap;

    size_t applied;    /* uses of a `formula`, those inside others counted each time */
    size_t considered; /* names compared with one that means nothing */
    const Expr **slot; /* hash table of formulas */
    size_t slot_cap, expr_count;
    KnownRange *ranges; /* by Expr.id */
    size_t range_cap;
    uint32_t depth; /* of definitions being checked, one through another */
    Def *busy;      /* the newest of them */
};

/* ---- facts: what is known of a row where a formula stands ---- */

typedef enum { FACT_KNOWN, FACT_TRUE, FACT_FALSE, FACT_NONZERO, FACT_COUNTED } FactKind;
typedef struct Facts Facts;
struct Facts {
    const Facts *older;
    FactKind kind;
    const Expr *expr;       /* not FACT_COUNTED */
    const Measure *measure; /* FACT_COUNTED: the row of `place` is counted by it */
    const Place *place;
};

/* A part of a `formula` and what is put in for it. */
typedef struct Binding {
    Str name;
    const Expr *expr;
} Binding;

/* Where a formula stands. */
typedef struct Scope {
    Model *model;
    Place *place;
    Measure *measure; /* inside which measure; NULL */
    const Facts *facts;
    bool all_rows;           /* inside `all Pupils`, or in a `leaves out`: nothing is left out */
    const Expr *value;       /* what `value` means while `then` changes it; NULL: the level's */
    const Expr *secure;      /* what `secure` means in a review */
    const Binding *bindings; /* inside a `formula`: its parts; nothing else of the rows is seen */
    size_t binding_count;
    bool closed;
    const Expr *reached; /* as of a Mark; NULL in a model without marks */
    const Expr *beside;  /* the code that a name is compared with; NULL: it is not */
} Scope;

/* ---- names.c ---- */
void name_add(Model *model, Str name, NameKind kind, void *what, uint32_t list, Span span);
Name *name_find(Model *model, Str name);
Record *record_find(Model *model, Str name);   /* by its name */
Record *plural_find(Model *model, Str plural); /* by its plural */
Field *field_find(Record *record, Str name);
Def *derive_find(Model *model, Record *record, Str name);
Measure *measure_find(Model *model, Str name);
uint32_t unit_find(Model *model, Str name); /* makes it */
uint32_t text_index(Model *model, Str text);
uint8_t reason_find(Model *model, Str name); /* 0 when there is none */
/* The measure or reason that a name in a text means; NULL or 0 after a message. */
Measure *measure_named(Model *model, const Node *name);
uint8_t reason_known(Model *model, const Node *reason);
uint8_t reason_add(Model *model, Str name, Str printed, Str because, ReasonKind kind, Span span);
uint32_t round_index(Model *model, const Round *round);
/* What a name or path means where scope stands, as a formula; NULL after a message. */
const Expr *name_formula(Scope *scope, const Node *node);
/* The measure that a name or path means (NULL when it is something else; says nothing). */
Measure *name_measure(Scope *scope, const Node *node);
/* The group of rows `a.b` or `b` of a measure that is split by groups (`expected`): its Def, and
 * in *group its group.  NULL when it is something else. */
Def *name_grouped(Scope *scope, const Node *node);
Pick *name_slot(Scope *scope, const Node *node, size_t *slot);
/* The school year that a YEAR node means: its first calendar year. */
int node_year(const Node *node);
/* Whether an IN_YEAR, IN_YEARS, FROM_YEAR (or NULL: always) holds for year. */
bool dates_hold(const Node *dates, int year);

/* ---- unknown.c ---- */
/* The rows of a place for people: "a School", "the nation". */
Str place_text(Model *model, const Place *place);
/* Says that `name` is not known where `scope` stands, with near names. */
void name_unknown(const Scope *scope, Str name, Span span);
Diag *name_unknown_among(Model *model, DiagId id, Str name, Span span, Str of, const Str *near,
                         size_t count);
bool is_some_code(const Model *model, Str name); /* of a list or table */
/* The same, among the outermost names of one kind. */
void name_unknown_kind(Model *model, DiagId id, const Node *name, NameKind kind);
/* The same, among the context and protected fields of the records below a place (NULL: of all). */
void name_unknown_context(Model *model, DiagId id, Str name, Span span, Place *below);
/* The record that a NAME, or a plural, means; NULL after a message with near names (or where the
 * text is broken). */
Record *known_record(Model *model, const Node *name);
Record *known_rows(Model *model, const Node *plural);
/* Says that `name` means something that has no value by itself; NULL. */
const Expr *name_no_figure(Model *model, const Node *node, const Name *name);
/* Says that a measure has no figure or `let` of this name, with near names. */
void name_no_such_figure(Model *model, const Measure *measure, const Node *name);

/* ---- formula.c, reduce.c, fold.c ---- */
const Expr *check_formula(Scope *scope, const Node *node);
/* The same, and it must be of that type (number or yes or no). */
const Expr *check_typed(Scope *scope, const Node *node, Type type);
const Expr *check_literal(Scope *scope, const Node *node); /* NUMBER or PERCENT */
/* compare.c, lookup.c, date.c: what check_formula hands on, by kind of node. */
const Expr *check_choice(Scope *scope, const Node *node);
const Expr *check_comparison(Scope *scope, const Node *node);
const Expr *check_index(Scope *scope, const Node *node);
const Expr *check_apply(Scope *scope, const Node *node);
const Expr *check_full(Scope *scope, const Node *node);
/* The same, and it must be yes or no. */
const Expr *check_condition(Scope *scope, const Node *node);
/* The same, and it must be decided for every row (`where`). */
const Expr *check_decided(Scope *scope, const Node *node);
const Expr *check_aggregate(Scope *scope, const Node *node);
const Expr *check_has(Scope *scope, const Node *node);
/* product.c */
const Expr *check_root(Scope *scope, const Node *node);
bool unit_is_plain(uint32_t unit);
/* What a * b (EXPR_MUL) or a / b is counted in; says so when it has no unit. */
bool product_unit(Scope *scope, ExprKind kind, const Expr *a, const Expr *b, const Node *at,
                  uint32_t *unit);
/* Whether e is known not to be below nought: by its range, or as a square, a sum or mean of such.
 */
bool never_negative(Model *model, const Expr *e);
/* Whether a * b and a / b are rational although both are root numbers. */
bool roots_cancel(const Expr *a, const Expr *b);
/* pooled.c */
const Expr *check_pooled(Scope *scope, const Node *node);
/* Checks how the figure of a LET is read between its groups; false after a message. */
bool along_check(Scope *scope, const Def *def);
/* The figure of def, which is read between its groups, at keys but the last and a number. */
const Expr *along_read(Scope *scope, Def *def, const Expr **args, uint32_t count, const Node *at);
/* The STRAIGHT_LINES of a definition; NULL when its figures are read at their groups. */
const Node *along_node(const Def *def);
const Expr *check_rank(Scope *scope, const Node *node);
const Expr *check_fold(Scope *scope, const Node *node);
bool check_round(Model *model, const Node *to, uint32_t unit, Round *round, int *places);
/* Whether both can be compared or added; else says so. */
bool check_units(Scope *scope, const Expr *a, const Expr *b, const Node *at, uint32_t *unit);
/* Whether e is a number, and where asked one without a square root; else says so. */
bool is_number(Model *model, const Node *node, const Expr *e, bool rational);
Str unit_text(Model *model, uint32_t unit);
Str type_text(Model *model, const Expr *e);
Str node_source(const Model *model, const Node *node);

/* years.c: x[the year before], conditions over years, and what is worked out over years. */
const Expr *check_year_before(Scope *scope, const Node *node);
const Expr *check_each_year(Scope *scope, const Node *node);
const Expr *check_fold_years(Scope *scope, const Node *node);
/* progress[the year before] is above; NULL where it is no comparison with a band or finding. */
const Expr *check_band_before(Scope *scope, const Node *node, bool *is_one);
/* Whether a power was open the year before, where `then` said so in that year's model (NULL: there
 * was none in the term); no, too, before the term and of a unit that was not there. */
const Expr *check_open_before(Scope *scope, const Node *node, const Expr *then);
/* Whether a tree asks for earlier years. */
bool node_reads_years(const Node *node);
/* Tells the names that no year knows; at the end of a check. */
void unfound_check(Model *model);
/* A fold of numbers, as of a list in brackets. */
const Expr *check_fold_of(Scope *scope, const Node *node, const Expr **part, uint32_t count);

/* ---- mark.c ---- */
/* Marks where a clause has become e (NULL: a fault, no mark); nothing in a model without marks. */
void mark_add(const Scope *scope, MarkKind kind, const Node *node, const Expr *e);
void mark_which(const Scope *scope, MarkKind kind, const Node *node, const Expr *e, uint32_t which);
/* Narrows what is reached in scope to the rows where the condition holds (or does not). */
void mark_under(Scope *scope, const Expr *condition, bool holds);

/* ---- missing.c ---- */
/* Whether e is missing when any part is, with the reason of the first: known answer, known parts.
 */
bool is_strict(const Expr *e);
const Facts *fact_known(Model *model, const Facts *facts, const Expr *e);
const Facts *fact_true(Model *model, const Facts *facts, const Expr *condition);
const Facts *fact_false(Model *model, const Facts *facts, const Expr *condition);
const Facts *fact_counted(Model *model, const Facts *facts, Measure *measure, Place *place);
/* Whether e may be missing in a row of which the facts hold. */
bool can_miss(Model *model, const Expr *e, const Facts *facts);
/* The first part of e that may be missing, for messages. */
const Expr *first_missing(Model *model, const Expr *e, const Facts *facts);
/* Says so in a message that e may be missing, where the only cause is `uses reference of`. */
void tell_reference(Model *model, Diag *diag, const Expr *e, const Facts *facts);

/* ---- range.c ---- */
/* Bounds and step of a number; all NULL of what is none. */
Range expr_range(Model *model, const Expr *e);

/* ---- definition.c ---- */
/* The formula of a definition, checked on first asking; NULL after a message (or a cycle). */
const Expr *def_expr(Model *model, Def *def, Span asked);
/* A figure taken from a table is counted in what the figure's own formula (or NULL) is. */
const Expr *taken_in_unit(Model *model, const Expr *taken, const Expr *own);
/* The groups of a `by` or a split, with their keys checked. */
void group_resolve(Model *model, Group *group);
/* e with all DEF wrappers gone. */
const Expr *expr_bare(const Expr *e);

/* ---- measure.c ---- */
Level *level_find(Measure *measure, const Place *place);
/* The value of a measure at a place: of its level there, else of one above (read down); NULL when
 * it has none (says nothing). */
const Expr *measure_value(Scope *scope, Measure *measure, Span span);
/* Whether it has a value (or a band) there at all, checked or not. */
bool measure_is_made(Scope *scope, Measure *measure, bool band);
/* Whether some block gives it a value, in whatever years; a fault in the text may hide one. */
bool measure_has_value(const Measure *measure);
/* NULL: every row counts. */
const Expr *measure_counted(Model *model, Measure *measure, Place *place, Span span);
/* 2026/27, or 2026/27 to 2028/29. */
Str years_text(Arena *arena, int first, int last);
/* Says that a school year, or those from first to last, are not of the term. */
void year_outside_term(Model *model, Span span, int first, int last);
/* Yes for the rows of a place that the measure counts, else missing with the reason (ledger). */
const Expr *measure_status(Model *model, Measure *measure, Place *place, Span span);
/* measure_declare.c */
void measure_declare(Model *model, const Node *node);
/* The level of a measure at a place, made when first asked for. */
Level *measure_level(Measure *measure, Place *place);
/* measure_figure.c: the shells of a level's figures; then its splits, levels of their own. */
void level_declare_figures(Model *model, Level *level);
void level_declare_splits(Model *model, Level *level);
void measure_check(Model *model, Measure *measure);
/* A figure of a level in a year in which its measure is not made. */
/* What a definition would come to; its mistakes are not told. */
const Expr *check_unheard(Scope *scope, const Node *definition);
const Expr *missing_not_made(Model *model, Level *level, Type type, Span span);
/* measure_band.c */
const Expr *level_band(Model *model, Level *level);
/* The checked formula of a level's value, lower, upper or band. */
const Expr *level_figure(Model *model, Level *level, DefKind kind, Span asked);
void pick_check(Model *model, Pick *pick);
const Expr *measure_band(Scope *scope, Measure *measure, Span span);
size_t band_find(const Measure *measure, Str name); /* SIZE_MAX: none */

/* ---- bands.c ---- */
/* Tells overlaps, gaps and dead lines of a list of conditions (all at one place). */
typedef struct BandList {
    const Node *node;       /* the whole list */
    const Expr **condition; /* per line with one */
    const Node **line;
    size_t count;
    const Node *otherwise;                     /* NULL */
    const Expr *value, *lower, *upper, *shown; /* NULL where none */
    const Round *round;
    bool percent, findings;
} BandList;
void bands_cover(Model *model, const BandList *list);

/* ---- one_way.c ---- */
typedef struct OneWay OneWay;
OneWay *one_way_open(Arena *arena);
/* Notes whether a condition of the text, which has become e for the scope's rows, can be yes, and
 * can be no; nothing where nobody asks (Model.one_way). */
void one_way_ask(const struct Scope *scope, const Node *node, const Expr *e);
/* Says which conditions went one way wherever they were asked. */
void one_way_tell(const OneWay *all, Diags *diags);

/* ---- table.c ---- */
/* table[args]: the look-up; NULL after a message. */
const Expr *check_lookup(Scope *scope, TableDef *table, const Node *at, const Expr **args,
                         size_t count);
/* Whether every value that the arguments of an EXPR_LOOKUP can take has a row. */
bool table_total(Model *model, const Expr *lookup);
/* A value without a row, where there is one that can be named: `tariff has no row for grade "U"`.
 */
Str table_absent(Model *model, const Expr *lookup);
/* Tells the rows of the framework's own tables that no look-up can reach; at the very end. */
void tables_unreached(Model *model, uint32_t file);
/* A TAKING's table as a look-up by args, read between its rows where `curve` is a STRAIGHT_LINES
 * (else NULL); its numbers take the unit of what they meet. */
const Expr *taking_lookup(Scope *scope, const Taking *taking, const Node *curve, const Expr **args,
                          size_t count);
void table_declare(Model *model, const Node *node);
/* The texts of a table's first column as a list. */
const ListInfo *table_codes(Model *model, TableDef *table);

/* ---- record.c ---- */
void record_declare(Model *model, const Node *node);
void records_link(Model *model);
/* The days that files describe, once parameters are known. */
void records_days(Model *model);
/* The schemas for the loader; `needed` is filled by emit. */
RecordSchema *records_schemas(Model *model, Arena *arena);

/* ---- review.c ---- */
/* What is found of a place is printed with its key; false after a message when that is personal. */
bool printable(Model *model, const Place *place, const Node *levels, Str what);
void review_declare(Model *model, const Node *node);
void power_declare(Model *model, const Node *node);
void goal_declare(Model *model, const Node *node);
void reviews_check(Model *model);
/* allow.c: refuses the names of rules that are none. */
void allows_check(Model *model, const Node *tree);
/* publish.c */
void publish_declare(Model *model, const Node *node);
void publish_check(Model *model);
/* pages.c */
void pages_declare(Model *model, const Node *node);
void pages_check(Model *model);
/* support.c */
void support_declare(Model *model, const Node *node);
void supports_check(Model *model);
/* reconcile.c */
void reconcile_declare(Model *model, const Node *node);
void reconciles_check(Model *model);

/* ---- roles.c ---- */
/* key, identity, personal ... as rules say it. */
const char *role_word(Role role);
void roles_check(Model *model);

/* ---- check.c ---- */
typedef struct CheckOptions {
    int year;      /* 0: the first of the term */
    Model *before; /* the same framework checked for the year before, without faults; or NULL */
    const Taking *takings;
    size_t taking_count;
    struct OneWay *one_way; /* where conditions are to be noted; NULL: nowhere */
    bool marks;             /* the model is to have marks */
    const uint32_t *rules;  /* a source read as if it were a part of the framework; NULL: none */
    /* The text of a module: adds it to sources and gives its number, or -1 after a message. */
    int (*module)(void *user, const Node *use, uint32_t from_file);
    void *user;
} CheckOptions;

/* Checks the framework in source `file`; the model is there even when errors were found (see
 * diags->errors).  Everything lives in arena. */
Model *check_framework(Arena *arena, Sources *sources, uint32_t file, const CheckOptions *options,
                       Diags *diags);
/* File `i` of the framework (0) and its modules (from 1): its tree; NULL past the last. */
const Node *model_tree(const Model *model, size_t i);
/* same_year.c: whether a check for another year would find the same, and make the same of it but
 * for the year's own number. */
bool model_same_year(const Model *model, int year);
/* What check_framework does first: all files read and every name declared, no formula checked.  Of
 * a text that is known to have no faults. */
Model *declare_framework(Arena *arena, Sources *sources, uint32_t file, const CheckOptions *options,
                         Diags *diags);
/* check_framework with the modules of the library and those beside the framework (compile.c). */
Model *compile_model(Arena *arena, Sources *sources, uint32_t file, int year, const Taking *takings,
                     size_t taking_count, Diags *diags);
/* The same, with all that options say but where modules are. */
Model *compile_with(Arena *arena, Sources *sources, uint32_t file, CheckOptions options,
                    Diags *diags);

/* declare_framework with these modules. */
Model *compile_names(Arena *arena, Sources *sources, uint32_t file, Diags *diags);
/* A model for every year of the term, in order; fewer after messages, and the last of them may be
 * faulty then. */
Model **compile_years(Arena *arena, Sources *sources, uint32_t file, Diags *diags, size_t *count);

#define SPAN_OF(node) ((node)->span)

#endif
