#!/bin/sh
# kept.sh BUILD memory|files -- results are verified and replayed again and again, with the first,
# second, third ... allocation (or call on a file) failing.  Each run must either end with 2 and say
# so, or with 0; never say that results are broken or differ; and leave them and what stands beside
# them as they were.
# SPDX-License-Identifier: Apache-2.0
set -u
build=$1
kind=$2
work=$build/tests/fault-kept-$kind
shim=$build/fault/$kind.so
case $(nm "$build/lustrum" 2>/dev/null) in *__asan_init* | *__tsan_init*) exit 0 ;; esac # they own malloc
rm -rf "$work"
mkdir -p "$work/kept"
village=tests/golden/review/village
"$build/lustrum" review $village.lustrum --data $village --year 2025/26 --out "$work/kept/out" --quiet || exit 1
cp -r "$work/kept" "$work/good"

run() { # WORDS: under the shim
    case $1 in
    replay) set -- replay "$work/kept/out" --data $village --threads 2 ;;
    *) set -- verify "$work/kept/out" ;;
    esac
    timeout 60 env LD_PRELOAD="$shim" "$build/lustrum" "$@" >"$work/stdout" 2>"$work/stderr"
}

sweep() { # COMMAND ERROR
    FAULT_ERROR=$2
    FAULT_AT=0
    FAULT_COUNT=$work/count
    export FAULT_ERROR FAULT_AT FAULT_COUNT
    run "$1" || { cat "$work/stderr"; return 1; }
    total=$(cat "$work/count")
    unset FAULT_COUNT
    number=1
    while [ "$number" -le "$total" ]; do
        FAULT_AT=$number
        run "$1"
        status=$?
        case $status in
        0 | 2) ;;
        *)
            echo "$1, $kind $2 number $number of $total: exit $status"
            cat "$work/stderr"
            return 1
            ;;
        esac
        # What was left beside the results is removed by the next run of the same name.
        rm -rf "$work"/kept/out.replay.part-*
        diff -r "$work/good" "$work/kept" >"$work/difference" 2>&1 || {
            echo "$1, $kind $2 number $number of $total: the results are not as they were"
            head -n 5 "$work/difference"
            return 1
        }
        number=$((number + 1))
    done
    echo "$1, $kind $2: $total places"
}
for command in verify replay; do
    if [ "$kind" = memory ]; then
        sweep $command once || exit 1
    else
        for error in EIO EINTR SHORT; do sweep $command "$error" || exit 1; done
    fi
done
rm -rf "$work"
