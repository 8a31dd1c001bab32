#!/bin/sh
# run.sh BUILD -- what the national review costs, beside DuckDB and beside one C program written for
# these very files, all in one run on one machine. SIZES="60000 600000" pupils unless set (6000000 is
# the nation over ten years: 2.2 GB of results); ROUNDS=5. Data and tools go to BUILD/bench.
# Ends with 1 when the programs do not agree, with 2 when something that it needs cannot be had.
# SPDX-License-Identifier: Apache-2.0
set -eu
build=${1:?usage: run.sh BUILD}
sizes=${SIZES:-60000 600000}
rounds=${ROUNDS:-5}
here=$(cd "$(dirname "$0")" && pwd)
examples=$here/../../examples
work=$build/bench
mkdir -p "$work"
build=$(cd "$build" && pwd)
work=$build/bench

stop() {
    echo "bench: $*" >&2
    exit 2
}
for tool in hyperfine node npm python3 "${CC:=cc}"; do
    command -v "$tool" >/dev/null || stop "$tool is not here; the comparison needs it"
done
case $build$here in *[[:space:]]*) stop "the folders must have no spaces in their names" ;; esac
lustrum=$build/lustrum
[ -x "$lustrum" ] || stop "$lustrum is not built"

# ---- the other programs ----
vector=
if grep -q -w avx2 /proc/cpuinfo 2>/dev/null; then vector='-mavx2 -mbmi -mbmi2 -mlzcnt -mpopcnt'; fi
# shellcheck disable=SC2086 # the flags are meant to be split
"$CC" -O3 $vector -w -pthread -o "$work/limit" "$here/limit.c" -lm || stop "limit.c does not compile"
"$CC" -std=c11 -D_GNU_SOURCE -O2 -o "$work/generate" "$examples/england_secondary/generate.c" ||
    stop "generate.c does not compile"
mkdir -p "$work/duckdb"
(cd "$work/duckdb" && [ -d node_modules/@duckdb/node-api ] ||
    npm install --silent --no-audit --no-fund --prefix . @duckdb/node-api@1.5.6-r.1) ||
    stop "npm cannot install @duckdb/node-api; without a peer there is nothing to compare with"

# ---- one size ----
national() { # THREADS: the command line of Lustrum
    echo "$lustrum review $examples/national/national.lustrum --data $data --year 2025/26" \
        "--threads $1 --out $out/lustrum$1"
}
renamed() {
    echo "$lustrum review $here/renamed.lustrum --data $data/renamed --year 2025/26 --threads 2" \
        "--out $out/renamed"
}
duck() { echo "node $here/duckdb.mjs $data $out/duckdb$1.csv $1"; }
limit() { echo "$work/limit $data $out/limit$1.csv $1 r"; }

peak() { # NAME COMMAND...
    name=$1
    shift
    megabytes=$(python3 "$here/peak.py" "$@" 2>"$out/peak.log") || {
        cat "$out/peak.log" >&2
        stop "this does not run: $*"
    }
    printf '%s\t%s\n' "$name" "$megabytes" >>"$out/peaks"
}

disagree=0
for pupils in $sizes; do
    data=$work/data-$pupils
    out=$work/out-$pupils
    if [ ! -e "$data/done" ]; then
        "$work/generate" "$data" --schools $((pupils / 170 + 1)) --pupils "$pupils" --seed 42 --plain
        python3 "$here/rename.py" "$data" "$data/renamed"
        : >"$data/done"
    fi
    rm -rf "$out"
    mkdir -p "$out"

    # Each once: it warms the files, measures memory, and leaves results to compare.
    cd "$work/duckdb"
    # shellcheck disable=SC2046 # the command lines are meant to be split
    {
        peak 'Lustrum, 2 threads' $(national 2)
        peak 'Lustrum, 1 thread' $(national 1)
        peak 'Lustrum, other rules' $(renamed)
        peak 'DuckDB, 2 threads' $(duck 2)
        peak 'C limit, 2 threads' $(limit 2)
    }
    round=1
    while [ "$round" -le "$rounds" ]; do
        hyperfine -N --style none --runs 2 --export-json "$out/round-$round.json" \
            -n 'Lustrum, 2 threads' "$(national 2)" -n 'Lustrum, 1 thread' "$(national 1)" \
            -n 'Lustrum, other rules' "$(renamed)" -n 'DuckDB, 2 threads' "$(duck 2)" \
            -n 'C limit, 2 threads' "$(limit 2)" >"$out/hyperfine.log" 2>&1 || {
            cat "$out/hyperfine.log" >&2
            stop "a program failed while it was timed"
        }
        round=$((round + 1))
    done
    megabytes=$(du -cm "$data"/*.csv | tail -n 1 | cut -f 1)
    python3 "$here/table.py" "$pupils pupils, $megabytes MB" "$out/peaks" "$out"/round-*.json

    # Not only fast but the same: as DuckDB up to its doubles, and for any number of threads.
    python3 "$examples/national/to_yardstick.py" "$out/lustrum2" >"$out/lustrum.csv"
    printf '  Lustrum and DuckDB: '
    python3 "$here/compare.py" "$out/duckdb2.csv" "$out/lustrum.csv" || disagree=1
    printf '  C limit and DuckDB: '
    python3 "$here/compare.py" "$out/duckdb2.csv" "$out/limit2.csv" || disagree=1
    printf '  Lustrum with 1 and 2 threads: '
    if cmp -s "$out/lustrum1/School.csv" "$out/lustrum2/School.csv"; then
        echo the same bytes
    else
        echo DIFFERENT
        disagree=1
    fi
done
exit "$disagree"
