example=../../../examples/england_16_18
"$LUSTRUM" review $example/sixteen_to_eighteen.lustrum --data $example/data --out "$OUT/out" --quiet --exact $MORE
echo "exit $?"
python3 level_3.py $example/data/2024-25 "$OUT/out"
python3 - "$OUT/out/School.csv" <<'END'
import csv, sys
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    print(row["name"], row["english_progress_16_18"], row["maths_progress_16_18"], row["finding"])
    for measure in "level_3_value_added", "a_level_value_added":
        print("   ", measure, *(row[measure + part] for part in
              ("", ".lower", ".upper", ".counted", ".of", ".reason")))
END
grep 'level_3_reference,height\|level_3_reference,cases' "$OUT/out/nation.csv"
