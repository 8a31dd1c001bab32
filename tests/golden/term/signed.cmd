# Who answers for results and references: signatures by ssh-keygen beside them, their keys from the seal log or named.
keys=$PWD/_keys
rules=$PWD/../review/village
mkdir -p "$OUT/official"
cp $rules.lustrum "$OUT/official/village.lustrum"
cp -r $rules "$OUT/data"
cd "$OUT" || exit 2
for who in commissioner reviewer statistician stranger; do cp "$keys/$who" . && chmod 600 "$who"; done
cat "$keys/stranger.pub" "$keys/reviewer.pub" >new.pub
sign() { ssh-keygen -q -Y sign -n "${3-lustrum-run@v1}" -f "$1" "$2"; }
seal() { "$LUSTRUM" seal official/village.lustrum --agreed-by 'Minute 2026/14' --on 2026-05-14 --quiet "$@"; }
try() { # WORDS: what is said, and how it ends
    echo "-- lustrum $*"
    "$LUSTRUM" "$@" 2>&1 | grep -v '^  [0-9]'
}
seal --keys "$keys/board.pub" --threshold 2 && seal --sign commissioner && seal --sign reviewer
"$LUSTRUM" review official/village.lustrum --data data --year 2025/26 --out out --quiet $MORE
"$LUSTRUM" reference official/village.lustrum --data data --year 2025/26 --out frozen.csv --quiet

echo '==== not signed'
try verify out
try verify frozen.csv --keys official/village.seal

echo '==== signed by one, and by two'
sign commissioner out/manifest.json
try verify out
"$LUSTRUM" verify out --json | sed -n '/signed_by/,$p'
sign statistician - <out/manifest.json >>out/manifest.json.sig
sign reviewer frozen.csv
try verify frozen.csv --keys official/village.seal
try verify frozen.csv
"$LUSTRUM" replay out --data data | tail -n 2
"$LUSTRUM" bundle 1003 out --data data --out appeal --quiet; ls appeal/result
"$LUSTRUM" review official/village.lustrum --data data --year 2025/26 --out used --use-reference frozen.csv --quiet; echo "exit $?"

echo '==== signed results are not written over'
"$LUSTRUM" review official/village.lustrum --data data --year 2025/26 --out out --quiet

echo '==== forged'
cp -r out good
again() { rm -rf out; cp -r good out; rm -f out/manifest.json.sig frozen.csv.sig; }
again; sign commissioner out/manifest.json lustrum-ratify@v1; try verify out
again; sign commissioner frozen.csv; cp frozen.csv.sig out/manifest.json.sig; try verify out
again; sign stranger out/manifest.json; try verify out
again; echo signed >out/manifest.json.sig; try verify out
again; mkdir out/manifest.json.sig; try verify out
again; sign stranger frozen.csv
"$LUSTRUM" review official/village.lustrum --data data --year 2025/26 --out other --use-reference frozen.csv --quiet; echo "exit $?"
"$LUSTRUM" review official/village.lustrum --data data --year 2025/26 --out other --compare-with frozen.csv --quiet --keys new.pub; echo "exit $?"

echo '==== a key that was taken away: what it signed before stays good'
seal --keys new.pub --threshold 1 >said 2>&1 && seal --sign commissioner && seal --sign reviewer
"$LUSTRUM" review official/village.lustrum --data data --year 2025/26 --out later --quiet $MORE
sign statistician later/manifest.json; try verify later
again; sign statistician out/manifest.json; try verify out --keys official/village.seal
"$LUSTRUM" reference official/village.lustrum --data data --year 2025/26 --out frozen2.csv --quiet
sed 's/^seal,village.seal,2/seal,village.seal,1/' frozen2.csv >moved.csv; sign statistician moved.csv; try verify moved.csv --keys official/village.seal

echo '==== references that are none'
broken() { sed "$1" frozen2.csv >broken.csv; "$LUSTRUM" verify broken.csv 2>&1 | grep '^error'; }
broken 's/^edition.*//'; broken '/^edition/d'; broken 's/^framework,/framwork,/'; broken 's/^what,/which,/'
broken '/^nation/p'; broken 's/^\(nation,.*\),$/\1,absent/'; broken 's|^year.*|year,,,,2025,|'; printf '' >broken.csv
"$LUSTRUM" verify broken.csv; echo "exit $?"
