/* html.c -- see html.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "html.h"
#include "page.h"
#include <stdarg.h>

/* Whether every byte is a letter, digit or sign that is shown as it is. */
static bool is_plain(Str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] < 0x20 || (unsigned char)text.at[i] > 0x7E) return false;
    return true;
}

void html_text(Text *html, Str text)
{
    /* at most six bytes stand for each: \u{NNNN} of three, \xNN of one */
    page_text(html, is_plain(text) ? text : str_printable(html->arena, text, 6 * text.len + 8));
}

void html(Text *html, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    for (const char *at = format; *at; at++) {
        const char *mark = strchr(at, '%');
        size_t plain = mark ? (size_t)(mark - at) : strlen(at);
        text_add(html, (Str){ at, plain });
        if (!mark) break;
        at = mark + 1;
        if (*at == 'S') html_text(html, va_arg(args, Str));
        if (*at == 'H') text_add(html, va_arg(args, Str));
        if (*at == 'u') text_u64(html, va_arg(args, uint64_t));
        if (*at == 'g') text_grouped(html, va_arg(args, uint64_t));
        if (*at == '%') text_byte(html, '%');
        if (*at != 's') continue;
        const char *markup = va_arg(args, const char *);
        text_add(html, (Str){ markup, strlen(markup) });
    }
    va_end(args);
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

Str html_words(Arena *arena, Str name)
{
    Text words = text_open(arena);
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i], next = i + 1 < name.len ? name.at[i + 1] : '\0';
        bool starts = is_upper(c) && next != '\0' && !is_upper(next);
        if (c == '_' || (starts && i > 0 && name.at[i - 1] != '_')) text_byte(&words, ' ');
        if (c == '_') continue;
        text_byte(&words, starts || (is_upper(c) && name.len == 1) ? (char)(c - 'A' + 'a') : c);
    }
    return text_str(&words);
}

Str html_head(Arena *arena, Str name)
{
    Text head = text_open(arena);
    text_add(&head, html_words(arena, name));
    if (head.len && head.at[0] >= 'a' && head.at[0] <= 'z')
        head.at[0] = (char)(head.at[0] - 'a' + 'A');
    return text_str(&head);
}

void html_table(Text *out, Str caption, const Str *heads, const bool *numbers, size_t count)
{
    html(out,
         "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"%S\">\n"
         "<table>\n<caption>%S</caption>\n<thead>\n<tr>",
         caption, caption);
    for (size_t i = 0; i < count; i++)
        html(out, "<th scope=\"col\"%s>%S</th>", numbers[i] ? " class=\"n\"" : "", heads[i]);
    html(out, "</tr>\n</thead>\n<tbody>\n");
}

void html_row(Text *out, Str link, const Str *cells, const bool *numbers, size_t count)
{
    html(out, "<tr><th scope=\"row\">");
    if (link.len)
        html(out, "<a href=\"%S\">%S</a>", link, cells[0]);
    else
        html(out, "%S", cells[0]);
    html(out, "</th>");
    for (size_t i = 1; i < count; i++)
        html(out, "<td%s>%S</td>", numbers[i] ? " class=\"n\"" : "", cells[i]);
    html(out, "</tr>\n");
}

void html_table_end(Text *out)
{
    html(out, "</tbody>\n</table>\n</div>\n");
}
