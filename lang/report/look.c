/* look.c -- see site.h: style, policy, the strip on top, the foot.
 *
 * The policy of a page names the style and the script that stand in it by their hashes and allows
 * nothing else, so a page can ask nobody for anything.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"
#include "page.h"
#include "result/cell.h"

/* Behind the style of all pages.  Colours: those of the Government Analysis Function. */
static const char own_style[] =
    ".strip{background:#f3f2f1;border-left:.6rem solid #12436d;padding:.6rem 1rem}\n"
    ".strip.draft{border-color:#d4351c;background:#fbeae7}.strip p{margin:0 0 .4rem}\n"
    "dl{display:grid;grid-template-columns:minmax(6rem,max-content) 1fr;gap:.1rem 1rem;margin:0}\n"
    "dt{font-size:.9rem;color:#454c52}dd{margin:0;overflow-wrap:anywhere}\n"
    ".skip{position:absolute;left:-99rem}.skip:focus{position:static}\n"
    "nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem}\n"
    "nav a,li a,th a{display:inline-block;min-height:24px;min-width:24px;max-width:100%;"
    "overflow-wrap:anywhere}\n"
    "td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}td.n{white-space:nowrap}\n"
    "tbody th{min-width:8rem;max-width:24rem;overflow-wrap:anywhere}.wide:focus{outline:3px solid "
    "#ffdd00}\n"
    "h1,h2,h3,h4,li,p,caption,figcaption{overflow-wrap:anywhere}\n"
    "figure{margin:1rem 0;overflow-x:auto}figure:focus{outline:3px solid "
    "#ffdd00}figcaption{font-weight:bold}\n"
    "figcaption span{display:block;font-weight:normal}\n"
    ".note{color:#454c52}.band{border:1px solid #0b0c0c;padding:0 .4rem}\n"
    "svg{display:block;background:#fff;font:13px Arial,Helvetica,sans-serif;"
    "forced-color-adjust:none}\n"
    "svg text{fill:#0b0c0c;paint-order:stroke;stroke:#fff;stroke-width:3px}\n"
    "svg path{fill:none;stroke:#12436d}svg .grid{stroke:#d9dadb}svg .zero{stroke:#0b0c0c}\n"
    "svg .rib{stroke:#a9b3ba}svg .dots{stroke-width:4;stroke-linecap:round}"
    "svg .line{stroke-width:2}\n"
    "svg .own{stroke:#801650;stroke-width:3}svg .mark{fill:#801650;stroke:#fff}\n"
    "svg .ownapart{stroke:#3d3d3d;stroke-width:2;stroke-dasharray:4 3}svg .apart{fill:#3d3d3d}\n"
    "svg .bar{fill:#12436d;stroke:#fff}svg .last{fill:#6bace6;stroke:#fff}\n"
    "svg .inner{stroke-dasharray:5 4}svg .outer{stroke:#0b0c0c}\n"
    "svg .beyond{fill:#12436d;stroke:#fff}svg .dots.pale{stroke:#a9b3ba}"
    "svg .beyond.pale{fill:#a9b3ba}svg .owndots{stroke:#801650;stroke-width:7}"
    "svg .ours{fill:#801650}\n"
    "svg .change{stroke:#3d3d3d;stroke-dasharray:6 4}\n"
    "button,input{font:inherit;min-height:2rem;margin:.2rem .4rem .2rem 0}\n"
    "th button{font-weight:bold;border:0;background:none;text-decoration:underline;padding:0;"
    "margin:0;text-align:inherit}\n"
    "button:focus,input:focus{outline:3px solid #ffdd00}\n"
    ".hidden{display:none}\n"
    "@media(max-width:30rem){dl{grid-template-columns:1fr}dt{margin-top:.3rem}}\n"
    "@media print{nav,.skip,p button,figure button,#find{display:none}"
    "td:not(.n),tbody th{overflow-wrap:anywhere;min-width:0}th,td{padding:.2rem .5rem .2rem 0}"
    "th button{color:inherit;text-decoration:none;min-height:0}.strip{position:static}"
    "figure{break-inside:avoid;overflow:visible}svg{width:100%;height:auto}"
    "section{break-inside:auto}.strip,.strip.draft{background:none;border:1px solid #0b0c0c}}\n";

/* Sorting and saving of tables, and a search where there is a list to search. */
static const char script[] =
    "'use strict';\n"
    "function all(q,in_){return Array.from((in_||document).querySelectorAll(q))}\n"
    "function add(at,tag,text,act){var e=document.createElement(tag);e.textContent=text;"
    "if(act){e.type='button';e.addEventListener('click',act)}at.appendChild(e);return e}\n"
    "function words(cell){return cell.textContent.trim()}\n"
    "all('table').forEach(function(table){\n"
    " var heads=all('thead th',table),body=table.tBodies[0];\n"
    " heads.forEach(function(head,i){var text=words(head);head.textContent='';\n"
    "  add(head,'button',text,function(){\n"
    "   var down=head.getAttribute('aria-sort')==='ascending';\n"
    "   heads.forEach(function(h){h.removeAttribute('aria-sort')});\n"
    "   head.setAttribute('aria-sort',down?'descending':'ascending');\n"
    "   var number=head.className==='n';\n"
    "   all('tr',body).map(function(row,at){var t=words(row.cells[i]);"
    "var n=parseFloat(t.replace(/,/g,''));\n"
    "    return{row:row,at:at,none:number?isNaN(n):t==='',key:number?n:t.toLowerCase()}})"
    ".sort(function(a,b){\n"
    "    if(a.none||b.none)return a.none-b.none||a.at-b.at;\n"
    "    return(a.key<b.key?-1:a.key>b.key?1:0)*(down?-1:1)||a.at-b.at})"
    ".forEach(function(r){body.appendChild(r.row)})})});\n"
    " var p=document.createElement('p');table.parentNode.after(p);\n"
    " add(p,'button','Save this table as CSV',function(){\n"
    "  var text=all('tr',table).map(function(row){return Array.from(row.cells).map(function(c){\n"
    "   var t=words(c);if(/^[=+@-]/.test(t)&&isNaN(t))t=\"'\"+t;\n"
    "   "
    "return/[\",\\n]/.test(t)?'\"'+t.replace(/\"/"
    "g,'\"\"')+'\"':t}).join(',')}).join('\\n')+'\\n';\n"
    "  var a=document.createElement('a');a.href=URL.createObjectURL(new Blob([text],"
    "{type:'text/csv'}));\n"
    "  a.download=words(table.caption).replace(/[^A-Za-z0-9]+/g,'_')+'.csv';a.click()})});\n"
    "all('figure').forEach(function(figure){var svg=figure.querySelector('svg');\n"
    " var b=add(figure,'button','Hide the chart',function(){\n"
    "  var off=svg.classList.toggle('hidden');"
    "b.textContent=off?'Show the chart':'Hide the chart'})});\n"
    "var find=document.getElementById('find');\n"
    "if(find){var label=add(find,'label','Find a name or key: ');var box=add(label,'input','');\n"
    " box.type='search';var said=add(find,'span','');said.setAttribute('role','status');\n"
    " box.addEventListener('input',function(){var q=box.value.toLowerCase(),n=0;\n"
    "  all('li.unit').forEach(function(li){var on=words(li).toLowerCase().includes(q);"
    "n+=on;li.classList.toggle('hidden',!on)});said.textContent=n+' found'})}\n";

/* ---- the strip ---- */

static void put_fact(Text *out, const char *what, Str words)
{
    if (words.len) html(out, "<dt>%s</dt><dd>%S</dd>\n", what, words);
}

/* The days that files of the data describe. */
static Str data_days(Site *site)
{
    Arena *arena = &site->call.arena;
    Parsed *doc = &site->ledger;
    size_t count;
    Text days = text_open(arena);
    ParsedNode *list = parsed_list(doc, doc->root, "reading", &count);
    for (size_t i = 0; i < count; i++) {
        ParsedNode *item = parsed_item(doc, list, i);
        if (item && parsed_has(item, "describes"))
            text_printf(&days, "%s%S of %S", days.len ? ", " : "", parsed_str(doc, item, "file"),
                        parsed_str(doc, item, "describes"));
    }
    return text_str(&days);
}

static void put_standing(Site *site, Text *out)
{
    const Standing *standing = &site->kept.standing;
    switch (standing->mode) {
    case MODE_DRAFT:
        html(out, "<p><strong>DRAFT</strong> The rules are not sealed; nothing may follow from "
                  "this.</p>\n");
        break;
    case MODE_STUDY:
        html(out, "<p><strong>STUDY</strong> This is not a review; nothing may follow from "
                  "it.</p>\n");
        break;
    case MODE_OFFICIAL:
        html(out,
             "<p><strong>Official</strong> The rules are the text that was sealed on %S, agreed by "
             "%S: record %u of %S.</p>\n",
             standing->on, standing->agreed_by, standing->record, standing->log);
        if (standing->amended)
            html(out, "<p>They were amended since they were first sealed. What the first text "
                      "would say stands beside each file of the results.</p>\n");
    }
}

/* Pages show what the rules hide from the public. */
static void put_unhidden(const Site *site, Text *out)
{
    const Publish *publish = site->model->publish;
    if (!publish) return;
    html(out,
         "<p><strong>Not for the public.</strong> These pages are for those who may see every "
         "figure: "
         "what %S hides of small counts is shown here. What everybody may see stands in the folder "
         "<code>published</code> of the results, as <code>lustrum review</code> wrote it.</p>\n",
         site_title(publish->title, publish->name));
}

static Str strip_of(Site *site)
{
    Arena *arena = &site->call.arena;
    const Program *program = site->program->program;
    const Kept *kept = &site->kept;
    Text text = text_open(arena);
    html(&text, "<header class=\"strip%s\">\n",
         kept->standing.mode == MODE_OFFICIAL && !site->draft ? "" : " draft");
    draft_strip(&text, site);
    put_unhidden(site, &text);
    put_standing(site, &text);
    text_add(&text, STR("<dl>\n"));
    put_fact(&text, "Framework", kept->title.len ? kept->title : kept->framework);
    put_fact(&text, "School year", kept->year_words);
    put_fact(&text, "Term",
             str_printf(arena, "%S to %S", year_words(arena, program->term_first),
                        year_words(arena, program->term_last)));
    put_fact(&text, "Edition of the language", str_printf(arena, "%u", kept->edition));
    put_fact(&text, "Data", kept->vintage.len ? kept->vintage : STR("state not said"));
    put_fact(&text, "Files as of a day", data_days(site));
    put_fact(&text, "Answers for it", kept->owner);
    text_add(&text, STR("</dl>\n</header>\n"));
    return text_str(&text);
}

/* ---- pages ---- */

void look_prepare(Site *site)
{
    Text head = text_open(&site->call.arena), style = text_open(&site->call.arena);
    text_printf(&style, "%S%s%S", page_style(), own_style, site->theme);
    site->style = text_str(&style);
    text_add(&head,
             STR("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                 "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                 "style-src "));
    page_source(&head, site->style);
    text_byte(&head, ' ');
    site->head = text_str(&head);
    head = text_open(&site->call.arena);
    text_add(&head, STR("; script-src "));
    page_source(&head, str_of(script));
    text_add(&head, STR("; form-action 'none'; base-uri 'none'\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        "<title>"));
    site->behind = text_str(&head);
    site->strip = strip_of(site);
}

/* A text between quotes of a style: signs of CSS and HTML as their numbers, and of the block with
 * marks that turn the direction of text a question mark. */
static void put_quoted(Text *style, Str words)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-/";
    for (size_t i = 0; i < words.len; i++) {
        unsigned char c = (unsigned char)words.at[i];
        bool turns =
            c == 0xE2 && i + 2 < words.len && ((unsigned char)words.at[i + 1] & 0xFE) == 0x80;
        if (turns) {
            text_byte(style, '?');
            i += 2;
        } else if (c >= 0x80 || (c && memchr(plain, c, sizeof plain - 1))) {
            text_byte(style, (char)c);
        } else {
            text_byte(style, '\\');
            text_u64(style, c / 16 < 10 ? c / 16 : 0);
            text_byte(style, "0123456789ABCDEF"[c % 16]);
            text_byte(style, ' ');
        }
    }
}

/* The ways to the other pages. */
static void put_ways(Text *page, const Site *site, Str root)
{
    html(page,
         "<nav aria-label=\"Pages\">\n<ul><li><a href=\"%Hindex.html\">Index</a></li>"
         "<li><a href=\"%Hnation.html\">The nation</a></li>",
         root, root);
    for (size_t i = 0; i < site->level_count; i++)
        html(page, "<li><a href=\"%H%H/index.html\">All %S</a></li>", root, site->levels[i].folder,
             site->levels[i].many);
    html(page, "<li><a href=\"%Haudit.html\">Audit annex</a></li></ul>\n</nav>\n", root);
}

static void put_corner(Text *style, const char *corner, Str words)
{
    text_printf(style, "@%s{content:\"", corner);
    put_quoted(style, words);
    text_add(style, STR("\"}"));
}

/* What stands in the margins of printed pages: what it is of, its key, the seal, the page. */
static Str margins(const Site *site, Arena *arena, Str title, Str key)
{
    enum { DIGITS = 16 };
    const Kept *kept = &site->kept;
    const Standing *standing = &kept->standing;
    Text style = text_open(arena);
    bool keyed = key.len && !str_eq(key, title);
    Str status = standing->mode == MODE_DRAFT   ? STR("DRAFT, not sealed")
                 : standing->mode == MODE_STUDY ? STR("STUDY")
                                                : str_printf(arena, "sealed on %S", standing->on);
    Str rules = kept->meaning.len > DIGITS ? str_slice(kept->meaning, 0, DIGITS) : kept->meaning;
    text_add(&style, STR("@page{size:A4;margin:18mm 15mm;font:9pt Arial,Helvetica,sans-serif;"));
    put_corner(&style, "top-left",
               str_printf(arena, "%S%s%S", title, keyed ? ", " : "", keyed ? key : STR_EMPTY));
    put_corner(&style, "top-right", str_printf(arena, "%S, %S", kept->framework, kept->year_words));
    put_corner(&style, "bottom-left",
               str_printf(arena, "%s%S; rules %S", site->draft ? "Before publication; " : "",
                          status, rules));
    text_add(&style, STR("@bottom-right{content:counter(page) \" / \" counter(pages)}}"));
    return text_str(&style);
}

void look_begin(const Site *site, Text *page, Str title, Str key, Str root)
{
    Str printed = margins(site, page->arena, title, key);
    text_add(page, site->head);
    page_source(page, printed);
    text_add(page, site->behind);
    html(page, "%S, %S</title>\n<style>%H</style>\n<style>%H</style>\n</head>\n<body>\n", title,
         site->kept.year_words, site->style, printed);
    html(page, "<a class=\"skip\" href=\"#content\">To the content</a>\n%H", site->strip);
    if (!site->draft) put_ways(page, site, root);
    html(page, "<main id=\"content\">\n");
}

void look_end(Text *page)
{
    html(page, "</main>\n<script>%s</script>\n</body>\n</html>\n", script);
}

void page_questions(Text *out, const Site *site)
{
    const Pages *pages = site->model->pages;
    bool any = false;
    for (uint32_t i = 0; pages && i < pages->clauses->count; i++) {
        const Node *question = pages->clauses->child[i];
        if (question->kind != NODE_QUESTION) continue;
        if (!any)
            html(out, "<h2>Questions to ask</h2>\n<p>From the profession body, for a talk about "
                      "what stands here:</p>\n<ul class=\"questions\">\n");
        any = true;
        html(out, "<li>%S</li>\n", question->child[AT_QUESTION_TEXT]->text);
    }
    if (any) html(out, "</ul>\n");
}

/* Notes of the rules' report, on every page. */
static void put_notes(Text *out, const Site *site)
{
    const Pages *pages = site->model->pages;
    bool any = false;
    for (uint32_t i = 0; pages && i < pages->clauses->count; i++) {
        const Node *note = pages->clauses->child[i];
        if (note->kind != NODE_NOTE) continue;
        if (!any) html(out, "<h2>Notes</h2>\n");
        any = true;
        html(out, "<p>%S</p>\n", note->child[AT_NOTE_TEXT]->text);
    }
}

void page_end(Text *out, const Site *site, Str root)
{
    const Kept *kept = &site->kept;
    put_notes(out, site);
    html(out,
         "<h2>How to read this</h2>\n<ul>\n"
         "<li>Every number is the one that stands in the files of the results. Nothing was worked "
         "out for this page but counts, shares and orders of them.</li>\n"
         "<li>An interval is what the rules give with a figure. Where intervals overlap, nothing "
         "here says that figures differ.</li>\n"
         "<li>\"N of M counted\" tells how many rows a figure was made of, of all that belong to "
         "it. Who is left out, and why, is told with each measure.</li>\n"
         "<li>What is missing is never counted as nought. It stands with its reason.</li>\n"
         "</ul>\n<h2>Where this comes from</h2>\n<dl class=\"facts\">\n");
    put_fact(out, "Rules", kept->framework);
    put_fact(out, "What they mean (SHA-256)", kept->meaning);
    put_fact(out, "Manifest of the results (SHA-256)", site->manifest_sha256);
    put_fact(out, "Lustrum that made the results", kept->tool_version);
    put_fact(out, "Lustrum that made this page", STR(LUS_VERSION));
    html(out, "</dl>\n");
    if (!site->draft)
        html(out,
             "<p>Rules, data files and their hashes: <a href=\"%Haudit.html\">audit "
             "annex</a>.</p>\n",
             root);
    if (kept->owner.len) html(out, "<h2>Who answers for it</h2>\n<p>%S</p>\n", kept->owner);
}
