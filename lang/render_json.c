/* render_json.c -- see render_json.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "render_json.h"

static void add_place(Text *text, const Source *source, uint32_t byte)
{
    TextPlace place = source_place(source, byte);
    text_printf(text, "{\"line\":%u,\"col\":%u,\"byte\":%u}", (uint64_t)place.line,
                (uint64_t)place.column, (uint64_t)byte);
}

/* "file":...,"start":{...},"end":{...} */
static void add_range(Text *text, const Sources *sources, Span span)
{
    const Source *source = &sources->items[span.file];
    text_add(text, STR("\"file\":"));
    text_json(text, str_printable(text->arena, source->name, 1000));
    text_add(text, STR(",\"start\":"));
    add_place(text, source, span.start);
    text_add(text, STR(",\"end\":"));
    add_place(text, source, span.end);
}

static void add_span(Text *text, const Sources *sources, Span span, Str label, bool primary)
{
    text_byte(text, '{');
    add_range(text, sources, span);
    text_add(text, STR(",\"label\":"));
    text_json(text, label);
    text_printf(text, ",\"primary\":%s}", primary ? "true" : "false");
}

static void add_spans(Text *text, const Diag *diag, const Sources *sources)
{
    text_add(text, STR(",\"spans\":["));
    bool first = true;
    if (diag->has_span && sources) {
        Str label = diag_text(text->arena, diag, diag_info[diag->id].label);
        add_span(text, sources, diag->span, label, true);
        first = false;
    }
    for (size_t i = 0; sources && i < diag->also_count; i++) {
        if (!first) text_byte(text, ',');
        first = false;
        add_span(text, sources, diag->also[i].span, diag->also[i].label, false);
    }
    text_byte(text, ']');
}

static void add_string_or_null(Text *text, Str s)
{
    if (s.len)
        text_json(text, s);
    else
        text_add(text, STR("null"));
}

static void add_cells(Text *text, const Diag *diag)
{
    text_add(text, STR(",\"cells\":["));
    for (size_t i = 0; i < diag->cell_count; i++) {
        const DiagCell *cell = &diag->cells[i];
        if (i) text_byte(text, ',');
        text_add(text, STR("{\"file\":"));
        text_json(text, str_printable(text->arena, cell->file, 1000));
        text_add(text, STR(",\"row\":"));
        if (cell->row)
            text_u64(text, cell->row);
        else
            text_add(text, STR("null"));
        text_add(text, STR(",\"column\":"));
        Str letters = STR_EMPTY;
        if (cell->column) letters = diag_column_letters(text->arena, cell->column);
        add_string_or_null(text, letters);
        text_add(text, STR(",\"name\":"));
        add_string_or_null(text, cell->name);
        text_add(text, STR(",\"note\":"));
        add_string_or_null(text, cell->note);
        text_byte(text, '}');
    }
    text_byte(text, ']');
}

static void add_fix(Text *text, const Diag *diag, const Sources *sources)
{
    Str fix = diag->fix;
    if (!fix.len) fix = diag_text(text->arena, diag, diag_info[diag->id].fix);
    bool edits = diag->has_replace && sources;
    text_add(text, STR(",\"fix\":["));
    if (fix.len || edits) {
        text_add(text, STR("{\"title\":"));
        text_json(text, fix);
        text_add(text, STR(",\"edits\":["));
        if (edits) {
            text_byte(text, '{');
            add_range(text, sources, diag->replace);
            text_add(text, STR(",\"text\":"));
            text_json(text, diag->with);
            text_byte(text, '}');
        }
        text_printf(text, "],\"sure\":%s}", edits ? "true" : "false");
    }
    text_byte(text, ']');
}

void render_json(Text *text, const Diag *diag, const Sources *sources)
{
    static const char *const severities[] = { "error", "warning", "note" };
    const DiagInfo *info = &diag_info[diag->id];
    text_printf(text, "{\"schema\":\"lustrum/diagnostic@1\",\"code\":\"%s\",\"severity\":\"%s\"",
                info->code, severities[info->severity]);
    text_add(text, STR(",\"title\":"));
    text_json(text, diag_text(text->arena, diag, info->title));
    add_spans(text, diag, sources);
    add_cells(text, diag);
    text_add(text, STR(",\"note\":"));
    add_string_or_null(text, diag->note);
    text_add(text, STR(",\"why\":"));
    text_json(text, diag_text(text->arena, diag, info->why));
    add_fix(text, diag, sources);
    text_printf(text, ",\"count\":%u,\"explain\":\"%s\"}\n",
                (uint64_t)(diag->count ? diag->count : 1), info->code);
}
