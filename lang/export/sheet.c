/* sheet.c -- results as a workbook of Excel (export.h): a sheet for each file, after one that says
 * what they are.
 *
 * Texts are texts, which no spreadsheet takes for formulas while they stay in the workbook; where
 * one begins as a formula does it is asked for all the same, because sheets are saved as CSV.
 * SPDX-License-Identifier: Apache-2.0 */
#include "export/export.h"
#include "export/zip.h"

enum { NAME_MOST = 31, ROWS_MOST = 1048576, COLUMNS_MOST = 16384, CELL_MOST = 32767, DIGITS = 15 };
#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define TIES "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define KIND "application/vnd.openxmlformats-officedocument.spreadsheetml."

typedef struct Sheet {
    Str name, text;
} Sheet;

/* ---- texts ---- */

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/* Whether text[i] begins what readers take for a character written by its number: _x000A_. */
static bool is_numbered(Str text, size_t i)
{
    if (i + 7 > text.len || text.at[i] != '_' || text.at[i + 1] != 'x' || text.at[i + 6] != '_')
        return false;
    for (size_t k = 2; k < 6; k++)
        if (!is_hex(text.at[i + k])) return false;
    return true;
}

static void add_xml(Text *out, Str text)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '&')
            text_add(out, STR("&amp;"));
        else if (c == '<')
            text_add(out, STR("&lt;"));
        else if (c == '>')
            text_add(out, STR("&gt;"));
        else if (c == '"')
            text_add(out, STR("&quot;"));
        else if (is_numbered(text, i))
            text_add(out, STR("_x005F_"));
        else if (c < 0x20 && c != '\t' && c != '\n')
            text_printf(out, "_x00%S_", (Str){ (const char[]){ hex[c >> 4], hex[c & 15] }, 2 });
        else
            text_byte(out, (char)c);
    }
}

static void add_text(Text *out, Str at, uint64_t row, Str text)
{
    if (!text.len) return;
    text_printf(out, "<c r=\"%S%u\" t=\"inlineStr\"><is><t xml:space=\"preserve\">", at, row);
    add_xml(out, text);
    text_add(out, STR("</t></is></c>"));
}

/* A number that a spreadsheet holds whole: at most 15 digits. */
static bool is_short(Str number)
{
    size_t digits = 0;
    for (size_t i = 0; i < number.len; i++) digits += number.at[i] >= '0' && number.at[i] <= '9';
    return digits <= DIGITS;
}

/* ---- sheets ---- */

static void begin_sheet(Text *out)
{
    text_add(out,
             STR(XML "<worksheet xmlns=\"" MAIN "\"><sheetViews><sheetView workbookViewId=\"0\">"
                     "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" "
                     "state=\"frozen\"/></sheetView></sheetViews><sheetData>\n"));
}

static Str end_sheet(Text *out)
{
    text_add(out, STR("</sheetData></worksheet>\n"));
    return text_str(out);
}

static bool sheet_of(Export *e, const ExportTable *table, Str *text)
{
    Arena *arena = &e->call.arena;
    const Cells *cells = &table->cells;
    Str *letters = NEW_ARRAY(arena, Str, cells->columns + 1);
    if (cells->columns > COLUMNS_MOST || cells->rows >= ROWS_MOST)
        return call_told(&e->call, D_EXPORT_FORM, table->file->name,
                         STR("a sheet has 1,048,576 rows and 16,384 columns"));
    Text out = text_open(arena);
    begin_sheet(&out);
    text_add(&out, STR("<row r=\"1\">"));
    for (size_t c = 0; c < cells->columns; c++) {
        letters[c] = diag_column_letters(arena, (uint32_t)c + 1);
        add_text(&out, letters[c], 1, cells->heads[c]);
    }
    text_add(&out, STR("</row>\n"));
    for (size_t r = 0; r < cells->rows; r++) {
        text_printf(&out, "<row r=\"%u\">", (uint64_t)r + 2);
        for (size_t c = 0; c < cells->columns; c++) {
            Str cell = cells_at(cells, r, c);
            bool number = table->kind[c] != CELLS_TEXT && cell.len && is_short(cell);
            if (number)
                text_printf(&out, "<c r=\"%S%u\"><v>%S</v></c>", letters[c], (uint64_t)r + 2, cell);
            if (number) continue;
            if (table->kind[c] == CELLS_TEXT && !export_safe(e, table, cell, &cell)) return false;
            if (cell.len > CELL_MOST)
                return call_told(&e->call, D_EXPORT_FORM, table->file->name,
                                 STR("a cell has at most 32,767 characters"));
            add_text(&out, letters[c], (uint64_t)r + 2, cell);
        }
        text_add(&out, STR("</row>\n"));
    }
    *text = end_sheet(&out);
    return true;
}

static Str about_sheet(Export *e, const Sheet *sheets)
{
    Text out = text_open(&e->call.arena);
    uint64_t row = 1;
    size_t count;
    ExportFact *facts = export_facts(e, &count);
    begin_sheet(&out);
    text_add(&out, STR("<row r=\"1\">"));
    add_text(&out, STR("A"), row, STR("about these results"));
    text_add(&out, STR("</row>\n"));
    for (size_t i = 0; i < count; i++) {
        text_printf(&out, "<row r=\"%u\">", ++row);
        add_text(&out, STR("A"), row, facts[i].name);
        add_text(&out, STR("B"), row, facts[i].text);
        text_add(&out, STR("</row>\n"));
    }
    for (size_t t = 0; t < e->table_count; t++) {
        text_printf(&out, "<row r=\"%u\">", ++row);
        add_text(&out, STR("A"), row, sheets[t + 1].name);
        add_text(&out, STR("B"), row, e->tables[t].file->name);
        text_add(&out, STR("</row>\n"));
    }
    return end_sheet(&out);
}

/* ---- names ---- */

static bool same_name(Str a, Str b)
{
    return a.len == b.len && str_distance(a, b, 0) == 0; /* blind to the size of letters */
}

/* A name that Excel takes: at most 31 characters, none of []:*?/\ in it, none twice. */
static Str sheet_name(Arena *arena, const Sheet *sheets, size_t count, Str file)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < file.len && text.len < NAME_MOST - 4; i++)
        text_byte(&text, memchr("[]:*?/\\'", file.at[i], 8) ? '_' : file.at[i]);
    while (text.len && str_utf8_valid(text_str(&text)) != text.len) text.len--;
    Str name = arena_str(arena, text_str(&text)), tried = name;
    bool taken = true;
    for (uint64_t n = 2; taken; n++) {
        taken = false;
        for (size_t i = 0; i < count; i++) taken |= same_name(sheets[i].name, tried);
        if (taken) tried = str_printf(arena, "%S_%u", name, n);
    }
    return tried;
}

/* ---- the workbook ---- */

static Str content_types(Arena *arena, size_t sheets)
{
    Text out = text_open(arena);
    text_add(&out,
             STR(XML "<Types xmlns=\"" PACKAGE "content-types\">"
                     "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-"
                     "package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" "
                     "ContentType=\"" KIND "sheet.main+xml\"/>"));
    for (size_t i = 1; i <= sheets; i++)
        text_printf(&out,
                    "<Override PartName=\"/xl/worksheets/sheet%u.xml\" ContentType=\"" KIND
                    "worksheet+xml\"/>",
                    (uint64_t)i);
    text_add(&out, STR("</Types>\n"));
    return text_str(&out);
}

static Str workbook(Arena *arena, const Sheet *sheets, size_t count)
{
    Text out = text_open(arena);
    text_add(&out, STR(XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" TIES "\"><sheets>"));
    for (size_t i = 0; i < count; i++) {
        text_add(&out, STR("<sheet name=\""));
        add_xml(&out, sheets[i].name);
        text_printf(&out, "\" sheetId=\"%u\" r:id=\"rId%u\"/>", (uint64_t)i + 1, (uint64_t)i + 1);
    }
    text_add(&out, STR("</sheets></workbook>\n"));
    return text_str(&out);
}

static Str workbook_ties(Arena *arena, size_t count)
{
    Text out = text_open(arena);
    text_add(&out, STR(XML "<Relationships xmlns=\"" PACKAGE "relationships\">"));
    for (size_t i = 1; i <= count; i++)
        text_printf(&out,
                    "<Relationship Id=\"rId%u\" Type=\"" TIES "/worksheet\" "
                    "Target=\"worksheets/sheet%u.xml\"/>",
                    (uint64_t)i, (uint64_t)i);
    text_add(&out, STR("</Relationships>\n"));
    return text_str(&out);
}

bool export_xlsx(Export *e)
{
    Arena *arena = &e->call.arena;
    size_t count = e->table_count + 1;
    Sheet *sheets = NEW_ARRAY(arena, Sheet, count);
    sheets[0].name = STR("About");
    for (size_t t = 0; t < e->table_count; t++) {
        sheets[t + 1].name = sheet_name(arena, sheets, t + 1, e->tables[t].name);
        if (!sheet_of(e, &e->tables[t], &sheets[t + 1].text)) return false;
    }
    sheets[0].text = about_sheet(e, sheets);
    Zip zip = zip_open(arena);
    zip_add(&zip, STR("[Content_Types].xml"), content_types(arena, count));
    zip_add(&zip, STR("_rels/.rels"),
            STR(XML "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" "
                    "Type=\"" TIES "/officeDocument\" Target=\"xl/workbook.xml\"/>"
                    "</Relationships>\n"));
    zip_add(&zip, STR("xl/workbook.xml"), workbook(arena, sheets, count));
    zip_add(&zip, STR("xl/_rels/workbook.xml.rels"), workbook_ties(arena, count));
    for (size_t i = 0; i < count; i++)
        zip_add(&zip, str_printf(arena, "xl/worksheets/sheet%u.xml", (uint64_t)i + 1),
                sheets[i].text);
    Str bytes = zip_close(&zip);
    if (!bytes.len) return call_told(&e->call, D_EXPORT_FORM, e->kept.path, STR("it is too large"));
    e->result->text = arena_str(&e->result->arena, bytes);
    return true;
}
