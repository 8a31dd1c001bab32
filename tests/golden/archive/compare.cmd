# What moved between two results, and by what: data, rules, both at once.
village=../review/village
cp -r $village "$OUT/data1"
cp -r $village "$OUT/data2"
cp $village.lustrum "$OUT"
cd "$OUT"
sed -i 's/^P1,\(.*\),52/P1,\1,60/; $d' data2/pupils.csv
sed -i 's/Ashby School/Ashby Academy/; /^1005/d' data2/schools.csv
sed 's/lower > 40/lower > 30/; s/"Usual"/"As usual"/' village.lustrum >village2.lustrum
review() { "$LUSTRUM" review "$1.lustrum" --data "$2" --year 2025/26 --out "$3" --quiet "$4" "$5"; }
review village data1 one --vintage provisional
review village data1 again --vintage provisional
review village data2 two --vintage revised
review village2 data1 three --vintage provisional
review village2 data2 four --vintage final
say() { echo; echo "-- $*"; "$LUSTRUM" compare "$@"; echo "exit $?"; }
say one again
say one two
say one two --before data1 --after data2
say one three
say one four
say one four --before data1 --after data2
say one four --before data1 --after data2 --json | grep -v meaning_sha256
say one four --before data2 --after data1
say one four --before data1
say one three --html
# A figure that is gone has a reason: that is no power.
cp -r data1 data3
sed -i '/^P1,/d; /^P2,/d' data3/pupils.csv
review village data3 five --vintage provisional
"$LUSTRUM" compare one five --json | grep -A2 '"column": ".*reason"'
say one nowhere
echo >>four/School.csv
say one four
ls
