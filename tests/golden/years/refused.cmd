# Faults of all years are told together, each with its folder, and listed; nothing is written.
cp -r several "$OUT/data"
printf 'URN,SCORE,GRADE\n1,x,A\n' >"$OUT/data/2013-14/schools.csv"
printf 'URN,SCORE,GRADE\n1,1,A\n1,2,A\n' >"$OUT/data/2015-16/schools.csv"
"$LUSTRUM" review several.lustrum --data "$OUT/data" --year 2015/16 --out "$OUT/out" $MORE
echo "exit $?"
cat "$OUT/out.problems.csv"
ls "$OUT/out"
rm "$OUT/data/2014-15/schools.csv"
"$LUSTRUM" review several.lustrum --data "$OUT/data" --year 2014/15 --out "$OUT/out" $MORE
echo "exit $?"
# only the year that is asked takes its table from elsewhere
"$LUSTRUM" review several.lustrum --data several --year 2015/16 --quiet --out "$OUT/out" \
    --table School=several/2014-15/schools.csv $MORE
cut -d, -f1,2,5 "$OUT/out/School.csv"
