# The state of the data stands in the summary, the ledger and the manifest.
"$LUSTRUM" review village.lustrum --data village --year 2025/26 --vintage draft --out "$OUT/out"
echo "exit $?"
"$LUSTRUM" review village.lustrum --data village --year 2025/26 --vintage revised --out "$OUT/out" $MORE | head -4
grep '"vintage"' "$OUT/out/ledger.json" "$OUT/out/manifest.json"
"$LUSTRUM" review village.lustrum --data village --year 2025/26 --vintage revised --json $MORE | grep '"vintage"'
(cd "$OUT/out" && find . -type f | sort)
