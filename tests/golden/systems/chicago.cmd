# A level that attainment gives; a school that cannot be rated; rows of high schools set aside; then an
# answer and an indicator that nobody declared, and a figure that is none.
run() {
    "$LUSTRUM" review ../../../examples/chicago/chicago.lustrum --data "$1" --year 2018/19 --out "$OUT/out" \
        --quiet $MORE 2>&1
    echo "ends with $?"
}
run chicago
cat "$OUT/out/School.csv" "$OUT/out/Indicator.csv"
mkdir "$OUT/odd"
cp chicago/schools.csv "$OUT/odd"
sed 's/Organized/Mostly Organized/; s/,99,/,99%,/; s/Growth Percentile - R/Growth - R/' \
    chicago/indicators.csv >"$OUT/odd/indicators.csv"
run "$OUT/odd" | grep -e "error" -e "  row" -e "ends with"
cat "$OUT/out.problems.csv"
