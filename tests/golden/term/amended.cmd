# A rule amended inside its term: what holds in which year, and both results side by side.
if [ -z "${HIDDEN-}" ]; then
    HIDDEN=1 sh ./amended.cmd 2>&1 | sed 's/sha256:[0-9a-f]*/sha256:.../'
    exit
fi
here=$PWD
cd "$OUT" || exit 2
for who in commissioner reviewer; do cp "$here/_keys/$who" . && chmod 600 "$who"; done
cp "$here/_village.lustrum" village.lustrum
mkdir -p data/2026-27 data/2027-28
printf 'URN,NAME,POINTS\n1,"Hill, upper",39\n2,Mill,44.5\n3,Lake,61\n' >data/2026-27/schools.csv
cp data/2026-27/schools.csv data/2027-28/
seal() { "$LUSTRUM" seal village.lustrum "$@" --quiet; }
sign() { seal --sign commissioner && seal --sign reviewer; }
seal --keys "$here/_keys/board.pub" --threshold 2 --agreed-by 'Minute 2025/1' --on 2025-05-14 && sign

echo '==== a change alone is refused, and by the seal too'
sed 's/>= 50/>= 40/' village.lustrum >changed && cp changed village.lustrum
seal --agreed-by 'Minute 2027/3' --on 2027-05-14
echo "exit $?"

echo '==== but what it would do can be asked'
"$LUSTRUM" impact village.lustrum "$here/_village.lustrum" --data data --year 2027/28 | head -n 6

echo '==== no amendment begins after the term, nor in its first year'
for year in 2030/31 2025/26; do
    (cat changed && echo "amendment fairer \"Fairer bands\" of attainment from $year article \"12\" because \"Low\"") >village.lustrum
    seal --agreed-by 'Minute 2027/3' --on 2027-05-14
done
cp changed village.lustrum

echo '==== with an amendment it is sealed'
cat >>village.lustrum <<'RULES'

amendment fairer "Fairer bands" of attainment from 2027/28 article "12" because "Half of the schools were low"
RULES
"$LUSTRUM" review village.lustrum --data data --year 2027/28 --quiet 2>&1 | head -n 1
"$LUSTRUM" seal village.lustrum --agreed-by 'Minute 2027/3' --on 2027-05-14 && sign
"$LUSTRUM" verify village.lustrum

echo '==== the year before is still by the rules as sealed'
"$LUSTRUM" review village.lustrum --data data --year 2026/27 --out before $MORE | sed -n 3,7p
cat before/School.csv
ls before

echo '==== from its year on the amendment holds, beside what was sealed'
"$LUSTRUM" review village.lustrum --data data --year 2027/28 --out after $MORE | sed -n 3,6p
cat after/School.csv after/School.as_sealed.csv after/differences.csv
grep -A 4 '"unchanged"' after/manifest.json
for out in before after; do
    "$LUSTRUM" verify $out | head -n 2
    "$LUSTRUM" replay $out --data data
done

echo '==== an amendment of the amendment may not forget the first'
sed 's/because "Half.*"/because "Many were low"/; s/>= 40/>= 45/' village.lustrum >other
cp other village.lustrum
seal --agreed-by 'Minute 2028/1' --on 2028-05-14
echo "exit $?"
