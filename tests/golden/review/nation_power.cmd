mkdir -p "$OUT/data"
printf 'URN,SCORE\n1,4\n2,5\n' >"$OUT/data/schools.csv"
"$LUSTRUM" review nation_power.lustrum --data "$OUT/data" --out "$OUT/out" $MORE
echo "exit $?"
cat "$OUT/out/nation.judged.csv"
