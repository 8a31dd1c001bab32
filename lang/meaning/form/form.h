/* form.h -- the normal form from the inside: terms (formulas without their spelling), parts (the
 * clauses of a declaration) and the form of a whole framework.  Only lang/meaning includes this.
 *
 * A Term stands for a node of the tree under its names: locals are gone (a `let` is a Term of its
 * own that is written as what it defines), operands whose order says nothing are in order of their
 * text.  `text` is the normal form; equal texts mean the same where they stand.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_MEANING_FORM_H
#define LUSTRUM_MEANING_FORM_H

#include "meaning/meaning.h"

typedef struct Form Form;
typedef struct Term Term;

/* What becomes of a missing value where a formula stands. */
typedef enum {
    SAYS_REASON,  /* its reason may be printed, or decide something */
    SAYS_MISSING, /* that it is missing counts, not why */
    SAYS_NOTHING  /* nothing there can be missing: a condition that must be decided */
} Says;

/* A `let` at one level; in a block for several levels it is one for each. */
typedef struct Local {
    const Measure *measure;
    const Node *node;  /* LET, SLOT, SLOT_OF or SLOT_REST */
    const Node *block; /* LEVEL_BLOCK */
    const Place *place;
    uint32_t pick, slot; /* of a slot: which pick of the level, which slot of it */
} Local;

#define REASONS_MANY (UINT64_C(1) << 63)

struct Term {
    const char *head; /* of a leaf "" */
    const Node *node; /* where it stands in the text */
    const Term **arg;
    const char **slot; /* the name of each argument's slot; NULL elements: by place alone */
    uint32_t count;
    Str text;
    const Term **flat; /* + * and or: all operands, also of operands with that sign */
    uint32_t flat_count;
    const Local *local; /* it stands for a `let`: arg[0] is what that defines */
    bool seen_through;  /* ... and is written as that */
    /* What may be missing where this stands: reasons by number in Form.reasons. */
    uint64_t reasons;
    bool establishes; /* that it holds may say that something is known */
    bool divides;     /* what it divides by may be 0, as far as its text goes */
};

/* Where a formula is being read. */
typedef struct Walk {
    Form *form;
    const Measure *measure; /* NULL outside measures */
    const Place *place;     /* NULL where no row is meant */
    const Node *block;      /* the LEVEL_BLOCK it stands in; NULL */
    const Node *parts;      /* of a `formula`: LIST of NAME; NULL elsewhere */
    bool figures_known;     /* in bands: value, lower and upper are not missing */
    bool all_rows;          /* also rows that are left out */
    Says says;
} Walk;

/* What kind of change a change of a part is. */
typedef enum { PART_RESULT, PART_WORDING, PART_CONTRACT } PartClass;

typedef enum {
#define LABEL(name, word) LABEL_##name,
#include "meaning/form/label.def"
#undef LABEL
    LABEL_COUNT
} Label;
extern const char *const label_word[LABEL_COUNT];

/* A clause of a declaration, or another piece of it that can change by itself. */
typedef struct Part {
    Str key;     /* "value", "band well_above", "field upn": what it is, within the declaration */
    Str dates;   /* of its block; empty */
    Str *levels; /* for which rows, by name */
    size_t level_count;
    PartClass class;
    Label label;
    const Node *node;
    const Term *term;   /* NULL: it has only words */
    Str words;          /* what it prints, a line for each text */
    const Local *local; /* a `let`: no part of the form (but of the nation's), as it is written
                         * where it is used; NULL */
    uint32_t order;     /* where the order of parts says something; 0 elsewhere */
    bool changed;       /* set by a comparison */
} Part;

typedef struct Decl {
    const char *kind; /* "measure" */
    Str name;
    const Node *node;
    Part *parts;
    size_t part_count, part_cap;
} Decl;

typedef struct TermMemo {
    const Node *node;
    const Place *place;
    Says says;
    const Term *term;
} TermMemo;

/* Something that has another name in the text it is compared with: `from` is read as `to`. */
typedef struct Rename {
    Str from, to;
    Str what; /* for people */
    const Decl *decl;
    const Node *old_node, *new_node;
    bool replaced; /* it does not say the same: another stands in its place */
} Rename;
typedef struct Renames {
    Rename *items;
    size_t count, cap;
} Renames;

/* What may be missing of a derived field. */
typedef struct Derived {
    enum { DERIVED_NEW, DERIVED_BUSY, DERIVED_DONE } state;
    uint64_t reasons;
    bool establishes, divides;
} Derived;

struct Form {
    Arena *arena;
    Model *model;
    const Renames *renames; /* NULL: every name is its own */
    Decl *decls;            /* in order of kind and name */
    size_t decl_count, decl_cap;
    Local *locals;
    size_t local_count, local_cap;
    TermMemo *memos;
    size_t memo_count, memo_cap;
    const Local **open; /* the `let` lines being read, one through another: of an earlier year a
                         * `let` may read itself */
    size_t open_count, open_cap, lowest_met; /* lowest_met: the outermost of them that was met */
    Derived *derived;                        /* by Model.derives */
    Str reasons[62];
    size_t reason_count;
    uint16_t first_slot[NODE_KINDS];
};

/* ---- term.c ---- */
/* The Term of a formula, or of any other tree.  Words only printed are left out. */
const Term *term_of(const Walk *walk, const Node *node);
/* What a `let` defines. */
const Term *let_definition(Form *form, const Local *local, Says says);
/* The printed texts in a tree, a line for each. */
Str node_words(const Form *form, const Node *node);
/* Which slots there are: for term_of, once for a form. */
void term_slots(Form *form);
/* The name of child i of a node, as node.def has it in capitals; NULL in a list. */
const char *slot_name(const Form *form, const Node *node, uint32_t i);
/* Whether a clause says anything of results; advice to the author does not. */
bool node_decides(const Node *node);
bool slot_is_wording(NodeKind kind, uint32_t i);
/* A slot's name as people write it: "leaves out". */
Str slot_words(Arena *arena, const char *name);

/* ---- order.c ---- */
/* Sets text, flat and what may be missing, from head and arguments. */
void term_finish(const Walk *walk, Term *term);
/* Whether two conditions or numbers may change places. */
bool term_may_swap(const Walk *walk, const Term *a, const Term *b);
uint64_t reason_bit(Form *form, Str name);
uint64_t name_reasons(const Walk *walk, const Node *name);

/* ---- local.c ---- */
/* Notes every `let` and slot of the measures, for local_find. */
void locals_note(Form *form);
/* How sure it is which local a name means. */
typedef enum {
    CLEAR_ONE,
    CLEAR_SEVERAL, /* one of several of that name, by year or by level */
    CLEAR_MAYBE    /* or else something outside the measure */
} Clear;
/* What local a NAME means where walk stands, NULL when none; fold: slots are looked for first. */
const Local *local_find(const Walk *walk, Str name, bool fold, Clear *clear);
/* The `let` of another measure, as m.name. */
const Local *local_of(const Walk *walk, const Measure *measure, Str name, Clear *clear);
/* The places that a block is for, in order of their names. */
size_t block_places(Form *form, const Node *block, const Place **places, size_t most);

/* ---- part.c ---- */
/* Adds the parts of a declaration to it. */
void decl_parts(Form *form, Decl *decl);

/* ---- form.c ---- */
Form *form_of(Arena *arena, Model *model, const Renames *renames);
/* A name as the form has it: its own, or the one that Renames gives it. */
Str form_name(const Form *form, Str name);
/* Whether a clause has a name of its own, which stands in its part's key: a field, a band. */
bool part_has_name(const Node *node);
/* The form, and what is printed, as text: of one file, or of all (UINT32_MAX). */
Str form_text(const Form *form, uint32_t file);
Str form_words(const Form *form, uint32_t file);

#endif
