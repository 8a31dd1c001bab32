/* fuzz_csv.c -- any bytes as data files, under any mixture of declared leniencies.
 *
 * The first bytes choose the declarations and how the file is cut into blocks; the rest is the
 * pupils' file, or (with a byte 1E between) the schools' file and the pupils'.  Always:
 *   - both lanes of the splitter read the same cells (the slow one is libcsv in strict mode), and
 *     every way to find separators that the processor has finds the same;
 *   - where the last line feed outside quotes stands agrees with a byte by byte look;
 *   - one thread with large blocks and two threads with small ones give the same tables, ledger,
 *     messages and problems;
 *   - the messages can be shown in every form, and the list of problems is a CSV file with a row
 *     for each, in which no cell starts a formula;
 *   - accepted tables keep what table.h promises, and every sum of the ledger holds.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"
#include "fuzz_csv.h"
#include "render.h"
#include "table/split.h"
#include "table/table.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct Input {
    Guard guard;
    Arena arena; /* of the input */
    Choices choices;
    Frame frame;
    Str text[RECORDS]; /* of the files */
    int file[RECORDS]; /* in memory */
    size_t block;
    int32_t year;
} Input;

/* ---- the splitter ---- */

/* A copy with the room after it that the splitter asks for, filled with what would mislead it. */
static Str padded(Arena *arena, Str s)
{
    char *copy = arena_big(arena, s.len + CSV_PAD);
    if (s.len) memcpy(copy, s.at, s.len);
    for (size_t i = 0; i < CSV_PAD; i++) copy[s.len + i] = "\n,\"\r"[i % 4];
    return (Str){ copy, s.len };
}

static Str cell_of(const CsvRows *rows, uint32_t r, uint32_t c)
{
    const uint32_t *end = rows->end + (size_t)r * rows->columns;
    uint32_t at = c ? end[c - 1] + 1 : csv_row_start(rows, r);
    MUST(at <= end[c]);
    return (Str){ rows->base + at, end[c] - at };
}

static uint32_t at_or(const uint32_t *list, uint32_t r, uint32_t otherwise)
{
    return list ? list[r] : otherwise;
}

static void must_be_same(const Csv *a, const Csv *b)
{
    MUST(a->records == b->records && a->lines == b->lines);
    MUST(a->crlf == b->crlf && a->lf == b->lf && a->plain == b->plain);
    MUST(a->failure == CSV_FINE && b->failure == CSV_FINE);
    MUST(a->repeated == b->repeated && a->shortened == b->shortened);
    MUST(a->odd_count == b->odd_count && a->rows.count == b->rows.count);
    for (uint32_t r = 0; r < a->rows.count; r++) {
        MUST(csv_row_size(a, r) == csv_row_size(b, r));
        MUST(at_or(a->rows.record, r, r) == at_or(b->rows.record, r, r));
        MUST(at_or(a->rows.line, r, r) == at_or(b->rows.line, r, r));
        for (uint32_t c = 0; c < a->rows.columns; c++)
            MUST(str_eq(cell_of(&a->rows, r, c), cell_of(&b->rows, r, c)));
    }
}

/* Every byte of a block that was split to its end is in one row or odd record. */
static void must_cover(const Csv *csv, Str text)
{
    uint64_t bytes = 0;
    for (uint32_t r = 0; r < csv->rows.count; r++) bytes += csv_row_size(csv, r);
    for (size_t i = 0; i < csv->odd_count; i++) bytes += csv->odd[i].size;
    if (csv->failure == CSV_FINE) MUST(bytes == text.len);
    MUST(csv->rows.count + csv->odd_count <= csv->records + (csv->failure != CSV_FINE));
}

static void look_at_bytes(Str text, bool inside)
{
    CsvLook look = csv_look(text, inside);
    bool nul = false;
    size_t cut = 0;
    for (size_t i = 0; i < text.len && !nul; i++) {
        nul = text.at[i] == '\0';
        if (nul) MUST(look.nul && look.nul_at == i);
        inside ^= text.at[i] == '"';
        if (text.at[i] == '\n' && !inside) cut = i + 1;
    }
    MUST(look.nul == nul);
    if (nul) return;
    MUST(look.inside == inside && look.found == (cut != 0));
    if (cut) MUST(look.cut == cut);
}

/* ---- what was compared, told at the end where LUSTRUM_FUZZ_COUNT is set ---- */

static struct {
    uint64_t ways, lanes, tables; /* files */
} compared;

static void tell_compared(void)
{
    fprintf(stderr,
            "compared: %llu files by every way to find separators, %llu of them in both lanes, "
            "%llu as tables\n",
            (unsigned long long)compared.ways, (unsigned long long)compared.lanes,
            (unsigned long long)compared.tables);
}

static void count_from_here(void)
{
    static bool begun;
    if (!begun && getenv("LUSTRUM_FUZZ_COUNT")) atexit(tell_compared);
    begun = true;
}

/* Every way to find places that this processor has finds the same. */
static void must_find_alike(Arena *arena, Str text, char separator)
{
    SplitFind *ways[SPLIT_WAYS];
    size_t count = split_ways(ways);
    SplitPlaces all[SPLIT_WAYS] = { 0 };
    for (size_t i = 0; i < count; i++) {
        all[i].arena = arena;
        MUST(ways[i](&all[i], text, separator) == !all[i].quotes);
        MUST(all[i].count == all[0].count && all[i].newlines == all[0].newlines);
        MUST(all[i].quotes == all[0].quotes && all[i].special == all[0].special);
        MUST(memcmp(all[i].at, all[0].at, sizeof(uint32_t) * all[0].count) == 0);
    }
    compared.ways++;
}

static void split_both_ways(Input *input, Str file)
{
    Arena arena = arena_open(&input->guard);
    Str text = padded(&arena, file);
    look_at_bytes(text, false);
    look_at_bytes(text, true);
    CsvLook look = csv_look(text, false);
    const RecordSchema *schema = &input->frame.records[PUPIL];
    uint32_t columns = 1;
    must_find_alike(&arena, text, schema->separator);
    for (size_t i = 0; i < text.len && text.at[i] != '\n'; i++)
        columns += text.at[i] == schema->separator;
    if (!look.nul && columns < 4096) {
        bool ended = text.len && text.at[text.len - 1] == '\n' && !look.inside;
        bool repeats = schema->last_column_repeats, shorts = schema->short_rows;
        Csv fast = csv_open(&arena, schema->separator, columns, repeats, shorts);
        Csv slow = csv_open(&arena, schema->separator, columns, repeats, shorts);
        csv_slow(&slow, text, !ended);
        if (ended) must_cover(&slow, text);
        if (ended && csv_fast(&fast, text)) {
            must_be_same(&fast, &slow);
            compared.lanes++;
            must_cover(&fast, text);
        }
        Csv heading = csv_open(&arena, schema->separator, 1, false, false);
        Str *cells;
        size_t used;
        size_t count = csv_heading(&heading, text, !ended, &cells, &used);
        if (!heading.failure) MUST(used <= text.len && count <= text.len + 1);
    }
    arena_close(&arena);
}

/* ---- tables ---- */

static void must_hold_column(const Table *table, const Tables *all, size_t f)
{
    const FieldSchema *field = &table->schema->fields[f];
    const Column *c = &table->columns[f];
    if (!c->data) {
        MUST(c->count == 0 && (!field->needed || table->rows == 0));
        return;
    }
    MUST(c->count == table->rows);
    for (uint64_t r = 0; r < table->rows; r++) {
        uint8_t reason = c->reason ? c->reason[r] : 0;
        MUST(reason < R_COUNT);
        if (c->type == TYPE_ROW)
            MUST(reason ? c->u32[r] == NO_ROW : c->u32[r] < all->items[field->parent].rows);
        if (c->type == TYPE_YESNO) MUST(c->u8[r] < 2);
        if (c->type == TYPE_CODE && !reason) MUST(code_at(c, r) < c->dict->count);
    }
}

static void must_hold_table(const Table *table, const Tables *all, Arena *scratch)
{
    for (size_t f = 0; f < table->schema->field_count; f++) must_hold_column(table, all, f);
    if (table->keys) {
        uint32_t *order = NEW_ARRAY(scratch, uint32_t, table->rows + 1);
        table_key_order(table, order, scratch);
        for (uint64_t r = 0; r < table->rows; r++) {
            Str part[2] = { table_key(table, r, 0), table_key(table, r, 1) };
            size_t parts = table->schema->key_count;
            if (parts > 1) MUST(parts == 2);
            if (part[0].len + part[1].len < 4000) MUST(table_find(table, part, parts) == r);
            if (r == 0) continue;
            Str before = table_key(table, order[r - 1], 0), now = table_key(table, order[r], 0);
            MUST(str_compare(before, now) < (parts == 1 ? 0 : 1));
        }
    }
    if (table->ordered_by_link && table->first_link >= 0) {
        const Column *link = &table->columns[table->first_link];
        const Table *parent = &all->items[table->schema->fields[table->first_link].parent];
        for (uint64_t r = 1; link->data && r < table->rows; r++)
            MUST(link->u32[r - 1] <= link->u32[r]);
        uint32_t *first = NEW_ARRAY(scratch, uint32_t, parent->rows + 1);
        if (link->data) {
            table_first_children(table, parent->rows, first);
            MUST(first[0] == 0 && first[parent->rows] <= table->rows);
        }
    }
}

/* ---- what is said of them ---- */

static void show_messages(Diags *diags, Arena *arena)
{
    for (RenderForm form = RENDER_FULL; form <= RENDER_JSON; form++) {
        Text text = text_open(arena);
        render_diags(&text, diags, NULL, (RenderStyle){ .form = form, .colour = true });
        MUST(text.len > 0 || diags->count == 0);
    }
}

/* The file that problems_write makes, read by libcsv. */
static void check_problem_file(const Problems *problems, Arena *arena)
{
    enum { CELLS = 8, HEADING = 4, VALUE = 5 };
    Str folder = access("/dev/shm", W_OK) == 0 ? STR("/dev/shm") : STR("/tmp");
    Str path = str_printf(arena, "%S/lustrum-fuzz-%u", folder, (uint64_t)getpid());
    MUST(problems_write(problems, path, arena) == 0);
    int file = open(str_c(arena, path), O_RDONLY | O_CLOEXEC);
    MUST(file >= 0 && unlink(str_c(arena, path)) == 0);
    off_t size = lseek(file, 0, SEEK_END);
    MUST(size > 0);
    char *bytes = arena_big(arena, (size_t)size + CSV_PAD);
    MUST(pread(file, bytes, (size_t)size, 0) == size);
    close(file);
    Csv csv = csv_open(arena, ',', CELLS, false, false);
    csv_slow(&csv, (Str){ bytes, (size_t)size }, false);
    MUST(csv.failure == CSV_FINE && csv.odd_count == 0);
    MUST(csv.rows.count == problems->count + 1);
    for (uint32_t r = 1; r < csv.rows.count; r++)
        for (uint32_t c = HEADING; c <= VALUE; c++) {
            Str cell = cell_of(&csv.rows, r, c);
            MUST(cell.len == 0 || !memchr("=+-@", cell.at[0], 4));
        }
}

/* Loads the files and gives all that came of it as one text, in arena. */
static Str load_whole(Input *input, Arena *arena, unsigned threads, size_t block)
{
    Arena words = arena_open(&input->guard), data = arena_open(&input->guard);
    Arena said = arena_open(&input->guard), scratch = arena_open(&input->guard);
    Atoms *atoms = atoms_open(&words, threads * 77 + block);
    Diags diags = diags_open(&said);
    Problems problems = problems_open(&said);
    Str paths[RECORDS] = { 0 };
    for (int i = 0; i < RECORDS; i++)
        if (input->file[i] >= 0)
            paths[i] = str_printf(&said, "/proc/self/fd/%d", (int64_t)input->file[i]);
    LoadJob job = { .schemas = input->frame.records,
                    .count = RECORDS,
                    .paths = paths,
                    .year = input->year,
                    .reasons = reason_names,
                    .reason_count = R_COUNT,
                    .threads = threads,
                    .block = block,
                    .place_from = threads > 1,
                    .keep_personal_keys = input->block & 1,
                    .seed = threads + block,
                    .atoms = atoms,
                    .arena = &data,
                    .diags = &diags,
                    .problems = &problems };
    Tables tables = tables_load(&job);
    MUST(tables.refused == (diags.errors != 0));
    Text out = text_open(arena);
    Str what;
    if (!tables.refused) {
        bool adds_up = ledger_check(&tables.ledger, &what);
        if (!adds_up) fprintf(stderr, STR_FMT "\n", STR_ARG(what));
        MUST(adds_up);
        for (size_t i = 0; i < tables.count; i++)
            must_hold_table(&tables.items[i], &tables, &scratch);
    }
    dump_all(&out, &tables, &diags, &problems, atoms);
    if (threads == 1) {
        check_problem_file(&problems, &scratch);
        show_messages(&diags, &scratch);
    }
    Str copy = arena_str(arena, text_str(&out));
    atoms_close(atoms);
    arena_close(&scratch);
    arena_close(&said);
    arena_close(&data);
    arena_close(&words);
    return copy;
}

/* ---- an input ---- */

static const char some_schools[] = "URN,NAME,REGION\n100,\"Oak, The\",North\n200,Elm,South\n"
                                   "300,Ash,\n";

static int put_file(Str text)
{
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    MUST(file >= 0);
    for (size_t done = 0; done < text.len;) {
        ssize_t count = write(file, text.at + done, text.len - done);
        MUST(count > 0);
        done += (size_t)count;
    }
    return file;
}

static void read_input(void *arg)
{
    static const size_t blocks[] = { 1, 7, 16, 63, 64, 65, 200, 1000 };
    Input *input = arg;
    input->arena = arena_open(&input->guard);
    uint8_t more = frame_choose(&input->frame, &input->choices);
    input->block = blocks[more & 7];
    input->year = 2025 + (more >> 7);
    Str rest = { (const char *)input->choices.at, input->choices.left };
    const char *mark = rest.len ? memchr(rest.at, 0x1E, rest.len) : NULL;
    input->text[SCHOOL] = (Str){ some_schools, sizeof some_schools - 1 };
    input->text[PUPIL] = rest;
    if (mark) {
        size_t at = (size_t)(mark - rest.at);
        input->text[SCHOOL] = str_slice(rest, 0, at);
        input->text[PUPIL] = str_slice(rest, at + 1, rest.len);
    }
    split_both_ways(input, input->text[PUPIL]);
    input->file[SCHOOL] = put_file(input->text[SCHOOL]);
    input->file[PUPIL] = put_file(input->text[PUPIL]);
    Str one = load_whole(input, &input->arena, 1, 0);
    Str other = load_whole(input, &input->arena, 2, input->block);
    if (!str_eq(one, other))
        fprintf(stderr, STR_FMT "\n---\n" STR_FMT "\n", STR_ARG(one), STR_ARG(other));
    MUST(str_eq(one, other));
    compared.tables++;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    count_from_here();
    Input *input = calloc(1, sizeof *input);
    MUST(input);
    input->choices = (Choices){ bytes, size };
    for (int i = 0; i < RECORDS; i++) input->file[i] = -1;
    Why why = guard_run(&input->guard, read_input, input);
    MUST(why == WHY_NOTHING);
    for (int i = 0; i < RECORDS; i++)
        if (input->file[i] >= 0) close(input->file[i]);
    arena_close(&input->arena);
    free(input);
    return 0;
}
