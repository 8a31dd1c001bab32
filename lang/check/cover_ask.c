/* cover_ask.c -- see cover.h: questions about conditions and lists of them, and the case that a
 * message names.
 * SPDX-License-Identifier: Apache-2.0 */
#include "calendar.h"
#include "check/cover_tree.h"
#include "number/text.h"

/* For one question: rows made and compared; well under a second. */
static const uint64_t most_work = 4000000;

enum {
    LIST_QUESTIONS = 4, /* what a whole list may use, in questions */
    SMALL_STEPS = 500   /* for leaving a variable out of a message, which may fail */
};

/* ---- which variables matter ---- */

/* What must still be said so that the condition follows: variables, then questions. */
typedef struct Saying {
    const Cover **part; /* NULL: left out */
    size_t count;
} Saying;

static bool follows(CoverVars *vars, const Cover *not_cond, const Saying *saying)
{
    const Cover *all = not_cond;
    for (size_t i = 0; i < saying->count; i++) {
        if (saying->part[i]) all = cover_and(vars, all, saying->part[i]);
    }
    vars->steps = SMALL_STEPS;
    vars->work = most_work / 10;
    return cover_search(vars, all, NULL) == COVER_NO;
}

/* Leaves out, last first, all that the rest implies; questions go before variables. */
static void shorten(CoverVars *vars, const Cover *cond, Saying *saying)
{
    const Cover *not_cond = cover_not(vars, cond);
    for (size_t i = saying->count; i-- > 0;) {
        const Cover *part = saying->part[i];
        saying->part[i] = NULL;
        if (!follows(vars, not_cond, saying)) saying->part[i] = part;
    }
}

static void find_what_matters(CoverVars *vars, const Cover *cond, CoverWitness *witness)
{
    uint32_t *var, *question;
    size_t var_count, question_count;
    cover_speaks_of(vars, cond, &var, &var_count, &question, &question_count);
    Saying saying = { NEW_ARRAY(vars->arena, const Cover *, var_count + question_count + 1),
                      var_count + question_count };
    for (size_t i = 0; i < var_count; i++) {
        saying.part[i] = cover_compare(vars, var[i], COVER_EQ, witness->value[var[i]]);
    }
    for (size_t i = 0; i < question_count; i++) {
        const Cover *is = cover_free(vars, question[i]);
        if (!witness->answered[question[i]]) continue;
        saying.part[var_count + i] = witness->answer[question[i]] ? is : cover_not(vars, is);
    }
    uint64_t steps = vars->steps, work = vars->work;
    shorten(vars, cond, &saying);
    vars->steps = steps;
    vars->work = work;
    for (size_t i = 0; i < var_count; i++) witness->matters[var[i]] = saying.part[i] != NULL;
    for (size_t i = 0; i < question_count; i++) {
        witness->asked[question[i]] = saying.part[var_count + i] != NULL;
    }
}

/* ---- words ---- */

static void two_digits(Text *text, unsigned value)
{
    text_byte(text, (char)('0' + value / 10 % 10));
    text_byte(text, (char)('0' + value % 10));
}

Str cover_number_text(Arena *arena, const Exact *number, CoverShow show)
{
    Text text = text_open(arena);
    int64_t num = 0, den = 0;
    bool is_small =
        exact_to_ratio(number, &num, &den) && den == 1 && num > -3000000 && num < 3000000;
    if (show == COVER_PERCENT) {
        number_write_plain(&text, exact_mul(arena, number, exact_from_i64(arena, 100)));
        text_byte(&text, '%');
    } else if (show == COVER_YEAR && is_small) {
        text_i64(&text, num);
        text_byte(&text, '/');
        two_digits(&text, (unsigned)((num + 1) % 100));
    } else if (show == COVER_DATE && is_small) {
        calendar_write(&text, num);
    } else {
        number_write_plain(&text, number);
    }
    return text_str(&text);
}

static void say_word(Text *text, const CoverVar *var, Str word)
{
    if (word.len == 0) {
        text_printf(text, "%S is any other code", var->name);
    } else if (var->show == COVER_CODE) {
        text_printf(text, "%S is \"%S\"", var->name, word);
    } else {
        text_printf(text, "%S is %S", var->name, word);
    }
}

static void say_var(Arena *arena, Text *text, const CoverVar *var, const Exact *value)
{
    int64_t num, den;
    if (var->words && exact_to_ratio(value, &num, &den) && (size_t)num < var->word_count) {
        say_word(text, var, var->words[num]);
    } else {
        text_printf(text, "%S = %S", var->name, cover_number_text(arena, value, var->show));
    }
}

static Str case_text(const CoverVars *vars, const CoverWitness *witness)
{
    Text text = text_open(vars->arena);
    for (size_t i = 0; i < witness->var_count; i++) {
        if (!witness->matters[i] || vars->var[i].name.len == 0) continue;
        if (text.len) text_add(&text, STR(", "));
        say_var(vars->arena, &text, &vars->var[i], witness->value[i]);
    }
    for (size_t i = 0; i < witness->question_count; i++) {
        if (!witness->asked[i] || vars->question[i].len == 0) continue;
        if (text.len) text_add(&text, STR(", "));
        text_printf(&text, witness->answer[i] ? "%S" : "not (%S)", vars->question[i]);
    }
    return text_str(&text);
}

/* ---- questions ---- */

static void fill_witness(CoverVars *vars, const Cover *cond, const CoverCase *found,
                         CoverWitness *witness)
{
    Arena *arena = vars->arena;
    size_t var_count = vars->var_count, question_count = vars->question_count;
    *witness = (CoverWitness){ .var_count = var_count,
                               .question_count = question_count,
                               .given = NEW_ARRAY(arena, bool, var_count + 1),
                               .matters = NEW_ARRAY(arena, bool, var_count + 1),
                               .value = found->value,
                               .answered = NEW_ARRAY(arena, bool, question_count + 1),
                               .asked = NEW_ARRAY(arena, bool, question_count + 1),
                               .answer = NEW_ARRAY(arena, bool, question_count + 1) };
    for (size_t i = 0; i < var_count; i++) witness->given[i] = found->value[i] != NULL;
    for (size_t i = 0; i < question_count; i++) {
        witness->answered[i] = found->answer[i] >= 0;
        witness->answer[i] = found->answer[i] == 1;
    }
    find_what_matters(vars, cond, witness);
    witness->text = case_text(vars, witness);
}

/* As cover_possible, with the steps and work that are left. */
static CoverAnswer ask(CoverVars *vars, const Cover *cond, CoverWitness *witness)
{
    if (!witness) return cover_search(vars, cond, NULL);
    CoverCase found = { NEW_ARRAY(vars->arena, const Exact *, vars->var_count + 1),
                        NEW_ARRAY(vars->arena, int8_t, vars->question_count + 1) };
    CoverAnswer answer = cover_search(vars, cond, &found);
    if (answer == COVER_YES) fill_witness(vars, cond, &found, witness);
    return answer;
}

CoverAnswer cover_possible(CoverVars *vars, const Cover *cond, CoverWitness *witness)
{
    vars->steps = COVER_STEPS;
    vars->work = most_work;
    return ask(vars, cond, witness);
}

CoverAnswer cover_overlap(CoverVars *vars, const Cover *a, const Cover *b, CoverWitness *witness)
{
    return cover_possible(vars, cover_and(vars, a, b), witness);
}

static const Cover *none_of(CoverVars *vars, const Cover *const *conds, size_t count)
{
    return cover_not(vars, cover_any(vars, conds, count));
}

CoverAnswer cover_gap(CoverVars *vars, const Cover *const *conds, size_t count,
                      CoverWitness *witness)
{
    return cover_possible(vars, none_of(vars, conds, count), witness);
}

/* ---- lists ---- */

static CoverFault *add_fault(CoverVars *vars, CoverFaults *faults, CoverFaultKind kind,
                             size_t first, size_t second)
{
    GROW(vars->arena, faults->items, faults->count, faults->cap);
    CoverFault *fault = &faults->items[faults->count++];
    *fault = (CoverFault){ .kind = kind, .first = first, .second = second };
    return fault;
}

static void find_overlap(CoverVars *vars, CoverFaults *faults, const Cover *const *conds,
                         size_t first, size_t second)
{
    CoverWitness witness;
    CoverAnswer answer = ask(vars, cover_and(vars, conds[first], conds[second]), &witness);
    if (answer == COVER_YES) {
        add_fault(vars, faults, COVER_LINES_OVERLAP, first, second)->case_ = witness;
    } else if (answer == COVER_UNKNOWN) {
        add_fault(vars, faults, COVER_TOO_HARD, first, second);
    }
}

static void find_gap(CoverVars *vars, CoverFaults *faults, const Cover *const *conds, size_t count,
                     bool has_otherwise)
{
    CoverWitness witness;
    CoverAnswer answer = ask(vars, none_of(vars, conds, count), has_otherwise ? NULL : &witness);
    if (answer == COVER_UNKNOWN) {
        add_fault(vars, faults, COVER_TOO_HARD, COVER_NONE, COVER_NONE);
    } else if (answer == COVER_YES && !has_otherwise) {
        add_fault(vars, faults, COVER_LIST_GAP, COVER_NONE, COVER_NONE)->case_ = witness;
    } else if (answer == COVER_NO && has_otherwise) {
        add_fault(vars, faults, COVER_OTHERWISE_DEAD, COVER_NONE, COVER_NONE);
    }
}

CoverFaults cover_list(CoverVars *vars, const Cover *const *conds, size_t count, bool has_otherwise)
{
    CoverFaults faults = { .count = 0 };
    bool *dead = NEW_ARRAY(vars->arena, bool, count + 1);
    vars->steps = (uint64_t)COVER_STEPS * LIST_QUESTIONS;
    vars->work = most_work * LIST_QUESTIONS;
    for (size_t i = 0; i < count && vars->steps; i++) {
        CoverAnswer answer = ask(vars, conds[i], NULL);
        dead[i] = answer == COVER_NO;
        if (dead[i]) add_fault(vars, &faults, COVER_LINE_DEAD, i, COVER_NONE);
        if (answer == COVER_UNKNOWN) add_fault(vars, &faults, COVER_TOO_HARD, i, COVER_NONE);
    }
    for (size_t i = 0; i < count && vars->steps; i++) {
        for (size_t j = i + 1; j < count && vars->steps && vars->work; j++) {
            if (!dead[i] && !dead[j]) find_overlap(vars, &faults, conds, i, j);
        }
    }
    /* With nothing left this answers at once that the list as a whole is too hard. */
    find_gap(vars, &faults, conds, count, has_otherwise);
    return faults;
}
