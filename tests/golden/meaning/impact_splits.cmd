# Splits, the nation and its figures; earlier years are read once for all versions; an amendment holds from its year.
for year in 2025-26 2026-27; do
    mkdir -p "$OUT/data/$year"
    printf 'URN,NAME\n1,Hill\n2,Mill\n3,Lake\n' >"$OUT/data/$year/schools.csv"
    awk -v y="$year" 'BEGIN { print "UPN,URN,KIND,PRIOR,POINTS"
        for (i = 1; i <= 3; i++) for (k = 1; k <= 4; k++)
            printf "P%d%d,%d,%s,%d,%d\n", i, k, i, k % 2 || i == 3 ? "day" : "board", k % 2 + 1, 30 + i * i * 2 + k * k + (y == "2026-27" ? i * 3 : 0) }' \
        >"$OUT/data/$year/pupils.csv"
done
impact() { "$LUSTRUM" impact "$@" --data "$OUT/data"; echo "exit $?"; }
impact _splits_old.lustrum _splits_new.lustrum --year 2026/27
impact _splits_old.lustrum _splits_new.lustrum --year 2026/27 --json >"$OUT/json"
sed -n '/"data_read_once"/,/"changes"/p; /"together"/,/}/p' "$OUT/json"
impact _splits_old.lustrum _splits_new.lustrum --year 2026/27 --html | grep -c nation.csv
echo '==== other data: each version reads for itself'
sed 's/number 0 to 90/number 0 to 95/' _splits_new.lustrum >"$OUT/new.lustrum"
impact _splits_old.lustrum "$OUT/new.lustrum" --year 2026/27 | grep -e 'by itself' -e together
echo '==== what the new rules read of earlier years and the old ones do not'
sed '/^measure gain/,$d' _splits_old.lustrum >"$OUT/old.lustrum"
impact "$OUT/old.lustrum" _splits_old.lustrum --year 2026/27 | sed '/School by/,$d'
echo '==== an amendment'
{ cat _splits_new.lustrum; printf '\namendment fairer "Fairer" of attainment from 2026/27 article "1" because "Few were high"\n'; } >"$OUT/new.lustrum"
impact _splits_old.lustrum "$OUT/new.lustrum" --year 2025/26
impact _splits_old.lustrum "$OUT/new.lustrum" --year 2026/27 | sed -n '3,/together/p'
impact _splits_old.lustrum "$OUT/new.lustrum" --year 2025/26 --json | sed -n '/amended_from/,/new_rules/p'
