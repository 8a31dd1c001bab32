/* format.c -- see format.h: lines, the comments between them, columns.  A line that is too long is
 * broken in wrap.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "desk/format.h"
#include "desk/marks.h"
#include "desk/wrap.h"
#include "grammar.h"
#include "parse.h"
#include "token.h"

enum { MOST_COLUMNS = 3, COLUMN_GAP = 2 };

/* A line to be: its tokens, and what stands before and behind it. */
typedef struct Line {
    uint32_t first, end;          /* tokens [first, end) but for spaces */
    uint32_t lead, leads;         /* Format.comments[lead ...] stand above it, `leads` of them */
    uint32_t behind;              /* the comment behind it; UINT32_MAX */
    bool blank;                   /* the author left an empty line above it and its comments */
    uint32_t width[MOST_COLUMNS]; /* of its columns but the last */
    uint32_t columns;
} Line;

typedef struct Comment {
    uint32_t token;
    bool blank; /* an empty line stands below it */
} Comment;

typedef struct Format {
    Arena *arena;
    const Source *source;
    const Mark *marks;
    Line *lines;
    size_t line_count, line_cap;
    Comment *comments;
    size_t comment_count, comment_cap;
    Text out;
} Format;

/* ---- spaces between tokens ---- */

static bool is_opening(int kind)
{
    return kind == T_LPAREN || kind == T_LBRACKET;
}

/* A minus that is a sign stands at its number; two of them may not become a comment. */
static bool is_sign(const Format *f, uint32_t token)
{
    return f->source->tokens[token].kind == T_MINUS && !f->marks[token].joins;
}

static bool space_between(const Format *f, uint32_t left, uint32_t right)
{
    int a = f->source->tokens[left].kind, b = f->source->tokens[right].kind;
    if (b == T_COMMA || b == T_RPAREN || b == T_RBRACKET || b == T_LBRACKET) return false;
    if (is_opening(a)) return false;
    if (a == T_DOT) return false;
    if (b == T_DOT) return a == T_USE;
    if (is_sign(f, left)) return b == T_MINUS;
    return true;
}

static Str text_of(const Format *f, uint32_t token)
{
    Str text = token_text(f->source, token);
    while (text.len && strchr(" \t\r", text.at[text.len - 1])) text.len--;
    return text;
}

/* ---- taking the text apart ---- */

static void add_line(Format *f, Line line)
{
    GROW(f->arena, f->lines, f->line_count, f->line_cap);
    f->lines[f->line_count++] = line;
}

static void add_comment(Format *f, uint32_t token)
{
    GROW(f->arena, f->comments, f->comment_count, f->comment_cap);
    f->comments[f->comment_count++] = (Comment){ token, false };
}

/* The state of going through the tokens: what was met since the last line's last token. */
typedef struct Between {
    uint32_t newlines; /* since the last token or comment */
    uint32_t lead;     /* the first comment that waits for a line */
    bool blank;        /* an empty line stands above those comments */
} Between;

/* Where a comment belongs: behind the line that ends before it, or above the next. */
static void take_comment(Format *f, Between *b, uint32_t token)
{
    Line *last = f->line_count ? &f->lines[f->line_count - 1] : NULL;
    bool waiting = f->comment_count > b->lead;
    if (last && b->newlines == 0 && !waiting && last->behind == UINT32_MAX) {
        last->behind = token;
        return;
    }
    if (b->newlines > 1 && waiting) f->comments[f->comment_count - 1].blank = true;
    if (b->newlines > 1 && !waiting) b->blank = true;
    add_comment(f, token);
}

static void begin_line(Format *f, Between *b, uint32_t token)
{
    uint32_t waiting = (uint32_t)f->comment_count - b->lead;
    if (b->newlines > 1 && waiting) f->comments[f->comment_count - 1].blank = true;
    Line line = { .first = token,
                  .end = token + 1,
                  .lead = b->lead,
                  .leads = waiting,
                  .behind = UINT32_MAX,
                  .blank = waiting ? b->blank : b->newlines > 1 };
    add_line(f, line);
}

/* Comments within a line were noted as its own until one more token of it came: they stay where
 * they are, between its tokens. */
static void go_on(Format *f, Between *b, uint32_t token)
{
    Line *line = &f->lines[f->line_count - 1];
    line->end = token + 1;
    line->behind = UINT32_MAX;
    f->comment_count = b->lead;
}

static void take_apart(Format *f)
{
    const Source *source = f->source;
    Between b = { .newlines = 0 };
    for (uint32_t t = 0; t + 1 < source->token_count; t++) {
        int kind = source->tokens[t].kind;
        if (kind == T_SPACE) continue;
        if (kind == T_NEWLINE) {
            b.newlines++;
            continue;
        }
        if (kind == T_COMMENT) {
            take_comment(f, &b, t);
            b.newlines = 0;
            continue;
        }
        if (f->marks[t].begins)
            begin_line(f, &b, t);
        else
            go_on(f, &b, t);
        b = (Between){ .lead = (uint32_t)f->comment_count };
    }
    Line last = { .first = UINT32_MAX,
                  .lead = b.lead,
                  .leads = (uint32_t)f->comment_count - b.lead,
                  .behind = UINT32_MAX,
                  .blank = b.blank };
    add_line(f, last);
}

/* ---- columns ---- */

static LineClass class_of(const Format *f, const Line *line)
{
    return line->first == UINT32_MAX ? LINE_PLAIN : (LineClass)f->marks[line->first].class;
}

/* How wide the columns of a line are, by themselves. */
static void measure_line(const Format *f, Line *line)
{
    uint32_t width = 0, before = UINT32_MAX;
    for (uint32_t t = line->first; t < line->end; t++) {
        if (token_is_trivia(f->source->tokens[t].kind)) continue;
        if (f->marks[t].column && line->columns < MOST_COLUMNS) {
            line->width[line->columns++] = width;
            width = 0;
        } else if (before != UINT32_MAX && space_between(f, before, t)) {
            width++;
        }
        width += (uint32_t)str_characters(text_of(f, t));
        before = t;
    }
}

/* The widest of each column, for all lines of a block; a column of one of them alone too. */
static void set_columns(Format *f)
{
    for (size_t i = 0; i < f->line_count;) {
        LineClass class = class_of(f, &f->lines[i]);
        size_t end = i + 1;
        while (end < f->line_count && class_of(f, &f->lines[end]) == class) end++;
        if (class != LINE_PLAIN && class != LINE_ROW) {
            uint32_t widest[MOST_COLUMNS] = { 0 };
            for (size_t l = i; l < end; l++) {
                measure_line(f, &f->lines[l]);
                for (uint32_t c = 0; c < f->lines[l].columns; c++)
                    if (f->lines[l].width[c] > widest[c]) widest[c] = f->lines[l].width[c];
            }
            for (size_t l = i; l < end; l++) memcpy(f->lines[l].width, widest, sizeof widest);
        }
        i = end;
    }
}

static uint32_t gap_of(LineClass class)
{
    return class == LINE_LET || class == LINE_NAMED ? 1 : COLUMN_GAP;
}

/* ---- putting it together ---- */

static unsigned depth_of(const Format *f, const Line *line)
{
    return line->first == UINT32_MAX ? 0 : f->marks[line->first].depth;
}

/* A declaration that is a line, like the one before it, need not stand apart from it. */
static bool stands_apart(const Format *f, size_t l)
{
    const Line *line = &f->lines[l];
    if (line->first == UINT32_MAX || !f->marks[line->first].declares) return line->blank;
    if (line->blank) return true;
    bool alike =
        f->marks[f->lines[l - 1].first].declares &&
        f->source->tokens[f->lines[l - 1].first].kind == f->source->tokens[line->first].kind;
    bool alone = l + 1 == f->line_count || f->lines[l + 1].first == UINT32_MAX ||
                 f->marks[f->lines[l + 1].first].declares;
    return !alike || !alone;
}

static void put_comments(Format *f, size_t l)
{
    const Line *line = &f->lines[l];
    bool first = f->out.len == 0, ends = line->first == UINT32_MAX;
    if (!first && (line->leads || !ends) && stands_apart(f, l)) text_byte(&f->out, '\n');
    for (uint32_t c = line->lead; c < line->lead + line->leads; c++) {
        text_pad(&f->out, ' ', depth_of(f, line) * 2);
        text_printf(&f->out, "%S\n", text_of(f, f->comments[c].token));
        bool last = c + 1 == line->lead + line->leads;
        if (f->comments[c].blank && !(last && ends)) text_byte(&f->out, '\n');
    }
}

static void add_behind(Format *f, Piece *piece, Str comment)
{
    if (piece->comment.len) {
        piece->comment = str_printf(f->arena, "%S\n%S", piece->comment, comment);
        return;
    }
    piece->comment = comment;
    piece->alone = piece->ends;
}

/* The pieces of a line, for wrap.c. */
static size_t cut_line(Format *f, const Line *line, Piece *pieces)
{
    size_t count = 0;
    uint32_t before = UINT32_MAX, column = 0, start = 0, width = 0;
    for (uint32_t t = line->first; t < line->end; t++) {
        int kind = f->source->tokens[t].kind;
        if (kind == T_COMMENT) {
            add_behind(f, &pieces[count - 1], text_of(f, t));
            continue;
        }
        if (kind == T_NEWLINE) pieces[count - 1].ends = true;
        if (token_is_trivia(kind)) continue;
        Piece piece = { .text = text_of(f, t), .kind = kind, .comment = STR_EMPTY };
        piece.space = before != UINT32_MAX && space_between(f, before, t);
        piece.within = f->marks[t].within;
        piece.breaks = f->marks[t].breaks;
        piece.joins = f->marks[t].joins;
        if (f->marks[t].column && column < line->columns) {
            piece.space = false;
            piece.pad = line->width[column++] + gap_of(class_of(f, line)) - (width - start);
            width += piece.pad;
            start = width;
        }
        width += piece.space + (uint32_t)str_characters(piece.text);
        pieces[count++] = piece;
        before = t;
    }
    return count;
}

/* Whether a comment stands within the line: one behind it then stays behind it. */
static bool has_comment_within(const Format *f, const Line *line)
{
    for (uint32_t t = line->first; t < line->end; t++)
        if (f->source->tokens[t].kind == T_COMMENT) return true;
    return false;
}

static void put_text(Format *f, size_t l, Str text)
{
    const Line *line = &f->lines[l];
    put_comments(f, l);
    unsigned indent = depth_of(f, line) * 2;
    Str behind = line->behind == UINT32_MAX ? STR_EMPTY : text_of(f, line->behind);
    size_t start = text.len;
    while (start && text.at[start - 1] != '\n') start--;
    size_t last = str_characters(str_slice(text, start, text.len)) + (start ? 0 : indent);
    bool above = behind.len && last + 2 + str_characters(behind) > WRAP_WIDTH &&
                 !has_comment_within(f, line);
    text_pad(&f->out, ' ', indent);
    if (above) {
        text_printf(&f->out, "%S\n", behind);
        text_pad(&f->out, ' ', indent);
    }
    text_add(&f->out, text);
    if (behind.len && !above) text_printf(&f->out, "  %S", behind);
    text_byte(&f->out, '\n');
}

static Str cell_of(const Format *f, uint32_t token)
{
    Str text = text_of(f, token);
    text = str_slice(text, 1, text.len);
    while (text.len && strchr(" \t", text.at[0])) text = str_slice(text, 1, text.len);
    return text;
}

/* The rows [from, end) of one table, each cell as wide as the widest of its column. */
static void put_rows(Format *f, size_t from, size_t end)
{
    uint32_t *width = NULL;
    size_t count = 0, cap = 0;
    for (size_t l = from; l < end; l++) {
        size_t cell = 0;
        for (uint32_t t = f->lines[l].first; t < f->lines[l].end; t++) {
            if (f->source->tokens[t].kind != T_CELL) continue;
            if (cell == count) {
                GROW(f->arena, width, count, cap);
                width[count++] = 0;
            }
            uint32_t wide = (uint32_t)str_characters(cell_of(f, t));
            if (width[cell] < wide) width[cell] = wide;
            cell++;
        }
    }
    for (size_t l = from; l < end; l++) {
        Text row = text_open(f->arena);
        size_t cell = 0;
        for (uint32_t t = f->lines[l].first; t < f->lines[l].end; t++) {
            if (f->source->tokens[t].kind != T_CELL) continue;
            Str text = cell_of(f, t);
            text_printf(&row, "| %S", text);
            text_pad(&row, ' ', width[cell++] - str_characters(text) + 1);
        }
        text_byte(&row, '|');
        put_text(f, l, text_str(&row));
    }
}

static Str put_together(Format *f)
{
    f->out = text_open(f->arena);
    for (size_t l = 0; l < f->line_count;) {
        const Line *line = &f->lines[l];
        if (line->first == UINT32_MAX) {
            put_comments(f, l++);
            continue;
        }
        size_t end = l + 1;
        if (class_of(f, line) == LINE_ROW) {
            while (end < f->line_count && class_of(f, &f->lines[end]) == LINE_ROW) end++;
            put_rows(f, l, end);
        } else {
            Piece *pieces = NEW_ARRAY(f->arena, Piece, line->end - line->first);
            size_t count = cut_line(f, line, pieces);
            put_text(f, l, wrap(f->arena, pieces, count, depth_of(f, line) * 2));
        }
        l = end;
    }
    return text_str(&f->out);
}

/* ---- the same text still ---- */

/* The next token from *t that is a comment, or is neither that nor space; false at the end. */
static bool next_kept(const Source *source, uint32_t *t, bool comments)
{
    while (*t + 1 < source->token_count) {
        int kind = source->tokens[*t].kind;
        if (comments ? kind == T_COMMENT : !token_is_trivia(kind)) return true;
        (*t)++;
    }
    return false;
}

/* Whether both have the same comments, or the same other tokens, in the same order. */
static bool has_same(const Format *f, const Format *g, bool comments)
{
    for (uint32_t a = 0, b = 0;; a++, b++) {
        bool more = next_kept(f->source, &a, comments);
        if (more != next_kept(g->source, &b, comments)) return false;
        if (!more) return true;
        int kind = f->source->tokens[a].kind;
        if (kind != g->source->tokens[b].kind) return false;
        bool cell = kind == T_CELL;
        if (!str_eq(cell ? cell_of(f, a) : text_of(f, a), cell ? cell_of(g, b) : text_of(g, b)))
            return false;
    }
}

/* A layout that lost or made a token is a defect: nothing may be written then.  A comment may have
 * moved above its line. */
static void check_same(Format *f, Str formatted)
{
    Sources again = sources_open(f->arena);
    Diags diags = diags_open(f->arena);
    uint32_t file;
    bool same = source_add(&again, &diags, STR("formatted"), formatted, &file);
    tokens_read(&again, file, &diags);
    Format g = { .source = &again.items[file] };
    if (!same || !has_same(f, &g, false) || !has_same(f, &g, true))
        guard_escape(f->arena->guard, WHY_INTERNAL);
}

bool format_source(Sources *sources, uint32_t file, Arena *arena, Diags *diags, Str *formatted)
{
    size_t before = diags->errors;
    const Node *tree = parse_source(sources, file, arena, diags);
    if (diags->errors != before || !sources->items[file].readable) return false;
    Format f = { .arena = arena, .source = &sources->items[file] };
    f.marks = marks_make(arena, f.source, tree);
    take_apart(&f);
    set_columns(&f);
    *formatted = put_together(&f);
    check_same(&f, *formatted);
    return true;
}
