# References and bundles where sealed rules were amended: each year's text takes its own figures, the rules
# first sealed theirs; and a reference of before an amendment holds where it leaves the measure alone.
if [ -z "${HIDDEN-}" ]; then
    HIDDEN=1 sh ./amended_reference.cmd 2>&1 | sed 's/sha256:[0-9a-f]*/sha256:.../'
    exit
fi
keys=$PWD/../term/_keys
cd "$OUT" || exit 2
for who in commissioner reviewer; do cp "$keys/$who" . && chmod 600 "$who"; done
cat >village.lustrum <<'RULES'
framework village "Village schools, 2025 to 2030"
  edition   1
  term      2025/26 to 2029/30
  rounding  half away from zero

record School (Schools) from "schools.csv"
  urn     key text                          from "URN"
  points  outcome number 0 to 90 in points  from "POINTS"

measure progress "Progress"
  outcome, in points, higher is better, shown to 1 place
  for the nation
    let average be mean of points over Schools
  for each School
    value points - average
    bands
      high  "High"  when shown value >= 5
      low   "Low"   otherwise

measure gained "Gained since last year"
  outcome, in points, higher is better, shown to 1 place
  for each School
    value progress - progress[the year before]
RULES
for year in 2025-26 2026-27 2027-28; do mkdir -p data/$year; done
printf 'URN,POINTS\n1,30\n2,44.5\n3,61\n' >data/2025-26/schools.csv
printf 'URN,POINTS\n1,32\n2,41.5\n3,68\n' >data/2026-27/schools.csv
printf 'URN,POINTS\n1,38\n2,40.5\n3,60\n' >data/2027-28/schools.csv
seal() { "$LUSTRUM" seal $1 --agreed-by "$2" --on $3 --quiet $4 && "$LUSTRUM" seal $1 --sign commissioner --quiet && "$LUSTRUM" seal $1 --sign reviewer --quiet; }
first="--keys $keys/board.pub --threshold 2"
seal village.lustrum 'Minute 1' 2025-05-14 "$first"
sed -i 's/be mean of points/be median of points/; s/>= 5/>= 4/' village.lustrum
cat >>village.lustrum <<'RULES'

amendment fairer "Median in place of mean" of progress.average, progress.high from 2027/28 article "12" because "One large school moved all"
RULES
seal village.lustrum 'Minute 2' 2027-05-14
"$LUSTRUM" verify village.lustrum | head -n 1

echo '==== the year before the amendment: by its own text'
run() { "$LUSTRUM" "$@" --data data --quiet $MORE; echo "exit $?"; }
"$LUSTRUM" reference village.lustrum --data data --year 2026/27 --out ref_2026.csv; grep -v '^data\|^rules' ref_2026.csv
run review village.lustrum --year 2026/27 --out made_2026
run review village.lustrum --year 2026/27 --out used_2026 --use-reference ref_2026.csv
diff -r -x manifest.json made_2026 used_2026 && echo 'the same figures'

echo '==== from its year on: by both'
"$LUSTRUM" reference village.lustrum --data data --year 2027/28 --out ref_2027.csv; grep -v '^data\|^rules' ref_2027.csv
"$LUSTRUM" reference village.lustrum --data data --year 2027/28 --json | grep -c 'by record 1'
run review village.lustrum --year 2027/28 --out made_2027
run review village.lustrum --year 2027/28 --out used_2027 --use-reference ref_2027.csv
diff -r -x manifest.json made_2027 used_2027 && echo 'the same figures'
sed 's/^nation,progress,average,,81\/2/nation,progress,average,,41/' ref_2027.csv >other.csv
run review village.lustrum --year 2027/28 --compare-with other.csv 2>&1 | grep -v '^ \|^$'

echo '==== the bundle of each'
for year in 2026 2027; do
    "$LUSTRUM" bundle 2 made_$year --data data --out appeal_$year | sed -n '/^The school/p'
    (cd appeal_$year && ls figures && XDG_STATE_HOME=$OUT/seen_$year "$LUSTRUM" review rules/village.lustrum --data data \
        --year $year/$((year - 1999)) --use-reference reference.csv --out ../again_$year --quiet)
    for file in appeal_$year/figures/School*; do cmp $file again_$year/$(basename $file) || cat $file; done
done
cat appeal_2027/figures/School*; cat appeal_2027/data/*/*
"$LUSTRUM" bundle 2 used_2027 --data data --use-reference ref_2027.csv --out appeal_used | sed -n '/^The school/p'

echo '==== a text that uses the reference of a year before it was amended'
mkdir uses && cd uses && cp ../commissioner ../reviewer .
sed -e '/^amendment/,$d' -e 's/median of/mean of/; s/>= 4/>= 5/; s/^  rounding .*/&\n  uses      reference of 2025\/26/' \
    -e '/^measure gained/,$d' ../village.lustrum | sed 's/ village / uses /' >village.lustrum
cat >>village.lustrum <<'RULES'
measure plain "Points"
  outcome, in points, higher is better, shown to 1 place
  for each School
    value points
    bands
      high  "High"  when shown value >= 50
      low   "Low"   otherwise
RULES
seal village.lustrum 'Minute 1' 2025-05-14 "$first"
"$LUSTRUM" reference village.lustrum --data ../data --year 2025/26 --out ref.csv --quiet
use() { "$LUSTRUM" review village.lustrum --data ../data --year 2027/28 --use-reference $1 --out $2 --quiet; echo "exit $?"; }
use ref.csv sealed; cat sealed/School.csv
echo '---- another measure was amended'
sed -i 's/>= 50/>= 40/' village.lustrum
cat >>village.lustrum <<'RULES'

amendment a "Bands" of plain.high from 2027/28 article "12" because "Half were low"
RULES
seal village.lustrum 'Minute 2' 2027-05-14
use ref.csv bands; cat bands/School.csv bands/School.as_sealed.csv
echo '---- this one was: the reference is made again'
sed -i 's/be mean of points/be median of points/' village.lustrum
cat >>village.lustrum <<'RULES'

amendment b "Median" of progress.average from 2027/28 article "13" because "One large school moved all"
RULES
seal village.lustrum 'Minute 3' 2027-06-14
use ref.csv median
"$LUSTRUM" reference village.lustrum --data ../data --year 2025/26 --out again.csv; grep -v '^data\|^rules' again.csv
use again.csv median; cat median/School.csv median/School.as_sealed.csv
