# Both versions take their national figures from the reference that is named, whichever of them made
# it; one that makes its own does so; the reference and who signed it are judged as in a review.
cp _impact_reference.lustrum "$OUT/old.lustrum"
cd "$OUT"
sed 's/counting missing as 0/counting missing as 1/; s/at or above 40/at or above 35/; s/>= 40/>= 35/' old.lustrum >new.lustrum
sed '/uses  *reference/d' old.lustrum >own.lustrum
sed 's/framework v/framework w/' new.lustrum >renamed.lustrum
mkdir -p data/2025-26 data/2026-27
printf 'URN,PHASE,POINTS\n1,first,40\n2,first,50\n3,middle,60\n' >data/2025-26/schools.csv
printf 'URN,PHASE,POINTS\n1,first,38\n2,middle,50\n3,upper,60\n' >data/2026-27/schools.csv
"$LUSTRUM" reference old.lustrum --data data --year 2025/26 --out ref.csv --quiet
"$LUSTRUM" reference renamed.lustrum --data data --year 2025/26 --out renamed.csv --quiet
impact() { "$LUSTRUM" impact --data data --threads 3 "$@" 2>&1; echo "exit $?"; }
impact old.lustrum new.lustrum --year 2026/27 --use-reference ref.csv
echo "== as the reviews have it"
for rules in old new; do "$LUSTRUM" reference $rules.lustrum --data data --year 2025/26 --out own.csv --quiet
    "$LUSTRUM" review $rules.lustrum --data data --year 2026/27 --use-reference own.csv --out $rules --quiet; cut -d , -f 1-4 $rules/School.csv; done
echo "== made by the new rules, which have another name"
impact old.lustrum renamed.lustrum --year 2026/27 --use-reference renamed.csv | tail -n 3
echo "== only one of them uses it"
impact own.lustrum old.lustrum --year 2026/27 --use-reference ref.csv
echo "== of the very year, and one school alone"
mkdir -p part/2025-26; sed 3,4d data/2025-26/schools.csv >part/2025-26/schools.csv
impact old.lustrum new.lustrum --year 2025/26 --use-reference ref.csv --data part
echo "== none, not there, of other rules, of another year, not signed as it should be"
impact old.lustrum new.lustrum --year 2026/27 | grep '^error\|exit'
impact old.lustrum new.lustrum --year 2026/27 --use-reference absent.csv | grep '^error\|exit'
sed 's/^meaning,,,,./meaning,,,,x/' ref.csv >other.csv
impact old.lustrum new.lustrum --year 2026/27 --use-reference other.csv | grep '^error\|exit'
impact own.lustrum own.lustrum --year 2026/27 --use-reference ref.csv | grep '^error\|exit'
echo nonsense >ref.csv.sig
impact old.lustrum new.lustrum --year 2026/27 --use-reference ref.csv | grep '^error\|exit'
impact old.lustrum new.lustrum --year 2026/27 --use-reference ref.csv --keys absent.pub | grep '^error\|exit'
