/* render.c -- see render.h.  The order is always: title, where, why, fix, more.
 * SPDX-License-Identifier: Apache-2.0 */
#include "render.h"
#include "limit.h"
#include "render_json.h"
#include "window.h"

enum { WIDTH = 100, INDENT = 5 };

static const char *severity_word(Severity severity)
{
    switch (severity) {
    case DIAG_ERROR: return "error";
    case DIAG_WARNING: return "warning";
    case DIAG_NOTE: return "note";
    }
    return "";
}

static Paint severity_paint(Severity severity)
{
    switch (severity) {
    case DIAG_ERROR: return PAINT_ERROR;
    case DIAG_WARNING: return PAINT_WARNING;
    case DIAG_NOTE: return PAINT_NOTE;
    }
    return PAINT_PLAIN;
}

size_t render_line(Str s, size_t room)
{
    size_t columns = 0, best = 0;
    for (size_t i = 0; i < s.len && s.at[i] != '\n'; i++) {
        bool character = ((unsigned char)s.at[i] & 0xC0) != 0x80;
        if (character && columns >= room && best) return best;
        columns += character;
        if (i + 1 < s.len && s.at[i + 1] == ' ' && s.at[i] != ' ') best = i + 1;
        if (i + 1 == s.len || s.at[i + 1] == '\n') best = i + 1;
    }
    return best;
}

/* `Why  ` and the text, wrapped; further lines stand under the first.  A line of the text that
 * begins with spaces keeps them on the lines it is broken into. */
static void add_paragraph(Text *text, Frame *frame, Str head, Str s)
{
    if (s.len == 0) return;
    frame_paint(frame, PAINT_NOTE, head);
    text_pad(text, ' ', INDENT - head.len);
    bool first = true;
    while (s.len) {
        size_t hang = 0;
        while (hang < s.len && s.at[hang] == ' ') hang++;
        bool more = true;
        while (more) {
            if (!first) text_pad(text, ' ', INDENT);
            first = false;
            size_t length = render_line(s, WIDTH - INDENT);
            text_add(text, str_slice(s, 0, length));
            text_byte(text, '\n');
            s = str_slice(s, length, s.len);
            more = s.len && s.at[0] != '\n';
            while (more && s.len && s.at[0] == ' ') s = str_slice(s, 1, s.len);
            more = more && s.len;
        }
        if (s.len) s = str_slice(s, 1, s.len);
    }
}

static Str data_head(Arena *arena, const DiagCell *cell)
{
    Text text = text_open(arena);
    text_add(&text, str_printable(arena, cell->file, 200));
    if (cell->column) {
        text_printf(&text, ", column %S", diag_column_letters(arena, cell->column));
        if (cell->name.len) text_printf(&text, " (%S)", str_printable(arena, cell->name, 80));
    } else if (cell->row == 1) {
        text_add(&text, STR(", row 1 (the headings)"));
    }
    return text_str(&text);
}

static bool same_column(const DiagCell *a, const DiagCell *b)
{
    return str_eq(a->file, b->file) && a->column == b->column && str_eq(a->name, b->name);
}

static Str grouped(Arena *arena, uint64_t number)
{
    Text text = text_open(arena);
    text_grouped(&text, number);
    return text_str(&text);
}

/* Cells of one column of one file, a line each; the row numbers stand under each other. */
static void add_cells(Frame *frame, const DiagCell *cells, size_t count)
{
    Arena *arena = frame->text->arena;
    frame_corner(frame, data_head(arena, &cells[0]));
    size_t widest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t digits = grouped(arena, cells[i].row).len;
        if (digits > widest) widest = digits;
    }
    for (size_t i = 0; i < count; i++) {
        Text line = text_open(arena);
        if (cells[i].row > 1 || (cells[i].row && cells[i].column)) {
            Str row = grouped(arena, cells[i].row);
            text_add(&line, STR("row "));
            text_pad(&line, ' ', widest - row.len);
            text_add(&line, row);
            if (cells[i].note.len) text_add(&line, STR("   "));
        }
        text_add(&line, cells[i].note);
        if (line.len) frame_bar(frame, text_str(&line));
    }
}

static void add_data(Frame *frame, const Diag *diag)
{
    for (size_t i = 0, next; i < diag->cell_count; i = next) {
        for (next = i + 1; next < diag->cell_count; next++)
            if (!same_column(&diag->cells[i], &diag->cells[next])) break;
        add_cells(frame, diag->cells + i, next - i);
    }
    if (diag->cell_count && diag->count > diag->cell_count) {
        Text line = text_open(frame->text->arena);
        text_add(&line, STR("… "));
        text_grouped(&line, diag->count - diag->cell_count);
        text_add(&line, STR(" more"));
        frame_bar(frame, text_str(&line));
    }
}

/* All places of a message; its own comes first. */
static size_t all_marks(Arena *arena, const Diag *diag, Mark *marks)
{
    size_t count = 0;
    if (diag->has_span)
        marks[count++] =
            (Mark){ diag->span, diag_text(arena, diag, diag_info[diag->id].label), true };
    for (size_t i = 0; i < diag->also_count; i++)
        marks[count++] = (Mark){ diag->also[i].span, diag->also[i].label, false };
    return count;
}

/* A window for each file, in the order in which the places name them. */
static void add_windows(Frame *frame, const Sources *sources, const Mark *marks, size_t count,
                        Paint paint)
{
    bool done[DIAG_PLACES + 1] = { false };
    for (size_t i = 0; i < count; i++) {
        if (done[i]) continue;
        Mark here[DIAG_PLACES + 1];
        size_t n = 0;
        for (size_t k = i; k < count; k++) {
            if (marks[k].span.file != marks[i].span.file) continue;
            here[n++] = marks[k];
            done[k] = true;
        }
        window_show(frame, sources, here, n, paint);
    }
}

static void render_full(Text *text, const Diag *diag, const Sources *sources, RenderStyle style)
{
    const DiagInfo *info = &diag_info[diag->id];
    Arena *arena = text->arena;
    Paint paint = severity_paint(info->severity);
    Frame frame = { .text = text, .gutter = 2, .colour = style.colour };
    Str head = str_printf(arena, "%s[%s]: ", severity_word(info->severity), info->code);
    frame_paint(&frame, paint, head);
    text_add(text, diag_text(arena, diag, info->title));
    text_byte(text, '\n');
    Mark marks[DIAG_PLACES + 1];
    size_t count = sources ? all_marks(arena, diag, marks) : 0;
    if (count) frame.gutter = window_gutter(sources, marks, count);
    add_windows(&frame, sources, marks, count, paint);
    add_data(&frame, diag);
    if (diag->note.len) {
        if (frame.begun) frame_bar(&frame, STR_EMPTY);
        frame_remark(&frame, diag->note);
    }
    text_byte(text, '\n');
    Str fix = diag->fix.len ? diag->fix : diag_text(arena, diag, info->fix);
    add_paragraph(text, &frame, STR("Why"), diag_text(arena, diag, info->why));
    add_paragraph(text, &frame, STR("Fix"), fix);
    add_paragraph(text, &frame, STR("More"), str_printf(arena, "lustrum explain %s", info->code));
}

static void render_concise(Text *text, const Diag *diag, const Sources *sources)
{
    const DiagInfo *info = &diag_info[diag->id];
    Arena *arena = text->arena;
    if (diag->has_span && sources) {
        const Source *source = &sources->items[diag->span.file];
        TextPlace place = source_place(source, diag->span.start);
        text_printf(text, "%S:%u:%u: ", str_printable(arena, source->name, 200),
                    (uint64_t)place.line, (uint64_t)place.column);
    } else if (diag->cell_count) {
        const DiagCell *cell = &diag->cells[0];
        text_add(text, str_printable(arena, cell->file, 200));
        if (cell->row) text_printf(text, ":%u", cell->row);
        text_add(text, STR(": "));
    }
    text_printf(text, "%s[%s]: %S\n", severity_word(info->severity), info->code,
                diag_text(arena, diag, info->title));
}

/* The same with plain characters: frames from + - |, and ? for letters that have no plain one. */
static void add_ascii(Text *text, Str s)
{
    static const struct {
        const char *theirs, *plain;
    } pairs[] = { { "┌", "+" },   { "├", "+" },  { "─", "-" },  { "│", "|" },
                  { "…", "..." }, { "“", "\"" }, { "”", "\"" }, { "−", "-" } };
    for (size_t i = 0, next; i < s.len; i = next) {
        for (next = i + 1; next < s.len && ((unsigned char)s.at[next] & 0xC0) == 0x80;) next++;
        Str one = str_slice(s, i, next);
        if (one.len == 1) {
            text_byte(text, one.at[0]);
            continue;
        }
        const char *plain = "?";
        for (size_t k = 0; k < COUNT_OF(pairs); k++)
            if (str_eq(one, (Str){ pairs[k].theirs, strlen(pairs[k].theirs) }))
                plain = pairs[k].plain;
        text_printf(text, "%s", plain);
    }
}

/* Adds one message. */
static void render_diag(Text *text, const Diag *diag, const Sources *sources, RenderStyle style)
{
    Text own = text_open(text->arena);
    switch (style.form) {
    case RENDER_FULL: render_full(&own, diag, sources, style); break;
    case RENDER_CONCISE: render_concise(&own, diag, sources); break;
    case RENDER_JSON: render_json(&own, diag, sources); break;
    }
    if (style.ascii && style.form != RENDER_JSON)
        add_ascii(text, text_str(&own));
    else
        text_add(text, text_str(&own));
}

void render_diags(Text *text, Diags *diags, const Sources *sources, RenderStyle style)
{
    diags_sort(diags);
    bool all = style.form == RENDER_JSON;
    for (size_t i = 0; i < diags->count && (all || i < LIMIT_SHOWN); i++) {
        if (i && style.form == RENDER_FULL) text_byte(text, '\n');
        render_diag(text, &diags->items[i], sources, style);
    }
    if (all && diags->beyond) {
        Diag more = { .id = D_MESSAGES_MORE };
        more.args[0] = str_printf(text->arena, "%g", (uint64_t)diags->beyond);
        render_diag(text, &more, sources, style);
    }
    if (all || diags->count <= LIMIT_SHOWN) return;
    if (style.form == RENDER_FULL) text_byte(text, '\n');
    text_add(text, style.ascii ? STR("... and ") : STR("… and "));
    text_grouped(text, diags->count - LIMIT_SHOWN + diags->beyond);
    text_add(text, STR(" more\n"));
}
