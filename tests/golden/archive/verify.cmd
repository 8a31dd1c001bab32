# Results that hold, as text and as JSON.
village=../review/village
"$LUSTRUM" review $village.lustrum --data $village --year 2025/26 --vintage final --exact --spreadsheet-copy --out "$OUT/out" --quiet $MORE
"$LUSTRUM" verify "$OUT/out"
"$LUSTRUM" verify "$OUT/out" --json
"$LUSTRUM" verify "$OUT/out/" --quiet; echo "exit $?"
"$LUSTRUM" verify nowhere; echo "exit $?"
"$LUSTRUM" verify ../review/village; echo "exit $?"
