/* blame.c -- the words of a mistake in the grammar.
 *
 * Bison gives the whole list of what could stand in a place; here it becomes what a teacher would
 * say.  First come the mistakes that people make again and again, each with a message of its own;
 * then comes the general one.  (A misspelt word is found before the parser sees it, in parse.c.)
 * SPDX-License-Identifier: Apache-2.0 */
#include "blame.h"
#include "grammar.h"
#include "token.h"

bool blame_wants(const Blame *b, int kind)
{
    for (int i = 0; i < b->count; i++)
        if (b->expected[i] == kind) return true;
    return false;
}

int blame_kind(const Blame *b, uint32_t t)
{
    return t == SYNTAX_NONE ? T_YYEOF : syntax_source(b->s)->tokens[t].kind;
}

Str blame_text(const Blame *b, uint32_t t)
{
    return token_text(syntax_source(b->s), t);
}

Span blame_span(const Blame *b, uint32_t t)
{
    return token_span(syntax_source(b->s), b->s->file, t);
}

/* A formula could begin here; one has just ended here. */
static bool wants_formula(const Blame *b)
{
    return blame_wants(b, T_NUMBER) && blame_wants(b, T_LPAREN) && blame_wants(b, T_NAME);
}

static bool after_formula(const Blame *b)
{
    return blame_wants(b, T_PLUS) && blame_wants(b, T_TIMES_SIGN);
}

static bool is_comparison(int kind)
{
    return kind >= T_LT && kind <= T_NE;
}

/* What a token is called in a message. */
Str blame_spoken(const Blame *b, uint32_t t)
{
    Arena *arena = b->s->arena;
    Str text = blame_text(b, t);
    switch (blame_kind(b, t)) {
    case T_YYEOF: return STR("the end of the file");
    case T_CELL:
    case T_ROWEND: return STR("a row of a table");
    case T_STRING: return str_printable(arena, text, 32);
    default: return str_printf(arena, "`%S`", str_printable(arena, text, 32));
    }
}

static void replace(Diag *diag, Span span, Str with)
{
    diag->has_replace = true;
    diag->replace = span;
    diag->with = with;
}

/* ---- mistakes with a message of their own: each gives true when it was the one ---- */

/* `let x = 3`, `derive R.f "…" = 3`, `let x is 3` */
static bool blame_name_be(const Blame *b)
{
    if (b->kind != T_EQ && b->kind != T_IS && b->kind != T_BE) return false;
    bool be = blame_wants(b, T_BE) && !blame_wants(b, T_NUMBER) && b->kind != T_BE;
    int section = blame_kind(b, b->s->section);
    bool named =
        section == T_LIST || section == T_PARAMETER || section == T_DERIVE || section == T_FORMULA;
    bool is = named && blame_wants(b, T_IS) && !after_formula(b) && b->kind != T_IS;
    if (!be && !is) return false;
    Str word = be ? STR("let") : blame_text(b, b->s->section);
    Str with = be ? STR("be") : STR("is");
    Str head = str_printf(b->s->arena, "`%S`", word);
    Str ours = str_printf(b->s->arena, "`%S`", with);
    Diag *diag =
        DIAG_AT(b->s->diags, D_NAME_BE, b->span, head, ours, blame_spoken(b, b->s->at), with);
    replace(diag, b->span, with);
    return true;
}

static bool blame_and_or(const Blame *b)
{
    bool mixed =
        (b->kind == T_AND && blame_wants(b, T_OR)) || (b->kind == T_OR && blame_wants(b, T_AND));
    if (!mixed || !after_formula(b)) return false;
    Str this = blame_spoken(b, b->s->at);
    DIAG_AT(b->s->diags, D_AND_OR_MIXED, b->span, this,
            b->kind == T_AND ? STR("`or`") : STR("`and`"));
    return true;
}

static bool blame_chain(const Blame *b)
{
    if (!(is_comparison(b->kind) || b->kind == T_IS) || !after_formula(b)) return false;
    DIAG_AT(b->s->diags, D_COMPARE_CHAIN, b->span, STR("the second comparison"));
    return true;
}

static bool blame_filter(const Blame *b)
{
    if (!after_formula(b) || (b->kind != T_WHERE && b->kind != T_BY)) return false;
    DIAG_AT(b->s->diags, D_FILTER_BRACKETS, b->span, blame_spoken(b, b->s->at));
    return true;
}

/* `2 * a rounded to …` never is one; `a rounded to 2 places + b` is the other way round. */
static bool blame_rounded(const Blame *b)
{
    bool goes_on = b->kind >= T_PLUS && b->kind <= T_NE;
    bool after_rounding = b->last == T_PLACE || b->last == T_PLACES || b->last == T_ZERO ||
                          b->last == T_EVEN || b->last == T_UP || b->last == T_DOWN ||
                          b->last == T_NUMBER_WORD;
    bool inside = b->kind == T_ROUNDED && after_formula(b);
    if (!inside && !(goes_on && after_rounding && !after_formula(b))) return false;
    uint32_t t = b->s->at;
    while (blame_kind(b, t) != T_ROUNDED && t > 0) t--;
    DIAG_AT(b->s->diags, D_ROUNDED_BRACKETS, blame_span(b, t));
    return true;
}

static bool blame_if_first(const Blame *b)
{
    if (b->kind != T_IF || !wants_formula(b)) return false;
    DIAG_AT(b->s->diags, D_IF_FIRST, b->span);
    return true;
}

/* 1,000 */
static bool blame_thousands(const Blame *b)
{
    if (b->kind != T_COMMA || b->last != T_NUMBER) return false;
    uint32_t next = b->s->at + 1;
    bool joined = b->s->last + 1 == b->s->at && blame_kind(b, next) == T_NUMBER &&
                  blame_text(b, next).len == 3;
    if (!joined) return false;
    Str with = str_printf(b->s->arena, "%S%S", blame_text(b, b->s->last), blame_text(b, next));
    Span span = { b->span.file, blame_span(b, b->s->last).start, blame_span(b, next).end };
    replace(DIAG_AT(b->s->diags, D_THOUSANDS, span, with), span, with);
    return true;
}

/* 40 % */
static bool blame_percent(const Blame *b)
{
    if (b->kind != T_SIGN || b->last != T_NUMBER) return false;
    Str with = str_printf(b->s->arena, "%S%%", blame_text(b, b->s->last));
    Span span = { b->span.file, blame_span(b, b->s->last).start, b->span.end };
    replace(DIAG_AT(b->s->diags, D_PERCENT_SPACE, span, with), span, with);
    return true;
}

/* is not known */
static bool blame_is_not(const Blame *b)
{
    if (b->last != T_NOT || (b->kind != T_KNOWN && b->kind != T_MISSING)) return false;
    if (blame_kind(b, token_before(syntax_source(b->s), b->s->last)) != T_IS) return false;
    Str with = b->kind == T_KNOWN ? STR("missing") : STR("known");
    Span span = { b->span.file, blame_span(b, b->s->last).start, b->span.end };
    Str ours = str_printf(b->s->arena, "`is %S`", with);
    replace(DIAG_AT(b->s->diags, D_IS_NOT_KNOWN, span, blame_text(b, b->s->at), ours, with), span,
            with);
    return true;
}

/* `when known growth and ...`: `known` asks of the left side of a comparison. */
static bool blame_known(const Blame *b)
{
    if (!after_formula(b) || blame_wants(b, T_AND)) return false;
    const Source *source = syntax_source(b->s);
    uint32_t t = b->s->last;
    while (t != SYNTAX_NONE &&
           (blame_kind(b, t) == T_NAME || blame_kind(b, t) == T_DOT || blame_kind(b, t) >= T_ABOVE))
        t = token_before(source, t);
    if (t == SYNTAX_NONE || t == b->s->last || blame_kind(b, t) != T_KNOWN) return false;
    int before = blame_kind(b, token_before(source, t));
    if (before == T_OF || before == T_IS) return false;
    Span span = { b->span.file, blame_span(b, t).start, blame_span(b, b->s->last).end };
    Span figure = { span.file, blame_span(b, token_after(source, t)).start, span.end };
    DIAG_AT(b->s->diags, D_KNOWN_ALONE, span, source_text(b->s->sources, figure));
    return true;
}

static bool is_level_word(int kind)
{
    return kind == T_LET || kind == T_VALUE || kind == T_THEN || kind == T_INTERVAL ||
           kind == T_WITHHELD || kind == T_PICK || kind == T_BANDS || kind == T_SPLIT;
}

static bool blame_no_level(const Blame *b)
{
    if (!is_level_word(b->kind) || !blame_wants(b, T_FOR) || blame_wants(b, T_LET)) return false;
    DIAG_AT(b->s->diags, D_CLAUSE_NO_LEVEL, b->span, blame_spoken(b, b->s->at));
    return true;
}

/* Whether a name is declared between these two: `let by be 3`, `to key text`, `by takes 1`. */
static bool stands_as_name(int last, int next)
{
    switch (next) {
    case T_BE:
    case T_TAKES:
    case T_KEY:
    case T_IDENTITY:
    case T_PERSONAL:
    case T_CONTEXT:
    case T_PROTECTED:
    case T_PROCESS:
    case T_BASELINE:
    case T_OUTCOME:
    case T_PART: return true;
    case T_STRING:
        return last == T_MEASURE || last == T_REVIEW || last == T_POWER || last == T_GOAL ||
               last == T_RECONCILE || last == T_PUBLISH || last == T_REPORT || last == T_SUPPORT ||
               last == T_TABLE || last == T_PARAMETER || last == T_FINDING || last == T_FRAMEWORK ||
               last == T_DOT;
    case T_IS: return last == T_LIST;
    default: return false;
    }
}

static bool blame_reserved(const Blame *b)
{
    if (!blame_wants(b, T_NAME) || token_word(b->kind).len == 0) return false;
    int next = blame_kind(b, token_after(syntax_source(b->s), b->s->at));
    if (!stands_as_name(b->last, next)) return false;
    Str word = blame_text(b, b->s->at);
    Str quoted = str_printf(b->s->arena, "`%S`", word);
    replace(DIAG_AT(b->s->diags, D_WORD_RESERVED, b->span, quoted, quoted), b->span, quoted);
    return true;
}

/* Words of other languages, and what is said here. */
static const struct {
    const char *theirs, *ours;
} other_words[] = {
    { "else", "otherwise" },
    { "elif", "otherwise" },
    { "elseif", "otherwise" },
    { "unless", "if not" },
    { "average", "mean of" },
    { "avg", "mean of" },
    { "total", "sum of" },
    { "percentage", "share of" },
    { "proportion", "share of" },
    { "count", "number of" },
    { "max", "greatest of" },
    { "maximum", "greatest of" },
    { "min", "least of" },
    { "minimum", "least of" },
    { "highest", "greatest of" },
    { "lowest", "least of" },
    { "sqrt", "root of" },
    { "stdev", "sample standard deviation of" },
    { "round", "rounded to" },
    { "null", "missing" },
    { "none", "missing" },
    { "filter", "where" },
    { "with", "where" },
    { "per", "for each" },
    { "every", "for each" },
    { "group", "by" },
    { "distinct", "different" },
    { "define", "let" },
    { "def", "let" },
    { "var", "let" },
    { "set", "let" },
    { "import", "use" },
    { "include", "use" },
    { "equals", "=" },
    { "true", "yes" },
    { "false", "no" },
    { "rule", "measure" },
    { "test", "example" },
    { "constant", "parameter" },
    { "since", "because" },
    { "reason", "because" },
    { "return", "value" },
    { "result", "value" },
    { "called", "as" },
};

static const char *our_word(Str theirs)
{
    for (size_t i = 0; i < COUNT_OF(other_words); i++) {
        Str word = { other_words[i].theirs, strlen(other_words[i].theirs) };
        if (word.len == theirs.len && str_distance(word, theirs, 0) == 0)
            return other_words[i].ours;
    }
    return NULL;
}

/* The first word of `ours` can stand here. */
static bool wants_word(const Blame *b, const char *ours)
{
    size_t length = strcspn(ours, " ");
    Str word = { ours, length };
    for (int i = 0; i < b->count; i++) {
        const char *spelling = syntax_spelling(b->expected[i]);
        if (str_eq(word, (Str){ spelling, strlen(spelling) })) return true;
    }
    return false;
}

static bool blame_other_word(const Blame *b)
{
    if (b->kind != T_NAME && token_word(b->kind).len == 0) return false;
    const char *ours = our_word(blame_text(b, b->s->at));
    if (!ours || !wants_word(b, ours)) return false;
    Str with = { ours, strlen(ours) };
    Str quoted = str_printf(b->s->arena, "`%S`", with);
    replace(DIAG_AT(b->s->diags, D_OTHER_WORD, b->span, blame_spoken(b, b->s->at), quoted, with),
            b->span, with);
    return true;
}

/* average of points: at the word after `of`, or at `of` itself where the word is one of the
 * language */
static bool blame_other_aggregate(const Blame *b)
{
    if (b->last != T_OF && b->kind != T_OF) return false;
    uint32_t of = b->kind == T_OF ? b->s->at : b->s->last;
    uint32_t t = token_before(syntax_source(b->s), of);
    bool word = t != SYNTAX_NONE && (blame_kind(b, t) == T_NAME || blame_kind(b, t) >= T_ABOVE);
    const char *ours = word ? our_word(blame_text(b, t)) : NULL;
    if (!ours || !strstr(ours, " of")) return false;
    Str with = { ours, strlen(ours) };
    Span span = { b->span.file, blame_span(b, t).start, blame_span(b, of).end };
    Str quoted = str_printf(b->s->arena, "`%S`", with);
    Str theirs = str_printf(b->s->arena, "`%S of`", blame_text(b, t));
    replace(DIAG_AT(b->s->diags, D_OTHER_WORD, span, theirs, quoted, with), span, with);
    return true;
}

/* max(a, b) */
static bool blame_call(const Blame *b)
{
    if (b->kind != T_LPAREN || blame_wants(b, T_LPAREN) || !after_formula(b)) return false;
    if (b->last != T_NAME && b->last < T_ABOVE) return false;
    if (b->s->last + 1 != b->s->at) return false;
    const char *ours = our_word(blame_text(b, b->s->last));
    Str with = ours ? (Str){ ours, strlen(ours) } : STR_EMPTY;
    Str label = ours ? str_printf(b->s->arena, "write `%S`", with) : STR("not known here");
    Span span = blame_span(b, b->s->last);
    Diag *diag = DIAG_AT(b->s->diags, D_NO_CALLS, span, blame_spoken(b, b->s->last), label);
    if (ours) replace(diag, span, str_printf(b->s->arena, "%S ", with));
    return true;
}

void syntax_blame(Syntax *s, const int *expected, int count)
{
    Blame b = { .s = s, .expected = expected, .count = count, .kind = s->kind };
    b.last = blame_kind(&b, s->last);
    b.span = token_span(syntax_source(s), s->file, s->at);
    s->blamed++;
    if (b.kind != T_END) {
        static bool (*const known[])(const Blame *) = {
            blame_name_be,         blame_and_or,     blame_chain,     blame_filter,
            blame_rounded,         blame_if_first,   blame_thousands, blame_percent,
            blame_is_not,          blame_no_level,   blame_reserved,  blame_call,
            blame_other_aggregate, blame_other_word, blame_known,
        };
        for (size_t i = 0; i < COUNT_OF(known); i++)
            if (known[i](&b)) return;
    }
    blame_generally(&b);
}
