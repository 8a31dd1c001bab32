/* formula.c -- a checked formula as text, from its structure: what is said is what is worked out,
 * whatever the source looked like.  Stops at definitions, whose names stand for them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "why/why.h"
#include "calendar.h"

typedef enum { IN, BEFORE, CALL, OWN } Form;

typedef struct StepInfo {
    const char *name, *sign;
    int binds;
    Form form;
} StepInfo;

static const StepInfo step_info[] = {
#define STEP(kind, name, sign, binds, form) [EXPR_##kind] = { name, sign, binds, form },
#include "why/step.def"
#undef STEP
};

typedef struct GatherInfo {
    const char *name, *words;
} GatherInfo;

static const GatherInfo gather_info[] = {
#define GATHER(kind, name, words) [GATHER_KIND_##kind] = { name, words },
#include "why/gather.def"
#undef GATHER
};

typedef struct Words {
    Inquiry *why;
    Text text;
    const ReviewLevel *review;
} Words;

static void say(Words *w, const Expr *e, int least);

static void say_list(Words *w, const Expr *const *parts, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i) text_add(&w->text, STR(", "));
        say(w, parts[i], 0);
    }
}

static void say_const(Words *w, const Expr *e)
{
    Part part = { .expr = e, .review = w->review };
    Value value = { .type = e->type, .number = e->number, .text = e->text, .yes = e->yes };
    if (e->type == TYPE_NUMBER)
        text_add(&w->text, why_number_text(w->why, e->number, e->unit == UNIT_PERCENT));
    else
        text_add(&w->text, why_value_text(w->why, &part, &value));
}

static void say_read(Words *w, const Expr *e)
{
    say(w, e->arg[0], 8);
    const Place *place = e->arg[0]->place;
    const Expr *row = e->arg_count == 2 ? expr_bare(e->arg[1]) : NULL;
    if (row && row->kind == EXPR_FIND) {
        text_byte(&w->text, '[');
        uint32_t level = row->arg_count - (uint32_t)row->group->key_count;
        say_list(w, row->arg + level, (uint32_t)row->group->key_count);
        text_byte(&w->text, ']');
    } else if (place->kind == PLACE_GROUP && row && row->kind == EXPR_MEMBER) {
        for (size_t k = 0; k < row->group->key_count; k++)
            text_printf(&w->text, "%s%S", k ? ", " : "[", row->group->key_names[k]);
        text_byte(&w->text, ']');
    } else if (place->kind == PLACE_NATION) {
        if (expr_bare(e->arg[0])->kind == EXPR_GATHER) text_add(&w->text, STR(" of the nation"));
    } else if (place->kind == PLACE_GROUP) {
        text_add(&w->text, STR(" of the group"));
    } else {
        text_printf(&w->text, " of the %S", place->name);
    }
}

static Str rows_words(Inquiry *why, const Gather *g)
{
    const Place *from = g->from;
    if (from->kind == PLACE_GROUP) {
        const Group *group = from->group;
        Text text = text_open(why->arena);
        text_add(&text, STR("different"));
        for (size_t k = 0; k < group->key_count; k++)
            text_printf(&text, "%s %S", k ? "," : "", group->key_names[k]);
        text_printf(&text, " of %S", group->of->plural);
        return text_str(&text);
    }
    return from->kind == PLACE_RECORD ? from->record->plural : STR("the nation");
}

static void say_gather(Words *w, const Expr *e)
{
    const Gather *g = e->gather;
    bool condition =
        g->kind == GATHER_KIND_SHARE || g->kind == GATHER_KIND_SOME || g->kind == GATHER_KIND_EVERY;
    text_printf(&w->text, "%s of ", gather_info[g->kind].words);
    if (g->k) {
        text_add(&w->text, STR("(k = "));
        say(w, g->k, 0);
        text_add(&w->text, STR(") "));
    }
    if (g->part) text_printf(&w->text, "(%S) ", why_exact_text(w->why, g->part));
    if (g->value && g->kind != GATHER_KIND_COUNT && !condition) {
        say(w, g->value, 8);
        text_add(&w->text, STR(" over "));
    }
    text_add(&w->text, rows_words(w->why, g));
    if (g->weight) {
        text_add(&w->text, STR(" weighted by "));
        say(w, g->weight, 8);
    }
    if (g->where || (condition && g->value)) text_add(&w->text, STR(" where "));
    if (condition && g->value) say(w, g->value, g->where ? 3 : 0);
    if (g->where && condition) text_add(&w->text, STR(", of those where "));
    if (g->where) say(w, g->where, 0);
}

static void say_rank(Words *w, const Expr *e)
{
    const Gather *g = e->gather;
    text_add(&w->text, STR("rank by "));
    say(w, g->value, 8);
    text_printf(&w->text, ", %s first, over %S", g->lowest_first ? "lowest" : "highest",
                rows_words(w->why, g));
    if (g->where) {
        text_add(&w->text, STR(" where "));
        say(w, g->where, 0);
    }
}

/* `in each of the last 2 years ...`, `at least 2 of (...)`: yes when enough hold, no when too few
 * can, else all of them; said as the rule says it. */
bool why_is_enough(const Expr *e)
{
    if (e->kind != EXPR_CHOOSE || e->type != TYPE_YESNO) return false;
    const Expr *then = e->arg[1], *otherwise = e->arg[2];
    return then->kind == EXPR_CONST && then->yes && otherwise->kind == EXPR_CHOOSE &&
           otherwise->arg[1]->kind == EXPR_CONST && !otherwise->arg[1]->yes;
}

/* The power that stays open by e in that model; NULL where none does. */
static const Power *power_of(const Model *in, const Expr *e)
{
    for (size_t i = 0; i < in->power_count; i++)
        for (size_t p = 0; p < in->powers[i]->place_count; p++)
            if (in->powers[i]->open[p] == e && in->powers[i]->node->child[AT_POWER_CLOSED])
                return in->powers[i];
    return NULL;
}

bool why_stays_open(const Inquiry *why, const Expr *e)
{
    return power_of(why->model, e) != NULL;
}

bool why_is_as_before(const Expr *e)
{
    return e->kind == EXPR_CHOOSE && e->arg[2]->kind == EXPR_EARLIER &&
           power_of(e->arg[2]->in, e->arg[2]->earlier);
}

static void say_source(Words *w, const Node *node)
{
    text_add(&w->text, why_one_line(w->why, source_text(w->why->model->sources, node->span)));
}

static void say_choose(Words *w, const Expr *e)
{
    const Power *power = power_of(w->why->model, e);
    if (power) {
        say_source(w, power->node->child[AT_POWER_OPEN]);
        text_add(&w->text, STR(", closed when "));
        say_source(w, power->node->child[AT_POWER_CLOSED]->child[AT_CLOSED_WHEN]);
        return;
    }
    if (why_is_enough(e)) {
        text_add(&w->text, why_one_line(w->why, source_text(w->why->model->sources, e->span)));
        return;
    }
    if (why_is_as_before(e)) {
        say(w, e->arg[2], 1);
        text_add(&w->text, STR(", no where there was none"));
        return;
    }
    say(w, e->arg[1], 1);
    text_add(&w->text, STR(" if "));
    say(w, e->arg[0], 1);
    text_add(&w->text, STR(" otherwise "));
    say(w, e->arg[2], 0);
}

static void say_in_list(Words *w, const Expr *e)
{
    const ListInfo *list = &w->why->model->lists[e->list];
    say(w, e->arg[0], 5);
    text_add(&w->text, STR(" in "));
    if (list->name.len) {
        text_add(&w->text, list->name);
        return;
    }
    for (uint32_t i = 0; i < list->count; i++)
        text_printf(&w->text, "%s\"%S\"", i ? ", " : "", w->why->model->texts[list->code[i]]);
}

static void say_along(Words *w, const Expr *e)
{
    say(w, e->arg[0], 8);
    text_add(&w->text, STR(" read along "));
    say(w, e->arg[1], 8);
    text_add(&w->text, STR(" at "));
    uint32_t level = e->arg_count - (uint32_t)e->group->key_count;
    say_list(w, e->arg + level, e->arg_count - level);
}

static void say_slot(Words *w, const Expr *e)
{
    static const char *const figures[] = { "sum", "number", "least", "greatest" };
    text_printf(&w->text, "%s of %S", figures[e->index % 4], e->pick->slots[e->index / 4].name);
}

static void say_field(Words *w, const Expr *e)
{
    text_add(&w->text, e->place->record->fields[e->index].name);
}

static void say_between(Words *w, const Expr *e, const char *word)
{
    text_add(&w->text, str_of(step_info[e->kind].sign));
    say(w, e->arg[0], 8);
    text_add(&w->text, str_of(word));
    say(w, e->arg[1], 8);
}

static void say_after(Words *w, const Expr *e, const char *words, Str last)
{
    say(w, e->arg[0], 5);
    text_printf(&w->text, "%s%S", words, last);
}

/* Of a condition it is asked whether it can be decided. */
static void say_known(Words *w, const Expr *e)
{
    if (e->arg[0]->type != TYPE_YESNO || e->arg[0]->kind == EXPR_FIELD) {
        say_after(w, e, " is known", STR_EMPTY);
        return;
    }
    text_add(&w->text, STR("it is known whether "));
    say(w, e->arg[0], 4);
}

/* A power that stays open is read by its name, since its condition reads the year before, too. */
static void say_earlier(Words *w, const Expr *e)
{
    Words then = { .why = w->why, .text = w->text, .review = w->review };
    const Power *power = power_of(e->in, e->earlier);
    if (power)
        text_add(&then.text, power->name);
    else
        say(&then, e->earlier, 8);
    w->text = then.text;
    text_printf(&w->text, " in %S", year_words(w->why->arena, e->in->year));
}

bool why_is_shown(const Inquiry *why, const Expr *e)
{
    const Expr *of = e->arg[0];
    const Measure *measure =
        of->kind == EXPR_DEF && of->def->kind != DEF_LET ? of->def->measure : NULL;
    const Round *round = &why->model->rounds[e->index];
    return measure && measure->has_shown && measure->shown.mode == round->mode &&
           exact_compare(why->scratch, measure->shown.step, round->step) == 0;
}

/* Formulas whose words are their own. */
static void say_own(Words *w, const Expr *e)
{
    Model *model = w->why->model;
    switch ((int)e->kind) {
    case EXPR_CONST: say_const(w, e); break;
    case EXPR_MISSING:
        text_printf(&w->text, "missing as %S", model->reasons[e->reason].name);
        break;
    case EXPR_FIELD:
    case EXPR_LINK: say_field(w, e); break;
    case EXPR_KEY: text_add(&w->text, e->group->key_names[e->index]); break;
    case EXPR_DEF: text_add(&w->text, e->def->name); break;
    case EXPR_READ: say_read(w, e); break;
    case EXPR_EARLIER: say_earlier(w, e); break;
    case EXPR_ROUND:
        if (why_is_shown(w->why, e)) {
            say(w, e->arg[0], 5);
            text_add(&w->text, STR(" as shown"));
            break;
        }
        say(w, e->arg[0], 5);
        text_printf(&w->text, " rounded %S", why_round_words(w->why, e->index, e->unit));
        break;
    case EXPR_FULL_YEARS:
    case EXPR_FULL_MONTHS:
    case EXPR_FULL_DAYS: say_between(w, e, " to "); break;
    case EXPR_IN_LIST: say_in_list(w, e); break;
    case EXPR_IS_KNOWN: say_known(w, e); break;
    case EXPR_IS_REASON: say_after(w, e, " is missing as ", model->reasons[e->reason].name); break;
    case EXPR_CHOOSE: say_choose(w, e); break;
    case EXPR_INSTEAD:
        say(w, e->arg[0], 1);
        text_add(&w->text, STR(", and where that is missing "));
        say(w, e->arg[1], 1);
        break;
    case EXPR_WITHHOLD: say(w, e->arg[0], 0); break;
    case EXPR_AFTER: say(w, e->arg[1], 0); break;
    case EXPR_LOOKUP:
        text_printf(&w->text, "%S[", model->tables[e->table].name);
        say_list(w, e->arg, e->arg_count);
        text_byte(&w->text, ']');
        break;
    case EXPR_GATHER: say_gather(w, e); break;
    case EXPR_PICKED: say_slot(w, e); break;
    case EXPR_RANK: say_rank(w, e); break;
    case EXPR_POOL:
        say(w, e->arg[2], 0);
        text_printf(&w->text, " pooled to %s", e->yes ? "rise" : "fall");
        break;
    case EXPR_ALONG: say_along(w, e); break;
    default: break; /* rows have no words; all else has a sign */
    }
}

/* Bands are compared by their places, 0 the best: said the other way round. */
static const char *sign_between(const Expr *e)
{
    if (e->arg[0]->type != TYPE_BAND) return step_info[e->kind].sign;
    switch ((int)e->kind) {
    case EXPR_LT: return " is better than ";
    case EXPR_LE: return " is at least ";
    case EXPR_GT: return " is below ";
    case EXPR_GE: return " is at most ";
    case EXPR_EQ: return " is ";
    default: return " is not ";
    }
}

const ReviewLevel *why_finding(const Inquiry *why, const Expr *e)
{
    const Model *model = why->model;
    if (!e || e->type != TYPE_BAND) return NULL;
    for (size_t i = 0; i < model->review_level_count; i++)
        if (model->review_levels[i].finding == e) return &model->review_levels[i];
    return NULL;
}

/* yearly is visit, of whatever the formula is a part: a review goes by its name there. */
static bool say_finding(Words *w, const Expr *e)
{
    const ReviewLevel *finding = why_finding(w->why, e), *of = w->review;
    if (finding && finding != of) {
        text_add(&w->text, finding->review->name);
        return true;
    }
    finding = e->arg_count == 2 ? why_finding(w->why, e->arg[0]) : NULL;
    if (!finding || (e->kind != EXPR_EQ && e->kind != EXPR_NE)) return false;
    text_printf(&w->text, "%S%s", finding->review->name, sign_between(e));
    w->review = finding;
    say(w, e->arg[1], 0);
    w->review = of;
    return true;
}

static void say(Words *w, const Expr *e, int least)
{
    if (say_finding(w, e)) return;
    const StepInfo *info = &step_info[e->kind];
    bool brackets = info->binds < least;
    if (brackets) text_byte(&w->text, '(');
    switch (info->form) {
    case IN:
        say(w, e->arg[0], info->binds);
        text_add(&w->text, str_of(sign_between(e)));
        say(w, e->arg[1], info->binds + 1);
        break;
    case BEFORE:
        text_add(&w->text, str_of(info->sign));
        say(w, e->arg[0], info->binds);
        break;
    case CALL:
        text_add(&w->text, str_of(info->sign));
        text_byte(&w->text, '(');
        say_list(w, e->arg, e->arg_count);
        text_byte(&w->text, ')');
        break;
    case OWN: say_own(w, e); break;
    }
    if (brackets) text_byte(&w->text, ')');
}

Str why_formula(Inquiry *why, const Expr *e, const ReviewLevel *review)
{
    Words w = { .why = why, .text = text_open(why->arena), .review = review };
    say(&w, e, 0);
    return text_str(&w.text);
}

const char *why_op(const Expr *e)
{
    return e->kind == EXPR_GATHER ? gather_info[e->gather->kind].name : step_info[e->kind].name;
}

const char *why_sign(ExprKind kind)
{
    return step_info[kind].sign;
}

Str why_round_words(Inquiry *why, uint32_t index, uint32_t unit)
{
    static const char *const modes[] = { "half away from zero", "half even", "half up", "up",
                                         "down" };
    const Round *round = &why->model->rounds[index];
    Text text = text_open(why->arena);
    int64_t den = unit == UNIT_PERCENT ? round->den / 100 : round->den;
    int places = 0;
    while (den > 1 && den % 10 == 0) {
        den /= 10;
        places++;
    }
    if (round->num == 1 && den == 1 && places == 0)
        text_add(&text, STR("to a whole number"));
    else if (round->num == 1 && den == 1)
        text_printf(&text, "to %u place%s", (uint64_t)places, places == 1 ? "" : "s");
    else
        text_printf(&text, "to the nearest %S", why_exact_text(why, round->step));
    text_printf(&text, ", %s", modes[round->mode]);
    return text_str(&text);
}

/* An end of what a key may be, as tables write it. */
static Str key_end(Inquiry *why, const Expr *asked, const Exact *x)
{
    Text text = text_open(why->arena);
    int64_t num = 0, den = 1;
    bool whole = exact_to_ratio(x, &num, &den) && den == 1;
    if (whole && asked->type == TYPE_YEAR) return year_words(why->arena, num);
    if (whole && asked->type == TYPE_YESNO) return num ? STR("yes") : STR("no");
    if (whole && asked->type == TYPE_BAND && (size_t)num < asked->bands->band_count)
        return asked->bands->bands[num].name;
    if (!whole || asked->type != TYPE_DATE) return why_exact_text(why, x);
    calendar_write(&text, num);
    return text_str(&text);
}

/* A cell of a key as a table writes it. */
static void add_key_cell(Inquiry *why, Text *text, const Expr *asked, KeyMatch match,
                         const KeyCell *cell)
{
    if (match == KEY_CODE) {
        text_printf(text, "\"%S\"", why->model->texts[cell->code]);
        return;
    }
    Str low = cell->low ? key_end(why, asked, cell->low) : STR_EMPTY;
    Str high = cell->high ? key_end(why, asked, cell->high) : STR_EMPTY;
    bool one = match == KEY_NUMBER || (cell->low && cell->high && str_eq(low, high));
    if (one)
        text_add(text, low);
    else if (cell->low && cell->high)
        text_printf(text, "%s%S %s %S", cell->low_open ? "over " : "", low,
                    cell->high_open ? "to below" : "to", high);
    else if (cell->low)
        text_printf(text, "%s %S", cell->low_open ? "over" : "from", low);
    else
        text_printf(text, "%s %S", cell->high_open ? "below" : "up to", high);
}

Str why_table_row(Inquiry *why, const Expr *lookup, uint32_t row)
{
    const TableInfo *table = &why->model->tables[lookup->table];
    Text text = text_open(why->arena);
    for (uint32_t k = 0; k < table->key_count; k++) {
        if (k) text_add(&text, STR(", "));
        add_key_cell(why, &text, lookup->arg[k], table->match[k],
                     &table->keys[row * table->key_count + k]);
    }
    return text_str(&text);
}
