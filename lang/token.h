/* token.h -- a source as a flat list of tokens, spaces and comments included.
 *
 * Every byte of the text is in exactly one token, so the texts put together are the file; the
 * formatter and the messages rely on it.  A token's kind is the number bison gave it in grammar.h
 * (T_NAME, T_MEASURE ...), where each word of the language stands once.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TOKEN_H
#define LUSTRUM_TOKEN_H

#include "source.h"

struct Token {
    uint32_t start; /* its first byte; it ends where the next token starts */
    uint16_t kind;  /* T_... of grammar.h; for a half-typed thing, the kind that is meant */
    bool faulty;    /* reported already: half-typed, too long ... */
};

/* Cuts a source into tokens, once; later calls do nothing.  Half-typed things are reported and
 * stand as what was meant.  A source that is not readable becomes a single end token. */
void tokens_read(Sources *sources, uint32_t file, Diags *diags);

/* The bytes of token t. */
Str token_text(const Source *source, uint32_t t);
Span token_span(const Source *source, uint32_t file, uint32_t t);
/* True for spaces, line ends and comments. */
bool token_is_trivia(int kind);
/* The next token after t (or before t) that is not trivia; the end token after the last, and
 * UINT32_MAX before the first. */
uint32_t token_after(const Source *source, uint32_t t);
uint32_t token_before(const Source *source, uint32_t t);
/* The word of the language that kind stands for ("measure"), or an empty Str for other kinds. */
Str token_word(int kind);

#endif
