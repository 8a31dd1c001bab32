#!/bin/sh
# generate.sh LUSTRUM FOLDER -- writes the pages of the reference that are made from tables of the
# sources: commands.md, opcodes.md, messages.md, catalogue.md, limits.md.  `make spec` keeps them, tests/drift.sh compares.
# SPDX-License-Identifier: Apache-2.0
set -eu
lustrum=$1
to=$2
mkdir -p "$to"
"$lustrum" help --markdown >"$to/commands.md"

# OP(NAME, d, a, b, c, "what it does") and the section comments between.
{
    printf '# Instructions\n\nMade from `runtime/vm/op.def` by `make spec`; do not edit.\n'
    printf 'What the letters of the operands mean stands in [bytecode.md](bytecode.md).\n'
    sed -n -e 's|^/\* ---- \(.*\) ---- \*/$|\n## \1\n\n\| instruction \| d \| a \| b \| c \| what it does \|\n\| --- \| --- \| --- \| --- \| --- \| --- \||p' \
        -e 's/^OP(\([A-Z_]*\), *\(.\), *\(.\), *\(.\), *\(.\), *"\(.*\)")$/| `\1` | \2 | \3 | \4 | \5 | \6 |/p' \
        runtime/vm/op.def
} >"$to/opcodes.md"

# DIAG(NAME, "L0101", SEVERITY, "title", ... over several lines.
{
    printf '# Messages\n\nMade from `runtime/diag.def` by `make spec`; do not edit. '
    printf 'Each has a page: `lustrum explain CODE`.\n'
    sed -n -e 's|^/\* ---- \(.*\) ---- \*/$|\n## \1\n\n\| code \| what it says \|\n\| --- \| --- \||p' \
        -e 's/^DIAG([A-Z0-9_]*, *"\(L[0-9]*\)", *[A-Z]*, *"\(\([^"\\]\|\\.\)*\)".*/| [\1](errors\/\1.md) | \2 |/p' \
        runtime/diag.def | sed 's/\\"/"/g; s/%\([1-6]\)/…/g'
} >"$to/messages.md"

python3 tests/catalogue/run.py --page "$to/catalogue.md"
python3 tests/limits.py --page "$to/limits.md"
