/* write.c -- see site.h: the pages, made and written on all threads.
 *
 * Each thread takes the next page, makes it in an arena of its own, writes its file and forgets it.
 * What a page says depends on nothing but the results, so neither does the number of threads.  The
 * files are synced all at once, before the folder takes its name.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"
#include "file.h"
#include "result/json.h"
#include "result/tree.h"
#include "sha256.h"
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <unistd.h>

typedef enum { PAGE_INDEX, PAGE_NATION, PAGE_ANNEX, PAGE_LEVEL, PAGE_UNIT } PageKind;

typedef struct PageJob {
    PageKind kind;
    const SiteLevel *level;
    size_t row;
    Str path, title;
    char digits[SHA256_DIGITS + 1];
    uint64_t size;
    Str charts; /* the file of its charts, as data; empty: it has none */
    char charts_digits[SHA256_DIGITS + 1];
    uint64_t charts_size;
} PageJob;

typedef struct Writing {
    Site *site;
    PageJob *jobs;
    size_t count;
    atomic_size_t next;
    _Atomic int why;   /* a Why other than WHY_NOTHING: all stop */
    _Atomic int error; /* the errno of the first that could not be written */
    _Atomic size_t at; /* which that was */
} Writing;

/* A thread's own. */
typedef struct Hand {
    Guard guard;
    Arena arena;
    Writing *writing;
    unsigned worker;
    int fd; /* of the file being written; -1 */
} Hand;

/* ---- one page ---- */

static void put_main(Text *page, const Site *site, const PageJob *job)
{
    switch (job->kind) {
    case PAGE_INDEX: index_page(page, site); break;
    case PAGE_NATION: nation_page(page, site); break;
    case PAGE_ANNEX: annex_page(page, site); break;
    case PAGE_LEVEL: level_page(page, site, job->level); break;
    case PAGE_UNIT: unit_page(page, site, job->level, job->row); break;
    }
}

static int write_file(Hand *hand, Str path, Str text, char digits[SHA256_DIGITS + 1])
{
    Sha256 sha;
    sha256_open(&sha);
    sha256_add(&sha, text.at, text.len);
    sha256_close(&sha, digits);
    hand->fd = file_create(hand->writing->site->out.fd, str_c(&hand->arena, path));
    if (hand->fd < 0) return errno;
    int error = file_write(hand->fd, text);
    /* so that little is left when all is synced in the end; a hint, which may fail */
    if (!error) sync_file_range(hand->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
    int closed = close(hand->fd);
    hand->fd = -1;
    return error ? error : closed != 0 ? errno : 0;
}

/* The charts of the page as data, beside it. */
static int write_charts(Hand *hand, PageJob *job, const Text *page)
{
    Str charts = vega_end(hand->writing->site, page);
    if (!charts.len) return 0;
    job->charts_size = charts.len;
    return write_file(hand, job->charts, charts, job->charts_digits);
}

static int write_page(Hand *hand, PageJob *job)
{
    Site *site = hand->writing->site;
    vega_begin(site, hand->worker, &hand->arena);
    bool below = job->kind == PAGE_LEVEL || job->kind == PAGE_UNIT;
    Text page = text_open(&hand->arena);
    Str key = job->kind == PAGE_UNIT ? name_key(&hand->arena, job->level, job->row) : STR_EMPTY;
    look_begin(site, &page, job->title, key, below ? STR("../") : STR_EMPTY);
    put_main(&page, site, job);
    look_end(&page);
    Str text = text_str(&page);
    job->size = text.len;
    int error = write_file(hand, job->path, text, job->digits);
    return error ? error : write_charts(hand, job, &page);
}

/* ---- all of them ---- */

static void hand_body(void *arg)
{
    Hand *hand = arg;
    Writing *writing = hand->writing;
    Progress *progress = &writing->site->call.lus->progress;
    while (!atomic_load(&writing->why) && !atomic_load(&writing->error)) {
        size_t i = atomic_fetch_add(&writing->next, 1);
        if (i >= writing->count) return;
        int error = write_page(hand, &writing->jobs[i]);
        int none = 0;
        if (error && atomic_compare_exchange_strong(&writing->error, &none, error))
            atomic_store(&writing->at, i);
        atomic_fetch_add_explicit(&progress->step, 1, memory_order_relaxed);
        arena_reset(&hand->arena);
    }
}

static void work(void *arg, unsigned worker)
{
    Hand hand = { .writing = arg, .worker = worker, .fd = -1 };
    hand.arena = arena_open(&hand.guard);
    Why why = guard_run(&hand.guard, hand_body, &hand);
    arena_close(&hand.arena);
    if (hand.fd >= 0) close(hand.fd);
    if (why != WHY_NOTHING) atomic_store(&hand.writing->why, (int)why);
}

static void add_job(Writing *writing, PageKind kind, const SiteLevel *level, size_t row, Str path,
                    Str title)
{
    Site *site = writing->site;
    Str charts = site->asked->vega
                     ? str_printf(&site->call.arena, "%S.vl.json", str_slice(path, 0, path.len - 5))
                     : STR_EMPTY;
    writing->jobs[writing->count++] = (PageJob){
        .kind = kind, .level = level, .row = row, .path = path, .title = title, .charts = charts
    };
}

/* The great ones first, so that nobody waits for them in the end. */
static void list_jobs(Writing *writing)
{
    Site *site = writing->site;
    Arena *arena = &site->call.arena;
    size_t most = 3;
    for (size_t l = 0; l < site->level_count; l++) most += site->levels[l].cells.rows + 1;
    writing->jobs = NEW_ARRAY(arena, PageJob, most);
    if (site->draft) {
        const SiteLevel *level = site->draft;
        add_job(writing, PAGE_UNIT, level, site->draft_row, draft_name(site),
                str_printf(arena, "%S, before publication", level->name[site->draft_row]));
        return;
    }
    add_job(writing, PAGE_NATION, NULL, 0, STR("nation.html"), STR("The nation"));
    add_job(writing, PAGE_INDEX, NULL, 0, STR("index.html"), STR("Index"));
    add_job(writing, PAGE_ANNEX, NULL, 0, STR("audit.html"), STR("Audit annex"));
    for (size_t l = 0; l < site->level_count; l++)
        add_job(writing, PAGE_LEVEL, &site->levels[l], 0,
                str_printf(arena, "%S/index.html", site->levels[l].folder),
                str_printf(arena, "All %S", site->levels[l].many));
    for (size_t l = 0; l < site->level_count; l++) {
        const SiteLevel *level = &site->levels[l];
        for (size_t row = 0; row < level->cells.rows; row++)
            if (level->wanted[row])
                add_job(writing, PAGE_UNIT, level, row, level->page[row], level->name[row]);
    }
}

static bool fail(Site *site, Str path, int error)
{
    if (site->out.failed) return false;
    site->out.failed = true;
    site->out.fault = D_OUT_WRITE;
    site->out.args[0] = path;
    site->out.args[1] = file_error(error);
    return false;
}

static bool make_folders(Site *site)
{
    if (site->draft) return true;
    for (size_t l = 0; l < site->level_count; l++) {
        Str path = str_printf(&site->call.arena, "%S/index.html", site->levels[l].folder);
        int error = tree_make(site->out.fd, path.at);
        if (error) return fail(site, path, error);
    }
    return true;
}

/* A table as JSON: its headings, and its cells as texts, row by row. */
static Str table_json(Arena *arena, Str name, const Cells *cells)
{
    Json json = json_open(arena, "lustrum/table@1");
    json_str(&json, "name", name);
    json_array(&json, "columns");
    for (size_t c = 0; c < cells->columns; c++) json_str(&json, NULL, cells->heads[c]);
    json_end(&json);
    json_array(&json, "rows");
    for (size_t row = 0; row < cells->rows; row++) {
        json_array(&json, NULL);
        for (size_t c = 0; c < cells->columns; c++) json_str(&json, NULL, cells_at(cells, row, c));
        json_end(&json);
    }
    json_end(&json);
    return json_close(&json);
}

static bool write_text(Site *site, Str name, Str text, bool has_rows, uint64_t rows)
{
    Writer *writer = folder_file(&site->out, str_printf(&site->call.arena, SITE_FILES "/%S", name));
    if (!writer) return false;
    writer_add(writer, text);
    return folder_file_done(&site->out, has_rows, rows);
}

/* The tables of the results as they stand there, for readers who go on with them: each forgotten
 * once it is written. */
static bool copy_tables(Site *site)
{
    Arena *arena = &site->scratch;
    if (site->draft) return true; /* they are of all units */
    for (size_t i = 0; i < site->kept.file_count; i++) {
        const KeptFile *file = &site->kept.files[i];
        Str text;
        if (!site_is_shown(file)) continue;
        arena_reset(arena);
        int error = kept_read(arena, site->kept.dir, file->name, &text);
        if (error) return fail(site, file->name, error);
        Cells cells;
        if (!write_text(site, file->name, text, true, file->rows)) return false;
        if (cells_read(arena, text, &cells) &&
            !write_text(site, site_json_name(arena, file->name),
                        table_json(arena, file->name, &cells), false, 0))
            return false;
    }
    return true;
}

static void list_file(Json *json, Str name, uint64_t size, Str sha256)
{
    json_object(json, NULL);
    json_str(json, "name", name);
    json_count(json, "size", size);
    json_str(json, "sha256", sha256);
    json_end(json);
}

/* What is in the folder, by which it is known again and can be judged. */
static bool write_list(Site *site, const Writing *writing)
{
    const Kept *kept = &site->kept;
    Json json = json_open(&site->call.arena, "lustrum/site@1");
    json_str(&json, "framework", kept->framework);
    json_str(&json, "year", kept->year_words);
    json_str(&json, "mode", kept->mode);
    if (site->draft) json_str(&json, "draft_for", str_of(site->asked->draft_for));
    json_str(&json, "manifest_sha256", site->manifest_sha256);
    json_array(&json, "files");
    for (size_t i = 0; i < writing->count; i++) {
        const PageJob *job = &writing->jobs[i];
        list_file(&json, job->path, job->size, (Str){ job->digits, SHA256_DIGITS });
        if (job->charts_size)
            list_file(&json, job->charts, job->charts_size,
                      (Str){ job->charts_digits, SHA256_DIGITS });
    }
    for (size_t i = 0; i < site->out.count; i++) {
        const OutFile *file = &site->out.files[i];
        list_file(&json, file->name, file->size, file->sha256);
    }
    json_end(&json);
    Writer *writer = folder_file(&site->out, STR(SITE_NAME));
    if (!writer) return false;
    writer_add(writer, json_close(&json));
    return folder_file_done(&site->out, false, 0);
}

bool site_write(Site *site)
{
    Arena *arena = &site->call.arena;
    Progress *progress = &site->call.lus->progress;
    Writing writing = { .site = site };
    if (!folder_begin(&site->out) || !make_folders(site)) return false;
    list_jobs(&writing);
    atomic_store_explicit(&progress->steps, (uint32_t)writing.count, memory_order_relaxed);
    atomic_store_explicit(&progress->phase, PHASE_WRITE, memory_order_relaxed);
    unsigned threads = site->asked->threads ? site->asked->threads : pool_processors();
    site->pool = pool_open(arena, threads);
    vega_prepare(site, pool_size(site->pool));
    pool_run(site->pool, work, &writing);
    site->out.pool = site->pool;
    int why = atomic_load(&writing.why), error = atomic_load(&writing.error);
    if (why != WHY_NOTHING) guard_escape(arena->guard, (Why)why);
    if (error) return fail(site, writing.jobs[atomic_load(&writing.at)].path, error);
    for (size_t i = 0; i < writing.count; i++)
        site->bytes += writing.jobs[i].size + writing.jobs[i].charts_size;
    site->pages = writing.count;
    if (!copy_tables(site) || !write_list(site, &writing)) return false;
    if (syncfs(site->out.fd) != 0) return fail(site, site->out.out, errno);
    site->result->text = site_summary(site);
    return folder_finish(&site->out);
}
