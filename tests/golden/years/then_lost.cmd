# A figure not made, or a column not there, by the rules of an earlier year is missing for that, and
# so are sums and conditions on it, without data of the year too.  A name with years after years is
# followed by the unit whose figure it is.
year() { # NAME TRUSTS SCHOOLS
    mkdir -p "$OUT/data/$1"
    printf "UID,LINE\n$2" >"$OUT/data/$1/trusts.csv"
    printf "$3" >"$OUT/data/$1/schools.csv"
}
go() {
    "$LUSTRUM" review then_lost.lustrum --data "$OUT/data" --year 2025/26 --out "$OUT/out" --quiet $MORE
    echo "exit $?"
    [ -e "$OUT/out" ] && cut -d, -f1,5,6,8,9,11- "$OUT/out/School.csv"
}
year 2025-26 'T,50\nU,50\n' 'URN,UID,SCORE,EXTRA\n1,T,45,1\n2,U,55,2\n'
year 2022-23 'T,50\nU,50\n' 'URN,UID,SCORE,EXTRA\n1,U,10,1\n3,T,20,2\n'
go
year 2023-24 'T,50\nU,50\n' 'URN,UID,SCORE\n1,T,40\n'
year 2024-25 'T,50\nU,50\n' 'URN,UID,SCORE,EXTRA\n1,T,44,1\n'
go
# what has a year's name and is no folder
mv "$OUT/data/2024-25" "$OUT/moved"
echo >"$OUT/data/2024-25"
go 2>&1
rm "$OUT/data/2024-25"
ln -s nowhere "$OUT/data/2024-25"
go 2>&1
ln -sfn ../moved "$OUT/data/2024-25"
rm "$OUT/moved/schools.csv"
go 2>&1
