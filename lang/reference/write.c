/* write.c -- the text of a reference: see reference.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "module.h"
#include "reference/reference.h"
#include "result/account.h"
#include "sha256.h"

static void add_line(Text *text, const Str *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i) text_byte(text, ',');
        text_csv(text, cells[i]);
    }
    text_byte(text, '\n');
}

static void add_head(Text *text, Str what, Str name, Str figure, Str value)
{
    Str cells[] = { what, name, figure, STR_EMPTY, value, STR_EMPTY };
    add_line(text, cells, COUNT_OF(cells));
}

Str reference_text(Arena *arena, const Work *work, const Maker *makers, size_t maker_count,
                   const PassRows *rows)
{
    const Program *program = work->program;
    const Ledger *ledger = &work->tables.ledger;
    Text text = text_open(arena);
    text_add(&text, STR("what,name,figure,group,value,reason\n"));
    add_head(&text, STR("framework"), program->name, STR_EMPTY, STR_EMPTY);
    add_head(&text, STR("edition"), STR_EMPTY, STR_EMPTY,
             str_printf(arena, "%d", (int64_t)program->edition));
    add_head(&text, STR("year"), STR_EMPTY, STR_EMPTY, year_words(arena, program->year));
    add_head(&text, STR("vintage"), STR_EMPTY, STR_EMPTY, str_of(work->options->vintage));
    add_head(&text, STR("tool"), STR("lustrum"), STR_EMPTY, STR(LUS_VERSION));
    for (size_t i = 0; i < maker_count; i++) {
        PassRow of = { .what = STR("meaning"), .record = makers[i].record };
        add_head(&text, section_what(arena, &of), STR_EMPTY, STR_EMPTY, makers[i].meaning);
    }
    if (program->standing.mode == MODE_OFFICIAL)
        add_head(&text, STR("seal"), program->standing.log,
                 str_printf(arena, "%u", program->standing.records), program->standing.last);
    for (uint32_t i = 0; i < work->sources->count; i++)
        add_head(&text, STR("rules"), module_file_name(work->sources, i), STR_EMPTY,
                 sha256_text(arena, work->sources->items[i].text));
    for (size_t i = 0; i < ledger->file_count; i++)
        add_head(&text, STR("data"), program->schemas[ledger->files[i].record].name,
                 file_name(ledger->files[i].file), ledger->files[i].sha256);
    if (ledger->corrections)
        add_head(&text, STR("data"), STR("corrections"), file_name(ledger->corrections->file.file),
                 ledger->corrections->file.sha256);
    for (size_t i = 0; i < rows->count; i++) {
        const PassRow *row = &rows->items[i];
        Str cells[] = {
            section_what(arena, row), row->measure, row->figure, row->group, row->value, row->reason
        };
        add_line(&text, cells, COUNT_OF(cells));
    }
    return text_str(&text);
}
