/* spill.c -- see spill.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "spill.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <unistd.h>

enum {
    MIB = 1 << 20,
    LARGE_ENOUGH = 256 << 10, /* bytes of a block that may lie in the file */
    LEAST_MIB = 32,           /* the least limit, without threads ... */
    THREAD_MIB = 16,          /* ... and for each of them */
    BESIDE_MIB = 20,          /* of each limit, for what is not counted */
    MOST_BLOCKS = 30000,      /* in the file at once: the system lets a process map 65,530 */
    PAGE_BYTES = 4096,
    ANONYMOUS = 1, /* the slot of blocks that are no part of the file */
    FIRST_SLOT = 2
};

/* Where one block of the file is mapped; of a free slot, which is free after it. */
typedef struct Mapped {
    void *start; /* NULL: free */
    size_t size;
    uint64_t offset;
    uint32_t next;
} Mapped;

struct Spill {
    SpillSettings settings;
    int resident;          /* the file that says how much memory the process holds */
    _Atomic uint64_t held; /* bytes of all blocks that are not in the file */
    pthread_mutex_t lock;  /* of all below */
    int file;              /* -1: not made yet */
    uint64_t end;          /* of the file: where the next block begins */
    uint32_t top, free;    /* slots that were ever used; the first free one, or 0 */
    pthread_t watcher;     /* since the file is there */
    bool watched;
    _Atomic bool closing;
    SpillState state;
    Mapped mapped[MOST_BLOCKS];
};

uint64_t spill_least(unsigned threads)
{
    return ((uint64_t)threads * THREAD_MIB + LEAST_MIB) * MIB;
}

/* Half of the limit is for blocks in memory, the rest for the program, what it works on at the
 * moment, and pages of the file. */
static uint64_t most_held(const Spill *spill)
{
    return spill->settings.always ? 0 : spill->settings.most / 2;
}

/* From here on pages of the file are let go: a quarter is left for what threads touch between two
 * looks. */
static uint64_t most_resident(const Spill *spill)
{
    return spill->settings.always ? 0 : spill->settings.most / 4 * 3;
}

/* Blocks that have to stay in memory may have so much: of a small limit the program, its libraries
 * and stacks, some 10 MiB, and what threads touch are more than a quarter. */
static uint64_t most_counted(const Spill *spill)
{
    uint64_t quarter = most_resident(spill), most = spill->settings.most;
    if (most < (uint64_t)LEAST_MIB * MIB) return quarter; /* of tests */
    uint64_t beside = most - (uint64_t)BESIDE_MIB * MIB;
    return quarter < beside ? quarter : beside;
}

/* The limit under which that much could be counted. */
static uint64_t limit_for(uint64_t counted)
{
    uint64_t quarter = counted / 3 * 4, beside = counted + (uint64_t)BESIDE_MIB * MIB;
    return (quarter > beside ? quarter : beside) + MIB;
}

Spill *spill_open(SpillSettings settings)
{
    int prot = PROT_READ | PROT_WRITE, flags = MAP_PRIVATE | MAP_ANONYMOUS;
    int resident = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (resident < 0) return NULL;
    Spill *spill = mmap(NULL, sizeof(Spill), prot, flags, -1, 0);
    if (spill == MAP_FAILED) {
        close(resident);
        errno = ENOMEM;
        return NULL;
    }
    spill->settings = settings;
    spill->resident = resident;
    spill->file = -1;
    spill->top = FIRST_SLOT;
    pthread_mutex_init(&spill->lock, NULL);
    return spill;
}

void spill_close(Spill *spill)
{
    if (!spill) return;
    atomic_store(&spill->closing, true);
    if (spill->watched) pthread_join(spill->watcher, NULL);
    close(spill->resident);
    if (spill->file >= 0) close(spill->file);
    pthread_mutex_destroy(&spill->lock);
    munmap(spill, sizeof(Spill));
}

const char *spill_folder(const Spill *spill)
{
    return spill->settings.folder;
}

SpillState spill_state(Spill *spill)
{
    pthread_mutex_lock(&spill->lock);
    SpillState state = spill->state;
    pthread_mutex_unlock(&spill->lock);
    return state;
}

/* ---- the file ---- */

static bool fail(Spill *spill, SpillFault fault, int error)
{
    if (!spill->state.fault) spill->state = (SpillState){ .fault = fault, .error = error };
    return false;
}

/* A file without a name; where the system makes none, one whose name is taken away at once. */
static int open_nameless(const char *folder)
{
    int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
    if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return file;
    char name[4096];
    size_t len = strlen(folder);
    static const char last[] = "/lustrum-XXXXXX";
    if (len + sizeof last > sizeof name) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(name, folder, len);
    memcpy(name + len, last, sizeof last);
    file = mkostemp(name, O_CLOEXEC);
    if (file >= 0) unlink(name);
    return file;
}

/* Looks every millisecond: whoever goes over rows looks too, but not everywhere. */
static void *watch(void *arg)
{
    Spill *spill = arg;
    const struct timespec pause = { .tv_nsec = 1000000 };
    while (!atomic_load(&spill->closing)) {
        nanosleep(&pause, NULL);
        spill_ease(spill);
    }
    return NULL;
}

static bool make_file(Spill *spill)
{
    if (spill->file >= 0) return true;
    struct statfs info;
    int file = open_nameless(spill->settings.folder);
    if (file < 0) return fail(spill, SPILL_FOLDER, errno);
    if (fstatfs(file, &info) != 0) {
        fail(spill, SPILL_FOLDER, errno);
    } else if (info.f_type == TMPFS_MAGIC || info.f_type == RAMFS_MAGIC) {
        fail(spill, SPILL_MEMORY, 0);
    } else {
        spill->file = file;
        spill->watched = pthread_create(&spill->watcher, NULL, watch, spill) == 0;
        return true;
    }
    close(file);
    return false;
}

/* A slot that is free; 0 when there is none. */
static uint32_t free_slot(Spill *spill)
{
    uint32_t slot = spill->free;
    if (slot) {
        spill->free = spill->mapped[slot].next;
        return slot;
    }
    return spill->top < MOST_BLOCKS ? spill->top++ : 0;
}

static void leave_slot(Spill *spill, uint32_t slot)
{
    spill->mapped[slot] = (Mapped){ .next = spill->free };
    spill->free = slot;
}

/* The place of a block that is given back holds no bytes any longer, on the disk or in memory. */
static void give_place(const Spill *spill, uint64_t offset, size_t size)
{
    fallocate(spill->file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)offset, (off_t)size);
}

/* Under the lock. */
static void *map_in_file(Spill *spill, size_t size, uint32_t *slot)
{
    if (!make_file(spill)) return NULL;
    int error;
    do error = posix_fallocate(spill->file, (off_t)spill->end, (off_t)size);
    while (error == EINTR);
    if (error) {
        fail(spill, SPILL_DISK, error);
        return NULL;
    }
    uint32_t own = free_slot(spill);
    void *start = MAP_FAILED;
    if (own)
        start =
            mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, spill->file, (off_t)spill->end);
    if (start == MAP_FAILED) {
        if (own) leave_slot(spill, own);
        give_place(spill, spill->end, size);
        return NULL;
    }
    spill->mapped[own] = (Mapped){ .start = start, .size = size, .offset = spill->end };
    spill->end += size;
    *slot = own;
    return start;
}

/* ---- blocks ---- */

static size_t whole_pages(size_t size)
{
    return (size + PAGE_BYTES - 1) & ~(size_t)(PAGE_BYTES - 1);
}

bool spill_wants(const Spill *spill, size_t size)
{
    return size >= (spill->settings.always ? PAGE_BYTES : LARGE_ENOUGH);
}

/* Counts a block that is to be held in memory; false when that would be more than `most`. */
static bool hold(Spill *spill, size_t size, uint64_t most)
{
    if (atomic_fetch_add(&spill->held, size) + size <= most) return true;
    atomic_fetch_sub(&spill->held, size);
    return false;
}

bool spill_count(Spill *spill, size_t size)
{
    uint64_t most = spill->settings.always ? UINT64_MAX : most_counted(spill);
    if (hold(spill, size, most)) return true;
    pthread_mutex_lock(&spill->lock);
    if (!spill->state.fault)
        spill->state = (SpillState){ .fault = SPILL_LIMIT,
                                     .needed = limit_for(atomic_load(&spill->held) + size) };
    pthread_mutex_unlock(&spill->lock);
    return false;
}

/* What is held was counted already. */
static void *map_in_memory(Spill *spill, size_t size, uint32_t *slot)
{
    int prot = PROT_READ | PROT_WRITE, flags = MAP_PRIVATE | MAP_ANONYMOUS;
    void *start = mmap(NULL, size, prot, flags, -1, 0);
    *slot = ANONYMOUS;
    if (start != MAP_FAILED) return start;
    atomic_fetch_sub(&spill->held, size);
    return NULL;
}

void *spill_take(Spill *spill, size_t size, SpillUse use, uint32_t *slot)
{
    size = whole_pages(size);
    spill_ease(spill);
    if (hold(spill, size, most_held(spill))) return map_in_memory(spill, size, slot);
    if (use == SPILL_HERE_AND_THERE && !spill->settings.always)
        return spill_count(spill, size) ? map_in_memory(spill, size, slot) : NULL;
    pthread_mutex_lock(&spill->lock);
    void *start = map_in_file(spill, size, slot);
    pthread_mutex_unlock(&spill->lock);
    return start;
}

void spill_give(Spill *spill, void *start, size_t size, uint32_t slot)
{
    size = whole_pages(size);
    if (slot == ANONYMOUS) {
        munmap(start, size);
        atomic_fetch_sub(&spill->held, size);
        return;
    }
    pthread_mutex_lock(&spill->lock);
    uint64_t offset = spill->mapped[slot].offset;
    munmap(start, size);
    leave_slot(spill, slot);
    give_place(spill, offset, size);
    pthread_mutex_unlock(&spill->lock);
}

void spill_uncount(Spill *spill, size_t size)
{
    atomic_fetch_sub(&spill->held, size);
}

/* ---- staying below the limit ---- */

/* Bytes of memory that the process holds, all of it; 0 when it cannot be told. */
static uint64_t resident_bytes(const Spill *spill)
{
    char text[128];
    ssize_t got = pread(spill->resident, text, sizeof text - 1, 0);
    if (got <= 0) return UINT64_MAX; /* as if too much: letting go is never wrong */
    text[got] = '\0';
    char *second = strchr(text, ' '); /* pages of addresses, pages that are held ... */
    return second ? strtoull(second, NULL, 10) * PAGE_BYTES : UINT64_MAX;
}

void spill_ease(Spill *spill)
{
    if (!spill || resident_bytes(spill) <= most_resident(spill)) return;
    pthread_mutex_lock(&spill->lock);
    if (resident_bytes(spill) > most_resident(spill)) {
        for (uint32_t slot = FIRST_SLOT; slot < spill->top; slot++) {
            const Mapped *mapped = &spill->mapped[slot];
            if (mapped->start) madvise(mapped->start, mapped->size, MADV_DONTNEED);
        }
    }
    pthread_mutex_unlock(&spill->lock);
}
