# Three years in one run; the same for any number of threads, batch and width of numbers; from year
# to year what each has is less; a year that is absent is missing, never skipped.
"$LUSTRUM" review several.lustrum --data several --year 2015/16 --out "$OUT/out" --exact $MORE
echo "exit $?"
cat "$OUT/out/School.csv" "$OUT/out/nation.csv"
grep -A 12 '"earlier_years"' "$OUT/out/ledger.json"
grep -E '"(year|name|sha256)"' "$OUT/out/manifest.json" | grep -A 2 '"year": "201[34]'
for how in '--threads 7 --batch 3' '--force-lane exact' '--force-lane wide --batch 1'; do
    "$LUSTRUM" review several.lustrum --data several --year 2015/16 --out "$OUT/again" --exact --quiet $how
    diff -r "$OUT/out" "$OUT/again"
done
for year in 2013/14 2014/15; do
    "$LUSTRUM" review several.lustrum --data several --year $year --out "$OUT/out" --quiet $MORE
    echo "$year"
    cat "$OUT/out/School.csv"
done
cp -r several "$OUT/gap"
rm -r "$OUT/gap/2014-15"
"$LUSTRUM" review several.lustrum --data "$OUT/gap" --year 2015/16 --out "$OUT/out" --quiet $MORE
echo 'without 2014/15'
cat "$OUT/out/School.csv"
"$LUSTRUM" review several.lustrum --data several/2015-16 --year 2015/16 --out "$OUT/out" --quiet $MORE
echo 'one folder'
cat "$OUT/out/School.csv"
