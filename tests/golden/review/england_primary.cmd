primary=../../../examples/england_primary
"$LUSTRUM" review $primary/primary.lustrum --data $primary/data --out "$OUT/out" --quiet --exact $MORE
echo "exit $?"
python3 - "$OUT/out/School.csv" <<'END'
import csv, sys
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    print(row["name"], row["expected_standard"], row["higher_standard"], row["finding"])
    for subject in "reading_progress", "writing_progress", "maths_progress":
        print("   ", subject, *(row[subject + part] for part in
              ("", ".exact", ".lower", ".upper", ".counted", ".band", ".reason")))
END
grep gap_index "$OUT/out/nation.csv"
