/* support.c -- who could help whom: support.csv.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "emit/emit.h"

static SupportOut support_out(Emit *emit, const Support *support)
{
    size_t count = support->figure_count;
    Str *names = NEW_ARRAY(emit->arena, Str, count + 1);
    uint32_t *figures = NEW_ARRAY(emit->arena, uint32_t, count + 1);
    uint32_t *ranks = NEW_ARRAY(emit->arena, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        names[i] = support->figure_name[i];
        figures[i] = emit_kept(emit, support->figure[i]);
        ranks[i] = emit_kept(emit, support->rank[i]);
    }
    emit_fields_of(emit, support->of);
    if (support->group) emit_fields_of(emit, support->group);
    return (SupportOut){ .name = support->name,
                         .title = support->title,
                         .of = support->of->index,
                         .group = support->group ? support->group->index : NONE,
                         .row = emit_kept(emit, support->row),
                         .seeks = emit_kept(emit, support->seeks),
                         .offers = emit_kept(emit, support->offers),
                         .nearest = (uint32_t)support->nearest,
                         .figure_count = (uint32_t)count,
                         .figure_name = names,
                         .figure = figures,
                         .rank = ranks };
}

void emit_supports(Emit *emit)
{
    const Model *model = emit->model;
    Program *program = emit->program;
    program->supports = NEW_ARRAY(emit->arena, SupportOut, model->support_count + 1);
    for (size_t i = 0; i < model->support_count; i++)
        program->supports[program->support_count++] = support_out(emit, model->supports[i]);
}
