/* parse.c -- feeds the tokens of a source to the parser.
 *
 * It owns the loop, so it can leave out trivia, make the tokens that need more than one token of
 * look-ahead, put in a closing bracket that was left out, and say where sections end.  Nothing here
 * depends on meaning.  Bison's own stack is on malloc; the feeder's guard frees it when memory runs
 * out.
 * SPDX-License-Identifier: Apache-2.0 */
#include "parse.h"
#include "grammar.h"
#include "limit.h"
#include "syntax.h"
#include "token.h"

typedef struct Feed {
    Syntax *s;
    lus_pstate *ps;
    int status;     /* of the last push: YYPUSH_MORE while it goes on */
    bool skip_line; /* the rest of the line of a mistake is passed over */
} Feed;

static int kind_at(const Syntax *s, uint32_t t)
{
    return t == SYNTAX_NONE ? T_YYEOF : syntax_source(s)->tokens[t].kind;
}

static bool is_section_word(int kind)
{
    return kind >= T_FRAMEWORK && kind <= T_EXAMPLE;
}

static bool accepts(const Feed *f, int kind)
{
    return syntax_accepts(f->ps, kind);
}

/* Pushes a token; `at` is its bytes. */
static void push(Feed *f, int kind, uint32_t t, Range at)
{
    f->s->at = t;
    f->s->kind = kind;
    LUS_STYPE value = { .tok = t };
    f->status = lus_push_parse(f->ps, kind, &value, &at, f->s);
}

/* Pushes a token that was not typed, before token t. */
static void push_made(Feed *f, int kind, uint32_t t)
{
    const Syntax *s = f->s;
    uint32_t end = 0;
    if (s->last != SYNTAX_NONE) end = token_span(syntax_source(s), s->file, s->last).end;
    push(f, kind, t, (Range){ end, end });
}

/* The parser has recovered: the next mistake is a new one and is reported.  Only where it accepts
 * `kind` now, else mistakes that follow from the last would be reported. */
static void back_in_step(Feed *f, int kind)
{
    if (!syntax_recovering(f->ps) || f->s->blamed >= SYNTAX_MOST_BLAMED) return;
    if (accepts(f, kind)) syntax_recovered(f->ps);
}

static int closer(int kind)
{
    return kind == T_LPAREN ? T_RPAREN : T_RBRACKET;
}

static Span just_after(const Syntax *s, uint32_t t)
{
    Span span = token_span(syntax_source(s), s->file, t);
    return (Span){ span.file, span.end, span.end };
}

/* Puts in the closers of all brackets that are open before token t, and says so once. */
static void close_brackets(Feed *f, uint32_t t)
{
    Syntax *s = f->s;
    while (s->open_count && f->status == YYPUSH_MORE) {
        uint32_t open = s->open[--s->open_count];
        int kind = closer(kind_at(s, open));
        if (!accepts(f, kind)) continue;
        Str sign = kind == T_RPAREN ? STR("`)`") : STR("`]`");
        Diag *diag =
            DIAG_AT(s->diags, D_BRACKET_OPEN, just_after(s, s->last), sign, str_slice(sign, 1, 2));
        diag_also(s->diags, diag, token_span(syntax_source(s), s->file, open), STR("opened here"));
        diag->has_replace = true;
        diag->replace = diag->span;
        diag->with = str_slice(sign, 1, 2);
        push_made(f, kind, t);
    }
}

/* Keeps the list of open brackets; false when a closer has nothing to close and was reported. */
static bool count_bracket(Feed *f, int kind, uint32_t t)
{
    Syntax *s = f->s;
    if (kind == T_LPAREN || kind == T_LBRACKET) {
        GROW(s->arena, s->open, s->open_count, s->open_cap);
        s->open[s->open_count++] = t;
    }
    if (kind != T_RPAREN && kind != T_RBRACKET) return true;
    if (s->open_count && closer(kind_at(s, s->open[s->open_count - 1])) == kind) {
        s->open_count--;
        return true;
    }
    if (s->open_count) return true; /* the wrong closer: a mistake of the grammar */
    if (syntax_recovering(f->ps)) return true;
    Str sign = kind == T_RPAREN ? STR("`)`") : STR("`]`");
    Span span = token_span(syntax_source(s), s->file, t);
    Diag *diag = DIAG_AT(s->diags, D_BRACKET_EXTRA, span, sign);
    diag->has_replace = true;
    diag->replace = span;
    return false;
}

static void end_section(Feed *f, uint32_t t)
{
    Syntax *s = f->s;
    close_brackets(f, t);
    if (s->last == SYNTAX_NONE || f->status != YYPUSH_MORE) return;
    back_in_step(f, T_END);
    push_made(f, T_END, t);
    s->section = SYNTAX_NONE;
}

static bool is_first_on_line(const Syntax *s, uint32_t t)
{
    const Token *tokens = syntax_source(s)->tokens;
    while (t > 0 && token_is_trivia(tokens[t - 1].kind))
        if (tokens[--t].kind == T_NEWLINE) return true;
    return t == 0;
}

/* Words that begin a clause: the places to come back to after a mistake. */
static bool begins_clause(int kind)
{
    switch (kind) {
    case T_LET:
    case T_FOR:
    case T_THEN:
    case T_VALUE:
    case T_INTERVAL:
    case T_WITHHELD:
    case T_PICK:
    case T_BANDS:
    case T_SPLIT:
    case T_LEAVES:
    case T_USES:
    case T_ALLOW:
    case T_TEXT:
    case T_CONSIDERS:
    case T_SECURE:
    case T_FINDING:
    case T_SEEKS:
    case T_OFFERS:
    case T_SIMILAR:
    case T_GIVEN:
    case T_TAKING:
    case T_EXPECT: return true;
    default: return false;
    }
}

/* What `is below` (t) is followed by, a thing to compare with: not the head of the next row
 * (NAME "Title", NAME takes) or clause, nor an end.  So `is below` alone is a band of that name. */
static bool compares_next(const Syntax *s, uint32_t t)
{
    const Source *source = syntax_source(s);
    uint32_t next = token_after(source, t), after = token_after(source, next);
    int kind = kind_at(s, next), second = kind_at(s, after);
    switch (kind) {
    case T_NUMBER:
    case T_PERCENT:
    case T_STRING:
    case T_LPAREN:
    case T_MINUS:
    case T_SHOWN:
    case T_THE: return true;
    default: break;
    }
    if (kind != T_NAME && kind < T_ABOVE) return false;
    if (second == T_STRING || second == T_TAKES) return false;
    if (kind == T_NEAREST) return second != T_NUMBER;
    if (kind == T_CLOSED) return second != T_WHEN;
    if (kind == T_VALUE) return second != T_NAME && second != T_NUMBER && second != T_LPAREN;
    return !begins_clause(kind);
}

/* Words after which a name is declared, so that a section word there was meant as a name. */
static bool declares_name(int kind)
{
    switch (kind) {
    case T_LET:
    case T_FINDING:
    case T_DOT: return true;
    default: return is_section_word(kind) && kind != T_EXAMPLE && kind != T_CORRECTIONS;
    }
}

static bool is_progress_measure(const Syntax *s, uint32_t t)
{
    const Source *source = syntax_source(s);
    uint32_t before = token_before(source, t);
    if (kind_at(s, before) != T_PROGRESS) return false;
    return kind_at(s, token_before(source, before)) == T_NATIONAL;
}

static bool is_role(int kind)
{
    return kind == T_KEY || kind == T_IDENTITY || kind == T_PERSONAL || kind == T_CONTEXT ||
           kind == T_PROTECTED || kind == T_PROCESS || kind == T_BASELINE || kind == T_OUTCOME ||
           kind == T_PART;
}

/* `list context text from "LIST"` in a record, and not `list context is "A"` after it. */
static bool begins_field(const Syntax *s, uint32_t t)
{
    const Source *source = syntax_source(s);
    if (kind_at(s, s->section) != T_RECORD) return false;
    uint32_t role = token_after(source, t);
    int next = kind_at(s, token_after(source, role));
    return is_role(kind_at(s, role)) && next != T_IS && next != T_STRING && next != T_DOT;
}

/* A section word where a name is declared (`let list be 3`, a field): reported, and read as the
 * name.  Not where the line before just stopped short. */
static bool is_reserved_name(Syntax *s, uint32_t t)
{
    const Source *source = syntax_source(s);
    if (s->last == SYNTAX_NONE) return false;
    bool declared = declares_name(kind_at(s, s->last)) && !is_first_on_line(s, t);
    if (!declared && !begins_field(s, t)) return false;
    Str word = token_text(source, t);
    Span span = token_span(source, s->file, t);
    Str quoted = str_printf(s->arena, "`%S`", word);
    Diag *diag = DIAG_AT(s->diags, D_WORD_RESERVED, span, quoted, quoted);
    diag->has_replace = true;
    diag->replace = span;
    diag->with = arena_str(s->diags->arena, quoted);
    return true;
}

/* The kind that token t has where it stands. */
static int meant(Syntax *s, uint32_t t)
{
    const Source *source = syntax_source(s);
    int kind = kind_at(s, t);
    if (kind == T_IN && kind_at(s, token_after(source, t)) == T_THE) return T_IN_THE;
    bool after_is = s->last != SYNTAX_NONE && kind_at(s, s->last) == T_IS;
    if (kind == T_BELOW && after_is && compares_next(s, t)) return T_IS_BELOW;
    if (kind == T_ABOVE && after_is && compares_next(s, t)) return T_IS_ABOVE;
    return is_section_word(kind) && is_reserved_name(s, t) ? T_NAME : kind;
}

/* Before a word that cannot stand in a bracket, brackets that are open were forgotten. */
static void close_before(Feed *f, int kind, uint32_t t)
{
    if (f->s->open_count == 0 || syntax_recovering(f->ps)) return;
    bool joins =
        kind == T_WHEN || kind == T_BECAUSE || kind == T_LET || kind == T_THEN || kind == T_FOR;
    if (!joins && !(begins_clause(kind) && is_first_on_line(f->s, t))) return;
    if (!accepts(f, kind)) close_brackets(f, t);
}

/* Whether the word of `kind` could be what stands at t: a section word only where a section can
 * end, before its name. */
static bool could_be(const Feed *f, int kind, uint32_t t)
{
    const Syntax *s = f->s;
    if (!is_section_word(kind)) return accepts(f, kind);
    int next = kind_at(s, token_after(syntax_source(s), t));
    bool named = next == T_NAME || next == T_STRING || next >= T_ABOVE;
    return named && is_first_on_line(s, t) && accepts(f, s->last == SYNTAX_NONE ? kind : T_END);
}

/* The word of a section that token t is, but for capital letters: `Measure attainment "..."` after
 * fields, where a name can stand, is no field. */
static int section_in_capitals(const Feed *f, uint32_t t, Str typed)
{
    if (!is_first_on_line(f->s, t) || begins_field(f->s, t)) return T_NAME;
    for (int kind = T_FRAMEWORK; kind <= T_ZERO; kind++)
        if (is_section_word(kind) && str_distance(token_word(kind), typed, 0) == 0 &&
            could_be(f, kind, t))
            return kind;
    return T_NAME;
}

/* The word nearest to what was typed, of those that can stand at t. */
static int nearest_word(const Feed *f, uint32_t t, Str typed)
{
    size_t least = typed.len / 3 + 1;
    int best = T_NAME;
    for (int kind = T_FRAMEWORK; kind <= T_ZERO; kind++) {
        if (token_word(kind).len < 3) continue;
        size_t distance = str_distance(token_word(kind), typed, least);
        if (distance >= least || !could_be(f, kind, t)) continue;
        least = distance;
        best = kind;
    }
    return best;
}

/* The word that token t, a name where none can stand, is a misspelling of; else T_NAME.  Read as
 * meant, nothing after it is lost. */
static int misspelt(Feed *f, uint32_t t)
{
    Syntax *s = f->s;
    Str typed = token_text(syntax_source(s), t);
    if (typed.len < 3 || typed.len > 16 || s->blamed >= SYNTAX_MOST_BLAMED) return T_NAME;
    int best = section_in_capitals(f, t, typed);
    if (best == T_NAME && !accepts(f, T_NAME)) best = nearest_word(f, t, typed);
    if (best == T_NAME) return T_NAME;
    s->blamed++;
    Span span = token_span(syntax_source(s), s->file, t);
    Str word = token_word(best);
    Diag *diag = DIAG_AT(s->diags, D_MISSPELT, span, str_printf(s->arena, "`%S`", typed),
                         str_printf(s->arena, "`%S`", word), word);
    diag->has_replace = true;
    diag->replace = span;
    diag->with = word;
    return best;
}

/* A clause, a field, a band or a slot begins here, as far as two tokens can tell. */
static bool begins_line(const Syntax *s, int kind, uint32_t t)
{
    if (begins_clause(kind)) return true;
    if (kind != T_NAME && kind < T_ABOVE) return false;
    int next = kind_at(s, token_after(syntax_source(s), t));
    return kind_at(s, s->section) == T_RECORD || next == T_STRING || next == T_TAKES;
}

/* True when token t is passed over: it stands on the line of a mistake, after it.  What follows a
 * mistake on its line is seldom what it seems. */
static bool is_passed_over(Feed *f, int kind, uint32_t t)
{
    if (f->skip_line && is_first_on_line(f->s, t)) f->skip_line = false;
    return f->skip_line && kind != T_YYEOF;
}

/* The last cell of a row that lacks its bar: the row is taken as ended. */
static bool is_open_row(const Syntax *s, uint32_t t)
{
    if (kind_at(s, t) != T_CELL) return false;
    int next = kind_at(s, t + 1);
    return next == T_NEWLINE || next == T_YYEOF;
}

static void feed(Feed *f, uint32_t t)
{
    Syntax *s = f->s;
    int kind = meant(s, t);
    if (is_passed_over(f, kind, t)) {
        s->last = t;
        return;
    }
    if (kind == T_NAME) kind = misspelt(f, t);
    if (kind == T_YYEOF || (is_section_word(kind) && !is_progress_measure(s, t))) {
        end_section(f, t);
        s->section = t;
    } else {
        close_before(f, kind, t);
        if (syntax_recovering(f->ps) && is_first_on_line(s, t) && begins_line(s, kind, t))
            back_in_step(f, kind);
    }
    if (f->status != YYPUSH_MORE || !count_bracket(f, kind, t)) return;
    Span span = token_span(syntax_source(s), s->file, t);
    push(f, kind, t, (Range){ span.start, span.end });
    s->last = t;
    if (f->status != YYPUSH_MORE) return;
    if (is_open_row(s, t)) push_made(f, T_ROWEND, t);
    f->skip_line = syntax_lost(f->ps);
    if (f->skip_line) s->open_count = 0; /* recovery has dropped whatever was open */
}

static void feed_all(void *arg)
{
    Feed *f = arg;
    const Source *source = syntax_source(f->s);
    f->ps = lus_pstate_new();
    if (!f->ps) guard_escape(f->s->arena->guard, WHY_MEMORY);
    for (uint32_t t = 0; t < source->token_count && f->status == YYPUSH_MORE; t++) {
        int kind = source->tokens[t].kind;
        if (!token_is_trivia(kind) && kind != T_FAULT) feed(f, t);
    }
}

/* The framework line is the first thing of a file, or not there. */
static void check_framework(Syntax *s, const Node *root)
{
    const Node *first = NULL;
    for (uint32_t i = 0; i < root->count; i++) {
        const Node *node = root->child[i];
        if (node->kind != NODE_FRAMEWORK) continue;
        Span word = token_span(syntax_source(s), s->file, node->tok);
        if (first) {
            Diag *diag = DIAG_AT(s->diags, D_FRAMEWORK_AGAIN, word);
            diag_also(s->diags, diag, token_span(syntax_source(s), s->file, first->tok),
                      STR("the first one"));
        } else if (i > 0) {
            DIAG_AT(s->diags, D_FRAMEWORK_LATE, word);
        }
        if (!first) first = node;
    }
}

/* What is left when the parser gave up: one gap. */
static Node *only_gap(Syntax *s)
{
    Range all = { 0, (uint32_t)syntax_source(s)->text.len };
    Node *gap = syntax_leaf(s, NODE_ERROR, 0, all);
    return syntax_node(s, NODE_FILE, 0, all, &gap, 1);
}

static uint32_t nodes_elsewhere(const Sources *sources, uint32_t file)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < sources->count; i++)
        if (i != file) sum += sources->items[i].nodes;
    return sum;
}

Node *parse_source(Sources *sources, uint32_t file, Arena *arena, Diags *diags)
{
    tokens_read(sources, file, diags);
    Syntax s = { .sources = sources, .file = file, .arena = arena, .diags = diags };
    s.last = s.section = SYNTAX_NONE;
    uint32_t before = nodes_elsewhere(sources, file);
    s.nodes = before;
    Feed f = { .s = &s, .status = YYPUSH_MORE };
    /* An arena that cannot grow escapes to here first, so that bison's stack is freed. */
    Guard inner, *outer = arena->guard, *other = diags->arena->guard;
    arena->guard = diags->arena->guard = &inner;
    Why why = guard_run(&inner, feed_all, &f);
    diags->arena->guard = other;
    arena->guard = outer;
    if (f.ps) lus_pstate_delete(f.ps);
    sources->items[file].nodes = s.nodes - before;
    if (why != WHY_NOTHING) guard_escape(outer, why);
    if (!s.root) return only_gap(&s);
    s.root->span = (Span){ file, 0, (uint32_t)syntax_source(&s)->text.len };
    check_framework(&s, s.root);
    return s.root;
}
