/* lint.h -- advice on a framework: what is allowed and seldom meant, and what is silenced with a
 * reason.
 *
 * A rule looks at the trees of all files, or at the checked models of every year of the term, and
 * says what it finds with lint_say; what is said of several years at one place counts once.  Then
 * each `allow` takes away what it names within its field, measure, review or power, or, in the
 * framework's own lines, within every file that is the author's.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_LINT_H
#define LUSTRUM_LINT_H

#include "check/parts.h"
#include "example/example.h"
#include "lint/rule.h"

/* An ALLOW and where it holds. */
typedef struct Silence {
    const Node *node;  /* ALLOW */
    const Node *scope; /* the field, measure, review or power; FRAMEWORK: everywhere */
    RuleId rule;
    size_t silenced; /* how many findings */
} Silence;

typedef struct LintFinding {
    RuleId rule;
    Span span;
    Str arg[4];
    Span also; /* end 0: none */
    Str also_label;
    const Silence *silence; /* NULL: it is told */
} LintFinding;

typedef struct Lint {
    Arena *arena;
    Sources *sources;
    uint32_t file; /* the framework */
    uint64_t seed;
    Diags *diags;
    Str module;         /* only what stands in this module is told; empty: in all files but standard
                         * modules */
    Examples *examples; /* zeroed: open while examples are run, for examples_close */
    Model **models;     /* one a year */
    size_t model_count;
    uint32_t told; /* the file of `module` */
    LintFinding *items;
    size_t count, cap;
    Silence *silences;
    size_t silence_count, silence_cap;
    bool faulty; /* the framework has faults: there was nothing to look at */
} Lint;

/* Fills in all below `examples`; faults go to diags, and each finding that is not silenced. */
void lint_run(Lint *lint);

/* ---- for the rules ---- */

/* A finding of rule `rule` at `span`; NULL when that was said already, or is not the author's. */
LintFinding *lint_say(Lint *lint, RuleId rule, Span span, Str a, Str b);

/* Whether what stands in a file is told. */
bool lint_tells(const Lint *lint, uint32_t file);

/* by_text.c, by_model.c, by_example.c */
void lint_idle_exclusion(Lint *lint);
/* Whether some example expects the measure. */
bool lint_is_shown(const Model *model, const Measure *measure);
void lint_no_example(Lint *lint);
void lint_no_reason(Lint *lint);
void lint_year_in_rule(Lint *lint);
void lint_two_senses(Lint *lint);
void lint_unused_field(Lint *lint);
void lint_rounds_first(Lint *lint, const Model *model);
void lint_small_groups(Lint *lint, Model *model);
void lint_no_count(Lint *lint, const Model *model);
void lint_no_interval(Lint *lint, Model *model);

/* silence.c */
void silences_find(Lint *lint);
/* Takes away what is silenced, and tells the silences that silence nothing. */
void silences_apply(Lint *lint);

#endif
