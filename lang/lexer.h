/* lexer.h -- between lexer.l, which cuts, and token.c, which keeps what is cut.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_LEXER_H
#define LUSTRUM_LEXER_H

#include "diag.h"

/* A word of the language and the kind of its token. */
typedef struct Word {
    Str word;
    int kind;
} Word;

/* One source being cut.  A fault is reported by token.c, which knows the place. */
typedef struct Lexer {
    Arena *arena;
    Str text;          /* the whole source */
    const char *copy;  /* the copy of it that flex scans */
    size_t at;         /* where the next piece starts */
    const Word *words; /* in order of bytes */
    size_t word_count;
    bool row;   /* only spaces and cells so far on this line */
    bool fault; /* the piece just cut is half-typed: diag and args say how */
    DiagId diag;
    Str args[3];
    Str with; /* what should stand instead; empty when nobody can know */
    bool has_with;
} Lexer;

/* The kinds of piece that need more than a pattern.  Each gives the token's kind and may shorten
 * *length, the piece's bytes; the rest is cut again. */
int lexer_word(Lexer *lexer, Str piece);
int lexer_number(Lexer *lexer, Str piece);
int lexer_year(Lexer *lexer, Str piece);
int lexer_date(Lexer *lexer, Str piece, int *length);
int lexer_letters(Lexer *lexer, Str piece);
int lexer_text(Lexer *lexer, Str piece, int *length);
int lexer_quoted_name(Lexer *lexer, Str piece, int *length);
int lexer_cell(Lexer *lexer, Str piece, int *length);
int lexer_character(Lexer *lexer, Str piece);
/* A sign of another language; `kind` and `with` are ours. */
int lexer_sign(Lexer *lexer, Str piece, int kind, const char *with);
int lexer_other_comment(Lexer *lexer, Str piece, Str sign);
/* True when a comment may begin here: at a line's start or after a space. */
bool lexer_may_comment(const Lexer *lexer);

/* The scanner that flex makes.  open gives a handle for next and close; all memory is the arena's.
 */
void *lexer_open(Lexer *lexer);
/* The kind of the next piece, and its length; 0 at the end. */
int lexer_next(void *scanner, int *length);

#endif
