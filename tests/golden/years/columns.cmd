# Names of files and columns change, a column begins later, a table has other rows.
year() { # NAME FILE ROWS
    mkdir -p "$OUT/data/$1"
    printf "$3" >"$OUT/data/$1/$2"
}
year 2021-22 old.csv 'OLD_URN,KIND,SCORE\n1,A,10\n2,B,20\n'
year 2022-23 schools.csv 'SCR,OLD_URN,KIND\n11,1,A\n22,2,B\n'
year 2023-24 schools.csv 'URN,KIND,SCORE,GROWTH\n1,A,12,3\n2,A,23,4\n'
"$LUSTRUM" check columns.lustrum
"$LUSTRUM" review columns.lustrum --data "$OUT/data" --year 2023/24 --out "$OUT/out" --quiet $MORE
echo "exit $?"
cat "$OUT/out/School.csv"
grep '"name"' "$OUT/out/manifest.json"
"$LUSTRUM" disassemble columns.lustrum --year 2023/24 | grep -i earlier
