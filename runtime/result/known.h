/* known.h -- what a reader of tables that were published before knows of the same pupils.
 *
 * He has their shown counts, and the sums that bind what they hide.  He knows which counts are now
 * what they were: what was shown he then knows, and what is hidden in both is one number in the
 * sums of both.  What was shown and is hidden now is not what it was, as else it would be shown.
 * What was hidden stays hidden.
 *
 * A publication keeps what its readers know in publication.json, beside the tables and not for the
 * public; one that is made beside it takes that over, so that of three the third knows all.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_KNOWN_H
#define LUSTRUM_RESULT_KNOWN_H

#include "publish/hide.h"
#include "result/json.h"

#define KNOWN_NAME "publication.json"

/* A unit, or a group of it, with its counts in some of the tables. */
typedef struct KnownPlace {
    Str place;  /* a line of CSV: School,101 or School,101,poor,yes */
    Str counts; /* 12 15 - -: a number for each, or none */
    bool hidden;
    int64_t down; /* of what is hidden: as of a HideCell */
} KnownPlace;

/* A sum of hidden places; what it has of shown ones is left out. */
typedef struct KnownSum {
    const uint32_t *parts; /* of Known.places */
    uint32_t count;
    uint32_t whole; /* of Known.places; UINT32_MAX: it is shown */
    bool has_rest;  /* the whole has more than its parts, which no table shows, and that ... */
    int64_t rest;   /* ... could be so much less */
} KnownSum;

typedef struct Known {
    Str name, sha256;   /* of the folder of results, and of its manifest */
    KnownPlace *places; /* in the order of places, then of counts */
    size_t place_count;
    KnownSum *sums;
    size_t sum_count;
} Known;

/* The cells of a publication on its way: those of its places, then hidden ones of earlier tables
 * that had other counts, then what no table shows. */
typedef struct KnownCells {
    Arena *arena;
    const Known *earlier;       /* NULL: nothing was published before */
    const Str *places, *counts; /* of each place, as in a KnownPlace */
    uint32_t place_count;
    HideCell *cells; /* with room for known_room more */
    uint32_t cell_count;
    HideSum *sums; /* with room for known_room more */
    uint32_t sum_count;
    uint32_t table_count; /* of cells that stand in a table, now or before */
    uint32_t *cell_of;    /* of each place of `earlier` that is hidden */
    uint32_t *was;        /* of each cell behind those of the places: which of `earlier` it is */
    HideNever *nevers;    /* what hidden cells are not, as it was shown of their place once */
    size_t never_count;
} KnownCells;

/* How many cells or sums more an earlier publication can bring. */
size_t known_room(const Known *earlier);
/* Marks the cells of places by what is known of them, and adds those of earlier tables; nothing
 * else stands behind the places yet.  False: *told is a place that has to be hidden and is shown
 * there. */
bool known_places(KnownCells *cells, uint32_t *told);
/* Adds the earlier sums. */
void known_sums(KnownCells *cells);
/* What a cell of a table stands for. */
Str known_place(const KnownCells *cells, uint32_t cell);
/* After hiding: what a reader of all these tables knows, as parts of publication.json. */
void known_json(Json *json, const KnownCells *cells);

/* Whether places that were read stand in their order, none twice. */
bool known_ordered(const Known *known);

#endif
