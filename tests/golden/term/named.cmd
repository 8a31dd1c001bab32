# Which amendment is of which change: all are named, and no block names what did not change.
if [ -z "${HIDDEN-}" ]; then
    HIDDEN=1 sh ./named.cmd 2>&1 | sed 's/sha256:[0-9a-f]*/sha256:.../'
    exit
fi
here=$PWD
cd "$OUT" || exit 2
for who in commissioner reviewer; do cp "$here/_keys/$who" . && chmod 600 "$who"; done
cat >kept <<'RULES'
framework village "Village schools, 2025 to 2030"
  edition   1
  term      2025/26 to 2029/30
  rounding  half away from zero

use .pass

record School (Schools) from "schools.csv"
  urn     key text                          from "URN"
  name    identity text                     from "NAME"
  points  outcome number 0 to 90 in points  from "POINTS"

derive School.doubled "Doubled" is points * 2

measure attainment "Attainment"
  outcome, in points, higher is better, shown to 1 place
  for each School
    value points
    withheld as "SUPP" when points < 5
    bands
      high  "High"  when shown value >= pass
      low   "Low"   otherwise

measure twice "Twice"
  outcome, in points, higher is better, shown to 1 place
  for each School
    value doubled
RULES
echo 'parameter pass "Pass" is 50' >pass.lustrum
cp kept village.lustrum
seal() { "$LUSTRUM" seal village.lustrum "$@"; echo "exit $?"; }
seal --keys "$here/_keys/board.pub" --threshold 2 --agreed-by 'Minute 2025/1' --on 2025-05-14 --quiet
seal --sign commissioner --quiet && seal --sign reviewer --quiet
# The rules with changes, sealed with blocks: CHANGES (for sed), then blocks.
amend() {
    sed "$1" kept >village.lustrum
    shift
    for block; do
        printf '\namendment %s article "12" because "Half of the schools were low"\n' "$block" >>village.lustrum
    done
    rm -f village.seal.pending
    seal --agreed-by 'Minute 2027/3' --on 2027-05-14
}

echo '==== one block, one change'
amend 's/< 5/< 6/' 'fairer "Fairer, from here" of attainment.withheld from 2027/28'
grep ^amendment village.seal.pending

echo '==== a clause in a module'
sed -i s/50/45/ pass.lustrum
amend '' 'fairer "Fairer" of pass from 2027/28' | head -n 2
amend '' 'fairer "Fairer" of attainment from 2027/28'
sed -i s/45/50/ pass.lustrum

echo '==== one block, two changes, one of them foreign'
amend 's/< 5/< 6/; s/points \* 2/points * 3/' 'fairer "Fairer" of attainment.withheld from 2027/28'

echo '==== two blocks, each with its own'
amend 's/< 5/< 6/; s/"High"/"Very high"/; s/points \* 2/points * 3/' \
    'fairer "Fairer" of attainment from 2027/28' 'triple "Triple" of School.doubled from 2027/28' | head -n 3

echo '==== a clause is that of the block that names it, not of the one that names all of it'
amend 's/< 5/< 6/; s/"High"/"Very high"/' \
    'fairer "Fairer" of attainment from 2027/28' 'words "Words" of attainment.high from 2027/28' | head -n 3

echo '==== two blocks of one change, and one of nothing'
amend 's/< 5/< 6/' 'fairer "Fairer" of attainment from 2027/28' \
    'again "Again" of attainment from 2027/28' 'twice "Twice" of twice.value, nobody from 2027/28'

echo '==== blocks of two years'
amend 's/< 5/< 6/; s/points \* 2/points * 3/' \
    'fairer "Fairer" of attainment from 2027/28' 'triple "Triple" of School.doubled from 2028/29'

echo '==== wording only'
amend 's/"High"/"Very high"/' 'words "Words" of attainment.low from 2027/28'
amend 's/"High"/"Very high"/' 'words "Words" of attainment.high from 2027/28' | head -n 2

echo '==== what came, what went, what has another name, and the framework itself'
amend 's/rounding  half away from zero/rounding half even/; /withheld/d; s/measure twice/measure double/' \
    'other "Other" of village, attainment, twice from 2027/28' | head -n 2
amend '/withheld/d; /^derive/d; /^measure twice/,$d' 'other "Other" of attainment from 2027/28'

echo '==== a block that does not say, and none'
amend 's/< 5/< 6/; s/"High"/"Very high"/' 'other "Other" from 2027/28'
amend 's/< 5/< 6/; s/"High"/"Very high"/'

echo '==== sealed and then other again'
amend 's/< 5/< 6/' 'fairer "Fairer" of attainment from 2027/28' >sealed.txt
seal --sign commissioner --quiet && seal --sign reviewer --quiet
"$LUSTRUM" verify village.lustrum | grep -A 1 'record 2'
sed -i 's/"High"/"Very high"/' village.lustrum
"$LUSTRUM" verify village.lustrum
sed -i 's/value points/value points * 2/; /^amendment/d' village.lustrum
"$LUSTRUM" verify village.lustrum
sed -i 's/< 6/< 7/; /^derive/d; /^measure twice/,$d' village.lustrum
"$LUSTRUM" verify village.lustrum
