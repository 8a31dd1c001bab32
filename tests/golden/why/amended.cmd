# Figures of a year before an amendment and of its first year: the text as sealed, the text as amended, each
# with its own steps.
if [ -z "${HIDDEN-}" ]; then
    HIDDEN=1 sh ./amended.cmd 2>&1 | sed 's/sha256:[0-9a-f]*/sha256:.../'
    exit
fi
keys=$PWD/../term/_keys
village=$PWD/../term/_village.lustrum
cd "$OUT" || exit 2
for who in commissioner reviewer; do cp "$keys/$who" . && chmod 600 "$who"; done
sed '/^measure/,$d' "$village" >village.lustrum
cat >>village.lustrum <<'RULES'
measure attainment "Attainment"
  outcome, in points, higher is better, shown to 1 place
  for the nation
    let everywhere be mean of points over Schools rounded to 1 place
  for each School
    value points - everywhere + 45
    bands
      high  "High"  when shown value >= 50
      low   "Low"   otherwise
  for the nation
    value mean of points over Schools
RULES
for year in 2026-27 2027-28; do
    mkdir -p data/$year
    printf 'URN,NAME,POINTS\n1,"Hill, upper",39\n2,Mill,44.5\n3,Lake,61\n' >data/$year/schools.csv
done
seal() { "$LUSTRUM" seal village.lustrum "$@" --quiet || echo "exit $?"; }
sign() { seal --sign commissioner && seal --sign reviewer; }
seal --keys "$keys/board.pub" --threshold 2 --agreed-by 'Minute 2025/1' --on 2025-05-14 && sign
sed -i 's/>= 50/>= 40/; s/rounded to 1 place/rounded to whole number/' village.lustrum
cat >>village.lustrum <<'RULES'

amendment fairer "Fairer bands" of attainment from 2027/28 article "12" because "Half of the schools were low"
RULES
seal --agreed-by 'Minute 2027/3' --on 2027-05-14 && sign

why() { "$LUSTRUM" why village.lustrum "$@" --data data $MORE; echo "exit $?"; }
echo '==== by the rules as sealed'
why 2 attainment --year 2026/27
why nation attainment --year 2026/27
why 2 attainment nation attainment --year 2026/27 --json | wc -l
echo '==== as amended'
why 2 attainment --year 2027/28
why nation attainment --year 2027/28
