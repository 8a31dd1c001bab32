/* pieces.c -- the pieces of a source that a pattern alone cannot judge, and what people half-type.
 *
 * A half-typed piece gets a fault and the kind that is meant, so that reading goes on as if it had
 * been typed whole: one mistake, one message.
 * SPDX-License-Identifier: Apache-2.0 */
#include "lexer.h"
#include "grammar.h"
#include "limit.h"

static void fault(Lexer *lexer, DiagId diag, Str one, Str two, Str three)
{
    lexer->fault = true;
    lexer->diag = diag;
    lexer->args[0] = one;
    lexer->args[1] = two;
    lexer->args[2] = three;
}

static void fix(Lexer *lexer, Str with)
{
    lexer->with = with;
    lexer->has_with = true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static size_t digits(Str s, size_t from)
{
    size_t n = from;
    while (n < s.len && is_digit(s.at[n])) n++;
    return n - from;
}

/* The value of up to 9 digits. */
static unsigned value(Str s)
{
    unsigned n = 0;
    for (size_t i = 0; i < s.len; i++) n = n * 10 + (unsigned)(s.at[i] - '0');
    return n;
}

static bool starts(Str s, const char *with)
{
    size_t n = strlen(with);
    return s.len >= n && memcmp(s.at, with, n) == 0;
}

bool lexer_may_comment(const Lexer *lexer)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* a byte-order mark stands before the first line */
    if (lexer->at == 3 && memcmp(lexer->text.at, mark, 3) == 0) return true;
    return lexer->at == 0 || strchr(" \t\r\n", lexer->text.at[lexer->at - 1]) != NULL;
}

int lexer_word(Lexer *lexer, Str piece)
{
    for (size_t i = 0; i < piece.len; i++)
        if ((unsigned char)piece.at[i] >= 0x80) {
            fault(lexer, D_NAME_ACCENT, STR("only a to z, 0 to 9 and _"), STR_EMPTY, STR_EMPTY);
            return T_NAME;
        }
    size_t low = 0, high = lexer->word_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = str_compare(piece, lexer->words[middle].word);
        if (order == 0) return lexer->words[middle].kind;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    if (piece.len > LIMIT_NAME) fault(lexer, D_NAME_LONG, STR_EMPTY, STR_EMPTY, STR_EMPTY);
    return T_NAME;
}

/* `name`; one that is not closed ends where a name ends. */
int lexer_quoted_name(Lexer *lexer, Str piece, int *length)
{
    size_t end = 1;
    while (end < piece.len && (is_letter(piece.at[end]) || is_digit(piece.at[end]))) end++;
    bool closed = piece.len > 1 && piece.at[piece.len - 1] == '`';
    bool fits = closed && end > 1 && end + 1 == piece.len && is_letter(piece.at[1]);
    if (!fits) {
        fault(lexer, D_NAME_OPEN, closed ? STR("not a name") : STR("not closed"), STR_EMPTY,
              STR_EMPTY);
        if (!closed) *length = (int)end;
    } else if (piece.len > LIMIT_NAME + 2) {
        fault(lexer, D_NAME_LONG, STR_EMPTY, STR_EMPTY, STR_EMPTY);
    }
    return T_NAME;
}

int lexer_number(Lexer *lexer, Str piece)
{
    size_t count = 0;
    for (size_t i = 0; i < piece.len; i++) count += is_digit(piece.at[i]);
    if (count > LIMIT_DIGITS) {
        fault(lexer, D_NUMBER_LONG, STR_EMPTY, STR_EMPTY, STR_EMPTY);
    } else if (piece.at[0] == '.') {
        fix(lexer, str_printf(lexer->arena, "0%S", piece));
        fault(lexer, D_NUMBER_POINT, lexer->with, STR_EMPTY, STR_EMPTY);
    } else if (piece.at[piece.len - 1] == '.') {
        fix(lexer, str_slice(piece, 0, piece.len - 1));
        fault(lexer, D_NUMBER_POINT, lexer->with, STR_EMPTY, STR_EMPTY);
    }
    return piece.at[piece.len - 1] == '%' ? T_PERCENT : T_NUMBER;
}

int lexer_letters(Lexer *lexer, Str piece)
{
    fault(lexer, D_NUMBER_LETTERS, str_printable(lexer->arena, piece, 40), STR_EMPTY, STR_EMPTY);
    return T_NAME;
}

/* 2026/27: four digits, a stroke, two digits that are the year after. */
int lexer_year(Lexer *lexer, Str piece)
{
    size_t first = digits(piece, 0);
    Str left = str_slice(piece, 0, first), right = str_slice(piece, first + 1, piece.len);
    bool shaped = left.len == 4 && right.len == 2;
    if (shaped && (value(left) + 1) % 100 == value(right)) return T_YEAR;
    Str says = STR("digits, a stroke and digits without a space");
    if (shaped) {
        Str year =
            str_printf(lexer->arena, "%S/%u%u", left, (uint64_t)((value(left) + 1) % 100 / 10),
                       (uint64_t)((value(left) + 1) % 10));
        says = str_printf(lexer->arena, "the year after %S is %S", left, year);
    }
    fault(lexer, D_NOT_A_YEAR, str_printable(lexer->arena, piece, 40), says,
          str_printf(lexer->arena, "%S / %S", left, right));
    return T_YEAR;
}

static unsigned month_days(unsigned year, unsigned month)
{
    static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : days[month - 1];
}

/* Digits joined by - or /: a date when it has the shape of one, else a number and the rest. */
int lexer_date(Lexer *lexer, Str piece, int *length)
{
    size_t a = digits(piece, 0);
    size_t b = digits(piece, a + 1);
    size_t c = a + 1 + b < piece.len ? digits(piece, a + b + 2) : 0;
    bool three = a + b + c + 2 == piece.len && b && c;
    bool shaped = three && a == 4 && b == 2 && c == 2 && piece.at[4] == '-';
    bool meant = three && (piece.at[a] == '/' || a == 4 || c == 4);
    if (!shaped && !meant) {
        *length = (int)a;
        return lexer_number(lexer, str_slice(piece, 0, a));
    }
    Str says = STR("year, month and day, in that order");
    if (shaped) {
        unsigned year = value(str_slice(piece, 0, 4)), month = value(str_slice(piece, 5, 7));
        unsigned day = value(str_slice(piece, 8, 10));
        if (month >= 1 && month <= 12 && day >= 1 && day <= month_days(year, month)) return T_DATE;
        says = STR("no calendar has this day");
    }
    fault(lexer, D_NOT_A_DATE, str_printable(lexer->arena, piece, 40), says, STR_EMPTY);
    return T_DATE;
}

/* Where a text that lacks its closing quote was closed with a curly one, or 0. */
static size_t curly_close(Str piece)
{
    for (size_t i = 1; i + 3 <= piece.len; i++) {
        Str rest = str_slice(piece, i, piece.len);
        if (starts(rest, "\xE2\x80\x9D") || starts(rest, "\xE2\x80\x9C")) return i + 3;
    }
    return 0;
}

/* What stands between the quotes, whatever they are, in straight ones. */
static Str straightened(Lexer *lexer, Str piece, size_t open, size_t close)
{
    return str_printf(lexer->arena, "\"%S\"", str_slice(piece, open, piece.len - close));
}

static size_t close_length(Str piece, size_t open)
{
    if (piece.len > open && piece.at[piece.len - 1] == '"') return 1;
    if (piece.len < open + 3) return 0;
    Str end = str_slice(piece, piece.len - 3, piece.len);
    bool curly = starts(end, "\xE2\x80\x9C") || starts(end, "\xE2\x80\x9D");
    return curly ? 3 : 0;
}

int lexer_text(Lexer *lexer, Str piece, int *length)
{
    if (piece.at[0] == '\'') {
        fix(lexer, straightened(lexer, piece, 1, 1));
        fault(lexer, D_SINGLE_QUOTES, lexer->with, STR_EMPTY, STR_EMPTY);
        return T_STRING;
    }
    bool straight = piece.at[0] == '"';
    if (straight && piece.len > 1 && piece.at[piece.len - 1] == '"') return T_STRING;
    size_t end = straight ? curly_close(piece) : 0;
    if (end) {
        piece = str_slice(piece, 0, end);
        *length = (int)end;
    }
    size_t open = straight ? 1 : 3, close = close_length(piece, open);
    if (close == 0) {
        fault(lexer, D_TEXT_OPEN, STR_EMPTY, STR_EMPTY, STR_EMPTY);
        return T_STRING;
    }
    fix(lexer, straightened(lexer, piece, open, close));
    fault(lexer, D_CURLY_QUOTES, lexer->with, STR_EMPTY, STR_EMPTY);
    return T_STRING;
}

static bool is_blank(Str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!strchr(" \t\r", s.at[i])) return false;
    return true;
}

/* The rest of the line is cells: it ends with a bar. */
static bool is_row(const Lexer *lexer)
{
    size_t end = lexer->at;
    while (end < lexer->text.len && lexer->text.at[end] != '\n') end++;
    while (end > lexer->at + 1 && strchr(" \t\r", lexer->text.at[end - 1])) end--;
    return end > lexer->at + 1 && lexer->text.at[end - 1] == '|';
}

/* A bar and what follows it to the next bar.  The last bar of a line has nothing after it. */
int lexer_cell(Lexer *lexer, Str piece, int *length)
{
    if (!lexer->row && is_row(lexer)) {
        lexer->row = true;
        fix(lexer, STR("\n  "));
        fault(lexer, D_ROW_LINE, STR_EMPTY, STR_EMPTY, STR_EMPTY);
    }
    if (!lexer->row) {
        *length = 1;
        fault(lexer, D_FOREIGN_SIGN, STR("`|`"), STR("`or`"), STR("or"));
        return T_OR;
    }
    size_t end = lexer->at + piece.len;
    bool ends_line = end == lexer->text.len || lexer->text.at[end] == '\n';
    if (!ends_line) return T_CELL;
    if (is_blank(str_slice(piece, 1, piece.len))) {
        *length = 1;
        return T_ROWEND;
    }
    fix(lexer, STR(" |"));
    fault(lexer, D_ROW_OPEN, STR_EMPTY, STR_EMPTY, STR_EMPTY);
    return T_CELL;
}

static void foreign_sign(Lexer *lexer, Str theirs, Str ours)
{
    fault(lexer, D_FOREIGN_SIGN, str_printf(lexer->arena, "`%S`", theirs),
          str_printf(lexer->arena, "`%S`", ours), ours);
}

int lexer_sign(Lexer *lexer, Str piece, int kind, const char *with)
{
    Str ours = (Str){ with, strlen(with) };
    bool is_word = is_letter(with[0]);
    fix(lexer, is_word ? str_printf(lexer->arena, " %S ", ours) : ours);
    foreign_sign(lexer, piece, ours);
    return kind;
}

int lexer_other_comment(Lexer *lexer, Str piece, Str sign)
{
    fix(lexer, str_printf(lexer->arena, "--%S", str_slice(piece, sign.len, piece.len)));
    fault(lexer, D_COMMENT_SIGN, sign, STR_EMPTY, STR_EMPTY);
    return T_COMMENT;
}

/* Characters that word processors put where a plain one was typed. */
static const struct {
    const char *bytes, *ours;
    int kind;
} foreign[] = {
    { "\xE2\x88\x92", "-", T_MINUS },   /* minus sign */
    { "\xE2\x80\x93", "-", T_MINUS },   /* en dash */
    { "\xE2\x80\x94", "-", T_MINUS },   /* em dash */
    { "\xE2\x80\x90", "-", T_MINUS },   /* hyphen */
    { "\xE2\x80\x91", "-", T_MINUS },   /* non-breaking hyphen */
    { "\xC3\x97", "*", T_TIMES_SIGN },  /* multiplication sign */
    { "\xC3\xB7", "/", T_DIVIDE_SIGN }, /* division sign */
    { "\xE2\x89\xA5", ">=", T_GE },     /* greater or equal */
    { "\xE2\x89\xA4", "<=", T_LE },     /* less or equal */
    { "\xE2\x89\xA0", "<>", T_NE },     /* not equal */
    { "\xC2\xA0", " ", T_SPACE },       /* no-break space */
    { "\xE2\x80\xAF", " ", T_SPACE },   /* narrow no-break space */
    { "\xE2\x80\x87", " ", T_SPACE },   /* figure space */
    { "\xE2\x80\x89", " ", T_SPACE },   /* thin space */
    { "\xE2\x80\x83", " ", T_SPACE },   /* em space */
    { "\xE3\x80\x80", " ", T_SPACE },   /* ideographic space */
};

int lexer_character(Lexer *lexer, Str piece)
{
    if (lexer->at == 0 && starts(piece, "\xEF\xBB\xBF")) return T_SPACE; /* byte-order mark */
    for (size_t i = 0; i < COUNT_OF(foreign); i++) {
        if (!str_eq(piece, (Str){ foreign[i].bytes, strlen(foreign[i].bytes) })) continue;
        Str ours = { foreign[i].ours, strlen(foreign[i].ours) };
        fix(lexer, ours);
        if (foreign[i].kind == T_SPACE)
            fault(lexer, D_STRANGE_SPACE, STR("this one"), STR_EMPTY, STR_EMPTY);
        else
            foreign_sign(lexer, piece, ours);
        return foreign[i].kind;
    }
    Str shown = str_printable(lexer->arena, piece, 16);
    if (shown.at[0] == '\\' && piece.at[0] != '\\') return T_SPACE; /* source.c has reported it */
    fault(lexer, D_STRANGE_CHARACTER, shown, STR_EMPTY, STR_EMPTY);
    return T_FAULT;
}
