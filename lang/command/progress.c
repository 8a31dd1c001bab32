/* progress.c -- see progress.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/progress.h"
#include "command/table.h"
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* Nothing is shown of a call that is over before `PATIENCE`; then ten times a second. */
enum { LINE = 120, SECOND = 1000000000, PATIENCE = SECOND, PAUSE = SECOND / 10 };

/* ---- the words ---- */

static const char *const phases[] = { [LUS_PREPARING] = "preparing",
                                      [LUS_READING] = "reading",
                                      [LUS_RUNNING] = "running the rules",
                                      [LUS_COUNTING] = "counting",
                                      [LUS_WRITING] = "writing" };

/* 1234567 as 1,234,567. */
static const char *grouped(char text[32], uint64_t number)
{
    char *at = text + 31;
    *at = '\0';
    for (int digits = 0; digits == 0 || number; digits++, number /= 10) {
        if (digits && digits % 3 == 0) *--at = ',';
        *--at = (char)('0' + number % 10);
    }
    return at;
}

static uint64_t nanoseconds_since(const struct timespec *began)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t since = (int64_t)(now.tv_sec - began->tv_sec) * SECOND + now.tv_nsec - began->tv_nsec;
    return since > 0 ? (uint64_t)since : 1;
}

/* What the line says; its length. */
static size_t write_line(const ProgressLine *line, char text[LINE])
{
    char rows[32], megabytes[32];
    LusProgress seen;
    lus_progress(line->lus, &seen);
    int length;
    if (seen.phase == LUS_READING) {
        /* bytes a nanosecond are thousands of MB a second */
        uint64_t tenths = seen.bytes * 10000 / nanoseconds_since(&line->began);
        length = snprintf(text, LINE, "%s: %s rows, %s.%u MB/s", phases[seen.phase],
                          grouped(rows, seen.rows), grouped(megabytes, tenths / 10),
                          (unsigned)(tenths % 10));
    } else if (seen.phase == LUS_RUNNING && seen.steps) {
        length = snprintf(text, LINE, "%s: %s rows read, step %u of %u", phases[seen.phase],
                          grouped(rows, seen.rows), seen.step, seen.steps);
    } else if (line->pages && seen.steps) {
        length = snprintf(text, LINE, "writing: page %u of %u", seen.step, seen.steps);
    } else {
        length =
            snprintf(text, LINE, "%s: %s rows read", phases[seen.phase], grouped(rows, seen.rows));
    }
    return length < 0 ? 0 : length < LINE ? (size_t)length : LINE - 1;
}

/* ---- the line; the lock is held ---- */

/* Puts text over what stands there, and the cursor at its end: spaces do on every terminal. */
static void put(ProgressLine *line, const char *text, size_t length)
{
    char all[3 * LINE];
    size_t at = 0;
    all[at++] = '\r';
    memcpy(all + at, text, length);
    at += length;
    if (line->shown > length) {
        size_t rest = line->shown - length;
        memset(all + at, ' ', rest);
        memset(all + at + rest, '\b', rest);
        at += 2 * rest;
    }
    fwrite(all, 1, at, stderr);
    fflush(stderr);
    line->shown = length;
}

static void draw(ProgressLine *line)
{
    char text[LINE];
    size_t length = write_line(line, text);
    struct winsize size;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col && length >= size.ws_col)
        length = size.ws_col - 1u;
    put(line, text, length);
}

static void clear(ProgressLine *line)
{
    if (line->shown) put(line, "", 0);
}

/* Waits, unless the end comes sooner; whether it did. */
static bool wait_or_end(ProgressLine *line, long nanoseconds)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += nanoseconds;
    until.tv_sec += until.tv_nsec / SECOND;
    until.tv_nsec %= SECOND;
    int error = 0;
    while (!line->ending && error != ETIMEDOUT)
        error = pthread_cond_timedwait(&line->ended, &line->lock, &until);
    return line->ending;
}

static void *show(void *arg)
{
    ProgressLine *line = arg;
    pthread_mutex_lock(&line->lock);
    bool over = wait_or_end(line, PATIENCE);
    while (!over) {
        draw(line);
        over = wait_or_end(line, PAUSE);
    }
    pthread_mutex_unlock(&line->lock);
    return NULL;
}

/* ---- for the commands ---- */

static bool is_wanted(const Asked *asked)
{
    return option_fits(OPTION_NO_PROGRESS, true, asked->command) &&
           !asked->given[OPTION_NO_PROGRESS] && !asked->given[OPTION_QUIET] &&
           isatty(STDERR_FILENO);
}

void progress_start(ProgressLine *line, Asked *asked, const Lustrum *lus)
{
    line->lus = lus;
    line->pages = asked->command == COMMAND_REPORT;
    if (!is_wanted(asked)) return;
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&line->lock, NULL);
    pthread_cond_init(&line->ended, &attributes);
    pthread_condattr_destroy(&attributes);
    clock_gettime(CLOCK_MONOTONIC, &line->began);
    line->running = pthread_create(&line->thread, NULL, show, line) == 0;
    asked->progress = line;
}

void progress_message(ProgressLine *line, const char *text, size_t length)
{
    if (line->running) pthread_mutex_lock(&line->lock);
    clear(line);
    fwrite(text, 1, length, stderr);
    if (line->running) pthread_mutex_unlock(&line->lock);
}

void progress_end(ProgressLine *line)
{
    if (!line || !line->running) return;
    pthread_mutex_lock(&line->lock);
    line->ending = true;
    pthread_cond_signal(&line->ended);
    pthread_mutex_unlock(&line->lock);
    pthread_join(line->thread, NULL);
    line->running = false;
    clear(line);
    pthread_cond_destroy(&line->ended);
    pthread_mutex_destroy(&line->lock);
}
