/* op.c -- the table of instructions, made from op.def; it owns nothing and does nothing.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/program.h"

const OpInfo op_info[OP_COUNT] = {
#define OP(name, d, a, b, c, doc) { #name, { #d[0], #a[0], #b[0], #c[0] }, doc },
#include "vm/op.def"
#undef OP
};
