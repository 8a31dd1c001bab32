# The shapes of pupils' own files with made-up rows: a key of which a part repeats; semicolons, numbers in
# quotes and a separator too many.  Each is refused without what the example declares for it.
examples=../../../examples/pupils
mkdir -p "$OUT/data"
review() { # FRAMEWORK YEAR
    "$LUSTRUM" review "$1" --data "$OUT/data" --year "$2" --out "$OUT/out" $MORE >"$OUT/said" 2>&1
    status=$?
    sed -n '/^error/,/^More/p' "$OUT/said"
    echo "exit $status"
}
cat >"$OUT/data/Exam.csv" <<DATA
rownames,school,normexam,schavg,standLRT,sex,student
1,1,0.25,0.05,0.5,F,143
2,1,-1,0.05,-0.4,M,145
3,2,1.5,0.1,0.1,F,143
4,2,0.75,0.1,0.1,F,143
DATA
review "$examples/london.lustrum" 1989/90
cat "$OUT/out/School.csv"
echo "---- with the pair of school and pupil as the key"
sed -e '/^  row  *key/d' -e 's/^  school  *part of/  school key part of/' \
    -e 's/^  pupil  *personal text/  pupil key personal text/' "$examples/london.lustrum" >"$OUT/rules.lustrum"
review "$OUT/rules.lustrum" 1989/90
cat >"$OUT/data/student-mat.csv" <<DATA
school;sex;absences;G1;G3
"GP";"F";6;"5";6;
"GP";"M";4;"5";15
"MS";"M";0;"10";"9"
DATA
cat >"$OUT/data/student-por.csv" <<DATA
school;G3
"MS";11
"GP";"0"
DATA
echo "---- semicolons"
review "$examples/portugal.lustrum" 2005/06
cat "$OUT/out/School.csv"
echo "---- without further blank cells skipped"
sed 's/, further blank cells skipped//' "$examples/portugal.lustrum" >"$OUT/rules.lustrum"
review "$OUT/rules.lustrum" 2005/06
echo "---- without the separator"
sed 's/, separator ";"//; s/separator ";", //' "$examples/portugal.lustrum" >"$OUT/rules.lustrum"
review "$OUT/rules.lustrum" 2005/06
