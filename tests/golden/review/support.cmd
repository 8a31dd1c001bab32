# Who could help whom: ties at the cut, who has no rank and why, two sections, a key of two parts, a figure that is withheld.
mkdir "$OUT/data" "$OUT/moved"
cp support/*.csv "$OUT/data" && cp support.lustrum "$OUT/rules.lustrum"
review() { "$LUSTRUM" review "$OUT/rules.lustrum" --data "$OUT/$1" --year 2025/26 --out "$OUT/$2" --quiet $3 $MORE; }
review data out && cat "$OUT/out/support.csv"
# any order of rows, number of threads and width of numbers
for file in schools pupils; do
    { head -n 1 support/$file.csv; tail -n +2 support/$file.csv | tac; } >"$OUT/moved/$file.csv"
done
review moved other "--threads 3 --batch 1" && cmp "$OUT/out/support.csv" "$OUT/other/support.csv" && echo same
"$LUSTRUM" verify "$OUT/out" && "$LUSTRUM" replay "$OUT/out" --data "$OUT/data"
# what it says of rules: their meaning, their document, their data, a change
"$LUSTRUM" canonical "$OUT/rules.lustrum" | sed -n '/^support/,$p'
"$LUSTRUM" doc "$OUT/rules.lustrum" | sed -n '/^## Support/,/^## /p'
"$LUSTRUM" needs "$OUT/rules.lustrum" --csv | grep -e PRIOR -e POOR -e BEFORE
sed -e 's/nearest 2/nearest 3/' -e 's/Article 14/Article 15/' "$OUT/rules.lustrum" >"$OUT/changed.lustrum"
"$LUSTRUM" diff "$OUT/rules.lustrum" "$OUT/changed.lustrum"
sed '/^support elsewhere/,$d' "$OUT/rules.lustrum" >"$OUT/fewer.lustrum"
"$LUSTRUM" diff "$OUT/rules.lustrum" "$OUT/fewer.lustrum"
cp "$OUT/changed.lustrum" "$OUT/rules.lustrum"
review data more; "$LUSTRUM" compare "$OUT/out" "$OUT/more"
