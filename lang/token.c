/* token.c -- see token.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "token.h"
#include "grammar.h"
#include "lexer.h"
#include "limit.h"
#include "syntax.h"
#include <stdlib.h>

static int by_word(const void *left, const void *right)
{
    return str_compare(((const Word *)left)->word, ((const Word *)right)->word);
}

/* Every word of the grammar, in order of bytes; put in order once for all files. */
static void all_words(Sources *sources)
{
    enum { MOST = T_ZERO + 1 - T_FRAMEWORK };
    if (sources->words) return;
    Word *words = NEW_ARRAY(sources->arena, Word, MOST);
    size_t count = 0;
    for (int kind = T_FRAMEWORK; kind <= T_ZERO; kind++)
        words[count++] = (Word){ token_word(kind), kind };
    qsort(words, count, sizeof *words, by_word);
    sources->words = words;
    sources->word_count = count;
}

static bool is_sized(int kind)
{
    return !token_is_trivia(kind) || kind == T_COMMENT;
}

/* Reports what the lexer found half-typed in the piece at span.  Some things are only missing at
 * one end of it. */
static void report(Diags *diags, const Lexer *lexer, Span span)
{
    Diag *diag = DIAG_AT(diags, lexer->diag, span, lexer->args[0], lexer->args[1], lexer->args[2]);
    Span start = { span.file, span.start, span.start + 1 }, end = { span.file, span.end, span.end };
    bool opens = lexer->diag == D_TEXT_OPEN || lexer->diag == D_NAME_OPEN;
    if (opens || lexer->diag == D_ROW_LINE || lexer->diag == D_PIECE_LONG) diag->span = start;
    if (lexer->diag == D_ROW_OPEN) diag->span = end;
    if (!lexer->has_with) return;
    diag->has_replace = true;
    diag->with = arena_str(diags->arena, lexer->with);
    diag->replace = span;
    if (lexer->diag == D_ROW_OPEN) diag->replace = end;
    if (lexer->diag == D_ROW_LINE) diag->replace = (Span){ span.file, span.start, span.start };
}

static void add_token(Arena *arena, Source *source, size_t *cap, Token token)
{
    size_t count = source->token_count;
    GROW(arena, source->tokens, count, *cap);
    source->tokens[source->token_count++] = token;
}

static bool stays_row(int kind)
{
    return kind == T_SPACE || kind == T_CELL;
}

static void cut(Sources *sources, uint32_t file, Diags *diags)
{
    Arena *arena = sources->arena;
    Source *source = &sources->items[file];
    size_t cap = source->text.len / 4 + 8;
    all_words(sources);
    source->tokens = NEW_ARRAY(arena, Token, cap);
    Lexer lexer = { .arena = arena,
                    .text = source->text,
                    .words = sources->words,
                    .word_count = sources->word_count,
                    .row = true };
    void *scanner = lexer_open(&lexer);
    uint32_t start = 0, faults = 0;
    for (;;) {
        int length = 0;
        lexer.fault = lexer.has_with = false;
        lexer.with = STR_EMPTY;
        int kind = lexer_next(scanner, &length);
        if (kind == 0) break;
        Span span = { file, start, start + (uint32_t)length };
        if (is_sized(kind) && length > LIMIT_TOKEN) {
            lexer.fault = true;
            lexer.has_with = false;
            lexer.diag = D_PIECE_LONG;
        }
        if (lexer.fault && faults++ < SYNTAX_MOST_BLAMED) report(diags, &lexer, span);
        add_token(arena, source, &cap, (Token){ start, (uint16_t)kind, lexer.fault });
        lexer.row = kind == T_NEWLINE || (lexer.row && stays_row(kind));
        start += (uint32_t)length;
    }
    add_token(arena, source, &cap, (Token){ start, T_YYEOF, false });
}

/* Control characters, and the marks that turn the direction of text or have no width: they can make
 * a rule look different from what it says.  Gives the length of the mark at text[i], or 0. */
static size_t hidden_mark(Str text, size_t i)
{
    const unsigned char *at = (const unsigned char *)text.at + i;
    size_t left = text.len - i;
    if ((at[0] < 0x20 && !strchr("\t\n\r", at[0])) || at[0] == 0x7F) return 1;
    if (left >= 2 && at[0] == 0xC2 && at[1] < 0xA0 && at[1] >= 0x80) return 2;
    if (left < 3) return 0;
    bool general = at[0] == 0xE2 && at[1] == 0x80 &&
                   ((at[2] >= 0x8B && at[2] <= 0x8F) || (at[2] >= 0xAA && at[2] <= 0xAE));
    bool isolate = at[0] == 0xE2 && at[1] == 0x81 && at[2] >= 0xA0 && at[2] <= 0xAF;
    bool mark = at[0] == 0xEF && at[1] == 0xBB && at[2] == 0xBF && i > 0;
    return general || isolate || mark ? 3 : 0;
}

static void report_hidden(Sources *sources, Diags *diags, uint32_t file)
{
    Str text = sources->items[file].text;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        size_t length = c >= 0x20 && c < 0x7F ? 0 : hidden_mark(text, i);
        if (length == 0) continue;
        Str mark = str_printable(sources->arena, str_slice(text, i, i + length), 16);
        DIAG_AT(diags, D_HIDDEN_MARK, ((Span){ file, (uint32_t)i, (uint32_t)(i + length) }), mark);
        return; /* one is enough: the others are as easy to find */
    }
}

void tokens_read(Sources *sources, uint32_t file, Diags *diags)
{
    Source *source = &sources->items[file];
    if (source->tokens) return;
    if (source->readable) {
        report_hidden(sources, diags, file);
        cut(sources, file, diags);
        return;
    }
    source->tokens = NEW(sources->arena, Token);
    *source->tokens = (Token){ (uint32_t)source->text.len, T_YYEOF, false };
    source->token_count = 1;
}

Span token_span(const Source *source, uint32_t file, uint32_t t)
{
    const Token *token = &source->tokens[t];
    uint32_t end = t + 1 < source->token_count ? token[1].start : (uint32_t)source->text.len;
    return (Span){ file, token->start, end };
}

Str token_text(const Source *source, uint32_t t)
{
    Span span = token_span(source, 0, t);
    return str_slice(source->text, span.start, span.end);
}

bool token_is_trivia(int kind)
{
    return kind == T_SPACE || kind == T_NEWLINE || kind == T_COMMENT;
}

uint32_t token_after(const Source *source, uint32_t t)
{
    uint32_t last = source->token_count - 1;
    if (t >= last) return last;
    do t++;
    while (t < last && token_is_trivia(source->tokens[t].kind));
    return t;
}

uint32_t token_before(const Source *source, uint32_t t)
{
    while (t > 0)
        if (!token_is_trivia(source->tokens[--t].kind)) return t;
    return UINT32_MAX;
}

Str token_word(int kind)
{
    if (kind < T_FRAMEWORK || kind > T_ZERO) return STR_EMPTY;
    const char *word = syntax_spelling(kind);
    return (Str){ word, strlen(word) };
}
