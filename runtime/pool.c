/* pool.c -- see pool.h.  A round number tells a waiting thread that there is new work, so nobody
 * can miss a round or do one twice.
 * SPDX-License-Identifier: Apache-2.0 */
#include "pool.h"
#include "spill.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

typedef struct Seat {
    Pool *pool;
    unsigned worker;
    pthread_t thread;
} Seat;

struct Pool {
    Spill *spill; /* eased after every range; NULL */
    pthread_mutex_t lock;
    pthread_cond_t begin, done;
    uint64_t round;   /* pieces of work begun */
    unsigned busy;    /* threads (not counting the caller) still at it */
    unsigned threads; /* started, not counting the caller */
    bool closing;
    PoolWork *work;
    void *arg;
    PoolWork *aside; /* one worker is to do it, or (aside_busy) does */
    void *aside_arg;
    bool aside_busy;
    Seat *seat;
};

/* Under the lock, but for the work itself. */
static void do_aside(const Seat *seat)
{
    Pool *pool = seat->pool;
    PoolWork *work = pool->aside;
    pool->aside = NULL;
    pool->aside_busy = true;
    pthread_mutex_unlock(&pool->lock);
    work(pool->aside_arg, seat->worker);
    pthread_mutex_lock(&pool->lock);
    pool->aside_busy = false;
    pthread_cond_signal(&pool->done); /* only the caller of pool_run and pool_wait waits for it */
}

static void *sit(void *arg)
{
    Seat *seat = arg;
    Pool *pool = seat->pool;
    uint64_t seen = 0;
    pthread_mutex_lock(&pool->lock);
    for (;;) {
        while (pool->round == seen && !pool->closing && !pool->aside)
            pthread_cond_wait(&pool->begin, &pool->lock);
        if (pool->closing) break;
        if (pool->aside) {
            do_aside(seat);
            continue;
        }
        seen = pool->round;
        PoolWork *work = pool->work;
        void *with = pool->arg;
        pthread_mutex_unlock(&pool->lock);
        work(with, seat->worker);
        pthread_mutex_lock(&pool->lock);
        if (--pool->busy == 0) pthread_cond_signal(&pool->done);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

Pool *pool_open(Arena *arena, unsigned threads)
{
    Pool *pool = NEW(arena, Pool);
    pool->spill = arena->spill;
    pool->seat = NEW_ARRAY(arena, Seat, threads);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->begin, NULL);
    pthread_cond_init(&pool->done, NULL);
    for (unsigned w = 1; w < threads; w++) {
        Seat *seat = &pool->seat[w];
        *seat = (Seat){ .pool = pool, .worker = w };
        if (pthread_create(&seat->thread, NULL, sit, seat) != 0) break;
        pool->threads++;
    }
    return pool;
}

unsigned pool_size(const Pool *pool)
{
    return pool ? pool->threads + 1 : 1;
}

void pool_run(Pool *pool, PoolWork *work, void *arg)
{
    pthread_mutex_lock(&pool->lock);
    pool->work = work;
    pool->arg = arg;
    pool->busy = pool->threads;
    pool->round++;
    pthread_cond_broadcast(&pool->begin);
    pthread_mutex_unlock(&pool->lock);
    work(arg, 0);
    pthread_mutex_lock(&pool->lock);
    while (pool->busy) pthread_cond_wait(&pool->done, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
}

bool pool_begin(Pool *pool, PoolWork *work, void *arg)
{
    if (!pool || !pool->threads) return false;
    pthread_mutex_lock(&pool->lock);
    pool->aside = work;
    pool->aside_arg = arg;
    pthread_cond_signal(&pool->begin);
    pthread_mutex_unlock(&pool->lock);
    return true;
}

void pool_wait(Pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    while (pool->aside || pool->aside_busy) pthread_cond_wait(&pool->done, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
}

typedef struct Ranges {
    uint64_t count, step;
    PoolRange *work;
    void *arg;
    Spill *spill;
    _Atomic uint64_t next;
} Ranges;

static void take_ranges(void *arg, unsigned worker)
{
    Ranges *ranges = arg;
    for (;;) {
        uint64_t from = atomic_fetch_add(&ranges->next, ranges->step);
        if (from >= ranges->count) return;
        uint64_t left = ranges->count - from;
        ranges->work(ranges->arg, worker, from, from + (left < ranges->step ? left : ranges->step));
        spill_ease(ranges->spill);
    }
}

void pool_ranges(Pool *pool, uint64_t count, uint64_t step, PoolRange *work, void *arg)
{
    Ranges ranges = { .count = count, .step = step, .work = work, .arg = arg };
    ranges.spill = pool ? pool->spill : NULL;
    if (ranges.spill && step > SPILL_ROWS) ranges.step = SPILL_ROWS;
    if (pool && pool->threads && count > step)
        pool_run(pool, take_ranges, &ranges);
    else
        take_ranges(&ranges, 0);
}

void pool_close(Pool *pool)
{
    if (!pool) return;
    pthread_mutex_lock(&pool->lock);
    pool->closing = true;
    pthread_cond_broadcast(&pool->begin);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned w = 1; w <= pool->threads; w++) pthread_join(pool->seat[w].thread, NULL);
    pthread_cond_destroy(&pool->begin);
    pthread_cond_destroy(&pool->done);
    pthread_mutex_destroy(&pool->lock);
}

unsigned pool_processors(void)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    int count = CPU_COUNT(&set);
    return count < 1 ? 1 : (unsigned)count;
}
