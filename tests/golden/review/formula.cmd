cp -r village "$OUT/data"
sed 's/Ashby/=Ashby/; s/Empty/@Empty/' village/schools.csv >"$OUT/data/schools.csv"
"$LUSTRUM" review village.lustrum --data "$OUT/data" --year 2025/26 --out "$OUT/out" --quiet
echo "exit $?"
ls "$OUT"
"$LUSTRUM" review village.lustrum --data "$OUT/data" --year 2025/26 --out "$OUT/out" --quiet --spreadsheet-copy
echo "exit $?"
ls "$OUT/out"
cut -d , -f 2 "$OUT/out/School.csv" "$OUT/out/School.spreadsheet.csv"
