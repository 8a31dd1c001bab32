cp -r village "$OUT/data"
sed 's/,52$/,fifty/; s/,38$/,138/; s/P9,1004/P9,1009/' village/pupils.csv >"$OUT/data/pupils.csv"
"$LUSTRUM" review village.lustrum --data "$OUT/data" --year 2025/26 --out "$OUT/out"
echo "exit $?"
ls "$OUT"
cat "$OUT/out.problems.csv"
"$LUSTRUM" review village.lustrum --data village --year 2025/26 --out "$OUT/out" --quiet
echo "exit $?"
ls "$OUT"
