#!/bin/sh
# counts.sh BUILD [--record | --functions] -- how many instructions three small fixed runs take, counted
# by callgrind, against what is recorded in counts/ for the compiler that BUILD was made with: more
# than 2 % away is a failure, and a gain is recorded by --record. --functions tells where they go.
# One thread, and LUSTRUM_LANE=portable: the code for any processor of the kind; only the tool's own
# code is counted, so that neither libcrypto's choice of instructions nor the C library's is in it.
# BUILD has the usual flags.
# Says so, and ends with 0, where valgrind or a record for the compiler is missing.
# SPDX-License-Identifier: Apache-2.0
set -eu
build=${1:?usage: counts.sh BUILD [--record | --functions]}
mode=${2---check}
here=$(cd "$(dirname "$0")" && pwd)
examples=$here/../../examples
build=$(cd "$build" && pwd)
work=$build/counts
lustrum=$build/lustrum
rm -rf "$work"
mkdir -p "$work"

skip() {
    echo "counts: SKIPPED: $*"
    exit 0
}
command -v valgrind >/dev/null || skip 'valgrind is not here'
# What the objects say made them; of clang's builds also the C library's start files say gcc.
compiler=$(readelf -p .comment "$lustrum" | sed -n \
    -e 's/.*clang version \([0-9.]*\).*/1clang-\1/p' -e 's/.*GCC: (.*) \([0-9.]*\)$/2gcc-\1/p' |
    sort | head -n 1 | cut -c 2-)-$(uname -m)
record=$here/counts/$compiler.tsv
[ "$mode" != --check ] || [ -e "$record" ] ||
    skip "no counts are recorded for $compiler; counts.sh $build --record writes counts/$compiler.tsv"

"$build/examples/england_secondary/generate" "$work/plain" --schools 60 --pupils 10000 --seed 7 --plain
"$build/examples/england_secondary/generate" "$work/less" --schools 30 --pupils 5000 --seed 8 --plain
"$build/examples/england_secondary/generate" "$work/two" --schools 30 --pupils 3000 --years 2 --seed 7
python3 "$here/vary.py" shuffled "$work/less" "$work/shuffled"
python3 "$here/vary.py" quoted "$work/shuffled" "$work/odd"

count() { # NAME ROWS-FILE COMMAND...
    name=$1
    rows=$2
    shift 2
    env -i PATH="$PATH" LC_ALL=C LUSTRUM_LANE=portable OPENSSL_ia32cap=0:0 \
        GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-AVX512F \
        valgrind --tool=callgrind --callgrind-out-file="$work/$name.callgrind" --quiet \
        "$@" --threads 1 --quiet >"$work/$name.log" 2>&1 || {
        cat "$work/$name.log" >&2
        exit 1
    }
    if [ "$mode" = --functions ]; then
        echo "$name, instructions and how many a row of $(basename "$rows"):"
        python3 "$here/counts.py" "$work/$name.callgrind" lustrum $(($(wc -l <"$rows") - 1))
    else
        printf '%s\t%s\n' "$name" "$(python3 "$here/counts.py" "$work/$name.callgrind" lustrum)" >>"$work/now"
    fi
}
national=$examples/national/national.lustrum
count national "$work/plain/results.csv" "$lustrum" review "$national" --data "$work/plain" --year 2025/26 \
    --out "$work/out1"
count shuffled_quoted "$work/odd/results.csv" "$lustrum" review "$national" --data "$work/odd" --year 2025/26 \
    --out "$work/out2"
count secondary "$work/two/2026-27/results.csv" "$lustrum" review \
    "$examples/england_secondary/secondary.lustrum" --data "$work/two" --year 2026/27 --out "$work/out3"
rm -rf "$work/plain" "$work/less" "$work/two" "$work/shuffled" "$work/odd"
case $mode in
--functions) exit 0 ;;
--record)
    cp "$work/now" "$record"
    echo "counts: recorded for $compiler"
    cat "$record"
    exit 0
    ;;
esac
echo "counts of $compiler: run, recorded, now, change"
awk -F '\t' '
    NR == FNR { recorded[$1] = $2; next }
    !($1 in recorded) { printf "  %-16s is not recorded\n", $1; bad = 1; next }
    { change = 100 * ($2 - recorded[$1]) / recorded[$1]
      far = change > 2 || change < -2
      bad += far
      printf "  %-16s %12d %12d %+6.2f %%%s\n", $1, recorded[$1], $2, change, far ? "  TOO FAR" : "" }
    END { if (bad) print "counts: more than 2 % away; if it is meant, tests/bench/counts.sh BUILD --record"
          exit bad > 0 }' "$record" "$work/now"
