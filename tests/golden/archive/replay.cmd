# Results worked out again from the raw data and their own rules: identical, forged, other data, no data.
village=../review/village
cp -r $village "$OUT/data"
cp $village.lustrum "$OUT/mine and yours.lustrum"
cd "$OUT"
"$LUSTRUM" review "mine and yours.lustrum" --data data --year 2025/26 --vintage revised --exact --spreadsheet-copy --out out --quiet $MORE
rm *.lustrum # the rules that are kept are enough
"$LUSTRUM" replay out --data data $MORE; echo "exit $?"
"$LUSTRUM" replay out --data data --threads 1 --batch 1 --quiet; echo "exit $?"
"$LUSTRUM" replay out --data data --threads 3 --batch 3 --force-lane exact --quiet; echo "exit $?"
"$LUSTRUM" replay out/ --data data --out again --json; echo "exit $?"
diff -r out again && ls
cd - >/dev/null
cp -r "$OUT/out" "$OUT/forged"
python3 forge.py "$OUT/forged" School.csv 46.5 46.6
cd "$OUT"
"$LUSTRUM" replay forged --data data; echo "exit $?"
"$LUSTRUM" replay forged --data data --json; echo "exit $?"
cd - >/dev/null
python3 forge.py "$OUT/forged" School.csv ',visit,,closed' ',visit,,open'
python3 forge.py "$OUT/forged" School.csv '1005,Empty School' '1006,Other School'
python3 forge.py "$OUT/forged" nation.csv attainment attained
cd "$OUT"
"$LUSTRUM" replay forged --data data; echo "exit $?"
sed -i 's/1001/1001/;$d' data/pupils.csv
"$LUSTRUM" replay out --data data; echo "exit $?"
rm data/schools.csv
"$LUSTRUM" replay out --data data; echo "exit $?"
echo more >>out/School.csv
"$LUSTRUM" replay out --data data; echo "exit $?"
ls
