# Figures of the nation that are taken from a frozen reference say so, and from which.
mkdir -p "$OUT/data/2025-26" "$OUT/data/2026-27"
printf 'URN,NAME,PHASE,POINTS\n1001,Ash,first,42\n1002,Oak,first,38\n1003,Elm,middle,51\n' >"$OUT/data/2025-26/schools.csv"
printf 'URN,NAME,PHASE,POINTS\n1001,Ash,first,44\n1002,Oak,first,38\n1003,Elm,last,50\n' >"$OUT/data/2026-27/schools.csv"
"$LUSTRUM" reference _frozen.lustrum --data "$OUT/data" --year 2025/26 --out "$OUT/ref.csv"
why() { "$LUSTRUM" why _frozen.lustrum "$@" --data "$OUT/data" --use-reference "$OUT/ref.csv" $MORE; echo "exit $?"; }
why 1001 progress 1003 progress --year 2026/27 --ascii
why nation progress.everywhere --year 2026/27 --ascii
echo '==== groups'
why nation progress.expected --year 2026/27 --ascii | sed -n '/STEP/,/^$/p'
echo '==== in its own year'
why 1001 progress --year 2025/26 --ascii | sed -n '/STEP/,/^$/p'
echo '==== as JSON and as a page'
why 1001 progress --year 2026/27 --json | grep -A 2 taken_from
why 1001 progress --year 2026/27 --html | grep -o 'taken from[^<]*'
echo '==== made of the data'
"$LUSTRUM" why _frozen.lustrum 1001 progress --data "$OUT/data" --year 2025/26 --compare-with "$OUT/ref.csv" --ascii 2>&1 | grep -c taken
