# Who belongs to whom: by links of their own, by a record between, and by memberships with dates and weights.
cp -r links "$OUT/data"
"$LUSTRUM" review links.lustrum --data "$OUT/data" --year 2025/26 --out "$OUT/out" --quiet $MORE &&
cat "$OUT/out/links.csv" && "$LUSTRUM" verify "$OUT/out" && "$LUSTRUM" replay "$OUT/out" --data "$OUT/data"
