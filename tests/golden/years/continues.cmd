# A unit is followed by its own key, else by the key that its row continues from: that of the last
# row that was found for it.  A was B, B was C; D was always D, and names an old key for nothing; E
# is missing for a year; F begins.
year() { # NAME ROWS
    mkdir -p "$OUT/data/$1"
    printf "$2" >"$OUT/data/$1/schools.csv"
}
year 2021-22 'URN,SCORE\nC,10\nD,20\nG,30\nE,5\n'
year 2022-23 'URN,OLD_URN,SCORE\nB,C,11\nD,G,22\nG,,33\n'
year 2023-24 'URN,OLD_URN,SCORE\nB,C,13\nD,G,24\nE,,6\nG,,34\n'
year 2024-25 'URN,OLD_URN,SCORE\nA,B,17\nD,G,28\nE,,8\nF,,50\n'
go() {
    "$LUSTRUM" review continues.lustrum --data "$OUT/data" --year "$1" --out "$OUT/out" --quiet $MORE
    echo "exit $?"
}
go 2024/25
cat "$OUT/out/School.csv"
go 2023/24
cut -d, -f1,2,4 "$OUT/out/School.csv"
# two rows of one earlier year's
year 2024-25 'URN,OLD_URN,SCORE\nA,B,17\nF,B,50\nD,G,28\n'
go 2024/25
# a row that is there itself, and one that says it continues it
year 2024-25 'URN,OLD_URN,SCORE\nA,B,17\nB,,50\nD,G,28\n'
go 2024/25
# said of what earlier years say
year 2024-25 'URN,OLD_URN,SCORE\nA,B,17\nD,G,28\nH,,1\n'
year 2023-24 'URN,OLD_URN,SCORE\nB,C,13\nH,C,24\nD,,5\n'
go 2024/25
