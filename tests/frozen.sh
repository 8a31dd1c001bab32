#!/bin/sh
# frozen.sh BUILD -- national figures taken from a reference of the same data are those that are made:
# every result file but the manifest is the same bytes; compared with itself a reference differs in
# nothing; and where every reading of the nation can be frozen, one school's rows alone give its
# figures.
# SPDX-License-Identifier: Apache-2.0
set -u
build=$1
lustrum=$build/lustrum
work=$build/tests/frozen
rm -rf "$work"
mkdir -p "$work"
status=0
fault() {
    echo "$1"
    status=1
}

both() { # NAME RULES OPTIONS...
    name=$1
    rules=$2
    shift 2
    ref=$work/$name.csv
    "$lustrum" reference "$rules" "$@" --out "$ref" --quiet 2>"$work/said"
    [ $? -le 1 ] || fault "$name: no reference: $(cat "$work/said")"
    "$lustrum" review "$rules" "$@" --exact --quiet --out "$work/$name.made" 2>>"$work/said" ||
        fault "$name: no review"
    "$lustrum" review "$rules" "$@" --exact --quiet --out "$work/$name.used" \
        --use-reference "$ref" --threads 3 --batch 7 2>>"$work/said" || fault "$name: not used"
    diff -r -x manifest.json "$work/$name.made" "$work/$name.used" >"$work/difference" ||
        fault "$name: $(head -n 5 "$work/difference")"
    "$lustrum" review "$rules" "$@" --compare-with "$ref" 2>&1 |
        grep -q 'compared with the reference of .*: 0 of' || fault "$name: differs from itself"
}

both england_16_18 examples/england_16_18/sixteen_to_eighteen.lustrum --data examples/england_16_18/data
both primary examples/england_primary/primary.lustrum --data examples/england_primary/data
"$build/examples/england_secondary/generate" "$work/data" --schools 25 --years 4 --seed 11
year=$(ls "$work/data" | tail -n 1)
rules=examples/england_secondary/secondary.lustrum
both secondary $rules --data "$work/data" --year "$year"
mkdir "$work/flat"
for file in schools pupils results; do
    sed -E 's/,([0-9])-[0-9]/,\1/' "$work/data/$year/$file.csv" |
        awk -F, -v OFS=, -v file=$file '
            file == "pupils" && NR > 1 { for (c = 7; c < 9; c++) if ($c != "" && $c < 80) $c = 80 }
            NR == 1 || file != "results" || $4 ~ /^[0-9X]/' >"$work/flat/$file.csv"
done
rules=examples/national/national.lustrum
both national $rules --data "$work/flat" --year 2025/26

# The rows of one school, and the figures of the nation.
mkdir "$work/alone"
python3 - "$work/flat" "$work/alone" <<'END'
import csv, sys
whole, alone = sys.argv[1:]
def keep(name, column, wanted):
    with open(f"{whole}/{name}.csv", newline="") as f:
        rows = list(csv.DictReader(f))
    mine = [row for row in rows if wanted is None or row[column] in wanted]
    with open(f"{alone}/{name}.csv", "w", newline="") as f:
        out = csv.DictWriter(f, rows[0], lineterminator="\n")
        out.writeheader()
        out.writerows(mine if wanted is not None else rows[3:4])
    return mine if wanted is not None else rows[3:4]
urn = {row["URN"] for row in keep("schools", "URN", None)}
upn = {row["UPN"] for row in keep("pupils", "URN", urn)}
keep("results", "UPN", upn)
END
"$lustrum" review $rules --data "$work/alone" --year 2025/26 --exact --quiet \
    --use-reference "$work/national.csv" --out "$work/alone.out" || fault 'alone: no review'
tail -n 1 "$work/alone.out/School.csv" >"$work/line"
grep -qxFf "$work/line" "$work/national.made/School.csv" || fault 'alone: other figures'
[ "$(wc -l <"$work/alone.out/School.csv")" -eq 2 ] || fault 'alone: not one school'
exit $status
