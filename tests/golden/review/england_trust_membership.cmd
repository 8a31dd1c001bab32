# Dated membership and lists in a cell, in two years with a census day each: who counts, for how
# much, and what the ledger says of the links.
trusts=../../../examples/england_trust_membership
for year in 2016/17 2017/18; do
    "$LUSTRUM" review $trusts/membership.lustrum --data $trusts/data --year $year \
        --out "$OUT/out" --exact $MORE >"$OUT/said"
    echo "$year: exit $?"
    sed -n '/^Ledger/,/^Results/p' "$OUT/said"
    python3 - "$OUT/out/Trust.csv" <<'END'
import csv, sys
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    print(row["name"], "-", row["finding"])
    for figure in "trust_progress", "schools_agree":
        print("   ", figure, *(row.get(figure + part, "") for part in
              ("", ".exact", ".lower", ".upper", ".counted", ".of", ".band", ".reason")))
END
    grep -A3 '"describes"' "$OUT/out/manifest.json"
done
