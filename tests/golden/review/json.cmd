"$LUSTRUM" review village.lustrum --data village --year 2025/26 --json $MORE &&
"$LUSTRUM" review village.lustrum --data village --year 2025/26 --json --out "$OUT/out" --quiet $MORE &&
cat "$OUT/out/ledger.json" && sed '/"tool"/,/}/s/"sha256": ".*"/"sha256": "..."/' "$OUT/out/manifest.json"
