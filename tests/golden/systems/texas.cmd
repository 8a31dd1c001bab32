# A district held back by one campus; paired campuses; a mark that nobody declared; the year before
# local systems, whose files lack two columns.
run() {
    year=$1 folder=$2
    "$LUSTRUM" review ../../../examples/texas/texas.lustrum --data "$folder" --year "$year" --out "$OUT/out" \
        --table District="$folder/districts.csv" --table Campus="$folder/campuses.csv" \
        --table PairedCampus="$folder/campuses.csv" --quiet $MORE 2>&1
    echo "ends with $?"
}
run 2018/19 texas
for record in District Campus PairedCampus; do cat "$OUT/out/$record.csv"; done
mkdir "$OUT/odd" "$OUT/early"
cp texas/districts.csv "$OUT/odd"
sed 's/,59,91,/,59,n\/a,/' texas/campuses.csv >"$OUT/odd/campuses.csv"
run 2018/19 "$OUT/odd" | grep -e "error" -e "  row" -e "ends with"
cat "$OUT/out.problems.csv"
cp texas/districts.csv "$OUT/early"
sed "s/,LAS_SCORE,LAS_WEIGHT//; s/,100,0.5,/,/; s/,[.],[.],\(\"[^\"]*\"\)\$/,\1/" texas/campuses.csv >"$OUT/early/campuses.csv"
run 2017/18 "$OUT/early"
