/* packed.c -- see packed.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "review/packed.h"
#include "review/work.h"
#include "file.h"
#include "leftover.h"
#include "result/cell.h"
#include "result/write.h"
#include "table/load.h"
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- taking ---- */

static Tables refuse(Diags *diags, DiagId id, Str a, Str b)
{
    Str args[] = { str_printable(diags->arena, a, 200), b };
    diag_add(diags, id, args, COUNT_OF(args));
    return (Tables){ .refused = true };
}

bool packed_open(PackUse *use, Arena *arena, Diags *diags, const char *path, bool verify)
{
    static const char *const why[] = {
        [PACK_NONE] = "it is something else",
        [PACK_VERSION] = "another version of Lustrum, or another kind of machine, made it"
    };
    int error;
    Pack *pack = NEW(arena, Pack);
    PackState state = pack_open(arena, str_of(path), pack, &error);
    use->from = pack;
    use->verify = verify;
    if (state == PACK_FINE) return true;
    if (state == PACK_UNREAD)
        refuse(diags, D_PACK_UNREAD, pack->path, file_error(error));
    else if (state == PACK_BROKEN)
        refuse(diags, D_PACK_BROKEN, pack->path, STR_EMPTY);
    else
        refuse(diags, D_PACK_OTHER, pack->path, str_of(why[state]));
    return false;
}

void packed_close(PackUse *use)
{
    if (use->from) pack_close(use->from);
    pack_close_out(use->into);
    *use = (PackUse){ 0 };
}

/* How the file differs from what was packed; empty where it does not. */
static Str how_changed(const PackUse *use, const LoadJob *job, const PackedFile *file, Str path)
{
    struct stat info;
    Str sha256;
    if (stat(str_c(job->arena, path), &info) != 0) return file_error(errno);
    if (!S_ISREG(info.st_mode)) return STR("it is no plain file");
    if ((uint64_t)info.st_size != file->bytes)
        return str_printf(job->arena, "it had %g bytes and has %g", file->bytes,
                          (uint64_t)info.st_size);
    int64_t modified = (int64_t)info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
    if (modified != file->modified) return STR("it was written to since");
    if (!use->verify) return STR_EMPTY;
    int error = sha256_file(job->arena, str_c(job->arena, path), &sha256);
    if (error) return file_error(error);
    return str_eq(sha256, file->sha256) ? STR_EMPTY : STR("its SHA-256 is another");
}

static Str path_of(const LoadJob *job, const PackedFile *file)
{
    if (file->record == NONE_PACKED)
        return load_path(job, job->corrections ? job->corrections->name : STR("corrections.csv"));
    return tables_path(job, file->record);
}

static Tables take(const PackUse *use, const LoadJob *job)
{
    const Pack *pack = use->from;
    const PackedYear *year = pack_year(pack, job->year);
    if (!year)
        return refuse(job->diags, D_PACK_YEAR, pack->path, year_words(job->arena, job->year));
    if (!str_eq(year->declared, declared_sha256(job->arena, job->schemas, job->count)))
        return refuse(job->diags, D_PACK_DECLARED, pack->path, STR_EMPTY);
    bool listed = false;
    for (size_t i = 0; i < year->file_count; i++) {
        const PackedFile *file = &year->files[i];
        listed |= file->record == NONE_PACKED;
        if (file->record != NONE_PACKED && file->record >= job->count)
            return refuse(job->diags, D_PACK_BROKEN, pack->path, STR_EMPTY);
        Str path = path_of(job, file), how = how_changed(use, job, file, path);
        if (how.len) return refuse(job->diags, D_PACK_CHANGED, path, how);
    }
    if (listed != (job->corrections != NULL))
        return refuse(job->diags, D_PACK_DECLARED, pack->path, STR_EMPTY);
    Tables tables = pack_tables(pack, year, job);
    if (tables.refused || !year->told) return tables;
    Str args[] = { str_printf(job->arena, "%g %s", year->told,
                              year->told == 1 ? "warning was" : "warnings were"),
                   year_words(job->arena, job->year) };
    diag_add(job->diags, D_PACK_TOLD, args, COUNT_OF(args));
    return tables;
}

bool packed_lost(const PackUse *use, int year, Str folder, Diags *diags)
{
    if (!use->from || !pack_year(use->from, year)) return false;
    refuse(diags, D_PACK_CHANGED, folder, file_error(ENOENT));
    return true;
}

Tables packed_tables(const PackUse *use, const LoadJob *job)
{
    if (use->from) return take(use, job);
    if (!use->into) return tables_load(job);
    LoadJob all = *job;
    all.schemas = pack_schemas(job->arena, job->schemas, job->count);
    size_t told = job->diags->count;
    Tables tables = tables_load(&all);
    if (!tables.refused) pack_add(use->into, &all, &tables, job->diags->count - told);
    return tables;
}

/* ---- lus_pack ---- */

typedef struct Packer {
    Call call;
    Work work;
    LusResult *result;
    const char *path;
    Str part; /* the new file on its way; empty when it is not there */
} Packer;

static bool cannot_write(Packer *packer, int error)
{
    Str args[] = { str_printable(&packer->call.arena, str_of(packer->path), 200),
                   file_error(error) };
    Diag *d = diag_add(&packer->call.diags, D_PACK_WRITE, args, COUNT_OF(args));
    Str mend = file_mend(error);
    if (mend.len) d->fix = mend;
    return false;
}

/* Whether what stands at the path may be replaced: nothing, or an older pack. */
static bool may_replace(Packer *packer)
{
    struct stat info;
    Pack old;
    int error;
    Arena *arena = &packer->call.arena;
    if (lstat(packer->path, &info) != 0) return errno == ENOENT || cannot_write(packer, errno);
    PackState state = pack_open(arena, str_of(packer->path), &old, &error);
    pack_close(&old);
    if (S_ISREG(info.st_mode) && state != PACK_NONE && state != PACK_UNREAD) return true;
    Str args[] = { str_printable(arena, str_of(packer->path), 200),
                   STR("what stands there is no pack") };
    diag_add(&packer->call.diags, D_PACK_WRITE, args, COUNT_OF(args))->fix =
        STR("Name another file: only an older pack is written over.");
    return false;
}

static bool begin(Packer *packer)
{
    int error;
    Arena *arena = &packer->call.arena;
    Str name = str_printf(arena, "%s.part-%u", packer->path, (uint64_t)getpid());
    Str part = str_of(str_c(arena, name));
    leftovers_of_file(packer->path);
    unlink(part.at); /* of a process that had our number */
    packer->work.packing.into = pack_begin(arena, part, &error);
    if (!packer->work.packing.into) return cannot_write(packer, error);
    packer->part = part;
    return true;
}

static bool end(Packer *packer)
{
    int error = pack_end(packer->work.packing.into);
    if (!error && rename(packer->part.at, packer->path) != 0) error = errno;
    if (error) return cannot_write(packer, error);
    packer->part = STR_EMPTY;
    return true;
}

static void say(Packer *packer)
{
    const Ledger *ledger = &packer->work.tables.ledger;
    Arena *arena = &packer->result->arena;
    uint64_t rows = 0, files = ledger->file_count;
    for (size_t i = 0; i < ledger->file_count; i++) rows += ledger->files[i].kept;
    for (size_t y = 0; y < ledger->earlier_count; y++) {
        files += ledger->earlier[y].file_count;
        for (size_t i = 0; i < ledger->earlier[y].file_count; i++)
            rows += ledger->earlier[y].files[i].kept;
    }
    packer->result->text =
        str_printf(arena, "%g rows of %g %s packed\n", rows, files, files == 1 ? "file" : "files");
}

static void pack_body(void *arg)
{
    Packer *packer = arg;
    Work *work = &packer->work;
    packer->call.status = LUS_CANNOT;
    packer->result = result_take(packer->call.lus);
    work_open(work, &packer->call);
    if (!work_find(work) || !may_replace(packer) || !begin(packer) || !work_read(work)) return;
    say(packer); /* once the file is in its place, nothing may fail */
    if (end(packer)) packer->call.status = LUS_OK;
}

LusStatus lus_pack(LusProgram *program, const LusOptions *options, const char *path,
                   LusResult **out)
{
    Packer packer = { .work = { .framework = program, .options = options, .only_reads = true },
                      .path = path };
    call_run(&packer.call, program->lus, pack_body, &packer);
    packed_close(&packer.work.packing);
    if (packer.part.len) unlink(packer.part.at);
    work_close(&packer.work);
    LusStatus status = call_end(&packer.call);
    lus_program_close(packer.work.again);
    *out = status == LUS_OK ? packer.result : NULL;
    if (status != LUS_OK) lus_result_close(packer.result);
    return status;
}
