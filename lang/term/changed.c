/* changed.c -- what to say when rules are not what was sealed: the change that says most, as
 * `lustrum diff` tells it, with the sealed line beside the line that there is now.  Where nothing
 * can be told so (sealed texts that this version cannot read), the first words that differ.
 * SPDX-License-Identifier: Apache-2.0 */
#include "module.h"
#include "result/cell.h"
#include "term/since.h"
#include "token.h"

/* The next token that is a word of the rules, and not layout or a comment. */
static uint32_t skip_trivia(const Source *source, uint32_t t)
{
    while (t + 1 < source->token_count && token_is_trivia(source->tokens[t].kind)) t++;
    return t;
}

/* The first words that differ; both at the last token when none do. */
static void first_other(const Source *is, const Source *was, uint32_t *i, uint32_t *w)
{
    *i = skip_trivia(is, 0);
    *w = skip_trivia(was, 0);
    while (*i + 1 < is->token_count && *w + 1 < was->token_count &&
           str_eq(token_text(is, *i), token_text(was, *w))) {
        *i = skip_trivia(is, *i + 1);
        *w = skip_trivia(was, *w + 1);
    }
}

/* The source of a sealed file, as the rules call it now; NONE when it is no part of them. */
static uint32_t source_of(const Sources *sources, size_t count, Str name)
{
    for (uint32_t i = 0; i < count; i++)
        if (str_eq(module_file_name(sources, i), name)) return i;
    return UINT32_MAX;
}

/* Where file `is` first differs from the sealed text, which becomes a source too; false when no
 * word does. */
static bool place(Gate *gate, Sources *sources, uint32_t is, const SealedFile *sealed, Diag *diag)
{
    uint32_t was, i, w;
    Str name = str_printf(gate->arena, "%S in %S", sealed->name, gate->chain.path);
    if (!source_add(sources, gate->diags, name, sealed->text, &was)) return false;
    tokens_read(sources, is, gate->diags);
    tokens_read(sources, was, gate->diags);
    first_other(&sources->items[is], &sources->items[was], &i, &w);
    if (i + 1 == sources->items[is].token_count && w + 1 == sources->items[was].token_count)
        return false;
    diag->span = token_span(&sources->items[is], is, i);
    diag->has_span = true;
    diag_also(gate->diags, diag, token_span(&sources->items[was], was, w), STR("as it was sealed"));
    return true;
}

static Str signed_by(Arena *arena, const Chain *chain, const SealRecord *record)
{
    Text text = text_open(arena);
    SshSig sig;
    const Keyset *keys = chain_signers_of(chain, record);
    for (size_t i = 0; i < record->signature_count; i++) {
        sshsig_read(arena, record->signatures[i], &sig);
        const SshKey *key = keyset_find(keys, sig.key);
        text_printf(&text, "%s%S (%S)", i ? ", " : "", key->name, sshkey_print(arena, sig.key));
    }
    return text_str(&text);
}

static bool other_hash(Arena *arena, Str sealed, Str now)
{
    return !str_eq(sealed, str_printf(arena, "sha256:%S", now));
}

void changed_tell(Gate *gate, const SealRecord *sealed, Sources *sources, const Meaning *now,
                  bool meaning)
{
    Arena *arena = gate->arena;
    size_t count = sources->count;
    Since since;
    const Change *first =
        since_sealed(gate, sealed, sources, &since) ? since_first(&since, !meaning) : NULL;
    Str args[] = { sealed->framework, year_words(arena, sealed->term_last),
                   first ? first->sentence : STR("not what was sealed") };
    Diag *diag =
        diag_add(gate->diags, meaning ? D_SEAL_MEANING : D_SEAL_WORDING, args, COUNT_OF(args));
    if (first) since_place(&since, first, diag);
    for (size_t f = 0; !first && f < sealed->file_count; f++) {
        const SealedFile *file = &sealed->files[f];
        uint32_t source = source_of(sources, count, file->name);
        const FileMeaning *is = NULL;
        for (size_t i = 0; i < now->file_count; i++)
            if (now->files[i].file == source) is = &now->files[i];
        if (!is) continue;
        Str was = meaning ? file->meaning : file->wording;
        if (other_hash(arena, was, meaning ? is->meaning_sha256 : is->wording_sha256) &&
            place(gate, sources, source, file, diag))
            break;
    }
    Str more = first ? since_more(&since, first) : STR_EMPTY;
    diag->note = str_printf(gate->diags->arena, "%S%sSealed %S by %S; signed by %S", more,
                            more.len ? ".  " : "", sealed->on,
                            str_printable(arena, sealed->agreed_by, RECORD_WORDS),
                            signed_by(arena, &gate->chain, sealed));
}
