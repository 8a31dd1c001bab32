/* wrap.c -- see wrap.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "desk/wrap.h"
#include "grammar.h"

#define NEVER UINT32_MAX

/* Words and signs that a new line may begin with, those that part a sentence best first. */
static const struct {
    int kind;
    uint32_t rank;
} openers[] = {
    { T_IF, 0 },    { T_BECAUSE, 0 },    { T_WHEN, 0 },        { T_GIVE, 0 },    { T_OTHERWISE, 1 },
    { T_WHERE, 1 }, { T_WEIGHTED, 1 },   { T_COUNTING, 1 },    { T_ROUNDED, 1 }, { T_OVER, 2 },
    { T_BY, 2 },    { T_AND, 2 },        { T_OR, 2 },          { T_GE, 3 },      { T_LE, 3 },
    { T_GT, 3 },    { T_LT, 3 },         { T_EQ, 3 },          { T_NE, 3 },      { T_PLUS, 3 },
    { T_MINUS, 3 }, { T_TIMES_SIGN, 3 }, { T_DIVIDE_SIGN, 3 }, { T_WITHIN, 3 },  { T_IS, 7 },
    { T_IN, 7 },    { T_TO, 7 },
};

/* How willingly the line is broken before piece i: lowest first; NEVER. */
static uint32_t reluctance(const Piece *pieces, size_t i)
{
    const Piece *piece = &pieces[i];
    if (piece->breaks) return piece->breaks - 1;
    if (i == 0) return NEVER;
    if (pieces[i - 1].kind == T_COMMA) return piece->within * 4 + 2;
    if (piece->kind == T_MINUS && !piece->joins) return NEVER;
    bool listed = pieces[i - 1].kind == T_OF || pieces[i - 1].kind == T_KNOWN;
    if (piece->kind == T_LPAREN && listed) return piece->within * 4 + 3;
    for (size_t o = 0; o < COUNT_OF(openers); o++)
        if (openers[o].kind == piece->kind) return piece->within * 4 + openers[o].rank;
    return NEVER;
}

static uint32_t width_of(const Piece *piece)
{
    return piece->pad + piece->space + (uint32_t)str_characters(piece->text);
}

/* Where the line that begins with piece `from` at column `at` ends: the piece after its last. */
static size_t line_end(const Piece *pieces, size_t count, size_t from, uint32_t at)
{
    size_t best = count, i = from;
    uint32_t least = NEVER;
    for (; i < count; i++) {
        uint32_t wide = i == from ? (uint32_t)str_characters(pieces[i].text) : width_of(&pieces[i]);
        if (i > from) {
            uint32_t how = reluctance(pieces, i);
            bool fits = at <= WRAP_WIDTH;
            if (how != NEVER && (fits ? how <= least : least == NEVER)) {
                least = how;
                best = i;
            }
            if (!fits && least != NEVER) return best;
        }
        at += wide;
        if (pieces[i].comment.len) return at <= WRAP_WIDTH || least == NEVER ? i + 1 : best;
    }
    return at <= WRAP_WIDTH || least == NEVER ? count : best;
}

static void put_comment(Text *text, const Piece *piece, uint32_t indent)
{
    if (!piece->alone) text_add(text, STR("  "));
    for (size_t i = 0; i < piece->comment.len; i++) {
        bool starts = piece->alone && i == 0;
        if (starts || piece->comment.at[i] == '\n') {
            text_byte(text, '\n');
            text_pad(text, ' ', indent);
        }
        if (piece->comment.at[i] != '\n') text_byte(text, piece->comment.at[i]);
    }
}

Str wrap(Arena *arena, const Piece *pieces, size_t count, uint32_t indent)
{
    Text text = text_open(arena);
    uint32_t at = indent, further = indent + WRAP_INDENT;
    for (size_t from = 0; from < count;) {
        size_t end = line_end(pieces, count, from, at);
        for (size_t i = from; i < end; i++) {
            if (i > from) text_pad(&text, ' ', pieces[i].pad + pieces[i].space);
            text_add(&text, pieces[i].text);
            if (pieces[i].comment.len) put_comment(&text, &pieces[i], further);
        }
        from = end;
        if (from == count) break;
        /* What is defined stands under its name; what goes on with it stands under that. */
        at = pieces[from].breaks ? indent + WRAP_INDENT : further;
        if (pieces[from].breaks) further = indent + 2 * WRAP_INDENT;
        text_byte(&text, '\n');
        text_pad(&text, ' ', at);
    }
    return text_str(&text);
}
