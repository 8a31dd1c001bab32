# What is typed wrongly is told in words that say what would be right, and in nothing that steers a terminal.
say() { echo "-- $*" | tr -d '\033\177\303\251'; "$LUSTRUM" "$@"; echo "exit $?"; }
first() { echo "-- $*"; "$LUSTRUM" "$@" >"$OUT/said" 2>&1; status=$?; head -n 1 "$OUT/said"; echo "exit $status"; }
V=../review/village.lustrum
echo '==== values'
for year in 2025/27 2025/2 20a5/26 2025_26 1999/00 2025-26; do say check $V --year $year; done
for threads in 0 x 1000001 99999999999 7/ 7; do first review $V --threads $threads --help; done
say seal $V --threshold none
for memory in 512m G 20GB 99999999999999999999 18446744073709551615 9999999999G 2G; do first review $V --max-memory $memory --help; done
for table in School =x School= School=x; do first review $V --table $table --help; done
say check $V --color sometimes
say review $V --force-lane narrow
say check $V --year
say check $V --quiet=yes
say check --year=2025/26 $V -q
say check --year 2025/26 -q -- $V
say check --year '' $V
say review $V --verify-pack
first review $V --verify-pack -h
echo '==== too many tables'
"$LUSTRUM" review $V $(for i in $(seq 300); do echo --table T$i=x; done); echo "exit $?"
echo '==== words'
say chek $V
say zzzzzzzzzz
say help chek
say help zzzzzzzzzz
say --versio
say -x
say check --yeer 2025/26 $V
say check --zzzzzzzzzzzzzz $V
say review $V --completion
say "$(printf 'a\033[31m\177\303\251')"
say 0123456789012345678901234567890123456789012345678901234567890123456789
say check "--$(printf 'a\033[31m')" $V
echo '==== how many files'
say check
say diff $V
say diff $V $V $V
say diff $V $V $V $V $V $V $V $V
say explain
say explain L0201 L0202
say bundle 1 results
say bundle 1 results --data d
say bundle "1 2" results --data d
say bundle 1/2 results --data d
say bundle '' results
say bundle 1 results --data -x
say pack $V --data d
say pack $V --out ''
say report results
say report results --out ''
say report results --out site --draft-for 1 --vega
say report results --out site --draft-for 1 --only 2
say export results
say doc $V --out ''
say reference $V --data d --out ''
echo '==== what stands before the command'
say --quiet --year 2025/26 check $V
first --help check
say check --version
say check -- --version
