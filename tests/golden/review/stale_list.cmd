# A list of faulty cells is the last run's; a file of the user's own is left alone.
review() {
    "$LUSTRUM" review village.lustrum --data "$OUT/data" --year 2025/26 --out "$OUT/out" --quiet 2>&1 | head -n 1
}
cp -r village "$OUT/data"
sed 's/,52$/,fifty/' village/pupils.csv >"$OUT/data/pupils.csv"
review
ls "$OUT"
head -n 2 "$OUT/data/pupils.csv" | cut -d , -f 1-3 >"$OUT/data/short.csv"
mv "$OUT/data/short.csv" "$OUT/data/pupils.csv" # a column is not there: no cells to list
review
ls "$OUT"
echo "my own notes" >"$OUT/out.problems.csv"
review
sed 's/,52$/,fifty/' village/pupils.csv >"$OUT/data/pupils.csv"
review
"$LUSTRUM" review village.lustrum --data "$OUT/data" --year 2025/26 --out "$OUT/out" 2>&1 | tail -n 7
cp village/pupils.csv "$OUT/data/pupils.csv"
review
cat "$OUT/out.problems.csv"
