#!/bin/sh
# coverage.sh [NAME...] -- how many lines of what each fuzzer tests its corpus reaches.
#
# Builds the fuzzers for replay with clang's coverage into BUILD (by default build/coverage) and
# prints a line per source file and a total per fuzzer.  Ends with 1 when a total is below 85 %.
#   script    lexer, tokens, parser, sources, messages, checker, emitter
#   check     the checker
#   csv       runtime/table
#   verify    the verifier
#   example   the examples' own files (the VM and the rest come on top)
#   number    runtime/number but the sums
#   kept      manifests read back, records of seals, signatures
# SPDX-License-Identifier: Apache-2.0
set -u
cd "$(dirname "$0")/../.." || exit 2
build=${BUILD:-build/coverage}
least=85
tool() { command -v "$1" || command -v "$1-14" || command -v "$1-16"; }
profdata=$(tool llvm-profdata) && cov=$(tool llvm-cov) || {
    echo "coverage.sh needs llvm-cov and llvm-profdata" >&2
    exit 2
}
make -s BUILD="$build" CC=clang CFLAGS='-O1 -g -fprofile-instr-generate -fcoverage-mapping' \
    replays >&2 || exit 2

# The sources of a fuzzer's part.
part() {
    case $1 in
    script)
        echo lang/parse.c lang/syntax.c lang/token.c lang/pieces.c lang/source.c lang/node.c \
            lang/expected.c lang/blame.c lang/render.c lang/render_json.c lang/window.c \
            lang/compile.c lang/module.c lang/check/*.c lang/emit/*.c
        ;;
    csv) echo runtime/table/*.c ;;
    verify) echo runtime/vm/verify*.c ;;
    example) echo lang/example/*.c runtime/table/given.c ;;
    check) echo lang/check/*.c lang/check/*/*.c ;;
    kept) echo lang/archive/kept.c lang/archive/parsed.c lang/term/record.c lang/term/sshsig.c lang/term/chain.c ;;
    number)
        echo runtime/number/exact*.c runtime/number/round.c runtime/number/text*.c \
            runtime/number/lane.c runtime/number/lane_arith.c runtime/number/lane_divide.c \
            runtime/number/lane_round.c
        ;;
    esac
}

faults=0
[ $# -gt 0 ] || set -- script check csv verify example number kept
for name; do
    LLVM_PROFILE_FILE=$build/$name.profraw "$build/replay/fuzz_$name" "tests/fuzz/corpus/$name" ||
        exit 2
    "$profdata" merge -o "$build/$name.profdata" "$build/$name.profraw" || exit 2
    "$cov" export -format=lcov -instr-profile "$build/$name.profdata" \
        "$build/replay/fuzz_$name" >"$build/$name.lcov" || exit 2
    awk -F : -v name="$name" -v least=$least -v part="$(part "$name")" '
        BEGIN { count = split(part, list, " "); for (i = 1; i <= count; i++) wanted[list[i]] = 1 }
        $1 == "SF" { file = $2; sub(/^.*\/(\.\/)?lang\//, "lang/", file)
                     sub(/^.*\/(\.\/)?runtime\//, "runtime/", file); sub(/^\.\//, "", file) }
        $1 == "DA" && file in wanted {
            split($2, at, ","); lines[file]++; hit[file] += at[2] > 0; all++; met += at[2] > 0 }
        END { for (file in lines)
                  printf "  %-36s %5d of %5d lines  %5.1f %%\n", file, hit[file], lines[file],
                         100 * hit[file] / lines[file] | "sort"
              close("sort")
              printf "%-38s %5d of %5d lines  %5.1f %%\n", name, met, all, 100 * met / all
              exit 100 * met < least * all }' "$build/$name.lcov" || faults=$((faults + 1))
done
[ "$faults" -eq 0 ]
