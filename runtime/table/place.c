/* place.c -- links are put where they will stand while they are read (reader.h).
 *
 * Pieces of columns are put together when a file is read, for only then is it known how many rows
 * it has and what its numbers and codes look like.  Of links all is known but their number, and
 * they are the largest column of most tables: their room is made for as many rows as the first
 * block says that there will be, and each part puts them there itself, as soon as all parts before
 * it have counted theirs.  What does not fit is put together as all else is.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/reader.h"

enum { SPARE_PER_CENT = 3 };

/* After the first part, of `bytes`, is counted: by the calling thread, which reads it. */
static void make_places(Reader *reader, const Part *part, size_t bytes)
{
    const FilePlan *plan = reader->plan;
    const struct stat *file = &reader->feed.before;
    if (!S_ISREG(file->st_mode) || (uint64_t)file->st_size < reader->place_from) return;
    if (!part->rows || bytes < (size_t)part->rows) return;
    uint64_t rows = (uint64_t)file->st_size / (bytes / part->rows);
    rows += rows / 100 * SPARE_PER_CENT;
    size_t fields = plan->schema->field_count;
    reader->place = NEW_ARRAY(reader->arena, uint32_t *, fields + 1);
    reader->place_rows = rows;
    for (size_t f = 0; f < fields; f++)
        if (plan->schema->fields[f].kind == KIND_LINK && !plan->fields[f].dictionary)
            reader->place[f] = arena_big_bare(reader->arena, sizeof(uint32_t) * rows);
}

/* Under the lock; whether some part's first row is known that was not. */
static bool place_parts(Reader *reader)
{
    bool some = false;
    for (;;) {
        Part *last = reader->last_placed, *next = last ? last->next : reader->first;
        if (!next || !next->counted) return some;
        next->first_row = last ? last->first_row + last->rows : 0;
        next->placed = some = true;
        reader->last_placed = next;
    }
}

void place_rows(Worker *worker, Part *part, size_t bytes)
{
    Reader *reader = worker->reader;
    if (!reader->place_from) return;
    if (part == reader->first) make_places(reader, part, bytes);
    reader_lock(worker);
    part->counted = true;
    if (place_parts(reader)) pthread_cond_broadcast(&reader->change);
    while (!part->placed && !reader->stop) pthread_cond_wait(&reader->change, &reader->lock);
    reader_unlock(worker);
}

uint32_t *place_for(const Reader *reader, const Part *part, size_t field)
{
    if (!part->placed || !reader->place || !reader->place[field]) return NULL;
    if (part->first_row + part->rows > reader->place_rows) return NULL;
    return reader->place[field] + part->first_row;
}
