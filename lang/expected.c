/* expected.c -- what could have stood in a place, as a teacher would say it.
 *
 * Bison lists every token that fits; kinds that belong together are said with one phrase, and the
 * line that the mistake is in is shown as it should read.
 * SPDX-License-Identifier: Apache-2.0 */
#include "blame.h"
#include "grammar.h"
#include "token.h"

/* What several kinds together are called.  When all of `need` could stand here, `words` stands for
 * them and for all of `covers` (0 ends both); `softly` covers every soft word as well. */
static const struct {
    const char *words;
    int need[4];
    int covers[24];
    bool softly;
} groups[] = {
    { "a section such as `measure`",
      { T_RECORD, T_MEASURE },
      { T_FRAMEWORK, T_USE, T_RECORD, T_LIST, T_TABLE, T_PARAMETER, T_DERIVE, T_FORMULA, T_MEASURE,
        T_REVIEW, T_POWER, T_GOAL, T_RECONCILE, T_PUBLISH, T_REPORT, T_SUPPORT, T_CORRECTIONS,
        T_AMENDMENT, T_EXAMPLE },
      true },
    { "a line such as `let`",
      { T_LET, T_VALUE },
      { T_LET, T_VALUE, T_THEN, T_INTERVAL, T_WITHHELD, T_PICK, T_BANDS, T_SPLIT, T_TEXT, T_NOT,
        T_LEAVES, T_USES, T_ALLOW, T_FOR, T_END },
      true },
    { "the next row", { T_LET, T_NAME }, { T_NAME }, true },
    { "a line such as `for each School`",
      { T_FOR, T_LEAVES },
      { T_FOR, T_TEXT, T_NOT, T_LEAVES, T_USES, T_ALLOW, T_END },
      true },
    { "a line such as `finding`",
      { T_CONSIDERS, T_SECURE },
      { T_CONSIDERS, T_SECURE, T_FINDING, T_TEXT, T_ALLOW, T_END },
      true },
    { "a line such as `hidden`",
      { T_HIDDEN, T_COUNTS },
      { T_HIDDEN, T_MISSING, T_COUNTS, T_AT, T_END },
      true },
    { "a line such as `seeks`",
      { T_SEEKS, T_OFFERS },
      { T_SEEKS, T_OFFERS, T_SIMILAR, T_NEAREST, T_TEXT, T_ALLOW, T_END },
      true },
    { "a line such as `expect`",
      { T_GIVEN, T_EXPECT },
      { T_GIVEN, T_EXPECT, T_TAKING, T_IN_THE, T_END },
      true },
    { "a line such as `term`",
      { T_TERM, T_OWNER },
      { T_TERM, T_OWNER, T_EDITION, T_MEASURES, T_GOALS, T_ROUNDING, T_DECISIONS, T_USES, T_ALLOW,
        T_END },
      true },
    { "a role such as `key`",
      { T_KEY, T_IDENTITY, T_OUTCOME },
      { T_KEY, T_IDENTITY, T_PERSONAL, T_CONTEXT, T_PROTECTED, T_PROCESS, T_BASELINE, T_OUTCOME },
      false },
    { "a kind such as `whole number`",
      { T_TEXT, T_CODE, T_SIGN },
      { T_TEXT, T_CODE, T_NUMBER_WORD, T_WHOLE, T_SIGN, T_YES, T_DATE_WORD, T_SCHOOL },
      false },
    { "a trait such as `in points`",
      { T_OUTCOME, T_GAP_WORD, T_SHOWN },
      { T_OUTCOME, T_CONTEXT, T_GAP_WORD, T_NATIONAL, T_IN, T_HIGHER, T_LOWER, T_SHOWN },
      false },
    { "an order such as `highest first`",
      { T_HIGHEST, T_EARLIEST },
      { T_HIGHEST, T_LOWEST, T_EARLIEST, T_LATEST, T_YES, T_NO },
      false },
    { "an option such as `missing \"\" as not_known`",
      { T_TRIM, T_ANYTHING },
      { T_TRIM, T_ANYTHING, T_MISSING, T_YES, T_NO, T_PERCENT_WORD, T_IN, T_NOT, T_COLUMN },
      false },
    { "an option such as `separator`",
      { T_ENCODING, T_SEPARATOR },
      { T_ENCODING, T_SEPARATOR, T_ROWS, T_LAST, T_BLANK, T_EMPTY_WORD, T_FURTHER, T_SHORT, T_ONE,
        T_MISSING, T_MAY, T_IN, T_ON, T_CONTINUES },
      false },
    { "a way of rounding such as `half up`",
      { T_HALF, T_UP, T_DOWN },
      { T_HALF, T_UP, T_DOWN },
      false },
    { "an operator",
      { T_PLUS, T_TIMES_SIGN },
      { T_PLUS,    T_MINUS, T_TIMES_SIGN, T_DIVIDE_SIGN, T_LT,  T_GT,      T_EQ, T_GE,
        T_LE,      T_NE,    T_IS,         T_IN,          T_AND, T_OR,      T_IF, T_COUNTING,
        T_ROUNDED, T_WHERE, T_DOT,        T_LBRACKET,    T_OF,  T_WEIGHTED },
      false },
    { "a formula",
      { T_NUMBER, T_LPAREN, T_NAME },
      { T_NAME, T_NUMBER, T_PERCENT, T_STRING, T_YEAR, T_DATE, T_LPAREN, T_MINUS, T_YES, T_NO,
        T_NOT, T_SHOWN, T_THE, T_EVERY, T_SOME, T_AT, T_IN, T_KNOWN },
      true },
    { "a number", { T_NUMBER }, { T_NUMBER, T_PERCENT, T_MINUS }, false },
    { "a name", { T_NAME }, { T_NAME }, true },
    { "text in quotes", { T_STRING }, { T_STRING }, false },
    { "a school year such as 2026/27", { T_YEAR }, { T_YEAR }, false },
    { "a date such as 2026-09-01", { T_DATE }, { T_DATE }, false },
    { "a percentage such as 40%", { T_PERCENT }, { T_PERCENT }, false },
    { "a row of a table such as | 1 | 2 |", { T_CELL }, { T_CELL, T_ROWEND }, false },
    { "the next section", { T_END }, { T_END, T_YYEOF }, false },
};

enum { MOST_ITEMS = 4 };

/* Items of a list in words. */
typedef struct Items {
    Str at[MOST_ITEMS];
    size_t count;
} Items;

static void add_item(Items *items, Str item)
{
    if (items->count < MOST_ITEMS) items->at[items->count++] = item;
}

/* Where a name can stand, so can every soft word: then a group that a soft word leads says
 * nothing. */
static bool holds_all(const Blame *b, const int *need)
{
    for (size_t i = 0; i < COUNT_OF(groups[0].need) && need[i]; i++)
        if (!blame_wants(b, need[i])) return false;
    return need[0] < T_ABOVE || !blame_wants(b, T_NAME);
}

static bool covered(size_t group, int kind)
{
    if (groups[group].softly && kind >= T_ABOVE) return true;
    for (size_t i = 0; i < COUNT_OF(groups[0].covers) && groups[group].covers[i]; i++)
        if (groups[group].covers[i] == kind) return true;
    return false;
}

/* What is expected: groups first, in the order of the table, then single words. */
static Items expected_items(const Blame *b)
{
    Items items = { .count = 0 };
    int *left = NEW_ARRAY(b->s->arena, int, (size_t)b->count + 1);
    size_t n = 0;
    for (int i = 0; i < b->count; i++) left[n++] = b->expected[i];
    for (size_t g = 0; g < COUNT_OF(groups); g++) {
        if (!holds_all(b, groups[g].need)) continue;
        size_t kept = 0;
        for (size_t i = 0; i < n; i++)
            if (!covered(g, left[i])) left[kept++] = left[i];
        if (kept == n) continue; /* all of it is said already */
        n = kept;
        bool condition = groups[g].need[0] == T_NUMBER && groups[g].need[1] == T_LPAREN &&
                         (b->last == T_WHERE || b->last == T_WHEN || b->last == T_IF ||
                          b->last == T_AND || b->last == T_OR || b->last == T_HAS);
        const char *words = condition ? "a condition" : groups[g].words;
        add_item(&items, (Str){ words, strlen(words) });
    }
    for (size_t i = 0; i < n; i++) {
        const char *spelling = syntax_spelling(left[i]);
        if (strchr(spelling, ' ') || left[i] == T_YYEOF) continue;
        add_item(&items, str_printf(b->s->arena, "`%s`", spelling));
    }
    return items;
}

static Str in_words(const Blame *b, const Items *items)
{
    Text text = text_open(b->s->arena);
    for (size_t i = 0; i < items->count; i++) {
        if (i > 0) text_add(&text, i + 1 == items->count ? STR(" or ") : STR(", "));
        text_add(&text, items->at[i]);
    }
    return items->count ? text_str(&text) : STR("something else");
}

/* How a line that begins with a word reads. */
static const struct {
    int kind;
    const char *shape;
} shapes[] = {
    { T_FRAMEWORK, "framework NAME \"Title\" and lines such as  term 2026/27 to 2030/31" },
    { T_EDITION, "edition 1" },
    { T_TERM, "term 2026/27 to 2030/31" },
    { T_OWNER, "owner \"College of Teaching\"" },
    { T_MEASURES, "measures at most 6" },
    { T_GOALS, "goals at most 3" },
    { T_DECISIONS, "decisions from \"decisions.csv\"" },
    { T_ROUNDING, "rounding half away from zero" },
    { T_USE, "use england.ks4" },
    { T_RECORD, "record School (Schools) from \"schools.csv\"" },
    { T_LIST, "list NAME is \"A\", \"B\"" },
    { T_TABLE, "table NAME \"Title\" and then rows such as  | key | points |" },
    { T_PARAMETER, "parameter NAME \"Title\" is 60% in 2026/27, 65% from 2027/28" },
    { T_DERIVE, "derive Record.NAME \"Title\" is FORMULA" },
    { T_FORMULA, "formula NAME \"Title\" of (A, B) is FORMULA" },
    { T_MEASURE, "measure NAME \"Title\" and then  outcome, in points, higher is better, …" },
    { T_REVIEW, "review NAME \"Title\" of each School, Trust" },
    { T_POWER, "power NAME \"Title\" held by \"Office\" over School open when CONDITION" },
    { T_CLOSED, "closed when CONDITION  (once, after  open when)" },
    { T_GOAL, "goal NAME \"Title\" MEASURE of the nation reaches 80% by 2029/30" },
    { T_RECONCILE,
      "reconcile NAME \"Title\" for each Region TOTAL with sum of points over Schools" },
    { T_PUBLISH, "publish NAME \"Title\" of MEASURE, MEASURE and lines such as  hidden" },
    { T_HIDDEN, "hidden as \"c\" for counts of 1 to 5" },
    { T_COUNTS, "counts rounded to nearest 5" },
    { T_REPORT, "report NAME \"Title\" of MEASURE, MEASURE and lines such as  spread, note" },
    { T_SPREAD_WORD, "spread between Schools multiplicative winsorised 10%" },
    { T_COMPARED, "compared within Region" },
    { T_NOTE, "note \"…\"" },
    { T_QUESTION, "question \"What …?\"" },
    { T_SUPPORT, "support NAME \"Title\" of each School in each Region and lines such as  seeks" },
    { T_SEEKS, "seeks when CONDITION" },
    { T_OFFERS, "offers when CONDITION" },
    { T_SIMILAR, "similar in FIELD, MEASURE" },
    { T_NEAREST, "nearest 3 and ties" },
    { T_CORRECTIONS, "corrections from \"corrections.csv\"" },
    { T_AMENDMENT,
      "amendment NAME \"Title\" of MEASURE from 2027/28 article \"12\" because \"…\"" },
    { T_EXAMPLE, "example \"what it shows\" and lines such as  given Pupil  and  expect" },
    { T_LET, "let NAME be FORMULA" },
    { T_FOR, "for each School, Trust, nation" },
    { T_WITHHELD, "withheld as \"SUPP\" when CONDITION" },
    { T_LEAVES, "leaves out \"label\" Pupils where CONDITION because \"reason\"" },
    { T_USES, "uses FIELD because \"reason\"" },
    { T_ALLOW, "allow RULE because \"reason\"" },
    { T_PICK, "pick from Results where CONDITION by FORMULA, highest first" },
    { T_BANDS, "bands and then rows such as  above \"Above average\" when CONDITION" },
    { T_CONSIDERS, "considers MEASURE, MEASURE" },
    { T_SECURE, "secure when CONDITION" },
    { T_FINDING, "finding NAME \"Title\" when CONDITION" },
    { T_INTERVAL, "interval FORMULA give or take FORMULA" },
    { T_EXPECT, "expect MEASURE of School \"key\" is VALUE" },
    { T_THEN, "then at most 100 when CONDITION because \"reason\"" },
    { T_MIX, "then mix in FIGURE weighted by PART when CONDITION" },
    { T_GIVEN, "given Pupil and then rows such as  | upn | school |" },
    { T_TAKING, "taking MEASURE.part as and then rows such as  | 5 | 47.45 |" },
    { T_SPLIT, "split by FIELD" },
    { T_VALUE, "value FORMULA" },
};

/* How a part of a line reads that has a shape of its own, from these two words on. */
static const struct {
    int kind, next;
    const char *shape;
} parts[] = {
    { T_TAKES, T_NUMBER, "NAME takes 2 where CONDITION  (or  of the rest,  or  of (NAME, NAME))" },
    { T_RANK, T_OF,
      "rank of FORMULA over Pupils where CONDITION within School, highest first, ties at the "
      "lowest" },
};

/* The shape of the line that the mistake is in: the nearest word before it that begins one and
 * stands first on its line. */
static Str shape_before(const Blame *b)
{
    const Source *source = syntax_source(b->s);
    bool fresh = false; /* a line end since the token before */
    uint32_t t = b->s->last;
    while (t != SYNTAX_NONE) {
        fresh = t == 0 || blame_kind(b, t - 1) == T_NEWLINE ||
                (blame_kind(b, t - 1) == T_SPACE && (t == 1 || blame_kind(b, t - 2) == T_NEWLINE));
        bool in_record = blame_kind(b, b->s->section) == T_RECORD && t != b->s->section;
        if (fresh && in_record)
            return STR("NAME ROLE KIND from \"HEADING\", such as  urn key text from \"URN\"");
        int kind = blame_kind(b, t), next = blame_kind(b, token_after(source, t));
        if (kind == T_THEN && next == T_MIX) kind = next;
        for (size_t i = 0; i < COUNT_OF(parts); i++)
            if (parts[i].kind == kind && parts[i].next == next)
                return (Str){ parts[i].shape, strlen(parts[i].shape) };
        if (kind == T_THEN && blame_kind(b, token_before(source, t)) == T_COMMA) fresh = false;
        for (size_t i = 0; fresh && i < COUNT_OF(shapes); i++)
            if (shapes[i].kind == kind) return (Str){ shapes[i].shape, strlen(shapes[i].shape) };
        if (fresh && token_word(kind).len == 0) return STR_EMPTY;
        t = token_before(source, t);
    }
    return STR_EMPTY;
}

static bool on_later_line(const Blame *b)
{
    if (b->s->last == SYNTAX_NONE) return false;
    const Source *source = syntax_source(b->s);
    uint32_t end = blame_span(b, b->s->last).end;
    return source_place(source, end).line < source_place(source, b->span.start).line;
}

/* A formula stands by itself where a line of a level begins. */
static bool lacks_value(const Blame *b)
{
    static const int begins[] = { T_SUM,    T_MEAN,        T_MEDIAN, T_GREATEST, T_LEAST,  T_SHARE,
                                  T_NUMBER, T_NUMBER_WORD, T_LPAREN, T_NAME,     T_PERCENT };
    if (!blame_wants(b, T_VALUE) || !on_later_line(b)) return false;
    for (size_t i = 0; i < COUNT_OF(begins); i++)
        if (b->kind == begins[i]) return true;
    return false;
}

void blame_generally(const Blame *b)
{
    Syntax *s = b->s;
    Items items = expected_items(b);
    Str words = in_words(b, &items);
    Diag *diag;
    Str where = STR("at the start of the file");
    if (s->last != SYNTAX_NONE) where = str_printf(s->arena, "after %S", blame_spoken(b, s->last));
    Span after = b->span;
    if (s->last != SYNTAX_NONE) after.start = after.end = blame_span(b, s->last).end;
    if (b->kind == T_END && s->section != SYNTAX_NONE) {
        diag = DIAG_AT(s->diags, D_STOPS_SHORT, after, blame_text(b, s->section), words);
    } else if (b->kind == T_END || on_later_line(b) || b->kind == T_YYEOF) {
        diag = DIAG_AT(s->diags, D_EXPECTED_HERE, after, words, where);
    } else {
        diag = DIAG_AT(s->diags, D_EXPECTED, b->span, words, where, blame_spoken(b, s->at));
    }
    if (lacks_value(b))
        diag->fix = STR("Begin the line with what it is:  value ...  or  let NAME be ...");
    Str shape = shape_before(b);
    if (shape.len) diag->note = str_printf(s->diags->arena, "Such a line reads:  %S", shape);
}
