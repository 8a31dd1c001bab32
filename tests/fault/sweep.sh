#!/bin/sh
# sweep.sh BUILD memory|files -- runs a small review again and again, with the first, second,
# third ... allocation (or call on a file) failing.  Each run must either say so, end with 2 and
# leave the results of before as they were, or end with 0 and give the good results.  Once as usual,
# once with all that is large in a file.
# SPDX-License-Identifier: Apache-2.0
set -u
build=$1
kind=$2
work=$build/tests/fault-$kind
shim=$build/fault/$kind.so
rules=examples/national/national.lustrum
case $(nm "$build/lustrum" 2>/dev/null) in *__asan_init* | *__tsan_init*) exit 0 ;; esac # they own malloc
rm -rf "$work"
mkdir -p "$work"
"$build/examples/england_secondary/generate" "$work/data" --schools 2 --pupils 40 --seed 3 --plain || exit 1

limit=
run() { # OUT: under the shim
    # shellcheck disable=SC2086 # the options are meant to be split
    timeout 60 env LD_PRELOAD="$shim" "$build/lustrum" review "$rules" --data "$work/data" --out "$1" \
        --threads 2 $limit >"$work/stdout" 2>"$work/stderr"
}
review() {
    "$build/lustrum" review "$rules" --data "$work/data" --out "$1" --threads 2 --quiet
}
review "$work/good" || exit 1
# Results of an earlier, different run: they must survive every failure.
sed 's/^attainment/&/; s/,5,/,4,/' "$work/data/results.csv" >"$work/results2.csv"
"$build/lustrum" review "$rules" --data "$work/data" --table "Result=$work/results2.csv" \
    --out "$work/old" --quiet || exit 1

sweep() { # ERROR
    FAULT_ERROR=$1
    export FAULT_ERROR
    rm -rf "$work/try"
    cp -r "$work/old" "$work/try"
    FAULT_AT=0
    FAULT_COUNT=$work/count
    export FAULT_AT FAULT_COUNT
    run "$work/try" || { cat "$work/stderr"; return 1; }
    total=$(cat "$work/count")
    unset FAULT_COUNT
    number=1
    while [ "$number" -le "$total" ]; do
        rm -rf "$work/try" "$work"/try.part-*
        cp -r "$work/old" "$work/try"
        FAULT_AT=$number
        run "$work/try"
        status=$?
        case $status in
        0) expected=$work/good ;;
        2) expected=$work/old ;;
        *)
            echo "$kind $1 number $number of $total: exit $status"
            cat "$work/stderr"
            return 1
            ;;
        esac
        # Results in place, and then no word of it on stdout, is the one mixture there may be.
        if [ "$status" -eq 2 ] && grep -q 'could not be printed' "$work/stderr"; then
            expected=$work/good
        fi
        if [ "$status" -eq 2 ] && [ ! -s "$work/stderr" ] && [ "$1" != EIO ] && [ "$1" != ENOSPC ]; then
            echo "$kind $1 number $number of $total: exit 2 and no message"
            return 1
        fi
        diff -r "$expected" "$work/try" >"$work/difference" 2>&1 || {
            echo "$kind $1 number $number of $total: exit $status, and the results are not whole"
            head -n 5 "$work/difference"
            cat "$work/stderr"
            return 1
        }
        number=$((number + 1))
    done
    echo "$kind $1${limit:+ with a limit}: $total places"
}
TMPDIR=$work
export TMPDIR
for limit in '' '--max-memory 1G --spill'; do
    unset FAULT_STICKY
    if [ "$kind" = memory ]; then
        sweep once || exit 1
        FAULT_STICKY=1
        export FAULT_STICKY
        sweep for-good || exit 1
    else
        for error in EIO ENOSPC EINTR SHORT; do sweep "$error" || exit 1; done
    fi
done
rm -rf "$work"
