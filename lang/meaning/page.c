/* page.c -- see page.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "meaning/page.h"

#define STYLE                                                                                      \
    "<style>\n"                                                                                    \
    "body{font:18px/1.4 Arial,Helvetica,sans-serif;color:#0b0c0c;background:#fff;max-width:70em;"  \
    "margin:1.5em auto;padding:0 1em}\n"                                                           \
    "table{border-collapse:collapse;width:100%;margin:1.5em 0}\n"                                  \
    "caption{text-align:left;font-weight:bold;font-size:1.2em;padding:.3em 0}\n"                   \
    "th,td{text-align:left;vertical-align:top;padding:.4em .6em;border-bottom:1px solid "          \
    "#b1b4b6}\n"                                                                                   \
    "tbody th{font-weight:normal}code{overflow-wrap:anywhere}\n"                                   \
    ".where{color:#505a5f;font-size:.8em}\n"                                                       \
    "@media print{body{font-size:11pt;max-width:none;margin:15mm}tr{break-inside:avoid}}\n"        \
    "</style>\n"

void page_escape(Text *text, Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        switch (s.at[i]) {
        case '&': text_add(text, STR("&amp;")); break;
        case '<': text_add(text, STR("&lt;")); break;
        case '>': text_add(text, STR("&gt;")); break;
        case '"': text_add(text, STR("&quot;")); break;
        default: text_byte(text, s.at[i]);
        }
    }
}

void page_open(Text *text, const char *title)
{
    text_add(text, STR("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                       "style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, "
                       "initial-scale=1\">\n"));
    text_printf(text, "<title>%s</title>\n", title);
    text_add(text, STR(STYLE));
    text_printf(text, "</head>\n<body>\n<h1>%s</h1>\n", title);
}

void page_close(Text *text)
{
    text_add(text, STR("</body>\n</html>\n"));
}
