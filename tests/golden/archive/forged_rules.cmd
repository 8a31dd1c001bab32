# Official results whose rules, or whose words of their seal, were made other than the seal log kept with them has it.
if [ -z "${HIDDEN-}" ]; then
    HIDDEN=1 sh ./forged_rules.cmd 2>&1 | sed 's/sha256:[0-9a-f]*/sha256:.../; s/SHA256:[^)]*/SHA256:.../g'
    exit
fi
here=$PWD/../term
forge=$PWD/forge.py
cd "$OUT" || exit 2
for who in commissioner reviewer; do cp "$here/_keys/$who" . && chmod 600 "$who"; done
cp "$here/_village.lustrum" village.lustrum
mkdir -p data
printf 'URN,NAME,POINTS\n1,"Hill, upper",39\n2,Mill,44.5\n3,Lake,61\n' >data/schools.csv
seal() { "$LUSTRUM" seal village.lustrum "$@" --quiet; }
sign() { seal --sign commissioner && seal --sign reviewer; }
seal --keys "$here/_keys/board.pub" --threshold 2 --agreed-by 'Minute 2025/1' --on 2025-05-14 && sign
sed -i 's/>= 50/>= 40/' village.lustrum
cat >>village.lustrum <<'RULES'

amendment fairer "Fairer bands" of attainment.high from 2027/28 article "12" because "Half of the schools were low"
RULES
seal --agreed-by 'Minute 2027/3' --on 2027-05-14 && sign
"$LUSTRUM" review village.lustrum --data data --year 2026/27 --out before --quiet $MORE
"$LUSTRUM" review village.lustrum --data data --year 2027/28 --out after --quiet $MORE
try() { # WHAT: verifies `out`, which was made of `before` or `after`
    echo "-- $1"
    "$LUSTRUM" verify out >said 2>&1
    status=$?
    grep '^error' said || cat said
    echo "exit $status"
}
from() { rm -rf out; cp -r "$1" out; }
forge() { python3 "$forge" out "$@"; }
from before; try 'the year before the amendment'
from after; try 'the year of the amendment'

echo '==== other rules than the log has'
from before; forge rules/village.lustrum '>= 50' '>= 45'; try 'a limit'
cat said
"$LUSTRUM" replay out --data data 2>&1 | grep '^error'
"$LUSTRUM" replay out --data data --quiet >said 2>&1; echo "replay: exit $?"
"$LUSTRUM" bundle 2 out --data data --out appeal --quiet >said 2>&1; echo "bundle: exit $?"
from before
forge rules/village.lustrum "$(cat before/rules/village.lustrum)" "$(cat after/rules/village.lustrum)"; try 'the rules as amended, in the year before'
from after; forge rules/village.lustrum '>= 40' '>= 30'; try 'an amended limit'
from after; forge rules/village.lustrum "$(cat after/rules/village.lustrum)" "$(cat before/rules/village.lustrum)"; try 'the rules as first sealed, in the year of the amendment'
from before; forge rules/village.lustrum '"High"' '"Best"'; try 'what is printed'

echo '==== other words than the log has'
said_of() { from "$1"; forge manifest.json "$2" "$3"; try "$2 as $3"; }
said_of before '"agreed_by": "Minute 2025/1"' '"agreed_by": "The Board"'
said_of before '"on": "2025-05-14"' '"on": "2024-05-14"'
said_of before '"log": "village.seal"' '"log": "other.seal"'
said_of before '"measure": "attainment"' '"measure": "progress"'
said_of before '"owner": "' '"owner": "The '
said_of after '"amended": true' '"amended": false'
said_of after '"record": 2' '"record": 1'

echo '==== official results as a draft'
from before; forge manifest.json '"mode": "official"' '"mode": "draft"'; try 'in the manifest'
forge ledger.json '"mode": "official"' '"mode": "draft"'; try 'in the ledger too'

echo '==== amended results without what the rules as first sealed would say'
lose() { # FILE...: takes files away, and out of the manifest
    python3 - "$@" <<'PY'
import json, os, sys
manifest = json.load(open("out/manifest.json"))
manifest["results"] = [file for file in manifest["results"] if file["name"] not in sys.argv[1:]]
json.dump(manifest, open("out/manifest.json", "w"), indent=2)
for name in sys.argv[1:]:
    os.remove(f"out/{name}")
PY
}
from after; lose School.as_sealed.csv nation.as_sealed.csv differences.csv; try 'all of it'
from after; lose differences.csv; try 'the list'
from after; lose School.as_sealed.csv; try 'one file'

echo '==== compare judges both, and finds what the rules mean itself'
from before; forge rules/village.lustrum '>= 50' '>= 45'
"$LUSTRUM" compare before out 2>&1 | grep '^error'
"$LUSTRUM" compare out after 2>&1 | grep '^error'
"$LUSTRUM" compare before after 2>&1 | grep '^  Rules'
