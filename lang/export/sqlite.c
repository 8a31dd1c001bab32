/* sqlite.c -- results as a database (export.h).
 *
 * The database is made in memory and given back as its bytes, so that it is put in its place as
 * every other file is.  SQLite turns texts into reals itself: there is no floating point here.
 * SPDX-License-Identifier: Apache-2.0 */
#include "export/export.h"
#include <sqlite3.h>

enum { ASIDE = 1200, ASIDE_COUNT = 800 };

/* Whatever SQLite holds is in the Export, for escapes. */
void export_sqlite_close(Export *e)
{
    sqlite3_finalize(e->statement);
    sqlite3_close(e->db);
    sqlite3_free(e->bytes);
    e->statement = NULL;
    e->db = NULL;
    e->bytes = NULL;
}

static bool failed(Export *e, int code)
{
    if (code == SQLITE_NOMEM) guard_escape(e->call.arena.guard, WHY_MEMORY);
    const char *why = sqlite3_errstr(code);
    return call_told(&e->call, D_EXPORT_FORM, e->kept.path, (Str){ why, strlen(why) });
}

static bool run(Export *e, Str sql)
{
    int code = sqlite3_exec(e->db, str_c(&e->call.arena, sql), NULL, NULL, NULL);
    return code == SQLITE_OK || failed(e, code);
}

/* A name in quotes. */
static void add_name(Text *sql, Str name)
{
    text_byte(sql, '"');
    for (size_t i = 0; i < name.len; i++) {
        if (name.at[i] == '"') text_byte(sql, '"');
        text_byte(sql, name.at[i]);
    }
    text_byte(sql, '"');
}

static Str small(Arena *arena, Str name)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < name.len; i++)
        text_byte(&text,
                  name.at[i] >= 'A' && name.at[i] <= 'Z' ? (char)(name.at[i] + 32) : name.at[i]);
    return text_str(&text);
}

/* A name that none of those before it is, whatever the letters' size: SQLite sees no difference. */
static Str fresh(Arena *arena, Str *taken, size_t *count, Str name)
{
    Str tried = name;
    for (uint64_t n = 2;; n++) {
        bool there = false;
        Str plain = small(arena, tried);
        for (size_t i = 0; i < *count; i++) there |= str_eq(taken[i], plain);
        if (!there) {
            taken[(*count)++] = plain;
            return tried;
        }
        tried = str_printf(arena, "%S_%u", name, n);
    }
}

/* ---- rows ---- */

static bool prepare(Export *e, Str table, size_t columns)
{
    Text sql = text_open(&e->call.arena);
    text_add(&sql, STR("INSERT INTO "));
    add_name(&sql, table);
    text_add(&sql, STR(" VALUES ("));
    for (size_t c = 0; c < columns; c++) text_add(&sql, c ? STR(",?") : STR("?"));
    text_byte(&sql, ')');
    Str text = text_str(&sql);
    sqlite3_finalize(e->statement);
    e->statement = NULL;
    int code = sqlite3_prepare_v2(e->db, text.at, (int)text.len, &e->statement, NULL);
    return code == SQLITE_OK || failed(e, code);
}

/* An empty cell is NULL. */
static bool bind(Export *e, size_t at, Str cell)
{
    int code = cell.len
                   ? sqlite3_bind_text(e->statement, (int)at, cell.at, (int)cell.len, SQLITE_STATIC)
                   : sqlite3_bind_null(e->statement, (int)at);
    return code == SQLITE_OK || failed(e, code);
}

static bool step(Export *e)
{
    int code = sqlite3_step(e->statement);
    if (code != SQLITE_DONE) return failed(e, code);
    code = sqlite3_reset(e->statement);
    return code == SQLITE_OK || failed(e, code);
}

static bool insert_rows(Export *e, const ExportTable *table, Str name, size_t columns)
{
    const Cells *cells = &table->cells;
    if (!prepare(e, name, columns)) return false;
    for (size_t row = 0; row < cells->rows; row++) {
        size_t at = 0;
        for (size_t c = 0; c < cells->columns; c++) {
            Str cell = cells_at(cells, row, c);
            if (!bind(e, ++at, cell)) return false;
            if (table->kind[c] == CELLS_NUMBER && !bind(e, ++at, cell)) return false;
        }
        if (!step(e)) return false;
    }
    return true;
}

/* ---- tables ---- */

/* Figures stand as text, exactly, and beside it as a real number; counts as whole numbers. */
static bool add_table(Export *e, const ExportTable *table, Str name)
{
    Arena *arena = &e->call.arena;
    const Cells *cells = &table->cells;
    Str *taken = NEW_ARRAY(arena, Str, cells->columns * 2 + 1);
    size_t count = 0, columns = 0;
    Text sql = text_open(arena);
    text_add(&sql, STR("CREATE TABLE "));
    add_name(&sql, name);
    for (size_t c = 0; c < cells->columns; c++) {
        Str head = cells->heads[c];
        text_add(&sql, columns++ ? STR(", ") : STR(" ("));
        add_name(&sql, fresh(arena, taken, &count, head));
        text_add(&sql, table->kind[c] == CELLS_COUNT ? STR(" INTEGER") : STR(" TEXT"));
        if (table->kind[c] != CELLS_NUMBER) continue;
        columns++;
        text_add(&sql, STR(", "));
        add_name(&sql, fresh(arena, taken, &count, str_printf(arena, "%S.real", head)));
        text_add(&sql, STR(" REAL"));
    }
    text_byte(&sql, ')');
    return run(e, text_str(&sql)) && insert_rows(e, table, name, columns);
}

static bool add_facts(Export *e)
{
    size_t count;
    ExportFact *facts = export_facts(e, &count);
    if (!run(e, STR("CREATE TABLE lustrum_manifest (name TEXT PRIMARY KEY, value TEXT) WITHOUT "
                    "ROWID")) ||
        !prepare(e, STR("lustrum_manifest"), 2))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!bind(e, 1, facts[i].name) || !bind(e, 2, facts[i].text) || !step(e)) return false;
    return true;
}

static bool add_files(Export *e, const Str *names)
{
    Arena *arena = &e->call.arena;
    if (!run(e, STR("CREATE TABLE lustrum_files (name TEXT PRIMARY KEY, sha256 TEXT, rows INTEGER,"
                    " table_name TEXT) WITHOUT ROWID")) ||
        !prepare(e, STR("lustrum_files"), 4))
        return false;
    for (size_t t = 0; t < e->table_count; t++) {
        const KeptFile *file = e->tables[t].file;
        if (!bind(e, 1, file->name) || !bind(e, 2, file->sha256) ||
            !bind(e, 3, str_printf(arena, "%u", file->rows)) || !bind(e, 4, names[t]) || !step(e))
            return false;
    }
    return true;
}

static bool fill(Export *e)
{
    Arena *arena = &e->call.arena;
    Str *taken = NEW_ARRAY(arena, Str, e->table_count + 3);
    Str *names = NEW_ARRAY(arena, Str, e->table_count + 1);
    size_t count = 0;
    taken[count++] = STR("lustrum_manifest");
    taken[count++] = STR("lustrum_files");
    for (size_t t = 0; t < e->table_count; t++) {
        Str name = e->tables[t].name, own = STR("sqlite_");
        bool theirs = name.len >= own.len && str_eq(small(arena, str_slice(name, 0, own.len)), own);
        names[t] = fresh(arena, taken, &count, theirs ? str_printf(arena, "table_%S", name) : name);
        if (!add_table(e, &e->tables[t], names[t])) return false;
    }
    return add_facts(e) && add_files(e, names);
}

bool export_sqlite(Export *e)
{
    int code =
        sqlite3_open_v2(":memory:", &e->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    if (code != SQLITE_OK) return failed(e, code);
    void *aside =
        arena_big(&e->call.arena, (size_t)ASIDE * ASIDE_COUNT); /* fewer calls of malloc */
    sqlite3_db_config(e->db, SQLITE_DBCONFIG_LOOKASIDE, aside, ASIDE, ASIDE_COUNT);
    if (!run(e, STR("BEGIN")) || !fill(e) || !run(e, STR("COMMIT"))) return false;
    sqlite3_int64 size = 0;
    sqlite3_finalize(e->statement);
    e->statement = NULL;
    e->bytes = sqlite3_serialize(e->db, "main", &size, 0);
    if (!e->bytes) return failed(e, SQLITE_NOMEM);
    e->result->text = arena_str(&e->result->arena, (Str){ (const char *)e->bytes, (size_t)size });
    return true;
}
