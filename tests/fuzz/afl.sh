#!/bin/sh
# afl.sh BUILD SECONDS [SANITIZED] -- AFL++ on the command, as afl-clang-fast made it in BUILD: half of
# the time `lustrum check` of any rules, half `lustrum review` of any pupils by the first example.
#
# Both begin from the corpora of the other fuzzers.  What ended by a signal or took too long is in
# BUILD/afl/out/NAME/default (crashes, hangs).  Where SANITIZED, a command with sanitizers, is given, it
# runs every input once that took a way of its own.  Ends with 1 when anything was found; with 0, and a
# word, where there is no AFL++.
# SPDX-License-Identifier: Apache-2.0
set -u
build=${1:?usage: afl.sh BUILD SECONDS [SANITIZED]}
seconds=${2:?usage: afl.sh BUILD SECONDS [SANITIZED]}
sanitized=${3:-}
here=$(dirname "$0")
first=$here/../../examples/first
faults=0
command -v afl-fuzz >/dev/null || {
    echo 'afl: AFL++ is not installed (package afl++), so nothing was tried'
    exit 0
}
export AFL_NO_UI=1 AFL_NO_AFFINITY=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1
export XDG_STATE_HOME="$build/afl/state" LC_ALL=C
rm -rf "$build/afl"
mkdir -p "$build/afl/in/check" "$build/afl/in/review"
find "$here/corpus/script" -type f -size -4k -exec cp {} "$build/afl/in/check" \;
find "$here/corpus/csv" -type f -size -2k -exec cp {} "$build/afl/in/review" \;
head -n 20 "$first/pupils.csv" >"$build/afl/in/review/pupils"
{
    grep '^"' "$here/script.dict"
    sed -n 's/^%token//p' "$here/../../lang/grammar.y" | grep -o '"[a-z]*"' | sort -u
} | awk '{ print "w" NR "=" $0 }' >"$build/afl/check.dict" # AFL++ wants a name before each

# COMMAND... before what lustrum is asked of FILE: command NAME TOOL FILE COMMAND...
asked() {
    name=$1 tool=$2 file=$3
    shift 3
    case $name in
    check) "$@" "$tool" check "$file" ;;
    review)
        "$@" "$tool" review "$first/first.lustrum" --data "$first" --year 2025/26 --threads 1 \
            --table "Pupil=$file"
        ;;
    esac
}

for name in check review; do
    out=$build/afl/out/$name
    mkdir -p "$out"
    dict=$build/afl/$name.dict
    [ -e "$dict" ] || dict=
    echo "afl $name, $((seconds / 2)) seconds"
    asked "$name" "$build/lustrum" @@ nice -n 19 afl-fuzz -i "$build/afl/in/$name" -o "$out" \
        -V $((seconds / 2)) -t 10000 -m none ${dict:+-x "$dict"} -- >"$out/log" 2>&1 || {
        tail -n 5 "$out/log"
        faults=$((faults + 1))
        continue
    }
    grep -E '^(run_time|execs_done|edges_found|corpus_count|corpus_found|saved_crashes|saved_hangs)' \
        "$out/default/fuzzer_stats"
    for file in "$out"/default/crashes/id* "$out"/default/hangs/id*; do
        [ ! -e "$file" ] || faults=$((faults + 1))
    done
    [ -n "$sanitized" ] || continue
    for file in "$out"/default/queue/id*; do
        asked "$name" "$sanitized" "$file" env ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99 \
            nice -n 19 timeout 300 >/dev/null 2>"$out/said"
        status=$?
        [ $status -gt 4 ] || continue # exit codes of the command
        echo "afl $name: the command with sanitizers ended with $status on $file"
        faults=$((faults + 1))
    done
done
echo "afl: $faults found"
[ "$faults" -eq 0 ]
