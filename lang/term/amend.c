/* amend.c -- amendments of sealed rules: the blocks of the framework, and which change each of them
 * names.  Every change has its block, and every block its change: spec/amendments.md.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"
#include "result/cell.h"
#include "term/pending.h"
#include "term/since.h"

static bool was_sealed(const Chain *chain, Str name, const SealedAmendment **sealed)
{
    for (size_t r = 0; r < chain->count; r++)
        for (size_t i = 0; i < chain->records[r].amendment_count; i++) {
            *sealed = &chain->records[r].amendments[i];
            if (str_eq((*sealed)->name, name)) return true;
        }
    return false;
}

static bool same_amendment(const SealedAmendment *a, const SealedAmendment *b)
{
    return str_eq(a->title, b->title) && str_eq(a->of, b->of) && str_eq(a->article, b->article) &&
           str_eq(a->because, b->because) && a->from == b->from;
}

static bool was_changed(Drafting *d, const SealedAmendment *sealed)
{
    Arena *arena = d->gate->arena;
    Str args[] = { sealed->name, amendment_words(arena, sealed) };
    diag_add(d->gate->diags, D_AMEND_CHANGED, args, COUNT_OF(args));
    return false;
}

/* An amendment begins in none of the years from `least` to the last of the term. */
static bool cannot_begin(Drafting *d, const Node *node, const SealedAmendment *a, int least)
{
    Arena *arena = d->gate->arena;
    int last = d->record->term_last;
    Str begin = year_words(arena, least), end = year_words(arena, last);
    Str fix = least > last ? str_printf(arena, "The term ends with %S: no year of it is left.", end)
              : least == last
                  ? str_printf(arena, "Date it from %S, the last year of the term.", end)
                  : str_printf(arena, "Date it from a year from %S to %S.", begin, end);
    DIAG_AT(d->gate->diags, D_AMEND_FROM, node->child[AT_AMENDMENT_FROM]->span,
            year_words(arena, a->from), a->from > last ? STR("after the term") : STR("too early"),
            fix);
    return false;
}

/* `m.high`, of a NAME or PATH. */
static Str item_words(Arena *arena, const Node *item)
{
    Text text = text_open(arena);
    if (!item->count) text_add(&text, item->text);
    for (uint32_t i = 0; i < item->count; i++)
        text_printf(&text, "%s%S", i ? "." : "", item->child[i]->text);
    return text_str(&text);
}

/* What a block changes, as the record has it; empty where it does not say. */
static Str of_words(Arena *arena, const Node *of)
{
    Text text = text_open(arena);
    for (uint32_t i = 0; of && i < of->count; i++)
        text_printf(&text, "%s%S", i ? ", " : "", item_words(arena, of->child[i]));
    return text_str(&text);
}

/* A block of the framework: new, or as it was sealed. */
static bool take_amendment(Drafting *d, const Node *node, size_t *cap)
{
    SealRecord *record = d->record;
    const SealRecord *last = chain_last_rules(&d->gate->chain);
    const SealedAmendment *sealed;
    Arena *arena = d->gate->arena;
    SealedAmendment a = { .name = node->child[AT_AMENDMENT_NAME]->text,
                          .title = node->child[AT_AMENDMENT_TITLE]->text,
                          .article = node->child[AT_AMENDMENT_ARTICLE]->text,
                          .because = node->child[AT_AMENDMENT_BECAUSE]->text,
                          .of = of_words(arena, node->child[AT_AMENDMENT_OF]),
                          .from = node_year(node->child[AT_AMENDMENT_FROM]) };
    if (was_sealed(&d->gate->chain, a.name, &sealed))
        return same_amendment(&a, sealed) || was_changed(d, sealed);
    int least = last ? record_from(last) + (last->kind == KIND_SEAL) : record->term_first + 1;
    if (a.from < least || a.from > record->term_last) return cannot_begin(d, node, &a, least);
    GROW(arena, record->amendments, record->amendment_count, *cap);
    record->amendments[record->amendment_count++] = a;
    return true;
}

/* All that were sealed stand in the framework still. */
static bool all_kept(Drafting *d, const Model *model)
{
    const Chain *chain = &d->gate->chain;
    for (size_t r = 0; r < chain->count; r++)
        for (size_t i = 0; i < chain->records[r].amendment_count; i++) {
            const SealedAmendment *sealed = &chain->records[r].amendments[i];
            bool found = false;
            for (size_t f = 0; model_tree(model, f); f++) {
                const Node *tree = model_tree(model, f);
                for (uint32_t k = 0; k < tree->count; k++)
                    found |= tree->child[k]->kind == NODE_AMENDMENT &&
                             str_eq(tree->child[k]->child[AT_AMENDMENT_NAME]->text, sealed->name);
            }
            if (!found) return was_changed(d, sealed);
        }
    return true;
}

bool amendments_take(Drafting *d)
{
    size_t cap = 0;
    Model *model = compile_names(d->gate->arena, &d->program->sources, 0, d->gate->diags);
    for (size_t f = 0; model_tree(model, f); f++) {
        const Node *tree = model_tree(model, f);
        for (uint32_t i = 0; i < tree->count; i++)
            if (tree->child[i]->kind == NODE_AMENDMENT && !take_amendment(d, tree->child[i], &cap))
                return false;
    }
    return all_kept(d, model);
}

/* ---- which block names which change ---- */

/* Something that a new block says it changes. */
typedef struct Item {
    const Node *block, *node;
    Str words; /* m.high */
    bool used;
} Item;

typedef struct Matching {
    Drafting *d;
    const Node **blocks; /* the new ones */
    size_t block_count;
    Item *items;
    size_t item_count;
    Since since;
} Matching;

/* What a change is of: a declaration; the framework's own lines go by the framework's name. */
static Str owner_of(const Matching *m, const Change *change)
{
    return change->name.len ? change->name : m->d->record->framework;
}

static bool begins(Str text, Str with)
{
    return text.len > with.len && memcmp(text.at, with.at, with.len) == 0;
}

/* Whether a declaration has clauses that are amended one by one; others are named as a whole. */
static bool has_clauses(const Change *change)
{
    static const char *const kinds[] = { "measure ", "review ", "record " };
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (begins(change->declaration, str_of(kinds[i]))) return true;
    return str_eq(change->declaration, STR("framework"));
}

/* The name of a clause after its declaration's: `high` of `band high`, `leaves_out` of `leaves
 * out`; empty where it has none. */
static Str clause_of(Arena *arena, const Change *change)
{
    if (!has_clauses(change)) return STR_EMPTY;
    static const char *const named[] = { "band ", "finding ", "field ", "let ", "slot " };
    Str part = change->part;
    for (size_t i = 0; i < COUNT_OF(named); i++) {
        Str with = str_of(named[i]);
        if (begins(part, with)) return str_slice(part, with.len, part.len);
    }
    char *word = NEW_ARRAY(arena, char, part.len + 1);
    for (size_t i = 0; i < part.len; i++) word[i] = part.at[i] == ' ' ? '_' : part.at[i];
    Str clause = { word, part.len };
    return str_is_name(clause) ? clause : STR_EMPTY;
}

/* 2: the item names the clause; 1: the declaration; 0: neither. */
static int names_change(const Matching *m, const Item *item, const Change *change)
{
    Arena *arena = m->d->gate->arena;
    Str owner = owner_of(m, change), clause = clause_of(arena, change);
    if (str_eq(item->words, owner)) return 1;
    return clause.len && str_eq(item->words, str_printf(arena, "%S.%S", owner, clause)) ? 2 : 0;
}

/* The item that names a change most closely; of two alike the first, so that the second is idle. */
static Item *item_for(Matching *m, const Change *change)
{
    Item *best = NULL;
    int most = 0;
    for (size_t i = 0; i < m->item_count; i++) {
        int closeness = names_change(m, &m->items[i], change);
        if (closeness <= most) continue;
        most = closeness;
        best = &m->items[i];
    }
    return best;
}

/* What could be written after `of` for a change. */
static Str change_words(const Matching *m, const Change *change)
{
    Arena *arena = m->d->gate->arena;
    Str owner = owner_of(m, change), clause = clause_of(arena, change);
    return clause.len ? str_printf(arena, "%S.%S", owner, clause) : owner;
}

static bool is_sealed(const Chain *chain, const Node *block)
{
    const SealedAmendment *sealed;
    return was_sealed(chain, block->child[AT_AMENDMENT_NAME]->text, &sealed);
}

static void take_items(Matching *m, const Node *block)
{
    const Node *of = block->child[AT_AMENDMENT_OF];
    m->blocks[m->block_count++] = block;
    for (uint32_t i = 0; of && i < of->count; i++)
        m->items[m->item_count++] = (Item){ .block = block,
                                            .node = of->child[i],
                                            .words = item_words(m->d->gate->arena, of->child[i]) };
}

static void gather(Matching *m, Model *model)
{
    Arena *arena = m->d->gate->arena;
    size_t blocks = 0, items = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t f = 0; model_tree(model, f); f++) {
            const Node *tree = model_tree(model, f);
            for (uint32_t i = 0; i < tree->count; i++) {
                const Node *block = tree->child[i];
                if (block->kind != NODE_AMENDMENT || is_sealed(&m->d->gate->chain, block)) continue;
                const Node *of = block->child[AT_AMENDMENT_OF];
                blocks++;
                items += of ? of->count : 0;
                if (pass) take_items(m, block);
            }
        }
        if (pass) break;
        m->blocks = NEW_ARRAY(arena, const Node *, blocks + 1);
        m->items = NEW_ARRAY(arena, Item, items + 1);
    }
}

/* The names of changes that have no block, each once: what could be written after `of`. */
static Str unnamed_words(Matching *m)
{
    Arena *arena = m->d->gate->arena;
    Text text = text_open(arena);
    for (size_t i = 0; i < m->since.diff.count; i++) {
        const Change *change = &m->since.diff.changes[i];
        if (change_is_block(change) || item_for(m, change)) continue;
        Str words = change_words(m, change);
        bool before = false;
        for (size_t k = 0; k < i; k++) {
            const Change *other = &m->since.diff.changes[k];
            before = before || (!change_is_block(other) && !item_for(m, other) &&
                                str_eq(change_words(m, other), words));
        }
        if (!before) text_printf(&text, "%s%S", text.len ? ", " : "", words);
    }
    return text_str(&text);
}

static void tell_unnamed(Matching *m, const Change *change)
{
    Str args[] = { change->sentence, change_words(m, change) };
    Diag *diag = diag_add(m->d->gate->diags, D_AMEND_UNNAMED, args, COUNT_OF(args));
    since_place(&m->since, change, diag);
}

static void match(Matching *m)
{
    for (size_t i = 0; i < m->since.diff.count; i++) {
        const Change *change = &m->since.diff.changes[i];
        Item *item = change_is_block(change) ? NULL : item_for(m, change);
        if (item) item->used = true;
    }
}

/* A block that says nothing of what it changes: what it could say. */
static void tell_open(Matching *m, const Node *block)
{
    Str words = unnamed_words(m);
    Str args[] = { block->child[AT_AMENDMENT_NAME]->text, block->child[AT_AMENDMENT_TITLE]->text,
                   words.len ? words : STR("..."), block->child[AT_AMENDMENT_FROM]->text };
    diag_at(m->d->gate->diags, D_AMEND_OPEN, block->child[AT_AMENDMENT_NAME]->span,
            (Str[]){ STR_EMPTY, args[0], args[1], args[2], args[3] }, COUNT_OF(args) + 1);
}

static void tell_idle(Matching *m, const Item *item)
{
    Str words = unnamed_words(m);
    Str other = words.len ? str_printf(m->d->gate->arena, "Name what changed: %S.", words)
                          : STR("Take it out; a block that names nothing else is taken out too.");
    DIAG_AT(m->d->gate->diags, D_AMEND_IDLE, item->node->span,
            item->block->child[AT_AMENDMENT_NAME]->text, item->words, other);
}

/* A record is one text, which holds from one year on. */
static void tell_years(Matching *m)
{
    for (size_t i = 1; i < m->block_count; i++) {
        const Node *first = m->blocks[0]->child[AT_AMENDMENT_FROM],
                   *from = m->blocks[i]->child[AT_AMENDMENT_FROM];
        if (str_eq(first->text, from->text)) continue;
        Diag *diag = DIAG_AT(m->d->gate->diags, D_AMEND_YEARS, from->span, from->text, first->text);
        diag_also(m->d->gate->diags, diag, first->span, STR("and this one from another"));
        return;
    }
}

/* No new block at all: the first change stands for all. */
static bool none(Matching *m)
{
    Arena *arena = m->d->gate->arena;
    const SealRecord *last = chain_last_rules(&m->d->gate->chain);
    Str words = unnamed_words(m);
    const Change *first = since_first(&m->since, false);
    Str args[] = { first ? first->sentence : STR_EMPTY, words.len ? words : STR("..."),
                   year_words(arena, record_from(last) + (last->kind == KIND_SEAL)) };
    Diag *diag = diag_add(m->d->gate->diags, D_AMEND_NONE, args, COUNT_OF(args));
    if (!first) return false;
    since_place(&m->since, first, diag);
    diag->note = since_more(&m->since, first);
    return false;
}

bool amendments_fit(Drafting *d)
{
    size_t errors = d->gate->diags->errors;
    Sources *sources = &d->program->sources;
    Matching m = { .d = d };
    bool can_tell = since_sealed(d->gate, chain_last_rules(&d->gate->chain), sources, &m.since);
    gather(&m, compile_names(d->gate->arena, sources, 0, d->gate->diags));
    if (!m.block_count) return none(&m);
    tell_years(&m);
    if (!can_tell) return d->gate->diags->errors == errors;
    match(&m);
    for (size_t i = 0; i < m.since.diff.count; i++) {
        const Change *change = &m.since.diff.changes[i];
        if (!change_is_block(change) && !item_for(&m, change)) tell_unnamed(&m, change);
    }
    for (size_t i = 0; i < m.block_count; i++)
        if (!m.blocks[i]->child[AT_AMENDMENT_OF]) tell_open(&m, m.blocks[i]);
    for (size_t i = 0; i < m.item_count; i++)
        if (!m.items[i].used) tell_idle(&m, &m.items[i]);
    return d->gate->diags->errors == errors;
}
