/* feed.c -- see feed.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/feed.h"
#include "limit.h"
#include "table/csv.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int feed_open(Feed *feed, Arena *arena, Str path, size_t step)
{
    *feed = (Feed){ .arena = arena, .fd = -1, .step = step };
    if (path.len && memchr(path.at, '\0', path.len)) return ENOENT;
    feed->fd = open(str_c(arena, path), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (feed->fd < 0) return errno;
    int error = fstat(feed->fd, &feed->before) != 0 ? errno : 0;
    if (!error && S_ISDIR(feed->before.st_mode)) error = EISDIR;
    sha256_open(&feed->sha256);
    if (error)
        feed_close(feed);
    else
        posix_fadvise(feed->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    return error;
}

void feed_close(Feed *feed)
{
    if (feed->fd >= 0) close(feed->fd);
    feed->fd = -1;
}

static void make_room(Feed *feed, Block *block, size_t cap)
{
    if (block->cap >= cap) return;
    char *fresh = arena_big(feed->arena, cap + CSV_PAD);
    if (block->filled) memcpy(fresh, block->data, block->filled);
    arena_big_free(feed->arena, block->data);
    block->data = fresh;
    block->cap = cap;
}

/* Reads up to `want` bytes; fewer only at the end of the file or when reading fails. */
static void read_more(Feed *feed, Block *block, size_t want)
{
    make_room(feed, block, block->filled + want + 1); /* and a line feed */
    while (want) {
        ssize_t n = read(feed->fd, block->data + block->filled, want);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            feed->ended = true;
            feed->failure = n < 0 ? FEED_READ : feed->failure;
            feed->error = n < 0 ? errno : 0;
            return;
        }
        block->filled += (size_t)n;
        feed->bytes += (uint64_t)n;
        want -= (size_t)n;
    }
}

static uint64_t lines_in(const char *at, size_t len)
{
    uint64_t lines = 0;
    for (size_t i = 0; i < len; i++) lines += at[i] == '\n';
    return lines;
}

static void fail(Feed *feed, FeedFailure failure, const Block *block, size_t at)
{
    feed->failure = failure;
    feed->ended = true;
    feed->failed_at = feed->bytes - (block->filled - at);
    feed->failed_lines = lines_in(block->data + block->len, at - block->len);
}

/* Whether the file is still the one that was opened, and all of it was read. */
static bool is_unchanged(const Feed *feed)
{
    struct stat now;
    if (fstat(feed->fd, &now) != 0) return false;
    if (!S_ISREG(feed->before.st_mode)) return true;
    return now.st_size == feed->before.st_size && (uint64_t)now.st_size == feed->bytes &&
           now.st_mtim.tv_sec == feed->before.st_mtim.tv_sec &&
           now.st_mtim.tv_nsec == feed->before.st_mtim.tv_nsec;
}

/* The end of the file: what is left is a record without an end. */
static void end_file(Feed *feed, Block *block)
{
    if (feed->failure) return;
    if (!is_unchanged(feed)) feed->failure = FEED_CHANGED;
    size_t left = block->filled - block->len;
    if (!left || feed->failure) return;
    if (block->data[block->filled - 1] == 0x1A) {
        fail(feed, FEED_CTRL_Z, block, block->filled - 1);
        return;
    }
    block->len = block->filled;
    block->unfinished = feed->inside || block->data[block->filled - 1] == '\r';
    if (block->unfinished) return;
    block->data[block->len++] = '\n';
    block->made_newline = true;
}

/* Where the first record of block ends, its line feed included; filled when it does not. */
static size_t first_end(const Block *block)
{
    bool inside = false;
    for (size_t i = 0; i < block->filled; i++) {
        inside ^= block->data[i] == '"';
        if (block->data[i] == '\n' && !inside) return i + 1;
    }
    return block->filled;
}

static void keep_tail(Feed *feed, const Block *block)
{
    size_t used = block->len < block->filled ? block->len : block->filled;
    feed->tail_len = block->filled - used;
    if (feed->tail_len > feed->tail_cap) {
        arena_big_free(feed->arena, feed->tail);
        feed->tail = NULL;
        feed->tail_cap = feed->tail_len * 2;
        feed->tail = arena_big(feed->arena, feed->tail_cap);
    }
    if (feed->tail_len) memcpy(feed->tail, block->data + used, feed->tail_len);
}

/* A record is too long.  Inside quotes the splitter gets it, to see which quote is at fault. */
static void give_up(Feed *feed, Block *block)
{
    block->len = 0;
    fail(feed, FEED_LONG, block, 0);
    feed->failed_inside = feed->inside;
    block->unfinished = feed->inside;
    if (feed->inside) block->len = block->filled;
}

bool feed_next(Feed *feed, Block *block, Guard *guard)
{
    if (feed->ended) return false;
    feed->arena->guard = guard;
    block->filled = block->len = block->from = 0;
    block->unfinished = block->made_newline = false;
    /* What the file is is told from its first bytes, however small the blocks are. */
    size_t step = feed->step;
    if (feed->blocks == 0 && step < FEED_FIRST_LOOK) step = FEED_FIRST_LOOK;
    make_room(feed, block, feed->tail_len + step + 1);
    if (feed->tail_len) memcpy(block->data, feed->tail, feed->tail_len);
    block->carried = block->filled = feed->tail_len;
    for (bool found = false; !found && !feed->ended;) {
        size_t at = block->filled;
        read_more(feed, block, step);
        CsvLook look = csv_look((Str){ block->data + at, block->filled - at }, feed->inside);
        found = look.found;
        if (look.found) block->len = at + look.cut;
        if (look.nul) {
            fail(feed, FEED_NUL, block, at + look.nul_at);
            break;
        }
        feed->inside = look.inside;
        if (block->filled > LIMIT_RECORD && first_end(block) > LIMIT_RECORD + 1u) {
            give_up(feed, block);
            break;
        }
    }
    if (feed->ended) end_file(feed, block);
    keep_tail(feed, block);
    block->number = feed->blocks++;
    return true;
}

void feed_hash(Feed *feed, const Block *block)
{
    sha256_add(&feed->sha256, block->data + block->carried, block->filled - block->carried);
}

Str feed_sha256(Feed *feed, Arena *arena)
{
    char *digits = arena_alloc(arena, SHA256_DIGITS + 1, 1);
    sha256_close(&feed->sha256, digits);
    return (Str){ digits, SHA256_DIGITS };
}
