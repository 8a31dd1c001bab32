#!/bin/sh
# run.sh BUILD -- what the national review costs, beside DuckDB and beside one C program written for
# these very files, all in one run on one machine; and the ratios that are asked of it, with what is
# asked. SIZES="60000 600000" pupils unless set (6000000 is the nation over ten years: 2.2 GB of
# results, reviewed once more with --max-memory 1G, whose file is in TMPDIR or /var/tmp); ROUNDS=7, in
# each of which every program runs once. Data in another dress (no order, quotes) and the full
# secondary framework only up to 600000. Data and tools go to BUILD/bench.
# Ends with 1 when the programs do not agree, with 2 when something that it needs cannot be had.
# SPDX-License-Identifier: Apache-2.0
set -eu
build=${1:?usage: run.sh BUILD}
sizes=${SIZES:-60000 600000}
rounds=${ROUNDS:-7}
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

# ---- the programs of one size; table.py knows them by these names ----
review() { # OUT FRAMEWORK DATA OPTION...
    to=$1
    rules=$2
    from=$3
    shift 3
    echo "$lustrum review $rules --data $from --year 2025/26 --out $out/$to $*"
}
national() { # OUT DATA THREADS OPTION...
    to=$1
    from=$2
    threads=$3
    shift 3
    review "$to" "$examples/national/national.lustrum" "$from" --threads "$threads" "$@"
}
duck() { # OUT DATA THREADS
    echo "node $here/duckdb.mjs $2 $out/$1.csv $3"
}
programs() { # a line each: name, command
    echo "Lustrum, 2 threads|$(national lustrum2 "$data" 2)"
    echo "Lustrum, 1 thread|$(national lustrum1 "$data" 1)"
    echo "Lustrum, other rules|$(review renamed "$here/renamed.lustrum" "$data/renamed" --threads 2)"
    echo "DuckDB, 2 threads|$(duck duckdb2 "$data" 2)"
    echo "DuckDB, 1 thread|$(duck duckdb1 "$data" 1)"
    [ -n "$varied" ] || echo "Lustrum, at most 1G|$(national limited "$data" 2 --max-memory 1G)"
    [ -n "$varied" ] || return 0
    echo "Lustrum, shuffled|$(national shuffled "$data/shuffled" 2)"
    echo "DuckDB, shuffled|$(duck duckdb_shuffled "$data/shuffled" 2)"
    echo "Lustrum, quoted|$(national quoted "$data/quoted" 2)"
    echo "DuckDB, quoted|$(duck duckdb_quoted "$data/quoted" 2)"
    echo "Lustrum, secondary|$(review secondary "$examples/england_secondary/secondary.lustrum" \
        "$data/secondary" --threads 2)"
}

make_data() {
    schools=$((pupils / 170 + 1))
    if [ ! -e "$data/done" ]; then
        "$work/generate" "$data" --schools "$schools" --pupils "$pupils" --seed 42 --plain
        python3 "$here/rename.py" "$data" "$data/renamed"
        : >"$data/done"
    fi
    if [ -n "$varied" ] && [ ! -e "$data/varied" ]; then
        python3 "$here/vary.py" shuffled "$data" "$data/shuffled"
        python3 "$here/vary.py" quoted "$data" "$data/quoted"
        "$work/generate" "$data/secondary" --schools "$schools" --pupils "$pupils" --seed 42
        : >"$data/varied"
    fi
}

peak() { # NAME COMMAND...
    name=$1
    shift
    megabytes=$(python3 "$here/peak.py" "$@" 2>"$out/peak.log") || {
        cat "$out/peak.log" >&2
        stop "this does not run: $*"
    }
    printf '%s\t%s\n' "$name" "$megabytes" >>"$out/peaks"
}

# Every program once, in turn.  The C limit is over in a tenth of a second: ten runs of it are timed.
time_round() { # ROUND
    set -- "$1" hyperfine -N --style none --runs 1 --export-json "$out/round-$1.json" \
        -n 'C limit, ten times' "sh $out/limit10"
    round_number=$1
    shift
    while IFS='|' read -r name command; do set -- "$@" -n "$name" "$command"; done <"$out/programs"
    "$@" >"$out/hyperfine.log" 2>&1 || {
        cat "$out/hyperfine.log" >&2
        stop "a program failed while it was timed"
    }
    # shellcheck disable=SC2046 # the command line is meant to be split
    set -- $(national lustrum2 "$data" 2 --profile --json --quiet)
    "$@" 2>"$out/profile.log" >/dev/null
    grep 'lustrum/profile@1' "$out/profile.log" >"$out/profile-$round_number.json"
}

disagree=0
agree() { # WHAT COMMAND...
    printf '  %s: ' "$1"
    shift
    "$@" || disagree=1
}
same_bytes() { # OUT...: all have the first one's School.csv
    first=$1
    for other in "$@"; do
        cmp -s "$out/$first/School.csv" "$out/$other/School.csv" || {
            echo DIFFERENT
            return 1
        }
    done
    echo the same bytes
}
same_files() { # OUT OTHER
    if diff -r "$out/$1" "$out/$2" >/dev/null; then
        echo the same bytes in every file
    else
        echo DIFFERENT
        return 1
    fi
}
judge() { # Not only fast but the same: as DuckDB up to its doubles, and in every dress.
    python3 "$examples/national/to_yardstick.py" "$out/lustrum2" >"$out/lustrum.csv"
    agree 'Lustrum and DuckDB' python3 "$here/compare.py" "$out/duckdb2.csv" "$out/lustrum.csv"
    agree 'C limit and DuckDB' python3 "$here/compare.py" "$out/duckdb2.csv" "$out/limit2.csv"
    agree 'Lustrum with 1 and 2 threads' same_bytes lustrum2 lustrum1
    [ -n "$varied" ] || agree 'Lustrum with --max-memory 1G' same_files lustrum2 limited
    [ -z "$varied" ] || agree 'Lustrum on shuffled and quoted data' same_bytes lustrum2 shuffled quoted
}

for pupils in $sizes; do
    data=$work/data-$pupils
    out=$work/out-$pupils
    varied=
    [ "$pupils" -gt 600000 ] || varied=yes
    make_data
    rm -rf "$out"
    mkdir -p "$out"
    cd "$work/duckdb"
    limit="$work/limit $data $out/limit2.csv 2 r"
    echo "for run in 1 2 3 4 5 6 7 8 9 10; do $limit || exit; done" >"$out/limit10"
    programs >"$out/programs"
    # Each once: it warms the files, measures memory, and leaves results to compare.
    # shellcheck disable=SC2086 # the command lines are meant to be split
    {
        peak 'C limit, 2 threads' $limit
        while IFS='|' read -r name command; do peak "$name" $command </dev/null; done <"$out/programs"
    }
    round=1
    while [ "$round" -le "$rounds" ]; do
        time_round "$round"
        round=$((round + 1))
    done
    megabytes=$(du -cm "$data"/*.csv | tail -n 1 | cut -f 1)
    rows=$(($(wc -l <"$data/results.csv") - 1))
    python3 "$here/table.py" "$out" "$pupils" "$rows" "$megabytes"
    judge
done
# shellcheck disable=SC2086 # the sizes are meant to be split
python3 "$here/growth.py" "$work" $sizes
exit "$disagree"
