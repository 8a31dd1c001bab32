/* part.c -- the tree of a figure, read off the columns: a part for each formula at each row that it
 * is asked for, each once.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "why/why.h"

enum { BUCKETS = 1 << 12 };

static Part **bucket_of(Inquiry *why, const Expr *e, uint64_t row)
{
    if (!why->bucket) {
        why->bucket_count = BUCKETS;
        why->bucket = NEW_ARRAY(why->arena, Part *, BUCKETS);
    }
    uint64_t h = ((uint64_t)e->id << 32 ^ row) * 0x9E3779B97F4A7C15u;
    return &why->bucket[h >> 52 & (BUCKETS - 1)];
}

static Part *find(Inquiry *why, const Expr *e, uint64_t row)
{
    for (Part *p = *bucket_of(why, e, row); p; p = p->next)
        if (p->expr == e && p->row == row) return p;
    return NULL;
}

/* Formulas that are seen in a tree: rows of other places are told by what is read there. */
static bool is_seen(const Expr *e)
{
    return e->type != TYPE_ROW;
}

static void add_arg(Inquiry *why, Part *part, const Expr *e, uint64_t row)
{
    if (!is_seen(e)) return;
    const ReviewLevel *review = why_finding(why, e);
    if (!review && part->expr->arg_count) review = why_finding(why, part->expr->arg[0]);
    part->arg[part->arg_count++] =
        why_part(why, e, row, part->within, review ? review : part->review);
}

/* What is asked of a group: its keys, at the row that asks. */
static void add_keys(Inquiry *why, Part *part, const Expr *row)
{
    row = expr_bare(row);
    if (row->kind != EXPR_FIND) return;
    part->key = NEW_ARRAY(why->arena, Part *, row->arg_count + 1);
    for (uint32_t i = 0; i < row->arg_count; i++)
        if (is_seen(row->arg[i]))
            part->key[part->key_count++] =
                why_part(why, row->arg[i], part->row, part->within, part->review);
}

static void add_read(Inquiry *why, Part *part, const Expr *e)
{
    uint64_t row = 0;
    if (e->arg_count == 2) {
        Value to = why_value(why, e->arg[1], part->row);
        add_keys(why, part, e->arg[1]);
        if (to.reason || to.row == NO_ROW) return;
        row = to.row;
    }
    add_arg(why, part, e->arg[0], row);
}

static void add_lookup(Inquiry *why, Part *part, const Expr *e)
{
    int64_t num, den;
    for (uint32_t i = 0; i < e->arg_count; i++) add_arg(why, part, e->arg[i], part->row);
    Value at = why_value(why, why_note(why, e)->table_row, part->row);
    part->table_row = NONE;
    if (!at.reason && exact_to_ratio(at.number, &num, &den)) part->table_row = (uint32_t)num;
}

/* Columns of a group stand at its own place; only what is asked of it is read here. */
static void add_along(Inquiry *why, Part *part, const Expr *e)
{
    for (uint32_t i = 2; i < e->arg_count; i++) add_arg(why, part, e->arg[i], part->row);
    why_points(why, part);
}

static void add_parts(Inquiry *why, Part *part, const Expr *e)
{
    switch ((int)e->kind) {
    case EXPR_DEF:
        part->within = e->def;
        add_arg(why, part, e->def->expr, part->row);
        return;
    case EXPR_READ: add_read(why, part, e); return;
    case EXPR_LOOKUP: add_lookup(why, part, e); return;
    case EXPR_ALONG: add_along(why, part, e); return;
    case EXPR_GATHER:
        if (e->gather->k) add_arg(why, part, e->gather->k, part->row);
        part->rows = why_rows(why, e, part->row);
        return;
    case EXPR_PICKED: part->rows = why_rows(why, e, part->row); return;
    case EXPR_RANK:
        part->rows = why_rows(why, e, why_rank_target(why, e, part->row));
        add_arg(why, part, e->gather->value, part->row);
        return;
    case EXPR_POOL: why_pooled(why, part); break;
    default: break;
    }
    for (uint32_t i = 0; i < e->arg_count; i++) add_arg(why, part, e->arg[i], part->row);
}

Part *why_part(Inquiry *why, const Expr *e, uint64_t row, const Def *within,
               const ReviewLevel *review)
{
    Part *part = find(why, e, row);
    if (part) return part;
    part = NEW(why->arena, Part);
    *part = (Part){ .expr = e, .row = row, .within = within, .review = review, .table_row = NONE };
    Part **bucket = bucket_of(why, e, row);
    part->next = *bucket;
    *bucket = part;
    part->value = why_value(why, e, row);
    part->arg = NEW_ARRAY(why->arena, Part *, e->arg_count + 2);
    add_parts(why, part, e);
    GROW(why->arena, why->parts, why->part_count, why->part_cap);
    part->id = (uint32_t)why->part_count + 1;
    why->parts[why->part_count++] = part;
    return part;
}
