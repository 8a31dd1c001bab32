# Whatever is changed, taken away or added is told in one message, also when the manifest was made to agree.
village=../review/village
"$LUSTRUM" review $village.lustrum --data $village --year 2025/26 --out "$OUT/good" --quiet $MORE
try() { # WHAT: verifies OUT/out and begins again
    echo "-- $1"
    "$LUSTRUM" verify "$OUT/out" >"$OUT/said" 2>&1
    status=$?
    grep '^error' "$OUT/said"
    echo "exit $status"
    rm -rf "$OUT/out"
    cp -r "$OUT/good" "$OUT/out"
}
forge() { python3 forge.py "$OUT/out" "$@"; }
cp -r "$OUT/good" "$OUT/out"
try "as it was written"
sed -i 's/46.5/46.6/' "$OUT/out/School.csv"; try "a figure"
truncate -s -1 "$OUT/out/nation.csv"; try "the last byte"
sed -i 's/mean of value/sum of value/' "$OUT/out/rules/village.lustrum"; try "a rule"
rm "$OUT/out/Region.csv"; try "a file that is gone"
rm "$OUT/out/Region.csv"; mkdir "$OUT/out/Region.csv"; try "a folder in its place"
rm -r "$OUT/out/rules"; try "a folder that is gone"
echo new >"$OUT/out/School2.csv"; mkdir "$OUT/out/more"; try "a file and a folder more"
truncate -s 100 "$OUT/out/manifest.json"; try "half a manifest"
forge manifest.json '"copy"' '"copied"'; try "a manifest without a member"
forge manifest.json '"size": 116' '"size": "116"'; try "a manifest with a text for a number"
forge manifest.json '"size": 116' '"size": -116'; try "a manifest with a number below nought"
forge manifest.json '"year": "2025/26"' '"year": "25/26"'; try "a manifest of no year"
forge manifest.json '"name": "Region.csv"' '"name": "../good/Region.csv"'; try "a file outside the folder"
forge manifest.json '"copy": "rules/village.lustrum"' '"copy": "rules/other.lustrum"'; try "rules without a text"
forge manifest.json '"name": "Region.csv"' '"name": "School.csv"'; try "a file that is listed twice"
forge manifest.json '"name": "Region.csv"' '"name": "manifest.json"'; try "a manifest that lists itself"
forge manifest.json '"name": "schools.csv"' '"name": "../schools.csv"'; try "data outside their folder"
forge manifest.json '"name": "schools.csv"' '"name": "/etc/passwd"'; try "data from anywhere"
forge manifest.json '"record": "School"' '"record": "Pupil"'; try "the data of a record twice"
forge manifest.json '"year": "2025/26"' '"year": "2040/41"'; try "a year outside the term"
forge manifest.json '"edition": 1' '"edition": 2'; try "another edition"
forge manifest.json '"framework": "village"' '"framework": "town"'; try "another framework"
echo '{}' >"$OUT/out/manifest.json"; try "a manifest that says nothing"
: >"$OUT/out/manifest.json"; try "an empty manifest"
forge School.csv 46.5 46.6; try "a figure, forged"
forge School.csv ,usual, ,,; try "a band taken out, forged"
forge School.csv '1005,Empty' "1005,E,x
1006,Empty"; try "no CSV file"
sed -i 's/"sum": "118.6"/"sum": "118.7"/' "$OUT/out/manifest.json"; try "a control total"
sed -i 's/"column": "pass_rate"/"column": "passes"/' "$OUT/out/manifest.json"; try "a total of no column"
forge School.csv ,usual, ,extra,; forge manifest.json '"word": "usual"' '"word": "extra"'
forge School.csv ,usual, ,extra,; forge School.csv ,usual, ,extra,; try "a band that the rules do not have"
forge School.csv 'not decided: nothing to divide by' 'not decided: nobody came'
sed -i 's/"word": "not decided: nothing to divide by"/"word": "not decided: nobody came"/' "$OUT/out/manifest.json"
try "a reason that the rules do not have"
forge ledger.json '"kept": 5' '"kept": 4'; try "rows kept, forged"
forge ledger.json '"matched": 10' '"matched": 9'; try "rows matched, forged"
forge ledger.json '"with_children"' '"with_child"'; try "a ledger without a member"
forge ledger.json '"shown": 3' '"shown": 4'; try "figures shown, forged"
forge ledger.json '{' '['; try "a ledger that is no JSON"
forge rules/village.lustrum 'value mean of value' 'value mean of valeu'; try "rules with a fault, forged"

echo '==== what is said in two places'
forge manifest.json '"year": "2025/26"' '"year": "2026/27"'; try "another year of the term"
forge manifest.json '"mode": "draft"' '"mode": "draft",
  "vintage": "final"'; try "a vintage"
forge manifest.json '"owner": "' '"owner": "The '; try "another owner"
forge manifest.json '"term_last": "20' '"term_last": "21'; try "another term"
forge manifest.json '"mode": "draft"' '"mode": "study"'; try "another mode"
forge manifest.json '"mode": "draft"' '"mode": "study"'; forge ledger.json '"mode": "draft"' '"mode": "study"'
try "another mode, in the ledger too"
forge School.csv DRAFT FINAL; try "a status that is no status"
for key in meaning wording bytes; do
    sed -i "0,/\"${key}_sha256\": \"..../s//\"${key}_sha256\": \"0000/" "$OUT/out/manifest.json"; try "another hash of $key"
done
python3 - "$OUT/out" <<'PY'
import csv, io, json, sys
out = sys.argv[1]
manifest = json.load(open(f"{out}/manifest.json"))
import hashlib
for file in manifest["results"]:
    if not file["name"].endswith(".csv"):
        continue
    rows = list(csv.reader(open(f"{out}/{file['name']}", newline="")))
    at = rows[0].index("status")
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(row[:at] + row[at + 1:] for row in rows)
    data = text.getvalue().encode()
    open(f"{out}/{file['name']}", "wb").write(data)
    file["size"], file["sha256"] = len(data), hashlib.sha256(data).hexdigest()
    file["totals"] = [total for total in file["totals"] if total["column"] != "status"]
json.dump(manifest, open(f"{out}/manifest.json", "w"), indent=2)
PY
try "the column status, forged in every file"
forge manifest.json '"meaning_sha256": "' '"meaning_sha256": "0'
"$LUSTRUM" compare "$OUT/good" "$OUT/out" 2>&1 | grep '^error'
