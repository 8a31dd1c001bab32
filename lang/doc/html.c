/* html.c -- Markdown as HTML: md4c reads, this file writes.
 *
 * A paragraph right before a table is its caption, the first cell of a row its heading, and every
 * heading has the name that links call it by.  Nothing may leave md4c sideways, so all is written
 * into room that is there before it begins.
 * SPDX-License-Identifier: Apache-2.0 */
#include "doc/doc.h"
#include "page.h"
#include <md4c.h>
#include <stdio.h>

/* No byte of Markdown becomes more bytes than this (a bar: `<th scope="row"></th>`), but for the
 * names of headings, each of which has its own room. */
enum { MOST_PER_BYTE = 48, HEADING_MOST = 512 };

typedef struct Html {
    char *at;
    size_t len, room;
    size_t paragraph, paragraph_end; /* where the last paragraph stands */
    size_t heading;                  /* where the text of the open heading begins */
    char name[HEADING_MOST];         /* its text so far */
    size_t name_len;
    bool in_heading, in_body, first; /* of a table: past its head; at the first cell of a row */
    bool full;
} Html;

static void put_bytes(Html *html, const char *bytes, size_t len)
{
    if (html->full || html->room - html->len < len) {
        html->full = true;
        return;
    }
    memcpy(html->at + html->len, bytes, len);
    html->len += len;
}

static void put(Html *html, const char *text)
{
    put_bytes(html, text, strlen(text));
}

/* Puts text in at a place further up. */
static void insert(Html *html, size_t place, const char *text, size_t len)
{
    size_t behind = html->len - place;
    put_bytes(html, text, len); /* makes sure that there is room */
    if (html->full) return;
    memmove(html->at + place + len, html->at + place, behind);
    memcpy(html->at + place, text, len);
}

static void put_escaped(Html *html, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        switch (bytes[i]) {
        case '&': put(html, "&amp;"); break;
        case '<': put(html, "&lt;"); break;
        case '>': put(html, "&gt;"); break;
        case '"': put(html, "&quot;"); break;
        default: put_bytes(html, &bytes[i], 1);
        }
    }
}

/* ---- headings ---- */

static bool is_taken(const Html *html, const char *id, size_t len)
{
    return memmem(html->at, html->len, id, len) != NULL;
}

/* ` id="..."` into the heading that ends here; a second of one name has -1 behind it. */
static void name_heading(Html *html)
{
    char id[HEADING_MOST + 32] = " id=\"";
    size_t base = 5 + doc_slug_bytes(id + 5, (Str){ html->name, html->name_len }), len = base;
    id[len++] = '"';
    for (unsigned n = 1; is_taken(html, id, len) && n < 1000; n++)
        len = base + (size_t)snprintf(id + base, 24, "-%u\"", n);
    insert(html, html->heading - 1, id, len);
}

static void begin_heading(Html *html, unsigned level)
{
    const char tag[] = { '<', 'h', (char)('0' + level), '>' };
    put_bytes(html, tag, sizeof tag);
    html->heading = html->len;
    html->name_len = 0;
    html->in_heading = true;
}

static void end_heading(Html *html, unsigned level)
{
    const char tag[] = { '<', '/', 'h', (char)('0' + level), '>', '\n' };
    html->in_heading = false;
    put_bytes(html, tag, sizeof tag);
    name_heading(html);
}

/* ---- tables ---- */

/* The paragraph right above becomes the caption. */
static void begin_table(Html *html)
{
    static const char before[] = "<div class=\"wide\">\n<table>\n<caption>",
                      after[] = "</caption>\n";
    html->in_body = false;
    if (html->paragraph_end != html->len || html->paragraph_end == 0) {
        put(html, "<div class=\"wide\">\n<table>\n");
        return;
    }
    size_t text = html->paragraph + strlen("<p>");
    size_t len = html->paragraph_end - strlen("</p>\n") - text;
    memmove(html->at + html->paragraph, html->at + text, len);
    html->len = html->paragraph + len;
    insert(html, html->paragraph, before, strlen(before));
    put(html, after);
}

static void begin_cell(Html *html)
{
    put(html, !html->in_body ? "<th scope=\"col\">" : html->first ? "<th scope=\"row\">" : "<td>");
}

static void end_cell(Html *html)
{
    put(html, !html->in_body || html->first ? "</th>" : "</td>");
    html->first = false;
}

/* ---- what md4c tells ---- */

static int enter_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    Html *html = user;
    switch ((int)type) {
    case MD_BLOCK_P:
        html->paragraph = html->len;
        put(html, "<p>");
        break;
    case MD_BLOCK_H: begin_heading(html, ((MD_BLOCK_H_DETAIL *)detail)->level); break;
    case MD_BLOCK_UL: put(html, "<ul>\n"); break;
    case MD_BLOCK_LI: put(html, "<li>"); break;
    case MD_BLOCK_TABLE: begin_table(html); break;
    case MD_BLOCK_THEAD: put(html, "<thead>\n"); break;
    case MD_BLOCK_TBODY:
        html->in_body = true;
        put(html, "<tbody>\n");
        break;
    case MD_BLOCK_TR:
        html->first = true;
        put(html, "<tr>");
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: begin_cell(html); break;
    default: break;
    }
    return html->full;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    Html *html = user;
    switch ((int)type) {
    case MD_BLOCK_P:
        put(html, "</p>\n");
        html->paragraph_end = html->len;
        break;
    case MD_BLOCK_H: end_heading(html, ((MD_BLOCK_H_DETAIL *)detail)->level); break;
    case MD_BLOCK_UL: put(html, "</ul>\n"); break;
    case MD_BLOCK_LI: put(html, "</li>\n"); break;
    case MD_BLOCK_TABLE: put(html, "</table>\n</div>\n"); break;
    case MD_BLOCK_THEAD: put(html, "</thead>\n"); break;
    case MD_BLOCK_TBODY: put(html, "</tbody>\n"); break;
    case MD_BLOCK_TR: put(html, "</tr>\n"); break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: end_cell(html); break;
    default: break;
    }
    return html->full;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *user)
{
    Html *html = user;
    switch ((int)type) {
    case MD_SPAN_EM: put(html, "<em>"); break;
    case MD_SPAN_STRONG: put(html, "<strong>"); break;
    case MD_SPAN_CODE: put(html, "<code>"); break;
    case MD_SPAN_A: {
        const MD_SPAN_A_DETAIL *link = detail;
        put(html, "<a href=\"");
        put_escaped(html, link->href.text, link->href.size);
        put(html, "\">");
        break;
    }
    default: break;
    }
    return html->full;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *user)
{
    Html *html = user;
    (void)detail;
    switch ((int)type) {
    case MD_SPAN_EM: put(html, "</em>"); break;
    case MD_SPAN_STRONG: put(html, "</strong>"); break;
    case MD_SPAN_CODE: put(html, "</code>"); break;
    case MD_SPAN_A: put(html, "</a>"); break;
    default: break;
    }
    return html->full;
}

static int take_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user)
{
    Html *html = user;
    if (type == MD_TEXT_SOFTBR || type == MD_TEXT_BR) {
        put(html, "\n");
        return html->full;
    }
    put_escaped(html, text, size);
    if (html->in_heading && html->name_len + size <= HEADING_MOST) {
        memcpy(html->name + html->name_len, text, size);
        html->name_len += size;
    }
    return html->full;
}

static size_t headings_in(Str markdown)
{
    size_t count = 0;
    for (size_t i = 0; i < markdown.len; i++)
        count += markdown.at[i] == '#' && (i == 0 || markdown.at[i - 1] == '\n');
    return count;
}

Str doc_html(Arena *arena, Str markdown, Str title)
{
    size_t room = markdown.len * MOST_PER_BYTE + headings_in(markdown) * HEADING_MOST;
    Html *html = NEW(arena, Html);
    *html = (Html){ .at = arena_big(arena, room + 1), .room = room };
    MD_PARSER parser = { .flags = MD_FLAG_TABLES | MD_FLAG_NOHTML,
                         .enter_block = enter_block,
                         .leave_block = leave_block,
                         .enter_span = enter_span,
                         .leave_span = leave_span,
                         .text = take_text };
    int failed = md_parse(markdown.at, (MD_SIZE)markdown.len, &parser, html);
    if (failed) guard_escape(arena->guard, html->full ? WHY_INTERNAL : WHY_MEMORY);
    Str page = page_whole(arena, title, (Str){ html->at, html->len });
    arena_big_free(arena, html->at);
    return page;
}
