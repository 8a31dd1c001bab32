# Files that hold several years: earlier years are read from them; a year without a row is not there.
mkdir -p "$OUT/data"
printf 'YEAR,URN,SCORE\n2023/24,1,30\n2023/24,2,20\n2022/23,2,15\n2022/23,1,12\n2025/26,1,9\n' >"$OUT/data/schools.csv"
printf 'FROM,NUMBER,URN\n2023,a,1\n2023,b,1\n2022,a,1\n2022,c,2\n' >"$OUT/data/visits.csv"
"$LUSTRUM" review one_file.lustrum --data "$OUT/data" --year 2023/24 --out "$OUT/out" $MORE
echo "exit $?"
cat "$OUT/out/School.csv"
# of one year some files have rows and others none
printf 'FROM,NUMBER,URN\n2023,a,1\n' >"$OUT/data/visits.csv"
"$LUSTRUM" review one_file.lustrum --data "$OUT/data" --year 2023/24 --quiet --out "$OUT/out" $MORE
echo "exit $?"
