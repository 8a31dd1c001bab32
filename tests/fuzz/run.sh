#!/bin/sh
# run.sh FOLDER SECONDS -- hunts with every fuzzer in FOLDER, one after another, SECONDS each.
#
# ONLY=script takes one of them.  New inputs are kept in FOLDER/work/NAME (delete it to start from
# the corpus alone), a faulty one in FOLDER/found/NAME-*.  The words of the rule language come from
# the grammar.  Ends with 1 when something was found.
# SPDX-License-Identifier: Apache-2.0
set -u
folder=${1:?usage: run.sh FOLDER SECONDS}
seconds=${2:-60}
here=$(dirname "$0")
faults=0
mkdir -p "$folder/found" || exit 2
{
    cat "$here/script.dict"
    sed -n 's/^%token//p' "$here/../../lang/grammar.y" | grep -o '"[a-z]*"' | sort -u
} >"$folder/script.dict"
cp "$folder/script.dict" "$folder/example.dict"
for fuzzer in "$folder"/fuzz_*; do
    case $fuzzer in *.d) continue ;; esac
    name=${fuzzer##*/fuzz_}
    [ "${ONLY-$name}" = "$name" ] || continue
    set --
    [ ! -e "$here/$name.dict" ] || set -- -dict="$here/$name.dict"
    [ ! -e "$folder/$name.dict" ] || set -- -dict="$folder/$name.dict"
    mkdir -p "$folder/work/$name"
    echo "fuzz $name, $seconds seconds"
    LUSTRUM_FUZZ_COUNT=1 nice -n 10 "$fuzzer" "$@" -max_total_time="$seconds" -timeout=100 -max_len=16384 \
        -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$folder/found/$name-" \
        "$folder/work/$name" "$here/corpus/$name" >"$folder/$name.log" 2>&1 || {
        faults=$((faults + 1))
        grep -aE 'ERROR|SUMMARY|does not hold|runtime error' "$folder/$name.log"
    }
    grep -aE '^stat::(number_of_executed_units|peak_rss_mb)|cov:' "$folder/$name.log" | tail -n 3
    grep -a '^compared:' "$folder/$name.log" || true
done
echo "fuzz: $faults of them found something"
[ "$faults" -eq 0 ]
