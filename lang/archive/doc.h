/* doc.h -- reading JSON that Lustrum wrote, with json-c, into texts and numbers of an arena.
 *
 * A Doc holds memory that no arena frees: doc_close on every road out.  The first member that is
 * not there, or not of its kind, is noted in `wrong`, and from then on everything reads as empty.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_ARCHIVE_DOC_H
#define LUSTRUM_ARCHIVE_DOC_H

#include "arena.h"
#include "str.h"

typedef struct json_object DocNode;

typedef struct Doc {
    Arena *arena;  /* of texts that are read */
    DocNode *root; /* NULL when not open */
    Str wrong;     /* "size of results"; empty: all was as it should be */
} Doc;

/* Reads a whole text; false when it is no JSON object, and `wrong` says so. */
bool doc_open(Doc *doc, Arena *arena, Str text);
void doc_close(Doc *doc);

/* Members of an object; one that may be absent is empty, 0, false or NULL then. */
bool doc_has(DocNode *object, const char *key);
Str doc_str(Doc *doc, DocNode *object, const char *key);
uint64_t doc_count(Doc *doc, DocNode *object, const char *key);
bool doc_yes(Doc *doc, DocNode *object, const char *key);
DocNode *doc_object(Doc *doc, DocNode *object, const char *key);
/* A list: how many items, and each of them. */
DocNode *doc_list(Doc *doc, DocNode *object, const char *key, size_t *count);
DocNode *doc_item(Doc *doc, DocNode *list, size_t i);
/* Item i, which is an object, or a text. */
Str doc_item_str(Doc *doc, DocNode *list, size_t i);

#endif
