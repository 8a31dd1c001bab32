/* reader.c -- see reader.h: the threads, and who does what next.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/reader.h"
#include "spill.h"
#include <errno.h>

/* A worker's memory is its own block, so threads share no cache line of it. */
static Worker *open_worker(Reader *reader, unsigned number)
{
    Worker *worker = arena_big(reader->arena, sizeof(Worker));
    worker->reader = reader;
    worker->number = number;
    worker->arena = arena_beside(reader->arena, &worker->guard);
    worker->scratch = arena_beside(reader->arena, &worker->guard);
    return worker;
}

int reader_open(Reader *reader, Arena *arena, Str path, size_t step, uint64_t seed)
{
    *reader = (Reader){ .arena = arena, .seed = seed };
    reader->feed_arena = arena_beside(arena, arena->guard);
    reader->scratch = arena_beside(arena, arena->guard);
    pthread_mutex_init(&reader->lock, NULL);
    pthread_cond_init(&reader->change, NULL);
    int error = feed_open(&reader->feed, &reader->feed_arena, path, step ? step : READER_BLOCK);
    if (error) return error;
    reader->slot_count = 1;
    reader->slots = NEW_ARRAY(arena, Slot, READER_THREADS * 2 + 2);
    feed_next(&reader->feed, &reader->slots[0].block, arena->guard);
    return 0;
}

void reader_lock(Worker *worker)
{
    pthread_mutex_lock(&worker->reader->lock);
    worker->locked = true;
}

void reader_unlock(Worker *worker)
{
    worker->locked = false;
    pthread_mutex_unlock(&worker->reader->lock);
}

/* ---- blocks ---- */

static Part *add_part(Worker *worker)
{
    Reader *reader = worker->reader;
    Part *part = NEW(&worker->arena, Part);
    size_t fields = reader->plan->schema->field_count;
    part->thread = worker->number;
    part->pieces = NEW_ARRAY(&worker->arena, Piece, fields + 1);
    part->aside = NEW_ARRAY(&worker->arena, uint64_t, aside_empty(reader->plan) + 1);
    part->fault_arena = arena_beside(&worker->arena, &worker->guard);
    part->faults.arena = &part->fault_arena;
    return part;
}

static void hang_part(Reader *reader, Part *part)
{
    if (reader->last)
        reader->last->next = part;
    else
        reader->first = part;
    reader->last = part;
}

/* A slot that waits neither to be split nor to be hashed; NULL when all do. */
static Slot *free_slot(Reader *reader)
{
    for (unsigned i = 0; i < reader->slot_count; i++)
        if (reader->slots[i].split && reader->slots[i].hashed) return &reader->slots[i];
    return NULL;
}

static Slot *slot_to_hash(Reader *reader)
{
    for (unsigned i = 0; i < reader->slot_count; i++)
        if (!reader->slots[i].hashed && reader->slots[i].number == reader->hashed)
            return &reader->slots[i];
    return NULL;
}

static void split_block(Worker *worker, Slot *slot, Part *part)
{
    Reader *reader = worker->reader;
    part_read(worker, &slot->block, part);
    pace_read(reader->pace, slot->block.filled - slot->block.carried, part->records);
    reader_lock(worker);
    slot->split = true;
    part->done = true;
    reader->untold += part->faults.count;
    if (part->failure) reader->over = true;
    pthread_cond_broadcast(&reader->change);
    reader_unlock(worker);
}

static void read_block(Worker *worker, Slot *slot)
{
    Reader *reader = worker->reader;
    Part *part = add_part(worker);
    uint64_t begun = task_begin(worker);
    bool more = feed_next(&reader->feed, &slot->block, &worker->guard);
    task_end(worker, TASK_FETCH, begun);
    reader_lock(worker);
    reader->reading = false;
    reader->over |= !more || reader->feed.ended;
    if (more) {
        slot->number = reader->read++;
        hang_part(reader, part);
    } else {
        slot->split = slot->hashed = true;
    }
    pthread_cond_broadcast(&reader->change);
    reader_unlock(worker);
    if (more) split_block(worker, slot, part);
}

static void hash_block(Worker *worker, Slot *slot)
{
    Reader *reader = worker->reader;
    uint64_t begun = task_begin(worker);
    feed_hash(&reader->feed, &slot->block);
    task_end(worker, TASK_HASH, begun);
    reader_lock(worker);
    reader->hashing = false;
    reader->hashed++;
    slot->hashed = true;
    pthread_cond_broadcast(&reader->change);
    reader_unlock(worker);
}

/* Puts the faults of finished parts into the log, in file order: the calling thread's work. */
static void merge_parts(Worker *worker)
{
    Reader *reader = worker->reader;
    for (;;) {
        reader_lock(worker);
        Part *part = reader->merged ? reader->merged->next : reader->first;
        bool ready = part && part->done;
        reader_unlock(worker);
        if (!ready || reader->failed) return;
        fault_merge(reader->log, &part->faults, reader->row, reader->line);
        arena_close(&part->fault_arena);
        if (part->faults.count) {
            reader_lock(worker);
            reader->untold -= part->faults.count;
            pthread_cond_broadcast(&reader->change);
            reader_unlock(worker);
        }
        if (part->failure) {
            reader->failed = part; /* row and line stay where it begins */
            return;
        }
        reader->row += part->records;
        reader->line += part->lines;
        reader->merged = part;
    }
}

/* ---- what a thread does ---- */

/* Whether so many faults wait to be told that no more may be found before: they would take all
 * memory.  Under the lock, as next_is_done. */
static bool is_full(const Reader *reader)
{
    enum { MOST = 100000 };
    return reader->untold > MOST;
}

/* Whether merge_parts has something to do: the calling thread's question. */
static bool next_is_done(const Reader *reader)
{
    const Part *part = reader->merged ? reader->merged->next : reader->first;
    return part && part->done && !reader->failed;
}

/* Does the next thing there is to do; false when there will be nothing more. */
static bool take_turn(Worker *worker)
{
    Reader *reader = worker->reader;
    reader_lock(worker);
    for (;;) {
        Slot *to_hash = reader->hashing ? NULL : slot_to_hash(reader);
        bool full = is_full(reader);
        Slot *to_fill = reader->reading || reader->over || full ? NULL : free_slot(reader);
        uint64_t behind = reader->read - reader->hashed, patience = reader->threads > 1 ? 2 : 1;
        bool done = reader->over && !reader->reading && reader->hashed == reader->read;
        if (reader->stop || done) {
            reader_unlock(worker);
            return false;
        }
        if (full && worker->number == 0 && next_is_done(reader)) {
            reader_unlock(worker);
            return true;
        }
        if (to_hash && (!to_fill || behind >= patience)) {
            reader->hashing = true;
            reader_unlock(worker);
            hash_block(worker, to_hash);
            return true;
        }
        if (to_fill) {
            reader->reading = true;
            to_fill->split = to_fill->hashed = false;
            to_fill->number = UINT64_MAX; /* of no block yet */
            reader_unlock(worker);
            read_block(worker, to_fill);
            return true;
        }
        uint64_t begun = task_begin(worker);
        pthread_cond_wait(&reader->change, &reader->lock);
        task_end(worker, TASK_WAIT, begun);
    }
}

static void open_tools(Worker *worker)
{
    Reader *reader = worker->reader;
    const RecordSchema *schema = reader->plan->schema;
    size_t most = schema->key_count > 1 ? schema->key_count : 1;
    for (size_t i = 0; i < schema->field_count; i++)
        if (schema->fields[i].header_count > most) most = schema->fields[i].header_count;
    worker->csv = csv_open(&worker->arena, schema->separator, reader->plan->columns,
                           schema->last_column_repeats, schema->short_rows);
    worker->csv.spares = schema->skip_further_cells;
    worker->cells = cell_work(&worker->arena, &worker->scratch, reader->seed);
    worker->cells.refused = &reader->refused;
    worker->fields = NEW_ARRAY(&worker->arena, FieldWork, schema->field_count + 1);
    worker->pairs = most;
    worker->pool = (KeyPool){ .arena = &worker->arena };
    worker->from = NEW_ARRAY(&worker->arena, uint32_t *, most);
    worker->to = NEW_ARRAY(&worker->arena, uint32_t *, most);
    worker->mended = NEW_ARRAY(&worker->arena, Mended, most);
}

static void work(void *arg)
{
    Worker *worker = arg;
    Reader *reader = worker->reader;
    open_tools(worker);
    if (worker->number == 0) { /* the first block was read to see the headings */
        Part *part = add_part(worker);
        reader_lock(worker);
        hang_part(reader, part);
        reader->reading = false;
        pthread_cond_broadcast(&reader->change);
        reader_unlock(worker);
        split_block(worker, &reader->slots[0], part);
    }
    while (take_turn(worker)) {
        spill_ease(reader->arena->spill);
        if (worker->number == 0) merge_parts(worker);
    }
}

static void *run_thread(void *arg)
{
    Worker *worker = arg;
    Reader *reader = worker->reader;
    worker->why = guard_run(&worker->guard, work, worker);
    if (worker->why) { /* the others would wait for what this thread was doing */
        if (!worker->locked) reader_lock(worker);
        reader->stop = true;
        pthread_cond_broadcast(&reader->change);
        reader_unlock(worker);
    }
    return NULL;
}

static void merge_rest(void *arg)
{
    Worker *worker = arg;
    merge_parts(worker);
}

static void join(Reader *reader)
{
    for (unsigned i = 1; i < reader->threads; i++) {
        Worker *worker = reader->workers[i];
        if (worker && worker->started) pthread_join(worker->thread, NULL);
        if (worker) worker->started = false;
    }
}

/* The calling thread's share.  What the log needs must escape to here, not past running threads. */
static void run_here(Reader *reader, Worker *self)
{
    Arena *arenas[] = { reader->log->arena,
                        reader->log->problems ? reader->log->problems->arena : NULL };
    Guard *outer[COUNT_OF(arenas)] = { NULL };
    for (size_t i = 0; i < COUNT_OF(arenas); i++) {
        if (!arenas[i]) continue;
        outer[i] = arenas[i]->guard;
        arenas[i]->guard = &self->guard;
    }
    run_thread(self);
    join(reader);
    if (!self->why) self->why = guard_run(&self->guard, merge_rest, self);
    for (size_t i = COUNT_OF(arenas); i-- > 0;)
        if (arenas[i]) arenas[i]->guard = outer[i];
}

static void note_times(Reader *reader)
{
    FileTime *time = reader->time;
    if (!time) return;
    time->bytes = reader->feed.bytes;
    for (const Part *part = reader->first; part; part = part->next) time->rows += part->records;
    for (unsigned i = 0; i < reader->threads; i++)
        for (Task task = 0; task < TASKS; task++)
            time->busy[task] += reader->workers[i]->busy[task];
}

void reader_run(Reader *reader, const FilePlan *plan, FaultLog *log, unsigned threads)
{
    reader->plan = plan;
    reader->log = log;
    reader->row = 2; /* the headings are row 1 */
    reader->line = plan->first_line;
    reader->read = 1;
    reader->reading = true; /* until the part of the first block hangs where it belongs */
    reader->over = reader->feed.ended;
    if (reader->over) threads = 1;
    reader->threads = threads < READER_THREADS ? threads : READER_THREADS;
    reader->slot_count = reader->over ? 1 : reader->threads * 2 + 2;
    for (unsigned i = 1; i < reader->slot_count; i++)
        reader->slots[i].split = reader->slots[i].hashed = true;
    for (unsigned i = 0; i < reader->threads; i++) reader->workers[i] = open_worker(reader, i);
    unsigned running = 1; /* where the system gives no more threads, those there are do the work */
    for (; running < reader->threads; running++) {
        Worker *worker = reader->workers[running];
        worker->started = pthread_create(&worker->thread, NULL, run_thread, worker) == 0;
        if (!worker->started) break;
    }
    run_here(reader, reader->workers[0]);
    reader->threads = running; /* the rest have no fields to put together */
    note_times(reader);
    for (unsigned i = 0; i < reader->threads; i++)
        if (reader->workers[i]->why) guard_escape(reader->arena->guard, reader->workers[i]->why);
}

void reader_close(Reader *reader)
{
    for (Part *part = reader->first, *next; part; part = next) {
        next = part->next;
        arena_close(&part->fault_arena);
    }
    for (unsigned i = 0; i < READER_THREADS; i++) {
        if (!reader->workers[i]) continue;
        arena_close(&reader->workers[i]->arena);
        arena_close(&reader->workers[i]->scratch);
    }
    feed_close(&reader->feed);
    arena_close(&reader->feed_arena);
    arena_close(&reader->scratch);
    pthread_mutex_destroy(&reader->lock);
    pthread_cond_destroy(&reader->change);
    memset(reader->workers, 0, sizeof reader->workers);
    reader->first = reader->last = NULL;
}
