# A820200100001B is a pupil's number that stands where it should not: it may be shown nowhere.
review() {
    "$LUSTRUM" review village.lustrum --data "$OUT/data" --year 2025/26 --out "$OUT/out" 2>&1
    echo "exit $?"
    [ ! -e "$OUT/out.problems.csv" ] || cat "$OUT/out.problems.csv"
}
cp -r village "$OUT/data"
{
    # the heading row lost
    sed '1s/.*/A820200100001B,1001,N,52/' village/pupils.csv >"$OUT/data/pupils.csv"
    review
    # columns that changed places, and a text of six characters
    sed '2s/.*/52,A820200100001B,A820200100001B,A820200100001B/; 3s/41/=fifty/' village/pupils.csv >"$OUT/data/pupils.csv"
    review
    # another kind of file
    echo '[{"UPN": "A820200100001B"}]' >"$OUT/data/pupils.csv"
    review
} >"$OUT/said"
cat "$OUT/said"
grep A820200100001B "$OUT/said" || echo "the number is nowhere"
