#!/bin/sh
# run.sh BUILD -- every test, on as many processors as there are; last line `N passed, N failed`.
#
#   QUICK=1   the inner loop: unit tests and golden cases only
#   BLESS=1   golden cases and pages: write what came out as what is expected; show the difference
#   ONLY=PAT  only tests whose name holds PAT
#   NOTICED=1 also what examples reach and notice (tests/noticed.py)
#   MORE=...  options given to every review (such as --batch 3 --threads 7)
#
# A test is a shell command that prints nothing and ends with 0.  The kinds:
#   unit      BUILD/unit/test_*; one more says when something built is older than its sources
#   golden    tests/golden/FOLDER/NAME.lustrum beside NAME.out: exactly what is printed, then the
#             exit code.  NAME.cmd, if there is one, is the command (shell; $LUSTRUM, $OUT and $MORE
#             are set); else `check` does for the folders check and parse, `test` for run, `lint` for lint.
#   examples  the example blocks of every framework in examples, and of those in tests/modules that
#             try the standard modules; with them those of the modules that they use
#   fmt       the layout of every rule file there is (tests/fmt.py)
#   spec      the cases of spec, its pages on messages and the README (tests/spec.py says what a
#             case is), and that generated pages are up to date
#   fuzz      tests/fuzz/corpus/NAME: every file through the fuzzer of that name, once
#   numbers   200,000 operations by chance against GMP (tests/fuzz/numbers.c)
#   lint      `lustrum lint` has nothing to say of any framework in examples, and of any module
#   doc       documents of every framework as pages (tests/doc.py)
#   catalogue bad input of every kind, made and run (tests/catalogue)
#   archive   tests/archive/NAME: results of earlier versions, verified and worked out again
#   export    kept results in the forms of other tools, read back (tests/export.py)
#   report    pages of kept results and of hostile names, read back (tests/report.py)
#   install   `make install`, and examples/embed.c built against what was installed
# SPDX-License-Identifier: Apache-2.0
set -u
build=${1:?usage: run.sh BUILD}
cd "$(dirname "$0")/.." || exit 2
root=$(pwd)
case $build in /*) ;; *) build=$root/$build ;; esac
LUSTRUM=$build/lustrum
MORE=${MORE-}
export LUSTRUM MORE LC_ALL=C NO_COLOR=1
unset MAKEFLAGS MAKELEVEL
work=$build/tests

# ---- one golden case ----
# $OUT is as long wherever the project stands: messages are broken into lines by what they name.

golden() {
    script=$1
    name=${script%.lustrum}
    name=${name%.cmd}
    base=$(basename "$name")
    want=$name.out
    OUT=$(mktemp -d /tmp/lustrum-test-XXXXXXXX) || return 1
    trap 'rm -rf "$OUT"' EXIT
    trap 'exit 130' HUP INT TERM
    XDG_STATE_HOME=$OUT/state # what was seen of seals
    export OUT XDG_STATE_HOME
    got=$work/$(printf %s "$name" | tr / _).got
    folder=$(dirname "$script")
    if [ -e "$name.cmd" ]; then
        command=". ./$base.cmd"
    else
        case $(basename "$folder") in
        run | test) command="\"$LUSTRUM\" test $base.lustrum" ;;
        lint) command="\"$LUSTRUM\" lint $base.lustrum" ;;
        *) command="\"$LUSTRUM\" check $base.lustrum" ;;
        esac
    fi
    (cd "$folder" && timeout 300 sh -c "$command") >"$got.raw" 2>&1
    status=$?
    sed "s|$OUT|OUT|g" "$got.raw" >"$got"
    echo "exit $status" >>"$got"
    if [ "$status" -ge 124 ]; then # hung, missing or killed: never blessed
        cat "$got"
        return 1
    fi
    if [ -n "${BLESS-}" ]; then
        [ -e "$want" ] && diff -u --label "$want" --label now "$want" "$got"
        cp "$got" "$want"
        return 0
    fi
    [ -e "$want" ] || {
        echo "$want is not there; make bless writes it"
        return 1
    }
    diff -u --label "$want" --label now "$want" "$got"
}

if [ "${2-}" = --golden ]; then
    golden "$3"
    exit
fi

rm -rf "$work"
mkdir -p "$work" || exit 2

# ---- what there is to run: a line a test, `name<TAB>command` ----

list=$work/list
: >"$list"
add() {
    case $1 in *"${ONLY-}"*) printf '%s\t%s\n' "$1" "$2" >>"$list" ;; esac
}

# What no option of a review can change: not tried again with MORE.
once() {
    add "doc every framework is a page" "python3 tests/doc.py '$LUSTRUM' $(find examples tests/golden/doc tests/golden/lint tests/golden/needs -name '*.lustrum' | sort | tr '\n' ' ')"
    add "report pages of kept results" "python3 tests/report.py '$LUSTRUM' tests/archive/*/out"
    add "report, pages before publication" "python3 tests/report_draft.py '$LUSTRUM' tests/archive/*/out"
    add "report, charts as Vega-Lite" "python3 tests/report_vega.py '$LUSTRUM' tests/archive/*/out"
    add "export, read back by others" "python3 tests/export.py '$LUSTRUM' tests/archive/*/out"
    add "limits, one below, at, one past" "python3 tests/limits.py '$LUSTRUM'"
    add "bombs end soon" "python3 tests/bombs.py '$build'"
    add "hardened" "python3 tests/hardened.py '$build'"
    add "canaries of persons are never printed" "python3 tests/canaries.py '$LUSTRUM'"
    add "packs that are not as they were written" "python3 tests/pack.py '$build'"
    add "seals, forged in many ways" "python3 tests/seal.py '$LUSTRUM'"
    add "seals, one bit turned" "python3 tests/flips.py '$LUSTRUM'"
    add "install and embed" "sh tests/install.sh '$build'"
    for folder in tests/fuzz/corpus/*/; do
        name=$(basename "$folder")
        [ -e "$folder" ] || continue
        add "fuzz corpus $name" "'$build/replay/fuzz_$name' tests/fuzz/corpus/$name"
    done
    add "numbers by chance, against GMP" "said=\$('$build/numbers' 200000) || { echo \"\$said\"; false; }"
    add "fault out of memory, every command" "python3 tests/fault/desk.py '$build' memory"
    add "fault input and output, every command" "python3 tests/fault/desk.py '$build' files"
    add "ended while writing, every command" "python3 tests/fault/kill.py '$build'"
    add "edits that keep and that alter the meaning" "python3 tests/edits.py '$LUSTRUM'"
    add "publications of which nobody is told" "python3 tests/publish.py '$LUSTRUM'"
    add "publications beside earlier ones" "python3 tests/publish.py '$LUSTRUM' 14 --twice"
    add "support, matched anew" "python3 tests/support.py '$LUSTRUM'"
    add "edits counted alone and among others" "python3 tests/alone.py '$LUSTRUM'"
    add "steps that two versions share" "python3 tests/reuse.py '$build'"
    add "commands, on frameworks and data by chance" "python3 tests/through.py '$build' 12 4"
    add "kept results, altered line by line" "python3 tests/altered.py '$LUSTRUM' 331"
    add "frozen references, altered line by line" "python3 tests/frozen.py '$LUSTRUM' 37"
    add "logs and keys, altered line by line" "python3 tests/forged.py '$build' 61"
}

for test in "$build"/unit/test_*; do
    case $test in *.d | *'*') continue ;; esac
    [ -n "${BLESS-}" ] || add "unit $(basename "$test")" "$test"
done
built=$([ -n "${QUICK-}" ] && echo unit || echo tests)
[ -n "${BLESS-}" ] || add "unit and all that is built is no older than its sources" \
    "make -q BUILD='$1' $built || { echo 'it is older: make BUILD=$1 $built'; false; }"
for script in tests/golden/*/*.lustrum tests/golden/*/*.cmd; do
    [ -e "$script" ] || continue
    case $script in *.lustrum) [ ! -e "${script%.lustrum}.cmd" ] || continue ;; esac
    case $(basename "$script") in _*) continue ;; esac # a module of other cases
    add "golden ${script#tests/golden/}" "sh tests/run.sh '$build' --golden '$script'"
done
for part in bytes_and_lines shape_and_keys values; do
    [ -z "${QUICK-}" ] || continue
    add "catalogue $part" "python3 tests/catalogue/run.py '$LUSTRUM' $part ${BLESS:+--bless}"
done
if [ -z "${QUICK-}" ]; then
    for page in spec/*.md README.md; do
        [ -e "$page" ] || continue
        add "spec $page" "python3 tests/spec.py '$LUSTRUM' '$page'"
    done
    for family in L01 L02 L03 L04 L05 L06 L07 L09; do # of messages
        set -- spec/errors/$family*.md
        [ -e "$1" ] || continue
        add "spec pages on messages $family" "python3 tests/spec.py '$LUSTRUM' $*"
    done
fi
if [ -z "${BLESS-}${QUICK-}" ]; then
    for script in tests/modules/*.lustrum tests/modules/*/*.lustrum examples/*/*.lustrum; do
        grep -q '^framework ' "$script" || continue # examples of a module are run with what uses it
        add "examples $script" "'$LUSTRUM' test --quiet '$script'"
    done
    if [ -n "${NOTICED-}" ] && [ -z "$MORE" ]; then # thousands of programs: not where each takes ten times as long
        for part in stdlib examples/; do
            add "noticed $part" "python3 tests/noticed.py '$LUSTRUM' $part"
        done
    fi
    add "spec pages are up to date" "sh spec/generate.sh '$LUSTRUM' '$work/spec' && sh tests/drift.sh '$work/spec' spec"
    add "spec every message has a page" "sh tests/pages.sh"
    add "letters are those of Unicode" "python3 tests/letters.py"
    for folder in examples stdlib tests/unit tests/bench tests/golden/*; do
        set -- $(find "$folder" -name '*.lustrum' | sort)
        [ $# -eq 0 ] || add "fmt $folder" "python3 tests/fmt.py '$LUSTRUM' $*"
    done
    add "fmt rules that ship are laid out" "'$LUSTRUM' fmt --check $(find examples stdlib -name '*.lustrum' | sort | tr '\n' ' ')"
    for script in examples/*/*.lustrum; do
        grep -q '^framework ' "$script" && add "lint $script" "'$LUSTRUM' lint --quiet '$script'"
    done
    for script in tests/modules/*.lustrum tests/modules/*/*.lustrum; do # of the module of that name
        [ -e "$script" ] || continue
        module=$(printf %s "${script#tests/modules/}" | sed 's/\.lustrum$//; s|/|.|g')
        add "lint stdlib $module" "'$LUSTRUM' lint --quiet --of $module '$script'"
    done
    [ -n "$MORE" ] || once
    for folder in tests/archive/*/; do
        add "archive $(basename "$folder")" "sh tests/archive/replay.sh '$build' '$folder'"
    done
    add "fault out of memory" "sh tests/fault/sweep.sh '$build' memory"
    add "fault input and output" "sh tests/fault/sweep.sh '$build' files"
    add "why adds up" "python3 tests/why_adds.py '$build'"
    add "same bytes for any threads, batch and lane" "sh tests/same.sh '$build'"
    add "same bytes at points of a matrix" "python3 tests/matrix.py '$build'"
    add "frozen national figures are those that are made" "sh tests/frozen.sh '$build'"
fi

# ---- run them ----

one() {
    line=$1
    number=$2
    name=$(printf %s "$line" | cut -f 1)
    command=$(printf %s "$line" | cut -f 2)
    log=$work/log.$number
    if sh -c "$command" >"$log" 2>&1; then
        echo passed >"$work/result.$number"
        if [ -n "${BLESS-}" ]; then cat "$log"; fi
    else
        echo failed >"$work/result.$number"
        {
            echo "FAILED: $name"
            sed 's/^/    /' "$log" | head -n 60
        }
    fi
}

# A processor that is free takes the next test; those that take minutes come first.
long='^(fault|noticed|ended|same|publications) '
{
    grep -E "$long" "$list"
    grep -vE "$long" "$list"
} >"$list.sorted"
jobs=$(nproc 2>/dev/null || echo 1)
job=0
while [ "$job" -lt "$jobs" ]; do
    (
        number=0
        while IFS= read -r line; do
            mkdir "$work/taken.$number" 2>/dev/null && one "$line" "$number"
            number=$((number + 1))
        done <"$list.sorted"
    ) </dev/null &
    job=$((job + 1))
done
wait
total=$(wc -l <"$list")
passed=$(cat "$work"/result.* 2>/dev/null | grep -c '^passed$')
failed=$((total - passed))
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$total" -gt 0 ]
