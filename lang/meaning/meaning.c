/* meaning.c -- the three hashes; see meaning.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "meaning/meaning.h"
#include "meaning/form/form.h"
#include "module.h"
#include "sha256.h"
#include <stdlib.h>

typedef struct NamedFile {
    Str name, sha256;
} NamedFile;

static int by_name(const void *a, const void *b)
{
    return str_compare(((const NamedFile *)a)->name, ((const NamedFile *)b)->name);
}

/* Of the texts of all files, as lines of their hashes and names. */
static Str bytes_hash(Arena *arena, const Model *model, const Meaning *meaning)
{
    NamedFile *files = NEW_ARRAY(arena, NamedFile, meaning->file_count + 1);
    for (size_t i = 0; i < meaning->file_count; i++)
        files[i] = (NamedFile){ module_file_name(model->sources, meaning->files[i].file),
                                meaning->files[i].bytes_sha256 };
    if (meaning->file_count) qsort(files, meaning->file_count, sizeof(*files), by_name);
    Text text = text_open(arena);
    for (size_t i = 0; i < meaning->file_count; i++)
        text_printf(&text, "%S  %S\n", files[i].sha256, files[i].name);
    return sha256_text(arena, text_str(&text));
}

void meaning_of_model(Arena *arena, Model *model, Meaning *out)
{
    Form *form = form_of(arena, model, NULL);
    *out = (Meaning){ .canonical = form_text(form, UINT32_MAX),
                      .wording = form_words(form, UINT32_MAX) };
    out->meaning_sha256 = sha256_text(arena, out->canonical);
    out->wording_sha256 = sha256_text(arena, out->wording);
    while (model_tree(model, out->file_count)) out->file_count++;
    out->files = NEW_ARRAY(arena, FileMeaning, out->file_count + 1);
    for (size_t i = 0; i < out->file_count; i++) {
        uint32_t file = model_tree(model, i)->span.file;
        out->files[i] =
            (FileMeaning){ .file = file,
                           .meaning_sha256 = sha256_text(arena, form_text(form, file)),
                           .wording_sha256 = sha256_text(arena, form_words(form, file)),
                           .bytes_sha256 = sha256_text(arena, model->sources->items[file].text) };
    }
    out->bytes_sha256 = bytes_hash(arena, model, out);
}

bool meaning_of(Arena *arena, Sources *sources, uint32_t file, Diags *diags, Meaning *out)
{
    size_t errors = diags->errors;
    Model *model = compile_model(arena, sources, file, 0, NULL, 0, diags);
    if (diags->errors != errors) return false;
    meaning_of_model(arena, model, out);
    return true;
}

bool meaning_of_checked(Arena *arena, Sources *sources, uint32_t file, Diags *diags, Meaning *out)
{
    size_t errors = diags->errors;
    Model *model = compile_names(arena, sources, file, diags);
    if (diags->errors != errors) return false;
    meaning_of_model(arena, model, out);
    return true;
}
