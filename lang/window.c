/* window.c -- see window.h.
 *
 * Columns count characters, not bytes; tabs are shown as spaces to the next multiple of 4, and what
 * does not show as an escape.  Of a long line only the part round its first mark is shown.
 * SPDX-License-Identifier: Apache-2.0 */
#include "window.h"
#include <stdlib.h>

enum { TAB = 4, LONG_LINE = 200, BEFORE_MARK = 60 };

void frame_paint(Frame *frame, Paint paint, Str s)
{
    static const char *const codes[] = { "\x1b[34m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "" };
    bool painted = frame->colour && paint != PAINT_PLAIN;
    if (painted) text_printf(frame->text, "%s", codes[paint]);
    text_add(frame->text, s);
    if (painted) text_add(frame->text, STR("\x1b[0m"));
}

void frame_corner(Frame *frame, Str head)
{
    if (frame->begun) frame_bar(frame, STR_EMPTY);
    text_pad(frame->text, ' ', frame->gutter + 1);
    frame_paint(frame, PAINT_FRAME, frame->begun ? STR("├─ ") : STR("┌─ "));
    text_add(frame->text, head);
    text_byte(frame->text, '\n');
    frame->begun = true;
}

void frame_bar(Frame *frame, Str s)
{
    text_pad(frame->text, ' ', frame->gutter + 1);
    frame_paint(frame, PAINT_FRAME, STR("│"));
    if (s.len) text_add(frame->text, STR("  "));
    text_add(frame->text, s);
    text_byte(frame->text, '\n');
}

void frame_remark(Frame *frame, Str s)
{
    text_pad(frame->text, ' ', frame->gutter + 1);
    frame_paint(frame, PAINT_FRAME, STR("= "));
    text_add(frame->text, s);
    text_byte(frame->text, '\n');
}

/* A line as it is shown. */
typedef struct Shown {
    Text text;
    uint32_t start;   /* the source byte that column[0] belongs to */
    uint32_t bytes;   /* of the source that are shown */
    uint32_t *column; /* of each of those bytes, and one more for the end */
} Shown;

static bool goes_on(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* The bytes of a line that are shown: all, or those round `mark`. */
static Str part_to_show(Str line, size_t mark)
{
    if (line.len <= LONG_LINE) return line;
    size_t start = mark > BEFORE_MARK ? mark - BEFORE_MARK : 0;
    size_t end = start + LONG_LINE < line.len ? start + LONG_LINE : line.len;
    while (start > 0 && goes_on(line.at[start])) start--;
    while (end < line.len && goes_on(line.at[end])) end++;
    return str_slice(line, start, end);
}

static Shown show_line(Arena *arena, const Source *source, uint32_t line, uint32_t mark)
{
    Str whole = source_line(source, line);
    uint32_t first = source->line[line - 1];
    Str part = part_to_show(whole, mark > first ? mark - first : 0);
    Shown shown = { .text = text_open(arena), .bytes = (uint32_t)part.len };
    shown.start = (uint32_t)(part.at - source->text.at);
    shown.column = NEW_ARRAY(arena, uint32_t, part.len + 1);
    uint32_t column = 0;
    if (part.len < whole.len && part.at > whole.at) {
        text_add(&shown.text, STR("…"));
        column = 1;
    }
    for (size_t i = 0, next; i < part.len; i = next) {
        for (next = i + 1; next < part.len && goes_on(part.at[next]);) next++;
        Str one = str_slice(part, i, next);
        for (size_t k = i; k < next; k++) shown.column[k] = column;
        size_t before = shown.text.len;
        if (one.at[0] == '\t')
            text_pad(&shown.text, ' ', TAB - column % TAB);
        else
            text_add(&shown.text, str_printable(arena, one, 16));
        Str added = str_slice(text_str(&shown.text), before, shown.text.len);
        column += (uint32_t)str_characters(added);
    }
    shown.column[part.len] = column;
    if (part.at + part.len < whole.at + whole.len) text_add(&shown.text, STR("…"));
    return shown;
}

/* The columns [from, to) of a mark on a shown line; at least one. */
static void columns_of(const Shown *shown, Span span, uint32_t *from, uint32_t *to)
{
    uint32_t end = shown->start + shown->bytes;
    uint32_t a = span.start < shown->start ? shown->start : span.start;
    uint32_t b = span.end > end ? end : span.end;
    if (a > end) a = end;
    if (b < a) b = a;
    *from = shown->column[a - shown->start];
    *to = shown->column[b - shown->start];
    if (*to <= *from) *to = *from + 1;
}

static void begin_row(Frame *frame)
{
    text_pad(frame->text, ' ', frame->gutter + 1);
    frame_paint(frame, PAINT_FRAME, STR("│"));
    text_byte(frame->text, ' ');
}

/* The row of ^^^ and --- under a line, in characters. */
static Str underline(Arena *arena, const Shown *shown, const Mark *marks, size_t count)
{
    uint32_t width = 0, from, to;
    for (size_t i = 0; i < count; i++) {
        columns_of(shown, marks[i].span, &from, &to);
        if (to > width) width = to;
    }
    char *row = NEW_ARRAY(arena, char, width + 1);
    memset(row, ' ', width);
    for (int pass = 0; pass < 2; pass++) /* the message's own mark last: it lies on top */
        for (size_t i = 0; i < count; i++) {
            if (marks[i].primary != (pass == 1)) continue;
            columns_of(shown, marks[i].span, &from, &to);
            memset(row + from, marks[i].primary ? '^' : '-', to - from);
        }
    return (Str){ row, width };
}

/* The labels of all marks but the last hang below, from right to left, each from a bar. */
static void hang_labels(Frame *frame, const Shown *shown, const Mark *marks, size_t count)
{
    for (size_t left = count; left-- > 0;) {
        if (marks[left].label.len == 0) continue;
        begin_row(frame);
        uint32_t column = 0, from, to;
        for (size_t i = 0; i <= left; i++) {
            columns_of(shown, marks[i].span, &from, &to);
            if (from < column || (i < left && marks[i].label.len == 0)) continue;
            text_pad(frame->text, ' ', from - column);
            text_add(frame->text, i < left ? STR("│") : marks[left].label);
            column = from + 1;
        }
        text_byte(frame->text, '\n');
    }
}

/* One line of the source and what is under it. */
static void show_marks(Frame *frame, const Source *source, uint32_t line, const Mark *marks,
                       size_t count, Paint paint)
{
    Arena *arena = frame->text->arena;
    Shown shown = show_line(arena, source, line, marks[0].span.start);
    Text number = text_open(arena);
    text_u64(&number, line);
    Str digits = text_str(&number);
    text_pad(frame->text, ' ', frame->gutter > digits.len ? frame->gutter - digits.len : 0);
    frame_paint(frame, PAINT_FRAME, digits);
    text_byte(frame->text, ' ');
    frame_paint(frame, PAINT_FRAME, STR("│"));
    if (shown.text.len) text_byte(frame->text, ' ');
    text_add(frame->text, text_str(&shown.text));
    text_byte(frame->text, '\n');
    begin_row(frame);
    frame_paint(frame, paint, underline(arena, &shown, marks, count));
    const Mark *last = &marks[count - 1];
    if (last->label.len) {
        text_byte(frame->text, ' ');
        frame_paint(frame, last->primary ? paint : PAINT_PLAIN, last->label);
    }
    text_byte(frame->text, '\n');
    hang_labels(frame, &shown, marks, count - 1);
}

static int by_start(const void *left, const void *right)
{
    const Mark *a = left, *b = right;
    if (a->span.start != b->span.start) return a->span.start < b->span.start ? -1 : 1;
    return (int)a->primary - (int)b->primary;
}

size_t window_gutter(const Sources *sources, const Mark *marks, size_t count)
{
    size_t widest = 2;
    for (size_t i = 0; i < count; i++) {
        const Source *source = &sources->items[marks[i].span.file];
        size_t digits = 0;
        for (uint32_t n = source_place(source, marks[i].span.start).line; n; n /= 10) digits++;
        if (digits > widest) widest = digits;
    }
    return widest;
}

void window_show(Frame *frame, const Sources *sources, Mark *marks, size_t count, Paint paint)
{
    const Source *source = &sources->items[marks[0].span.file];
    const Mark *head = &marks[0];
    for (size_t i = 0; i < count; i++)
        if (marks[i].primary) head = &marks[i];
    TextPlace place = source_place(source, head->span.start);
    Text text = text_open(frame->text->arena);
    text_printf(&text, "%S:%u:%u", str_printable(frame->text->arena, source->name, 200),
                (uint64_t)place.line, (uint64_t)place.column);
    frame_corner(frame, text_str(&text));
    frame_bar(frame, STR_EMPTY);
    qsort(marks, count, sizeof *marks, by_start);
    for (size_t i = 0, next; i < count; i = next) {
        uint32_t line = source_place(source, marks[i].span.start).line;
        for (next = i + 1; next < count; next++)
            if (source_place(source, marks[next].span.start).line != line) break;
        show_marks(frame, source, line, marks + i, next - i, paint);
    }
}
