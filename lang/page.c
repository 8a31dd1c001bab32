/* page.c -- see page.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "page.h"
#include "sha256.h"

static const char style[] =
    "body{font:1.05rem/1.5 Arial,Helvetica,sans-serif;color:#0b0c0c;background:#fff;"
    "max-width:60rem;margin:1.5rem auto;padding:0 1rem}\n"
    "h1{font-size:1.9rem;line-height:1.2}\n"
    "h2{font-size:1.45rem;margin-top:2.5rem;border-bottom:1px solid #b1b4b6}\n"
    "h3{font-size:1.2rem;margin-top:1.8rem}\n"
    ".wide{overflow-x:auto;margin:1rem 0}\n"
    "table{border-collapse:collapse;min-width:50%}\n"
    "caption{text-align:left;font-weight:bold;padding:.3rem 0}\n"
    "th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;"
    "border-bottom:1px solid #b1b4b6}\n"
    "tbody th{font-weight:normal}code{overflow-wrap:anywhere}\n"
    ".where{color:#505a5f;font-size:.8em}.value{font-weight:bold}\n"
    "ul.tree,ul.tree ul{list-style:none;padding-left:1.1rem;border-left:1px solid #b1b4b6}\n"
    "ul.tree{border:0;padding:0}ul.tree li{margin:.25rem 0}\n"
    "pre{white-space:pre-wrap;background:#f3f2f1;padding:.7rem;font-size:.85em}\n"
    "mark{background:#fff7bf;color:#0b0c0c;border-bottom:2px solid #0b0c0c}\n"
    "a{color:#1d70b8}a:focus{outline:3px solid #ffdd00;color:#0b0c0c}\n"
    "@page{size:A4;margin:18mm}\n"
    "@media print{body{font-size:10.5pt;max-width:none;margin:0;padding:0}"
    "a{color:inherit;text-decoration:none}.wide{overflow:visible}thead{display:table-header-group}"
    "tr,li,pre{break-inside:avoid}h2,h3,caption{break-after:avoid}}\n";

static unsigned digit(char hex)
{
    return (unsigned)(hex <= '9' ? hex - '0' : hex - 'a' + 10);
}

/* The 32 bytes of a hash, which came as hexadecimal digits, in base 64. */
static void add_base64(Text *text, Str digits)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < digits.len; i += 6) {
        unsigned bits = 0;
        for (size_t k = 0; k < 6; k++)
            bits = bits << 4 | (i + k < digits.len ? digit(digits.at[i + k]) : 0);
        size_t whole = digits.len - i < 6 ? (digits.len - i) * 4 / 6 + 1 : 4;
        for (size_t k = 0; k < 4; k++)
            text_byte(text, k < whole ? letters[bits >> (18 - 6 * k) & 63] : '=');
    }
}

Str page_style(void)
{
    return (Str){ style, sizeof style - 1 };
}

void page_source(Text *policy, Str text)
{
    text_add(policy, STR("'sha256-"));
    add_base64(policy, sha256_text(policy->arena, text));
    text_byte(policy, '\'');
}

void page_text(Text *html, Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        switch (text.at[i]) {
        case '&': text_add(html, STR("&amp;")); break;
        case '<': text_add(html, STR("&lt;")); break;
        case '>': text_add(html, STR("&gt;")); break;
        case '"': text_add(html, STR("&quot;")); break;
        default: text_byte(html, text.at[i]);
        }
    }
}

Str page_whole(Arena *arena, Str title, Str body)
{
    Text page = text_open(arena);
    Str css = page_style();
    text_add(&page,
             STR("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                 "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                 "style-src "));
    page_source(&page, css);
    text_add(&page, STR("; form-action 'none'; base-uri 'none'\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        "<title>"));
    page_text(&page, title);
    text_printf(
        &page,
        "</title>\n<style>%S</style>\n</head>\n<body>\n<main>\n%S</main>\n</body>\n</html>\n", css,
        body);
    return text_str(&page);
}
