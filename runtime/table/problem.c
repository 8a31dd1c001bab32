/* problem.c -- see problem.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/problem.h"
#include "file.h"
#include "leftover.h"
#include "limit.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADINGS "file,row,line,column,heading,value,code,message"

Str problem_base(Str file)
{
    for (size_t i = file.len; i-- > 0;)
        if (file.at[i] == '/') return str_slice(file, i + 1, file.len);
    return file;
}

/* A page of the list: kept problems, one after the other. */
struct ProblemPage {
    ProblemPage *next;
    size_t used;
    _Alignas(8) char at[(60 << 10) - 16];
};

/* A problem in as little room as it takes: there may be a million. */
typedef struct Kept {
    const ProblemColumn *where;
    uint64_t row, line;
    uint16_t id, len;
    char value[];
} Kept;

static size_t kept_size(size_t len)
{
    return (offsetof(Kept, value) + len + 7) & ~(size_t)7;
}

Problems problems_open(Arena *arena)
{
    return (Problems){ .arena = arena };
}

static void add_page(Problems *problems)
{
    ProblemPage *page = NEW(problems->arena, ProblemPage);
    if (problems->last)
        problems->last->next = page;
    else
        problems->first = page;
    problems->last = page;
}

void problems_add(Problems *problems, Problem problem)
{
    if (problems->count == LIMIT_PROBLEMS) {
        problems->dropped++;
        return;
    }
    assert(problem.len <= 1 << 10);
    size_t size = kept_size(problem.len);
    if (!problems->last || problems->last->used + size > sizeof problems->last->at)
        add_page(problems);
    ProblemPage *page = problems->last;
    Kept *kept = (Kept *)(void *)(page->at + page->used);
    kept->where = problem.where;
    kept->row = problem.row;
    kept->line = problem.line;
    kept->id = (uint16_t)problem.id;
    kept->len = (uint16_t)problem.len;
    if (problem.len) memcpy(kept->value, problem.value, problem.len);
    page->used += size;
    problems->count++;
}

ProblemWalk problems_walk(const Problems *problems)
{
    return (ProblemWalk){ problems->first, 0 };
}

bool problems_next(ProblemWalk *walk, Problem *problem)
{
    if (!walk->page) return false;
    const Kept *kept = (const Kept *)(const void *)(walk->page->at + walk->at);
    *problem = (Problem){ .where = kept->where,
                          .row = kept->row,
                          .line = kept->line,
                          .id = (DiagId)kept->id,
                          .len = kept->len,
                          .value = kept->value };
    walk->at += kept_size(kept->len);
    if (walk->at == walk->page->used) *walk = (ProblemWalk){ walk->page->next, 0 };
    return true;
}

/* A text of the data as a cell: a spreadsheet would run one that begins like a formula.
 * https://owasp.org/www-community/attacks/CSV_Injection */
static void add_text(Text *text, Str cell, Arena *scratch)
{
    bool formula = cell.len && memchr("=+-@", cell.at[0], 4);
    text_csv(text, formula ? str_printf(scratch, "'%S", cell) : cell);
}

static void add_row(Text *text, const Problem *p, Arena *scratch)
{
    const ProblemColumn *where = p->where;
    Diag diag = { .id = p->id };
    Str value = { p->value, p->len };
    const Str args[DIAG_ARGS] = {
        problem_base(where->file), where->heading, STR("1 row"), value, where->wanted, where->wanted
    };
    memcpy(diag.args, args, sizeof args);
    text_csv(text, where->file);
    text_printf(text, ",%u,%u,", p->row, p->line);
    if (where->column) text_add(text, diag_column_letters(scratch, where->column));
    text_byte(text, ',');
    add_text(text, where->heading, scratch);
    text_byte(text, ',');
    add_text(text, value, scratch);
    text_printf(text, ",%s,", diag_info[p->id].code);
    add_text(text, diag_text(scratch, &diag, diag_info[p->id].title), scratch);
    text_byte(text, '\n');
}

typedef struct Writing {
    int fd, error;
    const Problems *problems;
    Arena arena;
} Writing;

static void write_rows(void *arg)
{
    enum { FULL = 1 << 16 };
    Writing *writing = arg;
    Arena *arena = &writing->arena;
    Text text = text_open(arena);
    text_add(&text, STR(HEADINGS "\n"));
    ProblemWalk walk = problems_walk(writing->problems);
    for (Problem problem; !writing->error && problems_next(&walk, &problem);) {
        add_row(&text, &problem, arena);
        if (text.len < FULL) continue;
        writing->error = file_write(writing->fd, text_str(&text));
        arena_close(arena);
        text = text_open(arena);
    }
    if (!writing->error) writing->error = file_write(writing->fd, text_str(&text));
}

int problems_write(const Problems *problems, Str path, Arena *scratch)
{
    const char *part = str_c(scratch, path);
    int fd = file_create(AT_FDCWD, part);
    if (fd < 0) return errno;
    leftover_hold(fd);
    Guard guard;
    Writing writing = { fd, 0, problems, arena_open(&guard) };
    Why why = guard_run(&guard, write_rows, &writing);
    arena_close(&writing.arena);
    int error = writing.error;
    if (!error && fsync(fd) != 0 && errno != EINVAL && errno != EROFS) error = errno;
    if (close(fd) != 0 && !error) error = errno;
    if (why) unlink(part);
    if (why) guard_escape(scratch->guard, why);
    return error;
}

bool problems_is_list(const char *path)
{
    char start[sizeof HEADINGS];
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) return false;
    ssize_t got = -1;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) do
            got = read(fd, start, sizeof start);
        while (got < 0 && errno == EINTR);
    close(fd);
    if (got != (ssize_t)sizeof start) return false;
    char end = start[sizeof HEADINGS - 1]; /* a spreadsheet that saved it wrote another line end */
    return memcmp(start, HEADINGS, sizeof HEADINGS - 1) == 0 && (end == '\n' || end == '\r');
}
