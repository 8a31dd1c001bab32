# --year says which of the results are reported, in whatever order they are named.
for year in 2025 2026 2027; do
    "$LUSTRUM" review _village.lustrum --data _village --year $year/$((year - 1999)) --out "$OUT/$year" --quiet $MORE
done
"$LUSTRUM" report "$OUT/2025" "$OUT/2027" "$OUT/2026" --year 2027/28 -o "$OUT/site"
"$LUSTRUM" report "$OUT/2027" "$OUT/2026" "$OUT/2025" -o "$OUT/same" --quiet
cmp "$OUT/site/site.json" "$OUT/same/site.json"
"$LUSTRUM" report "$OUT/2026" -o "$OUT/one" --year 2026/27
"$LUSTRUM" report "$OUT/2027" "$OUT/2025" "$OUT/2026" --year 2026/27 -o "$OUT/site"; echo "exit $?"
"$LUSTRUM" report "$OUT/2025" "$OUT/2026" --year 2028/29 -o "$OUT/site"; echo "exit $?"
"$LUSTRUM" report "$OUT/2025" "$OUT/2025" --year 2025/26 -o "$OUT/site"; echo "exit $?"
"$LUSTRUM" report "$OUT/2025" "$OUT/none" --year 2025/26 -o "$OUT/site"; echo "exit $?"
"$LUSTRUM" report "$OUT/2025" --year 2025 -o "$OUT/site"; echo "exit $?"
