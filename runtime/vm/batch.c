/* batch.c -- what several instructions of a batch ask of one register, worked out for the first
 * that asks; see step.h. SPDX-License-Identifier: Apache-2.0 */
#include "vm/step.h"

const Runs *batch_runs(Hand *hand, uint32_t reg)
{
    Shared *shared = &hand->shared[reg];
    if (shared->runs_at == hand->batch) return &shared->runs;
    Arena *arena = &hand->worker->batch;
    const uint32_t *row = column_flat(arena, &hand->reg[reg], hand->count).u32;
    shared->runs = runs_of(arena, row + hand->skip, hand->count - hand->skip);
    shared->runs_at = hand->batch;
    return &shared->runs;
}

static bool all_near(int16_t *restrict near, const int64_t *restrict number, size_t n)
{
    uint64_t reach = 0;
    for (size_t i = 0; i < n; i++) {
        near[i] = (int16_t)number[i];
        reach |= (uint64_t)number[i] + NEAR_MOST;
    }
    return reach <= 2 * NEAR_MOST + 1; /* a power of two less 1: no bit above it */
}

const int16_t *batch_near(Hand *hand, uint32_t reg)
{
    Shared *shared = &hand->shared[reg];
    const Column *column = &hand->reg[reg];
    if (shared->near_at == hand->batch) return shared->near;
    if (shared->far || column->lane != LANE_I64 || column->constant) return NULL;
    int16_t *near = NEW_ARRAY(&hand->worker->batch, int16_t, hand->count + NEAR_PAST);
    shared->far = !all_near(near, column->i64, hand->count);
    shared->near = shared->far ? NULL : near;
    shared->near_at = hand->batch;
    return shared->near;
}

/* The answers of all tests of the register, a bit each. */
static const uint8_t *batch_bits(Hand *hand, const InstrPlan *instr, const Column *code,
                                 Shared *shared)
{
    if (shared->bits_at == hand->batch && shared->luts == instr->luts) return shared->bits;
    uint8_t *restrict bits = NEW_ARRAY(&hand->worker->batch, uint8_t, hand->count);
    const uint8_t *restrict entry = code->u8, *luts = instr->luts;
    for (size_t i = 0; i < hand->count; i++) bits[i] = luts[entry[i]];
    shared->luts = luts;
    shared->bits = bits;
    shared->bits_at = hand->batch;
    return bits;
}

void batch_test(Hand *hand, const InstrPlan *instr, const Column *code, Column *out)
{
    Arena *arena = &hand->worker->batch;
    size_t n = hand->count;
    if (!instr->luts || code->constant) {
        code_test(arena, out, code, instr->lut, n);
        return;
    }
    uint32_t reg = instr->lut_of_b ? instr->in.b : instr->in.a;
    const uint8_t *restrict bits = batch_bits(hand, instr, code, &hand->shared[reg]);
    Column d = { .type = TYPE_YESNO, .count = n, .den = 1, .reason = code->reason };
    uint8_t *restrict yes = d.u8 = NEW_ARRAY(arena, uint8_t, n);
    const uint8_t bit = (uint8_t)(1u << instr->lut_bit);
    for (size_t i = 0; i < n; i++) yes[i] = (bits[i] & bit) != 0;
    for (size_t i = 0; d.reason && i < n; i++) yes[i] = d.reason[i] ? 0 : yes[i];
    *out = d;
}
