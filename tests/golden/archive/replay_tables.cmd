# Files that --table named, and earlier years: looked for by their names, or named again.
village=../review/village
cp -r $village "$OUT/data"
mv "$OUT/data/pupils.csv" "$OUT/data/pupils_revised.csv"
cp "$OUT/data/pupils_revised.csv" "$OUT/elsewhere.csv"
"$LUSTRUM" review $village.lustrum --data "$OUT/data" --year 2025/26 --table Pupil="$OUT/elsewhere.csv" --out "$OUT/out" --quiet $MORE
grep -A6 '"tables"' "$OUT/out/manifest.json"
"$LUSTRUM" replay "$OUT/out" --data "$OUT/data"; echo "exit $?"
cp "$OUT/elsewhere.csv" "$OUT/data/elsewhere.csv"
"$LUSTRUM" replay "$OUT/out" --data "$OUT/data"; echo "exit $?"
"$LUSTRUM" replay "$OUT/out" --data "$OUT/data" --table Pupil="$OUT/data/pupils_revised.csv"; echo "exit $?"
coasting=../../../examples/england_coasting
"$LUSTRUM" review $coasting/primary.lustrum --data $coasting/data/primary --year 2015/16 --out "$OUT/years" --quiet $MORE
"$LUSTRUM" replay "$OUT/years" --data $coasting/data/primary $MORE; echo "exit $?"
"$LUSTRUM" verify "$OUT/years"; find "$OUT/years/rules" "$OUT/years/library" -type f | sort
cp -r $coasting/data/primary "$OUT/primary"
sed -i '2s/0/1/' "$OUT/primary/2013-14/schools.csv"
cd "$OUT" && "$LUSTRUM" replay years --data primary; echo "exit $?"
